"""What the findings of a phase allow to conclude, in sentences, and below them what to do first, by whom."""

from collections.abc import Iterator

from bvte.judgement.finding import DECIDED
from bvte.judgement.message import Certainty, statements
from bvte.judgement.next_steps import WEAK, Step, StepCode, apart_from_start, conclusions, next_steps, undetermined
from bvte.judgement.targets import Findings
from bvte.presentation import cells, dates, words
from bvte.presentation.answering import who_answers
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.message import MOST_NAMED, capped, indicator_names
from bvte.presentation.newness import programme_name
from bvte.presentation.parts import columns, listing, nothing, paragraph
from bvte.presentation.phase_tables import change_reasons, settles
from bvte.presentation.phrases import Phrase, phrase, strong
from bvte.presentation.sentences import targets_told
from bvte.presentation.texts import say


def conclusion_list(findings: Findings) -> Prose:
    """What can be concluded of the targets of a phase and what not, and how sure its results are.

    >>> import bvte
    >>> told = bvte.conclusion_list(bvte.judge(bvte.load("dien-bien", language="en"), "cpp_2016_2020_db"))
    >>> "whether the programme" in str(told)
    True
    """
    if not len(findings):
        return nothing("conclusions.none")
    told = [*_of_draft(findings), *_of_targets(findings), *_of_starts(findings), *_of_certainty(findings)]
    return Prose((*listing(told), paragraph(say("conclusions.no_cause"), "note")))


def _of_draft(findings: Findings) -> Iterator[str]:
    """That conclusions on a draft say nothing of a decision."""
    if all(finding.draft for finding in findings):
        yield say("conclusions.draft")


def _of_targets(findings: Findings) -> Iterator[str]:
    """What is concluded of the targets, a sentence for all that are concluded on alike."""
    for one in conclusions(findings):
        named = indicator_names([f.target.indicator for f in one.findings], findings.evidence)
        asked = targets_told([f.target for f in one.findings])
        told = say(f"conclusions.of.{one.code}", count=len(one.findings), targets=asked, names=named)
        weak = [f.strength for f in one.findings if f.status in DECIDED and f.strength in WEAK]
        bases = ", ".join(say(f"page.weak.{code}") for code in WEAK if code in weak)
        yield f"{told} {say('conclusions.weak', bases=bases)}" if weak else told


def _of_starts(findings: Findings) -> Iterator[str]:
    """Of which figures nobody can say whether they rose or fell, and what lies between."""
    cards = findings.evidence.indicators
    apart = [
        f"{cards[f.target.indicator].short.text} ({change_reasons(f, findings.evidence)})"
        for f in apart_from_start(findings)
    ]
    if apart:
        yield say("conclusions.apart", names="; ".join(dict.fromkeys(apart)))
    if either := [f.target.indicator for f in undetermined(findings)]:
        yield say("conclusions.undetermined", names=indicator_names(either, findings.evidence))


def _of_certainty(findings: Findings) -> Iterator[str]:
    """Which results several sources bear out, which only one, and which are open."""
    for code in Certainty:
        found = [s.estimate.indicator for s in statements(findings) if s.certainty == code]
        if found:
            names = indicator_names(found, findings.evidence)
            yield say(f"conclusions.certainty.{code}", count=len(found), names=names)


def recommendations(findings: Findings) -> Table | Prose:
    """What to do, the most useful first: by whom, and what it would let anyone conclude.

    >>> import bvte
    >>> table = bvte.recommendations(bvte.judge(bvte.load("dien-bien"), "cpp_2021_2025_db_draft"))
    >>> [row[0].text for row in table.rows][:2]
    ['1', '2']
    """
    steps = next_steps(findings)
    if not steps:
        return nothing("conclusions.no_steps")
    rows = tuple(_step_row(place, step, findings) for place, step in enumerate(steps, 1))
    heads = columns(("place", "step", "who", "gain"), "conclusions.columns")
    return make_table(say("conclusions.caption"), heads, rows, say("conclusions.order"))


def _step_row(place: int, step: Step, findings: Findings) -> tuple[str | Phrase, ...]:
    """A step with who takes it and what it would let anyone conclude."""
    who = who_answers(findings.evidence, step.bodies) or cells.NOTHING
    return str(place), cells.paragraphs([_told(step, findings)]), who, _gain(step)


# Names that the line of what to do first can hold.
MOST_FIRST = 3


def first_step(findings: Findings) -> Phrase:
    """What to do first and by whom, in one line; empty of a phase that nothing is concluded of."""
    step = next(iter(next_steps(findings)), None)
    if step is None:
        return phrase()
    told, who = words.small_first(_told(step, findings, MOST_FIRST)), who_answers(findings.evidence, step.bodies)
    told = say("conclusions.by", step=told.rstrip("."), who=who) if who else told
    return phrase(strong(say("conclusions.first")), " ", told)


def _told(step: Step, findings: Findings, most: int = MOST_NAMED) -> str:
    """A step as a sentence; most : names that it may hold."""
    named = [f.target.indicator for f in step.findings]
    named += [s.estimate.indicator for s in step.facts.get("statements", ())]
    facts = {"count": len(named), "names": indicator_names(named, findings.evidence, most)}
    facts["targets"] = targets_told([f.target for f in step.findings])
    return say(f"conclusions.step.{step.code}", **facts, **_facts(step, findings))


def _facts(step: Step, findings: Findings) -> dict[str, str]:
    """What the sentence of a step names besides its targets."""
    evidence = findings.evidence
    if step.code == StepCode.APPROVAL:
        return {"phase": words.small_first(programme_name(findings.programme, evidence))}
    if step.code == StepCode.FIGURES:
        own = step.findings[0]
        meant = say("conclusions.meant", due=own.target.due_year)
        return {"settled": meant if step.facts["is_meant"] else settles(own, evidence)}
    if "day" in step.facts:
        return {"day": dates.day(step.facts["day"])}
    told = [words.conflict_figures(conflict, evidence) for conflict in step.facts.get("conflicts", ())]
    return {"figures": capped(told, MOST_CONFLICTS)} if told else {}


# Pairs of figures that a step can hold.
MOST_CONFLICTS = 3


def _gain(step: Step) -> str:
    """What it would let anyone conclude."""
    is_decided = step.code == StepCode.FIGURES and all(f.status in DECIDED for f in step.findings)
    asked = targets_told([f.target for f in step.findings])
    return say(f"conclusions.gain.{'confirmed' if is_decided else step.code}", count=len(step.findings), targets=asked)
