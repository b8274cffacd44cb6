"""Beside the forms of a yearly report: charts, the evaluation frame, changes, requests, definitions,
marks."""

from itertools import chain, groupby

from bvte.evidence.language import active_language
from bvte.evidence.merged import predecessors
from bvte.evidence.national import report_layout
from bvte.evidence.papers import fill_area
from bvte.judgement.annual import (
    Support,
    breaks_within,
    current_programmes,
    evaluate_criteria,
    inherited_findings,
    printed_figures,
    series_of_year,
    year_conflicts,
)
from bvte.judgement.editions import ChangeCode, History, earlier_edition, edition_changes, edition_histories
from bvte.judgement.estimates import SHOWN_STRENGTHS
from bvte.judgement.finding import DRAFT, Status
from bvte.judgement.target_terms import target_standing
from bvte.judgement.targets import Findings
from bvte.judgement.year_requests import gaps_by_body
from bvte.presentation import cells, dates, numbers
from bvte.presentation.annual_forms import annual_cited, plain_name, to_fill
from bvte.presentation.concepts import definition_table
from bvte.presentation.document import Prose, Several, Table, make_table
from bvte.presentation.many_marks import bullet_bars
from bvte.presentation.newness import inside, lineage_text, programme_status
from bvte.presentation.parts import columns, listing, nothing, paragraph, sentence, with_columns
from bvte.presentation.path_chart import indicator_chart
from bvte.presentation.phase_tables import conflicts_table
from bvte.presentation.phrases import LineBreak, Look, flat_text, joined, phrase, small, span, strong
from bvte.presentation.picture import figure, sources_footer
from bvte.presentation.sentences import listed
from bvte.presentation.source_words import document_text
from bvte.presentation.texts import say
from bvte.presentation.words import small_first
from bvte.presentation.year_steps import with_units


def annual_charts(report):
    """The targets of each programme as bullet bars, then a chart for each of their indicators with at least three
    comparable numbers of which the newest is the year's; nothing where no figure can be held against a target."""
    charts = [*_target_bars(report)]
    charts += [
        indicator_chart(report.known, code, report.area, _targets(report, code), found)
        for code, found in series_of_year(report).items()
        if _targets(report, code)
    ]
    return Several(charts)


def _target_bars(report):
    """For each programme a picture of its targets that have a figure to draw, each with start, target and now."""
    for code in dict.fromkeys(finding.target.programme for finding in report.findings):
        shown = tuple(f for f in report.findings if f.target.programme == code and _can_be_drawn(f, report))
        if shown:
            found = Findings(report.known, report.known.programmes[code], report.area, shown)
            name = found.programme.text("name")
            caption = say("annual.bars_caption", programme=name)
            missing = sum(finding.target.programme == code for finding in report.findings) - len(shown)
            left_out = say("annual.bars_left_out", count=missing) if missing else ""
            footer = sources_footer(report.known, [f.latest for f in shown])
            note = " ".join(filter(None, (say("annual.bars_note"), left_out, footer)))
            yield figure(bullet_bars(found.frame()), caption, note=note, footer="", frame=found.frame(), of=found)


def _can_be_drawn(finding, report):
    """Whether a figure stands beside a level that a document sets."""
    card = report.known.indicators[finding.target.indicator]
    return finding.latest and finding.status != Status.TARGET_NOT_FOUND and card.kind != "change"


def _targets(report, indicator):
    return [f.target for f in report.findings if f.target.indicator == indicator]


INHERITED = (
    "order:order",
    "indicator",
    "former_province",
    "target_of_year:num",
    "judgement_short",
    "later:num",
    "sources",
)


def annual_inherited(report):
    """The targets that the parts of a merged province had set, of one indicator below each other, since the office says
    which go on; nothing of a province that is older."""
    groups = {}
    for finding in inherited_findings(report):
        groups.setdefault(finding.target.indicator, {}).setdefault(finding.area, []).append(finding)
    if not groups:
        return Several([])
    found = chain.from_iterable(of_areas.values() for of_areas in groups.values())
    rows = tuple((str(n), *_inherited_row(report, of_area)) for n, of_area in enumerate(found, start=1))
    heads, note = columns(INHERITED, year=report.year), say("annual.inherited_note")
    return make_table(say("annual.inherited_caption"), heads, rows, note, heading=1)


