"""Check a data folder against all rules."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bvte.evidence.collection import Evidence
from bvte.evidence.load import load
from bvte.evidence.problem import Problem, once_a_cause
from bvte.evidence.reporting import Decision
from bvte.evidence.rules.catalogue import catalogue_of_one
from bvte.evidence.rules.decisions import decision_not_possible
from bvte.evidence.rules.figures import (
    about_without_step,
    asked_fraction,
    count_not_whole,
    digits_beyond_print,
    point_or_thousands,
    statistic_not_of_card,
    unit_not_of_card,
)
from bvte.evidence.rules.handling import letters_lost, letters_misread, other_form, row_missing
from bvte.evidence.rules.national import national_problems
from bvte.evidence.rules.papers import paper_before_law, paper_not_of_area, report_without_agency
from bvte.evidence.rules.references import definition_not_known, in_a_circle, unknown_code
from bvte.evidence.rules.structure import (
    about_twice,
    address_not_web,
    duplicate_row,
    follows_later,
    in_the_future,
    missing_most,
    not_national,
    outside_area_validity,
    phase_reversed,
    phase_too_long,
    province_missing,
    set_after_due,
    source_before_figure,
    source_without_address,
    territory_break_missing,
    validity_overlaps,
    validity_reversed,
    weights_not_one,
)
from bvte.evidence.rules.sums import (
    children_above_people,
    parts_do_not_add,
    share_not_from_counts,
    subset_above_whole,
    value_conflict,
    younger_above_older,
)
from bvte.evidence.rules.values import (
    acknowledged_unknown,
    numerator_above_denominator,
    numerator_alone,
    out_of_limits,
    percent_not_from_counts,
    share_above_100,
    target_incomplete,
    targets_exclude,
)
from bvte.evidence.rules.wording import (
    date_form,
    file_not_read,
    hidden_character,
    label_too_long,
    not_nfc,
    not_utf8,
    title_not_translated,
)

RULES = (
    missing_most,
    file_not_read,
    unknown_code,
    definition_not_known,
    catalogue_of_one,
    acknowledged_unknown,
    in_a_circle,
    source_without_address,
    address_not_web,
    source_before_figure,
    province_missing,
    about_twice,
    phase_reversed,
    phase_too_long,
    set_after_due,
    follows_later,
    not_national,
    target_incomplete,
    targets_exclude,
    decision_not_possible,
    outside_area_validity,
    validity_reversed,
    validity_overlaps,
    weights_not_one,
    territory_break_missing,
    report_without_agency,
    paper_not_of_area,
    paper_before_law,
    not_utf8,
    not_nfc,
    hidden_character,
    date_form,
    title_not_translated,
    letters_lost,
    letters_misread,
    other_form,
    row_missing,
    label_too_long,
    duplicate_row,
    unit_not_of_card,
    statistic_not_of_card,
    count_not_whole,
    digits_beyond_print,
    point_or_thousands,
    asked_fraction,
    about_without_step,
    out_of_limits,
    share_above_100,
    numerator_alone,
    numerator_above_denominator,
    percent_not_from_counts,
    parts_do_not_add,
    subset_above_whole,
    children_above_people,
    share_not_from_counts,
    younger_above_older,
    value_conflict,
)
# Rules that need to know what day it is.
DATED_RULES = (in_the_future,)
# Rules that look at what workshops decided.
OF_DECISIONS = (unknown_code, decision_not_possible, count_not_whole, digits_beyond_print, point_or_thousands)


def check(evidence: Evidence, today: date | None = None) -> list[Problem]:
    """Every `Problem` of an `Evidence`, one a cause: rows that could not be read, then the rules.

    today : the day after which nothing can have been published, a `datetime.date`; by default that of the
    clock. Nothing but this check asks for it: the same rows give the same reports on every day.

    >>> import bvte
    >>> [problem for problem in bvte.check(bvte.load("dien-bien")) if problem.severity == "error"]
    []
    """
    problems = [*evidence.rejected, *(problem for rule in RULES for problem in rule(evidence))]
    problems += [problem for rule in DATED_RULES for problem in rule(evidence, today or date.today())]
    return once_a_cause(problems)


def check_folder(folder: str | Path, today: date | None = None) -> list[Problem]:
    """Every `Problem` of the data folder of that name or path and of data/national/.

    today : as in `check`. Raises FileNotFoundError.
    """
    evidence = load(folder, strict=False)
    told = {problem.file for problem in evidence.rejected}
    return [*check(evidence, today), *(p for p in national_problems(evidence) if p.file not in told)]


def check_decisions(evidence: Evidence, day: date, rows: dict[str, Decision]) -> list[Problem]:
    """Every `Problem` of decisions (by target) of a workshop of a day before they are kept."""
    only = replace(evidence, observations={}, population={}, editions={}, rejected=(), decisions={day: rows})
    found = (problem for rule in OF_DECISIONS for problem in rule(only))
    return [problem for problem in found if problem.file == f"workshops/{day}.csv"]


def only_errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]
