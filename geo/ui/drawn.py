"""Pictures that are shown on the page: each is drawn once and kept, by a thread beside the page's
own, so that whoever waits for one can go on to something else."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import Event, Lock

import streamlit as st

from geo.draw import Style
from geo.export import Preview, preview
from geo.maps import make_plate
from geo.model import Boundaries, Choropleth, Layer, Plate, to_json
from geo.ui.turns import queued
from geo.ui.widgets import words

_drawer = ThreadPoolExecutor(1, "drawn")
_LOOK_EVERY = 0.1  # seconds


@dataclass
class _Drawing:
    """A picture that is asked for: whether it has been begun, and how many wait for it."""

    future: Future[Preview]
    begun: Event
    waiting: int = 0

    def is_done(self) -> bool:
        """Whether it is done, now or in a moment."""
        return bool(wait([self.future], _LOOK_EVERY).done)


def made_meanwhile(make: Callable[[], bytes]) -> bytes:
    """What ``make`` returns, made in its turn, while the user may go on; given up when that
    happens."""
    future = _drawer.submit(queued, make)
    try:
        while not wait([future], _LOOK_EVERY).done:
            st.session_state.get("lang")  # a page that is left behind stops here
    finally:
        future.cancel()
    return future.result()


class Pictures:
    """PNG files, each with its labels, by what they show and how they look, up to so many bytes; the
    ones that were not asked for longest go first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        #: With the boundaries, which are known by their identity as long as they are held here.
        self._kept: OrderedDict[str, tuple[Preview, tuple[Boundaries, ...]]] = OrderedDict()
        self._underway: dict[str, _Drawing] = {}
        self._lock = Lock()

    def png(self, picture: Choropleth | Plate, style: Style) -> bytes:
        """A picture's file: the one kept, or a new one, in its turn.

        Raises
        ------
        DrawingError
            If it cannot be drawn as asked for.
        """
        return self.drawn(picture, style).png

    def drawn(
        self, picture: Choropleth | Plate, style: Style, *, begun: Event | None = None
    ) -> Preview:
        """The same with its labels; ``begun`` is set when it is its turn."""
        plate = make_plate([picture]) if isinstance(picture, Choropleth) else picture
        key = _key(plate, style)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]

        def make() -> Preview:
            if begun is not None:
                begun.set()
            return preview(plate, style=style)

        made = queued(make)
        with self._lock:
            self._kept[key] = made, _boundaries(plate)
            while (
                len(self._kept) > 1 and sum(_size(p) for p, _ in self._kept.values()) > self._most
            ):
                self._kept.popitem(last=False)
        return made

    def show_when_drawn(self, picture: Choropleth | Plate, style: Style) -> Preview:
        """The same for the page: says that it is being drawn, and lets the user go on meanwhile."""
        with self._awaited(picture, style) as drawing:
            done = drawing.is_done()
            while not done:
                begun = drawing.begun.is_set()
                with st.spinner(words("drawing" if begun else "drawing_waits")):
                    while not done and drawing.begun.is_set() == begun:
                        st.session_state.get("lang")  # a page that is left behind stops here
                        done = drawing.is_done()
            return drawing.future.result()

    @contextmanager
    def _awaited(self, picture: Choropleth | Plate, style: Style) -> Iterator[_Drawing]:
        """The drawing of a picture, shared by all who wait for it, and given up when the last one
        leaves."""
        plate = make_plate([picture]) if isinstance(picture, Choropleth) else picture
        key = _key(plate, style)
        with self._lock:
            drawing = self._underway.get(key)
            if drawing is None:
                begun = Event()
                drawing = _Drawing(_drawer.submit(self.drawn, plate, style, begun=begun), begun)
                self._underway[key] = drawing
            drawing.waiting += 1
        try:
            yield drawing
        finally:
            with self._lock:
                drawing.waiting -= 1
                if not drawing.waiting:
                    drawing.future.cancel()
                    del self._underway[key]


#: Maps of the catalogue, which are the same for everyone.
_of_all = Pictures(64 * 2**20)


def pictures(*, own: bool) -> Pictures:
    """Where pictures are kept: those of a user's own figures with the session, and nowhere else."""
    if not own:
        return _of_all
    of_session: Pictures = st.session_state.setdefault("own pictures", Pictures(16 * 2**20))
    return of_session


def _size(made: Preview) -> int:
    return len(made.png) + len(made.labels.drawing)


def _key(plate: Plate, style: Style) -> str:
    """Tells pictures apart by everything that they are drawn from."""
    content = replace(plate, maps=tuple(map(_without_boundaries, plate.maps)))
    sets = [id(boundaries) for boundaries in _boundaries(plate)]
    # A brand has paths, and where its files lie belongs to it.
    told = (content, replace(style, brand=None), repr(style.brand), sets)
    return sha256(to_json(told, indent=None)).hexdigest()


def _boundaries(plate: Plate) -> tuple[Boundaries, ...]:
    return tuple(layer.boundaries for one in plate.maps for layer in _layers(one))


def _layers(choropleth: Choropleth) -> Iterator[Layer]:
    yield choropleth.layer
    if choropleth.symbols is not None:
        yield choropleth.symbols.layer


def _without_boundaries(choropleth: Choropleth) -> Choropleth:
    """A map without its polygons, which have no equality and are large."""
    symbols, pair = choropleth.symbols, choropleth.pair
    if symbols is not None:
        symbols = replace(symbols, layer=_bare(symbols.layer))
    if pair is not None:
        pair = replace(pair, first=_bare(pair.first), second=_bare(pair.second))
    return replace(choropleth, layer=_bare(choropleth.layer), symbols=symbols, pair=pair)


def _bare(layer: Layer) -> Layer:
    sizes = _bare(layer.sizes) if layer.sizes is not None else None
    return replace(layer, boundaries=None, sizes=sizes)  # type: ignore[arg-type]
