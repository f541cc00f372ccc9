"""Pictures of every size: letters that can be read, and map, legend and inset together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from geo.draw.composition import compose
from geo.draw.fitting import together
from geo.draw.layout import Box
from geo.draw.lettering import LABEL, LEAST, SMALL, SUBTITLE, TEXT, TITLE, lettering_of, shown_as
from geo.draw.scene import Scene, Words
from geo.draw.style import LEGEND_PLACES, Style, with_size
from geo.maps.plate import make_plate
from geo.model.errors import DrawingError
from tests.draw.checks import crossing, faults, outside, overlapping, too_small
from tests.pictures import a_map, a_scene
from tests.slow import up_to

SIZES = ("slide", "square", "a4-portrait", "400x300", "80x60mm", "600x1200", "3000x500")


def of_size(text: str, **look: Any) -> tuple[Scene, Style]:
    language = look.pop("language", "en")
    style = with_size(Style(**look), text)
    return compose(make_plate([a_map("gdp-2020", language)]), style), style


def sizes_of(scene: Scene, role: str) -> set[float]:
    return {words.size for words in scene.items(role) if isinstance(words, Words)}


@pytest.mark.slow(reads=up_to("draw"))
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
def test_all_is_on_the_page_and_can_be_read_at_any_size(size: str, language: str) -> None:
    scene, style = of_size(size, language=language)
    assert faults(scene, style) == []
    assert scene.of("source"), "a source is never left out"
    (source,) = scene.of("source")
    assert scene.source_line.replace(" ", "") == "".join(
        line for words in source.items if isinstance(words, Words) for line in words.lines
    ).replace(" ", "")


def test_a_slide_has_the_sizes_of_slides() -> None:
    scene, style = of_size("slide")
    point = style.dpi / 72
    assert sizes_of(scene, "title") == {28 * point}
    assert sizes_of(scene, "subtitle") == {16 * point}
    assert sizes_of(scene, "source") == {9 * point}
    assert sizes_of(scene, "legend") == {12 * point, 9 * point}


@pytest.mark.parametrize(
    ("size", "dpi", "shown"),
    [
        ("1920x1080", None, "slide"), ("4k", None, "slide"), ("1024x768", None, "slide"),
        ("a4-portrait", None, "print"), ("170x120mm", None, "print"), ("6in x 4in", None, None),
        ("3000x2000", 300.0, "print"), ("square", None, "screen"), ("400x300", None, "screen"),
        ("640x360", None, "screen"),
    ],
)  # fmt: skip
def test_where_a_picture_is_shown(size: str, dpi: float | None, shown: str | None) -> None:
    if shown is None:
        with pytest.raises(DrawingError):
            with_size(Style(), size, dpi=dpi)
    else:
        assert shown_as(with_size(Style(), size, dpi=dpi)) == shown


def test_a_medium_that_is_said_is_kept() -> None:
    assert shown_as(with_size(Style(medium="screen"), "80x60mm")) == "screen"
    assert shown_as(with_size(Style(medium="slide"), "square")) == "slide"


def test_no_letter_is_smaller_however_small_they_are_wished() -> None:
    order = (TITLE, SUBTITLE, TEXT, LABEL, SMALL)
    for shown, sizes in LEAST.items():
        assert list(sizes) == list(order), shown
        assert sorted(sizes.values(), reverse=True) == list(sizes.values())
    letters = lettering_of(Style(size=(400, 300), text_size=0.5))
    assert {letters.pixels(size) for size in order} == {9.0}
    assert lettering_of(with_size(Style(), "80x60mm")).least == pytest.approx(6 * 144 / 72)
    assert lettering_of(Style(text_size=2.0)).pixels(TITLE) == 112.0


@pytest.mark.parametrize("factor", [0.4, 3.5])
def test_letters_out_of_range_are_refused(factor: float) -> None:
    with pytest.raises(DrawingError, match="letters cannot be"):
        Style(text_size=factor)


def test_larger_letters_are_larger_everywhere() -> None:
    usual, larger = (
        a_scene(a_map("gdp-2020"), (1080, 1080)),
        a_scene(a_map("gdp-2020"), (1080, 1080), text_size=1.5),
    )
    for role in ("title", "subtitle", "legend", "source"):
        assert min(sizes_of(larger, role)) == pytest.approx(1.5 * min(sizes_of(usual, role)))
    assert faults(larger, Style(size=(1080, 1080), text_size=1.5)) == []


def test_notes_give_way_first_and_dots_say_so() -> None:
    whole, _ = of_size("1200x900")
    short, _ = of_size("360x270")
    tiny, _ = of_size("80x60mm")
    (notes,) = (w.text for w in whole.items("notes") if isinstance(w, Words))
    (cut,) = (w.text for w in short.items("notes") if isinstance(w, Words))
    assert cut.endswith(" …")
    said = cut[cut.index("Classes:") :].removesuffix(" …")  # after what the labels leave out
    assert notes.startswith(said)
    assert len(said) < len(notes)
    assert not tiny.of("labels")
    assert tiny.of("map")
    assert tiny.of("legend")


def test_a_picture_without_room_is_refused_with_the_reason() -> None:
    long = replace(a_map("gdp-2020"), title="A title of many words " * 40)
    with pytest.raises(DrawingError, match="the smallest that can be read there"):
        a_scene(long, (400, 300))


def test_odd_shapes_keep_map_legend_and_inset_together() -> None:
    wide, _ = of_size("3000x500")
    high, _ = of_size("600x1200")
    boxes = [g.box for role in ("legend", "inset") for g in wide.of(role) if g.box]
    assert max(b.right for b in boxes) - min(b.left for b in boxes) < 1000
    tops = [g.box.top for g in high.of("legend") if g.box]
    (shown,) = (group.clip for group in high.of("map"))
    assert shown is not None
    assert 0 <= tops[0] - shown.bottom < 120
    area = Box(0, 0, 3000, 500)
    assert together(area, 0).width == 1100
    assert together(area, 0).centre[0] == 1500


@pytest.mark.slow(reads=up_to("draw"))
@pytest.mark.parametrize("crop", [(), ("440000", "450000")])
@pytest.mark.parametrize("place", LEGEND_PLACES)
def test_the_legend_stands_where_it_is_wished(place: Any, crop: tuple[str, ...]) -> None:
    style = Style(legend_place=place, crop=crop)
    scene = compose(make_plate([a_map("gdp-2020")]), style)
    assert outside(scene) == crossing(scene) == overlapping(scene) == too_small(scene, style) == []
    (legend,), (title,) = scene.of("legend"), scene.of("subtitle")
    assert legend.box is not None
    assert title.box is not None
    x, y = legend.box.centre
    where = {
        "auto": x < 960, "left": x < 960, "right": x > 960, "top": y < 540, "bottom": y > 540,
    }  # fmt: skip
    assert where[place]
    frames = [g.box for g in scene.of("frame") if g.box]
    if frames:
        beside = {
            "auto": legend.box.right < frames[0].left, "left": legend.box.right < frames[0].left,
            "right": legend.box.left > frames[0].right, "top": legend.box.bottom < frames[0].top,
            "bottom": legend.box.top > frames[0].bottom,
        }  # fmt: skip
        assert beside[place]


@pytest.mark.slow(reads=up_to("draw"))
@pytest.mark.parametrize("place", ["left", "top"])
def test_several_maps_share_legend_and_inset_where_it_is_wished(place: Any) -> None:
    maps = [a_map("gdp", period=str(year)) for year in (2018, 2019, 2020)]
    plate = make_plate(maps)
    style = Style(legend_place=place)
    scene = compose(plate, style)
    assert faults(scene, style) == []
    assert len(scene.of("inset")) == 1
    titles = [words.size for words in scene.items("panel-title") if isinstance(words, Words)]
    notes = sizes_of(scene, "notes")
    assert min(titles) > max(notes)


def test_maps_with_legends_of_their_own_have_one_inset() -> None:
    scene = compose(make_plate([a_map("gdp-2020"), a_map("urban-share")]), Style())
    assert len(scene.of("legend")) == 2
    assert len(scene.of("inset")) == 1
