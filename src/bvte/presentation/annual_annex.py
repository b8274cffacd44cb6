"""Beside the forms of a yearly report: charts, changes since the last one, requests, definitions, marks."""

from markupsafe import Markup

from bvte.judgement.annual import breaks_within
from bvte.judgement.annual_quality import year_conflicts
from bvte.judgement.editions import changes, earlier_edition
from bvte.judgement.finding import DRAFT, STATUSES, standing
from bvte.judgement.reading import REPORTED_STRENGTHS
from bvte.judgement.series import series_of_year
from bvte.presentation import cells, dates, numbers
from bvte.presentation.annual_forms import plain_name
from bvte.presentation.annual_sources import annual_cited
from bvte.presentation.path_chart import indicator_chart
from bvte.presentation.phase_tables import conflicts_table, definition_table
from bvte.presentation.show import Prose, Several, Table, columns, nothing
from bvte.presentation.texts import say


def annual_charts(report):
    """A chart for each indicator with at least three comparable numbers of which the newest is the year's."""
    charts = [
        indicator_chart(report.known, code, report.area, _targets(report, code), found)
        for code, found in series_of_year(report).items()
    ]
    return Several(charts or [nothing("annual.no_charts")])


def _targets(report, indicator):
    return [f.target for f in report.findings if f.target.indicator == indicator]


def changes_table(report):
    """What the earlier edition said, what this one says, and why the two differ."""
    year, found = earlier_edition(report), changes(report)
    if not found:
        return nothing("annual.no_changes" if year else "annual.no_earlier_edition")
    keys = ("order:order", "indicator", "said_then", "said_now", "why_changed:wide")
    rows = tuple((str(n), *_change_row(report, c)) for n, c in enumerate(found, start=1))
    caption = say("annual.changes_caption", year=report.year, earlier=year)
    heads = columns(keys, year=report.year, earlier=year)
    return Table(caption, heads, rows, heading=1)


def _change_row(report, change):
    """One change: of what, before, now, why; a change of meaning names its break instead of figures."""
    if change.code == "changed_meaning":
        b = report.evidence.breaks[change.facts["break"]]
        day = say("annual.changed_on", date=dates.day(b.date))
        return b.text("name"), cells.NOTHING, day, b.text("reason")
    name = Markup('{} <span class="unit">{}</span>').format(
        report.evidence.indicators[change.indicator].short.text,
        numbers.unit_name((change.now or change.before).unit),
    )
    sides = (_recorded(row, report.evidence) for row in (change.before, change.now))
    return name, *sides, say(f"annual.changed.{change.code}")


def _recorded(row, evidence):
    """What an edition said: of a target its status (that of a draft says so) and figure, else the figure with
    its time."""
    if row is None:
        return cells.NOTHING
    shown = cells.reading_with_year(row) if row.value is not None else ""
    if not row.target:
        return shown
    target = evidence.targets.get(row.target)
    drafted = DRAFT if target and standing(evidence, target) == "draft" else ""
    return Markup("{} {}").format(cells.status(drafted + row.status), shown)


def annual_requests(report):
    """What to ask for, form by form: the rows (and columns) without a figure of the year."""
    keys = ("form", "missing:num", "please_send:wide")
    rows = tuple(_request_row(number, form) for number, form in report.forms.items() if form.gaps)
    caption = say("annual.requests_caption", year=report.year)
    return Table(caption, columns(keys), rows)


def _request_row(number, filled):
    """A form with the number of its empty cells and their names."""
    names = {}
    for row, column in filled.gaps:
        names.setdefault(column, []).append(plain_name(row))
    parts = [_missing(filled, column, found) for column, found in names.items()]
    form = Markup("{}. {}").format(say("annual.form_number", number=number), filled.form.name.text)
    return form, cells.number(len(filled.gaps)), cells.paragraphs(parts)


def _missing(filled, column, names):
    """The rows that a column lacks: all of them, or each by its name."""
    if len(names) == len(filled.rows) and column:
        return say("annual.column_missing_all", column=filled.form.columns[column].text)
    listed = "; ".join(names)
    if column is None:
        return listed
    return say("annual.column_missing", column=filled.form.columns[column].text, rows=listed)


def annual_conflicts(report):
    """Figures of the year that do not go together with another one."""
    return conflicts_table(report.known, year_conflicts(report), annual_cited(report))


def annual_definitions(report):
    """What the indicators mean that have a target or a figure of the year."""
    return definition_table(report.known.indicators, report.indicators)


def annual_breaks(report):
    """Days from which figures of the report mean something else, by date."""
    found = breaks_within(report)
    if not found:
        return nothing("annual.no_breaks")
    rows = tuple(_break_row(b) for b in found)
    keys = ("break", "from_day", "effect", "why_differs:wide")
    return Table(say("annual.breaks_caption"), columns(keys), rows)


def _break_row(b):
    effect = say(f"annual.effect.{b.effect}")
    return b.text("name"), dates.day(b.date), effect, b.text("reason")


def annual_marks(report):
    """What the marks and words of the report mean."""
    strengths = ((say(f"status.strength.{code}"), say(f"annual.mark.{code}"))
                 for code in REPORTED_STRENGTHS)  # fmt: skip
    statuses = [(cells.status(code), say(f"annual.mark.{code}")) for code in STATUSES]
    statuses.append((cells.status(DRAFT + "met"), say("annual.mark.drafted")))
    gap = (cells.gap(), say("annual.mark.gap"))
    rows = (gap, *strengths, *statuses)
    return Table(say("annual.marks_caption"), columns(("mark", "meaning:wide")), rows)


def annual_programmes(report):
    """The programmes that run in the year, so that a reader knows what the targets belong to."""
    items = Markup("").join(Markup("<li>{}</li>").format(_programme(p)) for p in report.programmes)
    return Prose(Markup("<ul>{}</ul>").format(items)) if items else nothing("annual.no_programmes")


def _programme(programme):
    status = say(f"status.programme.{programme.status}")
    document = say("page.no_document")
    if programme.legal_document:
        document = Markup('<span lang="vi">{}</span>').format(programme.legal_document)
    return Markup("{}: {}; {}").format(programme.text("name"), status, document)
