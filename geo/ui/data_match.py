"""Step 2 of *Your data*: what matched, and what to do about the rest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.model import (
    LEVELS,
    OTHER_PLACES,
    Boundaries,
    GeoError,
    JoinReport,
    UnmatchedText,
    format_period,
    listed,
    word,
)
from geo.places import level_of_set, read_hierarchy
from geo.tables import (
    COMBINE,
    Joined,
    Reading,
    Repeat,
    Work,
    former_fixes,
    join_figures,
    map_boundaries,
    match_reading,
    repeats_of,
    sure_fixes,
)
from geo.ui.choices import DONE, WORK, ask, change, pick
from geo.ui.data_level import take_level
from geo.ui.widgets import language, plain, words

_MOST_PICKERS = 12
#: Of more places only those near are offered for a spelling: thousands would be sent for each.
_MOST_OFFERED = 500
_PICKER_COLUMNS = 3
_MOST_REPEATS = 12


def show(reading: Reading, *, corner: DeltaGenerator, fixes: DeltaGenerator) -> Joined | None:
    """Show what matched, and what to do about the rest; None where nothing can be drawn.

    The report, as a file, goes into the corner, and lists of places for what did not match go
    under ``fixes``.
    """
    joined: Joined | None = st.session_state.get(DONE)
    if joined is None or joined.reading is not reading:
        joined, matched = None, None
        try:
            matched = match_reading(reading)
            joined = join_figures(reading, matched)
        except GeoError as error:
            if matched is not None:
                _say_report(Joined(reading, matched, matched.report, None))
                _ask_fixes(reading, matched.report, fixes)
            ask(error)
            return None
        st.session_state[DONE] = joined
    _say_report(joined)
    _ask_fixes(reading, joined.report, fixes)
    _offer_report(joined.report, corner)
    return joined


def _offer_report(report: JoinReport, corner: DeltaGenerator) -> None:
    corner.download_button(
        words("own_report"),
        data=lambda: json.dumps(report.to_dict(), ensure_ascii=False, indent=1),
        file_name="report.json",
        mime="application/json",
        on_click="ignore",
        key="own report",
    )


def _say_report(joined: Joined) -> None:
    reading, adcodes, report = joined.reading, joined.matched.adcodes, joined.report
    lang, names = language(), reading.boundaries.names
    ways = [words(f"matched_{how}", count=count) for how, count in report.matched.items() if count]
    lines = [
        words("own_matched", matched=f"{report.matched_rows:,}", rows=f"{report.rows:,}")
        + (f" ({', '.join(ways)})" if lang == "en" else f"（{'、'.join(ways)}）") * bool(ways)
    ]
    present = set(adcodes)
    without = [name[lang] for adcode, name in names.items() if adcode not in present]
    if without:
        told = listed(without, lang, most=12)
        lines.append(words("own_without", count=len(without), total=len(names), names=told))
    parts = report.rows_of("part")
    if parts:
        told = listed(map(str, parts), lang, most=6)
        lines.append(words("own_parts", count=len(parts), rows=told))
    lines += _elsewhere(reading, report)
    groups = [f"{g.text} ({g.row})" for g in report.groups if g.kind not in OTHER_PLACES]
    if groups:
        lines.append(words("own_groups", names=listed(groups, lang, most=12)))
    for text, totals in list(report.totals_by_name.items())[:6]:
        total = totals[0]
        key = "own_total_agrees" if total.agrees else "own_total_differs"
        stated, found = (f"{number:,.12g}" for number in (total.total, total.sum))
        where = words("own_comma").join(
            filter(None, (str(total.row), format_period(total.period, lang)))
        )
        alike = sum(other.agrees == total.agrees for other in totals[1:])
        more = words("own_totals_alike", count=alike) if alike else ""
        lines.append(words(key, text=text, row=where, total=stated, sum=found) + more)
    st.markdown("  \n".join(plain(line) for line in lines))
    _offer_others(report)
    if report.duplicates:
        _ask_duplicates(joined)
    if report.inexact:
        cells = [f"{n.text} ({n.row})" for n in report.inexact]
        st.caption(plain(words("own_inexact", cells=listed(cells, lang, most=12))))
    if report.not_numbers:
        cells = [f"{n.text} ({n.row})" for n in report.not_numbers]
        st.warning(plain(words("own_not_numbers", cells=listed(cells, lang, most=12))))


def _elsewhere(reading: Reading, report: JoinReport) -> list[str]:
    """The rows of places of other levels, or outside the part looked at, and what is incomplete."""
    lang, lines = language(), []
    for level in LEVELS:
        if rows := report.rows_of(level):
            told = listed(map(str, rows), lang, most=6)
            of_level = word(f"level_{level}", lang, section="own")
            lines.append(words("own_levels_aside", level=of_level, count=len(rows), rows=told))
    if rows := report.rows_of("elsewhere"):
        told = listed(map(str, rows), lang, most=6)
        part = read_hierarchy().name_of(reading.boundaries.within)[lang]
        lines.append(words("own_elsewhere", part=part, count=len(rows), rows=told))
    if report.incomplete:
        names = map_boundaries(reading).names
        places = [
            words("own_incomplete_place", name=names[code][lang], have=have, of=whole)
            for code, (have, whole) in report.incomplete.items()
        ]
        lines.append(words("own_incomplete", places=listed(places, lang, most=12)))
    return lines


def _offer_others(report: JoinReport) -> None:
    """One click to the map of the rows that were set aside."""
    offered = [level for level in LEVELS if report.rows_of(level)]
    elsewhere = bool(report.rows_of("elsewhere"))
    if not offered and not elsewhere:
        return
    with st.container(horizontal=True, gap="small"):
        for level in offered:
            of_level = word(f"level_{level}", language(), section="own")
            st.button(
                words("own_levels_take", level=of_level), key=f"own take {level}",
                on_click=take_level, args=(level,),
            )  # fmt: skip
        if elsewhere:
            st.button(
                words("own_elsewhere_take"), key="own take elsewhere", on_click=change,
                args=({"within": ""},),
            )  # fmt: skip


def _ask_duplicates(joined: Joined) -> None:
    """The rule for places that stand in several rows, and the rows that it is about."""
    choices = joined.reading.choices
    repeats = repeats_of(joined)
    count, rule = len(joined.report.duplicates), choices.duplicates
    if rule:
        st.caption(plain(words("own_duplicates_said", count=count, rule=words(f"combine_{rule}"))))
    else:
        st.warning(plain(words("own_duplicates", count=count)))
    lines = [_told(joined, repeat) for repeat in repeats[:_MOST_REPEATS]]
    if len(repeats) > _MOST_REPEATS:
        lines.append(words("own_repeat_more", count=len(repeats) - _MOST_REPEATS))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    options = ["", *(c for c in COMBINE if choices.kind != "category" or c in ("first", "last"))]
    names = {"": words("own_duplicates_choose")} | {c: words(f"combine_{c}") for c in COMBINE}
    pick(words("own_duplicates_which"), options, "duplicates", rule, names)


def _told(joined: Joined, repeat: Repeat) -> str:
    """A place that stands in several rows: what stands in them, and what counts."""
    lang = language()
    place = joined.reading.boundaries.names[repeat.adcode][lang]
    if repeat.period:
        place += f" {format_period(repeat.period, lang)}"
    cells = [words("own_repeat_cell", text=text[:40], row=row) for row, text in repeat.cells]
    told = listed(cells, lang, most=6)
    if repeat.figure is None:
        return words("own_repeat", place=place, cells=told)
    figure = repeat.figure if isinstance(repeat.figure, str) else f"{repeat.figure:,.12g}"
    return words("own_repeat_counts", place=place, cells=told, figure=figure)


def _ask_fixes(reading: Reading, report: JoinReport, where: DeltaGenerator) -> None:
    """A list of places for every spelling that named none; the nearest come first."""
    if not report.unmatched and not reading.choices.fixes:
        return
    with where:
        _list_fixes(reading, report)


def _list_fixes(reading: Reading, report: JoinReport) -> None:
    lang = language()
    names = _names(reading.boundaries)
    unmatched = _one_a_spelling(report)
    texts = list(dict.fromkeys([*reading.choices.fixes, *unmatched]))
    if report.unmatched:
        st.warning(words("own_unmatched", count=len({u.text for u in report.unmatched})))
    blank = [str(u.row) for u in report.unmatched if not u.text]
    if blank:
        st.caption(words("own_blank", rows=listed(blank, lang, most=12)))
    _offer_all(sure_fixes(reading, report), names)
    _offer_former(reading, report, names)
    columns = st.columns(_PICKER_COLUMNS)
    for position, text in enumerate(texts[:_MOST_PICKERS]):
        with columns[position % _PICKER_COLUMNS]:
            _ask_fix(text, unmatched.get(text), reading.choices.fixes.get(text), names)
    if len(texts) > _MOST_PICKERS:
        st.caption(words("own_more_unmatched", count=len(texts) - _MOST_PICKERS))


def _offer_all(sure: Mapping[str, str], names: Mapping[str, str]) -> None:
    """One click for all spellings that can mean but one place."""
    if not sure:
        return
    fixes = [words("own_fix_take", text=text[:40], name=names[a]) for text, a in sure.items()]
    st.button(
        words("own_fix_all", count=len(sure)), key="own fix all", on_click=_take_fixes,
        args=(sure,), help=plain(words("own_fix_all_help", fixes=listed(fixes, language(), most=12))),
    )  # fmt: skip


def _offer_former(reading: Reading, report: JoinReport, names: Mapping[str, str]) -> None:
    """One click to add former places to those whose parts they are now: of counts alone."""
    former = former_fixes(reading, report)
    if not former:
        return
    lang = language()
    told = [words("own_former_place", name=t[:20], now=names[a]) for t, a in former.items()]
    places = listed(told, lang, most=6)
    if reading.choices.kind != "count":
        st.caption(plain(words("own_former_ratio", places=places)))
        return
    work: Work = st.session_state[WORK]
    said = {"fixes": {**work.choices.fixes, **former}, "duplicates": "sum"}
    st.button(
        plain(words("own_former", count=len(former), places=places)), key="own former",
        on_click=change, args=(said,),
    )  # fmt: skip


def _names(boundaries: Boundaries) -> dict[str, str]:
    """The names of places to choose from, with what they lie in where several have one name."""
    names = {adcode: name[language()] for adcode, name in boundaries.names.items()}
    bearers = Counter(names.values())
    return {
        adcode: name
        if bearers[name] == 1
        else words("own_namesake", name=name, where=_where(boundaries, adcode))
        for adcode, name in names.items()
    }


def _where(boundaries: Boundaries, adcode: str) -> str:
    level = level_of_set(boundaries.id)
    if level is not None:
        hierarchy = read_hierarchy()
        above = hierarchy.trail(level, adcode)[:-1]
        return hierarchy.name_of(above[-1])[language()] if above else adcode
    return next(filter(None, boundaries.parents.get(adcode, ())), adcode)


def _one_a_spelling(report: JoinReport) -> dict[str, UnmatchedText]:
    """What did not match by its spelling, since that is what a fix is for; of several reasons the
    first is told."""
    found: dict[str, UnmatchedText] = {}
    for one in report.unmatched_texts:
        known = found.get(one.text)
        found[one.text] = replace(known, rows=(*known.rows, *one.rows)) if known else one
    found.pop("", None)
    return found


def _ask_fix(
    text: str, told: UnmatchedText | None, fixed: str | None, names: Mapping[str, str]
) -> None:
    """A list of places for one spelling; the nearest come first."""
    lang = language()
    near = [place.adcode for place in told.suggestions] if told else []
    every = names if len(names) <= _MOST_OFFERED else [a for a in (fixed,) if a]
    said = {_OPEN: words("own_fix_open"), _LEFT_OUT: words("own_fix_left_out"), **names}
    key = f"own fix {text} {lang}"
    st.session_state[key] = _OPEN if fixed is None else fixed or _LEFT_OUT
    st.selectbox(
        _fix_label(text, told.rows if told else ()),
        [_OPEN, *dict.fromkeys([*near, *every]), _LEFT_OUT],
        key=key,
        format_func=said.__getitem__,
        on_change=_take_fix,
        args=(text, key),
        filter_mode="contains",
    )
    if told and told.why[lang]:
        st.caption(plain(told.why[lang]))
    if fixed is None and near:
        with st.container(horizontal=True, gap="small"):
            for adcode in near:
                st.button(
                    plain(words("own_fix_take", text=text[:20], name=names[adcode])),
                    key=f"own near {text} {adcode}", on_click=_take_fixes, args=({text: adcode},),
                )  # fmt: skip


def _fix_label(text: str, rows: Sequence[int]) -> str:
    key = "own_fix_rows" if len(rows) > 1 else "own_fix" if rows else "own_fixed"
    return words(key, text=plain(text[:60]), row=min(rows, default=0), count=f"{len(rows):,}")


_OPEN, _LEFT_OUT = "?", "-"


def _take_fixes(said: Mapping[str, str]) -> None:
    work: Work = st.session_state[WORK]
    change({"fixes": {**work.choices.fixes, **said}})


def _take_fix(text: str, key: str) -> None:
    work: Work = st.session_state[WORK]
    fixes = {known: place for known, place in work.choices.fixes.items() if known != text}
    said = st.session_state[key]
    if said != _OPEN:
        fixes[text] = "" if said == _LEFT_OUT else said
    change({"fixes": fixes})
