"""Problems of a data folder as sentences in the reader's language."""

from bvte.presentation.texts import say

# Kinds of fault that deserve a sentence of their own
SPECIAL = {
    "column_not_known": "column_not_known",
    "column_missing": "column_missing",
    "row_too_long": "row_too_long",
    "extra_forbidden": "column_not_known",
    "missing": "cell_empty",
}
# Problems after which the nearest right name is a question worth asking.
WITH_NEAREST = (
    "unknown_code", "not_a_value", "not_in_list", "column_not_known",
    "narrative_section", "narrative_reference",
)  # fmt: skip


def lines(problems, language):
    """One line a problem: severity, file, line, column, what was found, what is allowed, the nearest name."""
    return [line(problem, language) for problem in problems]


def line(problem, language):
    """The line of one problem."""
    severity = say(f"problems.severity.{problem.severity}", language)
    return say(
        "problems.line",
        language,
        severity=severity,
        place=place(problem, language),
        text=text(problem, language),
    )


def place(problem, language):
    """Where it is: file, line and column; a card has a name for a line, a written text no column."""
    if not problem.line and not problem.column:
        return problem.file
    if not problem.column:
        return say("problems.place_in_text", language, file=problem.file, line=problem.line)
    key = "problems.place" if problem.line else "problems.place_without_line"
    return say(key, language, file=problem.file, line=problem.line, column=problem.column)


def text(problem, language):
    """What is wrong, and the nearest right name where there is one."""
    code = SPECIAL.get(problem.facts.get("type"), problem.code)
    facts = {
        **problem.facts,
        "found": problem.found,
        "allowed": problem.allowed or "-",
        "other": problem.nearest,
    }
    sentence = say(f"problems.rule.{code}", language, **facts)
    if problem.nearest and code in WITH_NEAREST:
        sentence += say("problems.nearest", language, nearest=problem.nearest)
    return sentence


def summary(problems, folder, language):
    """How many errors and findings there are."""
    errors = sum(problem.severity == "error" for problem in problems)
    return say("problems.summary", language, errors=errors, findings=len(problems) - errors, folder=folder)
