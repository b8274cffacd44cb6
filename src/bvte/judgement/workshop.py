"""What a workshop that sets targets has to see: the closing phase, the audit of the draft, each choice."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bvte.evidence.collection import Evidence
from bvte.evidence.record import one_line
from bvte.evidence.workshop_plan import workshop_plan
from bvte.judgement.audit import Audit, audit
from bvte.judgement.audit_subject import Subject
from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import level_ended
from bvte.judgement.finding import Reason
from bvte.judgement.paths import Past, past_of, paths_of, wholes_of
from bvte.judgement.readings import readings
from bvte.judgement.targets import Findings, judge
from bvte.methods.achievement import CHANGES

if TYPE_CHECKING:
    import pandas as pd

# Places that are named beside the province: survey groups and communes are no measure for it.
LEVELS = ("country", "province")


@dataclass(frozen=True)
class Choice:
    """One target to decide on.

    past : how its indicator came to where it is, or None; paths : see `paths`; wholes : readings of what it
    is a share of; elsewhere : the newest reading of the country and of each other province; breaks : those
    between the baseline (or the start of the phase) and the due year; to_count : reasons, what would have to
    be counted to know.
    """

    subject: Subject
    past: Past | None
    paths: tuple
    wholes: tuple
    elsewhere: tuple
    breaks: tuple
    to_count: tuple


@dataclass(frozen=True)
class Workshop:
    """The findings of the programme that closes, the audit of the drafted one, and a choice a target."""

    closing: Findings
    audit: Audit
    choices: tuple

    def frame(self) -> "pd.DataFrame":
        """The choices as a frame, one row a target and path; its columns: `result_frames.WORKSHOP`."""
        from bvte.judgement.result_frames import frame_workshop  # itself made of workshops

        return frame_workshop(self)

    def __repr__(self) -> str:
        ways = f"{self.closing.programme.id} -> {self.audit.programme.id}"
        paths = sum(len(choice.paths) for choice in self.choices)
        return one_line(f"workshop {ways} {self.area}", f"{len(self.choices)} choices, {paths} paths")

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(self.frame(), ("target", "name", "unit", "due_year", "path", "low", "high", "flag"))

    @property
    def evidence(self):
        """The evidence of both programmes."""
        return self.audit.evidence

    @property
    def area(self):
        """Code of the area that the targets are for."""
        return self.audit.area


def workshop(evidence: Evidence, closing: str, drafted: str, area: str | None = None) -> Workshop:
    """The pack of a workshop where results of the programme `closing` become targets of `drafted`.

    Raises KeyError for an unknown programme.

    >>> import bvte
    >>> pack = bvte.workshop(bvte.load("dien-bien"), "cpp_2016_2020_db", "cpp_2021_2025_db_draft")
    >>> pack.frame()["target"].nunique() == len(pack.choices)
    True
    """
    audited = audit(evidence, drafted, area)
    findings = judge(evidence, closing, audited.area)
    choices = (choice(s, findings.programme, audited.flags[s.target.id]) for s in audited.subjects)
    return Workshop(findings, audited, tuple(choices))


def choice(subject, closing, flags):
    """One target with its past, paths and neighbours. closing : the programme; flags : those of its audit."""
    past = past_of(subject, closing)
    breaks, wholes = tuple(_breaks(subject)), wholes_of(subject)
    count = tuple(_to_count(subject, breaks, wholes))
    paths, elsewhere = paths_of(subject, past, flags), tuple(_elsewhere(subject))
    return Choice(subject, past, paths, wholes, elsewhere, breaks, count)


def _breaks(subject):
    """Breaks of the indicator or of its denominator on the way to the due year, by date."""
    since = subject.baseline.period.last.year if subject.baseline else subject.phase.start - 1
    known = sorted(subject.evidence.breaks.values(), key=lambda b: (b.date, b.id))
    inside = (b for b in known if since < b.date.year <= subject.target.due_year)
    return (b for b in inside if b.touches(subject.card.id, subject.area))


def _elsewhere(subject):
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


def disputed(pack):
    """Conflicts of the draft's indicators, of what they are made from, and of those of the topics."""
    cards = [subject.card for subject in pack.audit.subjects]
    counts = ((c.id, c.numerator_indicator, c.denominator_indicator, c.whole_indicator) for c in cards)
    topics = (topic.indicators for topic in workshop_plan().topics.values())
    wanted = {code for codes in (*counts, *topics) for code in codes}
    return conflicts(pack.evidence, pack.area, [code for code in pack.evidence.indicators if code in wanted])
