"""The numbered forms (Biểu) of the yearly report as tables, with their rows even where there is no figure;
its sources."""

from dataclasses import replace
from functools import lru_cache

from bvte.evidence.files import written_passages
from bvte.evidence.language import active_language
from bvte.evidence.national import FormKind
from bvte.evidence.problem import EvidenceError, Problem
from bvte.judgement.annual import figure_quality, inherited_findings, targets_ahead, year_conflicts
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import ReasonCode
from bvte.judgement.references import find_references, report_names
from bvte.judgement.told_again import told_anywhere
from bvte.judgement.vantage import cited_by, is_old
from bvte.judgement.year_drafts import taken_over
from bvte.judgement.year_parts import nearest_of_parts, statements_of_parts
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.citations import sources_prose
from bvte.presentation.decision_words import decided
from bvte.presentation.document import Column, make_table
from bvte.presentation.parts import columns, nothing
from bvte.presentation.phase_tables import change_cell
from bvte.presentation.phrases import Look, flat_text, phrase, span
from bvte.presentation.sentences import unit_kinds
from bvte.presentation.texts import say, texts_of


def annual_cited(report):
    """Ids of the sources of the report's forms, targets, conflicts and written sections, each once."""
    return list(_cited_in(report, active_language()))


# Every figure of a report is cited by its place in this list; the written sections are those of a language.
@lru_cache(maxsize=4)
def _cited_in(report, language):
    cells = (cell for form in report.forms.values() for row in form.rows for cell in row.cells)
    shown = [r for cell in cells for r in (cell.this, cell.last, cell.other) if r]
    shown += [r for result in report.results for r in (result.this, result.last) if r]
    shown += [r for told in statements_of_parts(report) for r in (told.estimate, told.before, *told.parts) if r]
    shown += [r for place in report.layout.values() for r in nearest_of_parts(report, place.forms)]
    coming = [t.source for found in targets_ahead(report) for t in (found.own, found.national) if t]
    own = cited_by(report.findings, year_conflicts(report), shown)
    inherited = [finding.target.source for finding in inherited_findings(report)]
    changes = [b.source for b in taken_over(report)]
    return tuple(dict.fromkeys([*own, *coming, *inherited, *changes, *_of_passages(report, language)]))


def _of_passages(report, language):
    """Sources that the written sections name, or that the figures in them come from."""
    names = report_names(report)
    for (_, spoken), passage in written_passages(report.evidence.folder, report.shelf).items():
        for reference in find_references(passage.text) if spoken == language else ():
            found = names.get(reference.name)
            if isinstance(found, Estimate):
                yield from found.sources
            elif reference.name.startswith("source:") and found:
                yield found.id


def annual_source_list(report):
    """The numbered list of the sources of a yearly report."""
    return sources_prose(report.evidence, annual_cited(report))


# Reasons that a form tells elsewhere: in the list of sources, by its empty cells.
TOLD_ELSEWHERE = {ReasonCode.SOURCE_IN_DOUBT, ReasonCode.NO_OBSERVATION}
COLUMNS = {
    "rows": ("order:order", "item", "unit:measure", "this_year:num", "last_year:num", "nearest:num", "evidence"),
    "quality": ("order:order", "item", "unit:measure", "this_year:num", "evidence"),
    "matrix": ("order:order", "group_of_children"),
    "results": (
        "order:order",
        "indicator",
        "unit:measure",
        "baseline:num",
        "target:num",
        "this_year:num",
        "last_year:num",
        "over_year",
        "judgement_short",
        "evidence",
        "remark:wide",
    ),
    "next_targets": (
        "order:order",
        "indicator",
        "unit:measure",
        "this_year:num",
        "own_target:num",
        "national_target:num",
        "sources",
    ),
}


def to_fill(what):
    """A place that is left to the office: what published sources do not tell of its own papers, it knows."""
    return say("annual.to_fill", what=what)


