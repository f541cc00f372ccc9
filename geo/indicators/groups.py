"""The groups of the catalogue, in the order they are shown: ``data/groups.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from geo.model import DATA, Text, text_of

GROUPS = DATA / "groups.toml"


@dataclass(frozen=True)
class Group:
    """A group of indicators: what it is called, and one line on what it shows."""

    id: str
    title: Text
    line: Text


@cache
def read_groups() -> dict[str, Group]:
    """The groups by id, in their order.

    Raises
    ------
    LabelError
        If one is not in both languages.
    """
    entries = tomllib.loads(GROUPS.read_text(encoding="utf-8"))
    return {
        key: Group(
            id=key,
            title=text_of(entry["title"], f"{GROUPS.name} [{key}]"),
            line=text_of(entry["line"], f"{GROUPS.name} [{key}]"),
        )
        for key, entry in entries.items()
    }
