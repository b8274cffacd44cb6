"""A figure as a sentence tells it: when it was so, what it is the number of, and what several rest on."""

import re
from collections.abc import Sequence

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.lookups import national_targets
from bvte.evidence.rows import Target
from bvte.judgement.estimates import Estimate
from bvte.presentation import dates
from bvte.presentation.source_words import document_undated, title_text
from bvte.presentation.texts import say
from bvte.presentation.words import small_first

# So many figures of one source are worth a remark.
LEAST_TOLD = 3


def measured(card: Indicator, is_short: bool = True) -> str:
    """What a number of an indicator is, as the subject of a sentence ("tỷ lệ trẻ em ...", "the number of children").

    A name that says so itself stands as it is; that of what is counted or shared follows the words for it. is_short :
    whether the short name will do.

    >>> import bvte
    >>> measured(bvte.load("dien-bien", language="en").indicators["drowning_deaths"])
    'the number of children who drowned'
    """
    for told in ((card.short.text,) if is_short else ()) + (card.name.text,):
        if _says(told, "itself"):
            return say("message.measured.itself", name=small_first(told))
    name = card.name.text.removesuffix(say("annual.drafted.number_mark")).strip()
    return say(f"message.measured.{_kind(card, name)}", name=small_first(name))


def asked_verb(target: Target, evidence: Evidence) -> str:
    """The verb of what a target asks for, seen from the day of the evidence: once its last year is there, it was so."""
    return say(f"message.asks.{'then' if target.due_year <= evidence.day.year else 'still'}")


def due_told(target: Target, evidence: Evidence) -> str:
    """The year in which a national target is due, with its document where there is another level."""
    about = ("indicator", "unit", "scope", "due_year")
    alike = [t for t in national_targets(evidence, target.indicator) if all(_same(t, target, name) for name in about)]
    document = evidence.programmes[target.programme].legal_document
    if document and any((t.condition, t.value) != (target.condition, target.value) for t in alike):
        return say("message.due_of", due=target.due_year, document=document_undated(document))
    return str(target.due_year)


def _same(one: Target, other: Target, name: str) -> bool:
    return bool(getattr(one, name) == getattr(other, name))


def _kind(card: Indicator, name: str) -> str:
    """Which words go before a name: of a count, of a share that has no word for it, of anything else."""
    if card.kind == "count":
        return "number"
    if card.kind == "rate" and card.unit == "percent":
        return "figure" if _says(name, "no_share") else "share"
    return "itself"


def _says(name: str, pattern: str) -> bool:
    """Whether a name has the words of a pattern of its language."""
    return bool(re.search(say(f"message.names.{pattern}"), name))


def when_told(estimate: Estimate) -> str:
    """When a figure was so, as a sentence begins, and that its year was inferred."""
    return _with_doubt(dates.in_time(estimate.period), estimate)


def time_told(estimate: Estimate) -> str:
    """The time of a figure as a noun ("năm 2020"), and that its year was inferred."""
    return _with_doubt(dates.spoken(estimate.period), estimate)


def _with_doubt(time: str, estimate: Estimate) -> str:
    return time if estimate.period_stated else f"{time} ({say('numbers.inferred_here')})"


def one_source(told: Sequence[Estimate], evidence: Evidence) -> str:
    """That several figures have one source in common and no other, "" where they do not."""
    codes = {code for estimate in told for code in estimate.sources}
    if len(told) < LEAST_TOLD or len(codes) != 1:
        return ""
    source = evidence.sources[codes.pop()]
    key = "one_source" if source.address else "one_source_unplaced"
    return say(f"message.{key}", count=len(told), title=title_text(source))
