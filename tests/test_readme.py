"""What the README says can be done, done: its commands, its lines of Python, its links."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from geo import launch
from geo.cli import main
from geo.registers.synthetic import write_register
from geo.tables.examples import EXAMPLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [
    line for _, block in BLOCKS for line in block.splitlines() if line.startswith("python -m geo ")
]


def test_it_begins_with_the_two_commands_that_set_everything_up() -> None:
    assert [block.strip() for _, block in BLOCKS[:2]] == [
        "python3 -m geo.launch app",
        "python3 -m geo.launch tests",
    ]
    assert README.index(BLOCKS[1][1]) < 300


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "table.csv").write_text(
        "省份,stations\n安徽,280\n广东,165\n浙江,109\n", encoding="gbk"
    )
    counts = "adcode,count\n340000,280\n440000,165\n330000,109\n"
    (tmp_path / "counts.csv").write_text(counts, encoding="utf-8")
    write_register(tmp_path / "stations.csv", 2000, datum="gcj02")
    shutil.copytree(EXAMPLES, tmp_path / EXAMPLES.relative_to(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shlex.split(command)
    monkeypatch.setattr(sys, "argv", ["geo", *words[3:]])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code in (0, None), capsys.readouterr().err
    for option, name in pairwise(words):
        if option in ("-o", "--report"):
            assert (folder / name).stat().st_size > 0


def test_there_are_commands_for_every_verb() -> None:
    assert {command.split()[3] for command in COMMANDS} == {
        "allocate",
        "count",
        "indicators",
        "join",
        "render",
        "synthesize",
    }


def test_the_lines_of_python_work(folder: Path) -> None:
    (code,) = (block for language, block in BLOCKS if language == "python")
    assert sum(bool(line.strip()) for line in code.splitlines()) <= 5
    exec(compile(code, "README.md", "exec"), {})
    assert (folder / "density.png").read_bytes().startswith(b"\x89PNG")


def test_links_and_pictures_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


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
    assert {path.stem.partition("-")[2] for path in lists} == {"", "cluster", "dev"}
    for path in lists:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[A-Za-z0-9-]+(==[\d.]+|>=[\d.]+,<[\d.]+)", line), line
