"""Many people at once: python benchmarks/load.py

Visitors over real websockets, each with the page open and another map every two to five seconds,
as many as each row says: 1, 25 and 50 on one process, 200 on four behind nginx (a package of
Debian; without it that row is left out). The same is done to a script of one line, the least that
Streamlit can take, the two taking turns: read the ratios, for visitors and servers share this
machine's cores with whatever else it does. Nothing leaves this machine.

    python benchmarks/load.py --seconds 120 --sessions 25 50
    python benchmarks/load.py --page ../another-clone/app.py
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.servers import Served, has_nginx, serve, serve_many  # noqa: E402

_SESSIONS = (1, 25, 50, 200)
_MOST_ON_ONE = 100
_PORT = 8821
_TURNS = 3
_THINKING = (2.0, 5.0)
_PATIENCE = 60.0
_MOST_SECONDS = 3600
_INDICATORS = (
    "ccid-projects", "ccid-share", "population-2020", "gdp-2020", "population-density",
    "gdp-per-person", "5g-stations-announced-2020", "area",
)  # fmt: skip


@dataclass
class Seen:
    """What all visitors of a row saw together."""

    first: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    messages: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[int | None] = field(default_factory=list)


class Visitor:
    """One open page, which keeps what it was sent as a browser does, so that nothing large is sent
    twice."""

    def __init__(self, socket: websockets.ClientConnection, seen: Seen) -> None:
        self.socket, self.seen = socket, seen
        self._kept: set[str] = set()

    async def ask(self, query: str) -> tuple[int, int]:
        """Run the page with other choices; the bytes and messages until it has finished."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.cached_message_hashes.extend(self._kept)
        self._kept = set()
        await self.socket.send(asked.SerializeToString())
        size = messages = 0
        while True:
            data = await asyncio.wait_for(self.socket.recv(decode=False), _PATIENCE)
            size, messages = size + len(data), messages + 1
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if message.metadata.cacheable:
                self._kept.add(message.hash)
            elif kind == "ref_hash":
                self._kept.add(message.ref_hash)
            elif kind == "script_finished":
                return size, messages
            self._look(message)

    def _look(self, message: ForwardMsg) -> None:
        """Note what a visitor would see as an error."""
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            self.seen.errors.append(element.exception.message[:80])
        elif element.alert.format == Alert.ERROR:
            self.seen.errors.append(element.alert.body[:80])


async def visit(address: str, number: int, seconds: float, seen: Seen) -> None:
    """Come some time after the others, open the page, choose another map now and then, go."""
    chance = random.Random(number)
    end = time.monotonic() + seconds
    await asyncio.sleep(chance.uniform(0, min(10, seconds / 4)) if number else 0)
    try:
        start = time.perf_counter()
        headers = (
            {"Cookie": cookie} if (cookie := await asyncio.to_thread(_cookie, address)) else {}
        )
        async with websockets.connect(
            f"{address.replace('http', 'ws', 1)}_stcore/stream", max_size=None,
            subprotocols=[websockets.Subprotocol("streamlit")], additional_headers=headers,
        ) as socket:  # fmt: skip
            visitor = Visitor(socket, seen)
            await visitor.ask(_choices(chance))
            seen.first.append(time.perf_counter() - start)
            while True:
                await asyncio.sleep(chance.uniform(*_THINKING))
                if time.monotonic() > end:
                    return
                start = time.perf_counter()
                size, messages = await visitor.ask(_choices(chance))
                seen.changes.append(time.perf_counter() - start)
                seen.sizes.append(size)
                seen.messages.append(messages)
    except (OSError, TimeoutError, websockets.WebSocketException) as error:
        seen.errors.append(f"{type(error).__name__}: {error}"[:80])


