"""Keeping small counts of children unidentifiable: what to hide, what a reader can still work out, and rounding.

`protect` chooses the cells of linked tables to hide, `audit` tells what a reader of the result can work out; both
take and give frames. `lists` holds the short rules for one list or one table, `rounding` and `noise` what
changes counts in place of hiding.
"""

from bvte.methods.disclosure.audit import Audit, audit
from bvte.methods.disclosure.cells import Breakdowns, Rule, System, link
from bvte.methods.disclosure.lists import (
    boundary_differences,
    feasible_bounds,
    small_cells,
    suppress_list,
    suppress_table,
)
from bvte.methods.disclosure.noise import move_by_key, round_controlled, round_randomly
from bvte.methods.disclosure.rounding import possible_counts, round_to_base, ten_five_rule
from bvte.methods.disclosure.suppression import Protection, protect

__all__ = [
    "Audit",
    "Breakdowns",
    "Protection",
    "Rule",
    "System",
    "audit",
    "boundary_differences",
    "feasible_bounds",
    "link",
    "move_by_key",
    "possible_counts",
    "protect",
    "round_controlled",
    "round_randomly",
    "round_to_base",
    "small_cells",
    "suppress_list",
    "suppress_table",
    "ten_five_rule",
]
