"""All presets, kinds, themes and languages on one sheet to look at: python -m tests.contact_sheet

The pictures and the sheets lie in ``exports/contact-sheet``, which git ignores.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from geo.draw.style import PRESETS, THEMES, Style, with_size
from geo.export.formats import export
from geo.maps.plate import make_plate
from geo.model.maps import Choropleth, Plate
from geo.model.text import LANGUAGES, Language
from tests.pictures import a_map

FOLDER = Path(__file__).parents[1] / "exports" / "contact-sheet"
_THUMBNAIL, _COLUMNS, _GAP, _CAPTION = (640, 400), 4, 16, 24
_DELTA = ("310000", "320000", "330000", "340000")


def _kinds(language: Language) -> Iterator[tuple[str, Choropleth | Plate, dict[str, Any]]]:
    population = a_map("population-2020", language)
    yield "classes", population, {}
    yield "few figures", a_map("ccid-projects", language), {"maritime": True}
    yield "marked", a_map("5g-stations-announced-2020", language), {"detail": "histogram"}
    yield "horizontal", a_map("gdp-per-person", language), {"legend": "horizontal"}
    yield "strip", population, {"strip": True}
    yield "labels", population, {"labels": "both"}
    yield "highlight", population, {"highlight": ("340000", "330000")}
    yield "region", population, {"crop": _DELTA}
    yield "continuous", a_map("gdp-2020", language, scheme="continuous"), {}
    yield "circles", a_map("population-2020", language, symbols="population-2020"), {}
    yield "circles over", a_map("gdp-per-person", language, symbols="population-2020"), {}
    difference = a_map("ccid-key-projects-implied", language, minus="ccid-projects")
    yield "difference", difference, {}
    yield "two maps", make_plate([population, a_map("gdp-2020", language)]), {}


def _pictures(language: Language) -> Iterator[tuple[str, bytes]]:
    for theme in THEMES:
        for name, picture, look in _kinds(language):
            style = Style(size=(1280, 720), theme=theme, **look)
            yield f"{name}, {theme}", export(picture, "png", style=style)
    for preset in PRESETS:
        choropleth = a_map("5g-stations-announced-2020", language)
        yield preset, export(choropleth, "png", style=with_size(Style(), preset))


def build(folder: Path = FOLDER) -> list[Path]:
    """Draw all pictures, and a sheet of them for each language."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = []
    for language in LANGUAGES:
        drawn = list(_pictures(language))
        wide, high = _THUMBNAIL[0] + _GAP, _THUMBNAIL[1] + _CAPTION + _GAP
        rows = -(-len(drawn) // _COLUMNS)
        sheet = Image.new("RGB", (_COLUMNS * wide + _GAP, rows * high + _GAP), "#c8c8c8")
        pen = ImageDraw.Draw(sheet)
        for i, (name, content) in enumerate(drawn):
            path = folder / f"{language}-{name.replace(', ', '-').replace(' ', '-')}.png"
            path.write_bytes(content)
            left, top = _GAP + i % _COLUMNS * wide, _GAP + i // _COLUMNS * high
            image = Image.open(io.BytesIO(content)).convert("RGBA")
            image.thumbnail(_THUMBNAIL, Image.Resampling.LANCZOS)
            sheet.paste(image, (left, top + _CAPTION), image)
            pen.text((left, top + 4), name, fill="#000000")
        path = folder / f"sheet-{language}.png"
        sheet.save(path)
        sheets.append(path)
    return sheets


if __name__ == "__main__":
    for sheet_path in build():
        sys.stdout.write(f"{sheet_path}\n")
