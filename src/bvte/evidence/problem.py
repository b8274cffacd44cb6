"""What is wrong, or noteworthy, in a data folder, one clear finding a cause; and the name that was meant."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

# Codes are text, or numbers as years are.
# Rules that a publication itself may break: named in a row's `acknowledged`, they make a finding of an error.
ACKNOWLEDGED = (
    "count_not_whole",
    "digits_beyond_print",
    "unit_not_of_card",
    "out_of_limits",
    "share_above_100",
    "numerator_above_denominator",
    "percent_not_from_counts",
    "parts_do_not_add",
    "subset_above_whole",
    "children_above_people",
    "source_before_figure",
    "value_conflict",
)
# Rules that one mistake breaks in many rows.
ONCE_A_CAUSE = (
    "unknown_code",
    "not_a_value",
    "unit_not_of_card",
    "acknowledged_unknown",
    "source_before_figure",
    "definition_not_known",
    "statistic_not_of_card",
)
# So many errors of one rule in one column have one cause, such as two columns that were swapped.
MANY = 6
# Parts of two names are alike where at most one letter of so many, and always one, has to be changed.
LETTERS_A_SLIP = 5


Severity = StrEnum("Severity", "error finding")


@dataclass(frozen=True)
class Problem:
    """One offence against one rule; `presentation.problems` turns it into a sentence.

    severity: "error" stops a build; "finding" is published as it is and told to the reader. also : the other
    problems that have the same cause.
    """

    code: str
    file: str
    line: int | None
    column: str
    found: str
    allowed: str = ""
    nearest: str | None = None
    severity: Severity = Severity.error
    facts: dict[str, Any] = field(default_factory=dict, compare=False)
    also: "tuple[Problem, ...]" = field(default=(), compare=False)


class EvidenceError(ValueError):
    """A data folder that cannot be used as it is; `problems` says why, row by row."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self._message())

    def _message(self) -> str:
        return "\n".join(map(_problem_line, self.problems))


def _problem_line(problem: Problem) -> str:
    """One problem in one line of code words, with what would be right."""
    p = problem
    right = f"; allowed: {p.allowed}" if p.allowed else ""
    near = f"; nearest: {p.nearest}" if p.nearest else ""
    return f"{p.file}:{p.line or '-'} {p.column}: {p.code} ({p.found}{right}{near})"


def once_a_cause(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in their order, those of one cause as one: the first, which knows the others as `also`."""
    return _join_causes(_join_causes(problems, _common_cause), _column_in_error, least=MANY)


def _join_causes(problems: Iterable[Problem], cause: Callable[[Problem], Hashable], least: int = 1) -> list[Problem]:
    """The problems, those that have a cause in common as one where there are so many."""
    groups: dict[Hashable, list[Problem]] = {}
    for number, problem in enumerate(problems):
        groups.setdefault(cause(problem) or number, []).append(problem)
    joined = ([_merge_problems(group)] if len(group) >= least else group for group in groups.values())
    return [problem for group in joined for problem in group]


def _merge_problems(problems: list[Problem]) -> Problem:
    """The first of some problems, which knows all others."""
    first, *others = problems
    return replace(first, also=(*first.also, *(p for other in others for p in (other, *other.also))))


def _column_in_error(problem: Problem) -> Hashable:
    """The rule and column of an error, None of what is no error or stands in no column."""
    if problem.severity != "error" or not problem.column:
        return None
    return problem.code, problem.file, problem.column if problem.line else None, problem.facts.get("type")


def _common_cause(problem: Problem) -> Hashable:
    """What the problems of one cause have in common, None where each row is a cause of its own."""
    if problem.code not in ONCE_A_CAUSE:
        return None
    if problem.code == "unknown_code":
        return problem.code, problem.found, problem.allowed
    kind, card = problem.facts.get("type"), problem.facts.get("indicator")
    place = problem.file, problem.column if problem.line else None
    return problem.code, *place, problem.found, problem.allowed, problem.severity, kind, card


def nearest_name(word: object, known: Iterable[object]) -> str | None:
    """The known name most like `word`, or None where nothing is like it.

    Like it is a name that differs by slips of the pen, and one that goes on where `word` ends. A number
    with another digit names another thing: it is like one that differs by zeros in front only.

    >>> nearest_name("special_circumstance_rate", ["special_circumstances_rate", "poverty_rate"])
    'special_circumstances_rate'
    """
    word, known = str(word), sorted({str(name) for name in known} - {str(word)})
    ranked = sorted((count_slips(word.casefold(), name.casefold()), name) for name in known if _is_alike(word, name))
    longer = [name for name in known if len(word) > LETTERS_A_SLIP and name.startswith(word)]
    return next((name for _, name in ranked), next(iter(longer), None))


def _is_alike(word: str, name: str) -> bool:
    """Whether each part of one name is a slip from that of the other: upper_rate is not like lower_rate."""
    if word.isdigit():
        return name.isdigit() and name.lstrip("0") == word.lstrip("0")
    ours, theirs = re.split("[:_]", word.casefold()), re.split("[:_]", name.casefold())
    if len(ours) != len(theirs):
        ours, theirs = [word.casefold()], [name.casefold()]
    return all(a == b or _is_slip(a, b) for a, b in zip(ours, theirs, strict=True))


def _is_slip(part: str, other: str) -> bool:
    """Whether so few slips lie between two parts of names that the one may be meant by the other."""
    most = _slips_allowed(part)
    # Letters that the other has not are slips each: cheap to count, and enough for nearly all pairs.
    strange = (Counter(part) - Counter(other)).total(), (Counter(other) - Counter(part)).total()
    return max(strange) <= most and count_slips(part, other) <= most


def _slips_allowed(part: str) -> int:
    """Slips after which a part of a name is still known by its other letters: none in one or two."""
    return max(1, len(part) // LETTERS_A_SLIP) if len(part) > 2 else 0


def count_slips(word: str, other: str) -> int:
    """Letters to change, leave out, put in or swap with the next to turn a word into another.

    The optimal string alignment distance of Damerau and Levenshtein.

    >>> count_slips("Dien", "Dein")
    1
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, start=1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and (letter, word[i - 2]) == (other[j - 2], wanted):
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def command_line(*words: str) -> str:
    """A command of the project as somebody types it; a word with blanks, such as the name of a file, in quotes.

    >>> command_line("intake", "request", "bieu xa.xlsx")
    'python3 run.py intake request "bieu xa.xlsx"'
    """
    return " ".join(("python3", "run.py", *map(typed_word, words)))


def typed_word(word: str) -> str:
    """A word of a command as it is typed."""
    return f'"{word}"' if " " in word else word
