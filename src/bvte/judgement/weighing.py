"""What other figures say to two that do not go together: which one they stand near, what parts exclude."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from bvte.evidence import value
from bvte.evidence.reporting import Explanation
from bvte.judgement.finding import Reason
from bvte.judgement.readings import belong_together, published

# Change from one year to the next that the WHO data quality review asks to be explained.
PLAUSIBLE_STEP = 0.33


@dataclass(frozen=True)
class Further:
    """A figure beside the two: one reading, or a count and its whole with what the printed numbers give."""

    value: Decimal
    unit: str
    readings: tuple


@dataclass(frozen=True)
class Others:
    """Several further figures, in the order of time."""

    figures: tuple

    @property
    def sources(self):
        """Ids of their sources."""
        return tuple(code for figure in self.figures for r in figure.readings for code in r.sources)


@dataclass(frozen=True)
class Parts:
    """Readings of parts of a whole, of one time and source."""

    readings: tuple

    @property
    def sources(self):
        """Ids of their sources."""
        return tuple(code for r in self.readings for code in r.sources)

    @property
    def least(self):
        """The least number that they leave possible together."""
        return sum(r.interval.left for r in self.readings)


@dataclass(frozen=True)
class Suggestion:
    """An explanation that a person wrote, with the sources of the figures that it rests on."""

    explanation: Explanation
    sources: tuple


def weigh(evidence, conflict):
    """What other rows say to figures that do not go together, as reasons.

    Those of `beside` where it is two figures of one indicator, and "suggestion": what a person thinks of it.
    """
    is_pair = conflict.is_contradiction or conflict.kind == "step"
    rule = beside(evidence, *conflict.readings) if is_pair else ()
    return (*rule, *_suggested(evidence, conflict.readings))


def beside(evidence, first, second):
    """What follows by rule from the other figures, as reasons.

    "others_agree": further figures near one of them and not near the other; "parts_exceed": the parts of a
    whole are more than it by a step that no population makes.
    """
    sides = (first, second)
    near = (_near_one(evidence, *sides), _near_one(evidence, *reversed(sides)))
    return (*near[0], *near[1], *_exceeded(evidence, sides))


def _near_one(evidence, side, other):
    """The further figures that stand near one side and not near the other."""
    figures = [
        f for f in _further(evidence, side, other) if _near(side, f.value) and not _near(other, f.value)
    ]
    if figures:
        in_time = sorted(figures, key=lambda f: f.readings[0].period)
        yield Reason("others_agree", {"side": side, "other": other, "figures": Others(tuple(in_time))})


def _further(evidence, side, other):
    """Figures of the kind of a side that neither side rests on, and that no break parts from it."""
    card, used = evidence.indicators[side.indicator], {*side.rows, *other.rows}
    for figure in (*_singly(evidence, card, side), *_paired(evidence, card, side)):
        first = figure.readings[0]
        if (
            first.statistic == side.statistic
            and first.definition in (side.definition, other.definition)
            and not used & {row for r in figure.readings for row in r.rows}
            and not _is_cut(evidence, side, figure)
        ):
            yield figure


def _singly(evidence, card, side):
    """Published readings of the indicator."""
    known = published(evidence, card.id, side.area)
    return [Further(r.value, r.unit, (r,)) for r in known if r.unit == side.unit and r.comparator != "-"]


def _paired(evidence, card, side):
    """Rates from the printed numbers of a count and its whole; also of two bounds, which leave any rate."""
    if not (card.numerator_indicator and card.denominator_indicator):
        return []
    counts = published(evidence, card.numerator_indicator, side.area)
    wholes = published(evidence, card.denominator_indicator, side.area)
    scale = value.SCALES[card.unit]
    return [
        Further((scale * count.value / whole.value).quantize(Decimal("0.01")), card.unit, (count, whole))
        for count, whole in product(counts, wholes)
        if whole.value and belong_together(count, whole)
    ]


def _is_cut(evidence, side, figure):
    """Whether a break that forbids comparison lies between a side and a further figure."""
    earlier, later = sorted((side.period.last, figure.readings[0].period.last))
    named = {side.indicator, *(r.indicator for r in figure.readings)}
    return any(b.effect == "not_comparable" for b in evidence.breaks_of(named, side.area, earlier, later))


def _near(side, number):
    """Whether a number is not a third away from a reading; a bound is printed because the value is near."""
    ends = (side.value, side.value) if side.is_bound else (side.interval.left, side.interval.right)
    low, high = map(float, ends)
    return low * (1 - PLAUSIBLE_STEP) <= number <= high * (1 + PLAUSIBLE_STEP)


def _exceeded(evidence, sides):
    """Wholes among the two readings, or below them, that are less than their parts."""
    wholes = dict.fromkeys(whole for side in sides for whole in (side, *(side.counts or ())[1:]))
    for whole in wholes:
        found = [p for p in _parts(evidence, whole) if p.least > whole.interval.right * (1 + PLAUSIBLE_STEP)]
        if found:
            nearest = min(found, key=lambda p: abs((p.readings[0].period.last - whole.period.last).days))
            least = Decimal(str(nearest.least))
            yield Reason(
                "parts_exceed", {"whole": whole, "parts": nearest, "least": least, "unit": whole.unit}
            )


def _parts(evidence, whole):
    """The parts of a whole wherever one source gave all of them for one time."""
    codes = evidence.indicators[whole.indicator].at_least_sum_of
    known = [published(evidence, code, whole.area) for code in codes]
    for first in known[0] if known else ():
        same = [
            next((r for r in row if (r.period, r.sources) == (first.period, first.sources)), None)
            for row in known
        ]
        if all(same):
            yield Parts(tuple(same))


def _suggested(evidence, sides):
    """Explanations of the rows in question, where all that they rest on is known."""
    rows = {row for side in sides for row in side.rows}
    for found in evidence.explanations.values():
        known = [evidence.observations.get(row) for row in found.rests_on]
        if rows & set(found.questioned) and all(known):
            sources = tuple(dict.fromkeys(row.source for row in known))
            yield Reason("suggestion", {"explanation": Suggestion(found, sources)})