def _inherited_row(report, findings):
    """The targets of a former province for one indicator: that of the year with how it stands, those after it."""
    now = [f for f in findings if f.target.due_year == report.year]
    later = [f for f in findings if f.target.due_year > report.year]
    return (
        report.known.indicators[findings[0].target.indicator].name.text,
        report.known.area(findings[0].area).text("name"),
        _set_levels(report, now),
        cells.paragraphs(cells.status_cell(f.label) for f in now) or cells.NOTHING,
        _set_levels(report, later),
        cells.cite([f.target.source for f in findings], annual_cited(report)),
    )


def _set_levels(report, findings):
    """The levels of some targets, each with its due year, a line each; a dash where there is none."""
    targets = [finding.target for finding in findings]
    told = [phrase(cells.target_with_year(t, has_unit=True), cells.standing(report.evidence, t)) for t in targets]
    return joined(LineBreak(), told) if told else cells.NOTHING


def changes_table(report):
    """For each target and indicator what the earlier edition said, what is known of its year by now, what this one
    says, and why they differ; then what figures mean differently since."""
    year, changes = earlier_edition(report), edition_changes(report)
    if not changes:
        return nothing("annual.no_changes" if year else "annual.no_earlier_edition")
    histories = edition_histories(report)
    new = [history for history in histories if _is_new(history)]
    years = {"year": report.year, "earlier": year}
    told = [_history_row(history, report.evidence, years) for history in histories if history not in new]
    told += [_break_since(change, report.evidence) for change in changes if change.code == ChangeCode.CHANGED_MEANING]
    keys = ("order:order", "indicator", "said_then", "known_since", "said_now", "why_changed:wide")
    rows = tuple((str(n), *row) for n, row in enumerate(told, start=1))
    heads, note = columns(keys, **years), _new_figures(report, new, histories)
    return make_table(say("annual.changes_caption", **years), heads, rows, note, heading=1) if rows else sentence(note)


def _is_new(history: History) -> bool:
    """Whether it is a figure of the year, which stands in a form, of what the last report had nothing to tell."""
    return set(history.codes) == {ChangeCode.NEW_FIGURE} and history.said is None


def _new_figures(report, new, histories):
    """The indicators of new figures by name, but for those that a target of the table tells; "" where there is none."""
    told = {history.row.indicator for history in histories if history not in new}
    codes = dict.fromkeys(h.row.indicator for h in new if h.row.indicator not in told)
    names = "; ".join(report.evidence.indicators[code].short.text for code in codes)
    return say("annual.new_figures", count=len(codes), indicators=names) if codes else ""


def _history_row(history, evidence, years):
    """Of what, what was said, what is known of that year now, what is said of this one, why."""
    row = history.row
    unit = span(Look.UNIT, numbers.unit_name(row.unit))
    name = phrase(evidence.indicators[row.indicator].short.text, " ", unit)
    said, again, today = (_recorded(r, evidence) for r in (history.said, history.again, history.today))
    same = history.said and history.again and _says(history.said) == _says(history.again)
    known = small(say("annual.known_the_same")) if same else again
    # That the year has a figure of its own is seen beside; what else is to be told goes before.
    codes = [code for code in history.codes if code != ChangeCode.NEW_FIGURE] or history.codes
    why = cells.paragraphs(say(f"annual.changed.{code}", **years) for code in codes)
    return name, said if history.said else small(say("annual.not_said_then")), known, today, why


def _says(row):
    """What an edition prints of a row, to be held against another one."""
    return row.status, row.start, row.end, row.comparator, row.value, row.value_to, row.strength


def _break_since(change, evidence):
    """From when figures mean something else, and why."""
    b = evidence.breaks[change.facts["break"]]
    since = say("annual.changed_on", date=dates.day(b.date))
    return b.text("name"), cells.NOTHING, cells.NOTHING, since, b.text("reason")


def _recorded(row, evidence):
    """What an edition said: of a target its status (that of a draft says so) and figure, else the figure with
    its time."""
    if row is None:
        return cells.NOTHING
    shown = cells.estimate_with_year(row) if row.value is not None else ""
    if not row.target:
        return shown
    return phrase(cells.status_cell(_recorded_label(row, evidence)), " ", shown)


