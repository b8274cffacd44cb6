"""The pack of a workshop as a page: title and message, results of the closing phase, sources."""

from markupsafe import Markup

from bvte.judgement.workshop import placemats, workshop_conflicts
from bvte.presentation import dates
from bvte.presentation.audit_page import gravest_points
from bvte.presentation.citations import cited, sources_prose
from bvte.presentation.headline import title_prose
from bvte.presentation.newness import page_facts, seen_text
from bvte.presentation.phase_tables import scorecard_table
from bvte.presentation.show import Prose
from bvte.presentation.texts import say


def workshop_title(pack):
    """Title, what there is to decide, and the gravest points of the draft in a line each."""
    closing, drafted = pack.closing.programme, pack.audit.programme
    lead = say(
        "workshop.lead", area=pack.evidence.area(pack.area).text("name"),
        closing_years=dates.years_text(closing.start, closing.end),
        drafted_years=dates.years_text(drafted.start, drafted.end),
    )  # fmt: skip
    title = say("workshop.title", drafted=drafted.text("name"))
    message = _message(pack)
    points = Markup("").join(Markup("<li>{}</li>").format(p) for p in gravest_points(pack.audit))
    box = Markup('<div class="key"><p><strong>{}</strong></p>{}</div>')
    sources = workshop_sources(pack)
    seen = seen_text(pack.evidence, pack.area, sources)
    html = title_prose(title, lead, seen).html + box.format(
        message, Markup("<ul>{}</ul>").format(points) if points else ""
    )
    return Prose(html, page_facts(pack.evidence, pack.area, sources, message))


def _message(pack):
    """How many targets are to be decided, and what stands behind them."""
    if not pack.choices:
        return say("workshop.headline_none")
    with_past = sum(choice.trend is not None and choice.trend.leads_on for choice in pack.choices)
    facts = {"total": len(pack.choices), "with_past": with_past, "flagged": len(pack.audit.flagged)}
    return say("workshop.headline" if with_past else "workshop.headline_no_past", **facts)


def workshop_results(pack):
    """The scorecard of the phase that closes."""
    phase = pack.closing.programme
    years = dates.spoken_years(phase.start, phase.end)
    caption = say("workshop.results_caption", phase=years)
    return scorecard_table(pack.closing, workshop_sources(pack), caption)


def workshop_sources(pack):
    """Ids of the sources of all that the pack shows, each once, in the order of the page."""
    shown = [*_of_choices(pack), *(r for mat in placemats(pack) for r in mat.readings)]
    shown += [reading for conflict in workshop_conflicts(pack) for reading in conflict.readings]
    shown += [reason for conflict in workshop_conflicts(pack) for reason in conflict.weighed]
    codes = [code for told in shown for code in told.sources]
    codes += [s.national.source for s in pack.audit.subjects if s.national]
    codes += [b.source for choice in pack.choices for b in choice.breaks if b.source]
    return list(dict.fromkeys([*cited(pack.closing), *pack.audit.sources, *codes]))


def _of_choices(pack):
    """Readings that the choices name."""
    for choice in pack.choices:
        yield from (choice.trend.first, choice.trend.last) if choice.trend else ()
        yield from (choice.subject.baseline,) if choice.subject.baseline else ()
        yield from (*choice.denominators, *choice.elsewhere)


def workshop_source_list(pack):
    """The sources as a numbered list."""
    return sources_prose(pack.evidence, workshop_sources(pack))
