"""The gallery in ``docs``: each kind of picture with the command that draws it.

    python -m tests.gallery            write the pictures and the page
    python -m tests.gallery circles    draw one picture again, and write the page

The commands stand here and nowhere else; the page and the pictures are made from them.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "gallery.md"
FOLDER = ROOT / "docs" / "gallery"
#: What the commands read stands in these folders of the clone.
_READ = ("geo", "shapes", "docs")
# A picture on the page: as wide as its column, in as many colours as a small file holds.
_SIDE, _COLOURS = 960, 88
_OF_README = ("tiles", "pair", "brand", "strip")
_PART, _GAP = (720, 405), 12


@dataclass(frozen=True)
class Picture:
    """A picture of the gallery: the last of its commands writes ``<name>.png``."""

    name: str
    title: str
    about: str
    commands: tuple[str, ...]


PICTURES = (
    Picture(
        "density",
        "Classes",
        "The usual map: quantile classes, the number of provinces in each, provinces without a "
        "figure hatched. Small provinces have a callout.",
        ("python -m geo render population-density --k 6 -o density.png",),
    ),
    Picture(
        "gdp-zh",
        "In Chinese",
        "Every picture can be made in both languages; the fonts come with the program.",
        ("python -m geo render gdp-per-person --scheme fisher_jenks --lang zh -o gdp-zh.png",),
    ),
    Picture(
        "announced",
        "Figures of unlike standing",
        "A derived figure has dashes round it. The bars in the legend show where the figures lie.",
        ("python -m geo render 5g-stations-announced-2020 --detail histogram -o announced.png",),
    ),
    Picture(
        "strip",
        "A dark slide with the ranking",
        "All names are read, however small the province.",
        ("python -m geo render population-2020 --theme dark --strip -o strip.png",),
    ),
    Picture(
        "region",
        "One region",
        "A map cut to the places named, with its surroundings in grey.",
        (
            "python -m geo render gdp-2020 --crop 上海 --crop 江苏 --crop 浙江 --crop 安徽 "
            "--labels both --lang zh -o region.png",
        ),
    ),
    Picture(
        "province",
        "One province by prefecture",
        "Only the places in it have colours; its neighbours are pale. Any spelling names it.",
        ("python -m geo render population-2020 --within 安徽 --labels both -o province.png",),
    ),
    Picture(
        "counties",
        "One province by county",
        "Where many places are too small to be read, they are drawn once more, larger.",
        ("python -m geo render area --level county --within 浙江 --lang zh -o counties.png",),
    ),
    Picture(
        "prefectures",
        "The country by prefecture",
        "The largest places have names; borders of provinces stand out.",
        ("python -m geo render population-2020 --level prefecture -o prefectures.png",),
    ),
    Picture(
        "provinces",
        "Every province by prefecture",
        "Small multiples in the classes of the whole country. An ending of .pptx with --slides "
        "parts makes a slide of each, .html a map whose provinces can be gone into.",
        ("python -m geo render population-2020 --by-province -o provinces.png",),
    ),
    Picture(
        "circles",
        "Circles over a ratio",
        "Circles have areas in proportion to a count; the colours below them show a ratio.",
        ("python -m geo render gdp-per-person --symbols population-2020 -o circles.png",),
    ),
    Picture(
        "circles-alone",
        "Circles alone",
        "A count without the areas of the provinces, which mislead.",
        ("python -m geo render gdp-2020 --symbols gdp-2020 -o circles-alone.png",),
    ),
    Picture(
        "tiles",
        "Tile grid",
        "A square for each province, so that Macau is read as well as Xinjiang.",
        ("python -m geo render gdp-per-person --arrangement tiles --lang zh -o tiles.png",),
    ),
    Picture(
        "dorling",
        "Dorling cartogram",
        "Circles near their places, whose areas are in proportion to any count.",
        (
            "python -m geo render gdp-per-person --arrangement dorling --sized-by population-2020 "
            "-o dorling.png",
        ),
    ),
    Picture(
        "pair",
        "Two indicators at once",
        "Three classes of each in nine colours that every reader tells apart.",
        (
            "python -m geo render gdp-per-person --against population-density --notes short "
            "-o pair.png",
        ),
    ),
    Picture(
        "annotated",
        "With words of your own",
        "An arrow to a place, a circle round a point; labels keep clear of both.",
        (
            "python -m geo render population-density --annotations docs/examples/annotations.toml "
            "-o annotated.png",
        ),
    ),
    Picture(
        "brand",
        "In an office's look",
        "Fonts, palette, logo and footer come from one small file and the folder it lies in.",
        ("python -m geo render gdp-2020 --brand docs/brand/office.toml --strip -o brand.png",),
    ),
    Picture(
        "two",
        "Two maps beside each other",
        "Each has its own legend, since the units differ.",
        ("python -m geo render gdp-2020 --with population-2020 -o two.png",),
    ),
    Picture(
        "periods",
        "Small multiples",
        "One map for each period, all in the same classes. On the page the same periods play as a "
        "film.",
        ("python -m geo render 5g-stations-region --periods --per population -o periods.png",),
    ),
    Picture(
        "years",
        "Years on one slide",
        "As many small maps as there are years, with one legend; an ending of .gif makes a film of "
        "them, .pptx with --slides periods a slide of each, .xlsx a column of each.",
        ("python -m geo render population --periods 2010..2024 --lang zh -o years.png",),
    ),
    Picture(
        "change",
        "A change per year",
        "The compound rate between two years. Where both rise and fall occur, the colours turn at "
        "zero.",
        ("python -m geo render population --change per_year --since 2015 --strip -o change.png",),
    ),
    Picture(
        "list",
        "Not in the list",
        "The source is a list of ten: what is not in it is neither zero nor unknown.",
        ("python -m geo render charging-points --period 2018-07 -o list.png",),
    ),
    Picture(
        "continuous",
        "Colours that run on",
        "No classes: the colour is in proportion to the figure.",
        (
            "python -m geo render ccid-potential-foundation --scheme continuous --palette dusk "
            "-o continuous.png",
        ),
    ),
    Picture(
        "difference",
        "A difference",
        "Two colours that turn at zero.",
        (
            "python -m geo render 5g-stations-announced-2020 --minus 5g-stations-estimated "
            '--title "5G base stations in 2020: announced minus estimated" -o difference.png',
        ),
    ),
    Picture(
        "categories",
        "Categories",
        "A column of words becomes a map of categories.",
        (
            "python -m geo render --table docs/gallery/regions.csv "
            '--title "The four economic regions" --source "National Bureau of Statistics" '
            "-o categories.png",
        ),
    ),
    Picture(
        "table",
        "A table of your own",
        "The yearbook table among the examples: two rows of heading, a total, figures in two "
        "units. Related to the provinces' areas.",
        (
            "python -m geo render --table geo/data/examples/yearbook.xlsx --value 常住人口 "
            "--per area --source 《中国统计年鉴2021》 --lang zh -o table.png",
        ),
    ),
    Picture(
        "register",
        "A register of points",
        "50,000 synthetic base stations, counted by province and related to the population.",
        (
            "python -m geo synthesize --rows 50000 --datum gcj02 -o stations.csv",
            "python -m geo count stations.csv --datum gcj02 -o counts.csv",
            "python -m geo render --table counts.csv --value count --unit stations "
            '--per population --title "Synthetic base stations per million people" '
            '--source "Synthetic register" -o register.png',
        ),
    ),
    Picture(
        "allocation",
        "A national figure shared out",
        "What 650,000 stations would mean for each province, by population and GDP.",
        (
            "python -m geo allocate --total 650000 --by population-2020 --blend gdp-2020:0.4 "
            "-o allocation.csv",
            "python -m geo render --table allocation.csv --value stations --unit stations "
            '--title "650,000 stations shared out by population and GDP" '
            '--source "Estimate, not a statistic: 60 % population, 40 % GDP" -o allocation.png',
        ),
    ),
    Picture(
        "grey",
        "Grey for print",
        "Greys in even steps of lightness, in the size of a column of text.",
        (
            "python -m geo render gdp-per-person --theme grey --size 170x120mm --dpi 300 "
            "-o grey.png",
        ),
    ),
    Picture(
        "transparent",
        "Without paper",
        "Transparent behind the map, for a light ground of your own; the legend in one row.",
        (
            "python -m geo render population-density --theme transparent --legend horizontal "
            "--palette lagoon -o transparent.png",
        ),
    ),
)

_HEAD = """# Gallery

