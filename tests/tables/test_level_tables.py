"""Tables of prefectures and counties as offices send them: from a file's bytes to the figures of
their places, without a word from the user."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
import pytest

from geo.maps.request import MapRequest
from geo.model.errors import QuestionError, TableError
from geo.places.hierarchy import read_hierarchy
from geo.places.listed import names_of
from geo.tables.indicator import Joined, indicator_of, join_work
from geo.tables.work import Choices, Work, open_bytes
from tests.drawn import draw

HIERARCHY = read_hierarchy()
PREFECTURES, COUNTIES = names_of("prefecture").places, names_of("county").places
ANHUI, JIANGSU, ZHEJIANG, SHANDONG = "340000", "320000", "330000", "370000"
NANJING, XUZHOU, WUXI = "320100", "320300", "320200"
Rows = Sequence[Sequence[str | int | float | None]]


@dataclass(frozen=True)
class Sent:
    """A file as it is sent, and what it says: the level and part, the figures of the latest period,
    and how many rows are of other levels."""

    name: str
    data: bytes
    level: str
    within: str
    figures: Mapping[str, float]
    aside: Mapping[str, int] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()
    periods: tuple[str, ...] = ("",)
    totals: int = 0


def xlsx(rows: Rows, *, merged: Sequence[str] = ()) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(buffer)
    return buffer.getvalue()


def text(rows: Rows, *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator).writerows(rows)
    return buffer.getvalue().encode(encoding)


def city(adcode: str) -> str:
    return PREFECTURES[adcode].full.zh


def yearbook_of_a_province() -> Sent:
    """A city's row, then those of its counties, set in; 鼓楼区 is in two of the cities."""
    rows: list[list[str | int | None]] = [
        ["表2-3  各市、县常住人口和生产总值（2020年）", None, None],
        ["地  区", "常住人口\n（万人）", "地区生产总值（亿元）"],
        ["全  省", 0, 0],
    ]
    figures: dict[str, float] = {}
    for at, one in enumerate((NANJING, WUXI, XUZHOU)):
        rows.append([f"  {city(one)}", 1000 + at, 9])
        for n, county in enumerate(HIERARCHY.members("county", one)):
            rows.append([f"\u3000\u3000{COUNTIES[county].full.zh}", 10 * (at + 1) + n, n])
            figures[county] = 10 * (at + 1) + n
    rows[2][1] = sum(map(int, figures.values()))
    rows.append(["注：练习数据，非统计数字。", None, None])
    data = xlsx(rows, merged=["A1:C1"])
    return Sent(
        "年鉴2-3.xlsx", data, "counties", JIANGSU, figures, {"prefecture": 3}, (), ("2020",), 1
    )


def covid_by_city() -> Sent:
    """A row for each city and day, its province beside it."""
    rows: list[list[str | int]] = [["provinceName", "cityName", "updateTime", "confirmedCount"]]
    places = (*HIERARCHY.members("prefecture", ANHUI), *HIERARCHY.members("prefecture", ZHEJIANG))
    for day in ("2020-02-01", "2020-02-02", "2020-02-03"):
        for n, one in enumerate(places):
            province = "安徽省" if one.startswith("34") else "浙江省"
            rows.append([province, HIERARCHY.names["prefecture"][one].zh, day, n * int(day[-1])])
    figures = {one: 3.0 * n for n, one in enumerate(places)}
    days = ("2020-02-01", "2020-02-02", "2020-02-03")
    return Sent("DXYArea.csv", text(rows), "prefectures", "", figures, periods=days)


def register_with_addresses() -> Sent:
    """Charging stations of one province by their addresses, in GBK; streets are called 上海路."""
    addresses = (
        "安徽省合肥市蜀山区长江西路200号", "合肥市包河区徽州大道88号", "合肥市瑶海区上海路6号",
        "芜湖市镜湖区北京中路1号", "安徽省黄山市屯溪区老街2号", "合肥长江中路15号",
    )  # fmt: skip
    rows = [["编号", "站点", "地址", "类型"]]
    rows += [[str(n), f"充电站{n}", a, "公共"] for n, a in enumerate(addresses, 1)]
    figures = {"340100": 4.0, "340200": 1.0, "341000": 1.0}
    data = text(rows, encoding="gb18030", separator=";")
    return Sent("充电站.csv", data, "prefectures", ANHUI, figures)


def codes_as_numbers() -> Sent:
    """Some codes of Hainan meant other places before 2008: the year says which are meant."""
    rows: list[list[str | int | None]] = [["2020年各市数据", None], ["行政区划代码", "GDP（亿元）"]]
    rows += [[int(code), n + 100] for n, code in enumerate(PREFECTURES)]
    figures = {code: n + 100.0 for n, code in enumerate(PREFECTURES)}
    return Sent("codes.xlsx", xlsx(rows), "prefectures", "", figures, periods=("2020",))


