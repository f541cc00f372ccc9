"""A file of pictures to draw (TOML or JSON), read as a whole and checked as a whole.

    [defaults]
    lang = ["en", "zh"]
    format = ["png", "pptx"]

    [[jobs]]
    indicator = ["gdp-2020", "population-2020"]
    theme = "dark"

A list makes one picture for each of its entries, ``period = "all"`` one for each period;
``periods = "all"``, or a list or range of them, makes one file of them all; ``by_province`` makes
one of a map of each province.
"""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, make_dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Meta

from geo.draw import (
    PRESETS,
    THEMES,
    Style,
    as_annotations,
    as_label_changes,
    length,
    millimetres,
    read_brand,
    with_size,
)
from geo.export.formats import FORMATS, SLIDES, Slides, export
from geo.export.honoured import OF_SIZE, check_honoured, for_file
from geo.export.parents import slug
from geo.export.periods import build_periods, choose_periods
from geo.maps import (
    MapRequest,
    build,
    build_by_province,
    indicator_asked,
    level_asked,
)
from geo.model import (
    LANGUAGES,
    LEFT_OUT,
    LEVELS,
    POINTS,
    Choropleth,
    FieldError,
    GeoError,
    Indicator,
    LeftOut,
    Plate,
    Text,
    UnknownNameError,
    joined,
    parse_json,
    phrase,
    schema_of,
    to_json,
    to_plain,
    value_of,
)
from geo.places import find_part, read_hierarchy

_NAME = "{indicator}-{level}-{within}-{period}-{lang}.{format}"
#: What may be a list that makes a picture for each entry.
_EXPANDED = ("indicator", "period", "lang", "format", "size", "theme", "per", "level", "within")
_OF_MAP = {field.name for field in fields(MapRequest)} - {"language", "palettes"}
_OF_STYLE = {field.name for field in fields(Style)} - {"size", "dpi", "size_unit"}
_KEYS = {
    *_OF_MAP, *_OF_STYLE, "lang", "format", "size", "dpi", "name", "periods", "slides",
    "by_province",
}  # fmt: skip


def _one_of(known: Iterable[str]) -> Any:
    """A text of a list. A schema has the list; reading is left to who says what is known."""
    return Annotated[str, Meta(extra_json_schema={"enum": list(known)})]


def _written(hint: Any) -> Any:
    """How a field of a map or a style is written."""
    return _one_of(get_args(hint)) if get_origin(hint) is Literal else hint


_HINTS = get_type_hints(MapRequest) | get_type_hints(Style)
_LANGUAGE, _FORMAT, _THEME, _LEVEL = map(_one_of, (LANGUAGES, FORMATS, THEMES, LEVELS))
_PLACES = str | int | list[str | int]
#: How the keys of a job are written.
_FORMS = {name: _written(_HINTS[name]) for name in sorted(_OF_MAP | _OF_STYLE)} | {
    "indicator": str | list[str],
    "period": str | int | list[str | int | None] | None,
    "since": str | int | None,
    "periods": str | int | list[str | int],
    "slides": _one_of(SLIDES),
    "lang": _LANGUAGE | list[_LANGUAGE],  # type: ignore[valid-type]
    "format": _FORMAT | list[_FORMAT],  # type: ignore[valid-type]
    "size": Annotated[str, Meta(examples=[*PRESETS, "1920x1080", "170x120mm"])] | list[str],
    "theme": _THEME | list[_THEME],  # type: ignore[valid-type]
    "per": str | list[str | None] | None,
    "dpi": float,
    "level": _LEVEL | list[_LEVEL],  # type: ignore[valid-type]
    "within": _PLACES,
    "by_province": bool,
    "highlight": _PLACES,
    "crop": _PLACES,
    "bleed": Annotated[str, Meta(examples=["3mm"])] | float,
    "brand": str,
    "name": str,
}
Entry = make_dataclass(
    "Entry",
    [(name, Union[form, LeftOut], LEFT_OUT) for name, form in _FORMS.items()],  # noqa: UP007
    frozen=True,
)
Entry.__doc__ = "A picture, or several: a list makes one for each of its entries."


def batch_schema() -> dict[str, Any]:
    """The JSON Schema of a batch file's content."""
    jobs = Annotated[list[Entry], Meta(min_length=1)]  # type: ignore[valid-type]
    whole = make_dataclass(
        "Batch", [("jobs", jobs), ("defaults", Union[Entry, LeftOut], LEFT_OUT)]  # noqa: UP007
    )  # fmt: skip
    whole.__doc__ = "Pictures to draw; what all have in common stands in defaults."
    return schema_of(whole, title="A batch file of Province Atlas", closed=True)


