"""Links that leave ``docs`` lead to files of the repository, which the site does not have: there
they become the path they name. (A hook of mkdocs.)"""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./([^)\s]+)\)")


def on_page_markdown(markdown: str, **_: object) -> str:
    """A page's text without links out of its folder."""
    return _OUTSIDE.sub(_path, markdown)


def _path(link: re.Match[str]) -> str:
    text, path = link.groups()
    return f"`{path}`" if text in path else f"{text} (`{path}`)"
