"""Problems of a data folder as sentences in the reader's language."""

from bvte.evidence.problem import ACKNOWLEDGED
from bvte.presentation.texts import say

# Kinds of fault that deserve a sentence of their own
SPECIAL = {
    "column_not_known": "column_not_known",
    "column_missing": "column_missing",
    "column_left_out": "column_left_out",
    "column_twice": "column_twice",
    "row_too_long": "row_too_long",
    "row_too_short": "row_too_short",
    "cells_shifted": "cells_shifted",
    "count_with_point": "count_with_point",
    "extra_forbidden": "column_not_known",
    "invalid_key": "column_not_known",
    "no_number_left": "no_number_left",
    "missing": "cell_empty",
}
# Problems after which the nearest right name is a question worth asking.
WITH_NEAREST = (
    "unknown_code",
    "not_a_value",
    "not_in_list",
    "column_not_known",
    "narrative_section",
    "narrative_reference",
    "acknowledged_unknown",
    "card_not_known",
    "definition_not_known",
    "file_not_read",
)


def problem_lines(problems):
    """One line a problem: severity, file, line, column, what was found, what is allowed, the nearest name."""
    return [problem_line(problem) for problem in problems]


def problem_line(problem):
    """The line of one problem."""
    severity = say(f"problems.severity.{problem.severity}")
    return say("problems.line", severity=severity, place=place(problem), text=text(problem))


def place(problem):
    """Where it is: file, line and column; a card has a name for a line, a written text no column."""
    if not problem.line and not problem.column:
        return problem.file
    if not problem.column and problem.line:
        return say("problems.place_in_text", file=problem.file, line=problem.line)
    key = "problems.place" if problem.line else "problems.place_without_line"
    return say(key, file=problem.file, line=problem.line, column=problem.column)


def text(problem):
    """What is wrong, the nearest right name or the remedy, and the other rows of that cause."""
    code = SPECIAL.get(problem.facts.get("type"), problem.code)
    facts = {**problem.facts, "found": problem.found, "allowed": problem.allowed or "-", "other": problem.nearest}
    sentence = say(f"problems.rule.{code}", **facts)
    if problem.nearest and code in WITH_NEAREST:
        sentence += say("problems.nearest", nearest=problem.nearest)
    elif problem.code == "unknown_code":
        sentence += say("problems.add_or_mend")
    if problem.code in ACKNOWLEDGED and problem.severity == "error" and problem.file == "observations.csv":
        sentence += say("problems.acknowledge", code=problem.code)
    return sentence + (say("problems.also", places=_others(problem)) if problem.also else "")


def _others(problem):
    """The other places of one cause: each file once, with its lines or the names of its cards."""
    files = {}
    for other in problem.also:
        files.setdefault((other.file, bool(other.line)), set()).add(other.line or other.column)
    keys = {True: "problems.also_lines", False: "problems.also_cards"}
    return "; ".join(
        say(keys[lined], file=file, names=", ".join(map(str, sorted(names)))) for (file, lined), names in files.items()
    )


def summary(problems, folder):
    """How many errors and findings there are."""
    errors = sum(problem.severity == "error" for problem in problems)
    return say("problems.summary", errors=errors, findings=len(problems) - errors, folder=folder)
