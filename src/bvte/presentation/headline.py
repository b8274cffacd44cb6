"""The top of every page: its title, its message in a few sentences; and each indicator over all phases."""

from dataclasses import replace
from datetime import date

from bvte.evidence.language import active_language
from bvte.evidence.merged import area_ended, predecessors, successor
from bvte.evidence.national import programme_kinds
from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import asked_bodies, coverage, missing_indicators, requests
from bvte.judgement.estimates import estimates_of
from bvte.judgement.finding import DECIDED, ReasonCode
from bvte.judgement.message import MOST, has_results, nation_beside, near_statements, other_unit
from bvte.judgement.stories import table_years
from bvte.judgement.target_terms import is_stated
from bvte.judgement.targets import other_estimates, phase_breaks, unknowns
from bvte.judgement.unit_figures import heirs
from bvte.judgement.vantage import cited_by
from bvte.presentation import dates, numbers, words
from bvte.presentation.across import across_sentences
from bvte.presentation.below_result import told_first
from bvte.presentation.citations import cited, sources_prose
from bvte.presentation.conclusions import first_step
from bvte.presentation.document import Prose, Several
from bvte.presentation.message import capped, grounds_table, message_box, silent_names, statement_sentences
from bvte.presentation.newness import (
    birth_text,
    day_seen,
    inside,
    later_text,
    of_area,
    page_facts,
    programme_name,
    programme_status,
    seen_text,
)
from bvte.presentation.parts import key_box, listing, nothing, paragraph, title_blocks
from bvte.presentation.path_chart import indicator_chart
from bvte.presentation.phase_tables import is_one_row
from bvte.presentation.phrases import Look, flat_text, phrase
from bvte.presentation.review_tables import asked_name, programmes_of, review_cited, review_sources, year_asked
from bvte.presentation.sentences import targets_told, unit_kinds
from bvte.presentation.source_words import document_text
from bvte.presentation.target_counts import count_sentence
from bvte.presentation.texts import say


def phase_title(findings):
    """Title of a phase report, with the programme's kind, level, years, status and legal document."""
    phase = findings.programme
    area = findings.evidence.area(findings.area).text("name")
    title = say("page.phase_title", programme=programme_name(phase, findings.evidence))
    facts = {
        "kind": programme_kinds()[phase.kind].name.text,
        "area": area,
        "years": dates.years_text(phase.start, phase.end),
        "status": programme_status(phase, findings.evidence, has_life=False),
        "document": document_text(phase.legal_document or "") or say("page.no_document"),
    }
    about = findings.evidence, findings.area, cited(findings)
    lead = title_blocks(title, say("page.phase_lead", **facts), day_seen(*about))
    ended = (paragraph(sentence, "seen") for sentence in _area_that_ended(findings))
    # Of the sources of the whole page, which a brief lists some of: it goes without.
    told = later_text(*about) if _is_known(findings) else ""
    later = (paragraph(sentence, "later") for sentence in filter(None, (told,)))
    return Prose((*lead, *ended, *later))


def _is_known(findings):
    """Whether a phase has a target or a figure, so that its page has more to say than what to look for."""
    return bool(len(findings) or other_estimates(findings))


def _area_that_ended(findings):
    """That the area ended before the phase did, what it became, and how many targets were due later; none where it
    lasts or nothing is known of that yet."""
    evidence, phase = findings.evidence, findings.programme
    last = area_ended(evidence, phase.area, date(phase.end, 12, 31))
    if last is None:
        return ()
    later = [f for f in findings if f.target.due_year >= last.year]
    facts = {"area": evidence.area(phase.area).text("name"), "day": dates.day(last), "count": len(later)}
    new = successor(evidence, phase.area)
    key = "page.area_became" if new != phase.area else "page.area_ended"
    asked = targets_told([f.target for f in findings])
    due = say(f"page.due_{_how_many(len(later), len(findings))}", count=len(later), targets=asked)
    told = say(key, **facts, due=due, new=inside(evidence.area(new)))
    parts = heirs(evidence, phase.area) if new == phase.area else ()
    return (told, _no_next_phase(evidence, parts)) if parts else (told,)


def _how_many(count, total):
    """How many targets are told of out of all, as a word: none, the only one, all, some."""
    if count == 0:
        return "none"
    if count == total:
        return "only" if total == 1 else "all"
    return "some"


def _no_next_phase(evidence, parts):
    """Why a programme of an area that was divided has no next phase: no one area is there to carry it on."""
    areas = [evidence.area(code) for code in parts]
    return say("page.no_next_phase", count=len(parts), kinds=unit_kinds(areas), names=", ".join(map(inside, areas)))


