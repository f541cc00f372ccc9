"""Slips of the pen in names of places: where one place alone can be meant, and where not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places.names import read_gazetteer

GAZETTEER = read_gazetteer("provinces")


@pytest.mark.parametrize(
    ("text", "adcode"),
    [("Shangdong", "370000"), ("四川生", "510000"), ("Tibat", "540000"), ("黑龙将", "230000"),
     ("Heilongjinag", "230000")],
)  # fmt: skip
def test_a_slip_of_the_pen_is_sure(text: str, adcode: str) -> None:
    place = GAZETTEER.surely(text)
    assert place is not None
    assert place.adcode == adcode
    assert GAZETTEER.suggest(text)[0] == place


@pytest.mark.parametrize(
    "text",
    ["Hanan", "Hnan", "Hunnan", "Jiangsi", "安微", "广冻", "湖喃", "陕西北", "深圳", "合计", "GD",
     "HN", "鼓楼", "370100", "", "Shandong", "中国",
     "x" * 5000],
)  # fmt: skip
def test_nothing_is_sure_where_there_is_any_doubt(text: str) -> None:
    assert GAZETTEER.surely(text) is None


@settings(max_examples=300)
@given(st.sampled_from(sorted(GAZETTEER.places)), st.booleans(), st.data())
def test_one_slip_never_leads_to_another_place(
    adcode: str, english: bool, data: st.DataObject
) -> None:
    name = GAZETTEER.places[adcode].name["en" if english else "zh"]
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(
        st.sampled_from("abcdefghijklmnopqrstuvwxyz" if english else "省市山东西南北广")
    )
    slips = (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at + 1 :],
        name[:at] + letter + name[at:],
    )
    text = data.draw(st.sampled_from(slips))
    if GAZETTEER.resolve(text) is None:
        assert GAZETTEER.surely(text) in (None, GAZETTEER.places[adcode])
