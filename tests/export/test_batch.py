"""The batch: jobs read and checked as a whole, drawn the same by any number of workers."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from geo.draw.style import Style
from geo.export import batch
from geo.export.batch import draw_batch, run_batch
from geo.export.formats import export
from geo.export.jobs import Job, make_jobs, read_batch, to_work
from geo.maps.request import MapRequest
from geo.model.errors import ExportError, GeoError, unwritable
from tests.gathered import gathered
from tests.pictures import a_map
from tests.slow import up_to

ROOT = Path(__file__).parents[2]
TOML = """
[defaults]
lang = ["en", "zh"]
size = "480x360"

[[jobs]]
indicator = ["gdp-2020", "population-2020"]
theme = "dark"

[[jobs]]
indicator = "ccid-projects"
format = ["csv", "svg"]
highlight = ["340000"]
period = "all"
name = "projects {lang}/{period}.{format}"
"""


def silent(number: int, total: int, name: str) -> None:
    return


def a_file(folder: Path, text: str, name: str = "jobs.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_make_a_job_for_each_of_their_entries(tmp_path: Path) -> None:
    jobs = read_batch(a_file(tmp_path, TOML))
    assert [job.name for job in jobs] == [
        "gdp-2020-2020-en.png", "gdp-2020-2020-zh.png",
        "population-2020-2020-en.png", "population-2020-2020-zh.png",
        "projects en-2020.csv", "projects en-2020.svg",
        "projects zh-2020.csv", "projects zh-2020.svg",
    ]  # fmt: skip
    figures = [job for job in jobs if job.file_format == "csv"]  # which have no look
    assert [job.style for job in figures] == [Style()] * 2
    assert {job.style.size for job in jobs if job not in figures} == {(480, 360)}
    assert [job.style.theme for job in jobs] == ["dark"] * 4 + ["auto"] * 4
    assert jobs[-1].style.highlight == ("340000",)
    assert jobs[-1].request == MapRequest("ccid-projects", period="2020", language="zh")


def test_json_is_read_alike(tmp_path: Path) -> None:
    content = {"jobs": [{"indicator": "gdp-2020", "edges": [0, 50000, 200000], "scheme": "manual"}]}
    (job,) = read_batch(a_file(tmp_path, json.dumps(content), "jobs.json"))
    assert job.request.edges == (0, 50000, 200000)
    assert job.name == "gdp-2020-2020-en.png"


def test_jobs_say_whose_figures_make_the_classes() -> None:
    content = {"jobs": [{"indicator": "5g-stations-region", "period": "all", "classes_of": "all"}]}
    jobs = make_jobs(content, where="x")
    assert len(jobs) == 8
    assert {job.request.classes_of for job in jobs} == {"all"}
    (saved,) = to_work(jobs[0].request, jobs[0].style).values()
    (again,) = make_jobs(json.loads(saved), where="x")
    assert again.request == jobs[0].request


@gathered(
    ("jobs", "faults"),
    [
        ([{"indicator": "gpd"}], ["job 1: unknown indicator 'gpd'"]),
        ([{"lang": "en"}], ["job 1: indicator is missing"]),
        ([{"indicator": "area", "colour": 1}, {"indicator": "area", "lang": "fr", "name": "b"}],
         ["job 1: colour is unknown", "job 2: lang = 'fr'"]),
        ([{"indicator": "area", "format": "jpg"}], ["format = 'jpg'"]),
        ([{"indicator": "area", "size": "0x0"}], ["0 x 0 pixels"]),
        ([{"indicator": "area", "theme": "blue"}], ["unknown theme 'blue'"]),
        ([{"indicator": "area", "classes_of": 1}], ["job 1: classes_of is 1, and must be a text"]),
        ([{"indicator": "gdp-2020", "period": 1999}], ["no period 1999; it has 2020"]),
        ([{"indicator": "area", "name": "{what}"}], ["name = '{what}'", "{indicator}"]),
        ([{"indicator": "area"}, {"indicator": "area"}], ["area-en.png would be written 2 times"]),
    ],
)  # fmt: skip
def test_every_fault_is_named_before_anything_is_drawn(
    jobs: list[dict[str, Any]], faults: list[str]
) -> None:
    with pytest.raises(GeoError, match="cannot be run") as caught:
        make_jobs({"jobs": jobs}, where="jobs.toml")
    for fault in faults:
        assert fault in str(caught.value)


@pytest.mark.parametrize("text", ["", "jobs = 1", "[[job]]", "not toml", "jobs = []"])
def test_what_is_no_batch_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(GeoError, match=r"jobs\.toml (has no jobs|is no batch file)"):
        read_batch(a_file(tmp_path, text))
    with pytest.raises(GeoError, match="is no batch file"):
        read_batch(tmp_path / "missing.toml")


def test_files_are_the_exports(tmp_path: Path) -> None:
    jobs = read_batch(a_file(tmp_path, TOML))
    seen: list[tuple[int, int, str]] = []
    folder = tmp_path / "out"
    folder.mkdir()
    report = run_batch(jobs, folder, progress=lambda *told: seen.append(told), workers=1)
    assert report.written == tuple(job.name for job in jobs)
    assert sorted(path.name for path in folder.iterdir()) == sorted(report.written)
    assert seen == [(i, 8, job.name) for i, job in enumerate(jobs, start=1)]
    expected = export(a_map("gdp-2020", "en"), "png", style=jobs[0].style)
    assert (folder / "gdp-2020-2020-en.png").read_bytes() == expected


@pytest.mark.slow(reads=up_to("export"))
def test_workers_change_nothing(tmp_path: Path) -> None:
    """The command line starts a process for each core, where there are pictures for them."""
    path = a_file(tmp_path, TOML.replace('"gdp-2020", ', '"gdp-2020", "area", "gdp-per-person", '))
    assert len(read_batch(path)) >= batch._FEWEST_FOR_POOL
    folder = tmp_path / "out"
    folder.mkdir()
    command = [sys.executable, "-m", "geo", "render", "--batch", path, "-o", folder]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    alone = {job.name: result for job, result in draw_batch(read_batch(path), progress=silent,
                                                            workers=1)}  # fmt: skip
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == alone


def test_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    good, other = make_jobs({"jobs": [{"indicator": ["gdp-2020", "area"]}]}, where="x")
    bad = Job("bad.png", MapRequest("gdp-2020", palette="none"), good.style, "png")
    report = run_batch([good, bad, other], tmp_path, progress=silent)
    assert report.written == (good.name, other.name)
    assert "palette" in str(report.failed["bad.png"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(report.written)


def test_a_full_disk_stops_with_whole_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = make_jobs({"jobs": [{"indicator": ["gdp-2020", "area"], "format": "csv"}]}, where="x")

    def full(path: Path, content: bytes) -> None:
        raise unwritable(path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(batch, "write_file", full)
    with pytest.raises(ExportError, match="No space left"):
        run_batch(jobs, tmp_path, progress=silent)
    assert not list(tmp_path.iterdir())


def test_a_map_of_the_catalogue_is_saved_as_a_job_that_draws_it_again() -> None:
    request = MapRequest(
        "gdp-2020",
        scheme="manual",
        edges=(0.0, 50_000.0, 200_000.0),
        language="zh",
        open_ended=True,
    )
    style = Style(size=(2008, 1417), dpi=300, theme="dark", highlight=("340000",), strip=True)
    ((ending, content),) = to_work(request, style).items()
    assert ending == ".batch.json"
    (job,) = make_jobs(json.loads(content), where="x")
    assert (job.request, job.style) == (request, style)


def test_a_cancelled_batch_leaves_whole_files_only(tmp_path: Path) -> None:
    jobs = make_jobs({"jobs": [{"indicator": ["gdp-2020", "area"], "format": "csv"}]}, where="x")

    def cancel(number: int, total: int, name: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(jobs, tmp_path, progress=cancel)
    (path,) = tmp_path.iterdir()
    assert path.read_bytes() == export(a_map("gdp-2020", "en"), "csv")
