"""The series by year and region: sums that the source states, quotients worked out by hand.

The arithmetic stands in the source's own units, which the shipped figures are not all in.
"""

from __future__ import annotations

from functools import cache

import pytest

from geo.indicators.derive import load_indicator
from geo.indicators.timeline import read_timeline
from geo.model.values import Observation
from geo.places.boundaries import load_boundaries
from tests.gathered import gathered

BEIJING, SHANGHAI, GUANGDONG, TIBET = "110000", "310000", "440000", "540000"
ANHUI, HAINAN, SHANXI = "340000", "460000", "140000"
TAIWAN, HONG_KONG, MACAU = "710000", "810000", "820000"

#: So many of the base unit make one of the source's: 10,000 (万) where it prints those.
WAN, ONE = 10_000, 1


@cache
def observed(identifier: str, per: str | None = None) -> dict[tuple[str, str], Observation]:
    return {(o.adcode, o.period): o for o in load_indicator(identifier, per).values}


SUMS = [
    ("population", WAN, {"2010": 133385, "2020": 141013, "2024": 140628}),
    ("population-urban", WAN, {"2016": 81698, "2020": 90024, "2024": 94150}),
    ("gdp", ONE, {"2016": 764462.7, "2020": 1031101.6, "2024": 1340312.8}),
    ("gdp-before-revision", ONE, {"2010": 414670.5, "2020": 1009937.5, "2023": 1250931.8}),
    ("rd-expenditure", ONE, {"2011": 8687.1, "2020": 24393.2, "2023": 33356.8}),
    ("broadband-ports", WAN, {"2016": 71276.6, "2020": 94604.9, "2024": 120201.8}),
    ("broadband-subscribers", WAN, {"2016": 29720.6, "2023": 63630.8, "2024": 66982.8}),
    ("optical-cable", ONE, {"2016": 30420757.05, "2022": 59580032, "2024": 72880293.52}),
    ("mobile-internet-users", WAN, {"2016": 109394.87, "2020": 134851.93, "2024": 157015}),
    ("mobile-internet-traffic", WAN, {"2016": 937761.01, "2020": 16556817.24, "2024": 33758645.38}),
    ("domain-names", WAN, {"2016": 3756.54, "2020": 4106.45, "2024": 3258.84}),
    ("internet-users-2016", WAN, {"2016": 73126}),
    ("electricity-consumption", ONE, {"2016": 56543.7, "2020": 71077, "2024": 92917.43}),
    ("electricity-generation", ONE, {"2016": 61424.84, "2020": 77790.57, "2024": 100868.83}),
    ("railways", WAN, {"2010": 9.11, "2020": 14.64, "2023": 15.88}),
    ("expressways", WAN, {"2010": 7.45, "2020": 16.09, "2023": 18.35}),
    ("ecommerce-sales", ONE, {"2016": 107321.8, "2020": 189334.5, "2024": 386543.8}),
    ("charging-points", ONE, {"2017-03": 128408, "2018-07": 213998}),
    ("5g-stations-region", ONE, {"2023-02": 2384000, "2023-09": 3189000, "2024-06": 3916000}),
    ("5g-subscribers-region", WAN, {"2022-04": 41255, "2023-02": 59201, "2023-09": 73526}),
    ("hong-kong-macau-population", ONE,
     {"2010": 7024200 + 537000, "2020": 7481000 + 685400, "2024": 7524100 + 687000}),
]  # fmt: skip


@gathered(("identifier", "unit", "sums"), SUMS, ids=[case[0] for case in SUMS])
def test_the_places_add_up_to_the_sums_of_the_source(
    identifier: str, unit: int, sums: dict[str, float]
) -> None:
    indicator = load_indicator(identifier)
    for period, total in sums.items():
        assert sum(indicator.numbers(period)) / unit == pytest.approx(total, abs=0.5, rel=1e-9)


@pytest.mark.parametrize(
    ("year", "national"), [("2011", 8687.0), ("2018", 19677.9), ("2023", 33357.1)]
)
def test_research_adds_up_to_the_national_figure(year: str, national: float) -> None:
    assert sum(load_indicator("rd-expenditure").numbers(year)) == pytest.approx(national, abs=0.5)


