"""Check a data folder against all rules."""

from bvte.evidence.load import load
from bvte.evidence.rules import RULES


def check(evidence):
    """Every `Problem` of an `Evidence`: rows that could not be read, then the rules in their order."""
    return [*evidence.rejected, *(problem for rule in RULES for problem in rule(evidence))]


def check_folder(folder):
    """Every `Problem` of the data folder of that name or path. Raises FileNotFoundError."""
    return check(load(folder, strict=False))


def errors(problems):
    """The problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]
