"""Brand kits: what is read of them, what is refused, and that every format has it."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import zipfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

import geo
from geo.draw import typeface
from geo.draw.brand import Brand
from geo.draw.brand_file import read_brand
from geo.draw.composition import compose
from geo.draw.drawing_file import read_drawing
from geo.draw.scene import Words
from geo.draw.style import Style
from geo.draw.theme import colours_of
from geo.export.formats import export
from geo.export.jobs import make_jobs, to_work
from geo.maps import lightness
from geo.maps.own_palettes import palette_faults, palette_of
from geo.maps.pipeline import build
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.errors import DrawingError
from geo.model.text import Text
from tests.gathered import gathered

EXAMPLE = Path(__file__).parents[2] / "docs" / "brand" / "office.toml"
SERIF = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"


def kit(folder: Path, text: str = "", *, fonts: tuple[str, ...] = ("DejaVuSerif.ttf",)) -> Path:
    """The example's folder with a TOML of one's own, or with fonts added to the example's."""
    shutil.copytree(EXAMPLE.parent, folder, dirs_exist_ok=True)
    shutil.copy(SERIF, folder)
    path = folder / "office.toml"
    listed = ", ".join(f'"{name}"' for name in fonts)
    path.write_text(text or f"fonts = [{listed}]\n" + EXAMPLE.read_text(encoding="utf-8"), "utf-8")
    return path


def drawn(brand: Brand, indicator: str = "gdp-2020", language: Any = "en", **look: Any) -> Any:
    request = MapRequest(indicator, language=language, palettes=brand.palettes)
    return compose(make_plate([build(request)]), Style(brand=brand, **look))


# -- reading ------------------------------------------------------------------------------------


def test_the_example_is_read() -> None:
    brand = geo.read_brand(EXAMPLE)
    assert brand.name == Text("Office of Maps", "地图办公室")
    assert {palette.kind for palette in brand.palettes} == {
        "sequential",
        "diverging",
        "qualitative",
    }
    assert brand.logo is not None
    assert brand.logo.on(dark=True).name == "logo-on-dark.svg"
    assert colours_of(Style(brand=brand)).ink == "#12332d"
    assert colours_of(Style(brand=brand, theme="transparent")).ink == "#12332d"
    assert colours_of(Style(brand=brand, theme="transparent")).paper is None
    assert colours_of(Style(brand=brand, theme="dark")).ground == "#0e211d"
    assert hash(Style(brand=brand)) == hash(Style(brand=geo.read_brand(EXAMPLE)))


FAULTS = {
    "name = 3": "name must be a text",
    "colour = 1": "unknown key colour; known are name, footer, fonts, logo, palettes, colours",
    'logo = "a.svg"': "logo must be a table of keys and values",
    '[logo]\nfile = "none.svg"': "logo.file: there is no file none.svg",
    '[logo]\nfile = ""': "logo.file must name a file",
    '[logo]\ndark = "logo.svg"': "logo.file must name a file",
    '[logo]\nfile = "../conftest.py"': "is outside of the kit's folder",
    '[logo]\nfile = "office.toml"': "office.toml ends with none of .png, .svg",
    '[logo]\nfile = "logo.svg"\nheight = 500': "logo.height: 500 is not between 16 and 120",
    '[logo]\nfile = "bad.svg"': "this is no drawing in SVG",
    '[logo]\nfile = "bad.png"': "this is no picture in PNG",
    '[logo]\nfile = "tiny.png"': "a picture's longer side has 32 to 4096 pixels",
    '[logo]\nfile = "text.svg"': "it has <text>, which cannot be drawn in every format",
    '[logo]\nfile = "empty.svg"': "there is no shape in it",
    '[logo]\nfile = "entity.svg"': "at most 2 MB, and no entities",
    'fonts = ["none.ttf"]': "fonts: there is no file none.ttf",
    'fonts = ["logo.svg"]': "a font is a file ending with .otf, .ttf",
    'fonts = ["bad.ttf"]': "this is no font file",
    'fonts = ["locked.ttf"]': "its licence does not let it be embedded",
    'fonts = ["poor.ttf"]': "poor.ttf has no glyph for a b c",
    "[palettes]\nwarm = []": "unknown key palettes.warm",
    '[palettes]\nsequential = ["#fff", "#000"]': "'#fff' is no colour written as #rrggbb",
    '[palettes]\nsequential = ["#ffffff", "#000000"]': "2 colours are too few: 3 at least",
    '[palettes]\nsequential = ["#ffffff", "#ffffff", "#000000"]': "listed twice: #ffffff",
    '[palettes]\nsequential = ["#ffffff", "#222222", "#777777"]': "lightness turns at #777777",
    '[palettes]\nsequential = ["#808080", "#757575", "#707070"]': "neighbours differ by",
    '[palettes]\ndiverging = ["#111111", "#ffffff", "#eeeeee", "#111112"]': "an odd number of them",
    '[colours.light]\nink = "blue"': "colours.light.ink: 'blue' is no colour",
    '[colours.light]\nfont = "#000000"': "unknown key colours.light.font",
    '[colours.light]\ngrey = "#bbbbbb"': "#bbbbbb on #ffffff have a contrast of 1.9 to 1",
    '[colours.dark]\npaper = "#777777"': "colours.dark.ink: letters in #f3f3f3 on #777777",
}  # fmt: skip


