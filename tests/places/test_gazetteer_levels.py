"""The names of prefectures and counties: each leads home with its parent, what several bear is told
apart by it or asked, and what is of another level is told so."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from pathlib import Path
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.errors import GeoError, UnknownNameError
from geo.model.tables import Match
from geo.model.text import LANGUAGES, Text
from geo.model.values import LEVELS, Level
from geo.places.found import find_part, find_places
from geo.places.hierarchy import SETS, read_hierarchy, rows_of
from geo.places.names import make_gazetteer, read_gazetteer
from geo.places.search import search_places
from geo.places.spelling import PLACES
from tests.gathered import gathered

LISTS = {level: read_gazetteer(SETS[level]) for level in LEVELS}
PREFECTURES, COUNTIES = LISTS["prefecture"], LISTS["county"]
LOWER: tuple[Level, ...] = ("prefecture", "county")
FOLDER = Path(__file__).parent
AMBIGUOUS = [*csv.DictReader((FOLDER / "ambiguous.csv").read_text(encoding="utf-8").splitlines())]
#: Codes that other lists, or older ones, give to another place.
ASKED = {"232701", "460302", "469025", "469026", "469027", "469028", "469030"}


def spellings_of(row: dict[str, str]) -> list[str]:
    names = [row[column] for column in ("name_zh", "short_zh", "name_en", "name_en_full")]
    aliases = [name for column in ("aliases", "aliases_zh") for name in row[column].split("|")]
    return list(dict.fromkeys(filter(None, [*names, *aliases])))


def parents_of(row: dict[str, str]) -> list[str]:
    return [row["parent_zh"], *filter(None, [row.get("province_zh", "")])]


@pytest.mark.parametrize("level", LOWER)
def test_every_name_leads_to_its_place(level: Level) -> None:
    names, shared = LISTS[level], 0
    wrong: list[object] = []
    for row in map(dict, rows_of(level)):
        own = row["adcode"]
        for text in spellings_of(row):
            alone, beside = names.resolve(text), names.resolve(text, within=parents_of(row))
            rivals = names.namesakes(text)
            if alone is not None and alone.adcode != own:
                wrong.append((own, text, alone))
            if alone is None and own not in (*rivals, *names.candidates(text)):
                wrong.append((own, text, rivals))
            near = [a for a in rivals if rows_parent(level, a) == row["parent_adcode"]]
            if beside is None and len(near) > 1:  # 临夏 is a city and a county in one prefecture
                shared += 1
            elif beside is None or beside.adcode != own:
                wrong.append((own, text, beside))
    assert not wrong
    assert shared < 20


def rows_parent(level: Level, adcode: str) -> str:
    return read_hierarchy().parents[level][adcode]


@pytest.mark.parametrize("level", LOWER)
def test_a_full_name_with_its_parents_is_that_place_and_no_other(level: Level) -> None:
    for row in map(dict, rows_of(level)):
        match = LISTS[level].resolve(row["name_zh"], within=parents_of(row))
        assert match, row
        assert match.adcode == row["adcode"]
        assert LISTS[level].level == level
        assert LISTS[level].places[match.adcode].full == Text(row["name_en_full"], row["name_zh"])


@pytest.mark.parametrize("level", LOWER)
def test_codes_are_read_in_every_length(level: Level) -> None:
    wrong = []
    for adcode in LISTS[level].places:
        whole = adcode.endswith("00") and not adcode.endswith("0000")
        short = [adcode[:4]] if level == "prefecture" and whole else []
        for text in (adcode, f"{adcode}.0", f"{adcode}000", f"{adcode}000000", *short):
            found = LISTS[level].resolve(text)
            right = None if adcode in ASKED else Match(adcode, "code")
            wrong += [] if found == right else [(adcode, text, found)]
    assert not wrong
    assert not any(LISTS[level].resolve(str(number)) for number in range(100))
    assert not any(COUNTIES.resolve(str(number)) for number in range(1000, 9999))


def test_codes_of_the_list_of_2025_lead_to_the_places_that_have_others_here() -> None:
    found = {row["adcode_mca_2025"]: row["adcode"] for row in rows_of("county")}
    changed = {code: own for code, own in found.items() if code and code != own}
    assert len(changed) == 11
    for code, own in changed.items():
        if code in ASKED:
            assert COUNTIES.resolve(code) is None
            assert set(COUNTIES.namesakes(code)) == {code, own}
        else:
            assert COUNTIES.resolve(code) == Match(own, "code")
    assert COUNTIES.resolve("米林市") == Match("540422", "alias")


@pytest.mark.parametrize(
    ("text", "adcode"),
    [
        ("Héféi", "340100"), ("HÉFÉI SHÌ", "340100"), ("Ürümqi", "650100"), ("Lǚliáng", "141100"),
        ("Luliang", "141100"), ("Lvliang", "141100"), ("Sūzhōu", None), ("合肥地级市", None),
        ("Hefei, Anhui", "340100"), ("合肥 Hefei", "340100"), ("合肥省", None), ("穗", "440100"),
        ("Jilin, Jilin", "220200"), ("Hefei, Jiangsu", None), ("Anhui: Hefei", "340100"),
        ("襄阳市（原襄樊市）", None), ("安徽省合肥市", "340100"), ("江苏省合肥市", None),
    ],
)  # fmt: skip
def test_other_ways_to_write_a_prefecture(text: str, adcode: str | None) -> None:
    match = PREFECTURES.resolve(text)
    assert (match and match.adcode) == adcode


# Names that several places bear.


def test_ambiguous_names_are_asked_and_told_apart() -> None:
    wrong: list[object] = []
    for row in AMBIGUOUS:
        if row["scope"] not in ("county level", "prefecture level"):
            continue
        level: Level = "county" if row["scope"] == "county level" else "prefecture"
        names, codes = LISTS[level], row["codes"].split("|")
        if names.resolve(row["name"]) or not set(codes) <= set(names.namesakes(row["name"])):
            wrong.append((row["name"], names.namesakes(row["name"])))
        if not set(names.namesakes(row["name"])) <= {*codes, *namesakes_by_form(row["name"])}:
            wrong.append((row["name"], names.namesakes(row["name"])))
        by_parent = {code: parent_names(level, code) for code in codes}
        for code, parents in by_parent.items():
            match = names.resolve(row["name"], within=parents)
            alone = list(by_parent.values()).count(parents) == 1
            if alone and (match is None or match.adcode != code):
                wrong.append((row["name"], parents, match))
    assert not wrong
    assert len(AMBIGUOUS) > 500


def namesakes_by_form(name: str) -> set[str]:
    """The places that a spelling names as an alias of theirs."""
    every = (names.namesakes(name) for names in (PREFECTURES, COUNTIES))
    return {adcode for found in every for adcode in found}


def parent_names(level: Level, adcode: str) -> tuple[str, ...]:
    row = next(row for row in rows_of(level) if row["adcode"] == adcode)
    return tuple(parents_of(dict(row)))


def test_names_across_levels_are_found_at_each() -> None:
    wrong = []
    for row in AMBIGUOUS:
        if row["scope"] == "across levels":
            found = {(one.level, one.adcode) for one in find_places(row["name"])}
            pairs = zip(row["levels"].split("|"), row["codes"].split("|"), strict=True)
            wrong += [] if set(pairs) <= found else [(row["name"], found)]
    assert not wrong


@gathered(
    ("text", "found"),
    [
        ("吉林", ["province 220000 name", "prefecture 220200 name"]),
        ("中山", ["prefecture 442000 name", "county 210202 name", "county 442000 name"]),
        ("襄樊", ["prefecture 420600 former"]),
        ("大兴县", ["county 110115 former"]),
        ("340104", ["county 340104 code"]),
        ("潜江市", ["prefecture 429005 name", "county 429005 name"]),
        ("合肥长江中路15号", ["province 340000 address", "prefecture 340100 address"]),
        ("崇文区", []), ("火星", []), ("", []),
    ],
)  # fmt: skip
def test_places_at_all_levels(text: str, found: list[str]) -> None:
    assert [f"{one.level} {one.adcode} {one.how}" for one in find_places(text)] == found


def test_what_lies_elsewhere_is_not_found() -> None:
    found = find_places("鼓楼区", within=["江苏省"])
    assert [one.adcode for one in found] == ["320106", "320302"]
    assert [one.adcode for one in find_places("鼓楼区", within=["徐州"])] == ["320302"]


@gathered(
    ("text", "adcode"),
    [
        ("安徽", "340000"), ("Anhui", "340000"), ("合肥", "340100"), ("3401", "340100"),
        ("北京", "110000"), ("110100", "110000"), ("重庆", "500000"), ("台湾", "710000"),
        ("吉林省", "220000"), ("吉林市", "220200"), ("襄樊", "420600"), ("朝阳", "211300"),
    ],
)  # fmt: skip
def test_parts_of_the_country(text: str, adcode: str) -> None:
    assert find_part(text) == adcode


@gathered(
    ("text", "en", "zh"),
    [
        ("吉林", "Jilin Province (220000), Jilin City (220200)", "吉林省（220000）、吉林市"),
        ("瑶海区", "Yaohai is a district in Hefei", "瑶海区是合肥市的市辖区"),
        ("Hefi", "Near: Hefei", "相近的有：合肥市"),
        ("xyzzy", "'xyzzy' names no province or prefecture", "“xyzzy”不是省级或地级行政区"),
    ],
)  # fmt: skip
def test_what_is_no_part_is_refused(text: str, en: str, zh: str) -> None:
    with pytest.raises(GeoError) as caught:
        find_part(text)
    assert en in str(caught.value)
    assert zh in caught.value.told("zh")


# Parts of the country.


def test_within_a_part_its_names_are_its_own() -> None:
    shanxi, hebei = COUNTIES.within("140000"), COUNTIES.within("130000")
    assert COUNTIES.resolve("桥西区") is None
    assert hebei.resolve("桥西区", within=["张家口"]) == Match("130703", "parent")
    assert COUNTIES.within("130100").resolve("桥西区") == Match("130104", "name")
    assert shanxi.resolve("矿区") == Match("140303", "name")
    assert shanxi.resolve("城区") is None
    assert COUNTIES.within("140500").resolve("城区") == Match("140502", "name")
    assert set(shanxi.places) == set(read_hierarchy().members("county", "140000"))
    assert shanxi.resolve("瑶海区") is None
    assert shanxi.explain("瑶海区") == Text(
        "Yaohai (Hefei, 340102) lies outside Shanxi.", "合肥市瑶海区（340102）不在山西省境内。"
    )
    assert PREFECTURES.within("340000").resolve("Suzhou") == Match("341300", "name")
    assert hebei.resolve("蓟县") is None, "it became a district of Tianjin"


def test_a_part_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="999999"):
        COUNTIES.within("999999")
    with pytest.raises(UnknownNameError, match="340102"):
        PREFECTURES.within("340102")
    with pytest.raises(ValueError, match="not known"):
        make_gazetteer([]).within("340000")


@given(st.sampled_from([*COUNTIES.places.values()]), st.data())
def test_a_part_says_what_the_country_says(place: object, data: st.DataObject) -> None:
    adcode = place.adcode  # type: ignore[attr-defined]
    above = read_hierarchy().ancestor(adcode, "county", "province")
    part = COUNTIES.within(above)
    text = data.draw(st.sampled_from(sorted(map(str, (place.name.zh, place.full.en)))))  # type: ignore[attr-defined]
    whole, inside = COUNTIES.resolve(text), part.resolve(text)
    assert whole is None or whole == inside
    assert inside is None or inside.adcode in read_hierarchy().members("county", above)


TRADITIONAL = tomllib.loads((PLACES / "writing.toml").read_text(encoding="utf-8"))["characters"]
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
VARIANTS = dict(
    zip(
        "".join(TRADITIONAL["simplified"].split()),
        "".join(TRADITIONAL["traditional"].split()),
        strict=True,
    )
)


@given(
    st.sampled_from([dict(row) for level in LOWER for row in rows_of(level)]),
    st.sampled_from([" ", "\u3000", "\t", "-", "·"]),
    st.sampled_from(get_args(Form)),
    st.data(),
)
def test_only_another_way_to_write_a_name_is_no_other_name(
    row: dict[str, str], gap: str, form: Form, data: st.DataObject
) -> None:
    level: Level = "prefecture" if row["level"] == "prefecture" else "county"
    text = data.draw(st.sampled_from(spellings_of(row)))
    found = LISTS[level].resolve(text, within=parents_of(row))
    at = data.draw(st.integers(0, len(text)))
    others = (
        unicodedata.normalize(form, text), text.upper(), f"{gap}{text}{gap}",
        "".join(VARIANTS.get(c, c) for c in text),
        text[:at] + gap + text[at:] if not text.isascii() else text,
    )  # fmt: skip
    for other in others:
        assert LISTS[level].resolve(other, within=parents_of(row)) == found, other


# Other levels.


@gathered(
    ("level", "text", "en", "zh"),
    [
        ("prefecture", "瑶海区", "Yaohai is a district in Hefei, not a prefecture.",
         "瑶海区是合肥市的市辖区，不是地级行政区。"),
        ("prefecture", "340102", "Yaohai is a district in Hefei, not a prefecture.",
         "瑶海区是合肥市的市辖区，不是地级行政区。"),
        ("prefecture", "340199", "340199 is the code of a place in Hefei, not of a prefecture.",
         "340199是合肥市内某地的代码，不是地级行政区代码。"),
        ("county", "340199", "340199 is a code of Hefei that no place has, or had since 2000.",
         "340199按位数属于合肥市，但2000年以来没有地区使用该代码。"),
        ("county", "340104001", "340104001 is the code of a place in Shushan, not of a county.",
         "340104001是蜀山区内某地的代码，不是县级行政区代码。"),
        ("county", "合肥市",
         "Hefei is a prefecture-level city, not a county; in it lie Yaohai, Luyang, Shushan, "
         "Baohe, Changfeng and 4 more.",
         "合肥市是地级市，不是县级行政区；下辖瑶海区、庐阳区、蜀山区、包河区、长丰县，另有4项。"),
        ("prefecture", "340000",
         "Anhui is a province, not a prefecture; in it lie Hefei, Wuhu, Bengbu, Huainan, "
         "Ma'anshan and 11 more.",
         "安徽省是省，不是地级行政区；下辖合肥、芜湖、蚌埠、淮南、马鞍山，另有11项。"),
        ("county", "雄安新区", "Xiong'an is a new area in Hebei, not a county.",
         "雄安新区是河北省的新区，不是县级行政区。"),
        ("county", "460302",
         "“460302” may be Nansha (Sansha, 460302) or Xisha (Sansha, 460301).",
         "“460302”可能是三沙市南沙区（460302）或三沙市西沙区（460301）。"),
    ],
)  # fmt: skip
def test_what_is_of_another_level_is_told_so(level: Level, text: str, en: str, zh: str) -> None:
    assert LISTS[level].resolve(text) is None
    assert LISTS[level].explain(text) == Text(en, zh)


def test_a_parent_that_contradicts_is_told() -> None:
    assert PREFECTURES.resolve("合肥市", within=["江苏省"]) is None
    assert PREFECTURES.explain("合肥市", within=["江苏省"]) == Text(
        "Hefei lies in Anhui, but its row says “江苏省”.",
        "合肥属于安徽省，但该行写的是“江苏省”。",
    )
    # 吉林 is a province as well as a city in it.
    assert COUNTIES.resolve("铁西区", within=["吉林"]) == Match("220302", "parent")
    assert COUNTIES.resolve("铁西区", within=["吉林市"]) is None


@gathered(
    ("text", "within", "adcode"),
    [
        ("市区", "", None), ("市区", "濮阳市", "410902"), ("其中：市区", "", None),
        ("北区", "", None),
        ("北区", "香港", "810013"), ("矿区", "", None), ("矿区", "阳泉", "140303"),
        ("郊区", "", None),
        ("南部", "", None), ("南部", "南充市", "511321"), ("南部县", "", "511321"),
        ("中原", "", None), ("中原区", "", "410102"), ("Southern", "", None),
    ],
)  # fmt: skip
def test_what_may_be_said_of_any_part_needs_a_parent(
    text: str, within: str, adcode: str | None
) -> None:
    match = COUNTIES.resolve(text, within=[within])
    assert (match and match.adcode) == adcode
    if not within and text in ("南部", "中原", "Southern"):
        assert COUNTIES.group(text) == "region"
    assert COUNTIES.within("810000").resolve("北区") == Match("810013", "name")


def test_totals_are_totals_at_all_levels() -> None:
    for names in LISTS.values():
        assert names.group("合计") == "total"
        assert names.suggest("合计") == ()


# The page's search.


def test_every_place_is_searched_once_and_found_by_its_names() -> None:
    for language in LANGUAGES:
        name = {"en": "xi'an", "zh": "西安市"}[language]
        rows = search_places(language)
        assert len({row[1] for row in rows}) == len(rows) == 3237
        found = {row[1]: row for row in rows}
        assert name in found["610100"][4]
        assert "xian" in found["610100"][4]
        assert "襄樊" in found["420600"][4]
        assert found["340104"][3] == {"en": "Hefei, Anhui", "zh": "合肥，安徽"}[language]
        assert found["110101"][3] == {"en": "Beijing", "zh": "北京"}[language]
        assert "110100" not in found, "it is all of Beijing"
        assert all(row[0] in LEVELS and row[2] and row[1] in row[4] for row in rows)
