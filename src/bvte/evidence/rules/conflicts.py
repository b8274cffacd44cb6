"""Findings, not errors: different values that were published for the same thing."""

from collections import defaultdict
from itertools import combinations

from bvte.evidence.problem import observation_problem


def value_conflict(evidence):
    """Pairs of observations of the same thing in the same year that exclude each other."""
    for first, second in conflicting_pairs(evidence.observations.values()):
        yield observation_problem(
            "value_conflict", second, "value", second.value, first.value, first.id, severity="finding"
        )


def conflicting_pairs(observations):
    """Pairs (earlier row, later row) of the same indicator, area, period, statistic, definition and unit
    whose intervals have no number in common."""
    groups = defaultdict(list)
    for row in observations:
        key = row.indicator, row.area, row.period, row.statistic, row.definition, row.unit
        groups[key].append(row)
    for rows in groups.values():
        for first, second in combinations(rows, 2):
            if not first.interval.overlaps(second.interval):
                yield first, second
