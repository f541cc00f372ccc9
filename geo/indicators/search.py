"""The catalogue searched by word, in both languages.

One rule for the page, the command line and a notebook: every word must be found, in the id, the
titles, the group or the unit, in either language and any case.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from geo.model import LANGUAGES, Indicator

#: So short a word is taken as it is; of a longer one an English plural is found in the singular.
_SHORT = 3


def find_indicators(indicators: Iterable[Indicator], words: str) -> tuple[Indicator, ...]:
    """The indicators in which every word is found, in the order given; all where there is no word.

    Parameters
    ----------
    indicators
        What is searched.
    words
        Words between spaces, in English or Chinese or both: ``broadband``, ``宽带``, ``铁路 km``.
        A part of a word is enough, hyphens and full-width letters make no difference, and an
        English plural is found in the singular.
    """
    asked = _folded(words).split()
    return tuple(indicator for indicator in indicators if _has(searchable(indicator), asked))


def near_indicators(
    indicators: Iterable[Indicator], words: str, *, most: int = 3
) -> tuple[Indicator, ...]:
    """The indicators whose titles or ids look most like words that were not found, the nearest
    first; none where nothing is like them."""
    from rapidfuzz import fuzz, process  # only needed once nothing was found

    known = list(indicators)
    names = {
        (number, part): _folded(text)
        for number, indicator in enumerate(known)
        for part, text in enumerate((indicator.id, indicator.title.en, indicator.title.zh))
    }
    found = process.extract(
        _folded(words), names, scorer=fuzz.partial_ratio, limit=None, score_cutoff=65
    )
    numbers = dict.fromkeys(number for _, _, (number, _) in found)
    return tuple(known[number] for number in [*numbers][:most])


def searchable(indicator: Indicator) -> str:
    """All that is searched of an indicator, a line each, so that no word is found across two;
    folded, for the page's list searches it by the same rule."""
    texts = (indicator.title, indicator.group, indicator.unit)
    return _folded("\n".join([indicator.id, *(t[lang] for t in texts for lang in LANGUAGES)]))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("-", "")


def _has(searched: str, words: Iterable[str]) -> bool:
    return all(
        word in searched or (len(word) > _SHORT and word.removesuffix("s") in searched)
        for word in words
    )
