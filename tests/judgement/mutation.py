"""What the reports conclude from the evidence, as one text, and copies of rows with one figure changed."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from bvte.judgement.audit import CHECKS
from bvte.judgement.audit_subject import Subject
from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import why_ask
from bvte.judgement.finding import Reason
from bvte.judgement.progress import Assessment
from bvte.judgement.reading import Reading
from bvte.judgement.readings import derived
from bvte.judgement.targets import judge_target

# Links between cards through which a figure of one indicator reaches the judgement of another.
LINKS = ("numerator_indicator", "denominator_indicator", "reported_count", "reported_whole", "change_of")


def related(evidence, indicator):
    """The indicator, those worked out from it, and those that are a share of it."""
    cards = evidence.indicators.values()
    reached = {indicator} | {c.id for c in cards if indicator in [getattr(c, link) for link in LINKS]}
    return reached | {c.id for c in cards if c.nested_in in reached}


def conclusions(evidence, indicators):
    """All that is concluded about some indicators: findings, flags, requests, derived rates, conflicts.

    Findings and flags of every programme in its own area, the rest of the province. A figure that is only
    repeated as it was printed is no conclusion.
    """
    said, province = [], evidence.province.code
    for target in (t for t in evidence.targets.values() if t.indicator in indicators):
        area = evidence.programmes[target.programme].area
        finding = judge_target(evidence, target, area)
        said += [target.id, _finding(finding), _request(evidence, finding), _flags(evidence, target, area)]
    found = [r for code in sorted(indicators) for r in derived(evidence, code, province)]
    found += [(c.kind, c.readings) for c in conflicts(evidence, province, sorted(indicators))]
    return repr([*said, _told(found)])


def _finding(finding):
    shown = finding.status, finding.strength, finding.direction, finding.change, finding.latest
    verdict = finding.comparison and finding.comparison.verdict
    way = finding.progress and (finding.progress.assessments, finding.progress.refusals)
    return _told([*shown, verdict, finding.deciding, finding.reasons, way])


def _request(evidence, finding):
    """What the department would be asked for, where it is the province's to answer."""
    code = why_ask(finding)
    return code and finding.area == evidence.province.code and (code, finding.target.due_year)


def _flags(evidence, target, area):
    subject = Subject(evidence, target, area)
    flags = [flag for check in CHECKS if (flag := check(subject))]
    return [(f.code, _told(f.facts), f.remedy, _told(f.remedy_facts)) for f in flags]


def _told(fact):
    """A fact as plain values; of a reading what it leaves possible, of another row its id."""
    if isinstance(fact, Reading):
        return fact.indicator, fact.year, str(fact.interval), fact.comparator
    if isinstance(fact, Reason):
        return fact.code, _told(fact.facts)
    if isinstance(fact, Assessment):
        return fact.method, fact.label, _told(fact.facts)
    if isinstance(fact, dict):
        return sorted((str(_told(key)), _told(value)) for key, value in fact.items())
    if isinstance(fact, (list, tuple)):
        return [_told(part) for part in fact]
    return getattr(fact, "id", str(fact) if isinstance(fact, pd.Interval) else fact)


def changed(row, field):
    """Copies of the row with another figure, year or condition in that cell; none where it is empty."""
    found = getattr(row, field)
    if found is None:
        return
    for other in _others(field, found):
        # Read anew: a copy would keep what was worked out from the old figure.
        yield type(row).model_validate(row.model_dump() | {field: other})


def _others(field, found):
    if field == "condition":
        return [name for name in ("below", "at_least", "exactly") if name != found]
    if field == "due_year":
        return [found - 1, found + 1, found + 5]
    return [found * factor for factor in (Decimal("0.5"), Decimal("1.2"), Decimal("3"))]


def silent(evidence, table, field, indicators=related, some=slice(None)):
    """Ids of the rows (or some of them) whose figure in that field changes no conclusion, whichever it is.

    indicators : of which indicators the conclusions are compared, from the evidence and the row's indicator.
    """
    rows, before = getattr(evidence, table), {}
    for row in [row for row in rows.values() if getattr(row, field) is not None][some]:
        touched = frozenset(indicators(evidence, row.indicator))
        if touched not in before:
            before[touched] = conclusions(evidence, touched)
        mutants = (replace(evidence, **{table: {**rows, row.id: mutant}}) for mutant in changed(row, field))
        if getattr(row, field) is not None and all(
            conclusions(m, touched) == before[touched] for m in mutants
        ):
            yield row.id
