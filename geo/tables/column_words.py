"""What the heading of a column says of its cells: the vocabulary of ``data/column_words.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Literal

from geo.model import DATA
from geo.tables.cells import fold, split_unit

WORDS = DATA / "column_words.toml"

Subject = Literal[
    "key", "numbering", "code", "coordinate", "period", "record", "month", "quarter", "series",
    "prefecture", "county", "index", "ratio", "parent",
]  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """The words of one subject: whole headings, and what may stand anywhere in one ``but`` as a
    part of these."""

    whole: frozenset[str]
    within: re.Pattern[str] | None
    but: tuple[str, ...]


@lru_cache(maxsize=4096)
def says(subject: Subject, heading: str) -> bool:
    """Whether a heading says that its column holds that."""
    words = _vocabulary()[subject]
    plain = _plain(heading)
    if plain in words.whole or _plain(split_unit(heading)[0]) in words.whole:
        return True
    for word in words.but:
        plain = plain.replace(word, " ")
    return words.within is not None and words.within.search(plain) is not None


def is_figure(heading: str) -> bool:
    """Whether the numbers under a heading may be figures: those of ranks, codes and degrees are
    not."""
    return not any(says(subject, heading) for subject in _NO_FIGURES)


_NO_FIGURES: tuple[Subject, ...] = ("numbering", "code", "coordinate")


def last_part(column: str) -> str:
    """The last part of a heading of several rows, without what was added to make it unique."""
    return re.sub(r" \(\d+\)$", "", column.rpartition(" · ")[2])


def _plain(heading: str) -> str:
    text = " ".join(fold(heading).casefold().split())
    # 地 区 is 地区, but "phone no" stays two words.
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)


@cache
def _vocabulary() -> Mapping[str, _Words]:
    entries = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {subject: _words_of(entry) for subject, entry in entries.items()}


def _words_of(entry: Mapping[str, list[str]]) -> _Words:
    before, after = (["", *entry.get(side, ())] for side in ("before", "after"))
    parts = product(before, entry.get("whole", ()), after)
    return _Words(
        whole=frozenset(_plain("".join(words)) for words in parts),
        within=_any_of(list(map(_plain, entry.get("within", ())))),
        but=tuple(map(_plain, entry.get("but", ()))),
    )


def _any_of(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    patterns = [
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in words
    ]
    return re.compile("|".join(patterns))
