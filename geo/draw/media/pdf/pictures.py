"""Pixels in a PDF file, with a mask where they are seen through (ISO 32000-1, 8.9)."""

from __future__ import annotations

import io

from PIL import Image

from geo.draw.media.pdf.objects import Objects, stream


def put_picture(objects: Objects, png: bytes) -> int:
    """A picture from its PNG."""
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGBA")
    size = f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}"
    alpha = image.getchannel("A").tobytes()
    mask = objects.put(stream(alpha, f"{size}/ColorSpace/DeviceGray/BitsPerComponent 8"))
    colours = image.convert("RGB").tobytes()
    entries = f"{size}/ColorSpace/DeviceRGB/BitsPerComponent 8/SMask {mask} 0 R"
    return objects.put(stream(colours, entries))
