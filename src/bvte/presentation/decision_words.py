"""What workshops decided on a target, as sentences."""

from datetime import date

from bvte.evidence.collection import Evidence
from bvte.evidence.reporting import Decision
from bvte.evidence.rows import Target
from bvte.presentation import dates, numbers
from bvte.presentation.texts import say


def decided(evidence: Evidence, target: Target) -> list[str]:
    """A sentence for each decision of a workshop on a target, the oldest first."""
    return [_sentence(day, row, target) for day, row in evidence.decisions_on(target.id)]


def _sentence(day: date, row: Decision, target: Target) -> str:
    """On which day what was decided, as what it is counted, who does it by when, and where it is recorded."""
    what = say(f"decisions.made.{row.decision}", proposal=_proposal(row, target))
    parts = [say("decisions.decided", day=dates.day(day), what=what)]
    if row.definition:
        parts.append(say("decisions.definition", definition=row.definition))
    if row.owner:
        parts.append(say("decisions.owner", owner=row.owner))
    if row.date:
        parts.append(say("decisions.by", day=dates.day(row.date)))
    return say("decisions.recorded", text="; ".join(parts), file=f"workshops/{day}.csv")


def _proposal(row: Decision, target: Target) -> str:
    """The target that was proposed, with its year; "" where none was."""
    if row.decision != "change":
        return ""
    proposed = row.proposed(target)
    first, due = proposed.first_year, proposed.due_year
    when = due if first is None else say("numbers.every_year", years=dates.years(first, due))
    return f"{numbers.target_text(proposed)} ({when})"
