"""Sentences that a yearly report drafts for a section: of its figures and targets, of good results, of what is to be
done. The office takes them, changes them or writes its own."""

from datetime import date
from itertools import groupby

from bvte.evidence.language import active_language
from bvte.evidence.national import DraftPart, programme_kinds, request_rules
from bvte.evidence.papers import fill_area
from bvte.evidence.rows import Source, Target
from bvte.judgement.annual import targets_ahead
from bvte.judgement.comparability import may_compare
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Status
from bvte.judgement.message import unexplained_from
from bvte.judgement.next_classes import NextClass
from bvte.judgement.next_phase import units_then
from bvte.judgement.paths import Ground
from bvte.judgement.references import figure_names, figures_of, report_names
from bvte.judgement.year_drafts import (
    asked_of_nation,
    asks_to_explain,
    good_findings,
    good_results,
    is_over,
    next_phases,
    next_targets,
    shortfalls,
    still_to_set,
    taken_over,
    to_define,
)
from bvte.judgement.year_message import statements_of_year
from bvte.judgement.year_parts import asked_with_parts, nearest_of_parts, statements_of_parts
from bvte.judgement.year_requests import gaps_by_body
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.annual_forms import annual_cited, to_fill
from bvte.presentation.audit_words import flag_sentence
from bvte.presentation.newness import inside
from bvte.presentation.next_phase_words import counted_name, name_then, new_wording, programme_of, reason_of_class
from bvte.presentation.phrases import Look, joined, large_first, phrase, span
from bvte.presentation.sentences import unit_kinds
from bvte.presentation.texts import say
from bvte.presentation.told_figures import measured
from bvte.presentation.words import small_first


def drafted(report, place):
    """A sentence for the figures of the year, for what the section drafts beyond them, and for each of its targets."""
    yield from _figures(report, figures_of(report, place))
    yield from _of_parts(report, place)
    yield from _of_earlier_years(report, place)
    for name in place.drafts:
        yield from FURTHER[name](report)
    found = [f for f in report.findings if f.status in place.statuses]
    yield from (_drafted_target(report, f) for f in found if f.status != Status.NO_DATA)
    if silent := [f for f in found if f.status == Status.NO_DATA]:
        cards = (report.known.indicators[f.target.indicator] for f in silent)
        names = "; ".join(small_first(card.name.text) for card in cards)
        yield say("annual.drafted.silent", count=len(silent), names=names)


def _figures(report, figures):
    """Each figure with the one before where both may be compared; counts of one time and source in one sentence."""
    alone = []
    for this, last in figures.items():
        told = _told_figure(report, this)
        if told["counted"] and last is None:
            alone.append(told)
            continue
        yield from _counted_together(alone)
        alone = []
        yield _sentence(report, this, last)
    yield from _counted_together(alone)


def _of_parts(report, place):
    """What the parts of a merged province published of what the section's forms ask, of the year and nearest to it."""
    found = statements_of_parts(report)
    asked = asked_with_parts(report, place.forms) if found else set()
    told = [statement for statement in found if statement.estimate.indicator in asked]
    for statement in told:
        before = statement.before if _goes_with(report, statement) else None
        yield _sentence(report, statement.estimate, before)
    earlier = nearest_of_parts(report, place.forms)
    yield from (_sentence(report, estimate) for estimate in earlier)
    if told or earlier:
        whole = fill_area("{area}", report.known.area(report.area), active_language())
        yield say(f"annual.drafted.{'nearest_of_parts' if earlier else 'of_parts'}", area=whole, year=report.year)


def _of_earlier_years(report, place):
    """What the report begins with of an earlier year, of what the section's forms ask and the year has no figure of."""
    known = {estimate.indicator for estimate in figures_of(report, place)}
    asked = asked_with_parts(report, place.forms) - known
    told = (estimate for statement in statements_of_year(report) for estimate in (statement.estimate, *statement.parts))
    yield from (_sentence(report, estimate) for estimate in told if estimate.indicator in asked)


def _goes_with(report, statement):
    return statement.before and may_compare(report.known, statement.before, statement.estimate)


def _counted_together(alone):
    """A sentence for those counts, beside each other, that are of one time and of the same sources."""
    for _, group in groupby(alone, key=lambda told: (told["when"], told["sources"])):
        told = list(group)
        items = joined("; ", (say("annual.drafted.item", **one) for one in told))
        yield large_first(phrase(say("annual.drafted.counted", **told[0] | {"items": items})))