def test_stated_areas_add_up_to_the_national_survey() -> None:
    """95,069.3 times 10,000 hectares, of the 31 provinces."""
    mainland = load_boundaries("regions").part_of
    areas = {a: o.value for (a, _), o in observed("area-stated").items()}
    assert sum(areas[a] or 0 for a in mainland) == pytest.approx(95069.3 * 100)
    assert len(areas) == 34
    assert (areas[TAIWAN], areas[HONG_KONG], areas[MACAU]) == (36000, 1114.57, 29.9)


QUOTIENTS: list[tuple[str, str | None, str, str, float]] = [
    ("population", "area", BEIJING, "2005", 1538e4 / 16410 * 1e4),
    ("population", "area", TIBET, "2020", 366e4 / 1202070 * 1e4),
    ("population", "area", HAINAN, "2020", 1012e4 / 35350 * 1e4),
    ("population-urban", "population", BEIJING, "2024", 1926 / 2183 * 1e6),
    ("population-urban", "area", TIBET, "2020", 131e4 / 1202070 * 1e4),
    ("population-urban", "population", GUANGDONG, "2016", 8353 / 11908 * 1e6),
    ("gdp", "population", BEIJING, "2020", 38503.6 / 2189e4 * 1e6),
    ("gdp", "area", SHANGHAI, "2024", 53926.7 / 8240 * 1e4),
    ("gdp", "population", GUANGDONG, "2012", 58057.6 / 11041e4 * 1e6),
    ("gdp-before-revision", "population", BEIJING, "2018", 33106 / 2192e4 * 1e6),
    ("gdp-before-revision", "population", TIBET, "2023", 2392.7 / 365e4 * 1e6),
    ("gdp-before-revision", "area", ANHUI, "2005", 5675.9 / 140130 * 1e4),
    ("rd-expenditure", "population", BEIJING, "2023", 2947.1 / 2186e4 * 1e6),
    ("rd-expenditure", "area", TIBET, "2020", 4.4 / 1202070 * 1e4),
    ("rd-expenditure", "population", GUANGDONG, "2011", 1045.5 / 10756e4 * 1e6),
    ("broadband-ports", "population", BEIJING, "2024", 2173.6 / 2183 * 1e6),
    ("broadband-ports", "area", TIBET, "2020", 219.0e4 / 1202070 * 1e4),
    ("broadband-ports", "population", GUANGDONG, "2016", 6515.6 / 11908 * 1e6),
    ("broadband-subscribers", "population", BEIJING, "2024", 992.1 / 2183 * 1e6),
    ("broadband-subscribers", "area", TIBET, "2020", 96.3e4 / 1202070 * 1e4),
    ("broadband-subscribers", "population", GUANGDONG, "2016", 2779.4 / 11908 * 1e6),
    ("optical-cable", "population", BEIJING, "2024", 593995.11 / 2183e4 * 1e6),
    ("optical-cable", "area", TIBET, "2020", 247669.00 / 1202070 * 1e4),
    ("optical-cable", "population", GUANGDONG, "2016", 2101665.08 / 11908e4 * 1e6),
    ("mobile-internet-users", "population", BEIJING, "2024", 3406.10 / 2183 * 1e6),
    ("mobile-internet-users", "area", TIBET, "2020", 279.11e4 / 1202070 * 1e4),
    ("mobile-internet-users", "population", GUANGDONG, "2016", 11518.43 / 11908 * 1e6),
    ("mobile-internet-traffic", "population", BEIJING, "2024", 771121.67 / 2183 * 1e6),
    ("mobile-internet-traffic", "area", TIBET, "2020", 56444.15e4 / 1202070 * 1e4),
    ("mobile-internet-traffic", "population", GUANGDONG, "2016", 126199.37 / 11908 * 1e6),
    ("domain-names", "population", BEIJING, "2024", 562.81 / 2183 * 1e6),
    ("domain-names", "area", TIBET, "2020", 1.62e4 / 1202070 * 1e4),
    ("domain-names", "population", GUANGDONG, "2016", 556.57 / 11908 * 1e6),
    ("internet-users-2016", "population", BEIJING, "2016", 1690 / 2195 * 1e6),
    ("internet-users-2016", "population", TIBET, "2016", 149 / 340 * 1e6),
    ("internet-users-2016", "population", GUANGDONG, "2016", 8024 / 11908 * 1e6),
    ("electricity-consumption", "population", BEIJING, "2024", 1389.41 / 2183e4 * 1e6),
    ("electricity-consumption", "area", TIBET, "2020", 82.00 / 1202070 * 1e4),
    ("electricity-consumption", "population", GUANGDONG, "2016", 5610.13 / 11908e4 * 1e6),
    ("electricity-generation", "population", BEIJING, "2024", 455.64 / 2183e4 * 1e6),
    ("electricity-generation", "area", TIBET, "2020", 88.90 / 1202070 * 1e4),
    ("electricity-generation", "population", GUANGDONG, "2016", 4263.66 / 11908e4 * 1e6),
    ("railways", "population", BEIJING, "2023", 0.15 / 2186 * 1e6),
    ("railways", "area", TIBET, "2020", 0.08e4 / 1202070 * 1e4),
    ("railways", "population", GUANGDONG, "2006", 0.22 / 9442 * 1e6),
    ("expressways", "population", BEIJING, "2023", 0.12 / 2186 * 1e6),
    ("expressways", "area", TIBET, "2020", 0.01e4 / 1202070 * 1e4),
    ("expressways", "population", GUANGDONG, "2006", 0.33 / 9442 * 1e6),
    ("ecommerce-sales", "population", BEIJING, "2024", 46980.2 / 2183e4 * 1e6),
    ("ecommerce-sales", "area", TIBET, "2020", 75.2 / 1202070 * 1e4),
    ("ecommerce-sales", "population", GUANGDONG, "2016", 17595.1 / 11908e4 * 1e6),
    ("charging-points", "population", BEIJING, "2017-03", 23375 / 2194e4 * 1e6),
    ("charging-points", "population", GUANGDONG, "2018-07", 33937 / 12348e4 * 1e6),
    ("charging-points", "area", SHANGHAI, "2018-07", 35007 / 8240 * 1e4),
    # The regions: ten, six and three provinces, 2023 and, for 2022, that year.
    ("5g-subscribers-region", "population", "east", "2023-09", 32310 / 56638 * 1e6),
    ("5g-subscribers-region", "population", "central", "2022-04", 9545 / 36456 * 1e6),
    ("5g-subscribers-region", "population", "northeast", "2023-02", 3768 / 9583 * 1e6),
    ("5g-stations-region", "population", "west", "2023-09", 795000 / 38223e4 * 1e6),
    # By label alone.
    ("population-density", None, BEIJING, "2024", 2183e4 / 16410),
    ("population-density", None, GUANGDONG, "2005", 9194e4 / 179810),
    ("population-density", None, HAINAN, "2020", 1012e4 / 35350),
    ("urban-share", None, BEIJING, "2024", 1926 / 2183 * 100),
    ("urban-share", None, TIBET, "2020", 131 / 366 * 100),
    ("urban-share", None, GUANGDONG, "2016", 8353 / 11908 * 100),
    ("broadband-per-100-people", None, BEIJING, "2024", 992.1 / 2183 * 100),
    ("broadband-per-100-people", None, TIBET, "2020", 96.3 / 366 * 100),
    ("broadband-per-100-people", None, GUANGDONG, "2016", 2779.4 / 11908 * 100),
    ("mobile-internet-per-100-people", None, BEIJING, "2024", 3406.10 / 2183 * 100),
    ("mobile-internet-per-100-people", None, TIBET, "2020", 279.11 / 366 * 100),
    ("mobile-internet-per-100-people", None, GUANGDONG, "2016", 11518.43 / 11908 * 100),
    ("cable-per-100-km2", None, BEIJING, "2024", 593995.11 / 16410 * 100),
    ("cable-per-100-km2", None, TIBET, "2020", 247669.00 / 1202070 * 100),
    ("cable-per-100-km2", None, GUANGDONG, "2016", 2101665.08 / 179810 * 100),
    ("rd-per-person", None, BEIJING, "2023", 2947.1 / 2186e4 * 1e8),
    ("rd-per-person", None, TIBET, "2020", 4.4 / 366e4 * 1e8),
    ("rd-per-person", None, GUANGDONG, "2011", 1045.5 / 10756e4 * 1e8),
    ("electricity-per-person", None, BEIJING, "2024", 1389.41 / 2183e4 * 1e8),
    ("electricity-per-person", None, TIBET, "2020", 82.00 / 366e4 * 1e8),
    ("electricity-per-person", None, GUANGDONG, "2016", 5610.13 / 11908e4 * 1e8),
    ("electricity-per-gdp", None, BEIJING, "2024", 1389.41 / 49843.1 * 1e4),
    ("electricity-per-gdp", None, TIBET, "2020", 82.00 / 1956.5 * 1e4),
    ("electricity-per-gdp", None, GUANGDONG, "2016", 5610.13 / 83493.4 * 1e4),
    ("railways-per-10000-km2", None, BEIJING, "2023", 0.15e4 / 16410 * 1e4),
    ("railways-per-10000-km2", None, TIBET, "2020", 0.08e4 / 1202070 * 1e4),
    ("railways-per-10000-km2", None, GUANGDONG, "2006", 0.22e4 / 179810 * 1e4),
    ("expressways-per-10000-km2", None, BEIJING, "2023", 0.12e4 / 16410 * 1e4),
    ("expressways-per-10000-km2", None, TIBET, "2020", 0.01e4 / 1202070 * 1e4),
    ("expressways-per-10000-km2", None, GUANGDONG, "2006", 0.33e4 / 179810 * 1e4),
    ("traffic-per-user", None, BEIJING, "2024", 771121.67 / 3406.10),
    ("traffic-per-user", None, TIBET, "2020", 56444.15 / 279.11),
    ("traffic-per-user", None, GUANGDONG, "2016", 126199.37 / 11518.43),
    ("ecommerce-per-person", None, BEIJING, "2024", 46980.2 / 2183e4 * 1e8),
    ("ecommerce-per-person", None, TIBET, "2020", 75.2 / 366e4 * 1e8),
    ("ecommerce-per-person", None, GUANGDONG, "2016", 17595.1 / 11908e4 * 1e8),
    ("domains-per-1000-people", None, BEIJING, "2024", 562.81 / 2183 * 1000),
    ("domains-per-1000-people", None, TIBET, "2020", 1.62 / 366 * 1000),
    ("domains-per-1000-people", None, GUANGDONG, "2016", 556.57 / 11908 * 1000),
]


