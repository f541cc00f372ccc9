"""The options that say which periods a picture shows, and whether the change between two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import click

from geo.cli.options import Option, Options
from geo.cli.table import period_of
from geo.model import GeoError

if TYPE_CHECKING:
    from geo.export import Slides

_BARE = "--periods"
_PERIODS = re.compile(r"all\b|\d{4}", re.IGNORECASE)


class WithPeriods(click.Command):
    """A verb whose ``--periods`` may stand without a value: it then means all of them. The option
    library knows no such option."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]
        """The arguments with the value that was left out."""
        told: list[str] = []
        for i, argument in enumerate(args):
            told.append(argument)
            if argument == _BARE and not _PERIODS.match(args[i + 1] if i + 1 < len(args) else ""):
                told.append("all")
        return super().parse_args(ctx, told)


@dataclass(frozen=True)
class PeriodOptions(Options):
    """Of when the figures are, and whether how they changed is asked for."""

    period: Annotated[str | None, Option(help="The period to show: 2020, 2020-06, 2020年6月.")] = (
        None
    )
    periods: Annotated[
        str | None,
        Option(
            "--periods",
            metavar="[PERIODS]",
            help="Several periods of one indicator, as the format shows them: all (also without a "
            "value), 2010,2015,2020 or 2010..2024.",
        ),
    ] = None
    slides: Annotated[
        str,
        Option(
            help="Of a .pptx: together on one slide; with --periods also periods, with "
            "--by-province also parts, for a slide of each."
        ),
    ] = "together"
    change: Annotated[
        str | None,
        Option(
            help="The change: difference, percent or per_year, from --since to --period; also "
            "percent:2019:2020."
        ),
    ] = None
    since: Annotated[
        str | None, Option(help="The period a change begins with; the first when left out.")
    ] = None

    def span(self) -> tuple[str | None, str | None, str | None]:
        """How a change is written, and its first and last period; None for what is left out.

        Raises
        ------
        GeoError
            If it cannot be understood, or its periods are said twice.
        """
        how, *ends = self.change.split(":") if self.change is not None else [""]
        if len(ends) not in (0, 2):
            raise GeoError("cli.change", text=self.change)
        first, last = ends or ("", "")
        for end, option in ((first, self.since), (last, self.period)):
            if end and option:
                raise GeoError("cli.change_twice", text=self.change, period=option)
        ways = how or ("difference" if self.since else None)
        return ways, period_of(first or self.since), period_of(last or self.period)

    def how_slides(self) -> Slides:
        """Which slides are asked for.

        Raises
        ------
        UnknownNameError
            If there are none such.
        """
        from geo.draw import one_of
        from geo.export import SLIDES

        return one_of("choice of slides", self.slides, SLIDES)
