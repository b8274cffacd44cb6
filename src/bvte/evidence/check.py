"""Check a data folder against all rules."""

from datetime import date

from bvte.evidence.collection import Evidence
from bvte.evidence.load import load
from bvte.evidence.national import national_problems
from bvte.evidence.problem import Problem, once_a_cause
from bvte.evidence.rules import DATED_RULES, RULES


def check(evidence: Evidence, today: date | None = None) -> list[Problem]:
    """Every `Problem` of an `Evidence`, one a cause: rows that could not be read, then the rules.

    today : the day after which nothing can have been published, a `datetime.date`; by default that of the
    clock. Nothing but this check asks for it: the same rows give the same reports on every day.

    >>> import bvte
    >>> [problem for problem in bvte.check(bvte.load("dien-bien")) if problem.severity == "error"]
    []
    """
    found = [*evidence.rejected, *(problem for rule in RULES for problem in rule(evidence))]
    found += [problem for rule in DATED_RULES for problem in rule(evidence, today or date.today())]
    return once_a_cause(found)


def check_folder(folder, today=None):
    """Every `Problem` of the data folder of that name or path and of data/national/.

    today : as in `check`. Raises FileNotFoundError.
    """
    evidence = load(folder, strict=False)
    return [*check(evidence, today), *national_problems(evidence)]


def errors(problems):
    """The problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]
