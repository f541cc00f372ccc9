"""Figures of a table as observations: of which period, and of which date."""

from __future__ import annotations

import pytest

from geo.tables.indicator import indicator_of, join_work
from geo.tables.work import Work, open_pasted

HEAD = "省份\t项目\t统计日期"
ROWS = ("安徽\t280\t20200301", "河北\t43\t20200302", "山西\t12\t20200303")


def dates(*rows: str) -> dict[str, str]:
    table = open_pasted("\n".join((HEAD, *rows)), name="t")
    return {o.adcode: o.date for o in indicator_of(join_work(Work(table))).values}


@pytest.mark.parametrize("said", ["", "合计", "截至 2020 年 3 月", "—"])
def test_a_total_does_not_take_the_dates_from_the_rows_of_places(said: str) -> None:
    expected = {"340000": "2020-03-01", "130000": "2020-03-02", "140000": "2020-03-03"}
    assert dates(*ROWS) == expected
    assert dates(*ROWS, f"全国\t335\t{said}") == expected
