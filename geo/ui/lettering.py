"""The labels of the picture on the export tab: dragged, put in other words, left out; and the
picture to the clipboard. A component lays them over the picture, and tells what becomes of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Literal

import msgspec
import streamlit as st

from geo.draw import Box, Handle, Handles, LabelChange
from geo.export import stem_of, to_label_file
from geo.model import Choropleth, GeoError
from geo.ui import served
from geo.ui.export_choices import keep_choices, kept
from geo.ui.mounting import as_json, mount, packed
from geo.ui.widgets import show_error, words

_WORDS = ("label", "labels", "text", "usual", "hint", "copy", "copied", "copy_insecure",
          "copy_refused", "drop", "undo", "reset")  # fmt: skip
_MOST_UNDONE = 100
_Changes = tuple[LabelChange, ...]


class _Act(msgspec.Struct):
    """What the browser tells: a label is moved, reworded or left out, or it was not meant."""

    what: Literal["move", "text", "drop", "undo", "reset"]
    place: str = ""
    move: tuple[float, float] | None = None
    text: str = ""


def show_labels(page: str, labels: Handles, choropleth: Choropleth) -> None:
    """Lay the labels over the picture that stands before, with what can be done to them."""
    changes = kept(page).changes_on(choropleth)
    data: dict[str, Any] = {
        "script": served.script("lettering"),
        "width": labels.width,
        "height": labels.height,
        "room": _sides(labels.room),
        "handles": [_to_browser(handle) for handle in labels.handles],
        "drawing": labels.drawing,
        # The browser puts the text of a label in.
        "words": {name: words(f"lettering_{name}", text="{text}") for name in _WORDS},
        "changed": bool(changes),
        "undo": bool(_undone(page)),
    }
    data["id"] = sha256(as_json(data)).hexdigest()[:12]
    key = f"lettering {page}"
    mount("atlas_lettering", known_as="atlasLettering")(
        key=key,
        data=packed(data),
        on_act_change=lambda: _take(page, choropleth, st.session_state[key].get("act")),
    )
    problem: GeoError | None = st.session_state.pop(_problem(page), None)
    if problem is not None:
        show_error(problem)
    if changes:
        st.download_button(
            words("lettering_file"),
            data=partial(to_label_file, changes, choropleth.layer.boundaries.names),
            file_name=f"{stem_of(choropleth)}-labels.toml",
            mime="application/toml",
            key=f"lettering file {page}",
            on_click="ignore",
            type="tertiary",
        )


def _to_browser(handle: Handle) -> dict[str, Any]:
    point = [round(part, 1) for part in handle.point]
    return {
        "place": handle.place, "text": handle.text, "box": _sides(handle.box), "point": point,
    }  # fmt: skip


def _sides(box: Box) -> list[float]:
    return [round(side, 1) for side in (box.left, box.top, box.right, box.bottom)]


def offer_way_back(page: str, choropleth: Choropleth) -> None:
    """Let changed labels be as before, where the picture cannot be drawn and has none to take."""
    acts = {"undo": _undone(page), "reset": kept(page).changes_on(choropleth)}
    with st.container(horizontal=True):
        for act in (name for name, what in acts.items() if what):
            st.button(
                words(f"lettering_{act}"), key=f"lettering {act} {page}", type="tertiary",
                on_click=_take, args=(page, choropleth, {"what": act}),
            )  # fmt: skip


def _take(page: str, choropleth: Choropleth, said: object) -> None:
    """Take over what the browser tells, where it makes sense."""
    try:
        act = msgspec.convert(said, _Act)
        choices, undone = kept(page), _undone(page)
        if act.what == "undo":
            if undone:
                keep_choices(page, choices.with_changes(undone.pop(), choropleth))
            return
        changes = () if act.what == "reset" else _changed(choices.changes_on(choropleth), act)
    except msgspec.ValidationError:
        return
    except GeoError as error:
        st.session_state[_problem(page)] = error.with_traceback(None)
        return
    undone.append(choices.changes_on(choropleth))
    del undone[:-_MOST_UNDONE]
    keep_choices(page, choices.with_changes(changes, choropleth))


def _changed(changes: Sequence[LabelChange], act: _Act) -> _Changes:
    """The changes with what becomes of one label; without words of one's own it has the usual."""
    found = {change.place: change for change in changes}
    before = found.pop(act.place, None)
    text, move = (before.text, before.move) if before else (None, None)
    if act.what == "text":
        text = act.text.strip() or None
    elif act.what == "move":
        move = act.move
    if act.what == "drop":
        found[act.place] = LabelChange(act.place, drop=True)
    elif text is not None or move is not None:
        found[act.place] = LabelChange(act.place, text=text, move=move)
    return tuple(found[place] for place in sorted(found))


def _undone(page: str) -> list[_Changes]:
    """The changes before each act, the last one last."""
    found: list[_Changes] = st.session_state.setdefault(f"lettering before {page}", [])
    return found


def _problem(page: str) -> str:
    return f"lettering problem {page}"
