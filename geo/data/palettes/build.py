"""The recipe that makes the palette files of this folder.

Run it from the root of the project: python geo/data/palettes/build.py

Our own palettes are drawn by hand as a few OKLCH anchors (lightness, chroma, hue) joined into a
smooth ramp. From a ramp every number of classes k gets its own list of colours, by two rules:

- Equal steps. A way along a ramp is measured in CIEDE2000, at each point as seen by whoever sees
  the least there: normal vision, protanopia, deuteranopia or tritanopia.
- Room for "no data". No class comes closer to the no-data hatch than neighbouring classes come to
  each other, in any of these visions. So few classes start deep, and many start pale.

A sequential palette is one ramp. A diverging one is two arms that leave a warm cream. The
qualitative sets are published by others: the colours are theirs, only the order is ours.

Needs coloraide, which the running program does not. Running it twice gives the same bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise, product
from math import inf
from pathlib import Path

from coloraide import Color

FOLDER = Path(__file__).resolve().parent

HATCH_GROUND, HATCH_LINE, HATCH_SHARE = "#f4f4f4", "#b9b9b9", 0.22
"""The no-data hatch: its ground, its lines, and the share of the area that the lines cover."""

VISIONS = ("", "protan", "deutan", "tritan")
"""Normal vision, then the three dichromacies by coloraide's names."""

SAMPLES = 160
"""Points at which a ramp is measured."""

SEQUENTIAL_MOST, DIVERGING_MOST = 9, 19
"""The largest k. A diverging palette has nine classes a side, so that any nine can be cut out."""

SEQUENTIAL_REACH = {1: 0.5, 2: 0.64, 3: 0.72, 4: 0.79, 5: 0.86, 6: 0.91, 7: 0.95, 8: 0.98}
"""How far along its ramp a palette of k classes goes; to the end where k is not named."""

DIVERGING_REACH = {1: 0.5, 2: 0.64, 3: 0.76, 4: 0.87, 5: 0.94}
"""How far out an arm of so many classes goes; to the end where the number is not named."""

LATEST_START = 16
"""By how many tenths of a step the first class of an arm may stand back from the middle."""

ROOM = 1.08
"""No data is this many class steps away from every class, or more: the rule, and some to spare."""

CLEARLY_APART = 15.0
"""As far as no data needs to be from the two or three classes of a diverging palette. They stand
wider apart than a pale middle can stand from a light grey, and this far nobody takes one for the
other."""

Oklch = tuple[float, float, float]


@dataclass(frozen=True)
class Sequential:
    """A ramp from light to dark."""

    id: str
    en: str
    zh: str
    ramp: tuple[Oklch, ...]


@dataclass(frozen=True)
class Diverging:
    """Two arms, each from beside the middle to its dark end."""

    id: str
    en: str
    zh: str
    low: tuple[Oklch, ...]
    high: tuple[Oklch, ...]


@dataclass(frozen=True)
class Source:
    """Whose colours these are, and on what terms."""

    en: str = "Province Atlas, own work"
    zh: str = "Province Atlas 自行设计"
    licence: str = "MIT"
    url: str = ""


@dataclass(frozen=True)
class Qualitative:
    """A published set, in the order in which its prefixes are used."""

    id: str
    en: str
    zh: str
    colours: tuple[str, ...]
    source: Source
    note: str


CREAM: Oklch = (0.93, 0.055, 82)
CREAM_OF_FEW: dict[int, Oklch] = {1: (0.905, 0.074, 80), 2: (0.915, 0.066, 81)}
"""The middle of a diverging palette: a little deeper where an arm has only one or two classes."""

# fmt: off
BLUE: tuple[Oklch, ...] = (
    (0.80, 0.075, 237), (0.70, 0.10, 242), (0.58, 0.12, 249), (0.45, 0.115, 256),
    (0.32, 0.085, 262))

