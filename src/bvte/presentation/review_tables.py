"""Tables over all phases: programmes, coverage, conflicts, derived values, what to ask for."""

from collections.abc import Collection, Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.national import Ask, programme_kinds, report_layout
from bvte.judgement.conflict_kinds import STEPS, Conflicts
from bvte.judgement.conflicts import conflicts, conflicts_with
from bvte.judgement.coverage import (
    Asked,
    RequestCode,
    Requests,
    asked_bodies,
    coverage,
    missing_indicators,
    outlived,
    past_asking,
    requests,
)
from bvte.judgement.finding import ReasonCode
from bvte.judgement.frames import conflicts_of, estimates_behind, requests_of, result_of
from bvte.judgement.orientation import orientations
from bvte.judgement.reporting_bodies import bodies_to_ask
from bvte.judgement.target_terms import is_stated
from bvte.judgement.targets import judge, other_estimates
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.answering import who_answers
from bvte.presentation.citations import sources_prose
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.newness import inside, programme_name, programme_status
from bvte.presentation.parts import columns, folded_beyond, listing, nothing
from bvte.presentation.phase_tables import conflicts_table
from bvte.presentation.phrases import phrase, small, strong
from bvte.presentation.sentences import of_kinds
from bvte.presentation.source_words import document_text
from bvte.presentation.texts import say

# Rows of a table beside another that tells the same at a look, which a page shows without being asked.
MOST_SHOWN = 12


def programme_table(evidence, area):
    """Every programme that concerns an area, its own and others, with years, status and number of targets."""
    rows = tuple(_programme_row(p, evidence) for p in programmes_of(evidence, area))
    keys = ("programme", "years", "level", "status", "document", "targets")
    table = make_table(say("page.programmes_caption"), columns(keys), rows)
    return folded_beyond(table, MOST_SHOWN, say("page.programmes_folded", count=len(rows)))


def programmes_of(evidence, area):
    """Programmes of an area, of the country above it and of its districts, by kind, level and start."""
    found = evidence.programmes.values()
    own = [p for p in found if p.level == "national" or area in {p.area, *evidence.areas_above(p.area)}]
    kinds = list(programme_kinds())
    levels = {"province": 0, "national": 1, "district": 2}
    return sorted(own, key=lambda p: (kinds.index(p.kind), levels[p.level], p.start))


def _programme_row(programme, evidence):
    return (
        programme_name(programme, evidence),
        dates.years(programme.start, programme.end),
        say(f"page.level.{programme.level}"),
        programme_status(programme, evidence),
        document_text(programme.legal_document or "") or cells.NOTHING,
        _target_count(programme, evidence),
    )


def _target_count(programme, evidence):
    """How many targets a programme has; where no document states them, that they are known from results; where there
    are none, what there is in their place."""
    targets = evidence.targets_of(programme.id)
    if not targets:
        return cells.paragraphs(small(told) for told in _instead_of_targets(programme, evidence))
    count = cells.aligned_number(len(targets))
    if is_stated(evidence, programme):
        return count
    return phrase(count, cells.standing(evidence, targets[0]))


def _instead_of_targets(programme, evidence):
    """That no numeric target was found, where its status does not say so, how many aims without a number, and how many
    figures of its years."""
    if programme.status != "no_figures":
        yield say("page.targets_unfound")
    if aims := len(evidence.aims_of(programme.id)):
        yield say("page.aims_there", count=aims)
    figures = len(other_estimates(judge(evidence, programme.id)))
    yield say("page.figures_there" if figures else "page.no_figures_there", count=figures)


def coverage_frame(shown: pd.DataFrame | Evidence, area: str | None) -> pd.DataFrame:
    """The frame of estimates that is given, or that of what is published of an area."""
    return shown if isinstance(shown, pd.DataFrame) else coverage(shown, area)


def derived_table(shown: pd.DataFrame | Evidence, area: str | None = None) -> Table | Prose:
    """Rates that the reports derive from published counts, with the sources of both.

    shown : a frame of estimates, of which those that are derived are shown, or the evidence with an area.
    """
    frame = coverage_frame(shown, area)
    evidence = result_of(frame, None, Evidence)
    found = [estimate for estimate in estimates_behind(frame) if estimate.counts]
    if not found:
        return nothing("page.no_derived")
    keys = ("indicator", "numerator:num", "denominator:num", "result:num", "time", "sources")
    sources = review_sources(evidence, found[0].area)
    rows = tuple(_derived_row(estimate, evidence, sources) for estimate in found)
    return make_table(say("page.derived_caption"), columns(keys), rows)


