"""Step 2 of *Your data*: what matched, and what to do about the rest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.model import Boundaries, GeoError, JoinReport, UnmatchedText, format_period, listed
from geo.tables import COMBINE, Joined, Reading, Work, join_figures, match_reading
from geo.ui.choices import DONE, WORK, ask, change, pick
from geo.ui.widgets import language, plain, words

_MOST_PICKERS = 30
_PICKER_COLUMNS = 3


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
                _say_report(reading, matched.adcodes, matched.report)
                _ask_fixes(reading, matched.report, fixes)
            ask(error)
            return None
        st.session_state[DONE] = joined
    _say_report(reading, joined.matched.adcodes, joined.report)
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


def _say_report(reading: Reading, adcodes: Sequence[str], report: JoinReport) -> None:
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
    parts = [str(g.row) for g in report.groups if g.kind == "part"]
    if parts:
        told = listed(parts, lang, most=6)
        lines.append(words("own_parts", count=len(parts), rows=told))
    groups = [f"{g.text} ({g.row})" for g in report.groups if g.kind != "part"]
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
    if report.duplicates:
        _ask_duplicates(reading, report)
    if report.inexact:
        cells = [f"{n.text} ({n.row})" for n in report.inexact]
        st.caption(plain(words("own_inexact", cells=listed(cells, lang, most=12))))
    if report.not_numbers:
        cells = [f"{n.text} ({n.row})" for n in report.not_numbers]
        st.warning(plain(words("own_not_numbers", cells=listed(cells, lang, most=12))))


def _ask_duplicates(reading: Reading, report: JoinReport) -> None:
    lang = language()
    told = [
        f"{reading.boundaries.names[adcode][lang]} ({', '.join(map(str, rows[:6]))})"
        for adcode, rows in report.duplicates.items()
    ]
    say = st.caption if reading.choices.duplicates else st.warning
    say(plain(words("own_duplicates", places=listed(told, lang, most=12))))
    options = [""] + [
        c for c in COMBINE if reading.choices.kind != "category" or c in ("first", "last")
    ]
    names = {"": words("own_duplicates_choose")} | {c: words(f"combine_{c}") for c in COMBINE}
    pick(words("own_duplicates_which"), options, "duplicates", reading.choices.duplicates, names)


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
    columns = st.columns(_PICKER_COLUMNS)
    for position, text in enumerate(texts[:_MOST_PICKERS]):
        with columns[position % _PICKER_COLUMNS]:
            _ask_fix(text, unmatched.get(text), reading.choices.fixes.get(text), names)
    if len(texts) > _MOST_PICKERS:
        st.caption(words("own_more_unmatched", count=len(texts) - _MOST_PICKERS))


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
    said = {_OPEN: words("own_fix_open"), _LEFT_OUT: words("own_fix_left_out"), **names}
    key = f"own fix {text} {lang}"
    st.session_state[key] = _OPEN if fixed is None else fixed or _LEFT_OUT
    st.selectbox(
        _fix_label(text, told.rows if told else ()),
        [_OPEN, *dict.fromkeys([*near, *names]), _LEFT_OUT],
        key=key,
        format_func=said.__getitem__,
        on_change=_take_fix,
        args=(text, key),
        filter_mode="contains",
    )
    near_words = words("own_near", names=listed([names[a] for a in near], lang)) if near else ""
    hint = " ".join(filter(None, (told.why[lang] if told else "", near_words)))
    if hint:
        st.caption(plain(hint))


def _fix_label(text: str, rows: Sequence[int]) -> str:
    key = "own_fix_rows" if len(rows) > 1 else "own_fix" if rows else "own_fixed"
    return words(key, text=plain(text[:60]), row=min(rows, default=0), count=f"{len(rows):,}")


_OPEN, _LEFT_OUT = "?", "-"


def _take_fix(text: str, key: str) -> None:
    work: Work = st.session_state[WORK]
    fixes = {known: place for known, place in work.choices.fixes.items() if known != text}
    said = st.session_state[key]
    if said != _OPEN:
        fixes[text] = "" if said == _LEFT_OUT else said
    change({"fixes": fixes})
