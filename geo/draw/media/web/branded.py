"""What a brand adds to the HTML file: its faces, cut to the letters of the page, its colours, and
its logo and footer at the foot."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path
from string import printable

from geo.draw.brand import Brand, Face
from geo.draw.style import Style
from geo.draw.theme import COLOURS, in_brand
from geo.model import Language

_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}
#: Names of colours in the style sheets, and in a theme.
_NAMES = {"ground": "ground", "ink": "ink", "muted": "grey", "outline": "outline"}
_LETTERS = "body, .leaflet-container, .atlas-shelf, #print"
_REST = (
    '"Noto Sans", "Source Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", '
    '"Noto Sans SC", sans-serif'
)


def brand_sheet(brand: Brand, text: str) -> str:
    """A style sheet of a brand's colours, light and dark, and of its faces with the characters of
    a text; names of the user's stand nowhere in it."""
    light, dark = (in_brand(COLOURS[theme], brand, theme) for theme in ("light", "dark"))
    pairs = ((name, getattr(light, key), getattr(dark, key)) for name, key in _NAMES.items())
    colours = "".join(f"--atlas-{name}: light-dark({a}, {b}); " for name, a, b in pairs)
    sheet = f":root {{ {colours}}}\n"
    for number, face in enumerate(brand.faces):
        content = base64.b64encode(_cut(face, text)).decode()
        sheet += (
            f'@font-face {{ font-family: "Atlas Brand {number}"; '
            f"src: url(data:font/woff;base64,{content}) format('woff'); }}\n"
        )
    if brand.faces:
        own = ", ".join(f'"Atlas Brand {number}"' for number in range(len(brand.faces)))
        sheet += f"{_LETTERS} {{ font-family: {own}, {_REST} !important; }}\n"
    return sheet


def _cut(face: Face, text: str) -> bytes:
    """A face with no more characters than a page needs, as WOFF."""
    from fontTools import subset  # slow to import, and only faces of a brand need it
    from fontTools.ttLib import TTFont

    font = TTFont(face.path, recalcTimestamp=False)
    options = subset.Options(hinting=False, notdef_outline=True, passthrough_tables=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, {*text, *printable}))
    subsetter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def logo_address(path: Path) -> str:
    """A logo as an address that holds it."""
    content = base64.b64encode(path.read_bytes()).decode()
    return f"data:{_TYPES[path.suffix.lower()]};base64,{content}"


def brand_foot(style: Style, language: Language) -> str:
    """The logo, on a dark ground that for such; the footer stands with the source."""
    brand = style.brand
    if brand is None or brand.logo is None:
        return ""
    logo, name = brand.logo, html.escape(brand.name[language])
    only_dark = style.theme in ("dark", "transparent-dark")
    source = logo_address(logo.on(dark=only_dark))
    image = f'<img class="atlas-logo" src="{source}" alt="{name}" height="{logo.height:.0f}">'
    if style.theme != "auto" or logo.on_dark is None:
        return image
    dark = logo_address(logo.on_dark)
    return (
        f'<picture><source media="(prefers-color-scheme: dark)" srcset="{dark}">{image}</picture>'
    )


def with_footer(source: str, style: Style, language: Language) -> str:
    """The source line, and what a brand says at the foot."""
    footer = style.brand.footer[language] if style.brand else ""
    return f"{source} {footer}" if footer else source