def _sentence(report, this, last=None):
    """A figure of the year with the one before where both may be compared, and that nobody has said why it is so far
    from that, so that it is not read as a rise or a fall."""
    told = _told_figure(report, this)
    before = {f"{name}_before": fact for name, fact in _told_figure(report, last).items()} if last else {}
    kind = "counted" if told["counted"] else "figure"
    # A number of things says where they are; of a former province another figure says it too.
    kind = "figure_of_part" if kind == "figure" and this.area != report.area else kind
    key = f"{kind}_and_before" if last else kind
    items = say("annual.drafted.item", **told)
    sentence = large_first(phrase(say(f"annual.drafted.{key}", **told, **before, items=items)))
    is_open = last is not None and unexplained_from(report.known, this) == last
    return phrase(sentence, " ", say("annual.drafted.unexplained")) if is_open else sentence


def _told_figure(report, estimate):
    """What a sentence tells of a figure; counted : what there are so many of, which needs no unit, "" of no such."""
    card = report.known.indicators[estimate.indicator]
    counted = _what_is_counted(card, estimate)
    names = [name.replace("result:", "number:", 1) if counted else name for name in figure_names(estimate)]
    return {
        "area": _area_of(report, estimate),
        "indicator": measured(card, is_short=False),
        "counted": counted,
        "when": _when_told(estimate),
        "value": _referred(report, names, estimate),
        "sources": cells.cite(estimate.sources, annual_cited(report)),
    }


def _when_told(estimate):
    """When a figure was so, and in words that its year was inferred: no note below a text explains a sign."""
    when = dates.during(estimate.period)
    return when if estimate.period_stated else say("annual.drafted.when_inferred", when=when)


def _area_of(report, estimate):
    """The area of a figure: in a paper of its own day no area is a former one, beside it another may be."""
    area = report.known.area(estimate.area)
    return fill_area("{area}", area, active_language()) if area.code == report.area else inside(area)


def _what_is_counted(card, estimate):
    """What a number of some things is the number of, "" of any other figure."""
    name, mark = card.name.text, say("annual.drafted.number_mark")
    # The English name is a plural, so that one thing has another.
    is_named = name.startswith(mark) if active_language() == "vi" else estimate.value != 1
    if card.kind != "count" or estimate.unit != card.unit or not is_named:
        return ""
    return small_first(name.removeprefix(mark).removesuffix(mark).strip())


def _taken_over(report):
    """Which sector the work on children came to in the year, on the day of the source; the own day the office adds."""
    for found in taken_over(report):
        facts = {"day": dates.day(found.date), "reason": small_first(found.text("reason").rstrip("."))}
        facts["sources"] = cells.cite([found.source], annual_cited(report))
        fill = to_fill(say("annual.fill.taken_over"))
        yield phrase(say("annual.drafted.taken_over", **facts, fill=fill))


def _good_results(report):
    """Published figures of the year that are good news, and targets that are surely met or on course."""
    yield from (_sentence(report, estimate) for estimate in good_results(report))
    yield from (_drafted_target(report, finding) for finding in good_findings(report))


def _shortfalls(report):
    """Published figures of the year that miss the national target due in it."""
    for own, target in shortfalls(report):
        asked = {"target": numbers.target_text(target), "due": target.due_year}
        yield large_first(phrase(say("annual.drafted.below_nation", **_told_figure(report, own), **asked)))


def _aims(report):
    """What a programme that goes on still asks for; after one that ends the targets whose next level the evidence
    carries, and the levels that the nation asks for; the counts that have to be explained first."""
    yield from _aimed_at("aim", report, [ahead.own for ahead in targets_ahead(report) if ahead.own])
    items = [item for phase in next_phases(report) if is_over(report, phase) for item in phase.own]
    yield from (_striven_for(item) for item in items if item.level.target)
    # Of what has to be defined first nobody knows how far it is: the nation's level may be met already.
    bound = [i.binding for i in items if i.binding and not i.level.target and i.kind != NextClass.DEFINE]
    yield from _aimed_at("national", report, bound)
    who = {"agency": report.agency.text("name")}
    explained = (item for item in next_targets(report) if asks_to_explain(item))
    yield from (say("annual.drafted.explain", **_reasoned(item), **who) for item in explained)
    # Where the province is not asked, it is the sender itself that says what its own targets mean.
    if not any(DraftPart.TO_PROVINCE in place.drafts for place in report.layout.values()):
        yield from _own_defined(report, "define_own", **who)


