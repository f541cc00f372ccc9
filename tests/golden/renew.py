"""What the golden files hold, and how they are renewed: ``python -m tests.golden.renew``.

The tests only compare; a file that is missing is a failure.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from geo.draw.style import Style
from geo.export.data import to_json
from geo.export.formats import export
from geo.maps.plate import make_plate
from geo.model.maps import Choropleth
from geo.model.text import Language
from tests.pictures import a_map, an_svg, read_svg

FOLDER = Path(__file__).parent

_JSON: tuple[tuple[str, Language], ...] = (("ccid-projects", "en"), ("population-2020", "zh"))
_DRAWN: tuple[tuple[str, Language], ...] = (
    ("ccid-projects", "en"),
    ("ccid-projects", "zh"),
    ("5g-stations-announced-2020", "en"),
)


def _kind(*maps: Choropleth, **look: Any) -> bytes:
    """A small picture with its words as text, to be read as a diff."""
    return export(make_plate(maps), "svg", style=Style(size=(480, 360), letters="text", **look))


#: One picture for each kind of map.
_KINDS: dict[str, Callable[[], bytes]] = {
    "kind-classes": lambda: _kind(a_map("5g-stations-announced-2020", "en")),
    "kind-dark-maritime": lambda: _kind(a_map("ccid-projects", "zh"), theme="dark", maritime=True),
    "kind-region": lambda: _kind(a_map("gdp-2020", "en"), crop=("210000", "220000", "230000")),
    "kind-highlight": lambda: _kind(
        a_map("gdp-2020", "zh"), highlight=("340000",), legend="horizontal", detail="histogram"
    ),
    "kind-strip": lambda: _kind(a_map("gdp-2020", "en"), strip=True, theme="grey"),
    "kind-circles": lambda: _kind(a_map("gdp-per-person", "en", symbols="population-2020")),
    "kind-continuous": lambda: _kind(a_map("gdp-2020", "zh", scheme="continuous")),
    "kind-difference": lambda: _kind(
        a_map("ccid-key-projects-implied", "en", minus="ccid-projects")
    ),
    "kind-two-maps": lambda: _kind(a_map("gdp-2020", "zh"), a_map("population-2020", "zh")),
}
NAMES = sorted(
    [
        *(f"{i}-{lang}.json" for i, lang in _JSON),
        *(f"{i}-{lang}.txt" for i, lang in _DRAWN),
        *(f"{name}.svg" for name in _KINDS),
    ]
)


@cache
def contents() -> dict[str, str]:
    """Every golden file by name."""
    files = {f"{i}-{lang}.json": export(a_map(i, lang), "json").decode() for i, lang in _JSON}
    files.update({f"{i}-{lang}.txt": drawn(a_map(i, lang), an_svg(i, lang)) for i, lang in _DRAWN})
    files.update({f"{name}.svg": svg().decode() for name, svg in _KINDS.items()})
    return files


def drawn(choropleth: Choropleth, svg: bytes) -> str:
    """What stands in a picture, as text that does not depend on where it stands: the running text
    without its line breaks, the words on map and legend in order of the alphabet, the fills."""
    picture = read_svg(svg)
    running = picture.texts[-4:]  # title, subtitle, notes and source are drawn last
    words = sorted(part for text in picture.texts[:-4] for part in text.split("  "))
    names = {place["adcode"]: place["name_en"] for place in to_json(choropleth)["places"]}
    fills = [f"{code} {names[code]} {fill}" for code, fill in sorted(picture.fills.items())]
    return "\n".join([*running, "", *words, "", *fills, ""])


if __name__ == "__main__":
    for name, content in contents().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        print(f"tests/golden/{name}")
