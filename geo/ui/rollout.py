"""The page *5G rollout*: the national timeline, and three honest ways to see it on the map, which
are never mixed: what was reported by region, what provinces announced, what a national figure
would mean for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

import streamlit as st

from geo.indicators import (
    ANNOUNCED,
    MEASURES,
    OWN,
    REGIONAL,
    SERIES,
    UNIT_COST,
    AllocationKey,
    Scenario,
    ScenarioPlan,
    all_controls,
    choose_series,
    difference,
    estimate_series,
    key_of,
    load_indicator,
    make_plan,
    paper_statements,
    plan_indicator,
    read_denominators,
    read_timeline,
    scenario_from_json,
    scenario_to_json,
)
from geo.maps import MapRequest, draw_indicator, periods_shown
from geo.model import (
    Choropleth,
    GeoError,
    Indicator,
    format_number,
    format_period,
    parse_json,
    to_json,
    word,
)
from geo.ui import address, atlas, controls, keeping, look
from geo.ui.below import below
from geo.ui.own_work import SCENARIO
from geo.ui.rollout_key import choose_key, keys_of_all, own_key, show_back_test, working
from geo.ui.timeline import show_timeline
from geo.ui.widgets import language, segments, select, select_many, show_error, words

_PAGE = "rollout"
_WAYS = ("region", "percent", "announced", "estimated", "scenario")
_PERCENT = "5g-percent-of-mobile-stations-region"
_ESTIMATED = "5g-stations-estimated"
_KEPT, _OPENED, _PROBLEM = "rollout kept", "rollout opened", "rollout problem"


@dataclass(frozen=True)
class _Shown:
    """What one way comes to: the indicator, the plan where there is one, the key to be tested
    against what was announced, how the catalogue is asked for the same map, where it has it, and
    what a count can be related to."""

    indicator: Indicator
    plan: ScenarioPlan | None = None
    tested: Scenario | None = None
    request: MapRequest | None = None
    per: Mapping[str, str] = field(default_factory=dict)


def show() -> None:
    """Draw the page."""
    said = _read_address()
    _take_kept()
    names = {way: words(f"rollout_{way}") for way in _WAYS}
    way = segments(words("rollout_way"), _WAYS, "way", names.__getitem__)
    if way != "percent":
        st.caption(words(f"rollout_{way}_note"))
    shown = _WAY[way]()
    indicator = shown.indicator
    chosen = controls.settled(look.look_of(_PAGE), indicator)
    controls.tell_nonsense(said, indicator)
    asked = shown.request or MapRequest(indicator.id)
    request = replace(
        controls.request_of(chosen, indicator), indicator=asked.indicator, per=asked.per
    )
    written = _write_address(way, chosen)
    draw = partial(_drawn, indicator)
    with st.container():
        choropleth = controls.drawn(draw, request, indicator)
    offer = atlas.Offer(per=shown.per, classes=words("classes_all"))
    atlas.show(
        _PAGE, chosen, choropleth, request, draw, indicator=indicator, offer=offer, address=written
    )
    if shown.plan is not None:
        _say_sums(shown.plan)
    if shown.tested is not None:
        show_back_test(shown.tested)
    below(
        choropleth,
        request,
        draw,
        page=_PAGE,
        # A batch file draws the catalogue's maps again, and knows no key and no filter.
        work=None if shown.request else (lambda: _work(shown.plan)),
        periods=periods_shown(request, indicator),
    )
    show_timeline()
    if shown.plan is not None:
        keeping.keep(SCENARIO, parse_json(scenario_to_json(shown.plan.scenario)))
    keeping.show()


@lru_cache(maxsize=200)
def _drawn(indicator: Indicator, request: MapRequest) -> Choropleth:
    return draw_indicator(indicator, request)


def _work(plan: ScenarioPlan | None) -> dict[str, bytes]:
    return {".scenario.json": scenario_to_json(plan.scenario)} if plan else {}


def _region() -> _Shown:
    titles = {"": words("per_none")} | {
        d.id: d.title[language()] for d in read_denominators().values() if d.id != "gdp"
    }
    per = look.look_of(_PAGE).per
    per = per if per in titles else None
    request = MapRequest(REGIONAL, per=per)
    return _Shown(load_indicator(REGIONAL, per), request=request, per=titles)


def _percent() -> _Shown:
    return _Shown(load_indicator(_PERCENT), request=MapRequest(_PERCENT))


def _announced() -> _Shown:
    """Each figure with its own date and status, narrowed to those wanted."""
    indicator = load_indicator(ANNOUNCED)
    lang = language()
    dates = sorted({o.date or o.period for o in indicator.values})
    statuses = sorted({o.status for o in indicator.values if o.value is not None})
    left, right = st.columns(2)
    with left:
        chosen_dates = select_many(
            words("rollout_dates"), dates, "rollout dates", lambda d: format_period(d, lang)
        )
    with right:
        chosen_statuses = select_many(
            words("rollout_statuses"), statuses, "rollout statuses", lambda s: word(s, lang)
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


def _estimated() -> _Shown:
    chosen = working(choose_key())
    names: dict[str, str] = {
        o.status: f"{words(f'timeline_{o.status}')} · {format_number(o.value or 0)}"
        for o in read_timeline().values
        if o.status in SERIES
    }
    series = segments(words("rollout_series"), SERIES, "series", names.__getitem__)
    controlled = st.toggle(words("rollout_controlled"), key="controlled", persist_state="session")
    key = key_of(chosen, own_key())
    try:
        estimates = _estimates(series, key, controlled=controlled)
    except GeoError as error:
        show_error(error)
        estimates = _estimates(series, key, controlled=False)
    return _Shown(estimates, tested=chosen)


def _estimates(series: str, key: AllocationKey, *, controlled: bool) -> Indicator:
    national = choose_series(read_timeline().values, series=series)
    controls = all_controls() if controlled else None
    return estimate_series(load_indicator(_ESTIMATED), national, key=key, controls=controls)


def _scenario() -> _Shown:
    chosen = working(choose_key())
    first, second, third, fourth = st.columns(4)
    with first:
        total = _number("rollout_total", "total", 650_000, low=10_000, high=5_000_000)
    with second:
        date = st.text_input(words("rollout_date"), "2020-12", key="date", persist_state="session")
    with third:
        cost = _number("rollout_unit_cost", "cost", UNIT_COST, low=0, high=500_000)
    periods = {"": words("rollout_controls_none")} | {
        p: format_period(p, language()) for p in load_indicator(REGIONAL).periods
    }
    with fourth:
        known = select(words("rollout_controls"), list(periods), "controls", periods.__getitem__)
    scenario = replace(chosen, total=total, date=date.strip(), controls=known or "", unit_cost=cost)
    try:
        plan = make_plan(scenario, own=own_key())
    except GeoError as error:
        show_error(error)
        plan = make_plan(Scenario(650_000))
    kept: ScenarioPlan | None = st.session_state.get(_KEPT)
    measures = [*MEASURES, *(["difference"] if kept else [])]
    names = {m: words(f"rollout_{m}") for m in measures}
    measure = segments(words("rollout_measure"), measures, "measure", names.__getitem__)
    _files(plan, kept)
    if measure == "difference" and kept:
        one, two = (
            replace(plan_indicator(p, "stations"), id=f"scenario-{i}")
            for i, p in enumerate((plan, kept))
        )
        # Both plans are of the date that the user gave them.
        made = difference(one, two, other_period=two.periods[-1])
        return _Shown(made, plan, chosen)
    return _Shown(plan_indicator(plan, measure), plan, chosen)


def _number(label: str, name: str, default: int, *, low: int, high: int) -> int:
    """A whole number to write, to the station, or to slide in steps of a thousand."""
    st.session_state.setdefault(name, default)
    slider = f"{name} slider"
    st.number_input(words(label), step=1000, key=name, value=None, persist_state="session")
    if st.session_state[name] is None:  # the field was emptied
        st.session_state[name] = default
    st.session_state[slider] = min(max(st.session_state[name], low), high)
    st.slider(
        words(label), low, high, step=1000, key=slider, on_change=_slide, args=(name, slider),
        label_visibility="collapsed",
    )  # fmt: skip
    chosen: int = st.session_state[name]
    return chosen


def _slide(name: str, slider: str) -> None:
    st.session_state[name] = st.session_state[slider]


def _files(plan: ScenarioPlan, kept: ScenarioPlan | None) -> None:
    """Keep a scenario for comparison, save it, open one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(words("rollout_keep"), on_click=_keep, args=(plan,), key="keep")
        st.download_button(
            words("rollout_save"), scenario_to_json(plan.scenario), "5g.scenario.json",
            "application/json", on_click="ignore", key="save scenario",
        )  # fmt: skip
        with st.popover(words("rollout_open")):
            st.file_uploader(words("rollout_open"), ["json"], key=_OPENED, on_change=_open)
            if st.session_state.get(_PROBLEM) is not None:
                show_error(st.session_state[_PROBLEM])
        if kept:
            asked = kept.scenario
            date = format_period(asked.date, language())
            st.caption(words("rollout_kept", total=format_number(asked.total), date=date))


