"""The server around the page, as it is for others: real servers, sessions, uploads and signals."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from geo.ui import log, server
from tests.browser import READS
from tests.sessions import Server, running, session

pytestmark = pytest.mark.browser  # without one, but as a browser comes: over sockets

# Nobody else's words: a place that nobody has, in a table that matches otherwise.
SECRET = "Xanadu-7431"
TABLE = f"province,visits\nBeijing,12\nSichuan,71\n{SECRET},5\n".encode()
REGISTER = b"name,lon,lat\n" + f"{SECRET},121.47,31.23\n".encode() * 50


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as found:
        yield found


def kept(server: Server) -> list[Path]:
    """What the server has in its temporary folder."""
    return [
        p for p in (server.log.parent / "tmp").rglob("*") if p.is_file() and p.name != "running"
    ]


def test_browsers_are_told_where_everything_comes_from(served: Server) -> None:
    for path in ("/", "/_stcore/health"):
        status, headers = served.get(path)
        assert status == 200
        assert "script-src 'self' blob: 'sha256-" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["content-security-policy"].endswith("frame-ancestors 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_every_document_has_its_style_from_the_start(served: Server) -> None:
    for path in ("/", "/rollout", "/data", "/figures?lang=zh", "/sources"):
        asked = Request(
            f"http://127.0.0.1:{served.port}{path}",
            headers={"Accept": "text/html", "Accept-Encoding": "gzip"},
        )
        with urlopen(asked) as answer:
            body = answer.read().decode()
            assert int(answer.headers["Content-Length"]) == len(body.encode())
            # Of a document that was kept, an older style sheet would be asked for.
            assert "ETag" not in answer.headers
        (style,) = re.findall(r'<link rel="stylesheet" href="(/atlas/frame-[^"]+)">', body)
        assert "<title>Province Atlas" in body
        status, headers = served.get(style)
        assert status == 200
        assert "immutable" in headers["cache-control"]


def test_those_who_are_named_may_show_the_page_in_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVINCE_ATLAS_EMBED", "https://a.example  https://b.example")
    policy = server.headers()["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://a.example https://b.example")


def test_it_listens_at_one_address_alone(served: Server) -> None:
    for address, refused in (("127.0.0.1", False), ("127.0.0.2", True)):
        with socket.socket() as probe:
            probe.settimeout(5)
            assert bool(probe.connect_ex((address, served.port))) is refused


def test_no_session_sees_the_table_of_another_and_no_log_has_it(served: Server) -> None:
    with session(served) as one, session(served) as other:
        one.run("data", "lang=en")
        status, state = one.send("visits.csv", TABLE)
        assert status == 204
        one.run("data", "lang=en", state)
        assert SECRET.encode() in one.received  # it is told as what did not match
        for page in ("data", "", "rollout", "figures", "sources", "data"):
            other.run(page, "lang=en")
            assert other.elements
            assert SECRET.encode() not in other.received
            assert b"visits" not in other.received
    assert SECRET not in served.log.read_text("utf-8")


def test_a_register_goes_with_its_session_and_no_log_has_it(served: Server) -> None:
    with session(served) as one:
        one.run("data", "lang=en")
        _, state = one.send("stations.csv", REGISTER)
        one.run("data", "lang=en", state)
        (file,) = [p for p in kept(served) if p.suffix == ".csv"]
        assert file.read_bytes() == REGISTER
        assert not file.parent.stat().st_mode & 0o077
    assert SECRET not in served.log.read_text("utf-8")


@pytest.mark.slow(reads=(*READS, "tests/sessions.py"))
def test_a_killed_server_leaves_no_half_of_a_file_and_a_public_one_takes_none(
    tmp_path: Path,
) -> None:
    cache = tmp_path / "cache" / "province-atlas"
    with running(tmp_path) as first, session(first) as one:
        one.run("data", "lang=en")
        _, state = one.send("stations.csv", REGISTER)
        one.run("data", "lang=en", state)
        assert kept(first)
        with socket.create_connection(("127.0.0.1", first.port)) as half:
            half.sendall(
                b"PUT /_stcore/upload_file/" + one.id.encode() + b"/1 HTTP/1.1\r\nHost: x\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n\r\n"
                b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
                + SECRET.encode()
                * 200_000
            )
            time.sleep(0.5)
            first.process.send_signal(signal.SIGKILL)
            first.process.wait(20)
    half_written = cache / ".atlas-0123456789abcdef"
    half_written.write_bytes(b"half")
    os.utime(half_written, (0, 0))
    with running(tmp_path, PROVINCE_ATLAS_PUBLIC="1") as second, session(second) as one:
        assert not kept(second)
        assert not list(cache.glob(".atlas-*"))
        one.run("", "lang=en")
        assert second.put(f"/_stcore/upload_file/{one.id}/1", "visits.csv", TABLE) == 403
    assert not list((tmp_path / "tmp").iterdir())


def test_two_servers_leave_each_other_alone(tmp_path: Path, served: Server) -> None:
    before = {p.name for p in (served.log.parent / "tmp").iterdir()}
    assert before
    code = (
        "import sys, tempfile\nfrom pathlib import Path\nfrom geo.ui.scratch import kept_apart\n"
        "with kept_apart(Path(sys.argv[1])):\n    print(tempfile.gettempdir())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=Path(__file__).parents[2], check=True,
        env=os.environ | {"TMPDIR": str(served.log.parent / "tmp")}, capture_output=True, text=True,
    )  # fmt: skip
    assert Path(ran.stdout.strip()).name not in before
    assert {p.name for p in (served.log.parent / "tmp").iterdir()} == before


def test_a_file_that_is_written_when_the_program_is_killed_is_not_there(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from geo.export import write_file;"
        "write_file(Path(sys.argv[1]), bytes(2_000_000_000))"
    )
    path = tmp_path / "map.png"
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=Path(__file__).parents[2]
    )
    for _ in range(3000):
        if any(half.stat().st_size for half in tmp_path.iterdir()):
            break
        time.sleep(0.01)
    writer.send_signal(signal.SIGKILL)
    writer.wait(20)
    assert not path.exists()


@pytest.mark.parametrize(
    ("setting", "allowed"), [("", True), ("0", True), ("1", False), ("true", False)]
)
def test_whether_uploads_are_taken_stands_in_one_place(
    setting: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVINCE_ATLAS_PUBLIC", setting)
    assert server.uploads_allowed() is allowed


def test_the_log_says_what_failed_and_where_but_not_the_words_of_an_error() -> None:
    factory = logging.getLogRecordFactory()
    try:
        log.keep_content_out()
        log.keep_content_out()  # once is enough
        text = _logged()
    finally:
        logging.setLogRecordFactory(factory)
    assert SECRET in _logged()  # as it is without
    assert SECRET not in text
    assert re.search(r"the page failed\n.*ValueError\n.*KeyError", text, re.DOTALL)
    assert "test_server.py" in text


def _logged() -> str:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"no {SECRET}") from error
    except ValueError:
        record = logging.getLogger(__name__).makeRecord(
            "geo", logging.ERROR, "file", 1, "the page failed", (), sys.exc_info()
        )
    return logging.Formatter().format(record)
