"""The catalogue as a frame, and single indicators of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.indicators import coverage_of, find_indicators, load_catalogue
from geo.indicators import load_indicator as load
from geo.notebook.telling import told_in

if TYPE_CHECKING:
    import pandas as pd

    from geo.model import Indicator, Language

_COLUMNS = (
    "id", "title", "group", "unit", "kind", "periods", "boundaries", "places", "figures", "trust",
    "vintage",
)  # fmt: skip


def list_indicators(search: str = "", *, language: Language = "en") -> pd.DataFrame:
    """The indicators of the catalogue, or those that are looked for.

    Parameters
    ----------
    search
        Words that all must be found in the id, title, group or unit, whatever their language:
        ``broadband``, ``宽带``.
    language
        Of titles, groups, units and vintages: ``en`` or ``zh``.

    Returns
    -------
    DataFrame
        A row an indicator, indexed by ``id``: ``title``, ``group``, ``unit``, ``kind`` (count,
        ratio, index or category), ``periods`` (a tuple), ``boundaries``, ``places`` (how many have
        a figure), ``figures`` (how many there are), ``trust`` (high, medium-high or medium: how far
        the source was checked), ``vintage`` (which of several releases).

    Examples
    --------
    >>> import geo
    >>> geo.list_indicators().loc["gdp-2020", ["unit", "kind"]].to_list()
    ['100 million yuan', 'count']
    >>> geo.list_indicators("人口 density").index.to_list()
    ['population-density']
    """
    import pandas as pd

    with told_in(language):
        records = [
            {
                "id": indicator.id,
                "title": indicator.title[language],
                "group": indicator.group[language],
                "unit": indicator.unit[language],
                "kind": indicator.kind,
                "periods": indicator.periods,
                "boundaries": indicator.boundaries,
                "places": len(covered.places),
                "figures": covered.figures,
                "trust": indicator.trust,
                "vintage": indicator.vintage[language],
            }
            for indicator in find_indicators(load_catalogue(), search)
            for covered in [coverage_of(indicator)]
        ]
    return pd.DataFrame.from_records(records, index="id", columns=_COLUMNS)


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
