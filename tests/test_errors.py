"""The messages: every error has a sentence in both languages, and tells it in the reader's."""

from __future__ import annotations

import ast
import inspect
import pickle
import re
import sys
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo import cli
from geo.cli.words import asked_language
from geo.model import errors
from geo.model.errors import (
    SENTENCES,
    GeoError,
    MissingCrsError,
    TableError,
    UnknownNameError,
    phrase,
    sentence,
)
from geo.model.text import CLAUSES, LANGUAGES, POINTS, Language, Text, joined, read_texts
from geo.places.boundaries import load_boundaries
from geo.registers.count import DatumNeededError, StoppedError, plan_count
from geo.tables.saved import SavedError
from tests.gathered import gathered
from tests.ui.test_data import alone

GEO = Path(errors.__file__).parents[1]
TEXTS = read_texts(SENTENCES)
NAMES = {f"{section}.{key}" for section, entries in TEXTS.items() for key in entries}
#: Sections that are read by errors.py itself.
ITS_OWN = ("unknown", "things")
CHINESE = "[\u4e00-\u9fff]"
#: What a table may hold is Chinese in both languages.
EXAMPLES = ("经度", "纬度", "安徽", "状态=在建|拟建", "状态=在建", "12.4万")


@dataclass(frozen=True)
class Told:
    """One place of the program where a sentence is named, and what it is filled in with."""

    where: str
    kind: str
    name: str | None
    values: frozenset[str] | None


#: Errors that a module defines beside those of errors.py.
ELSEWHERE = (SavedError, DatumNeededError, StoppedError)


def kinds_of_errors() -> dict[str, frozenset[str]]:
    """Every class of errors whose first argument is a sentence, by name, and the arguments that it
    has beside the values of the braces."""
    found: dict[str, frozenset[str]] = {"phrase": frozenset(), "sentence": frozenset()}
    every = [GeoError]
    for kind in every:
        every += kind.__subclasses__()
        known = inspect.signature(kind).parameters.values()
        found[kind.__name__] = frozenset(p.name for p in known if p.kind is p.KEYWORD_ONLY)
    return found


def module_of(path: Path) -> str:
    return path.relative_to(GEO).with_suffix("").as_posix()


def told_in(path: Path) -> Iterator[Told]:
    """The sentences a module names: in errors, and as parts of others."""
    kinds = kinds_of_errors()
    del kinds["UnknownNameError"]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        kind = node.func.id if isinstance(node.func, ast.Name) else ""
        if kind not in kinds:
            continue
        first = node.args[0] if node.args else None
        either = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        named = [keyword.arg for keyword in node.keywords]
        values = None if None in named else frozenset(filter(None, named)) - kinds[kind]
        for one in either:
            name = one.value if isinstance(one, ast.Constant) else None
            yield Told(f"{module_of(path)}:{node.lineno}", kind, name, values)


MODULES = sorted(GEO.rglob("*.py"))
# errors.py itself makes names of sentences, too.
TOLD = [t for path in MODULES for t in told_in(path) if t.name or path.stem != "errors"]


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@gathered("told", TOLD, ids=lambda told: told.where)
def test_every_error_names_a_sentence_and_fills_in_its_braces(told: Told) -> None:
    assert told.name in NAMES, f"{told.where}: {told.name!r} is no sentence of errors.toml"
    if told.kind == "sentence":
        return
    assert told.values is not None, f"{told.where}: what is filled in cannot be read off"
    for language in LANGUAGES:
        assert braces(sentence(told.name)[language]) == told.values


def test_the_walk_finds_errors_wherever_they_are_made() -> None:
    kinds = {told.kind for told in TOLD}
    assert {"GeoError", "SavedError", "StoppedError", "DatumNeededError", "phrase"} <= kinds
    assert {"tables/saved", "registers/files/text", "ui/controls"} <= {
        t.where.partition(":")[0] for t in TOLD
    }


def test_every_sentence_is_told_somewhere() -> None:
    used = {told.name for told in TOLD}
    its_own = {name for name in NAMES if name.partition(".")[0] in ITS_OWN}
    assert NAMES - its_own - used == set()


