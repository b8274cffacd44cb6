"""What a workshop decided on a target of a programme."""

from typing import ClassVar, Literal, get_args

from bvte.evidence.cells import Code, Day, Number, Unit, Year
from bvte.evidence.rows import Row, Target

Condition = Target.model_fields["condition"].annotation
DECISIONS = ("keep", "change", "withdraw", "measure_first")
CONDITIONS = get_args(Condition)
# The columns of a proposed target, and those of them that none does without.
PROPOSAL = ("condition", "value", "value_to", "unit", "due_year")
NEEDED = ("condition", "value", "unit", "due_year")


class Decision(Row):
    """One decision; `owner` is a body or a role, never a person; `date` is the day by which it is done.

    A target is proposed where the decision is to change it, in the words of `targets.csv`.
    """

    all_columns: ClassVar[bool] = False
    target: Code
    reading: str | None = None
    doubt: str | None = None
    decision: Literal[DECISIONS]
    owner: str | None = None
    date: Day | None = None
    condition: Condition | None = None
    value: Number | None = None
    value_to: Number | None = None
    unit: Unit | None = None
    due_year: Year | None = None

    @property
    def lacks(self):
        """Columns of the proposal that are empty although the decision needs them."""
        needed = NEEDED if self.decision == "change" else ()
        needed += ("value_to",) if self.decision == "change" and self.condition == "range" else ()
        return [name for name in needed if getattr(self, name) is None]

    @property
    def surplus(self):
        """Columns of a proposal although the decision changes nothing."""
        if self.decision == "change":
            return []
        return [name for name in PROPOSAL if getattr(self, name) is not None]

    def proposed(self, target):
        """The target as it would stand. target : the one that was decided on."""
        changed = {name: getattr(self, name) for name in PROPOSAL}
        return target.model_copy(update=changed)
