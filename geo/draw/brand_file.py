"""A brand kit: a TOML file, and beside it the files it names.

    name = { en = "Office of Maps", zh = "地图办公室" }
    footer = { en = "Office of Maps, open data", zh = "地图办公室 开放数据" }
    fonts = ["fonts/Office-Regular.otf"]

    [logo]
    file = "logo.svg"
    dark = "logo-on-dark.svg"
    height = 40

    [palettes]
    sequential = ["#e4f1ee", "#8fc7bb", "#3c9283", "#0f5c50", "#05332c"]

    [colours.light]
    ink = "#10302b"

It is checked as a whole, and every fault is told by name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from geo.draw.brand import Brand, Face, Logo
from geo.draw.style import Theme
from geo.draw.theme import COLOURS, Colours, in_brand
from geo.maps import PALETTE_KINDS, contrast, palette_faults, palette_of
from geo.model import POINTS, DrawingError, GeoError, Palette, Text, joined, phrase

_KEYS = ("name", "footer", "fonts", "logo", "palettes", "colours")
_THEMES: tuple[Theme, ...] = ("light", "dark", "grey")
_LOGO_KEYS = ("file", "dark", "height")
_LOGO_ENDINGS = (".png", ".svg")
_LOGO_HIGH = (16.0, 120.0)  # units
_COLOUR_NAMES = tuple(field.name for field in fields(Colours) if field.name != "ground")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_LEAST_CONTRAST = 4.5  # of letters, WCAG 2.2 (1.4.3)


def read_brand(path: Path | str) -> Brand:
    """A brand kit from its TOML file.

    Parameters
    ----------
    path
        The file; the files it names lie beside it or in folders under it.

    Returns
    -------
    Brand
        The brand, for :func:`geo.build` or a :class:`geo.Style`.

    Raises
    ------
    DrawingError
        If it cannot be read, or naming every fault: a file that is missing or cannot be used, a
        key that is not known, a colour that is none, letters that cannot be read on their ground, a
        font that lacks letters, a palette of too few colours or one whose order does not show.

    Examples
    --------
    >>> import geo
    >>> from pathlib import Path
    >>> colours = '["#e3f1ec", "#9fd0c2", "#1f7a69", "#05302a"]'
    >>> kit = f'name = "Office of Maps"\\n[palettes]\\nsequential = {colours}'
    >>> Path("office.toml").write_text(kit, encoding="utf-8") > 0
    True
    >>> brand = geo.read_brand("office.toml")
    >>> geo.build("gdp-2020", brand=brand).save("ours.png")
    PosixPath('ours.png')
    """
    path = Path(path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:  # of the file, and of text that is no TOML or no UTF-8
        raise DrawingError("brand.unreadable", path=path, reason=str(error)) from error
    kit = _Kit(path, content)
    brand = kit.brand()
    if kit.faults:
        faults = joined(kit.faults, POINTS)
        raise DrawingError("brand.faults", where=path.name, faults=faults)
    return brand


class _Kit:
    """Reads one file and gathers its faults."""

    def __init__(self, path: Path, content: Mapping[str, Any]) -> None:
        self._path, self._content = path, content
        self.faults: list[Text] = []

    def brand(self) -> Brand:
        self._check_keys("", self._content, _KEYS)
        brand = Brand(
            path=self._path,
            name=self._text("name"),
            footer=self._text("footer"),
            faces=tuple(self._faces()),
            palettes=tuple(self._palettes()),
            logo=self._logo(),
            colours=self._colours(),
        )
        self._check_contrast(brand)
        return brand

    def _fault(self, told: Text) -> None:
        self.faults.append(told)

    def _check_keys(self, where: str, found: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in found:
            if key not in known:
                self._fault(phrase("brand.unknown_key", key=f"{where}{key}", known=known))

    def _table(self, key: str, of: Mapping[str, Any] | None = None, *, at: str = "") -> Any:
        value = (self._content if of is None else of).get(key, {})
        if isinstance(value, Mapping):
            return value
        self._fault(phrase("brand.no_table", key=at + key))
        return {}

    def _text(self, key: str) -> Text:
        """Words of both languages, or the same in both."""
        value = self._content.get(key, "")
        if isinstance(value, str):
            return Text(value, value)
        if isinstance(value, Mapping) and value.keys() == {"en", "zh"}:
            return Text(str(value["en"]), str(value["zh"]))
        self._fault(phrase("brand.no_text", key=key))
        return Text("", "")

    def _file(self, key: str, name: Any) -> Path | None:
        """A file of the kit, which is not left."""
        folder = self._path.parent.resolve()
        if not isinstance(name, str) or not name:
            self._fault(phrase("brand.no_file_name", key=key))
            return None
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            self._fault(phrase("brand.outside", key=key, file=name))
        elif not path.is_file():
            self._fault(phrase("brand.missing_file", key=key, file=name))
        else:
            return path
        return None

    def _faces(self) -> Iterator[Face]:
        from geo.draw.typeface import face_of, lacking  # needs matplotlib

        names = self._content.get("fonts", [])
        for name in names if isinstance(names, list) else [names]:
            if (path := self._file("fonts", name)) is None:
                continue
            try:
                face = face_of(path)
            except DrawingError as error:
                self._fault(phrase("brand.no_font", file=name, reason=error))
                continue
            if lacks := lacking(face):
                self._fault(phrase("brand.font_lacks", file=name, characters=lacks))
            else:
                yield face

    def _palettes(self) -> Iterator[Palette]:
        found = self._table("palettes")
        self._check_keys("palettes.", found, PALETTE_KINDS)
        for kind in (kind for kind in PALETTE_KINDS if kind in found):
            key, colours = f"palettes.{kind}", found[kind]
            listed = colours if isinstance(colours, list) else [colours]
            wrong = [colour for colour in listed if not _is_colour(colour)]
            if wrong:
                self._fault(phrase("brand.no_colour", key=key, colour=wrong[0]))
                continue
            listed = [colour.lower() for colour in listed]
            faults = palette_faults(kind, listed)
            self.faults += [phrase("brand.palette", key=key, fault=fault) for fault in faults]
            if not faults:
                yield palette_of(kind, listed, title=self._text("name"))

    def _logo(self) -> Logo | None:
        found = self._table("logo")
        self._check_keys("logo.", found, _LOGO_KEYS)
        if not found:
            return None
        paths = [
            self._logo_file(f"logo.{key}", found[key]) if key in found else None
            for key in ("file", "dark")
        ]
        if "file" not in found:
            self._fault(phrase("brand.no_file_name", key="logo.file"))
        height, (least, most) = found.get("height", Logo.height), _LOGO_HIGH
        if not isinstance(height, int | float) or not least <= height <= most:
            self._fault(phrase("brand.logo_height", height=height, least=least, most=most))
            return None
        return Logo(paths[0], paths[1], float(height)) if paths[0] else None

    def _logo_file(self, key: str, name: Any) -> Path | None:
        path = self._file(key, name)
        if path is None:
            return None
        if path.suffix.lower() not in _LOGO_ENDINGS:
            self._fault(phrase("brand.logo_kind", key=key, file=name, known=_LOGO_ENDINGS))
            return None
        from geo.draw.elements.logo import read_logo

        try:
            read_logo(path)
        except GeoError as error:
            self._fault(phrase("brand.no_logo", key=key, file=name, reason=error))
            return None
        return path

    def _colours(self) -> dict[str, dict[str, str]]:
        made: dict[str, dict[str, str]] = {}
        themes = self._table("colours")
        self._check_keys("colours.", themes, _THEMES)
        for theme in (theme for theme in _THEMES if theme in themes):
            at = f"colours.{theme}."
            found = self._table(theme, themes, at="colours.")
            self._check_keys(at, found, _COLOUR_NAMES)
            made[theme] = {}
            for name in (name for name in _COLOUR_NAMES if name in found):
                if _is_colour(found[name]):
                    made[theme][name] = found[name].lower()
                else:
                    self._fault(phrase("brand.no_colour", key=at + name, colour=found[name]))
        return made

    def _check_contrast(self, brand: Brand) -> None:
        for theme in (theme for theme in _THEMES if theme in brand.colours):
            colours = in_brand(COLOURS[theme], brand, theme)
            for name in ("ink", "grey"):
                colour = getattr(colours, name)
                found = contrast(colour, colours.ground)
                if found < _LEAST_CONTRAST:
                    told = phrase(
                        "brand.contrast", key=f"colours.{theme}.{name}", colour=colour,
                        ground=colours.ground, contrast=found, least=_LEAST_CONTRAST,
                    )  # fmt: skip
                    self._fault(told)


def _is_colour(value: Any) -> bool:
    return isinstance(value, str) and _COLOUR.fullmatch(value) is not None
