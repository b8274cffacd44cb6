"""What workshops decided on a target, as sentences beside it, each with the file that records it."""

from bvte.presentation import dates, numbers
from bvte.presentation.texts import say


def decided(evidence, target):
    """A sentence for each decision of a workshop on a target, the oldest first."""
    return [_sentence(day, row, target) for day, row in evidence.decisions_on(target.id)]


def _sentence(day, row, target):
    """On which day what was decided, who does it by when, and where it is recorded."""
    what = say(f"decisions.made.{row.decision}", proposal=_proposal(row, target))
    parts = [say("decisions.decided", day=dates.day(day), what=what)]
    if row.owner:
        parts.append(say("decisions.owner", owner=row.owner))
    if row.date:
        parts.append(say("decisions.by", day=dates.day(row.date)))
    return say("decisions.recorded", text="; ".join(parts), file=f"workshops/{day}.csv")


def _proposal(row, target):
    """The target that was proposed, with its year; "" where none was."""
    if row.decision != "change":
        return ""
    proposed = row.proposed(target)
    return f"{numbers.target_text(proposed)} ({proposed.due_year})"
