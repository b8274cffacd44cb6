"""Tables over all phases: programmes, coverage, conflicts, derived values, what to ask for."""

from typing import get_args

from markupsafe import Markup

from bvte.evidence.rows import Programme
from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import RequestCode, coverage, missing_indicators, past_asking, requests
from bvte.judgement.finding import ReasonCode
from bvte.judgement.orientation import orientations
from bvte.judgement.readings import readings
from bvte.judgement.target_terms import is_stated
from bvte.presentation import cells, dates, numbers, times
from bvte.presentation.citations import sources_prose
from bvte.presentation.newness import programme_name
from bvte.presentation.phase_tables import conflicts_table
from bvte.presentation.show import Prose, Table, columns, nothing
from bvte.presentation.texts import say


def programme_table(evidence, area):
    """Every programme that concerns an area, its own and others, with years, status and number of targets."""
    rows = tuple(_programme_row(p, evidence) for p in programmes_of(evidence, area))
    keys = ("programme", "years", "level", "status", "document", "targets:num")
    return Table(say("page.programmes_caption"), columns(keys), rows)


def programmes_of(evidence, area):
    """Programmes of an area, of the country above it and of its districts, by kind, level and start."""
    own = [p for p in evidence.programmes.values() if p.area == area or p.level != "province"]
    kinds = get_args(Programme.model_fields["kind"].annotation)
    levels = {"province": 0, "national": 1, "district": 2}
    return sorted(own, key=lambda p: (kinds.index(p.kind), levels[p.level], p.start))


def _programme_row(programme, evidence):
    return (
        programme_name(programme, evidence), times.years(programme.start, programme.end),
        say(f"page.level.{programme.level}"), say(f"status.programme.{programme.status}"),
        programme.legal_document or cells.NOTHING,
        _target_count(programme, evidence),
    )  # fmt: skip


def _target_count(programme, evidence):
    """How many targets a programme has; where no document states them, that they are known from results."""
    targets = evidence.targets_of(programme.id)
    count = cells.number(len(targets))
    if not targets or is_stated(evidence, programme):
        return count
    return Markup("{}{}").format(count, cells.standing(evidence, targets[0]))


def derived_table(evidence, area):
    """Rates that the reports derive from published counts, with the rows that they come from."""
    known = (reading for code in evidence.indicators for reading in readings(evidence, code, area))
    found = [reading for reading in known if reading.counts]
    if not found:
        return nothing("page.no_derived")
    keys = ("indicator", "numerator:num", "denominator:num", "result:num", "time", "rows")
    rows = tuple(_derived_row(reading, evidence) for reading in found)
    return Table(say("page.derived_caption"), columns(keys), rows)


def _derived_row(reading, evidence):
    counts = (cells.reading(part) for part in reading.counts)
    name = cells.indicator(evidence.indicators[reading.indicator])
    when = times.when(reading.period, reading.period_stated)
    return name, *counts, cells.reading(reading), when, " ".join(reading.rows)


def all_conflicts(evidence, area):
    """Every pair of figures of an area that do not go together."""
    found = conflicts(evidence, area)
    return conflicts_table(evidence, found, review_sources(evidence, area))


def silence(evidence, area):
    """Indicators with a target of the area for which no figure was found at all."""
    names = [evidence.indicators[code].name.text for code in missing_indicators(evidence, area)]
    items = Markup("").join(Markup("<li>{}</li>").format(name) for name in names)
    return Prose(Markup("<ul>{}</ul>").format(items)) if names else nothing("page.no_silence")


def request_table(evidence, area):
    """Figures to ask the department for, each with the reason why it would help."""
    rows = tuple(_request_row(request, evidence) for request in requests(evidence, area))
    keys = ("indicator", "year", "breakdown:wide", "why_asked:wide")
    note = " ".join(_past_asking(*pair, evidence) for pair in past_asking(evidence, area))
    return Table(say("page.requests_caption"), columns(keys), rows, note)


def _past_asking(request, last, evidence):
    """That a figure is not asked for, since the level that it is counted in ended."""
    facts = {"indicator": evidence.indicators[request.indicator].name.text, "year": request.year}
    return say("page.past_asking", day=dates.day(last), **facts)


def _request_row(request, evidence):
    """One request: what, which year, in which form, why."""
    card = evidence.indicators[request.indicator]
    form = say("page.ask_value", unit=numbers.unit_name(card.unit))
    if request.code == RequestCode.ASK_START:
        form = say("page.ask_level")
    elif request.code == RequestCode.ASK_TARGET:
        form = say("page.ask_document")
    elif card.counted_in and card.numerator:
        form = say("page.ask_units", numerator=card.numerator.text)
    elif card.numerator and card.denominator:
        parts = {"numerator": card.numerator.text, "denominator": card.denominator.text}
        form = say("page.ask_counts", **parts)
    return (
        cells.indicator(card),
        times.year(request.year),
        form,
        cells.paragraphs([say(f"reasons.{request.code}"), *_settling(request)]),
    )


def _settling(request):
    """What a person thinks would settle the conflict that a request comes from."""
    for reason in request.facts["conflict"].weighed if "conflict" in request.facts else ():
        if reason.code == ReasonCode.SUGGESTION:
            yield reason.facts["explanation"].explanation.text("settles")


def review_sources(evidence, area):
    """Ids of the sources of all figures of an area, by date of publication, newest first."""
    used = {code for row in coverage(evidence, area)["sources"] for code in row.split()}
    return sorted(used, key=lambda code: (evidence.sources[code].published_on or "", code), reverse=True)


def review_source_list(evidence, area):
    """The numbered list of the sources of an area."""
    return sources_prose(evidence, review_cited(evidence, area))


def review_cited(evidence, area):
    """Ids of all sources of the page: those of the area's figures, then what they are laid beside."""
    beside = (code for o in orientations(evidence, area) for r in o.readings for code in r.sources)
    return list(dict.fromkeys([*review_sources(evidence, area), *beside]))


def age_table(evidence, area):
    """How old the evidence is: the newest figure of each statistical group, and how many there are."""
    table = coverage(evidence, area)
    rows = []
    for group, found in table.groupby("group", sort=False):
        newest = found.loc[found["year"].idxmax()]
        name = evidence.indicators[newest["indicator"]].short.text
        counts = (cells.number(int(n)) for n in (found["indicator"].nunique(), len(found)))
        years = times.years(found["first_year"].min(), found["year"].max())
        rows.append((say(f"status.group.{group}"), *counts, years, name))
    keys = ("group", "indicators:num", "figures:num", "years", "newest")
    return Table(say("page.age_caption"), columns(keys), tuple(rows))
