"""The columns of the tables of a workshop's pack."""

from bvte.presentation.document import Column
from bvte.presentation.texts import say

# Columns that no table of another report has.
OWN_COLUMNS = ("activity", "how", "materials", "place", "between", "to_count", "asked", "who", "tasks", "targets")
OWN_COLUMNS += ("other_places", "card", "ground", "level", "old_level", "national", "people", "proposal", "wording")
OWN_COLUMNS += ("topic", "questions", "goal")


def pack_columns(*keys: str) -> tuple[Column, ...]:
    """Columns with their names: those of the workshop's own, else those of all tables."""
    pairs = (key.partition(":") for key in keys)
    names = (
        (key, f"workshop.columns.{key}" if key in OWN_COLUMNS else f"columns.{key}", kind) for key, _, kind in pairs
    )
    return tuple(Column(say(name), kind or "text", key) for key, name, kind in names)
