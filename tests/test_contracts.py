"""The rules of the house, read from the source: who imports whom, and how functions are written."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GEO = sorted((ROOT / "geo").rglob("*.py"))
UI = sorted((ROOT / "geo" / "ui").rglob("*.py"))
PAGE = [ROOT / "app.py", *UI]

STAGES = (
    "boundaries", "places", "indicators", "sheets", "tables", "roles", "join", "aggregate",
    "sectors", "examples", "classify", "palettes", "derive", "symbols", "plate", "choropleth",
    "rollout",
)  # fmt: skip
#: What a stage may know of the rest; never another stage.
GROUND = {
    "text", "errors", "model", "words", "labels", "geometry", "cells", "column_words", "periods",
    "evidence", "heading", "around", "conditions", "oklab",
}  # fmt: skip
#: What the ground may know: only what is below it.
BELOW = {
    "text": set(),
    "errors": {"text"},
    "model": {"text", "errors"},
    "words": {"text", "errors", "model"},
    "labels": {"text", "errors", "model"},
    "geometry": {"errors", "model"},
    "datums": {"errors", "model"},
    "cells": set(),
    "column_words": {"cells"},
    "periods": {"cells", "column_words"},
    "evidence": {"cells", "column_words", "model"},
    "heading": {"cells", "column_words", "periods"},
    "around": {"cells", "model"},
    "levels": {"cells", "model"},
    "mixtures": {"cells"},
    "conditions": {"errors", "model", "cells"},
    "oklab": set(),
    "exact": set(),
    "degrees": set(),
    "place_grid": {"datums", "geometry"},
    "workbook_cells": set(),
}
HEAVY = {"pandas", "geopandas", "shapely", "numpy", "matplotlib"}

SOURCES = {".py", ".md", ".toml", ".csv", ".js", ".css", ".html", ".txt", ".yml", ".cfg", ""}
SKIPPED = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache",
           ".hypothesis", "build", "node_modules", "htmlcov"}  # fmt: skip


def imports(source: str) -> set[str]:
    """Every module that a source imports, anywhere in it, by its full name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return found


def packages(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path.read_text(encoding="utf-8"))}


def of_geo(path: Path) -> set[str]:
    """The modules of geo that a module imports, by their names in it."""
    names = imports(path.read_text(encoding="utf-8"))
    assert not any(name.startswith(".") for name in names), "imports are absolute"
    known = {p.stem for p in (ROOT / "geo").iterdir()}
    return {
        parts[1] for name in names if (parts := name.split("."))[0] == "geo" and len(parts) > 1
    } & known


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("stage", STAGES)
def test_stages_never_import_each_other(stage: str) -> None:
    assert of_geo(ROOT / "geo" / f"{stage}.py") <= GROUND


@pytest.mark.parametrize("module", BELOW)
def test_the_ground_imports_no_stage(module: str) -> None:
    assert of_geo(ROOT / "geo" / f"{module}.py") <= BELOW[module]


def test_only_what_strings_the_pipe_together_imports_the_pipeline() -> None:
    knowing = {shown(p) for p in GEO if p not in UI and "pipeline" in of_geo(p)}
    assert knowing <= {
        "geo/cli/count.py",
        "geo/cli/render.py",
        "geo/reading.py",
        "geo/own.py",
        "geo/batch.py",
        "geo/scenario.py",
    }
    knowing = {shown(p) for p in GEO if p not in UI and {"own", "reading"} & of_geo(p)}
    assert knowing <= {
        "geo/cli/allocate.py",
        "geo/cli/count.py",
        "geo/cli/join.py",
        "geo/cli/looks.py",
        "geo/cli/remarks.py",
        "geo/cli/render.py",
        "geo/cli/table.py",
        "geo/own.py",
        "geo/questions.py",
        "geo/register_work.py",
        "geo/saved.py",
    }


@pytest.mark.parametrize("path", [p for p in GEO if p not in UI], ids=shown)
def test_only_the_page_imports_streamlit(path: Path) -> None:
    assert not {name for name in packages(path) if name.startswith("streamlit")}


@pytest.mark.parametrize("path", PAGE, ids=shown)
def test_the_page_computes_nothing(path: Path) -> None:
    assert not HEAVY & packages(path)


def test_the_page_is_read() -> None:
    """So that the tests above are about something."""
    assert len(UI) > 3
    assert any("streamlit" in packages(path) for path in PAGE)


def test_imports_are_found_wherever_they_stand() -> None:
    source = "def f():\n    import pandas as pd\n    from geo import join as j, words\n"
    assert imports(source) == {"pandas", "geo", "geo.join", "geo.words"}


def test_importing_geo_costs_nothing() -> None:
    code = "import sys, geo; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(run.stdout.split())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node


def is_mutable(default: ast.expr | None) -> bool:
    made = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    named = isinstance(default, ast.Call) and isinstance(default.func, ast.Name)
    return isinstance(default, made) or (
        named and default.func.id in {"list", "dict", "set", "bytearray", "defaultdict"}  # type: ignore[union-attr]
    )


@pytest.mark.parametrize("path", GEO, ids=shown)
def test_functions_say_what_they_take(path: Path) -> None:
    for function in functions(path):
        arguments = function.args
        where = f"{shown(path)}:{function.lineno}"
        if arguments.kwarg:  # only for the words that fill in braces, and inside a module
            private = not isinstance(function, ast.Lambda) and function.name.startswith("_")
            typed = arguments.kwarg.annotation and ast.unparse(arguments.kwarg.annotation)
            assert arguments.kwarg.arg == "values" or private, f"{where} takes anything by name"
            assert typed == "object" or (private and typed), f"{where} takes untyped arguments"
        defaults = (*arguments.defaults, *arguments.kw_defaults)
        assert not any(map(is_mutable, defaults)), f"{where} has a mutable default"


def test_mutable_defaults_are_recognised() -> None:
    for source, expected in (
        ("def f(a=[]): ...", True),
        ("def f(*, a={}): ...", True),
        ("def f(a=set()): ...", True),
        ("def f(a=()): ...", False),
        ("def f(a=None, *, b=frozenset()): ...", False),
    ):
        function = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef))
        defaults = (*function.args.defaults, *function.args.kw_defaults)
        assert any(map(is_mutable, defaults)) == expected


def files() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts):
            yield path


def test_nothing_refers_to_what_lies_outside_the_repository() -> None:
    outside = "/".join(("..", "shared"))
    found = [
        shown(path)
        for path in files()
        if path.suffix in SOURCES and outside in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert not found


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
@pytest.mark.parametrize("host", ["192.0.2.1", "127.0.0.1", "example.org"])
def test_a_test_cannot_reach_the_network(connect: str, host: str) -> None:
    with (
        socket.socket() as sock,
        pytest.raises(pytest.fail.Exception, match=f"connect to .*{host}"),
    ):
        getattr(sock, connect)((host, 9))


@pytest.mark.browser
@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "10.0.0.1"])
def test_not_even_one_with_a_browser(host: str) -> None:
    with (
        socket.socket() as sock,
        pytest.raises(pytest.fail.Exception, match=f"connect to .*{host}"),
    ):
        sock.connect((host, 9))


@pytest.mark.browser
def test_one_with_a_browser_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
