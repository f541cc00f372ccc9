"""The type face of pictures: Noto Sans CJK SC, from a package, so that no font need be installed.

Text is measured here before it is placed, in pixels, and a character the face lacks is refused
before it becomes an empty box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from matplotlib import font_manager
from matplotlib.font_manager import FontPath, FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.textpath import TextToPath
from numpy.typing import NDArray

from geo.model import DrawingError, Language

FAMILY = "Noto Sans CJK SC"
#: From the middle of the letters down to the line they stand on, and half of a line with its
#: ascent and descent, as parts of the size: capitals are 0.733 high, Chinese characters reach from
#: -0.07 to 0.83.
MIDDLE, HALF_HEIGHT = 0.37, 0.5

# Scripts that break between any two characters, but not before a closing nor after an opening mark.
_HAN = "\u2e80-\u9fff\uff00-\uffef\U00020000-\U0003ffff“”‘’"
_OPENING, _CLOSING = r"（《〈【〔“‘(\[", r"，。；：、！？）》〉】〕”’％,.;:!?)\]%"
_TOKENS = re.compile(
    rf"\s+|[{_OPENING}]*(?:[^\s{_HAN}{_OPENING}{_CLOSING}][^\s{_HAN}]*|[{_HAN}])[{_CLOSING}]*|\S"
)
_MEASURED_SIZE = 100.0
#: An em in the units of outlines.
EM = 1000.0
_SUBPIXELS = 64.0
#: What is measured together: a word with the space after it, a Chinese character with the letters
#: before it. No kerning reaches further.
_PARTS = re.compile(r"[^ \u2e80-\u9fff]*[ \u2e80-\u9fff]|[^ \u2e80-\u9fff]+")
_STRAIGHT_QUOTES = str.maketrans("“”‘’", "\"\"''")


@cache
def _face() -> FontProperties:
    """The face by its file, so that another version of it on the machine is never used."""
    path = str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc")
    for index in range(FT2Font(path).num_faces):
        if FT2Font(path, face_index=index).family_name == FAMILY:
            return FontProperties(fname=FontPath(path, index))
    raise DrawingError("drawing.no_face", path=path, face=FAMILY)


def font(size_points: float) -> FontProperties:
    """The face in one size."""
    properties = _face().copy()
    properties.set_size(size_points)
    return properties


def _opened() -> FT2Font:
    """The face, by matplotlib's own cache: one for each thread."""
    return font_manager.get_font(font_manager.fontManager.findfont(_face()))


@cache
def _characters() -> frozenset[int]:
    return frozenset(_opened().get_charmap())


def writable(text: str, language: Language) -> str:
    """Text as the face can write it.

    The face has curly quotes as wide as a Chinese character, so English gets straight ones.

    Raises
    ------
    DrawingError
        Naming the characters the face has no glyph for.
    """
    if language == "en":
        text = text.translate(_STRAIGHT_QUOTES)
    missing = sorted({c for c in text if not c.isspace() and ord(c) not in _characters()})
    if missing:
        shown = " ".join(f"{c} (U+{ord(c):04X})" for c in missing)
        raise DrawingError("drawing.no_glyph", face=FAMILY, characters=shown)
    return text


@cache
def _width_at_100(text: str) -> float:
    width, _, _ = TextToPath().get_text_width_height_descent(text, font(_MEASURED_SIZE), False)
    return float(width)


def width(text: str, size: float) -> float:
    """The width of one line in the unit of ``size``."""
    return _width_at_100(text) * size / _MEASURED_SIZE


@lru_cache(maxsize=4096)
def offsets(line: str) -> tuple[tuple[str, float], ...]:
    """Each character of a line and where it begins, in thousandths of the size.

    A character is measured from the beginning of its word, which keeps the kerning: from that of
    the line, the time would grow with the square of its length.
    """
    found, begin = [], 0.0
    for part in _PARTS.findall(line):
        for i, character in enumerate(part):
            found.append((character, begin + width(part[:i], EM)))
        begin += width(part, EM)
    return tuple(found)


@dataclass(frozen=True)
class Glyph:
    """A character's outline as matplotlib's vertices and codes, y upwards, and its advance, all in
    thousandths of the size."""

    vertices: NDArray[np.float64]
    codes: list[int]
    advance: float


@lru_cache(maxsize=4096)
def glyph(character: str) -> Glyph:
    """The outline of a character as it was designed, without hints."""
    face = _opened()
    loaded = face.load_char(ord(character), LoadFlags.NO_SCALE)
    vertices, codes = face.get_path()
    scale = EM / face.units_per_EM
    points = np.asarray(vertices, dtype=np.float64) * (_SUBPIXELS * scale)
    return Glyph(points, [int(code) for code in codes], loaded.horiAdvance * scale)


def face_name() -> str:
    """The name of the face as a font file has it, without spaces."""
    return str(_opened().postscript_name)


def wrap(text: str, size: float, available: float) -> tuple[str, ...]:
    """Break text into lines no wider than ``available``; Chinese breaks between characters, and
    so does a word that is wider than a line."""
    lines: list[str] = []
    line, used = "", 0.0
    for token in _tokens(text, size, available):
        wide = width(token, size)
        if line and used + wide > available and not token.isspace():
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + token, used + wide
    return (*lines, line.rstrip())


def _tokens(text: str, size: float, available: float) -> Iterator[str]:
    """What stays together; white space of any kind is one space."""
    for token in _TOKENS.findall(text.strip()):
        if token.isspace():
            yield " "
        elif width(token, size) <= available:
            yield token
        else:
            yield from token
