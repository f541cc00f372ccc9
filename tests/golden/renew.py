"""What the golden files hold, and how they are renewed: ``python -m tests.golden.renew``.

The tests only compare; a file that is missing is a failure.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from geo.export import export, to_json
from geo.model import Choropleth, Language
from tests.pictures import a_map, an_svg, read_svg

FOLDER = Path(__file__).parent

_JSON: tuple[tuple[str, Language], ...] = (("ccid-projects", "en"), ("population-2020", "zh"))
_DRAWN: tuple[tuple[str, Language], ...] = (
    ("ccid-projects", "en"),
    ("ccid-projects", "zh"),
    ("5g-stations-announced-2020", "en"),
)
NAMES = sorted(
    [*(f"{i}-{lang}.json" for i, lang in _JSON), *(f"{i}-{lang}.txt" for i, lang in _DRAWN)]
)


@cache
def contents() -> dict[str, str]:
    """Every golden file by name."""
    files = {f"{i}-{lang}.json": export(a_map(i, lang), "json").decode() for i, lang in _JSON}
    files.update({f"{i}-{lang}.txt": drawn(a_map(i, lang), an_svg(i, lang)) for i, lang in _DRAWN})
    return files


def drawn(choropleth: Choropleth, svg: bytes) -> str:
    """What stands in a picture, as text that does not depend on where it stands: the running text
    without its line breaks, the words on map and legend in order of the alphabet, the fills."""
    picture = read_svg(svg)
    start = picture.texts.index(choropleth.legend_title)
    gap = " " if choropleth.language == "en" else ""
    words = sorted(part for text in picture.texts[start:] for part in text.split("  "))
    names = {place["adcode"]: place["name_en"] for place in to_json(choropleth)["places"]}
    fills = [f"{code} {names[code]} {fill}" for code, fill in sorted(picture.fills.items())]
    return "\n".join([gap.join(picture.texts[:start]), "", *words, "", *fills, ""])


if __name__ == "__main__":
    for name, content in contents().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        print(f"tests/golden/{name}")
