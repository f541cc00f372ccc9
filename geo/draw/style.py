"""How a picture looks: its size, its theme, what is written on it. The map itself is not its
matter."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, get_args

from geo.draw.annotations import Annotation
from geo.draw.brand import Brand, Face
from geo.draw.label_changes import LabelChange
from geo.model import DrawingError, Palette, UnknownNameError

Theme = Literal["auto", "light", "dark", "transparent", "transparent-dark", "grey"]
THEMES: tuple[Theme, ...] = get_args(Theme)

Labels = Literal["auto", "names", "values", "both", "none"]
LABELS: tuple[Labels, ...] = get_args(Labels)

LegendShape = Literal["vertical", "horizontal"]
LEGENDS: tuple[LegendShape, ...] = get_args(LegendShape)

LegendPlace = Literal["auto", "left", "right", "top", "bottom"]
LEGEND_PLACES: tuple[LegendPlace, ...] = get_args(LegendPlace)

LegendDetail = Literal["counts", "histogram", "none"]
LEGEND_DETAILS: tuple[LegendDetail, ...] = get_args(LegendDetail)

Medium = Literal["auto", "slide", "print", "screen"]
MEDIA: tuple[Medium, ...] = get_args(Medium)

Letters = Literal["paths", "text"]
LETTERS: tuple[Letters, ...] = get_args(Letters)

SizeUnit = Literal["px", "mm", "cm", "in"]

Option = TypeVar("Option", bound=str)

SMALLEST_SIDE, LARGEST_SIDE, MOST_PIXELS = 200, 20_000, 120_000_000
LEAST_DPI, MOST_DPI = 10.0, 2400.0
LEAST_TEXT, MOST_TEXT = 0.5, 3.0
MOST_BLEED = 20.0  # millimetres

_INCH: dict[str, float] = {"in": 1.0, "mm": 25.4, "cm": 2.54}
_SIZE = re.compile(r"\s*(-?[\d.]+)\s*[x×*]\s*(-?[\d.]+)\s*(px|mm|cm|in)?\s*", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([\d.]+)\s*(mm|cm|in)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """What a presenter chooses about a picture; everything left out needs no change.

    Parameters
    ----------
    size, dpi
        Width and height in pixels; pixels an inch.
    size_unit
        What the size was said in, for formats that know lengths: an SVG of 80 mm is 80 mm wide.
    theme
        ``light``, ``dark``, ``transparent`` or ``transparent-dark`` for light or dark grounds of
        one's own, or ``grey`` for print; ``auto`` is light, and in a web page what its reader has
        chosen.
    labels
        On the places: ``names``, ``values``, ``both`` or ``none``; ``auto`` writes names, and
        values where they are few.
    legend, detail
        ``vertical`` or ``horizontal``; beside the edges ``counts``, a ``histogram`` or ``none``.
    legend_place
        At which side of the map the legend stands: ``left``, ``right``, ``top`` or ``bottom``;
        ``auto`` is where the map is largest.
    text_size
        What the sizes of all letters are multiplied by.
    medium
        Where it is shown, which says how small letters may be: on a ``slide``, in ``print`` or on a
        ``screen``; ``auto`` is by its shape and its pixels an inch.
    strip, maritime
        Whether there is a bar chart of the places, and maritime lines in the inset.
    highlight, crop
        Adcodes outlined while the rest is dimmed, and adcodes the map is cut to.
    letters
        Of an SVG: ``paths``, which look the same everywhere, or ``text``, which can be edited.
    labels_changed
        Labels that are left out, moved or in words of their own, at most one of a place.
    bleed
        Of a PDF: millimetres of ground beyond each edge, with crop marks, for a printer who cuts.
    brand
        Type faces, colours, logo and footer of an office, see :func:`geo.read_brand`.
    annotations
        Words of your own on the map, with an arrow, a box or a circle.

    Raises
    ------
    UnknownNameError
        If an option is none that is known; the nearest is named.
    DrawingError
        If the size of the picture, of its letters or the bleed is out of range, or a label is
        changed twice.

    Examples
    --------
    >>> import geo
    >>> geo.Style(size=(1080, 1080), theme="dark").legend
    'vertical'
    """

    size: tuple[int, int] = (1920, 1080)
    dpi: float = 144.0
    theme: Theme = "auto"
    labels: Labels = "auto"
    legend: LegendShape = "vertical"
    detail: LegendDetail = "counts"
    strip: bool = False
    maritime: bool = False
    highlight: tuple[str, ...] = ()
    crop: tuple[str, ...] = ()
    letters: Letters = "paths"
    labels_changed: tuple[LabelChange, ...] = ()
    legend_place: LegendPlace = "auto"
    text_size: float = 1.0
    medium: Medium = "auto"
    size_unit: SizeUnit = "px"
    bleed: float = 0.0
    brand: Brand | None = None
    annotations: tuple[Annotation, ...] = ()

    def __post_init__(self) -> None:
        for what, value, known in (
            ("theme", self.theme, THEMES),
            ("labels", self.labels, LABELS),
            ("legend", self.legend, LEGENDS),
            ("legend place", self.legend_place, LEGEND_PLACES),
            ("legend detail", self.detail, LEGEND_DETAILS),
            ("medium", self.medium, MEDIA),
            ("letters", self.letters, LETTERS),
            ("unit of the size", self.size_unit, ("px", *_INCH)),
        ):
            one_of(what, value, known)
        _check_size(self.size, self.dpi)
        changed = [change.place for change in self.labels_changed]
        if twice := sorted({place for place in changed if changed.count(place) > 1}):
            raise DrawingError("drawing.label_twice", places=twice)
        if not LEAST_TEXT <= self.text_size <= MOST_TEXT:
            raise DrawingError(
                "drawing.text_size", factor=self.text_size, least=LEAST_TEXT, most=MOST_TEXT
            )
        if not 0 <= self.bleed <= MOST_BLEED:
            raise DrawingError("drawing.bleed", bleed=self.bleed, most=MOST_BLEED)

    @property
    def faces(self) -> tuple[Face, ...]:
        """The type faces that letters are looked for in before our own."""
        return self.brand.faces if self.brand else ()

    @property
    def palettes(self) -> tuple[Palette, ...]:
        """The palettes that a map's request is to have, see :class:`geo.maps.MapRequest`."""
        return self.brand.palettes if self.brand else ()