def _recorded_label(row, evidence):
    """The label of the status that an edition gave a target."""
    target = evidence.targets.get(row.target)
    return (DRAFT if target and target_standing(evidence, target) == "draft" else "") + row.status


def annual_requests(report):
    """What is missing by who gives it: of each form the rows (and columns) without a figure of the year."""
    rows = tuple(_request_row(report, asked) for asked in gaps_by_body(report))
    heads = columns(("giver", "missing:num", "figures_missing:wide"))
    return make_table(say("annual.requests_caption", year=report.year), heads, rows, say("annual.requests_note"))


def _request_row(report, asked):
    """A body with the number of cells that it can fill and their names; the sender fills its own itself."""
    own = say("annual.own_gaps", agency=report.agency.text("name"))
    parts = [_gaps_of_form(number, list(found)) for number, found in groupby(asked.gaps, lambda gap: gap.number)]
    return (
        with_units(report, asked.name.text) if asked.name else own,
        cells.aligned_number(len(asked.gaps)),
        cells.paragraphs(parts),
    )


def _gaps_of_form(number, gaps):
    """The empty cells of a form by name, column by column."""
    names = {}
    for gap in gaps:
        names.setdefault(gap.column, []).append(plain_name(gap.row))
    parts = [_missing(gaps[0].form, column, found) for column, found in names.items()]
    return phrase(strong(say("annual.form_number", number=number)), ": ", "; ".join(parts))


def _missing(filled, column, names):
    """The rows that a column lacks: all of them, or each by its name."""
    if len(names) == len(filled.rows) and column:
        return say("annual.column_missing_all", column=filled.form.columns[column].text)
    listed = "; ".join(names)
    if column is None:
        return listed
    return say("annual.column_missing", column=filled.form.columns[column].text, rows=listed)


def annual_conflicts(report):
    """Figures of the year that do not go together with another one; where there are none, that none were compared."""
    found = year_conflicts(report)
    if not found and not printed_figures(report):
        return nothing("annual.nothing_compared")
    return conflicts_table(report.known, found, annual_cited(report))


def annual_definitions(report):
    """What the indicators mean that have a target (also of a former province) or a figure of the year; what they
    are for stands in their cards."""
    inherited = [finding.target.indicator for finding in inherited_findings(report)]
    table = definition_table(report.known.indicators, list(dict.fromkeys([*report.indicators, *inherited])))
    return with_columns(table, (0, 1)) if isinstance(table, Table) else table


def annual_breaks(report):
    """Days from which figures of the report mean something else, by date."""
    found = breaks_within(report)
    if not found:
        return nothing("annual.no_breaks")
    rows = tuple(_break_row(b) for b in found)
    keys = ("break", "from_day", "effect", "why_differs:wide")
    return make_table(say("annual.breaks_caption"), columns(keys), rows)


def _break_row(b):
    effect = say(f"annual.effect.{b.effect}")
    return b.text("name"), dates.day(b.date), effect, b.text("reason")


def annual_marks(report):
    """What the marks and words mean that the report uses."""
    used = {estimate.strength for estimate in _estimates_shown(report)}
    labels = set(_labels_shown(report))
    codes = {label.removeprefix(DRAFT) for label in labels}
    strengths = ((say(f"status.strength.{c}"), say(f"annual.mark.{c}")) for c in SHOWN_STRENGTHS if c in used)
    statuses = [(cells.status_cell(code), say(f"annual.mark.{code}")) for code in Status if code in codes]
    if labels != codes:
        statuses.append((cells.status_cell(DRAFT + "met"), say("annual.mark.drafted")))
    gap = (cells.gap(), say("annual.mark.gap"))
    rows = (gap, *strengths, *statuses)
    if len(rows) == 1:
        return sentence(say("annual.only_mark", mark=small_first(flat_text(gap[0])), meaning=gap[1]))
    return make_table(say("annual.marks_caption"), columns(("mark", "meaning:wide")), rows)


def _estimates_shown(report):
    """The estimates of the forms and of the targets."""
    of_forms = (cell for form in report.forms.values() for row in form.rows for cell in row.cells)
    of_targets = (estimate for f in report.findings for estimate in (f.baseline, f.latest))
    found = chain(*((cell.this, cell.last, cell.other) for cell in of_forms), of_targets)
    return [estimate for estimate in found if estimate]


