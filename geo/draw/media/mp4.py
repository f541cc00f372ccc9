"""Scenes one after another as a film: H.264 in MP4, as browsers, phones and slides play it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from av.video.frame import PictureType
from PIL import Image

from geo.draw.media.animation import LAST, PACE, on_paper
from geo.draw.media.figure import draw_image
from geo.draw.scene import Scene

#: Pictures a second: a whole number of them stands as long as one of a GIF.
_RATE = 10
_MILLISECONDS = 1000
# One thread, so that the same film has the same bytes; no losses that are seen in flat colours; the
# colours of HD, at every size.
_X264 = {
    "threads": "1", "crf": "17", "preset": "medium", "tune": "animation", "profile": "high",
    "forced-idr": "1",
    "x264-params": "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv:scenecut=0",
}  # fmt: skip


def draw_mp4(scenes: Sequence[Scene]) -> bytes:
    """A film in which each scene stands as long as in :func:`~geo.draw.media.animation.draw_gif`;
    the same bytes for the same scenes.

    Parameters
    ----------
    scenes
        At least one, of equal size.
    """
    pictures = [_even(on_paper(draw_image(scene)), scene.paper) for scene in scenes]
    # Its index stands at the beginning, so that a browser need not have all of it: for that the
    # film is gone over twice, which needs a file.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        _write(path, pictures, scenes[0])
        return path.read_bytes()


def _write(path: Path, pictures: Sequence[Image.Image], first: Scene) -> None:
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as film:
        film.metadata.update({"title": first.title, "comment": first.source_line})
        stream = film.add_stream("libx264", rate=_RATE, options=_X264)
        stream.width, stream.height = pictures[0].size
        stream.pix_fmt, stream.time_base = "yuv420p", Fraction(1, _RATE)
        stream.gop_size = _RATE * 60
        number = 0
        for i, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
            stands = LAST if i == len(pictures) - 1 else PACE
            for j in range(stands * _RATE // _MILLISECONDS):
                # Each period begins with a whole picture, to be jumped to.
                frame.pict_type = PictureType.I if j == 0 else PictureType.NONE
                frame.pts, number = number, number + 1
                film.mux(stream.encode(frame))
        film.mux(stream.encode())


def _even(image: Image.Image, paper: str | None) -> Image.Image:
    """A picture with even sides, as the format needs: one more pixel of paper where one is odd."""
    width, height = image.size
    if not (width % 2 or height % 2):
        return image
    wider = Image.new("RGB", (width + width % 2, height + height % 2), paper or "#ffffff")
    wider.paste(image)
    return wider
