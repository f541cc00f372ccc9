"""The look of a deck of our own: a theme with the picture's colours and faces, and layouts that fit
its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from geo.draw import typeface
from geo.draw.brand import Face
from geo.draw.media.slide.markup import NAMESPACES
from geo.draw.theme import Colours
from geo.maps import contrast

#: Faces that Office has: about as wide as ours, so that lines break alike.
_LATIN, _CHINESE = "Calibri", "Microsoft YaHei"
_A = f"{{{NAMESPACES['a']}}}"


def set_theme(deck: Any, colours: Colours, accents: Sequence[str], faces: Sequence[Face]) -> None:
    """Give a deck's theme colours and faces.

    Parameters
    ----------
    deck
        A presentation of our own.
    colours
        Of the picture: ground and ink become those of all slides.
    accents
        Of tables and charts; the first is that of a table's head.
    faces
        A brand's; the first is that of all letters, and the first that has Chinese of these.
    """
    master = deck.slide_master
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    ground, ink = colours.ground, colours.ink
    dark = contrast(ground, "#ffffff") > contrast(ground, "#000000")
    named = {"dk1": ground if dark else ink, "lt1": ink if dark else ground,
             "dk2": colours.no_data if dark else colours.grey,
             "lt2": colours.grey if dark else colours.no_data}  # fmt: skip
    named |= {f"accent{i}": accents[i % len(accents)] for i in range(1, 7)} if accents else {}
    if accents:
        named["accent1"] = accents[0]
    scheme = theme.find(".//a:clrScheme", NAMESPACES)
    for name, colour in named.items():
        holder = scheme.find(f"a:{name}", NAMESPACES)
        for child in list(holder):
            holder.remove(child)
        etree.SubElement(holder, f"{_A}srgbClr", val=colour[1:].upper())
    _set_faces(theme, faces)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    if dark:
        pairs = {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}
        master._element.find("p:clrMap", NAMESPACES).attrib.update(pairs)


def _set_faces(theme: Any, faces: Sequence[Face]) -> None:
    latin = faces[0].family if faces else _LATIN
    chinese = next((face.family for face in faces if typeface.has(face, "中")), _CHINESE)
    for kind in ("majorFont", "minorFont"):
        fonts = theme.find(f".//a:fontScheme/a:{kind}", NAMESPACES)
        fonts.find("a:latin", NAMESPACES).set("typeface", latin)
        fonts.find("a:ea", NAMESPACES).set("typeface", chinese)
        for one in fonts.findall("a:font[@script='Hans']", NAMESPACES):
            one.set("typeface", chinese)


def fit_layouts(deck: Any, width: int, height: int) -> None:
    """Set the size of a deck's slides in EMU, and move what its master and layouts have on them."""
    wide, high = width / deck.slide_width, height / deck.slide_height
    deck.slide_width, deck.slide_height = width, height
    for level in (deck.slide_master, *deck.slide_layouts):
        for frame in level._element.iter(f"{_A}off", f"{_A}ext"):
            for name, scale in (("x", wide), ("cx", wide), ("y", high), ("cy", high)):
                if frame.get(name) is not None:
                    frame.set(name, str(round(int(frame.get(name)) * scale)))