def _labels_shown(report):
    """Labels of the statuses of the targets, and of those that the changes since the last report name."""
    yield from (finding.label for finding in report.findings)
    for row in (row for change in edition_changes(report) for row in (change.before, change.now) if row):
        if row.target:
            yield _recorded_label(row, report.evidence)


def annual_programmes(report):
    """The programmes of the year, so that a reader knows what the targets belong to; of a merged province also those of
    its parts."""
    parts = predecessors(report.known, report.area)
    told = _merged_text(report, parts) if parts else lineage_text(report.known, report.area)
    lineage = (paragraph(told),) if told else ()
    inherited = [p for part in parts for p in current_programmes(report.known, report.year, part)]
    rows = [*report.programmes, *inherited]
    if not rows:
        area = fill_area("{area}", report.known.area(report.area), active_language())
        return nothing("annual.no_programmes", area=area)
    return Prose((*lineage, *listing(_programme(p, report.known) for p in rows)))


def _merged_text(report, parts):
    """What a merged province was made of; which of their targets go on the office adds."""
    own = report.known.area(report.area)
    names = listed([inside(report.known.area(part)) for part in parts])
    facts = {"area": own.text("name"), "day": dates.day(own.valid_from), "parts": names}
    return say("annual.made_of", **facts, fill=to_fill(say("annual.fill.carried_on")))


def _programme(programme, evidence):
    """A programme with its status and document, and what the office has to add of it."""
    status = "" if programme.status == "no_figures" else programme_status(programme, evidence)
    lacks = ", ".join(say(f"annual.fill.{name}") for name in _lacking(programme, evidence))
    told = status, document_text(programme.legal_document or ""), to_fill(lacks) if lacks else ""
    return phrase(programme.text("name"), ": ", "; ".join(filter(None, told)))


def _lacking(programme, evidence):
    """What the sources do not tell of a programme: whether it was approved, its document, its targets."""
    if programme.status == "draft":
        yield "approval"
    if not programme.legal_document:
        yield "document"
    if programme.status == "no_figures" or (programme.status == "approved" and not evidence.targets_of(programme.id)):
        yield "targets"


def programme_named(programme):
    """A programme by its document, where one is known, and its name."""
    document, name = document_text(programme.legal_document or ""), programme.text("name")
    return say("annual.basis_programme", document=document, name=name) if document else name


def evaluation_table(report):
    """A row for each OECD-DAC criterion: its question, the support, its indicators, what is missing; a sentence where
    the figures speak to none."""
    judged = evaluate_criteria(report)
    if all(found.support == Support.NONE for found in judged):
        names = "; ".join(small_first(found.criterion.name.text) for found in judged)
        return sentence(say("annual.nothing_evaluated", count=len(judged), names=names))
    keys = ("criterion", "support", "speak_to_it:wide", "is_missing:wide")
    rows = tuple(_row(report, found) for found in judged)
    note = say("annual.support_note")
    return make_table(say("annual.evaluation_caption", year=report.year), columns(keys), rows, note)


def _row(report, found):
    criterion = found.criterion
    name = phrase(criterion.name.text, " ", span(Look.UNIT, criterion.question.text))
    kinds = (("comparable", found.comparable), ("single", found.single), ("silent", found.silent))
    told = [_indicators(report, kind, codes) for kind, codes in kinds if codes]
    return name, _support(found), cells.paragraphs(told), criterion.missing.text


def _indicators(report, kind, codes):
    """The indicators of one kind by name; one without a card in the province by its id."""
    cards = report.known.indicators
    names = "; ".join(cards[code].short.text if code in cards else row_name(code) for code in codes)
    return phrase(strong(say(f"annual.indicators.{kind}")), " ", names)


def row_name(indicator):
    """The name that a form gives to an indicator for which the province has no card. Raises StopIteration."""
    rows = (row for form in report_layout().forms.values() for row in form.rows)
    return next(row.name.text for row in rows if row.indicator == indicator)


def _support(found):
    """The support in words and in squares, and that figures of this kind cannot carry more."""
    full = list(Support).index(found.support)
    squares = "■" * full + "□" * (len(Support) - 1 - full)
    word = say(f"annual.support.{found.support}")
    shown = span(Look.SUPPORT, span(Look.GRAPHIC, squares), " ", word)
    if not found.capped:
        return shown
    return phrase(shown, " ", small(say("annual.capped")))
