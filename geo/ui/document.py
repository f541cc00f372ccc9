"""The document that browsers open: Streamlit's own, with what would come too late by the page."""

from __future__ import annotations

from html import escape

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from geo.model import LANGUAGES, word
from geo.ui import atlas, frame


def head() -> str:
    """What stands in the document's head besides: the frame's style, so that nothing moves when
    the page comes, the map's files, so that they are there when it does, and the title."""
    names = dict.fromkeys(word("atlas", language, section="page") for language in LANGUAGES)
    ahead = "".join(
        f'<link rel="prefetch" href="{address}" as="{kind}">' for address, kind in atlas.files()
    )
    return (
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="stylesheet" href="{frame.style()}">{ahead}'
        f"<title>{escape(' '.join(names))}</title>"
    )


def is_one(scope: Scope) -> bool:
    """Whether a page is asked for, and not a file or Streamlit's own business."""
    path: str = scope["path"]
    own = "/_stcore" in path or "/atlas/" in path
    return scope["method"] == "GET" and not own and "." not in path.rpartition("/")[2]


def plainly(scope: Scope) -> Scope:
    """Ask for a document that is not compressed."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


def with_head(send: Send) -> Send:
    """Send documents with this head, and all else as it is."""
    held: list[Message] = []

    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            kind = headers.get("content-type", "")
            if kind.startswith("text/html") and message["status"] == 200:
                # They are of Streamlit's document; this one changes with its files.
                for name in ("etag", "last-modified"):
                    del headers[name]
                held.append(message)
                return
        if not held:
            await send(message)
            return
        held.append(message)
        if message.get("more_body"):
            return
        start, *parts = held
        held.clear()
        body = b"".join(part.get("body", b"") for part in parts)
        before, tag, after = body.partition(b"<title>Streamlit</title>")
        if tag:
            body = before + head().encode() + after
        found = MutableHeaders(scope=start)
        if "content-length" in found and body:
            found["content-length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return changed