def _keep(plan: ScenarioPlan) -> None:
    st.session_state[_KEPT] = plan


def _open() -> None:
    """Take over a saved scenario; where it is none, say so and keep what there is."""
    file = st.session_state.get(_OPENED)
    st.session_state[_PROBLEM] = None
    if file is None:
        return
    try:
        found = scenario_from_json(file.getvalue())
        make_plan(found)
    except GeoError as error:
        st.session_state[_PROBLEM] = error
        return
    _take(found)


def _take(found: Scenario) -> None:
    taken = {
        "total": int(found.total), "date": found.date, "by": found.by, "blend": found.blend,
        "weight": found.weight, "controls": found.controls, "cost": int(found.unit_cost),
    }  # fmt: skip
    for name, value in taken.items():
        st.session_state[name] = value


def _take_kept() -> None:
    """Take up the scenario of the last visit, unless the address has one."""
    content = keeping.kept(SCENARIO)
    if content is None or "total" in st.query_params:
        return
    try:
        found = scenario_from_json(to_json(content))
        make_plan(found, own=own_key())
    except GeoError:  # its table is gone, or somebody wrote it by hand
        return
    _take(found)


def _say_sums(plan: ScenarioPlan) -> None:
    paper = paper_statements()
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


_WAY: dict[str, Callable[[], _Shown]] = {
    "region": _region,
    "percent": _percent,
    "announced": _announced,
    "estimated": _estimated,
    "scenario": _scenario,
}


