"""Words in both languages, and sentences of one words file with their braces filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_SEPARATOR: Mapping[Language, str] = {"en": ", ", "zh": "、"}


@dataclass(frozen=True)
class Text:
    """The same words in both languages."""

    en: str
    zh: str

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


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


def _told(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value[language]
    if isinstance(value, tuple | list):
        return _SEPARATOR[language].join(str(_told(item, language)) for item in value)
    told = getattr(value, "told", None)
    return told(language) if callable(told) else value