def _striven_for(item):
    """The level that the evidence carries as an aim; whose it is where it is the nation's."""
    key = "strive_national" if item.level.ground == Ground.NATIONAL else "strive"
    return say(f"annual.drafted.{key}", aim=small_first(new_wording(item)))


def _aimed_at(key, report, targets):
    """What is striven for: the targets of one year and standing in one sentence, the nearest year first."""
    known = report.known
    together = {}
    for target in targets:
        together.setdefault((target.due_year, numbers.standing_note(known, target)), []).append(target)
    for (due, note), found in sorted(together.items()):
        names = (small_first(known.indicators[target.indicator].name.text) for target in found)
        told = "; ".join(map("{}: {}".format, names, map(numbers.target_text, found)))
        standing = f" ({note})" if note else ""
        yield say(f"annual.drafted.{key}", due=due, standing=standing, targets=told, count=len(found))


def _reasoned(item):
    """A target by its name, with the reason why something has to be done to it."""
    return {"name": item.subject.card.name.text, "reason": reason_of_class(item)}


def _to_centre(report):
    """The concepts of the nation's own targets that have to be defined before they can be counted: told with the level
    that the nation sets, whatever the province drafted."""
    body = "; ".join(name for name in report.agency.recipients() if name != report.agency.text("above"))
    for phase in next_phases(report):
        found = ((item, asked_of_nation(report, phase, item)) for item in to_define(phase))
        coming = still_to_set(report, phase)
        key = "define_before" if coming.start > report.year else "define_during"
        aim = say(f"annual.drafted.{key}", years=_years(coming))
        yield from (_defined_above(item, *asked, body, aim) for item, asked in found if asked)


def _defined_above(item, subject, flag, body, aim):
    target = subject.target
    facts = {"target": numbers.target_text(target), "due": target.due_year}
    facts |= {"document": programme_of(target, subject.evidence), "reason": flag_sentence(flag, subject)}
    return say("annual.drafted.define", name=item.subject.card.name.text, body=body, aim=aim, **facts)


def _own_defined(report, key, **who):
    """The concepts of the province's own targets that have to be defined, below one sentence a phase: by whom."""
    for phase in next_phases(report):
        if found := [item for item in to_define(phase) if not asked_of_nation(report, phase, item)]:
            years = _years(still_to_set(report, phase))
            yield say(f"annual.drafted.{key}", count=len(found), years=years, **who)
            yield from (say("annual.drafted.defined", **_reasoned(item)) for item in found)


def _to_province(report):
    """The draft that waits for a decision, targets that have to be set in the units that there are, and concepts of
    the province's own targets that have to be defined."""
    drafts = {finding.target.programme for finding in report.findings if finding.draft}
    above = report.agency.text("above") or ""
    for phase in next_phases(report):
        if phase.closing.id in drafts:
            key = "succeed" if is_over(report, phase) else "decide"
            facts = {"programme": phase.closing.text("name"), "fill": to_fill(say("annual.fill.approval"))}
            yield say(f"annual.drafted.{key}", body=above, **facts, **_of_phase(phase.phase))
    yield from _in_new_units(report, above)
    yield from _own_defined(report, "define_by_province", body=above)


def _to_council(report):
    """A resolution on the phase after each that ends, or oversight of one that goes on; levels for it to set anew.

    The council decides on targets, funds and oversight; what a concept means is no question to it.
    """
    council = "; ".join(report.agency.recipients())
    for phase in next_phases(report):
        key, programme = "resolve" if is_over(report, phase) else "oversee", still_to_set(report, phase)
        subject = small_first(programme_kinds()[programme.kind].short.text)
        yield say(f"annual.drafted.{key}", body=council, subject=subject, **_of_phase(programme))
    yield from _in_new_units(report, council)