SEQUENTIAL = (
    Sequential("blues", "Blues", "蓝色", (
        (0.95, 0.024, 225), (0.86, 0.058, 233), (0.74, 0.092, 241), (0.60, 0.115, 249),
        (0.46, 0.115, 256), (0.32, 0.085, 263))),
    Sequential("greens", "Greens", "绿色", (
        (0.95, 0.035, 122), (0.87, 0.07, 132), (0.76, 0.10, 142), (0.62, 0.108, 149),
        (0.47, 0.09, 155), (0.32, 0.062, 161))),
    Sequential("teals", "Teals", "青色", (
        (0.95, 0.03, 160), (0.87, 0.055, 170), (0.75, 0.08, 182), (0.61, 0.088, 194),
        (0.46, 0.08, 208), (0.31, 0.065, 225))),
    Sequential("purples", "Purples", "紫色", (
        (0.95, 0.022, 322), (0.87, 0.05, 314), (0.76, 0.088, 307), (0.62, 0.12, 302),
        (0.47, 0.132, 297), (0.32, 0.11, 291))),
    Sequential("oranges", "Oranges", "橙色", (
        (0.95, 0.035, 78), (0.88, 0.075, 71), (0.79, 0.115, 63), (0.67, 0.135, 53),
        (0.51, 0.118, 45), (0.35, 0.082, 40))),
    Sequential("reds", "Reds", "红色", (
        (0.95, 0.028, 50), (0.87, 0.065, 40), (0.75, 0.11, 32), (0.62, 0.148, 27),
        (0.47, 0.142, 24), (0.32, 0.10, 21))),
    Sequential("roses", "Roses", "玫瑰色", (
        (0.95, 0.026, 25), (0.87, 0.055, 15), (0.75, 0.10, 6), (0.61, 0.138, 358),
        (0.46, 0.135, 349), (0.31, 0.10, 338))),
    Sequential("lagoon", "Lagoon", "潟湖色", (
        (0.955, 0.055, 106), (0.89, 0.078, 122), (0.78, 0.088, 160), (0.64, 0.092, 203),
        (0.47, 0.10, 242), (0.31, 0.09, 268))),
    Sequential("ember", "Ember", "余烬色", (
        (0.955, 0.05, 95), (0.89, 0.09, 82), (0.79, 0.122, 60), (0.64, 0.145, 34),
        (0.47, 0.135, 6), (0.31, 0.10, 330))),
    Sequential("dusk", "Dusk", "暮色", (
        (0.95, 0.024, 210), (0.86, 0.05, 232), (0.75, 0.075, 265), (0.61, 0.108, 292),
        (0.46, 0.128, 315), (0.31, 0.095, 330))),
)

DIVERGING = (
    Diverging("blue-orange", "Blue to orange", "蓝—橙", BLUE, (
        (0.85, 0.10, 70), (0.76, 0.135, 61), (0.62, 0.14, 51), (0.47, 0.112, 45),
        (0.33, 0.08, 40))),
    Diverging("blue-red", "Blue to red", "蓝—红", BLUE, (
        (0.85, 0.085, 55), (0.74, 0.125, 38), (0.60, 0.155, 29), (0.45, 0.14, 24),
        (0.32, 0.10, 22))),
    Diverging("purple-green", "Purple to green", "紫—绿", (
        (0.85, 0.05, 335), (0.74, 0.09, 318), (0.60, 0.125, 308), (0.45, 0.13, 302),
        (0.32, 0.105, 298)), (
        (0.85, 0.085, 122), (0.74, 0.105, 137), (0.60, 0.11, 147), (0.45, 0.09, 154),
        (0.32, 0.062, 160))),
    Diverging("purple-orange", "Purple to orange", "紫—橙", (
        (0.85, 0.05, 325), (0.74, 0.085, 308), (0.60, 0.115, 300), (0.45, 0.125, 294),
        (0.32, 0.105, 288)), (
        (0.85, 0.10, 72), (0.76, 0.13, 62), (0.62, 0.137, 52), (0.47, 0.11, 46),
        (0.33, 0.078, 42))),
    Diverging("teal-brown", "Teal to brown", "青—棕", (
        (0.80, 0.06, 192), (0.71, 0.08, 196), (0.58, 0.085, 201), (0.45, 0.075, 208),
        (0.32, 0.058, 216)), (
        (0.84, 0.085, 74), (0.74, 0.105, 68), (0.60, 0.10, 61), (0.45, 0.08, 55),
        (0.32, 0.058, 50))),
)

