"""An Indicator becomes a Choropleth: joined, classed, coloured, worded."""

from geo.maps.bivariate import PAIR_K, PAIR_SCHEMES
from geo.maps.by_province import build_by_province
from geo.maps.choropleth import in_language
from geo.maps.classes import (
    DEFAULT_K,
    DEFAULT_SCHEME,
    FIXED_K,
    MANUAL,
    MAX_K,
    MIN_K,
    NAMES,
    classify,
)
from geo.maps.cut import cut_plate, cut_to
from geo.maps.dark_grounds import is_dark, on_dark
from geo.maps.facts import Fact, profiles
from geo.maps.film import frames_of, is_over_parts, is_over_time
from geo.maps.layer import join
from geo.maps.legend_numbers import what_is_shown
from geo.maps.luminance import contrast, lightness
from geo.maps.notation import units_of
from geo.maps.own_palettes import PALETTE_KINDS, PaletteKind, palette_faults, palette_of
from geo.maps.pair_words import describe_pair
from geo.maps.palettes import color_scale, list_palettes
from geo.maps.pipeline import build, build_plate, draw_indicator, turning
from geo.maps.plate import make_plate
from geo.maps.request import (
    CLASSES_FROM,
    CLASSES_OF,
    ClassesFrom,
    ClassesOf,
    MapRequest,
    beside,
    indicator_asked,
    level_asked,
    multiples,
    periods_shown,
)
from geo.maps.value_words import describe, has_few_values, ranks, write_label, write_value

__all__ = [
    "CLASSES_FROM",
    "CLASSES_OF",
    "DEFAULT_K",
    "DEFAULT_SCHEME",
    "FIXED_K",
    "MANUAL",
    "MAX_K",
    "MIN_K",
    "NAMES",
    "PAIR_K",
    "PAIR_SCHEMES",
    "PALETTE_KINDS",
    "ClassesFrom",
    "ClassesOf",
    "Fact",
    "MapRequest",
    "PaletteKind",
    "beside",
    "build",
    "build_by_province",
    "build_plate",
    "classify",
    "color_scale",
    "contrast",
    "cut_plate",
    "cut_to",
    "describe",
    "describe_pair",
    "draw_indicator",
    "frames_of",
    "has_few_values",
    "in_language",
    "indicator_asked",
    "is_dark",
    "is_over_parts",
    "is_over_time",
    "join",
    "level_asked",
    "lightness",
    "list_palettes",
    "make_plate",
    "multiples",
    "on_dark",
    "palette_faults",
    "palette_of",
    "periods_shown",
    "profiles",
    "ranks",
    "turning",
    "units_of",
    "what_is_shown",
    "write_label",
    "write_value",
]
