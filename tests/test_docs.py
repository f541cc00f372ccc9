"""What the pages say is so: links lead somewhere, commands and code work, names are those of the
program, and the site is made without anything from elsewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

import geo
from geo.cli.program import main, program
from geo.export import make_jobs
from geo.indicators.catalogue import list_indicators
from geo.registers.synthetic_file import write_register
from geo.tables.examples import EXAMPLES
from tests import catalogue_page, gallery
from tests.docs import (
    DOCS,
    OTHERS,
    PAGES,
    ROOT,
    anchors,
    arguments,
    blocks,
    code_words,
    commands,
    first_lines,
    links,
    text_of,
)
from tests.floors import FLOORS

README = ROOT / "README.md"
#: Pages that nobody opens to do something.
TEXTS = {"notices.md"}
#: Pages that say where something stands in the program.
INSIDE = (DOCS / "architecture.md", DOCS / "programmers.md", ROOT / "CONTRIBUTING.md")
COMMANDS = {page: list(commands(page)) for page in (README, *PAGES)}
#: The gallery's are run where its pictures are made; the others need a cluster, or come to no end.
RUN = {
    command: None
    for page, found in COMMANDS.items()
    for command in found
    if page != gallery.PAGE and not re.search(r" geo app |--engine dask|--batch", command)
}
_CALLED = click.Context(program)
VERBS: dict[str, Any] = {
    name: program.get_command(_CALLED, name) for name in program.list_commands(_CALLED)
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the commands read."""
    shutil.copytree(EXAMPLES, tmp_path / EXAMPLES.relative_to(ROOT))
    shutil.copytree(ROOT / "docs" / "brand", tmp_path / "docs" / "brand")
    counts = "adcode,count\n340000,280\n440000,165\n330000,109\n"
    (tmp_path / "counts.csv").write_text(counts, encoding="utf-8")
    write_register(tmp_path / "stations.csv", 2000, datum="gcj02")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert not lost


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in TEXTS], ids=str)
def test_a_page_begins_with_a_picture_or_a_command(page: Path) -> None:
    assert text_of(page).startswith("# ")
    assert first_lines(page).startswith(("![", "```"))


def test_every_page_is_in_the_site_and_reached_from_its_front() -> None:
    names = {page.name for page in PAGES}
    assert set(re.findall(r"[\w-]+\.md", text_of(ROOT / "mkdocs.yml"))) == names
    assert names - {Path(link).name for link in links(DOCS / "index.md")} == {"index.md"}
    assert names - {Path(link).name for link in links(README)} == {"index.md"}


def test_the_readme_is_short() -> None:
    assert len(text_of(README).splitlines()) <= 90


