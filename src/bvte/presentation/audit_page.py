"""The audit of a programme's targets as a page: title, message, picture, each point with what mends it."""

from collections import defaultdict
from dataclasses import replace

import pandas as pd

from bvte.evidence.national import programme_kinds
from bvte.evidence.next_phase import closing_programmes
from bvte.evidence.rows import SourceKind
from bvte.judgement.audit import Audit
from bvte.judgement.audit_subject import AuditPoint, Remedy
from bvte.judgement.estimates import Estimate
from bvte.judgement.frames import audit_of, result_of
from bvte.judgement.message import MOST, Certainty, certainty_of
from bvte.judgement.next_classes import CLASS_OF, CLASSES, NextClass, class_of
from bvte.judgement.next_phase import next_phase
from bvte.judgement.paths import Ground
from bvte.judgement.reporting_bodies import reporters_of
from bvte.judgement.target_terms import same_target
from bvte.judgement.vantage import Stage, phase_stage
from bvte.presentation import cells, dates, numbers
from bvte.presentation.audit_words import flag_sentence, flag_shortly, remedy_text
from bvte.presentation.citations import sources_prose
from bvte.presentation.class_room import class_room
from bvte.presentation.decision_words import decided
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.message import certainty_mark, message_box
from bvte.presentation.newness import page_facts, programme_name, programme_status, seen_text
from bvte.presentation.next_phase_words import agency_name, body_names, level_text
from bvte.presentation.parts import columns, note_letters, nothing, title_blocks, with_columns
from bvte.presentation.phrases import Look, joined, link, phrase, row_anchor, small, strong
from bvte.presentation.texts import say
from bvte.presentation.words import small_first

