"""What a picture says of the labels that it has no room for."""

from __future__ import annotations

from collections.abc import Iterable

from geo.draw.scene import Group
from geo.model import Language, Plate, listed, word

_MOST_NAMED = 12


def say_left_out(groups: Iterable[Group], plate: Plate) -> str:
    """A note that names the places without a label, or says how many have one; empty where all
    have."""
    codes = list(dict.fromkeys(code for group in groups for code in group.left_out))
    if not codes:
        return ""
    choropleth, language = plate.maps[0], plate.language
    if len(codes) <= _MOST_NAMED:
        names = listed([choropleth.name(code) for code in codes], language, most=_MOST_NAMED)
        return word("labels_left_out", language, section="picture", names=names)
    total = len(choropleth.places)
    count = {"count": total - len(codes), "total": total}
    return word("labels_some", language, section="picture", **count)


def say_none(language: Language) -> str:
    """A note where there is no room for any label."""
    return word("labels_none", language, section="picture")
