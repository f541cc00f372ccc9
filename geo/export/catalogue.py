"""The whole catalogue as one file, so that others can check its figures and use them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.export.catalogue_book import catalogue_book
from geo.export.catalogue_package import catalogue_package
from geo.indicators import load_every_level
from geo.model import Indicator, Language, UnknownNameError


def _parquet(indicators: Sequence[Indicator], language: Language) -> bytes:
    from geo.export.catalogue_parquet import catalogue_parquet  # pyarrow is slow to import

    return catalogue_parquet(indicators)


def _package(indicators: Sequence[Indicator], language: Language) -> bytes:
    return catalogue_package(indicators)


#: Every format by its file ending; a ``.zip`` is a Frictionless Data Package.
CATALOGUE_FORMATS: dict[str, Callable[[Sequence[Indicator], Language], bytes]] = {
    "xlsx": catalogue_book,
    "parquet": _parquet,
    "zip": _package,
}


def export_catalogue(
    file_format: str,
    *,
    language: Language = "en",
    indicators: Sequence[Indicator] | None = None,
) -> bytes:
    """All figures of the catalogue as a file's bytes; the same bytes for the same catalogue.

    Parameters
    ----------
    file_format
        A key of :data:`CATALOGUE_FORMATS`.
    language
        Of headings, notes and sources in a workbook; the other formats have both languages.
    indicators
        What is written; the whole catalogue when left out.

    Raises
    ------
    UnknownNameError
        If there is no such format.
    LabelError
        If the catalogue is damaged.
    """
    if file_format not in CATALOGUE_FORMATS:
        raise UnknownNameError("format", file_format, CATALOGUE_FORMATS)
    chosen = load_every_level() if indicators is None else indicators
    return CATALOGUE_FORMATS[file_format](chosen, language)
