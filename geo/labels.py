"""Labels: the ``<name>.toml`` that stands beside every data file and says what the file is.

A label is read with its data's hash checked, so a file that was changed without its label is
found when it is read, not when somebody wonders about a number.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from geo.errors import LabelError
from geo.model import ABSENT, LANGUAGES, STATUSES, Observation, Source, Text

Label = Mapping[str, Any]

_SOURCE_TEXTS = ("title", "publisher", "licence", "citation", "note")


def read_label(path: Path, *, required: Iterable[str] = ("id", "title", "source")) -> Label:
    """Read a label and check that the required keys are there.

    Raises
    ------
    LabelError
        If the file is missing, is no TOML, or lacks keys; all missing keys are named.
    """
    try:
        label = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LabelError(f"{path.name} is missing: every data file needs its label.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabelError(f"{path.name} is no valid TOML: {error}.") from error
    missing = [key for key in required if key not in label]
    if missing:
        raise LabelError(f"{path.name} lacks {', '.join(missing)}.")
    if label.get("id") != path.stem:
        raise LabelError(f"{path.name} says id = {label.get('id')!r}; it must be {path.stem!r}.")
    return label


def check_hash(label: Label, files: Iterable[Path]) -> None:
    """Compare the label's ``sha256`` with the files' (concatenated in the given order).

    Raises
    ------
    LabelError
        If a file is missing or the hash differs.
    """
    paths = list(files)
    missing = [path.name for path in paths if not path.is_file()]
    if missing:
        raise LabelError(f"{', '.join(missing)} is missing, which {label['id']}.toml describes.")
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    if label.get("sha256") != digest:
        raise LabelError(
            f"{', '.join(path.name for path in paths)} does not match the hash in "
            f"{label['id']}.toml: the data were changed without their label. "
            f"Expected {label.get('sha256')!r}, found {digest!r}."
        )


def read_rows(label: Label, path: Path) -> list[dict[str, str]]:
    """The rows of a CSV that its label describes, after its hash was checked.

    Raises
    ------
    LabelError
        If the file is missing, does not match the hash, or is no UTF-8 CSV.
    """
    check_hash(label, [path])
    try:
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LabelError(f"{path.name} is no readable UTF-8 CSV: {error}.") from error


def text(value: Any, where: str) -> Text:
    """A ``{en, zh}`` table as :class:`Text`.

    Raises
    ------
    LabelError
        If a language is missing.
    """
    if not isinstance(value, Mapping) or not {"en", "zh"} <= set(value):
        raise LabelError(f"{where} needs words in both languages: {{ en = …, zh = … }}.")
    return Text(str(value["en"]), str(value["zh"]))


def texts(value: Any, where: str) -> tuple[Text, ...]:
    """``{en = [...], zh = [...]}`` as a tuple of :class:`Text`.

    Raises
    ------
    LabelError
        If there are no two lists, or they do not have the same length.
    """
    if value is None:
        return ()
    en, zh = (value.get(lang) if isinstance(value, Mapping) else None for lang in LANGUAGES)
    if not isinstance(en, list) or not isinstance(zh, list) or len(en) != len(zh):
        raise LabelError(
            f"{where} needs two lists, en = […] and zh = […], with as many sentences in English as "
            "in Chinese."
        )
    return tuple(Text(str(a), str(b)) for a, b in zip(en, zh, strict=True))


def source(label: Label) -> Source:
    """The ``[source]`` table of a label.

    Raises
    ------
    LabelError
        If a part is missing or unknown.
    """
    where = f"{label['id']}.toml [source]"
    given = label.get("source")
    if not isinstance(given, Mapping):
        raise LabelError(f"{where} is missing: title, publisher, licence and the rest stand there.")
    table = dict(given)
    unknown = set(table) - {field.name for field in fields(Source)}
    missing = {"title", "publisher", "licence", "citation", "published", "accessed"} - set(table)
    if unknown or missing:
        raise LabelError(
            f"{where}: missing {', '.join(sorted(missing)) or 'nothing'}, "
            f"unknown {', '.join(sorted(unknown)) or 'nothing'}."
        )
    for name in _SOURCE_TEXTS:
        if name in table:
            table[name] = text(table[name], f"{where} {name}")
    return Source(**table)


def observation(row: Mapping[str, str]) -> Observation:
    """One row of figures, checked.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If the value is no finite number, or does not go with the status.
    """
    status = row["status"]
    if status not in STATUSES:
        raise ValueError(f"status {status!r} is none of {', '.join(STATUSES)}")
    value = float(row["value"]) if row["value"] else None
    if (value is None) != (status in ABSENT) or (value is not None and not math.isfinite(value)):
        raise ValueError(f"value {row['value']!r} does not go with status {status!r}")
    return Observation(
        adcode=row["adcode"],
        period=row["period"],
        value=value,
        status=status,
        date=row.get("date", ""),
        note=Text(row.get("note_en", ""), row.get("note_zh", "")),
        source=Text(row.get("source_en", ""), row.get("source_zh", "")),
    )