def _cookie(address: str) -> str:
    """Fetch the page itself; the cookie that keeps a visitor with one process, if any."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=_PATIENCE)
    try:
        connection.request("GET", "/")
        response = connection.getresponse()
        response.read()
        return (response.getheader("Set-Cookie") or "").split(";")[0]
    finally:
        connection.close()


def _choices(chance: random.Random) -> str:
    return urlencode(
        {
            "indicator": chance.choice(_INDICATORS), "lang": chance.choice(("en", "zh")),
            "k": chance.randint(3, 7),
        }
    )  # fmt: skip


async def crowd(served: Served, sessions: int, seconds: float, seen: Seen) -> None:
    """All visitors of a row at once."""

    async def weigh() -> None:
        while True:
            seen.memory.append(served.megabytes())
            await asyncio.sleep(seconds / 20)

    scales = asyncio.create_task(weigh())
    await asyncio.gather(*(visit(served.address, i, seconds, seen) for i in range(sessions)))
    scales.cancel()


def row(scripts: Sequence[Path], sessions: int, seconds: float, temporary: Path) -> list[Seen]:
    """What visitors saw of each script."""
    everything = [Seen() for _ in scripts]
    with ExitStack() as stack:
        servers = [
            stack.enter_context(served(script, sessions, _PORT + 6 * number, temporary))
            for number, script in enumerate(scripts)
        ]
        for server in servers:  # the first run is the server's own
            asyncio.run(visit(server.address, -1, 3, Seen()))
        for _ in range(_TURNS):
            for server, seen in zip(servers, everything, strict=True):
                asyncio.run(crowd(server, sessions, seconds / _TURNS, seen))
    return everything


@contextmanager
def served(script: Path, sessions: int, port: int, temporary: Path) -> Iterator[Served]:
    """The script in one process, or in four where there are many visitors; a script that has no
    settings of its own has the page's."""
    folder = script.parent if (script.parent / ".streamlit").is_dir() else ROOT
    if sessions <= _MOST_ON_ONE:
        with serve(script, port, folder=folder) as one:
            yield one
    else:
        ports = range(port + 1, port + 5)
        with serve_many(script, ports, port + 5, temporary, folder=folder) as many:
            yield many


def _at(values: Sequence[float], share: float) -> float:
    return (
        sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")
    )


def _line(name: str, seen: Seen, floor: Seen | None) -> str:
    p50, p95 = _at(seen.changes, 0.5), _at(seen.changes, 0.95)
    ratios = ["1", "1"]
    if floor is not None:
        ratios = [f"{p / _at(floor.changes, s):.2f}" for p, s in ((p50, 0.5), (p95, 0.95))]
    size = statistics.fmean(seen.sizes or [0]) / 1000
    messages = statistics.fmean(seen.messages or [0])
    memory = [str(m) for m in (seen.memory[0], seen.memory[len(seen.memory) // 2], seen.memory[-1])]
    cells = [
        name, *ratios, len(seen.changes), f"{p50:.3f}", f"{p95:.3f}", f"{_at(seen.first, 0.5):.2f}",
        len(seen.errors), f"{size:.1f}", f"{messages:.0f}", " / ".join(memory),
    ]  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Print one table in Markdown."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    options.add_argument("--seconds", type=int, default=60, help="of a row, ours and the floor's")
    options.add_argument("--sessions", type=int, nargs="+", default=_SESSIONS)
    options.add_argument(
        "--page", type=Path, default=ROOT / "app.py", help="the page of another clone"
    )
    chosen = options.parse_args()
    seconds = min(chosen.seconds, _MOST_SECONDS)
    print(
        "| sessions | p50 to floor | p95 to floor | changes | p50 s | p95 s | first p50 s | errors "
        "| KB a change | messages | MB at start / middle / end |\n|" + "---|" * 11
    )
    errors: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.py"
        plain.write_text("import streamlit as st\nst.write('one line')\n", encoding="utf-8")
        for sessions in (min(n, 400) for n in chosen.sessions):
            if sessions > _MOST_ON_ONE and not has_nginx():
                print(f"| {sessions} | left out: there is no nginx on this machine |")
                continue
            floor, ours = row((plain, chosen.page.resolve()), sessions, seconds, Path(folder))
            print(_line(f"{sessions}", ours, floor))
            print(_line(f"{sessions}, one line", floor, None), flush=True)
            errors += ours.errors
    for error in sorted(set(errors)):
        print(f"\n{errors.count(error)} times: {error}")


if __name__ == "__main__":
    main()
