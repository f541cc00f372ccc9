"""The face of the package in a notebook: what is asked for in one call, and shows itself.

What takes a file takes a frame, what holds values gives a frame, and NaN is missing. All of it is
reached as ``geo.build``, ``geo.join`` and so on.
"""

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
