"""Sets up a fresh clone and runs it, with nothing but Python: its own environment in ``.venv``.

    python -m geo.launch app     install what a user needs, then open the page
    python -m geo.launch tests   install what a tester needs, then run the tests

What follows is passed on: ``python -m geo.launch tests -k join``. Only the standard library is used
here, and everything else in the environment that this makes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
OLDEST = (3, 11)

_COMMANDS = {
    "app": ("requirements.txt", ["-m", "streamlit", "run", "app.py"]),
    "tests": ("requirements-dev.txt", ["-m", "pytest"]),
}


def main(arguments: list[str]) -> int:
    """Install what is missing and run the command; returns its exit code."""
    if sys.version_info < OLDEST:
        print(f"Python {'.'.join(map(str, OLDEST))} or newer is needed.", file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in _COMMANDS:
        print(f"usage: python -m geo.launch {'|'.join(_COMMANDS)}", file=sys.stderr)
        return 2
    requirements, command = _COMMANDS[arguments[0]]
    try:
        python = _environment()
        _install(python, requirements)
    except (OSError, subprocess.CalledProcessError) as error:
        print(
            f"the environment in {ENVIRONMENT.name} could not be set up: {error}\n"
            "On Debian and Ubuntu, Python's venv is a package of its own: "
            "apt install python3-venv",
            file=sys.stderr,
        )
        return 1
    try:
        return subprocess.run([python, *command, *arguments[1:]], cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 130


def _environment() -> str:
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    python = ENVIRONMENT / folder / name
    if not python.is_file():
        print(f"making {ENVIRONMENT.name} …", flush=True)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    return str(python)


def _install(python: str, requirements: str) -> None:
    """Install a list of requirements, unless the lists are those installed last."""
    lists = sorted(ROOT.glob("requirements*.txt"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in lists)).hexdigest()
    stamp = ENVIRONMENT / f"{requirements}.installed"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    print(f"installing {requirements} …", flush=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(ROOT / requirements)], check=True)
    stamp.write_text(digest, encoding="ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
