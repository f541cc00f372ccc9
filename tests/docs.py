"""The pages that tell of the program, and what stands in them: headings, links, commands, code."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from markdown.extensions.toc import slugify

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
#: The pages of the site, and the others that a reader of the repository meets.
PAGES = tuple(sorted(DOCS.glob("*.md")))
OTHERS = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "shapes" / "README.md",
)

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str | None = None) -> list[str]:
    """The blocks of code on a page, or those of one language."""
    return [code for name, code in _BLOCK.findall(text_of(page)) if language in (None, name)]


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return _BLOCK.sub("", text_of(page))


def commands(page: Path) -> Iterator[str]:
    """The commands of the program in a page's blocks."""
    for block in blocks(page, ""):
        yield from (line for line in block.splitlines() if line.startswith("python -m geo "))


def links(page: Path) -> list[str]:
    """Where a page leads to, but for the web."""
    return [target for target in _LINK.findall(prose(page)) if "://" not in target]


def anchors(page: Path) -> set[str]:
    """What can be linked to on a page."""
    return {slugify(heading, "-") for heading in _HEADING.findall(prose(page))}


def code_words(page: Path) -> Iterator[str]:
    """Every word of code between the words of a page."""
    for code in _CODE.findall(prose(page)):
        yield from code.split()


def arguments(command: str) -> list[str]:
    """What follows ``python -m geo``."""
    return shlex.split(command)[3:]


def first_lines(page: Path) -> str:
    """What stands below a page's title."""
    return text_of(page).partition("\n")[2].lstrip()