@gathered(("identifier", "per", "place", "period", "value"), QUOTIENTS)
def test_quotients_are_those_worked_out_by_hand(
    identifier: str, per: str | None, place: str, period: str, value: float
) -> None:
    assert observed(identifier, per)[place, period].value == pytest.approx(value, rel=1e-9)


#: Figures that the source itself divides, or that are not to be divided, as printed.
PRINTED: list[tuple[str, str, str, float]] = [
    ("rd-intensity", BEIJING, "2023", 6.73), ("rd-intensity", TIBET, "2023", 0.30),
    ("rd-intensity", GUANGDONG, "2023", 3.54),
    ("gdp-per-capita", BEIJING, "2020", 175856), ("gdp-per-capita", TIBET, "2017", 40086),
    ("gdp-per-capita", GUANGDONG, "2024", 111146),
    ("ccid-potential-industry", "320000", "2020", 90.60),
    ("ccid-potential-industry", GUANGDONG, "2020", 89.98),
    ("ccid-potential-industry", "450000", "2020", 60.20),
    ("ccid-potential-capacity", GUANGDONG, "2020", 90.74),
    ("ccid-potential-capacity", SHANXI, "2020", 84.40),
    ("ccid-potential-capacity", "500000", "2020", 74.51),
    ("ccid-potential-innovation", BEIJING, "2020", 91.22),
    ("ccid-potential-innovation", GUANGDONG, "2020", 88.37),
    ("ccid-potential-innovation", "530000", "2020", 58.44),
    ("key-projects", ANHUI, "2020", 6878), ("key-projects", HAINAN, "2020", 105),
    ("key-projects", GUANGDONG, "2020", 1230),
    ("key-projects-total-investment", GUANGDONG, "2020", 59000),
    ("key-projects-total-investment", HAINAN, "2020", 3772),
    ("key-projects-total-investment", "410000", "2020", 33000),
    ("key-projects-investment", BEIJING, "2020", 2523),
    ("key-projects-investment", ANHUI, "2020", 13054.6),
    ("key-projects-investment", GUANGDONG, "2020", 7000),
    ("key-projects-completed", "410000", "2020", 10540),
    ("key-projects-completed", "510000", "2020", 8361.8),
    ("key-projects-completed", "610000", "2020", 5513),
    ("5g-percent-of-mobile-stations-region", "east", "2023-09", 29.6),
    ("5g-percent-of-mobile-stations-region", "west", "2023-09", 24.9),
    ("5g-percent-of-mobile-stations-region", "northeast", "2023-09", 27.2),
    ("5g-subscribers-percent-region", "central", "2022-04", 24.9),
    ("5g-subscribers-percent-region", "east", "2023-09", 43.3),
    ("5g-subscribers-percent-region", "west", "2023-02", 34),
    ("hong-kong-macau-gdp", HONG_KONG, "2010", 228638668727.29083),
    ("hong-kong-macau-gdp", HONG_KONG, "2023", 382054574298.52905),
    ("hong-kong-macau-gdp", MACAU, "2020", 25343525935.835773),
]  # fmt: skip


