"""Tables over all phases: programmes, coverage, conflicts, derived values, what to ask for."""

from typing import get_args

from markupsafe import Markup

from bvte.evidence.rows import Programme
from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import coverage, past_asking, requests, silent_indicators
from bvte.judgement.finding import is_stated
from bvte.judgement.orientation import orientations
from bvte.judgement.readings import readings
from bvte.presentation import cells, dates, numbers, times
from bvte.presentation.citations import sources_prose
from bvte.presentation.newness import programme_name
from bvte.presentation.phase_tables import conflicts_table
from bvte.presentation.show import Prose, Table, columns, nothing
from bvte.presentation.texts import say


def programme_table(evidence, area, language):
    """Every programme that concerns an area, its own and others, with years, status and number of targets."""
    rows = tuple(_programme_row(p, evidence, language) for p in programmes_of(evidence, area))
    keys = ("programme", "years", "level", "status", "document", "targets:num")
    return Table(say("page.programmes_caption", language), columns(keys, language), rows)


def programmes_of(evidence, area):
    """Programmes of an area, of the country above it and of its districts, by kind, level and start."""
    own = [p for p in evidence.programmes.values() if p.area == area or p.level != "province"]
    kinds = get_args(Programme.model_fields["kind"].annotation)
    levels = {"province": 0, "national": 1, "district": 2}
    return sorted(own, key=lambda p: (kinds.index(p.kind), levels[p.level], p.start))


def _programme_row(programme, evidence, language):
    return (
        programme_name(programme, evidence, language), times.years(programme.start, programme.end),
        say(f"page.level.{programme.level}", language), say(f"status.programme.{programme.status}", language),
        programme.legal_document or cells.NOTHING,
        _target_count(programme, evidence, language),
    )  # fmt: skip


def _target_count(programme, evidence, language):
    """How many targets a programme has; where no document states them, that they are known from results."""
    targets = evidence.targets_of(programme.id)
    count = cells.number(len(targets), language)
    if not targets or is_stated(evidence, programme):
        return count
    return Markup("{}{}").format(count, cells.standing(evidence, targets[0], language))


def derived_table(evidence, area, language):
    """Rates that the reports derive from published counts, with the rows that they come from."""
    known = (reading for code in evidence.indicators for reading in readings(evidence, code, area))
    found = [reading for reading in known if reading.counts]
    if not found:
        return nothing("page.no_derived", language)
    keys = ("indicator", "numerator:num", "denominator:num", "result:num", "time", "rows")
    rows = tuple(_derived_row(reading, evidence, language) for reading in found)
    return Table(say("page.derived_caption", language), columns(keys, language), rows)


def _derived_row(reading, evidence, language):
    counts = (cells.reading(part, language) for part in reading.counts)
    name = cells.indicator(evidence.indicators[reading.indicator], language)
    when = times.when(reading.period, language, reading.period_stated)
    return name, *counts, cells.reading(reading, language), when, " ".join(reading.rows)


def all_conflicts(evidence, area, language):
    """Every pair of figures of an area that do not go together."""
    found = conflicts(evidence, area)
    return conflicts_table(evidence, found, review_sources(evidence, area), language)


def silence(evidence, area, language):
    """Indicators with a target of the area for which no figure was found at all."""
    names = [evidence.indicators[code].name[language] for code in silent_indicators(evidence, area)]
    items = Markup("").join(Markup("<li>{}</li>").format(name) for name in names)
    return Prose(Markup("<ul>{}</ul>").format(items)) if names else nothing("page.no_silence", language)


def request_table(evidence, area, language):
    """Figures to ask the department for, each with the reason why it would help."""
    rows = tuple(_request_row(request, evidence, language) for request in requests(evidence, area))
    keys = ("indicator", "year", "breakdown:wide", "why_asked:wide")
    note = " ".join(_past_asking(*pair, evidence, language) for pair in past_asking(evidence, area))
    return Table(say("page.requests_caption", language), columns(keys, language), rows, note)


def _past_asking(request, last, evidence, language):
    """That a figure is not asked for, since the level that it is counted in ended."""
    facts = {"indicator": evidence.indicators[request.indicator].name[language], "year": request.year}
    return say("page.past_asking", language, day=dates.day(last, language), **facts)


def _request_row(request, evidence, language):
    """One request: what, which year, in which form, why."""
    card = evidence.indicators[request.indicator]
    form = say("page.ask_value", language, unit=numbers.unit_name(card.unit, language))
    if request.code == "ask_start":
        form = say("page.ask_level", language)
    elif request.code == "ask_target":
        form = say("page.ask_document", language)
    elif card.counted_in and card.numerator:
        form = say("page.ask_units", language, numerator=card.numerator[language])
    elif card.numerator and card.denominator:
        parts = {"numerator": card.numerator[language], "denominator": card.denominator[language]}
        form = say("page.ask_counts", language, **parts)
    return (
        cells.indicator(card, language),
        times.year(request.year),
        form,
        cells.paragraphs([say(f"reasons.{request.code}", language), *_settling(request, language)]),
    )


def _settling(request, language):
    """What a person thinks would settle the conflict that a request comes from."""
    for reason in request.facts["conflict"].weighed if "conflict" in request.facts else ():
        if reason.code == "suggestion":
            yield reason.facts["explanation"].explanation.text("settles", language)


def review_sources(evidence, area):
    """Ids of the sources of all figures of an area, by date of publication, newest first."""
    used = {code for row in coverage(evidence, area)["sources"] for code in row.split()}
    return sorted(used, key=lambda code: (evidence.sources[code].published_on or "", code), reverse=True)


def review_source_list(evidence, area, language):
    """The numbered list of the sources of an area."""
    return sources_prose(evidence, review_cited(evidence, area), language)


def review_cited(evidence, area):
    """Ids of all sources of the page: those of the area's figures, then what they are laid beside."""
    beside = (code for o in orientations(evidence, area) for r in o.readings for code in r.sources)
    return list(dict.fromkeys([*review_sources(evidence, area), *beside]))


def age_table(evidence, area, language):
    """How old the evidence is: the newest figure of each statistical group, and how many there are."""
    table = coverage(evidence, area)
    rows = []
    for group, found in table.groupby("group", sort=False):
        newest = found.loc[found["year"].idxmax()]
        name = evidence.indicators[newest["indicator"]].short[language]
        counts = (cells.number(int(n), language) for n in (found["indicator"].nunique(), len(found)))
        years = times.years(found["first_year"].min(), found["year"].max())
        rows.append((say(f"status.group.{group}", language), *counts, years, name))
    keys = ("group", "indicators:num", "figures:num", "years", "newest")
    return Table(say("page.age_caption", language), columns(keys, language), tuple(rows))
