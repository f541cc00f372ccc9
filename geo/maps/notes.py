"""The notes under a map: how it was classed, what is missing, what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo.maps.arranged_words import arranged_notes
from geo.maps.legend_words import is_rounded
from geo.maps.subject import Subject
from geo.maps.titles import say_circles
from geo.model import (
    MOST_NAME,
    NOTES,
    UNCOUNTED,
    Language,
    fitting,
    format_number,
    listed,
    text_width,
    word,
)

# More names than this are no longer read on a picture; the page's table has them all.
_MOST_NAMES = 6
# How long a note and all of them may be, in Latin letters; a Chinese character is as wide as two.
_NOTE, _NOTES = 500, 2000


def make_notes(subject: Subject) -> tuple[str, ...]:
    """All that is to be said of a map, each thing once, as far as a picture has room; only what it
    takes to read it, nothing, or the user's own text, where that is asked for."""
    asked = subject.wording.notes
    if asked not in NOTES:
        return _with_room([asked], subject.language)
    if asked == "none":
        return ()
    short = asked == "short"
    notes = [] if subject.is_circles_alone else _colour_notes(subject)
    notes += arranged_notes(subject)
    if subject.symbols:
        notes.append(say_circles("circles_note", subject.symbols, subject.language))
    for shown in filter(None, (subject, subject.of_circles)):
        notes += _mark_notes(shown)
        notes += _absence_notes(shown, named=not short)
        notes += _join_notes(shown)
        notes += [] if short else _label_notes(shown)
    return _with_room(list(dict.fromkeys(notes)), subject.language)


def _label_notes(subject: Subject) -> list[str]:
    """How figures were made, and what their label says of them; but not which places the table has,
    since what is drawn says which are without a figure."""
    indicator, language = subject.indicator, subject.language
    said = [text[language] for text in (indicator.method, *indicator.notes) if text]
    return [note for note in said if note != word("covers_mainland", language)]


def _mark_notes(subject: Subject) -> list[str]:
    """The status that all figures share, or all but those that are drawn with a mark."""
    layer, language = subject.layer, subject.language
    if layer.common_mark is None or layer.common_mark in UNCOUNTED:
        return []  # which subtitle and legend say
    others = any(layer.marks(o.status) for o in layer.values if o.value is not None)
    key = "told_others_marked" if others else "told_all_marked"
    return [word(key, language, status=word(layer.common_mark, language))]


def _colour_notes(subject: Subject) -> list[str]:
    indicator, scale, language = subject.indicator, subject.scale, subject.language
    classes = scale.classes
    if indicator.kind == "category":
        return [word("category_note", language)]
    if classes.distinct:
        notes = [word("distinct_note", language)]
    elif classes.is_continuous:
        notes = [word(f"{classes.scheme}_note", language)]
    else:
        scheme = word(classes.scheme, language, section="schemes")
        key = "scheme_note_rounded" if is_rounded(subject) else "scheme_note"
        if subject.whole_bounds():
            key = "scheme_note_whole"
        notes = [word(key, language, scheme=scheme, k=classes.k)]
    notes += say_made_from(subject)
    if scale.midpoint is not None:
        key = "midpoint_note" if indicator.midpoint is not None else "midpoint_median_note"
        value = subject.notation.label(scale.midpoint) if scale.midpoint else "0"
        notes.append(word(key, language, value=value))
    return notes


def say_made_from(subject: Subject) -> list[str]:
    """Of which periods or maps classes are that are not of this map alone."""
    made_from = subject.scale.classes.made_from
    return [] if made_from == "map" else [word(f"made_from_{made_from}_note", subject.language)]


def _absence_notes(subject: Subject, *, named: bool = True) -> list[str]:
    """How many places have no figure and why, and which, where they are few and are to be named;
    those that a list leaves out are told by themselves."""
    layer, language = subject.layer, subject.language
    unlisted = {o.adcode for o in layer.values if o.status == "not_listed"}
    every = layer.report.places_without_data
    notes = []
    for about, adcodes in (
        ("without_data", [adcode for adcode in every if adcode not in unlisted]),
        ("unlisted", [adcode for adcode in every if adcode in unlisted]),
    ):
        names = subject.names(adcodes)
        if not names:
            continue
        few = named and len(names) <= _MOST_NAMES
        key = f"{about}_note" if few else f"{about}_many"
        reason, shown = subject.indicator.no_data[language], listed(names, language)
        count, total = len(names), len(layer.values)
        notes.append(word(key, language, count=count, total=total, reason=reason, names=shown))
    return notes


def _join_notes(subject: Subject) -> list[str]:
    """What the join of a user's table did not understand, and what the user said of it."""
    report, language = subject.layer.report, subject.language
    notes = []
    if report.unmatched:
        rows = _some((_in_rows(o.text, o.rows, language) for o in report.unmatched_texts), language)
        matched, every = report.matched_rows, report.rows
        notes.append(word("join_note", language, matched=matched, rows=every, names=rows))
    for key, faulty in (("not_number_note", report.not_numbers), ("inexact_note", report.inexact)):
        if faulty:
            cells = _some((_row(cell.row, cell.text, language) for cell in faulty), language)
            notes.append(word(key, language, cells=cells))
    if report.fixes:
        notes.append(word("fix_note", language, fixes=_some(_fixes(subject), language)))
    if report.combined and report.duplicates:
        how = word(f"combined_{report.combined}", language)
        notes.append(word("combined_note", language, count=len(report.duplicates), how=how))
    wrong = [t for t in report.totals if not t.agrees and t.period in ("", subject.layer.period)]
    if wrong and subject.indicator.kind == "count":
        decimals = subject.indicator.decimals
        total, found = (format_number(n, decimals) for n in (wrong[0].total, wrong[0].sum))
        notes.append(word("total_note", language, row=wrong[0].row, total=total, sum=found))
    return notes


def _fixes(subject: Subject) -> list[str]:
    """What the user said of texts: which place they name, or that they name none."""
    return [
        word(
            "fix" if code else "left_out",
            subject.language,
            text=fitting(text, MOST_NAME),
            name=subject.names([code])[0] if code else "",
        )
        for text, code in subject.layer.report.fixes.items()
    ]


def _some(texts: Iterable[str], language: Language) -> str:
    return listed(texts, language, most=_MOST_NAMES)


def _in_rows(text: str, rows: Sequence[int], language: Language) -> str:
    """A text and its row, or the number of its rows."""
    if len(rows) == 1:
        return _row(rows[0], text, language)
    return word("rows", language, text=fitting(text, MOST_NAME), count=f"{len(rows):,}")


def _row(number: int, text: str, language: Language) -> str:
    return word("row", language, row=number, text=fitting(text, MOST_NAME))


def _with_room(notes: Sequence[str], language: Language) -> tuple[str, ...]:
    """As many notes as a picture has room for, and how many there are more."""
    kept: list[str] = []
    room = _NOTES
    for note in notes:
        text = fitting(note, _NOTE)
        room -= text_width(text)
        if room < 0:
            return (*kept, word("more_notes", language, count=len(notes) - len(kept)))
        kept.append(text)
    return tuple(kept)