def ranking_of_cities() -> Sent:
    """Short names and ranks, in GBK; 吉林 is the city here, and 海南 does not stand in it."""
    every = [code for code in PREFECTURES if code != "632500"]
    rows: list[list[str | int]] = [["排名", "城市", "人口（万人）"]]
    short = HIERARCHY.names["prefecture"]
    rows += [
        [n, "吉林" if c == "220200" else short[c].zh, 2000 - n] for n, c in enumerate(every, 1)
    ]
    figures = {code: 2000.0 - n for n, code in enumerate(every, 1)}
    return Sent("排名.csv", text(rows, encoding="gb18030"), "prefectures", "", figures)


def years_across() -> Sent:
    cities = HIERARCHY.members("prefecture", ZHEJIANG)
    rows: list[list[str | int | None]] = [
        ["浙江省各市地区生产总值", None, None, None],
        ["单位：亿元", None, None, None],
        ["地区", "2018年", "2019年", "2020年"],
        ["浙江省", 3, 3 * len(cities), 66],
    ]
    rows += [[city(one), 1, 2, n + 1] for n, one in enumerate(cities)]
    figures = {one: n + 1.0 for n, one in enumerate(cities)}
    years = ("2018", "2019", "2020")
    return Sent("浙江.xlsx", xlsx(rows), "prefectures", ZHEJIANG, figures, periods=years, totals=3)


def counties_with_their_cities() -> Sent:
    """All counties of the country, the city in a column: what is shared is told apart."""
    rows: list[list[str | int]] = [["省份", "地市", "区县", "基站数"]]
    figures: dict[str, float] = {}
    for n, code in enumerate(COUNTIES):
        province = HIERARCHY.ancestor(code, "county", "province")
        above = HIERARCHY.ancestor(code, "county", "prefecture")
        name = COUNTIES[code].full.zh
        upper = HIERARCHY.names["province"][province].zh
        rows.append([upper, PREFECTURES[above].full.zh, name, n])
        figures[code] = n
    return Sent("区县.csv", text(rows), "counties", "", figures)


def english_with_provinces() -> Sent:
    """Suzhou is in two provinces, Taizhou, Yichun and Fuzhou are in two as well."""
    wanted = ("320500", "341300", "321200", "331000", "350100", "361000", "230700", "360900")
    rows: list[list[str | int]] = [["Province", "City", "Stations"]]
    for n, code in enumerate(wanted):
        province = HIERARCHY.ancestor(code, "prefecture", "province")
        upper = HIERARCHY.names["province"][province].en
        rows.append([upper, PREFECTURES[code].name.en, n])
    figures = {code: float(n) for n, code in enumerate(wanted)}
    return Sent("stations.csv", text(rows), "prefectures", "", figures)


def cities_across() -> Sent:
    """Cities across and years down, as a colleague sends them."""
    cities = HIERARCHY.members("prefecture", ANHUI)
    rows: list[list[str | int]] = [["年份", *map(city, cities)]]
    rows += [[year, *(year - 2000 + n for n in range(len(cities)))] for year in (2019, 2020)]
    figures = {one: 20.0 + n for n, one in enumerate(cities)}
    years = ("2019", "2020")
    return Sent("across.xlsx", xlsx(rows), "prefectures", ANHUI, figures, periods=years)


def before_a_merger() -> Sent:
    """A table of 2018, when 莱芜 was a city of its own; 襄樊 would be 襄阳."""
    cities = HIERARCHY.members("prefecture", SHANDONG)
    rows: list[list[str | int | None]] = [
        ["2018年山东省各市常住人口（万人）", None],
        ["市", "人口"],
    ]
    rows += [[city(one), n + 10] for n, one in enumerate(cities)]
    rows.append(["莱芜市", 130])
    figures = {one: n + 10.0 for n, one in enumerate(cities)}
    return Sent(
        "2018.xlsx", xlsx(rows), "prefectures", SHANDONG, figures, {}, ("莱芜市",), ("2018",)
    )


