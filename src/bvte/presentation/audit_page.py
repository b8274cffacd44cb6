"""The audit of a programme's targets as a page: title, message, picture, each point with what mends it."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from bvte.evidence.national import programme_kinds
from bvte.judgement.audit import Audit
from bvte.judgement.audit_subject import AuditPoint
from bvte.judgement.estimates import Estimate
from bvte.judgement.frames import audit_of, result_of
from bvte.judgement.message import MOST, Certainty, certainty_of
from bvte.judgement.next_classes import CLASSES, class_of
from bvte.judgement.vantage import phase_stage
from bvte.presentation import cells, dates, numbers
from bvte.presentation.citations import sources_prose
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.message import certainty_mark, message_box
from bvte.presentation.newness import inside, page_facts, programme_name, programme_status, seen_text
from bvte.presentation.parts import columns, nothing, title_blocks
from bvte.presentation.phrases import link, phrase, row_anchor, small, strong
from bvte.presentation.texts import say
from bvte.presentation.words import decided, reason_text, spelled

# Flags that a deputy director must see first.
GRAVEST = (
    "weaker_than_baseline",
    "already_met",
    "slower_than_past",
    "met_by_definition",
    "register_jump",
    "saturated",
    "vanishing_denominator",
)
# Flags that a published figure would mend, the wording as it is.
ONLY_A_FIGURE = (AuditPoint.NO_BASELINE, AuditPoint.BASELINE_IS_BOUND, AuditPoint.NEVER_PUBLISHED)


def audit_title(audit):
    """Title of the audit, how many targets have something to mend, and each of those in a line."""
    phase = audit.programme
    facts = {
        "kind": programme_kinds()[phase.kind].name.text,
        "area": audit.evidence.area(audit.area).text("name"),
        "status": programme_status(phase, audit.evidence),
    }
    lead = say("audit.lead", years=dates.years_text(phase.start, phase.end), **facts)
    name = say("audit.title", programme=programme_name(phase, audit.evidence))
    title = title_blocks(name, lead, seen_text(audit.evidence, audit.area, audit.sources))
    message, gravest = audit_message(audit), list(gravest_flags(audit))[:MOST]
    marks = [flag_certainty(flag, audit.evidence) for _, flag in gravest]
    sentences = [phrase(_told(*pair), " ", certainty_mark(mark)) for pair, mark in zip(gravest, marks, strict=True)]
    blocks = *title, message_box(message, sentences, marks), *_mends(audit, gravest)
    return Prose(blocks, page_facts(audit.evidence, audit.area, audit.sources, message))


def flag_certainty(flag, evidence):
    """How sure the ground of a flag is: as its least sure figure; a law or a border that changed is sure."""
    figures = (fact for fact in flag.facts.values() if isinstance(fact, Estimate))
    return max(
        (certainty_of(evidence, figure) for figure in figures), key=list(Certainty).index, default=Certainty.AGREED
    )


def _mends(audit, gravest):
    """What would mend each of the gravest points, with the sources of its ground; none where there is no point."""
    if not gravest:
        return ()
    rows = [(s.card.short.text, remedy_text(flag, s), _ground_sources(flag, s, audit)) for s, flag in gravest]
    return (make_table(say("audit.mends"), columns(("indicator", "mend:wide", "sources")), rows),)


def _ground_sources(flag, subject, audit):
    return cells.cite([subject.target.source, *flag.sources(audit.evidence)], audit.sources)


def gravest_points(audit):
    """The gravest flags in a line each."""
    return (_told(*pair) for pair in gravest_flags(audit))


def _told(subject, flag):
    return phrase(link(row_anchor(subject.card.id), subject.card.short.text), ": ", flag_sentence(flag, subject))


def gravest_flags(audit):
    """The gravest flags with their targets: for every kind, and every break, the first target that it catches."""
    first = {}
    for subject in audit.subjects:
        for flag in audit.flags[subject.target.id]:
            first.setdefault((flag.code, flag.facts.get("break")), (subject, flag))
    for code in GRAVEST:
        for subject, flag in (pair for (found, _), pair in first.items() if found == code):
            yield subject, flag


def audit_message(audit):
    """How many targets have something to mend, by the gravest thing that each needs, and how much is only a figure."""
    total, flags = len(audit.subjects), [flag for found in audit.flags.values() for flag in found]
    if not total:
        return say("audit.headline_none")
    if not flags:
        return say("audit.headline_sound", total=total)
    key = f"audit.headline.{phase_stage(audit.evidence, audit.programme)}"
    light = sum(flag.code in ONLY_A_FIGURE for flag in flags)
    points = say("audit.headline_points", flags=len(flags), grave=len(flags) - light, light=light)
    return f"{say(key, flagged=len(audit.flagged), total=total, classes=_by_gravity(audit))} {points}"


def _by_gravity(audit):
    """Of how many targets with a point which is the gravest thing that has to be done, the gravest first."""
    found = Counter(class_of(flags, ()) for flags in audit.flags.values() if flags)
    return ", ".join(say(f"audit.counted.{kind}", count=found[kind]) for kind in CLASSES if found[kind])


def audit_table(audit: Audit | pd.DataFrame, of: Audit | None = None) -> Table | Prose:
    """A row for every point of every target: what the target says, the ground, the change that mends it.

    audit : of a programme, or its frame, of which exactly the targets and checks are shown; `of` : the audit
    that a frame was made from, where it has lost it. Sources are numbered as in the list of all.
    """
    whole = audit if isinstance(audit, Audit) else result_of(audit, of, Audit)
    shown = audit_of(audit, of)
    if not shown.subjects:
        return nothing("audit.no_programme_note")
    rows = tuple(row for subject in shown.subjects for row in _rows(subject, shown, whole.sources))
    keys = ("indicator", "baseline:num", "wording:num", "ground:wide", "mend")
    based = sum(subject.baseline is not None for subject in shown.subjects)
    finding = say("audit.finding", based=based, total=len(shown.subjects))
    return replace(make_table(say("audit.caption"), columns(keys), rows, say("audit.note")), finding=finding)


def _rows(subject, audit, sources):
    """The points of a target, or a row that says that there is none; decisions of workshops on the first."""
    decisions = cells.paragraphs(decided(audit.evidence, subject.target))
    known = [_point(flag, subject, audit, sources) for flag in audit.flags[subject.target.id]]
    (ground, mend), *others = known or [(say("audit.no_flag"), "")]
    first = ground, phrase(mend, decisions) or cells.NOTHING
    about = _wording(subject)
    return [(*about, *point) for point in (first, *others)]


def _wording(subject):
    """What a target is about, from where it starts and what it says."""
    baseline = cells.estimate_with_year(subject.baseline)
    if subject.starts_late:
        note = say("audit.first_year_mark")
        baseline = phrase(baseline, " ", small(note))
    name = cells.indicator(subject.card, subject.target.unit)
    return name, baseline, cells.target_with_year(subject.target)


def _point(flag, subject, audit, listed):
    """The name of a point with its ground and the sources of target and figures; what would mend it."""
    sources = cells.cite([subject.target.source, *flag.sources(audit.evidence)], listed)
    name, sentence = say(f"audit.check.{flag.code}"), flag_sentence(flag, subject)
    ground = phrase(strong(name, "."), " ", sentence, " ", sources)
    return ground, cells.paragraphs([remedy_text(flag, subject)])


def remedy_text(flag, subject):
    """The change that would mend a flag, with its basis."""
    return say(f"audit.remedy.{flag.remedy}", **_words(flag.remedy_facts, subject))


def flag_sentence(flag, subject):
    """What is wrong, with its arithmetic, and how the baseline or the area's own level is to be read."""
    facts = {"target": subject.target, **flag.facts}
    words = _words(facts, subject)
    said = [say(f"audit.flag.{_form(flag, subject)}", **words)]
    said += [say(key, **words) for key in _beside(flag, subject)]
    return " ".join([*said, *(reason_text(reason, subject.evidence) for reason in flag.weighed)])


