"""Every figure that a report uses matters: changing one changes a finding, an interval or a flag."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bvte.judgement.audit import audit
from bvte.judgement.readings import readings
from bvte.judgement.targets import judge

# Rows that change nothing in any report, and why: they are kept as comparators for readers of the data.
UNUSED = {
    "single communes and surveyed selections: below what a report may show":
        "o043 o044 o070 o071 o072 o073 o074 o075 o076 o079",
    "other provinces, a district of one, population groups: no report is about them":
        "o111 o112 o129 o130 o131 o145 o146 o151 o152 o153 o154 o155 o156 o157 o158 o159 o160 o161 o162",
    "national figures without a national target, or summed over several years":
        "o087 o095 o100 o101 o104 o105 o107 o108 o109 o110 o113 o114 o115 o116 o117 o118 o119 o120 o121 "
        "o135 o136 o137 o138 o139 o140",
    "national figures of years that no national target is judged on, or of another definition":
        "o085 o092 o096 o102 o103",
}  # fmt: skip


def report_areas(evidence):
    """The areas that a report shows in full: those of the province's and its districts' programmes."""
    return {p.area for p in evidence.programmes.values() if p.level in ("province", "district")}


def fingerprint(evidence, indicators):
    """All that reports say of some indicators: readings, findings and flags, as one text."""
    areas = sorted(report_areas(evidence))
    shown = [r for area in areas for code in sorted(indicators) for r in readings(evidence, code, area)]
    parts = [(r.indicator, r.period, str(r.interval), r.comparator) for r in shown]
    for programme in evidence.programmes.values():
        if any(t.indicator in indicators for t in evidence.targets_of(programme.id)):
            parts += [_finding(f) for f in judge(evidence, programme.id) if f.target.indicator in indicators]
            flags = audit(evidence, programme.id).flags
            parts += [
                (t, [(f.code, _facts(f.facts), _facts(f.remedy_facts)) for f in fs])
                for t, fs in flags.items()
            ]
    return repr(parts)


def _finding(finding):
    deciding = [(str(r.interval), r.period, r.comparator) for r in finding.deciding]
    baseline = str(finding.baseline.interval) if finding.baseline else None
    reasons = [(r.code, _facts(r.facts)) for r in finding.reasons]
    target = finding.target
    asked = (target.condition, target.value, target.value_to, target.due_year, target.baseline_year)
    return (finding.status, deciding, baseline, str(finding.change), reasons, asked)


def _facts(facts):
    return sorted((name, str(fact)) for name, fact in facts.items() if name != "national")


def related(evidence, indicator):
    """The indicator and those that are worked out from it or judged by it."""
    cards = evidence.indicators.values()
    return {indicator} | {
        c.id
        for c in cards
        if indicator in (c.numerator_indicator, c.denominator_indicator, c.reported_count, c.reported_whole)
    }


def mutants(row, fields):
    """Copies of a row with one number changed."""
    for field in fields:
        number = getattr(row, field)
        if number is not None:
            changed = number * Decimal("0.7") + Decimal("0.13") if isinstance(number, Decimal) else number - 1
            yield field, with_field(row, field, changed)


def with_field(row, field, changed):
    """The row read anew with one cell changed (a copy would keep what was worked out from the old one)."""
    return type(row).model_validate(row.model_dump() | {field: changed})


def silent(evidence, table, fields):
    """Rows (and fields) of a table whose change nothing in the reports shows."""
    found = set()
    for row in getattr(evidence, table).values():
        indicators = related(evidence, row.indicator)
        before = fingerprint(evidence, indicators)
        for field, mutant in mutants(row, fields):
            after = replace(evidence, **{table: {**getattr(evidence, table), row.id: mutant}})
            if fingerprint(after, indicators) == before:
                found.add((row.id, field))
    return found


def test_every_target_figure_changes_what_is_found(dien_bien):
    assert silent(dien_bien, "targets", ("value", "baseline_value", "due_year")) == set()


def test_every_observation_that_a_report_uses_changes_what_is_found(dien_bien):
    unused = {row for row, _ in silent(dien_bien, "observations", ("value",))}
    assert unused == {row for rows in UNUSED.values() for row in rows.split()}
    assert not [row for row in unused if dien_bien.observations[row].area in report_areas(dien_bien)]


@pytest.mark.parametrize("row", ["o001", "o002", "o008", "o009", "o048"])
def test_the_figures_of_the_headline_matter_most(dien_bien, row):
    observation = dien_bien.observations[row]
    indicators = related(dien_bien, observation.indicator)
    changed = with_field(observation, "value", observation.value / 2)
    after = replace(dien_bien, observations={**dien_bien.observations, row: changed})
    assert fingerprint(after, indicators) != fingerprint(dien_bien, indicators)