def _derived_row(estimate, evidence, sources):
    counts = (phrase(cells.estimate(part), " ", small(numbers.unit_name(part.unit))) for part in estimate.counts)
    name = cells.indicator(evidence.indicators[estimate.indicator], estimate.unit)
    when = dates.when(estimate.period, estimate.period_stated)
    return name, *counts, cells.estimate(estimate), when, cells.cite(estimate.sources, sources)


def all_conflicts(shown: Conflicts | pd.DataFrame | Evidence, area: str, of: Conflicts | None = None) -> Table | Prose:
    """Every pair of figures of an area that do not go together, its sources numbered as in the review.

    shown : conflicts, their frame, of which exactly the rows are shown, or the evidence; `of` : the conflicts
    that a frame was made from, where it has lost them.
    """
    found = conflicts(shown, area).widest_first() if isinstance(shown, Evidence) else conflicts_of(shown, of)
    whole = result_of(shown, of, Conflicts) if isinstance(shown, pd.DataFrame) else found
    return conflicts_table(whole.evidence, found, review_sources(whole.evidence, area), whole)


def silence(evidence, area):
    """Indicators with a target of the area for which no figure was found at all."""
    names = [evidence.indicators[code].name.text for code in missing_indicators(evidence, area)]
    if names:
        return Prose(listing(names))
    return nothing("page.no_silence" if evidence.targets_in(area) else "page.no_target_to_ask")


def request_table(
    shown: Requests | pd.DataFrame | Evidence, area: str | None = None, of: Requests | None = None
) -> Table | Prose:
    """Figures to ask the department for, each with the reason why it would help.

    shown : requests, their frame, of which exactly the rows are shown, or the evidence with an area; `of` :
    the requests that a frame was made from, where it has lost them. Below all of an area stands what nobody
    can count any more.
    """
    asked = requests(shown, area) if isinstance(shown, Evidence) else requests_of(shown, of)
    evidence = asked.evidence
    # Each row tells its own reason, so that it can be sent without the others.
    rows = tuple(_request_row(request, asked) for request in asked)
    keys = ("indicator", "year", "breakdown:wide", "respondent", "why_asked:wide")
    is_all = len(asked) == len(requests(evidence, asked.area))
    past = past_asking(evidence, asked.area) if is_all else ()
    gone = outlived(evidence, asked.area) if is_all else ()
    left = [pair for pair in past if pair not in gone]
    note = "\n".join([*_outlived(gone), *(_past_asking(*pair, evidence) for pair in left)])
    if not rows and not note:
        return nothing("page.no_requests")
    table = make_table(say("page.requests_caption"), columns(keys), rows, note)
    return folded_beyond(table, MOST_SHOWN, say("page.requests_folded", count=len(rows)))


def asked_table(evidence: Evidence, area: str) -> Table | Prose:
    """Who is asked for which figures of a year: a row for each kind of body, with the rows of the forms that it fills,
    and how the letters to them are made.

    area : that of the report; of another than the province nobody is asked.
    """
    year = year_asked(evidence)
    asked = asked_bodies(evidence, year) if area == evidence.province.code else []
    if not asked:
        return nothing("page.nobody_asked", area=inside(evidence.area(area)))
    rows = tuple((strong(asked_name(one)), cells.paragraphs(asked_of_forms(one.kind.asks))) for one in asked)
    note = say("page.asked_note")
    return make_table(say("page.asked_caption", year=year), columns(("respondent", "asked_for:wide")), rows, note)


def year_asked(evidence: Evidence) -> int:
    """The last year that was over on the day from which a page sees; of a province that is younger its first year."""
    is_over = (evidence.day.month, evidence.day.day) == (12, 31)
    first = evidence.province.valid_from
    return max(evidence.day.year - (not is_over), first.year if first else 0)


def asked_name(asked: Asked) -> str:
    """Name of a kind of body, with the kinds of units that it is of; of several how many there are."""
    name = of_kinds(asked.name.text, asked.units)
    return say("page.asked_many", name=name, count=asked.bodies) if asked.bodies > 1 else name


