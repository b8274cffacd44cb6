"""Rules on figures that belong together: parts and their whole, one age group inside another."""

from collections import defaultdict

from bvte.evidence.problem import Problem, of_observation


def parts_do_not_add(evidence):
    """Totals that differ from the sum of their published parts (same area, same period)."""
    exact = _exact_counts(evidence)
    for card in evidence.indicators.values():
        for (indicator, area, period), rows in exact.items():
            if indicator == card.id and card.parts:
                parts = [exact.get((part, area, period)) for part in card.parts]
                if all(parts) and sum(p[0].value for p in parts) != rows[0].value:
                    total = sum(p[0].value for p in parts)
                    yield of_observation("parts_do_not_add", rows[0], "value", rows[0].value, f"= {total}")


def subset_above_whole(evidence):
    """Counts larger than the count that contains them (same area, period and source)."""
    exact = _exact_counts(evidence)
    for (indicator, area, period), rows in exact.items():
        card = evidence.indicators.get(indicator)
        for row in rows:
            for whole in exact.get((card and card.subset_of, area, period), ()):
                if row.value > whole.value and row.source == whole.source:
                    allowed = f"<= {whole.value}"
                    yield of_observation("subset_above_whole", row, "value", row.value, allowed)


def _exact_counts(evidence):
    """Observations printed as plain numbers, by indicator, area and period."""
    groups = defaultdict(list)
    for row in evidence.observations.values():
        if row.comparator == "=":
            groups[row.indicator, row.area, row.period].append(row)
    return groups


def younger_above_older(evidence):
    """Population figures that give more children under 15 than another gives under 16 in that year."""
    rows = list(evidence.population.values())
    for row in (r for r in rows if r.under16 is not None):
        for other in (r for r in rows if r.under15 is not None):
            if (row.area, row.period.year) == (other.area, other.period.year) and other.under15 > row.under16:
                yield Problem("younger_above_older", "population.csv", row.line, "under16", str(row.under16),
                              f">= {other.under15}", other.id, "finding", {"row": row.id})  # fmt: skip
