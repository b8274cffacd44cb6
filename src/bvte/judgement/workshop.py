"""What a workshop that sets targets has to see: the closing phase, the audit of the draft, each choice.

And what lies on its tables: the figures of each topic, and the questions that figures raise.
"""

from dataclasses import dataclass

from bvte.evidence.workshop_plan import Topic, workshop_plan
from bvte.judgement.audit import Audit, audit
from bvte.judgement.audit_subject import Subject
from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import level_ended
from bvte.judgement.finding import Reason
from bvte.judgement.paths import Trend, denominators_of, paths_of, trend_of
from bvte.judgement.readings import STRENGTHS, readings, withheld_readings
from bvte.judgement.targets import Findings, judge
from bvte.methods.achievement import CHANGES

# Places that are named beside the province: survey groups and communes are no measure for it.
LEVELS = ("country", "province")


@dataclass(frozen=True)
class Choice:
    """One target to decide on.

    trend : how its indicator came to where it is, or None; paths : see `paths`; denominators : readings of
    what it is a share of; elsewhere : the newest reading of the country and of each other province;
    breaks : those between the baseline (or the start of the phase) and the due year; to_count : reasons,
    what would have to be counted to know.
    """

    subject: Subject
    trend: Trend | None
    paths: tuple
    denominators: tuple
    elsewhere: tuple
    breaks: tuple
    to_count: tuple


@dataclass(frozen=True)
class Workshop:
    """The findings of the programme that closes, the audit of the drafted one, and a choice a target."""

    closing: Findings
    audit: Audit
    choices: tuple

    @property
    def evidence(self):
        """The evidence of both programmes."""
        return self.audit.evidence

    @property
    def area(self):
        """Code of the area that the targets are for."""
        return self.audit.area


def workshop(evidence, closing, drafted, area=None):
    """The pack of a workshop where results of the programme `closing` become targets of `drafted`.

    Raises KeyError for an unknown programme.
    """
    audited = audit(evidence, drafted, area)
    findings = judge(evidence, closing, audited.area)
    choices = (choice_for(s, findings.programme, audited.flags[s.target.id]) for s in audited.subjects)
    return Workshop(findings, audited, tuple(choices))


def choice_for(subject, closing, flags):
    """One target with its past, paths and neighbours. closing : the programme; flags : those of its audit."""
    past = trend_of(subject, closing)
    breaks, wholes = tuple(_breaks_on_way(subject)), denominators_of(subject)
    count = tuple(_to_count(subject, breaks, wholes))
    paths, elsewhere = paths_of(subject, past, flags), tuple(_levels_elsewhere(subject))
    return Choice(subject, past, paths, wholes, elsewhere, breaks, count)


def _breaks_on_way(subject):
    """Breaks of the indicator or of its denominator on the way to the due year, by date."""
    since = subject.baseline.period.last.year if subject.baseline else subject.phase.start - 1
    known = sorted(subject.evidence.breaks.values(), key=lambda b: (b.date, b.id))
    inside = (b for b in known if since < b.date.year <= subject.target.due_year)
    return (b for b in inside if b.touches(subject.card.id, subject.area))


def _levels_elsewhere(subject):
    """The newest level of the country and of each other province, in the target's unit."""
    for area in subject.evidence.areas.values():
        if area.level in LEVELS and area.code != subject.area:
            known = readings(subject.evidence, subject.card.id, area.code)
            known = [r for r in known if r.unit == subject.target.unit and r.is_of_one_year]
            if known:
                yield max(known, key=lambda r: r.period.last)


def _to_count(subject, breaks, wholes):
    """What is not counted, or not so that the target could be judged, as reasons."""
    target, card, baseline = subject.target, subject.card, subject.baseline
    if card.measurement_gap is not None:
        yield Reason("count_after_defining", {"why": card.measurement_gap})
    if baseline is None and card.judged_by != "presence" and target.condition not in CHANGES:
        yield Reason("count_baseline", {"year": subject.phase.start - 1})
    elif baseline is not None and baseline.is_bound:
        yield Reason("count_exactly", {"baseline": baseline})
    if last := level_ended(subject.evidence, card.id, target.due_year):
        yield Reason("count_other_units", {"last": last, "due": target.due_year})
        return
    for b in breaks:
        if b.effect == "not_comparable":
            yield Reason("count_both_ways", {"break": b.id})
    if len({whole.value for whole in wholes}) > 1:
        yield Reason("count_one_whole", {"wholes": wholes, "due": target.due_year})
    yield Reason("count_result", {"numerator": card.numerator or card.name, "due": target.due_year})