def districts_of_a_city() -> Sent:
    """A municipality's districts with their total; 朝阳区 is also in Changchun."""
    districts = HIERARCHY.members("county", "110000")
    rows: list[list[str | int]] = [["区", "企业数", "占比（%）"], ["北京市", 16 * 17 // 2, 100]]
    rows += [[COUNTIES[one].full.zh, n, n / 2] for n, one in enumerate(districts, 1)]
    figures = {one: float(n) for n, one in enumerate(districts, 1)}
    return Sent("北京.xlsx", xlsx(rows), "counties", "110000", figures, totals=1)


MADE: tuple[Callable[[], Sent], ...] = (
    yearbook_of_a_province, covid_by_city, register_with_addresses, codes_as_numbers,
    ranking_of_cities, years_across, counties_with_their_cities, english_with_provinces,
    cities_across, before_a_merger, districts_of_a_city,
)  # fmt: skip


def joined(sent: Sent, **choices: object) -> Joined:
    return join_work(Work(open_bytes(sent.data, sent.name), Choices(**choices)))  # type: ignore[arg-type]


@pytest.mark.parametrize("made", MADE, ids=lambda made: made.__name__)
def test_a_table_of_a_lower_level_goes_from_bytes_to_figures(made: Callable[[], Sent]) -> None:
    sent = made()
    result = joined(sent)
    reading, report = result.reading, result.report
    assert (reading.boundaries.id, reading.choices.within) == (sent.level, sent.within)
    indicator = indicator_of(result)
    assert indicator.periods == sent.periods
    last = indicator.periods[-1]
    found = {o.adcode: o.value for o in indicator.values if o.period == last}
    assert found == sent.figures
    assert tuple(u.text for u in report.unmatched) == sent.unmatched
    kinds = [group.kind for group in report.groups if group.kind != "total"]
    assert {kind: kinds.count(kind) for kind in kinds} == sent.aside
    assert len(report.totals) == sent.totals
    drawn = draw(result, MapRequest(""))
    assert drawn.layer.boundaries.level == reading.boundaries.level
    shown = {o.adcode: o.value for o in drawn.layer.values if o.value is not None}
    assert shown == sent.figures


# The same tables, with a word from the user


def test_the_other_level_of_a_mixed_table_is_one_choice_away() -> None:
    result = joined(yearbook_of_a_province(), boundaries="prefectures")
    found = {o.adcode: o.value for o in indicator_of(result).values}
    assert found == {NANJING: 1000, WUXI: 1001, XUZHOU: 1002}
    kinds = [group.kind for group in result.report.groups]
    assert kinds.count("county") == len(yearbook_of_a_province().figures)


def test_the_yearbook_adds_up_to_its_cities_and_not_to_its_province() -> None:
    sent = yearbook_of_a_province()
    result = joined(sent, sum_to="prefecture")
    assert result.boundaries.id == "prefectures"
    values = {o.adcode: o for o in indicator_of(result).values}
    for place in (NANJING, WUXI, XUZHOU):
        members = HIERARCHY.members("county", place)
        assert values[place].value == sum(sent.figures[one] for one in members)
        assert values[place].status == "derived"
    upper = joined(sent, sum_to="province")
    (jiangsu,) = indicator_of(upper).values
    assert (jiangsu.value, jiangsu.status) == (None, "no_data")
    assert "95" in jiangsu.note.en
    assert upper.report.incomplete == {JIANGSU: (len(sent.figures), 95)}
    assert any("Jiangsu" in note.en for note in indicator_of(upper).notes)


def test_a_former_city_is_added_to_what_it_is_a_part_of() -> None:
    from geo.tables.offers import former_fixes

    sent = before_a_merger()
    result = joined(sent)
    assert "济南" in result.report.unmatched[0].why.zh
    fixes = former_fixes(result.reading, result.report)
    assert fixes == {"莱芜市": "370100"}
    with pytest.raises(TableError, match="ratios cannot"):
        joined(sent, fixes=fixes, duplicates="sum", kind="ratio")
    merged = joined(sent, fixes=fixes, duplicates="sum")
    found = {o.adcode: o.value for o in indicator_of(merged).values}
    assert found == {**sent.figures, "370100": 140}


def test_many_shared_names_are_one_question() -> None:
    rows: list[list[str | int]] = [["区县", "数"]]
    rows += [[place.full.zh, n] for n, place in enumerate(COUNTIES.values())]
    sent = Sent("区县.csv", text(rows), "counties", "", {})
    with pytest.raises(QuestionError, match="names that several places bear") as asked:
        joined(sent)
    assert [answer.choices for answer in asked.value.answers] == [
        {"in_order": True}, {"in_order": False},
    ]  # fmt: skip
    ordered = joined(sent, in_order=True)
    codes = tuple(COUNTIES)
    assert all(a in ("", b) for a, b in zip(ordered.matched.adcodes, codes, strict=True))
    assert len(ordered.report.unmatched) < 10  # 矿区 and 北区 need a parent
    left = joined(sent, in_order=False)
    assert len(left.report.unmatched) > 60
    shuffled = [rows[0], *sorted(rows[1:], key=lambda row: int(row[1]) * 7919 % 2879)]
    with pytest.raises(QuestionError) as asked:
        joined(Sent("区县.csv", text(shuffled), "counties", "", {}))
    assert [answer.choices for answer in asked.value.answers] == [{"in_order": False}]
