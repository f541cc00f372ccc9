"""What the lines round a table say: title, unit, period, source, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.model import AsideKind
from geo.tables import cells

_NOTE = re.compile(
    r"(备?[注註]([\s:：.．1-9一二三四五六七八九]|$)|说明|說明|资料来源|資料來源|数据来源|數據來源|来源|來源|"
    r"(data )?sources?\b|notes?\b|remarks?\b|[*†①-⑨])",
    re.I,
)
_SOURCE = re.compile(
    r"(.*[\s。；;]|.{0,8})?(资料来源|資料來源|数据来源|數據來源|来源|來源|(data )?sources?)"
    r"\s*[:：]\s*(?P<source>\S.*)",
    re.I | re.S,
)
#: Lines that a statistics office's download puts above a table: what they are, and what they say.
_STATED = re.compile(
    r"(?P<what>数据库|database|指标|indicators?|时间|年份|time|years?|period)\s*[:：]\s*(?P<said>.*)",
    re.I | re.S,
)
_COMMENT = re.compile(r"(#|//|--)\s*(?P<said>.*)", re.S)
_CONTINUED = re.compile(r"[(（]?(续表|續表|接上表|continued\b)", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONG = 24


@dataclass(frozen=True)
class Around:
    """What the lines above and below a table say of all its figures.

    ``notes`` are the lines that say something else; ``kinds`` has the kind of each line above.
    """

    title: str = ""
    unit: str = ""
    period: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    kinds: tuple[AsideKind, ...] = ()


def read_around(above: Sequence[str], below: Sequence[str]) -> Around:
    """Read the lines above and below a table, each as one text."""
    titles: list[str] = []
    notes: list[str] = []
    kinds: list[AsideKind] = []
    unit, stated, source, when = "", "", "", ""
    for line in above:
        text = line.strip()
        if (alone := cells.stated_unit(text)) is not None:
            unit = unit or alone
            kinds.append("unit")
            continue
        kinds.append("note")
        if comment := _COMMENT.fullmatch(text):
            notes.append(comment["said"])
            source = source or comment["said"]
        elif label := _STATED.fullmatch(cells.fold(text)):
            notes.append(text)
            what, said = label["what"].casefold(), label["said"].strip()
            if what.startswith(("指标", "indicator")):
                stated = stated or said
            elif not what.startswith(("数据库", "database")):
                when = said
        else:
            titles.append(text)
            kinds[-1] = "title" if len(titles) == 1 else "note"
    if stated:  # the indicator's name says more than a line above it
        titles.insert(0, stated)
    bare, in_brackets = cells.split_unit(titles[0]) if titles else ("", "")
    if not unit and (cells.is_unit(in_brackets) or (stated and in_brackets)):
        unit = in_brackets
    years = set(_YEAR.findall(" ".join([*titles, when])))
    every = (*titles[1:], *notes, *below)
    named = (found["source"].strip() for note in every if (found := _SOURCE.fullmatch(note)))
    return Around(
        title=bare if stated and titles else titles[0] if titles else "",
        unit=unit,
        period=(cells.read_period(when) if when else None)
        or (years.pop() if len(years) == 1 else ""),
        source=next(named, source),
        notes=every,
        kinds=tuple(kinds),
    )


def is_note(text: str, *, after_a_note: bool) -> bool:
    """Whether a line that stands alone below the heading is a note."""
    return bool(_NOTE.match(text)) or len(text) > _LONG or after_a_note


def says_it_goes_on(text: str) -> bool:
    """Whether a line says that the table goes on below it: 续表."""
    return bool(_CONTINUED.match(text))
