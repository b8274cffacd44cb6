"""Sentences that a yearly report drafts for a section: of its figures and targets, of good results, of what is to be
done. The office takes them, changes them or writes its own."""

from bvte.evidence.national import DraftPart
from bvte.evidence.rows import Source, Target
from bvte.judgement.annual import targets_ahead
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Status
from bvte.judgement.next_classes import NextClass
from bvte.judgement.references import figure_names, figures_of, report_names
from bvte.judgement.year_drafts import (
    asks_to_explain,
    good_results,
    is_over,
    next_phases,
    next_targets,
    of_class,
    shortfalls,
)
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.annual_forms import annual_cited
from bvte.presentation.newness import inside
from bvte.presentation.next_phase_words import name_then, new_wording, reason_of_class
from bvte.presentation.phrases import Look, large_first, phrase, span
from bvte.presentation.texts import say
from bvte.presentation.words import small_first


def drafted(report, place):
    """A sentence for each figure of the year, for what the section drafts beyond it, and for each of its targets."""
    for this, last in figures_of(report, place).items():
        yield _sentence(report, this, last)
    for name in place.drafts:
        yield from FURTHER[name](report)
    found = [f for f in report.findings if f.status in place.statuses]
    yield from (_drafted_target(report, f) for f in found if f.status != Status.NO_DATA)
    if silent := [f for f in found if f.status == Status.NO_DATA]:
        cards = (report.known.indicators[f.target.indicator] for f in silent)
        names = "; ".join(small_first(card.name.text) for card in cards)
        yield say("annual.drafted.silent", count=len(silent), names=names)


def _sentence(report, estimate, last=None):
    """A figure of the year with the one before where both may be compared."""
    told = _told_figure(report, estimate)
    before = {f"{name}_before": fact for name, fact in _told_figure(report, last).items()} if last else {}
    kind = "counted" if told["rest"] else "figure"
    key = f"{kind}_and_before" if last else kind
    sentence = phrase(say(f"annual.drafted.{key}", **told, **before))
    return large_first(sentence)


def _told_figure(report, estimate):
    """What a sentence tells of a figure; rest : what is counted, after the figure with its unit."""
    card = report.known.indicators[estimate.indicator]
    return {
        "area": inside(report.known.area(report.area)),
        "indicator": small_first(card.name.text),
        "rest": _what_is_counted(card),
        "when": dates.during(estimate.period),
        "value": _referred(report, figure_names(estimate), estimate),
        "inferred": "" if estimate.period_stated else f" {say('annual.drafted.inferred')}",
        "sources": cells.cite(estimate.sources, annual_cited(report)),
    }


def _what_is_counted(card):
    """The name of a count after its unit ("under 16" of the number of children under 16), "" where it begins with
    another word than its unit."""
    mark = say("annual.drafted.number_mark")
    name = card.name.text.removeprefix(mark).removesuffix(mark).strip()
    unit = f"{numbers.unit_name(card.unit)} "
    return name[len(unit) :] if name.casefold().startswith(unit.casefold()) else ""


def _good_results(report):
    """Published figures of the year that are good news, a sentence each."""
    return (_sentence(report, estimate) for estimate in good_results(report))


def _shortfalls(report):
    """Published figures of the year that miss the national target due in it."""
    for own, target in shortfalls(report):
        asked = {"target": numbers.target_text(target), "due": target.due_year}
        yield large_first(phrase(say("annual.drafted.below_nation", **_told_figure(report, own), **asked)))


def _aims(report):
    """What a programme that goes on still asks for; after one that ends the targets whose next level the evidence
    carries, and the levels that the nation asks for; the counts that have to be explained first."""
    yield from (_aim("aim", report, ahead.own) for ahead in targets_ahead(report) if ahead.own)
    items = [item for phase in next_phases(report) if is_over(report, phase) for item in phase.own]
    yield from (new_wording(item) for item in items if item.level.target)
    # Of what has to be defined first nobody knows how far it is: the nation's level may be met already.
    bound = (i.binding for i in items if i.binding and not i.level.target and i.kind != NextClass.DEFINE)
    yield from (_aim("national", report, target) for target in bound)
    yield from (_reasoned("explain", item) for item in next_targets(report) if asks_to_explain(item))


def _aim(key, report, target):
    """A target as what is striven for, with what has to be said of where it stands."""
    facts = {"name": small_first(report.known.indicators[target.indicator].name.text), "due": target.due_year}
    note = numbers.standing_note(report.known, target)
    told = f"{numbers.target_text(target)} ({note})" if note else numbers.target_text(target)
    return say(f"annual.drafted.{key}", target=told, **facts)


def _to_centre(report):
    """The concepts of the nation's own targets that have to be defined before they can be counted."""
    return (_reasoned("define", item) for item in _to_define(report) if item.binding)


def _to_define(report):
    """Targets of which a concept is to be defined, but for those whose count has to be explained first."""
    return (item for item in of_class(next_targets(report), NextClass.DEFINE) if not asks_to_explain(item))


def _reasoned(key, item):
    """A proposal on a target with its reason."""
    return say(f"annual.drafted.{key}", name=item.subject.card.name.text, reason=reason_of_class(item))


def _to_province(report):
    """The draft that waits for a decision, targets that have to be set in the units that there are, and concepts of
    the province's own targets that have to be defined."""
    drafts = {finding.target.programme for finding in report.findings if finding.draft}
    for phase in next_phases(report):
        if phase.closing.id in drafts:
            key = "succeed" if is_over(report, phase) else "decide"
            years = dates.spoken_years(phase.phase.start, phase.phase.end)
            yield say(f"annual.drafted.{key}", programme=phase.closing.text("name"), years=years)
    for item in of_class(next_targets(report), NextClass.NEW_UNITS):
        yield say("annual.drafted.new_units", wording=new_wording(item))
    yield from (_reasoned("define", item) for item in _to_define(report) if not item.binding)


def _to_communes(report):
    """What no figure is published of and the units below are asked for."""
    asked = [item for item in next_targets(report) if not item.is_known and item.reporters]
    names = "; ".join(small_first(name_then(item)) for item in asked)
    if names:
        yield say("annual.drafted.count", names=names)


# What a section may draft beyond its figures and targets.
FURTHER = {
    DraftPart.GOOD_RESULTS: _good_results,
    DraftPart.SHORTFALLS: _shortfalls,
    DraftPart.AIMS: _aims,
    DraftPart.TO_CENTRE: _to_centre,
    DraftPart.TO_PROVINCE: _to_province,
    DraftPart.TO_COMMUNES: _to_communes,
}


def _drafted_target(report, finding):
    """A sentence for a target: its level, the newest figure where there is one, the judgement."""
    target, latest = finding.target, finding.latest
    name = f"{target.indicator}:{target.due_year}"
    facts = {
        "indicator": small_first(report.known.indicators[target.indicator].name.text),
        "target": _referred(report, [f"target:{name}"], target),
        "due": target.due_year,
        "status": _referred(report, [f"status:{name}"], finding),
    }
    if latest is None:
        return large_first(phrase(say("annual.drafted.target_alone", **facts)))
    told = {key: _told_figure(report, latest)[key] for key in ("value", "when", "inferred")}
    return large_first(phrase(say("annual.drafted.target", **facts, **told)))


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
