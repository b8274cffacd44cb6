"""Beside the forms of a yearly report: charts, changes since the last one, requests, definitions, marks."""

from markupsafe import Markup

from bvte.judgement.annual import breaks_within
from bvte.judgement.annual_quality import year_conflicts
from bvte.judgement.editions import changes, earlier_edition
from bvte.judgement.finding import DRAFT, STATUSES, standing
from bvte.judgement.reading import STRENGTHS
from bvte.judgement.series import series_of_year
from bvte.presentation import cells, dates, numbers
from bvte.presentation.annual_forms import plain_name
from bvte.presentation.annual_sources import annual_cited
from bvte.presentation.path_chart import indicator_chart
from bvte.presentation.phase_tables import conflicts_table, definition_table
from bvte.presentation.show import Prose, Several, Table, columns, nothing
from bvte.presentation.texts import say


def annual_charts(report, language):
    """A chart for each indicator with at least three comparable numbers of which the newest is the year's."""
    charts = [
        indicator_chart(report.known, code, report.area, language, _targets(report, code), found)
        for code, found in series_of_year(report).items()
    ]
    return Several(charts or [nothing("annual.no_charts", language)])


def _targets(report, indicator):
    return [f.target for f in report.findings if f.target.indicator == indicator]


def changes_table(report, language):
    """What the earlier edition said, what this one says, and why the two differ."""
    year, found = earlier_edition(report), changes(report)
    if not found:
        return nothing("annual.no_changes" if year else "annual.no_earlier_edition", language)
    keys = ("order:order", "indicator", "said_then", "said_now", "why_changed:wide")
    rows = tuple((str(n), *_change_row(report, c, language)) for n, c in enumerate(found, start=1))
    caption = say("annual.changes_caption", language, year=report.year, earlier=year)
    heads = columns(keys, language, year=report.year, earlier=year)
    return Table(caption, heads, rows, heading=1)


def _change_row(report, change, language):
    """One change: of what, before, now, why; a change of meaning names its break instead of figures."""
    if change.code == "changed_meaning":
        b = report.evidence.breaks[change.facts["break"]]
        day = say("annual.changed_on", language, date=dates.day(b.date, language))
        return b.text("name", language), cells.NOTHING, day, b.text("reason", language)
    name = Markup('{} <span class="unit">{}</span>').format(
        report.evidence.indicators[change.indicator].short[language],
        numbers.unit_name((change.now or change.before).unit, language),
    )
    sides = (_recorded(row, report.evidence, language) for row in (change.before, change.now))
    return name, *sides, say(f"annual.changed.{change.code}", language)


def _recorded(row, evidence, language):
    """What an edition said: of a target its status (that of a draft says so) and figure, else the figure with
    its time."""
    if row is None:
        return cells.NOTHING
    shown = cells.reading_with_year(row, language) if row.value is not None else ""
    if not row.target:
        return shown
    target = evidence.targets.get(row.target)
    drafted = DRAFT if target and standing(evidence, target) == "draft" else ""
    return Markup("{} {}").format(cells.status(drafted + row.status, language), shown)


def annual_requests(report, language):
    """What to ask for, form by form: the rows (and columns) without a figure of the year."""
    keys = ("form", "missing:num", "please_send:wide")
    rows = tuple(_request_row(number, form, language) for number, form in report.forms.items() if form.gaps)
    caption = say("annual.requests_caption", language, year=report.year)
    return Table(caption, columns(keys, language), rows)


def _request_row(number, filled, language):
    """A form with the number of its empty cells and their names."""
    names = {}
    for row, column in filled.gaps:
        names.setdefault(column, []).append(plain_name(row, language))
    parts = [_missing(filled, column, found, language) for column, found in names.items()]
    form = Markup("{}. {}").format(
        say("annual.form_number", language, number=number), filled.form.name[language]
    )
    return form, cells.number(len(filled.gaps), language), cells.paragraphs(parts)


def _missing(filled, column, names, language):
    """The rows that a column lacks: all of them, or each by its name."""
    if len(names) == len(filled.rows) and column:
        return say("annual.column_missing_all", language, column=filled.form.columns[column][language])
    listed = "; ".join(names)
    if column is None:
        return listed
    return say("annual.column_missing", language, column=filled.form.columns[column][language], rows=listed)


def annual_conflicts(report, language):
    """Figures of the year that do not go together with another one."""
    return conflicts_table(report.known, year_conflicts(report), annual_cited(report, language), language)


def annual_definitions(report, language):
    """What the indicators mean that have a target or a figure of the year."""
    return definition_table(report.known.indicators, report.indicators, language)


def annual_breaks(report, language):
    """Days from which figures of the report mean something else, by date."""
    found = breaks_within(report)
    if not found:
        return nothing("annual.no_breaks", language)
    rows = tuple(_break_row(b, language) for b in found)
    keys = ("break", "from_day", "effect", "why_differs:wide")
    return Table(say("annual.breaks_caption", language), columns(keys, language), rows)


def _break_row(b, language):
    effect = say(f"annual.effect.{b.effect}", language)
    return b.text("name", language), dates.day(b.date, language), effect, b.text("reason", language)


def annual_marks(report, language):
    """What the marks and words of the report mean."""
    strengths = ((say(f"status.strength.{code}", language), say(f"annual.mark.{code}", language))
                 for code in STRENGTHS)  # fmt: skip
    statuses = [(cells.status(code, language), say(f"annual.mark.{code}", language)) for code in STATUSES]
    statuses.append((cells.status(DRAFT + "met", language), say("annual.mark.drafted", language)))
    gap = (cells.gap(language), say("annual.mark.gap", language))
    rows = (gap, *strengths, *statuses)
    return Table(say("annual.marks_caption", language), columns(("mark", "meaning:wide"), language), rows)


def annual_programmes(report, language):
    """The programmes that run in the year, so that a reader knows what the targets belong to."""
    items = Markup("").join(Markup("<li>{}</li>").format(_programme(p, language)) for p in report.programmes)
    return Prose(Markup("<ul>{}</ul>").format(items)) if items else nothing("annual.no_programmes", language)


def _programme(programme, language):
    status = say(f"status.programme.{programme.status}", language)
    document = say("page.no_document", language)
    if programme.legal_document:
        document = Markup('<span lang="vi">{}</span>').format(programme.legal_document)
    return Markup("{}: {}; {}").format(programme.text("name", language), status, document)