def form(report, number):
    """A form of the report by its number ("6", "8a"), or that it has no row, as in a year without a target.

    Raises KeyError where the layout has no such form, EvidenceError where the forms tell a withheld count after all.
    """
    if told := list(told_again_problems(report)):
        raise EvidenceError(told)
    filled = report.forms[number]
    name, code = _form_name(report, filled.form), say("annual.form_number", number=number)
    rows = _form_rows(report, filled)
    if not rows:
        return nothing("annual.no_form_rows", form=code, name=name, year=report.year)
    note = " ".join(filter(None, (_note(report, filled), _sign_note(rows))))
    return make_table(name, _columns(report, filled), rows, note, code, heading=1, unit=_unit_line(filled))


def _sign_note(rows):
    """What the sign of an inferred year means, "" where no cell has it."""
    has_sign = any(say("numbers.inferred_sign") in flat_text(cell) for row in rows for cell in row)
    return say("annual.sign_note") if has_sign else ""


def _form_name(report, form):
    """The name of a form; of one that judges the targets of a draft alone, that it does."""
    if form.kind == FormKind.results and report.findings and all(f.draft for f in report.findings):
        return say("annual.results_of_draft", name=form.name.text)
    return form.name.text


def told_again_problems(report):
    """A problem for each withheld count that the forms of a report tell after all."""
    for place, low, high, width in report.told_again:
        about = {"year": report.year, "low": low, "high": high, "area": report.evidence.area(place.area).text("name")}
        name = report.known.indicators[place.indicator].name.text
        yield Problem("told_again", "annual_reports.csv", None, "", name, str(width), facts=about)


def told_anywhere_problems(evidence):
    """A problem for each withheld count that all reports of a folder together tell, in whichever form."""
    for place, low, high, width in told_anywhere(evidence):
        card, area = evidence.indicators[place.indicator], evidence.area(place.area).text("name")
        about = {"time": dates.year_text(place.period), "low": low, "high": high, "area": area}
        yield Problem("told_anywhere", "observations.csv", None, "", card.name.text, str(width), facts=about)


def _unit_line(filled):
    """The unit of all numbers of a form that has no column for it, "" where it has one."""
    units = {row.row.unit for row in filled.rows}
    if filled.form.kind != FormKind.matrix or len(units) != 1:
        return ""
    return say("annual.unit_line", unit=numbers.unit_name(*units))


def _form_rows(report, filled):
    """The rows of a form, by its kind."""
    of_kind = {
        "rows": _rows,
        "quality": _quality_rows,
        "matrix": _matrix_rows,
        "results": result_rows,
        "next_targets": next_target_rows,
    }[filled.form.kind]
    return tuple(of_kind(report, filled, annual_cited(report)))


def _columns(report, filled):
    """Columns of the kind of a form, those of a matrix from its layout, then the nearest other figures if any."""
    form = filled.form
    keys = [key for key in COLUMNS[form.kind] if not (key == "own_target:num" and _is_national(report))]
    heads = columns(keys, year=report.year, last=report.year - 1)
    own = tuple(Column(name.text, "num", period=str(report.year)) for name in form.columns.values())
    beside = ("nearest:num", "evidence") if _has_other(filled) else ("evidence",)
    return heads + own + (columns(beside) if own else ())


def _has_other(filled):
    """Whether a cell of a form has a figure of another year than its columns."""
    return any(cell.other for row in filled.rows for cell in row.cells)


def _is_national(report):
    """Whether the area is the country, whose own targets are the national ones."""
    return report.evidence.area(report.area).level == "country"


def _note(report, filled):
    """What a reader must know below the form: withheld counts, empty cells."""
    withheld = any(cell.withheld or cell.withheld_last for row in filled.rows for cell in row.cells)
    keys = [key for key, shown in (("withheld_note", withheld), ("gap_note", filled.gaps)) if shown]
    counted = [say("annual.counted")] if filled.form.kind == FormKind.quality else []
    if filled.together:
        counted.append(_together(report, filled.together))
    own = [_set_by(report)] if _shares_programme(report, filled.form) else []
    return " ".join([*counted, *own, *(say(f"annual.note.{key}", year=report.year) for key in keys)])


def _together(report, found):
    """What the units below with a figure come to, beside the figure of the area."""
    way = "equal" if not found.rest else "more" if found.rest > 0 else "less"
    amounts = {"told": found.told, "whole": found.whole.value, "rest": abs(found.rest)}
    facts = {name: numbers.number(amount) for name, amount in amounts.items()}
    area = report.evidence.area(report.area).text("name")
    return say(f"annual.together.{way}", count=found.counted, area=area, **facts)


