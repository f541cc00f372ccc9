"""The verb ``allocate``: a national figure shared out over the provinces, or that of one place over
what lies in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from geo.cli.files import check_ending, write_table
from geo.cli.options import Option, Output, Value, gathered
from geo.cli.places import LevelOptions
from geo.cli.remarks import say_reading, say_unmatched
from geo.cli.table import TableOptions
from geo.cli.words import Lang, language_of, say
from geo.model import GeoError, Language, Level, UnknownNameError, plain_number

if TYPE_CHECKING:
    from geo.indicators import Scenario
    from geo.model import Indicator


@gathered
def allocate(
    *,
    total: Annotated[str, Option(help="Stations in the whole country, or in --within.")],
    by: Annotated[
        str, Option(help="The key: an indicator's id, or a table of your own.")
    ] = "population-2020",
    value: Value = None,
    blend: Annotated[str | None, Option(help="A second key and its weight: gdp-2020:0.4.")] = None,
    regions: Annotated[
        str | None,
        Option(help="Regional figures to meet exactly: 5g-stations-region:2022-02."),
    ] = None,
    unit_cost: Annotated[str, Option(help="Yuan of one station.")] = "160000",
    missing: Annotated[
        str, Option(help="Places that the key has no figure of: refuse or leave_out.")
    ] = "refuse",
    where: LevelOptions,
    output: Output = None,
    lang: Lang = "en",
) -> None:
    """Share a national figure out over the provinces, or that of a province over its prefectures;
    write stations and cost of each."""
    from geo.indicators import OWN, allocation_method, covered_places, make_plan

    language = language_of(lang)
    check_ending(output, ".csv")
    level, within = _places(where)
    table = None
    if Path(by).is_file():
        table = _key_of(Path(by), value, level, within, language)
    elif value is not None:
        raise GeoError("cli.value_of_table")
    asked = _scenario(
        total,
        by=by if table is None else OWN,
        blend=blend,
        regions=regions,
        unit_cost=unit_cost,
        missing=missing,
    )
    asked = replace(asked, level=level, within=within)
    plan = make_plan(asked, own=table)
    names = covered_places(level, within)
    below = {} if (level, within) == ("province", "") else {"level": level, "status": "estimated"}
    records = [
        {
            "adcode": share.adcode,
            "name_zh": names[share.adcode].zh,
            "name_en": names[share.adcode].en,
            "stations": str(share.stations),
            "cost": plain_number(share.cost),
            **below,
        }
        for share in plan.shares
    ]
    write_table(records, output)
    say("note", language, text=allocation_method(plan.allocation)[language])


def _places(where: LevelOptions) -> tuple[Level, str]:
    """The level, and the place whose figure is shared out; what divides it, where none is said."""
    from geo.places import read_hierarchy

    level, within = where.level_said(), where.within_said() or ""
    below = read_hierarchy().below(within) if within and level is None else None
    return level or (below.level if below else "province"), within


def _key_of(
    table: Path, value: str | None, level: Level, within: str, language: Language
) -> Indicator:
    """A user's table as the key."""
    from geo.tables import indicator_of, join_work

    options = TableOptions(value=value)
    is_lower = within or level != "province"
    work = options.work(table, level, within) if is_lower else options.work(table)
    found = join_work(work)
    say_reading(found.reading, one_column=True, language=language)
    say_unmatched(found.report, language=language)
    return indicator_of(found)


def _scenario(
    total: str,
    *,
    by: str,
    blend: str | None,
    regions: str | None,
    unit_cost: str,
    missing: str,
) -> Scenario:
    from geo.indicators import REGIONAL, Scenario

    second, weight = _parse_pair(blend, "--blend", "gdp-2020:0.4")
    regional, period = _parse_pair(regions, "--regions", f"{REGIONAL}:2022-02")
    if regional and regional != REGIONAL:
        raise UnknownNameError("regional indicator", regional, (REGIONAL,))
    return Scenario(
        total=_parse_number(total, "--total"),
        by=by,
        blend=second,
        weight=_parse_number(weight, "--blend") if weight else 0.0,
        controls=period,
        missing=missing,
        unit_cost=_parse_number(unit_cost, "--unit-cost"),
    )


def _parse_pair(text: str | None, option: str, example: str) -> tuple[str, str]:
    if text is None:
        return "", ""
    first, sign, second = text.rpartition(":")
    if not (sign and first and second):
        raise GeoError("cli.pair", option=option, text=text, example=example)
    return first, second


def _parse_number(text: str, option: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise GeoError("cli.number", option=option, text=text) from None
