"""Scenes one after another as an animated GIF. All frames have one palette, without dithering: what
has the same colour in two of them has it in the file, and flat areas stay flat."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from geo.draw.media.figure import draw_image
from geo.draw.scene import Area, Rectangle, Scene, Words

#: Milliseconds that a frame stands, and the last of them.
PACE, LAST = 900, 3000

_COLOURS = 255  # one less than a GIF has: what does not change from frame to frame is left out
_PAPER = (255, 255, 255)  # under a picture without paper: a GIF knows no half transparency
_CHUNK = 4096

_Colours = NDArray[np.int64]  # as 0xrrggbb


def draw_gif(scenes: Sequence[Scene]) -> bytes:
    """An animation that plays again and again; the same bytes for the same scenes.

    Parameters
    ----------
    scenes
        At least one, of equal size.
    """
    frames = [_packed(draw_image(scene)) for scene in scenes]
    palette, numbers = _palette(frames, _flat_colours(scenes))
    images = []
    for frame in frames:
        colours, places = np.unique(frame, return_inverse=True)
        image = Image.fromarray(numbers[np.searchsorted(numbers[:, 0], colours), 1]
                                .astype(np.uint8)[places].reshape(frame.shape), "P")  # fmt: skip
        image.putpalette(palette)
        images.append(image)
    buffer = io.BytesIO()
    images[0].save(
        buffer, "gif", save_all=True, append_images=images[1:], loop=0, optimize=False,
        duration=[PACE] * (len(images) - 1) + [LAST], disposal=1,
    )  # fmt: skip
    return buffer.getvalue()


def on_paper(image: Image.Image) -> Image.Image:
    """A picture without transparency: on white, where it has no paper."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGBA", image.size, _PAPER)
    return Image.alpha_composite(paper, image).convert("RGB")


def _packed(image: Image.Image) -> _Colours:
    pixels = np.asarray(on_paper(image), dtype=np.int64)
    return pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]


def _flat_colours(scenes: Sequence[Scene]) -> _Colours:
    """The colours that a reader compares: fills, letters and paper."""
    found = {scene.paper or "#ffffff" for scene in scenes}
    for item in (item for scene in scenes for group in scene.groups for item in group.items):
        match item:
            case Area(fill=str(colour)) | Rectangle(fill=str(colour)) | Words(colour=colour):
                found.add(colour)
    return np.array(sorted(int(colour[1:], 16) for colour in found), dtype=np.int64)


def _palette(frames: Sequence[_Colours], flat: _Colours) -> tuple[bytes, _Colours]:
    """The palette, and for each colour of the frames, in rising order, its number: that of the
    colour itself, or of the nearest one."""
    counted = [np.unique(frame, return_counts=True) for frame in frames]
    colours, where = np.unique(np.concatenate([c for c, _ in counted]), return_inverse=True)
    often = np.bincount(where, np.concatenate([n for _, n in counted]))
    often[np.isin(colours, flat)] += often.sum()  # before all others
    kept = np.sort(colours[np.argsort(-often, kind="stable")[:_COLOURS]])
    nearest = np.concatenate(
        [_nearest(colours[i : i + _CHUNK], kept) for i in range(0, len(colours), _CHUNK)]
    )
    return _parts(kept).astype(np.uint8).tobytes(), np.stack([colours, nearest], axis=1)


def _nearest(colours: _Colours, kept: _Colours) -> _Colours:
    apart = _parts(colours)[:, None, :] - _parts(kept)[None, :, :]
    nearest: _Colours = np.argmin((apart**2).sum(axis=2), axis=1)
    return nearest


def _parts(colours: _Colours) -> _Colours:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
