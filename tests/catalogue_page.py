"""Writes ``docs/catalogue.md``: python -m tests.catalogue_page. A test compares it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from geo.indicators.catalogue import load_every_level
from geo.indicators.coverage import Coverage, coverage_of, spell_periods
from geo.indicators.groups import Group, read_groups
from geo.model.text import Text
from geo.model.values import STATUSES, Indicator
from geo.model.words import both
from geo.places.boundaries import load_boundaries
from geo.places.hierarchy import level_of_set

PAGE = Path(__file__).parents[1] / "docs" / "catalogue.md"
#: So many places with gaps are named; of more, their number is said.
_MOST_GAPS = 8

_HEAD = """# The catalogue

```
python -m geo indicators
python -m geo indicators cable km
python -m geo export --catalogue -o atlas.xlsx
python -m geo export --catalogue -o atlas.parquet
python -m geo export --catalogue -o datapackage.zip
```

The first lists what is on this page, the second what has all the words, in either language. The
others write every figure with its status and its source: as a workbook, as one long table, and as a
[Frictionless data package](https://specs.frictionlessdata.io/tabular-data-package/) with a CSV for
each indicator, so that all of it can be checked and used again.

{count} indicators, {figures:,} figures. Nothing is interpolated, and no series mixes two vintages.
*Trust* says how far a source could be checked: *high* is a publication of the office itself, or
copies whose totals are those that the office states; *medium* is one copy, or figures that are
rounded much or change in meaning. What is *computed* has no table: its figures are made from two
others when they are read, each year's from the figures of the same year, or of the last year stated
before it.
"""


def content() -> str:
    """The page as the program makes it."""
    catalogue = load_every_level()
    figures = sum(len(indicator.numbers()) for indicator in catalogue)
    parts = [_HEAD.format(count=len(catalogue), figures=figures), _statuses()]
    for group in read_groups().values():
        members = [indicator for indicator in catalogue if indicator.group_id == group.id]
        if members:
            parts += [_group(group, members), *("\n".join(_indicator(one)) for one in members)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _statuses() -> str:
    words = {status: (both(status), both(status, section="statuses")) for status in STATUSES}
    rows = [
        f"| `{status}` | {name.en} {name.zh} | {meaning.en} |"
        for status, (name, meaning) in words.items()
    ]
    return "\n".join(["## Statuses", "", "| status | | meaning |", "|---|---|---|", *rows])


def _group(group: Group, members: Sequence[Indicator]) -> str:
    rows = [
        f"| [`{one.id}`](#{one.id}) | {_title(one).en} {_title(one).zh} | "
        f"{spell_periods(one.periods, 'en')} | {_places(coverage_of(one))} | {one.trust} |"
        for one in members
    ]
    head = ["| id | indicator | years | places | trust |", "|---|---|---|---|---|"]
    title = f"## {group.title.en} {group.title.zh}"
    return "\n".join([title, "", f"{group.line.en}. {group.line.zh}。", "", *head, *rows])


def _indicator(indicator: Indicator) -> Iterator[str]:
    """Everything that is said of one indicator."""
    source, covered = indicator.source, coverage_of(indicator)
    yield f"### {indicator.id}\n"
    yield f"{_both(_title(indicator))}, {_both(indicator.unit)}.\n"
    periods = spell_periods(indicator.periods, "en")
    yield f"- {periods}; {_places(covered)} places: {_told(indicator)}."
    names = load_boundaries(indicator.boundaries).names
    if covered.without:
        few = len(covered.places) < len(covered.without)
        named = [names[adcode].en for adcode in (covered.places if few else covered.without)]
        yield f"- {'Only' if few else 'Without any figure:'} {', '.join(named)}."
    if covered.gaps:
        yield f"- Gaps: {_gaps(covered, names)}."
    if indicator.derived:
        formula = indicator.derived
        yield (
            f"- Computed: `{formula.numerator}` ÷ `{formula.denominator}` × {formula.scale:,.12g}"
            f"{_rounded(formula.round)}."
        )
    if indicator.vintage:
        yield f"- Vintage: {_both(indicator.vintage)}."
    yield f"- {_both(source.publisher)}. {source.citation.en.rstrip('.')}."
    if indicator.trust:
        yield f"- Trust: {indicator.trust}. Copied on {source.accessed}."
    yield from (f"- {note.en}" for note in indicator.notes)


def _title(indicator: Indicator) -> Text:
    """Its title; of one that is another at a lower level, by which places."""
    title = indicator.title
    if not indicator.level_of:
        return title
    where = both(f"by_{level_of_set(indicator.boundaries)}")
    return Text(f"{title.en} {where.en}", f"{where.zh}{title.zh}")


def _both(text: Text) -> str:
    return text.en if text.en == text.zh else f"{text.en} ({text.zh})"


def _places(covered: Coverage) -> str:
    return f"{len(covered.places)} of {len(covered.expected)}"


def _told(indicator: Indicator) -> str:
    """How many figures have which status."""
    counts = Counter(observation.status for observation in indicator.values)
    told = {status: status.replace("_", " ") for status in STATUSES}
    return ", ".join(
        f"{counts[status]:,} {name}" for status, name in told.items() if counts[status]
    )


def _gaps(covered: Coverage, names: dict[str, Text]) -> str:
    """Which places lack which periods; where most lack some, only how many there are."""
    if len(covered.gaps) > _MOST_GAPS:
        missing = sum(map(len, covered.gaps.values()))
        return f"{missing:,} figures of {len(covered.gaps)} places"
    told = [
        f"{names[adcode].en} {spell_periods(missed, 'en')}"
        for adcode, missed in covered.gaps.items()
    ]
    return "; ".join(told)


def _rounded(decimals: int | None) -> str:
    return "" if decimals is None else f", rounded to {decimals} decimals"


if __name__ == "__main__":
    PAGE.write_text(content(), "utf-8")
