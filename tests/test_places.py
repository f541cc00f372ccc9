"""Names of places: every known spelling leads home, nothing is guessed."""

from __future__ import annotations

import csv
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import LabelError, UnknownNameError
from geo.model import Boundaries
from geo.places import PLACES, normalise, read_gazetteer

GAZETTEER = read_gazetteer("provinces")
SHANXI, SHAANXI = "140000", "610000"

with (PLACES / "provinces.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))

NAMES = ("name_zh", "name_en", "full_zh", "full_en")
SPELLINGS = [
    (row["adcode"], spelling, how)
    for row in ROWS
    for spelling, how in (
        *((row[column], "name") for column in NAMES),
        (row["iso"], "code"),
        (row["pinyin"], "alias"),
        *((alias, "alias") for alias in row["aliases"].split(";") if alias),
    )
]


def test_the_gazetteer_has_the_places_of_the_boundaries(provinces: Boundaries) -> None:
    assert tuple(GAZETTEER.places) == provinces.adcodes
    for adcode, place in GAZETTEER.places.items():
        assert place.name == provinces.names[adcode]
        assert place.full.zh.startswith(place.name.zh)
        assert place.iso.startswith("CN-")


def test_every_place_has_all_its_names() -> None:
    for row in ROWS:
        assert all(row[column].strip() for column in (*NAMES, "iso", "pinyin", "aliases"))


@pytest.mark.parametrize(("adcode", "spelling", "how"), SPELLINGS)
def test_every_spelling_of_the_table_leads_to_its_place(
    adcode: str, spelling: str, how: str
) -> None:
    for text in (spelling, f"  {spelling}\t", spelling.upper(), spelling.lower()):
        match = GAZETTEER.resolve(text)
        assert match is not None
        assert match.adcode == adcode
    found = GAZETTEER.resolve(spelling)
    assert found is not None
    # Pinyin that is also the English name is found under the first of both.
    assert found.how == how or spelling in (row["name_en"] for row in ROWS)


def test_no_spelling_belongs_to_two_places() -> None:
    owner: dict[str, str] = {}
    for adcode, spelling, _ in SPELLINGS:
        assert owner.setdefault(normalise(spelling), adcode) == adcode


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name_en"])
def test_codes_are_understood_in_every_form(row: dict[str, str]) -> None:
    code = row["adcode"]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    forms = (
        code,
        code[:2],
        f"{code}.0",
        f"{code}.00",
        f"{code[:2]}.0",
        wide,
        wide[:2],
        f" {code} ",
    )
    for form in (*forms, row["iso"], row["iso"].lower(), row["iso"].replace("-", " ")):
        match = GAZETTEER.resolve(form)
        assert match is not None, form
        assert (match.adcode, match.how) == (code, "code")


@pytest.mark.parametrize(
    "text",
    ["99", "990000", "340100", "3400", "34000", "3400000", "34.5", "-34", "000000", "CN-XX", "1"],
)
def test_codes_of_no_province_are_no_place(text: str) -> None:
    assert GAZETTEER.resolve(text) is None


@pytest.mark.parametrize(
    ("spelling", "adcode"),
    [
        ("Shanxi", SHANXI), ("SHANXI", SHANXI), ("Shānxī", SHANXI), ("山西", SHANXI),
        ("山西省", SHANXI), ("晋", SHANXI), ("Shanxi Province", SHANXI), ("CN-SX", SHANXI),
        ("Shaanxi", SHAANXI), ("shaanxi", SHAANXI), ("Shǎnxī", SHAANXI), ("陕西", SHAANXI),
        ("陕西省", SHAANXI), ("陕", SHAANXI), ("Shaanxi Province", SHAANXI), ("CN-SN", SHAANXI),
    ],
)  # fmt: skip
def test_shanxi_and_shaanxi_are_never_confused(spelling: str, adcode: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        match = GAZETTEER.resolve(unicodedata.normalize(form, spelling))
        assert match is not None
        assert match.adcode == adcode


def test_a_wrong_tone_is_not_taken_for_another_place() -> None:
    assert GAZETTEER.resolve("Shánxī") is None


@pytest.mark.parametrize(
    ("spelling", "adcode"),
    [
        ("anhui", "340000"),
        ("Ānhuī", "340000"),
        ("Neimenggu", "150000"),
        ("Nei Menggu", "150000"),
        ("Xizang", "540000"),
        ("Xianggang", "810000"),
        ("Hong-Kong", "810000"),
        ("HONGKONG", "810000"),
        ("Macao", "820000"),
        ("Aomen", "820000"),
        ("Hēilóngjiāng", "230000"),
        ("内蒙古自治区", "150000"),
        ("Ｂｅｉｊｉｎｇ", "110000"),
        ("粤", "440000"),
    ],
)
def test_spellings_that_people_use(spelling: str, adcode: str) -> None:
    match = GAZETTEER.resolve(spelling)
    assert match is not None
    assert match.adcode == adcode


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Anhwei", "Anhui"),
        ("Guandong", "Guangdong"),
        ("Shanghay", "Shanghai"),
        ("Innr Mongolia", "Inner Mongolia"),
        ("广东生", "广东"),
        ("黑龙江省份", "黑龙江"),
    ],
)
def test_what_is_unknown_gets_suggestions_in_its_own_script(text: str, first: str) -> None:
    assert GAZETTEER.resolve(text) is None
    suggestions = GAZETTEER.suggest(text)
    assert suggestions[0] == first
    assert len(suggestions) <= 3
    assert len(set(suggestions)) == len(suggestions)


