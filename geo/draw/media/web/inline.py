"""Values as JSON inside a page."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from typing import Any


def inline_json(content: Any) -> str:
    """JSON that can stand in a script and in folium's templates: no end tag, no line separator
    that ends a statement, and no opening of a template's expression, which would be executed."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    for character in "{%#":  # two of them side by side stand in strings only
        text = text.replace("{" + character, f"{{\\u{ord(character):04x}")
    return text


def packed_json(content: Any) -> str:
    """JSON in few letters: deflated, in base 64; ``static/unpacked.js`` reads it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 9)).decode()