#: Sizes by name: pixels and pixels an inch.
PRESETS: dict[str, tuple[tuple[int, int], float]] = {
    "slide": ((1920, 1080), 144.0),
    "4k": ((3840, 2160), 288.0),
    "a4-landscape": ((3508, 2480), 300.0),
    "a4-portrait": ((2480, 3508), 300.0),
    "square": ((1080, 1080), 144.0),
}


def one_of(what: str, text: str, known: tuple[Option, ...]) -> Option:
    """One of the known options; ``what`` names the choice in the error.

    Raises
    ------
    UnknownNameError
        If the text is none of them.
    """
    for option in known:
        if option == text:
            return option
    raise UnknownNameError(what, text, known)


def with_size(style: Style, text: str, *, dpi: float | None = None) -> Style:
    """A style of a size that is written as a preset's name, or as width x height in pixels,
    millimetres, centimetres or inches: ``slide``, ``1920x1080``, ``170x120mm``, ``6.5x4in``. What
    is measured on paper is printed, unless the style's medium is another.

    Parameters
    ----------
    style
        All the rest.
    text
        The size.
    dpi
        Pixels an inch; the preset's, else the style's where it is left out.

    Raises
    ------
    DrawingError
        If the size cannot be read or is out of range.
    """
    if text in PRESETS:
        pixels, usual = PRESETS[text]
        unit: SizeUnit = "mm" if text.startswith("a4") else "px"
        density = usual if dpi is None else dpi
        return replace(style, size=pixels, dpi=density, size_unit=unit)
    found = _SIZE.fullmatch(text)
    numbers = found.groups()[:2] if found else ()
    try:
        width, height = (float(number) for number in numbers)
    except ValueError:
        raise DrawingError("drawing.size", text=text, known=list(PRESETS)) from None
    assert found is not None
    unit = one_of("unit of the size", (found[3] or "px").lower(), get_args(SizeUnit))
    density = dpi if dpi is not None else style.dpi
    factor = 1.0 if unit == "px" else density / _INCH[unit]
    printed = unit != "px" and style.medium == "auto"
    medium: Medium = "print" if printed else style.medium
    pixels = (round(width * factor), round(height * factor))
    return replace(style, size=pixels, dpi=density, medium=medium, size_unit=unit)


def millimetres(text: str) -> float:
    """A length such as ``3mm``, ``0.3cm`` or ``0.125in`` in millimetres; a bare number is in them.

    Raises
    ------
    DrawingError
        If it cannot be read.
    """
    found = _LENGTH.fullmatch(text)
    try:
        number = float(found[1]) if found else math.nan
    except ValueError:
        number = math.nan
    if found is None or math.isnan(number):
        raise DrawingError("drawing.length", text=text)
    return number * _INCH["mm"] / _INCH[(found[2] or "mm").lower()]


def length(pixels: float, *, dpi: float, unit: SizeUnit) -> str:
    """A side of a picture as it was said: the shortest decimal that makes so many pixels, with its
    unit; bare pixels are a number."""
    if unit == "px":
        return f"{pixels:.10g}"
    inches, factor = pixels / dpi, _INCH[unit]
    said = (f"{inches * factor:.{digits}f}" for digits in range(6))
    whole = (text for text in said if round(float(text) * dpi / factor) == pixels)
    return f"{next(whole, f'{inches * factor:.6g}')}{unit}"


def exact(pixels: float, *, dpi: float, unit: SizeUnit) -> float:
    """The same in inches."""
    if unit == "px":
        return pixels / dpi
    return float(length(pixels, dpi=dpi, unit=unit).removesuffix(unit)) / _INCH[unit]


def _check_size(size: tuple[int, int], dpi: float) -> None:
    width, height = size
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise DrawingError("drawing.dpi", dpi=dpi, least=LEAST_DPI, most=MOST_DPI)
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in size):
        raise DrawingError(
            "drawing.sides", width=width, height=height, least=SMALLEST_SIDE, most=LARGEST_SIDE
        )
    if width * height > MOST_PIXELS:
        raise DrawingError("drawing.pixels", width=width, height=height, most=MOST_PIXELS)


#: A style that needs no change.
DEFAULT = Style()
