"""Who answers what is asked for: the bodies that count it, and the one in charge, which puts their answers together."""

from collections.abc import Sequence

from bvte.evidence.collection import Evidence
from bvte.evidence.national import request_rules
from bvte.judgement.message import in_charge
from bvte.judgement.reporting_bodies import body_now
from bvte.presentation.texts import say


def who_answers(evidence: Evidence, kinds: Sequence[str]) -> str:
    """The bodies of some kinds, and the body in charge, which puts their answers together and does all else; ""
    where none is known."""
    names = "; ".join(body_name(kind, evidence) for kind in kinds)
    agency = in_charge(evidence)
    answers = agency.text("name") if agency else ""
    return say("conclusions.collected", names=names, agency=answers) if names and answers else names or answers


def body_name(kind: str, evidence: Evidence) -> str:
    """The body of a kind that is there now, by what it does where none is known."""
    known = body_now(evidence, kind)
    return known.text("name") if known else request_rules().respondents[kind].name.text
