"""A table of the user's own, from its cells to its map: rows, figures, lists, saved work."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.draw.style import Style
from geo.export.data import to_json
from geo.export.formats import OF_ONE, export
from geo.export.honoured import as_honoured
from geo.indicators.derive import load_indicator
from geo.maps.request import MapRequest
from geo.model.errors import GeoError, QuestionError, TableError, UnknownNameError
from geo.places.names import read_gazetteer
from geo.tables import saved
from geo.tables.by_place import figures_by_place
from geo.tables.examples import EXAMPLES
from geo.tables.indicator import Joined, join_work
from geo.tables.offers import sectors_of
from geo.tables.reading import read_work, understand
from geo.tables.saved import SavedError
from geo.tables.work import Choices, Work, open_file, open_pasted
from tests.drawn import draw as draw_joined

PROJECTS = EXAMPLES / "projects.xlsx"
LISTS = Path(__file__).parents[1] / "lists"
OFFICE = """省份,项目数,备注
北京,12,a
Shangdong,43,b
深圳,9,c
安徽,280,d
河北,约50,e
湖北,—,f
全国,292,g
"""


def work(text: str, **choices: Any) -> Work:
    return Work(open_pasted(text, name="mine.csv"), Choices(**choices))


def joined(text: str, **choices: Any) -> Joined:
    return join_work(work(text, **choices))


def of_file(name: str, **choices: Any) -> Joined:
    return join_work(Work(open_file(LISTS / name), Choices(**choices)))


def values(result: Joined, period: str | None = None) -> dict[str, float | None]:
    assert result.indicator is not None
    period = result.indicator.periods[-1] if period is None else period
    return {o.adcode: o.value for o in result.indicator.values if o.period == period}


# Rows


def test_the_report_names_everything_that_was_not_understood() -> None:
    report = joined(OFFICE).report
    assert (report.rows, report.matched_rows, dict(report.matched)) == (6, 4, {"name": 4})
    first, second = report.unmatched
    assert (first.row, first.text, first.suggestions[0].adcode) == (3, "Shangdong", "370000")
    assert second.why.en == "Shenzhen is a prefecture-level city in Guangdong, not a province."
    assert [(n.row, n.text) for n in report.not_numbers] == [(6, "约50")]
    assert [(g.row, g.kind) for g in report.groups] == [(8, "total")]
    assert [(t.total, t.sum, t.agrees) for t in report.totals] == [(292, 292, True)]
    assert json.loads(json.dumps(report.to_dict()))["matched"] == 4


def test_what_was_not_understood_is_a_note_in_both_languages() -> None:
    result = joined(OFFICE)
    notes = draw_joined(result, MapRequest("")).notes
    assert "4 of 6 rows matched; not matched: row 3 “Shangdong”, row 4 “深圳”." in notes
    assert "No number in: row 6 “约50”." in notes
    notes = draw_joined(result, MapRequest("", language="zh")).notes
    assert "6行中匹配4行；未匹配：第3行“Shangdong”、第4行“深圳”。" in notes


def test_missing_is_no_data_and_zero_is_a_figure() -> None:
    found = values(joined("省份,数\n安徽,0\n河北,—\n广东,无\n"))
    assert found == {"340000": 0, "130000": None, "440000": None}


def test_a_fix_is_applied_remembered_and_said() -> None:
    result = joined(OFFICE, fixes={"Shangdong": "370000", "深圳": ""})
    assert values(result)["370000"] == 43
    assert result.report.unmatched == ()
    assert result.report.matched["choice"] == 1
    assert [g.text for g in result.report.groups] == ["深圳", "全国"]
    notes = draw_joined(result, MapRequest("")).notes
    assert "As the user says: “Shangdong” is Shandong, “深圳” is left out." in notes
    with pytest.raises(UnknownNameError, match="999999"):
        joined(OFFICE, fixes={"Shangdong": "999999"})


TWICE = "省份,数\n安徽,1\n河北,5\n安徽,3\n"


@pytest.mark.parametrize(
    ("rule", "value"), [("first", 1.0), ("last", 3.0), ("sum", 4.0), ("mean", 2.0)]
)
def test_a_place_in_several_rows_waits_for_a_rule(rule: str, value: float) -> None:
    blocked = joined(TWICE)
    assert blocked.indicator is None
    assert blocked.report.duplicates == {"340000": (2, 4)}
    with pytest.raises(TableError, match="Anhui 安徽 in rows 2, 4"):
        draw_joined(blocked, MapRequest(""))
    result = joined(TWICE, duplicates=rule)
    assert values(result) == {"340000": value, "130000": 5}
    assert any("several rows" in note for note in draw_joined(result, MapRequest("")).notes)


def test_a_wrong_total_is_said() -> None:
    result = joined("省份,数\n安徽,1\n河北,5\n合计,9\n")
    assert [(t.total, t.sum, t.agrees) for t in result.report.totals] == [(9, 6, False)]
    note = "The table's total (row 4) is 9; the places add up to 6."
    assert note in draw_joined(result, MapRequest("")).notes


def test_totals_of_counts_are_checked_to_their_digits_and_shares_have_none() -> None:
    (check,) = of_file("computed.csv").report.totals
    assert (check.text, check.total, check.agrees) == ("全国", 14.2510444811013, True)
    assert check.total != check.sum
    for kind, agrees in (("count", [True]), ("ratio", []), (None, [])):
        report = of_file("rounded.csv", kind=kind).report
        assert [total.agrees for total in report.totals] == agrees


# Figures


def test_years_across_and_years_down_are_periods() -> None:
    across = joined("省份,2019年,2020年\n安徽,1,2\n河北,3,4\n")
    down = joined("省份,年份,值\n安徽,2019,1\n安徽,2020,2\n河北,2019,3\n河北,2020,4\n")
    for result in (across, down):
        assert result.indicator is not None
        assert result.indicator.periods == ("2019", "2020")
        assert values(result, "2019") == {"340000": 1, "130000": 3}


def test_the_change_between_two_periods() -> None:
    text = "省份,2019年,2020年\n安徽,10,12\n河北,20,10\n广东,0,5\n浙江,,5\n"
    between = {"change_from": "2019", "change_to": "2020"}
    difference = joined(text, change="difference", **between)
    assert values(difference) == {"340000": 2, "130000": -10, "440000": 5, "330000": None}
    percent = joined(text, change="percent", **between)
    assert values(percent) == {"340000": 20, "130000": -50, "440000": None, "330000": None}
    assert draw_joined(percent, MapRequest("")).scale.midpoint == 0
    with pytest.raises(UnknownNameError, match="2018"):
        joined(text, change="percent", change_from="2018", change_to="2020")


def test_a_count_is_related_to_population_or_to_a_column() -> None:
    text = "省份,项目数,企业数\n安徽,280,140\n河北,10,0\n"
    newest = [o for o in load_indicator("population").values if o.period == "2024"]
    people = {o.adcode: o.value for o in newest}["340000"] or 0
    assert values(joined(text, per="population"))["340000"] == pytest.approx(280e6 / people)
    assert values(joined(text, per="企业数")) == {"340000": 2, "130000": None}
    with pytest.raises(GeoError):
        joined(text, per="nothing")


def test_words_become_a_map_of_categories() -> None:
    text = "省份,状态\n安徽,在建\n河北,拟建\n广东,在建\n浙江,无\n"
    result = joined(text)
    assert result.indicator is not None
    assert (result.indicator.kind, result.indicator.categories) == ("category", ("在建", "拟建"))
    drawn = draw_joined(result, MapRequest(""))
    assert [(e.label, e.count) for e in drawn.legend if e.kind == "class"] == [
        ("在建", 2), ("拟建", 1),
    ]  # fmt: skip
    shown = {p["adcode"]: p["value"] for p in to_json(drawn)["places"]}
    assert (shown["340000"], shown["330000"]) == ("在建", None)
    names = list(read_gazetteer().places.values())[:10]
    many = "省份,词\n" + "".join(f"{place.name.zh},词{n}\n" for n, place in enumerate(names))
    with pytest.raises(TableError, match="10 different words"):
        joined(many)


# Lists


def entries() -> list[dict[str, Any]]:
    """The projects, read by another library."""
    rows = list(openpyxl.load_workbook(PROJECTS).active.iter_rows(values_only=True))
    found = [dict(zip(rows[1], row, strict=True)) for row in rows[2:]]
    return [entry for entry in found if isinstance(entry["序号"], int | float)]


def code(name: str) -> str:
    match = read_gazetteer().resolve(name)
    assert match is not None
    return match.adcode


def projects(**choices: Any) -> Joined:
    return join_work(Work(open_file(PROJECTS), Choices(**choices)))


def test_a_list_is_counted_summed_averaged_and_shared() -> None:
    counts = Counter(code(entry["所在省份"]) for entry in entries())
    assert values(projects()) == counts
    money: dict[str, list[float]] = {}
    built: Counter[str] = Counter()
    for entry in entries():
        place = code(entry["所在省份"])
        if isinstance(entry["总投资（亿元）"], int | float):
            money.setdefault(place, []).append(entry["总投资（亿元）"])
        built[place] += entry["状态"] == "在建"
    value = {"value": "总投资"}
    assert values(projects(aggregate="sum", **value)) == {
        place: pytest.approx(sum(numbers)) for place, numbers in money.items()
    }
    assert values(projects(aggregate="mean", **value)) == {
        place: pytest.approx(sum(numbers) / len(numbers)) for place, numbers in money.items()
    }
    share = values(projects(aggregate="share", where=("状态=在建",)))
    assert share == {p: pytest.approx(100 * built[p] / counts[p]) for p in counts}
    assert values(projects(where=("状态=在建",))) == built  # zero where none is, no row no figure
    assert projects().report.not_numbers == ()


@pytest.mark.parametrize("day", ["2020/3/1", "2020-03-01", "2020年3月1日", "2020-03-01 00:00:00"])
def test_the_rows_of_a_day_are_found_however_it_is_written(day: str) -> None:
    found = of_file("days.csv", where=(f"日期={day}",), value="值", aggregate="sum")
    assert values(found) == {"110000": 5, "120000": 8}


@pytest.mark.parametrize(
    "choices", [{"aggregate": "sum", "value": "投资"}, {"aggregate": "share"}, {}]
)
def test_a_condition_that_no_row_meets_gives_no_map(choices: dict[str, Any]) -> None:
    with pytest.raises(TableError, match=r"no row has '建成' in the column '状态'.*已建, 在建"):
        of_file("status.csv", where=("状态=建成",), **choices)
    with pytest.raises(TableError, match="no row has '建成'"):
        joined("省份,状态,数\n安徽,已建,1\n河北,在建,2\n", where=("状态=建成",))


def test_a_list_of_which_a_value_is_asked_gives_its_figures() -> None:
    found = of_file("cities.csv", value="confirmed", where=("city=",))
    assert values(found) == {"110000": 413, "310000": 337, "440000": 1349}
    assert figures_by_place(found, only="confirmed")["110000"] == {"confirmed": 413}
    summed = of_file("cities.csv", value="confirmed", where=("city!=",), aggregate="sum")
    assert values(summed) == {"110000": 134, "310000": 83, "440000": 764}


def test_a_list_whose_places_stand_in_several_rows_asks_what_to_take() -> None:
    text = "省份,站点,数\n北京,甲,1\n北京,乙,2\n天津,丙,3\n天津,丁,4\n"
    blocked = joined(text, value="数")
    assert blocked.indicator is None
    with pytest.raises(
        QuestionError, match=r"(?s)Beijing 北京 in rows 2, 3;.*--aggregate"
    ) as asked:
        figures_by_place(blocked, only="数")
    for answer in asked.value.answers:
        again = joined(text, value="数", **answer.choices)
        assert set(values(again)) == {"110000", "120000"}
        assert answer.option in str(asked.value)
    assert values(joined(text, value="数", duplicates="first")) == {"110000": 1, "120000": 3}


def test_a_place_s_own_row_counts_and_those_of_its_parts_do_not() -> None:
    result = of_file("cities.csv", value="confirmed")
    assert values(result) == {"110000": 413, "310000": 337, "440000": 1349}
    assert {group.kind for group in result.report.groups} == {"part"}
    assert result.report.rows == result.report.matched_rows == 3


@pytest.mark.parametrize("how", ["count", "share"])
def test_counts_never_bear_the_name_of_a_column(how: str) -> None:
    counted = of_file("cities.csv", value="confirmed", aggregate=how, where=("cured>100",))
    (column,) = figures_by_place(counted, only="confirmed")["110000"]
    assert "confirmed" not in column


def test_a_table_of_regions_is_related_to_the_sums_of_their_provinces() -> None:
    text = "区域,基站\n东部,1741000\n中部,900000\n西部,1000000\n东北,200000\n"
    stations = load_indicator("5g-stations-region")
    for per in ("population", "area", "gdp"):
        found = values(joined(text, boundaries="regions", per=per))
        related = load_indicator(stations.id, per)
        east = {i.id: o.value for i in (stations, related) for o in i.values
                if (o.adcode, o.period) == ("east", "2024-06")}  # fmt: skip
        assert east[stations.id] == 1_741_000
        assert found["east"] == east[related.id]


def test_a_sector_is_suggested_and_put_right() -> None:
    reading = understand(read_work(Work(open_file(PROJECTS), Choices())))
    found = sectors_of(reading)
    assert set(found.values()) >= {"5g", "rail", "charging", "uhv", "data-centres"}
    wanted = {text for text, sector in found.items() if sector == "5g"}
    counts = Counter(code(e["所在省份"]) for e in entries() if e["领域"] in wanted)
    assert {p: n for p, n in values(projects(sector="5g")).items() if n} == counts
    none = dict.fromkeys(wanted, "")
    assert set(values(projects(sector="5g", sectors=none)).values()) == {0}


# Choices, and saved work

WORDS = st.sampled_from(
    ["", "x", "省份", "数", "年份", "2019", "状态=在建", "sum", "share", "count", "percent", "安徽",
     "5g", "category", "population", "regions", "{x}", "=1", "\ud800"]
)  # fmt: skip
SMALL = "省份,年份,数,状态\n安徽,2019,1,在建\n安徽,2020,2,拟建\n河北,2020,3,在建\n"


@st.composite
def choices(draw: st.DrawFn) -> Choices:
    chosen = Choices()
    for field in fields(Choices):
        if not draw(st.booleans()) or field.name in ("header", "kind", "sheet"):
            continue
        value: Any = draw(WORDS)
        if field.name == "where":
            value = (value,)
        elif field.name in ("fixes", "sectors"):
            value = {draw(WORDS): value}
        chosen = replace(chosen, **{field.name: value})
    return chosen


@settings(max_examples=150)
@given(choices())
def test_any_choices_give_a_map_or_a_clear_error(chosen: Choices) -> None:
    asked = replace(work(SMALL), choices=chosen)
    try:
        result = join_work(asked)
        draw_joined(result, MapRequest(""))
    except GeoError:
        return
    assert join_work(saved.open_saved(saved.to_saved(asked))).indicator is not None


def test_saved_work_opens_again() -> None:
    asked = work(
        OFFICE, fixes={"Shangdong": "370000"}, title="标题", source="统计局", source_date="2020",
        per="population", unit="个",
    )  # fmt: skip
    result = join_work(asked)
    data = saved.to_saved(asked, result.reading)
    assert saved.is_saved(data)
    assert data == saved.to_saved(asked, result.reading)
    again = saved.open_any(data, "x.atlas.json", most_bytes=10**6)
    assert again.workbook == asked.workbook
    assert again.choices.key == "省份"
    assert to_json(draw_joined(join_work(again), MapRequest(""))) == to_json(
        draw_joined(result, MapRequest(""))
    )
    newer = data.replace(b'"version":1', b'"version":2')
    with pytest.raises(SavedError, match=r"newer program \(version 2"):
        saved.open_saved(newer)
    content = json.loads(data)
    content["choices"]["of a later version"] = 1
    assert saved.open_saved(json.dumps(content).encode()) == again


@settings(max_examples=150)
@given(st.integers(0, 10**6))
def test_damaged_work_is_refused(seed: int) -> None:
    data = bytearray(saved.to_saved(work(OFFICE)))
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        data[chance.randrange(len(data))] = chance.randrange(32, 127)
    try:
        opened = saved.open_saved(bytes(data))
    except SavedError as error:
        assert "saved" in str(error)  # noqa: PT017
        return
    assert opened.workbook.sheets


# Hostile words

EVIL = "<script>alert(1)</script>{{7*7}}{x}%s"


def test_words_of_the_user_are_words_everywhere(tmp_path: Path) -> None:
    text = f'省份,"{EVIL}"\n安徽,1\n河北,2\n"{EVIL}",3\n=cmd,4\n'
    result = joined(text, title=EVIL, source=EVIL, unit=EVIL)
    drawn = draw_joined(result, MapRequest(""))
    for name in OF_ONE:
        content = export(drawn, name, style=as_honoured(Style(size=(900, 700)), name))
        if name in ("html", "svg"):
            assert b"<script>alert" not in content
            assert b"49" not in content.split(b"alert")[1][:30]
        if name == "csv":
            assert b"\n=cmd" not in content
    long = "长" * 5000
    result = joined(f"省份,{long}\n安徽,1\n{long},2\n河北,{long}\n", source=long, title=long)
    assert export(
        draw_joined(result, MapRequest("", language="zh")), "png", style=Style(size=(900, 700))
    )


def test_without_a_source_the_map_says_so() -> None:
    assert "Source: not stated." in draw_joined(joined(OFFICE), MapRequest("")).source_line
    stated = draw_joined(joined(OFFICE, source="统计局", source_date="2020"), MapRequest(""))
    assert stated.source_line.startswith("Source: 统计局 (2020). Boundaries:")