def _read_address() -> look.Look | None:
    keys = list(keys_of_all())
    firsts, kept = [*keys, OWN] if own_key() else keys, st.session_state
    said = look.take_address(_PAGE, {"per": address.one_of(list(read_denominators()))})
    address.take(
        {
            "way": address.one_of(list(_WAYS)),
            "by": address.one_of(firsts),
            "blend": address.one_of(keys),
            "weight": address.Reader(_fraction, "0–1"),
            "series": address.one_of(list(SERIES)),
            "total": address.number(1, 10**9),
            "date": address.anything(),
            "cost": address.number(0, 10**9),
            "controls": address.one_of(list(load_indicator(REGIONAL).periods)),
            "measure": address.one_of([*MEASURES, *(["difference"] if _KEPT in kept else [])]),
        }
    )
    return said


def _fraction(text: str) -> float | None:
    try:
        return value if 0 <= (value := float(text)) <= 1 else None
    except ValueError:
        return None


def _write_address(way: str, chosen: look.Look) -> str:
    said = st.session_state
    key = ("by", "blend", "weight") if said.get("blend") else ("by",)
    of_way = {
        "estimated": (*key, "series"),
        "scenario": (*key, "total", "date", "cost", "controls", "measure"),
    }.get(way, ())
    return address.write(
        {"lang": language(), "way": way}
        | look.to_address(chosen)
        | {name: said.get(name) or None for name in of_way}
    )
