"""Points become figures by place."""

from geo.registers.cluster import dask_engine
from geo.registers.count import (
    Columns,
    Count,
    CountPlan,
    Progress,
    StoppedError,
    count_points,
    counter_of,
    plan_count,
)
from geo.registers.count_report import report, report_json
from geo.registers.counts_table import left_out, make_work, reword
from geo.registers.engines import local_engine
from geo.registers.files.columns import EVERY
from geo.registers.files.parts import Every
from geo.registers.levels import add_up
from geo.registers.place_records import records
from geo.registers.rejects import open_rejects
from geo.registers.synthetic_file import write_register
from geo.registers.upload import SYNTHETIC_DATUM, Register, make_synthetic, take_register
from geo.registers.upload_count import (
    Asked,
    Counted,
    at_another_level,
    count_register,
    counts_csv,
    positions_of,
    suggest,
)

__all__ = [
    "EVERY",
    "SYNTHETIC_DATUM",
    "Asked",
    "Columns",
    "Count",
    "CountPlan",
    "Counted",
    "Every",
    "Progress",
    "Register",
    "StoppedError",
    "add_up",
    "at_another_level",
    "count_points",
    "count_register",
    "counter_of",
    "counts_csv",
    "dask_engine",
    "left_out",
    "local_engine",
    "make_synthetic",
    "make_work",
    "open_rejects",
    "plan_count",
    "positions_of",
    "records",
    "report",
    "report_json",
    "reword",
    "suggest",
    "take_register",
    "write_register",
]
