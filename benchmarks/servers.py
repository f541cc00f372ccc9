"""Servers for the benchmarks: Streamlit scripts, alone or several behind nginx, on this machine
only, and ended with what they were started for."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
_HERE = "127.0.0.1"
_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Served:
    """An address, and the processes that answer there."""

    address: str
    processes: tuple[int, ...]

    def megabytes(self) -> int | None:
        """The memory that the processes hold together, where the system tells it."""
        try:
            return sum(map(_resident, self.processes)) // 1024
        except OSError:
            return None


def _resident(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


@contextmanager
def serve(script: Path, port: int, *options: str, folder: Path | None = None) -> Iterator[Served]:
    """Run a Streamlit script, with the settings of its folder or of the one given."""
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true",
        "--server.port", str(port), "--server.address", _HERE, *options,
    ]  # fmt: skip
    _refuse_taken(port)
    with _running(command, folder or script.parent) as server:
        address = f"http://{_HERE}:{port}/"
        _wait(f"{address}_stcore/health", server)
        yield Served(address, (server.pid,))


@contextmanager
def serve_many(
    script: Path, ports: Sequence[int], front: int, temporary: Path, *, folder: Path | None = None
) -> Iterator[Served]:
    """Run a script in several processes behind nginx, as ``docs/deploy/nginx.conf`` has it."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(script, port, folder=folder)) for port in ports]
        settings = temporary / f"nginx-{front}.conf"
        settings.write_text(_settings(ports, front, temporary), encoding="utf-8")
        command = ["nginx", "-p", str(temporary), "-c", str(settings), "-e", "stderr"]
        proxy = stack.enter_context(_running(command, temporary))
        address = f"http://{_HERE}:{front}/"
        _wait(f"{address}_stcore/health", proxy)
        yield Served(address, tuple(pid for server in servers for pid in server.processes))


def has_nginx() -> bool:
    """Whether several processes can be tried."""
    return shutil.which("nginx") is not None


def _settings(ports: Sequence[int], front: int, temporary: Path) -> str:
    """The documented settings with these ports, for a server that is nobody's but ours."""
    site = (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    processes = "".join(f"    server {_HERE}:{port};\n" for port in ports)
    site, count = re.subn(r"(?m)(^    server 127\.0\.0\.1:\d+;\n)+", processes, site)
    site, listens = re.subn(r"listen 80;", f"listen {_HERE}:{front};", site)
    if (count, listens) != (1, 1):
        raise ValueError("docs/deploy/nginx.conf no longer has one list of servers and one port")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "\n".join(f"{kind}_temp_path {temporary / kind};" for kind in kinds)
    return (
        f"daemon off; master_process off; pid {temporary / f'nginx-{front}.pid'};\n"
        "events { worker_connections 4096; }\n"
        f"http {{\naccess_log off;\n{folders}\n{site}\n}}\n"
    )


@contextmanager
def _running(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        if not probe.connect_ex((_HERE, port)):
            raise SystemExit(f"something answers on port {port} already")


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError):
            urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise SystemExit(f"{' '.join(map(str, process.args))} does not answer")  # type: ignore[arg-type]
