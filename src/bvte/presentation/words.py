"""Findings in words: every reason code with its facts becomes a sentence in the reader's language."""

from datetime import date
from decimal import Decimal
from functools import singledispatch

import pandas as pd
from pandas import Interval

from bvte.evidence.indicator import Words
from bvte.evidence.rows import Break, Source, Target
from bvte.evidence.value import COUNTS
from bvte.judgement.baselines import baseline_of
from bvte.judgement.conflict_kinds import ConflictKind
from bvte.judgement.conflicts import Others, Parts, Suggestion
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import DRAFT, Direction, Reason, ReasonCode
from bvte.judgement.progress import Assessment
from bvte.judgement.target_terms import level_unit
from bvte.judgement.verdicts import Margin
from bvte.methods.achievement import UPPER_BOUNDS
from bvte.presentation import dates, numbers
from bvte.presentation.source_words import named
from bvte.presentation.step_words import step_sentence
from bvte.presentation.texts import say


def spelled(facts, evidence):
    """The facts of a reason, each in words; an estimate also gives `<name>_year` and, as a sentence has it,
    `<name>_time`, a target `<name>_due`. A fact named "break" holds a break's id and gives name, date and reason of it.
    """
    words = {}
    for name, fact in facts.items():
        if name == "break":
            fact = evidence.breaks[fact]
        words |= spell(fact, name, evidence)
    return words


@singledispatch
def spell(fact, name, evidence):
    """A fact as named texts; anything without a form of its own stays as it is."""
    return {name: fact}


@spell.register
def _(fact: Estimate, name, evidence):
    when = dates.year_text(fact.period)
    words = {name: numbers.labelled(fact), f"{name}_year": when}
    words[f"{name}_time"] = dates.spoken(fact.period)
    words[f"{name}_value"] = numbers.estimate_text(fact)
    words[f"{name}_parts"] = "; ".join(numbers.labelled(part) for part in fact.joint or ())
    for part, estimate in zip(("first", "second"), fact.counts or fact.change or (), strict=False):
        words |= spell(estimate, f"{name}_{part}", None)
    return words


@spell.register
def _(fact: tuple, name, evidence):
    """Several estimates of one time, one after the other."""
    shown = "; ".join(numbers.labelled(estimate) for estimate in fact)
    return {name: shown, f"{name}_time": dates.spoken(fact[0].period)}


@spell.register
def _(fact: Target, name, evidence):
    programme = evidence.programmes[fact.programme].text("name")
    return {
        name: numbers.target_text(fact),
        f"{name}_due": fact.due_year,
        f"{name}_programme": programme,
        f"{name}_baseline": _baseline(fact, evidence),
        f"{name}_base_year": fact.baseline_year,
        "scope": fact.text("scope"),
        "due": fact.due_year,
    }


def _baseline(target, evidence):
    """The printed baseline of a target in the unit of its level, or nothing."""
    if baseline_of(evidence, target, evidence.programmes[target.programme].area) is None:
        return ""
    return numbers.with_unit(target.baseline_value, level_unit(evidence, target))


@spell.register
def _(fact: Margin, name, evidence):
    """How far a limit is, how many turn the verdict, and the limit with the whole that it is a part of."""
    limit = numbers.number(fact.limit)
    if fact.denominator:
        whole = numbers.estimate_text(fact.denominator)
        limit = say("reasons.limit_of_whole", limit=limit, whole=whole)
    counted = {"distance": fact.distance, "step": fact.step}
    return {word: numbers.with_unit(count, fact.unit) for word, count in counted.items()} | {"limit": limit}


@spell.register
def _(fact: Break, name, evidence):
    facts = {"name": fact.text("name"), "reason": fact.text("reason")}
    return {**facts, "date": dates.day(fact.date)}


@spell.register
def _(fact: Others, name, evidence):
    return {name: "; ".join(_further(figure) for figure in fact.figures)}


