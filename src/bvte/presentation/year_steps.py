"""What to do first after a yearly report, in one line, and by whom."""

from collections.abc import Sequence
from datetime import date

from bvte.judgement.annual import Annual, year_conflicts
from bvte.judgement.conflict_kinds import Conflict
from bvte.judgement.message import Statement
from bvte.judgement.reporting_bodies import reporters_of
from bvte.judgement.year_requests import gaps_by_body
from bvte.presentation import words
from bvte.presentation.answering import body_name
from bvte.presentation.message import capped
from bvte.presentation.phrases import Phrase, phrase, strong
from bvte.presentation.sentences import of_kinds
from bvte.presentation.texts import say

# Pairs of figures that one line can hold.
MOST_PAIRS = 3


def first_of_year(report: Annual, told: Sequence[Statement]) -> Phrase:
    """Figures of the message that others do not agree with have to be explained first; where there are none, the body
    that most of the missing figures are with has to be asked. Empty where neither is needed."""
    step = _explained(report, told) or _asked(report)
    return phrase(strong(say("conclusions.first")), " ", step) if step else phrase()


def _explained(report: Annual, told: Sequence[Statement]) -> str:
    """The pairs of figures, and who counts what they are of; the sender puts the answers together."""
    named = {(statement.estimate.indicator, statement.estimate) for statement in told}
    found = [c for c in year_conflicts(report) if any((c.indicator, r) in named for r in c.estimates)]
    if not found:
        return ""
    figures = capped([words.conflict_figures(conflict, report.known) for conflict in found], MOST_PAIRS)
    who = say("conclusions.collected", names="; ".join(_bodies(report, found)), agency=report.agency.text("name"))
    return say("conclusions.by", step=say("annual.first_explain", figures=figures), who=who)


def _bodies(report: Annual, found: Sequence[Conflict]) -> list[str]:
    """The bodies that count what some figures are of, each once."""
    kinds = (kind for c in found for kind, _ in reporters_of(report.known.indicators[c.indicator]))
    return [with_units(report, body_name(kind, report.known)) for kind in dict.fromkeys(kinds)]


def with_units(report: Annual, name: str) -> str:
    """The name of bodies with the kinds of units that there are on the last day of the year."""
    units = report.known.units("commune", report.known.province.code, date(report.year, 12, 31))
    return of_kinds(name, units)


def _asked(report: Annual) -> str:
    """The body that can give most of the missing figures; "" where none is missing, or no other body has them."""
    asked = [one for one in gaps_by_body(report) if one.name]
    if not asked:
        return ""
    most, total = max(asked, key=lambda one: len(one.gaps)), sum(len(form.gaps) for form in report.forms.values())
    body = with_units(report, most.name.text)
    return say("annual.first_ask", body=body, count=len(most.gaps), total=total, year=report.year)
