"""The package as others get it: built, installed without the clone, used from an empty folder."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

import geo
from tests.docs import blocks, commands

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

pytestmark = pytest.mark.slow(
    reads=("geo/**/*", "shapes/**/*", "app.py", ".streamlit/*", "pyproject.toml",
           "README.md", "requirements*.txt")
)  # fmt: skip
#: What the extras bring: where it is missing, an error says which extra has it.
_EXTRAS = ("streamlit", "pptx", "distributed")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = ["-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([sys.executable, *command, "-q", "-w", str(folder)], check=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


class Installed:
    """An environment that has the package and what it needs, and nothing of the clone."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
        bin_folder = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        self.python, self.script = bin_folder / "python", bin_folder / "province-atlas"
        self.work, self.bare = folder / "work", folder / "bare"
        self.work.mkdir()
        self.bare.mkdir()
        code = f"import sys; sys.modules.update(dict.fromkeys({_EXTRAS}))\n"
        (self.bare / "sitecustomize.py").write_text(code, encoding="utf-8")
        self.site = Path(self.run(self.python, "-c", "import site; print(*site.getsitepackages())"))
        # What it needs, from the environment of the tests; of that one no .pth file is read.
        (self.site / "needed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        install = ("install", "--no-deps", "--no-index", "-q", str(wheel))
        pip = (sys.executable, "-m", "pip", "--python", self.python, *install)
        subprocess.run(pip, check=True, cwd=folder)

    def run(self, *command: str | Path, code: int = 0, core: bool = False) -> str:
        """What a command says on both streams, run in a folder that is nobody's; with the core
        alone, as if there were none of the extras."""
        kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
        done = subprocess.run(
            command, cwd=self.work, env=kept | {"PYTHONPATH": str(self.bare)} if core else kept,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True,
            encoding="utf-8",
        )  # fmt: skip
        assert done.returncode == code, done.stdout
        return done.stdout.strip()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    made = Installed(tmp_path_factory.mktemp("elsewhere"), wheel)
    shutil.copytree(ROOT / "geo/data/examples", made.work / "geo/data/examples")
    return made


def test_the_clone_is_not_there(installed: Installed) -> None:
    code = "import geo, json, sys; print(json.dumps([geo.__file__, geo.__version__, *sys.path]))"
    file, version, *path = json.loads(installed.run(installed.python, "-c", code))
    assert Path(file).is_relative_to(installed.site)
    assert version == geo.__version__
    assert str(ROOT) not in path


def test_the_readmes_commands_work(installed: Installed) -> None:
    done = set()
    for command in commands(README):
        if not command.startswith("python -m geo "):
            continue
        words = shlex.split(command)[3:]
        if "--brand" in words:  # an example that is not in the wheel
            shutil.copytree(ROOT / "docs" / "brand", installed.work / "docs" / "brand")
        installed.run(installed.script, *words)
        done.add(words[0])
        if "-o" in words:
            assert (installed.work / words[words.index("-o") + 1]).stat().st_size > 0
    assert done >= {"render", "export"}


def test_the_other_verbs_and_formats_work(installed: Installed) -> None:
    script, formats = installed.script, ("png", "svg", "pdf", "html", "pptx", "geojson")
    installed.run(script, "render", "gdp-2020", "-o", "m.zip", "--formats", ",".join(formats))
    with zipfile.ZipFile(installed.work / "m.zip") as bundle:
        endings = {name.rpartition(".")[2] for name in bundle.namelist()}
    assert endings >= {*formats, "csv", "xlsx", "json"}
    installed.run(script, "synthesize", "--rows", "500", "-o", "stations.csv")
    installed.run(script, "count", "stations.csv", "--datum", "wgs84", "-o", "counts.csv")
    installed.run(script, "allocate", "--total", "650000", "-o", "shares.csv")
    for name in ("counts", "shares"):
        assert (installed.work / f"{name}.csv").read_bytes().startswith(b"adcode,")


def test_the_face_works(installed: Installed) -> None:
    (code,) = blocks(README, "python")
    code += (
        "import pandas as pd\n"
        "print(len(geo.build('gdp-2020')._repr_html_()) > 100_000)\n"
        "print(geo.join(pd.Series({'安徽': 1.0, '广东': 2.0})).report.matched_rows)\n"
        "print(geo.allocate(1000).to_frame()['stations'].sum())\n"
    )
    said = installed.run(installed.python, "-c", code)
    assert said.splitlines()[-3:] == ["True", "2", "1000"]


def test_the_core_works_alone_and_names_the_extra_of_what_it_lacks(installed: Installed) -> None:
    script = installed.script
    formats = ("--formats", "svg,pdf,html")
    installed.run(script, "render", "gdp-2020", "-o", "core.zip", *formats, core=True)
    (installed.work / "points.csv").write_text("lon,lat\n121.47,31.23\n", encoding="utf-8")
    count = ("count", "points.csv", "--datum", "wgs84")
    assert "310000" in installed.run(script, *count, core=True)
    for extra, command in {
        "slides": ("render", "gdp-2020", "-o", "m.pptx"),
        "cluster": (*count, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"),
        "app": ("app", "--lang", "zh"),
    }.items():
        said = installed.run(script, *command, code=2, core=True)
        assert f"pip install 'province-atlas[{extra}]'" in said
        assert "Traceback" not in said


def test_what_the_wheel_holds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (about,) = (name for name in names if name.endswith("METADATA"))
        metadata = message_from_bytes(archive.read(about))
    assert metadata["Version"] == geo.__version__
    assert set(metadata.get_all("Provides-Extra", [])) == {"app", "slides", "video", "cluster"}
    assert len(metadata.get_all("License-File", [])) == 2
    data = {p.relative_to(ROOT) for p in (ROOT / "geo" / "data").rglob("*") if p.is_file()}
    shapes = {"geo" / p.relative_to(ROOT) for p in (ROOT / "shapes").rglob("*") if p.is_file()}
    code = {p.relative_to(ROOT) for p in (ROOT / "geo").rglob("*.py")}
    static = {p.relative_to(ROOT) for p in (ROOT / "geo").rglob("static/**/*") if p.is_file()}
    for path in (*data, *shapes, *code, *static, Path("geo/py.typed"), Path("geo/page/app.py"),
                 Path("geo/page/.streamlit/config.toml")):  # fmt: skip
        assert "__pycache__" in path.parts or path.as_posix() in names, path
    assert not [name for name in names if name.startswith("tests/") or "__pycache__" in name]