def _further(figure):
    """A further figure with its time: an estimate, or a count and its whole with the rate of the two."""
    when = dates.time_text(figure.estimates[0])
    shown = " / ".join(numbers.estimate_text(estimate) for estimate in figure.estimates)
    if len(figure.estimates) > 1:
        rate = numbers.with_unit(figure.value, figure.unit)
        shown = say("numbers.as_printed", counts=shown, rate=rate)
    return f"{shown} ({when})"


@spell.register
def _(fact: Parts, name, evidence):
    shown = (f"{evidence.indicators[r.indicator].short.text}: {numbers.estimate_text(r)}" for r in fact.estimates)
    least = numbers.with_unit(Decimal(f"{fact.least:.12g}"), fact.estimates[0].unit)
    when = dates.time_text(fact.estimates[0])
    return {name: "; ".join(shown), f"{name}_year": when, f"{name}_least": least}


@spell.register
def _(fact: Suggestion, name, evidence):
    found = fact.explanation
    return {name: found.text("reading"), f"{name}_settles": found.text("settles")}


@spell.register
def _(fact: Source, name, evidence):
    return {name: named(fact)}


@spell.register
def _(fact: Assessment, name, evidence):
    label = say(f"progress.label.{fact.label}")
    words = {name: label, f"{name}_method": say(f"progress.method.{fact.method}")}
    for key, number in fact.facts.items():
        words |= spell(number, f"{name}_{key}", evidence)
    return words


@spell.register
def _(fact: Interval, name, evidence):
    """A count that is only known to lie somewhere."""
    return {name: numbers.interval_text(fact, 0)}


@spell.register
def _(fact: Words, name, evidence):
    return {name: fact.text}


@spell.register
def _(fact: date, name, evidence):
    return {name: dates.day(fact)}


@spell.register
def _(fact: Decimal, name, evidence):
    return {name: numbers.number(fact)}


@spell.register
def _(fact: float, name, evidence):
    return {name: numbers.number(_digits(fact))}


def _digits(number):
    """A computed number with three significant digits at most."""
    return Decimal(f"{number:.3g}")


def reason_text(reason, evidence):
    """One reason as a sentence. Raises KeyError for a code without a text."""
    facts = {**reason.facts, **spelled(reason.facts, evidence)}
    if "assessment_highest" in facts and "start" in reason.facts:
        # A range is read with the unit of what it goes on from.
        highest, unit = reason.facts["assessment"].facts["highest"], reason.facts["start"].unit
        facts["assessment_highest"] = numbers.with_unit(_digits(highest), unit)
    return say(f"reasons.{_form(reason)}", **_decoded(facts))


def reason_name(reason, evidence):
    """A reason in few words: a break by its name, anything else as its sentence."""
    if reason.code == ReasonCode.BREAK_BETWEEN:
        return evidence.breaks[reason.facts["break"]].text("name")
    return reason_text(reason, evidence)


def forbidding_name(reason, evidence):
    """What forbids to compare two figures, in two or three words: a break by its name and day."""
    if reason.code == ReasonCode.BREAK_BETWEEN:
        found = evidence.breaks[reason.facts["break"]]
        return say("page.across_apart.break_between", name=found.text("name"), day=dates.day(found.date))
    return say(f"page.across_apart.{reason.code}")


def reasons_text(finding, evidence):
    """All reasons of a finding, one sentence after the other, none twice."""
    sentences = (target_reason(reason, finding, evidence) for reason in finding.reasons)
    return list(dict.fromkeys(sentences))


def target_reason(reason, finding, evidence):
    """A reason that may name the target and the newest estimate of its finding."""
    facts = {"target": finding.target, "latest": finding.latest, **reason.facts}
    return reason_text(Reason(reason.code, facts), evidence)


