"""Rules on what workshops decided: what a proposal needs, what it would be as a target, and when it is done."""

from dataclasses import replace

from bvte.evidence.collection import Evidence
from bvte.evidence.problem import EvidenceError, Problem
from bvte.evidence.reporting import PROPOSAL, Decision
from bvte.evidence.rows import Target
from bvte.evidence.rules import Problems
from bvte.evidence.rules.figures import unit_not_of_card
from bvte.evidence.rules.structure import YEARS_AHEAD
from bvte.evidence.rules.values import out_of_limits, share_above_100, target_incomplete

# What is asked of a target in its file is asked of one that is proposed.
OF_TARGETS = (target_incomplete, out_of_limits, share_above_100, unit_not_of_card)


def decision_not_possible(evidence: Evidence) -> Problems:
    """Decisions that nobody can carry out as they stand."""
    for day, rows in evidence.decisions.items():
        file = f"workshops/{day}.csv"
        for row in rows.values():
            yield from _half_proposals(file, row)
            if row.date and row.date < day:
                yield Problem("done_before_decided", file, row.line, "date", str(row.date), f">= {day}")
            elif row.date and row.date.year > day.year + YEARS_AHEAD:
                yield Problem("in_the_future", file, row.line, "date", str(row.date), f"<= {day.year + YEARS_AHEAD}")
        yield from _impossible_targets(evidence, file, rows)


def _half_proposals(file: str, row: Decision) -> Problems:
    """Cells of a proposal that are empty although it is made, or filled in although it is not."""
    for column in row.lacks:
        yield Problem("proposal_lacks", file, row.line, column, "")
    for column in row.surplus:
        yield Problem("proposal_not_asked", file, row.line, column, str(getattr(row, column)))


def _impossible_targets(evidence: Evidence, file: str, rows: dict[str, Decision]) -> Problems:
    """What the rules of targets say of those that are proposed, at the cells of the proposal."""
    proposed: dict[str, Target] = {}
    for code, row in rows.items():
        target = evidence.targets.get(code)
        if target and row.decision == "change" and not row.lacks:
            try:
                proposed[code] = row.proposed(target).model_copy(update={"line": row.line})
            except EvidenceError as error:
                yield from (replace(problem, file=file, line=row.line) for problem in error.problems)
    only = replace(evidence, targets=proposed, observations={})
    for rule in OF_TARGETS:
        yield from (replace(problem, file=file) for problem in rule(only) if problem.column in PROPOSAL)
