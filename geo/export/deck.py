"""The deck: a slide for each picture, the figures as tables, and what the speaker is to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from geo.draw import Ranking, SlideDeck, Style, Told, compose_film
from geo.export.workbook import number_format
from geo.maps import is_over_parts, is_over_time, write_value
from geo.model import ABSENT, MARKED, Choropleth, Observation, Plate, Status, format_period, word

#: So many places have their figures as tables; of more, nobody reads them on slides.
MOST_ROWS = 400
#: Signs in a table of many columns, where there is no room for words, as yearbooks have them: of
#: figures to be marked, those there are get the first; of places without a figure each has its own.
_MARKS = "*†‡§"
_NONE: dict[Status, str] = dict(zip(ABSENT, ("–", "×", "·"), strict=True))


def to_deck(
    plate: Plate, pictures: Sequence[Plate], style: Style, *, template: bytes | None = None
) -> bytes:
    """A .pptx: slides of native shapes with notes, and the figures as a table.

    Parameters
    ----------
    plate
        All maps, whose figures the table has.
    pictures
        What each slide shows.
    style, template
        How slides look, and the user's own deck that they are added to.

    Raises
    ------
    DrawingError
        If a picture cannot be drawn as asked for.
    ExportError
        If the user's template cannot be used.
    """
    first, over_time, language = plate.maps[0], is_over_time(plate), plate.language
    deck = SlideDeck(style, template, accents=tuple(reversed(first.scale.colours)))
    scenes = compose_film(pictures, deck.style, titled=deck.titled)
    for scene, picture in zip(scenes, pictures, strict=True):
        ranking = _ranking(picture.maps[0], picture) if style.strip else None
        deck.add_picture(scene, _notes(picture), ranking)
    deck.add_rows(_table(plate, over_time=over_time), plate.title, _key(plate, over_time=over_time))
    indicators = dict.fromkeys(choropleth.layer.indicator.id for choropleth in plate.maps)
    told = Told(
        title=plate.title,
        author=style.brand.name[language] if style.brand else "",
        subject=plate.source_line,
        keywords=", ".join(indicators),
        language=language,
    )
    return deck.saved(told, scenes[0])


def _ranking(choropleth: Choropleth, picture: Plate) -> Ranking:
    """The figures of a map as its bars are to have them, in the unit and with the decimals of the
    picture."""
    notation = choropleth.notation
    digits = number_format(notation.decimals)
    if notation.scientific:
        digits = digits.removeprefix("#,##") + "E+00"
    return Ranking(
        figures={
            o.adcode: float(notation.scaled(o.value))
            for o in choropleth.places
            if o.value is not None
        },
        number_format=digits + ('"%"' if notation.unit == "%" else ""),
        unit=notation.unit,
        source=picture.source_line,
    )


def _table(plate: Plate, *, over_time: bool) -> list[dict[str, Any]]:
    """The records of the table; none where there are too many."""
    parts = is_over_parts(plate)
    count = sum(len(one.places) for one in (plate.maps if parts else plate.maps[:1]))
    if count > MOST_ROWS:
        return []
    return _rows_of_parts(plate) if parts else _rows(plate, over_time=over_time)


def _rows_of_parts(plate: Plate) -> list[dict[str, Any]]:
    """One record for each place of every part: the part, its name, its figure."""
    language = plate.language
    part, name = (word(key, language, section="picture") for key in ("column_part", "column_name"))
    unit = _heading(replace(plate, panel_titles=()), 0, over_time=False)
    return [
        {
            part: title,
            name: choropleth.name(observation.adcode),
            unit: _written(choropleth, observation, None),
        }
        for choropleth, title in zip(plate.maps, plate.panel_titles, strict=True)
        for observation in _sorted(choropleth)
    ]


def _sorted(choropleth: Choropleth) -> list[Observation]:
    """The places of a map, the highest figure first; those without any are last."""
    return sorted(
        choropleth.places, key=lambda o: (o.value is None, -(o.value if o.value is not None else 0))
    )


def _rows(plate: Plate, *, over_time: bool) -> list[dict[str, Any]]:
    """One record for each place: its name, and its figure on each map with its status; the highest
    of the newest period, or of the first map, is first."""
    language, first = plate.language, plate.maps[0]
    name = word("column_name", language, section="picture")
    signs = _signs(plate) if over_time else None
    records: list[dict[str, Any]] = []
    numbers = {observation.adcode: i for i, observation in enumerate(first.places)}
    for observation in _sorted(plate.maps[-1 if over_time else 0]):
        i = numbers[observation.adcode]
        record: dict[str, Any] = {name: first.name(observation.adcode)}
        for number, choropleth in enumerate(plate.maps):
            heading = _heading(plate, number, over_time=over_time)
            record[heading] = _written(choropleth, choropleth.places[i], signs)
        records.append(record)
    return records


def _heading(plate: Plate, number: int, *, over_time: bool) -> str:
    choropleth = plate.maps[number]
    if over_time:
        return format_period(choropleth.layer.period, plate.language)
    unit = choropleth.unit or word("column_value", plate.language, section="picture")
    if not plate.panel_titles:
        return unit
    return f"{number + 1}. {plate.panel_titles[number]}"


def _written(
    choropleth: Choropleth, observation: Observation, signs: Mapping[Status, str] | None
) -> str:
    """The figure as it is, with its status where it is none that was counted: in words, or by a
    sign."""
    language, status = choropleth.language, observation.status
    told = word(status, language) if signs is None else signs.get(status, "")
    if observation.value is None:
        return told
    text = write_value(observation.value, choropleth.layer.indicator, language)
    if status not in MARKED:
        return text
    if signs is not None:
        return text + told
    return word("marked", language, section="picture", value=text, status=told)


def _signs(plate: Plate) -> dict[Status, str]:
    """The sign of each status that a picture has."""
    found = {o.status for choropleth in plate.maps for o in choropleth.places}
    marked = [status for status in MARKED if status in found]
    absent = {status: sign for status, sign in _NONE.items() if status in found}
    return dict(zip(marked, _MARKS, strict=False)) | absent


def _key(plate: Plate, *, over_time: bool) -> str:
    """What stands under a table: the unit, where its heading has it not, what its signs mean, and
    the source."""
    language, first = plate.language, plate.maps[0]
    unit = [word("unit", language, unit=first.unit)] if first.unit and over_time else []
    marks = _signs(plate).items() if over_time else ()
    signs = [f"{sign} {word(status, language)}" for sign, status in ((s, t) for t, s in marks)]
    explained = ("; " if language == "en" else "；").join([*unit, *signs])
    return (". " if language == "en" else "。").join(filter(None, (explained, plate.source_line)))


def _notes(plate: Plate) -> str:
    """Source, method and join report of every map, one paragraph each."""
    language = plate.language
    lines = [plate.title, plate.description[language]]
    if len(plate.maps[0].places) > MOST_ROWS:
        lines.append(word("notes_no_table", language, section="picture", most=MOST_ROWS))
    for choropleth in plate.maps:
        source, indicator = choropleth.layer.indicator.source, choropleth.layer.indicator
        parts = {
            "notes_source": source.citation[language],
            "notes_address": source.url,
            "notes_licence": source.licence[language],
            "notes_method": indicator.method[language],
            "notes_boundaries": choropleth.layer.boundaries.source.citation[language],
        }
        for key, text in parts.items():
            if text:
                lines.append(word(key, language, section="picture", text=text))
        report = choropleth.layer.report
        joined = {
            "matched": report.matched_rows,
            "rows": report.rows,
            "without": len(report.places_without_data),
            "places": len(choropleth.places),
        }
        lines.append(word("join_summary", language, section="page", **joined))
        lines += choropleth.notes
    return "\n".join(dict.fromkeys(line for line in lines if line))
