"""The text of a shapefile's .dbf, whose encoding is often not the one that the .cpg names, if any.

Cells come with their bytes taken for Latin-1, which loses none.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Chinese characters.
CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U000323af]")


@dataclass(frozen=True)
class Encoding:
    """A codec's name, and whether it is another than the .cpg names."""

    name: str
    differs: bool


def find_encoding(cells: Iterable[str], code_page: str) -> Encoding:
    """The encoding of cells: the one that the .cpg names, if that fits the bytes."""
    raw = [cell.encode("latin-1", "replace") for cell in cells if not cell.isascii()]
    if not raw:
        return Encoding("utf-8", differs=False)
    declared = _codec(code_page)
    fitting = _fitting_encoding(raw, declared)
    return Encoding(fitting, differs=fitting != declared)


def decode(cell: str, encoding: str) -> str:
    """A cell as it reads; a character that was cut off is left out."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(
        cell.encode("latin-1", "replace")
    )


def _codec(written: str) -> str | None:
    """The codec that a .cpg names: UTF-8, 936, CP936, GBK, ANSI 1252, 88591 …"""
    text = written.casefold().replace("ansi", "").replace("oem", "").strip()
    text = {"65001": "utf-8", "54936": "gb18030", "20936": "gb18030"}.get(text, text)
    text = re.sub(r"^8859_?(\d{1,2})$", r"iso-8859-\1", text)
    try:
        found = codecs.lookup(f"cp{text}" if text.isdecimal() else text)
        "".encode(found.name)  # no codec of bytes to bytes
    except (LookupError, ValueError):
        return None
    return "gb18030" if found.name in ("gbk", "gb2312", "cp936", "hz") else found.name


def _fitting_encoding(raw: Sequence[bytes], declared: str | None) -> str:
    """The encoding that makes sense of bytes.

    Bytes that happen to be UTF-8 with characters of three bytes are nothing else. Any bytes are
    Latin-1 and many are GB18030, so these are believed only if what comes out is what is expected:
    Chinese characters in daily use (those of GB 2312).
    """
    utf8, chinese = _decode_all(raw, "utf-8"), _decode_all(raw, "gb18030")
    if utf8 is not None and CHINESE.search(utf8):
        return "utf-8"
    in_use = chinese is not None and _is_in_use(chinese)
    if declared and declared != "utf-8" and (fit := _decode_all(raw, declared)) is not None:
        return declared if CHINESE.search(fit) or not in_use else "gb18030"
    if in_use or (utf8 is None and chinese is not None):
        return "gb18030"
    if utf8 is not None:
        return "utf-8"
    # None fits everywhere: the one that fits most cells.
    known = [encoding for encoding in (declared, "utf-8", "gb18030") if encoding]
    return max(known, key=lambda e: sum(_decode_all([cell], e) is not None for cell in raw))


def _decode_all(raw: Iterable[bytes], encoding: str) -> str | None:
    """All cells in one encoding, or None if one does not fit. A .dbf cuts long cells to its
    width, maybe in the middle of a character: such an end is let pass."""
    decoder = codecs.getincrementaldecoder(encoding)
    try:
        return "".join(decoder().decode(cell) for cell in raw)
    except ValueError:
        return None


def _is_in_use(text: str) -> bool:
    """Whether most of what is not ASCII are Chinese characters in daily use."""
    others = [character for character in text if not character.isascii()]
    used = sum(len(c.encode("gb2312", "ignore")) == 2 and bool(CHINESE.match(c)) for c in others)
    return 2 * used > len(others)