def font_with(path: Path, *, rights: int = 0, without: str = "") -> None:
    font = TTFont(SERIF)
    font["OS/2"].fsType = rights
    for table in font["cmap"].tables:
        for character in without:
            table.cmap.pop(ord(character), None)
    font.save(path)


@gathered("content", list(FAULTS))
def test_every_fault_of_a_kit_is_told_by_name(
    content: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("kit")
    path = kit(folder, content)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
    (folder / "bad.svg").write_text("<svg")
    (folder / "bad.png").write_bytes(b"no picture")
    (folder / "bad.ttf").write_bytes(b"no font")
    Image.new("RGB", (8, 8)).save(folder / "tiny.png")
    (folder / "text.svg").write_text(svg.format("<text>A</text>"))
    (folder / "empty.svg").write_text(svg.format(""))
    (folder / "entity.svg").write_text('<!DOCTYPE svg [<!ENTITY a "b">]>' + svg.format(""))
    if "locked" in content:
        font_with(folder / "locked.ttf", rights=2)
    if "poor" in content:
        font_with(folder / "poor.ttf", without="abc")
    with pytest.raises(DrawingError) as caught:
        read_brand(path)
    assert FAULTS[content] in str(caught.value)
    assert re.search("[\u4e00-\u9fff]", caught.value.told("zh"))
    assert "office.toml" in caught.value.told("zh")


def test_all_faults_are_told_at_once_and_a_file_that_is_none(tmp_path: Path) -> None:
    path = kit(tmp_path, 'colour = 1\nfonts = ["none.ttf"]\n[palettes]\nsequential = ["red"]')
    with pytest.raises(DrawingError) as caught:
        read_brand(path)
    assert str(caught.value).count("\n- ") == 3
    with pytest.raises(DrawingError, match="cannot be read"):
        read_brand(tmp_path / "none.toml")
    path.write_text("name = ", "utf-8")
    with pytest.raises(DrawingError, match="cannot be read"):
        read_brand(path)


def test_palettes_are_mixed_for_any_number_of_classes() -> None:
    colours = ["#e3f1ec", "#9fd0c2", "#58a795", "#1f7a69", "#05302a"]
    made = palette_of("sequential", colours, title=Text("", ""))
    assert set(made.colours) == set(range(1, 10))
    assert made.colours[5] == tuple(colours)
    for k in range(2, 10):
        light = [lightness(colour) for colour in made.colours[k]]
        assert light == sorted(light, reverse=True)
        assert len(set(made.colours[k])) == k
    assert palette_faults("sequential", colours) == ()
    assert palette_faults("sequential", colours[::-1]) == ()  # from dark to light
    around = ["#7a3b12", "#bd7437", "#f5ecdf", "#3c9283", "#0f5c50"]
    turned = palette_of("diverging", around, title=Text("", ""))
    assert turned.colours[5] == tuple(around)
    assert turned.colours[1] == ("#f5ecdf",)
    assert palette_faults("diverging", ["#000000", "#444444", "#888888", "#cccccc", "#ffffff"])


# -- drawings -----------------------------------------------------------------------------------


def areas_of(folder: Path, body: str) -> list[tuple[float, str]]:
    path = folder / "a.svg"
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="10 10 100 50">{body}</svg>', "utf-8"
    )
    drawing = read_drawing(path)
    assert (drawing.width, drawing.height) == (100, 50)
    return [(area.area, colour) for area, colour in drawing.areas]


