"""How far a figure can be verified, and what would make it surer, in words."""

from bvte.evidence.collection import Evidence
from bvte.judgement.finding import Reason
from bvte.presentation import dates, numbers, words
from bvte.presentation.texts import say


def verified(reason: Reason, evidence: Evidence) -> str:
    """How far a result can be verified, and what is needed for it."""
    estimate, other = reason.facts.get("estimate"), reason.facts.get("other")
    need = _need(reason.facts, evidence) if estimate else ""
    is_of_another = other is not None and other.indicator != estimate.indicator
    name = evidence.indicators[other.indicator].short.text if is_of_another else ""
    facts = {**reason.facts, "need": need, "name": name, "of": f"{words.small_first(name)} ".lstrip()}
    return words.reason_text(Reason(reason.code, facts), evidence)


def _need(told, evidence):
    """What would verify the estimate of a reason (told : its facts), as the page has the rest already."""
    estimate, rate = told["estimate"], told.get("rate")
    card = evidence.indicators[(rate or estimate).indicator]
    derived = next((r for r in (estimate, told.get("other")) if r and r.counts), None)
    facts = {"time": dates.spoken((derived or estimate).period)}
    if card.numerator and card.denominator:
        facts |= {name: words.small_first(getattr(card, name).text) for name in ("numerator", "denominator")}
    if derived:
        facts["used"] = "; ".join(numbers.estimate_text(count) for count in derived.counts)
    return say(f"reasons.need_{_needed(card, told, derived)}", **facts)


def _needed(card, told, derived):
    """What is asked for, the first that holds: another source only where there is but one and none contradicts it."""
    estimate = told["estimate"]
    asked = {
        "level": card.kind == "change",
        "rates": "rate" in told,
        "official": derived,
        "counts": card.numerator and card.denominator,
        "both": "other" in told,
        "number": estimate.comparator != "=",
        "counting": len(set(estimate.sources)) > 1,
    }
    return next((name for name, holds in asked.items() if holds), "witness")
