"""The fonts of a PDF file: of each face the characters that it uses (ISO 32000-1, 9.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.draw import typeface
from geo.draw.brand import Face
from geo.draw.media.pdf.objects import Objects, stream
from geo.draw.media.pdf.outlines import compact_font

_ASCENT, _DESCENT, _CAPITALS = 880, -120, 733


def put_font(objects: Objects, numbers: Mapping[str, int], face: Face | None) -> int:
    """A face with the characters used: outlines, widths, and which character each is."""
    characters = list(numbers)
    name = f"{_tag(characters)}+{typeface.face_name(face)}"
    program = objects.put(stream(compact_font(name, characters, face), "/Subtype/CIDFontType0C"))
    descriptor = objects.put(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[-1002 -1048 2928 1808]"
        f"/ItalicAngle 0/Ascent {_ASCENT}/Descent {_DESCENT}/CapHeight {_CAPITALS}/StemV 80"
        f"/FontFile3 {program} 0 R>>"
    )
    widths = " ".join(f"{typeface.glyph(character, face).advance:.0f}" for character in characters)
    descendant = objects.put(
        f"<</Type/Font/Subtype/CIDFontType0/BaseFont/{name}/DW 1000/W[1[{widths}]]"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R>>"
    )
    unicode = objects.put(stream(_to_unicode(characters).encode()))
    return objects.put(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>"
    )


def _tag(characters: Sequence[str]) -> str:
    """Six letters that tell one subset from another."""
    number = sum(ord(character) * (i + 1) for i, character in enumerate(characters))
    return "".join(chr(ord("A") + number // 26**i % 26) for i in range(6))


def _to_unicode(characters: Sequence[str]) -> str:
    pairs = [f"<{i:04x}><{c.encode('utf-16-be').hex()}>" for i, c in enumerate(characters, start=1)]
    blocks = (pairs[i : i + 100] for i in range(0, len(pairs), 100))
    listed = "".join(
        f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks
    )
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n{listed}"
        "endcmap CMapName currentdict/CMap defineresource pop end end\n"
    )
