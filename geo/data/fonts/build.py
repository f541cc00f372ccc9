"""The recipe that makes the Chinese faces of this folder, for browsers that have none.

Run it from the root of the project: python geo/data/fonts/build.py

From Noto Sans CJK SC, the face of the pictures, three parts are taken that have no character in
common, so that a browser fetches no more than a page needs:

- ``own``: all that the project's own words, labels, figures and names of places are written with.
- ``common``: the rest of the 3,755 common characters of GB 2312.
- ``rare``: the rest of its other 3,008.

Needs brotli, which the running program does not. Running it twice gives the same bytes.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[2]
FACE = "Noto Sans CJK SC"

#: What the page and its maps show by themselves.
TEXTS = ("geo/data/**/*.toml", "geo/data/*/*.csv", "shapes/**/*.toml", "shapes/*.csv")
#: Chinese characters and their punctuation.
FIRST, LAST = "\u2e80", "\uffef"
#: First bytes of GB 2312: characters by reading, then by radical.
COMMON, RARE = range(0xB0, 0xD8), range(0xD8, 0xF8)


def own() -> set[str]:
    """The characters of all that the project says by itself."""
    found: set[str] = set()
    for path in (path for pattern in TEXTS for path in ROOT.glob(pattern)):
        found |= set(path.read_bytes().decode("utf-8", "ignore"))
    return {character for character in found if FIRST <= character <= LAST}


def gb2312(rows: range) -> set[str]:
    codes = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return {text for code in codes if (text := code.decode("gb2312", "ignore"))}


def build(characters: set[str], path: Path) -> None:
    """Write the part of the face that has these characters."""
    whole = str(files("noto_cjk_sans_otc") / "NotoSansCJK-Regular.ttc")
    names = [font["name"].getDebugName(1) for font in TTCollection(whole).fonts]
    font = TTFont(whole, fontNumber=names.index(FACE), recalcTimestamp=False)
    options = subset.Options(
        layout_features=[], hinting=False, desubroutinize=True, name_IDs=[0, 1, 2, 13, 14]
    )
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(path)
    print(f"{path.name}: {len(characters)} characters, {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    done: set[str] = set()
    for name, wanted in (("own", own()), ("common", gb2312(COMMON)), ("rare", gb2312(RARE))):
        build(wanted - done, FOLDER / f"{name}.woff2")
        done |= wanted
