"""Bytes as text that is short and can stand in an address: compressed, in base64url."""

from __future__ import annotations

import binascii
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode


def pack(data: bytes) -> str:
    """Bytes as text, the same for the same bytes."""
    return urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=")


def unpack(text: str, *, most: int) -> bytes:
    """The bytes that a text was made from; a short one may stand for endlessly many.

    Raises
    ------
    ValueError
        If it was made from none, is cut off, or stands for more than ``most`` bytes.
    """
    unpacking = zlib.decompressobj()
    try:
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        data = unpacking.decompress(packed, most)
    except (binascii.Error, UnicodeEncodeError, zlib.error) as error:
        raise ValueError(str(error)) from error
    if not unpacking.eof:
        raise ValueError("it is cut off, or too long")
    return data
