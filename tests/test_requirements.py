"""The lists of what is needed: each package that the program imports stands in the list of those
who import it, so that the core is light and nothing is missing in an empty environment."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.test_contracts import GEO, PAGE, packages, shown

ROOT = Path(__file__).parents[1]
#: What needs more than the core, and the list that has it.
EXTRAS = {
    "geo/ui/": "app",
    "app.py": "app",
    "geo/draw/media/slide": "slides",
    "geo/export/deck.py": "slides",
    "geo/registers/cluster": "cluster",
    "geo/draw/media/mp4.py": "video",
}
#: What is looked for before it is used, and told where it is missing.
LOOKED_FOR = {"geo/cli/app.py": {"streamlit"}}
#: Recipes of the data, which are run in a clone.
RECIPES = "geo/data/"


@cache
def homes() -> dict[str, set[str]]:
    """The distributions that bring a package, by the package's name."""
    return {name: set(map(folded, found)) for name, found in packages_distributions().items()}


def folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(name: str) -> set[str]:
    lines = (ROOT / f"requirements-{name}.txt").read_text(encoding="utf-8").splitlines()
    return {folded(re.split(r"[=<>]", line)[0]) for line in lines if line and line[0] not in "#-"}


@pytest.mark.parametrize(
    "path", [p for p in sorted({*GEO, *PAGE}) if not shown(p).startswith(RECIPES)], ids=shown
)
def test_what_is_imported_is_required(path: Path) -> None:
    lists = ["core", *{extra for start, extra in EXTRAS.items() if shown(path).startswith(start)}]
    known = set().union(*map(required, lists))
    others = packages(path) - set(sys.stdlib_module_names) - {"geo"}
    for name in others - LOOKED_FOR.get(shown(path), set()):
        assert known & homes().get(name, set()), f"{name} is not in {lists}"


def test_no_list_repeats_another() -> None:
    lists = [required(name) for name in ("core", "app", "slides", "cluster", "video", "dev")]
    assert len(set().union(*lists)) == sum(map(len, lists))


def test_everything_the_core_requires_is_imported() -> None:
    imported = set().union(*map(packages, (p for p in GEO if not shown(p).startswith(RECIPES))))
    found = set().union(*(homes().get(name, set()) for name in imported))
    # The data of two are read; with openpyxl pandas reads workbooks in a notebook.
    used = {"noto-cjk-sans-otc", "django-js-lib-leaflet", "openpyxl"}
    assert required("core") - found <= used
