"""The page *5G rollout*: the national timeline, and three honest ways to see it on the map, which
are never mixed: what was reported by region, what provinces announced, what a national figure
would mean for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import streamlit as st

from geo import scenario as scenarios
from geo.derive import difference, read_denominators
from geo.errors import GeoError
from geo.figures import read_timeline
from geo.model import Choropleth, Indicator
from geo.pipeline import MapRequest, draw_indicator, load_catalogue, load_indicator
from geo.rollout import MISSING, SERIES, BackTest, Key, choose, estimate
from geo.scenario import ANNOUNCED, MEASURES, OWN, REGIONAL, Scenario
from geo.ui import address, controls, panels
from geo.ui.choices import DONE
from geo.ui.frame import heading, language, segments, select, select_many, words
from geo.ui.timeline import show_timeline
from geo.words import format_number, format_period, word

_WAYS = ("region", "percent", "announced", "estimated", "scenario")
_PERCENT = "5g-percent-of-mobile-stations-region"
_ESTIMATED = "5g-stations-estimated"
#: The first announcement of the end of 2020, which is of the time of the announced figures.
_TESTED = 718_000
_KEPT, _OPENED = "rollout kept", "rollout opened"


@dataclass(frozen=True)
class _Shown:
    """What one way comes to: the indicator, the plan where there is one, and the key to be tested
    against what was announced."""

    indicator: Indicator
    plan: scenarios.Plan | None = None
    tested: Scenario | None = None


def show() -> None:
    """Draw the page."""
    _read_address()
    st.space("xxsmall")
    show_timeline()
    names = {way: words(f"rollout_{way}") for way in _WAYS}
    way = segments(words("rollout_way"), _WAYS, "way", names.__getitem__)
    if way != "percent":
        st.caption(words(f"rollout_{way}_note"))
    shown = _WAY[way]()
    indicator = shown.indicator
    period = None
    if len(indicator.periods) > 1:
        with st.sidebar:
            period = select(
                words("rollout_period"), indicator.periods[::-1], "period",
                lambda p: format_period(p, language()),
            )  # fmt: skip
    request = MapRequest(indicator.id, period=period, language=language())
    _write_address(way, period)
    choropleth = _drawn(indicator, request)
    several = len(indicator.periods) > 1
    frames = [_drawn(indicator, replace(request, period=p)) for p in indicator.periods]
    heading(choropleth.title, choropleth.subtitle)
    left, right = st.columns([2.55, 1], gap="medium")
    with left:
        controls.show_map(choropleth, frames if several else ())
    with right:
        panels.beside(choropleth, st.session_state.get("place"))
    if shown.plan is not None:
        _say_sums(shown.plan)
    if shown.tested is not None:
        _back_test(shown.tested)
    panels.below(
        choropleth,
        request,
        lambda wished: draw_indicator(indicator, wished),
        work=(lambda: _work(shown.plan, request)),
        frames=frames if several else (),
    )


@lru_cache(maxsize=200)
def _drawn(indicator: Indicator, request: MapRequest) -> Choropleth:
    return draw_indicator(indicator, request)


def _work(plan: scenarios.Plan | None, request: MapRequest) -> dict[str, bytes]:
    return {".scenario.json": scenarios.to_json(plan.scenario)} if plan else {}


def _region() -> _Shown:
    titles = {"": words("per_none")} | {
        d.id: d.title[language()] for d in read_denominators().values() if d.id != "gdp"
    }
    per = segments(words("count_warning"), list(titles), "rollout per", titles.__getitem__)
    return _Shown(load_indicator(REGIONAL, per or None))


def _percent() -> _Shown:
    return _Shown(load_indicator(_PERCENT))


def _announced() -> _Shown:
    """Each figure with its own date and status, narrowed to those wanted."""
    indicator = load_indicator(ANNOUNCED)
    dates = sorted({o.date or o.period for o in indicator.values})
    statuses = sorted({o.status for o in indicator.values if o.value is not None})
    left, right = st.columns(2)
    with left:
        chosen_dates = select_many(
            words("rollout_dates"), dates, "rollout dates", lambda d: format_period(d, language())
        )
    with right:
        chosen_statuses = select_many(
            words("rollout_statuses"), statuses, "rollout statuses", lambda s: word(s, language())
        )
    values = tuple(
        o
        for o in indicator.values
        if (not chosen_dates or (o.date or o.period) in chosen_dates)
        and (not chosen_statuses or o.status in chosen_statuses)
    )
    if not any(o.value is not None for o in values):
        st.warning(words("rollout_none_left"))
        return _Shown(indicator)
    return _Shown(replace(indicator, values=values))


def _keys() -> dict[str, str]:
    """The indicators that have a figure of every province, and their titles."""
    covered = set(scenarios.covered())
    return {
        i.id: i.title[language()]
        for i in load_catalogue()
        if i.boundaries == "provinces"
        and len(i.periods) == 1
        and i.kind != "category"
        and covered <= {o.adcode for o in i.values if o.value is not None}
    }


def _own() -> Indicator | None:
    """The figures of the user's own table by province, where there is one."""
    joined = st.session_state.get(DONE)
    if joined is None or joined.indicator is None:
        return None
    own: Indicator = joined.indicator
    return own if own.kind != "category" and own.boundaries == "provinces" else None


