"""Places as they were: a former name or code leads to the very same place of today, or it is told
what became of it; what was another place is never taken for it."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from geo.model.tables import Match
from geo.model.text import Text
from geo.model.values import LEVELS, Level
from geo.places.former import read_former
from geo.places.hierarchy import SETS, read_hierarchy
from geo.places.names import read_gazetteer
from geo.places.spelling import PLACES
from tests.gathered import gathered

PREFECTURES, COUNTIES = read_gazetteer("prefectures"), read_gazetteer("counties")
LISTS = {"prefecture": PREFECTURES, "county": COUNTIES}
ROWS = [*csv.DictReader((PLACES / "former.csv").read_text(encoding="utf-8").splitlines())]


def now_of(row: dict[str, str]) -> set[str]:
    """What a place became: places of its level."""
    level: Level = "prefecture" if row["level"] == "prefecture" else "county"
    known, found = read_hierarchy(), set[str]()
    for code in row["cnmaps_codes"].split("|"):
        found |= {code} if code in known.names[level] else {*known.members(level, code)}
    return found


def test_every_former_name_and_code_leads_to_its_successor_or_is_explained_with_it() -> None:
    wrong: list[object] = []
    ways = Counter[str]()
    for row in ROWS:
        names = LISTS[row["level"]]
        parents = [row["old_parent"], row["province_zh"]]
        parents = [text for text in parents if text not in ("直辖", row["old_name"])]
        for text, within in ((row["old_name"], parents), (row["old_code"], [])):
            match = names.resolve(text, within=within)
            if match is not None:
                ways[match.how] += 1
                # A place may live on under its name after it lost a part of it to others.
                if match.adcode not in now_of(row):
                    wrong.append((text, match, now_of(row)))
                continue
            ways["told"] += 1
            became = {code for one in names.former(text, within=within) for code in one.now}
            why = names.explain(text, within=within)
            if not now_of(row) <= became or not why.en or not why.zh:
                wrong.append((text, became, now_of(row), why))
            if not set(names.candidates(text)) & now_of(row) and text == row["old_code"]:
                wrong.append((text, names.candidates(text), now_of(row)))
    assert not wrong
    assert ways["former"] > 1100
    assert ways["told"] < 450


def test_only_the_very_same_place_is_taken() -> None:
    for level in LEVELS[1:]:
        for found in read_former(level).codes.values():
            for one in found:
                assert not one.same or len(one.now) == 1


@gathered(
    ("level", "text", "adcode"),
    [
        ("prefecture", "襄樊市", "420600"), ("prefecture", "襄樊", "420600"),
        ("prefecture", "毕节地区", "520500"), ("prefecture", "思茅市", "530800"),
        ("prefecture", "522400", "520500"), ("prefecture", "荷泽市", "371700"),
        ("county", "大兴县", "110115"), ("county", "110224", "110115"),
        ("county", "110224000000", "110115"), ("county", "翠云区", "530802"),
        ("county", "大兴縣", "110115"), ("county", "居巢区", "340181"),
        ("county", "莱城区", "370116"), ("county", "祁阳县", "431121"),
    ],
)  # fmt: skip
def test_what_was_only_renamed_is_the_same(level: str, text: str, adcode: str) -> None:
    assert LISTS[level].resolve(text) == Match(adcode, "former")
    assert LISTS[level].explain(text) == Text("", "")
    assert LISTS[level].history(text)


@gathered(
    ("level", "text", "en", "zh", "now"),
    [
        ("prefecture", "莱芜市",
         "莱芜市 was a place of its own until 2018 and is part of Jinan since then.",
         "莱芜市于2018年撤销，此后属于济南市。", ["370100"]),
        ("prefecture", "371200",
         "371200 was the code of 莱芜市 until 2018, which is part of Jinan (370100) since then.",
         "371200是莱芜市2018年以前的代码，该地此后属于济南市（370100）。", ["370100"]),
        ("county", "崇文区",
         "崇文区 was a place of its own until 2010 and is part of Dongcheng since then.",
         "崇文区于2010年撤销，此后属于东城区。", ["110101"]),
        ("county", "江干区",
         "江干区 was a place of its own until 2021; what it was is divided among Shangcheng "
         "and Qiantang.",
         "江干区于2021年撤销，原辖区分属上城区和钱塘区。", ["330102", "330114"]),
        # It was united with 万盛区, so its figures are not those of 綦江区.
        ("county", "綦江县",
         "綦江县 was a place of its own until 2011 and is part of Qijiang since then.",
         "綦江县于2011年撤销，此后属于綦江区。", ["500110"]),
        # Which of them is meant is not known, not even by the code.
        ("county", "469031",
         "“469031” was 海南省昌江黎族自治县 or 海南省西沙群岛 (until 2012).",
         "“469031”曾是海南省昌江黎族自治县或海南省西沙群岛（至2012年）。",
         ["469026", "460301", "460302"]),
        # Another place bears the name at another level now, and may be meant.
        ("county", "毕节市",
         "Bijie is a prefecture-level city, not a county; in it lie Qixingguan, Dafang, Jinsha, "
         "Zhijin, Nayong and 3 more. 毕节市 (until 2011) is Qixingguan now.",
         "毕节市是地级市，不是县级行政区；下辖七星关区、大方县、金沙县、织金县、纳雍县，另有3项。"
         "毕节市（至2011年）即今七星关区。", ["520502"]),
    ],
)  # fmt: skip
def test_what_became_another_place_is_told(
    level: str, text: str, en: str, zh: str, now: list[str]
) -> None:
    names = LISTS[level]
    assert names.resolve(text) is None
    assert names.explain(text) == Text(en, zh)
    assert [place.adcode for place in names.suggest(text)] == now


def test_a_former_place_is_told_at_other_levels_too() -> None:
    why = read_gazetteer("provinces").explain("莱芜市")
    assert why == Text(
        "“莱芜市” was a place of another level: 山东省莱芜市 (until 2018).",
        "“莱芜市”曾是其他层级的行政区：山东省莱芜市（至2018年）。",
    )


# Names that are in force elsewhere.


def test_todays_place_goes_first_unless_the_parents_say_otherwise() -> None:
    assert COUNTIES.resolve("桥东区") == Match("130702", "name")
    assert COUNTIES.resolve("桥东区", within=["张家口市"]) == Match("130702", "name")
    assert COUNTIES.resolve("桥东区", within=["邢台市"]) == Match("130502", "former")
    assert COUNTIES.resolve("桥东区", within=["石家庄市"]) is None, "it was divided"
    assert "2014" in COUNTIES.explain("桥东区", within=["石家庄市"]).zh
    assert COUNTIES.resolve("郊区", within=["合肥"]) == Match("340111", "former")
    assert COUNTIES.resolve("郊区") is None


def test_the_parent_may_be_that_of_its_time() -> None:
    assert COUNTIES.resolve("寿县", within=["六安市"]) == Match("340422", "former")
    assert COUNTIES.resolve("寿县", within=["淮南市"]) == Match("340422", "name")
    assert COUNTIES.resolve("寿县", within=["合肥市"]) is None
    assert COUNTIES.resolve("翠云区", within=["思茅市"]) == Match("530802", "former")
    assert COUNTIES.resolve("含山县", within=["安徽省", "巢湖市"]) == Match("340522", "name")
    assert COUNTIES.resolve("毕节市", within=["毕节地区"]) == Match("520502", "former")


@pytest.mark.parametrize(
    ("text", "within", "year", "adcode"),
    [
        ("桥东区", (), 2012, None), ("桥东区", (), 2022, "130702"),
        ("桥东区", ("邢台",), 2012, "130502"), ("桥东区", ("张家口",), 2012, "130702"),
        ("毕节市", (), 2005, "520502"), ("毕节市", (), 2015, None),
        ("巢湖市", (), 2005, None), ("巢湖市", (), 2015, "340181"),
        ("襄都区", (), 2010, "130502"), ("桥西区", ("邢台",), 2015, "130503"),
        ("和县", (), 2010, "340523"), ("朝阳区", (), 2010, None),
        ("469025", (), 2005, None), ("469025", (), 2015, "469025"), ("469025", (), None, None),
    ],
)  # fmt: skip
def test_a_name_is_read_as_of_the_year(
    text: str, within: tuple[str, ...], year: int | None, adcode: str | None
) -> None:
    match = COUNTIES.resolve(text, within=within, year=year)
    assert (match and match.adcode) == adcode
    assert bool(match) != bool(COUNTIES.explain(text, within=within, year=year))


def test_a_year_tells_prefectures() -> None:
    assert PREFECTURES.resolve("襄樊市", year=2005) == Match("420600", "former")
    assert PREFECTURES.resolve("襄阳市", year=2005) == Match("420600", "name")
    assert PREFECTURES.resolve("莱芜市", year=2018) is None
    assert PREFECTURES.former("莱芜市", year=2018)[0].now == ("370100",)
    assert PREFECTURES.former("莱芜市", year=2021) == ()
    assert PREFECTURES.former("莱芜市", within=["安徽省"]) == ()


def test_codes_that_were_given_to_another_place_are_asked() -> None:
    reused = [row["old_code"] for row in ROWS if "CODE REUSED" in row["note"]]
    assert len(reused) == 6
    for code in reused:
        assert COUNTIES.resolve(code) is None
        assert {place.adcode for place in COUNTIES.suggest(code)} > {code}
        assert COUNTIES.explain(code)


def test_lists_know_the_past_of_their_part_alone() -> None:
    assert COUNTIES.within("110000").resolve("大兴县") == Match("110115", "former")
    assert COUNTIES.within("340000").resolve("大兴县") is None
    assert COUNTIES.within("340100").resolve("郊区") == Match("340111", "former")
    assert [*SETS] == ["province", "prefecture", "county"]
    assert read_gazetteer("provinces").past is None
