"""The message of a report: what happened, in at most six sentences, each with its figure, what it is held against and
how sure it is; below it what would make each surer, and who answers for it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period
from bvte.evidence.rows import Target
from bvte.judgement.comparability import compare, forbidding_inside
from bvte.judgement.conflicts import conflicts_with
from bvte.judgement.estimates import Estimate, Strength
from bvte.judgement.finding import DECIDED, Comparability, Direction, Finding, Reason, ReasonCode, Status
from bvte.judgement.message import Certainty, Statement, in_charge, other_unit
from bvte.presentation import cells, dates, numbers, words
from bvte.presentation.document import Box, Item, Listing, Table, make_table
from bvte.presentation.newness import inside
from bvte.presentation.parts import columns, paragraph, told_once
from bvte.presentation.phrases import Look, Phrase, joined, large_first, link, phrase, row_anchor, small, span, strong
from bvte.presentation.texts import say
from bvte.presentation.told_figures import asked_verb, due_told, measured, one_source, time_told, when_told
from bvte.presentation.verifying import verified

# Remarks without which a judgement would mislead someone who reads nothing but the message.
URGENT = (
    ReasonCode.NEAR_LIMIT,
    ReasonCode.NEWER_COUNTS,
    ReasonCode.REPEATS_THE_TARGET,
    ReasonCode.COUNT_JUMP,
    ReasonCode.OTHERS_AGREE,
)
# Names, and clauses, that a sentence can hold.
MOST_NAMED, MOST_CLAUSES = 8, 3


def message_box(
    lead: str,
    sentences: Iterable[str | Phrase],
    told: Iterable[Certainty] = (),
    first: str | Phrase = "",
    remark: str = "",
) -> Box:
    """What happened: a lead, numbered sentences, and what the marks of certainty in them mean.

    told : the marks that stand in the sentences; first : what to do first; remark : what several sentences leave out.
    """
    items = tuple(Item(phrase(sentence)) for sentence in sentences)
    listed = (Listing(items, ordered=True, role="points"),) if items else ()
    marks = {*told}
    legend = (paragraph(certainty_legend(marks), "note"),) if marks else ()
    step = (paragraph(first),) if first else ()
    shared = (paragraph(remark, "note"),) if remark else ()
    return Box("key", (paragraph(strong(lead)), *listed, *step, *shared, *legend))


# So many sentences that nothing stands beside say it together.
MANY_ALONE = 3


def statement_sentences(told: Sequence[Statement], evidence: Evidence, first: int = 1) -> tuple[list[Phrase], str]:
    """The sentences of statements, and what is said once for many: that nothing stands beside them, that all have one
    source. first : the number of the first of them."""
    alone = {str(place): statement for place, statement in enumerate(told, first) if statement.is_alone}
    of_one = one_source([statement.estimate for statement in told], evidence)
    if len(alone) < MANY_ALONE:
        return [statement_sentence(statement, evidence) for statement in told], of_one
    lacked = say(_lacked(alone.values(), "message.alone"))
    remark = say("message.alone_alike", places=", ".join(alone), told=lacked)
    return [statement_sentence(statement, evidence, alone=None) for statement in told], f"{remark} {of_one}".strip()


def _lacked(told: Iterable[Statement], alone: str) -> str:
    """Key of what figures lack that nothing stands beside: one of a target has that, but no document that sets it."""
    is_unfound = any(statement.finding for statement in told)
    return "message.alone_unfound" if is_unfound and alone == "message.alone" else alone


def certainty_legend(marks: Collection[Certainty] = tuple(Certainty)) -> Phrase:
    """What the marks of certainty mean, of all or of those that are there."""
    meanings = [phrase(_mark_text(code), ": ", say(f"message.meaning.{code}")) for code in Certainty if code in marks]
    return joined("; ", meanings)


def certainty_mark(code: Certainty) -> Phrase:
    """How sure a figure is: a mark and a word."""
    return span(Look.CERTAINTY, _mark_text(code), code=code)


def _mark_text(code: Certainty) -> str:
    return f"{MARKS[code]} {say(f'message.certainty.{code}')}"


# Steps of a bar, since every round and square sign is that of a status (`theme.STATUS`).
MARKS = {Certainty.AGREED: "▰▰▰", Certainty.SINGLE: "▰▰▱", Certainty.OPEN: "▰▱▱"}


def statement_sentence(statement: Statement, evidence: Evidence, alone: str | None = "message.alone") -> Phrase:
    """A figure with its time, what it is held against and how sure it is; its number leads to its row.

    alone : key of what is said where nothing stands beside it, None for nothing.
    """
    parts = [told for told in _parts(statement, evidence, alone) if told]
    if sum(map(len, parts)) <= MOST_CLAUSES and not _has_remarks(statement.judged):
        parts = [list(chain(*parts))]
    (figure, *clauses), *others = parts
    compared = joined(". ", [joined("; ", clauses), *(large_first(joined("; ", told)) for told in others)])
    beside = span(Look.BESIDE, "; " if clauses else ". ", compared) if compared else ""
    return phrase(large_first(phrase(figure)), beside, ". ", certainty_mark(statement.certainty))


def _parts(statement: Statement, evidence: Evidence, alone: str | None) -> list[list[str | Phrase]]:
    """What is said of a figure, sentence by sentence where it is too much for one; a judgement with remarks is one by
    itself."""
    figure, target, start, nation, changes = (list(part(statement, evidence)) for part in PARTS)
    if alone and statement.is_alone:
        figure.append(say(_lacked([statement], alone)))
    if _has_remarks(statement.judged):
        return [figure, target, [*start, *nation], changes]
    return [[*figure, *target, *start], nation, changes]


def _head(estimate: Estimate, evidence: Evidence, key: str = "figure") -> str | Phrase:
    """The figure itself; of one that was derived of what. key : of the sentence of one that was not."""
    facts = _figure(estimate, evidence)
    if estimate.counts is None or estimate.strength != Strength.DERIVED:
        return say(f"message.{key}", **facts | {"figure": strong(facts["figure"])})
    part, whole = estimate.counts
    alone = numbers.estimate_text(estimate, cells.marked(**cells.about_estimate(estimate)))
    counts = {"part": numbers.bare(part), "whole": numbers.estimate_text(whole)}
    figure = strong(link(row_anchor(estimate.indicator), alone))
    return say("message.derived", **facts | counts | {"figure": figure})


def figure_sentence(estimate: Estimate, evidence: Evidence) -> str | Phrase:
    """A figure as a clause: when, of what, how much; its number leads to its row."""
    return say("message.figure", **_figure(estimate, evidence))


def _figure(estimate: Estimate, evidence: Evidence) -> dict[str, str | Phrase]:
    """The facts of a figure in a sentence: what it is, itself with a link to its row, its time."""
    name, remark = measured(evidence.indicators[estimate.indicator]), ""
    marked = cells.marked(**cells.about_estimate(estimate))
    # "The number of children who drowned was 29", and not "29 children" once more.
    is_named = numbers.unit_name(estimate.unit) in name
    shown = (numbers.bare if is_named else numbers.labelled)(estimate, marked)
    if other := other_unit(evidence, estimate):
        shown, remark = numbers.labelled(replace(estimate, unit=other), marked), f" {say('message.printed')}"
    return {
        "indicator": name,
        "figure": link(row_anchor(estimate.indicator), phrase(shown)),
        "remark": remark,
        "time": dates.time_text(estimate),
        "spoken": time_told(estimate),
        "when": when_told(estimate),
    }


def _of_itself(statement: Statement, evidence: Evidence) -> Iterator[str | Phrase]:
    """The figure itself."""
    yield _head(statement.estimate, evidence, "begun" if statement.begins else "figure")
    yield from (figure_within("part", part, evidence) for part in statement.parts)
    if statement.before:
        before, compared = statement.before, compare(evidence, statement.before, statement.estimate)
        key = "before_apart" if compared.verdict == Comparability.NOT_COMPARABLE else _since(statement)
        yield figure_within(key, numbers.said_once(before, statement.estimate), evidence, compared.reasons)
    if statement.unexplained and statement.unexplained != statement.before:
        yield figure_within("unexplained", statement.unexplained, evidence)


def _since(statement: Statement) -> str:
    """Key of what is said of an earlier figure: that none knows why it is so far, that it is open how it moved."""
    if statement.unexplained == statement.before:
        return "before_unexplained"
    return "before_open" if statement.unsettled else "before"


def _of_target(statement: Statement, evidence: Evidence) -> Iterator[str | Phrase]:
    """The target of its own phase."""
    if statement.judged:
        yield _own_target(statement, statement.judged, evidence)


def _of_start(statement: Statement, evidence: Evidence) -> Iterator[str | Phrase]:
    """Where its phase began."""
    if statement.start:
        yield _start(statement, statement.start, evidence)


def figure_within(key: str, estimate: Estimate, evidence: Evidence, reasons: Iterable[Reason] = ()) -> Phrase:
    """Another figure inside a sentence; reasons : why it does not compare."""
    why = "; ".join(words.small_first(words.reason_name(r, evidence).rstrip(".")) for r in reasons)
    return phrase(say(f"message.{key}", **_figure(estimate, evidence), why=why))


def _of_nation(statement: Statement, evidence: Evidence) -> Iterator[str | Phrase]:
    """The nation's target of that time and its own figure."""
    if statement.national:
        yield _national(statement, statement.national, evidence)
    if statement.nation:
        yield say("message.nation", **_figure(statement.nation, evidence))