def small_first(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it begins with an abbreviation or a quotation."""
    return name if name[:2].isupper() or not name[:1].isalpha() else name[0].lower() + name[1:]


def status_name(label):
    """A status in words; that of a drafted target says so ("So với mức dự thảo: đạt")."""
    code = label.removeprefix(DRAFT)
    name = say(f"status.name.{code}")
    return name if label == code else say("status.drafted", status=name[0].lower() + name[1:])


def conflict_figures(conflict, evidence):
    """The first two figures of a conflict with their times, after the name of what they are of."""
    (first, *_), (second, *_) = conflict.sides
    other = "" if second.indicator == first.indicator else figure_name(second, conflict, evidence)
    facts = {"first": numbers.labelled(first), "second": f"{small_first(other)} {numbers.labelled(second)}".lstrip()}
    times = {"first_year": dates.time_text(first), "second_year": dates.time_text(second)}
    name = evidence.indicators[first.indicator].short.text
    told = say("workshop.conflict_figure", name=name, **facts, **times)
    if conflict.kind != ConflictKind.IMPROBABLE_PARTS:
        return told
    # A total and one of its years do not look as if they had to be explained.
    rest = spelled({"rest_mean": conflict.facts["rest_mean"]}, evidence)
    return say("workshop.conflict_rest", figures=told, **rest)


def figure_name(estimate, conflict, evidence):
    """What a figure of a conflict is of; "" where all of them are of one indicator, which the conflict is named by."""
    is_one = {told.indicator for told in conflict.estimates} == {conflict.indicator}
    return "" if is_one else evidence.indicators[estimate.indicator].short.text


def conflict_text(conflict, evidence, has_reasons=True):
    """How figures do not go together, with the numbers of it; has_reasons : also what has to be asked of them, and
    what else parts them."""
    return " ".join(conflict_sentences(conflict, evidence, has_reasons))


def conflict_sentences(conflict, evidence, has_reasons=True):
    """The same in parts of which each may be that of other conflicts too."""
    told_apart = ("reasons", "way", "measure", "other_scope")
    facts = {k: v for k, v in conflict.facts.items() if k not in told_apart and v is not None}
    words = spelled(facts, evidence) | _sides(conflict, evidence)
    if "measure" in conflict.facts:
        words["moved"] = step_sentence(conflict.facts, words, conflict.sides[0][0])
        # Both ways, as one ratio is another percentage up than down.
        for bound in ("up_to", "down_to"):
            words[bound] = say(f"reasons.step_{conflict.facts['measure']}", amount=words[bound])
    beside = [reason_text(r, evidence) for r in conflict.facts.get("reasons", ())]
    is_step = "measure" in conflict.facts
    asked = [say("reasons.step_asked")] if is_step else []
    limit = [say("reasons.step_threshold", **words)] if is_step else []
    return [say(f"reasons.conflict_{conflict.kind}", **words), *limit, *([*asked, *beside] if has_reasons else [])]


def _sides(conflict, evidence):
    """The times of both sides of a conflict, and what it is of with the whole to which that belongs."""
    span, years = (", ".join(dict.fromkeys(dates.year_text(r.period) for r in side)) for side in conflict.sides)
    part = evidence.indicators[conflict.indicator]
    whole, name = evidence.indicators.get(part.subset_of or "", part).short.text, small_first(part.short.text)
    return {"span": span, "years": years, "part_name": name, "whole_name": whole}


def _form(reason):
    """The text of a reason: its code, but for those that speak of two directions or ways."""
    form = FORMS.get(reason.code)
    return form(reason.facts) if form else reason.code


def near_form(facts):
    """By how much a limit is missed or kept: which way, and from which side the target bounds."""
    if facts["margin"].distance == 0:
        return "near_met_exactly"
    side = "above" if facts["target"].condition in UPPER_BOUNDS else "below"
    return f"near_{'met' if facts['margin'].met else 'missed'}_{side}"


def _derived(estimate):
    """How an estimate was derived: a change of two levels, what parts have in common, or a quotient."""
    if estimate.joint:
        return "derived_joint"
    return "derived_change" if estimate.change else "derived_value"


# Reasons with several texts: code -> the key for its facts.
FORMS = {
    "count_jump": lambda facts: "count_drop" if facts["ratio"] < 1 else "count_jump",
    "derived_value": lambda facts: _derived(facts["estimate"]),
    "course_of_change": lambda facts: "course_of_change" if facts["estimate"].change else "course_of_printed_change",
    "course_open": lambda facts: "course_open_forecast" if "lowest" in facts["assessment"].facts else "course_open",
    "break_since_target": lambda facts: "break_inside_figure" if facts["spans"] else "break_since_target",
    "disputed_figure": lambda facts: "disputed_itself" if facts["part"] == facts["estimate"] else "disputed_figure",
    "figure_of_another_kind": lambda facts: f"figure_of_another_{facts['apart']}",
    "near_limit": near_form,
    "only_earlier_value": lambda facts: "only_earlier_value" if facts["is_over"] else "value_before_due",
}


def _decoded(facts):
    """Facts that are codes in words: verdicts, one or one for each estimate, and why a method is
    undefined."""
    if "method" in facts:
        facts["method"] = say(f"progress.method.{facts['method']}")
        facts["why"] = say(f"progress.undefined.{facts['code']}")
    if "verdict" in facts:
        facts["verdict"] = say(f"status.verdict.{facts['verdict']}")
    if "verdicts" in facts:
        facts["verdicts"] = "; ".join(verdict_words(facts["verdicts"]))
    return facts


def verdict_words(verdicts):
    """What each estimate says by itself: "dưới 3,8%: đạt"."""
    for estimate, verdict in verdicts.items():
        yield f"{_as_read(estimate)}: {say(f'status.verdict.{verdict}')}"


def _as_read(estimate):
    """An estimate as it was published; of "about" also the numbers that it is read as."""
    text = numbers.labelled(estimate)
    if estimate.comparator != "~":
        return text
    decimals = max(1, -estimate.value.as_tuple().exponent) if estimate.unit not in COUNTS else 0
    possible = numbers.interval_text(estimate.interval, decimals)
    return say("numbers.read_as", value=text, possible=possible)


def change_text(finding, shown=numbers.number):
    """The change since the baseline in words that know about rounding; no direction inside rounding.

    Between two numbers: "fell by 0.5 to 0.7 points, of which rounding could be 0.1"; where one of them is
    only a bound: by how much at least, or that a rise or fall is not determined, and which of the two is the
    bound. `shown` turns an end into text.
    """
    if finding.open_sides:
        return _open_change(finding, shown)
    size, decimals, possible = finding.change_size, _decimals(finding), finding.change
    facts = {}
    if finding.direction in (Direction.ROSE, Direction.FELL):
        possible = pd.Interval(size["low"], size["high"], closed="both")
        facts["rounding"] = numbers.rounded(size["rounding"], decimals)
    facts["ends"] = numbers.interval_text(possible, decimals, shown)
    low, high = numbers.outward(possible, decimals)
    facts["unit"] = numbers.step_name(finding.target.unit, low if low == high else numbers.MANY)
    return say(f"reasons.changed_{_way(finding)}", **facts)


def _open_change(finding, shown):
    """A change of which one side is only a bound: its least size, or that its direction is not determined."""
    why = "; ".join(_bound_side(finding, side) for side in finding.open_sides)
    if finding.direction == Direction.UNDETERMINED:
        return say("reasons.changed_undetermined", why=why)
    least, _ = numbers.outward(pd.Interval(finding.change_size["low"], float("inf")), _decimals(finding))
    facts = {"least": shown(least), "unit": numbers.step_name(finding.target.unit)}
    return say(f"reasons.changed_{finding.direction}_at_least", **facts, why=why)


def _bound_side(finding, side):
    """Which of the two figures is only a bound, as it was printed."""
    estimate = getattr(finding, side)
    figure, time = numbers.labelled(estimate), dates.spoken(estimate.period)
    return say("reasons.only_a_bound", figure=figure, time=time)


def _way(finding):
    """The direction of a change; one between two exact counts has no rounding to speak of."""
    exact = finding.change.left == finding.change.right
    return f"{finding.direction}_exactly" if exact else finding.direction


def _decimals(finding):
    """Decimals of a change: those of the finer of its two prints, at least one for anything but a count."""
    if finding.target.unit in COUNTS:
        return 0
    prints = (finding.latest.value, finding.baseline.value)
    return max(1, *(-value.as_tuple().exponent for value in prints))
