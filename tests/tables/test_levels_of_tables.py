"""The level of a table: what wins, what is asked, what cannot be done."""

from __future__ import annotations

import json
from typing import Any

import pytest
from shapely.geometry import box, mapping

from geo.cli.table import TableOptions
from geo.model.errors import GeoError, QuestionError
from geo.tables.by_place import figures_by_place
from geo.tables.indicator import Joined, indicator_of, join_work
from geo.tables.saved import open_saved, to_saved
from geo.tables.work import BoundaryUpload, Choices, Work, open_pasted

CITIES = "城市,人口,占比\n合肥市,9,5%\n芜湖市,3,6%\n南京市,8,7%\n苏州市,10,8%\n镇江,3,9%\n"


def joined(text: str, **choices: Any) -> Joined:
    return join_work(Work(open_pasted(text, name="t.csv"), Choices(**choices)))


def level(text: str, **choices: Any) -> tuple[str, str | None]:
    found = joined(text, **choices).reading.choices
    return found.boundaries, found.within


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("地区,数\n北京,1\n上海,2\n", "provinces"),
        ("地区,数\n吉林,1\n海南,2\n", "provinces"),
        ("城市,数\n北京,1\n上海,2\n天津,3\n重庆,4\n", "provinces"),
        ("省,市,数\n安徽,,9\n安徽,合肥,5\n河北,,8\n河北,保定,2\n", "provinces"),
        ("省份,城市,项目\n安徽,合肥,a\n安徽,合肥,b\n河北,保定,c\n河北,保定,d\n", "provinces"),
        ("省份,城市,数\n安徽,合肥,1\n安徽,芜湖,2\n河北,保定,3\n河北,唐山,4\n", "prefectures"),
        ("省份,城市,年份,数\n" + "".join(
            f"{p},{c},{y},1\n" for y in (2019, 2020)
            for p, c in (("安徽", "合肥"), ("安徽", "芜湖"), ("河北", "保定"))
        ), "prefectures"),
        ("城市,数\n合肥市,1\n杭州市,2\n", "prefectures"),
        ("区县,数\n瑶海区,1\n西湖区,2\n长丰县,3\n", "counties"),
        ("代码,数\n340100,1\n340200,2\n330100,3\n", "prefectures"),
        ("代码,数\n340102,1\n340103,2\n330102,3\n", "counties"),
        ("adcode,数\n11,1\n12,2\n13,3\n", "provinces"),
    ],
)  # fmt: skip
def test_the_level_is_found(text: str, expected: str) -> None:
    assert level(text)[0] == expected


def test_the_part_of_the_country_is_found_and_can_be_said() -> None:
    assert level("城市,数\n合肥市,1\n芜湖市,2\n") == ("prefectures", "340000")
    assert level("区县,数\n瑶海区,1\n庐阳区,2\n") == ("counties", "340100")
    assert level("区县,数\n东城区,1\n海淀区,2\n") == ("counties", "110000")
    assert level(CITIES) == ("prefectures", "")
    result = joined(CITIES, within="340000")
    assert {o.adcode for o in indicator_of(result).values} == {"340100", "340200"}
    assert [g.kind for g in result.report.groups] == ["elsewhere"] * 3
    assert level("地区,数\n合肥,1\n", within="340000") == ("prefectures", "340000")


def test_a_name_of_several_places_is_that_of_the_part() -> None:
    rows = "区县,数\n玄武区,1\n秦淮区,2\n鼓楼区,3\n"
    result = joined(rows)
    assert result.matched.adcodes == ("320102", "320104", "320106")
    assert result.report.matched == {"name": 3}
    every = joined(rows, within="", in_order=False)
    assert [u.text for u in every.report.unmatched] == ["鼓楼区"]
    assert "320302" in every.report.unmatched[0].why.zh


def test_a_column_goes_before_the_rows_above() -> None:
    text = "市,地区,数\n,南京市,9\n南京市,玄武区,1\n南京市,秦淮区,1\n徐州市,鼓楼区,2\n"
    assert joined(text).matched.adcodes == ("", "320102", "320104", "320302")


def test_the_districts_of_a_city_together_are_set_aside() -> None:
    text = "区县,数\n合肥市,9\n市辖区,4\n长丰县,1\n肥东县,2\n肥西县,3\n巢湖市,4\n"
    result = joined(text)
    assert [(g.text, g.kind) for g in result.report.groups] == [
        ("合肥市", "total"), ("市辖区", "region"),
    ]  # fmt: skip