QUALITATIVE = (
    Qualitative(
        "okabe-ito", "Okabe and Ito", "Okabe–Ito 定性色",
        ("#e69f00", "#56b4e9", "#0072b2", "#d55e00", "#009e73", "#f0e442", "#cc79a7"),
        Source(
            "Masataka Okabe and Kei Ito, Color Universal Design (2002, revised 2008)",
            "冈部正隆、伊藤启：色彩通用设计（2002年，2008年修订）",
            "no licence stated; published for general use, naming Okabe and Ito",
            "https://jfly.uni-koeln.de/color/"),
        "Without black, which is for lines and text. Ordered so that each prefix is well apart."),
    Qualitative(
        "tol-muted", "Tol muted", "Tol 柔和色",
        ("#cc6677", "#88ccee", "#ddcc77", "#882255", "#117733", "#999933", "#332288", "#44aa99",
         "#aa4499"),
        Source(
            "Paul Tol, Colour schemes: muted (SRON/EPS/TN/09-002)",
            "Paul Tol：配色方案 muted（SRON/EPS/TN/09-002）",
            "BSD-3-Clause",
            "https://sronpersonalpages.nl/~pault/"),
        "Copyright (c) 2022, Paul Tol. All rights reserved. Without the pale grey, which he keeps\n"
        "for bad data. Ordered so that each prefix is well apart."),
)
# fmt: on


@cache
def no_data() -> tuple[str, str]:
    """Return the ground of the no-data hatch, and what it averages to where its lines are fine."""
    mixed = Color(HATCH_GROUND).mix(HATCH_LINE, HATCH_SHARE, space="srgb-linear")
    return HATCH_GROUND, as_hex(mixed)


def as_hex(colour: Color) -> str:
    """Return the nearest colour that a screen can show, as #rrggbb."""
    return str(colour.convert("srgb").fit(method="oklch-chroma").to_string(hex=True))


def seen(colour: Color, vision: str) -> Color:
    """Return a colour as that vision sees it on a screen."""
    return colour.filter(vision).clip() if vision else colour


@cache
def lab(colour: str, vision: str) -> Color:
    """Return a colour as that vision sees it, in CIELAB, where distances are measured."""
    return seen(Color(colour), vision).convert("lab-d65")


@cache
def distance(a: str, b: str, vision: str) -> float:
    """Return CIEDE2000 between two colours as that vision sees them."""
    return float(lab(a, vision).delta_e(lab(b, vision), method="2000"))


class Ramp:
    """A smooth way through anchors, walked at an even pace from 0 to 1."""

    def __init__(self, anchors: tuple[Oklch, ...], space: str) -> None:
        """Measure the way through the anchors, joined in a colour space."""
        self._at: Callable[[float], Color] = Color.interpolate(
            [Color("oklch", list(anchor)) for anchor in anchors], space=space, method="monotone"
        )
        points = [self._at(i / SAMPLES).convert("srgb") for i in range(SAMPLES + 1)]
        views = [[seen(p, vision).convert("lab-d65") for p in points] for vision in VISIONS]
        steps = (
            min(float(view[i].delta_e(view[i + 1], method="2000")) for view in views)
            for i in range(SAMPLES)
        )
        self._ways = list(accumulate(steps, initial=0.0))

    def colour(self, way: float) -> str:
        """Return the colour that a share `way` of the ramp leads to."""
        target = way * self._ways[-1]
        i = min(max(1, bisect_left(self._ways, target)), SAMPLES)
        before, after = self._ways[i - 1], self._ways[i]
        return as_hex(self._at((i - 1 + (target - before) / (after - before)) / SAMPLES))

    def colours(self, start: float, end: float, n: int) -> list[str]:
        """Return n colours, evenly spaced from `start` to `end`."""
        if n == 1:
            return [self.colour(end)]
        return [self.colour(start + (end - start) * i / (n - 1)) for i in range(n)]


ramp_of = cache(Ramp)


