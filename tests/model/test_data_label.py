"""Labels: complete, in both languages, and true to their data."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from geo.model import data_label
from geo.model.errors import LabelError
from geo.model.text import Text
from geo.model.values import Source

SOURCE = {
    "title": {"en": "Yearbook", "zh": "年鉴"},
    "publisher": {"en": "Bureau", "zh": "统计局"},
    "licence": {"en": "free", "zh": "自由使用"},
    "citation": {"en": "Bureau, Yearbook", "zh": "统计局：年鉴"},
    "published": "2021",
    "accessed": "2026-11-23",
}


def label(**changes: Any) -> dict[str, Any]:
    return {"id": "mine", "source": SOURCE, **changes}


def written(folder: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_label_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, 'id = "mine"\ntitle = "x"\nsource = "y"')
    assert data_label.read_label(path)["title"] == "x"


def test_a_missing_label_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"mine\.toml is missing: every data file needs its label"):
        data_label.read_label(tmp_path / "mine.toml")


@pytest.mark.parametrize("content", ["id = ", 'id = "mine', b'id = "\xff\xfe"'])
def test_a_corrupt_label_is_named(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(LabelError, match=r"mine\.toml is no valid TOML: "):
        data_label.read_label(written(tmp_path, content))


def test_every_missing_key_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, 'id = "mine"\nkind = "count"')
    with pytest.raises(LabelError, match=r"mine\.toml lacks title, unit\."):
        data_label.read_label(path, required=("id", "title", "kind", "unit"))


def test_the_id_is_the_name_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'id = "yours"\ntitle = "x"\nsource = "y"')
    with pytest.raises(LabelError, match=r"mine\.toml says id = 'yours'; it must be 'mine'"):
        data_label.read_label(path)


def test_the_hash_is_of_all_files_in_the_given_order(tmp_path: Path) -> None:
    files = [written(tmp_path, text, name) for name, text in (("a", "one"), ("b", "two"))]
    given = label(sha256=hashlib.sha256(b"onetwo").hexdigest())
    data_label.check_hash(given, files)
    with pytest.raises(LabelError, match="b, a does not match"):
        data_label.check_hash(given, files[::-1])


def test_one_changed_byte_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, "adcode,value\n110000,1\n", "mine.csv")
    given = label(sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    assert data_label.read_rows(given, path) == [{"adcode": "110000", "value": "1"}]
    path.write_bytes(path.read_bytes().replace(b"1\n", b"2\n"))
    with pytest.raises(LabelError, match=r"mine\.csv does not match the hash in mine\.toml.*found"):
        data_label.read_rows(given, path)


def test_a_label_without_a_hash_matches_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, "adcode\n", "mine.csv")
    with pytest.raises(LabelError, match="Expected None"):
        data_label.read_rows(label(), path)


def test_missing_data_are_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"mine\.csv is missing, which mine\.toml describes"):
        data_label.read_rows(label(sha256=""), tmp_path / "mine.csv")


@pytest.mark.parametrize("content", ["名称".encode("gbk"), b'a,b\n"x,y\n'])
def test_data_that_are_no_utf8_csv_are_named(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content, "mine.csv")
    given = label(sha256=hashlib.sha256(content).hexdigest())
    with pytest.raises(LabelError, match=r"mine\.csv is no readable UTF-8 CSV"):
        data_label.read_rows(given, path)


def test_words_are_in_both_languages() -> None:
    assert data_label.text_of({"en": "a", "zh": "甲"}, "here") == Text("a", "甲")


@pytest.mark.parametrize("value", [{"en": "a"}, {"zh": "甲"}, "a", 3, None])
def test_words_in_one_language_are_refused(value: Any) -> None:
    with pytest.raises(LabelError, match="here needs words in both languages"):
        data_label.text_of(value, "here")


def test_sentences_go_in_pairs() -> None:
    assert data_label.texts_of({"en": ["a", "b"], "zh": ["甲", "乙"]}, "here") == (
        Text("a", "甲"),
        Text("b", "乙"),
    )
    assert data_label.texts_of(None, "here") == ()


@pytest.mark.parametrize(
    "value",
    [{"en": ["a", "b"], "zh": ["甲"]}, {"en": ["a"]}, {"en": "a", "zh": "甲"}, "a", ["a"], {}],
)
def test_sentences_without_their_pair_are_refused(value: Any) -> None:
    with pytest.raises(LabelError, match=r"here needs two lists.*as many sentences in English as"):
        data_label.texts_of(value, "here")


def test_a_source_is_read() -> None:
    source = data_label.source_of(label(source={**SOURCE, "url": "https://example.org"}))
    assert source.title == Text("Yearbook", "年鉴")
    assert source.url == "https://example.org"
    assert not source.note


@pytest.mark.parametrize(
    "part", ["title", "publisher", "licence", "citation", "published", "accessed"]
)
def test_a_source_without_a_part_is_refused(part: str) -> None:
    incomplete = {key: value for key, value in SOURCE.items() if key != part}
    with pytest.raises(
        LabelError, match=rf"mine\.toml \[source\]: missing {part}, unknown nothing"
    ):
        data_label.source_of(label(source=incomplete))


def test_an_unknown_part_of_a_source_is_named() -> None:
    with pytest.raises(LabelError, match="missing nothing, unknown author"):
        data_label.source_of(label(source={**SOURCE, "author": "me"}))


def test_a_source_in_one_language_is_refused() -> None:
    with pytest.raises(LabelError, match=r"\[source\] licence needs words in both languages"):
        data_label.source_of(label(source={**SOURCE, "licence": "MIT"}))


@pytest.mark.parametrize("value", ["a book", None, 3, []])
def test_a_source_that_is_no_table_is_refused(value: Any) -> None:
    with pytest.raises(LabelError, match=r"mine\.toml \[source\] is missing"):
        data_label.source_of(label(source=value))


def test_a_source_with_empty_words_cannot_be_built() -> None:
    full = data_label.source_of(label())
    with pytest.raises(LabelError, match="a source needs licence, accessed"):
        Source(
            title=full.title,
            publisher=full.publisher,
            licence=Text("", ""),
            citation=full.citation,
            published="",
            accessed="",
        )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"status": "guessed", "value": "1"}, "status 'guessed' is none of reported, announced"),
        ({"status": "reported", "value": ""}, "value '' does not go with status 'reported'"),
        ({"status": "no_data", "value": "0"}, "value '0' does not go with status 'no_data'"),
        ({"status": "reported", "value": "nan"}, "value 'nan' does not go with"),
        ({"status": "reported", "value": "inf"}, "value 'inf' does not go with"),
        ({"status": "reported", "value": "many"}, "the value 'many' is no number"),
    ],
)
def test_a_figure_and_its_status_go_together(row: dict[str, str], fault: str) -> None:
    with pytest.raises(LabelError, match=fault):
        data_label.observation_of({"adcode": "110000", "period": "2020", **row})


def test_a_row_of_figures_is_read() -> None:
    row = {"adcode": "110000", "period": "2020", "value": "0", "status": "reported"}
    found = data_label.observation_of({**row, "date": "2020-12", "note_en": "a", "note_zh": "甲"})
    assert (found.value, found.date, found.note) == (0.0, "2020-12", Text("a", "甲"))
    assert data_label.observation_of({**row, "value": "", "status": "not_applicable"}).value is None
