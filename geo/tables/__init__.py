"""A user's table becomes an Indicator and a JoinReport."""

from geo.tables.by_place import figures_by_place
from geo.tables.cells import LARGEST, fold, parse_number, read_period, split_unit
from geo.tables.conditions import Condition, parse_condition
from geo.tables.duplicates import COMBINE
from geo.tables.examples import Example, list_examples
from geo.tables.frame import from_frame
from geo.tables.indicator import (
    Joined,
    indicator_of,
    join_figures,
    join_work,
    of_period,
)
from geo.tables.limits import ENDINGS
from geo.tables.lists import HOW
from geo.tables.offers import blank_periods, counts_of, periods_of, sectors_of
from geo.tables.reading import Reading, read_work, understand
from geo.tables.rows import match_reading
from geo.tables.saved import ENDING, is_saved, open_any, open_saved, read_saved, to_saved
from geo.tables.sectors import read_sectors
from geo.tables.work import (
    EACH_ROW,
    BoundaryUpload,
    Choices,
    Work,
    find_codes,
    gazetteer_of,
    load_places,
    open_boundaries,
    open_bytes,
    open_file,
    open_pasted,
    parse_rows,
    with_fixes,
)

__all__ = [
    "COMBINE",
    "EACH_ROW",
    "ENDING",
    "ENDINGS",
    "HOW",
    "LARGEST",
    "BoundaryUpload",
    "Choices",
    "Condition",
    "Example",
    "Joined",
    "Reading",
    "Work",
    "blank_periods",
    "counts_of",
    "figures_by_place",
    "find_codes",
    "fold",
    "from_frame",
    "gazetteer_of",
    "indicator_of",
    "is_saved",
    "join_figures",
    "join_work",
    "list_examples",
    "load_places",
    "match_reading",
    "of_period",
    "open_any",
    "open_boundaries",
    "open_bytes",
    "open_file",
    "open_pasted",
    "open_saved",
    "parse_condition",
    "parse_number",
    "parse_rows",
    "periods_of",
    "read_period",
    "read_saved",
    "read_sectors",
    "read_work",
    "sectors_of",
    "split_unit",
    "to_saved",
    "understand",
    "with_fixes",
]
