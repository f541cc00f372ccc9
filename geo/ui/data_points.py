"""A register of points on *Your data*: what was read of it, and what became of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.model import GeoError, MissingCrsError, SwappedError, listed
from geo.places import DATUMS, DatumSuggestion
from geo.registers import (
    SYNTHETIC_DATUM,
    Asked,
    Counted,
    Register,
    at_another_level,
    count_register,
    counts_csv,
    left_out,
    make_work,
    positions_of,
    report_json,
    reword,
    suggest,
)
from geo.tables import BoundaryUpload, Joined, Work, join_work, open_bytes
from geo.ui import history
from geo.ui.choices import DONE, PROBLEM, WORK, keep_problem
from geo.ui.own_boundaries import BoundaryChoice, ask_boundaries
from geo.ui.widgets import language, plain, show_error, words

#: Endings of registers that no table has.
ENDINGS = ("gpkg", "zip", "geoparquet", "pq")

_REGISTER, _ASKED = "own register", "own register asked"
# What the session found out: (what was asked, the answer); the count; the language of the table.
_FOUND, _COUNTED, _LANGUAGE = "own register found", "own register counted", "own register language"
_EVERY = ("year", "quarter", "month")


def taken() -> Register | None:
    """The register that was taken, if any."""
    register: Register | None = st.session_state.get(_REGISTER)
    return register


def take(register: Register) -> None:
    """Put a register in the place of what was there."""
    forget()
    st.session_state.pop(WORK, None)
    st.session_state[_REGISTER] = register
    datum = SYNTHETIC_DATUM if register.synthetic else None
    st.session_state[_ASKED] = Asked(datum=datum, columns=register.columns)


def forget() -> None:
    """Let the register go, and its file with it."""
    if taken() is not None:
        history.forget()
    for key in (_REGISTER, _ASKED, _FOUND, _COUNTED, _LANGUAGE, DONE):
        st.session_state.pop(key, None)


def show(
    register: Register, *, left: DeltaGenerator, right: DeltaGenerator, changes: DeltaGenerator
) -> Counted | None:
    """Show the first two steps; None where nothing can be drawn."""
    asked: Asked = st.session_state[_ASKED]
    found = _look(register, asked)
    with left:
        st.header(words("own_step_1", name=plain(register.name)), anchor=False)
        read = st.container()
        _ask_datum(register, asked, found)
        if isinstance(found, GeoError):
            _say_problem(register, asked, found)
    with changes:
        _ask_everything(register, asked, found)
    counted = None
    with right:
        st.header(words("points_step_2"), anchor=False)
        if isinstance(found, GeoError) or asked.datum is None:
            st.info(words("points_wait"))
        else:
            counted = _count(register, asked)
        if counted is not None:
            _say_report(counted)
    with read:
        _say_reading(register, asked, counted)
    if counted is None or not counted.count.complete or not counted.count.counted:
        return None
    return counted


def join(counted: Counted) -> Joined | None:
    """The counts as a table that is joined with places; None, and why, where it cannot be."""
    work = _work(counted)
    done: Joined | None = st.session_state.get(DONE)
    if done is not None and done.reading.work is work:
        return done
    try:
        joined = join_work(work)
    except GeoError as error:
        show_error(error)
        return None
    st.session_state[DONE] = joined
    return joined


def _work(counted: Counted) -> Work:
    """The session's work: made from a new count, in another language made anew."""
    work: Work | None = st.session_state.get(WORK)
    of, before = st.session_state.get(_LANGUAGE, (None, language()))
    if work is not None and of is counted and before == language():
        return work
    if work is not None and of is counted:
        work = reword(work, counted, before=before, language=language())
    else:
        made = make_work(counted, language())
        if work is not None:  # what the user wrote stays
            kept = replace(
                made.choices, source=work.choices.source, source_date=work.choices.source_date
            )
            made = replace(made, choices=kept)
        work = made
    history.forget()  # a step back would be to counts of before
    st.session_state[WORK], st.session_state[_LANGUAGE] = work, (counted, language())
    return work


# What was read


def _look(register: Register, asked: Asked) -> DatumSuggestion | GeoError:
    """The suggested datum, or what keeps the register from being counted; found out once."""
    asked = replace(asked, datum=None)
    of, found = st.session_state.get(_FOUND, (None, None))
    if of == asked and isinstance(found, DatumSuggestion | GeoError):
        return found
    answer: DatumSuggestion | GeoError
    try:
        answer = suggest(register, asked)
    except GeoError as error:
        answer = error
    st.session_state[_FOUND] = (asked, answer)
    return answer


