"""What the heading of a column says of its cells: the vocabulary of ``data/column_words.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal

from geo.model import DATA
from geo.tables.cells import fold, split_unit

WORDS = DATA / "column_words.toml"

Subject = Literal[
    "key", "numbering", "code", "coordinate", "period", "record", "month", "quarter", "series",
    "prefecture", "county", "index", "ratio",
]  # fmt: skip


@lru_cache(maxsize=4096)
def says(subject: Subject, heading: str) -> bool:
    """Whether a heading says that its column holds that."""
    whole, within = _vocabulary()[subject]
    plain = _plain(heading)
    if plain in whole or _plain(split_unit(heading)[0]) in whole:
        return True
    return within is not None and within.search(plain) is not None


def is_figure(heading: str) -> bool:
    """Whether the numbers under a heading may be figures: those of ranks, codes and degrees are
    not."""
    return not any(says(subject, heading) for subject in _NO_FIGURES)


_NO_FIGURES: tuple[Subject, ...] = ("numbering", "code", "coordinate")


def _plain(heading: str) -> str:
    text = " ".join(fold(heading).casefold().split())
    # 地 区 is 地区, but "phone no" stays two words.
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)


@cache
def _vocabulary() -> Mapping[str, tuple[frozenset[str], re.Pattern[str] | None]]:
    entries = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {
        subject: (
            frozenset(map(_plain, entry.get("whole", ()))),
            _any_of(list(map(_plain, entry.get("within", ())))),
        )
        for subject, entry in entries.items()
    }


def _any_of(words: list[str]) -> re.Pattern[str] | None:
    if not words:
        return None
    patterns = [
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in words
    ]
    return re.compile("|".join(patterns))
