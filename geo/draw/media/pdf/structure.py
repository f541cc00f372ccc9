"""What the parts of a page are, for those who have it read out and for programs that reflow it
(ISO 32000-1, 14.7 and 14.8): heading, figure with its description, paragraphs, in reading order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo.draw.media.pdf.objects import Objects, text_string
from geo.draw.scene import Group, Scene, Words

_PANEL = re.compile(r"p\d+-")
#: What is read out as text, in this order: the role of a group and what it is.
_TEXTS = {"title": "H1", "subtitle": "P"}
_AFTER = {"legend": "P", "strip": "P", "notes": "P", "source": "P", "footer": "P"}
_HEADINGS = {"panel-title": "H2"}


@dataclass
class Part:
    """A part of the page: its kind, the numbers of its marked content, and for a figure what it
    shows, in words."""

    kind: str
    numbers: list[int] = field(default_factory=list)
    told: str = ""


def parts_of(scene: Scene) -> tuple[Part, ...]:
    """The parts in reading order; the numbers are those of the groups in the order they are drawn.

    What has no role of its own in a text belongs to the figure of its map.
    """
    found: dict[tuple[int, str], Part] = {}
    for number, group in enumerate(scene.groups):
        panel = match[0] if (match := _PANEL.match(group.id)) else ""
        kind, place = _place(group.role)
        # The legend of a panel follows its figure.
        key = (place, panel if kind == "Figure" else f"{panel}{group.role}")
        part = found.setdefault(key, Part(kind))
        part.numbers.append(number)
    heads = {group.id: _words_of(group) for group in scene.of("panel-title")}
    for (_, panel), part in found.items():
        if part.kind == "Figure":
            part.told = heads.get(f"{panel}title", "") or scene.description[scene.language]
    return tuple(found[key] for key in sorted(found, key=_order))


def _place(role: str) -> tuple[str, int]:
    """What a group of a role is, and where it stands among the others."""
    if role in _TEXTS:
        return _TEXTS[role], list(_TEXTS).index(role)
    if role in _HEADINGS:
        return _HEADINGS[role], 10
    if role in _AFTER:
        return _AFTER[role], 20 + list(_AFTER).index(role)
    return "Figure", 11


def _order(key: tuple[int, str]) -> tuple[int, int, int, str]:
    """Panels one after the other, each with its heading first."""
    place, name = key
    match = _PANEL.match(name)
    panel = int(match[0][1:-1]) if match else 0
    return (10 if 10 <= place < 20 else place, panel, place, name)


def _words_of(group: Group) -> str:
    return " ".join(item.text or " ".join(item.lines) for item in group.items
                    if isinstance(item, Words))  # fmt: skip


def put_structure(objects: Objects, parts: Sequence[Part], *, page: int, language: str) -> int:
    """The tree of the parts of a page; gives the number of its root."""
    root, document = objects.number(), objects.number()
    owners: dict[int, int] = {}
    children = []
    for part in parts:
        entries: Mapping[str, bytes] = {"Alt": text_string(part.told)} if part.told else {}
        more = b"".join(b"/%b%b" % (key.encode(), value) for key, value in entries.items())
        numbers = " ".join(map(str, part.numbers))
        head = f"<</Type/StructElem/S/{part.kind}/P {document} 0 R/Pg {page} 0 R/K[{numbers}]"
        child = objects.put(head.encode() + more + b">>")
        children.append(child)
        owners |= dict.fromkeys(part.numbers, child)
    refs = " ".join(f"{child} 0 R" for child in children)
    objects.put(
        f"<</Type/StructElem/S/Document/P {root} 0 R/Lang({language})/K[{refs}]>>", document
    )
    owned = " ".join(f"{owners[number]} 0 R" for number in sorted(owners))
    objects.put(
        f"<</Type/StructTreeRoot/K {document} 0 R/ParentTree<</Nums[0[{owned}]]>>"
        "/ParentTreeNextKey 1>>",
        root,
    )
    return root