def asked_of_forms(asks: Iterable[Ask], known: Collection[str] = ()) -> list[str]:
    """The rows that are asked for, a line a form, of a matrix with its columns; without indicators that are `known`."""
    found: dict[tuple[str, str], list[str]] = {}
    for ask in asks:
        form = report_layout().forms[ask.form]
        pairs = [(row, column) for row, column in ask.cells(form) if row.of(column) not in known]
        heads = ", ".join(dict.fromkeys(form.columns[column].text for _, column in pairs if column))
        if pairs:
            found.setdefault((ask.form, heads), []).extend(row.name.text for row, _ in pairs)
    return [_asked_of_form(*key, rows) for key, rows in found.items()]


def _asked_of_form(form: str, heads: str, rows: list[str]) -> str:
    facts = {"form": say("annual.form_number", number=form), "rows": "; ".join(dict.fromkeys(rows)), "columns": heads}
    return say("page.asked_of_matrix" if heads else "page.asked_of_form", **facts)


def _outlived(gone):
    """That figures are not asked for, since the area ended before the end of their years."""
    years = ", ".join(map(str, sorted({request.year for request, _ in gone})))
    facts = {"count": len(gone), "years": years}
    return [say("page.outlived", day=dates.day(last), **facts) for last in {last for _, last in gone}]


def _past_asking(request, last, evidence):
    """That a figure is not asked for, since the level that it is counted in ended."""
    facts = {"indicator": evidence.indicators[request.indicator].name.text, "year": request.year}
    return say("page.past_asking", day=dates.day(last), **facts)


def _request_row(request, asked):
    """One request: what, which year, in which form, of whom, why."""
    evidence = asked.evidence
    card, why = evidence.indicators[request.indicator], cells.paragraphs(_why_asked(request))
    # A paper is with the body in charge, a figure with who counts it.
    is_paper = request.code == RequestCode.ASK_TARGET
    kinds = () if is_paper else bodies_to_ask(evidence, asked.area, request.indicator, request.year)
    who = who_answers(evidence, kinds) or cells.NOTHING
    return (cells.indicator(card), dates.year(request.year), _form_asked(request, card, evidence), who, why)


def _form_asked(request, card, evidence):
    """What exactly is asked for: a document, a level, the counts behind a share or a change, else a value."""
    if request.code == RequestCode.ASK_START:
        return say("page.ask_level")
    if request.code == RequestCode.ASK_TARGET:
        return say("page.ask_document")
    if card.change_of:
        level, bases = evidence.indicators[card.change_of].name.text, _base_years(request, evidence)
        return say("page.ask_change_of", level=level, years="; ".join(map(str, [*bases, request.year])))
    if card.counted_in and card.numerator:
        return say("page.ask_units", numerator=card.numerator.text)
    if card.numerator and card.denominator:
        return say("page.ask_counts", numerator=card.numerator.text, denominator=card.denominator.text)
    return say("page.ask_value", unit=numbers.unit_name(card.unit))


def _base_years(request, evidence):
    """The years from which the targets of a change count, of those due in the year that is asked for."""
    found = (t for t in evidence.targets.values() if (t.indicator, t.due_year) == (request.indicator, request.year))
    return sorted({target.baseline_year for target in found if target.baseline_year})


def _why_asked(request):
    """Why a figure is asked for, and what would settle it."""
    return [say(f"reasons.{request.code}"), *_settling(request)]


def _settling(request):
    """What a person thinks would settle the conflict that a request comes from, as a sentence."""
    for reason in request.facts["conflict"].weighed if "conflict" in request.facts else ():
        if reason.code == ReasonCode.SUGGESTION:
            told = reason.facts["explanation"].explanation.text("settles")
            yield f"{told[:1].upper()}{told[1:]}"


def review_sources(evidence, area):
    """Ids of the sources of all figures of an area, by date of publication, newest first."""
    used = {code for row in coverage(evidence, area)["sources"] for code in row.split()}
    return sorted(used, key=lambda code: (evidence.sources[code].published_on or "", code), reverse=True)


def review_source_list(evidence, area):
    """The numbered list of the sources of an area."""
    return sources_prose(evidence, review_cited(evidence, area))


def review_cited(evidence, area):
    """Ids of all sources of the page: those of the area's figures, then what they are laid beside."""
    beside = (code for o in orientations(evidence, area) for r in o.estimates for code in r.sources)
    return list(dict.fromkeys([*review_sources(evidence, area), *beside]))


