"""Several periods of one indicator: which ones, small multiples, slides, and batch files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from PIL import Image
from pptx import Presentation

from geo.draw.composition import compose
from geo.draw.scene import Area
from geo.draw.style import Style
from geo.export import batch
from geo.export.formats import export
from geo.export.jobs import draw_job, make_jobs
from geo.export.periods import build_periods, choose_periods, maps_of
from geo.indicators.derive import load_indicator
from geo.maps.film import is_over_time
from geo.maps.pipeline import MapRequest, build, build_plate
from geo.model.errors import ExportError, GeoError, UnknownNameError
from geo.model.maps import Plate
from geo.model.text import Language
from tests.draw.test_slide import fill_of, group_of, opened
from tests.export.test_export import read_csv
from tests.gathered import gathered

SERIES = "population"
SOME = ("2005", "2014", "2015", "2024")
SMALL = Style(size=(640, 360), labels="none")


@cache
def a_plate(language: Language = "en", *periods: str, **wish: Any) -> Plate:
    return build_periods(MapRequest(SERIES, language=language, **wish), periods or SOME)


# -- which periods --------------------------------------------------------------------------------

_KNOWN = ("2019-12", "2020-06", "2020-12", "2021", "2022")


@gathered(
    ("wished", "chosen"),
    [
        ("all", _KNOWN),
        ("", _KNOWN),
        ("2021,2019-12", ("2019-12", "2021")),
        ("2021、2022", ("2021", "2022")),
        (["2022", 2021], ("2021", "2022")),
        ("2020年6月", ("2020-06",)),
        ("2020..2021", ("2020-06", "2020-12", "2021")),
        ("2000..2020", ("2019-12", "2020-06", "2020-12")),  # with all that lies in 2020
        ("2020-12..", ("2020-12", "2021", "2022")),
        ("2019-12, 2021..", ("2019-12", "2021", "2022")),
    ],
)
def test_periods_are_chosen_by_list_and_range(wished: Any, chosen: Sequence[str]) -> None:
    assert choose_periods(wished, _KNOWN, of="a") == tuple(chosen)


@gathered("wished", ["2023", "2021,2023", "1990..1999", "2020", "never"])
def test_a_period_that_is_not_there_is_named(wished: str) -> None:
    with pytest.raises(UnknownNameError, match="unknown period of a") as raised:
        choose_periods(wished, _KNOWN, of="a")
    assert wished.rpartition(",")[2] in str(raised.value)


def test_a_change_since_a_period_has_the_later_ones() -> None:
    wish = MapRequest(SERIES, change="percent", since="2015")
    plate = build_periods(wish, "2010..2018")
    assert [one.layer.period for one in plate.maps] == ["2015/2016", "2015/2017", "2015/2018"]
    assert plate.shared
    of_my_own = maps_of(load_indicator(SERIES), replace(wish, indicator=""), ("2014", "2016"))
    assert [one.layer.period for one in of_my_own] == ["2015/2016"]


def test_each_map_may_have_its_own_classes() -> None:
    shared, own = a_plate(), a_plate(classes_of="each")
    assert len({one.scale.classes.edges for one in shared.maps}) == 1
    assert len({one.scale.classes.edges for one in own.maps}) == len(SOME)
    assert own.maps[0].scale == build(MapRequest(SERIES, period=SOME[0])).scale
    mine = maps_of(load_indicator(SERIES), MapRequest("", classes_of="each"), SOME)
    assert [one.scale for one in mine] == [one.scale for one in own.maps]


# -- small multiples ------------------------------------------------------------------------------


@gathered("size", [(1920, 1080), (2480, 3508)])
def test_twenty_panels_have_one_legend_one_inset_and_titles_that_are_read(
    size: tuple[int, int],
) -> None:
    plate = build_periods(MapRequest(SERIES, language="zh"), "all")
    scene = compose(plate, Style(size=size))
    assert len(scene.of("map")) == 20
    assert len(scene.of("legend")) == len(scene.of("inset")) == 1
    titles = [words for group in scene.of("panel-title") for words in group.items]
    assert {len(title.lines) for title in titles} == {1}
    assert min(title.size for title in titles) > 0.7 * 21 * min(size) / 1080 - 0.1
    placements = [group.placement for group in scene.of("map")]
    scales = {placement.scale for placement in placements if placement}
    assert max(scales) == pytest.approx(min(scales))
    # More than a third of the picture is maps.
    boxes = [shapely.union_all([a.geometry for a in g.items if isinstance(a, Area) and a.name])
             for g in scene.of("map")]  # fmt: skip
    covered = sum(shapely.box(*shape.bounds).area for shape in boxes)
    assert covered > 0.35 * size[0] * size[1]


def test_a_mark_that_only_some_periods_have_stands_in_their_titles() -> None:
    plate = a_plate("zh")
    assert plate.panel_titles == ("2005年，待核实", "2014年，待核实", "2015年", "2024年")
    legend = compose(plate, SMALL).of("legend")[0]
    assert "全部为待核实" not in [t for w in legend.items for t in getattr(w, "lines", ())]
    assert plate.subtitle == "单位：万人"


def test_the_shared_inset_has_no_map_s_colours() -> None:
    scene = compose(a_plate(), SMALL)
    (inset,) = scene.of("inset")
    fills = {item.fill for item in inset.items if isinstance(item, Area) and item.name}
    assert len(fills) == 1
    assert not fills & {c for one in a_plate().maps for c in one.scale.colours}


def test_what_figures_were_divided_by_is_said_once_for_all_years() -> None:
    request = MapRequest("electricity-consumption", per="population")
    plate = build_periods(request, "2016..2019")
    assert plate.source_line.count("2016 to 2019") == 1
    assert plate.source_line.count("Source:") == 1
    changes = build_periods(MapRequest(SERIES, change="difference", since="2015"), "2016..2024")
    formulas = [note for note in changes.notes if "− 2015" in note]
    assert ["2016" in formulas[0], "2024" in formulas[-1], len(formulas)] == [True, True, 2]
    assert len(set(changes.notes)) == len(changes.notes)


# -- slides ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("own", [True, False])
def test_a_slide_of_each_period_and_a_table_with_a_column_of_each(own: bool) -> None:
    plate = a_plate("zh")
    template = None if own else export(build(MapRequest("ccid-projects")), "pptx", style=SMALL)
    before = 0 if own else len(opened(template or b"").slides)
    content = export(plate, "pptx", style=SMALL, slides="periods", template=template)
    slides = list(opened(content).slides)[before:]
    maps, tables = slides[: len(SOME)], slides[len(SOME) :]
    assert [slide.shapes.title.text for slide in maps] == [
        f"{period}年分地区常住人口" for period in SOME
    ]
    for slide, choropleth in zip(maps, plate.maps, strict=True):
        shapes = {shape.name.rpartition(" ")[2]: shape for shape in group_of(slide, "map").shapes}
        for observation in choropleth.places:
            assert fill_of(shapes[observation.adcode]) == choropleth.colour_of(observation)
        notes = slide.notes_slide.notes_text_frame.text
        assert choropleth.description["zh"] in notes
        assert choropleth.layer.indicator.source.citation.zh in notes
    rows = [[cell.text for cell in row.cells] for slide in tables for shape in slide.shapes
            if shape.has_table for row in shape.table.rows]  # fmt: skip
    assert rows[0] == ["地区", *(f"{period}年" for period in SOME)]
    assert ["北京", "15,380,000*", "21,710,000*", "21,880,000", "21,830,000"] in rows
    assert ["台湾", "–", "–", "–", "–"] in rows
    texts = [shape.text_frame.text for shape in tables[0].shapes if shape.has_text_frame]
    assert any(text.startswith("单位：人；* 待核实；– 无数据。来源：") for text in texts)
    assert len([row for row in rows if row[0] != "地区"]) == 34


def test_many_columns_are_parted_and_fit() -> None:
    plate = build_periods(MapRequest(SERIES), "2005..2016")
    deck = opened(export(plate, "pptx", style=SMALL))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(deck.slides) == 1 + 4
    assert [len(table.columns) for table in tables] == [7, 7, 7, 7]
    headings = [cell.text for table in tables[:2] for cell in list(table.rows[0].cells)[1:]]
    assert headings == [str(year) for year in range(2005, 2017)]
    for table in tables:
        size = table.cell(1, 1).text_frame.paragraphs[0].font.size
        assert size is not None
        longest = max(len(row.cells[1].text) for row in table.rows)
        assert 0.5 * size * longest < table.columns[1].width


# -- what is refused ------------------------------------------------------------------------------


def test_what_cannot_be_is_refused_by_name() -> None:
    one, other = build(MapRequest(SERIES)), build(MapRequest("ccid-projects"))
    several = build_plate([MapRequest(SERIES), MapRequest("ccid-projects")])
    assert not is_over_time(several)
    for wish, told in (
        ((one, "gif"), "one of population: 2024. It has 2005, 2006"),
        ((other, "gif"), "ccid-projects has none but 2020"),
        ((several, "gif"), "has 2 maps of several"),
        ((several, "xlsx"), "has 2 maps of several"),
        ((a_plate(), "json"), "holds one map, and this picture has 4"),
    ):
        with pytest.raises(ExportError, match=told):
            export(*wish)
    with pytest.raises(ExportError, match=r"slides are of pptx, and the format is png"):
        export(a_plate(), "png", slides="periods")
    with pytest.raises(ExportError, match=r"pptx shows several periods .* population: 2024"):
        export(one, "pptx", slides="periods")
    with pytest.raises(UnknownNameError, match="unknown choice of slides 'all'"):
        export(one, "pptx", slides="all")  # type: ignore[arg-type]


# -- batch files ----------------------------------------------------------------------------------


def test_a_batch_file_asks_for_periods_and_changes() -> None:
    jobs = make_jobs(
        {
            "defaults": {"size": "640x360", "labels": "none", "indicator": SERIES},
            "jobs": [
                {"periods": "2015..2017", "format": ["gif", "xlsx"]},
                {"periods": [2005, "2024"], "slides": "periods", "format": "pptx"},
                {"change": "per_year", "since": 2015, "period": 2024, "format": "csv"},
            ],  # the look that stands in the defaults is that of pictures
        },
        where="jobs",
    )
    assert [job.name for job in jobs] == [
        "population-2015-2017-en.gif", "population-2015-2017-en.xlsx",
        "population-2005-2024-en.pptx", "population-2024-en.csv",
    ]  # fmt: skip
    film, _, slides, change = jobs
    assert film.periods == ("2015", "2016", "2017")
    frames = Image.open(io.BytesIO(draw_job(film)))
    assert getattr(frames, "n_frames", 1) == 3
    made = Presentation(io.BytesIO(draw_job(slides)))
    assert len(made.slides) == 2 + 1
    anhui = next(r for r in read_csv(draw_job(change)) if r["adcode"] == "340000")
    first, last = (
        next(o.value for o in load_indicator(SERIES).values
             if (o.adcode, o.period) == ("340000", period)) for period in ("2015", "2024")
    )  # fmt: skip
    assert first
    assert last
    assert float(anhui["value"]) == pytest.approx(100 * ((last / first) ** (1 / 9) - 1))
    assert anhui["unit"] == "% per year"


def test_a_batch_file_names_what_it_asks_for_in_vain(tmp_path: Path) -> None:
    with pytest.raises(GeoError) as raised:
        make_jobs(
            {"jobs": [{"indicator": SERIES, "periods": "1999"},
                      {"indicator": SERIES, "slides": "both"}]},
            where="jobs",
        )  # fmt: skip
    assert "unknown period of population '1999'" in str(raised.value)
    assert "unknown choice of slides 'both'" in str(raised.value)
    (bad,) = make_jobs({"jobs": [{"indicator": "ccid-projects", "format": "gif"}]}, where="jobs")
    report = batch.run_batch([bad], tmp_path, progress=lambda *_: None)
    assert "ccid-projects has none but 2020" in str(report.failed["ccid-projects-2020-en.gif"])


def test_a_deck_of_periods_carries_no_clock() -> None:
    content = export(a_plate(), "pptx", style=SMALL, slides="periods")
    assert content == export(a_plate(), "pptx", style=SMALL, slides="periods")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert all(info.date_time[0] == 1980 for info in archive.infolist())
