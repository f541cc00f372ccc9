"""The verb ``join``: a table's figures by place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from geo.cli.files import check_ending, write_report, write_table
from geo.cli.options import Argument, Option, Output, Report, gathered
from geo.cli.places import LevelOptions
from geo.cli.remarks import say_reading, say_unmatched
from geo.cli.table import TableOptions, period_of
from geo.cli.words import Lang, language_of
from geo.model import plain_number, unique_names

#: The columns of a joined table that say which place a row is.
_PLACE = ("adcode", "name_zh", "name_en")


@gathered
def join(
    table: Annotated[Path, Argument(help="A table of any kind, or saved work.")],
    *,
    reading: TableOptions,
    levels: LevelOptions,
    period: Annotated[str | None, Option(help="Only this period: 2020, 2020-06.")] = None,
    output: Output = None,
    report: Report = None,
    lang: Lang = "en",
) -> None:
    """Match a table's rows with places; write one line for each place that matched."""
    from geo.tables import figures_by_place, join_work, of_period

    language = language_of(lang)
    check_ending(output, ".csv")
    work = reading.work(table, levels.level_said(), levels.within_said())
    at = period_of(period)
    found = of_period(join_work(work), at)
    say_reading(found.reading, one_column=found.reading.is_list, language=language)
    write_report(found.report.to_dict(), report)
    names = found.boundaries.names
    figures = figures_by_place(found, only=reading.value, period=at)
    records = [
        {
            "adcode": adcode,
            "name_zh": names[adcode].zh,
            "name_en": names[adcode].en,
            **_columns(of_place),
        }
        for adcode, of_place in figures.items()
    ]
    write_table(records, output)
    say_unmatched(found.report, language=language, places=found.boundaries)


def _columns(figures: Mapping[str, float | str | None]) -> dict[str, str | None]:
    """Figures as they are written; no column of the table takes the place of the place's own."""
    names = unique_names(figures, taken=_PLACE)
    return {
        name: plain_number(figure) if isinstance(figure, float) else figure
        for name, figure in zip(names, figures.values(), strict=True)
    }
