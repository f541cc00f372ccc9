"""Values as files of JSON: one way to write them, to read them, and to publish how they look.

A dataclass says what a file holds. What is wrong in one is told with the field's name and its value
in both languages; :func:`schema_of` tells other programs the same in advance.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, TypeVar

import msgspec

from geo.model.errors import phrase
from geo.model.text import Text, joined

#: A field of a file that may be left out, and its value then.
LeftOut = msgspec.UnsetType
LEFT_OUT = msgspec.UNSET

T = TypeVar("T")

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MOST_SHOWN = 200  # characters of what is wrong
# How msgspec says what is wrong and where.
_FAULT = re.compile(r"(?P<what>.*?)(?: - at `(?:key in )?\$(?P<path>.*)`)?", re.DOTALL)
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_MISSING = re.compile(r"Object missing required field `(.+)`")
_ROLE = re.compile(r":\w+:(?=`)")  # of a docstring
_EXAMPLES = re.compile(r"\n\s*Examples\n\s*-{8}\n.*", re.DOTALL)
_EXPECTED = re.compile(r"Expected `([a-z |]+)`, got .*")


class FieldError(ValueError):
    """A field of a file that is missing, unknown, or not of its kind; ``fault`` says it, to be part
    of a sentence."""

    def __init__(self, fault: Text) -> None:
        super().__init__(fault.en)
        self.fault = fault


def to_plain(value: object) -> Any:
    """A value as lists, dicts, texts and numbers; bytes in Base64."""
    return msgspec.to_builtins(value)


def to_json(value: object, *, indent: int | None = 1) -> bytes:
    """A value as a file of JSON; on one line without an indent."""
    text = json.dumps(
        to_plain(value),
        ensure_ascii=False,
        indent=indent,
        separators=(",", ":") if indent is None else None,
    )
    return f"{text}\n".encode("utf-8", "replace")  # no file can hold half a character


def parse_json(data: bytes) -> Any:
    """A file's JSON as lists, dicts, texts and numbers.

    Raises
    ------
    ValueError
        If it is no JSON in UTF-8.
    """
    try:
        return msgspec.json.decode(data.removeprefix(_BYTE_ORDER_MARK))
    except RecursionError as error:
        raise ValueError(str(error)) from error


def value_of(content: Any, kind: type[T], *, closed: bool = False) -> T:
    """The value that a file's content stands for.

    Parameters
    ----------
    content
        Of lists, dicts, texts and numbers; see :func:`parse_json`.
    kind
        The dataclass.
    closed
        Whether a field that the dataclass has not is a fault, in the whole.

    Raises
    ------
    FieldError
        If a field is missing, unknown, or not of its kind.
    """
    try:
        value = msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        raise _explained(content, str(error)) from error
    known = [field.name for field in fields(kind)] if closed else ()  # type: ignore[arg-type]
    for key in content if closed else ():
        if key not in known:
            raise FieldError(phrase("stored.unknown", key=key, known=known))
    return value


def schema_of(kind: type, *, title: str, closed: bool = False) -> dict[str, Any]:
    """The JSON Schema of the files that hold a dataclass; see :func:`value_of`."""
    (found,), parts = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    name = found["$ref"].rpartition("/")[2]
    whole = parts.pop(name) | {"title": title}
    for part in (whole, *parts.values()):
        if closed:
            part["additionalProperties"] = False
        if "description" in part:
            told = _EXAMPLES.sub("", part["description"])  # of Python, not of a file
            part["description"] = " ".join(_ROLE.sub("", told).split())
    return {"$schema": _DIALECT, **whole, **({"$defs": parts} if parts else {})}


def _explained(content: Any, message: str) -> FieldError:
    """What msgspec says of a content, in both languages and with the value."""
    found = _FAULT.fullmatch(message)
    assert found is not None
    names: list[str] = []
    value = content
    path = (found["path"] or "").partition("[...]")[0]  # a mapping is told as a whole
    for name, index in _STEP.findall(path):
        names.append(f".{name}" if name else f"[{index}]")
        value = value[name or int(index)]
    where = "".join(names).removeprefix(".") or phrase("stored.whole")
    if missing := _MISSING.fullmatch(found["what"]):
        return FieldError(phrase("stored.lacks", where=where, key=missing[1]))
    shown = repr(value)[:_MOST_SHOWN]
    if expected := _EXPECTED.fullmatch(found["what"]):
        wanted = joined(_kinds(expected[1]), phrase("stored.or"))
        return FieldError(phrase("stored.wrong", where=where, value=shown, wanted=wanted))
    return FieldError(phrase("stored.odd", where=where, value=shown))


def _kinds(expected: str) -> Iterator[Text]:
    """The kinds of values that msgspec expected, in words."""
    words = {
        "str": phrase("stored.text"),
        "bytes": phrase("stored.text"),
        "int": phrase("stored.integer"),
        "float": phrase("stored.number"),
        "bool": phrase("stored.yes_or_no"),
        "array": phrase("stored.list"),
        "object": phrase("stored.object"),
        "null": phrase("stored.null"),
    }
    return (words[kind] for kind in expected.split(" | "))
