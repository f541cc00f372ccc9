"""Which columns of a boundary file hold codes and names, and which of its features are places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from geo.model import DATA, BoundaryError, Text, UnknownNameError
from geo.places.dbf_text import CHINESE
from geo.places.features import Features, Geometries
from geo.places.file_words import note, one_by_one

_COLUMNS = DATA / "boundary_columns.toml"
_LATIN = re.compile("[A-Za-z]")
_OBJECT = re.compile(r"[{\[]")  # JSON, as in DataV's {"adcode": 340000}
#: China in GB/T 2260.
_COUNTRY = "100000"


@dataclass(frozen=True)
class Choice:
    """The columns that hold codes and names; empty where there is none."""

    code: str
    name: str
    english: str = ""


def keep_places(
    features: Features, code: str | None, label: str | None, notes: list[Text]
) -> tuple[pd.DataFrame, Geometries]:
    """The features that are places; those with neither a name nor a place's code are none.

    Such is the dashed line at sea that DataV.GeoAtlas has as a polygon with the code 100000_JD.
    """
    table = features.table
    names = [label] if label and label in table else _known(table, "names", "english")
    codes = [code] if code and code in table else _known(table, "codes") or _known(table, "numbers")
    nameless = (table[names] == "").all(axis="columns")
    others = table.loc[nameless, [column for column in table if column not in codes]]
    strange = nameless & ~others.map(lambda cell: bool(CHINESE.search(cell))).any(axis="columns")
    if strange.all():
        return table, features.shapes  # places may well have codes alone
    for column in codes:
        forms = table[column].map(_form)
        strange &= ~forms.isin({*forms[~strange]} - {""})
    if strange.any():
        called = call_features(table, Choice(next(iter(codes), ""), ""))
        notes.append(note("no_place", names=called[strange]))
    return table[~strange], features.shapes[~strange]


def _form(code: str) -> str:
    """What a code is made of: codes of places are alike. That of the whole country is none."""
    return "" if code == _COUNTRY else re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "A", code))


def choose_columns(table: pd.DataFrame, code: str | None, label: str | None, name: str) -> Choice:
    """The columns with codes and names, as they are given or as they look.

    A code is the better the fewer places share it; what is no code of single places may still be
    one of places in several features, if the names say so.
    """
    for wanted in (code, label):
        if wanted and wanted not in table:
            raise UnknownNameError("column", wanted, map(str, table))
    whole = [column for column in _known(table, "codes") if (table[column] != "").all()]
    whole = [column for column in whole if not _mostly(table[column], CHINESE)]
    if code is None:
        code = next((column for column in whole if table[column].is_unique), None)
    if code:
        codes = table[code]

        def fits(column: str) -> bool:
            several = 2 * table[column].nunique() >= codes.nunique()
            return several and column != code and agree(codes, table[column])

        return Choice(code, *_choose_names(table, label, fits))
    names = _choose_names(table, label, lambda c: table[c].nunique() > 1 or len(table) == 1)
    if code is None and names[0]:
        code = next((column for column in whole if agree(table[column], table[names[0]])), None)
    if code is None:
        numbers = (c for c in _known(table, "numbers") if (table[c] != "").all())
        code = next((column for column in numbers if table[column].is_unique), None)
    if code is None and not names[0] and label is None:
        if table.columns.empty:
            raise BoundaryError("boundary_file.no_columns", file=name)
        shown = [
            f"{column} ({', '.join(cells[cells != ''].unique()[:3])})"
            for column, cells in table.iloc[:, :20].items()
        ]
        raise BoundaryError("boundary_file.no_known_column", file=name, columns=one_by_one(shown))
    return Choice(code or "", *names)


def _choose_names(table: pd.DataFrame, label: str | None, fits: Callable[[str], bool]) -> list[str]:
    """The column with names, and one with English names where the first is Chinese."""
    if label is not None:
        return [label]
    known = [c for c in _known(table, "names", "english") if (table[c] != "").mean() >= 0.5]
    known = [column for column in known if fits(column)]
    chinese = [column for column in known if _mostly(table[column], CHINESE)]
    latin = [c for c in known if c not in chinese and _mostly(table[c], _LATIN)]
    if not chinese:
        whole = (c for c in map(str, table) if (table[c] != "").all() and table[c].is_unique)
        chinese = [column for column in whole if _mostly(table[column], CHINESE)]
    if not chinese:
        return latin[:1] or [""]
    return [chinese[0], *[column for column in _known(table, "english") if column in latin][:1]]


def choose_parents(table: pd.DataFrame, choice: Choice) -> list[str]:
    """The columns that name what the places lie in, the nearest first."""
    if not choice.name:
        return []
    names = table[choice.name]
    places = table[choice.code] if choice.code else pd.Series(table.index)
    shared = names.nunique() < places.nunique()
    return [
        column
        for column in _known(table, "parents")
        if column not in (choice.code, choice.name, choice.english)
        and (_mostly(table[column], CHINESE) or _mostly(table[column], _LATIN))
        and not _mostly(table[column], _OBJECT)
        # One for each place may be its capital.
        and (shared or table[column].nunique() < places.nunique())
        and (table[column] == names).mean() < 0.5
    ]


@cache
def _usual_names() -> dict[str, list[str]]:
    """What columns with codes, numbers, names and English names are called."""
    return tomllib.loads(_COLUMNS.read_text(encoding="utf-8"))


def _known(table: pd.DataFrame, *kinds: str) -> list[str]:
    """The columns that are called as those of some kinds are, the likeliest first."""
    own = {column.casefold(): column for column in reversed([*map(str, table)])}
    names = (name for kind in kinds for name in _usual_names()[kind])
    return list(dict.fromkeys(own[name] for name in names if name in own))


def _mostly(cells: pd.Series[str], pattern: re.Pattern[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(bool(pattern.search(cell)) for cell in filled) >= len(filled)


def agree(codes: pd.Series[str], names: pd.Series[str]) -> bool:
    """Whether no code stands for two names."""
    return len(set(zip(codes, names, strict=True))) == codes.nunique()


def call_features(table: pd.DataFrame, choice: Choice) -> pd.Series[str]:
    """What each feature is called in a note or an error."""
    called = pd.Series([f"#{number}" for number in table.index], table.index, dtype=object)
    for column in (choice.code, choice.name):
        if column:
            called = table[column].where(table[column] != "", called)
    return called
