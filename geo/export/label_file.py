"""Changed labels as the small file that the command line reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from geo.draw import LabelChange
from geo.model import Text


def to_label_file(changes: Sequence[LabelChange], names: Mapping[str, Text]) -> bytes:
    """Changes as a TOML file, which :func:`geo.draw.read_label_changes` reads; each place by its
    code, with its names beside it."""
    return "\n".join(_entry(change, names.get(change.place)) for change in changes).encode()


def _entry(change: LabelChange, name: Text | None) -> str:
    said = f"  # {' '.join(f'{name.zh} {name.en}'.split())}" if name else ""
    lines = ["[[labels]]", f'place = "{change.place}"{said}']
    if change.drop:
        lines.append("drop = true")
    if change.text is not None:
        # JSON's escapes are TOML's; this character alone may not stand unescaped.
        text = json.dumps(change.text, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines.append(f"text = {text}")
    if change.move is not None:
        lines.append(f"move = [{', '.join(f'{part:g}' for part in change.move)}]")
    return "\n".join(lines) + "\n"