def headline(findings):
    """What happened in a phase, in at most six sentences, and below them what each rests on."""
    evidence, listed = findings.evidence, cited(findings)
    told, below = told_first(findings)
    sentences, remark = _sentences(told, [sentence for sentence, _ in below], evidence)
    counted = count_sentence(findings, evidence)
    silent = silent_names(findings.items, evidence, told) if len(sentences) < MOST else ""
    lines, points = [*sentences, counted], [*sentences, f"{counted} {silent}".strip()]
    if _is_begun(told):
        # Where a target began is no result, so that what there is none of goes before it.
        lines = [f"{counted} {_starts_told(findings)}", *sentences]
        points = [*lines, silent]
    lead, points = (_results_of(findings, told), points) if told else (counted, [*sentences, silent])
    marks = [*(s.certainty for s in told), *(mark for _, mark in below)]
    box = message_box(lead, filter(None, points), marks, first_step(findings), remark)
    return Prose(
        (box, *grounds_table(told, evidence)), page_facts(evidence, findings.area, listed, answer_lines(lines, ""))
    )


def _sentences(told, below, evidence):
    """The sentences of a message with its remark: what is decided goes before levels that lie below a result, and these
    before figures that decide nothing."""
    is_decided = any(s.judged and s.judged.status in DECIDED for s in told)
    sentences, remark = statement_sentences(told, evidence, 1 if is_decided else 1 + len(below))
    return ([*sentences, *below] if is_decided else [*below, *sentences]), remark


def _is_begun(told):
    """Whether all that is told of targets is where they began."""
    return bool(told) and all(statement.begins for statement in told)


def _starts_told(findings):
    """Of how many targets it is known where they began."""
    return say("message.started", count=sum(statement.begins for statement in near_statements(findings)))


def _results_of(findings, told):
    """What the sentences are: results of the phase or that it has none, where it set nothing figures of its years."""
    years = dates.spoken_years(findings.programme.start, findings.programme.end)
    is_main = has_results(findings) or _is_begun(told)
    return say("message.title" if is_main else "message.title_of_years", phase=years)


def answer_lines(sentences, counted):
    """What the list of reports can say of one, a sentence a line: its results, the surest first, then the targets; a
    tab goes before what a figure is held against."""
    flat = map(_answer_line, (*sentences, counted))
    return "\n".join(line if line.endswith((".", "?")) else f"{line}." for line in filter(None, flat))


def _answer_line(sentence):
    line = flat_text(sentence)
    for beside in phrase(sentence).spans(Look.BESIDE):
        told = flat_text(beside.content)
        line = line.replace(told, told.replace(" ", "\t", 1), 1)
    return line


def _break_sentence(b):
    return say("page.break", date=dates.day(b.date), reason=b.text("reason"))


def gaps(findings):
    """What is not known in a phase, as a list of sentences."""
    found = list(_gaps(unknowns(findings), findings.evidence))
    found += [_break_sentence(b) for b in phase_breaks(findings)]
    if not _is_known(findings) and len(found) == 1:
        # The page begins with it, and its half sheet has no room to say it again.
        return nothing("page.gaps_above")
    return Prose(listing(dict.fromkeys(found))) if found else nothing("page.no_gaps")


# What several targets lack alike is one sentence that names them.
LACKED_ALIKE = {ReasonCode.UNKNOWN_RESULT, ReasonCode.UNKNOWN_BASELINE, ReasonCode.UNKNOWN_TARGET}


def _gaps(reasons, evidence):
    """What is not known in sentences: what several targets lack alike once, then the others, as they come."""
    alike = {code: [r for r in reasons if r.code == code] for code in LACKED_ALIKE}
    told = {code: found for code, found in alike.items() if len(found) > 1}
    # The shorter list first, by which a longer one names what it holds of it.
    named, lacked = [], dict.fromkeys(r.code for r in reasons if r.code in told)
    for code in sorted(lacked, key=lambda code: len(told[code])):
        found = [reason.facts["finding"] for reason in told[code]]
        targets = [finding.target for finding in found]
        is_in_row = code == ReasonCode.UNKNOWN_RESULT and is_one_row(evidence, found)
        key, facts = f"{code}_in_row" if is_in_row else f"{code}_of_many", {"targets": targets_told(targets)}
        names = _lacking(targets, named, evidence, code != ReasonCode.UNKNOWN_BASELINE)
        yield say(f"reasons.{key}", count=len(targets), names=names, **facts)
        named += [] if is_in_row else targets
    yield from (_gap(reason, evidence) for reason in reasons if reason.code not in told)


