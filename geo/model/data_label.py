"""Labels: the ``<name>.toml`` that stands beside every data file and says what the file is.

A label is read with its data's hash checked, so a file that was changed without its label is
found when it is read, not when somebody wonders about a number.
"""

from __future__ import annotations

import csv
import io
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.model.errors import LabelError, phrase
from geo.model.text import LANGUAGES, Text
from geo.model.values import ABSENT, STATUSES, Observation, Source, Status

Label = Mapping[str, Any]

#: The columns that every row of figures has.
_NEEDED = ("adcode", "period", "value", "status")
_STATUS_OF: Mapping[str, Status] = {status: status for status in STATUSES}
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
        raise LabelError("labels.missing", file=path.name) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabelError("labels.no_toml", file=path.name, reason=str(error)) from error
    missing = [key for key in required if key not in label]
    if missing:
        raise LabelError("labels.lacks", file=path.name, keys=missing)
    if label.get("id") != path.stem:
        raise LabelError("labels.other_id", file=path.name, id=label.get("id"), expected=path.stem)
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
        raise LabelError("labels.no_data", files=missing, label=f"{label['id']}.toml")
    import hashlib  # brings OpenSSL, and everything waits for this wing

    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    if label.get("sha256") != digest.hexdigest():
        raise LabelError(
            "labels.other_hash",
            files=[path.name for path in paths],
            label=f"{label['id']}.toml",
            expected=label.get("sha256"),
            found=digest.hexdigest(),
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
        heading, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")), strict=True)
        return [dict(zip(heading, row, strict=True)) for row in rows if row]
    except (OSError, ValueError, csv.Error) as error:  # of text, of rows, of quotes
        raise LabelError("labels.no_csv", file=path.name, reason=str(error)) from error


def text_of(value: Any, where: str) -> Text:
    """A ``{en, zh}`` table as :class:`Text`.

    Raises
    ------
    LabelError
        If a language is missing.
    """
    if not isinstance(value, Mapping) or not {"en", "zh"} <= set(value):
        raise LabelError("labels.one_language", where=where)
    return Text(str(value["en"]), str(value["zh"]))


def texts_of(value: Any, where: str) -> tuple[Text, ...]:
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
        raise LabelError("labels.two_lists", where=where)
    return tuple(Text(str(a), str(b)) for a, b in zip(en, zh, strict=True))


def source_of(label: Label) -> Source:
    """The ``[source]`` table of a label.

    Raises
    ------
    LabelError
        If a part is missing or unknown.
    """
    where = f"{label['id']}.toml [source]"
    given = label.get("source")
    if not isinstance(given, Mapping):
        raise LabelError("labels.no_source", where=where)
    table = dict(given)
    unknown = set(table) - {field.name for field in fields(Source)}
    missing = {"title", "publisher", "licence", "citation", "published", "accessed"} - set(table)
    if unknown or missing:
        nothing = phrase("labels.nothing")
        raise LabelError(
            "labels.source_parts",
            where=where,
            missing=sorted(missing) or nothing,
            unknown=sorted(unknown) or nothing,
        )
    for name in _SOURCE_TEXTS:
        if name in table:
            table[name] = text_of(table[name], f"{where} {name}")
    return Source(**table)


def observation_of(row: Mapping[str, str]) -> Observation:
    """One row of figures, checked.

    Raises
    ------
    LabelError
        If a column is missing, or the value is no finite number, or does not go with the status.
    """
    adcode, period, given, status = map(row.get, _NEEDED)
    if adcode is None or period is None or given is None or status is None:
        lacking = next(column for column in reversed(_NEEDED) if row.get(column) is None)
        raise LabelError("labels.row_lacks", column=lacking)
    known = _STATUS_OF.get(status)
    if known is None:
        raise LabelError("labels.row_status", status=status, known=STATUSES)
    try:
        value = float(given) if given else None
    except ValueError:
        raise LabelError("labels.row_number", value=given) from None
    if (value is None) != (known in ABSENT) or (value is not None and not math.isfinite(value)):
        raise LabelError("labels.row_value", value=given, status=status)
    return Observation(
        adcode,
        period,
        value,
        known,
        row.get("date", ""),
        _said(row.get("note_en", ""), row.get("note_zh", "")),
        _said(row.get("source_en", ""), row.get("source_zh", "")),
    )


@lru_cache(maxsize=4096)
def _said(en: str, zh: str) -> Text:
    """Words of a row, made once: most rows have none, and notes are those of many."""
    return Text(en, zh)
