"""The frame of each result: findings, conflicts, requests, audit, workshop, yearly report.

One row is one target, conflict, request, check or path, numbers are numbers and closed lists categories.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.rows import Condition, Target
from bvte.evidence.value import COUNTS, SCALES
from bvte.judgement.annual import Annual, YearlyResult
from bvte.judgement.audit import CHECKS, Audit
from bvte.judgement.conflict_kinds import Conflict, ConflictKind, Conflicts
from bvte.judgement.coverage import Requests
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.finding import LABELS, Comparability, Finding, Reason, Status
from bvte.judgement.frames import (
    SOURCES,
    STRENGTH,
    UNIT,
    build_frame,
    columns_of,
    conflict_id,
    estimate_id,
    frame_of_estimates,
    number_cells,
    request_id,
    source_cells,
)
from bvte.judgement.next_classes import CLASSES
from bvte.judgement.next_levels import Left
from bvte.judgement.next_phase import NextPhase, NextTarget
from bvte.judgement.paths import Ground, PathKind
from bvte.judgement.target_terms import Standing, satisfied_by, target_standing
from bvte.judgement.targets import Findings
from bvte.judgement.workshop import Workshop
from bvte.methods.achievement import LOWER_BOUNDS, UPPER_BOUNDS, last_count_within

DIRECTIONS = ("fell", "within_rounding", "undetermined", "rose")
PATHS = list(map(str, PathKind))
GROUNDS = list(map(str, Ground))
CONDITION = pd.CategoricalDtype(list(map(str, Condition)))


CHECK = pd.CategoricalDtype([check.__name__ for check in CHECKS])
VERDICT = pd.CategoricalDtype(list(map(str, Comparability)))


def _numbers(*prefixes: str) -> dict[str, str]:
    """Columns of numbers with their ends."""
    return {f"{prefix}_{end}": "float64" for prefix in prefixes for end in ("value", "low", "high")}


FINDINGS = (
    columns_of("target programme area indicator name", "str")
    | {
        "unit": UNIT,
        "status": pd.CategoricalDtype(list(map(str, Status))),
        "label": pd.CategoricalDtype(list(map(str, LABELS))),
    }
    | {"standing": pd.CategoricalDtype(list(map(str, Standing))), "published": "bool"}
    | {"condition": CONDITION, **_numbers("target"), "target_value_to": "float64"}
    | {"due_year": "int64", **_numbers("baseline"), "baseline_year": "Int64"}
    | {**_numbers("latest"), "latest_year": "Int64", "latest_strength": STRENGTH, "strength": STRENGTH}
    | columns_of("change_low change_high", "float64")
    | {"direction": pd.CategoricalDtype(DIRECTIONS), "comparable": VERDICT}
    | columns_of("counted counted_of counted_limit", "float64")
    | {"judged_by": "int64"}
    | columns_of("reasons rows", "str")
    | SOURCES
)
CONFLICTS = (
    {"conflict": "str", "kind": pd.CategoricalDtype(list(map(str, ConflictKind)))}
    | columns_of("indicator name area", "str")
    | {"year": "int64", "contradiction": "bool", "gap": "float64", **_numbers("first", "second"), "unit": UNIT}
    | columns_of("first_indicator second_indicator estimates rows weighed", "str")
    | SOURCES
)
REQUESTS = columns_of("request indicator name", "str") | {"year": "int64"}
REQUESTS |= columns_of("code programme conflict", "str")
AUDIT = columns_of("target programme indicator name", "str")
AUDIT |= {"check": CHECK, "flagged": "bool", "remedy": "str", **SOURCES}
WORKSHOP = columns_of("target programme indicator name", "str") | {"unit": UNIT, "due_year": "int64"}
WORKSHOP |= {"path": pd.CategoricalDtype(PATHS), "low": "float64", "high": "float64"}
WORKSHOP |= {"ground": pd.CategoricalDtype(GROUNDS)}
NEXT_PHASE = columns_of("target origin programme indicator name", "str") | {"unit": UNIT, "due_year": "int64"}
NEXT_PHASE |= {"class": pd.CategoricalDtype(list(map(str, CLASSES))), "condition": CONDITION, "old_value": "float64"}
NEXT_PHASE |= {**_numbers("latest"), "latest_year": "Int64", "latest_strength": STRENGTH, "national_value": "float64"}
NEXT_PHASE |= {"proposed_condition": CONDITION, "proposed_value": "float64", "ground": pd.CategoricalDtype(GROUNDS)}
NEXT_PHASE |= {"left": pd.CategoricalDtype(list(map(str, Left)))} | columns_of("breaks points", "str") | SOURCES
ANNUAL = FINDINGS | _numbers("this", "last") | columns_of("this_strength last_strength", STRENGTH)
ANNUAL |= {"over_low": "float64", "over_high": "float64", "over_comparable": VERDICT}


def frame_findings(findings: Findings) -> pd.DataFrame:
    """One row a target."""
    rows = (_finding_row(findings.evidence, finding) for finding in findings)
    return build_frame(rows, FINDINGS, findings)


def _finding_row(evidence: Evidence, finding: Finding) -> dict[str, Any]:
    target, latest, baseline = finding.target, finding.latest, finding.baseline
    wanted, change, rests_on = satisfied_by(target), finding.change, (*finding.deciding, baseline, latest)
    sources = (target.source, *(code for told in finding.named for code in told.sources))
    return {
        "target": target.id,
        "programme": target.programme,
        "area": finding.area,
        **_indicator_cells(evidence, target.indicator),
        "unit": target.unit,
        "status": finding.status,
        "label": finding.label,
        "standing": target_standing(evidence, target),
        "condition": target.condition,
        "published": target.published and all(r.is_published for r in rests_on if r),
        "target_value": float(target.value),
        "target_value_to": target.value_to and float(target.value_to),
        "target_low": wanted.left,
        "target_high": wanted.right,
        "due_year": target.due_year,
        **number_cells(baseline, "baseline_"),
        "baseline_year": baseline and baseline.year,
        **number_cells(latest, "latest_"),
        "latest_year": latest and latest.year,
        "latest_strength": latest and latest.strength,
        "strength": finding.strength,
        "change_low": change and change.left,
        "change_high": change and change.right,
        "direction": finding.direction,
        "comparable": finding.comparison and finding.comparison.verdict,
        **_counted_cells(target, latest),
        # Figures that conclude something, and methods of pace that do.
        "judged_by": len(finding.deciding) + len(finding.progress.assessments if finding.progress else ()),
        "reasons": " ".join(reason.code for reason in finding.reasons),
        "rows": " ".join(finding.rows),
        **source_cells(evidence, sources),
    }


def _indicator_cells(evidence: Evidence, code: str) -> dict[str, str]:
    return {"indicator": code, "name": evidence.indicators[code].name.text}


def _counted_cells(target: Target, latest: Estimate | None) -> dict[str, Any]:
    """How many were counted, of how many, and the last count that would satisfy the target."""
    if latest is None or latest.is_bound or latest.comparator == "-" or latest.unit != target.unit:
        return {}
    count, whole = latest.counts or (latest if latest.unit in COUNTS else None, None)
    if count is None or count.is_bound or (whole and whole.is_bound):
        return {}
    told = {"counted": float(count.value), "counted_of": whole and float(whole.value)}
    if target.condition not in (*LOWER_BOUNDS, *UPPER_BOUNDS):
        return told
    among = (whole.value, SCALES[target.unit]) if whole else ()
    return told | {"counted_limit": float(last_count_within(target.condition, float(target.value), *among))}


def frame_estimates(findings: Findings, targets: str | Iterable[str] | None) -> pd.DataFrame:
    """The estimates behind findings, one row each; `used_by` names the targets whose verdict rests on it."""
    asked = [targets] if isinstance(targets, str) else targets
    chosen = list(findings) if asked is None else [findings[code] for code in asked]
    used = {finding.target.id: {estimate_id(r) for r in used_estimates(findings, finding)} for finding in chosen}
    known = findings.shown_estimates()
    if asked is not None:
        known = [r for r in known if any(estimate_id(r) in ids for ids in used.values())]

    def used_by(estimate: Estimate) -> str:
        return " ".join(code for code, ids in used.items() if estimate_id(estimate) in ids)

    return frame_of_estimates(findings.evidence, known, findings, used_by=used_by)


def used_estimates(findings: Findings, finding: Finding) -> list[Estimate]:
    """All that a verdict rests on or that its reasons name, with what that was made from.

    A baseline that repeats a published figure is that figure.
    """
    named = [told for told in (*finding.named, finding.baseline, finding.latest) if isinstance(told, Estimate)]
    grounds = dict.fromkeys(ground for told in named for ground in told.grounds)
    return [ground if ground.rows else _published_as(findings.evidence, ground) for ground in grounds]


def _published_as(evidence: Evidence, baseline: Estimate) -> Estimate:
    """The published estimate that says the same of the same time, else the baseline itself."""
    known = estimates_of(evidence, baseline.indicator, baseline.area)
    return next((r for r in known if _print(r) == _print(baseline)), baseline)


def _print(estimate: Estimate) -> tuple:
    return estimate.period.months, estimate.unit, estimate.comparator, estimate.value, estimate.strength


def shown_estimates(findings: Findings) -> list[Estimate]:
    """The estimates of the targets' indicators in their area and all that a verdict used, each once; those of
    one indicator and area stand together, by time."""
    codes = dict.fromkeys(finding.target.indicator for finding in findings)
    found = [r for code in codes for r in estimates_of(findings.evidence, code, findings.area)]
    # What a verdict used comes last: of a figure that it read in its own way that way is told.
    found += [r for finding in findings for r in used_estimates(findings, finding)]
    places = {place: n for n, place in enumerate(dict.fromkeys((r.indicator, r.area) for r in found))}
    once = {estimate_id(r): r for r in found}.values()
    return sorted(once, key=lambda r: (places[r.indicator, r.area], r.period.last, r.period.first))


def frame_conflicts(conflicts: Conflicts) -> pd.DataFrame:
    """One row a conflict, with the first number of each side."""
    return build_frame((_conflict_row(conflicts.evidence, c) for c in conflicts), CONFLICTS, conflicts)


def _conflict_row(evidence: Evidence, conflict: Conflict) -> dict[str, Any]:
    first, second = (side[0] if side else None for side in conflict.sides[:2])
    told: list[Estimate | Reason] = [*conflict.estimates, *conflict.weighed]
    return {
        "conflict": conflict_id(conflict),
        "kind": conflict.kind,
        "area": conflict.area,
        "year": conflict.year,
        **_indicator_cells(evidence, conflict.indicator),
        "contradiction": conflict.is_contradiction,
        "gap": conflict.gap,
        **number_cells(first, "first_"),
        **number_cells(second, "second_"),
        "unit": conflict.estimates[0].unit,
        "first_indicator": first.indicator if first else "",
        "second_indicator": second.indicator if second else "",
        "estimates": " ".join(estimate_id(r) for r in conflict.estimates),
        "rows": " ".join(dict.fromkeys(row for r in conflict.estimates for row in r.rows)),
        "weighed": " ".join(reason.code for reason in conflict.weighed),
        **source_cells(evidence, (code for thing in told for code in thing.sources)),
    }


def frame_requests(requests: Requests) -> pd.DataFrame:
    """One row a figure to ask for, most useful first."""
    rows = (
        {
            "request": request_id(r),
            **_indicator_cells(requests.evidence, r.indicator),
            "year": r.year,
            "code": r.code,
            "programme": r.facts.get("programme", ""),
            "conflict": conflict_id(r.facts["conflict"]) if "conflict" in r.facts else "",
        }
        for r in requests
    )
    return build_frame(rows, REQUESTS, requests)


def frame_audit(audit: Audit) -> pd.DataFrame:
    """One row a target and check."""
    rows = (row for subject in audit.subjects for row in _check_rows(audit, subject.target))
    return build_frame(rows, AUDIT, audit)


def _check_rows(audit: Audit, target: Target) -> Iterable[dict[str, Any]]:
    flags = {flag.code: flag for flag in audit.flags[target.id]}
    for code in AUDIT["check"].categories:
        flag = flags.get(code)
        sources = (target.source, *(flag.sources(audit.evidence) if flag else ()))
        yield {
            "target": target.id,
            "programme": target.programme,
            "check": code,
            "flagged": flag is not None,
            **_indicator_cells(audit.evidence, target.indicator),
            "remedy": flag.remedy if flag else "",
            **source_cells(audit.evidence, sources),
        }


def frame_workshop(pack: Workshop) -> pd.DataFrame:
    """One row a target and path to its due year; a target without a path has one row without numbers."""
    rows = (
        {
            "target": target.id,
            "programme": target.programme,
            "unit": target.unit,
            "due_year": target.due_year,
            **_indicator_cells(pack.evidence, target.indicator),
            "path": path and path.kind,
            "low": path and path.at.left,
            "high": path and path.at.right,
            "ground": path and path.ground,
        }
        for choice in pack.choices
        for target in [choice.subject.target]
        for path in choice.paths or (None,)
    )
    return build_frame(rows, WORKSHOP, pack)


def frame_next_phase(coming: NextPhase) -> pd.DataFrame:
    """One row a target of the next phase, the gravest first."""
    return build_frame((_next_row(coming.evidence, item) for item in coming), NEXT_PHASE, coming)


def _next_row(evidence: Evidence, item: NextTarget) -> dict[str, Any]:
    target, latest, level, binding = item.subject.target, item.latest, item.level, item.binding
    return {
        "target": target.id,
        "origin": item.origin.id,
        "programme": item.origin.programme,
        **_indicator_cells(evidence, target.indicator),
        "unit": target.unit,
        "due_year": target.due_year,
        "class": item.kind,
        "condition": item.origin.condition,
        "old_value": float(item.origin.value),
        **number_cells(latest, "latest_"),
        "latest_year": latest and latest.year,
        "latest_strength": latest and latest.strength,
        "national_value": binding and float(binding.value),
        "proposed_condition": level.target and level.target.condition,
        "proposed_value": level.target and float(level.target.value),
        "ground": level.ground,
        "left": level.left,
        "breaks": " ".join(b.id for b in level.breaks),
        "points": " ".join(flag.code for flag in item.points),
        **source_cells(evidence, item.sources),
    }


def frame_annual(report: Annual) -> pd.DataFrame:
    """One row a target of the year, with the figures of the year and of the year before."""
    return build_frame((_annual_row(report.known, r) for r in report.results), ANNUAL, report)


def _annual_row(known: Evidence, result: YearlyResult) -> dict[str, Any]:
    over = result.over_year
    return _finding_row(known, result.finding) | {
        **number_cells(result.this, "this_"),
        **number_cells(result.last, "last_"),
        "this_strength": result.this and result.this.strength,
        "last_strength": result.last and result.last.strength,
        "over_low": over.change and over.change.left,
        "over_high": over.change and over.change.right,
        "over_comparable": over.comparison and over.comparison.verdict,
    }
