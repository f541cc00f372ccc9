"""Addresses: the province, the prefecture and the county in which one lies, or why that is not
certain; a street is never taken for the place it is called after."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.tables import Match
from geo.model.values import LEVELS, Level
from geo.places.addresses import Addressed, read_address, read_addresses
from geo.places.hierarchy import read_hierarchy
from geo.places.names import read_gazetteer
from tests.gathered import gathered

TEXT = (Path(__file__).parent / "addresses.csv").read_text(encoding="utf-8")
ROWS = [*csv.DictReader(TEXT.splitlines())]
COUNTIES = read_gazetteer("counties")


def codes(text: str) -> tuple[str, ...]:
    return tuple(read_addresses([text], level)[0].adcode for level in LEVELS)


@gathered("row", ROWS, ids=lambda row: row["address"])
def test_addresses(row: dict[str, str]) -> None:
    right = tuple(row[f"{level}_adcode"] for level in LEVELS)
    assert codes(row["address"]) == right
    for text in (f" {row['address']} ", f"中国{row['address']}", f"230000 {row['address']}"):
        assert codes(text) == right


def test_what_is_not_certain_has_a_reason() -> None:
    texts = [row["address"] for row in ROWS]
    for level in LEVELS:
        found = read_addresses(texts, level)
        assert len(found) == len(ROWS) == 60
        for one in found:
            assert bool(one.adcode) != bool(one.why.en)
            assert bool(one.why.en) == bool(one.why.zh)


@gathered(
    ("text", "right"),
    [
        # Streets, schools and features called after places.
        ("上海路1号", ("", "", "")), ("南京东路100号", ("", "", "")), ("中山二路5号", ("", "", "")),
        ("北京大学深圳医院", ("", "", "")), ("朝阳门外大街1号", ("", "", "")),
        ("青海湖路1号", ("", "", "")), ("海南岛环岛路", ("", "", "")),
        ("东方明珠路1号", ("", "", "")), ("南京市场路1号", ("", "", "")),
        ("青岛山东路12号", ("370000", "370200", "")),
        ("台州路桥区路桥大道", ("330000", "331000", "331004")),
        ("南京江东中路1号", ("320000", "320100", "")),
        ("天津塘沽区上海道", ("120000", "120100", "120116")),
        # Names of several places.
        ("吉林解放大路3号", ("220000", "", "")), ("海南人民路1号", ("", "", "")),
        ("海南共和县人民路", ("630000", "632500", "632521")),
        ("桥东区中山路1号", ("130000", "", "")),
        ("长沙长沙县人民路", ("430000", "430100", "430121")),
        ("广东省中山市东区博爱路", ("440000", "442000", "442000")),
        # What does not agree.
        ("徐州市玄武区中山路1号", ("320000", "", "")), ("安徽省玄武区", ("", "", "")),
        # What was.
        ("石家庄市桥东区中山路", ("130000", "130100", "")), ("巢湖市人民路3号", ("340000", "", "")),
        ("安徽省巢湖市人民路3号", ("340000", "340100", "340181")),
        ("安徽省六安市寿县新桥", ("340000", "340400", "340422")),
        ("毕节市人民路", ("520000", "520500", "")),
        # What is in no list.
        ("合肥市高新区望江西路", ("340000", "340100", "")),
        ("合肥市滨湖新区包河区庐州大道", ("340000", "340100", "340111")),
        ("台湾省台北市信义路", ("710000", "710000", "710000")), ("火星路1号", ("", "", "")),
        # Other ways to write.
        ("江蘇省 南京市 玄武區 中山路", ("320000", "320100", "320102")),
        ("安徽省/合肥市/蜀山区", ("340000", "340100", "340104")),
        ("合肥蜀山", ("340000", "340100", "340104")),
        ("合肥", ("340000", "340100", "")), ("", ("", "", "")), ("1" * 1000, ("", "", "")),
        ("安" * 100_000, ("", "", "")),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_other_addresses(text: str, right: tuple[str, ...]) -> None:
    assert codes(text) == right


@gathered(
    ("text", "level", "en", "zh"),
    [
        ("鼓楼区湖南路1号", "county",
         "several places are called 鼓楼区", "名为鼓楼区的地方不止一个"),
        ("徐州市玄武区中山路1号", "county", "in which 玄武区 does not lie", "玄武区不在其境内"),
        ("杭州市江干区庆春东路1号", "county",
         "divided among several places in 2021", "2021年分属多地"),
        ("合肥长江中路15号", "county",
         "says 合肥, which does not name a county", "没有写明县级行政区"),
        ("火星路1号", "province", "begins with no place that is known", "没有可识别的地名"),
    ],
)  # fmt: skip
def test_reasons(text: str, level: Level, en: str, zh: str) -> None:
    (found,) = read_addresses([text], level)
    assert found.adcode == ""
    assert en in found.why.en
    assert zh in found.why.zh
    if level == "county":
        assert COUNTIES.explain(text) == found.why


def test_the_same_beginning_is_read_once() -> None:
    texts = [f"安徽省合肥市蜀山区长江西路{number}号" for number in range(100)]
    found = read_addresses(texts, "county")
    assert {id(one) for one in found} == {id(found[0])}
    assert found[0] == Addressed("340104")


# Cells of tables.


@gathered(
    ("name", "text", "match"),
    [
        ("provinces", "安徽省合肥市蜀山区长江西路200号", Match("340000", "address")),
        ("prefectures", "合肥长江中路15号", Match("340100", "address")),
        ("counties", "南通市通州区金沙街道", Match("320612", "address")),
        ("counties", "江苏省南京市鼓楼区", Match("320106", "parent")),
        ("counties", "湖北省襄樊市襄城区", Match("420602", "parent")),
        ("counties", "云南省思茅市翠云区", Match("530802", "former")),
        # A row of figures of a place that is part of another now is not its figure.
        ("counties", "北京市崇文区", None),
        ("counties", "北京市崇文区崇文门外大街1号", Match("110101", "address")),
        # A place of a lower level is no row of a higher one.
        ("provinces", "安徽省合肥市", None), ("prefectures", "安徽省合肥市蜀山区", None),
        # Rows of tables are no addresses.
        ("provinces", "安徽省农村", None), ("provinces", "安徽省铁路", None),
        ("provinces", "澳门特别行政区路环", None), ("provinces", "北京市城镇", None),
        ("counties", "合肥长江中路15号", None),
    ],
)  # fmt: skip
def test_cells_that_are_addresses(name: str, text: str, match: Match | None) -> None:
    assert read_gazetteer(name).resolve(text) == match


def test_what_else_is_said_may_contradict() -> None:
    text = "南京市鼓楼区上海路42号"
    assert COUNTIES.resolve(text, within=["江苏"]) == Match("320106", "address")
    assert COUNTIES.resolve(text, within=["福建"]) is None
    assert COUNTIES.within("340000").resolve(text) is None


@given(
    st.sampled_from([*COUNTIES.places.values()]),
    st.sampled_from(["人民路1号", "上海路5号", "中山北路9号", "北京东路", "长江村", ""]),
)
def test_a_full_address_is_that_of_its_county(place: object, street: str) -> None:
    adcode, name = place.adcode, place.full.zh  # type: ignore[attr-defined]
    above = read_hierarchy()
    upper = [above.ancestor(adcode, "county", level) for level in ("province", "prefecture")]
    provinces, prefectures = (read_gazetteer(name) for name in ("provinces", "prefectures"))
    said = [provinces.places[upper[0]].full.zh, prefectures.places[upper[1]].full.zh, name]
    text = "".join(dict.fromkeys(said)) + street
    assert read_address(text).where == (*upper, adcode)


@given(st.text("安徽省合肥市蜀山区北京东路中朝阳鼓楼南海1号", max_size=14))
def test_what_is_found_agrees_at_all_levels(text: str) -> None:
    province, prefecture, county = codes(text)
    above = read_hierarchy()
    if county and prefecture:
        assert above.parents["county"][county] == prefecture
    if prefecture:
        assert above.parents["prefecture"][prefecture] == province


@pytest.mark.parametrize("level", LEVELS)
def test_many_addresses_share_their_answers(level: Level) -> None:
    texts = [row["address"].replace("号", f"{n}号") for n in range(50) for row in ROWS]
    found = read_addresses(texts, level)
    right = [row[f"{level}_adcode"] for row in ROWS] * 50
    assert [one.adcode for one in found] == right
