"""The catalogue as a frame, and single indicators of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.indicators import load_catalogue
from geo.indicators import load_indicator as load
from geo.notebook.telling import told_in

if TYPE_CHECKING:
    import pandas as pd

    from geo.model import Indicator, Language


def list_indicators(*, language: Language = "en") -> pd.DataFrame:
    """The indicators of the catalogue.

    Parameters
    ----------
    language
        Of titles and units: ``en`` or ``zh``.

    Returns
    -------
    DataFrame
        A row an indicator, indexed by ``id``: ``title``, ``unit``, ``kind`` (count, ratio, index or
        category), ``periods`` (a tuple), ``boundaries``, ``figures`` (how many there are).

    Examples
    --------
    >>> import geo
    >>> geo.list_indicators().loc["gdp-2020", ["unit", "kind"]].to_list()
    ['100 million yuan', 'count']
    """
    import pandas as pd

    with told_in(language):
        records = [
            {
                "id": indicator.id,
                "title": indicator.title[language],
                "unit": indicator.unit[language],
                "kind": indicator.kind,
                "periods": indicator.periods,
                "boundaries": indicator.boundaries,
                "figures": len(indicator.numbers()),
            }
            for indicator in load_catalogue()
        ]
    return pd.DataFrame.from_records(records, index="id")


def load_indicator(
    indicator: str, *, per: str | None = None, language: Language = "en"
) -> Indicator:
    """An indicator of the catalogue: its figures, with unit, kind, status and source.

    Parameters
    ----------
    indicator
        Its id; :func:`geo.list_indicators` has all.
    per
        What it is related to: ``population``, ``area`` or ``gdp``.
    language
        Of errors.

    Returns
    -------
    Indicator
        To be looked at, or drawn by :func:`geo.build`.

    Raises
    ------
    UnknownNameError
        If there is no such indicator or denominator; the nearest is named.
    GeoError
        If the indicator cannot be related to anything.

    Examples
    --------
    >>> import geo
    >>> geo.load_indicator("population-2020", per="area").unit.en
    'persons per 10,000 km²'
    """
    with told_in(language):
        return load(indicator, per)
