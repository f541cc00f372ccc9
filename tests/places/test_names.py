"""Names of places: every known spelling leads home, nothing is guessed, and what is refused is
explained."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.errors import LabelError, UnknownNameError
from geo.model.tables import Match
from geo.model.text import Text
from geo.model.values import LEVELS, Boundaries, Place
from geo.places.gazetteer import Gazetteer
from geo.places.hierarchy import rows_of as listed_rows
from geo.places.names import make_gazetteer, read_gazetteer
from geo.places.spelling import PLACES, normalise
from tests.gathered import gathered

SPELLINGS = Path(__file__).parents[1] / "spellings"
GAZETTEER = read_gazetteer("provinces")
SHANXI, SHAANXI = "140000", "610000"
NOTHING = Text("", "")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows_of(PLACES / "provinces.csv")
AREAS = rows_of(PLACES / "areas.csv")
GROUPS = rows_of(PLACES / "groups.csv")
KNOWN = rows_of(SPELLINGS / "known.csv")
REFUSED = rows_of(SPELLINGS / "refused.csv")
#: Letters in use for places: one place that they mean, or all that they may mean in this order or
#: another; the first that is suggested is one of them.
LETTERS = rows_of(SPELLINGS / "letters.csv")

NAMES = ("name_zh", "name_en", "full_zh", "full_en")
LISTED = [
    (row["adcode"], spelling, how)
    for row in ROWS
    for spelling, how in (
        *((row[column], "name") for column in NAMES),
        *((code, "code") for code in (row["iso"], *row["codes"].split(";"))),
        *((alias, "alias") for alias in (row["pinyin"], *row["aliases"].split(";"))),
    )
]


def adcode_of(text: str, gazetteer: Gazetteer = GAZETTEER) -> str | None:
    match = gazetteer.resolve(text)
    return match and match.adcode


def suggested(text: str, gazetteer: Gazetteer = GAZETTEER) -> list[str]:
    return [place.adcode for place in gazetteer.suggest(text)]


# The provinces.


def test_the_gazetteer_has_the_places_of_the_boundaries(provinces: Boundaries) -> None:
    assert tuple(GAZETTEER.places) == provinces.adcodes
    for adcode, place in GAZETTEER.places.items():
        assert place.name == provinces.names[adcode]
        assert place.full.zh.startswith(place.name.zh)
        assert place.iso.startswith("CN-")


def test_every_place_has_all_its_names() -> None:
    for row in ROWS:
        assert all(row[column].strip() for column in (*NAMES, "iso", "codes", "pinyin", "aliases"))


def test_every_spelling_of_the_table_leads_to_its_place() -> None:
    wrong = [
        (spelling, adcode, GAZETTEER.resolve(text))
        for adcode, spelling, how in LISTED
        for text in (spelling, f"  {spelling}\t", spelling.upper(), spelling.lower())
        if GAZETTEER.resolve(text) != Match(adcode, how)  # type: ignore[arg-type]
    ]
    assert not wrong


def test_no_spelling_belongs_to_two_places() -> None:
    owner: dict[str, str] = {}
    for adcode, spelling, _ in LISTED:
        assert owner.setdefault(normalise(spelling), adcode) == adcode, spelling


def test_no_spelling_is_written_twice() -> None:
    for row in ROWS:
        aliases = row["aliases"].split(";")
        assert len({normalise(alias) for alias in aliases}) == len(aliases), row["name_en"]


def test_spellings_of_data_sets_are_known() -> None:
    wrong = [
        (row["convention"], row["spelling"], row["adcode"], found)
        for row in KNOWN
        if (found := adcode_of(row["spelling"])) != row["adcode"]
    ]
    assert not wrong


def test_the_known_spellings_are_many_and_of_many_conventions() -> None:
    assert len({row["spelling"] for row in KNOWN}) >= 650
    assert len({row["convention"] for row in KNOWN}) >= 6
    assert {row["adcode"] for row in KNOWN} == set(GAZETTEER.places)


def test_what_is_known_needs_neither_suggestion_nor_explanation() -> None:
    for row in KNOWN:
        assert suggested(row["spelling"]) == [row["adcode"]], row
        assert GAZETTEER.explain(row["spelling"]) == NOTHING, row
        assert GAZETTEER.group(row["spelling"]) is None, row


def test_what_is_no_province_is_refused() -> None:
    matched = [(row, found) for row in REFUSED if (found := GAZETTEER.resolve(row["spelling"]))]
    assert not matched
    assert len({row["spelling"] for row in REFUSED}) >= 80


def test_what_is_refused_has_these_suggestions() -> None:
    wrong = [
        (row["spelling"], row["suggested"], found)
        for row in REFUSED
        if ";".join(found := suggested(row["spelling"])) != row["suggested"]
    ]
    assert not wrong


def test_what_is_refused_is_explained() -> None:
    explained = {"ambiguous", "city", "code in a province", "several places"}
    groups = {"total", "region", "average", "other"}
    for row in REFUSED:
        why = GAZETTEER.explain(row["spelling"])
        assert bool(why) == (row["why"] in explained | groups), (row, why)
        assert bool(why.en) == bool(why.zh)
        assert GAZETTEER.group(row["spelling"]) == (row["why"] if row["why"] in groups else None)


# Codes.


@gathered("row", ROWS, ids=lambda row: row["name_en"])
def test_codes_are_understood_in_every_form(row: dict[str, str]) -> None:
    code, letters = row["adcode"], row["iso"]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    forms = (
        code, code[:2], f"{code}.0", f"{code}.00", f"{code[:2]}.0", wide, wide[:2], f" {code} ",
        f"{code}000000", f"{code}000000.0", f"{code[:2]} 00 00", f"{code[:2]}\u3000", f"'{code}",
        letters, letters.lower(), letters.replace("-", " "), f"CN-{code[:2]}", f"cn{code[:2]}",
    )  # fmt: skip
    for form in forms:
        assert GAZETTEER.resolve(form) == Match(code, "code"), form


@pytest.mark.parametrize("text", ["34%", "34,000", "3.4", "3.4E+11", "11/11", "34:34", "34-34"])
def test_numbers_are_no_codes(text: str) -> None:
    assert GAZETTEER.resolve(text) is None


def test_two_letters_are_a_code_unless_they_are_anothers_too() -> None:
    bare = {row["iso"][3:] for row in ROWS}
    assert {letters for letters in bare if not GAZETTEER.resolve(letters)} == {
        "HA", "HB", "HE", "HN", "SX",
    }  # fmt: skip


@gathered("row", LETTERS, ids=lambda row: row["letters"])
def test_letters_lead_to_their_place_or_suggest_it(row: dict[str, str]) -> None:
    right = row["places"].split(";")
    for text in (row["letters"], row["letters"].lower(), f" {row['letters'].title()} "):
        if row["known"] == "yes":
            assert adcode_of(text) == right[0]
            continue
        assert GAZETTEER.resolve(text) is None
        suggestions = suggested(text)
        assert suggestions[0] in right
        assert set(right) <= set(suggestions)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=3))
def test_any_letters_suggest_only_names_that_have_them_in_this_order(letters: str) -> None:
    if GAZETTEER.resolve(letters) or letters in GAZETTEER.ambiguous:
        return
    spread = re.compile(".*".join(letters))
    for adcode in suggested(letters):
        names = [name for name, places in GAZETTEER.near.items() if adcode in places]
        assert any(spread.match(name) for name in names)


@gathered(
    ("text", "adcode"),
    [
        ("广西区", "450000"), ("西藏区", "540000"), ("宁夏区", "640000"), ("新疆区", "650000"),
        ("内蒙区", "150000"), ("内蒙古区", "150000"), ("广西壮族区", "450000"),
        ("內蒙古區", "150000"),
        ("北京区", None), ("安徽区", None), ("香港区", None), ("蒙区", None), ("桂区", None),
    ],
)  # fmt: skip
def test_an_autonomous_region_may_be_called_a_region(text: str, adcode: str | None) -> None:
    assert adcode_of(text) == adcode


def test_letters_with_a_dot_are_hasc() -> None:
    assert adcode_of("CN-HA") == "410000"
    assert adcode_of("CN.HA") is None
    assert suggested("CN.HA") == ["410000", "460000"]


# 山西 and 陕西.


@gathered(
    ("spelling", "adcode"),
    [
        ("Shanxi", SHANXI), ("SHANXI", SHANXI), ("Shānxī", SHANXI), ("山西", SHANXI),
        ("山西省", SHANXI), ("晋", SHANXI), ("Shanxi Province", SHANXI), ("CN-SX", SHANXI),
        ("Shanxi Sheng", SHANXI), ("Shān xī", SHANXI), ("Shān-Xī Shěng", SHANXI),
        ("Shansi", SHANXI),
        ("Shaanxi", SHAANXI), ("shaanxi", SHAANXI), ("Shǎnxī", SHAANXI), ("陕西", SHAANXI),
        ("陕西省", SHAANXI), ("陕", SHAANXI), ("Shaanxi Province", SHAANXI), ("CN-SN", SHAANXI),
        ("陝西", SHAANXI), ("Shǎn xī", SHAANXI), ("Shaan Xi", SHAANXI), ("Shensi", SHAANXI),
    ],
)  # fmt: skip
def test_shanxi_and_shaanxi_are_never_confused(spelling: str, adcode: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert adcode_of(unicodedata.normalize(form, spelling)) == adcode


@given(
    gap=st.text(" \t\n-_·.'’/|,\u3000\u200b", min_size=1, max_size=5),
    end=st.sampled_from(["", " Sheng", " Province", " Shěng", ", China", "-prov."]),
    case=st.sampled_from([str.lower, str.upper, str.title]),
)
def test_two_syllables_without_tones_are_neither(
    gap: str, end: str, case: Callable[[str], str]
) -> None:
    text = case(f"shan{gap}xi{end}")
    assert GAZETTEER.resolve(text) is None
    if "China" not in text.title():
        assert suggested(text) == [SHANXI, SHAANXI]


@pytest.mark.parametrize("text", ["Shánxī", "Shǎnxi", "Shanxī", "Shànxī"])
def test_a_wrong_tone_is_not_taken_for_another_place(text: str) -> None:
    assert GAZETTEER.resolve(text) is None
    assert set(suggested(text)) >= {SHANXI, SHAANXI}


def test_shanxi_is_shanxi_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    header, *rows = (PLACES / "provinces.csv").read_text(encoding="utf-8").splitlines()
    write_names(tmp_path, "\n".join((header, *reversed(rows))))
    backwards = read_gazetteer("mine", folder=tmp_path)
    for spelling, adcode in (
        ("Shanxi", SHANXI),
        ("Shanxi Sheng", SHANXI),
        ("Shaanxi", SHAANXI),
        ("Shǎnxī", SHAANXI),
    ):
        assert adcode_of(spelling, backwards) == adcode


# Generic words, and cells that say several things.


@gathered(
    ("text", "adcode"),
    [
        ("Beijing City", "110000"), ("重庆直辖市", "500000"), ("Guangxi Province", "450000"),
        ("Tibet A.R.", "540000"), ("Macao S.A.R.", "820000"), ("Anhui prov.", "340000"),
        ("Jilin City", None), ("吉林市", None), ("Anhui City", None), ("安徽市", None),
        ("京市", None), ("沪市", None), ("省", None), ("Province", None), ("北京省", None),
    ],
)  # fmt: skip
def test_generic_words_go_with_their_kind_alone(text: str, adcode: str | None) -> None:
    assert adcode_of(text) == adcode


@gathered(
    ("text", "adcode"),
    [
        ("安徽 Anhui", "340000"), ("34 安徽", "340000"), ("Xizang (Tibet)", "540000"),
        ("Hong Kong, China", "810000"), ("China", None), ("China, China", None),
        ("Shanxi 陕西", None), ("安徽（合肥）", None), ("12 北京", None), ("安徽、江苏", None),
        ("Shan xi (Shanxi)", None), ("安徽 2020", None),
    ],
)  # fmt: skip
def test_a_cell_that_says_several_things_must_mean_one_place(text: str, adcode: str | None) -> None:
    assert adcode_of(text) == adcode


# Suggestions.


@gathered(
    ("text", "first"),
    [
        ("Anhwie", "Anhui"),
        ("Guandong", "Guangdong"),
        ("Shanghay", "Shanghai"),
        ("Innr Mongolia", "Inner Mongolia"),
        ("Guǎngdòng", "Guangdong"),
        ("广东生", "Guangdong"),
        ("廣東生", "Guangdong"),
        ("安微省", "Anhui"),
        ("黑龙江省份", "Heilongjiang"),
    ],
)
def test_what_is_unknown_gets_suggestions(text: str, first: str) -> None:
    assert GAZETTEER.resolve(text) is None
    suggestions = GAZETTEER.suggest(text)
    assert suggestions[0].name.en == first
    assert len(suggestions) <= 3
    assert len({place.adcode for place in suggestions}) == len(suggestions)


@pytest.mark.parametrize("text", ["", "  ", "!?", "xyzzy", "Total", "合计", "1234567", "Shenzhen"])
def test_what_is_no_place_at_all_gets_none(text: str) -> None:
    assert GAZETTEER.resolve(text) is None
    assert GAZETTEER.suggest(text) == ()


def test_no_more_suggestions_than_asked_for() -> None:
    assert [len(GAZETTEER.suggest("西", limit)) for limit in (1, 2, 5, 9)] == [1, 2, 5, 5]
    assert [len(GAZETTEER.suggest("Jiangxu", limit)) for limit in (1, 2)] == [1, 2]


# Explanations.


@gathered(
    ("text", "en", "zh"),
    [
        (
            "Shenzhen",
            "Shenzhen is a prefecture-level city in Guangdong, not a province.",
            "深圳市是广东省的地级市，不是省级行政区。",
        ),
        (
            "吉林市",
            "Jilin City is a prefecture-level city in Jilin, not a province.",
            "吉林市是吉林省的地级市，不是省级行政区。",
        ),
        (
            "海南州",
            "Hainan Tibetan Autonomous Prefecture is an autonomous prefecture in Qinghai, "
            "not a province.",
            "海南藏族自治州是青海省的自治州，不是省级行政区。",
        ),
        (
            "340100.0",
            "Hefei is a prefecture-level city in Anhui, not a province.",
            "合肥市是安徽省的地级市，不是省级行政区。",
        ),
        (
            "340102",
            "Yaohai is a district in Hefei, not a province.",
            "瑶海区是合肥市的市辖区，不是省级行政区。",
        ),
        (
            "340199",
            "340199 is the code of a place in Hefei, not of a province.",
            "340199是合肥市内某地的代码，不是省级行政区代码。",
        ),
        (
            "雄安",
            "Xiong'an is a new area in Hebei, not a province.",
            "雄安新区是河北省的新区，不是省级行政区。",
        ),
        (
            "Suzhou",
            "“Suzhou” may be Suzhou (Jiangsu, 320500) or Suzhou (Anhui, 341300); "
            "none is a province.",
            "“Suzhou”可能是江苏省苏州市（320500）或安徽省宿州市（341300），均不是省级行政区。",
        ),
        ("shan xi", "“shan xi” may be Shanxi or Shaanxi.", "“shan xi”可能是山西或陕西。"),
        ("Hu", "“Hu” may be Shanghai, Hubei or Hunan.", "“Hu”可能是上海、湖北或湖南。"),
        ("合计", "“合计” is a total, not a single place.", "“合计”是合计，不是单个地区。"),
        ("Guandong", "", ""),
        ("440000", "", ""),
        ("Jilin", "", ""),
    ],
)
def test_explanations(text: str, en: str, zh: str) -> None:
    assert GAZETTEER.explain(text) == Text(en, zh)


# Areas and groups.


def test_every_area_is_refused_and_explained() -> None:
    wrong = []
    for row in AREAS:
        province = GAZETTEER.places[row["province"]]
        codes = [f"{row['adcode']}{end}" for end in ("", ".0", "000000") if row["adcode"]]
        names = [row["name_zh"], row["short_zh"], province.full.zh + row["name_zh"]]
        for text in (*codes, *names):
            why = GAZETTEER.explain(text)
            told = province.name.en in why.en and province.full.zh in why.zh
            if GAZETTEER.resolve(text) or GAZETTEER.suggest(text) or not told:
                wrong.append((text, GAZETTEER.resolve(text), why))
    assert not wrong


def test_areas_have_no_code_of_the_lists() -> None:
    known = {row["adcode"] for level in LEVELS for row in listed_rows(level)}
    assert len({row["name_zh"] for row in AREAS}) == len(AREAS)
    for row in AREAS:
        assert row["province"] in GAZETTEER.places
        assert not row["adcode"] or re.fullmatch(row["province"][:2] + r"\d{4}", row["adcode"])
        assert row["adcode"] not in known
        assert all(row[column].strip() for column in ("name_zh", "short_zh", "name_en"))


def test_groups_are_recognised() -> None:
    for row in GROUPS:
        for text in (row["spelling"], row["spelling"].upper(), f" {' '.join(row['spelling'])} "):
            assert GAZETTEER.group(text) == row["kind"], text
            assert GAZETTEER.resolve(text) is None, text
            assert GAZETTEER.suggest(text) == (), text
            assert GAZETTEER.explain(text), text
    assert {row["kind"] for row in GROUPS} == {"total", "region", "average", "other"}


def test_no_group_is_an_area() -> None:
    groups = {normalise(row["spelling"]) for row in GROUPS}
    names = {
        normalise(name)
        for row in AREAS
        for name in (row["name_zh"], row["short_zh"], row["name_en"], *row["aliases"].split(";"))
    }
    assert not groups & names


# Any text.

ANY = st.text(st.characters(), max_size=20) | st.text(
    "ShanxiGuǎdōēng 山西省市广东0134.-'/", max_size=9
)


@given(ANY)
def test_nothing_is_ever_guessed(text: str) -> None:
    match = GAZETTEER.resolve(text)
    if match is not None:
        assert GAZETTEER.places[match.adcode] in GAZETTEER.suggest(text)
        assert match.how in ("code", "name", "alias")
        assert not GAZETTEER.explain(text)
    assert {place.adcode for place in GAZETTEER.suggest(text)} <= set(GAZETTEER.places)


@given(ANY)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert normalise(f" {text} ") == once


@gathered("text", ["ᄀ ᅡ", "ᄀ-ᅡ.ᆨ", "e \u0345", "İ", "ΐ", "ﬁ", "㎏", "①", "ẞ"])
def test_so_it_is_with_letters_that_combine(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.sampled_from(KNOWN), st.data())
def test_a_known_spelling_with_one_letter_changed_is_no_other_place(
    row: dict[str, str], data: st.DataObject
) -> None:
    """Unless the change makes a spelling that is known itself."""
    text = row["spelling"]
    at = data.draw(st.integers(0, len(text) - 1))
    typo = text[:at] + data.draw(st.sampled_from("qzx東8")) + text[at + 1 :]
    found = adcode_of(typo)
    if found not in (None, row["adcode"]):
        assert normalise(typo) in GAZETTEER.spellings or any(c.isdigit() for c in typo), typo


@gathered(
    "text",
    [
        "", "\0", "\ud800", "Anhui\udfff", "安徽\0", "﷽" * 500, "a" * 100_000, "安" * 100_000,
        "Shan" + " " * 100_000 + "xi", "1" * 100_000, "(" * 10_000, "{0}{text}", "\u0301" * 5_000,
        "ᄀ ᅡ ᆨ", "İ", "ẞ", "ﬁ",
    ],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
@gathered("kind", ["provinces", "others"])
def test_no_text_is_too_strange(text: str, kind: str) -> None:
    others = make_gazetteer([place("1", "合肥市", "Hefei City"), place("2", "合肥县", "Hefei")])
    gazetteer = GAZETTEER if kind == "provinces" else others
    gazetteer.resolve(text)
    gazetteer.suggest(text)
    gazetteer.group(text)
    assert len(gazetteer.explain(text).en) < 500


def test_an_explanation_shows_no_more_than_a_line_of_a_text() -> None:
    why = GAZETTEER.explain(f"shan\n{'.' * 150}\nxi")
    assert "Shanxi or Shaanxi" in why.en
    assert len(why.en) < 100
    assert "\n" not in why.en


@gathered(
    ("text", "plain"),
    [
        ("Ｂｅｉｊｉｎｇ", "beijing"),
        (" Inner-Mongolia. ", "innermongolia"),
        ("HONG KONG", "hongkong"),
        ("Shǎnxī", "shǎnxī"),
        ("Sha\u030cnxi\u0304", "shǎnxī"),  # tone marks of their own
        ("广 东（省）", "广东省"),
        ("廣東省", "广东省"),
        ("臺灣", "台湾"),
        ("…", ""),
    ],
)
def test_normalising(text: str, plain: str) -> None:
    assert normalise(text) == plain


# Places of one's own.


def place(adcode: str, zh: str, en: str) -> Place:
    return Place(adcode, Text(en, zh), Text(en, zh))


OWN = make_gazetteer(
    [
        place("320500", "苏州市", "Suzhou"),
        place("341300", "宿州市", "Suzhou"),
        place("220200", "吉林市", "Jilin City"),
        place("632500", "海南藏族自治州", "Hainan Autonomous Prefecture"),
        place("422800", "恩施土家族苗族自治州", "Enshi Prefecture"),
        place("110105", "朝阳区", "Chaoyang District"),
        place("220104", "朝阳区", "Chaoyang District"),
        place("211300", "朝阳市", "Chaoyang City"),
        place("310115", "浦东新区", "Pudong New Area"),
        place("R-1", "东部", "East"),
        place("340000000000", "沪", "Hu"),
        place("150000", "内蒙古自治区", "Nei Mongol Region"),
        place("110101", "东区", "Dō District"),
    ]
)


@gathered(
    ("text", "adcode"),
    [
        ("苏州市", "320500"), ("蘇州市", "320500"), ("苏州", "320500"), ("宿州", "341300"),
        ("Jilin City", "220200"), ("Jilin", "220200"), ("吉林", "220200"), ("吉 林 市", "220200"),
        ("海南", "632500"), ("海南藏族", "632500"), ("恩施", "422800"), ("恩施土家族", "422800"),
        ("Enshi", "422800"), ("ENSHI PREFECTURE", "422800"),
        ("朝阳市", "211300"), ("Chaoyang City", "211300"), ("浦东", "310115"), ("Pudong", "310115"),
        ("东部", "R-1"), ("East", "R-1"), ("R-1", "R-1"), ("r-1", "R-1"),
        ("320500", "320500"), ("320500.0", "320500"), ("320500000000", "320500"),
        ("３２０５００", "320500"), ("32 05 00", "320500"), ("340000000000", "340000000000"),
        ("苏州市 Suzhou (320500)", None), ("苏州市 (320500)", "320500"),
        ("Suzhou", None), ("朝阳", None), ("朝阳区", None), ("Chaoyang", None), ("R1", None),
        ("3205", "320500"), ("156320500", "320500"), ("320500000", "320500"), ("32", None),
        ("110105000", "110105"), ("110105001", None), ("1101", None),
        ("江苏", None), ("恩", None), ("东", None), ("Dō", None),
        ("内蒙古", "150000"), ("内蒙", None), ("内", None),
        ("nei mongol", "150000"), ("15", "150000"),
    ],
)  # fmt: skip
def test_places_of_ones_own(text: str, adcode: str | None) -> None:
    assert adcode_of(text, OWN) == adcode


def test_what_two_places_share_names_both() -> None:
    assert suggested("Suzhou", OWN) == ["320500", "341300"]
    assert OWN.explain("suzhou") == Text(
        "“suzhou” may be Suzhou (Jiangsu, 320500) or Suzhou (Anhui, 341300).",
        "“suzhou”可能是江苏省苏州市（320500）或安徽省宿州市（341300）。",
    )
    assert suggested("朝阳区", OWN) == ["110105", "220104"]
    assert set(suggested("朝阳", OWN)) == {"110105", "220104", "211300"}


def test_a_name_that_is_given_goes_before_one_that_is_left() -> None:
    both = make_gazetteer([place("1", "吉林", "Jilin"), place("2", "吉林市", "Jilin City")])
    assert adcode_of("吉林", both) == adcode_of("Jilin", both) == "1"
    assert adcode_of("吉林市", both) == adcode_of("Jilin City", both) == "2"


def test_places_of_ones_own_have_groups_and_suggestions_but_no_provinces() -> None:
    assert OWN.group("合计") == "total"
    assert OWN.group("中部") == "region"
    assert OWN.group("东部") is None, "it is one of the places"
    assert suggested("蘇洲市", OWN)[0] == "320500"
    assert OWN.explain("深圳") == NOTHING


@given(st.lists(st.tuples(st.text(max_size=4), st.text(max_size=6), st.text(max_size=6))), ANY)
def test_any_places_make_a_gazetteer(given: list[tuple[str, str, str]], text: str) -> None:
    gazetteer = make_gazetteer(place(*names) for names in given)
    for adcode, zh, en in given:
        for spelling in (adcode, zh, en, text):
            match = gazetteer.resolve(spelling)
            assert match is None or match.adcode in gazetteer.places
            gazetteer.explain(spelling)
            gazetteer.suggest(spelling)


def test_a_gazetteer_of_nothing_knows_nothing() -> None:
    empty = make_gazetteer([])
    assert empty.resolve("安徽") is None
    assert empty.suggest("安徽") == ()
    assert empty.explain("安徽") == NOTHING


# Faults of the data files.


def test_an_unknown_list_of_names_is_named() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown list of names 'provinzes'.*provinces"):
        read_gazetteer("provinzes")


def test_lists_that_serve_others_are_no_lists_of_places() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown list of names 'areas'") as error:
        read_gazetteer("areas")
    assert "groups" not in str(error.value)


HEADER = "adcode,name_zh,name_en,full_zh,full_en,pinyin,iso,codes,aliases\n"
TWO = (
    "110000,甲,Jia,甲省,Jia Province,Jiǎ,X-A,,\n"
    "120000,乙,Yi,乙省,Yi Province,Yǐ,X-B,,{alias}\n"
)  # fmt: skip


def write_names(folder: Path, text: str, *, more: str = "") -> None:
    """A list of names ``mine`` with its label."""
    data = text.encode()
    (folder / "mine.csv").write_bytes(data)
    (folder / "mine.toml").write_text(
        f'id = "mine"\ntitle = {{}}\nsource = {{}}\nsha256 = "{sha256(data).hexdigest()}"\n{more}',
        encoding="utf-8",
    )


def test_names_that_do_not_match_their_label_are_refused(tmp_path: Path) -> None:
    write_names(tmp_path, "adcode\n110000\n")
    (tmp_path / "mine.csv").write_text("adcode\n120000\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"mine\.csv does not match the hash"):
        read_gazetteer("mine", folder=tmp_path)


def test_a_spelling_of_two_places_is_refused(tmp_path: Path) -> None:
    write_names(tmp_path, HEADER + TWO.format(alias="jia"))
    with pytest.raises(ValueError, match="'jia' is the name of both 110000 and 120000"):
        read_gazetteer("mine", folder=tmp_path)


def test_so_is_an_ambiguous_spelling_of_no_place(tmp_path: Path) -> None:
    write_names(tmp_path, HEADER + TWO.format(alias="yee"), more='[ambiguous]\nj = ["990000"]\n')
    with pytest.raises(ValueError, match="'j' cannot mean 990000: no such place"):
        read_gazetteer("mine", folder=tmp_path)


def test_a_label_may_declare_what_is_ambiguous(tmp_path: Path) -> None:
    more = '[ambiguous]\n"ji a" = ["110000", "120000"]\n'
    write_names(tmp_path, HEADER + TWO.format(alias="yee"), more=more)
    mine = read_gazetteer("mine", folder=tmp_path)
    assert adcode_of("Jia", mine) == "110000"
    assert adcode_of("Ji-a", mine) is None
    assert suggested("Ji a Sheng", mine) == ["110000", "120000"]