def _changes(statement: Statement, evidence: Evidence) -> Iterator[str | Phrase]:
    """The published changes of the same level."""
    for change in statement.changes:
        yield figure_sentence(change, evidence)


PARTS = (_of_itself, _of_target, _of_start, _of_nation, _changes)


def _own_target(statement: Statement, finding: Finding, evidence: Evidence) -> Phrase:
    """The target with what is concluded of it, and how far from its limit that is; named where it asks for more."""
    target = finding.target
    card = evidence.indicators[target.indicator]
    key = "target_of_parts" if statement.estimate.indicator in card.all_of else "target"
    facts = {"target": cells.target_with_unit(target), "due": target.due_year, "verb": asked_verb(target, evidence)}
    told = say(f"message.{key}", **facts, whole=words.small_first(card.name.text))
    is_silent = statement.begins and finding.status == Status.NO_DATA
    # A start is a figure: beside it "no data" would not be understood.
    judged = phrase(told, " – ", say("message.none_since") if is_silent else cells.status_cell(finding.label))
    return joined(", ", [judged, _room(finding, evidence), _condition(finding)])


def _room(finding: Finding, evidence: Evidence) -> str:
    """How many more or fewer still satisfy a target that is met by a little, or would meet one just missed; else ""."""
    near = _near(finding)
    if near is None:
        return ""
    facts = near.facts | {"target": finding.target}
    return say(f"message.{words.near_form(facts)}", distance=words.spelled(facts, evidence)["distance"])


