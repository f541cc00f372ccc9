"""Slides in the user's deck: its title's place, its fonts and colours, its dark masters, its own
proportions; and the native chart and tables."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu

from geo.draw.media.slide.sheet import sheet_of
from geo.draw.media.slide.theme_colours import ThemeColours
from geo.draw.style import Style
from geo.export.formats import export
from geo.maps import contrast, write_value
from geo.maps.plate import make_plate
from tests.gathered import gathered
from tests.pictures import a_map

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DARK = {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def saved(deck: Any) -> bytes:
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def theme_of(deck: Any) -> Any:
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    return part, etree.fromstring(part.blob)


def a_template(*, wide: bool = False, ground: str = "", face: str = "DejaVu Serif") -> bytes:
    """A deck without slides: 4:3 or 16:9, of a face, on a ground whose theme is turned when it is
    dark."""
    deck = Presentation()
    part, theme = theme_of(deck)
    for kind in ("majorFont", "minorFont"):
        theme.find(f".//{_A}{kind}/{_A}latin").set("typeface", face)
    part._blob = etree.tostring(theme)
    if wide:
        deck.slide_width, deck.slide_height = Emu(12_192_000), Emu(6_858_000)
        for level in (deck.slide_master, *deck.slide_layouts):
            for shape in level.placeholders:
                if shape._element.spPr.find(f"{_A}xfrm") is not None:
                    shape.left, shape.width = round(shape.left * 4 / 3), round(shape.width * 4 / 3)
    if ground:
        fill = deck.slide_master.background.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(ground)
        if contrast(f"#{ground}", "#ffffff") > 4.5:
            deck.slide_master._element.find(f"{_P}clrMap").attrib.update(_DARK)
    return saved(deck)


def colours_of(deck: Any) -> ThemeColours:
    layout = sheet_of(deck).layout
    return ThemeColours(layout, (deck.slide_width, deck.slide_height))


def boxes(slide: Any) -> list[tuple[str, int, int, int, int]]:
    return [(s.name, s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]


@gathered("wide", [False, True])
def test_a_picture_stands_under_the_templates_own_title(wide: bool) -> None:
    template = a_template(wide=wide)
    choropleth = a_map("gdp-2020", title="A short title")
    made = opened(export(choropleth, "pptx", template=template, style=Style(strip=True)))
    slide = made.slides[0]
    title, place = slide.shapes.title, sheet_of(opened(template)).title
    assert place is not None
    # Neither moved, nor in another size, colour or face.
    assert title._element.spPr.find(f"{_A}xfrm") is None
    assert (title.left, title.width) == (place.left, place.width)
    (run,) = title.text_frame.paragraphs[0].runs
    assert run.font.size is None
    assert run._r.find(f"{_A}rPr/{_A}solidFill") is None
    for name, left, top, right, bottom in boxes(slide):
        if name == title.name:
            continue
        assert top >= place.bottom - 1, name
        assert left >= 0, name
        assert right <= made.slide_width, name
        assert bottom <= made.slide_height, name


def test_a_long_title_is_smaller_and_not_cut() -> None:
    picture = a_map("gdp-2020", title="A title that is long, " * 9)
    made = opened(export(picture, "pptx", template=a_template()))
    (run,) = made.slides[0].shapes.title.text_frame.paragraphs[0].runs
    assert 16 <= run.font.size.pt < 44
    assert made.slides[0].shapes.title.text == picture.title


@gathered("ground", ["", "102A5C", "0B0B0B", "F4EBD8", "6A1B4D"])
def test_letters_can_be_read_on_every_master(ground: str) -> None:
    template = a_template(wide=True, ground=ground)
    deck = opened(template)
    found = colours_of(deck)
    assert found.ground == f"#{ground.lower() or 'ffffff'}"
    assert contrast(found.ink, found.ground) >= 4.5
    assert contrast(found.grey, found.ground) >= 4.5
    made = opened(export(a_map("gdp-2020"), "pptx", template=template))
    slide = made.slides[0]
    # Written by their names in the theme, and the ground is the master's.
    names = {e.get("val") for e in slide._element.iter(f"{_A}schemeClr")}
    assert names == {found.ink_name}
    assert slide._element.find(f"{_P}cSld/{_P}bg") is None
    assert not list(slide._element.iter(f"{_A}latin", f"{_A}ea"))


def test_a_ground_is_found_wherever_a_master_has_it() -> None:
    deck = opened(a_template(wide=True))
    shape = deck.slide_master.shapes
    tree = shape._spTree
    covering = etree.fromstring(
        f"<p:sp xmlns:p='{_P[1:-1]}' xmlns:a='{_A[1:-1]}'><p:nvSpPr><p:cNvPr id='99' name='back'/>"
        "<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='12192000' "
        "cy='6858000'/></a:xfrm><a:prstGeom prst='rect'><a:avLst/></a:prstGeom><a:gradFill>"
        "<a:gsLst><a:gs pos='0'><a:srgbClr val='102040'/></a:gs><a:gs pos='100000'>"
        "<a:srgbClr val='304060'/></a:gs></a:gsLst></a:gradFill></p:spPr></p:sp>"
    )
    tree.insert(2, covering)
    found = colours_of(opened(saved(deck)))
    assert found.ground == "#203050"
    # The theme's ink is dark and cannot be read there: another of its colours is taken.
    assert found.ink_name == "bg1"
    assert contrast(found.ink, found.ground) >= 4.5


def test_a_dark_theme_darkens_a_light_deck() -> None:
    made = opened(export(a_map("gdp-2020"), "pptx", template=a_template(),
                         style=Style(theme="dark")))  # fmt: skip
    slide = made.slides[0]
    ground = f"#{slide.background.fill.fore_color.rgb}"
    (run,) = slide.shapes.title.text_frame.paragraphs[0].runs
    assert contrast(f"#{run.font.color.rgb}", ground) >= 4.5


@gathered(("size", "language"), [((1920, 1080), "en"), ((1440, 1080), "zh"), ((1080, 1080), "zh")])
def test_layouts_of_our_own_deck_fit_its_slides(size: tuple[int, int], language: str) -> None:
    made = opened(export(a_map("gdp-2020", language), "pptx", style=Style(size=size)))
    for level in (made.slide_master, *made.slide_layouts):
        for shape in level.placeholders:
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height
    wide = max(s.left + s.width for s in made.slide_master.placeholders)
    assert wide >= 0.9 * made.slide_width


def texts_of(slide: Any) -> list[str]:
    return [text.text for text in slide._element.iter(f"{_A}t")]


def chart_of(slide: Any) -> Any:
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


@gathered("theme", ["light", "dark"])
def test_a_ranking_is_a_native_chart_in_the_maps_colours(theme: Any) -> None:
    choropleth = a_map("gdp-2020")
    made = opened(export(choropleth, "pptx", style=Style(strip=True, theme=theme)))
    slide = made.slides[0]
    chart = chart_of(slide)
    notation = choropleth.notation
    figures = {
        choropleth.name(o.adcode): float(notation.scaled(o.value))
        for o in choropleth.places
        if o.value is not None
    }
    ranked = sorted(figures, key=lambda name: -figures[name])
    (series,) = chart.plots[0].series
    assert list(chart.plots[0].categories) == ranked
    assert list(series.values) == [figures[name] for name in ranked]
    assert series.name == notation.unit
    assert notation.unit in texts_of(slide)  # over the bars
    # The labels of the bars are what the picture has.
    assert (
        chart.plots[0].data_labels.number_format
        == "#,##0" + "." * bool(notation.decimals) + "0" * notation.decimals
    )
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    told = frame._element.nvGraphicFramePr.cNvPr.get("descr")
    assert notation.unit in told
    assert choropleth.source_line in told
    # Bars have the fills of their places on the slide.
    group = next(shape for shape in slide.shapes if shape.name == "map")
    shapes = {shape.name.split()[-1]: shape for shape in group.shapes}
    fills = {
        choropleth.name(code): shapes[code]._element.spPr.find(f"{_A}solidFill/{_A}srgbClr")
        for code in shapes
        if code.isdigit()
    }
    for i, name in enumerate(ranked):
        bar = str(series.points[i].format.fill.fore_color.rgb)
        assert bar == fills[name].get("val"), name
    # What the chart is made from names the unit and the source.
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    cells = [cell.value for row in book.active.iter_rows() for cell in row if cell.value]
    assert notation.unit in cells
    assert choropleth.source_line in cells


def test_bars_in_columns_share_a_scale() -> None:
    made = opened(export(a_map("gdp-2020"), "pptx", style=Style(strip=True, size=(1080, 1920))))
    charts = [shape.chart for shape in made.slides[0].shapes if shape.has_chart]
    assert len(charts) > 1
    ends = {(c.value_axis.minimum_scale, c.value_axis.maximum_scale) for c in charts}
    assert len(ends) == 1
    axes = {int(e.get("val")) for c in charts for e in c._chartSpace.iter(f"{_C}axId")}
    assert all(0 < axis < 2**31 for axis in axes)
    values = [value for chart in charts for value in chart.plots[0].series[0].values]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_tables_are_sorted_with_unit_and_source(language: str) -> None:
    choropleth = a_map("gdp-2020", language)
    made = opened(export(choropleth, "pptx"))
    slide = made.slides[-1]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for table in tables for row in list(table.rows)[1:]]
    figures = sorted((o.value for o in choropleth.places if o.value is not None), reverse=True)
    shown = [row[1] for row in rows[: len(figures)]]
    indicator = choropleth.layer.indicator
    assert shown == [write_value(figure, indicator, choropleth.language) for figure in figures]
    assert rows[0][0] == {"en": "Guangdong", "zh": "广东"}[language]
    assert [cell.text for cell in next(iter(tables[0].rows)).cells][1] == choropleth.unit
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert any(choropleth.source_line in text for text in texts)


def test_a_slide_for_each_period_has_its_own_chart() -> None:
    maps = [a_map("population", period=period) for period in ("2010", "2020")]
    made = opened(
        export(make_plate(maps), "pptx", style=Style(strip=True), slides="periods",
               template=a_template())
    )  # fmt: skip
    assert len(made.slides) >= 3
    values = [chart_of(made.slides[i]).plots[0].series[0].values for i in range(2)]
    assert values[0] != values[1]
    assert [len(v) for v in values] == [len(values[0])] * 2


def test_a_deck_says_what_it_is_and_shows_its_first_slide() -> None:
    choropleth = a_map("gdp-2020", "zh")
    content = export(choropleth, "pptx", style=Style(theme="dark"))
    told = opened(content).core_properties
    assert (told.title, told.author, told.language) == (choropleth.title, "Province Atlas", "zh-CN")
    assert told.subject == choropleth.source_line[:255]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        small = Image.open(io.BytesIO(archive.read("docProps/thumbnail.jpeg")))
        assert archive.read("_rels/.rels").count(b"thumbnail.jpeg") == 1
    assert small.size == (256, 144)
    near = small.convert("RGB").getpixel((2, 2))
    assert max(abs(a - b) for a, b in zip(near, (0x17, 0x19, 0x1E), strict=True)) < 8
    assert len(small.convert("RGB").getcolors(256 * 144) or []) > 50


def test_a_deck_with_slides_keeps_its_own_thumbnail() -> None:
    deck = opened(a_template())
    deck.slides.add_slide(deck.slide_layouts[6])
    template = saved(deck)
    made = export(a_map("gdp-2020"), "pptx", template=template)
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert old.read("docProps/thumbnail.jpeg") == new.read("docProps/thumbnail.jpeg")


@gathered("template", [None, "dark"])
def test_the_same_deck_has_the_same_bytes(template: str | None) -> None:
    given = a_template(ground="102A5C") if template else None
    one, two = (
        export(a_map("gdp-2020"), "pptx", style=Style(strip=True), template=given) for _ in range(2)
    )
    assert one == two
