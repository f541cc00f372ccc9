"""The deck: native shapes in the map's colours, and files that PowerPoint opens without repair."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from geo.draw.media.slide.theme_colours import ThemeColours
from geo.draw.style import Style
from geo.export.formats import export
from geo.maps.plate import make_plate
from geo.model.errors import ExportError
from geo.model.maps import Choropleth, Plate
from tests import programs
from tests.gathered import gathered
from tests.pictures import MAPS, a_map
from tests.slow import up_to

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def deck(choropleth: Choropleth, **look: Any) -> Any:
    return opened(export(choropleth, "pptx", style=Style(**look)))


def group_of(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


def fill_of(shape: Any) -> str:
    """The colour of a shape; of a hatch its ground."""
    properties = shape._element.spPr
    solid = properties.find(f"{_A}solidFill/{_A}srgbClr")
    ground = properties.find(f"{_A}pattFill/{_A}bgClr/{_A}srgbClr")
    found = solid if solid is not None else ground
    return "" if found is None else "#" + found.get("val").lower()


def texts_of(slide: Any) -> list[str]:
    return [text.text for text in slide._element.iter(f"{_A}t")]


@pytest.mark.slow(reads=up_to("export"))
@gathered(("indicator", "language"), MAPS)
def test_every_place_is_a_named_shape_in_its_colour(indicator: str, language: str) -> None:
    choropleth = a_map(indicator, language)
    slide = deck(choropleth).slides[0]
    shapes = {shape.name: shape for shape in group_of(slide, "map").shapes}
    names = choropleth.layer.boundaries.names
    for observation in choropleth.places:
        name = names[observation.adcode]
        shape = shapes[f"{name.zh} {name.en} {observation.adcode}"]
        assert fill_of(shape) == choropleth.colour_of(observation)
        hatched = shape._element.spPr.find(f"{_A}pattFill") is not None
        assert hatched == (observation.value is None)
        assert choropleth.name(observation.adcode) in shape._element.nvSpPr.cNvPr.get("descr")
    texts = texts_of(slide)
    for text in (choropleth.title, choropleth.subtitle, choropleth.source_line):
        assert text.translate(str.maketrans("“”‘’", "\"\"''")) in [
            t.translate(str.maketrans("“”‘’", "\"\"''")) for t in texts
        ]
    for entry in choropleth.legend:
        assert entry.label in texts
    told = group_of(slide, "map")._element.nvGrpSpPr.cNvPr.get("descr")
    assert told == choropleth.description[choropleth.language]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_title_notes_and_table(language: str) -> None:
    choropleth = a_map("ccid-projects", language)
    made = deck(choropleth)
    first, second = made.slides
    assert first.shapes.title.text == choropleth.title
    notes = first.notes_slide.notes_text_frame.text
    source = choropleth.layer.indicator.source
    assert source.citation[choropleth.language] in notes
    assert "31" in notes  # places without a figure
    tables = [shape.table for shape in second.shapes if shape.has_table]
    records = [[cell.text for cell in row.cells] for t in tables for row in list(t.rows)[1:]]
    assert len(records) == 34
    assert [choropleth.name("340000"), "280"] in records
    absent = {"en": "No data", "zh": "无数据"}[language]
    assert sum(record[1] == absent for record in records) == 31
    assert made.core_properties.title == choropleth.title


@pytest.mark.parametrize(
    ("size", "inches"),
    [((1920, 1080), (13.333, 7.5)), ((3508, 2480), (13.333, 9.426)), ((1080, 1080), (13.333,) * 2),
     ((2480, 3508), (9.426, 13.333))],
)  # fmt: skip
def test_a_slide_has_the_proportions_of_the_picture(
    size: tuple[int, int], inches: tuple[float, float]
) -> None:
    made = deck(a_map("ccid-projects", "zh"), size=size)
    assert (made.slide_width.inches, made.slide_height.inches) == pytest.approx(inches, abs=0.001)
    for shape in made.slides[0].shapes:
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= made.slide_width * 1.001
        assert shape.top + shape.height <= made.slide_height * 1.001


def test_the_package_is_whole() -> None:
    """Ids are unique, every relation has its part, every part its content type."""
    content = export(make_plate([a_map(), a_map("population-2020")]), "pptx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        assert len(names) == len(archive.namelist())
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        defaults = {e.get("Extension") for e in types if e.get("Extension")}
        overrides = {e.get("PartName") for e in types if e.get("PartName")}
        for name in names - {"[Content_Types].xml"}:
            assert f"/{name}" in overrides or name.rsplit(".", 1)[-1] in defaults
        for name in (n for n in names if n.endswith(".rels")):
            folder = PurePosixPath(name).parent.parent
            for relation in etree.fromstring(archive.read(name)).iter(_RELATIONS):
                if relation.get("TargetMode") != "External":
                    target = relation.get("Target")
                    path = target[1:] if target.startswith("/") else f"{folder}/{target}"
                    parts: list[str] = []
                    for part in path.split("/"):
                        parts = parts[:-1] if part == ".." else [*parts, *[part] * (part != ".")]
                    assert "/".join(parts) in names, (name, target)
        for name in (n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)):
            ids = [e.get("id") for e in etree.fromstring(archive.read(name)).iter(f"{_P}cNvPr")]
            assert len(ids) == len(set(ids))


def faults_of(content: bytes, path: Path) -> list[str]:
    """What the Open XML schemas and the rules beyond them say against a file."""
    path.write_bytes(content)
    found = OpenXmlValidator(max_errors=5).validate(path)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in found.errors]


@pytest.mark.slow(reads=up_to("export"))
@pytest.mark.parametrize(("kind", "language"), [("rich", "zh"), ("several", "en"), ("added", "zh")])
def test_it_is_valid_by_the_schemas(kind: str, language: str, tmp_path: Path) -> None:
    """PowerPoint offers to repair a file that is not."""
    picture: Choropleth | Plate = a_map("gdp-per-person", language, symbols="population-2020")
    style = Style(theme="dark", maritime=True, strip=True, labels="both", highlight=("340000",))
    if kind == "several":
        picture = make_plate([a_map(of, language) for of in ("ccid-share", "population-2020")])
        style = Style(legend="horizontal", crop=("110000", "120000", "130000"))
    template = a_deck() if kind == "added" else None
    content = export(picture, "pptx", style=style, template=template)
    assert faults_of(content, tmp_path / "a.pptx") == []


@pytest.mark.slow(reads=up_to("export"))
def test_the_check_finds_elements_in_the_wrong_order(tmp_path: Path) -> None:
    content = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(export(a_map(), "pptx")))
    with zipfile.ZipFile(content, "w") as bad:
        for name in good.namelist():
            part = good.read(name).decode("latin-1")
            if name == "ppt/slides/slide1.xml":
                part = re.sub(r"(<a:solidFill>.*?</a:solidFill>)(<a:ln.*?</a:ln>)", r"\2\1", part)
            bad.writestr(name, part.encode("latin-1"))
    assert any("'ln'" in fault for fault in faults_of(content.getvalue(), tmp_path / "a.pptx"))


def test_dark_slides_are_dark() -> None:
    """By their theme, so that a slide added later is dark too."""
    made = deck(a_map("ccid-projects", "zh"), theme="dark")
    for slide in made.slides:
        size = (made.slide_width, made.slide_height)
        found = ThemeColours(slide.slide_layout, size)
        assert (found.ground, found.ink) == ("#17191e", "#f3f3f3")
        assert slide._element.find(f"{_P}cSld/{_P}bg") is None


# -- the user's own deck ------------------------------------------------------------------------


def a_deck(width: float = 10, height: float = 5.625) -> bytes:
    made = Presentation()
    made.slide_width, made.slide_height = round(width * 914_400), round(height * 914_400)
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "我们的报告"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def test_slides_are_added_to_the_users_deck() -> None:
    template = a_deck()
    made = opened(export(a_map("ccid-projects", "zh"), "pptx", template=template))
    assert len(made.slides) == 3
    assert made.slides[0].shapes.title.text == "我们的报告"
    assert made.slides[1].shapes.title.text == "2020年分地区新基建项目数"
    assert (made.slide_width, made.slide_height) == (9_144_000, 5_143_500)
    faces = {e.get("typeface") for e in made.slides[1]._element.iter(f"{_A}latin", f"{_A}ea")}
    assert not faces  # those of their theme
    for shape in made.slides[1].shapes:
        assert shape.left + shape.width <= made.slide_width * 1.001


def potx(template: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template)) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"presentation.main+xml", b"template.main+xml")
            new.writestr(name, content)
    return buffer.getvalue()


def test_a_template_is_as_good_as_a_deck() -> None:
    template = potx(a_deck())
    with pytest.raises(ValueError, match="not a PowerPoint"):
        opened(template)
    assert len(opened(export(a_map(), "pptx", template=template)).slides) == 3


def with_macros(template: bytes) -> bytes:
    buffer = io.BytesIO(template)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("ppt/vbaProject.bin", b"x")
    return buffer.getvalue()


def a_workbook() -> bytes:
    return export(a_map(), "xlsx")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (b"", "no .pptx file"),
        (b"PK\x03\x04 broken", "no .pptx file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .ppt or has a password"),
        (a_workbook, "no .pptx file"),
        (lambda: with_macros(a_deck()), "has macros"),
    ],
)
def test_what_is_no_template_is_refused(template: Any, message: str) -> None:
    content = template if isinstance(template, bytes) else template()
    with pytest.raises(ExportError, match=message):
        export(a_map(), "pptx", template=content)


def test_a_template_is_for_slides_only() -> None:
    with pytest.raises(ExportError, match="a template is for pptx"):
        export(a_map(), "png", template=a_deck())


@pytest.mark.slow(reads=up_to("export"))
@pytest.mark.parametrize("own", [False, True])
def test_libreoffice_opens_it(tmp_path: Path, own: bool) -> None:
    program = programs.find("soffice", package="libreoffice-impress")
    template = a_deck() if own else None
    path = tmp_path / "deck.pptx"
    path.write_bytes(export(a_map("ccid-projects", "zh"), "pptx", template=template))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    ran = subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    made = tmp_path / "deck.pdf"
    if "could not be loaded" in ran.stderr:
        programs.missing("Impress", package="libreoffice-impress")
    pages = made.read_bytes().count(b"/Type/Page>>") or len(
        re.findall(rb"/Type\s*/Page\b[^s]", made.read_bytes())
    )
    assert pages == (3 if own else 2)
