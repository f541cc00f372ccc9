"""The notebook of the documentation runs from its first cell to its last, in a kernel as anywhere
else, and is kept without what it shows."""

from __future__ import annotations

import base64
import html
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
#: The calls of its five jobs.
JOBS = ("geo.build(", "geo.join(", "boundaries=", "geo.count(", "geo.allocate(")


@pytest.fixture(scope="module")
def written() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def code_of(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_it_is_kept_without_what_it_shows(written: Any) -> None:
    nbformat.validate(written)
    assert NOTEBOOK.stat().st_size < 30_000
    assert not any(cell.outputs or cell.execution_count for cell in code_of(written))


def test_it_goes_through_the_five_jobs(written: Any) -> None:
    code = "\n".join(cell.source for cell in code_of(written))
    places = [code.index(job) for job in JOBS]
    assert places == sorted(places)


@pytest.mark.slow(reads=("geo/**/*", "shapes/**/*", "docs/notebook.ipynb", "requirements*.txt"))
def test_it_runs(written: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    ran = NotebookClient(written, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    ran.execute()
    outputs = [output for cell in code_of(ran.nb) for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    maps = [o.data for o in outputs if "iframe" in o.get("data", {}).get("text/html", "")]
    assert len(maps) == 5
    for shown in maps:
        assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")
        assert "<!DOCTYPE html>" in html.unescape(shown["text/html"])
    assert (tmp_path / "gdp.pptx").read_bytes().startswith(b"PK")
    said = "".join(output.get("text", "") for output in outputs)
    assert "duplicates='sum'" in said
    assert "Estimated" in said or "estimate" in said.lower()
