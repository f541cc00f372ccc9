"""How long the whole catalogue takes to read: python benchmarks/catalogue.py

Every figure is the median of several runs, peers taking turns, so that a busy machine slows all of
them alike. Read the ratios: the seconds are this machine's.

Cold rows are whole processes, from starting Python. The peer reads the same tables with pandas and
the same labels with tomllib, and checks and computes nothing: no hash, no status, no vintage, no
quotient. The warm rows are the reading alone, the target of which is 0.3 s.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.render import medians, show  # noqa: E402

_PEER = """
import pathlib, tomllib
import pandas
folder = pathlib.Path("geo/data/indicators")
tables = [pandas.read_csv(path, dtype={"adcode": str}) for path in folder.glob("*.csv")]
labels = [tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")]
"""


def process(code: str) -> Callable[[], object]:
    """A whole process of Python that runs some lines in the clone."""
    command = [sys.executable, "-c", code]
    return lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def cold() -> dict[str, float]:
    """From starting Python to the end of it."""
    return medians(
        {
            "Province Atlas, every figure read": process(
                "from geo.indicators import list_indicators; list_indicators()"
            ),
            "of that, the imports": process("from geo.indicators import list_indicators"),
            "Province Atlas, geo.list_indicators() as a frame": process(
                "import geo; geo.list_indicators()"
            ),
            "import geo, and nothing else": process("import geo"),
            "pandas.read_csv and tomllib, nothing checked": process(_PEER),
            "import pandas, and nothing else": process("import pandas"),
        }
    )


def warm() -> dict[str, float]:
    """The reading alone, nothing of it kept from one run to the next."""
    import pandas

    from geo.indicators import list_indicators
    from geo.indicators.catalogue import INDICATORS

    def peer() -> None:
        for path in INDICATORS.glob("*.csv"):
            pandas.read_csv(path, dtype={"adcode": str})
        for path in INDICATORS.glob("*.toml"):
            tomllib.loads(path.read_text(encoding="utf-8"))

    return medians(
        {
            "Province Atlas, every figure read, checked and computed": list_indicators,
            "pandas.read_csv and tomllib, nothing checked": peer,
        }
    )


def files() -> dict[str, float]:
    """The whole catalogue written, which is read already."""
    from geo.export import CATALOGUE_FORMATS, export_catalogue

    return medians(
        {ending: lambda ending=ending: export_catalogue(ending) for ending in CATALOGUE_FORMATS}
    )


def main() -> None:
    """Print tables in Markdown."""
    from geo.indicators import load_catalogue

    catalogue = load_catalogue()
    figures = sum(len(indicator.values) for indicator in catalogue)
    print(f"{len(catalogue)} indicators, {figures:,} observations")
    show("Cold process", cold())
    show("Reading alone (target: under 0.3 s)", warm())
    show("Writing", files())


if __name__ == "__main__":
    main()
