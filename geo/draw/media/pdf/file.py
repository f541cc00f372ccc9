"""A Scene as a PDF file: its face embedded as a subset, its parts tagged, its words searchable."""

from __future__ import annotations

from collections.abc import Sequence

from geo.draw.media.pdf.content import Content
from geo.draw.media.pdf.facts import LANGUAGES, info, xmp
from geo.draw.media.pdf.fonts import put_font
from geo.draw.media.pdf.objects import Objects, stream
from geo.draw.media.pdf.pictures import put_picture
from geo.draw.media.pdf.structure import Part, parts_of, put_structure
from geo.draw.scene import Scene
from geo.draw.style import exact

_POINTS = 72.0
_MILLIMETRES = 25.4
#: From the trimmed edge to a crop mark, at least, and its length: millimetres.
_MARK_OFF, _MARK_LONG = 3.0, 5.0


def draw_pdf(scene: Scene) -> bytes:
    """The picture as PDF; a pixel is 1 / dpi of an inch. The same bytes for the same scene.

    Text is text, in a subset of its face; the parts are tagged in reading order, the map with its
    description; title, source and language are metadata. Where the scene has a bleed, its ground
    goes beyond the trimmed page, whose corners have crop marks.
    """
    objects, content = Objects(), Content(scene.dpi)
    page, language = objects.number(), LANGUAGES[scene.language]
    parts = parts_of(scene)
    body = _marked(scene, parts, content)
    root = put_structure(objects, parts, page=page, language=language)
    resources = _put_resources(objects, content)
    drawn = objects.put(stream(f"{_placed(scene)}{body}Q\n{_crop_marks(scene)}".encode()))
    pages = objects.number()
    objects.put(
        f"<</Type/Page/Parent {pages} 0 R{_boxes(scene)}/Resources{resources}/Contents {drawn} 0 R"
        "/StructParents 0/Tabs/S/Group<</S/Transparency/CS/DeviceRGB>>>>",
        page,
    )
    objects.put(f"<</Type/Pages/Kids[{page} 0 R]/Count 1>>", pages)
    told = objects.put(stream(xmp(scene).encode(), "/Type/Metadata/Subtype/XML", packed=False))
    catalog = objects.put(
        f"<</Type/Catalog/Pages {pages} 0 R/Lang({language})/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {root} 0 R/Metadata {told} 0 R"
        "/ViewerPreferences<</DisplayDocTitle true>>>>"
    )
    return objects.file(root=catalog, info=objects.put(info(scene)))


def _put_resources(objects: Objects, content: Content) -> str:
    """What the operators call by name: fonts, pictures, opacities."""
    fonts = "".join(
        f"/F{i} {put_font(objects, numbers, face)} 0 R"
        for i, (face, numbers) in enumerate(content.fonts.items())
    )
    pictures = "".join(
        f"/{name} {put_picture(objects, png)} 0 R" for png, name in content.pictures.items()
    )
    states = "".join(f"/{name}<</ca {opacity:.3g}>>" for opacity, name in content.opacities.items())
    return f"<</Font<<{fonts}>>/XObject<<{pictures}>>/ExtGState<<{states}>>>>"


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