def test_every_thing_is_one_that_may_be_unknown() -> None:
    """What should have been known is named by a constant, there or where it comes from."""
    constants = {
        node.value
        for path in GEO.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(TEXTS["things"]) <= constants
    for path in GEO.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "UnknownNameError":
                what = node.args[0]
                assert not isinstance(what, ast.Constant) or what.value in TEXTS["things"], path


@gathered("name", sorted(NAMES))
def test_every_sentence_is_whole_in_both_languages(name: str) -> None:
    text = sentence(name)
    en, zh = text.en, text.zh
    assert en.strip()
    assert zh.strip()
    assert braces(en) == braces(zh)
    for example in EXAMPLES:
        en = en.replace(example, "")
    assert not re.search(CHINESE, en)
    assert not re.search(r"[,;:!?()] ?" + CHINESE + "|" + CHINESE + "[,;:!?()]", zh)


@gathered("told", TOLD, ids=lambda told: told.where)
def test_what_is_raised_ends_with_a_stop(told: Told) -> None:
    if told.kind in ("phrase", "sentence") or told.name is None:
        return
    text = sentence(told.name)
    assert text.en.endswith((".", "?", "}"))
    assert text.zh.endswith(("。", "？", "}"))


# How they are told

WRONG = TableError("export.unwritable", path="a.png", reason="no space")


def test_an_error_is_told_in_both_languages() -> None:
    assert str(WRONG) == WRONG.told("en") == "a.png cannot be written: no space."
    assert WRONG.told("zh") == "无法写入a.png：no space。"


def test_an_unknown_name_is_told_with_what_is_near() -> None:
    error = UnknownNameError("period", "2021", ["2019", "2020"], of="gdp")
    assert error.told("en") == (
        "unknown period of gdp '2021'. Did you mean 2019, 2020? Known: 2019, 2020."
    )
    assert error.told("zh") == "未知的gdp的时期“2021”。是否指2019、2020？可用的有：2019、2020。"
    assert (
        UnknownNameError("theme", "x", ["light"]).told("zh").startswith("未知的主题“x”。可用的有")
    )


def test_parts_of_a_message_are_told_in_its_language() -> None:
    outer = GeoError("batch.of_file", file="a.png", why=WRONG)
    assert outer.told("zh") == "a.png：无法写入a.png：no space。"
    part = phrase("boundaries.shape", adcode="110000", shape=phrase("boundaries.no_shape"))
    listing = GeoError("boundaries.no_polygons", file="a.shp", places=(part, part))
    assert listing.told("en").endswith("it has none for 110000 (nothing), 110000 (nothing).")
    assert listing.told("zh").endswith("以下地区没有：110000（无图形）、110000（无图形）。")


def test_enumerations_are_joined_as_each_language_does() -> None:
    items = [Text("a", "甲"), "b", WRONG]
    assert joined(items[:2]) == Text("a, b", "甲、b")
    assert joined(items[:2], CLAUSES) == Text("a; b", "甲；b")
    assert joined(items, POINTS).zh.splitlines() == ["甲", "- b", "- 无法写入a.png：no space。"]
    assert joined([]) == Text("", "")


@given(st.text(), st.lists(st.text()))
def test_words_of_the_user_are_never_taken_for_braces(name: str, known: list[str]) -> None:
    error = UnknownNameError("column", name, known, of=name)
    for language in LANGUAGES:
        assert (repr(name) if language == "en" else name) in error.told(language)


def suggested() -> DatumNeededError:
    with pytest.raises(DatumNeededError) as caught:
        plan_count(["bd.csv"], datum=None, boundaries=load_boundaries("provinces"))
    return caught.value


def test_errors_come_back_from_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bd.csv").write_text("bd_lng,bd_lat\n116.4,39.9\n", encoding="utf-8")
    every = [
        GeoError("batch.of_file", file="a.png", why=WRONG),
        UnknownNameError("period", "2021", ["2019", "2020"], of="gdp"),
        MissingCrsError("boundaries.no_crs", file="a.shp", likely="EPSG:4326"),
        suggested(),
    ]
    for error in every:
        for again in (pickle.loads(pickle.dumps(error)), copy(error)):
            assert type(again) is type(error)
            assert again.args == error.args
            assert all(again.told(lang) == error.told(lang) for lang in LANGUAGES)
    assert pickle.loads(pickle.dumps(every[2])).likely == "EPSG:4326"
    assert pickle.loads(pickle.dumps(every[3])).suggestion.datum == "bd09"


# On the command line


def ran(arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command line says on standard error where something is wrong."""
    monkeypatch.setattr(sys, "argv", ["geo", *arguments.split()])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 2
    return capsys.readouterr().err


REFUSED = {
    "render nothing": "错误：未知的指标“nothing”。",
    "render": "错误：请指定一个指标，或用 --table 给出表格，二者择一。",
    "render area --crop Nowhere": "错误：此图中没有“Nowhere”。",
    "join t.csv -o out.png": "错误：out.png须以 .csv 结尾。",
    "allocate --total many": "错误：--total“many”不是数字，例如650000。",
    "count missing.csv": "错误：“missing.csv”不对应任何清单文件：",
    "count bd.csv": "错误：请用 --datum 指定坐标系：",
    "synthesize -o a.doc": "错误：a.doc的扩展名为.doc；合成清单只能写为.csv或.parquet。",
    "render --batch jobs.toml": "错误：jobs.toml无法执行：\n- 任务1：未知的x；",
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_is_refused_is_told_in_the_language_of_lang(
    arguments: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bd.csv").write_text("bd_lng,bd_lat\n116.4,39.9\n", encoding="utf-8")
    Path("jobs.toml").write_text('[[jobs]]\nindicator = "area"\nx = 1\n', encoding="utf-8")
    chinese = ran(f"{arguments} --lang zh", monkeypatch, capsys)
    assert chinese.startswith(REFUSED[arguments])
    assert chinese == ran(f"{arguments} --lang=zh", monkeypatch, capsys)
    english = ran(arguments, monkeypatch, capsys)
    assert english.startswith("error: ")
    assert not re.search(CHINESE, english)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ("render x --lang zh", "zh"),
        ("--lang=zh render", "zh"),
        ("render --lang en --lang zh", "zh"),
        ("render --lang zh --lang en", "en"),
        ("render --lang", "en"),
        ("render --lang de", "en"),
        ("render --title zh", "en"),
    ],
)
def test_the_language_is_known_before_the_arguments_are_parsed(
    arguments: str, language: str
) -> None:
    assert asked_language(arguments.split()) == language


TABLE = "省份,值\nZhejang,1\n安徽,2\n河北,约5\n合计,9\n"
LEVELS = "省份,市,值\n安徽,,9\n安徽,合肥,5\n安徽,芜湖,4\n" + "鹤壁,,1\n" * 4


def said_of(
    text: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    *options: str,
) -> dict[Language, list[str]]:
    """The lines that joining a table says of it on standard error, in each language."""
    monkeypatch.chdir(folder)
    Path("t.csv").write_text(text, encoding="utf-8")
    said: dict[Language, list[str]] = {}
    for language in LANGUAGES:
        arguments = ["geo", "join", "t.csv", "-o", "out.csv", *options, "--lang", language]
        monkeypatch.setattr(sys, "argv", arguments)
        with pytest.raises(SystemExit) as stop:
            cli.main()
        assert not stop.value.code
        said[language] = capsys.readouterr().err.splitlines()
    return said


def test_what_is_said_of_a_table_is_in_the_language_of_lang(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = said_of(TABLE, monkeypatch, capsys, tmp_path, "--fix", "x=110000")
    assert len(said["zh"]) == len(said["en"]) == 5
    assert "note: no row has the spelling 'x' that a fix names" in said["en"]
    assert "说明：没有任何行含有 --fix 指定的写法“x”" in said["zh"]
    assert "未匹配：第2行“Zhejang”；相近的有：浙江" in said["zh"]
    assert "不是数字：第4行“约5”（值列）" in said["zh"]
    assert "不计入：第5行“合计”（合计）" in said["zh"]
    assert not any("Zhejiang" in line for line in said["zh"])


def test_rows_and_reasons_are_enumerated_in_the_language_of_lang(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = said_of(LEVELS, monkeypatch, capsys, tmp_path, "--key", "省份")
    assert said["en"] == [
        "not matched: '鹤壁' in 4 rows (5, 6, 7 …) "
        "Hebi is a prefecture-level city in Henan, not a province.",
        "set aside: 2 rows of parts of places that have a row of their own (3, 4)",
    ]
    assert said["zh"] == [
        "未匹配：“鹤壁”共4行（第5、6、7等行）。鹤壁市是河南省的地级市，不是省级行政区。",
        "不计入：第3、4行（共2行）为下级地区，其上级地区另有一行",
    ]


# On the page


def messages(app: AppTest) -> str:
    return "\n".join(message.value for message in app.error)


def test_a_problem_follows_a_change_of_language() -> None:
    app = alone(None, "zh")
    app.session_state["own problem"] = WRONG
    app.run()
    assert "无法写入" in messages(app)
    app.session_state["lang"] = "en"
    app.run()
    assert "cannot be written" in messages(app)


def test_a_broken_upload_is_told_in_chinese() -> None:
    app = alone(None, "zh")
    app.file_uploader[0].upload("work.atlas.json", b'{"format":"province-atlas-work"', "x").run()
    assert not app.exception
    assert "这不是已保存的工作，或文件不完整" in messages(app)


def test_a_scenario_that_cannot_be_made_is_told_in_chinese() -> None:
    def script() -> None:
        from geo.ui import rollout, widgets

        widgets.choose_language()
        with widgets.errors_as_messages():
            rollout.show()

    app = AppTest.from_function(script, default_timeout=60)
    for name, value in {"lang": "zh", "way": "scenario", "date": "soon"}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert "“soon”不是日期：请写年、月或日" in messages(app)


def test_edges_that_are_none_are_told_in_chinese() -> None:
    app = AppTest.from_file(str(GEO.parent / "app.py"), default_timeout=60)
    for name, value in {"lang": "zh", "scheme": "manual", "edges": "a"}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert "请用逗号分隔写出全部断点" in messages(app)