def _shares_programme(report, form):
    """Whether all targets that a form of results shows are of one programme, which its note then names once."""
    return form.kind == FormKind.results and len({f.target.programme for f in report.findings}) == 1


def _set_by(report):
    """Whose the targets are; of a draft the office says whether it was approved."""
    finding = report.findings[0]
    told = say("annual.set_by", programme=report.known.programmes[finding.target.programme].text("name"))
    return f"{told} {to_fill(say('annual.fill.approval'))}" if finding.draft else told


def _rows(report, filled, sources):
    """Rows with the figures of two years and the nearest other one."""
    return [_row(report, row, sources) for row in filled.rows]


def _row(report, row, sources):
    cell = row.cells[0]
    shown = [estimate for estimate in (cell.this, cell.last, cell.other) if estimate]
    codes = [code for estimate in shown for code in estimate.sources]
    strength = shown[0].strength if shown else None
    return (
        row.number,
        name_of(row),
        numbers.unit_name(row.row.unit),
        figure_cell(report, row, cell),
        last_figure(report, row, cell),
        _other_figure(report, cell),
        cells.evidence(strength, codes, sources),
    )


def _other_figure(report, cell):
    """The nearest figure of another year, marked where it is an old one."""
    other = cells.estimate_with_year(cell.other, has_sign=True)
    return cells.older(other) if cell.other and is_old(report.known, cell.other) else other


def name_of(row):
    """The name of a row with the code of its indicator; a part of another is set back."""
    name = coded(row, plain_name(row))
    return span(Look.SUBROW, name) if row.row.part_of else name


def coded(row, name):
    """A name that carries the code of the row's indicator, for whoever takes the figures on."""
    return span(Look.INDICATOR, name, code=row.row.indicator)


def plain_name(row):
    """The name of a row as text; the units without a figure are counted."""
    if row.units:
        return say("annual.other_units", kinds=unit_kinds(row.below), count=row.units, total=len(row.below))
    return row.row.name.text


def figure_cell(report, row, cell):
    """The figure of the year, that it is withheld, or that there is none or can be none any more."""
    if cell.ended and cell.this is None and not cell.withheld:
        return say("annual.level_ended", day=dates.day(cell.ended))
    asked = cells.asked_figure(cell.indicator, cell.area, report.year, row.row.unit)
    return _withheld() if cell.withheld else cells.of_year(cell.this, asked)


def last_figure(report, row, cell):
    """The same of the year before."""
    asked = cells.asked_figure(cell.indicator, cell.area, report.year - 1, row.row.unit)
    return _withheld() if cell.withheld_last else cells.of_year(cell.last, asked)


def _withheld():
    """What stands where a figure is known and not shown, to protect children."""
    return span(Look.WITHHELD, say("annual.withheld"))


def _matrix_rows(report, filled, sources):
    """Rows with one figure of the year for each column of the form, then the nearest others where the form has some."""
    has_other = _has_other(filled)
    for row in filled.rows:
        others = [cell.other for cell in row.cells if cell.other]
        shown = [*(cell.this for cell in row.cells if cell.this), *others]
        codes = [code for estimate in shown for code in estimate.sources]
        strength = shown[0].strength if shown else None
        figures = [figure_cell(report, row, cell) for cell in row.cells]
        beside = [_others_of(report, filled.form, row)] if has_other else []
        yield row.number, coded(row, row.row.name.text), *figures, *beside, cells.evidence(strength, codes, sources)


def _others_of(report, form, row):
    """The nearest other figures of a row, those of all columns but the first with the name of theirs."""
    first, *further = zip(form.columns.values(), row.cells, strict=True)
    known = [_other_figure(report, first[1])] if first[1].other else []
    known += [phrase(name.text, ": ", _other_figure(report, cell)) for name, cell in further if cell.other]
    return cells.paragraphs(known) if known else cells.NOTHING


