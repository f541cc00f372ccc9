"""The rules of the house, read from the source: who imports whom, and how functions are written."""

from __future__ import annotations

import ast
import pkgutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.floors import FLOORS
from tests.gathered import gathered

ROOT = Path(__file__).parents[1]
GEO = sorted((ROOT / "geo").rglob("*.py"))
UI = sorted((ROOT / "geo" / "ui").rglob("*.py"))
PAGE = [ROOT / "app.py", *UI]

FLOOR = {wing: floor for floor, wings in enumerate(FLOORS) for wing in wings}
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


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def wing_of(path: Path) -> str:
    return path.relative_to(ROOT / "geo").with_suffix("").parts[0]


def test_every_module_is_in_a_wing() -> None:
    assert {wing_of(p) for p in GEO} - FLOOR.keys() == {"__init__", "launch", "data"}


@gathered("path", [p for p in GEO if wing_of(p) in FLOOR], ids=shown)
def test_a_wing_imports_only_the_faces_of_lower_floors(path: Path) -> None:
    home = wing_of(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not [a for a in node.names if a.name.startswith("geo.")], "imports name what"
        if not isinstance(node, ast.ImportFrom) or not (node.module or ".").startswith("geo."):
            continue
        _, wing, *inside = node.module.split(".")
        if wing == home:
            continue
        assert FLOOR[wing] < FLOOR[home], f"{home} imports {wing}, which is no lower floor"
        assert not inside, f"line {node.lineno} imports the inside of {wing}"
        face = set(import_module(f"geo.{wing}").__all__)
        assert {alias.name for alias in node.names} <= face


@gathered("wing", [wing for wing in FLOOR if wing != "__main__"])
def test_a_face_has_what_it_names_and_no_name_twice(wing: str) -> None:
    face = import_module(f"geo.{wing}")
    modules = {module.name for module in pkgutil.iter_modules(face.__path__)}
    for name in face.__all__:
        assert hasattr(face, name)
        assert name not in modules or wing == "ui", f"{name} is also a module"


@gathered("path", [p for p in GEO if p not in UI], ids=shown)
def test_only_the_page_imports_streamlit(path: Path) -> None:
    assert not {name for name in packages(path) if name.startswith("streamlit")}


@gathered("path", PAGE, ids=shown)
def test_the_page_computes_nothing(path: Path) -> None:
    assert not HEAVY & packages(path)


def test_the_page_is_read() -> None:
    """So that the tests above are about something."""
    assert len(UI) > 3
    assert any("streamlit" in packages(path) for path in PAGE)


def test_imports_are_found_wherever_they_stand() -> None:
    source = "def f():\n    import pandas as pd\n    from geo import maps as m, draw\n"
    assert imports(source) == {"pandas", "geo", "geo.maps", "geo.draw"}


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


@gathered("path", GEO, ids=shown)
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