# Points that a deputy director must see first: the ground of a class that is more than a missing figure.
GRAVEST = (
    AuditPoint.VANISHING_DENOMINATOR,
    AuditPoint.MET_BY_DEFINITION,
    AuditPoint.REGISTER_JUMP,
    AuditPoint.SATURATED,
    AuditPoint.WEAKER_THAN_BASELINE,
    AuditPoint.ALREADY_MET,
    AuditPoint.SLOWER_THAN_PAST,
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
    title = title_blocks(name, lead, seen_text(audit.evidence, audit.area, audit_sources(audit)))
    message, gravest = audit_message(audit), _by_indicator(list(gravest_flags(audit))[:MOST])
    marks = [flag_certainty(flag, audit.evidence) for found in gravest for _, flag in found]
    told, remark = _message_parts(audit)
    box = message_box(told, map(_marked, gravest), marks, remark=remark)
    blocks = *title, replace(box, room=class_room(_names_by_class(audit))), *_mends(audit, gravest)
    return Prose(blocks, page_facts(audit.evidence, audit.area, audit_sources(audit), message))


def flag_certainty(flag, evidence):
    """How sure the ground of a flag is: as its least sure figure, a rate that was worked out being open like any other;
    a law or a border that changed is sure where the document itself is cited."""
    if isinstance(flag.facts.get("rate"), float):
        return Certainty.OPEN
    if told := flag.facts.get("break"):
        source = evidence.sources.get(evidence.breaks[told].source)
        return Certainty.AGREED if source and source.kind == SourceKind.legal else Certainty.SINGLE
    figures = (fact for fact in flag.facts.values() if isinstance(fact, Estimate))
    return max(
        (certainty_of(evidence, figure) for figure in figures), key=list(Certainty).index, default=Certainty.AGREED
    )


def _by_indicator(pairs):
    """Targets with their points, those of one indicator together where its first one stands."""
    found = defaultdict(list)
    for subject, flag in pairs:
        found[subject.card.id].append((subject, flag))
    return list(found.values())


def _marked(found):
    """The points of an indicator in a sentence each, with how sure its ground is."""
    mark = lambda subject, flag: certainty_mark(flag_certainty(flag, subject.evidence))  # noqa: E731
    return _told(found, lambda subject, flag: phrase(flag_shortly(flag, subject), " ", mark(subject, flag)))


def _mends(audit, gravest):
    """What would mend the gravest points of each indicator, with the sources of their grounds; none where there is no
    point. To whom it is reported is a line below, and who reports where all rows name the same bodies."""
    if not gravest:
        return ()
    coming = coming_of(audit)
    rows = [_mend_row(found, audit, coming) for found in gravest]
    bodies = {row[2] for row in rows}
    place = [0, 1, 3] if len(bodies) == 1 else [0, 1, 2, 3]
    keys = ("indicator", "mend:wide", "reporters", "sources")
    facts = {"agency": agency_name(audit.evidence, audit.area), "names": next(iter(bodies))}
    reported = say(f"audit.reported.{'alike' if len(bodies) == 1 else 'to'}", **facts)
    note = "\n".join(filter(None, (reported, _worded(coming))))
    table = with_columns(make_table(say("audit.mends"), columns(keys), rows, note), place)
    if len(rows) < 2:
        # The message says as much of one, so that it is no slide.
        return (table,)
    finding = say("audit.mends_finding", count=len(rows), total=_count(audit.subjects))
    return (replace(table, finding=finding, rooms=(_mends_room(gravest, rows),)),)


def _mend_row(found, audit, coming):
    """An indicator: what would mend its points, who reports, the sources of their grounds."""
    subject, item = found[0][0], coming.get(found[0][0].target.id)
    mends = dict.fromkeys(mend_text(flag, s, coming.get(s.target.id)) for s, flag in found)
    codes = dict.fromkeys(c for s, flag in found for c in (s.target.source, *_sources_of(flag, s, audit, coming)))
    return (
        subject.card.short.text,
        cells.paragraphs(mends),
        _reporters(subject, item),
        cells.cite(list(codes), audit_sources(audit)),
    )


def _mends_room(gravest, rows):
    """The same for a room: each indicator with its points by name, and what would mend them."""
    points = (dict.fromkeys(say(f"audit.check.{flag.code}") for _, flag in found) for found in gravest)
    told = [
        (row[0], phrase(strong("; ".join(names), "."), " ", _on_one_line(row[1])))
        for row, names in zip(rows, points, strict=True)
    ]
    return make_table("", columns(("indicator", "mend:wide")), told)


def _reporters(subject, item):
    """Who counts what a target asks for: of one that is carried on the bodies that there are then."""
    found = item.reporters if item else reporters_of(subject.card)
    return body_names((kind for kind, _ in found), subject.evidence) or say("audit.reported.nobody")


def _worded(coming):
    """In which report the targets stand in full wording, "" where they are not carried on."""
    phase = next((item.subject.phase for item in coming.values()), None)
    years = dates.years_text(phase.start, phase.end) if phase else ""
    return say("audit.worded", report=say("next_phase.title", years=years)) if phase else ""


def coming_of(audit):
    """The target of the next phase that each target of a phase that is over becomes, by the id of the old one."""
    evidence, phase = audit.evidence, audit.programme
    is_over = phase_stage(evidence, phase) == Stage.OVER and audit.area == phase.area
    if not is_over or phase not in closing_programmes(evidence):
        return {}
    return {item.origin.id: item for item in next_phase(evidence, phase.id)}


def mend_text(flag, subject, item):
    """What would mend a point; a level of a phase that is over is that which the next phase is proposed."""
    if item is not None and flag.remedy == Remedy.PUBLISH_A_BASELINE:
        return say("audit.next_baseline", year=item.subject.phase.start - 1)
    if item is None or CLASS_OF[flag.code] != NextClass.CHANGE_LEVEL:
        return remedy_text(flag, subject)
    if item.level.target is None:
        return level_text(item)
    if item.level.ground == Ground.NATIONAL:
        # The ground says the level and its year already.
        return say("audit.proposed_national", ground=small_first(level_text(item)))
    facts = {"level": numbers.target_text(item.level.target), "due": item.level.target.due_year}
    return say("audit.proposed", ground=level_text(item), **facts)


def _sources_of(flag, subject, audit, coming):
    """Ids of the sources of a point and of the level that is proposed for it."""
    item = coming.get(subject.target.id)
    is_level = item and item.binding and CLASS_OF[flag.code] == NextClass.CHANGE_LEVEL
    return [*flag.sources(audit.evidence), *([item.binding.source] if is_level else [])]


def audit_sources(audit):
    """Ids of the sources of the audit, and of the levels that it proposes."""
    coming = coming_of(audit)
    pairs = ((s, flag) for s in audit.subjects for flag in audit.flags[s.target.id])
    proposed = (code for s, flag in pairs for code in _sources_of(flag, s, audit, coming))
    return list(dict.fromkeys([*audit.sources, *proposed]))


def gravest_points(audit):
    """The gravest flags, those of an indicator in a line."""
    in_words = lambda subject, flag: flag_shortly(flag, subject)  # noqa: E731
    return (_told(found, in_words) for found in _by_indicator(gravest_flags(audit)))


def _told(found, in_words):
    """An indicator with its points, each as `in_words` says it."""
    card = found[0][0].card
    return phrase(link(row_anchor(card.id), card.short.text), " – ", joined(" ", [in_words(*pair) for pair in found]))


def gravest_flags(audit):
    """The gravest flags with their targets: for every kind, and every break or result that a target lies below, the
    first target that it catches, in the order of the next phase."""
    first = {}
    for subject in audit.ranked:
        for flag in audit.flags[subject.target.id]:
            if flag.code in GRAVEST:
                first.setdefault((flag.code, _caught_by(flag)), (subject, flag))
    yield from sorted(first.values(), key=lambda pair: CLASSES.index(CLASS_OF[pair[1].code]))


def _caught_by(flag):
    """What sets flags of one kind apart: the break, or the result that a level lies below; None where nothing does."""
    is_below = flag.code == AuditPoint.WEAKER_THAN_BASELINE
    return flag.facts["baseline"] if is_below else flag.facts.get("break")


def audit_message(audit):
    """How many targets have something to mend, by the gravest thing that each needs, and how much is only a figure."""
    return " ".join(filter(None, _message_parts(audit)))


def _message_parts(audit):
    """The message, and what is only said below the points: how much of it is a missing figure; "" for nothing."""
    flags = [flag for found in audit.flags.values() for flag in found]
    if not audit.subjects:
        return say("audit.headline_none"), ""
    facts = {"flagged": len(_flags_by_target(audit)), "total": _count(audit.subjects)}
    if not flags:
        return say("audit.headline_sound", **facts), ""
    key = f"audit.headline.{phase_stage(audit.evidence, audit.programme)}"
    told = {"of_targets": _of_targets(audit, facts), "needs": _needs(audit), "classes": _by_gravity(audit)}
    return say(key, **facts, **told), _points(flags)


def _count(subjects):
    """How many targets there are: the levels of one for several years are one target, as on every page."""
    return len({same_target(subject.target) for subject in subjects})


def _flags_by_target(audit):
    """The points of each target that has one, those of all its levels together."""
    found = defaultdict(list)
    for target in audit.flagged:
        found[same_target(target)] += audit.flags[target.id]
    return found


def _of_targets(audit, facts):
    """How many targets have a point, and how many levels they are where some have several."""
    kind = "only" if facts["total"] == 1 else "every" if facts["flagged"] == facts["total"] else "some"
    levels = len(audit.subjects)
    told = f" {say('audit.of_levels', levels=levels)}" if levels > facts["total"] else ""
    return say(f"audit.of_targets.{kind}", **facts, levels=told)


def _points(flags):
    """How many points are only a missing figure; none is told as 0 of a kind."""
    light = sum(flag.code in ONLY_A_FIGURE for flag in flags)
    kind = "both" if 0 < light < len(flags) else "light" if light else "grave"
    return say(f"audit.points.{kind}", flags=len(flags), grave=len(flags) - light, light=light)


def _needs(audit):
    """What targets with a point need: a change, figures alone, or some of them the one and some the other."""
    kept = {class_of(flags, ()) == NextClass.KEEP for flags in _flags_by_target(audit).values()}
    kind = "both" if len(kept) > 1 else "figures" if kept == {True} else "change"
    return say(f"audit.needs.{kind}")


def _by_gravity(audit):
    """Of how many targets with a point which is the gravest thing that has to be done, the gravest first."""
    found = _names_by_class(audit)
    return ", ".join(say(f"audit.counted.{kind}", count=len(found[kind])) for kind in CLASSES if found[kind])


def _names_by_class(audit):
    """The short names of the targets with a point, by the gravest thing that has to be done."""
    found, cards = defaultdict(list), {same_target(s.target): s.card for s in audit.ranked}
    kinds = {target: class_of(flags, ()) for target, flags in _flags_by_target(audit).items()}
    for target, card in cards.items():
        if target in kinds:
            found[kinds[target]].append(card.short.text)
    return found


def audit_table(audit: Audit | pd.DataFrame, of: Audit | None = None) -> Table | Prose:
    """A row for every target: what it says, its points with their grounds, the changes that mend them.

    audit : of a programme, or its frame, of which exactly the targets and checks are shown; `of` : the audit
    that a frame was made from, where it has lost it. Sources are numbered as in the list of all.
    """
    whole = audit if isinstance(audit, Audit) else result_of(audit, of, Audit)
    shown = audit_of(audit, of)
    if not shown.subjects:
        return nothing("audit.no_programme_note")
    rows, notes = _rows(shown, whole)
    keys = ("indicator", "baseline:num", "wording:num", "ground:wide", "mend:wide")
    finding = _based(shown.subjects)
    note = "\n".join([say("audit.note"), *notes])
    table = make_table(say("audit.caption"), columns(keys), rows, note)
    return replace(table, finding=finding, rooms=(_levels_room(shown),) if finding else ())


def _on_one_line(text):
    """Paragraphs one after the other."""
    return joined(" ", [p.content for p in text.spans(Look.PARAGRAPH)])


def _levels_room(shown):
    """Where each target starts and what it asks, in a line; a year in which all are due stands in the heading."""
    name, start, level = columns(("indicator", "baseline", "wording"))
    due = {subject.target.due_year for subject in shown.ranked}
    rows = [
        (
            subject.card.short.text,
            _start_in_room(subject),
            numbers.target_text(subject.target) + (f" ({subject.target.due_year})" if len(due) > 1 else ""),
        )
        for subject in shown.ranked
    ]
    level = level if len(due) > 1 else replace(level, label=f"{level.label} ({due.pop()})")
    return make_table("", (name, start, level), rows)


def _start_in_room(subject):
    """Where a target starts; that nothing is known of it, or that it needs no start."""
    if subject.baseline:
        return cells.estimate_with_unit(subject.baseline)
    return say("audit.start.unknown" if _needs_start(subject) else "audit.start.not_needed")


def _needs_start(subject):
    """Whether a target is held against a start: a count of what is to be set up is not."""
    return subject.card.needs_start or bool(subject.card.change_of) or subject.baseline is not None


def _based(subjects):
    """How many of the targets that are held against a start have one."""
    needing = list(filter(_needs_start, subjects))
    based = [subject for subject in needing if subject.baseline is not None]
    key = f"audit.finding.{'some' if based else 'none'}"
    return say(key, based=_count(based), total=_count(needing)) if needing else ""


def _rows(audit, whole):
    """A row a target, the gravest first: its points with their grounds, what would mend each; and the notes of what
    many have in common. Decisions of workshops stand with what would mend it."""
    coming, sources, subjects = coming_of(whole), audit_sources(whole), audit.ranked
    letters = note_letters([flag_sentence(f, s) for f in whole.flags[s.target.id]] for s in whole.ranked)
    rows = []
    for subject in subjects:
        flags = audit.flags[subject.target.id]
        grounds = cells.paragraphs(_ground(flag, subject, audit, sources, letters) for flag in flags)
        # The class is that of the whole target, whichever of its points a frame shows; it says what one remedy says.
        first = class_of(whole.flags[subject.target.id], ())
        others = (flag for flag in flags if first != NextClass.NEW_UNITS or flag.remedy != Remedy.REDEFINE_BEFORE)
        mends = dict.fromkeys(mend_text(flag, subject, coming.get(subject.target.id)) for flag in others)
        kind = [strong(say(f"next_phase.class.{first}"), ".")] if flags else []
        said = cells.paragraphs([*kind, *mends, *decided(audit.evidence, subject.target)])
        rows.append(
            (*_wording(subject), grounds or _nothing_found(coming.get(subject.target.id)), said or cells.NOTHING)
        )
    used = {flag_sentence(flag, s) for s in subjects for flag in audit.flags[s.target.id]}
    return rows, [f"{letter} {text}" for text, letter in letters.items() if text in used]


def _nothing_found(item):
    """That no point was found; of what the next phase has to do something to, what that is."""
    if item is None or item.kind == NextClass.KEEP:
        return say("audit.no_flag")
    return say("audit.no_flag_but", need=say(f"next_phase.needed.{item.kind}", count=1))


def _wording(subject):
    """What a target is about, from where it starts and what it says."""
    baseline = cells.estimate_with_year(subject.baseline)
    if subject.starts_late:
        note = say("audit.first_year_mark")
        baseline = phrase(baseline, " ", small(note))
    name = cells.indicator(subject.card, subject.target.unit)
    return name, baseline, cells.target_with_year(subject.target)


def _ground(flag, subject, audit, listed, letters):
    """The name of a point with its ground, or with the note that many targets share, and its sources."""
    sources = cells.cite([subject.target.source, *flag.sources(audit.evidence)], listed)
    told = flag_sentence(flag, subject)
    return phrase(strong(say(f"audit.check.{flag.code}"), "."), " ", letters.get(told, told), " ", sources)


def audit_source_list(audit):
    """The sources of the targets and of every figure that a flag names."""
    return sources_prose(audit.evidence, audit_sources(audit))
