"""A Scene as an SVG file: one group for each place with its adcode as id, nothing but shapes and
presentation attributes, so that Inkscape, PowerPoint and browsers read it alike.

A style sheet finds all of it: a place by ``#place-340000``, whatever it is by the class of its role
(``.map``, ``.labels``, ``.legend`` …), every place by ``.place``. All labels are in one group.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import sub
from xml.sax.saxutils import escape, quoteattr

import shapely

from geo.draw import typeface
from geo.draw.brand import Face
from geo.draw.layout import Box, inside
from geo.draw.media.rings import Steps, line_in_steps, rings_in_steps
from geo.draw.scene import (
    Area,
    Circle,
    Group,
    Hatch,
    Item,
    Line,
    Picture,
    Rectangle,
    Scene,
    Stroke,
    Words,
)
from geo.draw.style import Letters, length

_FONTS = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
)
#: The roles of groups that are all labels of places.
_LABELS = ("labels", "callout")
_STEPS = 10  # of a pixel
# Characters that XML 1.0 has no way to write.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw_svg(scene: Scene, *, letters: Letters = "paths") -> bytes:
    """The picture as SVG; the same bytes for the same scene.

    Parameters
    ----------
    scene
        The picture.
    letters
        ``paths``: text as outlines, the same on every machine, with the words as labels; ``text``:
        text that can be edited, in the reader's own face where ours is missing.
    """
    writer = _Writer(letters)
    body = "".join(writer.groups(run) for run in _runs(scene.groups))
    width, height = _number(scene.width), _number(scene.height)
    wide, high = (
        length(side, dpi=scene.dpi, unit=scene.size_unit) for side in (scene.width, scene.height)
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'version="1.1" width="{wide}" height="{high}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="picture-title picture-desc" xml:lang="{scene.language}">',
        f'<title id="picture-title">{_text(scene.title)}</title>',
        f'<desc id="picture-desc">{_text(scene.description[scene.language])}</desc>',
        _metadata(scene),
    ]
    if writer.glyphs:
        lines.append("<defs>" + "".join(writer.glyphs.values()) + "</defs>")
    if scene.paper:
        lines.append(f'<path id="paper" d="M0 0h{width}v{height}H0z" fill="{scene.paper}"/>')
    return ("\n".join(lines) + f"\n{body}</svg>\n").encode()


def _metadata(scene: Scene) -> str:
    """Dublin Core, as Inkscape shows it."""
    told = {
        "title": scene.title,
        "source": scene.source_line,
        "language": scene.language,
        "subject": scene.metadata.get("Indicator", ""),
        "identifier": " ".join(f"{key} {value}" for key, value in scene.metadata.items()),
    }
    content = "".join(f"<dc:{key}>{_text(value)}</dc:{key}>" for key, value in told.items())
    return (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cc="http://creativecommons.org/ns#">'
        f'<cc:Work rdf:about="">{content}</cc:Work></rdf:RDF></metadata>'
    )


def _runs(groups: Iterable[Group]) -> Iterator[tuple[Group, ...]]:
    """Groups that are one in the file: the labels of a map with its callouts."""
    for _, run in groupby(groups, lambda group: _labels_of(group) or group.id):
        yield tuple(run)


def _labels_of(group: Group) -> str:
    """The id of the labels that a group is one of; "" for any other."""
    return f"{group.id.partition(group.role)[0]}labels" if group.role in _LABELS else ""


class _Writer:
    """Writes items, and gathers the outlines of the letters they use."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self.glyphs: dict[str, str] = {}

    def groups(self, run: tuple[Group, ...]) -> str:
        """Groups one after the other; of labels and callouts, all in that of the labels."""
        name = _labels_of(run[0])
        if not name:
            return "".join(map(self._group, run))
        inside = "".join(
            self._items(group) if group.role == "labels" else self._group(group) for group in run
        )
        return f"<g{_id(name)}{_class('labels')}>\n{inside}</g>\n" if inside else ""

    def _group(self, group: Group) -> str:
        items = self._items(group)
        return f"<g{_id(group.id)}{_class(group.role)}>\n{items}</g>\n" if items else ""

    def _items(self, group: Group) -> str:
        areas, clip = [item for item in group.items if isinstance(item, Area)], group.clip
        whole = inside([area.geometry for area in areas], clip) if clip else [True] * len(areas)
        filled = [
            area.geometry if is_whole or not area.fill else _cut(area.geometry, clip)
            for area, is_whole in zip(areas, whole, strict=True)
        ]
        paths = zip(_closed_paths(filled), whole, strict=True)
        return "".join(self._item(item, clip, paths) for item in group.items)

    def _item(self, item: Item, clip: Box | None, paths: Iterator[tuple[str, bool]]) -> str:
        """One item; of an area, the path of its fill is the next, and whether the clip leaves all
        of it."""
        match item:
            case Area():
                return self._area(item, clip, *next(paths))
            case Rectangle():
                box = item.box
                data = (
                    f"M{_number(box.left)} {_number(box.top)}h{_number(box.width)}"
                    f"v{_number(box.height)}h{_number(-box.width)}z"
                )
                shape = f'<path{_id(item.id)} d="{data}"{_paint(item.fill, item.stroke)}/>\n'
                return shape + _hatch(item.hatch, clip)
            case Circle():
                opacity = f' fill-opacity="{item.opacity:.2f}"' if item.opacity < 1 else ""
                shape = (
                    f'<circle cx="{_number(item.x)}" cy="{_number(item.y)}" '
                    f'r="{_number(item.radius)}"{_paint(item.fill, item.stroke)}{opacity}/>'
                )
                return _told(item.id, item.name, item.told, shape)
            case Line():
                data = _open_path(_cut(item.geometry, clip))
                return f'<path{_id(item.id)} d="{data}"{_paint(None, item.stroke)}/>\n'
            case Words():
                return self._words(item)
            case Picture():
                box, content = item.box, b64encode(item.content).decode()
                shape = (
                    f'<image x="{_number(box.left)}" y="{_number(box.top)}" '
                    f'width="{_number(box.width)}" height="{_number(box.height)}" '
                    f'xlink:href="data:image/png;base64,{content}"/>'
                )
                return _told(item.id, item.name, "", shape)

    def _area(self, area: Area, clip: Box | None, path: str, is_whole: bool) -> str:
        if is_whole:
            shape = f'<path d="{path}"{_paint(area.fill, area.stroke)}/>'
        else:
            # A cut edge would be drawn as a border: fill and line are cut each by itself.
            shape = f'<path d="{path}"{_paint(area.fill, None)}/>' if area.fill else ""
            if area.stroke:
                line = _open_path(_cut(shapely.boundary(area.geometry), clip))
                shape += f'<path d="{line}"{_paint(None, area.stroke)}/>'
        return _told(area.id, area.name, area.told, shape + _hatch(area.hatch, clip).rstrip("\n"))

    def _words(self, words: Words) -> str:
        x, size = _number(words.x), _number(words.size)
        if self._letters == "text":
            anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
            lines = "".join(
                f'<tspan x="{x}" y="{_number(y)}">{_text(line)}</tspan>'
                for line, y in zip(words.lines, words.baselines, strict=True)
            )
            fonts = ", ".join([*(f"'{face.family}'" for face in words.faces), _FONTS])
            common = f' font-family={quoteattr(fonts)} font-size="{size}"{anchor}'
            halo = ""
            if words.halo:  # a text of its own beneath: not every program knows paint-order
                halo = (
                    f'<text{common} fill="none" stroke="{words.halo}" stroke-linejoin="round" '
                    f'stroke-width="{_number(words.halo_width)}" aria-hidden="true">'
                    f"{lines}</text>"
                )
            return f'{halo}<text{_id(words.id)}{common} fill="{words.colour}">{lines}</text>\n'
        shapes = "".join(self._outlines(words))
        halo = ""
        if words.halo:
            width = _number(words.halo_width * typeface.EM / words.size)
            halo = (
                f'<g fill="none" stroke="{words.halo}" stroke-width="{width}" '
                f'stroke-linejoin="round">{shapes}</g>'
            )
        label = quoteattr(_clean(" ".join((words.text or " ".join(words.lines)).split())))
        return (
            f'<g{_id(words.id)} role="img" aria-label={label}>{halo}'
            f'<g fill="{words.colour}">{shapes}</g></g>\n'
        )

    def _outlines(self, words: Words) -> Iterator[str]:
        for line, y in zip(words.lines, words.baselines, strict=True):
            left = words.left_of(line)
            scale = words.size / typeface.EM
            uses = []
            for character, begin, face in typeface.letters(line, typeface.EM, words.faces):
                if character.isspace():
                    continue
                own = "" if face is None else f"{words.faces.index(face)}-"
                name = f"g{own}{ord(character):x}"
                if name not in self.glyphs:
                    self.glyphs[name] = f'<path id="{name}" d="{_glyph(character, face)}"/>'
                uses.append(f'<use xlink:href="#{name}" x="{round(begin)}"/>')
            yield (
                f'<g transform="translate({_number(left)} {_number(y)}) scale({scale:.4g})">'
                f"{''.join(uses)}</g>"
            )