@gathered(("identifier", "place", "period", "value"), PRINTED)
def test_figures_as_printed(identifier: str, place: str, period: str, value: float) -> None:
    assert observed(identifier)[place, period].value == value


@pytest.mark.parametrize(
    ("place", "year", "quotient"),
    [
        (BEIJING, "2020", 38503.6e4 / ((2190 + 2189) / 2)),
        (TIBET, "2017", 1381.0e4 / ((340 + 349) / 2)),
        (GUANGDONG, "2024", 141633.8e4 / ((12706 + 12780) / 2)),
    ],
)
def test_official_gdp_per_person_is_by_mean_population(
    place: str, year: str, quotient: float
) -> None:
    assert observed("gdp-per-capita")[place, year].value == pytest.approx(quotient, rel=0.003)


@pytest.mark.parametrize(
    ("place", "share"),
    [
        (BEIJING, 2947.1 / 43760.7 * 100),
        (TIBET, 7.2 / 2392.7 * 100),
        (GUANGDONG, 4802.6 / 135673.2 * 100),
    ],
)
def test_research_intensity_is_by_the_gdp_known_then(place: str, share: float) -> None:
    assert observed("rd-intensity")[place, "2023"].value == pytest.approx(share, abs=0.01)


def test_beijing_has_three_gdp_of_2020_that_say_which_they_are() -> None:
    three = ("gdp-2020", "gdp-before-revision", "gdp")
    found = [observed(identifier)[BEIJING, "2020"].value for identifier in three]
    assert found == [36102.55, 35943.3, 38503.6]
    vintages = [load_indicator(identifier).vintage for identifier in three]
    assert len({v.en for v in vintages}) == len({v.zh for v in vintages}) == 3
    assert all(v.en and v.zh for v in vintages)


def test_the_national_5g_series_rises_to_the_end_of_2025() -> None:
    later = [o for o in read_timeline().values if o.period > "2023-02"]
    assert [o.value for o in later] == sorted(o.value or 0 for o in later)
    assert (later[-1].period, later[-1].value) == ("2025-12", 4_838_000)
    assert next(o for o in later if o.period == "2024-12").value == 4_549_000 - 298_000
