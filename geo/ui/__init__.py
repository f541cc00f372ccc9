"""The pages in the browser, each with a function ``show``, the widgets they share, and the server.

A page is imported when it is used: what it has the server serve needs a server that runs.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["address", "data", "frame", "maps", "paper", "rollout", "server", "sources", "widgets"]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"{__name__} has no {name}")
