"""The words of map and page in both languages, and how numbers and dates are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache

from geo.model.files import DATA
from geo.model.text import LANGUAGES, Language, Text, read_texts

WORDS = DATA / "words"

#: How long a unit and a name may be, in Latin letters; a Chinese character is as wide as two.
MOST_UNIT, MOST_NAME = 80, 40
#: The same of a title and of what is cited: only what was never meant to be one is cut.
MOST_TITLE, MOST_CITED = 300, 400
# What a title says at its end beside what is shown: "(computed)", "（推算）"; at the end of two
# things, it is only of the second.
_QUALIFIER = re.compile(r"(?<!^)\s*[(（][^()（）]*[)）]$")
_OF_TWO = "Difference between "
# A word that is a name, or has a capital of its own: GDP, R&D, 5G.
_CAPITAL = re.compile(r"(?:China|Hong|Macau|Taiwan)\b|\S+[A-Z]")
_LATIN_WORD, _HAN = re.compile(r"[A-Za-z]{4,}"), re.compile(r"[\u4e00-\u9fff]")
NAMED_LEVELS = ("province", "region", "prefecture", "county")


@cache
def read_words(section: str) -> dict[str, Text]:
    """The words of a section by key. Each is a file: a picture asks for few of them."""
    return read_texts(WORDS / f"{section}.toml")[section]


def word(key: str, language: Language, *, section: str = "map", **values: object) -> str:
    """One word or sentence, with its {braces} filled in.

    Raises
    ------
    KeyError
        If there is no such word, or a value for a brace is missing.
    """
    return read_words(section)[key][language].format_map(values)


def both(key: str, *, section: str = "map", **values: object) -> Text:
    """A word or sentence in both languages; of a value in both, each gets its own."""

    def fill(language: Language) -> str:
        told = {k: v[language] if isinstance(v, Text) else v for k, v in values.items()}
        return word(key, language, section=section, **told)

    return Text(fill("en"), fill("zh"))


def listed(items: Iterable[str], language: Language, *, most: int | None = None) -> str:
    """Items as one enumeration; beyond ``most``, only how many more there are."""
    every = list(items)
    shown = every if most is None or len(every) <= most else every[:most]
    text = word("separator", language).join(shown)
    if len(shown) == len(every):
        return text
    gap = " " if language == "en" else ""
    return text + gap + word("more", language, count=len(every) - len(shown))


def listed_in_both(items: Collection[Text], *, most: int | None = None) -> Text:
    """The same in both languages."""
    en, zh = (listed((item[each] for item in items), each, most=most) for each in LANGUAGES)
    return Text(en, zh)


def split_title(title: str) -> tuple[str, str]:
    """What a title says is shown, and its qualifier with what stands before it."""
    found = None if title.startswith(_OF_TWO) else _QUALIFIER.search(title)
    if not found or not found.start():
        return title, ""
    return title[: found.start()], title[found.start() :]


def of_title(sentence: Text, title: Text, **values: object) -> Text:
    """A title made of another: a sentence with ``{what}`` that it shows, then its qualifier.

    English words of a catalogue begin small where they stand inside; a user's own, which are the
    same in both languages, stay as they are, and are told in theirs.
    """
    told = []
    for language in LANGUAGES:
        what, qualifier = split_title(title[language])
        speech = language
        if title.en == title.zh:
            speech = speech_of(what, language)
        elif not sentence[language].startswith("{what}"):
            what = inside(what)
        told.append(sentence[speech].format_map({**values, "what": what}) + qualifier)
    return Text(*told)


def inside(title: str) -> str:
    """A title's words as they stand inside a sentence: "broadband access ports", "GDP"."""
    return title if _CAPITAL.match(title) else title[:1].lower() + title[1:]


def speech_of(text: str, language: Language) -> Language:
    """The language in which a user's own words are to be counted and told: theirs."""
    if _HAN.search(text):
        return "zh"
    return "en" if _LATIN_WORD.search(text) else language


def places_said() -> list[str]:
    """How titles say by which places figures are, in both languages, the longest first."""
    said = (said for each in LANGUAGES for said in word("by_said", each).split("|"))
    return sorted(said, key=len, reverse=True)


def where_of(title: str, level: str, *, language: Language) -> str:
    """By which places, in words: "by province"; nothing where the title says it already, or where
    the level of the boundaries has no name."""
    if level not in NAMED_LEVELS or any(said in title.casefold() for said in places_said()):
        return ""
    return word(f"by_{level}", language)


def fitting(text: str, most: int) -> str:
    """Text in one line, without characters that show nothing, cut to so many columns."""
    shown = "".join(
        c if (kind := unicodedata.category(c)) == "Zs" or kind[0] not in "CZ" else " " * c.isspace()
        for c in text[: 4 * most]
    ).strip()
    if text_width(shown) <= most:
        return shown
    while text_width(shown) >= most:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def text_width(text: str) -> int:
    """How wide a text is, in Latin letters; a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(c) in "FW" else 1 for c in text)
