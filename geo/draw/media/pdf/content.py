"""What a page shows: a Scene's items as the operators of a content stream (ISO 32000-1, annex A),
in pixels with y downwards, which the first operator puts on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import shapely

from geo.draw import typeface
from geo.draw.brand import Face
from geo.draw.layout import Box
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
    Stroke,
    Words,
    box_of,
)

_OPERATORS = {"M": "m", "L": "l", "C": "c", "z": "h"}
_ARC = 0.5522847498  # of a radius: where the handles of a quarter of a circle are
#: Points of shapes are in so many steps of a pixel: as few as are at least so many to an inch.
_STEPS, _FINEST = (1, 2, 5, 10), 300.0
_FIRST_HAN = "\u2e80"
_LEAST_KERN = 2.0  # thousandths of the size, less than is seen


class Content:
    """Writes items, and gathers the fonts, pictures and opacities that they use."""

    def __init__(self, dpi: float) -> None:
        self._steps = next((steps for steps in _STEPS if steps * dpi >= _FINEST), _STEPS[-1])
        self.fonts: dict[Face | None, dict[str, int]] = {}
        self.pictures: dict[bytes, str] = {}
        self.opacities: dict[float, str] = {}

    def group(self, group: Group) -> str:
        """The operators of all items of a group."""
        shapes = [item.geometry for item in group.items if isinstance(item, Area)]
        rings = iter(rings_in_steps(shapes, self._steps))
        return "".join(self._clipped(item, group.clip, rings) for item in group.items)

    def _clipped(self, item: Item, clip: Box | None, rings: Iterator[list[Steps]]) -> str:
        drawn = self._item(item, rings)
        if clip is None or not drawn or isinstance(item, Words) or box_of(item).within(clip):
            return drawn
        return f"q {_box(clip)}W n\n{drawn}Q\n"

    def _item(self, item: Item, rings: Iterator[list[Steps]]) -> str:
        """One item; of an area, its rings are the next."""
        match item:
            case Area():
                path = "".join(f"{_path(ring, self._steps)}h\n" for ring in next(rings))
                return _painted(path, item.fill, item.stroke) + self._hatched(item.hatch)
            case Rectangle():
                return _painted(_box(item.box), item.fill, item.stroke) + self._hatched(item.hatch)
            case Circle():
                shape = _painted(_circle(item), item.fill, item.stroke)
                if item.opacity == 1.0 or not item.fill:
                    return shape
                name = self.opacities.setdefault(item.opacity, f"O{len(self.opacities)}")
                return f"q /{name} gs\n{shape}Q\n"
            case Line():
                return _painted(_lines(item.geometry, self._steps), None, item.stroke)
            case Words():
                return "".join(self._words(item))
            case Picture():
                return self._picture(item)

    def _hatched(self, hatch: Hatch | None) -> str:
        return _painted(_lines(hatch.lines, self._steps), None, hatch.stroke) if hatch else ""

    def _words(self, words: Words) -> Iterator[str]:
        for line, baseline in zip(_spaced(words.lines), words.baselines, strict=True):
            left = words.left_of(line.rstrip())
            runs = typeface.runs(line, words.size, words.faces)
            if words.halo:  # outlines: as text it would be read twice
                stroke = Stroke(words.halo, words.halo_width)
                yield _painted(_outlines(line, words, left, baseline), None, stroke)
            if line.strip():
                yield f"BT {_colour(words.colour)} rg\n"
                for run in runs:
                    name, shown = self._shown(run.text, run.face)
                    at = f"{_number(left + run.start)} {_number(baseline)}"
                    yield f"/{name} {_number(words.size)} Tf 1 0 0 -1 {at} Tm {shown} TJ\n"
                yield "ET\n"

    def _shown(self, text: str, face: Face | None) -> tuple[str, str]:
        """The name of the font, and characters by their numbers in it, moved where they do not
        follow by its widths."""
        numbers = self.fonts.setdefault(face, {})
        parts, run, at = [], "", 0.0
        for character, begin in typeface.offsets(text, face):
            if abs(begin - at) >= _LEAST_KERN and run:
                parts.append(f"<{run}>{round(at - begin)}")
                run, at = "", begin
            run += f"{numbers.setdefault(character, len(numbers) + 1):04x}"
            at += typeface.glyph(character, face).advance
        return f"F{list(self.fonts).index(face)}", f"[{''.join(parts)}<{run}>]"

    def _picture(self, picture: Picture) -> str:
        name = self.pictures.setdefault(picture.content, f"P{len(self.pictures)}")
        box = picture.box
        place = _numbers((box.width, 0, 0, -box.height, box.left, box.bottom))
        return f"q {place} cm /{name} Do Q\n"


def _painted(path: str, fill: str | None, stroke: Stroke | None) -> str:
    """A path with its fill and its line; the line's join is round."""
    if not path or not (fill or stroke):
        return ""
    look = f"{_colour(fill)} rg " if fill else ""
    if stroke is None:
        return f"{look}{path}f*\n"
    look += f"{_colour(stroke.colour)} RG {stroke.width:.4g} w "
    shape = f"{look}{path}{'B*' if fill else 'S'}\n"
    if not stroke.dashes:
        return shape
    dashes = " ".join(map(_number, stroke.dashes))
    return f"[{dashes}]0 d {shape}[]0 d\n"


