"""What the pages say in the repository's way becomes what a site can show. (Hooks of mkdocs.)"""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./([^)\s]+)\)")
_ROLE = re.compile(r":(?:func|class|data|meth|mod|attr):\s*<code>~?([^<]+)</code>")


def on_page_markdown(markdown: str, **_: object) -> str:
    """Links out of ``docs`` become the paths that they lead to: the site has no other files."""
    return _OUTSIDE.sub(_path, markdown)


def on_page_content(html: str, **_: object) -> str:
    """Names in docstrings link to what the page has of them, or are only names."""
    return _ROLE.sub(lambda role: _link(role[1], html), html)


def _path(link: re.Match[str]) -> str:
    text, path = link.groups()
    return f"`{path}`" if text in path else f"{text} (`{path}`)"


def _link(name: str, html: str) -> str:
    code = f"<code>{name}</code>"
    return f'<a href="#{name}">{code}</a>' if f'id="{name}"' in html else code