def _beside(flag, subject):
    """Keys of what is said after a flag: that a baseline is of the first year, what the own level is."""
    if subject.starts_late and flag.facts.get("baseline") is subject.baseline:
        yield "audit.first_year"
    if "national" in flag.facts:
        yield "audit.own_level" if "own" in flag.facts else "audit.no_own_level"


def _form(flag, subject):
    """The text of a flag: its code, but for those that speak of two ways."""
    if flag.code == AuditPoint.NO_BASELINE and subject.target.baseline_year:
        return "no_base_year"
    if "part" in flag.facts:
        return "part_published"
    return "register_drop" if flag.code == AuditPoint.REGISTER_JUMP and flag.facts["ratio"] < 1 else flag.code


def _words(facts, subject):
    """The facts in words, with those that name something by its code."""
    words = spelled(facts, subject.evidence)
    if "area" in facts:
        words["area"] = inside(subject.evidence.area(facts["area"]))
    if "unit" in facts:
        words["unit"] = numbers.unit_name(facts["unit"])
    if isinstance(facts.get("rate"), float):
        words["rate"] = numbers.with_unit(Decimal(f"{facts['rate']:.3g}"), facts["unit"])
    if "value" in facts:
        words["value"] = _proposed(facts["value"], subject.target)
    if "asked" in facts:
        words["step"] = numbers.step_name(subject.target.unit)
        words |= {pace: numbers.rounded(facts[pace], 2) for pace in ("asked", "past")}
    return words


def _proposed(value, target):
    """A proposed value as a target: as printed, or if computed with the target's decimals."""
    shown = value if isinstance(value, Decimal) else Decimal(value).quantize(target.value)
    return numbers.target_text(target.model_copy(update={"value": shown, "value_to": None}))


def audit_source_list(audit):
    """The sources of the targets and of every figure that a flag names."""
    return sources_prose(audit.evidence, audit.sources)
