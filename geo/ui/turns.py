"""Files are made one at a time, in the order in which they were asked for, so that maps go on
answering while many people export."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")

_turn = threading.Condition()
#: The threads that want to make a file: the first is at it, the others wait.
_line: deque[int] = deque()


def queued(make: Callable[[], Made]) -> Made:
    """What ``make`` returns, made when it is its turn in this process.

    Raises
    ------
    Exception
        Whatever ``make`` raises; the next in line goes on.
    """
    me = threading.get_ident()
    if _line and _line[0] == me:  # a file made of files is one turn
        return make()
    with _turn:
        _line.append(me)
        _turn.wait_for(lambda: _line[0] == me)
    try:
        return make()
    finally:
        with _turn:
            _line.popleft()
            _turn.notify_all()


def in_line() -> int:
    """How many files are being made or waited for."""
    return len(_line)