@lru_cache(maxsize=4096)
def _glyph(character: str, face: Face | None) -> str:
    """The outline of a character in thousandths of its size, y downwards."""
    parts = []
    for command, points in typeface.glyph(character, face).strokes():
        numbers = () if command == "z" else (points * (1, -1)).ravel().tolist()
        parts.append(command + " ".join(map(_number, numbers)))
    return "".join(parts).replace(" -", "-") or "M0 0"


def _told(name: str, title: str, told: str, shape: str) -> str:
    """A shape in a group of its own, with what it is called and what it tells."""
    if not (title or told):
        return f"<g{_id(name)}>{shape}</g>\n" if name else f"{shape}\n"
    words = f"<title>{_text(title)}</title>" if title else ""
    kind = _class("circle" if "circle" in name else "place")
    words += f"<desc>{_text(told)}</desc>" if told else ""
    return f"<g{_id(name)}{kind}>{words}{shape}</g>\n"


def _hatch(hatch: Hatch | None, clip: Box | None) -> str:
    if hatch is None:
        return ""
    data = _open_path(_cut(hatch.lines, clip))
    return f'<path d="{data}"{_paint(None, hatch.stroke)}/>\n' if data else ""


def _paint(fill: str | None, stroke: Stroke | None) -> str:
    text = f' fill="{fill or "none"}"'
    if fill:
        text += ' fill-rule="evenodd"'
    if stroke:
        text += (
            f' stroke="{stroke.colour}" stroke-width="{stroke.width:.3g}" stroke-linejoin="round"'
        )
        if stroke.dashes:
            text += f' stroke-dasharray="{" ".join(_number(dash) for dash in stroke.dashes)}"'
    return text