def _in_new_units(report, body):
    """The targets that have to be set anew in the units that there are, below one sentence a phase that says so."""
    for phase in next_phases(report):
        if found := [new_wording(item) for item in phase.of_class(NextClass.NEW_UNITS)]:
            years = _years(still_to_set(report, phase))
            yield say("annual.drafted.new_units", body=body, count=len(found), years=years)
            yield from found


def _of_phase(programme):
    """When a programme runs, and its first year: by then it has to be decided."""
    return {"years": _years(programme), "first": programme.start}


def _years(programme):
    return dates.spoken_years(programme.start, programme.end)


def _to_communes(report):
    """What no figure is published of and the units below are asked for: what each has in its own area, since a share of
    units is none of theirs; where no target asks for anything, the figures that the forms lack."""
    asked = [item for item in next_targets(report) if not item.is_known and _asks_units(item)]
    shares = [item for item in asked if units_then(item.subject)]
    counts = [small_first(counted_name(item)) for item in asked if item not in shares]
    told = {"count": counts, "have": list(map(_thing_of_a_unit, shares))}
    facts = {"units": _units_below(report), "agency": report.agency.text("name"), "year": report.year}
    facts["fill"] = to_fill(say("annual.fill.deadline"))
    yield from (say(f"annual.drafted.{key}", names="; ".join(names), **facts) for key, names in told.items() if names)
    if not asked:
        missing = (len(one.gaps) for one in gaps_by_body(report) if one.level == "commune")
        yield from (say("annual.drafted.provide", count=count, **facts) for count in missing)


def _units_below(report):
    """The kinds of communes that there are at the end of the year."""
    units = report.known.units("commune", report.area, date(report.year, 12, 31))
    return unit_kinds(units) if units else say("units.of_level.commune")


def _asks_units(item):
    """Whether the units of a level below are asked for it; of a share of other units they know nothing."""
    levels = {request_rules().respondents[kind].of_level for kind, _ in item.reporters} - {None}
    units = {unit.level for unit in units_then(item.subject)}
    return bool(levels) and units <= levels


def _thing_of_a_unit(item):
    """What a unit has that counts in a share of units, by the name of that share."""
    name = small_first(name_then(item))
    _, has, thing = name.partition(f" {say('annual.drafted.having')} ")
    return thing if has else name


# What a section may draft beyond its figures and targets.
FURTHER = {
    DraftPart.TAKEN_OVER: _taken_over,
    DraftPart.GOOD_RESULTS: _good_results,
    DraftPart.SHORTFALLS: _shortfalls,
    DraftPart.AIMS: _aims,
    DraftPart.TO_CENTRE: _to_centre,
    DraftPart.TO_PROVINCE: _to_province,
    DraftPart.TO_COUNCIL: _to_council,
    DraftPart.TO_COMMUNES: _to_communes,
}


def _drafted_target(report, finding):
    """A sentence for a target: its level, the newest figure where there is one, the judgement."""
    target, latest = finding.target, finding.latest
    name = f"{target.indicator}:{target.due_year}"
    facts = {
        "indicator": measured(report.known.indicators[target.indicator], is_short=False),
        "target": _referred(report, [f"target:{name}"], target),
        "due": target.due_year,
        "judged": _judged(report, f"status:{name}", finding),
    }
    if latest is None:
        return large_first(phrase(say("annual.drafted.target_alone", **facts)))
    told = {key: _told_figure(report, latest)[key] for key in ("value", "when")}
    return large_first(phrase(say("annual.drafted.target", **facts, **told)))


def _judged(report, name, finding):
    """The judgement of a target; of a draft's its words say themselves that it is by that draft."""
    key = "judged_by_draft" if finding.draft else "judged"
    return phrase(say(f"annual.drafted.{key}", status=_referred(report, [name], finding)))


def _referred(report, names, found):
    """A finding in words, by the first of the names that means it; a reference once the draft is taken."""
    known = report_names(report)
    name = next((name for name in names if known.get(name) == found), "")
    text = value(name or names[0], found)
    return span(Look.FILLED, text, code=name) if name else text


def value(name, found):
    """What a reference is filled with: a figure, a target, a status; of a source its title."""
    if isinstance(found, Estimate):
        return numbers.bare(found) if name.startswith("number:") else numbers.labelled(found)
    if isinstance(found, Target):
        return numbers.target_text(found)
    return found.title if isinstance(found, Source) else words.status_name(found.label).lower()
