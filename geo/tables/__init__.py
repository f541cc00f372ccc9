"""A user's table becomes an Indicator and a JoinReport.

Each step is a few modules, and has one product:

1. **A file becomes a Workbook**: ``work`` opens it, ``workbook`` tells its kind; ``office_file``
   (with ``workbook_process``), ``text_file`` and ``records`` read one kind each, within the
   ``limits``; ``frame`` takes a pandas object.
2. **Its places are found**: ``table_places`` takes the boundaries chosen, or those of the
   ``level_of_table``, with their ``level_names``.
3. **A sheet becomes a Table**: ``sheets`` chooses one, ``layout`` finds the table in it by its
   ``orientation``, ``heading``, ``body``, ``blocks``, ``column_headings`` and what stands
   ``around`` it.
4. **A Table becomes a Reading**: ``reading`` takes what was chosen and finds the rest; ``columns``
   tells ``keys``, ``period_columns`` and ``measures`` apart by ``column_words`` and ``evidence``;
   ``offers`` says what there is to choose from.
5. **A Reading becomes MatchedRows**: ``rows`` says which rows count, by ``match``, ``names``,
   ``rows_above``, ``levels``, ``conditions`` and ``sectors``.
6. **MatchedRows become an Indicator**: ``indicator`` reads ``figures`` (with ``duplicates`` and
   ``totals``) or counts ``lists``, makes them ``observations``, computes what is ``derived`` or
   wants ``adding_up``, and puts a ``label`` on them; ``by_place`` has them as columns.

``cells`` and ``periods`` read what stands in a cell. Where the evidence is thin,
``column_questions`` and ``questions`` (``mixtures``) ask; ``repeats`` has the rows that a rule is
about. ``saved`` keeps the work for another year, and ``examples`` are tables to begin with.
"""

from geo.tables.by_place import figures_by_place
from geo.tables.cells import LARGEST, fold, parse_number, read_period, split_unit
from geo.tables.conditions import Condition, parse_condition
from geo.tables.derived import map_boundaries
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
from geo.tables.offers import (
    blank_periods,
    counts_of,
    former_fixes,
    periods_of,
    sectors_of,
    sure_fixes,
    told_places,
)
from geo.tables.reading import Reading, read_work, understand
from geo.tables.repeats import Repeat, repeats_of
from geo.tables.rows import match_reading
from geo.tables.saved import (
    ENDING,
    SavedError,
    is_saved,
    open_any,
    open_saved,
    read_saved,
    to_saved,
)
from geo.tables.sectors import read_sectors
from geo.tables.table_places import with_fixes
from geo.tables.work import (
    EACH_ROW,
    BoundaryUpload,
    Choices,
    Look,
    Work,
    find_codes,
    gazetteer_of,
    load_places,
    open_boundaries,
    open_bytes,
    open_file,
    open_pasted,
    parse_rows,
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
    "Look",
    "Reading",
    "Repeat",
    "SavedError",
    "Work",
    "blank_periods",
    "counts_of",
    "figures_by_place",
    "find_codes",
    "fold",
    "former_fixes",
    "from_frame",
    "gazetteer_of",
    "indicator_of",
    "is_saved",
    "join_figures",
    "join_work",
    "list_examples",
    "load_places",
    "map_boundaries",
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
    "repeats_of",
    "sectors_of",
    "split_unit",
    "sure_fixes",
    "to_saved",
    "told_places",
    "understand",
    "with_fixes",
]
