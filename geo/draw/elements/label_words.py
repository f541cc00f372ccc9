"""What is written on a place, and what less of it where there is no room for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.draw import typeface
from geo.draw.elements.view import View
from geo.draw.pen import LABEL, Pen
from geo.maps import has_few_values, write_label
from geo.model import Observation, word

#: Sizes of letters that are tried, as parts of the usual; none is below the picture's least.
_SMALLER = (1.0, 0.9, 0.8)
#: A name is broken into so many lines at most.
MOST_LINES = 3
_MOST_CROSSED = 6


@dataclass(frozen=True)
class Rung:
    """Lines in a size in pixels. Where they have no room on their place they stand beside it, and
    the line to them crosses at most so many places; None: they stand on it only. ``far`` lines are
    long for the map."""

    lines: tuple[str, ...]
    size: float
    most: int | None = None
    far: bool = False


def lines_of(view: View, observation: Observation) -> tuple[str, ...]:
    """The name of a place, its figure, or both; the user's words where there are some."""
    choropleth, labels = view.choropleth, view.style.labels
    change = view.label_changes.get(observation.adcode)
    if view.stands_back(observation.adcode) or (change and change.drop):
        return ()
    if change and change.text is not None:
        return tuple(line.strip() for line in change.text.splitlines() if line.strip())
    lines = [choropleth.name(observation.adcode)] if labels != "values" else []
    if labels in ("values", "both") or (labels == "auto" and has_few_values(choropleth.layer)):
        match figure_of(view, observation):
            case (text, mark):
                lines.append(f"{text} ({mark})")
            case figure:
                lines += figure
    return tuple(line for line in lines if line)


def figure_of(view: View, observation: Observation) -> tuple[str, ...]:
    """The figure of a place, and the word for the mark that it has; nothing where it has none."""
    if observation.value is None:
        return ()
    choropleth = view.choropleth
    text = write_label(observation.value, choropleth)
    if view.is_marked(observation):
        return text, word(observation.status, choropleth.language)
    return (text,)


def sizes_of(pen: Pen) -> tuple[float, ...]:
    """Sizes of letters in pixels, the usual first."""
    usual = pen.size(LABEL)
    return tuple(dict.fromkeys(max(usual * part, pen.least) for part in _SMALLER))


def rungs_of(view: View, observation: Observation, lines: tuple[str, ...]) -> tuple[Rung, ...]:
    """From the best to the least: all on the place, in the usual size or in smaller ones, beside
    the map, with a line across other places, and the name alone."""
    sizes = sizes_of(view.pen)
    usual, least = sizes[0], sizes[-1]
    found = [Rung(lines, size) for size in sizes]
    found += [first_rung(lines, usual), Rung(lines, usual, 1), Rung(lines, least, 2)]
    changed = view.label_changes.get(observation.adcode)
    # Of few figures none is left out: they are what the map is of.
    if len(lines) > 1 and view.style.labels != "auto" and not (changed and changed.text):
        lines = lines[:1]
        found += [*(Rung(lines, size) for size in sizes), Rung(lines, least, 2)]
    return (*found, last_rung(lines, least))


def first_rung(lines: tuple[str, ...], size: float) -> Rung:
    """All on the place or beside the map, without a line across any other place."""
    return Rung(lines, size, 0)


def last_rung(lines: tuple[str, ...], size: float) -> Rung:
    """Words wherever they have room at all."""
    return Rung(lines, size, _MOST_CROSSED, far=True)


def broken(lines: tuple[str, ...], pen: Pen, size: float) -> Iterator[tuple[str, ...]]:
    """Lines as they are, and with the first, a name, broken into several of about one width."""
    yield lines
    name = pen.writable(lines[0])
    whole, seen = typeface.width(name, size, pen.faces), {lines}
    longest = max(typeface.width(part, size, pen.faces) for part in name.split() or [name])
    for count in range(2, MOST_LINES + 1):
        wide = whole / count * 1.15
        if " " in name:
            wide = max(wide, longest)
        elif whole / count < 2 * size:  # of a short name without spaces single characters remain
            return
        found = (*typeface.wrap(name, size, wide * 1.001, pen.faces), *lines[1:])
        if found not in seen and (" " in name or name.isascii() is False):
            seen.add(found)
            yield found