def age_table(shown: pd.DataFrame | Evidence, area: str | None = None) -> Table | Prose:
    """How old the evidence is: the newest figure of each statistical group, and how many there are.

    shown : the frame of `coverage`, of which exactly the rows count, or the evidence with an area.
    """
    table, rows = coverage_frame(shown, area), []
    evidence = result_of(table, None, Evidence)
    for group, found in table.groupby("group", sort=False):
        newest = found.loc[found["year"].idxmax()]
        name = evidence.indicators[newest["indicator"]].short.text
        counts = (cells.aligned_number(int(n)) for n in (found["indicator"].nunique(), len(found)))
        years = dates.years(found["first_year"].min(), found["year"].max())
        rows.append((say(f"status.group.{group}"), *counts, years, name))
    if not rows:
        return nothing("charts.coverage_none")
    keys = ("group", "indicators:num", "figures:num", "years", "newest")
    return make_table(say("page.age_caption"), columns(keys), tuple(rows))


# Orientations that a page shows unasked: no target is judged by any, and each is a long row.
MOST_UNSURE = 6
# Digits of an orientation: more would look like a figure.
DIGITS = 3
HUNDREDTH = Decimal("0.01")


def orientation_table(evidence, area):
    """Rates, shares and gaps that hold on an assumption; no target is judged by them."""
    found = orientations(evidence, area)
    if not found:
        return nothing("page.no_orientation")
    sources = review_cited(evidence, area)
    rows = tuple(_row(o, evidence, sources) for o in found)
    keys = ("indicator", "orientation", "time", "from_figures:wide", "assumes:wide")
    note = say("page.orientation_note")
    table = make_table(say("page.orientation_caption"), columns(keys), rows, note)
    return folded_beyond(table, MOST_UNSURE, say("page.orientation_folded", count=len(rows)))


def _row(orientation, evidence, sources):
    name = cells.indicator(evidence.indicators[orientation.indicator])
    used = [_figure(r, evidence, sources) for r in orientation.estimates]
    beside = [phrase(say("page.orientation_beside", figure=_figure(r, evidence, sources))) for r in orientation.beside]
    assumed = [words.reason_text(reason, evidence) for reason in orientation.assumes]
    told = cells.paragraphs([*used, *beside, *_in_doubt(orientation, evidence)])
    return (name, _number(orientation, evidence), cells.when(orientation.period), told, cells.paragraphs(assumed))


def _in_doubt(orientation, evidence):
    """The figures of a row that hardly go together with others, so that the row beside cannot be laid against it."""
    against = (c for r in orientation.estimates for c in conflicts_with(evidence, r) if c.kind not in STEPS)
    told = dict.fromkeys(words.conflict_figures(conflict, evidence) for conflict in against)
    return [say("page.orientation_in_doubt", figures=figures) for figures in told]


def _figure(estimate, evidence, sources):
    """A figure with what it counts, its time and source."""
    card, area = evidence.indicators[estimate.indicator], evidence.area(estimate.area)
    return phrase(
        card.short.text,
        ", ",
        area.text("name"),
        ": ",
        strong(cells.estimate_with_unit(estimate)),
        " (",
        cells.when(estimate.period),
        ") ",
        cells.cite(estimate.sources, sources),
    )


def _number(orientation, evidence):
    """The number in words: about so much, of which whole, or so much above or below the country."""
    if not orientation.kind.startswith("gap"):
        size, key = _digits(orientation.number), f"page.orientation_of.{orientation.kind}"
        whole = evidence.indicators[orientation.estimates[-1].indicator].short.text
        return say(key, number=numbers.with_unit(size, orientation.unit), whole=words.small_first(whole))
    size = _plain(abs(orientation.number))
    side = "above" if orientation.number > 0 else "below"
    key = f"page.orientation_of.{orientation.kind}_{side}"
    step = numbers.step_name(orientation.unit, size)
    return say(key, number=numbers.number(size), step=step)


def _digits(number):
    """A number with so many significant digits, whole where it is large."""
    places = max(0, DIGITS - 1 - number.adjusted()) if number else 0
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(number):
    """A difference of prints with two decimals at most, toward zero, and no zeros at its end."""
    return Decimal(f"{number.quantize(HUNDREDTH, ROUND_FLOOR):f}".rstrip("0").rstrip("."))
