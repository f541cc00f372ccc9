"""The face of the package in a notebook: what is asked for in one call, and shows itself.

What takes a file takes a frame, what holds values gives a frame, and NaN is missing. All of it is
reached as ``geo.build``, ``geo.join`` and so on; a part is loaded when it is asked for.

The functions are longer than others: an option each is what their callers want, with its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.model import later

if TYPE_CHECKING:
    from geo.notebook.allocated import Allocated, allocate
    from geo.notebook.catalogue import list_indicators, load_indicator
    from geo.notebook.classified import Classified, classify
    from geo.notebook.counted import Counted, count
    from geo.notebook.joined import Joined, join
    from geo.notebook.maps import Map, build

__all__ = [
    "Allocated",
    "Classified",
    "Counted",
    "Joined",
    "Map",
    "allocate",
    "build",
    "classify",
    "count",
    "join",
    "list_indicators",
    "load_indicator",
]

_LATER = {
    "allocated": ("Allocated", "allocate"),
    "catalogue": ("list_indicators", "load_indicator"),
    "classified": ("Classified", "classify"),
    "counted": ("Counted", "count"),
    "joined": ("Joined", "join"),
    "maps": ("Map", "build"),
}

__getattr__ = later(__name__, _LATER)
