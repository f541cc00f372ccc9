"""What a command of its own imports: a map of the catalogue waits for nothing it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Packages and wings that are slow to import.
SLOW = (
    "matplotlib", "matplotlib.figure", "pandas", "geopandas", "pyogrio", "scipy", "mapclassify",
    "sklearn", "rapidfuzz", "pptx", "folium", "xlsxwriter", "python_calamine", "av", "streamlit",
    "pydantic", "geo.tables", "geo.registers", "geo.export.jobs", "geo.places.names",
    "geo.cli.count", "geo.cli.allocate",
)  # fmt: skip

RENDER = """
import atexit, sys
from geo.cli import main
atexit.register(lambda: print(*(name for name in {slow} if name in sys.modules)))
sys.argv = ["province-atlas", "render", {indicator!r}, "-o", {path!r}]
main()
"""


@pytest.mark.parametrize(
    ("ending", "needed"),
    [("png", ["matplotlib"]), ("svg", ["matplotlib"]), ("pdf", ["matplotlib"]), ("json", [])],
)
def test_a_map_of_the_catalogue_imports_what_it_needs(
    ending: str, needed: list[str], tmp_path: Path
) -> None:
    path = tmp_path / f"map.{ending}"
    script = RENDER.format(indicator="population-2020", path=str(path), slow=SLOW)
    found, before = [], [["pandas", "geopandas", "pyogrio"], []]
    for _ in before:  # once the shapes are kept, nothing reads their files
        path.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)},
        )  # fmt: skip
        assert path.stat().st_size
        found.append(done.stdout.splitlines()[-1].split())
    assert found == [[*needed, *readers] for readers in before]
