"""What the phase that closes reached: its targets with their figures; for a room beside the nation and the draft."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.next_phase import CarriedProgramme
from bvte.evidence.rows import Target
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Finding, Status
from bvte.judgement.frames import findings_of
from bvte.judgement.message import Statement, first_statements, has_results, make_statement, other_unit
from bvte.judgement.targets import Findings
from bvte.judgement.workshop import Workshop
from bvte.presentation import cells, dates, numbers
from bvte.presentation.decision_words import decided
from bvte.presentation.document import Cell, Column, Prose, Table, make_table
from bvte.presentation.message import certainty_mark
from bvte.presentation.parts import nothing
from bvte.presentation.phase_tables import FOLDED, is_bare, silent_row
from bvte.presentation.phrases import NOTHING, Phrase, joined, phrase
from bvte.presentation.slide_room import fitting_parts
from bvte.presentation.target_shapes import as_set
from bvte.presentation.texts import say
from bvte.presentation.words import reasons_text, status_name
from bvte.presentation.workshop_columns import pack_columns
from bvte.presentation.workshop_page import workshop_sources


def workshop_results(
    shown: Workshop | pd.DataFrame, pack: Workshop | None = None, of: Findings | None = None
) -> Table | Prose:
    """The scorecard of the phase that closes.

    shown : a pack, or the frame of its closing findings, of which exactly the rows are shown; pack : in whose
    list the sources are numbered; `of` : the findings that a frame was made from, where it has lost them.
    """
    pack = shown if isinstance(shown, Workshop) else pack
    findings = pack.closing if pack is shown else findings_of(shown, of)
    if not len(findings):
        return nothing("page.no_targets")
    phase, sources = pack.closing.programme, workshop_sources(pack)
    caption = say("workshop.results_caption", phase=dates.spoken_years(phase.start, phase.end))
    bare = [finding for finding in findings if is_bare(findings.evidence, finding)]
    silent = bare if list(findings) == list(pack.closing) and len(bare) >= FOLDED else []
    told = [finding for finding in findings if finding not in silent]
    rows = tuple(_result_row(finding, findings.evidence, sources) for finding in told)
    heads = pack_columns("indicator", "asked:num", "latest:num", "judgement:wide")
    table = make_table(caption, heads, rows, say("workshop.results_note"))
    last = (silent_row(silent, findings.evidence, len(heads), sources),) if silent else ()
    table = replace(table, rows=(*table.rows, *last))
    return replace(table, finding=_results_finding(findings), rooms=tuple(_results_rooms(findings, pack)))


# A status without a figure says all; one that is close says by how little.
REASONS_SHOWN = {Status.NO_DATA: 0, Status.BARELY_MET: 2, Status.NEARLY_MET: 2}


def _result_row(finding, evidence, sources):
    """One target with its figures and its judgement; of the reasons the first, since the evaluation has them all."""
    target = finding.target
    told = reasons_text(finding, evidence)[: REASONS_SHOWN.get(finding.status, 1)]
    if start := finding.baseline:
        facts = {"figure": cells.estimate_with_unit(start), "year": dates.when(start.period, start.period_stated)}
        told = [say("workshop.start", **facts), *told]
    if finding.latest and other_unit(evidence, finding.latest):
        told.append(say("message.unit_read", unit=numbers.unit_name(finding.latest.unit)))
    known = cells.cite([code for each in finding.named for code in each.sources], sources)
    return (
        phrase(cells.indicator(evidence.indicators[target.indicator], target.unit), *as_set(target)),
        phrase(cells.target_with_year(target), " ", cells.cite([target.source], sources)),
        phrase(cells.estimate_with_year(finding.latest), " ", known) if finding.latest else cells.NOTHING,
        phrase(cells.status_cell(finding.label), cells.paragraphs([*told, *decided(evidence, target)])),
    )


def _results_rooms(findings: Findings, pack: Workshop) -> Iterator[Table]:
    """What the phase reached, each with how sure it is, beside the nation and what the next phase is to ask; below, by
    judgement, the targets that no figure stands for. On as many slides as it takes, each with a title of its own."""
    told = list(_told_apart(findings))
    keys = _room_keys(told, pack)
    heads = tuple(Column(_room_head(key, pack), "text", key) for key in keys) or (Column(say("columns.indicator")),)
    left = [finding for finding in findings if finding.target.indicator not in _indicators_told(told)]
    rows = [tuple(_ROOM_CELLS[key](each, pack) or NOTHING for key in keys) for each in told]
    whole = make_table("", heads, rows)
    rows = [*whole.rows, *_left_rows(left, findings.evidence, len(heads))]
    parts = fitting_parts(rows, lambda some: replace(whole, rows=tuple(some)))
    title = _published_finding(findings, told) or _results_finding(findings)
    for part, place in zip(parts, range(len(parts)), strict=True):
        yield replace(part, finding=say("slides.continued", title=title.rstrip(".")) if place else title)


def _told_apart(findings: Findings) -> Iterator[Statement]:
    """What is said first of a phase, a figure each: also the changes that the page tells beside their levels, and the
    results whose target no document sets, which are no targets that are left."""
    for statement in first_statements(findings):
        yield replace(statement, changes=())
        yield from (make_statement(findings.evidence, None, change) for change in statement.changes)
    told = _indicators_told(first_statements(findings))
    unset = [f for f in findings if f.status == Status.TARGET_NOT_FOUND and f.latest]
    for finding in unset:
        if finding.target.indicator not in told:
            yield make_statement(findings.evidence, findings.programme, finding.latest, finding)


def _published_finding(findings: Findings, told: list[Statement]) -> str:
    """How many results of a phase were published for which no document that sets a target was found; "" where there is
    one, or no result."""
    phase = findings.programme
    if not has_results(findings) or any(finding.status != Status.TARGET_NOT_FOUND for finding in findings):
        return ""
    return say("workshop.results_published", count=len(told), phase=dates.spoken_years(phase.start, phase.end))


def _indicators_told(told: list[Statement]) -> set[str]:
    """The indicators that some statements tell of, and those of the targets that they are held against."""
    figures = {r.indicator for each in told for r in (each.estimate, *each.changes)}
    return figures | {each.judged.target.indicator for each in told if each.judged}


ROOM_COLUMNS = ("indicator", "result", "nation", "asked", "next")
# What a result is held against: a column each, or where most of those cells would be empty one for all.
HELD_AGAINST = ("nation", "asked", "next")


def _room_keys(told: list[Statement], pack: Workshop) -> list[str]:
    """The columns of the results in a room: those that hold something."""
    held = {key: sum(bool(_ROOM_CELLS[key](each, pack)) for each in told) for key in ROOM_COLUMNS}
    keys = [key for key, count in held.items() if count]
    against = [key for key in keys if key in HELD_AGAINST]
    if len(against) < 2 or 2 * sum(map(held.__getitem__, against)) >= len(told) * len(against):
        return keys
    return [*(key for key in keys if key not in against), "against"]


def _room_against(statement: Statement, pack: Workshop) -> Phrase | str:
    """All that a result is held against, each with its name."""
    told = {"nation": joined("; ", _nations(statement, pack))}
    told |= {key: _ROOM_CELLS[key](statement, pack) for key in HELD_AGAINST if key not in told}
    return cells.paragraphs(phrase(f"{_room_head(key, pack)}: ", cell) for key, cell in told.items() if cell)


def _room_head(key: str, pack: Workshop) -> str:
    """Heading of a column of the results in a room; the levels by the year until which they are."""
    due = {"asked": pack.closing.programme.end, "next": pack.audit.programme.end}
    return say("columns.indicator") if key == "indicator" else say(f"workshop.results_room.{key}", due=due.get(key, ""))


def _room_result(statement: Statement, pack: Workshop) -> Phrase:
    """A figure with its time, and how sure it is."""
    return cells.paragraphs([_dated_figure(statement.estimate, pack.evidence), certainty_mark(statement.certainty)])


def _dated_figure(estimate: Estimate, evidence: Evidence) -> Phrase:
    """A figure with its time; of a unit that its source leaves open as it is printed, which the page reads."""
    if other := other_unit(evidence, estimate):
        time = say("message.as_printed", time=dates.time_text(estimate))
        return joined(", ", [cells.estimate_with_unit(replace(estimate, unit=other)), time])
    return joined(", ", [cells.estimate_with_unit(estimate), dates.when(estimate.period, estimate.period_stated)])


def _room_nation(statement: Statement, pack: Workshop) -> Phrase:
    """The nation's figure, and its target for the time of the result."""
    return cells.paragraphs(_nations(statement, pack))


