"""How long exports take, and how large they are, beside the usual ways: python benchmarks/export.py

Every figure is the median of several runs, peers taking turns in the same process. Read the ratios:
the seconds are this machine's. ``geopandas.plot`` draws the polygons of our layout, in the same
detail, with a legend and nothing else; folium's picture is what folium offers, a screenshot of its
map in a headless browser.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.render import medians, show  # noqa: E402

if TYPE_CHECKING:
    from geo.export import Job


def pictures(pixels: tuple[int, int], dpi: float) -> dict[str, float]:
    """Our full layout beside geopandas.plot, at one size."""
    import geopandas
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    from geo.draw.composition import compose
    from geo.draw.scene import Area
    from geo.draw.style import Style
    from geo.export.formats import export
    from geo.maps.pipeline import build
    from geo.maps.plate import make_plate
    from geo.maps.request import MapRequest

    choropleth = build(MapRequest("population-2020"))
    style = Style(size=pixels, dpi=dpi)
    scene = compose(make_plate([choropleth]), style)
    shapes = {a.id: a.geometry for a in scene.items("map") if isinstance(a, Area) and a.name}
    values = {o.adcode: o.value for o in choropleth.places}
    frame = geopandas.GeoDataFrame(
        {"value": [values[code] for code in shapes]}, geometry=list(shapes.values())
    )

    def peer() -> None:
        axes = frame.plot(
            column="value", legend=True, scheme="quantiles", k=5,
            figsize=(pixels[0] / dpi, pixels[1] / dpi), missing_kwds={"color": "#eeeeee"},
        )  # fmt: skip
        axes.figure.savefig(io.BytesIO(), dpi=dpi)
        pyplot.close(axes.figure)

    hatched = build(MapRequest("ccid-projects"))
    return medians(
        {
            "Province Atlas, PNG": lambda: export(choropleth, "png", style=style),
            "Province Atlas, hatched (target: 1.2)": lambda: export(hatched, "png", style=style),
            "geopandas.plot, PNG": peer,
        }
    )


def browser() -> dict[str, float]:
    """Our PNG beside folium's map in a headless browser, started for it as folium does; folium's
    own export also waits three seconds for tiles, unless told otherwise."""
    import folium
    from playwright.sync_api import sync_playwright

    from geo.export.formats import export
    from geo.maps.pipeline import build
    from geo.maps.request import MapRequest
    from tests.browser import find_chromium, launch_options

    choropleth = build(MapRequest("population-2020"))
    frame = choropleth.layer.boundaries.frame

    def peer(wait: int) -> None:
        chart = folium.Map(location=[36, 104], zoom_start=4, tiles=None)
        folium.GeoJson(frame.to_json()).add_to(chart)
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            path = Path(folder) / "map.html"
            chart.save(path)
            found = find_chromium(playwright)
            if found is None:
                raise SystemExit("no Chromium found")
            started = playwright.chromium.launch(**launch_options(found))
            page = started.new_page(viewport={"width": 1920, "height": 1080})
            page.goto(path.as_uri(), wait_until="domcontentloaded")
            page.wait_for_timeout(wait)
            page.screenshot()
            started.close()

    return medians(
        {
            "Province Atlas, PNG": lambda: export(choropleth, "png"),
            "folium in headless Chromium, its usual wait": lambda: peer(3000),
            "folium in headless Chromium, no wait": lambda: peer(0),
        },
        runs=3,
    )


def formats() -> None:
    """Seconds and bytes of every format at the default detail."""
    from geo.export.formats import OF_ONE, export
    from geo.maps.pipeline import build
    from geo.maps.request import MapRequest

    choropleth = build(MapRequest("population-2020"))
    seconds = medians({n: lambda n=n: export(choropleth, n) for n in OF_ONE}, runs=3)  # type: ignore[misc]
    print("\nEvery format, 1920 x 1080\n\n| | seconds | KB |\n|---|---|---|")
    for name, median in seconds.items():
        print(f"| {name} | {median:.3f} | {len(export(choropleth, name)) / 1000:.0f} |")


def batch() -> None:
    """31 pictures at once, on all cores. Before the first, each process loads the program, which no
    other core can do for it; from then on, two draw twice as many as one."""
    from geo.export import make_jobs

    indicators = ["gdp-2020", "population-2020", "gdp-per-person", "population-density"]
    looks = [("light", "en"), ("dark", "en"), ("grey", "zh"), ("light", "zh")]
    jobs = make_jobs(
        {
            "jobs": [
                {"indicator": i, "theme": theme, "lang": lang, "size": size,
                 "name": "{indicator}-{theme}-{lang}-{size}"}
                for i in indicators for theme, lang in looks for size in ("slide", "square")
            ]
        },
        where="benchmark",
    )[:31]  # fmt: skip
    print(f"\n31 PNG at once on {os.cpu_count()} cores\n")
    for workers in (1, None):
        first, last = _moments(jobs, workers)
        name = "one process" if workers else "a process a core"
        print(f"{name}: {last:.1f} s, of which {first:.1f} s until the first picture")


def _moments(jobs: Sequence[Job], workers: int | None) -> tuple[float, float]:
    """The seconds until the first picture and until the last."""
    from geo.export import run_batch

    done: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        run_batch(
            jobs, Path(folder), workers=workers,
            progress=lambda *_: done.append(time.perf_counter() - start),
        )  # fmt: skip
    return done[0], done[-1]


def main() -> None:
    """Run all and print tables in Markdown."""
    show("1920 x 1080 (target: no more than geopandas.plot)", pictures((1920, 1080), 144))
    show("3840 x 2160 (target: no more than geopandas.plot)", pictures((3840, 2160), 288))
    show("Beside a browser (target: 20 times faster)", browser())
    formats()
    batch()


if __name__ == "__main__":
    main()
