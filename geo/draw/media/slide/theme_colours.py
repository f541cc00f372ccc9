"""The colours of a deck's theme: what its master's and layout's ground is, and what letters on it
are written with."""

from __future__ import annotations

import colorsys
import io
from collections.abc import Mapping
from typing import Any

from lxml import etree
from PIL import Image, ImageColor
from pptx.opc.constants import RELATIONSHIP_TYPE

from geo.draw.media.slide.markup import NAMESPACES
from geo.maps import contrast

_WHITE, _BLACK = "#ffffff", "#000000"
_LEAST_CONTRAST = 4.5  # of letters, WCAG 2.2 (1.4.3)
#: Names of colours by which letters may be written, the usual one first.
_INKS = ("tx1", "bg1", "tx2", "bg2")
#: Shapes that cover so much of a slide are its ground.
_COVERS = 0.9
#: Of the ink's lightness, what is left in grey letters, and what is added; by which it is.
_DARK_GREY, _LIGHT_GREY = (0.65, 0.35), (0.75, 0.0)


class ThemeColours:
    """The colours that a layout's names stand for."""

    def __init__(self, layout: Any, size: tuple[int, int]) -> None:
        self._layout, self._master, self._size = layout, layout.slide_master, size
        part = self._master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        self._theme = etree.fromstring(part.blob)
        self._named: Mapping[str, str] = dict(self._master._element.find("p:clrMap", NAMESPACES)
                                              .attrib)  # fmt: skip
        override = layout._element.find("p:clrMapOvr/a:overrideClrMapping", NAMESPACES)
        if override is not None:
            self._named = dict(override.attrib)
        self.ground = self._ground()
        self.ink_name, self.ink = self._ink()

    @property
    def grey(self) -> str:
        """Quieter letters, that can be read."""
        return self._grey()[0]

    def markup(self) -> dict[str, str]:
        """How ink and grey are written, so that they follow the theme."""
        plain = f"<a:schemeClr val='{self.ink_name}'/>"
        return {self.ink: plain, self.grey: self._grey()[1]}

    def _grey(self) -> tuple[str, str]:
        plain = f"<a:schemeClr val='{self.ink_name}'/>"
        part, more = _DARK_GREY if contrast(self.ink, _WHITE) > 4 else _LIGHT_GREY
        grey = _with_light(self.ink, part, more)
        if contrast(grey, self.ground) < _LEAST_CONTRAST:
            return self.ink, plain
        added = f"<a:lumOff val='{round(more * 100_000)}'/>" if more else ""
        return grey, (
            f"<a:schemeClr val='{self.ink_name}'><a:lumMod val='{round(part * 100_000)}'/>{added}"
            "</a:schemeClr>"
        )

    def _ink(self) -> tuple[str, str]:
        found = [(name, self._scheme(name)) for name in _INKS]
        if contrast(found[0][1], self.ground) >= _LEAST_CONTRAST:
            return found[0]
        return max(found, key=lambda one: contrast(one[1], self.ground))

    def _scheme(self, name: str) -> str:
        name = self._named.get(name, name)
        found = self._theme.find(f".//a:clrScheme/a:{name}", NAMESPACES)
        return self._colour(found) if found is not None and len(found) else _BLACK

    def _colour(self, holder: Any, own: str = _WHITE) -> str:
        """The colour in an element; ``own`` is what a theme's fills are filled in with."""
        element = holder[0]
        kind, value = etree.QName(element).localname, element.get("val", "")
        if kind == "srgbClr":
            colour = f"#{value.lower()}"
        elif kind == "sysClr":
            colour = f"#{element.get('lastClr', 'ffffff').lower()}"
        elif kind == "schemeClr":
            colour = own if value == "phClr" else self._scheme(value)
        else:
            try:
                colour = ImageColor.getrgb(value) and "#{:02x}{:02x}{:02x}".format(
                    *ImageColor.getrgb(value)[:3]
                )
            except ValueError:
                colour = _WHITE
        for change in element:
            share = int(change.get("val", "100000")) / 100_000
            match etree.QName(change).localname:
                case "lumMod" | "shade":
                    colour = _with_light(colour, share, 0.0)
                case "lumOff":
                    colour = _with_light(colour, 1.0, share)
                case "tint":
                    colour = _with_light(colour, share, 1.0 - share)
        return colour

    def _ground(self) -> str:
        """The colour behind all: of a shape that covers the slide, of the layout, of the master."""
        for level in (self._layout, self._master):
            for shape in reversed(list(level.shapes)):
                if not shape.is_placeholder and self._covers(shape):
                    found = self._fill(shape._element.find("p:spPr", NAMESPACES), level)
                    found = found or self._picture(shape._element, level)
                    if found:
                        return found
            ground = level._element.find("p:cSld/p:bg", NAMESPACES)
            if ground is None:
                continue
            fill = ground.find("p:bgPr", NAMESPACES)
            found = self._fill(fill, level) if fill is not None else self._referred(ground[0])
            if found:
                return found
        return _WHITE

    def _covers(self, shape: Any) -> bool:
        wide, high = self._size
        return bool(shape.width and shape.width * shape.height >= _COVERS * wide * high)

    def _fill(self, holder: Any, level: Any, own: str = _WHITE) -> str | None:
        """The colour of a fill, in the middle where it has several."""
        if holder is None:
            return None
        solid = holder.find("a:solidFill", NAMESPACES)
        if solid is not None and len(solid):
            return self._colour(solid, own)
        stops = holder.findall("a:gradFill/a:gsLst/a:gs", NAMESPACES)
        if stops:
            return _mean([self._colour(stop, own) for stop in stops])
        return self._picture(holder, level) if level is not None else None

    def _picture(self, holder: Any, level: Any) -> str | None:
        blip = holder.find(".//a:blip", NAMESPACES)
        if blip is None:
            return None
        relation = blip.get(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
        )
        try:
            with Image.open(io.BytesIO(level.part.related_part(relation).blob)) as image:
                return "#{:02x}{:02x}{:02x}".format(
                    *image.convert("RGB").resize((1, 1)).getpixel((0, 0))
                )  # type: ignore[misc]
        except (KeyError, OSError, ValueError):
            return None

    def _referred(self, reference: Any) -> str | None:
        """The fill of the theme that a ground refers to by its number."""
        number, own = int(reference.get("idx", "0")), self._colour(reference)
        listed = "bgFillStyleLst" if number > 1000 else "fillStyleLst"
        fills = self._theme.find(f".//a:fmtScheme/a:{listed}", NAMESPACES)
        index = number - (1001 if number > 1000 else 1)
        if fills is None or not 0 <= index < len(fills):
            return None
        holder = etree.Element("holder")
        holder.append(etree.fromstring(etree.tostring(fills[index])))
        return self._fill(holder, None, own) or own


def _with_light(colour: str, part: float, more: float) -> str:
    """A colour with a part of its lightness, and more (ECMA-376, lumMod and lumOff)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    hue, light, saturation = colorsys.rgb_to_hls(*channels)
    made = colorsys.hls_to_rgb(hue, min(max(light * part + more, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in made)


def _mean(colours: list[str]) -> str:
    channels = zip(*(bytes.fromhex(colour[1:]) for colour in colours), strict=True)
    return "#" + "".join(f"{round(sum(c) / len(colours)):02x}" for c in channels)