```
python -m tests.gallery
```

draws these pictures and writes this page. Here the pictures are smaller than the commands make
them, and in fewer colours. `python -m tests.contact_sheet` puts all kinds, themes and sizes on one
sheet.
"""


def content() -> str:
    """The page."""
    parts = [_HEAD]
    for picture in PICTURES:
        commands = "\n".join(picture.commands)
        parts.append(
            f"## {picture.title}\n\n![{picture.title}](gallery/{picture.name}.png)\n\n"
            f"{picture.about}\n\n```\n{commands}\n```\n"
        )
    return "\n".join(parts)


def draw(picture: Picture, folder: Path) -> Image.Image:
    """Run a picture's commands in a folder and read what the last one wrote."""
    for command in picture.commands:
        words = shlex.split(command)
        subprocess.run([sys.executable, *words[1:]], cwd=folder, check=True)
    return Image.open(folder / f"{picture.name}.png")


def _small(image: Image.Image) -> Image.Image:
    """A picture as the page shows it."""
    image = image.convert("RGBA" if image.mode in ("RGBA", "P") else "RGB")
    image.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    if image.mode == "RGBA" and image.getextrema()[3][0] == 255:
        image = image.convert("RGB")
    if image.mode == "RGBA":  # only this method knows transparency
        return image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return image.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _together() -> Image.Image:
    """Some of the pictures as the README shows them, side by side."""
    wide, high = _PART
    sheet = Image.new("RGB", (2 * wide + _GAP, 2 * high + _GAP), "#ffffff")
    for i, name in enumerate(_OF_README):
        part = Image.open(FOLDER / f"{name}.png").convert("RGB")
        part.thumbnail(_PART, Image.Resampling.LANCZOS)
        sheet.paste(part, (i % 2 * (wide + _GAP), i // 2 * (high + _GAP)))
    return sheet.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def build(names: list[str]) -> None:
    """Write the page and the pictures named, or all of them."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for read in _READ:
            (folder / read).symlink_to(ROOT / read)
        for picture in PICTURES:
            if not names or picture.name in names:
                target = FOLDER / f"{picture.name}.png"
                _small(draw(picture, folder)).save(target, optimize=True)
                sys.stdout.write(f"{target.relative_to(ROOT)}  {target.stat().st_size:,}\n")
    _together().save(PAGE.with_name("pictures.png"), optimize=True)
    PAGE.write_text(content(), "utf-8")


if __name__ == "__main__":
    build(sys.argv[1:])
