"""The seven sectors of new infrastructure: which of them the words of a project suggest.

A suggestion is never more than that: the user confirms it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from geo.model import DATA, Text, text_of
from geo.tables.cells import fold

SECTORS = DATA / "sectors.toml"


@dataclass(frozen=True)
class Sector:
    """One sector, and the words that suggest it."""

    id: str
    title: Text
    keywords: tuple[str, ...]


@cache
def read_sectors() -> dict[str, Sector]:
    """All sectors by id, in the usual order."""
    entries = tomllib.loads(SECTORS.read_text(encoding="utf-8"))
    return {
        key: Sector(
            key,
            text_of(entry["title"], f"{SECTORS.name} [{key}]"),
            tuple(keyword.casefold() for keyword in entry["keywords"]),
        )
        for key, entry in entries.items()
    }


def suggest_sector(text: str) -> str:
    """The id of the sector whose longest word stands in the text; "" for none, or for two sectors
    with words of the same length."""
    wanted = fold(text).casefold()
    longest: dict[str, int] = {}
    for sector in read_sectors().values():
        words = [word for word in (sector.title.zh.casefold(), sector.title.en.casefold(),
                                   *sector.keywords) if _stands_in(word, wanted)]  # fmt: skip
        if words:
            longest[sector.id] = max(map(len, words))
    best = max(longest.values(), default=0)
    found = [sector for sector, length in longest.items() if length == best]
    return found[0] if len(found) == 1 else ""


def _stands_in(word: str, text: str) -> bool:
    if not word.isascii():
        return word in text
    # AI is a word in "AI lab" and no part of "maintenance" or "rail".
    ending = r"(?![a-z])" if len(word) < 4 else ""
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}{ending}", text) is not None