def _choose_key() -> Scenario:
    """The key, a second one to blend it with, and what is done with places it has no figure of."""
    keys, own = _keys(), _own()
    first_of_all = {scenarios.POPULATION: keys[scenarios.POPULATION]}
    firsts = first_of_all | keys | ({OWN: own.title[language()]} if own else {})
    left, middle, right = st.columns(3)
    with left:
        by = select(words("rollout_key"), list(firsts), "by", firsts.__getitem__)
    others = {"": words("rollout_blend_none")} | {k: t for k, t in keys.items() if k != by}
    with middle:
        other = select(words("rollout_blend"), list(others), "blend", others.__getitem__)
    weight, missing = 0.0, MISSING[0]
    with right:
        if other:
            weight = st.slider(
                words("rollout_weight"), 0.0, 1.0, 0.4, 0.05, key="weight", persist_state="session"
            )
        elif by == OWN:
            names = {choice: words(f"rollout_{choice}") for choice in MISSING}
            missing = select(words("rollout_missing"), MISSING, "missing", names.__getitem__) or ""
    return Scenario(
        _TESTED, by=by or scenarios.POPULATION, blend=other or "", weight=weight, missing=missing
    )


def _working(chosen: Scenario) -> Scenario:
    """The scenario where its key works; else why it does not, and the population's."""
    try:
        scenarios.key_of(chosen, _own())
    except GeoError as error:
        st.error(str(error))
        return Scenario(chosen.total)
    return chosen


def _estimated() -> _Shown:
    chosen = _working(_choose_key())
    names: dict[str, str] = {
        o.status: f"{words(f'timeline_{o.status}')} · {format_number(o.value or 0)}"
        for o in read_timeline().values
        if o.status in SERIES
    }
    series = segments(words("rollout_series"), SERIES, "series", names.__getitem__)
    return _Shown(_estimates(series, scenarios.key_of(chosen, _own())), tested=chosen)


def _estimates(series: str, key: Key) -> Indicator:
    national = choose(read_timeline().values, series=series)
    return estimate(load_indicator(_ESTIMATED), national, key=key)


def _scenario() -> _Shown:
    chosen = _working(_choose_key())
    first, second, third, fourth = st.columns(4)
    with first:
        total = st.number_input(
            words("rollout_total"), value=650_000, step=1000, key="total", persist_state="session"
        )
    with second:
        date = st.text_input(words("rollout_date"), "2020-12", key="date", persist_state="session")
    with third:
        cost = st.number_input(
            words("rollout_unit_cost"), value=scenarios.UNIT_COST, step=1000, key="cost",
            persist_state="session",
        )  # fmt: skip
    periods = {"": words("rollout_controls_none")} | {
        p: format_period(p, language()) for p in load_indicator(REGIONAL).periods
    }
    with fourth:
        known = select(words("rollout_controls"), list(periods), "controls", periods.__getitem__)
    scenario = replace(chosen, total=total, date=date.strip(), controls=known or "", unit_cost=cost)
    try:
        plan = scenarios.make_plan(scenario, own=_own())
    except GeoError as error:
        st.error(str(error))
        plan = scenarios.make_plan(Scenario(650_000))
    kept: scenarios.Plan | None = st.session_state.get(_KEPT)
    measures = [*MEASURES, *(["difference"] if kept else [])]
    names = {m: words(f"rollout_{m}") for m in measures}
    measure = segments(words("rollout_measure"), measures, "measure", names.__getitem__)
    _files(plan, kept)
    if measure == "difference" and kept:
        one, two = (
            replace(scenarios.to_indicator(p, "stations"), id=f"scenario-{i}")
            for i, p in enumerate((plan, kept))
        )
        return _Shown(difference(one, two), plan, chosen)
    return _Shown(scenarios.to_indicator(plan, measure), plan, chosen)


