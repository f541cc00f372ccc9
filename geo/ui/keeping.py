"""What a visit leaves behind is kept in the browser, and comes back with the next: after a reload, a
closed tab, a server that was started again. The server itself keeps nothing.

A page says what there is with :func:`keep` on each run, asks for what came back with :func:`kept`,
and has :func:`show` at its end, which hands both to and fro. Content goes to the browser only when it
is another than before.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from secrets import token_hex
from typing import Any

import streamlit as st

from geo.draw import STATIC
from geo.model import pack, parse_json, to_json, unpack
from geo.ui import served
from geo.ui.widgets import words

#: Of a packed text; a browser keeps some millions of characters for a page.
MOST = 2_000_000

# What the session knows: its own name, what there is (by name, packed), the hash of what the browser
# was given, what it handed back and nobody asked for yet, and work that came with the address.
_SESSION, _NOW, _SENT, _BACK, _LINK = (
    f"kept {name}" for name in ("session", "now", "sent", "back", "link")
)
_TAKEN, _ENDED, _UNKEPT = "kept taken", "kept ended", "kept unkept"
_WORDS = ("kept", "off", "failed", "elsewhere", "points", "large", "forget", "keep", "link",
          "copied", "long")  # fmt: skip

# The module is loaded once, and not sent on each run.
_component = st.components.v2.component(
    "kept",
    js="export default (it) => {"
    " import(new URL(it.data.script, document.baseURI)).then((module) => module.show(it));"
    " }",
    css=".atlas-kept { margin: 0; font-size: .8rem; opacity: .75; }"
    " .atlas-kept button { margin-left: .8em; min-height: 24px; padding: 0; border: 0;"
    " background: none; color: inherit; font: inherit; text-decoration: underline;"
    " cursor: pointer; }",
    isolate_styles=False,
)


def keep(name: str, content: Mapping[str, Any]) -> None:
    """Have the browser keep some values that JSON has, in place of what it kept under this name."""
    keep_packed(name, pack(to_json(content, indent=None)))


def keep_packed(name: str, text: str) -> None:
    """The same for what :func:`geo.model.pack` has made; not more than :data:`MOST` characters."""
    st.session_state.setdefault(_NOW, {})[name] = text


def kept(name: str) -> dict[str, Any] | None:
    """What the browser kept under a name, once in a session: None from then on, where it kept
    nothing, and before it answered; there is another run when it does."""
    text = kept_packed(name)
    return None if text is None else _content(text)


def kept_packed(name: str) -> str | None:
    """The same, still packed."""
    text: str | None = st.session_state.get(_BACK, {}).pop(name, None)
    return text


def current(name: str) -> dict[str, Any] | None:
    """What there is under a name in this session: what nobody asked for yet, or what :func:`keep`
    was last given."""
    known = st.session_state.get(_NOW, {}) | st.session_state.get(_BACK, {})
    text = known.get(name)
    return None if text is None else _content(text)


def hand_on(name: str, content: Mapping[str, Any]) -> None:
    """Let :func:`kept` find some content that came another way."""
    st.session_state.setdefault(_BACK, {})[name] = pack(to_json(content, indent=None))


def linked() -> str | None:
    """Packed work that came with the address, once."""
    text: str | None = st.session_state.pop(_LINK, None)
    return text


def show(
    *,
    link: str = "",
    unkept: str | None = None,
    line: bool = False,
    address: str = "",
    part: str = "",
) -> None:
    """Give the browser what there is to keep, and take what it kept.

    Parameters
    ----------
    link
        The name of what a link can carry.
    unkept
        Why there is work of the session that is not kept: ``points`` or ``large``, "" where all is;
        as was said last where it is left out.
    line
        Whether a line says how it stands, with a button to forget.
    address
        What the browser writes into an address that says nothing.
    part
        The name of a part of the page that runs by itself too, and is before the end of the page.
    """
    state = st.session_state
    state[_UNKEPT] = state.get(_UNKEPT, "") if unkept is None else unkept
    # In a run of the whole page its end tells all.
    entries = _entries() if not part or state.get(_ENDED) else {}
    state[_ENDED] = state.get(_ENDED, False) or not part
    key = f"kept {part}".strip()
    _component(
        key=key,
        data={
            "script": _script(),
            "session": state.setdefault(_SESSION, token_hex(8)),
            "taken": state.get(_TAKEN, False),
            "entries": entries,
            "link": link,
            "unkept": state[_UNKEPT],
            "address": address,
            "words": {name: words(f"kept_{name}") for name in _WORDS} if line else None,
        },
        on_back_change=lambda: _take_back(st.session_state[key].get("back")),
        on_want_change=lambda: _send_again(st.session_state[key].get("want")),
    )


def begin() -> None:
    """Say at the start of a page that all of it runs; needed where it has parts."""
    st.session_state[_ENDED] = False


def _entries() -> dict[str, dict[str, str]]:
    """What there is, by its hash; with its text where the browser has another."""
    sent: dict[str, str] = st.session_state.setdefault(_SENT, {})
    entries = {}
    for name, text in st.session_state.get(_NOW, {}).items():
        entries[name] = {"hash": _digest(text)}
        if sent.get(name) != entries[name]["hash"]:
            entries[name]["text"] = text
            sent[name] = entries[name]["hash"]
    return entries


@cache
def _script() -> str:
    return served.module(STATIC / "keep.js")


def _take_back(back: object) -> None:
    """Take what the browser kept, and what came with the address."""
    if not isinstance(back, dict):
        return
    st.session_state[_TAKEN] = True
    found = back.get("kept")
    texts = {
        str(name): text
        for name, text in (found.items() if isinstance(found, dict) else ())
        if isinstance(text, str) and len(text) <= MOST
    }
    st.session_state.setdefault(_BACK, {}).update(texts)
    st.session_state.setdefault(_SENT, {}).update(
        {name: _digest(text) for name, text in texts.items()}
    )
    link = back.get("link")
    if isinstance(link, str) and link:
        st.session_state[_LINK] = link[:MOST]


def _send_again(wanted: object) -> None:
    """Send what did not reach the browser: a run may end before all that it says is sent."""
    for name in wanted if isinstance(wanted, list) else ():
        st.session_state.get(_SENT, {}).pop(name, None)


def _content(text: str) -> dict[str, Any] | None:
    try:
        content = parse_json(unpack(text, most=MOST))
    except ValueError:  # somebody wrote it by hand
        return None
    return content if isinstance(content, dict) else None


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
