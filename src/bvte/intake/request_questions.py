"""What is asked about in answers that are taken: sums that do not add, units that may differ, values that jump.

Nothing here refuses a figure. A question stands with the answer that it concerns; what only several answers together
show (the total of the communes against the province, one commune against the others) stands with one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import sqrt
from pathlib import Path
from statistics import median

from bvte.evidence.collection import Evidence
from bvte.evidence.form_cards import form_cards
from bvte.evidence.indicator import Indicator
from bvte.evidence.national import usual_change
from bvte.evidence.problem import Problem
from bvte.evidence.rows import Observation
from bvte.evidence.value import COUNTS
from bvte.intake.reading import may_be_fraction
from bvte.intake.request_answer import Answer, Figure
from bvte.intake.request_sums import sums_of

# A figure that is so many times smaller may be in thousands.
THOUSANDS = (500, 2000)
# Two counts of events that chance alone parts this far, in standard errors, are one in twenty.
CHANCE = 1.96
# So many answers tell what is usual among areas; so large a median, and so many times as much, is far from it.
LEAST_PEERS, LEAST_MEDIAN, FAR = 8, 20, 20
# Of a count that fell from so much to 0 it is asked.
LEAST_GONE = 20

Questions = dict[Path, list[Problem]]


def ask_about(answers: Sequence[Answer], evidence: Evidence) -> Questions:
    """File -> the questions on its figures, in the order of the rows; answers : of one year."""
    asked: Questions = defaultdict(list)
    for answer in answers:
        asked[answer.path] += _own_questions(answer, evidence)
    for path, question in _far_from_peers(answers):
        # A figure that is doubted by what stands beside it is asked about once.
        if question.line not in {other.line for other in asked[path]}:
            asked[path].append(question)
    for path, question in _totals(answers, evidence):
        asked[path].append(question)
    return {path: sorted(found, key=lambda q: q.line or 0) for path, found in asked.items() if found}


def _own_questions(answer: Answer, evidence: Evidence) -> Iterator[Problem]:
    """What an answer says against itself, and against what was known of the same."""
    by_code = {figure.line.indicator: figure for figure in answer.figures.values()}
    cards = cards_of(evidence, by_code)
    for figure in answer.figures.values():
        line = figure.line
        if may_be_fraction(figure.value, line.indicator, line.unit, figure.is_percent, evidence):
            yield figure.question("asked_fraction", 100 * figure.value)
        yield from _against_known(figure, cards.get(line.indicator), evidence)
    yield from _sums(by_code)


def cards_of(evidence: Evidence, codes: Iterable[str]) -> dict[str, Indicator]:
    """The cards of some indicators, those of cells of forms made where the province has none."""
    found = {code: evidence.indicators[code] for code in codes if code in evidence.indicators}
    return found | form_cards(evidence.indicators, codes)


def _sums(by_code: dict[str, Figure]) -> Iterator[Problem]:
    """Parts that exceed their whole, and all parts of one that do not add up to it.

    by_code : indicator -> figure of one answer.
    """
    for one in sums_of(by_code):
        total, known = by_code[one.whole], [by_code[code] for code in one.parts]
        above = [part for part in known if part.value > total.value]
        for part in above:
            yield part.question("asked_part_above", total.value, whole=total.line.name)
        added = sum((part.value for part in known), Decimal(0))
        if one.is_complete and added != total.value and not above:
            yield total.question("asked_sum", added, count=len(known), cells=", ".join(p.cell for p in known))


def _against_known(figure: Figure, card: Indicator | None, evidence: Evidence) -> Iterator[Problem]:
    """Whether a figure differs from one of the same time, or changed more than usual since the newest before."""
    line = figure.line
    area = evidence.area(line.area, line.period.last)
    rows = [
        row
        for row in evidence.observations_of(line.indicator, line.area)
        if _is_like(row, figure) and area.covers(row.period) and not row.period.is_span
    ]
    same = [row for row in rows if row.period.year == line.period.year]
    facts = {
        row.id: {"year": row.period.year, "publisher": _publisher(evidence, row), "sign": _sign(row)} for row in rows
    }
    for row in same:
        if float(figure.value) not in row.interval:
            code = "asked_thousands" if _may_be_thousands(figure, row) else "asked_differs"
            yield figure.question(code, row.value, **facts[row.id])
            return
    earlier = [row for row in rows if row.comparator == "=" and row.period.year < line.period.year]
    if earlier and not same and card:
        yield from _jump(figure, card, earlier[-1], facts[earlier[-1].id])


def _is_like(row: Observation, figure: Figure) -> bool:
    """Whether a row is a figure of the same kind, of the legal definition."""
    return (row.unit, row.statistic) == (figure.line.unit, figure.line.statistic) and not row.definition


def _sign(row: Observation) -> str:
    """What stands before a number as it was printed ("< "), "" before an exact one."""
    return "" if row.comparator == "=" else f"{row.comparator} "


def _publisher(evidence: Evidence, row: Observation) -> str:
    source = evidence.sources.get(row.source)
    return (source.publisher if source else None) or row.source


def _may_be_thousands(figure: Figure, row: Observation) -> bool:
    """Whether a count is about a thousandth of another one."""
    is_count = figure.line.unit in COUNTS and figure.value > 0
    return is_count and THOUSANDS[0] <= row.value / figure.value <= THOUSANDS[1]


def _jump(figure: Figure, card: Indicator, row: Observation, facts: dict[str, object]) -> Iterator[Problem]:
    """The question why a figure changed so much since an earlier one, if it did."""
    new, old, years = float(figure.value), float(row.value), max(1, figure.line.period.year - row.period.year)
    if _may_be_thousands(figure, row):
        yield figure.question("asked_thousands", row.value, **facts)
        return
    usual = usual_change(card, figure.line.unit, figure.line.statistic)
    if usual is None or (usual.beyond_chance and abs(new - old) <= CHANCE * sqrt(new + old)):
        return
    fold = max(new, old) / min(new, old) if min(new, old) else (float("inf") if max(new, old) >= LEAST_GONE else 1)
    is_far = usual.ratio is not None and fold > usual.ratio**years
    is_wide = usual.points is not None and abs(new - old) / years > usual.points
    if is_far or is_wide:
        yield figure.question("asked_jump", row.value, **facts)


def _far_from_peers(answers: Sequence[Answer]) -> Iterator[tuple[Path, Problem]]:
    """Counts of one area that are a small part, or many times, of what the others have."""
    groups: dict[tuple[str, str], list[tuple[Path, Figure]]] = defaultdict(list)
    for answer in answers:
        if answer.respondent and answer.respondent.rules.of_level:
            for figure in answer.figures.values():
                if figure.line.unit in COUNTS:
                    groups[figure.line.indicator, figure.line.statistic].append((answer.path, figure))
    for found in groups.values():
        usual = median(figure.value for _, figure in found)
        if len(found) < LEAST_PEERS or usual < LEAST_MEDIAN:
            continue
        for path, figure in found:
            if figure.value * FAR < usual or figure.value > FAR * usual:
                facts = {"count": len(found) - 1}
                code = "asked_thousands_of_others" if 0 < figure.value * FAR < usual else "asked_far"
                yield path, figure.question(code, usual, **facts)


def _totals(answers: Sequence[Answer], evidence: Evidence) -> Iterator[tuple[Path, Problem]]:
    """Totals over all areas of a level that differ from what is known of the province, or exceed it before all
    answered; each stands with the last answer that adds to it."""
    province = evidence.province.code
    last: dict[tuple[str, str], tuple[Path, Figure]] = {}
    for answer in answers:
        if answer.respondent and answer.respondent.rules.of_level:
            for figure in answer.figures.values():
                last[figure.line.indicator, figure.line.statistic] = answer.path, figure
    told = {
        (figure.line.indicator, figure.line.statistic): (figure, answer.reading.office)
        for answer in answers
        for figure in answer.figures.values()
        if figure.line.area == province
    }
    for key, (path, figure) in last.items():
        if figure.line.unit in COUNTS:
            total, counted, units = _total_of_areas(answers, evidence, figure)
            yield from ((path, q) for q in _total_questions(figure, told.get(key), evidence, (total, counted, units)))


def _total_of_areas(answers: Sequence[Answer], evidence: Evidence, figure: Figure) -> tuple[Decimal, int, int]:
    """Sum over the areas that answered, now or before, how many these are, and how many there are."""
    line = figure.line
    level = evidence.area(line.area, line.period.last).level
    units = {unit.code for unit in evidence.units(level, evidence.province.code, line.period.last)}
    values = {
        row.area: row.value
        for row in evidence.observations.values()
        if row.area in units and _is_same(row, figure) and evidence.is_reported(row)
    }
    for answer in answers:
        for other in answer.figures.values():
            if other.line.area in units and other.line.indicator == line.indicator and _same_time(other, figure):
                values[other.line.area] = other.value
    return sum(values.values(), Decimal(0)), len(values), len(units)


def _is_same(row: Observation, figure: Figure) -> bool:
    line = figure.line
    return (row.indicator, row.statistic, row.period) == (line.indicator, line.statistic, line.period)


def _same_time(one: Figure, other: Figure) -> bool:
    return (one.line.statistic, one.line.period) == (other.line.statistic, other.line.period)


def _total_questions(
    figure: Figure, told: tuple[Figure, str] | None, evidence: Evidence, total: tuple[Decimal, int, int]
) -> Iterator[Problem]:
    """What a total says against the province: told by a body in this batch, with its name, else known before."""
    added, counted, units = total
    line, province = figure.line, evidence.province.code
    known = [row for row in evidence.observations_of(line.indicator, province) if _of_year(row, figure)]
    facts = {"counted": counted, "units": units}
    pairs = [(told[0].value, "", float(told[0].value), float(told[0].value), told[1])] if told else []
    pairs += [
        (row.value, _sign(row), row.interval.left, row.interval.right, _publisher(evidence, row)) for row in known
    ]
    for printed, sign, low, high, publisher in pairs:
        named = {"total": added, "publisher": publisher, "sign": sign, **facts}
        if counted == units and not low <= float(added) <= high:
            yield figure.question("asked_total", printed, **named)
        elif counted < units and float(added) > high:
            yield figure.question("asked_total_above", printed, **named)


def _of_year(row: Observation, figure: Figure) -> bool:
    """Whether a row gives the same count of the same year, as a level or over the same time."""
    line = figure.line
    same = (row.statistic, row.unit, row.period.year) == (line.statistic, line.unit, line.period.year)
    return same and not row.definition and (line.statistic == "level" or row.period == line.period)