def _files(plan: scenarios.Plan, kept: scenarios.Plan | None) -> None:
    """Keep a scenario for comparison, save it, open one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(words("rollout_keep"), on_click=_keep, args=(plan,), key="keep")
        st.download_button(
            words("rollout_save"), scenarios.to_json(plan.scenario), "5g.scenario.json",
            "application/json", on_click="ignore", key="save scenario",
        )  # fmt: skip
        with st.popover(words("rollout_open")):
            st.file_uploader(words("rollout_open"), ["json"], key=_OPENED, on_change=_open)
            if st.session_state.get("rollout problem"):
                st.error(st.session_state["rollout problem"])
        if kept:
            asked = kept.scenario
            date = format_period(asked.date, language())
            st.caption(words("rollout_kept", total=format_number(asked.total), date=date))


def _keep(plan: scenarios.Plan) -> None:
    st.session_state[_KEPT] = plan


def _open() -> None:
    """Take over a saved scenario; where it is none, say so and keep what there is."""
    file = st.session_state.get(_OPENED)
    st.session_state["rollout problem"] = None
    if file is None:
        return
    try:
        found = scenarios.from_json(file.getvalue())
        scenarios.make_plan(found)
    except GeoError as error:
        st.session_state["rollout problem"] = str(error)
        return
    taken = {
        "total": int(found.total), "date": found.date, "by": found.by, "blend": found.blend,
        "weight": found.weight, "controls": found.controls, "cost": int(found.unit_cost),
    }  # fmt: skip
    for name, value in taken.items():
        st.session_state[name] = value


def _say_sums(plan: scenarios.Plan) -> None:
    paper = scenarios.statements()
    billion = 1e9
    st.markdown(
        words(
            "rollout_sums",
            total=format_number(plan.allocation.total),
            cost=format_number(plan.scenario.unit_cost),
            sum=format_number(plan.cost / billion, 3),
            third=format_number(plan.cost / float(paper["5g_cost_vs_4g"]) / billion, 3),
        )
    )
    st.caption(
        words(
            "rollout_paper",
            amount=paper["5g_procurement_amount"],
            stations=format_number(float(paper["5g_procurement_stations"])),
            cost=format_number(float(paper["5g_station_cost"])),
            ict=paper["multiplier_ict"],
            rail=paper["multiplier_rail"],
        )
    )


def _tested(scenario: Scenario) -> tuple[scenarios.Plan, BackTest]:
    plan = scenarios.make_plan(scenario, own=_own())
    return plan, scenarios.compare(plan)


def _back_test(chosen: Scenario) -> None:
    """How near each key comes to what provinces announced, and the chosen one province by
    province."""
    tried = {Scenario(_TESTED, by=key) for key in _keys()} | {chosen}
    lang = language()
    results = {s: _tested(s) for s in tried}
    ordered = sorted(results.items(), key=lambda item: item[1][1].median_error)
    _, tested = results[chosen]
    st.subheader(words("rollout_test"), anchor=False)
    st.caption(
        words("rollout_test_note", total=format_number(_TESTED), count=len(tested.comparisons))
    )
    left, right = st.columns([1, 1.3], gap="medium")
    with left:
        st.dataframe(
            [
                {
                    words("rollout_col_key"): plan.allocation.key.title[lang],
                    words("rollout_col_rank"): f"{found.rank_correlation:.2f}",
                    words("rollout_col_error"): f"{found.median_error:.1f}",
                }
                for _, (plan, found) in ordered
            ],
            hide_index=True,
        )
    names = scenarios.covered()
    with right:
        st.dataframe(
            [
                {
                    words("col_name"): names[c.adcode][lang],
                    words("rollout_col_estimate"): c.estimate,
                    words("rollout_col_announced"): int(c.announced),
                    words("rollout_col_difference"): int(c.difference),
                    words("rollout_col_percent"): round(c.percent, 1),
                    words("col_date"): format_period(c.date, lang),
                }
                for c in tested.comparisons
            ],
            hide_index=True,
            height=300,
            column_config={
                words(f"rollout_col_{column}"): st.column_config.NumberColumn(format="localized")
                for column in ("estimate", "announced", "difference")
            },
        )


_WAY: dict[str, Callable[[], _Shown]] = {
    "region": _region,
    "percent": _percent,
    "announced": _announced,
    "estimated": _estimated,
    "scenario": _scenario,
}


def _read_address() -> None:
    keys: Sequence[str] = list(_keys())
    address.read(
        {
            "way": address.one_of(list(_WAYS)),
            "period": str,
            "place": str,
            "by": address.one_of(list(keys)),
            "blend": address.one_of(list(keys)),
            "weight": _fraction,
            "series": address.one_of(list(SERIES)),
            "total": address.number(1, 10**9),
            "date": str,
            "cost": address.number(0, 10**9),
            "controls": address.one_of(list(load_indicator(REGIONAL).periods)),
            "measure": address.one_of(list(MEASURES)),
        }
    )


def _fraction(text: str) -> float | None:
    try:
        return value if 0 <= (value := float(text)) <= 1 else None
    except ValueError:
        return None


def _write_address(way: str, period: str | None) -> None:
    said = st.session_state
    key = ("by", "blend", "weight") if said.get("blend") else ("by",)
    of_way = {
        "estimated": (*key, "series"),
        "scenario": (*key, "total", "date", "cost", "controls", "measure"),
    }.get(way, ())
    address.write(
        {
            "lang": language(),
            "way": way,
            "period": period,
            "place": said.get("place"),
            **{name: said.get(name) or None for name in of_way},
        }
    )
