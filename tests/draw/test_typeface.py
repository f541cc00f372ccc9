"""The type face: found in its package, measured, wrapped, and never short of a glyph unnoticed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.draw import typeface
from geo.model.errors import DrawingError
from geo.model.text import Language
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered

CHINESE = "新型基础设施建设项目数量及其占全部项目比重。"
ENGLISH = "Projects for new infrastructure in the annual plans of the provinces"


def test_the_face_comes_from_the_package_whatever_is_installed() -> None:
    assert "noto_cjk_sans_otc" in str(typeface.font(10).get_file())
    assert typeface.font(10).get_size_in_points() == 10


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("text", [CHINESE, ENGLISH, "GDP ÷ km² – 43.5% “x” ×", ""])
def test_what_the_program_writes_is_writable(text: str, language: str) -> None:
    assert typeface.writable(text, language).translate({34: None}) == (
        text.translate({ord(c): None for c in "“”"}) if language == "en" else text
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Stations 🚀", "🚀 (U+1F680)"),
        ("सड़क", "U+0938"),
        ("a\x07b", "U+0007"),
        ("bad \udcff", "U+DCFF"),
        ("🚀 and 🛰", "🚀 (U+1F680) 🛰 (U+1F6F0)"),
    ],
)
def test_a_missing_glyph_is_an_error_that_names_the_character(text: str, named: str) -> None:
    with pytest.raises(DrawingError, match=re.escape(named)):
        typeface.writable(text, "en")


def test_english_gets_straight_quotes_and_chinese_keeps_its_own() -> None:
    assert typeface.writable("China’s “new”", "en") == 'China\'s "new"'
    assert typeface.writable("“新基建”", "zh") == "“新基建”"


def test_width_grows_with_size_and_a_chinese_character_is_a_square() -> None:
    assert typeface.width("中", 20) == pytest.approx(20, rel=0.01)
    assert typeface.width("中国", 50) == pytest.approx(5 * typeface.width("中国", 10))
    assert typeface.width("", 20) == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_name_is_narrower_than_its_letters_say(language: Language) -> None:
    names = [name[language] for name in load_boundaries("prefectures").names.values()]
    for text in [*names, "AVAVAVA", "To Ta Te", "1", "一"]:
        least, wide = typeface.least_width(text, 20), typeface.width("".join(text.split()), 20)
        assert 0.75 * wide < least <= wide


def test_english_breaks_between_words_only() -> None:
    lines = typeface.wrap(ENGLISH, 20, 300)
    assert len(lines) > 1
    assert " ".join(lines) == ENGLISH


def test_chinese_breaks_between_characters() -> None:
    lines = typeface.wrap(CHINESE, 20, 130)
    assert "".join(lines) == CHINESE
    assert all(len(line) >= 5 for line in lines[:-1])


@gathered("available", range(60, 400, 20))
def test_marks_stay_where_they_belong(available: float) -> None:
    """No line begins with a closing mark or ends with an opening one; no number is broken."""
    text = (
        "（标准纬线北纬25°和47°，中央经线东经105°）。见“来源”、《公报》(2020)，共1,411,778,724人。"
    )
    lines = typeface.wrap(text, 10, available)
    assert "".join(lines) == text
    assert not [line for line in lines if line[0] in "，。、）》”)"]
    assert not [line for line in lines if line[-1] in "（《“("]
    assert available < 90 or "1,411,778,724" in "\n".join(lines)


def test_a_word_wider_than_the_line_is_broken() -> None:
    word = "https://example.org/" + "a" * 200
    lines = typeface.wrap(word, 10, 100)
    assert "".join(lines) == word
    assert max(typeface.width(line, 10) for line in lines) <= 100


def test_white_space_of_any_kind_is_one_space() -> None:
    assert typeface.wrap(" a\n\tb\u2028c  d ", 10, 1000) == ("a b c d",)
    assert typeface.wrap("", 10, 1000) == ("",)
    assert typeface.wrap(" \n ", 10, 1000) == ("",)


@given(
    text=st.text(alphabet="ab 12.,()“”新基建项目，。（）\n", max_size=60),
    available=st.floats(25, 200),
)
def test_lines_fit_and_lose_nothing(text: str, available: float) -> None:
    lines = typeface.wrap(text, 10, available)
    assert all(typeface.width(line, 10) <= available for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize("line", ["AVATAR, To Yes.", "常住人口：2020年11月1日", "10 001–12.5%"])
def test_letters_stand_where_the_whole_line_has_them(line: str) -> None:
    """The last one ends where the line does, so none is kerned too late or twice."""
    found = typeface.offsets(line)
    assert "".join(character for character, _ in found) == line
    last, begin = found[-1]
    end = begin + typeface.glyph(last).advance
    assert end == pytest.approx(typeface.width(line, typeface.EM), abs=1.0)


def test_a_pair_is_kerned_before_its_second_letter() -> None:
    (_, first), (_, second), *_ = typeface.offsets("AV")
    assert second - first < typeface.glyph("A").advance - 10
    assert second - first == pytest.approx(
        typeface.width("AV", typeface.EM) - typeface.glyph("V").advance, abs=1.0
    )


def test_letters_that_could_be_one_stand_apart() -> None:
    begins = [begin for _, begin in typeface.offsets("office")]
    assert len(begins) == len("office")
    assert begins == sorted(set(begins))