def _say_reading(register: Register, asked: Asked, counted: Counted | None) -> None:
    file = register.file
    rows = file.rows if counted is None else counted.count.rows
    if rows is None:
        parts = [words("points_read", size=f"{file.size / 2**20:,.1f}")]
    else:
        parts = [words("points_read_rows", rows=f"{rows:,}")]
    if file.kind == "text":
        parts.append(words("points_read_heading", row=file.heading))
        parts.append(words("own_read_encoding", encoding=file.encoding.upper()))
    lon, lat = positions_of(register, asked)
    lines = [words("own_comma").join(parts)]
    if lon or lat:
        lines.append(words("points_read_columns", lon=lon or "–", lat=lat or "–"))
    elif file.geometry:
        lines.append(words("points_read_geometry"))
    if register.synthetic:
        lines.append(words("points_made", datum=words(f"datum_{SYNTHETIC_DATUM}")))
    st.markdown("  \n".join(plain(line) for line in lines))
    if register.has_places:
        st.button(words("points_as_table"), key="own register table", on_click=_read_as_table,
                  args=(register,))  # fmt: skip


def _read_as_table(register: Register) -> None:
    try:
        work = Work(open_bytes(register.file.path.read_bytes(), register.name))
    except GeoError as error:
        keep_problem(error)
        return
    forget()
    st.session_state[WORK] = work
    st.session_state.pop(PROBLEM, None)


def _ask_datum(register: Register, asked: Asked, found: DatumSuggestion | GeoError) -> None:
    """Ask for the datum; what is suggested stands beside it, and is never chosen."""
    key = f"own register datum {language()}"
    st.session_state[key] = asked.datum
    names = {datum: words(f"datum_who_{datum}") for datum in DATUMS}
    st.segmented_control(
        words("points_datum"), DATUMS, key=key, format_func=names.__getitem__,
        on_change=lambda: _ask({"datum": st.session_state[key]}), help=words("points_datum_how"),
    )  # fmt: skip
    if register.synthetic and asked.datum == SYNTHETIC_DATUM:
        return
    if asked.datum is None:
        st.caption(words("points_datum_how"))
    if isinstance(found, DatumSuggestion) and (
        asked.datum is None or found.datum not in (None, asked.datum)
    ):
        told = found.reason[language()]
        if found.datum is not None:
            may_be = words("points_suggested", datum=words(f"datum_{found.datum}"))
            told = f"**{may_be}** {plain(told)}"
        st.caption(told)


def _say_problem(register: Register, asked: Asked, problem: GeoError) -> None:
    lon, lat = positions_of(register, asked)
    if not isinstance(problem, SwappedError) or not (lon and lat):
        show_error(problem)
        return
    st.error(plain(words("points_swapped", lon=lon, lat=lat)))
    st.button(
        words("points_exchange"), key="own register exchange", on_click=_ask_columns,
        args=({"lon": lat, "lat": lon},),
    )  # fmt: skip


def _ask(said: Mapping[str, Any]) -> None:
    """Take over what the user says."""
    st.session_state[_ASKED] = replace(st.session_state[_ASKED], **said)
    st.session_state.pop(PROBLEM, None)


def _ask_columns(said: Mapping[str, Any]) -> None:
    asked: Asked = st.session_state[_ASKED]
    _ask({"columns": replace(asked.columns, **said)})


def _ask_everything(register: Register, asked: Asked, found: DatumSuggestion | GeoError) -> None:
    """All that a count depends on besides the datum."""
    columns, none = register.file.columns, {"": words("own_no_column")}
    first, second, third, fourth = st.columns(4)
    lon, lat = positions_of(register, asked)
    points = {"": words("points_geometry" if register.file.geometry else "own_no_column")}
    with first:
        _pick("lon", columns, lon, points, lambda new: {"lon": new or None, "lat": lat or None})
        _pick("lat", columns, lat, points, lambda new: {"lon": lon or None, "lat": new or None})
    with second:
        _pick("category", columns, asked.columns.category, none)
        _pick("weight", columns, asked.columns.weight, none)
    with third:
        _pick("date", columns, asked.columns.date, none)
        if asked.columns.date:
            names = {every: words(f"every_{every}") for every in _EVERY}
            _pick("every", _EVERY, asked.columns.every, names)
    with fourth:
        _ask_boundaries(asked, found)


