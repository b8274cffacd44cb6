"""The rules that a data folder must keep: each returns the rows that break it."""

from bvte.evidence.rules.conflicts import value_conflict
from bvte.evidence.rules.references import unknown_code
from bvte.evidence.rules.structure import (
    duplicate_row,
    not_nfc,
    outside_area_validity,
    phase_reversed,
    report_without_agency,
    source_without_address,
    target_incomplete,
)
from bvte.evidence.rules.sums import parts_do_not_add, subset_above_whole, younger_above_older
from bvte.evidence.rules.values import (
    numerator_above_denominator,
    out_of_limits,
    percent_not_from_counts,
    share_above_100,
)

RULES = (
    unknown_code,
    source_without_address,
    phase_reversed,
    target_incomplete,
    outside_area_validity,
    report_without_agency,
    not_nfc,
    duplicate_row,
    out_of_limits,
    share_above_100,
    numerator_above_denominator,
    percent_not_from_counts,
    parts_do_not_add,
    subset_above_whole,
    younger_above_older,
    value_conflict,
)
