"""The rules that a data folder must keep: each returns the rows that break it."""

from bvte.evidence.rules.calendar import in_the_future, source_before_figure
from bvte.evidence.rules.circles import in_a_circle
from bvte.evidence.rules.conflicts import value_conflict
from bvte.evidence.rules.figures import (
    about_without_step,
    count_not_whole,
    digits_beyond_print,
    point_or_thousands,
    statistic_not_of_card,
    unit_not_of_card,
)
from bvte.evidence.rules.files import file_not_read
from bvte.evidence.rules.references import definition_not_known, unknown_code
from bvte.evidence.rules.structure import (
    duplicate_row,
    follows_later,
    not_national,
    outside_area_validity,
    phase_reversed,
    phase_too_long,
    province_missing,
    report_without_agency,
    source_without_address,
    validity_overlaps,
    validity_reversed,
    weights_not_one,
)
from bvte.evidence.rules.sums import (
    children_above_people,
    parts_do_not_add,
    share_not_from_counts,
    subset_above_whole,
    younger_above_older,
)
from bvte.evidence.rules.targets import target_incomplete, targets_exclude
from bvte.evidence.rules.values import (
    acknowledged_unknown,
    numerator_above_denominator,
    numerator_alone,
    out_of_limits,
    percent_not_from_counts,
    share_above_100,
)
from bvte.evidence.rules.wording import hidden_character, label_too_long, not_nfc, not_utf8

RULES = (
    file_not_read,
    unknown_code,
    definition_not_known,
    acknowledged_unknown,
    in_a_circle,
    source_without_address,
    source_before_figure,
    province_missing,
    phase_reversed,
    phase_too_long,
    follows_later,
    not_national,
    target_incomplete,
    targets_exclude,
    outside_area_validity,
    validity_reversed,
    validity_overlaps,
    weights_not_one,
    report_without_agency,
    not_utf8,
    not_nfc,
    hidden_character,
    label_too_long,
    duplicate_row,
    unit_not_of_card,
    statistic_not_of_card,
    count_not_whole,
    digits_beyond_print,
    point_or_thousands,
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
