"""Writes ``docs/back-test.md``: python -m tests.back_test_page. A test compares it."""

from __future__ import annotations

from pathlib import Path

from geo.indicators.scenario import Scenario, compare_plan, covered_places, make_plan
from geo.model.numbers import format_period

PAGE = Path(__file__).parents[1] / "docs" / "back-test.md"
TOTAL = 718_000
KEYS = (
    Scenario(TOTAL),
    Scenario(TOTAL, by="gdp-2020"),
    Scenario(TOTAL, blend="gdp-2020", weight=0.4),
    Scenario(TOTAL, by="area"),
)

_HEAD = """# How good is an estimate?

```
python -m geo allocate --total 718000 --by population-2020 -o estimate.csv
```

A national figure that is shared out over the provinces says what it *would mean* for each of them,
and nothing about what stands there. Here the first announced total for the end of 2020, 718,000
base stations, is shared out by several keys, and the result is put beside what 22 provinces
announced for late 2020.

Read it with care: the announced figures have different dates and counting bases (physical sites,
logical stations, outdoor stations only; two are derived, some are lower bounds), so part of every
difference is not the estimate's. Nine provinces announced nothing that was found.

| key | rank correlation (Spearman) | median absolute error |
|---|---:|---:|
"""


def content() -> str:
    """The page as the program computes it."""
    plans = [make_plan(scenario) for scenario in KEYS]
    tests = [compare_plan(plan) for plan in plans]
    lines = [
        f"| {plan.allocation.key.title.en} | {test.rank_correlation:.2f} | "
        f"{test.median_error:.1f} % |"
        for plan, test in zip(plans, tests, strict=True)
    ]
    names = covered_places()
    rows = [
        f"| {names[c.adcode].en} | {c.estimate:,} | {c.announced:,.0f} | {c.difference:+,.0f} | "
        f"{c.percent:+.1f} % | {format_period(c.date, 'en')} |"
        for c in tests[0].comparisons
    ]
    head = "| province | estimate | announced | difference | percent | date |"
    return "\n".join(
        [_HEAD.rstrip("\n"), *lines, "", "## By population, province by province", "", head,
         "|---|---:|---:|---:|---:|---|", *rows, ""]
    )  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(content(), "utf-8")
