"""The type face of pictures: Noto Sans CJK SC, from a package, so that no font need be installed;
before it the faces of a brand, each for the characters it has.

Text is measured here before it is placed, in pixels, and a character the face lacks is refused
before it becomes an empty box.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import numpy as np
from matplotlib import font_manager
from matplotlib.font_manager import FontPath, FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextToPath
from numpy.typing import NDArray

from geo.draw.brand import Face
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
#: What every face of a brand must have.
_BASIC = string.ascii_letters + string.digits + ".,:;()%+-/"
_KINDS_OF_FILES = (".otf", ".ttf")
_NOT_EMBEDDED = 0x0002  # of fsType in OS/2: only this bit means a restricted licence
_MEASURED_SIZE = 100.0
#: An em in the units of outlines.
EM = 1000.0
_SUBPIXELS = 64.0
#: No kerning makes a line narrower than such a part of its advances.
_TIGHTEST = 0.8
#: Outlines are of single characters.
_NO_LIGATURES = ("-liga",)
_COMMANDS = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C"}
_POINTS = {Outline.CURVE3: 2, Outline.CURVE4: 3}
_STRAIGHT_QUOTES = str.maketrans("“”‘’", "\"\"''")


@cache
def _face() -> FontProperties:
    """The face by its file, so that another version of it on the machine is never used."""
    path = str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc")
    for index in range(FT2Font(path).num_faces):
        if FT2Font(path, face_index=index).family_name == FAMILY:
            return FontProperties(fname=FontPath(path, index))
    raise DrawingError("drawing.no_face", path=path, face=FAMILY)


def face_of(path: Path) -> Face:
    """The face of a file.

    Raises
    ------
    DrawingError
        If it is no font that pictures can carry.
    """
    if path.suffix.lower() not in _KINDS_OF_FILES:
        raise DrawingError("brand.font_kind", known=_KINDS_OF_FILES)
    try:
        found = FT2Font(str(path))
        table = found.get_sfnt_table("OS/2")
        rights = table["fsType"] if table else 0
    except (RuntimeError, OSError, ValueError) as error:
        raise DrawingError("brand.font_unreadable") from error
    if rights & 0xF == _NOT_EMBEDDED:
        raise DrawingError("brand.font_restricted")
    return Face(found.family_name, path)


def has(face: Face, character: str) -> bool:
    """Whether a face has a character."""
    return ord(character) in _characters(face)


def lacking(face: Face) -> str:
    """Letters, digits and signs that every picture needs and a face has no glyph for."""
    return " ".join(c for c in _BASIC if ord(c) not in _characters(face))


def font(size_points: float, face: Face | None = None) -> FontProperties:
    """A face in one size; our own where none is given."""
    properties = FontProperties(fname=str(face.path)) if face else _face().copy()
    properties.set_size(size_points)
    return properties


def _opened(face: Face | None = None) -> FT2Font:
    """A face, by matplotlib's own cache: one for each thread; our own where none is given."""
    path = str(face.path) if face else font_manager.fontManager.findfont(_face())
    return font_manager.get_font(path)


@cache
def _characters(face: Face | None = None) -> frozenset[int]:
    return frozenset(_opened(face).get_charmap())


@dataclass(frozen=True)
class Run:
    """Characters of a line that one face writes, our own where it is None; ``start`` is where they
    begin, from the beginning of the line, and ``width`` how far they reach, in the unit of the
    size."""

    text: str
    face: Face | None
    start: float
    width: float


def runs(text: str, size: float, faces: Sequence[Face] = ()) -> tuple[Run, ...]:
    """A line in parts of one face each: of the first that has a character, else our own."""
    parts: list[tuple[Face | None, str]] = [(None, text)]
    if faces:
        chosen = [_first_with(character, faces) for character in text]
        # Spaces belong to the word before them.
        for i, character in enumerate(text):
            if character.isspace() and i:
                chosen[i] = chosen[i - 1]
        pairs = groupby(zip(chosen, text, strict=True), key=lambda pair: pair[0])
        parts = [(face, "".join(c for _, c in some)) for face, some in pairs]
    made, start = [], 0.0
    for face, part in parts:
        wide = _width_at_100(part, face) * size / _MEASURED_SIZE
        made.append(Run(part, face, start, wide))
        start += wide
    return tuple(made)


def _first_with(character: str, faces: Sequence[Face]) -> Face | None:
    return next((face for face in faces if ord(character) in _characters(face)), None)


def writable(text: str, language: Language, faces: Sequence[Face] = ()) -> str:
    """Text as the faces can write it.

    The face has curly quotes as wide as a Chinese character, so English gets straight ones.

    Raises
    ------
    DrawingError
        Naming the characters that no face has a glyph for.
    """
    if language == "en":
        text = text.translate(_STRAIGHT_QUOTES)
    missing = sorted(
        c
        for c in set(text)
        if not c.isspace() and ord(c) not in _characters() and _first_with(c, faces) is None
    )
    if missing:
        shown = " ".join(f"{c} (U+{ord(c):04X})" for c in missing)
        raise DrawingError("drawing.no_glyph", face=FAMILY, characters=shown)
    return text


