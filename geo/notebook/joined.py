"""A user's own table, joined with places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

import pandas as pd

from geo.draw import (
    Annotation,
    Brand,
    LabelChange,
    Labels,
    LegendDetail,
    LegendPlace,
    LegendShape,
    Letters,
    Medium,
    Style,
    Theme,
    one_of,
)
from geo.maps import ClassesOf, MapRequest, draw_indicator
from geo.model import LEVELS, Arrangement, Boundaries, Indicator, JoinReport, Kind, Language, Level
from geo.notebook.frames import named, with_polygons
from geo.notebook.maps import Map, as_brand, as_edges, as_period, sized
from geo.notebook.places import Wanted, find_places
from geo.notebook.telling import told_in
from geo.places import SETS, find_part
from geo.tables import (
    Choices,
    Work,
    figures_by_place,
    from_frame,
    indicator_of,
    join_work,
    of_period,
    open_file,
    parse_rows,
    read_saved,
    with_fixes,
)
from geo.tables import Joined as JoinedTable

if TYPE_CHECKING:
    import geopandas

    from geo.notebook.places import Places

    #: A file, or a frame; a Series has the names of places as its index.
    Table: TypeAlias = str | Path | pd.DataFrame | pd.Series


@dataclass(frozen=True, eq=False)
class Joined:
    """A table joined with places: what matched, what did not, and the figures by place.

    Examples
    --------
    >>> import geo, pandas as pd
    >>> sites = pd.Series({"安徽": 280, "广东": 165, "Shangdong": 109}, name="sites")
    >>> joined = geo.join(sites)
    >>> joined
    <Joined 'frame': 2 of 3 rows name a place; figures: sites; not matched: Shangdong>
    >>> joined.unmatched["suggestions"].to_list()
    [('Shandong', 'Guangdong')]
    """

    _joined: JoinedTable = field(repr=False)
    language: Language
    labels: pd.Index | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        report, reading = self.report, self._joined.reading
        what = reading.choices.value or reading.choices.aggregate
        said = f"{report.matched_rows} of {report.rows} rows name a place; figures: {what}"
        for told, texts in (
            ("not matched", [unmatched.text for unmatched in report.unmatched_texts]),
            ("set aside", [group.text for group in report.groups]),
        ):
            if texts:
                said += f"; {told}: {', '.join(texts[:5])}{', …' * (len(texts) > 5)}"
        return f"<Joined {reading.table.name!r}: {said}>"

    @property
    def report(self) -> JoinReport:
        """What was understood of every row; ``to_dict()`` is the command line's report.json."""
        return self._joined.report

    @property
    def boundaries(self) -> Boundaries:
        """The places of the figures: those that the table was joined with, or that these are added
        up to."""
        return self._joined.boundaries

    @property
    def indicator(self) -> Indicator:
        """The figures that are drawn.

        Raises
        ------
        TableError
            If a place stands in several rows and nobody has said which counts.
        """
        with told_in(self.language):
            return indicator_of(self._joined)

    @property
    def choices(self) -> Choices:
        """How the table was read: what was asked for, and what was found where nothing was."""
        return self._joined.reading.choices

    @cached_property
    def unmatched(self) -> pd.DataFrame:
        """The rows that name no place.

        Returns
        -------
        DataFrame
            ``row`` (as a spreadsheet numbers it; of a frame the label of its index), ``text``,
            ``suggestions`` (a tuple of names that are near), ``why`` where that is known.
        """
        lines = self.report.unmatched
        return pd.DataFrame(
            {
                "row": [self._label(line.row) for line in lines],
                "text": [line.text for line in lines],
                "suggestions": [
                    tuple(dict.fromkeys(p.name[self.language] for p in line.suggestions))
                    for line in lines
                ],
                "why": [line.why[self.language] for line in lines],
            }
        )

    def _label(self, row: int) -> object:
        table = self._joined.reading.table
        before = max(table.header, default=0)
        if self.labels is None or table.turned or not 0 < row - before <= len(self.labels):
            return row
        return self.labels[row - before - 1]

    def to_frame(self) -> pd.DataFrame:
        """The figures, a row for each place that matched.

        Returns
        -------
        DataFrame
            Indexed by ``adcode``: ``name_zh``, ``name_en``, and a column for each measure (and
            period) of the table, in the units of the table.

        Raises
        ------
        TableError
            If a place stands in several rows and nobody has said which counts.
        """
        with told_in(self.language):
            only = self._joined.reading.work.choices.value
            return named(figures_by_place(self._joined, only=only), self.boundaries)

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """The figures with the polygons of their places in WGS 84 (EPSG:4326)."""
        return with_polygons(self.to_frame(), self.boundaries)

    def map(
        self, *, period: str | int | None = None, per: str = "", change: str = "",
        scheme: str = "quantiles", k: int = 5, edges: Iterable[float] | None = None,
        classes_of: ClassesOf = "shown", palette: str | None = None,
        language: Language | None = None, title: str | None = None, open_ended: bool = False,
        decimals: int | None = None, unit: str | None = None, notes: str = "full",
        symbols: str | None = None, size: str | tuple[int, int] = "slide",
        dpi: float | None = None, theme: Theme = "light", labels: Labels = "auto",
        legend: LegendShape = "vertical", detail: LegendDetail = "counts", strip: bool = False,
        maritime: bool = False, highlight: str | Iterable[str] = (),
        crop: str | Iterable[str] = (), letters: Letters = "paths",
        labels_changed: Iterable[LabelChange] = (), annotations: Iterable[Annotation] = (),
        legend_place: LegendPlace = "auto", text_size: float = 1.0,
        medium: Medium = "auto", brand: Brand | str | Path | None = None,
        arrangement: Arrangement = "map", sized_by: str | None = None,
        against: str | None = None,
    ) -> Map:  # fmt: skip
        """Draw the figures; all other options are those of :func:`geo.build`.

        Parameters
        ----------
        period
            The period to show; the latest when left out.
        per
            What a count is related to: ``population``, ``area``, ``gdp``, or another column.
        change
            ``difference`` or ``percent``, from the first to the last period.
        language
            That of the join when left out.

        Returns
        -------
        Map
            It shows itself in a notebook.

        Raises
        ------
        TableError
            If a place stands in several rows and nobody has said which counts.
        UnknownNameError
            If a name or an option is none that is known; the nearest is named.
        GeoError
            If it cannot be drawn as asked.

        Examples
        --------
        >>> import geo, pandas as pd
        >>> sites = pd.Series({"安徽": 280, "广东": 165, "浙江": 109}, name="sites")
        >>> per_head = geo.join(sites).map(per="population").to_frame()
        >>> per_head.loc["340000", "unit"], round(float(per_head.loc["340000", "value"]), 2)
        ('sites per million people', 4.57)
        """
        language = language or self.language
        with told_in(language):
            request = MapRequest(
                "", period=as_period(period), scheme=scheme, k=k, edges=as_edges(edges),
                palette=palette, language=language, title=title, open_ended=open_ended,
                decimals=decimals, unit=unit, notes=notes, symbols=symbols, classes_of=classes_of,
                arrangement=arrangement, sized_by=sized_by, against=against,
            )  # fmt: skip
            style = Style(theme=theme, labels=labels, legend=legend, detail=detail, strip=strip,
                          maritime=maritime, letters=letters, legend_place=legend_place,
                          text_size=text_size, medium=medium, annotations=tuple(annotations),
                          brand=as_brand(brand))  # fmt: skip
            request = replace(request, palettes=style.palettes)
            work = self._joined.reading.work
            if per or change:
                choices = replace(work.choices, per=per, change=change)
                work = replace(work, choices=choices)
            joined = self._joined if not (per or change) else join_work(work)
            joined = of_period(joined, request.period)
            choropleth = draw_indicator(
                indicator_of(joined), request, report=joined.report,
                boundaries=self.boundaries,
            )  # fmt: skip
            style = sized(style, choropleth, size, dpi, highlight, crop, labels_changed)
            return Map(choropleth, style, request, work)


