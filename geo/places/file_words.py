"""What is said of a boundary file: its names and errors as they can be shown, and notes on it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from geo.model import LANGUAGES, Text, both, listed

MOST_CHARACTERS = 200
#: How many places or layers a sentence names.
MOST_NAMES = 6

# Control characters, halves of characters, marks that turn the direction of text, line separators,
# and two that no XML may hold.
_UNWRITABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Text from a file as it can be shown anywhere: on one line, and not too long."""
    return _UNWRITABLE.sub(" ", text).strip()[:MOST_CHARACTERS].strip()


def file_name(path: str) -> str:
    """The name of a file without its folder, as it can be shown."""
    return plain(re.split(r"[/\\]", path)[-1]) or "file"


def reason(error: BaseException) -> str:
    """What an error says, to stand in a sentence."""
    return (plain(str(error)) or type(error).__name__).rstrip(".")


def some(names: Iterable[str]) -> Text:
    """The first of many names, and how many more there are."""
    every = list(names)
    return Text(*(listed(every, language, most=MOST_NAMES) for language in LANGUAGES))


def note(key: str, *, names: Iterable[str] = (), **values: object) -> Text:
    """A sentence on a boundary file; of many ``names`` only the first."""
    return both(key, section="boundary_file", names=some(names), **values)


def size_of(count: int) -> Text:
    if count >= 2**20:
        return Text(*[f"{count / 2**20:,.1f} MB"] * 2)
    return Text(f"{count:,} bytes", f"{count:,}字节")


def one_by_one(items: Iterable[Text | str]) -> Text:
    """Things that have commas in them as one enumeration."""
    every = [Text(item, item) if isinstance(item, str) else item for item in items]
    return Text("; ".join(item.en for item in every), "；".join(item.zh for item in every))
