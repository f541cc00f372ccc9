"""How names are written: what is only another way to write the same characters, what may follow a
name and be left off, what a cell says one by one."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geo.model import DATA, Text, text_of

PLACES = DATA / "places"

_CHINESE = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff"
_NUMBER = re.compile(r"'?([0-9]+)(\.0*)?")
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(rf"[{_CHINESE}][{_CHINESE}\s]*|[^{_CHINESE}|/,;:()\[\]、]+")
_HAN = re.compile("[\u4e00-\u9fff]+")
_BEFORE = re.compile(r"\s*([(（]?[一二三四五六七八九十]{1,3}[)）、.．]|其中\s*[:：])")


@dataclass(frozen=True)
class _Writing:
    """What goes without saying in names: other forms of characters, generic words, peoples, what
    kinds of places there are, what is called after places."""

    simplified: Mapping[int, int]
    generic: Mapping[str, tuple[str, ...]]
    endings: tuple[str, ...]
    country: frozenset[str]
    peoples: tuple[str, ...]
    kinds: Mapping[str, Text]
    addresses: Mapping[str, Sequence[str]]


@cache
def writing() -> _Writing:
    """``writing.toml``, read once."""
    data = tomllib.loads((PLACES / "writing.toml").read_text(encoding="utf-8"))
    characters = ("".join(data["characters"][k].split()) for k in ("traditional", "simplified"))
    words = {word for words in data["generic"].values() for word in words}
    kinds = sorted(data["generic"], key=len, reverse=True)  # 自治区 before 区
    return _Writing(
        simplified=str.maketrans(*characters),
        generic={ending: tuple(data["generic"][ending]) for ending in kinds},
        endings=tuple(_as_ending(word) for word in sorted(words, key=len, reverse=True)),
        country=frozenset(
            "".join(_WORD.findall(word.casefold())) for word in data["country"]["words"]
        ),
        peoples=tuple(sorted(data["peoples"]["words"], key=len, reverse=True)),
        kinds={kind: text_of(words, kind) for kind, words in data["kinds"].items()},
        addresses=data["addresses"],
    )


def _as_ending(word: str) -> str:
    """A generic word as it ends a name that :func:`spaced` has written."""
    word = word.casefold()
    return word if is_chinese(word) else " " + " ".join(_WORD.findall(word))


def _fold(text: str) -> str:
    """A text without what is only another way to write the same characters, and without what
    offices put around a name: 一、 or 其中： before it, the mark of a footnote (①, ²) after it."""
    before = _BEFORE.match(text)
    bare = text[before.end() :] if before else text
    text = "".join(c for c in bare if unicodedata.category(c) != "No")
    # Case folding can leave what NFKC would write otherwise.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(writing().simplified)


def normalise(text: str) -> str:
    """A spelling without what does not tell places apart: Unicode form, case, traditional
    characters, blanks and punctuation. Tone marks stay, since they tell Shānxī from Shǎnxī."""
    if text.isascii():  # most texts need no more than this
        return "".join(filter(str.isalnum, text.lower()))
    if _HAN.fullmatch(text):
        return text.translate(writing().simplified)
    plain = "".join(filter(str.isalnum, _fold(text)))
    # Letters may combine once nothing stands between them any more; plain ones never do.
    return plain if plain == text or plain.isascii() else normalise(plain)


def read_code(text: str) -> str:
    """A text as a code: no blanks, and a whole number without its decimals."""
    if text.isascii() and text.isdecimal():
        return text
    joined = "".join(_fold(text).split())
    number = _NUMBER.fullmatch(joined)
    return number[1] if number else joined


def spaced(text: str) -> str:
    """A spelling with one blank wherever something stands between its letters."""
    if _HAN.fullmatch(text):
        return text.translate(writing().simplified)
    return " ".join(_WORD.findall(_fold(text)))


def without_tones(text: str) -> str:
    """Letters without their marks: Shǎnxī as Shanxi."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_chinese(text: str) -> bool:
    return re.search(f"[{_CHINESE}]", text) is not None


def pieces_of(text: str) -> list[str]:
    """What a cell says, one by one, if it says several things: Xizang (Tibet), 安徽 Anhui."""
    pieces = _PIECE.findall(_fold(text))
    return [piece for piece in pieces if normalise(piece) not in ("", *writing().country)]


def shorter(name: str) -> Iterator[str]:
    """A name without the generic word at its end, then without the peoples before that."""
    whole = spaced(name)
    if not whole.endswith(writing().endings):
        return
    for ending in writing().endings:
        rest = whole.removesuffix(ending)
        if rest != whole and is_long(rest):
            yield rest
            break
    else:
        return
    while people := next((p for p in writing().peoples if rest.endswith(p)), ""):
        rest = rest.removesuffix(people)
        if not is_long(rest):
            return
        yield rest


def is_long(name: str) -> bool:
    """Whether a name tells enough without its generic word: 安徽 does, 沪 does not."""
    return len(normalise(name)) >= (2 if is_chinese(name) else 3)


def generic_words(full: str) -> tuple[str, ...]:
    """The words that may follow a name of the kind that the full name ends with."""
    generic = writing().generic
    return next((generic[ending] for ending in generic if full.endswith(ending)), ())


def with_generic(names: Iterable[str], full: str) -> Iterator[str]:
    """Names, alone and with every generic word of the kind that the full name ends with."""
    words = generic_words(full)
    for name in names:
        yield name
        if is_long(name):
            yield from (f"{name} {word}" for word in words)
