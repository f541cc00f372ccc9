"""What places lie in: names that several places bear are told apart by it, or named with all whom
they may mean; what contradicts a name keeps its row from every place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.tables import Column, JoinReport, Match, Table, Unmatched
from geo.model.text import Text
from geo.model.values import Boundaries, Place
from geo.places.boundary_file import read_boundary_file
from geo.places.gazetteer import Gazetteer
from geo.places.names import make_gazetteer, read_gazetteer
from geo.tables.indicator import join_work
from geo.tables.match import MatchedRows, match_rows
from geo.tables.work import BoundaryUpload, Choices, Work, gazetteer_of, open_bytes, open_file
from tests.gathered import gathered

FOLDER = Path(__file__).parents[1] / "places"
DRUM = {"南京市": "320106", "徐州市": "320302", "开封市": "410204", "福州市": "350102"}


def square(x: int, y: int = 31) -> dict[str, Any]:
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def boundaries_of(*places: dict[str, object]) -> Boundaries:
    """A boundary file with these properties of its features, read."""
    features = [
        {"type": "Feature", "properties": own, "geometry": square(100 + i)}
        for i, own in enumerate(places)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return read_boundary_file(data, "places.geojson").boundaries


def table(columns: Sequence[str], *rows: Sequence[str]) -> Table:
    return Table(
        name="table.csv",
        headings=tuple(Column(name, name) for name in columns),
        rows=tuple(map(tuple, rows)),
        row_numbers=tuple(range(2, len(rows) + 2)),
    )


def matched(
    boundaries: Boundaries,
    columns: Sequence[str],
    *rows: Sequence[str],
    key: str = "区",
    fixes: dict[str, str] | None = None,
) -> MatchedRows:
    names = gazetteer_of(boundaries)
    return match_rows(boundaries, table(columns, *rows), names=names, key=key, fixes=fixes)


@pytest.fixture(scope="module")
def districts() -> Boundaries:
    """Four districts of one name, and one of each city with a name of its own."""
    others = {"320102": "玄武区", "320303": "云龙区", "410202": "龙亭区", "350103": "台江区"}
    cities = {code: city for city, code in DRUM.items()}
    named = {**dict.fromkeys(DRUM.values(), "鼓楼区"), **others}
    city_of = {code: next(c for d, c in cities.items() if d[:4] == code[:4]) for code in named}
    return boundaries_of(
        *({"name": name, "adcode": code, "city": city_of[code]} for code, name in named.items())
    )


# The cases as users have them.


def work(name: str, boundary_file: str) -> Work:
    upload = BoundaryUpload(boundary_file, (FOLDER / boundary_file).read_bytes())
    return Work(open_file(FOLDER / name, boundary_file=upload), Choices(), upload)


def test_namesakes_with_their_city_beside_them() -> None:
    joined = join_work(work("namesakes.csv", "namesakes.geojson"))
    assert joined.indicator
    values = {o.adcode: o.value for o in joined.indicator.values}
    assert values == {"320106": 1, "320302": 9, "320102": 2, "320303": 3}
    assert joined.report.matched == {"name": 2, "parent": 2}


def test_codes_of_four_digits_are_those_of_six() -> None:
    joined = join_work(work("codes-6.csv", "codes-4.geojson"))
    assert joined.indicator
    values = {o.adcode: o.value for o in joined.indicator.values}
    assert len(values) == joined.report.matched["code"] == joined.report.rows == 13
    assert (values["3209"], values["3211"]) == (1000, 2200)


def test_a_dashed_line_is_no_place_without_data() -> None:
    joined = join_work(work("dashed-line.csv", "dashed-line.geojson"))
    assert joined.reading.boundaries.adcodes == ("110000", "120000")
    assert joined.report.places_without_data == ()
    (note,) = joined.reading.boundaries.notes
    assert "100000_JD" in note.en
    assert "100000_JD" in note.zh


# The columns beside a name.


@gathered("heading", ["市", "City", "所属市", "dsmc", "a heading that says nothing"])
@gathered("writing", ["full", "short", "english"])
def test_a_column_tells_namesakes_apart(districts: Boundaries, heading: str, writing: str) -> None:
    english = {
        "南京市": "Nanjing",
        "徐州市": "Xuzhou",
        "开封市": "Kaifeng",
        "福州市": "Fuzhou",
    }
    write = {"full": str, "short": lambda city: city[:-1], "english": english.get}[writing]
    rows = [(write(city), "鼓楼区", "5") for city in DRUM]
    rows.append((write("南京市"), "玄武区", "5"))
    found = matched(districts, (heading, "区", "值"), *rows)
    assert found.adcodes == (*DRUM.values(), "320102")
    assert found.report.matched == {"name": 1, "parent": 4}


def test_of_several_columns_none_may_contradict(districts: Boundaries) -> None:
    found = matched(
        districts,
        ("省", "市", "区"),
        ("江苏省", "徐州市", "鼓楼区"),
        ("河南", "", "鼓楼区"),
        ("江苏", "", "鼓楼区"),
        ("福建省", "南京市", "鼓楼区"),
        ("", "", "鼓楼区"),
    )
    assert found.adcodes == ("320302", "410204", "", "", "")
    for row in found.report.unmatched:
        assert {place.adcode for place in row.suggestions} <= set(DRUM.values())
        assert "Nanjing, 320106" in row.why.en
        assert "南京市鼓楼区（320106）" in row.why.zh


def test_a_parent_that_contradicts_leaves_a_row_without_a_place(districts: Boundaries) -> None:
    found = matched(
        districts, ("市", "区"), ("苏州市", "玄武区"), ("徐州市", "玄武区"), ("南京市", "玄武区")
    )
    # No place of the set lies in 苏州, but it is a city, and another than 南京.
    assert found.adcodes == ("", "", "320102")
    first, second = found.report.unmatched
    assert first.why == Text(
        "玄武区 lies in Nanjing, but its row says “苏州市”.",
        "玄武区属于南京市，但该行写的是“苏州市”。",
    )
    assert "徐州市" in second.why.en
    assert [place.adcode for place in first.suggestions] == ["320102"]


def test_so_does_one_beside_a_code(districts: Boundaries) -> None:
    found = matched(districts, ("市", "区"), ("徐州市", "320102"), ("南京", "320102"))
    assert found.adcodes == ("", "320102")


def test_a_column_that_contradicts_names_is_no_parent_unless_it_is_called_so(
    districts: Boundaries,
) -> None:
    rows = [("徐州市", "玄武区"), ("南京市", "云龙区"), ("南京市", "鼓楼区")]
    found = matched(districts, ("供应商注册地", "区"), *rows)
    assert found.adcodes == ("320102", "320303", "")
    assert matched(districts, ("市", "区"), *rows).adcodes == ("", "", "320106")


def test_numbers_never_name_a_parent(districts: Boundaries) -> None:
    rows = [("32", "玄武区"), ("32", "云龙区"), ("41", "鼓楼区"), ("35", "台江区")]
    found = matched(districts, ("市", "区"), *rows)
    assert found.adcodes == ("320102", "320303", "", "350103")


def test_a_city_named_like_its_province() -> None:
    places = [
        {"name": "昌邑区", "code": "220202", "city": "吉林市", "province": "吉林省"},
        {"name": "铁西区", "code": "220302", "city": "四平市", "province": "吉林省"},
        {"name": "铁西区", "code": "210106", "city": "沈阳市", "province": "辽宁省"},
    ]
    rows = [("吉林", "昌邑区"), ("吉林", "铁西区"), ("辽宁", "铁西区"), ("吉林市", "铁西区")]
    found = matched(boundaries_of(*places), ("省", "区"), *rows)
    assert found.adcodes == ("220202", "220302", "210106", "")


def test_a_fix_is_for_the_rows_that_do_not_say_which_place_they_mean(
    districts: Boundaries,
) -> None:
    rows = [("南京市", "鼓楼区"), ("苏州市", "鼓楼区"), ("", "鼓楼区"), ("徐州市", "云龙区")]
    found = matched(districts, ("市", "区"), *rows, fixes={"鼓楼区": "320302"})
    assert found.adcodes == ("320106", "320302", "320302", "320303")
    found = matched(districts, ("市", "区"), *rows, fixes={"鼓楼区": ""})
    assert found.adcodes == ("320106", "", "", "320303")
    assert [group.row for group in found.report.groups] == [3, 4]


def test_provinces_lie_in_nothing_that_could_contradict(provinces: Boundaries) -> None:
    names = read_gazetteer()
    rows = table(("市", "省", "值"), ("南京", "安徽", "32"), ("合肥", "江苏", "34"))
    found = match_rows(provinces, rows, names=names, key="省")
    assert found.adcodes == ("340000", "320000")


@given(
    st.lists(
        st.tuples(st.sampled_from([*DRUM, "苏州市", "江苏省", "河南", "32", ""]),
                  st.sampled_from(["鼓楼区", "玄武区", "云龙区", "龙亭区", "台江区", "火星区"])),
        max_size=12,
    ),
    st.sampled_from(["市", "备注"]),
)  # fmt: skip
def test_no_row_is_matched_with_a_place_that_its_parent_contradicts(
    districts: Boundaries, rows: list[tuple[str, str]], heading: str
) -> None:
    found = matched(districts, (heading, "区"), *rows)
    provinces = {"江苏省": "32", "河南": "41"}
    assert found.report.rows == found.report.matched_rows + len(found.report.unmatched)
    for (city, name), adcode in zip(rows, found.adcodes, strict=True):
        if not adcode:
            continue
        assert districts.names[adcode].zh == name
        prefix = DRUM[city][:4] if city in DRUM else provinces.get(city, "")
        if heading == "市" or name == "鼓楼区":
            assert adcode.startswith(prefix)
            assert city != "苏州市"
        assert name != "鼓楼区" or prefix


# Addresses.


@gathered(
    ("text", "adcode"),
    [
        ("南京市鼓楼区", "320106"), ("南京鼓楼区", "320106"), ("江苏省南京市鼓楼区", "320106"),
        ("江苏徐州鼓楼区", "320302"), ("江蘇省 南京市 玄武區", "320102"),
        ("河南省鼓楼区", "410204"),
        ("福州市鼓楼", "350102"), ("江苏省玄武区", "320102"),
        ("江苏省鼓楼区", None), ("苏州市鼓楼区", None), ("徐州市玄武区", None),
        ("河南省南京市鼓楼区", None), ("鼓楼区", None), ("南京市", None), ("火星市鼓楼区", None),
    ],
)  # fmt: skip
def test_an_address_names_the_place_at_its_end(
    districts: Boundaries, text: str, adcode: str | None
) -> None:
    match = gazetteer_of(districts).resolve(text)
    assert (match and match.adcode) == adcode


def test_prefectures_have_addresses_by_their_codes_alone() -> None:
    names = make_gazetteer([Place("320100", Text("", "南京市"), Text("", "南京市"))])
    assert names.resolve("江苏省南京市") == Match("320100", "parent")
    assert names.resolve("安徽省南京市") is None
    assert names.resolve("南京市", within=["Jiangsu"]) == Match("320100", "name")
    assert names.resolve("南京市", within=["Anhui"]) is None


# What the files call it.


@pytest.mark.parametrize(
    "columns",
    [
        ("GID_3", "NAME_3", "NAME_2", "NAME_1"),
        ("ADM3_PCODE", "ADM3_EN", "ADM2_EN", "ADM1_EN"),
        ("code", "名称", "城市", "省份"),
        ("PAC", "NAME", "市", "省"),
        ("county_code", "county", "city", "province"),
        ("adcode", "name", "parent", "province"),
        ("dt_adcode", "dt_name", "ct_name", "pr_name"),
    ],
)
def test_columns_of_parents_are_found_by_themselves(columns: tuple[str, ...]) -> None:
    rows = [
        ("c.1", "Gulou", "Nanjing", "Jiangsu"), ("c.2", "Gulou", "Fuzhou", "Fujian"),
        ("c.3", "Xuanwu", "Nanjing", "Jiangsu"),
    ]  # fmt: skip
    found = boundaries_of(*(dict(zip(columns, row, strict=True)) for row in rows))
    assert found.parents == {row[0]: row[2:] for row in rows}
    names = gazetteer_of(found)
    assert names.resolve("Gulou") is None
    assert names.resolve("Gulou", within=["Nanjing"]) == Match("c.1", "parent")
    assert names.resolve("Gulou", within=["fuzhou", "fujian"]) == Match("c.2", "parent")
    assert names.resolve("Gulou", within=["fuzhou", "jiangsu"]) is None


def test_both_scripts_of_a_name_are_one_name() -> None:
    found = boundaries_of(
        {"GID_2": "a", "NAME_2": "Chongqing", "NL_NAME_2": "重慶|重庆", "NL_NAME_1": "重慶|重庆"},
        {"GID_2": "b", "NAME_2": "Baotou", "NL_NAME_2": "包头|包頭", "NL_NAME_1": "內蒙古|内蒙古"},
        {"GID_2": "c", "NAME_2": "Hohhot", "NL_NAME_2": "呼和浩特", "NL_NAME_1": "內蒙古|内蒙古"},
    )
    assert found.names["a"] == Text("Chongqing", "重庆")
    assert found.names["b"] == Text("Baotou", "包头")
    assert found.parents["b"] == ("内蒙古",)


def test_a_capital_is_no_parent() -> None:
    found = boundaries_of(
        {"name": "江苏省", "code": "c1", "city": "南京市"},
        {"name": "安徽省", "code": "c2", "city": "合肥市"},
    )
    assert found.parents == {}


def test_nor_is_a_place_its_own_or_a_number_or_json() -> None:
    rows = [("南京市", 1), ("无锡市", 1), ("徐州市", 2)]
    found = boundaries_of(
        *(
            {"name": name, "code": f"c{i}", "市": name, "省": number, "parent": {"adcode": 32}}
            for i, (name, number) in enumerate(rows)
        )
    )
    assert found.parents == {}


# A gazetteer of any places.

LETTERS = st.text("甲乙丙", min_size=1, max_size=1)


@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=8, unique=True), LETTERS, LETTERS)
def test_a_name_within_its_parent_is_the_one_place_that_has_both(
    places: list[tuple[str, str]], name: str, parent: str
) -> None:
    names = make_gazetteer(
        Place(f"p{i}", Text(own, own), Text(own, own), parents=(above,))
        for i, (own, above) in enumerate(places)
    )
    match = names.resolve(name, within=[parent])
    bearers = [above for own, above in places if own == name]
    known = any(above == parent for _, above in places)
    if (name, parent) in places:
        assert match
        assert match.adcode == f"p{places.index((name, parent))}"
    elif known or len(bearers) != 1:
        assert match is None
    else:
        assert match == names.resolve(name), "nothing is known of what is said"


# Codes.

PREFIXES = ["11", "15", "32", "34", "65", "71", "82"]
CODES = st.builds(
    lambda province, rest, length: (province + rest)[:length],
    st.sampled_from(PREFIXES),
    st.sampled_from(["0000000000", "0900000000", "0102000000", "0102001000", "0102001200"]),
    st.sampled_from([2, 4, 6, 9, 12]),
)


def coded(*codes: str) -> Gazetteer:
    return make_gazetteer(Place(code, Text("", ""), Text("", "")) for code in codes)


@given(st.lists(CODES, min_size=1, max_size=8, unique=True), CODES)
def test_codes_of_any_length_mean_the_same_or_nothing(codes: list[str], asked: str) -> None:
    match = coded(*codes).resolve(asked)
    same = [code for code in codes if code.ljust(12, "0") == asked.ljust(12, "0")]
    if asked in codes:
        assert match == Match(asked, "code")
    elif match is not None:
        assert same == [match.adcode]
    for number in (f"{asked}.0", f" {asked} ", f"{asked}.00"):
        assert coded(*codes).resolve(number) == match


@gathered(
    ("stored", "asked"),
    [
        ("3209", "320900"), ("320900", "3209"), ("3209", "320900.0"), ("3209", "320900000000"),
        ("34", "340000"), ("340000", "34"), ("34", "340000000000"), ("340102000", "340102"),
        ("340102", "340102000"), ("340102", "340102000000"), ("340102000000", "340102"),
        ("3209", "156320900"), ("320900", "156320900"),
    ],
)  # fmt: skip
def test_codes_meet_whatever_their_length(stored: str, asked: str) -> None:
    assert coded(stored).resolve(asked) == Match(stored, "code")


def test_two_codes_that_would_become_one_stay_two() -> None:
    names = coded("3209", "320900", "320100")
    assert names.resolve("3209") == Match("3209", "code")
    assert names.resolve("320900") == Match("320900", "code")
    assert names.resolve("320900000000") is None
    assert names.resolve("3201") == Match("320100", "code")


@pytest.mark.parametrize("codes", [("1", "2", "11", "34"), ("11", "99"), ("3400", "34000")])
def test_numbers_of_another_kind_are_no_codes_of_gb_t_2260(codes: tuple[str, ...]) -> None:
    names = coded(*codes)
    for asked in ("110000", "340000", "340000000000"):
        assert names.resolve(asked) is None
    for code in codes:
        assert names.resolve(code) == Match(code, "code")


def test_a_name_among_codes_does_not_keep_them_from_being_codes() -> None:
    assert coded("3209", "R-1").resolve("320900") == Match("3209", "code")


# Provinces of one's own.


@pytest.mark.parametrize(
    "named",
    [
        [("a", "安徽"), ("b", "内蒙古自治区"), ("c", "陕西"), ("d", "湖南")],
        [("CHN.1", "Anhui"), ("CHN.2", "Nei Mongol"), ("CHN.3", "Shaanxi"), ("CHN.4", "Hunan")],
        [("34", "Anhui Province"), ("15", "Inner Mongolia"), ("61", "Shaanxi"), ("43", "Hunan")],
        [("1", "安徽省"), ("11", "内蒙古"), ("34", "陕西省"), ("15", "湖南省")],
    ],
)
def test_a_set_of_provinces_knows_all_their_spellings(named: list[tuple[str, str]]) -> None:
    names = make_gazetteer(Place(c, Text(name, name), Text(name, name)) for c, name in named)
    codes = [code for code, _ in named]
    spellings = [
        ("安徽省", "Anhui", "皖", "340000", "AH"), ("内蒙", "NMG", "Inner Mongolia", "150000"),
        ("陕西省", "Shaanxi", "Shǎnxī", "610000"), ("湖南", "Hunan Province", "HUN"),
    ]  # fmt: skip
    for code, known in zip(codes, spellings, strict=True):
        for text in known:
            match = names.resolve(text)
            assert match and match.adcode == code, text  # noqa: PT018
    for text in ("shan xi", "SX", "山西", "HN", "广东"):
        assert names.resolve(text) is None


@pytest.mark.parametrize(
    "named",
    [
        [("632500", "海南"), ("630100", "西宁市")], [("632500", "海南"), ("340000", "安徽")],
        [("a", "海南")], [("a", "海南"), ("b", "海南省")], [("a", "海南"), ("b", "火星")],
    ],
)  # fmt: skip
def test_what_only_sounds_like_provinces_has_no_other_spellings(
    named: list[tuple[str, str]],
) -> None:
    names = make_gazetteer(Place(c, Text(name, name), Text(name, name)) for c, name in named)
    assert names.resolve("琼") is None
    assert names.resolve("HI") is None


# The report.


def test_an_unmatched_text_is_told_once_with_all_its_rows() -> None:
    why = Text("why", "为何")
    report = JoinReport(
        rows=5,
        matched={},
        unmatched=(
            Unmatched(2, "a"), Unmatched(3, "b", why=why), Unmatched(4, "a"), Unmatched(5, "b"),
            Unmatched(9, "a"),
        ),
    )  # fmt: skip
    told = [(one.text, one.rows, one.why) for one in report.unmatched_texts]
    nothing = Text("", "")
    assert told == [("a", (2, 4, 9), nothing), ("b", (3,), why), ("b", (5,), nothing)]
    rows = report.to_dict()["unmatched"]
    assert isinstance(rows, list)
    assert [row["row"] for row in rows] == [2, 3, 4, 5, 9]


def test_places_know_what_their_set_says_of_them(districts: Boundaries) -> None:
    place = next(place for place in districts.places if place.adcode == "320102")
    assert place == Place("320102", *[Text("玄武区", "玄武区")] * 2, parents=("南京市",))
    assert replace(districts, parents={}).places[0].parents == ()


def test_a_table_of_prefectures_with_their_provinces() -> None:
    text = "省份,地市,值\n江苏,苏州,1\n安徽,宿州,2\n浙江,无锡,3\n"
    boundaries = [("320500", "苏州市"), ("341300", "宿州市"), ("320200", "无锡市")]
    features = [
        {"type": "Feature", "properties": {"adcode": c, "name": n}, "geometry": square(i)}
        for i, (c, n) in enumerate(boundaries)
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    upload = BoundaryUpload("prefectures.geojson", data)
    joined = join_work(Work(open_bytes(text.encode(), "t.csv"), Choices(key="地市"), upload))
    assert joined.indicator
    values = {o.adcode: o.value for o in joined.indicator.values}
    assert values == {"320500": 1, "341300": 2}
    (row,) = joined.report.unmatched
    assert (row.row, row.text) == (4, "无锡")
    assert "浙江" in row.why.zh
