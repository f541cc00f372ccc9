"""Units, and the power of ten that their figures are counted in: 亿元 is 元 counted in 亿."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from geo.model.numbers import format_number, with_minus
from geo.model.text import Language
from geo.model.words import speech_of, word

#: The powers of ten that a language has plain words for.
POWERS: dict[Language, tuple[int, ...]] = {"en": (0, 3, 6, 9, 12), "zh": (0, 4, 8, 12)}

_ENGLISH = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_CHINESE = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8,
    "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2,
}  # fmt: skip
# 千米, 千瓦 and 百分点 are units by themselves.
_COUNTED = re.compile(
    rf"({'|'.join(_CHINESE)})(?<!千(?=[米克瓦焦卡赫伏帕分字位比]))(?<!百(?=[分帕]))"
)
_TEN = re.compile(r"10{1,2}(?:[,  ]?000)*(?![\d,.])|1(?:[,  ]?000)+(?![\d,.])")
# Units whose figures are counted in nothing else: percent, and those that say how in brackets.
_FIXED = re.compile(
    r"%|‰|百分|percent|per cent|[(（](?:[^()（）]*\d ?[–—~-] ?\d|[^()（）每]*(?:[万亿]|illion))"
)


@dataclass(frozen=True)
class Notation:
    """How all figures of a picture are written.

    A figure is counted in ten to the ``power`` of its own unit, and has so many ``decimals``;
    ``unit`` names what it is then counted in: ``billion yuan``. ``scientific`` figures have them
    before an exponent: nobody would count their zeros.
    """

    power: int
    decimals: int
    unit: str
    scientific: bool = False

    def write(self, value: float) -> str:
        """A figure without its unit."""
        if self.scientific:
            return with_minus(f"{self.scaled(value):.{self.decimals}e}")
        if not self.power:
            return format_number(value, self.decimals)
        return format_number(self.scaled(value), self.decimals)

    def scaled(self, value: float) -> Decimal:
        """A figure in the unit it is written in."""
        return Decimal(repr(float(value))).scaleb(-self.power)

    def label(self, value: float) -> str:
        """A figure that stands by itself: it has its percent sign."""
        return f"{self.write(value)}%" if self.unit == "%" else self.write(value)

    def with_unit(self, value: float) -> str:
        """A figure with its unit; one that begins with a number stands in brackets."""
        if self.unit in ("", "%"):
            return self.label(value)
        if self.unit[0].isdecimal():
            return f"{self.write(value)} ({self.unit})"
        return f"{self.write(value)} {self.unit}"


def read_unit(unit: str) -> tuple[int, str]:
    """The power of ten that a unit begins with, and the rest: ``100 million yuan`` is 8, ``yuan``.

    A unit that is counted in nothing else, such as percent, begins with none.
    """
    if is_fixed(unit):
        return 0, unit
    if found := _COUNTED.match(unit):
        return _CHINESE[found[1]], unit[found.end() :].strip()
    power, rest = 0, unit
    if found := _TEN.match(rest):
        power, rest = found[0].count("0"), rest[found.end() :].strip()
    while size := _ENGLISH.get(rest.partition(" ")[0].casefold()):
        power, rest = power + size, rest.partition(" ")[2].strip()
    return power, rest


def is_fixed(unit: str) -> bool:
    """Whether figures of a unit are counted in nothing else."""
    return bool(_FIXED.search(unit))


def counted_in(unit: str, power: int, language: Language) -> str:
    """A unit counted in a power of ten, in all: ``yuan`` in 9 is ``billion yuan``."""
    own, base = read_unit(unit)
    if power == own:
        return unit
    if not power:
        return base
    speech = speech_of(base, language)
    magnitude = word(f"power_{power}", speech)
    return f"{magnitude}{base}" if speech == "zh" else f"{magnitude} {base}".rstrip()


def powers_of(unit: str, language: Language) -> tuple[int, ...]:
    """The powers of ten that figures of a unit can be counted in, in words of a language."""
    own, base = read_unit(unit)
    if is_fixed(unit):
        return (0,)
    return tuple(sorted({own, *POWERS[speech_of(base, language)]}))
