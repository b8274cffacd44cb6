"""Tables of a phase report: scorecard, other results, conflicts, the national programme."""

from markupsafe import Markup

from bvte.judgement.targets import national_findings, next_target, other_readings, phase_conflicts
from bvte.presentation import cells, dates, times, words
from bvte.presentation.citations import cite_figure, cited
from bvte.presentation.decisions import decided
from bvte.presentation.show import Table, columns, nothing
from bvte.presentation.texts import say


def scorecard(findings):
    """Every target of a phase: baseline, target, latest, change, judgement and why, evidence, sources."""
    return scorecard_table(
        findings,
        cited(findings),
        say("page.scorecard_caption", phase=_phase(findings)),
    )


def national_scorecard(findings):
    """The national programme that the phase carries out, judged on national figures."""
    national = national_findings(findings)
    if national is None:
        return nothing("page.no_national")
    name = national.programme.text("name")
    if not len(national):
        return nothing("page.no_national_targets", programme=name)
    caption = say("page.national_caption", programme=name)
    return scorecard_table(national, cited(findings), caption)


def _phase(findings):
    return dates.spoken_years(findings.programme.start, findings.programme.end)


def scorecard_table(findings, sources, caption):
    """The scorecard of any findings, with source numbers from the list of the page."""
    if not len(findings):
        return nothing("page.no_targets")
    keys = ("indicator", "baseline:num", "target:num", "latest:num", "change", "judgement:wide", "evidence")
    rows = tuple(_score_row(finding, findings.evidence, sources) for finding in findings)
    return Table(caption, columns(keys), rows, say("page.scorecard_note"))


def _score_row(finding, evidence, sources):
    target, card = finding.target, evidence.indicators[finding.target.indicator]
    why = [*words.reasons_text(finding, evidence), *decided(evidence, target)]
    judged = Markup("{}{}").format(cells.status(finding.label), cells.paragraphs(why))
    codes = [target.source, *(code for reading in finding.named for code in reading.sources)]
    return (
        cells.indicator(card, target.unit),
        cells.reading_with_year(finding.baseline), cells.target_with_year(target),
        cells.reading_with_year(finding.latest), change_cell(finding, evidence), judged,
        cells.evidence(finding.strength, codes, sources),
    )  # fmt: skip


def change_cell(finding, evidence):
    """The change since the baseline as an interval, or why there is none to be had."""
    if finding.comparison is None:
        return cells.NOTHING
    why = "; ".join(words.reason_name(reason, evidence) for reason in finding.comparison.reasons)
    note = Markup('<span class="when">{}</span>').format(why)
    if finding.change is None:
        return Markup('<span class="not-compared">{}</span> {}').format(say("reasons.not_compared"), note)
    return Markup("{} {}").format(cells.change(finding), note)


def other_results(findings):
    """Published results of the phase that answer to no target of it, beside the next phase's target."""
    found = other_readings(findings)
    if not found:
        return nothing("page.no_other_results")
    keys = ("indicator", "result:num", "time", "next_target:num", "evidence")
    sources = cited(findings)
    rows = tuple(_result_row(reading, findings, sources) for reading in found)
    return Table(say("page.other_caption", phase=_phase(findings)), columns(keys), rows)


def _result_row(reading, findings, sources):
    card = findings.evidence.indicators[reading.indicator]
    coming = next_target(findings, reading.indicator)
    return (
        cells.indicator(card, reading.unit),
        cells.reading(reading),
        times.when(reading.period, reading.period_stated),
        _coming(findings.evidence, coming) if coming else cells.NOTHING,
        cells.evidence(reading.strength, reading.sources, sources),
    )


def _coming(evidence, target):
    """A target that is to come, and whether a document sets it."""
    beside = cells.standing(evidence, target)
    return Markup("{}{}").format(cells.condition(target), beside)


def conflict_table(findings):
    """Figures that do not go together, side by side, each with its source, and how they disagree."""
    return conflicts_table(findings.evidence, phase_conflicts(findings), cited(findings))


def conflicts_table(evidence, found, sources):
    """Conflicts as a table: indicator, one figure, the other, how they disagree or what is to explain."""
    if not found:
        return nothing("page.no_conflicts")
    rows = tuple(_conflict_row(conflict, evidence, sources) for conflict in found)
    keys = ("indicator", "one_figure", "other_figure", "disagreement:wide")
    note = "" if any(c.is_contradiction for c in found) else say("page.only_unusual")
    return Table(say("page.conflict_caption"), columns(keys), rows, note)


def _conflict_row(conflict, evidence, sources):
    name = cells.indicator(evidence.indicators[conflict.indicator])
    sides = (cells.paragraphs(_side(r, sources) for r in side) for side in conflict.sides)
    return name, *sides, conflict_words(conflict, evidence, sources)


def conflict_words(conflict, evidence, sources=None):
    """How figures disagree and what the others say to it; with source numbers where there is a list."""
    said = [words.conflict_text(conflict, evidence)]
    for reason in conflict.weighed:
        links = cells.cite(reason.sources, sources) if sources else ""
        said.append(Markup("{} {}").format(words.reason_text(reason, evidence), links))
    return cells.paragraphs(said)


def _side(reading, sources):
    """One figure of a conflict: value, how it came about, time, source."""
    parts = [Markup("<strong>{}</strong>").format(cells.reading_with_unit(reading))]
    if reading.counts:
        parts.append(Markup(" / ").join(cells.reading_with_unit(part) for part in reading.counts))
    parts.append(times.when(reading.period, reading.period_stated))
    parts.append(say(f"status.strength.{reading.strength}"))
    return Markup("{} {}").format(Markup("<br>").join(parts), cite_figure(reading, sources))


def definitions(findings):
    """What each targeted indicator means and why it is watched."""
    wanted = dict.fromkeys(finding.target.indicator for finding in findings)
    return definition_table(findings.evidence.indicators, wanted)


def definition_table(cards, wanted):
    """Meaning and purpose of the wanted indicators, from their cards."""
    if not wanted:
        return nothing("page.no_targets")
    rows = tuple((cells.indicator(cards[c]), cards[c].definition.text, cards[c].why.text) for c in wanted)
    heads = columns(("indicator", "definition:wide", "why:wide"))
    return Table(say("page.definitions_caption"), heads, rows)
