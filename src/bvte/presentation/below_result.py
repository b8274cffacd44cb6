"""Targets that ask for less than a result that was published before them: among the gravest that can be said of a
target, so that every page that begins with its targets says it, and in the same words."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bvte.judgement.audit import below_results
from bvte.judgement.audit_subject import AuditPoint, Flag, Subject
from bvte.judgement.estimates import Estimate
from bvte.judgement.message import Certainty, Statement, certainty_of
from bvte.judgement.next_classes import NextClass
from bvte.judgement.next_phase import NextPhase
from bvte.judgement.targets import Findings
from bvte.presentation import cells
from bvte.presentation.audit_words import flag_sentence
from bvte.presentation.message import certainty_mark
from bvte.presentation.phrases import Phrase, link, phrase, row_anchor

# A target and what is wrong with it.
Point = tuple[Subject, Flag]


def below_of_phase(findings: Findings, told: Iterable[Statement], cited: list[str]) -> list[tuple[Phrase, Certainty]]:
    """A sentence for each target of a phase that asks for less than was reported before, with its source, as no row of
    the phase has that result; none where the message tells where it began (told : its statements)."""
    begun = {s.estimate.indicator for s in told if s.start or s.begins}
    found = [pair for pair in below_results(findings) if pair[0].card.id not in begun]
    return [_sure(*pair, findings, cited) for pair in zip(below_sentences(found), _results_below(found), strict=True)]


def _sure(told: Phrase, result: Estimate, findings: Findings, cited: list[str]) -> tuple[Phrase, Certainty]:
    """A sentence with the source of its result, and how sure that is."""
    mark = certainty_of(findings.evidence, result)
    return phrase(told, " ", cells.cite(result.sources, cited), " ", certainty_mark(mark)), mark


def below_of_next(coming: NextPhase) -> list[Phrase]:
    """The same of the targets that a next phase takes up, where no change of their level is told already."""
    items = (item for item in coming.own if item.kind != NextClass.CHANGE_LEVEL)
    return list(below_sentences((item.subject, flag) for item in items for flag in item.points))


def below_sentences(pairs: Iterable[Point]) -> Iterator[Phrase]:
    """One sentence for the levels of an indicator that lie below the same result, in the order of their targets."""
    for levels in _by_result(pairs):
        subject, flag = levels[0]
        told = flag_sentence(flag, subject, [s.origin for s, _ in levels])
        yield phrase(link(row_anchor(subject.card.id), subject.card.short.text), " – ", told)


def _results_below(pairs: Iterable[Point]) -> Iterator[Estimate]:
    """The results that levels lie below, in the order of the sentences."""
    return (levels[0][1].facts["baseline"] for levels in _by_result(pairs))


def _by_result(pairs: Iterable[Point]) -> list[list[Point]]:
    """The levels that lie below each result."""
    found = [pair for pair in pairs if pair[1].code == AuditPoint.WEAKER_THAN_BASELINE]
    return [list(group) for _, group in groupby(found, key=lambda pair: pair[1].facts["baseline"])]