def join(
    table: Table, *, key: str | None = None, value: str | None = None, sheet: str | None = None,
    header: str | int | Sequence[int] | None = None, aggregate: str | None = None,
    where: str | Sequence[str] = (), sector: str = "", sector_column: str | None = None,
    period_column: str | None = None, duplicates: str = "", fix: Mapping[str, str] | None = None,
    kind: str | None = None, unit: str | None = None, source: str | None = None,
    boundaries: Places = "provinces", code: str | None = None, name: str | None = None,
    crs: str | None = None, level: Level | None = None, within: str | int | None = None,
    sum_to: Level | None = None, in_order: bool | None = None, language: Language = "en",
) -> Joined:  # fmt: skip
    """Match a table's rows with places; the options are those of ``province-atlas join``.

    Parameters
    ----------
    table
        A file (CSV, XLSX, …, or saved work), a DataFrame, or a Series indexed by names or codes.
    key, value
        The columns with names or codes, and with figures (or categories); found when left out.
    sheet, header
        Of a workbook; the rows of the heading: ``3``, ``"3-4"``, ``(3, 4)`` or ``"none"``.
    aggregate
        For a list of things: ``count``, ``sum``, ``mean``, ``share``; ``rows``: a row is a place.
    where, sector, sector_column
        Conditions that rows must meet: ``"status=built"``, ``["cost>=10"]``; a sector and its
        column.
    period_column
        The column with periods; "none" where there is none.
    duplicates
        A place in several rows: ``first``, ``last``, ``sum`` or ``mean``.
    fix
        What single spellings mean: ``{"Shangdong": "Shandong"}``; "" leaves their rows out.
    kind, unit, source
        What the figures are: ``count``, ``ratio``, ``index`` or ``category``; in words.
    boundaries
        ``provinces``, ``regions``, a boundary file, or a GeoDataFrame of polygons.
    code, name
        The columns of own boundaries with codes and names; found when left out.
    crs
        The CRS of own boundaries that state none.
    level, within
        The level of the rows, and the province or prefecture in which they lie, by name or code,
        "all" for the whole country; found when left out.
    sum_to
        A higher level that figures are added up to.
    in_order
        Whether names that several places bear lie where the rows around them do.
    language
        ``en`` or ``zh``: of errors, and of maps.

    Returns
    -------
    Joined
        Figures by place, with a report on every row.

    Raises
    ------
    QuestionError
        If the table can be read in two ways; the arguments that settle it are named.
    TableError, BoundaryError, UnknownNameError
        If table or boundaries cannot be used, or a column is not there.

    Examples
    --------
    >>> import geo, pandas as pd
    >>> table = pd.DataFrame({"省份": ["安徽省", "粤"], "GDP": [38061.5, 111151.6]})
    >>> geo.join(table, key="省份", value="GDP").to_frame()["GDP"].to_dict()
    {'340000': 38061.5, '440000': 111151.6}
    """
    with told_in(language):
        wanted = find_places(boundaries, code=code, name=name, crs=crs)
        work = _open(table)
        said = work.choices
        choices = replace(
            said, sheet=sheet or said.sheet, key=key or said.key, value=value or said.value,
            header=said.header if header is None else _rows(header),
            aggregate=aggregate or said.aggregate,
            where=((where,) if isinstance(where, str) else tuple(where)) or said.where,
            sector=sector or said.sector, sector_column=sector_column or said.sector_column,
            period_column=said.period_column if period_column is None else _none(period_column),
            duplicates=duplicates or said.duplicates, kind=cast("Kind | None", kind) or said.kind,
            unit=said.unit if unit is None else unit,
            source=said.source if source is None else source,
            boundaries=_set_of(wanted, level) or said.boundaries,
            within=said.within if within is None else _part_of(within),
            sum_to=sum_to or said.sum_to,
            in_order=said.in_order if in_order is None else in_order,
        )  # fmt: skip
        work = replace(
            work, choices=choices, boundary_file=wanted.upload or work.boundary_file,
            places=wanted.places,
        )  # fmt: skip
        joined = join_work(with_fixes(work, fix or {}))
    index = None if isinstance(table, str | Path) else table.index
    return Joined(joined, language, index)


def _set_of(wanted: Wanted, level: Level | None) -> str:
    """The set of ours that somebody asked for, "" for what the table says."""
    if level is not None:
        return SETS[one_of("level", level, LEVELS)]
    return wanted.set_id if wanted.set_id != "provinces" else ""


def _part_of(within: str | int) -> str:
    return "" if str(within) in ("", "all") else find_part(str(within))


def _open(table: Table) -> Work:
    if isinstance(table, str | Path):
        path = Path(table)
        return read_saved(path) or Work(open_file(path))
    return Work(from_frame(table))


def _rows(header: str | int | Sequence[int]) -> tuple[int, ...]:
    """The rows of a heading, counted from 1."""
    if isinstance(header, str):
        return parse_rows(header)
    return (header,) if isinstance(header, int) else tuple(header)


def _none(text: str) -> str:
    """A column's name; "" where it is said that there is none."""
    return "" if text.strip().casefold() == "none" else text
