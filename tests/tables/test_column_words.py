"""What headings say: the vocabulary is data, and these are its edges; and which column of a table
is what."""

from __future__ import annotations

import pytest

from geo.model.errors import QuestionError, TableError, UnknownNameError
from geo.model.tables import Column, Table
from geo.places.names import read_gazetteer
from geo.tables.column_words import says
from geo.tables.columns import Roles, find_roles
from geo.tables.measures import suggest_kind

GAZETTEER = read_gazetteer()
#: Provinces in the order of their codes.
NAMES, CODES = zip(*((p.name.zh, p.adcode[:2]) for p in GAZETTEER.places.values()), strict=True)


@pytest.mark.parametrize(
    "heading",
    ["省", "省份", "所在省份", "所属地级市", "上级单位", "市 名称", "City Name", "city_name",
     "NAME_1", "adm2_zh", "隶属地区名"],
)  # fmt: skip
def test_a_heading_names_what_places_lie_in(heading: str) -> None:
    assert says("parent", heading)


@pytest.mark.parametrize(
    "heading", ["", "所属", "名称", "县", "省会", "城市化率", "city code", "name_3"]
)
def test_a_heading_names_something_else(heading: str) -> None:
    assert not says("parent", heading)


@pytest.mark.parametrize(
    ("name", "unit", "kind"),
    [
        ("普及率", "", "ratio"), ("功率", "", "count"), ("装机功率", "万千瓦", "count"),
        ("功率利用率", "", "ratio"), ("单位面积功率密度", "", "ratio"), ("产值", "亿元", "count"),
        ("产值", "元/人", "ratio"), ("评分", "", "index"),
    ],
)  # fmt: skip
def test_the_kind_of_a_measure_is_told_by_its_words(name: str, unit: str, kind: str) -> None:
    assert suggest_kind(name, unit) == kind


# Which column is what


def roles(*rows: str, key: str | None = None, period: str | None = None) -> Roles:
    headings, *body = [row.split(",") for row in rows]
    table = Table(
        name="t.csv",
        headings=tuple(Column(name, name, "", "") for name in headings),
        rows=tuple(map(tuple, body)),
        row_numbers=tuple(range(2, len(rows) + 1)),
    )
    return find_roles(table, resolve=GAZETTEER.resolve, key=key, period=period)


def measures(found: Roles) -> list[str]:
    return [measure.name for measure in found.measures]


def test_columns_of_periods_and_of_their_parts() -> None:
    rows = [f"{name},{year},{q},{n}" for n, name in enumerate(("北京", "河北"))
            for year in (2019, 2020) for q in (1, 2)]  # fmt: skip
    found = roles("省份,年份,季度,值", *rows)
    assert (found.key, found.period, found.part, measures(found)) == (
        "省份",
        "年份",
        "季度",
        ["值"],
    )
    assert (found.texts, found.series, found.dates, found.is_list) == ((), "", "", False)
    assert (found.evidence.names, found.evidence.places, found.evidence.filled) == (8, 2, 8)


def test_a_column_may_say_of_when_the_only_row_of_a_place_is() -> None:
    found = roles("省份,a,年份", "北京,5,2019", "河北,6,2020")
    assert (found.period, found.dates, found.texts, measures(found)) == (
        "",
        "年份",
        ("年份",),
        ["a"],
    )
    assert measures(roles("省份,a", "北京,2019", "河北,2020")) == ["a"]
    for period in (None, ""):
        assert measures(roles("省份,年份", "北京,2019", "河北,2020", period=period)) == []
    assert measures(roles("省份,年份", "北京,12000", "河北,13000")) == ["年份"]
    chosen = roles("省份,a,b", "北京,2019,5", "河北,2020,6", period="a")
    assert (chosen.period, measures(chosen)) == ("a", ["b"])


def test_a_column_may_say_of_what_a_row_is() -> None:
    found = roles("省份,指标,值", "北京,甲,1", "北京,乙,2", "河北,甲,3", "河北,乙,4")
    assert (found.series, measures(found), found.is_list) == ("指标", ["甲", "乙"], False)


def test_columns_of_places_within_a_place_and_of_numbers_of_rows() -> None:
    found = roles("县,省份,市,序号,值", "长丰县,安徽,合肥市,a1,1", "正定县,河北,石家庄市,a2,4",
                  key="省份")  # fmt: skip
    assert (found.levels, found.texts) == (("市", "县"), ("县", "市"))  # from large to small
    assert measures(found) == ["值"]
    assert roles("市,值", "北京,1", "天津,2").levels == ()  # the key is none


def test_what_looks_like_years_goes_last() -> None:
    assert measures(roles("省份,a,b", "北京,2011,7", "河北,2012,8")) == ["b", "a"]
    assert measures(roles("省份,a,b", "北京,3011,7", "河北,2012,8")) == ["a", "b"]


