"""Figures less others: the change between two periods, the difference of two indicators."""

from __future__ import annotations

from dataclasses import replace

from geo.indicators.dates import nearest_of_year, years_between
from geo.indicators.steps import less, then
from geo.model import (
    LANGUAGES,
    GeoError,
    Indicator,
    Observation,
    Source,
    Text,
    UnknownNameError,
    both,
    format_period,
    inside,
    of_title,
)

#: What a change can be: in the unit of the figures, in percent, in percent a year.
CHANGES = ("difference", "percent", "per_year")
#: The unit of a difference of percentages.
_POINTS = Text("percentage points", "个百分点")
_FORMULAS = {
    "difference": "{1} − {0}",
    "percent": "({1} − {0}) ÷ {0} × 100",
    "per_year": "(({1} ÷ {0})^(1 ÷ {2}) − 1) × 100",
}
_UNITS = {"percent": Text("%", "%"), "per_year": Text("% per year", "%/年")}
_TITLES = {
    "difference": Text("Change in {what}", "{what}变化"),
    "percent": Text("Percentage change in {what}", "{what}增幅"),
    "per_year": Text("Average annual growth in {what}", "{what}年均增速"),
}


def change(indicator: Indicator, how: str, *, first: str, last: str) -> Indicator:
    """The change of an indicator between two periods.

    Parameters
    ----------
    indicator
        Figures of at least two periods.
    how
        ``difference``, ``last - first`` in the indicator's unit, of percentages in percentage
        points; ``percent``, ``100 * (last - first) / first``; or ``per_year``, the compound rate
        in percent a year, ``100 * ((last / first) ** (1 / years) - 1)``.
    first, last
        The two periods.

    A place without either figure is *no data*; so is one whose first figure is not above zero
    where a percentage is asked for, or whose last is below zero where one a year is. Where one of
    the figures is *not applicable*, so is the change.

    Raises
    ------
    UnknownNameError
        If ``how`` or a period is unknown.
    GeoError
        If both periods are the same, or have no year where a change per year is asked for.
    """
    if how not in CHANGES:
        raise UnknownNameError("change", how, CHANGES)
    for period in (first, last):
        if period not in indicator.periods:
            raise UnknownNameError("period", period, indicator.periods, of=indicator.id)
    if first == last:
        raise GeoError("derive.one_period", period=first)
    percent = how != "difference"
    years = _years(first, last) if how == "per_year" else 1.0
    before, after = (_by_place(indicator, period) for period in (first, last))
    values = []
    for adcode in dict.fromkeys(o.adcode for o in indicator.values):
        now = after.get(adcode, Observation(adcode, last, None, "no_data"))
        note = _notes_of(before.get(adcode), now)
        found = less(now, before.get(adcode), period=f"{first}/{last}", percent=percent)
        if how == "per_year":
            found = _each_year(found, years)
        values.append(replace(found, date="", note=note, source=Text("", "")))
    numbers = [o.value for o in values if o.value is not None]
    turns = bool(numbers) and min(numbers) < 0 < max(numbers)
    name = indicator.title
    formula = _FORMULAS[how].format(first, last, f"{years:.4g}")
    told = Text(f"{name.en}: {formula}.", f"{name.zh}：{formula}。")
    return replace(
        indicator,
        title=of_title(_TITLES[how], name),
        unit=_UNITS.get(how) or _unit(indicator),
        kind="ratio" if percent else indicator.kind,
        values=tuple(values),
        method=then(indicator.method, told),
        decimals=1 if percent else indicator.decimals,
        midpoint=0.0 if turns else None,
        palette="blue-red" if turns else "",
        derived=None,
        quotient=percent or indicator.quotient,
    )


def _years(first: str, last: str) -> float:
    """The years between two periods, of which there must be some."""
    if not all(period[:4].isdecimal() for period in (first, last)):
        raise GeoError("derive.no_year", first=first, last=last)
    years = years_between(first, last)
    if years == 0:
        raise GeoError("derive.no_year", first=first, last=last)
    return years


def _each_year(change: Observation, years: float) -> Observation:
    """A change in percent over years as one a year; none where a figure fell below zero."""
    if change.value is None or change.value >= -100:
        rate = None if change.value is None else (1 + change.value / 100) ** (1 / years)
        return change if rate is None else replace(change, value=100 * (rate - 1))
    return replace(change, value=None, status="no_data")


def _notes_of(*observations: Observation | None) -> Text:
    """What is to be said of figures, each with its period."""
    told = [o for o in observations if o is not None and o.note]
    return Text(
        " ".join(f"{format_period(o.period, 'en')}: {o.note.en}" for o in told),
        "".join(f"{format_period(o.period, 'zh')}：{o.note.zh}" for o in told),
    )


