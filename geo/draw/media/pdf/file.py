"""A Scene as a PDF file: its face embedded as a subset, its parts tagged, its words searchable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from geo.draw import typeface
from geo.draw.media.pdf.content import Content
from geo.draw.media.pdf.objects import Objects, stream, text_string
from geo.draw.media.pdf.outlines import compact_font
from geo.draw.media.pdf.structure import Part, parts_of, put_structure
from geo.draw.scene import Scene
from geo.draw.style import exact

_POINTS = 72.0
_MILLIMETRES = 25.4
#: From the trimmed edge to a crop mark, at least, and its length: millimetres.
_MARK_OFF, _MARK_LONG = 3.0, 5.0
_ASCENT, _DESCENT, _CAPITALS = 880, -120, 733
_LANGUAGES = {"en": "en", "zh": "zh-CN"}


def draw_pdf(scene: Scene) -> bytes:
    """The picture as PDF; a pixel is 1 / dpi of an inch. The same bytes for the same scene.

    Text is text, in a subset of its face; the parts are tagged in reading order, the map with its
    description; title, source and language are metadata. Where the scene has a bleed, its ground
    goes beyond the trimmed page, whose corners have crop marks.
    """
    objects, content = Objects(), Content(scene.dpi)
    page, language = objects.number(), _LANGUAGES[scene.language]
    parts = parts_of(scene)
    body = _marked(scene, parts, content)
    root = put_structure(objects, parts, page=page, language=language)
    font = _put_font(objects, content.characters)
    states = "".join(f"/{name}<</ca {opacity:.3g}>>" for opacity, name in content.opacities.items())
    resources = f"<</Font<</F0 {font} 0 R>>/ExtGState<<{states}>>>>"
    drawn = objects.put(stream(f"{_placed(scene)}{body}Q\n{_crop_marks(scene)}".encode()))
    pages = objects.number()
    objects.put(
        f"<</Type/Page/Parent {pages} 0 R{_boxes(scene)}/Resources{resources}/Contents {drawn} 0 R"
        "/StructParents 0/Tabs/S/Group<</S/Transparency/CS/DeviceRGB>>>>",
        page,
    )
    objects.put(f"<</Type/Pages/Kids[{page} 0 R]/Count 1>>", pages)
    told = objects.put(stream(_xmp(scene).encode(), "/Type/Metadata/Subtype/XML", packed=False))
    catalog = objects.put(
        f"<</Type/Catalog/Pages {pages} 0 R/Lang({language})/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {root} 0 R/Metadata {told} 0 R"
        "/ViewerPreferences<</DisplayDocTitle true>>>>"
    )
    return objects.file(root=catalog, info=objects.put(_info(scene)))


def _marked(scene: Scene, parts: Sequence[Part], content: Content) -> str:
    """All groups from back to front, each marked with what it is and its number."""
    kinds = {number: part.kind for part in parts for number in part.numbers}
    found = [_ground(scene)]
    for number, group in enumerate(scene.groups):
        found.append(f"/{kinds[number]}<</MCID {number}>>BDC\n{content.group(group)}EMC\n")
    return "".join(found)


def _ground(scene: Scene) -> str:
    """The paper, which goes out to the bleed."""
    if not scene.paper:
        return ""
    more = scene.bleed / _MILLIMETRES * scene.dpi
    channels = " ".join(f"{c / 255:.3g}" for c in bytes.fromhex(scene.paper[1:]))
    box = f"{-more:.2f} {-more:.2f} {scene.width + 2 * more:.2f} {scene.height + 2 * more:.2f}"
    return f"/Artifact BMC {channels} rg {box} re f EMC\n"


def _size(scene: Scene) -> tuple[float, float]:
    """The page in points, exactly as it was said."""
    wide, high = (
        exact(side, dpi=scene.dpi, unit=scene.size_unit) for side in (scene.width, scene.height)
    )
    return wide * _POINTS, high * _POINTS


def _around(scene: Scene) -> float:
    """Points from the edge of the sheet to that of the page."""
    if not scene.bleed:
        return 0.0
    return (max(scene.bleed, _MARK_OFF) + _MARK_LONG + 1) * _POINTS / _MILLIMETRES


def _placed(scene: Scene) -> str:
    """From pixels with y downwards to the page."""
    (wide, high), around = _size(scene), _around(scene)
    scale = f"{wide / scene.width:.8g} 0 0 {-high / scene.height:.8g}"
    return f"q 1 j {scale} {around:.4f} {around + high:.4f} cm\n"


def _boxes(scene: Scene) -> str:
    (wide, high), around = _size(scene), _around(scene)

    def box(name: str, off: float) -> str:
        sides = (around - off, around - off, around + wide + off, around + high + off)
        return f"/{name}[{' '.join(f'{side:.4f}'.rstrip('0').rstrip('.') for side in sides)}]"

    media = box("MediaBox", around)
    if not scene.bleed:
        return media
    bleed = scene.bleed * _POINTS / _MILLIMETRES
    return f"{media}{box('BleedBox', bleed)}{box('TrimBox', 0)}"


def _crop_marks(scene: Scene) -> str:
    """Two lines at each corner of the trimmed page, outside what is printed beyond it."""
    if not scene.bleed:
        return ""
    (wide, high), around = _size(scene), _around(scene)
    off = max(scene.bleed, _MARK_OFF) * _POINTS / _MILLIMETRES
    end = off + _MARK_LONG * _POINTS / _MILLIMETRES
    lines = []
    for x, right in ((around, -1), (around + wide, 1)):
        for y, up in ((around, -1), (around + high, 1)):
            lines.append(f"{x + right * off:.2f} {y:.2f} m {x + right * end:.2f} {y:.2f} l")
            lines.append(f"{x:.2f} {y + up * off:.2f} m {x:.2f} {y + up * end:.2f} l")
    return f"/Artifact BMC q 0 0 0 RG 0.25 w {' '.join(lines)} S Q EMC\n"


def _put_font(objects: Objects, numbers: Mapping[str, int]) -> int:
    """The face with the characters used: outlines, widths, and which character each is."""
    characters = list(numbers)
    name = f"{_tag(characters)}+{typeface.face_name()}"
    program = objects.put(stream(compact_font(name, characters), "/Subtype/CIDFontType0C"))
    descriptor = objects.put(
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[-1002 -1048 2928 1808]"
        f"/ItalicAngle 0/Ascent {_ASCENT}/Descent {_DESCENT}/CapHeight {_CAPITALS}/StemV 80"
        f"/FontFile3 {program} 0 R>>"
    )
    widths = " ".join(f"{typeface.glyph(character).advance:.0f}" for character in characters)
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


def _facts(scene: Scene) -> dict[str, str]:
    """What the file says of itself."""
    return {
        "Title": scene.title,
        "Subject": scene.source_line,
        "Keywords": ", ".join(f"{key}: {value}" for key, value in scene.metadata.items()),
        "Creator": f"Province Atlas {scene.metadata.get('Version', '')}".strip(),
        "Producer": "Province Atlas",
    }


def _info(scene: Scene) -> bytes:
    entries = (b"/%b%b" % (k.encode(), text_string(v)) for k, v in _facts(scene).items() if v)
    return b"<<" + b"".join(entries) + b">>"


def _xmp(scene: Scene) -> str:
    """The same as an Extensible Metadata Platform packet (ISO 16684-1)."""
    facts = {key: escape(value) for key, value in _facts(scene).items()}
    language = _LANGUAGES[scene.language]

    def by_language(key: str, text: str) -> str:
        items = "".join(f'<rdf:li xml:lang="{one}">{text}</rdf:li>'
                        for one in ("x-default", language))  # fmt: skip
        return f"<dc:{key}><rdf:Alt>{items}</rdf:Alt></dc:{key}>"

    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        "<dc:format>application/pdf</dc:format>"
        f"{by_language('title', facts['Title'])}"
        f"{by_language('description', escape(scene.description[scene.language]))}"
        f"<dc:source>{facts['Subject']}</dc:source>"
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        f"<pdf:Keywords>{facts['Keywords']}</pdf:Keywords>"
        f"<pdf:Producer>{facts['Producer']}</pdf:Producer>"
        f"<xmp:CreatorTool>{facts['Creator']}</xmp:CreatorTool>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
