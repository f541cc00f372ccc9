"""Random tables whose figures are known: every shape in which offices keep them.

``python -m tests.random_tables 10000`` makes so many, reads each without a hint, and says how many
were read as written, how many ended in a question or a refusal, and which were read wrong.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.model.errors import GeoError
from geo.model.tables import Sheet, Workbook
from geo.places.names import read_gazetteer
from geo.tables import cells
from geo.tables.indicator import Joined, indicator_of, join_work
from geo.tables.work import Work

PLACES = tuple(p for p in read_gazetteer().places.values())
Figures = Mapping[str, float | None]

_KEYS = {
    "full": ("地区", "省份", "省（区、市）", "地 区", ""),
    "short": ("地区", "省份", "省市", "名称", ""),
    "en": ("Region", "province", "Province", "name", "Area"),
    "code": ("行政区划代码", "代码", "adcode", "省份代码"),
}
_WORDS = (
    "地区生产总值", "常住人口", "数值", "项目数", "企业", "甲类", "乙类", "合格", "基站", "用电量",
    "线路", "专利", "投资", "收入", "支出", "值", "value", "total_count", "GDP", "stations",
)  # fmt: skip
_UNITS = ("", "（亿元）", "(万人)", "（个）", "/%", "")
_TYPOS = ("Anhuii", "某地", "大连", "深圳市", "Inner-Monglia", "上海滩", "河比")
_TITLES = (
    "各地区主要指标",
    "表3-2 分地区情况",
    "附件1：统计表",
    "Statistics by province",
    "新基建情况",
)


@dataclass(frozen=True)
class Made:
    """A sheet's rows, and what stands in them: figures by measure, period and adcode."""

    rows: tuple[tuple[str, ...], ...]
    figures: Mapping[str, Mapping[str, Figures]]
    typos: int
    traits: frozenset[str] = field(default_factory=frozenset)


