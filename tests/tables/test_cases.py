"""Small tables that are easily read wrong, each with its right answer: the figures, or the question
that a person would ask. ``cases/`` has them, made by hand after real files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.maps.request import MapRequest
from geo.model.errors import QuestionError, TableError
from geo.places.names import read_gazetteer
from geo.tables.by_place import figures_by_place
from geo.tables.indicator import Joined, indicator_of, join_work, of_period
from geo.tables.reading import read_work
from geo.tables.work import Choices, Work, open_boundaries, open_file, open_pasted
from tests.drawn import draw
from tests.gathered import gathered

CASES = Path(__file__).parents[1] / "cases"
CODES = {p.name.zh: p.adcode for p in read_gazetteer().places.values()}


def work(file: str, *, boundaries: str = "", **choices: Any) -> Work:
    upload = open_boundaries(CASES / boundaries) if boundaries else None
    opened = open_file(CASES / file, boundary_file=upload)
    return Work(opened, Choices(**choices), upload)


def joined(file: str, **choices: Any) -> Joined:
    return join_work(work(file, **choices))


def shown(result: Joined, period: str | None = None) -> dict[str, float | str | None]:
    """What the map shows, by name: the latest period where none is named."""
    drawn = draw(result, MapRequest("", period=period))
    names = result.reading.boundaries.names
    kind = drawn.layer.indicator
    return {
        names[o.adcode].zh: kind.categories[round(o.value) - 1] if kind.categories else o.value
        for o in drawn.layer.values
        if o.value is not None
    }


@pytest.mark.parametrize(
    ("file", "period"),
    [("wide.csv", "2005"), ("wide_nian.csv", "2005"), ("wide_title.csv", "2005")],
)
def test_a_period_is_a_period_wherever_the_table_keeps_it(file: str, period: str) -> None:
    result = joined(f"period-wide/{file}")
    assert shown(result, period) == {
        "北京": 7149.8, "天津": 3158.6, "河北": 8773.4, "上海": 9197.1,
    }  # fmt: skip
    assert shown(result)["上海"] == 53926.7
    assert draw(result, MapRequest("", period=period)).title.endswith(", 2005")


def test_a_condition_on_a_day_meets_it_however_it_is_written() -> None:
    for day in ("2020/3/1", "2020-03-01", "2020年3月1日"):
        result = joined("where-none/t.csv", where=(f"日期={day}",), value="值", aggregate="sum")
        assert shown(result) == {"北京": 5, "天津": 8}
    with pytest.raises(TableError, match="Nearest are: 已建, 在建"):
        joined("where-none/status.csv", where=("状态=建成",))


def as_provinces(file: str, **choices: Any) -> Joined:
    """The table read as one of provinces."""
    opened = work(file, **choices)
    return join_work(replace(opened, choices=replace(opened.choices, boundaries="provinces")))


@pytest.mark.parametrize(("file", "key"), [("zh.csv", "城市"), ("en.csv", "City")])
def test_ranks_are_no_codes_and_cities_are_asked_about(file: str, key: str) -> None:
    with pytest.raises(QuestionError, match="only 4 of 30 rows") as asked:
        as_provinces(f"rank-cities/{file}")
    (answer,) = asked.value.answers
    assert answer.choices == {"key": key}
    result = as_provinces(f"rank-cities/{file}", key=key)
    assert shown(result) == {"上海": 47218, "北京": 43760, "重庆": 30145, "天津": 16737}
    assert len(result.report.unmatched) == 26


@pytest.mark.parametrize("file", ["zh.csv", "en.csv"])
def test_a_table_of_cities_is_one_of_prefectures(file: str) -> None:
    result = joined(f"rank-cities/{file}")
    assert result.reading.boundaries.id == "prefectures"
    vague = [u.text for u in result.report.unmatched]
    assert vague == (["Suzhou", "Fuzhou"] if file == "en.csv" else [])  # 苏州 or 宿州
    assert len(shown(result)) == 30 - len(vague)
    assert shown(result)["深圳"] == 34606


@pytest.mark.parametrize(
    "file", ["rank-cities/id.csv", "hours/hours.csv", "hours/ages.csv", "hours/rank.csv"]
)
def test_ids_hours_ages_and_ranks_are_no_places(file: str) -> None:
    with pytest.raises(TableError, match="no column with names or codes of places"):
        joined(file)


def test_asking_for_a_value_means_its_figures() -> None:
    figures = {"北京": 413, "上海": 337, "广东": 1349}
    for choices in ({"where": ("city=",)}, {}):
        result = joined("value-counted/list.csv", value="confirmed", **choices)
        assert shown(result) == figures


def test_a_statistics_office_s_download_is_read() -> None:
    commas = joined("nbs/nbs_tab_comma.csv")
    assert commas.reading.choices.value == "地区生产总值"
    assert commas.reading.choices.unit == "亿元"
    assert draw(commas, MapRequest("")).layer.period == "2020"
    assert len(shown(commas)) == 31
    assert shown(commas)["北京"] == 85143.5
    blank = joined("nbs/nbs_tab_comma_blank_first_year.csv")
    assert shown(blank)["北京"] == 2514
    assert draw(blank, MapRequest("")).layer.period == "2024"
    classic = joined("nbs/nbs_classic_gbk.csv")
    assert (classic.reading.choices.value, classic.reading.choices.unit) == (
        "地区生产总值", "亿元",
    )  # fmt: skip
    assert shown(classic)["北京"] == 17855
    english = joined("nbs-en/t.csv")
    assert (english.reading.choices.value, english.reading.choices.unit) == (
        "Gross Regional Product", "100 million yuan",
    )  # fmt: skip
    assert shown(english, "2021") == {"北京": 40269.6, "天津": 15695.1, "河北": 40391.3}


def test_a_comment_is_the_source_and_no_title() -> None:
    result = joined("comment-head/t.csv")
    assert shown(result) == {"北京": 49843.1, "天津": 18024.3, "河北": 47526.9}
    assert result.reading.table.title == ""
    assert "stats.gov.cn" in (result.reading.choices.source or "")


def test_degrees_are_no_figures_and_headings_may_be_days() -> None:
    result = joined("jhu/t.csv")
    assert result.indicator is not None
    assert result.indicator.periods == ("2020-01-22", "2020-01-23", "2020-02-01")
    assert shown(result) == {"安徽": 297, "北京": 168, "湖北": 7153, "河北": 96}


def test_districts_are_not_added_to_their_province() -> None:
    for choices in ({"value": "人口", "aggregate": "sum"}, {"value": "人口"}, {}):
        result = joined("mixed-levels/t.csv", **choices)
        assert shown(result) == {"北京": 30, "天津": 8}
        assert sum(group.kind == "part" for group in result.report.groups) == 6


@gathered("file", [path.name for path in sorted((CASES / "heading-eats-rows").iterdir())])
def test_no_row_is_taken_for_the_heading(file: str) -> None:
    opened = work(f"heading-eats-rows/{file}")
    table = read_work(opened).table
    assert table.header == (1,)
    (sheet,) = opened.workbook.sheets
    assert len(table.rows) == len(sheet.rows) - 1
    choices = {"aggregate": "count"} if file.startswith("proj") else {}
    report = join_work(replace(opened, choices=Choices(**choices))).report
    assert report.rows == len(table.rows)
    assert report.unmatched


@pytest.mark.parametrize("file", ["proj.csv", "proj2.csv"])
def test_a_short_list_is_asked_about(file: str) -> None:
    blocked = joined(f"heading-eats-rows/{file}")
    with pytest.raises(QuestionError, match="--aggregate count"):
        indicator_of(blocked)


def test_the_line_above_a_library_s_heading_is_none() -> None:
    result = joined("pandas-head/t.csv")
    assert result.reading.table.header == (2,)
    assert result.reading.table.columns == ("地区", "人口数", "比重")
    assert len(shown(result)) == 5
    assert result.report.unmatched == ()
    series = joined("pandas-head/h0.csv")
    assert series.reading.table.columns == ("Region", "0")
    assert shown(series) == {"安徽": 0, "北京": 0.1, "重庆": 0.2, "福建": 0.3, "甘肃": 0.4}


@pytest.mark.parametrize(
    ("file", "latest", "figure"),
    [("month.csv", "--12", 120), ("yyyymmdd.csv", "2020-02-20", 200), ("long.csv", "2020", 20200)],
)
def test_periods_follow_each_other_as_they_do_in_time(
    file: str, latest: str, figure: float
) -> None:
    result = joined(f"period-order/{file}")
    assert result.indicator is not None
    assert result.indicator.periods[-1] == latest
    assert shown(result)["北京"] == figure


@pytest.mark.parametrize("file", ["t.csv", "many.csv"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_small_figures_are_told_apart(file: str, language: Any) -> None:
    result = joined(f"small-labels/{file}")
    drawn = draw(result, MapRequest("", language=language))
    figures = {o.value for o in drawn.layer.values if o.value is not None}
    from geo.maps.value_words import write_value

    written = {write_value(v, drawn.layer.indicator, drawn.language) for v in figures}
    assert len(written) == len(figures)
    assert "0.00" not in written


def test_a_dashed_line_is_no_place() -> None:
    result = joined("datav-jd/t.csv", boundaries="datav-jd/b.geojson")
    assert result.reading.boundaries.adcodes == ("110000", "120000")
    assert result.report.places_without_data == ()
    assert any("1" in note.en for note in result.reading.boundaries.notes)


@pytest.mark.parametrize("file", ["t.csv", "rounded.csv"])
def test_totals_agree_to_what_their_digits_say(file: str) -> None:
    (total,) = joined(f"total-float/{file}", kind="count").report.totals
    assert total.agrees
    assert total.text == "全国"


def test_the_same_text_is_told_once() -> None:
    result = joined("repeat-unmatched/t.csv")
    (text,) = result.report.unmatched_texts
    assert (text.text, len(text.rows)) == ("Inner-Monglia", 60)
    assert result.reading.table.header == (1,)


def test_words_of_several_years_are_those_of_the_latest() -> None:
    result = joined("category-panel/p.csv")
    assert shown(result)["北京"] == "是"
    assert shown(result, "2020")["北京"] == "否"


def test_codes_of_four_and_six_digits_meet() -> None:
    result = joined("code6/js_code6.csv", boundaries="code6/js.geojson")
    assert result.report.unmatched == ()
    assert shown(result)["盐城市"] == 1000


def test_namesakes_are_told_apart_by_what_they_lie_in() -> None:
    result = joined("dup-names/dup_both.csv", boundaries="dup-names/dup.geojson")
    assert result.report.unmatched == ()
    assert {o.adcode: o.value for o in indicator_of(result).values} == {
        "320106": 1, "320302": 9, "320102": 2, "320303": 3,
    }  # fmt: skip


def test_digits_that_a_figure_cannot_hold_are_said() -> None:
    result = joined("precision/t.csv")
    assert [cell.row for cell in result.report.inexact] == [2, 3]
    notes = draw(result, MapRequest("", language="zh")).notes
    assert any("12345678901234567" in note for note in notes)


# The same kinds, in other tables


def pasted(text: str, **choices: Any) -> Joined:
    return join_work(Work(open_pasted(text, name="t.csv"), Choices(**choices)))


@pytest.mark.parametrize(
    "places", [("北京", "上海"), ("北京", "上海", "河南"), ("安徽省", "河北省")]
)
def test_two_digit_figures_never_turn_a_table(places: tuple[str, ...]) -> None:
    years = range(2000, 2024)
    lines = ["地区," + ",".join(map(str, years))]
    codes = (11, 12, 13, 31, 41, 42, 50, 61)
    for at, place in enumerate(places):
        lines.append(place + "," + ",".join(str(codes[(at + y) % 8]) for y in years))
    result = pasted("\n".join(lines))
    assert not result.reading.table.turned
    assert set(shown(result)) == {name[:2] for name in places}
    assert result.indicator is not None
    assert len(result.indicator.periods) == 24


def test_places_across_are_turned_even_where_they_are_two() -> None:
    result = pasted("年份,北京,上海\n2019,11,31\n2020,12,41\n")
    assert result.reading.table.turned
    assert shown(result) == {"北京": 12, "上海": 41}


def test_two_digit_codes_are_codes_where_the_heading_says_so() -> None:
    result = pasted("省份代码,数\n11,5\n12,6\n13,7\n")
    assert shown(result) == {"北京": 5, "天津": 6, "河北": 7}
    every = sorted({code[:2] for code in CODES.values()})
    result = pasted("k,数\n" + "\n".join(f"{code},{n}" for n, code in enumerate(every)))
    assert len(shown(result)) == len(every)
    with pytest.raises(TableError, match="no column with names"):
        pasted("年级,数\n11,5\n12,6\n13,7\n")


def test_each_row_may_say_of_when_it_is() -> None:
    result = pasted("地区,年份,数\n北京,2019,5\n天津,2020,6\n河北,2021,7\n")
    assert result.reading.choices.value == "数"
    assert shown(result) == {"北京": 5, "天津": 6, "河北": 7}
    values = indicator_of(result).values
    assert {o.date for o in values} == {"2019", "2020", "2021"}
    assert {o.period for o in values} == {"2019/2021"}


def test_one_of_several_dates_may_be_asked_for() -> None:
    result = pasted("地区,年份,数\n北京,2019,5\n天津,2020,6\n河北,2020,7\n")
    assert shown(of_period(result, "2020"), "2020") == {"天津": 6, "河北": 7}
    assert of_period(result, None) is result
    assert figures_by_place(of_period(result, "2019"), period="2019") == {"110000": {"数": 5}}


def test_only_years_and_ranks_are_no_figures() -> None:
    text = "地区,排名\n北京,1\n天津,2\n河北,3\n"
    with pytest.raises(QuestionError, match="no column with figures") as asked:
        pasted(text)
    (answer,) = asked.value.answers
    assert shown(pasted(text, **answer.choices)) == {"北京": 1, "天津": 2, "河北": 3}


@pytest.mark.parametrize(
    ("headings", "october"),
    [
        ("2020.8,2020.9,2020.1,2020.11,2020.12", "2020-10"),
        ("2020.11,2020.1,2020.9", "2020-10"),
        ("2020.12,2020.10,2020.1", "2020-10"),
    ],
)
def test_october_written_as_a_number_stays_october(headings: str, october: str) -> None:
    months = headings.split(",")
    result = pasted(
        f"地区,{headings}\n北京,{','.join(map(str, range(len(months))))}\n天津" + ",9" * len(months)
    )
    assert result.indicator is not None
    assert october in result.indicator.periods
    assert len(result.indicator.periods) == len(months)


def test_two_headings_of_one_period_are_a_conflict() -> None:
    text = "地区,2020.1,2020.2,2020.1\n北京,1,2,3\n天津,4,5,6\n"
    with pytest.raises(QuestionError, match="say the same of different figures") as asked:
        pasted(text)
    for answer, figure in zip(asked.value.answers, (1, 3), strict=True):
        assert shown(pasted(text, **answer.choices))["北京"] == figure


def test_a_conflict_of_any_measure_is_asked_about() -> None:
    text = "地区,GDP(2020),人口(2020),人口(2020)\n北京,1,2,3\n天津,4,5,6\n"
    assert shown(pasted(text)) == {"北京": 1, "天津": 4}
    with pytest.raises(QuestionError, match="say the same of different figures"):
        pasted(text, value="人口")


def test_when_a_row_was_written_is_not_of_when_its_figure_is() -> None:
    text = "2020年产值,,\n地区,更新日期,产值\n北京,2021-03-01,5\n天津,2021-04-01,6\n"
    result = pasted(text)
    assert {o.period for o in indicator_of(result).values} == {"2020"}
    assert shown(result) == {"北京": 5, "天津": 6}


def test_a_magnitude_is_not_applied_twice() -> None:
    result = pasted("地区,人口（万人）\n上海,2487万\n北京,2189\n天津,0.14亿\n")
    assert shown(result) == {"上海": 2487, "北京": 2189, "天津": 1400}
    assert shown(pasted("地区,人口（人）\n上海,2487万\n北京,2189万\n"))["上海"] == 24_870_000


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("地区,占比\n北京,43.5%\n天津,0.12\n河北,12%\n", "with and without %"),
        ("地区,人口\n上海,2487万\n北京,2189\n天津,1387万\n", "with and without a magnitude"),
        ("地区,数\n北京,约5\n天津,约6\n河北,七\n山西,4\n", "most cells of '数' are no numbers"),
        ("出发地,目的地,人\n北京,上海,1\n天津,河北,2\n河北,北京,3\n", "several columns"),
    ],
)
def test_what_is_not_sure_is_asked_and_each_answer_settles_it(text: str, question: str) -> None:
    choices = {"value": "数"} if "约" in text else {}
    with pytest.raises(QuestionError, match=question) as asked:
        pasted(text, **choices)
    assert asked.value.answers
    for language in ("en", "zh"):
        for answer in asked.value.answers:
            assert answer.option in asked.value.told(language)
    for answer in asked.value.answers:
        assert indicator_of(pasted(text, **{**choices, **answer.choices}))


def test_a_question_is_asked_of_most_rows_only() -> None:
    half = "地区,数\n北京,1\n天津,2\n甲,3\n乙,4\n"
    assert len(shown(pasted(half))) == 2
    with pytest.raises(QuestionError, match="only 2 of 5 rows"):
        pasted(f"{half}丙,5\n")


def test_a_second_table_below_is_not_read_and_said() -> None:
    text = "地区,产值\n北京,1\n天津,2\n\n表2 人口,\n地区,人口\n北京,30\n天津,40\n"
    opened = Work(open_pasted(text, name="t.csv"))
    result = join_work(opened)
    assert shown(result) == {"北京": 1, "天津": 2}
    kinds = {aside.row: aside.kind for aside in result.reading.table.asides}
    assert {row for row, kind in kinds.items() if kind == "table"} >= {6, 7, 8}
    below = join_work(replace(opened, choices=Choices(header=(6,))))
    assert shown(below) == {"北京": 30, "天津": 40}


def test_own_rows_below_their_parts_are_asked_about() -> None:
    text = "省,市,数\n安徽,,1\n安徽,合肥,5\n河北,,9\n河北,石家庄,2\n"
    with pytest.raises(QuestionError, match="Which rows are the places' own") as asked:
        pasted(text)
    whole, parts = asked.value.answers
    assert shown(pasted(text, **whole.choices)) == {"安徽": 1, "河北": 9}
    assert shown(pasted(text, **parts.choices)) == {"安徽": 5, "河北": 2}


def test_a_list_of_projects_with_blank_cities_is_counted_whole() -> None:
    rows = "".join(
        f"安徽,{city},项目{n}\n" for n, city in enumerate(["合肥", "", "芜湖", "", "合肥"])
    )
    rows += "".join(f"河北,,项目{n}\n" for n in range(5, 8))
    result = pasted(f"省份,城市,项目名称\n{rows}")
    assert shown(result) == {"安徽": 5, "河北": 3}


def test_a_project_without_a_city_is_no_whole_of_those_with_one() -> None:
    rows = [("安徽", city, n) for n, city in enumerate(("合肥", "", "芜湖", "", "合肥"), 1)]
    rows += [("河北", "", 9), ("河北", "唐山", 2), ("河北", "", 1)]
    text = "省份,城市,项目名称,投资\n" + "".join(
        f"{place},{city},项目{number},{amount}\n"
        for number, (place, city, amount) in enumerate(rows)
    )
    whole = {"安徽": 15, "河北": 12}
    assert shown(pasted(text, aggregate="sum", value="投资")) == whole
    assert shown(pasted(text, duplicates="sum", value="投资")) == whole
    few = "省份,城市,项目名称,投资\n安徽,,项目1,6\n安徽,合肥,项目2,5\n河北,,项目3,1\n"
    blocked = pasted(few, value="投资")
    with pytest.raises(QuestionError, match="one row only"):
        indicator_of(blocked)


def test_every_answer_is_in_both_languages() -> None:
    with pytest.raises(QuestionError) as asked:
        as_provinces("rank-cities/zh.csv")
    told = asked.value.told("zh")
    assert "30行中仅4行" in told
    assert "--key" in told
