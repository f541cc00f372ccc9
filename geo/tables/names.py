"""The names of places as a table asks for them: the same spelling again and again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from geo.model import GroupKind, Match, Place, Text

#: So many spellings are remembered; a list of a million rows may have a million of its own.
MOST_REMEMBERED = 2**17


class Names(Protocol):
    """What a table asks of a gazetteer; see :class:`geo.places.Gazetteer`."""

    def resolve(self, text: str, *, within: Sequence[str] = ()) -> Match | None: ...
    def namesakes(self, text: str) -> tuple[str, ...]: ...
    def lies_in(self, adcode: str, text: str) -> bool | None: ...
    def suggest(self, text: str) -> tuple[Place, ...]: ...
    def surely(self, text: str) -> Place | None: ...
    def explain(self, text: str, *, within: Sequence[str] = ()) -> Text: ...
    def group(self, text: str) -> GroupKind | None: ...


class RememberedNames:
    """A gazetteer that looks each spelling up once."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._resolve = lru_cache(MOST_REMEMBERED)(
            lambda text, within: names.resolve(text, within=within)
        )
        self._group = lru_cache(MOST_REMEMBERED)(names.group)

    def resolve(self, text: str, *, within: Sequence[str] = ()) -> Match | None:
        return self._resolve(text, tuple(within))

    def group(self, text: str) -> GroupKind | None:
        return self._group(text)

    def namesakes(self, text: str) -> tuple[str, ...]:
        return self._names.namesakes(text)

    def lies_in(self, adcode: str, text: str) -> bool | None:
        return self._names.lies_in(adcode, text)

    def suggest(self, text: str) -> tuple[Place, ...]:
        return self._names.suggest(text)

    def surely(self, text: str) -> Place | None:
        return self._names.surely(text)

    def explain(self, text: str, *, within: Sequence[str] = ()) -> Text:
        return self._names.explain(text, within=within)
