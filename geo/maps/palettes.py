"""Palettes are data files; here a palette and classes become a :class:`ColorScale`.

A palette file lists the colours for every number of classes; only a continuous scale has colours
between them. Diverging palettes list more than can be shown: where one side of the midpoint has
fewer classes, its strongest colours stay unused, so that equal distances look equal.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from geo.maps import oklab
from geo.model import (
    DATA,
    LOGARITHMIC,
    Classes,
    ColorScale,
    DrawingError,
    LabelError,
    Palette,
    UnknownNameError,
    read_label,
    text_of,
)

PALETTES = DATA / "palettes"

#: The ground of the *no data* hatch, and the hatch itself.
NO_DATA = "#f4f4f4"
NO_DATA_LINES = "#b9b9b9"

_KINDS = ("sequential", "diverging", "qualitative", "bivariate")
_COLOUR = re.compile("#[0-9a-f]{6}")


@cache
def list_palettes(folder: Path = PALETTES) -> dict[str, Palette]:
    """All palettes of a folder by id: sequential, then diverging, then qualitative.

    Raises
    ------
    LabelError
        If a palette file is incomplete, its kind is unknown, or a list of colours is not what its
        number says.
    """
    found = [_read_palette(path) for path in sorted(folder.glob("*.toml"))]
    return {p.id: p for p in sorted(found, key=lambda palette: _KINDS.index(palette.kind))}


def _read_palette(path: Path) -> Palette:
    label = read_label(path, required=("id", "kind", "title", "source", "colours"))
    if label["kind"] not in _KINDS:
        raise LabelError("palettes.kind", file=path.name, kind=label["kind"], known=_KINDS)
    wrong = [
        k
        for k, colours in label["colours"].items()
        if len({c for c in colours if _COLOUR.fullmatch(c)}) != len(colours)
        or k != str(len(colours))
    ]
    if wrong:
        raise LabelError("palettes.colours", file=path.name, numbers=wrong)
    return Palette(
        id=label["id"],
        kind=label["kind"],
        title=text_of(label["title"], f"{path.name} title"),
        colours={int(k): tuple(colours) for k, colours in label["colours"].items()},
    )


def palettes_with(own: Sequence[Palette], folder: Path = PALETTES) -> Mapping[str, Palette]:
    """All palettes of a folder and an office's own, by id."""
    return {**list_palettes(folder), **{palette.id: palette for palette in own}}


def color_scale(
    classes: Classes, palette: str, *, midpoint: float | None = None, folder: Path = PALETTES,
    own: Sequence[Palette] = (),
) -> ColorScale:  # fmt: skip
    """Give every class one distinct colour.

    Parameters
    ----------
    classes
        The classes to colour.
    palette
        The id of a palette.
    midpoint
        Where a diverging palette turns; used by no other kind.

    Raises
    ------
    UnknownNameError
        If there is no such palette.
    DrawingError
        If the palette has fewer colours than there are classes, or a diverging palette has no
        midpoint, or one that has no logarithm where colours run by that.
    """
    palettes = palettes_with(own, folder)
    if palette not in palettes:
        raise UnknownNameError("palette", palette, palettes)
    chosen = palettes[palette]
    if chosen.kind == "diverging" and midpoint is None:
        raise DrawingError("palettes.midpoint", palette=palette)
    if chosen.kind == "diverging" and midpoint is not None:
        if classes.is_continuous:
            colours = _ramp(classes, chosen, centre=midpoint)
        else:
            count, first = around(classes, midpoint)
            colours = _colours(chosen, count)[first : first + classes.k]
    elif classes.is_continuous:
        midpoint = None
        if chosen.kind == "qualitative":
            raise DrawingError("palettes.no_ramp", palette=palette)
        colours = _ramp(classes, chosen)
    else:
        midpoint = None
        colours = _colours(chosen, classes.k)
    return ColorScale(classes, colours, NO_DATA, NO_DATA_LINES, chosen, midpoint)


def _colours(palette: Palette, k: int) -> tuple[str, ...]:
    if k not in palette.colours:
        raise DrawingError(
            "palettes.too_few", palette=palette.id, most=max(palette.colours), needed=k
        )
    return palette.colours[k]


def _ramp(classes: Classes, palette: Palette, *, centre: float | None = None) -> tuple[str, ...]:
    """A colour for each of many narrow classes, between those of the palette. Around a centre, the
    side that reaches farther has the whole of its half."""
    colours = palette.colours[max(palette.colours)]
    of = math.log if classes.scheme == LOGARITHMIC else float
    low, high = map(of, classes.run)
    if centre is not None:
        if of is math.log and centre <= 0:
            raise DrawingError("palettes.log_midpoint", midpoint=centre)
        centre = of(centre)
        reach = max(high - centre, centre - low)
        low, high = centre - reach, centre + reach
    middles = [of((a + b) / 2) for a, b in zip(classes.edges, classes.edges[1:], strict=False)]
    return tuple(oklab.between(colours, (middle - low) / (high - low)) for middle in middles)


def around(classes: Classes, midpoint: float) -> tuple[int, int]:
    """Which of a diverging palette's colours classes around a midpoint have: those of its list of
    so many, beginning with this one."""
    pairs = list(zip(classes.edges, classes.edges[1:], strict=False))
    below = sum(high <= midpoint for _, high in pairs)
    middle = sum(low < midpoint < high for low, high in pairs) if not classes.distinct else 0
    side = max(below, classes.k - below - middle)
    return 2 * side + middle, side - below