def _nations(statement: Statement, pack: Workshop) -> list[Phrase | str]:
    """The same, each by itself; of a target that was set before a break its name."""
    target, outdating = statement.national, statement.outdated
    facts = {"level": _level(target) if target else "", "name": outdating.text("name") if outdating else ""}
    asked = say(f"workshop.national_asks.{'before_break' if outdating else 'alike'}", **facts) if target else ""
    figure = _dated_figure(statement.nation, pack.evidence) if statement.nation else ""
    return [told for told in (figure, asked) if told]


def _room_asked(statement: Statement, pack: Workshop) -> Phrase | str:
    """The level that a document set for the phase, and how the result stands to it."""
    judged = statement.judged
    return cells.paragraphs([_level(judged.target), cells.status_cell(judged.label)]) if judged else ""


def _room_next(statement: Statement, pack: Workshop) -> str:
    """The level that the draft of the next phase sets for the same indicator; the heading has the year of its end."""
    phase = pack.audit.programme
    found = [] if isinstance(phase, CarriedProgramme) else pack.evidence.targets_of(phase.id)
    levels = (_level(t, phase.end) for t in found if t.indicator == statement.estimate.indicator)
    return next(levels, "")


def _level(target: Target, known: int | None = None) -> str:
    """A level with the year when it is due, where that is not the known one."""
    told = numbers.target_text(target)
    return told if target.due_year == known else f"{told} ({target.due_year})"