@dataclass(frozen=True)
class Job:
    """One file: what it shows, how it looks, and what it is called; of several ``periods``, where
    there are any, or of all provinces by the level below."""

    name: str
    request: MapRequest
    style: Style
    file_format: str
    periods: tuple[str, ...] = ()
    slides: Slides = "together"
    by_province: bool = False


def draw_job(job: Job) -> bytes:
    """The file of a job.

    Raises
    ------
    GeoError
        A leaf of it for everything that cannot be done as asked.
    """
    picture: Choropleth | Plate
    if job.by_province:
        picture = build_by_province(job.request)
    else:
        picture = build_periods(job.request, job.periods) if job.periods else build(job.request)
    return export(picture, job.file_format, style=job.style, slides=job.slides)


def to_work(request: MapRequest, style: Style) -> dict[str, bytes]:
    """A map of the catalogue as a batch file of one job, by its ending: what draws it again."""
    job: dict[str, Any] = {"lang": request.language, "dpi": style.dpi}
    sides = (length(side, dpi=style.dpi, unit=style.size_unit) for side in style.size)
    job["size"] = "x".join(sides).replace(style.size_unit, "", 1)
    usual_map, usual_style = MapRequest(""), Style()
    for value, usual, keys in ((request, usual_map, _OF_MAP), (style, usual_style, _OF_STYLE)):
        job |= {
            key: getattr(value, key)
            for key in sorted(keys)
            if getattr(value, key) != getattr(usual, key)
        }
    if style.brand:
        job["brand"] = str(style.brand.path)
    return {".batch.json": to_json({"jobs": [job]})}


def read_batch(path: Path) -> tuple[Job, ...]:
    """The jobs of a file.

    Raises
    ------
    GeoError
        If the file cannot be read, or naming every fault of every job.
    """
    try:
        if path.suffix.lower() == ".json":
            content = parse_json(path.read_bytes())
        else:  # whose dates are texts in JSON
            content = to_plain(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError) as error:  # of both formats, and of text that is no UTF-8
        raise GeoError("batch.unreadable", path=path, reason=str(error)) from error
    return make_jobs(content, where=path.name, folder=path.parent)


def make_jobs(content: Any, *, where: str, folder: Path = Path()) -> tuple[Job, ...]:
    """Jobs from a batch file's content; see :func:`read_batch`. ``folder`` is where the files lie
    that it names."""
    content = content if isinstance(content, dict) else {}
    jobs, defaults = content.get("jobs"), content.get("defaults", {})
    if (
        not isinstance(jobs, list)
        or not jobs
        or not all(isinstance(entry, dict) for entry in (defaults, *jobs))
    ):
        raise GeoError("batch.no_jobs", where=where)
    unknown = sorted(content.keys() - {"jobs", "defaults"})
    faults: list[Text] = [phrase("batch.unknown_part", key=key) for key in unknown]
    made: list[Job] = []
    for number, job in enumerate(jobs, start=1):
        wished = {**defaults, **job}
        for key in sorted(wished.keys() - _KEYS):
            faults.append(phrase("batch.unknown_key", job=number, key=key, known=sorted(_KEYS)))
        try:
            known = {key: value for key, value in wished.items() if key in _KEYS}
            made += _expanded(known, folder, own=job)
        except GeoError as error:
            faults.append(phrase("batch.job", job=number, fault=error))
    names = [job.name.casefold() for job in made]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(phrase("batch.twice", name=name, count=names.count(name)))
    if faults:
        raise GeoError("batch.faults", where=where, faults=joined(faults, POINTS))
    return tuple(made)


def _expanded(wished: Mapping[str, Any], folder: Path, *, own: Mapping[str, Any]) -> Iterator[Job]:
    """The jobs that one entry stands for; ``own`` is what it says without the defaults."""
    try:
        value_of(wished, Entry)
    except FieldError as error:
        raise GeoError("batch.field", fault=error.fault) from error
    if not wished.get("indicator"):
        raise GeoError("batch.no_indicator")
    choices = {key: _list(wished[key]) for key in _EXPANDED if key in wished}
    for values in itertools.product(*choices.values()):
        one = {**wished, **dict(zip(choices, values, strict=True))}
        every = one.get("period") == "all"
        periods = indicator_asked(one["indicator"], _asked(one)).periods if every else None
        for period in periods or (one.get("period"),):
            job = _job({**one, "period": None if period is None else str(period)}, folder)
            style = for_file(job.style, job.file_format)  # the look of several is their pictures'
            if not isinstance(wished.get("format"), list):
                style = replace(style, **{name: getattr(job.style, name) for name in _look(own)})
            check_honoured(style, job.file_format)
            job = replace(job, style=style)
            yield job


