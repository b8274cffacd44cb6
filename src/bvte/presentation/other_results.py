"""Published results of a phase that answer to none of its targets: those told first, then children, papers last; below
them what also covers time before the phase."""

from bvte.judgement.message import first_statements
from bvte.judgement.targets import next_target, other_estimates, reaches_back
from bvte.presentation import cells, dates
from bvte.presentation.citations import cited
from bvte.presentation.document import make_table
from bvte.presentation.parts import columns, folded_beyond, nothing
from bvte.presentation.phrases import phrase
from bvte.presentation.texts import say

# Rows that a page shows without being asked.
MOST_OPEN = 20
# Units in which children, and what happens to them, are counted; those of paper and meetings.
OF_CHILDREN, OF_PAPER = {"children", "cases", "couples", "incidents"}, {"documents", "inspections", "activities"}


def other_results(findings):
    """Published results of the phase that answer to no target of it, beside the next phase's target."""
    cards = findings.evidence.indicators
    # What the page begins with is looked for here.
    told = {statement.estimate for statement in first_statements(findings)}
    found = sorted(other_estimates(findings), key=lambda r: (r not in told, subject_of(cards[r.indicator], cards)))
    if not found:
        return nothing("page.no_other_results")
    # The figures of one indicator stand together, where its first one does.
    places = {code: place for place, code in enumerate(dict.fromkeys(r.indicator for r in found))}
    found.sort(key=lambda r: (reaches_back(findings, r), places[r.indicator]))
    keys = ("indicator", "result:num", "time", "next_target:num", "evidence")
    sources = cited(findings)
    rows = tuple(_result_row(estimate, findings, sources) for estimate in found)
    order = [say("page.other_order_first" if found[0] in told else "page.other_order")]
    order += [say("page.other_order_back")] if reaches_back(findings, found[-1]) else []
    phase = dates.spoken_years(findings.programme.start, findings.programme.end)
    table = make_table(say("page.other_caption", phase=phase), columns(keys), rows, " ".join(order))
    return folded_beyond(table, MOST_OPEN, say("page.other_folded", count=len(rows)))


def subject_of(card, cards):
    """What an indicator is of: 0 children and what happens to them, 1 services and means, 2 papers and meetings."""
    counted = cards[card.numerator_indicator].unit if card.numerator_indicator in cards else card.unit
    is_harm = card.better == "down" and card.group != "general"
    return 0 if counted in OF_CHILDREN or is_harm else 2 if counted in OF_PAPER else 1


def _result_row(estimate, findings, sources):
    card = findings.evidence.indicators[estimate.indicator]
    coming = next_target(findings, estimate.indicator)
    return (
        cells.indicator(card),
        cells.estimate_with_unit(estimate),
        dates.when(estimate.period, estimate.period_stated),
        _coming(findings.evidence, coming) if coming else cells.NOTHING,
        cells.evidence(estimate.strength, estimate.sources, sources),
    )


def _coming(evidence, target):
    """A target that is to come with its unit and year, and whether a document sets it."""
    return phrase(cells.target_with_year(target, has_unit=True), cells.standing(evidence, target))
