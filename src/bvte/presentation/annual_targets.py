"""Rows of the two forms about targets: what became of those of the year, what is set for the time after."""

from markupsafe import Markup

from bvte.judgement.annual import targets_ahead
from bvte.presentation import cells, numbers, words
from bvte.presentation.decisions import decided
from bvte.presentation.phase_tables import change_cell
from bvte.presentation.texts import say


def result_rows(report, filled, sources):
    """A row for each target of the year: baseline, target, two years, change, judgement, source, remark."""
    for order, result in enumerate(report.results, start=1):
        yield (str(order), *_result_row(report, result, sources))


def _result_row(report, result, sources):
    finding, target = result.finding, result.finding.target
    why = words.reasons_text(finding, report.known)
    programme = report.known.programmes[target.programme].text("name")
    set_by = say("annual.set_by", programme=programme)
    remarks = [*why, set_by, *decided(report.known, target)]
    used = [r for r in (result.this, result.last, finding.baseline, *finding.named) if r]
    codes = [target.source, *(code for reading in used for code in reading.sources)]
    return (
        report.known.indicators[target.indicator].name.text, numbers.unit_name(target.unit),
        _baseline(finding.baseline), cells.target_with_year(target),
        cells.of_year(result.this), cells.of_year(result.last),
        change_cell(result.over_year, report.known), cells.status(finding.label),
        cells.evidence(finding.strength, codes, sources), cells.paragraphs(remarks),
    )  # fmt: skip


def _baseline(reading):
    return cells.reading_with_year(reading) if reading else cells.gap()


def next_target_rows(report, filled, sources):
    """A row for each indicator with a target now or later: the figure of the year and its next targets."""
    for order, found in enumerate(targets_ahead(report), start=1):
        card = report.known.indicators[found.indicator]
        targets = [target for target in (found.own, found.national) if target]
        codes = [target.source for target in targets] + list(found.this.sources if found.this else ())
        yield (
            str(order), card.name.text, numbers.unit_name(card.unit),
            cells.of_year(found.this),
            *(_next(report, target) for target in (found.own, found.national)),
            cells.cite(codes, sources),
        )  # fmt: skip


def _next(report, target):
    """A coming target with its due year and whether a document sets it, or that none was found."""
    if target:
        beside = cells.standing(report.evidence, target)
        return Markup("{}{}").format(cells.target_with_year(target), beside)
    return Markup('<span class="gap">{}</span>').format(say("annual.no_target"))
