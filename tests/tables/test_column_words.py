"""What headings say: the vocabulary is data, and these are its edges."""

from __future__ import annotations

import pytest

from geo.tables.column_words import says
from geo.tables.measures import suggest_kind


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