def _near(finding: Finding) -> Reason | None:
    """How near to its limit a target is, where it is near."""
    return next((reason for reason in finding.reasons if reason.code == ReasonCode.NEAR_LIMIT), None)


def _has_remarks(finding: Finding | None) -> bool:
    """Whether more is said of a target than what is concluded of it."""
    return finding is not None and bool(_near(finding) or _condition(finding))


def _condition(finding: Finding) -> str:
    """What a conclusion takes for granted: that its figures are of the year that was inferred for them; else ""."""
    latest = finding.latest
    if latest is None or latest.period_stated or finding.status not in DECIDED:
        return ""
    key = "message.if_counts_of" if latest.counts else "message.if_of"
    return say(key, time=dates.spoken(latest.period))


def _start(statement: Statement, start: Estimate, evidence: Evidence) -> str | Phrase:
    """Where the phase began, and how far it came as far as that may be said."""
    facts, finding = _figure(start, evidence), statement.finding
    if finding is None:
        return say("message.start", **facts)
    if finding.comparison and finding.comparison.verdict == Comparability.NOT_COMPARABLE:
        return say("message.start_apart", **facts)
    if finding.direction == Direction.UNDETERMINED:
        return say("message.start_open", **facts)
    moved = finding.direction in (Direction.ROSE, Direction.FELL) and not finding.open_sides
    if not moved:
        return say("message.start", **facts)
    return say("message.start_moved", change=words.change_text(finding), **facts)


