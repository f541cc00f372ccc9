"""A visitor without a browser: a session of the page over a real websocket, with uploads, and the
server it comes to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).parents[1]


@dataclass
class Server:
    """A running server: where it answers, its process, and what it has written down."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str) -> tuple[int, Mapping[str, str]]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status, {name.lower(): value for name, value in response.getheaders()}

    def put(self, path: str, name: str, content: bytes) -> int:
        """Send a file as a form does; the status of the answer."""
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = b"".join((head.encode(), b"\r\n", content, f"\r\n--{edge}--\r\n".encode()))
        _, headers = self.get("/_stcore/health")
        cookie = headers["set-cookie"].split(";")[0]
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(
            "PUT", path, body,
            {
                "Content-Type": f"multipart/form-data; boundary={edge}",
                "Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2],
            },
        )  # fmt: skip
        status = connection.getresponse().status
        connection.close()
        return status


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Server]:
    """The page's server, with temporary files and cache below a folder; settings by environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    for name in ("tmp", "cache"):
        (folder / name).mkdir(exist_ok=True)
    log = folder / "log.txt"
    own = {"TMPDIR": str(folder / "tmp"), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true",
        "--server.port", str(port),
    ]  # fmt: skip
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | own | environment, stdout=output, stderr=output
        )
    try:
        for _ in range(300):
            with suppress(OSError):
                urlopen(f"http://127.0.0.1:{port}/_stcore/health").close()
                break
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.2)
        yield Server(port, process, log)
    finally:
        process.terminate()
        process.wait(20)


class Session:
    """One open page."""

    def __init__(self, server: Server, socket: ClientConnection) -> None:
        self._server, self._socket = server, socket
        self.elements: list[Element] = []
        self.received = b""
        self.id = ""

    def run(self, page: str = "", query: str = "", *states: WidgetState) -> None:
        """Run a page; what it shows is in ``elements``, all that was sent in ``received``."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.widget_states.widgets.extend(states)
        self._socket.send(asked.SerializeToString())
        self.elements, self.received = [], b""
        while True:
            message = self._next()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.id = message.new_session.initialize.session_id
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self.elements.append(message.delta.new_element)
            elif kind == "script_finished" and not message.script_finished:
                return

    def _next(self) -> ForwardMsg:
        data = self._socket.recv(timeout=120)
        assert isinstance(data, bytes)
        self.received += data
        return ForwardMsg.FromString(data)

    def send(self, name: str, content: bytes) -> tuple[int, WidgetState]:
        """Send a file to the first uploader; the answer's status, and what to run the page with."""
        uploader = next(e.file_uploader for e in self.elements if e.HasField("file_uploader"))
        asked = BackMsg()
        asked.file_urls_request.request_id = "1"
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.id
        self._socket.send(asked.SerializeToString())
        while (message := self._next()).WhichOneof("type") != "file_urls_response":
            pass
        (urls,) = message.file_urls_response.file_urls
        status = self._server.put(urls.upload_url, name, content)
        state = WidgetState(id=uploader.id)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = urls.file_id, name, len(content)
        info.file_urls.CopyFrom(urls)
        return status, state


@contextmanager
def session(server: Server) -> Iterator[Session]:
    """A visitor comes, and goes again."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
        yield Session(server, socket)
