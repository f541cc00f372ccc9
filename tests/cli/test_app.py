"""The verb that opens the page: a real server, started from any folder and ended by a signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from importlib import util
from pathlib import Path
from urllib.request import urlopen

import pytest

from geo.cli import main

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(address: str, server: subprocess.Popen[bytes]) -> bytes:
    for _ in range(300):
        try:
            with urlopen(address) as response:
                return bytes(response.read())
        except OSError:
            assert server.poll() is None, server.communicate()
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


@pytest.mark.browser
def test_the_page_is_served_with_streamlits_own_options(tmp_path: Path) -> None:
    port = free_port()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "geo", "app", "--lang", "zh", "--server.headless", "true",
            "--server.address=127.0.0.1", "--server.port", str(port),
        ],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert answer(f"http://127.0.0.1:{port}/_stcore/health", server) == b"ok"
        assert b"<title>" in answer(f"http://127.0.0.1:{port}/", server)
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=20)
    assert b"Traceback" not in said
    with socket.socket() as probe:  # whoever was ended, no server is left
        assert probe.connect_ex(("127.0.0.1", port))


def refused(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    monkeypatch.setattr(sys, "argv", ["geo", "app", *arguments])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("missing", ["streamlit"])
def test_without_the_pages_packages_it_says_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = util.find_spec
    monkeypatch.setattr(
        "geo.cli.app.find_spec", lambda name: None if name == missing else find(name)
    )
    assert refused([], monkeypatch, capsys) == (
        "error: the page needs the extra app: pip install 'province-atlas[app]'.\n"
    )
    assert "附加组件app" in refused(["--lang", "zh"], monkeypatch, capsys)


def test_what_streamlit_does_not_know_streamlit_refuses(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "geo", "app", "--server.colour", "red"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert b"--server.colour" in ran.stderr
