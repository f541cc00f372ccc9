"""The words of map and page in both languages, and how numbers and dates are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from geo.model import Language, Text

WORDS = Path(__file__).parent / "data" / "words.toml"

_MOST_DECIMALS = 6


@cache
def read_words(path: Path = WORDS) -> dict[str, dict[str, Text]]:
    """All words by section and key."""
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        section: {key: Text(entry["en"], entry["zh"]) for key, entry in entries.items()}
        for section, entries in sections.items()
    }


def word(key: str, language: Language, *, section: str = "map", **values: object) -> str:
    """One word or sentence, with its {braces} filled in.

    Raises
    ------
    KeyError
        If there is no such word, or a value for a brace is missing.
    """
    return read_words()[section][key][language].format_map(values)


def listed(items: Iterable[str], language: Language, *, most: int | None = None) -> str:
    """Items as one enumeration; beyond ``most``, only how many more there are."""
    every = list(items)
    shown = every if most is None or len(every) <= most else every[:most]
    text = word("separator", language).join(shown)
    if len(shown) == len(every):
        return text
    gap = " " if language == "en" else ""
    return text + gap + word("more", language, count=len(every) - len(shown))


def format_number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators, in the same form in both languages."""
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def format_edges(edges: Sequence[float], decimals: int) -> tuple[str, ...]:
    """Edges with as many decimals as it takes to tell different ones apart."""
    distinct = len(set(edges))
    for count in range(decimals, _MOST_DECIMALS + 1):
        texts = tuple(format_number(edge, count) for edge in edges)
        if len(set(texts)) == distinct:
            return texts
    return tuple(f"{edge:.12g}" for edge in edges)


def format_period(period: str, language: Language) -> str:
    """An ISO 8601 date of any precision, or two years ``2020/2025``, as the language writes it."""
    if language == "en":
        return period.replace("/", "–")
    if re.fullmatch(r"\d{4}/\d{4}", period):
        first, last = period.split("/")
        return f"{first}—{last}年"
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", period):
        parts = period.split("-")
        return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    return period
