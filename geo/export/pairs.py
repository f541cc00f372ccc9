"""The second figure of each place on a map of two indicators, as files of data have it."""

from __future__ import annotations

from typing import Any

from geo.model import Choropleth, word


def pair_record(choropleth: Choropleth, adcode: str) -> dict[str, Any]:
    """The second figure of a place, whatever became of it on the map; nothing of other maps."""
    pair, language = choropleth.pair, choropleth.language
    if pair is None:
        return {}
    figure, indicator = pair.others[adcode], pair.second.indicator
    return {
        "against_value": figure.value,
        "against_unit": indicator.unit[language],
        "against_status": figure.status,
        "against_date": figure.date or figure.period,
        "against_source": figure.source[language] or indicator.source.title[language],
    }


def pair_facts(choropleth: Choropleth) -> dict[str, Any]:
    """What a file says once of the second indicator; nothing of other maps."""
    pair, language = choropleth.pair, choropleth.language
    if pair is None:
        return {}
    indicator = pair.second.indicator
    return {
        "against": {
            "indicator": indicator.id,
            "title": indicator.title[language],
            "unit": indicator.unit[language],
            "period": pair.second.period,
            "edges": list(pair.classes.edges),
            "source": {
                "title": indicator.source.title[language],
                "publisher": indicator.source.publisher[language],
                "url": indicator.source.url,
                "published": indicator.source.published,
                "citation": indicator.source.citation[language],
            },
        }
    }


def pair_headings(choropleth: Choropleth) -> dict[str, str]:
    """What the columns of the second figure are called."""
    pair, language = choropleth.pair, choropleth.language
    if pair is None:
        return {}
    title = pair.second.indicator.title[language]
    return {
        f"against_{key}": word(
            "unit_of", language, what=title, unit=word(key, language, section="columns")
        )
        for key in ("value", "unit", "status", "date", "source")
    }
