"""Themes: the colours of everything on a picture but the classes, and greys instead of them for
print in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.draw.style import Theme
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

# Lightness (CIE L*) of the first and the last class in print; a hatch on white is lighter than
# both. Beyond the most classes, neighbours would look alike in print.
_LIGHTEST, _DARKEST = 90.0, 18.0
_MOST_GREYS = 9
_SYMBOLS_GREY = "#4d4d4d"


def themed(choropleth: Choropleth, theme: Theme) -> Choropleth:
    """A map in the colours of a theme: *no data* has the theme's, and classes are grey in print.

    Raises
    ------
    DrawingError
        If there are more categories than greys that can be told apart.
    """
    colours, old = COLOURS[theme], choropleth.scale
    ramp = old.colours
    if theme == "grey":
        categories = choropleth.layer.indicator.kind == "category"
        if categories and len(ramp) > _MOST_GREYS:
            raise DrawingError("drawing.greys", count=len(ramp), most=_MOST_GREYS)
        ramp = _greys(len(ramp))
    elif len(ramp) == 1 and choropleth.symbols:
        ramp = (colours.plain,)  # circles alone have the figures
    scale = replace(old, colours=ramp, no_data=colours.no_data, no_data_lines=colours.no_data_lines)
    legend = _coloured(choropleth.legend, old, scale)
    symbols = choropleth.symbols
    if symbols and theme == "grey":
        symbols = replace(symbols, colour=_SYMBOLS_GREY)
    return replace(choropleth, scale=scale, legend=legend, symbols=symbols)


def _coloured(
    legend: Sequence[LegendEntry], old: ColorScale, scale: ColorScale
) -> tuple[LegendEntry, ...]:
    instead = dict(zip((*old.colours, old.no_data), (*scale.colours, scale.no_data), strict=True))
    return tuple(replace(entry, colour=instead.get(entry.colour, entry.colour)) for entry in legend)


def _greys(k: int) -> tuple[str, ...]:
    """Greys in even steps of lightness, the lightest first."""
    step = (_LIGHTEST - _DARKEST) / max(k - 1, 1)
    return tuple(_grey(_LIGHTEST - i * step) for i in range(k))


def _grey(lightness: float) -> str:
    """A grey of a CIE L* over 8 as #rrggbb (CIE 15; IEC 61966-2-1)."""
    luminance = ((lightness + 16) / 116) ** 3
    channel = 1.055 * luminance ** (1 / 2.4) - 0.055
    return "#" + f"{round(channel * 255):02x}" * 3


def mixed(colour: str, ground: str, share: float) -> str:
    """A colour with a share of a ground's in it, as a veil over it would give."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)