def _national(statement: Statement, target: Target, evidence: Evidence) -> str | Phrase:
    """The national target of that time, with its document where another sets another level for the same year; of one
    from before a break that it is there for reference only."""
    shown, verb = cells.target_with_unit(target), asked_verb(target, evidence)
    facts = {"target": shown, "due": due_told(target, evidence), "verb": verb}
    return say("message.national_outdated" if statement.outdated else "message.national", **facts)


def silent_sentence(findings: Iterable[Finding], evidence: Evidence) -> str:
    """Which targets have no figure that answers them, and what there is of the others; "" where all have one."""
    return " ".join(_counted_targets(key, found, evidence) for key, found in _silent(findings).items())


def silent_names(findings: Collection[Finding], evidence: Evidence, told: Iterable[Statement] = ()) -> str:
    """The same below the numbers of these targets, with the names alone of those that no sentence told.

    Where all targets are alike their number has said what they lack.
    """
    known = {statement.finding.target.indicator for statement in told if statement.finding}
    left = [f for f in findings if f.target.indicator not in known]
    named = {key: [f.target.indicator for f in found] for key, found in _silent(left).items()}
    if len({f.label for f in findings}) == 1 and len(named) == 1:
        ((_, found),) = named.items()
        return say("message.left_names" if known else "message.all_names", names=indicator_names(found, evidence))
    return " ".join(say(f"message.{key}_names", names=indicator_names(found, evidence)) for key, found in named.items())


