"""The README's two commands and its lines of Python; ``test_docs`` has its other commands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geo import launch
from geo.tables.examples import EXAMPLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_it_begins_with_the_two_commands_that_set_everything_up() -> None:
    assert [block.strip() for _, block in BLOCKS[:2]] == [
        "python3 -m geo.launch app",
        "python3 -m geo.launch tests",
    ]
    assert README.index(BLOCKS[1][1]) < 300


def test_the_lines_of_python_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(EXAMPLES, tmp_path / EXAMPLES.relative_to(ROOT))
    monkeypatch.chdir(tmp_path)
    (code,) = (block for language, block in BLOCKS if language == "python")
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 5
    exec(compile(code, "README.md", "exec"), {})
    assert (tmp_path / "density.png").read_bytes().startswith(b"\x89PNG")
    assert b"<html" in (tmp_path / "yearbook.html").read_bytes()


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["--help"]])
def test_the_launcher_says_what_it_can_do(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert launch.main(arguments) == 2
    assert "app|tests" in capsys.readouterr().err


def test_the_launcher_needs_only_the_standard_library() -> None:
    code = (
        "import sys, geo.launch; print(sorted(m for m in sys.modules if m in {'numpy', 'pandas'}))"
    )
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_requirement_is_pinned_to_a_compatible_range() -> None:
    lists = list(ROOT.glob("requirements*.txt"))
    names = {path.stem.partition("-")[2] for path in lists}
    assert names == {"", "core", "app", "slides", "video", "cluster", "dev"}
    for path in lists:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[A-Za-z0-9-]+(==[\d.]+|>=[\d.]+,<[\d.]+)", line), line
