"""What a command of its own imports: a map of the catalogue waits for nothing it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: Packages and wings that are slow to import.
SLOW = (
    "matplotlib", "scipy", "mapclassify", "sklearn", "rapidfuzz", "pptx", "folium", "xlsxwriter",
    "python_calamine", "av", "streamlit", "geo.tables", "geo.registers", "geo.export.jobs",
    "geo.places.names",
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
    [("png", ["matplotlib"]), ("json", [])],
)
def test_a_map_of_the_catalogue_imports_what_it_needs(
    ending: str, needed: list[str], tmp_path: Path
) -> None:
    path = tmp_path / f"map.{ending}"
    script = RENDER.format(indicator="population-2020", path=str(path), slow=SLOW)
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.splitlines()[-1]
    assert path.stat().st_size
    assert found.split() == needed
