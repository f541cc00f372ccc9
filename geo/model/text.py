"""Words in both languages, and sentences of one words file with their braces filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    en: str
    zh: str

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


#: What stands between the items of an enumeration, between clauses with commas of their own,
#: between lines, and between the items of a list.
ITEMS = Text(", ", "、")
CLAUSES = Text("; ", "；")
LINES = Text("\n", "\n")
POINTS = Text("\n- ", "\n- ")


@cache
def read_texts(path: Path) -> dict[str, dict[str, Text]]:
    """All words of a file by section and key."""
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        section: {key: Text(entry["en"], entry["zh"]) for key, entry in entries.items()}
        for section, entries in sections.items()
    }


def fill(sentence: Text, language: Language, values: Mapping[str, object]) -> str:
    """A sentence with its {braces} filled in.

    A value that is a :class:`Text`, or an error of this package, is told in the language; a tuple
    or a list is enumerated in it.

    Raises
    ------
    KeyError
        If a value for a brace is missing.
    """
    return sentence[language].format_map(
        {name: _told(value, language) for name, value in values.items()}
    )


def joined(items: Iterable[object], separator: Text = ITEMS) -> Text:
    """Items as :func:`fill` tells them, with a separator between them."""
    every = list(items)
    return Text(*(separator[lang].join(str(_told(i, lang)) for i in every) for lang in LANGUAGES))


def _told(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value[language]
    if isinstance(value, tuple | list):
        return joined(value)[language]
    told = getattr(value, "told", None)
    return told(language) if callable(told) else value
