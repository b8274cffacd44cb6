"""Problems of a data folder as sentences in the reader's language."""

import errno
import os
import re
from decimal import Decimal

from bvte.evidence.problem import ACKNOWLEDGED
from bvte.presentation import numbers
from bvte.presentation.texts import say, texts_of

# The name of a cell of a sheet, where a problem has no line of its own.
CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]*")
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
    "end_without_start": "end_without_start",
    "number": "number_not_plain",
    "two_readings": "number_two_readings",
    "iso_date": "date_not_iso",
    "day": "date_not_iso",
    "date_from_datetime_parsing": "date_not_iso",
    "missing": "cell_empty",
}
# Problems after which the nearest right name is a question worth asking.
WITH_NEAREST = (
    "unknown_code",
    "not_a_value",
    "number_not_plain",
    "date_not_iso",
    "not_in_list",
    "column_not_known",
    "narrative_section",
    "narrative_reference",
    "acknowledged_unknown",
    "card_not_known",
    "definition_not_known",
    "file_not_read",
    "map_sheet_missing",
    "map_column_missing",
    "name_not_in_map",
    "map_code_not_known",
    "map_entry_not_known",
    "mark_not_known",
    "target_of_another",
    "folder_not_named",
    "register_map",
    "word_no_section",
)
# Files whose places are entries; sections and paragraphs; sheets.
MAP, WORD, SHEETS = ".map.yml", ".docx", (".xlsx", ".xlsm")
# Beginning of a code -> the facts of it that are plain numbers, maybe with a bound, and are told as the language
# writes them. What a cell shows is none of them: it is told as it stands there, and so is what a CSV file holds.
PLAIN_NUMBERS = {
    "request_not_whole": ("found",),
    "count_not_whole": ("found",),
    "out_of_limits": ("allowed",),
    "subset_above_whole": ("allowed",),
    "form_cell_changed": ("found", "allowed"),
}
NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?)"
PLAIN = re.compile(rf"(<=|>=|<|>|~)? ?{NUMBER}(?:\.\.{NUMBER})?")
BOUNDS = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> ", "~": "~ "}


# What a system says in its own words of a file -> the code of the texts that say it in the reader's language.
SYSTEM = {os.strerror(getattr(errno, code)): code for code in ("EACCES", "EPERM", "EROFS", "EISDIR", "ENOTDIR")}
SYSTEM |= {os.strerror(getattr(errno, code)): code for code in ("ENOENT", "EEXIST", "EBUSY", "ENOSPC", "ENAMETOOLONG")}
# Problems of which the system says why.
TOLD_BY_SYSTEM = ("file_not_opened", "word_unreadable")


def system_words(said):
    """Why a file cannot be read or written, in the reader's language; what is said of no known kind stays as it is.

    said : the error of the system, or its words.
    """
    words = getattr(said, "strerror", None) or str(said)
    return texts_of("problems.system").get(SYSTEM.get(words, ""), words)


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
    if problem.column and problem.file.endswith(WORD):
        key = "problems.place_in_word" if problem.line else "problems.place_of_word"
        return say(key, file=problem.file, line=problem.line, column=problem.column)
    if problem.line and problem.column and problem.file.endswith(MAP):
        return say("problems.place_in_map", file=problem.file, line=problem.line, column=problem.column)
    if not problem.column and problem.line:
        return say("problems.place_in_text", file=problem.file, line=problem.line)
    key = "problems.place" if problem.line else "problems.place_without_line"
    if not problem.line and CELL.fullmatch(problem.column):
        key = "problems.place_of_cell"
    elif not problem.line and problem.file.endswith(SHEETS):
        key = "problems.place_of_sheet"
    return say(key, file=problem.file, line=problem.line, column=problem.column)


def text(problem):
    """What is wrong, the nearest right name or the remedy, and the other rows of that cause."""
    code = SPECIAL.get(problem.facts.get("type"), problem.code)
    facts = {"found": problem.found, "allowed": problem.allowed or "-", "other": problem.nearest}
    if code in TOLD_BY_SYSTEM:
        facts["found"] = system_words(problem.found)
    if not problem.file.endswith(".csv"):
        plain = [name for start, names in PLAIN_NUMBERS.items() if code.startswith(start) for name in names]
        facts |= {name: _as_read(facts[name]) for name in plain if name in facts}
    facts |= {name: numbers.number(f) if isinstance(f, Decimal) else f for name, f in problem.facts.items()}
    sentence = say(f"problems.rule.{code}", **facts)
    if problem.nearest and code in WITH_NEAREST:
        sentence += say("problems.nearest", nearest=problem.nearest)
    elif problem.code == "unknown_code":
        sentence += say("problems.add_or_mend")
    if problem.code in ACKNOWLEDGED and problem.severity == "error" and problem.file == "observations.csv":
        sentence += say("problems.acknowledge", code=problem.code)
    return sentence + (say("problems.also", places=_others(problem)) if problem.also else "")


def _as_read(text):
    """A plain number or two as the language writes them, with the sign of a bound; other texts as they are."""
    found = PLAIN.fullmatch(text)
    if not found:
        return text
    return BOUNDS.get(found[1], "") + "–".join(numbers.number(end) for end in found.group(2, 3) if end)


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