def _leaves(geometry: shapely.Geometry, clip: Box | None) -> bool:
    return clip is not None and not Box(*shapely.bounds(geometry)).within(clip)


def _cut(geometry: shapely.Geometry, clip: Box | None) -> shapely.Geometry:
    if clip is None or not _leaves(geometry, clip):
        return geometry
    return shapely.intersection(geometry, clip.polygon)


def _closed_paths(shapes: Sequence[shapely.Geometry]) -> list[str]:
    """The path of each shape."""
    paths = []
    for rings in rings_in_steps(shapes, _STEPS):
        # Of a place that is a point at this size, the point stays.
        seen = [ring for ring in rings if len(ring) > 2] or rings[:1]
        paths.append("".join(f"{_path(ring)}z" for ring in seen))
    return paths


def _open_path(geometry: shapely.Geometry) -> str:
    lines = (
        line_in_steps(shapely.get_coordinates(part), _STEPS)
        for part in shapely.get_parts(geometry)
        if part.geom_type in ("LineString", "LinearRing")
    )
    return "".join(_path(line) for line in lines if len(line) != 2)  # a point shows nothing


def _path(points: Steps) -> str:
    """A move and lines relative to each other, in tenths of a pixel."""
    if not points:
        return ""
    start = f"M{_tenth(points[0])} {_tenth(points[1])}"
    if len(points) == 2:
        return f"{start}h0"
    steps = map(_tenth, map(sub, points[2:], points))
    return f"{start}l" + " ".join(steps).replace(" -", "-")


@lru_cache(maxsize=65_536)
def _tenth(tenths: int) -> str:
    """Tenths as a decimal number in its shortest form."""
    sign, whole, rest = "-" if tenths < 0 else "", abs(tenths) // 10, abs(tenths) % 10
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"


def _id(name: str) -> str:
    if not name:
        return ""
    return f" id={quoteattr(f'place-{name}' if name[0].isdigit() else name)}"


def _class(name: str) -> str:
    return f" class={quoteattr(name)}"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _text(text: str) -> str:
    return escape(_clean(text))
