"""The server around the page: what it does when it starts, and what it tells browsers."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.ui import log, scratch

#: Where only this server's own pages may show the page in a frame, others are named here.
_EMBEDDING = "PROVINCE_ATLAS_EMBED"
_PUBLIC = "PROVINCE_ATLAS_PUBLIC"


def uploads_allowed() -> bool:
    """Whether visitors may bring tables and files of their own: not in the public mode, which
    ``PROVINCE_ATLAS_PUBLIC=1`` asks for."""
    return os.environ.get(_PUBLIC, "").strip().lower() not in ("1", "true", "yes", "on")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """What is done from the server's start to its end."""
    log.keep_content_out()
    # Not above, for it takes a while; not in the thread, so that no first visitor imports the same
    # at the same time.
    from geo.ui import ready, served

    with scratch.kept_apart(served.cache_folder()):
        threading.Thread(target=ready.keep_ready, name="atlas", daemon=True).start()
        yield


def routes() -> list[BaseRoute]:
    """What the server serves besides the page."""
    from geo.ui import served  # not above: it takes a while

    return served.routes()


def middleware() -> list[Middleware]:
    """What stands between browsers and Streamlit."""
    return [Middleware(_Door)]


class _Door:
    """Adds the headers, and turns uploads away where there are to be none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    found[name] = value
            await send(message)

        # Not above: it takes a while.
        from geo.ui import document

        app = self._app
        if "/_stcore/upload_file/" in scope["path"] and not uploads_allowed():
            app = PlainTextResponse("no uploads here", 403)
        if document.is_one(scope):
            await app(document.plainly(scope), receive, document.with_head(with_headers))
        else:
            await app(scope, receive, with_headers)


def headers() -> dict[str, str]:
    """What browsers are told: everything comes from this server, and nobody else shows the page in
    a frame but those that are named."""
    policy = {
        "default-src": "'none'",
        # The scripts of components come as blobs.
        "script-src": f"'self' blob: {' '.join(_inline_scripts())}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": " ".join(("'self'", *os.environ.get(_EMBEDDING, "").split())),
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


def _inline_scripts() -> list[str]:
    """The hashes of the scripts that stand in Streamlit's own page, and no others."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{b64encode(digest).decode()}'" for digest in digests]