def difference(
    indicator: Indicator,
    other: Indicator,
    *,
    period: str | None = None,
    other_period: str | None = None,
) -> Indicator:
    """The figures of one indicator and period less those of another, place by place.

    A place without either figure is *no data*, or *not applicable* where one of them is. Results
    are ``derived``; colours turn at zero.

    Parameters
    ----------
    indicator, other
        What is subtracted from, and what is subtracted; the same indicator for two periods.
    period
        The latest where it is left out.
    other_period
        Where it is left out, the nearest that the other has; see :func:`nearest_period`.

    Raises
    ------
    GeoError
        If their units or boundaries differ, one is of categories or has no such period, both are
        the same figures, or the other has none of the same year and none was named.
    """
    _check_alike(indicator, other)
    first = _period(indicator, period)
    second = _other_period(other, other_period, beside=first, of=indicator)
    asked = other_period is not None
    shared = f"{second}/{first}" if asked and first != second else first or second
    # A date that nobody asked for is said in a note, unless one of the two has none.
    near = not asked and bool(first and second) and first != second
    nearest = (_nearest_date(other, first, second),) if near else ()
    above, below = _by_place(indicator, first), _by_place(other, second)
    return replace(
        indicator,
        id=f"{indicator.id}-minus-{other.id}" if indicator.id != other.id
        else f"{indicator.id}-change",
        title=_title(indicator, other),
        unit=_unit(indicator),
        kind="index",
        values=tuple(less(o, below.get(o.adcode), period=shared) for o in above.values()),
        source=_sources(indicator, other),
        method=_subtraction(indicator, other, first, second),
        notes=tuple(dict.fromkeys((*nearest, *indicator.notes, *other.notes))),
        decimals=max(indicator.decimals, other.decimals),
        palette="blue-red",
        midpoint=0.0,
        derived=None,
        summable=False,
    )  # fmt: skip


def _check_alike(indicator: Indicator, other: Indicator) -> None:
    """Raise GeoError where the figures of one cannot be taken from those of the other."""
    for one in (indicator, other):
        if one.kind == "category":
            raise GeoError("derive.categories", indicator=one.id)
    if indicator.unit != other.unit or indicator.boundaries != other.boundaries:
        raise GeoError(
            "derive.unlike", one=indicator.id, unit=indicator.unit, two=other.id,
            other_unit=other.unit,
        )  # fmt: skip


def _by_place(indicator: Indicator, period: str) -> dict[str, Observation]:
    return {o.adcode: o for o in indicator.values if o.period == period}


def _other_period(other: Indicator, asked: str | None, *, beside: str, of: Indicator) -> str:
    """The period that is taken away: the one asked for, or the nearest to that of the first."""
    period = nearest_period(other, beside) if asked is None else _period(other, asked)
    if period is None:
        raise GeoError("derive.apart", one=of.id, first=beside, two=other.id, known=other.periods)
    if of.id == other.id and beside == period:
        raise GeoError("derive.same", indicator=of.id, period=beside)
    return period


def _period(indicator: Indicator, period: str | None) -> str:
    if period is None:
        return indicator.periods[-1]
    if period not in indicator.periods:
        raise UnknownNameError("period", period, indicator.periods, of=indicator.id)
    return period


def nearest_period(indicator: Indicator, period: str) -> str | None:
    """The period of an indicator that is nearest to another, where one is of the same year; see
    :func:`geo.indicators.dates.nearest_of_year`."""
    return nearest_of_year(indicator.periods, period)


def _unit(indicator: Indicator) -> Text:
    return _POINTS if indicator.unit.en == "%" else indicator.unit


def _title(one: Indicator, two: Indicator) -> Text:
    """What a difference shows; of one indicator's change, the period says from when to when."""
    if one.id == two.id:
        return of_title(_TITLES["difference"], one.title)
    first, second = (inside(title) for title in (one.title.en, two.title.en))
    return Text(f"Difference between {first} and {second}", f"{one.title.zh}与{two.title.zh}之差")


def _subtraction(indicator: Indicator, other: Indicator, first: str, second: str) -> Text:
    """How both figures were made, and what was done with them."""
    en, zh = ([format_period(p, lang) for p in (first, second)] for lang in LANGUAGES)
    step = Text(
        f"The figures of {en[0]} ({indicator.title.en}) less those of {en[1]} ({other.title.en}).",
        f"{zh[0]}（{indicator.title.zh}）减去{zh[1]}（{other.title.zh}）。",
    )
    method = indicator.method
    if other.method != method:
        method = then(method, other.method)
    return then(method, step)


def _nearest_date(other: Indicator, first: str, second: str) -> Text:
    """That the dates differ, and why."""
    wanted, taken = (Text(*[format_period(p, lang) for lang in LANGUAGES]) for p in (first, second))
    return both("nearest_date", indicator=other.title, wanted=wanted, taken=taken)


def _sources(indicator: Indicator, other: Indicator) -> Source:
    """Both sources as one, saying once what they share; two dates stand with their titles."""
    one, two = indicator.source, other.source
    if one == two:
        return one
    same_date = one.published == two.published
    titles = (one.title, two.title) if same_date else (_dated(one), _dated(two))
    return Source(
        title=_both(*titles),
        publisher=_both(one.publisher, two.publisher),
        licence=_both(one.licence, two.licence),
        citation=_both(one.citation, two.citation),
        published=one.published if same_date else "",
        accessed=max(one.accessed, two.accessed),
        url=one.url if one.url == two.url else "",  # an address of one is not that of both
        note=_both(one.note, two.note),
    )


def _dated(source: Source) -> Text:
    if not source.published:
        return source.title
    en, zh = (format_period(source.published, language) for language in LANGUAGES)
    return Text(f"{source.title.en} ({en})", f"{source.title.zh}（{zh}）")


def _both(one: Text, two: Text) -> Text:
    if not one or one == two:
        return two
    if not two:
        return one
    return Text(f"{one.en.rstrip('.')}; {two.en}", f"{one.zh.rstrip('。')}；{two.zh}")
