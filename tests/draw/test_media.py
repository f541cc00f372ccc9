"""One map, many media: its colours in PNG and PDF, sampled where the places are, and its words in
the slide and the web page. SVG and JSON are held together in test_export, slides in test_slide."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from PIL import Image

from geo.draw.composition import compose
from geo.draw.media.figure import draw_png
from geo.draw.media.pdf.file import draw_pdf
from geo.draw.scene import Line, Rectangle, Scene
from geo.draw.style import Style
from geo.maps.plate import make_plate
from geo.model.maps import Choropleth
from geo.model.values import ABSENT
from geo.places.geometry import pole
from tests import programs
from tests.gathered import gathered
from tests.pictures import MAPS, a_map, callouts_of, labels_of, places_of
from tests.slow import up_to

_SIZE, _DPI = (1280, 720), 96.0


def scene_of(choropleth: Choropleth, **look: Any) -> Scene:
    return compose(make_plate([choropleth]), Style(size=_SIZE, dpi=_DPI, **look))


def points_of(scene: Scene, choropleth: Choropleth) -> dict[str, tuple[int, int]]:
    """A point of each place that is large enough to have one beside its label."""
    points = {}
    lines = [i.geometry for g in ("map", "callout") for i in scene.items(g) if isinstance(i, Line)]
    boxes = [b for w in labels_of(scene).values() if (b := w.box)] + [*callouts_of(scene).values()]
    taken = shapely.union_all([line.buffer(6) for line in lines] + [b.polygon for b in boxes])
    for adcode, polygon in places_of(scene).items():
        free = shapely.difference(polygon, taken)
        x, y, room = (0.0, 0.0, 0.0) if free.is_empty else pole(free, 0.5)
        if room > 8:
            points[adcode] = round(x), round(y)
    absent = {o.adcode for o in choropleth.places if o.status in ABSENT}
    return {adcode: point for adcode, point in points.items() if adcode not in absent}


def check_pixels(image: Image.Image, scene: Scene, choropleth: Choropleth) -> None:
    """Places and the swatches of the legend have the colours of the map."""
    pixels = np.asarray(image.convert("RGB"))

    def at(x: float, y: float) -> str:
        return "#" + "".join(f"{channel:02x}" for channel in pixels[int(y), int(x)])

    colours = {o.adcode: choropleth.colour_of(o) for o in choropleth.places}
    for adcode, (x, y) in points_of(scene, choropleth).items():
        assert at(x, y) == colours[adcode], adcode
    swatches = [r for r in scene.items("legend") if isinstance(r, Rectangle) and r.fill]
    expected = [entry.colour for entry in choropleth.legend if entry.kind == "class"]
    found = [at(*swatch.box.centre) for swatch in swatches if not swatch.hatch]
    assert found == expected


@pytest.mark.slow(reads=up_to("draw"))
@gathered(("indicator", "language"), MAPS)
def test_a_png_has_the_colours_of_the_map(indicator: str, language: str) -> None:
    choropleth = a_map(indicator, language)
    scene = scene_of(choropleth)
    check_pixels(Image.open(io.BytesIO(draw_png(scene))), scene, choropleth)


@pytest.mark.slow(reads=up_to("draw"))
@gathered(
    "scheme", ["quantiles", "equal_interval", "fisher_jenks", "pretty_breaks", "head_tail_breaks"]
)
@gathered("language", ["en", "zh"])
def test_and_so_it_has_in_every_scheme(scheme: str, language: str) -> None:
    choropleth = a_map("gdp-2020", language, scheme=scheme)
    scene = scene_of(choropleth)
    assert len(points_of(scene, choropleth)) > 15
    check_pixels(Image.open(io.BytesIO(draw_png(scene))), scene, choropleth)


@pytest.mark.slow(reads=up_to("draw"))
@pytest.mark.parametrize(("indicator", "language"), MAPS)
def test_another_program_sees_the_colours_in_the_pdf(
    indicator: str, language: str, tmp_path: Path
) -> None:
    program = programs.find("pdftoppm", package="poppler-utils")
    choropleth = a_map(indicator, language)
    scene = scene_of(choropleth)
    path = tmp_path / "map.pdf"
    path.write_bytes(draw_pdf(scene))
    subprocess.run(
        [program, "-r", str(_DPI), "-png", "-singlefile", path, tmp_path / "map"],
        check=True, timeout=60,
    )  # fmt: skip
    image = Image.open(tmp_path / "map.png")
    assert image.size == _SIZE
    check_pixels(image, scene, choropleth)


@pytest.mark.parametrize("theme", ["light", "dark", "grey"])
def test_the_hatch_of_no_data_is_seen(theme: str) -> None:
    """Its lines differ from their ground as far as an eye needs, in print too."""
    choropleth = a_map("ccid-projects", "en")
    scene = scene_of(choropleth, theme=theme)
    x, y, _ = pole(places_of(scene)["540000"], 1)
    image = Image.open(io.BytesIO(draw_png(scene))).convert("L")
    levels = np.asarray(image.crop((int(x) - 40, int(y) + 12, int(x) + 40, int(y) + 40)), float)
    assert levels.max() - levels.min() > 25


def test_a_transparent_picture_has_no_ground() -> None:
    image = Image.open(io.BytesIO(draw_png(scene_of(a_map(), theme="transparent"))))
    assert image.mode == "RGBA"
    assert np.asarray(image)[5, 5, 3] == 0
    opaque = Image.open(io.BytesIO(draw_png(scene_of(a_map()))))
    assert opaque.mode == "RGB"
