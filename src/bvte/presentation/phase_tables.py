"""Tables of a phase report: scorecard, how sure each conclusion is, conflicts, the national programme."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd

from bvte.evidence.merged import area_ended
from bvte.evidence.value import COUNTS
from bvte.judgement.answers import answer_obstacle
from bvte.judgement.beside import figures_elsewhere
from bvte.judgement.conflict_kinds import Conflicts
from bvte.judgement.coverage import RequestCode, level_ended, missing_start, request_codes
from bvte.judgement.finding import ReasonCode, Status
from bvte.judgement.frames import conflicts_of, findings_of, result_of
from bvte.judgement.message import YEARS_APART
from bvte.judgement.targets import Findings, national_findings, phase_conflicts
from bvte.judgement.verdicts import verdict_under
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.below_result import told_first
from bvte.presentation.citations import cite_figure, cited
from bvte.presentation.decision_words import decided
from bvte.presentation.document import Cell, Prose, Table, make_table
from bvte.presentation.message import URGENT
from bvte.presentation.parts import columns, nothing, told_once
from bvte.presentation.phrases import LineBreak, Look, joined, phrase, small, span, strong
from bvte.presentation.sentences import targets_told
from bvte.presentation.target_shapes import as_set, shape_notes
from bvte.presentation.texts import say
from bvte.presentation.words import spelled


def scorecard(findings: Findings | pd.DataFrame, of: Findings | None = None) -> Table | Prose:
    """Every target of a phase: baseline, target, latest, change, judgement and why, evidence, sources.

    Where all are shown and several have neither a figure nor a start, these are its last row, each with its levels;
    and remarks that the grounds of the message tell above are left out of the reasons.

    findings : all of a phase, or their frame, of which exactly the rows are shown; `of` : the findings that a
    frame was made from, where it has lost them. Sources are numbered as in the list of all findings.

    >>> import bvte
    >>> targets = bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db").frame()
    >>> len(bvte.scorecard(targets.query("indicator == 'special_circumstances_rate'")).rows)
    1
    """
    caption = say("page.scorecard_caption", phase=_phase(whole_of(findings, of)))
    whole, shown = whole_of(findings, of), findings_of(findings, of)
    if list(shown) != list(whole):
        return scorecard_table(shown, cited(whole), caption, whole)
    above = {statement.finding.target.id for statement in told_first(whole)[0] if statement.finding}
    table = _folded(shown, cited(whole), caption, partial(is_bare, whole.evidence), above)
    return replace(table, note=f"{table.note}\n{say('page.remarks_above')}") if above else table


def whole_of(findings: Findings | pd.DataFrame, of: Findings | None = None) -> Findings:
    """All findings of the phase that a frame shows some of; findings themselves as they are."""
    return findings if isinstance(findings, Findings) else result_of(findings, of, Findings)


def national_scorecard(findings):
    """The national programme that the phase carries out, judged on national figures."""
    national = national_findings(findings)
    if national is None:
        is_national = findings.evidence.area(findings.programme.area).level == "country"
        return nothing("page.no_national_of_nation" if is_national else "page.no_national")
    name = national.programme.text("name")
    if not len(national):
        return nothing("page.no_national_targets", programme=name)
    caption = say("page.national_caption", programme=name)
    return _folded(national, cited(findings), caption, lambda finding: finding.status == Status.NO_DATA)


def _folded(shown, sources, caption, is_silent, above=()):
    """A scorecard with its silent targets in one row, where they are several; above : as of `scorecard_table`."""
    silent = [finding for finding in shown if is_silent(finding)]
    if len(silent) < FOLDED:
        return scorecard_table(shown, sources, caption, above=above)
    told = replace(shown, items=tuple(finding for finding in shown if finding not in silent))
    # Without a figure the columns of figures would lie across a sheet for nothing.
    empty = make_table(caption, columns(("judgement", "indicator:wide")), ())
    table = scorecard_table(told, sources, caption, above=above) if len(told) else empty
    return replace(table, rows=(*table.rows, silent_row(silent, shown.evidence, len(table.columns), sources)))


def is_bare(evidence, finding):
    """Whether there is nothing to say of a target but its level: no figure, no start, nothing that was decided."""
    target = finding.target
    said = (*shape_notes(target, evidence), *as_set(target), *decided(evidence, target))
    return finding.status == Status.NO_DATA and finding.baseline is None and len(finding.reasons) == 1 and not said


def is_one_row(evidence, findings):
    """Whether a scorecard of a phase shows these targets as one row, by their names and levels alone."""
    return len(findings) >= FOLDED and all(is_bare(evidence, finding) for finding in findings)


def elsewhere_of_phase(findings):
    """The figures of a phase beside the nearest ones of the country and of other provinces, with the breaks between.

    >>> import bvte
    >>> table = bvte.elsewhere_of_phase(bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db"))
    >>> {len(row) for row in table.rows}
    {6}
    """
    pairs, sources = figures_elsewhere(findings), cited(findings)
    if not pairs:
        return nothing("page.no_elsewhere")
    rows = [_elsewhere_row(pair, findings.evidence, sources) for pair in pairs]
    keys = ("indicator", "result:num", "place", "elsewhere:num", "between", "evidence")
    return make_table(say("page.elsewhere_caption"), columns(keys), rows, say("page.elsewhere_note", years=YEARS_APART))


def _elsewhere_row(pair, evidence, sources):
    return (
        cells.indicator(evidence.indicators[pair.own.indicator], pair.own.unit),
        cells.estimate_with_year(pair.own),
        evidence.area(pair.other.area).text("name"),
        cells.estimate_with_year(pair.other),
        cells.paragraphs([b.text("name") for b in pair.breaks]) or cells.NOTHING,
        cells.evidence(pair.other.strength, pair.other.sources, sources),
    )


# So many rows without a figure are one line that names them.
FOLDED = 4


def silent_row(silent, evidence, width, sources):
    """One row for all targets without a figure: under each group of indicators a line an indicator, with its levels."""
    asked = [finding.target for finding in silent]
    cites = cells.cite(dict.fromkeys(target.source for target in asked), sources)
    label = phrase(cells.status_cell(silent[0].label), " ", small(targets_told(asked)), " ", cites)
    targets = defaultdict(list)
    for finding in silent:
        targets[finding.target.indicator].append(finding.target)
    groups = defaultdict(list)
    for code, own in targets.items():
        groups[evidence.indicators[code].group].append(_silent_name(evidence.indicators[code], own))
    lines = (line for group, names in groups.items() for line in (strong(say(f"status.group.{group}")), *names))
    return Cell(label, is_header=True), Cell(cells.paragraphs(lines), span=width - 1)


def _silent_name(card, targets):
    """An indicator with its levels, each with its due year."""
    levels = (say("page.silent_level", target=numbers.target_text(t), due=t.due_year) for t in targets)
    return phrase(cells.indicator(card), " (", "; ".join(levels), ")")


def _phase(findings):
    return dates.spoken_years(findings.programme.start, findings.programme.end)


SCORED = ("indicator", "baseline:num", "target:num", "latest:num", "change", "judgement:wide", "evidence")


def scorecard_table(findings, sources, caption, whole=None, above=()):
    """The scorecard of any findings, with source numbers from the list of the page.

    whole : all of them; above : ids of the targets whose remarks the grounds of the message tell.
    """
    if not len(findings):
        return nothing("page.no_targets")
    evidence, shown = findings.evidence, list(findings)
    reasons_of = partial(_why, evidence=evidence, sources=sources, above=above)
    why, notes = told_once(map(reasons_of, shown), of=list(map(reasons_of, whole or shown)))
    rows = tuple(_score_row(*pair, evidence, sources) for pair in zip(shown, why, strict=True))
    return make_table(caption, columns(SCORED), rows, "\n".join([say("page.scorecard_note"), *notes]))


def _why(finding, evidence, sources, above):
    """Why a target is judged so, which sources are in doubt, and what workshops decided on it."""
    is_told = finding.target.id in above
    doubtful = [r.facts["source"].id for r in finding.reasons if r.code == ReasonCode.SOURCE_IN_DOUBT]
    elsewhere = {ReasonCode.SOURCE_IN_DOUBT, *(URGENT if is_told else ())}
    told = replace(finding, reasons=tuple(r for r in finding.reasons if r.code not in elsewhere))
    why = "" if is_told else change_reasons(finding, evidence)
    apart = [say("message.apart", why=why)] if why else []
    doubts = [phrase(say("page.doubtful_sources"), " ", cells.cite(doubtful, sources))] if doubtful else []
    return [*words.reasons_text(told, evidence), *doubts, *apart, *decided(evidence, finding.target)]


def _score_row(finding, why, evidence, sources):
    target, card = finding.target, evidence.indicators[finding.target.indicator]
    judged = phrase(cells.status_cell(finding.label), " ", why)
    codes = [target.source, *(code for estimate in finding.named for code in estimate.sources)]
    return (
        phrase(cells.indicator(card, target.unit), *as_set(target), *shape_notes(target, evidence)),
        cells.estimate_with_year(finding.baseline),
        phrase(cells.target_with_year(target), *_as_reported(finding)),
        cells.estimate_with_year(finding.latest),
        change_figure(finding),
        judged,
        cells.evidence(finding.strength, codes, sources),
    )


def _as_reported(finding):
    """That a level is what a report of results says and no target that was set."""
    if finding.status == Status.TARGET_NOT_FOUND:
        yield phrase(" ", small(say("page.as_reported")))


def change_cell(finding, evidence):
    """The change since the baseline, or why there is none to be had."""
    why = change_reasons(finding, evidence)
    return phrase(change_figure(finding), " ", small(why)) if why else change_figure(finding)


def change_figure(finding):
    """The change since the baseline as an interval, or that there is none to be had."""
    if finding.comparison is None:
        return cells.NOTHING
    if finding.change is None:
        return span(Look.NOT_COMPARED, say("reasons.not_compared"))
    return cells.change(finding)


def change_reasons(finding, evidence):
    """What tells a figure and its baseline apart, "" for nothing."""
    reasons = finding.comparison.reasons if finding.comparison else ()
    return "; ".join(words.reason_name(reason, evidence).rstrip(".") for reason in reasons)


def conflict_table(
    shown: Conflicts | pd.DataFrame | Findings, page: Findings | None = None, of: Conflicts | None = None
) -> Table | Prose:
    """Figures that do not go together, side by side, each with its source, and how they disagree.

    shown : conflicts, their frame, of which exactly the rows are shown, or the findings of a phase, for its
    conflicts; page : the findings in whose list the sources are numbered; `of` : the conflicts that a frame
    was made from, where it has lost them.
    """
    if isinstance(shown, Findings):
        return conflict_table(phase_conflicts(shown), shown)
    found = conflicts_of(shown, of)
    # Findings without a target are empty, and have a list of sources all the same.
    sources = list(dict.fromkeys(_sources_named(found))) if page is None else cited(page)
    whole = result_of(shown, of, Conflicts) if isinstance(shown, pd.DataFrame) else found
    return conflicts_table(found.evidence, found, sources, whole)


def _sources_named(found: Conflicts) -> Iterator[str]:
    """Ids of the sources of the figures of conflicts and of what the others say to them."""
    told = (thing for conflict in found for thing in (*conflict.estimates, *conflict.weighed))
    return (code for thing in told for code in thing.sources)


def conflicts_table(evidence, found, sources, whole=None):
    """Conflicts as a table: indicator, one figure, the other, how they disagree or what is to explain; whole : all
    of them."""
    if not found:
        return nothing("page.no_conflicts")
    every = [list(_disagreement(conflict, evidence, sources)) for conflict in whole or found]
    told, notes = told_once((_disagreement(conflict, evidence, sources) for conflict in found), 2, every)
    rows = tuple(_conflict_row(*pair, evidence, sources) for pair in zip(found, told, strict=True))
    keys = ("indicator", "one_figure", "other_figure", "disagreement:wide")
    note = [] if any(c.is_contradiction for c in found) else [say("page.only_unusual")]
    return make_table(say("page.conflict_caption"), columns(keys), rows, "\n".join([*note, *notes]))


def _conflict_row(conflict, told, evidence, sources):
    name = cells.indicator(evidence.indicators[conflict.indicator])
    names = {r: words.figure_name(r, conflict, evidence) for r in conflict.estimates}
    sides = (cells.paragraphs(_side(r, sources, names[r]) for r in side) for side in conflict.sides)
    return name, *sides, told


def conflict_words(conflict, evidence, sources=None):
    """How figures disagree and what the others say to it; with source numbers where there is a list."""
    return cells.paragraphs(_disagreement(conflict, evidence, sources))


def _disagreement(conflict, evidence, sources):
    """The same a sentence at a time."""
    yield from map(phrase, words.conflict_sentences(conflict, evidence))
    for reason in conflict.weighed:
        links = cells.cite(reason.sources, sources) if sources else ""
        yield phrase(words.reason_text(reason, evidence), " ", links)


def _side(estimate, sources, name):
    """One figure of a conflict: its name where that is needed, value, how it came about, time, source."""
    parts = [name, strong(cells.estimate_with_unit(estimate))]
    if estimate.counts:
        parts.append(joined(" / ", map(cells.estimate_with_unit, estimate.counts)))
    parts.append(dates.when(estimate.period, estimate.period_stated))
    parts.append(say(f"status.strength.{estimate.strength}"))
    return phrase(joined(LineBreak(), parts), " ", cite_figure(estimate, sources))


def certainty_table(findings: Findings | pd.DataFrame, of: Findings | None = None) -> Table | Prose:
    """Each target that has a figure: the judgement under each, the pace methods, what would settle it.

    findings : of a phase, or their frame, of which exactly the rows are shown; `of` as of `scorecard`.
    """
    shown = findings_of(findings, of)
    rows = tuple(_row(finding, shown.evidence) for finding in shown if finding.latest)
    if not rows:
        is_answered = any(finding.latest for finding in whole_of(findings, of))
        return nothing("progress.of_one_figure" if is_answered else "progress.nothing")
    heads = columns(("indicator", "judgement", "rests_on:wide", "method:wide", "one_more"))
    return make_table(say("progress.caption"), heads, rows)


def _row(finding, evidence):
    name = evidence.indicators[finding.target.indicator].short.text
    said = [_alone(estimate, finding, evidence) for estimate in finding.deciding]
    rests_on = cells.paragraphs(said) or cells.NOTHING
    status, methods = cells.status_cell(finding.label), _methods(finding.progress, evidence)
    return name, status, rests_on, methods, _one_more(finding, evidence)


def _alone(estimate, finding, evidence):
    """What one figure concludes by itself, or why nothing, for the reasons that the status has."""
    if finding.status == Status.TARGET_NOT_FOUND:
        return say("progress.no_target", estimate=numbers.labelled(estimate))
    why = answer_obstacle(evidence, finding.target, estimate)
    if why:
        return words.target_reason(why, finding, evidence)
    return next(words.verdict_words({estimate: verdict_under(finding.target, estimate)}))


def _one_more(finding, evidence):
    """The one figure that would settle it, or that there can be none, since its level has ended."""
    target = finding.target
    due = date(target.due_year, 12, 31)
    if request_codes(evidence, finding):
        if last := area_ended(evidence, evidence.programmes[target.programme].area, due):
            return say("reasons.decide_outlived", day=dates.day(last))
        if last := level_ended(evidence, target.indicator, target.due_year):
            return say("reasons.decide_past_asking", day=dates.day(last))
    return settles(finding, evidence)


def _methods(progress, evidence):
    """What each pace method says, the registered one first, or why none does."""
    if progress is None:
        return cells.NOTHING
    said = [_assessment(assessment, evidence) for assessment in progress.assessments]
    refused = [words.reason_text(r, evidence) for r in progress.refusals if not _is_over(r)]
    return cells.paragraphs(said or refused) or cells.NOTHING


def _is_over(refusal):
    """Whether a method refuses only because the figure is of the due year, which needs no outlook."""
    return refusal.facts.get("code") in ("same_year", "after_target_year")


def _assessment(assessment, evidence):
    """One method and its label."""
    facts = spelled({"a": assessment}, evidence)
    return phrase(facts["a_method"], ": ", strong(facts["a"]))


def settles(finding, evidence):
    """What would settle the judgement of a target: a figure, a document, the level a change starts from."""
    codes, start = request_codes(evidence, finding) or ("nothing",), missing_start(evidence, finding)
    return "; ".join(_settled_by(code, finding, start) for code in codes)


def _settled_by(code, finding, start):
    year = finding.latest.year if finding.latest else finding.target.due_year
    decimals = _decimals(finding) if code == RequestCode.ASK_PRECISE else None
    if decimals == 0:
        return say("reasons.decide_exact_number", year=year)
    precision = say(f"numbers.decimals.{decimals}") if decimals else ""
    facts = {"due": finding.target.due_year, "year": year, "precision": precision, "start": start}
    return say(f"reasons.decide_{code}", **facts)


def _decimals(finding):
    """Decimals that would decide: the target's, one more than a number already has; 0 for an exact number."""
    if finding.target.unit in COUNTS:
        return 0
    latest = finding.latest
    more = 0 if latest.is_bound else 1
    decimals = max(1, -finding.target.value.as_tuple().exponent, more - latest.value.as_tuple().exponent)
    return decimals if decimals <= 3 else 0
