"""Step 1 of *Your data*: what was read, and every way to change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from geo.model import KINDS, GeoError, MissingCrsError, QuestionError, format_period, listed
from geo.tables import (
    EACH_ROW,
    ENDING,
    HOW,
    BoundaryUpload,
    Condition,
    Joined,
    Reading,
    Work,
    parse_condition,
    parse_rows,
    read_sectors,
    read_work,
    sectors_of,
    understand,
)
from geo.ui import data_level, own_work
from geo.ui.choices import DONE, WORK, ask, change, keep_problem, pick, write
from geo.ui.own_boundaries import BoundaryChoice, ask_boundaries
from geo.ui.widgets import language, plain, show_error, words

_PREVIEW_ROWS = 12


def show(work: Work) -> Reading | None:
    """Show step 1, what was understood; None where it was not, with what would help."""
    done: Joined | None = st.session_state.get(DONE)
    if done is not None and done.reading.work is work:
        reading = done.reading
    else:
        try:
            opened = read_work(work)
            reading = understand(opened)
        except GeoError as error:
            ask(error)
            if isinstance(error, QuestionError):
                _show_first_rows(work)
            with st.expander(words("own_change"), expanded=True):
                _ask_boundaries(work, isinstance(error, MissingCrsError))
                _ask_where_the_table_is(work)
            return None
    _say_reading(reading)
    data_level.show(reading)
    return reading


def _show_first_rows(work: Work) -> None:
    """The first rows of the sheet, which a question is about."""
    sheets = {sheet.name: sheet for sheet in work.workbook.sheets}
    sheet = sheets.get(work.choices.sheet or "", work.workbook.sheets[0])
    st.caption(words("own_first_rows"))
    label = words("own_row")
    records = [
        {label: number, **{str(column): cell for column, cell in enumerate(row, start=1)}}
        for number, row in enumerate(sheet.rows[:_PREVIEW_ROWS], start=1)
    ]
    st.dataframe(records, hide_index=True)


def ask_source(reading: Reading) -> None:
    source, date = st.columns([4, 1])
    with source:
        write(
            words("own_source"), "source", reading.choices.source or "",
            placeholder=words("own_source_hint"),
        )  # fmt: skip
    with date:
        write(words("own_source_date"), "source_date", reading.choices.source_date)


def ask_everything(reading: Reading) -> None:
    """All that was found, to be changed; for a list also which rows count."""
    with st.expander(words("own_change")):
        _ask_columns(reading)
        _ask_boundaries(reading.work, False)
        _preview(reading)
    if reading.choices.aggregate != EACH_ROW:
        with st.expander(words("own_list"), expanded=_is_narrowed(reading)):
            _ask_rows(reading)


def _is_narrowed(reading: Reading) -> bool:
    choices = reading.choices
    return bool(choices.where or choices.sector) or choices.aggregate == "share"


def offer_to_save(work: Work, reading: Reading | None) -> None:
    """Offer the work as a file; ``reading`` is what was understood without a question left open,
    for what is saved is not asked again."""
    name = work.workbook.name.partition(".")[0]
    st.download_button(
        words("own_save"),
        data=lambda: own_work.saved_bytes(work, reading),
        file_name=f"{name}{ENDING}",
        mime="application/json",
        on_click="ignore",
        key="own save",
    )


def _say_reading(reading: Reading) -> None:
    table, choices, lang = reading.table, reading.choices, language()
    workbook = reading.work.workbook
    head = ", ".join(map(str, table.header)) or words("own_none")
    parts = [words("own_read_table", rows=f"{len(table.rows):,}", header=head)]
    if choices.sheet:
        parts.insert(0, words("own_read_sheet", sheet=choices.sheet))
    if workbook.encoding:
        parts.append(words("own_read_encoding", encoding=workbook.encoding.upper()))
    names = words("own_read_key", column=reading.roles.key)
    found = reading.roles.evidence
    names += words(
        "own_evidence", names=found.names, codes=found.codes + found.weak, rows=found.filled
    )
    if choices.aggregate in (EACH_ROW, "sum", "mean"):
        names += words("own_read_value", value=choices.value or "–", unit=choices.unit or "–")
    if choices.aggregate != EACH_ROW:
        names += words(f"own_read_{choices.aggregate}")
    if choices.period_column:
        names += words("own_read_period", period=choices.period_column)
    elif choices.date:
        names += words("own_read_date", date=format_period(choices.date, lang))
    lines = [words("own_comma").join(parts), names]
    for flag in ("turned", "filled"):
        if getattr(table, flag):
            lines.append(words(f"own_read_{flag}"))
    if len(workbook.sheets) > 1:
        counted = [f"{name} ({count})" for name, count in reading.places_by_sheet.items()]
        lines.append(words("own_read_sheets", sheet=choices.sheet, places=listed(counted, lang)))
    others = [
        f"{aside.row} ({words(f'aside_{aside.kind}')})"
        for aside in table.asides
        if aside.kind in ("numbering", "heading", "table")
    ]
    if others:
        lines.append(words("own_asides", rows=listed(others, lang, most=8)))
    if reading.is_list and reading.row_periods:
        lines.append(words("own_pooled", count=len(set(reading.row_periods))))
    lines.extend(note[lang] for note in workbook.notes)
    if reading.work.boundary_file is not None:
        lines.extend(note[lang] for note in reading.boundaries.notes)
    st.markdown("  \n".join(plain(line) for line in lines))


def ask_value(reading: Reading) -> None:
    measures = [measure.name for measure in reading.roles.measures]
    pick(
        words("own_value"), [*measures, *reading.roles.texts], "value", reading.choices.value,
        forget=("unit", "kind", "per", "change", "change_from", "change_to", "title"),
    )  # fmt: skip


def _ask_where_the_table_is(work: Work) -> None:
    """Sheet and heading, by which nothing that was chosen below stays true."""
    sheets = [sheet.name for sheet in work.workbook.sheets]
    below = ("key", "value", "period_column", "aggregate", "unit", "kind", "date", "where")
    if len(sheets) > 1:
        chosen = work.choices.sheet or sheets[0]
        pick(words("own_sheet"), sheets, "sheet", chosen, forget=("header", *below))
    key = f"own header {language()}"
    st.text_input(
        words("own_header"), key=key, on_change=_take_header, args=(key, below),
        placeholder="3-4", help=words("own_header_help"),
    )  # fmt: skip


def _take_header(key: str, forget: Sequence[str]) -> None:
    text = st.session_state[key]
    try:
        rows = parse_rows(text) if text.strip() else None
    except GeoError as error:
        keep_problem(error)
        return
    change({"header": rows}, forget=forget)


def _ask_columns(reading: Reading) -> None:
    choices, columns = reading.choices, list(reading.table.columns)
    ways = {EACH_ROW: words("own_rows_rows")} | {how: words(f"own_rows_{how}") for how in HOW}
    kinds: dict[str, str] = {kind: words(f"kind_{kind}") for kind in KINDS}
    first, second = st.columns(2)
    with first:
        _ask_where_the_table_is(reading.work)
        pick(words("own_key"), columns, "key", choices.key, forget=("value", "period_column"))
        pick(
            words("own_period"), ["", *columns], "period_column", choices.period_column,
            {"": words("own_no_column")},
        )  # fmt: skip
        write(words("own_date"), "date", choices.date or "", placeholder="2020")
    with second:
        pick(words("own_rows"), list(ways), "aggregate", choices.aggregate, ways)
        write(words("own_unit"), "unit", choices.unit or "")
        pick(
            words("own_kind"), list(kinds), "kind", choices.kind, kinds,
            help_text=words("own_kind_help"),
        )  # fmt: skip
        write(words("title"), "title", choices.title)


def _ask_rows(reading: Reading) -> None:
    """For a list: which rows count."""
    choices, table, roles = reading.choices, reading.table, reading.roles
    first, second = st.columns(2)
    with first:
        column, chosen = "", []
        if choices.where:
            try:
                condition = parse_condition(choices.where[0], table.columns)
                column, chosen = condition.column, list(condition.values)
            except GeoError as error:
                show_error(error)
        key = f"own where {language()}"
        st.session_state[key] = column
        every = words("own_all_rows")
        column = st.selectbox(
            words("own_where"), ["", *roles.texts], key=key, on_change=_take_condition,
            args=(key,), format_func=lambda c: c or every,
        )  # fmt: skip
        if column:
            texts = sorted(set(filter(None, table.cells(column))))[:500]
            values_key = f"own where values {column} {language()}"
            st.session_state[values_key] = [value for value in chosen if value in texts]
            st.multiselect(
                words("own_where_values"), texts, key=values_key, on_change=_take_values,
                args=(column, values_key),
            )  # fmt: skip
    with second:
        pick(
            words("own_sector_column"), ["", *roles.texts], "sector_column",
            choices.sector_column, {"": words("own_no_column")}, forget=("sector", "sectors"),
        )  # fmt: skip
        if choices.sector_column:
            sectors = {s.id: s.title[language()] for s in read_sectors().values()}
            pick(
                words("own_sector"), ["", *sectors], "sector", choices.sector,
                {"": words("own_all_sectors"), **sectors},
            )  # fmt: skip
    if choices.sector_column:
        with st.expander(words("own_sectors"), expanded=bool(choices.sector)):
            _ask_sectors(reading)


def _take_condition(key: str) -> None:
    column = st.session_state[key]
    change({"where": (str(_filled(column)),) if column else ()})


def _take_values(column: str, key: str) -> None:
    chosen = tuple(st.session_state[key])
    change({"where": (str(Condition(column, "=", chosen) if chosen else _filled(column)),)})


def _filled(column: str) -> Condition:
    """What holds until values are chosen: the column says something."""
    return Condition(column, "!=", ("",))


def _ask_sectors(reading: Reading) -> None:
    """What each word of the sector column is taken for, to be confirmed or put right."""
    sectors = {"": words("own_no_sector")} | {
        s.id: s.title[language()] for s in read_sectors().values()
    }
    text_label, sector_label = words("own_sector_text"), words("own_sector")
    found = sectors_of(reading)
    records = [{text_label: text, sector_label: sectors[said]} for text, said in found.items()]
    edited = st.data_editor(
        records,
        key=f"own sectors {language()} {reading.choices.sector_column}",
        hide_index=True,
        disabled=[text_label],
        column_config={
            sector_label: st.column_config.SelectboxColumn(
                options=list(sectors.values()), required=True
            )
        },
    )
    ids = {title: identifier for identifier, title in sectors.items()}
    said = {record[text_label]: ids[record[sector_label]] for record in edited}
    changed = {text: sector for text, sector in said.items() if found[text] != sector}
    if changed:
        change({"sectors": {**reading.choices.sectors, **changed}})
        st.rerun()


def _ask_boundaries(work: Work, needs_crs: bool) -> None:
    def choose(identifier: str) -> None:
        of = ("key", "value", "period_column", "fixes", "within", "sum_to", "in_order")
        change({"boundaries": identifier}, forget=of)

    ask_boundaries(
        BoundaryChoice("own", work.choices.boundaries, _boundary_file, choose, _give_boundaries),
        needs_crs=needs_crs,
    )


def _boundary_file() -> BoundaryUpload | None:
    work: Work = st.session_state[WORK]
    return work.boundary_file


def _give_boundaries(given: BoundaryUpload | None) -> None:
    """Take over a boundary file; what rested on the places of another is found anew."""
    work: Work = st.session_state[WORK]
    before, choices = work.boundary_file, work.choices
    if given is None or before is None or given.data is not before.data:
        choices = replace(
            choices, key=None, value=None, period_column=None, fixes={}, within=None, sum_to=""
        )
    st.session_state[WORK] = replace(work, boundary_file=given, choices=choices)


def _preview(reading: Reading) -> None:
    table = reading.table
    st.caption(words("own_preview"))
    row_label = words("own_row")
    records = [
        {row_label: number, **dict(zip(table.columns, row, strict=True))}
        for number, row in list(zip(table.row_numbers, table.rows, strict=True))[:_PREVIEW_ROWS]
    ]
    st.dataframe(records, hide_index=True, height=250)
    above = [text for text in (table.title, *table.notes) if text]
    if above:
        st.caption("  \n".join(plain(text) for text in above))
