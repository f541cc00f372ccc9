"""How a web page takes in the map of an HTML file."""

from __future__ import annotations

from html import escape
from urllib.parse import quote


def embed_snippet(address: str, title: str) -> str:
    """Markup for a page of one's own: as wide as there is room, and on a phone high enough.

    Parameters
    ----------
    address
        Where the file stands, seen from the page.
    title
        The map's title, for those who have the page read out.
    """
    style = "width: 100%; height: 80vh; min-height: 480px; border: 0"
    return (
        f'<iframe src="{escape(quote(address))}" title="{escape(title)}" '
        f'style="{style}" loading="lazy"></iframe>'
    )
