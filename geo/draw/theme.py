"""Themes: the colours of everything on a picture but the classes, and greys instead of them for
print in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.draw.brand import Brand
from geo.draw.scene import Slant
from geo.draw.style import Style, Theme
from geo.maps import is_dark, lightness, on_dark
from geo.model import Choropleth, ColorScale, DrawingError, LegendEntry


@dataclass(frozen=True)
class Colours:
    """What is drawn in which colour; ``paper`` is None where the ground is transparent.

    ``ground`` is what letters and lines are told apart from; ``surroundings`` are places beside
    those that the map is about.
    """

    paper: str | None
    ground: str
    ink: str
    grey: str
    hairline: str
    border: str
    outline: str
    surroundings: str
    no_data: str
    no_data_lines: str
    plain: str


_LIGHT = Colours(
    paper="#ffffff", ground="#ffffff", ink="#1c1c1c", grey="#666666", hairline="#ffffff",
    border="#a3a3a3", outline="#8c8c8c", surroundings="#ebebeb",
    no_data="#f4f4f4", no_data_lines="#b9b9b9", plain="#e4e0d8",
)  # fmt: skip
_DARK = Colours(
    paper="#17191e", ground="#17191e", ink="#f3f3f3", grey="#b0b4bb", hairline="#17191e",
    border="#6a6f79", outline="#8f949d", surroundings="#2c2f36",
    no_data="#262930", no_data_lines="#6a6f79", plain="#45423c",
)  # fmt: skip

COLOURS: dict[Theme, Colours] = {
    "auto": _LIGHT,
    "light": _LIGHT,
    "dark": _DARK,
    "transparent": replace(_LIGHT, paper=None),
    "transparent-dark": replace(_DARK, paper=None),
    # Print has fewer greys than a screen: the hatch is darker, the ground of all else the paper.
    "grey": replace(
        _LIGHT, no_data="#ffffff", no_data_lines="#8c8c8c", grey="#595959", surroundings="#ffffff"
    ),
}

#: Themes that have the colours of others.
_SAME: dict[Theme, Theme] = {
    "auto": "light",
    "transparent": "light",
    "transparent-dark": "dark",
}

# Lightness (CIE L*) of the first and the last class in print; a hatch on white is lighter than
# both.
_LIGHTEST, _DARKEST = 90.0, 18.0
#: Categories in print, which have no order that greys could show: fills, no two alike, and lines
#: over them that no place without a figure has.
PATTERNS: dict[str, tuple[Slant, str] | None] = {
    "#e2e2e2": None,
    "#5a5a5a": None,
    "#ffffff": ("upright", "#4d4d4d"),
    "#a8a8a8": None,
    "#fefefe": ("crossed", "#4d4d4d"),
    "#595959": ("rising", "#ffffff"),
    "#cccccc": ("level", "#3d3d3d"),
    "#2a2a2a": None,
    "#a7a7a7": ("falling", "#ffffff"),
}
_SYMBOLS_GREY = "#4d4d4d"


def colours_of(style: Style) -> Colours:
    """The colours of a picture: its theme's, and its brand's instead where it has such."""
    colours = COLOURS[style.theme]
    return in_brand(colours, style.brand, style.theme) if style.brand else colours


def in_brand(colours: Colours, brand: Brand, theme: Theme) -> Colours:
    """Colours of a theme with a brand's instead, where it has such."""
    own = dict(brand.colours.get(_SAME.get(theme, theme), {}))
    paper = own.pop("paper", colours.ground)
    return replace(colours, **own, ground=paper, paper=paper if colours.paper else None)


def themed(choropleth: Choropleth, style: Style) -> Choropleth:
    """A map in the colours of a theme: *no data* has the theme's, and classes are grey in print.

    Raises
    ------
    DrawingError
        If there are more categories than patterns that can be told apart.
    """
    theme, colours, old = style.theme, colours_of(style), choropleth.scale
    ramp = old.colours
    if theme == "grey":
        ramp = _patterns(len(ramp)) if has_patterns(choropleth, theme) else _greys(len(ramp))
    elif choropleth.pair and is_dark(colours.ground):
        turned = _turned(ramp, choropleth.scale.classes.k)
        ramp = on_dark(turned[::-1], old.palette.kind, colours.ground)
    elif len(ramp) == 1 and choropleth.symbols:
        ramp = (colours.plain,)  # circles alone have the figures
    elif is_dark(colours.ground):
        ramp = on_dark(ramp, old.palette.kind, colours.ground)
    scale = replace(old, colours=ramp, no_data=colours.no_data, no_data_lines=colours.no_data_lines)
    legend = _coloured(choropleth.legend, old, scale)
    symbols = choropleth.symbols
    if symbols and theme == "grey":
        symbols = replace(symbols, colour=_SYMBOLS_GREY)
    return replace(choropleth, scale=scale, legend=legend, symbols=symbols)


def _turned(colours: tuple[str, ...], columns: int) -> tuple[str, ...]:
    """The colours of pairs of classes for a dark ground: light where both are high, and the hue of
    each indicator where it was."""
    rows = len(colours) // columns
    if rows != columns:
        return colours[::-1]
    last = columns - 1
    return tuple(
        colours[columns * (last - i) + last - j] for j in range(rows) for i in range(columns)
    )


def _coloured(
    legend: Sequence[LegendEntry], old: ColorScale, scale: ColorScale
) -> tuple[LegendEntry, ...]:
    instead = dict(zip((*old.colours, old.no_data), (*scale.colours, scale.no_data), strict=True))
    return tuple(replace(entry, colour=instead.get(entry.colour, entry.colour)) for entry in legend)


def has_patterns(choropleth: Choropleth, theme: Theme) -> bool:
    """Whether the classes are told apart by patterns, see :data:`PATTERNS`."""
    return theme == "grey" and choropleth.layer.indicator.kind == "category"


def _patterns(k: int) -> tuple[str, ...]:
    if k > len(PATTERNS):
        raise DrawingError("drawing.greys", count=k, most=len(PATTERNS))
    return tuple(PATTERNS)[:k]


def _greys(k: int) -> tuple[str, ...]:
    """Greys in even steps of lightness, the lightest first."""
    step = (_LIGHTEST - _DARKEST) / max(k - 1, 1)
    return tuple(_grey(_LIGHTEST - i * step) for i in range(k))


def _grey(light: float) -> str:
    """A grey of a CIE L* as #rrggbb (CIE 15; IEC 61966-2-1)."""
    luminance = ((light + 16) / 116) ** 3 if light > 8 else light * 27 / 24389
    linear = luminance <= 0.0031308
    channel = 12.92 * luminance if linear else 1.055 * luminance ** (1 / 2.4) - 0.055
    return "#" + f"{round(channel * 255):02x}" * 3


def grey_of(colour: str) -> str:
    """The grey that is as light as a colour."""
    return _grey(lightness(colour))


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour with a share of a ground's in it, as a veil over it would give."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)