def _silent(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Targets without a figure that answers them: without any, with one of a part alone, with one of another kind."""
    groups: dict[str, list[Finding]] = {"silent": [], "partly": [], "unanswered": []}
    for finding in findings:
        is_part = finding.reasons[0].code == ReasonCode.FIGURE_OF_A_PART
        if finding.latest is None:
            is_silent = finding.status == Status.NO_DATA
            groups["silent" if is_silent else "partly" if is_part else "unanswered"].append(finding)
    return {key: found for key, found in groups.items() if found}


def _counted_targets(key: str, findings: Sequence[Finding], evidence: Evidence) -> str:
    """How many targets there are of a kind, with the names of their indicators."""
    wanted = [f.target.indicator for f in findings]
    indicators = len(set(wanted))
    facts = {"count": len(findings), "indicators": indicators, "names": indicator_names(wanted, evidence)}
    return say(f"message.{key}_of" if indicators < len(findings) else f"message.{key}", **facts)


def indicator_names(wanted: Iterable[str], evidence: Evidence, most: int = MOST_NAMED) -> str:
    """The short names of indicators, each once, as many as a sentence can hold."""
    return capped([evidence.indicators[code].short.text for code in wanted], most)


def capped(told: Iterable[str], most: int) -> str:
    """The first of some texts, each once, and how many more there are; a single one more is named as well."""
    texts = list(dict.fromkeys(told))
    most = len(texts) if len(texts) == most + 1 else most
    more = say("message.and_more", count=len(texts) - most) if len(texts) > most else ""
    return "; ".join(texts[:most]) + more


def grounds_table(
    told: Sequence[Statement], evidence: Evidence, on: date | None = None, area: str = ""
) -> tuple[Table, ...]:
    """What a reader must know of each figure and what would make it surer; none where there is no figure.

    on : the day of a paper that is signed, which the body in charge then verifies and is not asked by; by default who
    answers now. area : of the paper, where a figure of another says of which it is; by default all are of one.
    """
    if not told:
        return ()
    # A paper shows some of the rows on its brief, so that each has all of its own.
    grounds, notes = told_once((_grounds(s, evidence) for s in told), len(told) + 1 if on else 2)
    area = area or told[0].estimate.area
    rows = [(_named(s, evidence, area), own) for s, own in zip(told, grounds, strict=True)]
    heads = columns(("result", "grounds:wide"), "message.columns")
    note = "\n".join([*notes, _answers(evidence, area, on)])
    return (make_table(say("message.grounds"), heads, rows, note),)


def _named(statement: Statement, evidence: Evidence, area: str) -> Phrase:
    """What a figure is of, and how sure it is; one of another area names that."""
    name, own = evidence.indicators[statement.estimate.indicator].short.text, statement.estimate.area
    place = "" if own == area else f", {inside(evidence.area(own))}"
    return phrase(name, place, " ", small(certainty_mark(statement.certainty)))


def _grounds(statement: Statement, evidence: Evidence) -> list[str]:
    """Remarks without which the figure misleads, what forbids a comparison, how far it can be verified."""
    finding = statement.finding
    said = [words.target_reason(r, finding, evidence) for r in finding.reasons if r.code in URGENT] if finding else []
    if statement.start and finding and finding.comparison:
        why = "; ".join(words.reason_name(reason, evidence).rstrip(".") for reason in finding.comparison.reasons)
        said += [say("message.apart", why=why)] if why else []
    if b := statement.outdated:
        key = "message.outdated_inside" if statement.estimate.period.spans(b.date) else "message.outdated"
        said.append(say(key, name=b.text("name"), date=dates.day(b.date)))
    told = list(chain((statement.estimate,), statement.changes))
    said += [say("message.unit_read", unit=numbers.unit_name(r.unit)) for r in told if other_unit(evidence, r)]
    inside = (b for estimate in told if estimate.period.is_span for b in forbidding_inside(evidence, estimate))
    said += [
        say("message.inside", name=b.text("name"), date=dates.day(b.date), reason=b.text("reason")) for b in inside
    ]
    said += _against(statement, evidence)
    return list(dict.fromkeys([*said, verified(statement.verified, evidence)]))


def _against(statement: Statement, evidence: Evidence) -> list[str]:
    """How a figure does not go with one of a longer or shorter time: the two numbers alone do not show it."""
    own, other = statement.estimate, statement.verified.facts.get("other")
    if other is None or other.period == own.period or not _overlap(own.period, other.period):
        return []
    told = (c for c in conflicts_with(evidence, own) if other in c.estimates)
    return [words.conflict_text(c, evidence, has_reasons=False) for c in islice(told, 1)]


def _overlap(one: Period, other: Period) -> bool:
    """Whether two times have a day in common."""
    return one.first <= other.last and other.first <= one.last


def _answers(evidence: Evidence, area: str, on: date | None) -> str:
    """The body that answers now, and its predecessor where the page sees from the predecessor's days; of a signed paper
    the body that verifies on its day; "" unknown."""
    then = in_charge(evidence, area, evidence.day)
    now = in_charge(evidence, area, on) if on else in_charge(evidence)
    if now is None:
        return ""
    if on:
        return say("message.verifies", now=now.text("name"))
    if then is None or then.id == now.id:
        return say("message.answers", now=now.text("name"))
    return say("message.took_over", now=now.text("name"), then=then.text("name"))
