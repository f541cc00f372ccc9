"""The words of map and page in both languages, and how numbers and dates are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from geo.model.files import DATA
from geo.model.text import LANGUAGES, Language, Text, read_texts

WORDS = DATA / "words.toml"

#: How long a unit and a name may be, in Latin letters; a Chinese character is as wide as two.
MOST_UNIT, MOST_NAME = 80, 40
# What a title says beside what is shown: "(computed)", "（推算）", ", change", ", as announced".
_QUALIFIER = re.compile(r"(?:, (?:as|per|change)\b.*|\s*[(（][^()（）]*[)）])$")
NAMED_LEVELS = ("province", "region", "prefecture", "county")


def read_words(path: Path = WORDS) -> dict[str, dict[str, Text]]:
    """All words by section and key."""
    return read_texts(path)


def word(key: str, language: Language, *, section: str = "map", **values: object) -> str:
    """One word or sentence, with its {braces} filled in.

    Raises
    ------
    KeyError
        If there is no such word, or a value for a brace is missing.
    """
    return read_words()[section][key][language].format_map(values)


def both(key: str, *, section: str = "map", **values: object) -> Text:
    """A word or sentence in both languages; of a value in both, each gets its own."""

    def fill(language: Language) -> str:
        told = {k: v[language] if isinstance(v, Text) else v for k, v in values.items()}
        return word(key, language, section=section, **told)

    return Text(fill("en"), fill("zh"))


def listed(items: Iterable[str], language: Language, *, most: int | None = None) -> str:
    """Items as one enumeration; beyond ``most``, only how many more there are."""
    every = list(items)
    shown = every if most is None or len(every) <= most else every[:most]
    text = word("separator", language).join(shown)
    if len(shown) == len(every):
        return text
    gap = " " if language == "en" else ""
    return text + gap + word("more", language, count=len(every) - len(shown))


def split_title(title: str) -> tuple[str, str]:
    """What a title says is shown, and its qualifier with what stands before it."""
    found = _QUALIFIER.search(title)
    if not found or not found.start():
        return title, ""
    return title[: found.start()], title[found.start() :]


def where_of(title: str, level: str, *, language: Language) -> str:
    """By which places, in words: "by province"; nothing where the title says it already, or where
    the level of the boundaries has no name."""
    said = (word(f"by_{known}", every) for every in LANGUAGES for known in NAMED_LEVELS)
    if level not in NAMED_LEVELS or any(phrase in title.casefold() for phrase in said):
        return ""
    return word(f"by_{level}", language)


def fitting(text: str, most: int) -> str:
    """Text in one line, without characters that show nothing, cut to so many columns."""
    shown = "".join(
        c if (kind := unicodedata.category(c)) == "Zs" or kind[0] not in "CZ" else " " * c.isspace()
        for c in text[: 4 * most]
    ).strip()
    if text_width(shown) <= most:
        return shown
    while text_width(shown) >= most:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def text_width(text: str) -> int:
    """How wide a text is, in Latin letters; a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)
