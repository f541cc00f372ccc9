"""Small multiples by province, parts in batch files and on the command line, and where places lie
in files of data."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from geo.cli.program import program
from geo.draw.composition import compose
from geo.draw.scene import Area, Words
from geo.draw.style import Style
from geo.export.bundle import citation
from geo.export.formats import export
from geo.export.jobs import draw_job, make_jobs, to_work
from geo.export.parents import slug, stem_of
from geo.maps.by_province import build_by_province
from geo.maps.request import MapRequest
from geo.model.errors import ExportError, GeoError, UnknownNameError
from geo.model.maps import Plate
from geo.places.hierarchy import read_hierarchy
from tests.draw.test_slide import opened
from tests.export.test_export import read_csv
from tests.pictures import a_map
from tests.slow import up_to

ANHUI = "340000"
POPULATION = MapRequest("population-2020")


@cache
def provinces() -> Plate:
    return build_by_province(POPULATION)


@pytest.mark.slow(reads=up_to("export"))
def test_each_province_is_a_panel_in_the_classes_of_the_country() -> None:
    plate = provinces()
    assert plate.title == "Census population by prefecture, 2020"
    assert len(plate.maps) == 31
    assert plate.panel_titles[:3] == ("Beijing", "Tianjin", "Hebei")
    assert plate.shared
    assert plate.notes[-1] == "Not shown, since they have no figures: Taiwan, Hong Kong, Macau."
    country = a_map("population-2020", "en", level="prefecture")
    colours = {o.adcode: country.colour_of(o) for o in country.places}
    scene = compose(plate, Style())
    fills = {
        item.id.partition("-")[2]: item.fill
        for item in scene.items("map")
        if isinstance(item, Area)
        and item.id.rpartition("-")[2] in colours
        and "around" not in item.id
    }
    assert len(fills) > 330
    assert fills.items() <= colours.items()
    assert "Anhui" in {w.text for w in scene.items("panel-title") if isinstance(w, Words)}


def test_slides_of_parts_are_one_for_each() -> None:
    plate = provinces()
    few = replace(plate, maps=plate.maps[:3], panel_titles=plate.panel_titles[:3])
    deck = opened(export(few, "pptx", slides="parts"))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[0] == "Census population by prefecture, Beijing, 2020"
    assert len(titles) == 4  # and the table
    with pytest.raises(ExportError, match="--by-province"):
        export(a_map("population-2020", "en", within=ANHUI), "pptx", slides="parts")


def test_a_file_whose_provinces_are_gone_into_begins_with_figures_by_province() -> None:
    few = replace(provinces(), maps=provinces().maps[:2], whole=None)
    with pytest.raises(ExportError, match="no figures by province"):
        export(few, "html")


def test_a_table_of_prefectures_is_added_up_for_the_file_of_provinces(tmp_path: Path) -> None:
    table, output = tmp_path / "t.csv", tmp_path / "t.html"
    hierarchy = read_hierarchy()
    names = hierarchy.names["prefecture"]
    codes = [code for p in (ANHUI, "320000") for code in hierarchy.members("prefecture", p)]
    rows = [f"{names[code].zh},3" for code in codes]
    table.write_text("\n".join(["城市,基站数", *rows]), "utf-8")
    program(
        ["render", "--table", str(table), "--by-province", "--within", "all", "-o", str(output)],
        standalone_mode=False,
    )
    text = output.read_text("utf-8")
    assert '"adcode":"340000"' in text
    assert '"text":"48"' in text


def test_small_multiples_are_of_the_whole_country_and_below_it() -> None:
    with pytest.raises(GeoError, match="not of Anhui"):
        build_by_province(MapRequest("population-2020", within=ANHUI))
    with pytest.raises(GeoError, match="by prefecture or county"):
        build_by_province(MapRequest("population-2020", level="province"))


def test_files_of_data_say_where_places_lie() -> None:
    choropleth = a_map("population-2020", "en", within=ANHUI)
    first = read_csv(export(choropleth, "csv"))[0]
    assert list(first)[:8] == [
        "adcode", "name_zh", "name_en", "level", "province_adcode", "province_zh", "province_en",
        "within",
    ]  # fmt: skip
    assert (first["adcode"], first["province_en"], first["within"]) == ("340100", "Anhui", ANHUI)
    told = json.loads(export(choropleth, "json"))
    assert (told["level"], told["within"]) == ("prefecture", ANHUI)
    feature = json.loads(export(choropleth, "geojson"))["features"][0]
    assert feature["properties"]["province_adcode"] == ANHUI
    assert stem_of(choropleth) == "population-2020-prefecture-anhui-en"
    assert "Census population · prefecture level, within Anhui" in citation(choropleth)
    assert "普查常住人口 · 安徽的地级行政区" in citation(choropleth)
    provinces = a_map("population-2020", "en")
    assert "level" not in read_csv(export(provinces, "csv"))[0]
    assert stem_of(provinces) == "population-2020-en"
    assert slug("Lüliang") == "luliang"


def test_batch_files_ask_for_levels_and_parts() -> None:
    jobs = make_jobs(
        {
            "defaults": {"indicator": "population-2020", "size": "640x360"},
            "jobs": [
                {"within": ["安徽", 510000]},
                {"level": "prefecture"},
                {"by_province": True, "format": "svg"},
            ],
        },
        where="jobs.toml",
    )
    assert [job.name for job in jobs] == [
        "population-2020-prefecture-anhui-2020-en.png",
        "population-2020-prefecture-sichuan-2020-en.png",
        "population-2020-prefecture-2020-en.png",
        "population-2020-prefecture-provinces-2020-en.svg",
    ]
    assert [job.request.within for job in jobs] == [ANHUI, "510000", None, None]
    assert draw_job(jobs[0])[1:4] == b"PNG"
    (work,) = to_work(jobs[0].request, jobs[0].style).values()
    (again,) = make_jobs(json.loads(work), where="work")
    assert again.request == jobs[0].request
    with pytest.raises(GeoError, match="whole country in one period"):
        make_jobs(
            {"jobs": [{"indicator": "population-2020", "by_province": True, "within": "安徽"}]},
            where="jobs.toml",
        )


def test_the_command_line_draws_a_part(tmp_path: Path) -> None:
    path = tmp_path / "anhui.svg"

    def run(*options: str) -> None:
        program(["render", *options, "-o", str(path)], standalone_mode=False)

    run("population-2020", "--level", "prefecture", "--within", "安徽", "--lang", "zh",
        "--letters", "text")  # fmt: skip
    assert "2020年安徽分地市普查常住人口" in path.read_text("utf-8")
    with pytest.raises(UnknownNameError, match="prefectur"):
        run("population-2020", "--level", "prefectur")
    with pytest.raises(GeoError, match="leave out --periods"):
        run("population", "--by-province", "--periods", "all")
