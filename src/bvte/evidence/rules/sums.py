"""Rules on figures that belong together: parts and their whole, age groups, two figures of one thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations, product

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period
from bvte.evidence.problem import Problem, Severity
from bvte.evidence.rows import Observation
from bvte.evidence.rules import Problems, observation_problem
from bvte.evidence.value import printed_step


def parts_do_not_add(evidence: Evidence) -> Problems:
    """Totals that differ from the sum of their published parts (same area, same period)."""
    exact = _exact_counts(evidence)
    for card in evidence.indicators.values():
        for (indicator, area, period), rows in exact.items():
            if indicator == card.id and card.parts:
                parts = [exact.get((part, area, period), []) for part in card.parts]
                total = sum(known[0].value for known in parts if known)
                if all(parts) and total != rows[0].value:
                    apart = _is_told_apart(evidence, [rows[0], *(known[0] for known in parts)])
                    severity, allowed = Severity.finding if apart else Severity.error, f"= {total}"
                    yield observation_problem(
                        "parts_do_not_add", rows[0], "value", rows[0].value, allowed, severity=severity
                    )


def _is_told_apart(evidence: Evidence, rows: Iterable[Observation]) -> bool:
    """Whether an office reports some of these figures beside others: who is right is no matter of a slip."""
    rows = list(rows)
    return len({row.source for row in rows}) > 1 and any(map(evidence.is_reported, rows))


def subset_above_whole(evidence: Evidence) -> Problems:
    """Counts larger than the count that contains them (same area, period and source)."""
    exact = _exact_counts(evidence)
    for (indicator, area, period), rows in exact.items():
        card = evidence.indicators.get(indicator)
        for row in rows:
            for whole in exact.get(((card and card.subset_of) or "", area, period), ()):
                if row.value > whole.value and row.source == whole.source:
                    allowed = f"<= {whole.value}"
                    yield observation_problem("subset_above_whole", row, "value", row.value, allowed)


def _exact_counts(evidence: Evidence) -> dict[tuple[str, str, Period], list[Observation]]:
    """Observations printed as plain numbers, by indicator, area and period."""
    groups = defaultdict(list)
    for row in evidence.observations.values():
        if row.comparator == "=":
            groups[row.indicator, row.area, row.period].append(row)
    return groups


def children_above_people(evidence: Evidence) -> Problems:
    """More children than there are people, or of the younger than of the older, in one row or one year."""
    pairs = (("under16", "total"), ("under15", "total"), ("under15", "under16"))
    for row in evidence.population.values():
        for part, whole in pairs:
            less, more = getattr(row, part), getattr(row, whole)
            if None not in (less, more) and less > more:
                yield Problem(
                    "children_above_people",
                    row.file_of("population"),
                    row.line,
                    part,
                    str(less),
                    f"<= {more}",
                    facts={"row": row.id},
                )
    people = _largest_population(evidence)
    for row in evidence.observations.values():
        most = people.get((row.area, row.period.year))
        counted = row.unit == "children" and row.statistic == "level" and row.comparator in ("=", ">", ">=")
        if most is not None and counted and row.value > most:
            yield observation_problem("children_above_people", row, "value", row.value, f"<= {most}")


def _largest_population(evidence: Evidence) -> dict[tuple[str, int], Decimal]:
    """The largest published population of each area and year."""
    most: dict[tuple[str, int], Decimal] = {}
    for row in evidence.population.values():
        if row.total is not None:
            key = row.area, row.period.year
            most[key] = max(most.get(key, row.total), row.total)
    return most


def share_not_from_counts(evidence: Evidence) -> Problems:
    """Shares of the population that do not follow from the counts of their own row, beyond rounding."""
    for row in evidence.population.values():
        for age in ("under16", "under15"):
            count, share = getattr(row, age), getattr(row, f"{age}_share")
            if None in (count, share) or not row.total:
                continue
            low, high = _percentage_range(count, row.total, row.step or Decimal(0))
            reach = printed_step(share, "percent") / 2
            if high < share - reach or low > share + reach:
                shown = (100 * count / row.total).quantize(Decimal("0.001"))
                yield Problem(
                    "share_not_from_counts",
                    row.file_of("population"),
                    row.line,
                    f"{age}_share",
                    str(share),
                    str(shown),
                    severity=Severity.finding,
                    facts={"row": row.id},
                )


def _percentage_range(count: Decimal, total: Decimal, step: Decimal) -> tuple[Decimal, Decimal]:
    """Smallest and largest percentage that two counts rounded to `step` leave possible."""
    half = step / 2
    return 100 * (count - half) / (total + half), 100 * (count + half) / max(total - half, Decimal(1))


def younger_above_older(evidence: Evidence) -> Problems:
    """Population figures that give more children under 15 than another gives under 16 in that year."""
    for row, other in product(evidence.population.values(), repeat=2):
        one_time = (row.area, row.period.year) == (other.area, other.period.year)
        older, younger = row.under16, other.under15
        if one_time and older is not None and younger is not None and younger > older:
            yield Problem(
                "younger_above_older",
                row.file_of("population"),
                row.line,
                "under16",
                str(older),
                f">= {younger}",
                other.id,
                Severity.finding,
                {"row": row.id},
            )


def value_conflict(evidence: Evidence) -> Problems:
    """Pairs of observations of the same thing in the same year that exclude each other."""
    for first, second in conflicting_pairs(evidence.observations.values()):
        yield observation_problem(
            "value_conflict", second, "value", second.value, first.value, first.id, severity=Severity.finding
        )


def conflicting_pairs(observations: Iterable[Observation]) -> Iterator[tuple[Observation, Observation]]:
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
