"""The verb ``indicators``: what the catalogue has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.words import Lang, language_of, words
from geo.model import LANGUAGES

if TYPE_CHECKING:
    from geo.model import Indicator


def indicators(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False, lang: Lang = "en"
) -> None:
    """List the indicators."""
    from geo.indicators import list_indicators

    language, catalogue = language_of(lang), list_indicators()
    if as_json:
        typer.echo(json.dumps([_describe(i) for i in catalogue], ensure_ascii=False, indent=1))
        return
    wide = max(len(indicator.id) for indicator in catalogue)
    for indicator in catalogue:
        about = words(
            "indicator", language, en=indicator.title.en, zh=indicator.title.zh,
            unit=indicator.unit[language], count=len(indicator.numbers()),
        )  # fmt: skip
        typer.echo(f"{indicator.id:{wide}}  {about}")


def _describe(indicator: Indicator) -> dict[str, object]:
    return {
        "id": indicator.id,
        "title": {lang: indicator.title[lang] for lang in LANGUAGES},
        "unit": {lang: indicator.unit[lang] for lang in LANGUAGES},
        "kind": indicator.kind,
        "periods": list(indicator.periods),
        "figures": len(indicator.numbers()),
        "statuses": sorted({o.status for o in indicator.values}),
        "source": indicator.source.citation.en,
    }