def _look(own: Mapping[str, Any]) -> set[str]:
    """The fields of a style that a job names itself, which its format has to honour."""
    return (own.keys() & (_OF_STYLE | {"dpi"})) | set(OF_SIZE if "size" in own else ())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _asked(one: Mapping[str, Any]) -> MapRequest:
    """What decides which figures a job shows."""
    within = one.get("within")
    level = one.get("level") or ("prefecture" if one.get("by_province") else None)
    if level not in (None, *LEVELS):
        raise UnknownNameError("level", level, LEVELS)
    return MapRequest(
        one["indicator"], per=one.get("per"), level=level,
        within=None if within in (None, "") else find_part(str(within)),
    )  # fmt: skip


def _job(one: Mapping[str, Any], folder: Path) -> Job:
    language, file_format = one.get("lang", "en"), one.get("format", "png")
    if language not in LANGUAGES:
        raise GeoError("batch.language", language=language, known=LANGUAGES)
    if file_format not in FORMATS:
        raise GeoError("batch.format", format=file_format, known=tuple(FORMATS))
    asked = {key: one[key] for key in _OF_MAP if one.get(key) is not None}
    if "since" in asked:
        asked["since"] = str(asked["since"])
    edges = tuple(map(float, asked.pop("edges", ()))) or None
    where = _asked(one)
    asked |= {"level": where.level, "within": where.within}
    request = MapRequest(**asked, edges=edges, language=language)
    indicator = indicator_asked(request.indicator, request)  # names what is unknown
    if request.period is not None and request.period not in indicator.periods:
        raise GeoError(
            "batch.period",
            indicator=indicator.id, period=request.period, known=indicator.periods,
        )  # fmt: skip
    periods, slides = _periods(one, indicator), one.get("slides", SLIDES[0])
    if slides not in SLIDES:
        raise UnknownNameError("choice of slides", slides, SLIDES)
    look = {key: one[key] for key in _OF_STYLE if key in one}
    for key in ("highlight", "crop"):
        if key in look:
            look[key] = tuple(map(str, _list(look[key])))
    if "labels_changed" in look:
        look["labels_changed"] = as_label_changes(look["labels_changed"])
    if "bleed" in look:
        look["bleed"] = millimetres(str(look["bleed"]))
    if "brand" in look:
        look["brand"] = read_brand(folder / look["brand"])
    if "annotations" in look:
        look["annotations"] = as_annotations(look["annotations"])
    style = with_size(Style(**look), str(one.get("size", "slide")), dpi=one.get("dpi"))
    request = replace(request, palettes=style.palettes)
    shown, by_province = periods or indicator.periods, bool(one.get("by_province"))
    if by_province and (periods or where.within):
        raise GeoError("batch.by_province")
    within = slug(read_hierarchy().name_of(where.within).en) if where.within else ""
    part = "provinces" if by_province else within
    named = {**one, "level": level_asked(where) or "", "within": part}
    name = _file_name(named, shown, file_format, several=bool(periods))
    return Job(name, request, style, file_format, periods, slides, by_province)


def _periods(one: Mapping[str, Any], indicator: Indicator) -> tuple[str, ...]:
    """The periods that one file is to show."""
    wished = one.get("periods")
    if wished in (None, "", []):
        return ()
    wished = str(wished) if isinstance(wished, int) else wished
    return choose_periods(wished, indicator.periods, of=indicator.id)


def _file_name(
    one: Mapping[str, Any], periods: Sequence[str], file_format: str, *, several: bool = False
) -> str:
    """A file's name by its pattern, without anything that a system takes for a folder."""
    span = f"{periods[0]}-{periods[-1]}" if several else periods[-1] if periods else ""
    values = {
        "indicator": one["indicator"],
        "period": span if several else one.get("period") or span,
        "lang": one.get("lang", "en"),
        "format": file_format,
        "size": one.get("size", "slide"),
        "theme": one.get("theme", "auto"),
        "per": one.get("per") or "",
        "level": one["level"],
        "within": one["within"],
    }
    pattern = one.get("name", _NAME)
    try:
        name = str(pattern).format_map(values)
    except (KeyError, ValueError, IndexError) as error:
        known = [f"{{{key}}}" for key in values]
        raise GeoError("batch.name", name=pattern, known=known) from error
    name = "".join("-" if c in '<>:"/\\|?*' or c < " " else c for c in name).strip(" .")
    while "--" in name or "-." in name:
        name = name.replace("--", "-").replace("-.", ".")
    if not name.endswith(f".{file_format}"):
        name += f".{file_format}"
    return name