@pytest.mark.parametrize("text", ["", "  ", "!?", "xyzzy", "Total", "合计", "1234567"])
def test_what_is_no_place_at_all_gets_none(text: str) -> None:
    assert GAZETTEER.resolve(text) is None
    assert GAZETTEER.suggest(text) == ()


@given(st.text(max_size=20))
def test_nothing_is_ever_guessed(text: str) -> None:
    match = GAZETTEER.resolve(text)
    if match is not None:
        assert normalise(text) in GAZETTEER.spellings or match.how == "code"
    known = {
        place.name[language] for place in GAZETTEER.places.values() for language in ("en", "zh")
    }
    assert set(GAZETTEER.suggest(text)) <= known


@given(st.text(max_size=20))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ｂｅｉｊｉｎｇ", "beijing"),
        (" Inner-Mongolia. ", "innermongolia"),
        ("HONG KONG", "hongkong"),
        ("Shǎnxī", "shǎnxī"),
        ("Sha\u030cnxi\u0304", "shǎnxī"),  # tone marks of their own
        ("广 东（省）", "广东省"),
        ("…", ""),
    ],
)
def test_normalising(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_shanxi_is_shanxi_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    header, *rows = (PLACES / "provinces.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join((header, *reversed(rows)))
    write_names(tmp_path, text)
    backwards = read_gazetteer("mine", folder=tmp_path)
    for spelling, adcode in (("Shanxi", SHANXI), ("Shaanxi", SHAANXI), ("Shǎnxī", SHAANXI)):
        match = backwards.resolve(spelling)
        assert match is not None
        assert match.adcode == adcode


def test_an_unknown_list_of_names_is_named() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown list of names 'provinzes'.*provinces"):
        read_gazetteer("provinzes")


def write_names(folder: Path, text: str) -> None:
    """A list of names ``mine`` with its label."""
    data = text.encode()
    (folder / "mine.csv").write_bytes(data)
    (folder / "mine.toml").write_text(
        f'id = "mine"\ntitle = {{}}\nsource = {{}}\nsha256 = "{sha256(data).hexdigest()}"\n',
        encoding="utf-8",
    )


def test_names_that_do_not_match_their_label_are_refused(tmp_path: Path) -> None:
    write_names(tmp_path, "adcode\n110000\n")
    (tmp_path / "mine.csv").write_text("adcode\n120000\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"mine\.csv does not match the hash"):
        read_gazetteer("mine", folder=tmp_path)


def test_a_spelling_of_two_places_is_refused(tmp_path: Path) -> None:
    header = "adcode,name_zh,name_en,full_zh,full_en,pinyin,iso,aliases\n"
    rows = "110000,甲,Jia,甲省,Jia Province,Jiǎ,X-A,\n120000,乙,Yi,乙省,Yi Province,Yǐ,X-B,jia\n"
    write_names(tmp_path, header + rows)
    with pytest.raises(ValueError, match="'jia' is the name of both 110000 and 120000"):
        read_gazetteer("mine", folder=tmp_path)
