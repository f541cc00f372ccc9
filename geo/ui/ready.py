"""The server is ready before the first visitor comes, and its memory stays flat however long it runs."""

from __future__ import annotations

import gc
import logging
import time

from geo.indicators import load_catalogue
from geo.maps import MANUAL, NAMES, MapRequest, build
from geo.model import LANGUAGES
from geo.places import load_boundaries
from geo.ui import atlas, served

_SECONDS_BETWEEN_COLLECTIONS = 60


def keep_ready() -> None:
    """Make what every visitor needs, then collect garbage now and then, for as long as the server
    runs."""
    try:
        _warm_up()
    except Exception:  # the page will say what is wrong
        logging.getLogger(__name__).exception("could not be made ready")
    # What is there now stays: no collection need look through a million objects of libraries,
    # polygons and figures again, so each is short. Python's own come with many new objects; but a
    # session that ends may leave a few large ones, a table and its map, in a circle. They go here,
    # with no run waiting for it, so that memory stays flat.
    gc.collect()
    gc.freeze()
    while True:
        time.sleep(_SECONDS_BETWEEN_COLLECTIONS)
        gc.collect()


def _warm_up() -> None:
    """Read figures and boundaries, make the files that browsers fetch, and draw the first map."""
    catalogue = load_catalogue()
    atlas.make_files()
    for name in dict.fromkeys(indicator.boundaries for indicator in catalogue):
        served.geometry(load_boundaries(name))
    for language in LANGUAGES:
        for scheme in NAMES:
            if scheme != MANUAL:
                build(MapRequest(catalogue[0].id, language=language, scheme=scheme))