def _pick(
    field: str,
    options: Sequence[str],
    value: str,
    names: Mapping[str, str],
    say: Callable[[str], Mapping[str, Any]] | None = None,
) -> None:
    """A list to choose a field of the columns from; ``say`` has the fields that a choice sets."""
    key = f"own register {field} {language()}"
    st.session_state[key] = value
    empty = [] if field == "every" else [""]
    st.selectbox(
        words(f"points_{field}"), [*empty, *options], key=key,
        format_func=lambda option: names.get(option, option), filter_mode="contains",
        on_change=lambda: _ask_columns(
            say(st.session_state[key]) if say else {field: st.session_state[key]}
        ),
    )  # fmt: skip


def _ask_boundaries(asked: Asked, found: DatumSuggestion | GeoError) -> None:
    ask_boundaries(
        BoundaryChoice(
            "own register",
            asked.boundaries,
            given=_boundary_file,
            choose=lambda identifier: _ask({"boundaries": identifier}),
            give=lambda file: _ask({"boundary_file": file}),
        ),
        needs_crs=isinstance(found, MissingCrsError),
    )


def _boundary_file() -> BoundaryUpload | None:
    asked: Asked = st.session_state[_ASKED]
    return asked.boundary_file


# What became of the rows


def _count(register: Register, asked: Asked) -> Counted | None:
    """The count, made once for what was asked; None, and why, where it cannot be made."""
    kept: Counted | None = st.session_state.get(_COUNTED)
    if kept is not None and kept.register is register and kept.asked == asked:
        return kept
    if kept is not None and kept.register is register:
        shown = at_another_level(kept, asked)
        if shown is not None:
            st.session_state[_COUNTED] = shown
            return shown
    bar = st.progress(0.0, text=words("points_counting", rows=0))

    def tell(done: int, total: int, rows: int) -> None:
        bar.progress(min(done / max(total, 1), 1.0), words("points_counting", rows=f"{rows:,}"))

    counted = None
    try:
        counted = count_register(register, asked, progress=tell)
    except GeoError as error:
        show_error(error)
    bar.empty()
    if counted is not None:
        st.session_state[_COUNTED] = counted
    return counted


def _say_report(counted: Counted) -> None:
    count, lang = counted.count, language()
    total, boundaries = count.total, count.plan.boundaries
    if counted.problem is not None:
        show_error(counted.problem)
    lines = [
        words(
            "points_counted", rows=f"{count.rows:,}", counted=f"{count.counted:,}",
            not_counted=f"{count.rows - count.counted:,}",
        )
    ]  # fmt: skip
    reasons = [
        words("points_reason", count=f"{number:,}", reason=words(f"fault_{fault}"))
        for fault, number in count.not_counted.items()
        if number
    ]
    if reasons:
        lines.append(words("points_not_counted", reasons=listed(reasons, lang)))
    if boundaries.tolerance is not None:
        metres = f"{boundaries.tolerance:g}"
        lines.append(words("points_close", count=f"{total.close[0]:,}", metres=metres))
    without = [
        name[lang] for adcode, name in boundaries.names.items()
        if adcode not in count.points_by_place
    ]  # fmt: skip
    if without:
        lines.append(
            words(
                "points_without", count=len(without), total=len(boundaries.names),
                names=listed(without, lang, most=12),
            )
        )  # fmt: skip
    if total.undated:
        lines.append(words("points_undated", count=f"{total.undated:,}"))
    weight = count.plan.columns.weight
    weightless = count.counted - sum(tally.weighed for tally in total.tallies.values())
    if weight and weightless:
        lines.append(words("points_weightless", count=f"{weightless:,}", column=weight))
    if more := left_out(count):
        lines.append(words("points_left_out", count=f"{more:,}"))
    lines += [note[lang] for note in count.notes]
    st.markdown("  \n".join(plain(line) for line in lines))
    _offer_files(counted)
    if not count.complete:
        st.warning(words("points_stopped"))
    elif not count.counted:
        st.info(words("points_none"))


def _offer_files(counted: Counted) -> None:
    count = counted.count
    part = "" if count.complete else ".partial"
    files: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("counts", f"counts{part}.csv", "text/csv", lambda: counts_csv(count)),
        ("report", f"report{part}.json", "application/json", lambda: report_json(count)),
        ("rejects", "rejects.csv", "text/csv", lambda: counted.rejects.read_bytes()),
    )
    with st.container(horizontal=True):
        for name, file, mime, make in files:
            st.download_button(
                words(f"points_{name}"), data=make, file_name=file, mime=mime, on_click="ignore",
                key=f"own register {name}",
                disabled=name == "rejects" and count.rows == count.counted,
            )  # fmt: skip