def _lacking(targets, named, evidence, has_levels):
    """Targets in few words: each indicator once, with its levels and due years where they are asked for; those of a
    list above by that list."""
    above = bool(named) and all(target in targets for target in named)
    left = [target for target in targets if not (above and target in named)]
    of_each = {code: [t for t in left if t.indicator == code] for code in dict.fromkeys(t.indicator for t in left)}
    shorts = {code: evidence.indicators[code].short.text for code in of_each}
    told = [_levels_of(shorts[code], own) if has_levels else shorts[code] for code, own in of_each.items()]
    return "; ".join([*([say("reasons.named_above")] if above else []), *told])


def _levels_of(name, targets):
    levels = (say("page.silent_level", target=numbers.target_text(t), due=t.due_year) for t in targets)
    return f"{name} ({'; '.join(levels)})"


def _gap(reason, evidence):
    """A gap as a sentence that names its indicator, target and due year."""
    finding = reason.facts.get("finding")
    if finding is None:
        return words.reason_text(reason, evidence)
    facts = {
        "indicator": evidence.indicators[finding.target.indicator].name.text,
        "target": numbers.target_text(finding.target),
        "due": finding.target.due_year,
        "latest": _quoted(finding, evidence) if finding.latest else "",
        "why": words.small_first(words.target_reason(finding.reasons[0], finding, evidence)),
    }
    asks_change = finding.reasons[0].facts.get("apart") == "change"
    return say("reasons.unknown_change" if asks_change else f"reasons.{reason.code}", **facts)


def _quoted(finding, evidence):
    """The newest figure of a target as its source prints it, and how it is read where the print leaves that open."""
    estimate, printed = finding.latest, finding.target.unit_printed
    other = other_unit(evidence, estimate)
    if printed is None or other is None:
        return say("reasons.quoted", figure=numbers.labelled(estimate))
    # The print is in the language of its source: another one tells it with the unit that it may mean as well.
    is_as_printed = evidence.sources[finding.target.source].language in (None, active_language())
    figure = f"{numbers.bare(estimate)}{printed}" if is_as_printed else numbers.labelled(replace(estimate, unit=other))
    return say("reasons.quoted_and_read", figure=figure, unit=numbers.unit_name(estimate.unit))


def across_title(evidence, area):
    """Title of the report over all phases, and its key message."""
    own = [p for p in programmes_of(evidence, area) if p.area == area]
    message = _message(evidence, own, area)
    title = say("page.across_title", area=evidence.area(area).text("name"))
    years = f"{min(p.start for p in own)}–{max(p.end for p in own)}"
    lead = say("page.across_lead", programmes=len(own), years=years)
    sources = review_sources(evidence, area)
    seen = seen_text(evidence, area, sources)
    seen = " ".join(filter(None, (birth_text(own, evidence), seen)))
    told = across_sentences(evidence, area)
    sentences, marks = [sentence for sentence, _ in told], [mark for _, mark in told]
    sentences += filter(None, [_unexplained(evidence, area)] if len(sentences) < MOST else [])
    newest = say("message.title_of_year", year=max(table_years(evidence, area), default=evidence.day.year))
    box = message_box(newest, [*sentences, message], marks) if told else key_box(message)
    facts = page_facts(evidence, area, sources, answer_lines(sentences, message))
    return Prose((*title_blocks(title, lead, seen), box), facts)


# Names that a point can hold, and pairs of figures.
MOST_NAMES, MOST_PAIRS = 6, 2


def _unexplained(evidence, area):
    """Which published figures of all phases have to be explained, the newest two of each, those furthest apart first;
    "" where none has."""
    found = conflicts(evidence, area)
    newest = {c.indicator: c for c in found if not c.is_contradiction}
    widest = found.only(newest.values()).widest_first()
    told = [words.conflict_figures(conflict, evidence) for conflict in widest]
    return say("page.review_unusual", names=capped(told, MOST_PAIRS)) if told else ""


def _message(evidence, own, area):
    """How many programmes have numeric targets in a document that was found, how many only in a draft."""
    stated = [p for p in own if is_stated(evidence, p)]
    drafts = sum(p.status == "draft" for p in stated)
    without = len(own) - len(stated)
    rest = say("page.across_without", without=without) if without else ""
    whose = of_area(evidence.area(area))
    facts = {"with_figures": len(stated), "total": len(own), "rest": rest, "of_area": whose}
    key = "page.across_headline_drafts" if drafts else "page.across_headline"
    return say(key, drafts=drafts, **facts)


