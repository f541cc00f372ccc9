"""The PDF: its letters are text in a small font of their own, its parts are tagged and told in
words, its page is as large as was said, and a printer's has a bleed and crop marks."""

from __future__ import annotations

import io
import re
import subprocess
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import BoundsPen
from PIL import Image

from geo.draw import typeface
from geo.draw.composition import compose
from geo.draw.media.pdf.file import draw_pdf
from geo.draw.media.pdf.outlines import compact_font
from geo.draw.scene import Words
from geo.draw.style import Style, with_size
from geo.maps.plate import make_plate
from tests import programs
from tests.pictures import a_map
from tests.slow import up_to

pytestmark = pytest.mark.slow(reads=up_to("draw"))


@cache
def a_pdf(language: str = "zh", size: str = "a4-landscape", bleed: float = 0.0) -> bytes:
    style = with_size(Style(bleed=bleed), size)
    return draw_pdf(compose(make_plate([a_map("population-2020", language)]), style))


def said(program: str, path: Path, *options: str) -> str:
    """What a program of poppler says of a file."""
    command = [programs.find(program, package="poppler-utils"), *options, str(path)]
    if program == "pdftotext":
        command.append("-")
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=60, encoding="utf-8"
    ).stdout


@pytest.fixture(params=["en", "zh"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / f"{request.param}.pdf"
    file.write_bytes(a_pdf(request.param))
    return file


def test_letters_are_a_subset_of_the_face_and_can_be_found(path: Path) -> None:
    (font,) = said("pdffonts", path).splitlines()[2:]
    assert re.match(r"[A-Z]{6}\+NotoSansCJKsc-Regular +CID Type 0C +Identity-H +yes yes yes", font)
    choropleth = a_map("population-2020", path.stem)
    found = " ".join(said("pdftotext", path, "-raw").split())
    for text in (choropleth.title, choropleth.subtitle, choropleth.name("430000")):
        assert text in found
    bare = re.sub(r"\s", "", found)
    for text in (choropleth.source_line, *choropleth.notes):
        straight = text if path.stem == "zh" else typeface.writable(text, "en")
        assert re.sub(r"\s", "", straight) in bare


def test_parts_are_tagged_in_reading_order_with_language_and_description(path: Path) -> None:
    choropleth = a_map("population-2020", path.stem)
    facts = said("pdfinfo", path)
    assert re.search(r"Tagged: +yes", facts)
    assert re.search(rf"Title: +{re.escape(choropleth.title)}", facts)
    tree = said("pdfinfo", path, "-struct-text")
    kinds = re.findall(r"^  (\w+)", tree, re.MULTILINE)
    assert kinds == ["H1", "P", "Figure", "P", "P", "P"]
    assert tree.index(choropleth.title) < tree.index(choropleth.name("430000"))
    content = path.read_bytes()
    language = {"en": b"en", "zh": b"zh-CN"}[path.stem]
    assert b"/Catalog" in content
    assert b"/Lang(" + language + b")" in content
    told = choropleth.description[choropleth.language].encode("utf-16-be").hex().encode()
    assert b"/Alt<feff" + told + b">" in content


def test_metadata_is_xmp_and_carries_no_clock(path: Path) -> None:
    choropleth = a_map("population-2020", path.stem)
    packet = said("pdfinfo", path, "-meta")
    assert f'<rdf:li xml:lang="x-default">{choropleth.title}</rdf:li>' in packet
    assert choropleth.source_line in packet
    assert "Date" not in packet
    assert b"Date" not in path.read_bytes()
    a_pdf.cache_clear()
    assert a_pdf(path.stem) == path.read_bytes()


def test_an_a4_page_in_chinese_is_small_and_as_large_as_paper(tmp_path: Path) -> None:
    content = a_pdf("zh")
    assert len(content) < 300_000
    path = tmp_path / "a4.pdf"
    path.write_bytes(content)
    assert "841.89 x 595.276 pts (A4)" in said("pdfinfo", path)
    assert len(a_pdf("zh", "a4-portrait")) < 300_000


def test_a_printer_has_ground_beyond_the_edge_and_marks_outside_it(tmp_path: Path) -> None:
    path = tmp_path / "print.pdf"
    style = with_size(Style(bleed=3, theme="dark"), "170x120mm")
    path.write_bytes(draw_pdf(compose(make_plate([a_map()]), style)))
    boxes = {
        name: [float(n) / 72 * 25.4 for n in numbers.split()]
        for name, numbers in re.findall(r"(\w+)Box: +([\d. ]+)", said("pdfinfo", path, "-box"))
    }
    left, bottom, right, top = boxes["Trim"]
    assert (right - left, top - bottom) == pytest.approx((170, 120), abs=0.02)
    assert boxes["Bleed"] == pytest.approx([left - 3, bottom - 3, right + 3, top + 3], abs=0.02)
    subprocess.run(
        [programs.find("pdftoppm", package="poppler-utils"), "-r", "254", "-png", "-singlefile",
         path, tmp_path / "print"], check=True, timeout=60,
    )  # fmt: skip
    pixels = np.asarray(Image.open(tmp_path / "print.png").convert("L"), float)
    high = pixels.shape[0]

    def at(x: float, y: float) -> np.ndarray:
        """Ten pixels are a millimetre."""
        return pixels[round(high - 10 * y) - 3 : round(high - 10 * y) + 4, round(10 * x) - 3 :][
            :, :7
        ]

    assert at(left - 2, bottom - 2).max() < 50  # the ground, to be cut off
    assert at(left - 4, bottom - 4).min() > 200  # the sheet
    for x, y in ((left - 5, bottom), (left, bottom - 5), (right + 5, top), (right, top + 5)):
        assert at(x, y).min() < 200, "a crop mark"
    assert b"TrimBox" not in a_pdf()


@pytest.mark.parametrize("text", ["Census, 2020 –%", "人口普查年鉴，（）", "A人"])
def test_the_outlines_are_those_of_the_face(text: str) -> None:
    characters = list(dict.fromkeys(text.replace(" ", "")))
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(compact_font("Name", characters)), None)
    top = fonts[fonts.fontNames[0]]
    order = top.charset
    assert len(order) == len(characters) + 1
    for number, character in enumerate(characters, start=1):
        program = top.CharStrings[order[number]]
        pen = BoundsPen(top.CharStrings)
        program.draw(pen)
        assert program.width == typeface.glyph(character).advance
        points = typeface.glyph(character).vertices
        assert pen.bounds is not None
        west, south, east, north = pen.bounds
        assert west >= points[:, 0].min() - 1 and south >= points[:, 1].min() - 1  # noqa: PT018
        assert east <= points[:, 0].max() + 1 and north <= points[:, 1].max() + 1  # noqa: PT018
        assert east - west > 40


def test_words_stand_where_they_were_measured(tmp_path: Path) -> None:
    """By the boxes of another program: kerning and spaces are in their places."""
    scene = compose(make_plate([a_map("population-2020", "en")]), Style())
    path = tmp_path / "words.pdf"
    path.write_bytes(draw_pdf(scene))
    (title,) = scene.of("title")
    (words,) = (item for item in title.items if isinstance(item, Words))
    listed = said("pdftotext", path, "-bbox")
    found = re.search(r'xMax="([\d.]+)" yMax="[\d.]+">2020<', listed)
    assert found is not None
    pixels = float(found[1]) / 72 * scene.dpi
    assert pixels == pytest.approx(words.box.right, abs=1.0)


def test_a_halo_is_no_second_text(tmp_path: Path) -> None:
    scene = compose(make_plate([a_map("ccid-projects", "en")]), Style())
    assert any(isinstance(item, Words) and item.halo for item in scene.items())
    path = tmp_path / "halo.pdf"
    path.write_bytes(draw_pdf(scene))
    assert said("pdftotext", path).count("Xinjiang") == 1


def test_streams_are_whole() -> None:
    content = a_pdf()
    for match in re.finditer(rb"/FlateDecode/Length (\d+)>>\nstream\n", content):
        end = match.end() + int(match[1])
        assert content[end : end + 10] == b"\nendstream"
        assert zlib.decompress(content[match.end() : end])
