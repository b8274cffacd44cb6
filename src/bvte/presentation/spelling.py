"""Facts as a sentence wants them: every reading, target, break, day and number in the reader's language."""

from datetime import date
from decimal import Decimal
from functools import singledispatch

from pandas import Interval

from bvte.evidence.indicator import Words
from bvte.evidence.rows import Break, Target
from bvte.evidence.source import Source
from bvte.judgement.baselines import baseline_of
from bvte.judgement.conflicts import Others, Parts, Suggestion
from bvte.judgement.progress import Assessment
from bvte.judgement.readings import Reading
from bvte.judgement.target_terms import level_unit
from bvte.judgement.verdicts import Margin
from bvte.presentation import dates, numbers
from bvte.presentation.source_words import named
from bvte.presentation.texts import say


def spelled(facts, evidence):
    """The facts of a reason, each in words; a reading also gives `<name>_year` and, as a sentence has it,
    `<name>_time`, a target `<name>_due`.

    A fact named "break" holds a break's id and gives name, date and reason of it.
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
def _(fact: Reading, name, evidence):
    when = dates.year_text(fact.period)
    words = {name: numbers.labelled(fact), f"{name}_year": when}
    words[f"{name}_time"] = dates.spoken(fact.period)
    words[f"{name}_value"] = numbers.reading_text(fact)
    words[f"{name}_parts"] = "; ".join(numbers.labelled(part) for part in fact.joint or ())
    for part, reading in zip(("first", "second"), fact.counts or fact.change or (), strict=False):
        words |= spell(reading, f"{name}_{part}", None)
    return words


@spell.register
def _(fact: tuple, name, evidence):
    """Several readings of one time, one after the other."""
    shown = "; ".join(numbers.labelled(reading) for reading in fact)
    return {name: shown, f"{name}_time": dates.spoken(fact[0].period)}


@spell.register
def _(fact: Target, name, evidence):
    programme = evidence.programmes[fact.programme].text("name")
    return {
        name: numbers.target_text(fact),
        f"{name}_due": fact.due_year, f"{name}_programme": programme,
        f"{name}_baseline": _baseline(fact, evidence), f"{name}_base_year": fact.baseline_year,
        "scope": fact.text("scope"), "due": fact.due_year,
    }  # fmt: skip


def _baseline(target, evidence):
    """The printed baseline of a target in the unit of its level, or nothing."""
    if baseline_of(evidence, target, evidence.programmes[target.programme].area) is None:
        return ""
    return numbers.with_unit(target.baseline_value, level_unit(evidence, target))


@spell.register
def _(fact: Margin, name, evidence):
    """The distance from a limit, and the limit with the whole that it is a part of."""
    limit = numbers.number(fact.limit)
    if fact.denominator:
        whole = numbers.reading_text(fact.denominator)
        limit = say("reasons.limit_of_whole", limit=limit, whole=whole)
    return {"distance": numbers.with_unit(fact.distance, fact.unit), "limit": limit}


@spell.register
def _(fact: Break, name, evidence):
    facts = {"name": fact.text("name"), "reason": fact.text("reason")}
    return {**facts, "date": dates.day(fact.date)}


@spell.register
def _(fact: Others, name, evidence):
    return {name: "; ".join(_further(figure) for figure in fact.figures)}


def _further(figure):
    """A further figure with its time: a reading, or a count and its whole with the rate of the two."""
    when = dates.time_text(figure.readings[0])
    shown = " / ".join(numbers.reading_text(reading) for reading in figure.readings)
    if len(figure.readings) > 1:
        rate = numbers.with_unit(figure.value, figure.unit)
        shown = say("numbers.as_printed", counts=shown, rate=rate)
    return f"{shown} ({when})"


@spell.register
def _(fact: Parts, name, evidence):
    shown = (f"{evidence.indicators[r.indicator].short.text}: {numbers.reading_text(r)}"
             for r in fact.readings)  # fmt: skip
    least = numbers.with_unit(Decimal(f"{fact.least:.12g}"), fact.readings[0].unit)
    when = dates.time_text(fact.readings[0])
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
    """A computed number with three significant digits at most."""
    return {name: numbers.number(Decimal(f"{fact:.3g}"))}
