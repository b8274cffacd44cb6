"""Findings in words: every reason code with its facts becomes a sentence in the reader's language."""

import pandas as pd

from bvte.evidence.value import COUNTS
from bvte.judgement.finding import DRAFT, Direction, Reason, ReasonCode
from bvte.methods.achievement import UPPER_BOUNDS
from bvte.presentation import dates, numbers
from bvte.presentation.spelling import spelled
from bvte.presentation.texts import say


def reason_text(reason, evidence):
    """One reason as a sentence. Raises KeyError for a code without a text."""
    facts = {**reason.facts, **spelled(reason.facts, evidence)}
    return say(f"reasons.{_form(reason)}", **_decoded(facts))


def reason_name(reason, evidence):
    """A reason in few words: a break by its name, anything else as its sentence."""
    if reason.code == ReasonCode.BREAK_BETWEEN:
        return evidence.breaks[reason.facts["break"]].text("name")
    return reason_text(reason, evidence)


def reasons_text(finding, evidence):
    """All reasons of a finding, one sentence after the other, none twice."""
    sentences = (target_reason(reason, finding, evidence) for reason in finding.reasons)
    return list(dict.fromkeys(sentences))


def target_reason(reason, finding, evidence):
    """A reason that may name the target and the newest reading of its finding."""
    facts = {"target": finding.target, "latest": finding.latest, **reason.facts}
    return reason_text(Reason(reason.code, facts), evidence)


def verified(reason, evidence):
    """How far a result can be verified, and what is needed for it."""
    reading = reason.facts.get("reading")
    need = _need(evidence.indicators[reading.indicator], reading) if reading else ""
    return reason_text(Reason(reason.code, {**reason.facts, "need": need}), evidence)


def _need(card, reading):
    """What would verify a reading: its two counts, the levels of a change, else the number itself."""
    facts = {"time": dates.spoken(reading.period)}
    if card.kind == "change":
        return say("reasons.need_level", **facts)
    if card.numerator and card.denominator:
        parts = {"numerator": card.numerator.text, "denominator": card.denominator.text}
        return say("reasons.need_counts", **facts, **parts)
    return say("reasons.need_number", **facts)


def status_name(label):
    """A status in words; that of a drafted target says so ("Dự thảo: đạt")."""
    code = label.removeprefix(DRAFT)
    name = say(f"status.name.{code}")
    return name if label == code else say("status.drafted", status=name[0].lower() + name[1:])


def conflict_text(conflict, evidence):
    """How figures do not go together, with the numbers of it, and what else parts them."""
    facts = {k: v for k, v in conflict.facts.items() if k not in ("reasons", "way", "measure", "other_scope")}
    words = spelled(facts, evidence) | _sides(conflict)
    words |= {k: say(f"reasons.step_{conflict.facts[k]}") for k in ("way", "measure") if k in conflict.facts}
    beside = (reason_text(r, evidence) for r in conflict.facts.get("reasons", ()))
    return " ".join([say(f"reasons.conflict_{conflict.kind}", **words), *beside])


def _sides(conflict):
    """The times of both sides of a conflict."""
    first, second = (dict.fromkeys(dates.year_text(r.period) for r in side) for side in conflict.sides)
    return {"span": ", ".join(first), "years": ", ".join(second)}


def _form(reason):
    """The text of a reason: its code, but for those that speak of two directions or ways."""
    form = FORMS.get(reason.code)
    return form(reason.facts) if form else reason.code


def _near(facts):
    """By how much a limit is missed or kept: which way, and from which side the target bounds."""
    if facts["margin"].distance == 0:
        return "near_met_exactly"
    side = "above" if facts["target"].condition in UPPER_BOUNDS else "below"
    return f"near_{'met' if facts['verdict'] == 'met' else 'missed'}_{side}"


def _derived(reading):
    """How a reading was derived: a change of two levels, what parts have in common, or a quotient."""
    if reading.joint:
        return "derived_joint"
    return "derived_change" if reading.change else "derived_value"


# Reasons with several texts: code -> the key for its facts.
FORMS = {
    "count_jump": lambda facts: "count_drop" if facts["ratio"] < 1 else "count_jump",
    "derived_value": lambda facts: _derived(facts["reading"]),
    "course_of_change": lambda facts: (
        "course_of_change" if facts["reading"].change else "course_of_printed_change"
    ),
    "course_open": lambda facts: (
        "course_open_forecast" if "lowest" in facts["assessment"].facts else "course_open"
    ),
    "disputed_figure": lambda facts: (
        "disputed_itself" if facts["part"] == facts["reading"] else "disputed_figure"
    ),
    "near_limit": _near,
}


def _decoded(facts):
    """Facts that are codes in words: verdicts, one or one for each reading, and why a method is undefined."""
    if "method" in facts:
        facts["method"] = say(f"progress.method.{facts['method']}")
        facts["why"] = say(f"progress.undefined.{facts['code']}")
    if "verdict" in facts:
        facts["verdict"] = say(f"status.verdict.{facts['verdict']}")
    if "verdicts" in facts:
        facts["verdicts"] = "; ".join(verdict_words(facts["verdicts"]))
    return facts


def verdict_words(verdicts):
    """What each reading says by itself: "dưới 3,8%: đạt"."""
    for reading, verdict in verdicts.items():
        yield f"{_as_read(reading)}: {say(f'status.verdict.{verdict}')}"


def _as_read(reading):
    """A reading as it was published; of "about" also the numbers that it is read as."""
    text = numbers.labelled(reading)
    if reading.comparator != "~":
        return text
    decimals = max(1, -reading.value.as_tuple().exponent) if reading.unit not in COUNTS else 0
    possible = numbers.interval_text(reading.interval, decimals)
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
    reading = getattr(finding, side)
    figure, time = numbers.labelled(reading), dates.spoken(reading.period)
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
