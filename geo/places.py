"""What places are called: any known spelling of a place leads to its adcode, others to suggestions.

The spellings are rows of ``data/places/<id>.csv``. Codes are understood as GB/T 2260 (34, 340000,
340000.0, as text or number) and as ISO 3166-2 (CN-AH).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from geo import labels
from geo.errors import UnknownNameError
from geo.model import Match, Place, Text

PLACES = Path(__file__).parent / "data" / "places"

_CODE = re.compile(r"(?P<province>\d{2})(0{4})?(\.0*)?")
_SUGGESTION_SCORE = 55.0


def normalise(text: str) -> str:
    """A spelling without what does not tell places apart: Unicode form (NFKC), case, blanks and
    punctuation. Tone marks stay, since they tell Shānxī from Shǎnxī."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _without_tones(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass(frozen=True)
class Gazetteer:
    """The places of one level and every spelling known for them (normalised → match)."""

    places: Mapping[str, Place]
    spellings: Mapping[str, Match]

    def resolve(self, text: str) -> Match | None:
        """The place a spelling names, or None. Nothing is ever guessed.

        A code is two or six digits; a name is looked up after :func:`normalise`.
        """
        stripped = unicodedata.normalize("NFKC", text).strip()
        code = _CODE.fullmatch(stripped)
        if code:
            adcode = code["province"] + "0000"
            return Match(adcode, "code") if adcode in self.places else None
        return self.spellings.get(normalise(stripped))

    def suggest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Names of places whose spellings are near the text, nearest first; may be empty."""
        wanted = normalise(text)
        if not wanted:
            return ()
        near = process.extract(
            wanted,
            list(self.spellings),
            scorer=fuzz.ratio,
            limit=10,
            score_cutoff=_SUGGESTION_SCORE,
        )
        names = [self.places[self.spellings[spelling].adcode].name for spelling, _, _ in near]
        chinese = any(ord(character) > 0x2E7F for character in wanted)
        return tuple(dict.fromkeys(name.zh if chinese else name.en for name in names))[:limit]


@cache
def read_gazetteer(identifier: str = "provinces", *, folder: Path = PLACES) -> Gazetteer:
    """Read the names of places.

    Raises
    ------
    UnknownNameError
        If there is no such list of names.
    LabelError
        If the list does not match its label.
    ValueError
        If a spelling belongs to two places.
    """
    path = folder / f"{identifier}.csv"
    if not path.is_file():
        raise UnknownNameError("list of names", identifier, [p.stem for p in folder.glob("*.csv")])
    places: dict[str, Place] = {}
    names: dict[str, Match] = {}
    toneless: dict[str, Match] = {}
    label = labels.read_label(
        path.with_suffix(".toml"), required=("id", "title", "sha256", "source")
    )
    for row in labels.read_rows(label, path):
        adcode = row["adcode"]
        places[adcode] = Place(
            adcode=adcode,
            name=Text(row["name_en"], row["name_zh"]),
            full=Text(row["full_en"], row["full_zh"]),
            iso=row["iso"],
        )
        for column in ("name_en", "name_zh", "full_en", "full_zh"):
            _add(names, row[column], Match(adcode, "name"))
        _add(names, row["iso"], Match(adcode, "code"))
        _add(names, row["pinyin"], Match(adcode, "alias"))
        for alias in filter(None, row["aliases"].split(";")):
            _add(names, alias, Match(adcode, "alias"))
        # Without tones 陕西 is spelled like 山西, so an English name always goes before.
        toneless.setdefault(normalise(_without_tones(row["pinyin"])), Match(adcode, "alias"))
    return Gazetteer(places, {**toneless, **names})


def _add(spellings: dict[str, Match], text: str, match: Match) -> None:
    known = spellings.setdefault(normalise(text), match)
    if known.adcode != match.adcode:
        raise ValueError(f"{text!r} is the name of both {known.adcode} and {match.adcode}")