def _spaced(lines: Sequence[str]) -> Iterator[str]:
    """Lines with the space that parts each from what is read after it, but within Chinese."""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        is_han = after and min(line[-1:], after[0]) >= _FIRST_HAN
        yield line if is_han else f"{line} "


def _lines(geometry: shapely.Geometry, steps: int) -> str:
    parts = map(shapely.get_coordinates, shapely.get_parts(geometry))
    return "".join(_path(line_in_steps(part, steps), steps) for part in parts)


def _path(points: Steps, steps: int) -> str:
    """Lines through points in whole steps."""
    tenths = 10 // steps
    numbers = [_tenth(number * tenths) for number in points]
    pairs = [f"{x} {y}" for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    if not pairs:
        return ""
    # A point of its own is a line of no length.
    return f"{pairs[0]} m\n" + "".join(f"{pair} l\n" for pair in pairs[1:] or pairs)


@lru_cache(maxsize=65_536)
def _tenth(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def _box(box: Box) -> str:
    return f"{_numbers((box.left, box.top, box.width, box.height))} re\n"


def _circle(circle: Circle) -> str:
    x, y, r, h = circle.x, circle.y, circle.radius, _ARC * circle.radius
    quarters = (
        (x + r, y + h, x + h, y + r, x, y + r),
        (x - h, y + r, x - r, y + h, x - r, y),
        (x - r, y - h, x - h, y - r, x, y - r),
        (x + h, y - r, x + r, y - h, x + r, y),
    )
    return f"{_numbers((x + r, y))} m\n" + "".join(f"{_numbers(q)} c\n" for q in quarters) + "h\n"


def _outlines(line: str, words: Words, left: float, baseline: float) -> str:
    """The letters of a line as paths."""
    scale = words.size / typeface.EM
    return "".join(
        _outline(typeface.glyph(character, face), left + begin, baseline, scale)
        for character, begin, face in typeface.letters(line, words.size, words.faces)
    )


def _outline(glyph: typeface.Glyph, left: float, baseline: float, scale: float) -> str:
    parts = []
    for command, points in glyph.strokes():
        here = points * (scale, -scale) + (left, baseline)
        numbers = "" if command == "z" else f"{_numbers(here.ravel().tolist())} "
        parts.append(f"{numbers}{_OPERATORS[command]}\n")
    return "".join(parts)


def _numbers(values: Iterable[float]) -> str:
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"


def _colour(colour: str) -> str:
    """``#rrggbb`` as three parts of one."""
    channels: Sequence[int] = bytes.fromhex(colour.removeprefix("#"))
    return " ".join(f"{channel / 255:.3g}" for channel in channels)