def workshop_conflicts(pack):
    """Conflicts of the draft's indicators, of what they are made from, and of those of the topics."""
    cards = [subject.card for subject in pack.audit.subjects]
    counts = ((c.id, c.numerator_indicator, c.denominator_indicator, c.whole_indicator) for c in cards)
    topics = (topic.indicators for topic in workshop_plan().topics.values())
    wanted = {code for codes in (*counts, *topics) for code in codes}
    return conflicts(pack.evidence, pack.area, [code for code in pack.evidence.indicators if code in wanted])


@dataclass(frozen=True)
class Placemat:
    """The newest figure of each indicator of a topic; cards of those without one, and of those whose newest
    figure may not be shown; conflicts: what calls one of the figures in doubt."""

    topic: Topic
    readings: tuple
    missing: tuple
    withheld: tuple
    conflicts: tuple = ()


@dataclass(frozen=True)
class Question:
    """A question and what raised it. code : of the question; indicator : its card; subject, flag : the
    target and weakness, conflict : the figures, or break_ : the break that it comes from."""

    code: str
    indicator: object
    subject: object = None
    flag: object = None
    conflict: object = None
    break_: object = None


def placemats(pack):
    """A placemat for every topic of the plan, with the figures of the area, else of the country."""
    found = workshop_conflicts(pack)
    return tuple(_topic_placemat(pack, topic, found) for topic in workshop_plan().topics.values())


def _topic_placemat(pack, topic, conflicts):
    cards = [pack.evidence.indicators[code] for code in topic.indicators if code in pack.evidence.indicators]
    found = {card: _newest_reading(pack, card.id) for card in cards}
    hidden = tuple(card for card, reading in found.items() if _is_newer_withheld(pack, card.id, reading))
    shown = tuple(reading for card, reading in found.items() if reading and card not in hidden)
    missing = tuple(card for card in cards if found[card] is None and card not in hidden)
    doubts = tuple(c for c in conflicts if set(c.readings) & set(shown))
    return Placemat(topic, shown, missing, hidden, doubts)


def _is_newer_withheld(pack, indicator, shown):
    """Whether a figure of the area is withheld that is newer than the one that could be shown."""
    known = withheld_readings(pack.evidence, indicator, pack.area)
    return any(shown is None or r.period.last > shown.period.last for r in known)


def _newest_reading(pack, indicator):
    """The firmest of the newest readings of the area, else of the country, or None.

    A figure of several years is the newest only where none of one year at most is of its time or later.
    """
    country = next((a.code for a in pack.evidence.areas.values() if a.level == "country"), None)
    for area in (pack.area, country):
        known = readings(pack.evidence, indicator, area)
        known = [r for r in known if not (r.period.is_longer and _told_shorter(r, known))]
        if known:
            return max(known, key=lambda r: (r.period.last, -STRENGTHS.index(r.strength)))
    return None


def _told_shorter(long, known):
    """Whether a figure of one year at most begins in the time of a longer one, or after it."""
    return any(r.period.first >= long.period.first for r in known if not r.period.is_longer)


def questions(pack):
    """Questions from the audit's flags, then from the conflicts, then from the breaks, each once."""
    return (*_from_flags(pack), *_from_conflicts(pack), *_from_breaks(pack))


def _from_flags(pack):
    for subject in pack.audit.subjects:
        for flag in pack.audit.flags[subject.target.id]:
            yield Question(flag.code, subject.card, subject, flag)


def _from_conflicts(pack):
    for conflict in workshop_conflicts(pack):
        code = "conflict" if conflict.is_contradiction else "unusual"
        yield Question(code, pack.evidence.indicators[conflict.indicator], conflict=conflict)


def _from_breaks(pack):
    """One question for each break on the way of a target, unless a flag asks about it already."""
    flags = (flag for flags in pack.audit.flags.values() for flag in flags)
    asked = {flag.facts["break"] for flag in flags if "break" in flag.facts}
    first = {}
    for choice in pack.choices:
        for b in choice.breaks:
            first.setdefault(b.id, (choice, b))
    for choice, b in first.values():
        if b.id not in asked:
            yield Question("break", choice.subject.card, choice.subject, break_=b)
