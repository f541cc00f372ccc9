"""Files wait for their turn: one at a time, first come first served, whatever fails."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from geo.ui.turns import in_line, queued


def until(count: int) -> None:
    for _ in range(500):
        if in_line() == count:
            return
        time.sleep(0.01)
    raise AssertionError(f"{in_line()} in line, not {count}")


def test_one_at_a_time_in_the_order_they_came() -> None:
    opened = threading.Event()
    made: list[int] = []
    busy = threading.Lock()

    def make(number: int) -> bytes:
        with_nobody_else = busy.acquire(blocking=False)
        assert with_nobody_else
        opened.wait(10)
        made.append(number)
        busy.release()
        return bytes([number])

    with ThreadPoolExecutor(8) as pool:
        futures = []
        for number in range(8):
            futures.append(pool.submit(queued, lambda number=number: make(number)))
            until(number + 1)
        opened.set()
        assert [future.result() for future in futures] == [bytes([n]) for n in range(8)]
    assert made == list(range(8))
    assert in_line() == 0


def test_a_file_that_fails_lets_the_next_go_on() -> None:
    with pytest.raises(ZeroDivisionError):
        queued(lambda: bytes(1 // 0))
    assert in_line() == 0
    assert queued(lambda: b"next") == b"next"


def test_a_file_made_of_files_is_one_turn() -> None:
    assert queued(lambda: queued(lambda: b"inner") + b" in outer") == b"inner in outer"
    assert in_line() == 0
