"""A figure changed in a notebook is judged as if the file said it, whatever was judged before."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bvte.evidence.problem import EvidenceError
from bvte.evidence.reporting import Decision
from bvte.judgement.audit import audit
from bvte.judgement.targets import judge

TARGETS = "indicator, condition, value, baseline_value, baseline_year\n rate, below, {}, {}, 2015"
FIGURES = "indicator, start, comparator, value\n rate, 2020, {}, {}"
CASES = {"value": "3.9", "comparator": ">", "start": "2019", "unit": "per_1000"}


def told(evidence):
    """What is concluded on each target of the first phase."""
    found = judge(evidence, "plan")
    return [(f.status, f.reasons, f.latest and f.latest.interval, f.baseline, f.change) for f in found]


def flagged(evidence):
    """What an audit says of the targets of the first phase."""
    return [(f.code, f.facts) for flags in audit(evidence, "plan").flags.values() for f in flags]


@pytest.mark.parametrize("judged_before", [True, False])
@pytest.mark.parametrize("field", CASES)
def test_a_changed_figure_is_judged_as_the_file_would_be(province, field, judged_before):
    cells = {"start": "2020", "comparator": "<", "value": "3.8"}
    known = province(targets=TARGETS.format("3.8", "5"), observations=FIGURES.format("<", "3.8"))
    if judged_before:
        assert told(known)[0][0] == "met"
    (code, row), *_ = known.observations.items()
    changes = {field: CASES[field]} | ({"end": "2019"} if field == "start" else {})
    changed = replace(known, observations={code: row.model_copy(update=changes)})
    cells |= {"unit": "percent"} | changes
    heads = ", ".join(["indicator", *cells])
    wanted = province(targets=TARGETS.format("3.8", "5"), observations=f"{heads}\n rate, {', '.join(cells.values())}")
    assert told(changed) == told(wanted)


def test_a_changed_baseline_is_the_one_that_an_audit_and_a_judgement_see(province):
    known = province(targets=TARGETS.format("3.8", "5"), observations=FIGURES.format("<", "3.8"))
    before = told(known), flagged(known)
    (code, row), *_ = known.targets.items()
    changed = replace(known, targets={code: row.model_copy(update={"baseline_value": "3.2"})})
    wanted = province(targets=TARGETS.format("3.8", "3.2"), observations=FIGURES.format("<", "3.8"))
    assert (told(changed), flagged(changed)) == (told(wanted), flagged(wanted)) != before


def test_what_a_workshop_proposes_is_a_target_or_is_refused(province):
    known = province(targets=TARGETS.format("3.8", "5"))
    target = next(iter(known.targets.values()))
    cells = {"target": target.id, "decision": "change", "condition": "at_most", "unit": "percent"}
    proposed = Decision(**cells, value="2.5", due_year=2030).proposed(target)
    assert (proposed.condition, proposed.value, proposed.due_year) == ("at_most", Decimal("2.5"), 2030)
    assert (proposed.id, proposed.baseline_value) == (target.id, target.baseline_value)
    with pytest.raises(EvidenceError, match="due_year: not_a_value"):
        Decision(**cells, value="2.5").proposed(target)
