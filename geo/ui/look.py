"""How a map is looked at: what is shown of it and in which classes and colours. Each page has a look
of its own in the session; the browser changes it at once and tells, the address can set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from typing import Any

import msgspec
import streamlit as st

from geo.indicators import CHANGES, load_catalogue
from geo.maps import DEFAULT_K, DEFAULT_SCHEME, MANUAL, MAX_K, MIN_K, NAMES, list_palettes
from geo.model import LEVELS, Arrangement, Level
from geo.places import load_boundaries, read_hierarchy
from geo.ui import address


@dataclass(frozen=True)
class Look:
    """What was chosen of a map. None is the default; ``place`` is the adcode of the selected one.

    ``change`` is one of :data:`geo.indicators.CHANGES`, from the period ``since`` to ``period``.
    ``classes`` says whether classes are made from all periods, ``frames`` whether the browser wants
    the other periods, ``seq`` is the number of the browser's last change.

    ``arrangement`` is where the places stand, as on a map where it is None; ``sized_by`` the count
    that circles are sized by, ``against`` the second indicator.

    ``base`` is the level of the map of the country; ``within`` the adcode of the place that is gone
    into, ``level`` that of the places shown in it, and ``country`` says whether their classes are
    made from all of the country.
    """

    indicator: str | None = None
    period: str | None = None
    change: str | None = None
    since: str | None = None
    per: str | None = None
    scheme: str = DEFAULT_SCHEME
    k: int = DEFAULT_K
    edges: str = ""
    palette: str | None = None
    classes: bool = False
    place: str | None = None
    points: bool = True
    base: Level | None = None
    within: str | None = None
    level: Level | None = None
    country: bool = False
    arrangement: Arrangement | None = None
    sized_by: str | None = None
    against: str | None = None
    frames: bool = field(default=False, compare=False)
    seq: int = field(default=0, compare=False)

    @property
    def numbers(self) -> tuple[float, ...] | None:
        """The edges by hand, None where they are not numbers between commas."""
        try:
            parts = self.edges.replace("，", ",").split(",")
            return tuple(float(part) for part in parts if part.strip()) or None
        except ValueError:
            return None


def look_of(page: str) -> Look:
    """A page's look."""
    found: Look = st.session_state.setdefault(f"look {page}", Look())
    return found


def keep(page: str, look: Look) -> None:
    """Keep a page's look."""
    st.session_state[f"look {page}"] = look


def take_address(page: str, readers: dict[str, address.Reader]) -> Look | None:
    """Take over what the address says: all of it, for what is missing is the default. None where it
    says nothing new."""
    common = {
        "period": address.anything(),
        "change": address.one_of(list(CHANGES)),
        "since": address.anything(),
        "scheme": address.one_of(list(NAMES)),
        "k": address.number(MIN_K, MAX_K),
        "edges": address.anything(),
        "palette": address.one_of(list(list_palettes())),
        "classes": address.switch("all"),
        "place": _place(),
        "base": address.one_of(list(LEVELS)),
        "within": _divided(),
        "level": address.one_of(list(LEVELS)),
        "country": address.switch("all"),
    }
    said = address.read(common | readers)
    if said is None:
        return None
    known = {f.name for f in fields(Look)}
    given = {k: v for k, v in said.items() if v is not None and k in known}
    look = replace(Look(), seq=look_of(page).seq, **given)
    keep(page, look)
    return look


@cache
def _place() -> address.Reader:
    """A place of any map: one that is not on a map may be on the next."""
    sets = dict.fromkeys(indicator.boundaries for indicator in load_catalogue())
    groups = {adcode: "" for name in sets for adcode in load_boundaries(name).names}
    names = read_hierarchy().names
    return _one_of(dict.fromkeys([*groups, *(a for level in LEVELS for a in names[level])], ""))


@cache
def _divided() -> address.Reader:
    """A place that others divide."""
    hierarchy = read_hierarchy()
    upper = [adcode for level in LEVELS[:-1] for adcode in hierarchy.names[level]]
    return _one_of({adcode: "" for adcode in upper if hierarchy.below(adcode) is not None})


def _one_of(adcodes: Mapping[str, str]) -> address.Reader:
    """A reader of codes, of which the provinces' are told as examples."""
    known = ", ".join(read_hierarchy().names["province"])
    return address.Reader(lambda text: text if text in adcodes else None, known)


def take_browser(page: str, said: object) -> None:
    """Take over what the browser tells, where it makes sense."""
    try:
        taken = msgspec.convert(said, Look)
    except msgspec.ValidationError:
        return
    known = taken.scheme in NAMES and taken.palette in (None, *list_palettes())
    known = known and taken.change in (None, *CHANGES)
    known = known and (taken.within is None or _divided().parse(taken.within) is not None)
    if known and MIN_K <= taken.k <= MAX_K:
        address.pass_over()
        keep(page, taken)


def to_address(look: Look) -> dict[str, Any]:
    """What differs from the suggested settings."""
    return {
        "period": look.period,
        "change": look.change,
        "since": look.since if look.change else None,
        "per": look.per,
        "scheme": look.scheme if look.scheme != DEFAULT_SCHEME else None,
        "k": look.k if look.k != DEFAULT_K else None,
        "edges": look.edges or None if look.scheme == MANUAL else None,
        "classes": "all" if look.classes else None,
        "palette": look.palette,
        "place": look.place,
        "base": look.base,
        "within": look.within,
        "level": look.level if look.within else None,
        "country": "all" if look.country and look.within else None,
        "arrangement": look.arrangement,
        "sized_by": look.sized_by,
        "against": look.against,
    }


def to_browser(look: Look) -> dict[str, Any]:
    """All of it, as the browser changes it."""
    return asdict(look)