@pytest.mark.parametrize(("rows", "is_list"), [(14, False), (15, True)])
def test_a_list_has_half_as_many_rows_again_as_places(rows: int, is_list: bool) -> None:
    names = [NAMES[n % 10] for n in range(rows)]
    found = roles("省份,项目", *[f"{name},{n}号" for n, name in enumerate(names)])
    assert found.is_list == is_list


@pytest.mark.parametrize(("others", "is_list"), [(3, False), (4, True)])
def test_the_words_of_a_list_tell_a_place_s_rows_apart(others: int, is_list: bool) -> None:
    """13 different pairs of ten places are too few, and 14 are enough."""
    rows = [f"{NAMES[n % 10]},{'b' if n < others else 'a'}" for n in range(20)]
    assert roles("省份,项目", *rows).is_list == is_list
    assert not roles("省份,市", *rows).is_list  # names of parts and dates are no things
    days = [f"{NAMES[n % 3]},2011-0{1 + n}-1{n}" for n in range(9)]
    assert roles("省份,项目", *days).is_list
    assert not roles("省份,日期", *days).is_list
    assert roles("省份,市,项目", *[f"{row},{n}号" for n, row in enumerate(rows)]).is_list


def test_rows_without_a_place_make_no_list() -> None:
    assert not roles("省份,项目", "北京,a", "河北,b", "某地,c", "某处,d").is_list


def test_a_measure_is_found_by_its_name_and_by_a_column() -> None:
    found = roles("省份,a,b", "北京,1,7", "河北,2,8")
    assert found.measure("b") is found.measures[1]
    headings = (Column("省份", "省份"), Column("产值2019", "产值", "2019"))
    table = Table(name="t", headings=headings, rows=(("北京", "5"),), row_numbers=(2,))
    found = find_roles(table, resolve=GAZETTEER.resolve)
    assert found.measure("产值2019") is found.measure("产值") is found.measures[0]
    with pytest.raises(UnknownNameError, match="unknown value column 'x'"):
        found.measure("x")
    for given in ({"key": "x"}, {"period": "x"}):
        with pytest.raises(UnknownNameError, match="unknown column 'x'"):
            roles("省份,a", "北京,1", **given)


# Which column names the places


def test_the_column_with_the_most_names_is_the_key_unless_another_has_nearly_as_many() -> None:
    one = NAMES[:5]
    clear = [*NAMES[10:13], "x", "y"]
    assert roles("a,b", *map(",".join, zip(clear, one, strict=True))).key == "b"
    near = [*NAMES[10:14], "y"]
    with pytest.raises(QuestionError, match="several columns") as asked:
        roles("a,b", *map(",".join, zip(near, one, strict=True)))
    assert [answer.choices for answer in asked.value.answers] == [{"key": "a"}, {"key": "b"}]
    told = [answer.meaning.en for answer in asked.value.answers]
    assert "4" in told[0]
    assert "5" in told[1]
    assert NAMES[2] in told[1]  # three examples
    assert NAMES[3] not in told[1]
    assert roles("地区,b", *map(",".join, zip(near, one, strict=True))).key == "地区"


def test_one_row_with_two_names_is_asked_about() -> None:
    with pytest.raises(QuestionError, match="several columns"):
        roles("a,b,值", "北京,河北,1")


def test_without_names_the_first_columns_and_cells_are_told() -> None:
    headings = [f"h{n}" for n in range(1, 23)]
    cells = [f"c{n}" for n in range(1, 23)]
    with pytest.raises(TableError) as refused:
        roles(",".join(headings), ",".join(cells), ",".join(["last"] * 22))
    told = str(refused.value)
    assert all(word in told for word in ("h20", "c5"))
    assert not any(word in told for word in ("h21", "c6", "last"))


@pytest.mark.parametrize(("places", "figures"), [(7, ["值"]), (8, [])])
def test_figures_that_are_the_codes_of_many_places_are_codes(
    places: int, figures: list[str]
) -> None:
    pairs = [*zip(NAMES, CODES, strict=True)][:places]
    assert measures(roles("省份,值", *map(",".join, pairs))) == figures


def test_the_key_again_is_no_text() -> None:
    assert roles("省份,代码,值", "北京,11,1", "河北,13,2").texts == ()
    assert roles("省份,name,值", "北京,Beijing,1", "河北,Hebei,2").texts == ()
    assert roles("省份,name,值", "北京,Beijing,1", "河北,,2").texts == ("name",)
    assert roles("省份,name,值", "北京,Beijing,1").texts == ()
    assert roles("k,代码", "x,1", "y,2", key="k").texts == ("代码",)  # nothing is not the same
