"""What a target is besides its level, in the words of its programme; and what was set that has no level at all."""

from bvte.presentation import cells, dates, numbers
from bvte.presentation.citations import cited
from bvte.presentation.document import make_table
from bvte.presentation.parts import columns, nothing
from bvte.presentation.phrases import phrase, small
from bvte.presentation.texts import say


def as_set(target):
    """How the programme itself numbers and words a target, smaller; nothing where that was not read."""
    wording = target.text("wording")
    told = [target.number or "", f"“{wording}”" if wording else ""]
    return [" ", small(": ".join(filter(None, told)))] if any(told) else []


def shape_notes(target, evidence):
    """What a target is besides its level, smaller: from which year, for whom and where, in place of what, with which
    counts."""
    told = [say(f"page.shape.{key}", **facts) for key, facts in _shapes(target, evidence)]
    return [" ", small("; ".join(told))] if told else []


def _shapes(target, evidence):
    """Pairs (shape, its facts) of a target."""
    if target.first_year:
        yield "first_year", {"year": target.first_year}
    if target.orientation == "yes":
        yield "orientation", {"due": target.due_year}
    if target.ages:
        yield "ages", {"ages": target.ages.replace("-", "–")}
    if target.areas:
        names = "; ".join(evidence.area(code).text("name") for code in target.areas)
        yield "areas", {"count": len(target.areas), "names": names}
    if target.revises:
        yield "revises", {"old": numbers.target_text(evidence.targets[target.revises])}
    if target.whole is not None:
        yield "counted", {"count": numbers.number(target.count), "whole": numbers.number(target.whole)}


def aims_table(findings):
    """What the programme set in words that leave nothing to judge, and why each is not judged.

    >>> import bvte
    >>> aims = bvte.aims_table(bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db"))
    """
    sources = cited(findings)
    rows = tuple(_aim_row(aim, sources) for aim in findings.evidence.aims_of(findings.programme.id))
    if not rows:
        return nothing("page.no_aims")
    heads = columns(("aim:wide", "until", "aim_gap:wide"))
    return make_table(say("page.aims_caption"), heads, rows, say("page.aims_note"))


def _aim_row(aim, sources):
    wording = aim.text("wording") or aim.wording_vi
    told = ": ".join(filter(None, (aim.number, f"“{wording}”")))
    due = dates.year(aim.due_year) if aim.due_year else cells.NOTHING
    return phrase(told, " ", cells.cite([aim.source], sources)), due, say(f"page.aim_gap.{aim.gap}")
