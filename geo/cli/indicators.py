"""The verb ``indicators``: what the catalogue has, by group, searched by word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import click

from geo.cli.options import Argument, Option
from geo.cli.words import Lang, language_of, words
from geo.model import CLAUSES, LANGUAGES, GeoError, Language, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.model import Indicator


def indicators(
    search: Annotated[
        list[str] | None,
        Argument(
            metavar="[WORD]...",
            help="Only those with all words: broadband, 宽带, km. Any language.",
        ),
    ] = None,
    as_json: Annotated[bool, Option("--json", help="As JSON.")] = False,
    lang: Lang = "en",
) -> None:
    """List the indicators by group, or those in which every word is found."""
    from geo.indicators import find_indicators, load_every_level, near_indicators

    language, asked, catalogue = language_of(lang), " ".join(search or ()), load_every_level()
    found = find_indicators(catalogue, asked)
    if not found:
        near = [f"{one.id} ({one.title[language]})" for one in near_indicators(catalogue, asked)]
        if near:
            raise GeoError("cli.none_but_near", words=asked, near=near)
        raise GeoError("cli.none_found", words=asked, count=len(catalogue))
    if as_json:
        click.echo(json.dumps([_describe(i) for i in found], ensure_ascii=False, indent=1))
        return
    click.echo("\n\n".join(_groups(found, language)))


def _groups(found: Sequence[Indicator], language: Language) -> list[str]:
    """The lines of each group: its name, what it shows, and its indicators."""
    from geo.indicators import read_groups

    wide = max(len(indicator.id) for indicator in found)
    blocks = []
    for group in read_groups().values():
        members = [indicator for indicator in found if indicator.group_id == group.id]
        if members:
            head = words("group", language, title=group.title[language], line=group.line[language])
            blocks.append("\n".join([head, *(_line(one, wide, language) for one in members)]))
    return blocks


def _line(indicator: Indicator, wide: int, language: Language) -> str:
    from geo.indicators import coverage_of, spell_periods
    from geo.places import level_of_set

    covered, title = coverage_of(indicator), indicator.title
    facts = [
        word(f"by_{level_of_set(indicator.boundaries)}", language) if indicator.level_of else "",
        indicator.unit[language],
        spell_periods(indicator.periods, language),
        words("covers", language, places=len(covered.places), expected=len(covered.expected)),
    ]
    if indicator.trust:
        facts.append(word(f"trust_{indicator.trust}", language, section="catalogue"))
    told = CLAUSES[language].join(filter(None, facts))
    about = words("indicator", language, en=title.en, zh=title.zh, facts=told)
    return f"  {indicator.id:{wide}}  {about}"


def _describe(indicator: Indicator) -> dict[str, object]:
    from geo.indicators import coverage_of

    covered = coverage_of(indicator)
    return {
        "id": indicator.id,
        "group": indicator.group_id,
        "title": {lang: indicator.title[lang] for lang in LANGUAGES},
        "unit": {lang: indicator.unit[lang] for lang in LANGUAGES},
        "kind": indicator.kind,
        "boundaries": indicator.boundaries,
        "periods": list(indicator.periods),
        "figures": covered.figures,
        "places": len(covered.places),
        "expected": len(covered.expected),
        "trust": indicator.trust,
        "vintage": {lang: indicator.vintage[lang] for lang in LANGUAGES},
        "derived": bool(indicator.derived),
        "statuses": sorted({o.status for o in indicator.values}),
        "publisher": {lang: indicator.source.publisher[lang] for lang in LANGUAGES},
        "source": indicator.source.citation.en,
    }