def test_drawings_are_read_as_svg_says(tmp_path: Path) -> None:
    square = '<path d="M0 0h10v10h-10z M2 2h6v6h-6z" {}/>'
    assert areas_of(tmp_path, square.format('fill="#123456" fill-rule="evenodd"')) == [
        (pytest.approx(64), "#123456")
    ]
    assert areas_of(tmp_path, square.format("")) == [(pytest.approx(100), "#000000")]
    moved = '<g transform="translate(5,5) scale(2)" fill="red"><rect width="3" height="4"/></g>'
    assert areas_of(tmp_path, moved) == [(pytest.approx(48), "#ff0000")]
    styled = '<style>.a{fill:#00ff00}</style><circle class="a" r="5" style="stroke:none"/>'
    ((area, colour),) = areas_of(tmp_path, styled)
    assert colour == "#00ff00"
    assert area == pytest.approx(78.54, rel=0.01)
    line = '<line x1="0" y1="0" x2="10" y2="0" stroke="#0000ff" stroke-width="2"/>'
    assert areas_of(tmp_path, line) == [(pytest.approx(20), "#0000ff")]


@gathered("body", ['<rect width="9" height="9" opacity="0.5"/>', '<image width="9" height="9"/>',
                   '<rect width="9" height="9" fill="url(#a)"/>', '<g mask="url(#a)"><path/></g>',
                   '<rect width="9" height="9" style="filter:url(#b)"/>'])  # fmt: skip
def test_what_not_every_format_can_draw_is_refused(
    body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(DrawingError, match="cannot be drawn in every format"):
        areas_of(tmp_path_factory.mktemp("svg"), body)


# -- pictures -----------------------------------------------------------------------------------

SIZES = {"slide": (1920, 1080), "square": (1080, 1080), "portrait": (1240, 1754)}


@gathered(
    ("size", "language", "theme"),
    [
        *itertools.product(SIZES, ["en", "zh"], ["dark"]),
        ("slide", "en", "light"),
        ("slide", "zh", "grey"),
    ],
)
def test_a_brand_stands_on_every_picture(
    size: str, language: Any, theme: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    brand = read_brand(kit(tmp_path_factory.mktemp("kit")))
    scene = drawn(brand, language=language, theme=theme, size=SIZES[size], labels="both")
    words = [item for item in scene.items() if isinstance(item, Words)]
    assert words
    assert all(word.faces == brand.faces for word in words)
    (footer,) = scene.of("footer")
    (line,) = (item for item in footer.items if isinstance(item, Words))
    assert line.text == brand.footer[language]
    (logo,) = scene.of("logo")
    assert logo.box is not None
    assert logo.box.right <= scene.width
    assert logo.box.bottom <= scene.height
    # It covers no territory, and no words.
    for group in scene.groups:
        if group.role in ("map", "inset"):
            for item in group.items:
                geometry = getattr(item, "geometry", None)
                assert geometry is None or not geometry.intersects(logo.box.polygon)
        elif group.role != "logo" and group.box:
            assert not group.box.overlaps(logo.box), group.role


def test_each_character_is_written_by_the_first_face_that_has_it(tmp_path: Path) -> None:
    (serif,) = read_brand(kit(tmp_path)).faces
    parts = typeface.runs("GDP 2020年 (亿元)", 10, (serif,))
    assert [(part.text, part.face) for part in parts] == [
        ("GDP 2020", serif), ("年 ", None), ("(", serif), ("亿元", None), (")", serif),
    ]  # fmt: skip
    for one, other in itertools.pairwise(parts):
        assert other.start == pytest.approx(one.start + one.width)
    whole = typeface.width("GDP 2020年 (亿元)", 10, (serif,))
    assert whole == pytest.approx(parts[-1].start + parts[-1].width)
    assert typeface.width("GDP", 10, (serif,)) != typeface.width("GDP", 10)
    # A character that only the brand's face has can be written, one that none has cannot.
    only = next(chr(c) for c in TTFont(SERIF).getBestCmap() if not _own_has(chr(c)))
    with pytest.raises(DrawingError, match="has no glyph"):
        typeface.writable(only, "en")
    assert typeface.writable(only, "en", (serif,)) == only


def _own_has(character: str) -> bool:
    try:
        typeface.writable(character, "en")
    except DrawingError:
        return False
    return True


def test_palettes_of_a_brand_are_the_usual_ones_and_no_more() -> None:
    brand = read_brand(EXAMPLE)
    own = build(MapRequest("gdp-2020", palettes=brand.palettes))
    assert own.scale.palette.id == "brand-sequential"
    named = build(MapRequest("gdp-2020", palettes=brand.palettes, palette="ember"))
    assert named.scale.palette.id == "ember"
    change = build(MapRequest("population", change="percent", palettes=brand.palettes))
    assert change.scale.palette.id == "brand-diverging"


def test_a_batch_and_a_notebook_take_a_brand(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE.parent, tmp_path / "kit")
    content = {"jobs": [{"indicator": "gdp-2020", "brand": "kit/office.toml"}]}
    (job,) = make_jobs(content, where="a batch", folder=tmp_path)
    assert job.style.brand is not None
    assert job.style.brand.path == tmp_path / "kit" / "office.toml"
    assert job.request.palettes == job.style.brand.palettes
    (work,) = to_work(job.request, job.style).values()
    assert str(job.style.brand.path) in work.decode()
    made = geo.build("gdp-2020", brand=EXAMPLE)
    assert made.style.brand is not None
    assert made.choropleth.scale.palette.id == "brand-sequential"


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Brand:
    folder = tmp_path_factory.mktemp("kit")
    path = kit(folder)
    Image.new("RGBA", (120, 48), (200, 30, 30, 255)).save(folder / "logo.png")
    text = path.read_text("utf-8").replace('file = "logo.svg"', 'file = "logo.png"')
    path.write_text(text, "utf-8")
    return read_brand(path)


def exported(brand: Brand, file_format: str, **look: Any) -> bytes:
    choropleth = build(MapRequest("gdp-2020", palettes=brand.palettes))
    return export(choropleth, file_format, style=Style(brand=brand, **look))


def test_a_png_has_the_logos_pixels(brand: Brand) -> None:
    image = Image.open(io.BytesIO(exported(brand, "png"))).convert("RGB")
    red = [p for _, p in image.getcolors(1 << 24) or [] if p == (200, 30, 30)]
    assert red
    grey = Image.open(io.BytesIO(exported(brand, "png", theme="grey"))).convert("RGB")
    assert all(max(p) - min(p) < 3 for _, p in grey.getcolors(1 << 24) or [])


def test_an_svg_has_the_brand(brand: Brand) -> None:
    text = exported(brand, "svg").decode()
    assert 'href="data:image/png;base64,' in text
    assert "Office of Maps · open data" in text
    assert "'DejaVu Serif', Noto Sans CJK SC" in exported(brand, "svg", letters="text").decode()


def test_a_pdf_has_the_brand(brand: Brand) -> None:
    content = exported(brand, "pdf")
    assert b"DejaVuSerif" in content
    assert content.count(b"/Subtype/Image") == 2  # its colours, and where it is see-through


def test_slides_have_the_brands_faces_and_colours_as_their_theme(brand: Brand) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(brand, "pptx"))) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        names = archive.namelist()
        slide = archive.read("ppt/slides/slide1.xml").decode()
    assert '<a:latin typeface="DejaVu Serif"' in theme
    assert "12332D" in theme
    assert any(name.startswith("ppt/media/") for name in names)
    assert "Office of Maps · open data" in slide


