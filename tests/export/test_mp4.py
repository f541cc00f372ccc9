"""The film as MP4: H.264 that players know, with the frames of the maps, each standing as long as
in the GIF; and Chromium plays it."""

from __future__ import annotations

import io
import sys
from base64 import b64encode
from dataclasses import replace
from typing import Any

import av
import numpy as np
import pytest
from playwright.sync_api import Browser

import geo.draw
from geo.draw.composition import compose_film
from geo.draw.media.animation import LAST, PACE
from geo.export.formats import FORMATS, export
from geo.maps.film import frames_of
from geo.model.errors import ExportError
from tests.browser import chromium, visit
from tests.export.test_film import points_in
from tests.export.test_periods import SMALL, SOME, a_plate

__all__ = ["chromium"]

STANDS = [PACE] * (len(SOME) - 1) + [LAST]


def shown(content: bytes, moment: float) -> Any:
    """The pixels that are seen at a moment in seconds."""
    with av.open(io.BytesIO(content)) as film:
        frames = {round(float(f.time) * 10): f.to_ndarray(format="rgb24") for f in film.decode()}
    return frames[round(moment * 10)]


@pytest.mark.parametrize("theme", ["light", "dark", "transparent"])
def test_every_frame_has_the_colours_of_its_map(theme: Any) -> None:
    style, plate = replace(SMALL, theme=theme), a_plate()
    content = export(plate, "mp4", style=style)
    assert content == export(plate, "mp4", style=style)
    scenes, begin = compose_film(frames_of(plate), style), 0.0
    for scene, stands in zip(scenes, STANDS, strict=True):
        pixels = shown(content, begin + stands / 2000)
        begin += stands / 1000
        fills = {item.id: item.fill for group in scene.of("map") for item in group.items
                 if getattr(item, "fill", None)}  # fmt: skip
        points = points_in(scene)
        compared = 0
        for adcode, (x, y) in points.items():
            wanted = np.array([int(fills[adcode][i : i + 2], 16) for i in (1, 3, 5)])
            if getattr(next(i for i in scene.items("map") if i.id == adcode), "hatch", None):
                continue
            compared += 1
            assert np.abs(pixels[y, x].astype(int) - wanted).max() <= 12, (adcode, pixels[y, x])
        assert compared >= 26


def test_it_is_a_film_that_players_know() -> None:
    content = export(a_plate("zh"), "mp4", style=replace(SMALL, size=(641, 361)))
    with av.open(io.BytesIO(content)) as film:
        (stream,) = film.streams
        codec = stream.codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
        assert (codec.width, codec.height) == (642, 362)  # even, and no pixel is scaled
        assert float(stream.duration * stream.time_base) == pytest.approx(sum(STANDS) / 1000)
        keys = [round(float(p.pts * stream.time_base), 3) for p in film.demux() if p.is_keyframe]
        assert film.metadata["title"]
    begins = np.cumsum([0, *STANDS[:-1]]) / 1000
    assert sorted(keys) == pytest.approx(list(begins))
    # The index comes before the pictures, so that it plays while it is fetched.
    assert content.index(b"moov") < content.index(b"mdat")


def test_one_period_makes_no_film_and_the_encoder_is_named_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert FORMATS["mp4"].media_type == "video/mp4"
    plate = a_plate()
    with pytest.raises(ExportError, match="mp4 shows several periods"):
        export(plate.maps[0], "mp4")
    monkeypatch.setitem(sys.modules, "av", None)
    # As in a fresh process: neither the module nor its face has been asked for yet.
    monkeypatch.delitem(sys.modules, "geo.draw.media.mp4", raising=False)
    monkeypatch.delitem(vars(geo.draw), "draw_mp4", raising=False)
    with pytest.raises(ExportError) as caught:
        export(plate, "mp4", style=SMALL)
    assert "pip install 'province-atlas[video]'" in str(caught.value)
    assert "av" in caught.value.told("zh")


@pytest.mark.browser
def test_chromium_plays_it(chromium: Browser) -> None:
    content = export(a_plate(), "mp4", style=SMALL)
    address = f"data:video/mp4;base64,{b64encode(content).decode()}"
    with visit(chromium, "about:blank") as (page, _):
        page.set_content(f'<video muted src="{address}"></video>')
        told = page.evaluate(
            """async () => {
              const video = document.querySelector("video");
              await video.play();
              await new Promise((done) => { video.onseeked = done; video.currentTime = 1.35; });
              return [video.duration, video.videoWidth, video.videoHeight, video.error?.message];
            }"""
        )
    assert told == [pytest.approx(sum(STANDS) / 1000, abs=0.02), 640, 360, None]
