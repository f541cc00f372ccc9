"""One picture of one map or of several: a :class:`Plate` joins what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from geo.maps.arranged_words import boundaries_cited
from geo.maps.choropleth import written_alike
from geo.maps.subject import Subject
from geo.maps.titles import own_title, part_name, source_line, suggested_title
from geo.model import (
    MOST_TITLE,
    Choropleth,
    DrawingError,
    GeoError,
    Plate,
    Text,
    fitting,
    format_period,
    listed,
    word,
)

#: On more maps than these nothing can be read.
MOST_MAPS = 36
# How long a title may be, in Latin letters; a Chinese character is as wide as two.


def make_plate(
    maps: Sequence[Choropleth], *, title: str | None = None, subtitle: str | None = None
) -> Plate:
    """One picture of maps in one language, on one set of boundaries.

    Parameters
    ----------
    maps
        One to 36.
    title, subtitle
        Those of the only map, else what all have in common, when left out.

    Raises
    ------
    DrawingError
        If there are no maps or too many, or their languages or boundaries differ.
    """
    if not 1 <= len(maps) <= MOST_MAPS:
        raise DrawingError("drawing.number_of_maps", most=MOST_MAPS, count=len(maps))
    if len({choropleth.language for choropleth in maps}) > 1:
        raise DrawingError("drawing.languages")
    if len(maps) > 1 and any(choropleth.pair for choropleth in maps):
        raise GeoError("pair.several")
    sets = dict.fromkeys(choropleth.layer.boundaries.id for choropleth in maps)
    if len(sets) > 1:
        raise DrawingError("drawing.sets", sets=list(sets))
    if title is not None:
        title = own_title(title)
    maps = written_alike(maps)
    first = maps[0]
    if len(maps) == 1:
        return Plate(
            tuple(maps),
            first.title if title is None else title,
            first.subtitle if subtitle is None else subtitle,
            first.source_line, first.notes, first.description,
        )  # fmt: skip
    over_time, over_parts = are_over_time(maps), are_over_parts(maps)
    common = _title_of_parts(maps) if over_parts else common_title(maps)
    return Plate(
        maps=tuple(maps),
        title=common if title is None else title,
        subtitle=_common_subtitle(maps) if subtitle is None else subtitle,
        source_line=_source_over_time(maps) if over_time else _source_line(maps),
        notes=_notes_over_time(maps) if over_time else _common([one.notes for one in maps]),
        description=Text(
            " ".join(dict.fromkeys(choropleth.description.en for choropleth in maps)),
            "".join(dict.fromkeys(choropleth.description.zh for choropleth in maps)),
        ),
        panel_titles=tuple(
            part_name(one.layer.boundaries)[one.language]
            if over_parts
            else _period_title(one, maps)
            if over_time
            else one.title
            for one in maps
        ),
        shared=_share_legend(maps),
    )


def are_over_time(maps: Sequence[Choropleth]) -> bool:
    """Whether maps are different periods of one indicator."""
    titles = {choropleth.layer.indicator.title for choropleth in maps}
    periods = {choropleth.layer.period for choropleth in maps}
    return len(titles) == 1 and len(periods) == len(maps) > 1


def are_over_parts(maps: Sequence[Choropleth]) -> bool:
    """Whether maps are different parts of the country, of one indicator."""
    titles = {choropleth.layer.indicator.title for choropleth in maps}
    parts = {choropleth.layer.boundaries.within for choropleth in maps}
    return len(titles) == 1 and len(parts) == len(maps) > 1


def _title_of_parts(maps: Sequence[Choropleth]) -> str:
    """What the map of the whole country would be called."""
    layer = maps[0].layer
    whole = replace(layer, boundaries=replace(layer.boundaries, within="", around=None))
    return suggested_title(whole, maps[0].language)


def common_title(maps: Sequence[Choropleth]) -> str:
    """What several maps show, each thing said once."""
    language = maps[0].language
    titles = list(dict.fromkeys(choropleth.layer.indicator.title[language] for choropleth in maps))
    if len(titles) == 1:
        return suggested_title(replace(maps[0].layer, period=""), language)
    return fitting(listed(titles, language, most=3), MOST_TITLE)


def _common_subtitle(maps: Sequence[Choropleth]) -> str:
    """What the subtitles of all maps say first."""
    joint = ", " if maps[0].language == "en" else "，"
    parts = zip(*(choropleth.subtitle.split(joint) for choropleth in maps), strict=False)
    return joint.join(said[0] for said in takewhile(lambda said: len(set(said)) == 1, parts))


def _period_title(choropleth: Choropleth, maps: Sequence[Choropleth]) -> str:
    """The period of one of several maps, with the mark that all of its figures share, unless those
    of all maps do."""
    layer, language = choropleth.layer, choropleth.language
    title = format_period(layer.period, language)
    if not layer.common_mark or len({one.layer.common_mark for one in maps}) == 1:
        return title
    return (", " if language == "en" else "，").join([title, word(layer.common_mark, language)])


def _share_legend(maps: Sequence[Choropleth]) -> bool:
    """Whether one legend speaks for all: the same classes, colours and unit, and no circles."""
    looks = {
        (
            choropleth.legend_title, choropleth.scale.colours, choropleth.scale.classes.edges,
            choropleth.symbols is not None,
        )
        for choropleth in maps
    }  # fmt: skip
    return len(looks) == 1 and maps[0].symbols is None


def _source_line(maps: Sequence[Choropleth]) -> str:
    """The sources of all maps, each said once, and that of the boundaries at the end."""
    lines = list(dict.fromkeys(choropleth.source_line for choropleth in maps))
    cited = boundaries_cited(maps[0].layer.boundaries, maps[0].language)
    boundaries = cited + word("stop", maps[0].language)
    gap = " " if maps[0].language == "en" else ""
    return gap.join([*(line.removesuffix(boundaries).rstrip() for line in lines[:-1]), lines[-1]])


def _source_over_time(maps: Sequence[Choropleth]) -> str:
    """The source of several periods, with all that their figures were divided by."""
    last = maps[-1]
    periods = {part for one in maps for part in one.layer.period.split("/")}
    layer = replace(last.layer, period="/".join(sorted(periods)))
    return source_line(Subject(layer, last.scale, last.language, last.wording, last.symbols))


def _notes_over_time(maps: Sequence[Choropleth]) -> tuple[str, ...]:
    """The notes of all maps, each said once; of those that name a map's own period, as how a change
    was computed does, the first and the last."""
    of_all = set(maps[0].notes).intersection(*(choropleth.notes for choropleth in maps))
    alike: dict[str, list[str]] = {}
    for choropleth in maps:
        dates = re.compile("|".join(map(re.escape, choropleth.layer.period.split("/"))) or "$")
        for note in choropleth.notes:
            alike.setdefault(note if note in of_all else dates.sub("…", note), []).append(note)
    told = [note for notes in alike.values() for note in (notes[0], notes[-1])]
    return tuple(dict.fromkeys(told))


def _common(notes: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The notes of all maps, each said once."""
    return tuple(dict.fromkeys(note for each in notes for note in each))
