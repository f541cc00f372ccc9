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

from geo.draw.annotations import Annotation
from geo.draw.brand_file import read_brand
from geo.draw.label_changes import LabelChange
from geo.draw.style import PRESETS, THEMES, Style, with_size
from geo.export.formats import export
from geo.export.periods import build_periods
from geo.maps.pipeline import build as build_map
from geo.maps.plate import make_plate
from geo.maps.request import MapRequest
from geo.model.maps import Choropleth, Plate
from geo.model.text import LANGUAGES, Language, Text
from tests.pictures import a_map

FOLDER = Path(__file__).parents[1] / "exports" / "contact-sheet"
_THUMBNAIL, _COLUMNS, _GAP, _CAPTION = (640, 400), 4, 16, 24
_DELTA = ("310000", "320000", "330000", "340000")
_BRAND = Path(__file__).parents[1] / "docs" / "brand" / "office.toml"
_ODD = ("400x300", "80x60mm", "600x1200", "3000x500")


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
    yield "logarithmic", a_map("gdp-2020", language, scheme="continuous_log"), {}
    yield "clipped", a_map("gdp-2020", language, scheme="continuous_clipped"), {}
    yield "circles", a_map("population-2020", language, symbols="population-2020"), {}
    yield "circles over", a_map("gdp-per-person", language, symbols="population-2020"), {}
    difference = a_map("ccid-key-projects-implied", language, minus="ccid-projects")
    yield "difference", difference, {}
    yield "two maps", make_plate([population, a_map("gdp-2020", language)]), {}


def _other_kinds(language: Language) -> Iterator[tuple[str, Choropleth | Plate, dict[str, Any]]]:
    """Those that a light and a dark ground show well enough."""
    population = a_map("population-2020", language)
    yield "tiles", a_map("gdp-per-person", language, arrangement="tiles"), {}
    yield "dorling", a_map("gdp-per-person", language, arrangement="dorling",
                           sized_by="population-2020"), {}  # fmt: skip
    yield "two indicators", a_map("gdp-per-person", language, against="population-density"), {}
    yield "many labels", a_map("gdp-2020", language), {"strip": True, "labels": "both"}
    three = [a_map(i, language) for i in ("population-2020", "gdp-2020", "gdp-per-person")]
    yield "three maps", make_plate(three), {"labels": "both"}
    yield "categories", a_map("5g-stations-announced-2020", language), {"theme": "grey"}
    yield "estimates", a_map("5g-stations-estimated", language), {}
    yield "prefectures", a_map("population-2020", language, within="340000"), {}
    yield "periods", build_periods(MapRequest("gdp", language=language), "2016..2024"), {}
    annotations = (
        Annotation(Text("First to reach it", "最先达到"), place="广东"),
        Annotation(Text("Capital region", "京津冀"), at=(116.4, 39.6), mark="circle", km=200),
    )
    yield "annotated", population, {"annotations": annotations}
    changes = (LabelChange("340000", text="280"), LabelChange("540000", drop=True))
    yield "reworded", population, {"labels_changed": changes}
    brand = read_brand(_BRAND)
    request = MapRequest("population-2020", language=language, palettes=brand.palettes)
    yield "brand", build_map(request), {"brand": brand, "strip": True}
    yield "legend at the right", population, {"legend_place": "right", "text_size": 1.3}


def _pictures(language: Language) -> Iterator[tuple[str, bytes]]:
    looks = [(theme, _kinds) for theme in THEMES]
    looks += [("light", _other_kinds), ("dark", _other_kinds)]
    for theme, kinds in looks:
        for name, picture, look in kinds(language):
            style = Style(**{"size": (1280, 720), "theme": theme, **look})
            yield f"{name}, {style.theme}", export(picture, "png", style=style)
    for size in _ODD:
        for labels in ("auto", "both"):
            style = with_size(Style(labels=labels), size)
            picture = export(a_map("gdp-per-person", language), "png", style=style)
            yield f"{size}, labels {labels}", picture
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
