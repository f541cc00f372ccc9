"""The files: all formats show the same map, hold what they should, and are written whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from geo.draw.media.web.message import browser_message
from geo.draw.style import Style
from geo.export.data import data_rows, to_json
from geo.export.files import write_file
from geo.export.formats import FORMATS, OF_ONE, export, format_of
from geo.export.honoured import for_file
from geo.indicators.derive import load_indicator
from geo.maps.choropleth import make_choropleth
from geo.maps.classes import SCHEMES, classify
from geo.maps.layer import join
from geo.maps.palettes import NO_DATA, color_scale, list_palettes
from geo.maps.pipeline import build
from geo.maps.request import MapRequest
from geo.model.csv_text import csv_bytes
from geo.model.errors import ExportError, GeoError, UnknownNameError
from geo.model.maps import Choropleth
from geo.model.values import ABSENT, Boundaries, Observation
from tests.gathered import gathered
from tests.golden.renew import FOLDER, NAMES, contents
from tests.pictures import MAPS, Drawn, a_map, an_svg, read_svg
from tests.slow import up_to

ROOT = Path(__file__).parents[2]
#: Provinces that reach into the inset, and regions.
IN_INSET = {
    "350000", "360000", "430000", "440000", "450000", "460000", "520000", "530000", "710000",
    "810000", "820000", "east", "central", "west",
}  # fmt: skip
HOSTILE = '=HYPERLINK("http://x.test","x") <script>alert(\'{{ 7*7 }}\')</script> & “q”'


def check_back_ends(choropleth: Choropleth, drawn: Drawn) -> None:
    """Every back end gives every place the same colour, and the legend the same words."""
    content = json.loads(export(choropleth, "json"))
    places = {place["adcode"]: place for place in content["places"]}
    colours = {adcode: place["colour"] for adcode, place in places.items()}
    message = browser_message(choropleth)

    assert list(places) == list(choropleth.layer.boundaries.adcodes)
    assert drawn.fills == colours
    assert drawn.inset_fills == {a: colour for a, colour in colours.items() if a in IN_INSET}
    assert {code: place["fill"] for code, place in message["places"].items()} == colours

    classes = [entry for entry in content["legend"] if entry["kind"] == "class"]
    counted = [0] * len(classes)
    for place in places.values():
        if place["value"] is None:
            assert place["class"] is None
            assert place["colour"] == choropleth.scale.no_data
            assert place["status"] in ABSENT
        else:
            entry = classes[place["class"] - 1]
            assert place["colour"] == entry["colour"]
            assert entry["low"] <= place["value"] <= entry["high"]
            counted[place["class"] - 1] += 1
    assert counted == [entry["count"] for entry in classes]
    for entry in content["legend"]:
        if entry["kind"] != "class":
            of_kind = [p for p in places.values() if p["status"] == entry["kind"]]
            assert entry["count"] == len(of_kind) > 0
    shown = message["legend"]["entries"]
    keys = ("label", "count", "colour")
    assert [[e[key] for key in keys] for e in shown] == [
        [e[key] for key in keys] for e in content["legend"]
    ]
    assert all(entry.label in drawn.texts for entry in choropleth.legend)


# -- the back ends agree ------------------------------------------------------------------------


@pytest.mark.slow(reads=up_to("export"))
@gathered(("indicator", "language"), MAPS)
def test_every_back_end_shows_the_same_map(indicator: str, language: str) -> None:
    check_back_ends(a_map(indicator, language), read_svg(an_svg(indicator, language)))


@gathered(
    "wish",
    [
        *({"scheme": scheme, "k": 7} for scheme in SCHEMES),
        {"edges": (0.0, 1e7, 5e7, 2e8), "scheme": "manual", "palette": "roses"},
        {"palette": "blue-red"},
        {"palette": "okabe-ito", "k": 4},
        {"per": "area"},
    ],
    ids=str,
)
def test_they_agree_for_every_scheme_and_kind_of_palette(wish: dict[str, Any]) -> None:
    choropleth = a_map("population-2020", "zh", **wish)
    check_back_ends(choropleth, read_svg(export(choropleth, "svg", style=Style(size=(400, 300)))))


@settings(max_examples=20)
@given(
    values=st.lists(
        st.none() | st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 3)),
        min_size=34, max_size=34,
    ).filter(lambda values: any(v is not None for v in values)),
    scheme=st.sampled_from(sorted(SCHEMES)),
    k=st.integers(2, 9),
)  # fmt: skip
def test_they_agree_for_any_values(
    provinces: Boundaries, values: list[float | None], scheme: str, k: int
) -> None:
    choropleth = a_choropleth(provinces, values, scheme=scheme, k=k)
    colours = {place["adcode"]: place["colour"] for place in to_json(choropleth)["places"]}
    message = browser_message(choropleth)
    assert {code: place["fill"] for code, place in message["places"].items()} == colours
    for place, value in zip(to_json(choropleth)["places"], values, strict=True):
        assert place["value"] == value
        assert (place["colour"] == NO_DATA) == (value is None)
        if value is not None:
            assert place["colour"] == choropleth.legend[place["class"] - 1].colour
    assert sum(entry.count for entry in choropleth.legend if entry.kind == "class") == sum(
        value is not None for value in values
    )


def a_choropleth(
    boundaries: Boundaries, values: list[float | None], *, scheme: str = "quantiles", k: int = 5
) -> Choropleth:
    indicator = replace(
        load_indicator("population-2020"),
        decimals=3,
        values=tuple(
            Observation(adcode, "2020", value, "no_data" if value is None else "reported")
            for adcode, value in zip(boundaries.adcodes, values, strict=True)
        ),
    )
    numbers = indicator.numbers()
    try:
        classes = classify(numbers, scheme=scheme, k=k)
    except GeoError:  # a scheme that finds its own classes may find too many
        classes = classify(numbers, scheme="quantiles", k=k)
    return make_choropleth(
        join(boundaries, indicator), color_scale(classes, "purples"), language="en"
    )


def test_no_data_is_hatched_in_the_picture() -> None:
    """Every place without a figure has lines, and no other place has one."""
    choropleth = a_map("5g-stations-announced-2020", "en")
    drawn = read_svg(an_svg("5g-stations-announced-2020", "en"))
    lines = drawn.lines[choropleth.scale.no_data_lines]
    segments = [line for line in lines if len(set(line)) == 2]
    assert len(segments) > 200
    absent = sum(o.value is None for o in choropleth.places)
    assert list(drawn.fills.values()).count(choropleth.scale.no_data) == absent == 12
    assert choropleth.scale.no_data not in choropleth.scale.colours


def test_not_applicable_is_hatched_the_other_way() -> None:
    choropleth = a_map("ccid-potential-foundation", "en")
    drawn = read_svg(an_svg("ccid-potential-foundation", "en"))
    lines = drawn.lines[choropleth.scale.no_data_lines]
    rising = sum((x1 - x0) * (y1 - y0) < 0 for (x0, y0), (x1, y1) in lines)
    assert 0 < rising < len(lines)  # Tibet is not applicable, others have no data
    all_one_way = read_svg(an_svg("ccid-projects", "en")).lines[choropleth.scale.no_data_lines]
    assert not any((x1 - x0) * (y1 - y0) > 0 for (x0, y0), (x1, y1) in all_one_way)


# -- what the files hold ------------------------------------------------------------------------


def test_json() -> None:
    content = json.loads(export(a_map("ccid-projects", "zh"), "json"))
    assert content["indicator"] == "ccid-projects"
    assert content["title"] == "2020年分地区新基建项目数"
    assert content["unit"] == "项"
    assert content["period"] == "2020"
    assert len(content["places"]) == 34
    anhui = next(place for place in content["places"] if place["adcode"] == "340000")
    assert (anhui["name_zh"], anhui["name_en"]) == ("安徽", "Anhui")
    assert anhui["value"] == 280
    assert isinstance(anhui["value"], int)
    assert anhui["status"] == "reported"
    assert anhui["class"] == 3  # counted from one, as a reader counts
    assert all(place["source"] for place in content["places"])
    assert set(content["source"]) >= {"title", "publisher", "citation", "licence", "accessed"}
    assert content["join"]["matched"] == 3
    assert len(content["join"]["places_without_data"]) == 31
    tibet = next(place for place in content["places"] if place["adcode"] == "540000")
    assert tibet["value"] is tibet["class"] is None
    assert tibet["colour"] == NO_DATA


@pytest.mark.parametrize(
    "indicator", ["ccid-projects", "5g-stations-region", "urban-share", "charging-points"]
)
def test_geojson_has_the_values_and_colours_of_the_json(indicator: str) -> None:
    choropleth = a_map(indicator, "en")
    content = json.loads(export(choropleth, "geojson"))
    assert [f["properties"] for f in content["features"]] == to_json(choropleth)["places"]
    assert [f["id"] for f in content["features"]] == list(choropleth.layer.boundaries.adcodes)


def test_geojson_is_wgs84(provinces: Boundaries) -> None:
    content = json.loads(export(a_map("population-2020", "en"), "geojson"))
    assert content["type"] == "FeatureCollection"
    assert "crs" not in content  # RFC 7946 knows only WGS 84
    for feature, polygon in zip(content["features"], provinces.frame.geometry, strict=True):
        assert feature["type"] == "Feature"
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.hausdorff_distance(polygon) < 0.15
        assert shape.area == pytest.approx(polygon.area, rel=0.1)
        west, south, east, north = shape.bounds
        assert 73 < west < east < 136
        assert 3 < south < north < 54


@pytest.mark.parametrize("asked", [
    MapRequest("population-2020"),
    MapRequest("population-2020", level="prefecture", within="440000"),
])  # fmt: skip
def test_geojson_is_small_and_its_places_still_share_their_borders(asked: MapRequest) -> None:
    choropleth = build(asked)
    content = export(choropleth, "geojson")
    assert len(content) < 1_000_000
    features = json.loads(content)["features"]
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    whole = choropleth.layer.boundaries.frame.geometry.to_numpy()
    assert len(shapely.get_parts(shapes)) == len(shapely.get_parts(whole))  # every island
    numbers = shapely.get_coordinates(shapes)
    assert (numbers == numbers.round(5)).all()


def test_geojson_winds_as_rfc_7946_says(regions: Boundaries) -> None:
    """Outer rings against the clock, holes with it."""
    holed = shapely.Polygon(
        [(80, 30), (80, 40), (90, 40), (90, 30)], [[(84, 34), (86, 34), (86, 36), (84, 36)]]
    )
    assert not holed.exterior.is_ccw
    assert holed.interiors[0].is_ccw
    polygons = regions.polygons | {regions.adcodes[0]: holed}
    choropleth = a_map("5g-stations-region", "en")
    layer = replace(choropleth.layer, boundaries=replace(regions, polygons=polygons))
    for drawn in (replace(choropleth, layer=layer), a_map("population-2020", "en")):
        features = json.loads(export(drawn, "geojson"))["features"]
        shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
        parts = shapely.get_parts(shapes)
        assert len(parts) > 4
        assert all(part.exterior.is_ccw for part in parts)
        assert not any(ring.is_ccw for part in parts for ring in part.interiors)


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_csv() -> None:
    choropleth = a_map("ccid-projects", "en")
    content = export(choropleth, "csv")
    assert content.startswith(b"\xef\xbb\xbfadcode,")  # or a spreadsheet program takes it for GBK
    assert content.count(b"\xef\xbb\xbf") == 1
    records = read_csv(content)
    assert len(records) == 34
    by_code = {record["adcode"]: record for record in records}
    assert by_code["340000"]["value"] == "280"
    assert by_code["340000"]["unit"] == "projects"
    assert by_code["340000"]["class"] == "3"
    assert by_code["540000"]["value"] == by_code["540000"]["class"] == ""
    assert all(record["source"] for record in records)
    assert not any("\r" in value for record in records for value in record.values())


def test_headings_are_in_the_language_of_the_map() -> None:
    for indicator in ("ccid-projects", "gdp-per-person"):
        choropleth = a_map(indicator, "zh")
        records = read_csv(export(choropleth, "csv"))
        headings = list(records[0])
        assert headings[:4] == ["行政区划代码", "中文名称", "英文名称", "数值"]
        assert not any(heading.isascii() for heading in headings)
        assert len(headings) == len(set(headings)) == len(data_rows(choropleth)[0])
        data = load_workbook(io.BytesIO(export(choropleth, "xlsx"))).worksheets[0]
        assert [cell.value for cell in data[1]] == headings


@pytest.mark.parametrize("indicator", sorted({indicator for indicator, _ in MAPS}))
def test_all_data_formats_number_classes_alike_and_name_the_source(indicator: str) -> None:
    choropleth = a_map(indicator, "en")
    content = json.loads(export(choropleth, "json"))["places"]
    features = json.loads(export(choropleth, "geojson"))["features"]
    header, *body = load_workbook(
        io.BytesIO(export(choropleth, "xlsx"))
    ).worksheets[0].iter_rows(values_only=True)  # fmt: skip
    records = read_csv(export(choropleth, "csv"))
    of = {
        "json": [(p["class"], p["source"]) for p in content],
        "geojson": [(f["properties"]["class"], f["properties"]["source"]) for f in features],
        "csv": [(int(r["class"]) if r["class"] else None, r["source"]) for r in records],
        "xlsx": [(row[header.index("class")], row[header.index("source")]) for row in body],
    }
    numbers = [
        None if number is None else number + 1
        for number in map(choropleth.class_of, choropleth.places)
    ]
    assert [number for number, _ in of["json"]] == numbers
    assert min(filter(None, numbers)) == 1
    for pairs in of.values():
        assert pairs == of["json"]
        assert all(source for _, source in pairs)


@gathered(
    "text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "=cmd|'/c calc'!A1"]
)
def test_csv_text_is_never_a_formula(text: str) -> None:
    ((key, value),) = read_csv(csv_bytes([{text: text}]))[0].items()
    assert key == value == f"'{text}".replace("\r", "\n")


@pytest.mark.parametrize(
    ("value", "written"),
    [("-5", "-5"), ("+5.25", "+5.25"), (-5, "-5"), (-0.5, "-0.5"), (None, ""), ("a-b", "a-b"),
     ("-5+cmd", "'-5+cmd"), ("", "")],
)  # fmt: skip
def test_csv_numbers_stay_numbers(value: Any, written: str) -> None:
    assert read_csv(csv_bytes([{"a": value, "b": 1}]))[0]["a"] == written


def cell(value: Any) -> Any:
    """A value with the 15 digits a workbook keeps; an empty cell is None."""
    return float(f"{value:.15g}") if isinstance(value, int | float) else value or None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_xlsx_in_openpyxl(language: str) -> None:
    choropleth = a_map("gdp-per-person", language)
    workbook = load_workbook(io.BytesIO(export(choropleth, "xlsx")))
    data, about = workbook.worksheets
    names = {"en": ["Data", "Source"], "zh": ["数据", "来源"]}
    assert workbook.sheetnames == names[language]
    header, *body = data.iter_rows(values_only=True)
    assert (
        header[:4]
        == {
            "en": ("adcode", "name_zh", "name_en", "value"),
            "zh": ("行政区划代码", "中文名称", "英文名称", "数值"),
        }[language]
    )
    expected = [tuple(map(cell, record.values())) for record in data_rows(choropleth)]
    assert [tuple(map(cell, row)) for row in body] == expected
    for row in data.iter_rows(min_row=2):
        assert row[0].data_type == "s"  # codes are text
        assert row[3].data_type == "n"  # numbers are numbers, and no data is an empty cell
        assert (row[3].value is None) == (row[5].value == "no_data")
    facts = dict(about.iter_rows(values_only=True))
    assert choropleth.layer.indicator.source.citation[language] in facts.values()
    assert set(choropleth.notes) <= set(facts.values())
    assert data.freeze_panes == "D2"


def test_xlsx_in_calamine() -> None:
    choropleth = a_map("ccid-projects", "zh")
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(export(choropleth, "xlsx")))
    header, *body = workbook.get_sheet_by_index(0).to_python()
    values = {row[0]: row[header.index("数值")] for row in body}
    assert values["340000"] == 280.0
    assert isinstance(values["340000"], float)
    assert values["540000"] == ""
    facts = dict(row[:2] for row in workbook.get_sheet_by_index(1).to_python())
    assert "CCID" in facts["source citation"] or "赛迪" in facts["source citation"]


@gathered("file_format", sorted(OF_ONE))
def test_hostile_words_are_only_words(file_format: str) -> None:
    """In a title, a unit, a note and a source."""
    plain = a_map("ccid-projects", "zh")
    notes = tuple(
        replace(o, note=replace(o.note, zh=HOSTILE), source=replace(o.source, zh=HOSTILE))
        for o in plain.places
    )
    hostile = replace(plain, title=HOSTILE, unit=HOSTILE, layer=replace(plain.layer, values=notes))
    content = export(hostile, file_format, style=for_file(Style(size=(1200, 900)), file_format))
    if file_format in ("svg", "html"):
        assert b"<script>alert" not in content
        assert b"alert('49" not in content
    if file_format == "csv":
        for record in read_csv(content):
            assert not any(value.startswith("=") for value in record.values())
    if file_format == "xlsx":
        for sheet in load_workbook(io.BytesIO(content)):
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert kinds <= {"s", "n"}  # no formula
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


# -- formats and files --------------------------------------------------------------------------


def test_format_of() -> None:
    assert format_of(Path("a/b.PNG")) == "png"
    assert format_of(Path("map.2020.geojson")) == "geojson"
    for name, near in (("map.jpg", "png"), ("map", "Known"), (".png", "Known"), ("x.jsn", "json")):
        with pytest.raises(UnknownNameError, match=near):
            format_of(Path(name))


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r"'pgn'\. Did you mean png"):
        export(a_map(), "pgn")


def test_media_types() -> None:
    assert {key: value.media_type for key, value in FORMATS.items()} == {
        "png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf", "html": "text/html",
        "gif": "image/gif", "mp4": "video/mp4",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "geojson": "application/geo+json", "csv": "text/csv", "json": "application/json",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip


def test_write_file_writes_whole_files(tmp_path: Path) -> None:
    path = tmp_path / ("图" * 80 + ".png")  # as long a name as the file system takes
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_file_is_as_open_to_others_as_any_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the mask that says so is left alone: it is the whole process's, with all its threads."""
    before = os.umask(0o027)
    try:
        with monkeypatch.context() as patched:
            patched.delattr(os, "umask")
            write_file(tmp_path / "ours", b"one")
        (tmp_path / "any").write_bytes(b"one")
    finally:
        os.umask(before)
    ours, anyone = (stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ours", "any"))
    assert ours == anyone == 0o640


@pytest.mark.parametrize("failing", ["fdopen", "replace"])
def test_a_failing_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(b"old")

    def full(*args: Any) -> Any:
        if failing == "fdopen":
            os.close(args[0])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(ExportError, match=r"map\.json cannot be written: No space left"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_places_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder.png").mkdir()
    for name in ("missing/map.png", "file/map.png", "folder.png"):
        with pytest.raises(ExportError, match="cannot be written"):
            write_file(tmp_path / name, b"new")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.png"]
    assert not list((tmp_path / "folder.png").iterdir())


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(ExportError, match=r"map\.png cannot be written: Permission denied"):
        write_file(tmp_path / "map.png", b"new")


# -- same request, same bytes -------------------------------------------------------------------


@pytest.mark.slow(reads=up_to("export"))
@gathered("file_format", sorted(OF_ONE))
def test_the_same_request_gives_the_same_bytes(file_format: str) -> None:
    small, smaller = (for_file(Style(size=size), file_format) for size in ((480, 360), (400, 300)))
    first = export(a_map("ccid-projects", "zh"), file_format, style=small)
    # Other maps in between change nothing.
    export(a_map("population-2020", "en"), file_format, style=smaller)
    assert export(a_map("ccid-projects", "zh"), file_format, style=small) == first


@pytest.mark.slow(reads=up_to("export"))
def test_and_so_do_two_processes(tmp_path: Path) -> None:
    program = (
        "import hashlib\n"
        "from geo.draw.style import Style\n"
        "from geo.export import export, for_file\n"
        "from geo.maps import MapRequest, build\n"
        "choropleth = build(MapRequest('ccid-projects', language='zh'))\n"
        f"for name in {sorted(OF_ONE)}:\n"
        "    content = export(choropleth, name, style=for_file(Style(size=(480, 360)), name))\n"
        "    print(name, hashlib.sha256(content).hexdigest())\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, text=True, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONHASHSEED": seed, "MPLCONFIGDIR": str(tmp_path / seed)},
        )
        for seed in ("1", "4242")
    ]  # fmt: skip
    runs = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert runs[0] == runs[1]
    choropleth = a_map("ccid-projects", "zh")
    style = Style(size=(480, 360))
    here = [
        hashlib.sha256(export(choropleth, name, style=for_file(style, name)))
        for name in sorted(OF_ONE)
    ]
    assert runs[0].split()[1::2] == [digest.hexdigest() for digest in here]


# -- golden files -------------------------------------------------------------------------------


@gathered("name", NAMES)
def test_golden(name: str) -> None:
    """tests/golden/README.md says how they are renewed."""
    assert (FOLDER / name).is_file(), f"tests/golden/{name} is missing; no test creates it"
    assert contents()[name] == (FOLDER / name).read_text(encoding="utf-8")


def test_every_golden_file_is_used() -> None:
    held = {path.name for path in FOLDER.iterdir() if path.suffix in (".json", ".txt", ".svg")}
    assert held == set(NAMES) == set(contents())


def test_palettes_never_use_the_ground_of_no_data() -> None:
    for palette in list_palettes().values():
        assert NO_DATA not in {c for colours in palette.colours.values() for c in colours}
