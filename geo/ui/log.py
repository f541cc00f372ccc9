"""What the server writes down: that something failed, of which kind and where in the program, never what
it was about, for an error's own words may be those of somebody's table."""

from __future__ import annotations

import logging
import traceback
from typing import Any

_MOST_CAUSES = 10


def keep_content_out() -> None:
    """From now on no record of any logger holds the words of an error."""
    make = logging.getLogRecordFactory()
    if not getattr(make, "without_content", False):
        logging.setLogRecordFactory(_WithoutContent(make))


class _WithoutContent:
    without_content = True

    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *args: Any, **more: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*args, **more)
        if record.exc_info and record.exc_info[1] is not None:
            # Formatters take the text that is there already.
            record.exc_text = places(record.exc_info[1])
        return record


def places(error: BaseException) -> str:
    """The kinds of an error and of its causes, with the lines of the program that they passed."""
    told: list[str] = []
    found: BaseException | None = error
    while found is not None and len(told) < _MOST_CAUSES:
        frames = "".join(traceback.format_tb(found.__traceback__))
        told.append(f"{frames}{type(found).__name__}")
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return "\nwhile handling, or because of:\n".join(told)