@cache
def _width_at_100(text: str, face: Face | None = None) -> float:
    letters = font(_MEASURED_SIZE, face)
    width, _, _ = TextToPath().get_text_width_height_descent(text, letters, False)
    return float(width)


def width(text: str, size: float, faces: Sequence[Face] = ()) -> float:
    """The width of one line in the unit of ``size``."""
    if not faces:  # asked thousands of times, of the same words
        return _width_at_100(text) * size / _MEASURED_SIZE
    return sum(run.width for run in runs(text, size, faces))


def least_width(text: str, size: float, faces: Sequence[Face] = ()) -> float:
    """What the letters of a text are no narrower than in one line, by their advances: soon known,
    where measuring takes as long as drawing."""
    advances = sum(glyph(c, _first_with(c, faces)).advance for c in text if not c.isspace())
    return _TIGHTEST * advances * size / EM


@lru_cache(maxsize=4096)
def offsets(line: str, face: Face | None = None) -> tuple[tuple[str, float], ...]:
    """Each character of a line and where it begins, kerned, in thousandths of the size."""
    letters, opened = TextToPath(), _opened(face)
    opened.set_size(letters.FONT_SCALE, letters.DPI)
    found, *_ = letters.get_glyphs_with_font(opened, line, features=_NO_LIGATURES)
    begins = [begin * EM / letters.FONT_SCALE for _, begin, *_ in found]
    if len(begins) != len(line):  # characters that a face writes as one
        begins = [_width_at_100(line[:i], face) * EM / _MEASURED_SIZE for i in range(len(line))]
    return tuple(zip(line, begins, strict=True))


def letters(
    line: str, size: float, faces: Sequence[Face] = ()
) -> Iterator[tuple[str, float, Face | None]]:
    """Each character of a line, where it begins in the unit of the size, and its face."""
    for run in runs(line, size, faces):
        for character, begin in offsets(run.text, run.face):
            yield character, run.start + begin * size / EM, run.face


@dataclass(frozen=True)
class Glyph:
    """A character's outline as matplotlib's vertices and codes, y upwards, and its advance, all in
    thousandths of the size."""

    vertices: NDArray[np.float64]
    codes: list[int]
    advance: float

    def strokes(self) -> Iterator[tuple[str, NDArray[np.float64]]]:
        """Its commands ``M``, ``L``, ``C`` and ``z`` with their points; the curves of a TrueType
        outline, which are quadratic, as cubic ones."""
        for command, first, last in commands(self.codes):
            here = self.vertices[first:last]
            if command == "Q":
                begin, (middle, end) = self.vertices[first - 1], here
                here = np.array([(begin + 2 * middle) / 3, (end + 2 * middle) / 3, end])
                command = "C"
            yield command, here


@lru_cache(maxsize=4096)
def glyph(character: str, face: Face | None = None) -> Glyph:
    """The outline of a character as it was designed, without hints."""
    opened = _opened(face)
    loaded = opened.load_char(ord(character), LoadFlags.NO_SCALE)
    vertices, codes = opened.get_path()
    scale = EM / opened.units_per_EM
    points = np.asarray(vertices, dtype=np.float64) * (_SUBPIXELS * scale)
    return Glyph(points, [int(code) for code in codes], loaded.horiAdvance * scale)


def commands(codes: Iterable[int]) -> Iterator[tuple[str, int, int]]:
    """SVG's command for each of an outline in matplotlib's codes, and its points: from, to."""
    every, i = list(codes), 0
    while i < len(every):
        code = Outline.code_type(every[i])
        end = i + _POINTS.get(code, 1)
        yield _COMMANDS.get(code, "z"), i, end
        i = end


def face_name(face: Face | None = None) -> str:
    """The name of a face as a font file has it, without spaces."""
    return str(_opened(face).postscript_name)


def wrap(text: str, size: float, available: float, faces: Sequence[Face] = ()) -> tuple[str, ...]:
    """Break text into lines no wider than ``available``; Chinese breaks between characters, and
    so does a word that is wider than a line."""
    lines: list[str] = []
    line, used = "", 0.0
    for token in _tokens(text, size, available, faces):
        wide = width(token, size, faces)
        if line and used + wide > available and not token.isspace():
            lines.append(line.rstrip())
            line, used = "", 0.0
        line, used = line + token, used + wide
    return (*lines, line.rstrip())


def _tokens(text: str, size: float, available: float, faces: Sequence[Face]) -> Iterator[str]:
    """What stays together; white space of any kind is one space."""
    for token in _TOKENS.findall(text.strip()):
        if token.isspace():
            yield " "
        elif width(token, size, faces) <= available:
            yield token
        else:
            yield from token
