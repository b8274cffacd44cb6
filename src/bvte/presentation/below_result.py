"""Targets that ask for less than a result that was published before them: among the gravest that can be said of a
target, so that every page that begins with its targets says it, and in the same words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bvte.judgement.audit import below_results
from bvte.judgement.audit_subject import AuditPoint, Flag, Subject
from bvte.judgement.estimates import Estimate
from bvte.judgement.message import MOST, Certainty, Statement, certainty_of, first_statements
from bvte.judgement.next_classes import NextClass
from bvte.judgement.next_phase import NextPhase
from bvte.judgement.targets import Findings
from bvte.presentation.audit_words import below_sentence
from bvte.presentation.message import certainty_mark
from bvte.presentation.phrases import Phrase, link, phrase, row_anchor

# A target and what is wrong with it.
Point = tuple[Subject, Flag]


def told_first(findings: Findings) -> tuple[list[Statement], list[tuple[Phrase, Certainty]]]:
    """What the first box of a phase tells: of its statements those that there is room for, and a sentence for each
    target that asks for less than was reported before, with how sure that result is."""
    told = first_statements(findings)
    below = below_of_phase(findings, told)[:MOST]
    return _in_room(told, MOST - len(below)), below


def _in_room(told: Sequence[Statement], most: int) -> list[Statement]:
    """So many of some statements, in their order: those of a target and those that have to be explained stay, those
    that nothing stands beside go first."""
    weighed = sorted(range(len(told)), key=lambda i: (told[i].is_alone, not (told[i].judged or told[i].unexplained)))
    return [told[place] for place in sorted(weighed[:most])]


def below_of_phase(findings: Findings, told: Iterable[Statement]) -> list[tuple[Phrase, Certainty]]:
    """A sentence for each target of a phase that asks for less than was reported before, and how sure that result is;
    none where the message tells where it began (told : its statements)."""
    begun = {s.estimate.indicator for s in told if s.start or s.begins}
    found = [pair for pair in below_results(findings) if pair[0].card.id not in begun]
    marks = [certainty_of(findings.evidence, result) for result in _results_below(found)]
    pairs = zip(below_sentences(found), marks, strict=True)
    return [(phrase(sentence, " ", certainty_mark(mark)), mark) for sentence, mark in pairs]


def below_of_next(coming: NextPhase) -> list[Phrase]:
    """The same of the targets that a next phase takes up, where no change of their level is told already."""
    items = (item for item in coming.own if item.kind != NextClass.CHANGE_LEVEL)
    return list(below_sentences((item.subject, flag) for item in items for flag in item.points))


def below_sentences(pairs: Iterable[Point]) -> Iterator[Phrase]:
    """One sentence for the levels of an indicator that lie below the same result, in the order of their targets."""
    for levels in _by_result(pairs):
        subject, flag = levels[0]
        told = below_sentence(flag, subject, [s.origin for s, _ in levels])
        yield phrase(link(row_anchor(subject.card.id), subject.card.short.text), " – ", told)


def _results_below(pairs: Iterable[Point]) -> Iterator[Estimate]:
    """The results that levels lie below, in the order of the sentences."""
    return (levels[0][1].facts["baseline"] for levels in _by_result(pairs))


def _by_result(pairs: Iterable[Point]) -> list[list[Point]]:
    """The levels that lie below each result."""
    found = [pair for pair in pairs if pair[1].code == AuditPoint.WEAKER_THAN_BASELINE]
    return [list(group) for _, group in groupby(found, key=lambda pair: pair[1].facts["baseline"])]