def test_two_levels_of_one_column_are_asked_about() -> None:
    text = "地区,数\n" + "".join(
        f"{name},{n}\n"
        for n, name in enumerate(("合肥市", "芜湖市", "蚌埠市", "长丰县", "肥东县", "肥西县"))
    )
    with pytest.raises(QuestionError, match="places of two levels") as asked:
        joined(text)
    assert [answer.option for answer in asked.value.answers] == [
        "--level prefecture", "--level county",
    ]  # fmt: skip
    for answer, count in zip(asked.value.answers, (3, 3), strict=True):
        assert joined(text, **answer.choices).report.matched_rows == count


def test_cities_among_few_provinces_may_be_the_map() -> None:
    text = "地区,数\n安徽,1\n河北,2\n广东,3\n深圳,4\n广州,5\n苏州,6\n大连,7\n"
    with pytest.raises(QuestionError, match="only 3 of 7 rows") as asked:
        joined(text)
    assert [answer.option for answer in asked.value.answers] == [
        "--key '地区'", "--level prefecture",
    ]  # fmt: skip
    assert joined(text, **asked.value.answers[1].choices).report.matched_rows == 4


def test_another_level_than_the_table_s_is_said() -> None:
    with pytest.raises(QuestionError, match="no column with names or codes of counties") as asked:
        joined(CITIES, boundaries="counties")
    (answer,) = asked.value.answers
    assert joined(CITIES, **answer.choices).report.matched_rows == 5


def test_what_cannot_be_added_up_is_refused() -> None:
    with pytest.raises(GeoError, match="that is no higher level"):
        joined(CITIES, sum_to="county")
    with pytest.raises(GeoError, match="counts and ratios can"):
        joined(CITIES, sum_to="province", kind="index")
    with pytest.raises(GeoError, match="no figures by county"):
        joined("区县,占比\n瑶海区,1%\n庐阳区,2%\n", sum_to="prefecture")
    with pytest.raises(GeoError, match="of no level of administrative divisions"):
        joined("地区,数\n东部地区,1\n中部地区,2\n", boundaries="regions", sum_to="province")


def test_ratios_are_weighed_by_population() -> None:
    rows = "".join(f"{name},{n}%\n" for n, name in enumerate(("海口", "三亚", "儋州"), 1))
    result = joined(f"城市,比重\n{rows}", sum_to="province", kind="ratio")
    indicator = indicator_of(result)
    assert indicator.values[0].value is None
    assert "3 of" in indicator.values[0].note.en
    assert "opulation" in indicator.method.en
    beijing = joined("城市,比重\n北京市,7%\n合肥,1%\n芜湖,2%\n", sum_to="province", kind="ratio")
    found = {o.adcode: o for o in indicator_of(beijing).values}
    assert (found["110000"].value, found["110000"].status) == (7, "derived")
    assert figures_by_place(beijing)["110000"] == {"比重": 7}


def test_what_is_said_at_one_level_waits_at_another() -> None:
    text = "地区,数\n安徽,1\n河北,2\n合匪,3\n合肥,4\n芜湖,5\n"
    fixes = {"合匪": "340100"}
    upper = joined(text, boundaries="provinces", fixes=fixes, key="地区")
    assert [u.text for u in upper.report.unmatched] == ["合匪", "合肥", "芜湖"]
    assert upper.reading.choices.fixes == fixes
    lower = joined(text, boundaries="prefectures", fixes=fixes, within="", duplicates="sum")
    assert {o.adcode: o.value for o in indicator_of(lower).values}["340100"] == 7


def test_the_level_is_saved_with_the_work() -> None:
    result = joined(CITIES, within="340000", sum_to="province")
    opened = open_saved(to_saved(result.reading.work, result.reading))
    assert (opened.choices.boundaries, opened.choices.within) == ("prefectures", "340000")
    again = join_work(opened)
    assert again.report == result.report


def test_a_boundary_file_of_one_s_own_has_no_level() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "code": code},
            "geometry": mapping(box(west, 31, west + 1, 32)),
        }
        for name, code, west in (("合肥市", "340100", 117), ("芜湖市", "340200", 118))
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features})
    upload = BoundaryUpload("b.geojson", content.encode())
    work = Work(open_pasted(CITIES, name="t.csv"), Choices(key="城市"), upload)
    result = join_work(work)
    assert result.reading.found is None
    assert {o.adcode for o in indicator_of(result).values} == {"340100", "340200"}
    assert result.reading.choices.boundaries == ""


def test_a_level_and_boundaries_are_two_words_for_one_thing(tmp_path: Any) -> None:
    table = tmp_path / "t.csv"
    table.write_text(CITIES, encoding="utf-8")
    with pytest.raises(GeoError, match="not both"):
        TableOptions(boundaries="regions").work(table, "county")
    choices = TableOptions(sum_to="province").work(table, "prefecture", "340000").choices
    assert (choices.boundaries, choices.within, choices.sum_to) == (
        "prefectures", "340000", "province",
    )  # fmt: skip