def make(seed: int) -> Made:
    """A table; the same for the same seed."""
    return _Maker(random.Random(seed)).make()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.traits: set[str] = set()

    def some(self, share: float, trait: str) -> bool:
        """Whether this table has a trait that so many have."""
        if self.chance.random() >= share:
            return False
        self.traits.add(trait)
        return True

    def make(self) -> Made:
        chance = self.chance
        count = chance.choice((2, 2, 3, 4, 6, 10, 31, 34))
        places = chance.sample(PLACES, min(count, len(PLACES)))
        style = chance.choice(("full", "full", "short", "short", "en", "code"))
        self.traits.add(f"keys:{style}")
        names = {
            "full": lambda p: p.full.zh, "short": lambda p: p.name.zh, "en": lambda p: p.name.en,
            "code": lambda p: p.adcode,
        }[style]  # fmt: skip
        key = chance.choice(_KEYS[style])
        if self.some(0.2, "long"):
            return self.long(places, names, key or "地区")
        if self.some(0.1, "list"):
            return self.entries(places, names, key or "地区")
        periods = self.periods()
        measures = chance.sample(_WORDS, chance.choice((1, 1, 2, 3, 6)))
        if periods == ("",) and chance.random() < 0.15:
            measures = chance.sample(_WORDS, len(_WORDS))
        figures = {m: {p: self.column(places) for p in periods} for m in measures}
        head, columns = self.heading(key, measures, periods)
        body = [
            [names(place), *(self.written(figures[m][p][place.adcode]) for m, p in columns)]
            for place in places
        ]
        if periods != ("",) and len(measures) == 1 and len(head) == 1:
            figures = {"": figures[measures[0]]}  # nothing in the table names the measure
        typos = 0
        if self.some(0.25, "typos") and style != "code" and len(places) > 3:
            for _ in range(chance.choice((1, 1, 2))):
                row = [chance.choice(_TYPOS), *map(self.written, self.numbers(len(columns)))]
                body.insert(chance.choice((0, len(body) // 2, len(body))), row)
                typos += 1
        head, body = self.beside(head, body, places, typos)
        spelt = {*map(names, places), *_TYPOS}
        if self.some(0.25, "total") and style != "code":
            width = len(body[0])
            where = next(i for i, cell in enumerate(body[-1 if typos else 0]) if cell in spelt)
            total = ["" for _ in body[0]]
            total[where] = "全国" if style != "en" else "Total"
            for index in range(where + 1, width):
                numbers = [cells.parse_number(row[index]) for row in body]
                if all(isinstance(n, float) for n in numbers) and not typos:
                    total[index] = f"{sum(n for n in numbers if isinstance(n, float)):g}"
            body.insert(chance.choice((0, len(body))), total)
        rows = [*head, *body]
        if len(places) > 1 and not typos and len(head) == 1 and self.some(0.15, "across"):
            rows = [list(line) for line in zip(*rows, strict=True)]
        return Made(self.around(rows), figures, typos, frozenset(self.traits))

    def long(self, places: list, names: object, key: str) -> Made:
        """One row for each place and period."""
        chance = self.chance
        periods = self.periods(long=True)
        heading = {4: ("年份", "year", "年度"), 7: ("月份", "时间", "month"), 10: ("日期", "date")}
        figures = {p: self.column(places) for p in periods}
        name = chance.choice(_WORDS)
        body = [
            [names(place), period, self.written(figures[period][place.adcode])]  # type: ignore[operator]
            for place in places
            for period in periods
        ]
        if chance.random() < 0.5:
            chance.shuffle(body)
        rows = [[key, chance.choice(heading[len(periods[0])]), name], *body]
        return Made(self.around(rows), {name: figures}, 0, frozenset(self.traits))

    def entries(self, places: list, names: object, key: str) -> Made:
        """A list of things, several in each place, which are counted."""
        chance = self.chance
        head = [key, "项目名称", "状态", "投资（亿元）"]
        body, counts = [], {}
        for place in places:
            counts[place.adcode] = float(chance.randint(2, 6))
            for _ in range(int(counts[place.adcode])):
                name = f"项目{len(body) + 1:03}"
                state = chance.choice(("在建", "拟建", "建成"))
                body.append([names(place), name, state, self.written(*self.numbers(1))])  # type: ignore[operator]
        chance.shuffle(body)
        if self.some(0.5, "numbered"):
            head = ["序号", *head]
            body = [[str(n), *row] for n, row in enumerate(body, start=1)]
        return Made(self.around([head, *body]), {"": {"": counts}}, 0, frozenset(self.traits))

    def periods(self, *, long: bool = False) -> tuple[str, ...]:
        chance = self.chance
        if not long and not self.some(0.4, "periods"):
            return ("",)
        first = chance.randint(1995, 2019)
        if chance.random() < 0.75:
            years = [str(y) for y in range(first, first + chance.choice((2, 3, 5, 24)))]
            return tuple(reversed(years)) if chance.random() < 0.4 else tuple(years)
        if chance.random() < 0.5:
            self.traits.add("months")
            return tuple(f"{first}-{m:02}" for m in range(1, chance.choice((3, 6, 12)) + 1))
        self.traits.add("days")
        return tuple(f"{first}-03-{d:02}" for d in range(1, chance.choice((3, 10)) + 1))

    def heading(
        self, key: str, measures: list[str], periods: tuple[str, ...]
    ) -> tuple[list[list[str]], list[tuple[str, str]]]:
        """The rows of the heading, and measure and period of each column."""
        chance = self.chance
        columns = [(m, p) for m in measures for p in periods]
        suffix = "年" if chance.random() < 0.5 else ""
        when = {p: p + suffix * (len(p) == 4) for p in periods}
        if "days" in self.traits and chance.random() < 0.5:
            self.traits.add("m/d/y")
            when = {p: f"{int(p[5:7])}/{int(p[8:])}/{p[2:4]}" for p in periods}
        if periods == ("",):
            units = {m: chance.choice(_UNITS) for m in measures}
            if self.some(0.15, "unit row"):
                row = [f"（{units[m].strip('（）()/')}）" if units[m] else "" for m in measures]
                if any(row):
                    return [[key or "地区", *measures], ["", *row]], columns
            return [[key or "地区", *(m + units[m] for m in measures)]], columns
        if len(measures) == 1:
            if self.some(0.3, "merged"):
                over = [measures[0], *("" for _ in periods[1:])]
                return [["", *over], [key or "地区", *(when[p] for p in periods)]], columns
            return [[key or "地区", *(when[p] for p in periods)]], columns
        self.traits.add("merged")
        over = [m if p == periods[0] else "" for m, p in columns]
        head = [[key or "地区", *over], ["", *(when[p] for _, p in columns)]]
        if self.some(0.3, "three rows"):
            unit = chance.choice(("（亿元）", "（万人）", "(%)"))
            head.append(["", *(unit for _ in columns)])
        return head, columns

    def numbers(self, count: int) -> list[float]:
        """Numbers that look like something else: codes, years, ranks, degrees."""
        chance = self.chance
        kind = chance.choice(("codes", "codes", "years", "ranks", "degrees", "large", "decimals",
                              "shares", "zeros"))  # fmt: skip
        self.traits.add(f"values:{kind}")
        return [
            {
                "codes": lambda: float(chance.choice((11, 12, 13, 31, 32, 41, 50, 54, 61, 71, 82))),
                "years": lambda: float(chance.randint(1990, 2024)),
                "ranks": lambda: float(chance.randint(1, 40)),
                "degrees": lambda: round(chance.uniform(18, 130), 2),
                "large": lambda: float(chance.randint(10**5, 10**8)),
                "decimals": lambda: round(chance.uniform(0, 1000), 3),
                "shares": lambda: round(chance.uniform(0, 1), 4),
                "zeros": lambda: float(chance.choice((0, 0, 0, chance.randint(1, 99)))),
            }[kind]()
            for _ in range(count)
        ]

    def column(self, places: list) -> dict[str, float | None]:
        numbers: list[float | None] = list(self.numbers(len(places)))
        if self.chance.random() < 0.15 and len(places) > 2:
            self.traits.add("gaps")
            numbers[self.chance.randrange(len(numbers))] = None
        return {place.adcode: number for place, number in zip(places, numbers, strict=True)}

    def written(self, number: float | None) -> str:
        if number is None:
            return self.chance.choice(("", "—", "-", "…"))
        if number.is_integer() and number > 999 and self.chance.random() < 0.1:
            return f"{number:,.0f}"
        return f"{number:.12g}"

    def beside(
        self, head: list[list[str]], body: list[list[str]], places: list, typos: int
    ) -> tuple[list[list[str]], list[list[str]]]:
        """Columns that are no figures, beside the others."""
        above = [[""] for _ in head[1:]]
        if self.some(0.15, "rank"):
            word = self.chance.choice(("序号", "排名", "No.", "rank"))
            head = [[word, *head[0]], *([*a, *row] for a, row in zip(above, head[1:], strict=True))]
            body = [[str(n), *row] for n, row in enumerate(body, start=1)]
        if self.some(0.1, "degrees beside") and not typos:
            at = 2 if "rank" in self.traits else 1
            for word, low, high in (("纬度", 18, 53), ("经度", 74, 134)):
                degrees = [f"{self.chance.uniform(low, high):.2f}" for _ in body]
                head = [[*row[:at], word if row is head[0] else "", *row[at:]] for row in head]
                body = [[*r[:at], d, *r[at:]] for r, d in zip(body, degrees, strict=True)]
        if self.some(0.15, "codes beside") and not typos:
            at = 1 if "rank" in self.traits else 0
            short = self.chance.random() < 0.5
            codes = [p.adcode[:2] if short else p.adcode for p in places]
            word = self.chance.choice(("代码", "code", "行政区划代码"))
            head = [[*row[:at], word if row is head[0] else "", *row[at:]] for row in head]
            body = [[*r[:at], c, *r[at:]] for r, c in zip(body, codes, strict=True)]
        if self.some(0.1, "blank column"):
            head, body = ([["", *row] for row in rows] for rows in (head, body))
        if self.some(0.1, "remarks"):
            head = [[*row, "备注" if row is head[0] else ""] for row in head]
            body = [[*row, self.chance.choice(("", "初步核算", "见注"))] for row in body]
        return head, body

    def around(self, rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
        """Title, unit, blank rows and notes round the table."""
        chance = self.chance
        width = max(map(len, rows))
        above: list[list[str]] = []
        if self.some(0.4, "title"):
            above += [[title] for title in chance.sample(_TITLES, chance.choice((1, 1, 1, 2, 4)))]
        if self.some(0.2, "unit line"):
            above.append([*([""] * (width - 1)), "单位：亿元"])
        if above and chance.random() < 0.4:
            above.append([])
        if chance.random() < 0.1:
            above = [[] for _ in range(chance.randint(1, 3))] + above
        below: list[list[str]] = []
        if self.some(0.3, "notes"):
            if chance.random() < 0.5:
                below.append([])
            below.append(["注：数据为初步核算数。"])
            below.append(["资料来源：国家统计局。"])
        every = [*above, *rows, *below]
        return tuple((*row, *([""] * (width - len(row)))) for row in every)


def read(made: Made) -> Joined:
    """Read a table without a hint.

    Raises
    ------
    GeoError
        If it is refused, or ends in a question.
    """
    workbook = Workbook("table.csv", (Sheet("", made.rows),))
    joined = join_work(Work(workbook))
    indicator_of(joined)
    return joined


def difference(made: Made, joined: Joined) -> str:
    """What was read otherwise than it was written; "" where nothing was."""
    indicator = indicator_of(joined)
    value = joined.reading.choices.value or ""
    if "list" in made.traits and joined.reading.choices.aggregate != "count":
        return "a list is not counted"
    name = value if value in made.figures else next(iter(made.figures))
    if value not in made.figures and len(made.figures) > 1:
        return f"{value!r} is no measure of the table: {list(made.figures)}"
    period = indicator.periods[-1]
    expected = made.figures[name]
    if set(expected) == {""}:
        wanted = expected[""]
    else:
        filled = [p for p, found in expected.items() if any(v is not None for v in found.values())]
        if period != max(filled):
            return f"period {period!r} instead of {max(filled)!r}"
        wanted = expected[period]
    got = {o.adcode: o.value for o in indicator.values if o.period == period}
    wrong = {a: (v, wanted.get(a)) for a, v in got.items() if v != wanted.get(a, "no such place")}
    lost = [a for a, v in wanted.items() if v is not None and a not in got]
    if wrong or lost:
        return f"{name!r} {period!r}: wrong {wrong}, lost {lost}"
    if len(joined.report.unmatched) != made.typos:
        return f"{len(joined.report.unmatched)} rows unmatched instead of {made.typos}"
    return ""


def main(count: int) -> int:
    """Read so many tables; returns the number of those that were read wrong."""
    results: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for seed in range(count):
        made = make(seed)
        try:
            joined = read(made)
        except GeoError as error:
            results["asked or refused"] += 1
            asked[error.key] += 1
            if asked[error.key] <= 3:
                print(f"seed {seed}: {error.key}: {sorted(made.traits)}")
            continue
        told = difference(made, joined)
        results["wrong" if told else "right"] += 1
        if told:
            print(f"seed {seed}: {told} {sorted(made.traits)}")
    print(f"{count:,} tables: {dict(results)}; {dict(asked)}")
    return results["wrong"]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])) > 0)
