"""The line through time beside a figure: what is sent of it, and what the browser makes of that."""

from __future__ import annotations

import pytest

from geo.draw.media.web.series import browser_series
from geo.indicators.catalogue import list_indicators
from geo.indicators.derive import load_indicator
from geo.indicators.national_line import national
from geo.model.text import LANGUAGES
from geo.tables.indicator import join_work
from geo.tables.work import Work, open_pasted
from tests.browser import chromium
from tests.gathered import gathered
from tests.scripts import Script, js, sheet

__all__ = ["chromium", "js", "sheet"]

OWN = "省份,2019年,2020年,2022年,2023年\n安徽,100,150,,300\n河北,50,100,150,200\n"


@gathered("language", LANGUAGES)
def test_every_series_has_the_figures_of_its_indicator(language: str) -> None:
    several = [i for i in list_indicators() if len(i.periods) > 1]
    assert len(several) > 20
    for indicator in several:
        found = browser_series(indicator, language)  # type: ignore[arg-type]
        assert found is not None, indicator.id
        assert found["periods"] == list(indicator.periods)
        assert found["x"] == sorted(found["x"])
        given = {(o.adcode, o.period): o for o in indicator.values}
        for adcode, series in found["places"].items():
            row = [given.get((adcode, period)) for period in indicator.periods]
            for value, o in zip(series["v"], row, strict=True):
                assert (value is None) == (o is None or o.value is None)
                assert value is None or value == pytest.approx(o and o.value, rel=1e-5)
            hollow = [i for i, o in enumerate(row)
                      if o and o.status in ("estimated", "forecast", "unconfirmed")]  # fmt: skip
            assert series.get("o", []) == hollow, (indicator.id, adcode)
        together = national(indicator)
        if together is None or not together.values:
            assert found["all"] is None
        else:
            values = [together.values.get(period) for period in indicator.periods]
            short = [None if value is None else float(f"{value:.6g}") for value in values]
            assert found["all"]["v"] == short
            assert found["all"]["told"] == together.told[language]  # type: ignore[index]
            assert (found["all"]["texts"] is None) == together.indexed


def test_of_one_period_or_of_words_there_is_no_line() -> None:
    assert browser_series(load_indicator("population-2020"), "en") is None
    words = join_work(Work(open_pasted("省份,状态\n安徽,在建\n河北,拟建\n", name="a.csv")))
    assert words.indicator is not None
    assert browser_series(words.indicator, "en") is None


def test_of_many_places_one_is_told() -> None:
    found = browser_series(load_indicator("population"), "zh", place="440000")
    assert found is not None
    assert list(found["places"]) == ["440000"]
    assert found["all"]["v"][-1] > found["places"]["440000"]["v"][-1]


@pytest.mark.browser
def test_a_line_has_gaps_and_an_index_from_the_first_common_year(js: Script) -> None:
    indicator = join_work(Work(open_pasted(OWN, name="a.csv"))).indicator
    assert indicator is not None
    series = browser_series(indicator, "en")
    assert series is not None
    script = """({ linesOf, runs, told }, series) => ["340000", "130000"].map((adcode) => {
        const lines = linesOf(series, adcode);
        return [lines.own, lines.all, lines.base, runs(lines.own, series), told(series, adcode)];
    })"""
    (anhui, hebei) = js(script, series)
    # Of 2021 there is no figure at all, of 2022 none of Anhui: neither is joined over.
    assert anhui[3] == [[0, 1], [3]]
    assert hebei[3] == [[0, 1], [2, 3]]
    assert anhui[0] == pytest.approx([100, 150, None, 300])
    assert hebei[0] == pytest.approx([100, 200, 300, 400])
    assert anhui[1] == hebei[1] == pytest.approx([100, 250 / 1.5, None, 500 / 1.5])
    assert anhui[2] == hebei[2] == 0
    assert "2019 = 100; in 2023 400 here, 333 all together" in hebei[4]
    assert "sum of the 2 places" in hebei[4]


@pytest.mark.browser
def test_ratios_stand_in_one_scale(js: Script) -> None:
    series = browser_series(load_indicator("rd-intensity"), "zh")
    assert series is not None
    script = (
        """({ linesOf, told }, series) => [linesOf(series, "110000"), told(series, "110000")]"""
    )
    lines, told = js(script, series)
    assert lines["base"] is None
    assert lines["own"] == series["places"]["110000"]["v"]
    assert lines["all"] == series["all"]["v"]
    assert series["all"]["texts"][-1] in told
