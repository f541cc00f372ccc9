"""The options that say how a user's table is read, for every verb that reads one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from geo.cli.options import Bounds, Option, Options, Value
from geo.model import LEVELS, GeoError, Level

if TYPE_CHECKING:
    from geo.tables import Choices, Work


@dataclass(frozen=True)
class TableOptions(Options):
    """What a user decides about a table; everything left out is found, and said."""

    sheet: Annotated[str | None, Option(help="The sheet of a workbook.")] = None
    header: Annotated[str | None, Option(help="The rows of the heading: 3, 3-4 or none.")] = None
    key: Annotated[str | None, Option(help="The column with names or codes.")] = None
    value: Value = None
    aggregate: Annotated[
        str | None,
        Option(help="For a list: count, sum, mean or share; rows: a row is a place."),
    ] = None
    where: Annotated[
        list[str] | None, Option(help="A condition rows must meet: status=built, cost>=10.")
    ] = None
    sector: Annotated[str, Option(help="Only rows of one sector, e.g. 5g.")] = ""
    sector_column: Annotated[str | None, Option(help="The column that says a row's sector.")] = None
    period_column: Annotated[
        str | None, Option(help="The column with periods; none where there is none.")
    ] = None
    duplicates: Annotated[
        str, Option(help="A place in several rows: first, last, sum or mean.")
    ] = ""
    fix: Annotated[list[str] | None, Option(help="What a spelling means: Shangdong=370000.")] = None
    boundaries: Bounds = ""
    crs: Annotated[str | None, Option(help="The CRS of a boundary file that states none.")] = None
    in_order: Annotated[
        bool | None, Option(help="Names of several places lie where the rows around them do.")
    ] = None
    sum_to: Annotated[
        str, Option(help="Add figures of a lower level up: province or prefecture.")
    ] = ""

    def work(self, table: Path, level: Level | None = None, within: str | None = None) -> Work:
        """The table with what the options say of it; saved work keeps what they do not say.
        ``level`` is that of its rows, ``within`` the place that these lie in, "" for the country.

        Raises
        ------
        GeoError
            If table or boundaries cannot be read, or an option cannot be understood.
        """
        from geo.places import list_boundaries
        from geo.tables import Work, open_boundaries, open_file, read_saved, with_fixes

        named = not self.boundaries or self.boundaries in list_boundaries()
        upload = None if named else open_boundaries(Path(self.boundaries), crs=self.crs)
        work = read_saved(table) or Work(open_file(table, boundary_file=upload))
        upload = upload or work.boundary_file
        chosen = self.boundaries if named else ""
        choices = self._choices(self._at_level(work.choices, chosen, level, within))
        if self.crs is not None:
            if upload is None:
                raise GeoError("cli.crs_of_file")
            upload = replace(upload, crs=self.crs)
        work = replace(work, choices=choices, boundary_file=upload)
        return with_fixes(work, dict(map(_parse_fix, self.fix or ())))

    def _at_level(
        self, said: Choices, named: str, level: Level | None, within: str | None
    ) -> Choices:
        """What was decided of the places of a table, with what the options say: a set of ours that
        was ``named``, or a level."""
        from geo.draw import one_of
        from geo.places import SETS

        if level is not None and self.boundaries:
            raise GeoError("cli.level_or_boundaries")
        chosen = named or (SETS[level] if level else said.boundaries)
        if chosen != said.boundaries:
            said = replace(said, boundaries=chosen, within=None)
        said = said if within is None else replace(said, within=within)
        if not self.sum_to:
            return said
        return replace(said, sum_to=one_of("level", self.sum_to, LEVELS))

    def _choices(self, said: Choices) -> Choices:
        from geo.tables import parse_rows

        period = self.period_column
        return replace(
            said,
            sheet=said.sheet if self.sheet is None else self.sheet,
            header=said.header if self.header is None else parse_rows(self.header),
            key=self.key or said.key,
            value=self.value or said.value,
            aggregate=self.aggregate or said.aggregate,
            where=tuple(self.where) if self.where else said.where,
            sector=self.sector or said.sector,
            sector_column=self.sector_column or said.sector_column,
            period_column=said.period_column if period is None else _column(period),
            duplicates=self.duplicates or said.duplicates,
            in_order=said.in_order if self.in_order is None else self.in_order,
        )


def period_of(text: str | None) -> str | None:
    """A period as tables keep it, however it is written; what is none is left as it is."""
    if not text:
        return text
    from geo.tables import read_period

    return read_period(text) or text


def _column(text: str) -> str:
    """A column's name; "" where it is said that there is none."""
    return "" if text.strip().casefold() == "none" else text


def _parse_fix(text: str) -> tuple[str, str]:
    spelling, sign, place = text.rpartition("=")
    if not sign or not spelling.strip():
        raise GeoError("cli.fix", text=text)
    return spelling.strip(), place.strip()