def across_charts(evidence, area):
    """Each indicator with estimates of two years, over all phases, with every target that was set for it.

    A sentence where there is none.
    """
    charts = [
        indicator_chart(evidence, code, area, _targets(evidence, area, code))
        for code in evidence.indicators
        if _worth_a_chart(estimates_of(evidence, code, area))
    ]
    return Several(charts or [nothing("charts.none")])


def _worth_a_chart(found):
    """Whether there are estimates of at least two years, so that time has something to show."""
    return len({estimate.year for estimate in found}) > 1


def _targets(evidence, area, indicator):
    """The targets that the area's own programmes set for an indicator, by due year."""
    found = (target for target in evidence.targets_in(area) if target.indicator == indicator)
    return sorted(found, key=lambda target: target.due_year)


def across_source_list(evidence, area):
    """Sources of the figures of the page, in the order of the charts, and of the nation's beside them."""
    found = [r for code in evidence.indicators for r in estimates_of(evidence, code, area)]
    beside = [nation for r in found if (nation := nation_beside(evidence, r))]
    return sources_prose(evidence, cited_by((), (), [*found, *beside]))


def review_title(evidence, area):
    """Title of the evidence review, how much is published, and what is missing."""
    table = coverage(evidence, area)
    sources = {code for row in table["sources"] for code in row.split()}
    more = len(set(review_cited(evidence, area)) - sources)
    beside = say("page.review_beside", count=more) if more else ""
    facts = {"figures": len(table), "indicators": table["indicator"].nunique(), "sources": len(sources)}
    title = say("page.review_title", area=evidence.area(area).text("name"))
    found = conflicts(evidence, area).widest_first()
    is_empty = table.empty and not evidence.targets_in(area)
    message = _nothing_of(evidence, area) if is_empty else _review_message(evidence, area, found)
    seen = seen_text(evidence, area, sources)
    asked = _asked(evidence, area)
    names = "; ".join(map(asked_name, asked))
    points = (*_conflict_points(evidence, found), _silent_point(evidence, area))
    points = filter(None, (*points, say("page.review_asked", names=names) if names else ""))
    blocks = *title_blocks(title, say("page.review_lead", **facts, beside=beside), seen), key_box(message, list(points))
    lines = [say("page.asked_of", name=asked_name(one), about=one.kind.about.text) for one in asked]
    return Prose(blocks, page_facts(evidence, area, sources, answer_lines((message, *lines[1:]), "".join(lines[:1]))))


def _review_message(evidence, area, found):
    """How much is missing, does not agree, has to be explained or asked for; what there is none of is not told."""
    counts = {
        "silent": len(missing_indicators(evidence, area)),
        "conflicts": sum(c.is_contradiction for c in found),
        "unusual": sum(not c.is_contradiction for c in found),
        "requests": len(requests(evidence, area)),
    }
    told = [say(f"page.review_headline.{key}", count=count) for key, count in counts.items() if count]
    return "; ".join(told or [say("page.review_headline.nothing")]) + "."


def _nothing_of(evidence, area):
    """That nothing of an area was found published; of a merged province that what there is stands under the former."""
    has_any = {row.area for row in evidence.observations.values()}
    parts = [code for code in predecessors(evidence, area) if code in has_any or evidence.targets_in(code)]
    if not parts:
        return say("page.review_headline_none")
    own = evidence.area(area)
    names = "; ".join(inside(evidence.area(part)) for part in parts)
    return say("page.review_headline_heir", area=inside(own), day=dates.day(own.valid_from), parts=names)


def _conflict_points(evidence, found):
    """Which figures contradict each other, with both, and which have to be explained, by name."""
    against = [words.conflict_figures(c, evidence) for c in found if c.is_contradiction]
    unusual = [evidence.indicators[c.indicator].short.text for c in found if not c.is_contradiction]
    yield say("page.review_against", told=_some(against, MOST_PAIRS)) if against else ""
    yield say("page.review_unusual", names=_some(unusual)) if unusual else ""


def _silent_point(evidence, area):
    names = [evidence.indicators[code].short.text for code in missing_indicators(evidence, area)]
    return say("page.review_silent", names=_some(names)) if names else ""


def _asked(evidence, area):
    """The bodies that are asked for figures of an area: of the province alone."""
    return asked_bodies(evidence, year_asked(evidence)) if area == evidence.province.code else []


def _some(names, most=MOST_NAMES):
    """The first few of some names, each once, and how many more there are."""
    known = list(dict.fromkeys(names))
    more = [say("page.and_others", count=len(known) - most)] * (len(known) > most)
    return "; ".join([*known[:most], *more])
