"""How long a map takes, beside the usual ways to draw one: python benchmarks/render.py

Every figure is the median of several runs, peers taking turns in the same process, so that a busy
machine slows all of them alike. Read the ratios: the seconds are this machine's.

Peers draw the same polygons and figures: geopandas' own plot with a legend, and a folium choropleth
saved as HTML. Neither has labels, inset, notes, source line, or Chinese.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
RUNS = 7

_PEER_COLD = """
import geopandas, pandas
frame = geopandas.read_file("shapes/provinces.shp").set_index("adcode")
figures = pandas.read_csv("geo/data/indicators/{0}.csv", dtype={{"adcode": str}})
frame["value"] = figures.set_index("adcode")["value"]
axes = frame.to_crs("{1}").plot(
    column="value", legend=True, scheme="quantiles", k=5, figsize=(13.33, 7.5),
    missing_kwds={{"color": "#eeeeee"}},
)
axes.figure.savefig("{2}", dpi=144)
"""


_IMPORTS = "import geopandas, matplotlib.figure"
# A hatched one, a full one, regions that are made from provinces, hundreds and thousands of places.
_MAPS = (
    "ccid-projects", "population-2020", "5g-stations-region", "population-2020-prefectures",
    "area-counties",
)  # fmt: skip
_UNUSUAL = {"PYTHONDONTWRITEBYTECODE"}


def medians(jobs: dict[str, Callable[[], object]], runs: int = RUNS) -> dict[str, float]:
    """The median seconds of each job, the jobs taking turns."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def show(title: str, results: dict[str, float]) -> None:
    """A table whose first row is the measure of the others."""
    ours = next(iter(results.values()))
    print(f"\n{title}\n")
    print("| | seconds | times the first |\n|---|---|---|")
    for name, seconds in results.items():
        print(f"| {name} | {seconds:.3f} | {seconds / ours:.2f} |")


def cold(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """From starting Python to a file on disk: a picture beside geopandas' own, and every kind of
    file beside the two imports that the usual way to draw a map begins with."""
    from geo.places.geometry import EQUAL_AREA

    def run(*arguments: str) -> Callable[[], object]:
        # Modules are compiled once, as where they are installed; shapes are kept after the first.
        kept = {name: text for name, text in os.environ.items() if name not in _UNUSUAL}
        environment = {**kept, "MPLBACKEND": "Agg"}
        return lambda: subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True, env=environment
        )

    def ours(indicator: str, ending: str = "png") -> Callable[[], object]:
        return run("-m", "geo", "render", indicator, "-o", str(folder / f"map.{ending}"))

    peer = _PEER_COLD.format("population-2020", EQUAL_AREA, folder / "peer.png")
    pictures = medians(
        {
            "Province Atlas, population-2020": ours("population-2020"),
            "geopandas.plot, population-2020": run("-c", peer),
        }
    )
    endings = ("png", "svg", "pdf", "json", "csv")
    files = {f"{one}, {end}": ours(one, end) for one in _MAPS for end in endings}
    return pictures, medians({_IMPORTS: run("-c", _IMPORTS), **files})


def warm(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """The same in a process that has everything loaded: pictures, and HTML files."""
    import folium
    import matplotlib as mpl
    import pandas

    mpl.use("Agg")
    from matplotlib import pyplot

    from geo.export.formats import export
    from geo.maps.pipeline import build
    from geo.maps.request import MapRequest
    from geo.places.boundaries import load_boundaries
    from geo.places.geometry import EQUAL_AREA

    choropleth = build(MapRequest("population-2020"))
    frame = load_boundaries().frame.copy()
    frame["value"] = pandas.Series({o.adcode: o.value for o in choropleth.places})
    projected = frame.to_crs(EQUAL_AREA)

    def peer_picture() -> None:
        axes = projected.plot(
            column="value", legend=True, scheme="quantiles", k=5, figsize=(13.33, 7.5),
            missing_kwds={"color": "#eeeeee"},
        )  # fmt: skip
        axes.figure.savefig(io.BytesIO(), dpi=144)
        pyplot.close(axes.figure)

    known = frame.dropna(subset="value").reset_index(names="adcode")

    def peer_page() -> None:
        chart = folium.Map(location=[36, 104], zoom_start=4, tiles=None)
        folium.Choropleth(
            known.to_json(), data=known, columns=["adcode", "value"],
            key_on="feature.properties.adcode", bins=5,
        ).add_to(chart)  # fmt: skip
        chart.save(folder / "peer.html")

    pictures = medians(
        {
            "Province Atlas, PNG": lambda: export(choropleth, "png"),
            "geopandas.plot, PNG": peer_picture,
        }
    )
    pages = medians(
        {
            "Province Atlas, HTML": lambda: export(choropleth, "html"),
            "folium.Choropleth, HTML": peer_page,
        }
    )
    sizes = {name: len(export(choropleth, name)) for name in ("svg", "pdf", "html")}
    sizes["folium's html"] = (folder / "peer.html").stat().st_size
    print("\nBytes:", ", ".join(f"{name} {size:,}" for name, size in sizes.items()))
    return pictures, pages


def main() -> None:
    """Run all and print tables in Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        alone, files = cold(folder)
        show("Cold process, PNG 1920 x 1080", alone)
        show("Cold process beside two imports (target: at most 1.6 times them)", files)
        pictures, pages = warm(folder)
        show("Warm process, PNG 1920 x 1080", pictures)
        show("Warm process, one HTML file", pages)


if __name__ == "__main__":
    main()
