"""One count at several levels: counties add up to prefectures, and these to provinces.

Borders of all levels coincide to the last vertex, and a point on one belongs to the county with the
lowest code, which lies in the province with the lowest code: what is added up is what counting by
the higher level would have found, to the point.
"""

from __future__ import annotations

from dataclasses import replace

from geo.model import LEVELS, GeoError, Level, both
from geo.places import level_of_set, load_level, read_hierarchy
from geo.registers.count import Count
from geo.registers.part_count import Key, Tally


def add_up(count: Count, level: Level) -> Count:
    """The same count at its own level or one above; nothing is counted again.

    How many points lie near a border of that level is then not known.

    Raises
    ------
    GeoError
        If the count was made by a higher level, or by places that are of none.
    UnknownNameError
        If it is of a part that has no place of this level.
    """
    part = count.plan.boundaries
    own = level_of_set(part.id)
    if own == level:
        return count
    if own is None or LEVELS.index(own) < LEVELS.index(level):
        raise GeoError("points.not_added_up", set=part.title, level=both(f"by_{level}"))
    hierarchy = read_hierarchy()
    plan = replace(count.plan, boundaries=load_level(level, part.within))
    index = {code: place for place, code in enumerate(sorted(plan.whole.adcodes))}
    tallies: dict[Key, Tally] = {}
    for key, tally in count.total.tallies.items():
        above = hierarchy.ancestor(count.adcodes[key.place], own, level)
        found = key._replace(place=index[above])
        tallies[found] = tallies.get(found, Tally()) + tally
    close = count.total.close[LEVELS.index(own) - LEVELS.index(level) :]
    return replace(count, plan=plan, total=replace(count.total, tallies=tallies, close=close))
