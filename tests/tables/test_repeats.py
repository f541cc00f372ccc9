"""What a person is asked about a table: rows of one place, and spellings that mean but one."""

from __future__ import annotations

from typing import Any

import pytest

from geo.tables.indicator import Joined, join_work
from geo.tables.offers import sure_fixes
from geo.tables.repeats import Repeat, repeats_of
from geo.tables.work import Choices, Work, open_pasted


def joined(text: str, **choices: Any) -> Joined:
    return join_work(Work(open_pasted(text, name="mine.csv"), Choices(**choices)))


TWICE = "省份,项目数\n北京,12\n安徽,280\n安徽,约9\n安徽,281\n河北,5\n"


@pytest.mark.parametrize(
    ("rule", "figure"), [("", None), ("first", 280), ("last", 281), ("sum", 561), ("mean", 280.5)]
)
def test_the_rows_of_a_place_are_told_with_their_figures(rule: str, figure: float | None) -> None:
    cells = ((3, "280"), (4, "约9"), (5, "281"))
    assert repeats_of(joined(TWICE, duplicates=rule)) == (Repeat("340000", "", cells, figure),)


def test_what_counts_is_what_the_map_shows() -> None:
    text = '省份,2019年,2020年\n安徽,"1,200",3\n河北,4,5\n安徽,2,7\n河北,1,\n'
    result = joined(text, duplicates="sum", key="省份")
    assert result.indicator is not None
    shown = {(o.adcode, o.period): o.value for o in result.indicator.values}
    repeats = repeats_of(result)
    assert {(r.adcode, r.period) for r in repeats} == set(shown)
    assert {(r.adcode, r.period): r.figure for r in repeats} == shown


def test_words_that_stand_twice_are_told_as_words() -> None:
    text = "省份,状态\n安徽,在建\n安徽,拟建\n河北,在建\n"
    cells = ((2, "在建"), (3, "拟建"))
    result = joined(text, duplicates="last", aggregate="rows", value="状态")
    assert repeats_of(result) == (Repeat("340000", "", cells, "拟建"),)


def test_nothing_stands_twice_in_a_plain_table() -> None:
    assert repeats_of(joined("省份,数\n安徽,1\n河北,2\n")) == ()


def test_only_a_spelling_without_doubt_is_fixed_at_once() -> None:
    text = "省份,数\n安徽,1\n河北,2\n广东,3\nShangdong,4\nHanan,5\n深圳,6\n四川生,7\nShangdong,8\n"
    result = joined(text, duplicates="sum", key="省份")
    assert sure_fixes(result.reading, result.report) == {
        "Shangdong": "370000", "四川生": "510000",
    }  # fmt: skip
    everything = sure_fixes(result.reading, result.report)
    assert sure_fixes(*_of(joined(text, duplicates="sum", key="省份", fixes=everything))) == {}


def _of(result: Joined) -> tuple[Any, Any]:
    return result.reading, result.report