_ROOM_CELLS: dict[str, Callable[[Statement, Workshop], Phrase | str]] = {
    "indicator": lambda statement, pack: pack.evidence.indicators[statement.estimate.indicator].short.text,
    "result": _room_result,
    "nation": _room_nation,
    "asked": _room_asked,
    "next": _room_next,
    "against": _room_against,
}
# Names of targets below one status that a slide has lines for.
MOST_NAMED = 6


def _left_rows(left: list[Finding], evidence: Evidence, columns: int) -> Iterator[tuple[Cell, ...]]:
    """A row a judgement, with the targets that have it and no row of their own."""
    ranked, groups = sorted(left, key=lambda finding: list(Status).index(finding.status)), {}
    for finding in ranked:
        groups.setdefault(finding.label, []).append(finding)
    for label, found in groups.items():
        told = say("workshop.of_status", status=status_name(label), count=len(found))
        names = phrase(joined("; ", [*_named_shortly(found, evidence, MOST_NAMED)]))
        if columns > 1:
            yield Cell(phrase(told), True), Cell(names, span=columns - 1)
        else:
            yield (Cell(phrase(told, ": ", names)),)


def _named_shortly(found, evidence, most):
    """The targets by name, with the figure of those that have one; of very many how many more there are."""
    counted = Counter(_name_with_figure(finding, evidence) for finding in found)
    lines = [_named_times(*pair) for pair in counted.items()]
    yield from lines[:most]
    if len(lines) > most:
        yield say("workshop.and_more", count=len(lines) - most)


def _named_times(name, count):
    """A name that stands for several levels says how many."""
    return name if count == 1 else say("workshop.named_times", name=name, count=count)


def _name_with_figure(finding, evidence):
    name, latest = evidence.indicators[finding.target.indicator].short.text, finding.latest
    if latest is None:
        return name
    time, printed = dates.time_text(latest), latest
    if other := other_unit(evidence, latest):
        printed, time = replace(latest, unit=other), say("message.as_printed", time=time)
    return say("workshop.named_figure", name=name, figure=numbers.labelled(printed), year=time)


def _results_finding(findings: Findings) -> str:
    """How many targets of the closing phase stand at each status; what has a level for each of several years is one
    target, as where the next phase is counted."""
    groups, phase = {}, findings.programme
    for finding in findings:
        groups.setdefault(finding.status, []).append(finding)
    parts = ", ".join(_of_status(code, groups[code]) for code in Status if code in groups)
    # Where all stand alike, no number of them is repeated.
    key, parts = ("all", parts.partition(" ")[2]) if len(groups) == 1 < len(findings) else ("some", parts)
    years = dates.spoken_years(phase.start, phase.end)
    facts = {"phase": years, "total": len(findings), "parts": parts}
    if (asked := len({finding.target.indicator for finding in findings})) < len(findings):
        return say(f"workshop.results_of_levels_{key}", **facts, indicators=asked)
    return say(f"workshop.results_finding_{key}", **facts)


# What decides something of a target; its figures have to be right for it.
DECIDED = (Status.MET, Status.BARELY_MET, Status.NEARLY_MET, Status.NOT_MET)


def _of_status(status: Status, found: list[Finding]) -> str:
    """How many targets have a status, and on which figures of an inferred year it rests."""
    told = f"{len(found)} {say(f'page.count.{status}')}"
    named = (r for finding in found for estimate in finding.deciding for r in estimate.counts or (estimate,))
    inferred = [r for r in dict.fromkeys(named) if not r.period_stated] if status in DECIDED else []
    years = ", ".join(sorted({dates.year_text(r.period) for r in inferred}))
    return f"{told} {say('workshop.if_confirmed', count=len(inferred), years=years)}" if inferred else told
