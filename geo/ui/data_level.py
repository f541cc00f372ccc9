"""Which places a table of *Your data* is about: its level and the part of the country, said and
changed in one click; and the level that its figures are added up to."""

from __future__ import annotations

import streamlit as st

from geo.model import LEVELS, Level
from geo.places import SETS, read_hierarchy
from geo.tables import Reading, told_places
from geo.ui.choices import change
from geo.ui.widgets import language, plain, words

#: What rests on the places, and is found anew where these change.
_RESTS = ("key", "period_column", "sum_to", "in_order", "duplicates")
_ALL = "all"
#: Pixels of a list, so that all stand in one line.
_WIDTH = 155


def show(reading: Reading) -> None:
    """Say what the table is about, with the other readings beside it."""
    found = reading.found
    if found is None:
        return
    named = {level: count for level, count in found.named.items() if level != found.level}
    told = words("own_level_told", places=told_places(reading)[language()])
    if others := [words(f"own_level_also_{level}", count=n) for level, n in named.items() if n > 1]:
        told += words("own_level_also", names=words("own_comma").join(others))
    st.markdown(plain(told))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _ask_level(found.level)
        if found.level != "province":
            _ask_part(found.level, found.within)
            _ask_sum(reading, found.level)


def _ask_level(level: Level) -> None:
    names = {each: words(f"own_level_{each}") for each in LEVELS}
    key = f"own level {language()}"
    st.session_state[key] = level
    st.segmented_control(
        words("own_level"), list(LEVELS), key=key, required=True, width="content",
        format_func=names.__getitem__, on_change=lambda: take_level(st.session_state[key]),
    )  # fmt: skip


def take_level(level: Level) -> None:
    """Take the table as one of another level, of whichever part of the country."""
    change({"boundaries": SETS[level], "within": None}, forget=_RESTS)


def _ask_part(level: Level, within: str) -> None:
    hierarchy, lang = read_hierarchy(), language()
    names = {_ALL: words("own_part_all")}
    names |= {
        code: name[lang]
        for code, name in hierarchy.names["province"].items()
        if len(hierarchy.members(level, code)) > 1
    }
    if within and within not in names:
        names[within] = hierarchy.name_of(within)[lang]
    key = f"own part {lang}"
    st.session_state[key] = within or _ALL
    st.selectbox(
        words("own_part"), list(names), key=key, format_func=names.__getitem__,
        on_change=_take_part, args=(key, level), filter_mode="contains", width=_WIDTH,
    )  # fmt: skip


def _take_part(key: str, level: Level) -> None:
    said = st.session_state[key]
    within = "" if said == _ALL else said
    change({"boundaries": SETS[level], "within": within}, forget=("in_order",))


def _ask_sum(reading: Reading, level: Level) -> None:
    """Adding up to a level above: of counts, and of ratios with a known weight."""
    if reading.choices.kind not in ("count", "ratio"):
        return
    ways: dict[str, str] = {"": words("own_sum_none")}
    ways |= {above: words(f"own_sum_{above}") for above in LEVELS[: LEVELS.index(level)]}
    key = f"own sum {language()}"
    st.session_state[key] = reading.choices.sum_to
    st.selectbox(
        words("own_sum"), list(ways), key=key, format_func=ways.__getitem__, width=_WIDTH,
        on_change=_take_sum, args=(key,), help=words("own_sum_help"),
    )  # fmt: skip


def _take_sum(key: str) -> None:
    change({"sum_to": st.session_state[key]})