def has_room(colours: Sequence[str], needed: Callable[[list[float]], float]) -> bool:
    """Tell whether every class is as far from no data as needed, in every vision.

    `needed` makes that distance of the distances between neighbouring classes.
    """
    return all(
        min(distance(c, n, vision) for c in colours for n in no_data())
        >= needed([distance(a, b, vision) for a, b in pairwise(colours)])
        for vision in VISIONS
    )


def sequential_colours(palette: Sequential, k: int) -> list[str]:
    """Return k colours from light to dark: the palest start that leaves room for no data."""
    ramp, end = ramp_of(palette.ramp, "oklch"), SEQUENTIAL_REACH.get(k, 1.0)
    if k == 1:
        return [ramp.colour(end)]
    for percent in range(100):
        colours = ramp.colours(end * percent / 100, end, k)
        if has_room(colours, lambda steps: ROOM * sum(steps) / len(steps)):
            return colours
    raise ValueError(f"{palette.id}: no {k} colours leave room for no data")


def diverging_colours(palette: Diverging, k: int) -> list[str]:
    """Return k colours from the low end to the high one, with a cream between if k is odd.

    The first class of an arm stands as near to the middle as leaves room for no data, also where
    a map shows one whole arm and only a part of the other.
    """
    arm, odd = divmod(k, 2)
    middle = CREAM_OF_FEW.get(arm, CREAM) if odd else CREAM
    low, high = (ramp_of((middle, *anchors), "oklab") for anchors in (palette.low, palette.high))
    centre = [low.colour(0.0)] * odd
    if arm == 0:
        return centre
    reach = DIVERGING_REACH.get(arm, 1.0)
    enough = CLEARLY_APART if arm == 1 else inf

    def needed(steps: list[float]) -> float:
        arms = steps[: (k - 1) // 2], steps[k // 2 :]
        return min(ROOM * max(min(side, default=inf) for side in arms), enough)

    starts = [reach * (1 + later / 10) / arm for later in range(LATEST_START + 1)]
    for first, second in sorted(product(starts, repeat=2), key=sum):
        below, above = low.colours(first, reach, arm), high.colours(second, reach, arm)
        colours = [*reversed(below), *centre, *above]
        if has_room(colours, needed):
            return colours
    raise ValueError(f"{palette.id}: no {k} colours leave room for no data")


def written(
    kind: str,
    palette: Sequential | Diverging | Qualitative,
    lists: Sequence[Sequence[str]],
    source: Source,
    note: str = "",
) -> str:
    """Return the text of a palette file; the lists are for 1, 2, 3 ... classes."""
    lines = [
        "# Made by build.py in this folder; change the recipe, not this file.",
        *(f"# {line}" for line in note.splitlines()),
        f'id = "{palette.id}"',
        f'kind = "{kind}"',
        f'title = {{ en = "{palette.en}", zh = "{palette.zh}" }}',
        "",
        "[source]",
        f'title = {{ en = "{source.en}", zh = "{source.zh}" }}',
        f'licence = "{source.licence}"',
        f'url = "{source.url}"',
        "",
        "[colours]",
    ]
    for k, colours in enumerate(lists, start=1):
        quoted = ", ".join(f'"{colour}"' for colour in colours)
        lines.append(f"{k} = [{quoted}]")
    return "\n".join(lines) + "\n"


def files() -> dict[str, str]:
    """Return every palette file of this folder, its text by its name."""
    texts = {}
    for hues in SEQUENTIAL:
        ramps = [sequential_colours(hues, k) for k in range(1, SEQUENTIAL_MOST + 1)]
        texts[f"{hues.id}.toml"] = written("sequential", hues, ramps, Source())
    for arms in DIVERGING:
        pairs = [diverging_colours(arms, k) for k in range(1, DIVERGING_MOST + 1)]
        texts[f"{arms.id}.toml"] = written("diverging", arms, pairs, Source())
    for named in QUALITATIVE:
        prefixes = [named.colours[:k] for k in range(1, len(named.colours) + 1)]
        texts[f"{named.id}.toml"] = written(
            "qualitative", named, prefixes, named.source, named.note
        )
    return texts


def main() -> None:
    """Write the palette files."""
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
