"""What all tests share: no network, the same examples in every run, boundaries read once."""

from __future__ import annotations

import ipaddress
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from geo.model.values import Boundaries
from geo.places import boundaries
from tests import slow

settings.register_profile("atlas", deadline=None, derandomize=True)
settings.load_profile("atlas")


def pytest_addoption(parser: pytest.Parser) -> None:
    slow.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(slow.SlowTests(config))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser or a cluster come first, and those with slow tests next: they are the
    longest, and with several workers the last file would keep all others waiting."""
    marked = {(item.path, mark.name) for item in items for mark in item.iter_markers()}

    def rank(item: pytest.Item) -> tuple[bool, bool]:
        has = {mark: (item.path, mark) in marked for mark in ("browser", "cluster", "slow")}
        return not (has["browser"] or has["cluster"]), not has["slow"]

    items.sort(key=rank)


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test connects to anything; one marked ``browser`` or ``cluster`` may connect to this
    machine."""
    may_be_local = any(map(request.node.get_closest_marker, ("browser", "cluster")))

    def guarded(connect: Any) -> Any:
        def guard(self: socket.socket, address: Any) -> Any:
            if may_be_local and _is_local(address):
                return connect(self, address)
            pytest.fail(f"a test tried to connect to {address}")

        return guard

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """This process and those it starts heed Ctrl-C, though the run may have been started in the
    background, where it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):  # the path of a Unix socket
        return True
    try:
        return address[0] == "localhost" or ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def provinces() -> Boundaries:
    return boundaries.read_boundaries("provinces")


@pytest.fixture(scope="session")
def regions() -> Boundaries:
    return boundaries.read_boundaries("regions")
