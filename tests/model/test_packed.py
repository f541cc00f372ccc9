"""Bytes as text for an address: they come back as they were, and nothing else comes back."""

from __future__ import annotations

import string
import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.packed import pack, unpack

LETTERS = set(string.ascii_letters + string.digits + "-_")


@given(st.binary(max_size=2000))
def test_what_is_packed_is_unpacked(data: bytes) -> None:
    text = pack(data)
    assert set(text) <= LETTERS
    assert text == pack(data)
    assert unpack(text, most=2000) == data


def test_a_table_of_all_provinces_is_short() -> None:
    table = "".join(f"{adcode}0000,{adcode * 731}\n" for adcode in range(11, 45)).encode()
    assert len(pack(table)) < len(table)


@pytest.mark.parametrize(
    "text",
    ["", "x", "not packed", "中文", pack(b"some work")[:-4], urlsafe_b64encode(b"x").decode()],
)
def test_what_is_not_packed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        unpack(text, most=10**6)


def test_a_short_text_that_stands_for_too_much_is_refused() -> None:
    bomb = urlsafe_b64encode(zlib.compress(bytes(10**6))).decode().rstrip("=")
    assert len(bomb) < 2000
    with pytest.raises(ValueError, match="too long"):
        unpack(bomb, most=10**5)
    assert unpack(bomb, most=10**6) == bytes(10**6)