def test_a_web_page_has_the_brand(brand: Brand) -> None:
    text = exported(brand, "html").decode()
    assert "src: url(data:font/woff;base64," in text
    assert "--atlas-ink: light-dark(#12332d, #eef6f3)" in text
    assert '<img class="atlas-logo" src="data:image/png;base64,' in text
    assert "Office of Maps · open data" in text
    assert text == exported(brand, "html").decode()


@gathered("file_format", ["png", "svg", "pdf", "pptx"])
def test_the_same_brand_gives_the_same_bytes(
    file_format: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one, two = (read_brand(kit(tmp_path_factory.mktemp("kit"))) for _ in range(2))
    small = {"size": (640, 480)}
    assert exported(one, file_format, **small) == exported(two, file_format, **small)


def test_a_face_of_chinese_writes_chinese(tmp_path: Path) -> None:
    """The whole of a brand's Chinese is its own, where it has a face for it."""
    from fontTools.ttLib import TTCollection

    whole = TTCollection(str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc"))
    whole.fonts[0].save(tmp_path / "chinese.otf")
    brand = read_brand(kit(tmp_path, fonts=("DejaVuSerif.ttf", "chinese.otf")))
    parts = typeface.runs("2020年", 10, brand.faces)
    assert [part.face for part in parts] == list(brand.faces)
    assert replace(brand, faces=()).faces == ()
