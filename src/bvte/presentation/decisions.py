"""What workshops decided on a target, as sentences beside it, each with the file that records it."""

from bvte.presentation import dates, numbers
from bvte.presentation.texts import say


def decided(evidence, target, language):
    """A sentence for each decision of a workshop on a target, the oldest first."""
    return [_sentence(day, row, target, language) for day, row in evidence.decisions_on(target.id)]


def _sentence(day, row, target, language):
    """On which day what was decided, who does it by when, and where it is recorded."""
    what = say(f"decisions.made.{row.decision}", language, proposal=_proposal(row, target, language))
    parts = [say("decisions.decided", language, day=dates.day(day, language), what=what)]
    if row.owner:
        parts.append(say("decisions.owner", language, owner=row.owner))
    if row.date:
        parts.append(say("decisions.by", language, day=dates.day(row.date, language)))
    return say("decisions.recorded", language, text="; ".join(parts), file=f"workshops/{day}.csv")


def _proposal(row, target, language):
    """The target that was proposed, with its year; "" where none was."""
    if row.decision != "change":
        return ""
    proposed = row.proposed(target)
    return f"{numbers.target_text(proposed, language)} ({proposed.due_year})"
