"""A picture of pixels as an object of a file: its colours, and a mask where it is see-through."""

from __future__ import annotations

import io

from PIL import Image

from geo.draw.media.pdf.objects import Objects, stream
from geo.draw.scene import Picture


def put_picture(objects: Objects, picture: Picture) -> int:
    """The number of the object of a picture."""
    image = Image.open(io.BytesIO(picture.content)).convert("RGBA")
    said = (
        f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}/BitsPerComponent 8"
    )
    mask = objects.put(stream(image.getchannel("A").tobytes(), f"{said}/ColorSpace/DeviceGray"))
    colours = image.convert("RGB").tobytes()
    return objects.put(stream(colours, f"{said}/ColorSpace/DeviceRGB/SMask {mask} 0 R"))
