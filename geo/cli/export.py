"""The verb ``export``: all figures of the catalogue as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from geo.cli.options import Option, Output
from geo.cli.words import Lang, language_of, say
from geo.model import GeoError

DEFAULT_OUTPUT = Path("atlas.xlsx")


def export(
    catalogue: Annotated[
        bool, Option("--catalogue", help="All figures of the catalogue with their sources.")
    ] = False,
    output: Output = None,
    lang: Lang = "en",
) -> None:
    """Write the catalogue: atlas.xlsx, atlas.parquet, or datapackage.zip (Frictionless)."""
    from geo.export import export_catalogue, write_file
    from geo.indicators import load_every_level

    language, path = language_of(lang), output or DEFAULT_OUTPUT
    if not catalogue:
        raise GeoError("cli.export_what")
    indicators = load_every_level()
    ending = path.suffix.lower().removeprefix(".") or path.name
    write_file(path, export_catalogue(ending, language=language, indicators=indicators))
    figures = sum(len(indicator.numbers()) for indicator in indicators)
    say("exported", language, file=path.name, indicators=len(indicators), figures=figures)
