"""The outlines of the letters that a file needs as one small font in the Compact Font Format (Adobe
Technical Notes 5176 and 5177), in the design units of the face, of which an em has 1000.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.draw import typeface
from geo.draw.brand import Face

_OPERATORS = {"M": b"\x15", "L": b"\x05", "C": b"\x08"}
_MOVE, _END = _OPERATORS["M"], b"\x0e"
_STRINGS = (b"Adobe", b"Identity")
#: Text strings of a font's own are numbered from here.
_FIRST_STRING = 391
_MOST_NUMBERS = 48  # that the stack of a program takes
_NOTDEF = b"\x8b" + _END


def compact_font(name: str, characters: Sequence[str], face: Face | None = None) -> bytes:
    """A font whose glyphs are *not defined* and the characters, in their order."""
    programs = [_NOTDEF, *(_program(c, face) for c in characters)]
    header, names = b"\x01\x00\x04\x02", _index([name.encode()])
    strings, routines = _index(_STRINGS), _index([])
    private = b""
    # Offsets have a fixed width, so the dictionary is as long whatever they are.
    start = len(header) + len(names) + len(_index([_top(0, 0, 0, 0, 0)])) + len(strings + routines)
    charset = b"\x02" + _card16(1) + _card16(len(characters) - 1 if characters else 0)
    select = b"\x03" + _card16(1) + _card16(0) + b"\x00" + _card16(len(programs))
    glyphs = _index(programs)
    at_select = start + len(charset)
    at_glyphs = at_select + len(select)
    at_fonts = at_glyphs + len(glyphs)
    fonts = _index([_offset(len(private)) + _offset(at_fonts) + b"\x12"])
    fonts = _index([_offset(len(private)) + _offset(at_fonts + len(fonts)) + b"\x12"])
    top = _top(start, at_select, at_glyphs, at_fonts, len(programs))
    body = charset + select + glyphs + fonts + private
    return header + names + _index([top]) + strings + routines + body


def _top(charset: int, select: int, glyphs: int, fonts: int, count: int) -> bytes:
    """The top dictionary: a font whose glyphs have numbers and no names."""
    registry = _offset(_FIRST_STRING) + _offset(_FIRST_STRING + 1) + _offset(0) + b"\x0c\x1e"
    return (
        registry
        + _offset(count) + b"\x0c\x22"
        + _offset(charset) + b"\x0f"
        + _offset(select) + b"\x0c\x25"
        + _offset(glyphs) + b"\x11"
        + _offset(fonts) + b"\x0c\x24"
    )  # fmt: skip


def _card16(number: int) -> bytes:
    return number.to_bytes(2, "big")


def _offset(number: int) -> bytes:
    """A number of a dictionary in its longest form."""
    return b"\x1d" + number.to_bytes(4, "big", signed=True)


def _index(items: Iterable[bytes]) -> bytes:
    parts = list(items)
    if not parts:
        return b"\x00\x00"
    ends = np.cumsum([1, *map(len, parts)]).tolist()
    size = next(size for size in (1, 2, 3, 4) if ends[-1] < 256**size)
    offsets = b"".join(end.to_bytes(size, "big") for end in ends)
    return _card16(len(parts)) + bytes([size]) + offsets + b"".join(parts)


@lru_cache(maxsize=4096)
def _program(character: str, face: Face | None) -> bytes:
    """What draws a character: moves, lines and curves, each from where the one before ended."""
    glyph = typeface.glyph(character, face)
    parts = [_number(round(glyph.advance))]  # beside the nominal width, which is 0
    waiting: list[int] = []
    command, at = b"", (0, 0)
    for letter, points in glyph.strokes():
        if letter not in _OPERATORS:  # an outline is closed where the next begins
            continue
        code = _OPERATORS[letter]
        steps, at = _steps(points, at)
        if waiting and (code != command or len(waiting) + len(steps) > _MOST_NUMBERS):
            parts += [*map(_number, waiting), command]
            waiting = []
        command = code
        waiting += steps
        if code == _MOVE:
            parts += [*map(_number, waiting), code]
            waiting = []
    if waiting:
        parts += [*map(_number, waiting), command]
    return b"".join(parts) + _END


def _steps(points: NDArray[np.float64], at: tuple[int, int]) -> tuple[list[int], tuple[int, int]]:
    whole = np.vstack([at, np.rint(points)]).astype(int)
    return np.diff(whole, axis=0).ravel().tolist(), (int(whole[-1, 0]), int(whole[-1, 1]))


def _number(number: int) -> bytes:
    """A whole number of a program in its shortest form."""
    if -107 <= number <= 107:
        return bytes([number + 139])
    if 108 <= number <= 1131:
        return bytes([(number - 108) // 256 + 247, (number - 108) % 256])
    if -1131 <= number <= -108:
        return bytes([(-number - 108) // 256 + 251, (-number - 108) % 256])
    return b"\x1c" + number.to_bytes(2, "big", signed=True)
