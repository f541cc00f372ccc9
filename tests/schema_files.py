"""Writes ``docs/schemas/``: python -m tests.schema_files. A test compares them."""

from __future__ import annotations

import json
from pathlib import Path

from geo.export.jobs import batch_schema
from geo.indicators.scenario import scenario_schema
from geo.registers.count_report import report_schema
from geo.tables.saved import saved_schema

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"
#: What makes each file's content.
SCHEMAS = {
    "batch.json": batch_schema,
    "count-report.json": report_schema,
    "saved-work.json": saved_schema,
    "scenario.json": scenario_schema,
}


def content(name: str) -> str:
    """A file as the program makes it."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / name).write_text(content(name), "utf-8")