def _quality_rows(report, filled, sources):
    """What the figures of the year are worth in numbers, then the rows of the form."""
    counts, units = figure_quality(report), texts_of("annual.unit_of_quality")
    for order, (code, count) in enumerate(counts.items(), start=1):
        name, found = say(f"annual.quality.{code}"), cells.aligned_number(count)
        yield str(order), name, units.get(code, units["figures"]), found, cells.NOTHING
    for row in filled.rows:
        whole, dot, part = row.number.partition(".")
        _, name, unit, found, *_, evidence = _row(report, row, sources)
        yield f"{len(counts) + int(whole)}{dot}{part}", name, unit, found, evidence


def result_rows(report, filled, sources):
    """A row for each target of the year: baseline, target, two years, change, judgement, source, remark."""
    shared = _shares_programme(report, filled.form)
    for order, result in enumerate(report.results, start=1):
        yield (str(order), *_result_row(report, result, sources, shared))


def _result_row(report, result, sources, shared):
    finding, target = result.finding, result.finding.target
    why = _remarks(report, finding, sources)
    programme = report.known.programmes[target.programme].text("name")
    set_by = [] if shared else [say("annual.set_by", programme=programme)]
    remarks = [*why, *set_by, *decided(report.known, target)]
    used = [r for r in (result.this, result.last, finding.baseline, *finding.named) if r]
    codes = [target.source, *(code for estimate in used for code in estimate.sources)]
    return (
        report.known.indicators[target.indicator].name.text,
        numbers.unit_name(target.unit),
        _baseline(finding.baseline),
        cells.target_with_year(target),
        cells.of_year(result.this, _asked_level(report, target, report.year)),
        cells.of_year(result.last, _asked_level(report, target, report.year - 1)),
        change_cell(result.over_year, report.known),
        cells.status_cell(finding.label),
        cells.evidence(finding.strength, codes, sources),
        cells.paragraphs(remarks) or cells.NOTHING,
    )


def _remarks(report, finding, cited):
    """The reasons of a finding but for what its cells say themselves; of a source in doubt its number, since the list
    of sources says why; a document that was not found is for the office to add."""
    doubted = [r.facts["source"].id for r in finding.reasons if r.code == ReasonCode.SOURCE_IN_DOUBT]
    known = [r for r in finding.reasons if r.code not in TOLD_ELSEWHERE]
    reasons = tuple(r for r in known if r.code != ReasonCode.TARGET_NOT_FOUND)
    unfound = [to_fill(say("annual.fill.document_of_target"))] if len(reasons) < len(known) else []
    told = [*unfound, *words.reasons_text(replace(finding, reasons=reasons), report.known)]
    return [*told, phrase(say("annual.doubted", sources=cells.cite(doubted, cited)))] if doubted else told


def _asked_level(report, target, year):
    """The figure of a year that a target asks for, "" where it asks for a change."""
    card = report.known.indicators[target.indicator]
    return _asked_of_card(report, card, year) if target.unit == card.unit else ""


def _asked_of_card(report, card, year):
    return "" if card.kind == "change" else cells.asked_figure(card.id, report.area, year, card.unit)


def _baseline(estimate):
    return cells.estimate_with_year(estimate, has_sign=True) if estimate else cells.gap()


def next_target_rows(report, filled, sources):
    """A row for each indicator with a target now or later: the figure of the year and its next targets."""
    for order, found in enumerate(targets_ahead(report), start=1):
        card = report.known.indicators[found.indicator]
        targets = [target for target in (found.own, found.national) if target]
        codes = [target.source for target in targets] + list(found.this.sources if found.this else ())
        yield (
            str(order),
            card.name.text,
            numbers.unit_name(card.unit),
            cells.of_year(found.this, _asked_of_card(report, card, report.year)),
            *(
                _next(report, target, card)
                for target in ([found.own] if _is_national(report) else [found.own, found.national])
            ),
            cells.cite(codes, sources),
        )


def _next(report, target, card):
    """A coming target with its due year and whether a document sets it, or that none was found."""
    if target:
        beside = cells.standing(report.evidence, target)
        # A wanted change is asked in another unit than the figures of the row.
        return phrase(cells.target_with_year(target, has_unit=target.unit != card.unit), beside)
    return span(Look.GAP, say("annual.no_target"))
