"""Every choice of a style is honoured by a format or refused by name; one table says which."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from geo.draw.brand import Brand
from geo.draw.style import Style
from geo.export.formats import FORMATS, export
from geo.export.honoured import HONOURED, check_honoured, for_file
from geo.export.jobs import make_jobs
from geo.maps.by_province import build_by_province
from geo.maps.request import MapRequest
from geo.model.errors import DrawingError, ExportError, GeoError
from geo.model.text import Text
from tests.pictures import a_map

#: For each field something else than the usual.
OTHERS: dict[str, Any] = {
    "size": (1000, 800), "dpi": 96.0, "size_unit": "mm", "theme": "dark", "labels": "both",
    "legend": "horizontal", "detail": "none", "strip": True, "maritime": True,
    "highlight": ("340000",), "crop": ("340000",), "letters": "text", "legend_place": "right",
    "text_size": 1.2, "medium": "print", "bleed": 3.0,
    "brand": Brand(path=Path("office.toml"), name=Text("Office", "办公室")),
    "labels_changed": (object(),), "annotations": (object(),),
}  # fmt: skip
FIELDS = [field.name for field in fields(Style)]


def test_every_field_is_decided_for_every_format() -> None:
    assert set(HONOURED) == set(FIELDS) == set(OTHERS)
    for name, formats in HONOURED.items():
        assert formats, name
        assert set(formats) <= set(FORMATS), name


@pytest.mark.parametrize("name", FIELDS)
def test_a_choice_is_honoured_or_refused_by_name(name: str) -> None:
    style = Style()
    object.__setattr__(style, name, OTHERS[name])  # whatever it takes besides
    for file_format in FORMATS:
        if file_format in HONOURED[name]:
            check_honoured(style, file_format)
            continue
        with pytest.raises(ExportError) as refused:
            check_honoured(style, file_format)
        for language in ("en", "zh"):
            assert name in refused.value.told(language)
            assert file_format in refused.value.told(language)


@pytest.mark.parametrize("name", ["theme", "labels", "highlight", "crop"])
def test_what_a_web_page_honours_changes_it(name: str) -> None:
    style = replace(Style(), **{name: OTHERS[name]})
    assert export(a_map(), "html", style=style) != export(a_map(), "html")


def test_what_is_refused_is_refused_by_the_export() -> None:
    with pytest.raises(ExportError, match="legend, strip"):
        export(a_map(), "html", style=Style(legend="horizontal", strip=True))
    with pytest.raises(ExportError, match="bleed"):
        export(a_map(), "png", style=Style(bleed=3))
    with pytest.raises(ExportError, match="theme"):
        export(a_map(), "csv", style=Style(theme="dark"))


def test_circles_are_drawn_or_refused() -> None:
    with pytest.raises(ExportError, match="circles"):
        export(a_map("gdp-2020", symbols="population-2020"), "html")


def test_a_map_to_go_into_is_not_cut() -> None:
    plate = build_by_province(MapRequest("population-2020"))
    with pytest.raises(DrawingError, match="--crop"):
        export(plate, "html", style=Style(crop=("340000",)))


def test_files_beside_a_picture_have_no_look() -> None:
    style = Style(theme="dark", size=(1000, 800), strip=True)
    assert for_file(style, "csv") == Style()
    assert for_file(style, "html") == Style(theme="dark", strip=True)
    assert for_file(style, "png") == style


def test_a_job_of_several_formats_gives_its_look_to_the_pictures() -> None:
    job = {"indicator": "gdp-2020", "theme": "dark", "size": "4k"}
    jobs = make_jobs({"jobs": [{**job, "format": ["png", "html", "csv"]}]}, where="x")
    assert [one.style.theme for one in jobs] == ["dark", "dark", "auto"]
    with pytest.raises(GeoError, match="does not honour theme"):
        make_jobs({"jobs": [{**job, "size": "slide", "format": "csv"}]}, where="x")


def test_the_defaults_of_a_batch_are_the_look_of_its_pictures() -> None:
    common = {"indicator": "gdp-2020", "size": "170x120mm", "labels": "both"}
    jobs = [{"format": "png"}, {"format": "html"}, {"format": "csv"}]
    picture, page, data = make_jobs({"defaults": common, "jobs": jobs}, where="x")
    assert (picture.style.medium, picture.style.size_unit) == ("print", "mm")
    assert page.style == Style(labels="both")
    assert data.style == Style()
    for own, told in (
        ({"labels": "both"}, "csv does not honour labels"),
        ({"size": "170x120mm"}, "csv does not honour size:"),
        ({"dpi": 96}, "csv does not honour dpi"),
        ({"medium": "print"}, "csv does not honour medium"),
    ):
        with pytest.raises(GeoError, match=told):
            make_jobs({"defaults": common, "jobs": [{"format": "csv", **own}]}, where="x")
    with pytest.raises(GeoError, match="html does not honour strip"):
        make_jobs({"defaults": {**common, "strip": True}, "jobs": [{"format": "html"}]}, where="x")


def test_a_job_of_several_formats_may_be_measured_on_paper() -> None:
    job = {"indicator": "gdp-2020", "size": "170x120mm", "format": ["png", "html", "json"]}
    picture, page, data = make_jobs({"jobs": [job]}, where="x")
    assert picture.style.medium == "print"
    assert page.style == data.style == Style()


@pytest.mark.parametrize(
    ("written", "millimetres"), [("3mm", 3.0), ("0.3cm", 3.0), (3, 3.0), ("0.125in", 3.175)]
)
def test_a_job_says_its_bleed_as_a_length(written: str | float, millimetres: float) -> None:
    job = {"indicator": "gdp-2020", "format": "pdf", "bleed": written}
    (made,) = make_jobs({"jobs": [job]}, where="x")
    assert made.style.bleed == pytest.approx(millimetres)
    for wrong, told in (("three", "no length"), ("50mm", "out of range")):
        with pytest.raises(GeoError, match=told):
            make_jobs({"jobs": [{**job, "bleed": wrong}]}, where="x")
