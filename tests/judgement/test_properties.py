"""For any evidence nothing is met that an allowed value misses, and nothing is "no data" that is published.

The rows are read here anew, as decimals, by another road than the product's intervals."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from bvte.evidence.load import load
from bvte.judgement.finding import MET, MISSED
from bvte.judgement.targets import judge

from .province import make

CARDS = """
    id,    name_vi,  name_en, unit,     kind,  better, group
    rate,  Tỷ lệ,    Rate,    percent,  rate,  down,   protection
    count, Số vụ,    Events,  children, count, down,   protection
    other, Số khác,  Other,   cases,    count, up,     protection
"""
# What decides is drawn more often than what stands in its way.
PERIODS = [*["2020"] * 6, "2016", "2018", "2020-06", "2020-01..2020-06", "2018-03..2020-12", "2015", "2021"]
# Prints that leave no number, which the check refuses.
EMPTY = {("<", "0"), (">", "100")}
TINY = Decimal("0.000001")
HOLDS = {
    "below": lambda x, limit: x < limit,
    "at_most": lambda x, limit: x <= limit,
    "at_least": lambda x, limit: x >= limit,
    "above": lambda x, limit: x > limit,
}

observation = st.fixed_dictionaries(
    {
        "period": st.sampled_from(PERIODS),
        "statistic": st.sampled_from(["level", "total"]),
        "comparator": st.sampled_from(["=", "=", "<", "<=", ">", ">=", "~"]),
        "value": st.sampled_from(["3", "3.7", "3.8", "3.80", "3.9", "0", "100"]),
        "unit": st.sampled_from([*["own"] * 6, "cases"]),
        "definition": st.sampled_from([*[""] * 5, "new", "part"]),
        "area": st.sampled_from([*["P1"] * 6, "XX"]),
        "source": st.sampled_from(["a", "b"]),
    }
).filter(lambda row: (row["comparator"], row["value"]) not in EMPTY)
target = st.fixed_dictionaries(
    {
        "condition": st.sampled_from(sorted(HOLDS)),
        "value": st.sampled_from(["3.8", "3", "100"]),
        "set_on": st.sampled_from(["", "2018-01-01", "2020-12-01"]),
        "definition": st.sampled_from(["", "", "new"]),
        "scope": st.sampled_from([*[""] * 5, "part"]),
        "stated": st.sampled_from([*["yes"] * 6, "no"]),
        "indicator": st.sampled_from(["rate", "count"]),
    }
).filter(lambda row: (row["condition"], row["value"]) != ("above", "100"))
BREAKS = [None, None, ("2017-06-01", "*"), ("2020-07-01", "rate"), ("2016-01-01", "*")]
FIXTURE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def lines(head, rows):
    return "\n".join([head, *(", ".join(row) for row in rows)])


def evidence_of(folder, wanted, rows, broken):
    """The evidence of one target, its figures and a break that forbids comparison, or None."""
    figures, unit = [], {"rate": "percent", "count": "children"}[wanted["indicator"]]
    for row in rows:
        start, _, end = row["period"].partition("..")
        row["printed_unit"] = unit if row["unit"] == "own" else row["unit"]
        step = "1" if row["comparator"] == "~" else ""
        figures.append(
            [
                wanted["indicator"],
                row["area"],
                start,
                end or start,
                row["statistic"],
                row["comparator"],
                row["value"],
                step,
                row["printed_unit"],
                row["definition"],
                row["source"],
            ]
        )
    head = "indicator, area, start, end, statistic, comparator, value, step, unit, definition, source"
    names = ("indicator", "condition", "value", "set_on", "definition", "scope", "stated")
    return make(
        folder,
        cards=CARDS,
        observations=lines(head, figures),
        targets=lines(", ".join([*names, "unit"]), [[*(wanted[n] for n in names), unit]]),
        breaks=lines("id, date, indicators", [["law", *broken]]) if broken else "",
    )


def extremes(row, unit):
    """Numbers at the ends of what a print leaves possible, by its wording; 10^9 stands for no end."""
    value = Decimal(row["value"])
    top = Decimal(100) if unit == "percent" else Decimal(10**9)
    if row["comparator"] in ("<", "<="):
        return [Decimal(0), value if row["comparator"] == "<=" else value - TINY]
    if row["comparator"] in (">", ">="):
        return [value if row["comparator"] == ">=" else value + TINY, top]
    half = Decimal(0) if unit != "percent" else Decimal(1).scaleb(value.as_tuple().exponent) / 2
    reach = Decimal(1) if row["comparator"] == "~" else half
    if value == top and row["comparator"] == "=":
        return [value]
    return [max(Decimal(0), value - reach), min(top, value + reach)]


def last_day(text):
    year, *rest = map(int, text.split("-"))
    return date(year, rest[0], 28) if rest else date(year, 12, 31)


def may_judge(row, wanted, broken, unit):
    """Whether a figure of the due year may judge the target, by the rules as the codebook words them."""
    start, _, end = row["period"].partition("..")
    if (end or start)[:4] != "2020" or row["area"] != "P1" or row["printed_unit"] != unit:
        return False
    if end and start[:4] != "2020":  # A sum, rate or mean of several years says nothing of the due year.
        return False
    if wanted["scope"] and row["definition"] != wanted["scope"]:
        return False
    if row["definition"] not in ("", wanted["definition"], wanted["scope"]):
        return False
    if broken and broken[1] in ("*", wanted["indicator"]):
        set_on = date.fromisoformat(wanted["set_on"] or "2016-01-01")
        same = wanted["definition"] and wanted["definition"] == row["definition"]
        return same or not set_on < date.fromisoformat(broken[0]) <= last_day(end or start)
    return True


@settings(max_examples=300, suppress_health_check=FIXTURE)
@given(wanted=target, rows=st.lists(observation, min_size=1, max_size=3), broken=st.sampled_from(BREAKS))
def test_met_only_where_every_allowed_value_satisfies_the_target(tmp_path_factory, wanted, rows, broken):
    evidence = evidence_of(tmp_path_factory.mktemp("p"), wanted, rows, broken)
    (finding,) = judge(evidence, "plan")
    event(finding.status)
    unit = {"rate": "percent", "count": "children"}[wanted["indicator"]]
    inside = [row for row in rows if may_judge(row, wanted, broken, unit)]
    said = [{HOLDS[wanted["condition"]](x, Decimal(wanted["value"])) for x in _possible(row, unit)} for row in inside]
    if finding.status in MET:
        assert wanted["stated"] == "yes" and {True} in said and {False} not in said
    if finding.status in MISSED:
        assert wanted["stated"] == "yes" and {False} in said and {True} not in said
    if wanted["stated"] == "no":
        assert finding.status == "target_not_found"


def _possible(row, unit):
    """The ends of a print; of a sum over part of the due year everything from its lower end on."""
    ends = extremes(row, unit)
    whole = row["period"] == "2020"
    return ends if row["statistic"] == "level" or whole else [ends[0], Decimal(10**9)]


@settings(max_examples=150, suppress_health_check=FIXTURE)
@given(wanted=target, rows=st.lists(observation, max_size=2), broken=st.sampled_from(BREAKS))
def test_no_data_is_said_only_where_no_row_of_the_phase_speaks_of_the_target(tmp_path_factory, wanted, rows, broken):
    evidence = evidence_of(tmp_path_factory.mktemp("p"), wanted, rows, broken)
    (finding,) = judge(evidence, "plan")
    if finding.status == "no_data":
        assert not spoken_of(evidence, finding)


def spoken_of(evidence, finding):
    """Rows of the area and the phase about the target's indicator, its level, or a part of its condition."""
    target = finding.target
    card, phase = evidence.indicators[target.indicator], evidence.programmes[target.programme]
    codes = {card.id, card.change_of, *card.all_of}
    return [
        row.id
        for row in evidence.observations.values()
        if row.indicator in codes
        and row.area == finding.area
        and phase.start <= int(row.end[:4])
        and int(row.start[:4]) <= target.due_year
    ]


@pytest.mark.parametrize("folder", ["dien-bien"])
def test_in_the_real_evidence_too_no_data_means_that_there_is_no_row(folder):
    evidence = load(folder)
    for programme in evidence.programmes:
        for finding in judge(evidence, programme):
            assert finding.status != "no_data" or not spoken_of(evidence, finding)
