"""By what a total is shared out on the page *5G rollout*: the key, and how good its estimates are."""

from __future__ import annotations

import streamlit as st

from geo.indicators import (
    MISSING,
    OWN,
    POPULATION,
    BackTest,
    Scenario,
    ScenarioPlan,
    compare_plan,
    covered_places,
    key_of,
    load_catalogue,
    make_plan,
)
from geo.model import GeoError, Indicator, format_number, format_period
from geo.ui.choices import DONE
from geo.ui.widgets import language, plain, select, show_error, words

#: The first announcement of the end of 2020, which is of the time of the announced figures.
TESTED = 718_000


def keys_of_all() -> dict[str, str]:
    """The indicators that have a figure of every province, and their titles."""
    covered = set(covered_places())
    return {
        i.id: i.title[language()]
        for i in load_catalogue()
        if i.boundaries == "provinces"
        and len(i.periods) == 1
        and i.kind != "category"
        and covered <= {o.adcode for o in i.values if o.value is not None}
    }


def own_key() -> Indicator | None:
    """The figures of the user's own table by province, where there is one."""
    joined = st.session_state.get(DONE)
    if joined is None or joined.indicator is None:
        return None
    own: Indicator = joined.indicator
    return own if own.kind != "category" and own.boundaries == "provinces" else None


def choose_key() -> Scenario:
    """The key, a second one to blend it with, and what is done with places it has no figure of."""
    keys, own = keys_of_all(), own_key()
    first_of_all = {POPULATION: keys[POPULATION]}
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
    return Scenario(TESTED, by=by or POPULATION, blend=other or "", weight=weight, missing=missing)


def working(chosen: Scenario) -> Scenario:
    """The scenario where its key works; else why it does not, and the population's."""
    try:
        key_of(chosen, own_key())
    except GeoError as error:
        show_error(error)
        return Scenario(chosen.total)
    return chosen


def _tested(scenario: Scenario) -> tuple[ScenarioPlan, BackTest]:
    plan = make_plan(scenario, own=own_key())
    return plan, compare_plan(plan)


def show_back_test(chosen: Scenario) -> None:
    """How near each key comes to what provinces announced, and the chosen one province by
    province."""
    try:
        _tested(chosen)
    except GeoError as error:
        st.caption(plain(error.told(language())))
        return
    tried = {Scenario(TESTED, by=key) for key in keys_of_all()} | {chosen}
    lang = language()
    results = {s: _tested(s) for s in tried}
    ordered = sorted(results.items(), key=lambda item: (item[1][1].median_error, item[0].by))
    _, tested = results[chosen]
    st.header(words("rollout_test"), anchor=False)
    st.caption(
        words("rollout_test_note", total=format_number(TESTED), count=len(tested.comparisons))
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
    names = covered_places()
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
