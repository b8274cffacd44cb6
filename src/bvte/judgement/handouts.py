"""What lies on the tables of a workshop: the figures of each topic, and the questions that figures raise."""

from dataclasses import dataclass

from bvte.evidence.national import Topic, workshop_plan
from bvte.judgement.protection import withheld
from bvte.judgement.reading import STRENGTHS
from bvte.judgement.readings import readings
from bvte.judgement.workshop import disputed


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
    found = disputed(pack)
    return tuple(_placemat(pack, topic, found) for topic in workshop_plan().topics.values())


def _placemat(pack, topic, conflicts):
    cards = [pack.evidence.indicators[code] for code in topic.indicators if code in pack.evidence.indicators]
    found = {card: _newest(pack, card.id) for card in cards}
    hidden = tuple(card for card, reading in found.items() if _newer_withheld(pack, card.id, reading))
    shown = tuple(reading for card, reading in found.items() if reading and card not in hidden)
    missing = tuple(card for card in cards if found[card] is None and card not in hidden)
    doubts = tuple(c for c in conflicts if set(c.readings) & set(shown))
    return Placemat(topic, shown, missing, hidden, doubts)


def _newer_withheld(pack, indicator, shown):
    """Whether a figure of the area is withheld that is newer than the one that could be shown."""
    known = withheld(pack.evidence, indicator, pack.area)
    return any(shown is None or r.period.last > shown.period.last for r in known)


def _newest(pack, indicator):
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
    for conflict in disputed(pack):
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