@pytest.mark.slow(reads=("geo/**/*", "shapes/*", "docs/*.md", "README.md", "tests/docs.py"))
@pytest.mark.parametrize("command", RUN)
def test_a_command_works(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(command)
    monkeypatch.setattr(sys, "argv", ["geo", *words[3:]])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code in (0, None), capsys.readouterr().err
    for option, name in pairwise(words):
        if option in ("-o", "--report", "--rejects"):
            assert (folder / name).stat().st_size > 0


def test_all_commands_are_understood() -> None:
    found = [command for commands in COMMANDS.values() for command in commands]
    assert {arguments(command)[0] for command in found} == VERBS.keys()
    for command in found:
        verb, *rest = arguments(command)
        VERBS[verb].make_context(verb, rest)  # raises at an option that there is not


def test_every_option_that_a_page_names_is_one() -> None:
    known = {"--help"} | {
        opt for verb in VERBS.values() for parameter in verb.params for opt in parameter.opts
    }
    told = {"planners.md", "presenters.md", "registers.md", "rollout.md", "reading-tables.md"}
    named = {
        word.partition("=")[0]
        for page in PAGES
        if page.name in told
        for word in code_words(page)
        if word.startswith("--")
    }
    assert len(named) > 20
    assert not named - known


def test_the_batch_file_makes_its_pictures() -> None:
    (text,) = blocks(DOCS / "presenters.md", "toml")
    assert len(make_jobs(tomllib.loads(text), where="presenters.md")) == 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_of_python_work(page: Path, folder: Path) -> None:
    names: dict[str, Any] = {}
    for number, code in enumerate(blocks(page, "python"), start=1):
        exec(compile(code, f"{page.name}, block {number}", "exec"), names)


@pytest.mark.parametrize("page", INSIDE, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    files = {f"/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("[a-z]*/**/*.*")}
    files |= {f"/{path.name}" for path in ROOT.iterdir()}
    named = {word for word in code_words(page) if re.fullmatch(r"[\w./-]+\.(py|toml|csv|md)", word)}
    assert named
    assert not {word for word in named if not any(file.endswith(f"/{word}") for file in files)}


def test_the_drawing_of_the_house_is_the_house() -> None:
    drawing, ways = blocks(DOCS / "architecture.md")
    floors = [set(re.findall(r"(\w+)(?:/|__)", line)) for line in reversed(drawing.splitlines())]
    assert floors == [{wing.removesuffix("__") for wing in wings} for wings in FLOORS]
    source = "".join(text_of(path) for path in (ROOT / "geo").rglob("*.py"))
    steps = re.findall(r"─([a-z_]+)(?:, ([a-z_]+))?─+▶", ways)
    named = {name for step in steps for name in step if name}
    assert len(named) > 8
    assert not {name for name in named if f"def {name}(" not in source}


def test_the_api_page_has_every_name_of_the_face() -> None:
    told = re.findall(r"^::: geo\.(\w+)$", text_of(DOCS / "api.md"), re.MULTILINE)
    assert sorted(told) == sorted(geo.__all__)


def test_the_version_is_told_once_and_the_same() -> None:
    citation = yaml.safe_load(text_of(ROOT / "CITATION.cff"))
    title = re.search(r"^## (\d.+)$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert citation["version"] == geo.__version__
    assert title is not None
    assert title[1] == f"{geo.__version__} – {citation['date-released']}"


def test_the_gallery_is_of_its_list() -> None:
    assert text_of(gallery.PAGE) == gallery.content()
    names = [picture.name for picture in gallery.PICTURES]
    assert sorted(names) == sorted(path.stem for path in gallery.FOLDER.glob("*.png"))
    for picture in gallery.PICTURES:
        assert f" -o {picture.name}.png" in picture.commands[-1]
        assert (gallery.FOLDER / f"{picture.name}.png").stat().st_size < 100_000


def test_the_catalogue_page_is_of_the_catalogue() -> None:
    """After a change of labels or figures: python -m tests.catalogue_page."""
    page, told = text_of(catalogue_page.PAGE), catalogue_page.content()
    assert page == told, "docs/catalogue.md is old: python -m tests.catalogue_page writes it again"
    for indicator in list_indicators():
        assert f"\n### {indicator.id}\n" in page
        assert indicator.title.zh in page


@pytest.mark.parametrize("form", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda f: f.stem)
def test_an_issue_form_can_be_filled_in(form: Path) -> None:
    content = yaml.safe_load(text_of(form))
    if form.stem == "config":
        return
    assert {"name", "description", "body"} <= content.keys()
    asked = [part for part in content["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in asked}) == len(asked) > 2
    for part in asked:
        assert re.search("[一-鿿]", part["attributes"]["label"]), part["id"]


@pytest.mark.slow(reads=("geo/**/*.py", "docs/**/*", "mkdocs.yml", "tests/docs.py"))
def test_the_site_is_made_of_nothing_from_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    assert {path.stem for path in PAGES} <= {path.stem for path in tmp_path.glob("*.html")}
    fetched = re.compile(
        r"""<(?:script|img|iframe|source)[^>]+src=["']?(?:https?:)?//|<link[^>]+href=["']?(?:https?:)?//"""
        r"""|@import\s+(?:url\()?["']?(?:https?:)?//|url\(["']?(?:https?:)?//"""
    )
    for path in (*tmp_path.rglob("*.html"), *tmp_path.rglob("*.css")):
        assert not (found := fetched.search(text_of(path))), f"{path.name}: {found[0]}"
    (tmp_path / "404.html").unlink()  # its addresses are those of a server
    for path in tmp_path.glob("*.html"):
        inside = re.findall(r'(?:href|src)="([^":#]+)["#]', text_of(path))
        assert not [link for link in inside if not (tmp_path / link).exists()], path.name
    assert not re.search(r":(?:func|class|data|meth|mod|attr):", text_of(tmp_path / "api.html"))
