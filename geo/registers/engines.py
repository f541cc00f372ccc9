"""Where the parts of a register are counted: in threads of this process, or on a Dask cluster."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from geo.registers.files.parts import Part
from geo.registers.part_count import Counter, PartCount, count_part

# More threads than this wait for each other, and each holds a part in memory.
_MOST_THREADS = 8


class Result(Protocol):
    """A count that is under way."""

    def result(self) -> PartCount: ...
    def cancel(self) -> object: ...


@dataclass(frozen=True)
class Engine:
    """A way to count parts: ``submit`` begins one; at most ``window`` of them are under way."""

    name: str
    submit: Callable[[Part], Result]
    window: int


@contextmanager
def local_engine(counter: Counter, *, threads: int | None = None) -> Iterator[Engine]:
    """Threads of this process; the libraries that read and count let them run side by side."""
    threads = threads or min(os.cpu_count() or 1, _MOST_THREADS)
    pool = ThreadPoolExecutor(threads)
    try:
        yield Engine(f"{threads} threads", lambda part: pool.submit(count_part, part, counter),
                     window=2 * threads)  # fmt: skip
    finally:
        pool.shutdown(cancel_futures=True)


def count_in_order(parts: Iterable[Part], engine: Engine) -> Iterator[PartCount]:
    """The counts of parts, in their order, however they are dealt out.

    Whether a quotation is open where a part of a text starts is guessed at first. Where the parts
    before it say otherwise, it is counted once more.
    """
    waiting: deque[tuple[Part, Result]] = deque()
    every = iter(parts)
    quoted = False
    try:
        while True:
            while len(waiting) < engine.window and (part := next(every, None)) is not None:
                waiting.append((part, engine.submit(part)))
            if not waiting:
                return
            part, under_way = waiting.popleft()
            count = under_way.result()
            if part.start <= part.file.first:
                quoted = False
            if count.part is not None and bool(count.part.quoted) != quoted:
                count = engine.submit(replace(part, quoted=quoted)).result()
            quoted ^= count.odd
            yield count
    finally:
        for _, under_way in waiting:
            under_way.cancel()
