"""The card of an indicator, with the fields of Circular 13/2021/TT-BLĐTBXH and those that judging needs."""

from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from bvte.evidence.cells import Code, Unit
from bvte.evidence.language import active_language
from bvte.evidence.record import Record

Limit = float | None


def _in_order(limits):
    """The limits themselves where the first is not above the second."""
    low, high = limits
    if None not in limits and low > high:
        raise PydanticCustomError(
            "limits", "reversed", {"expected": "[low, high]", "near": f"[{high:g}, {low:g}]"}
        )
    return limits


class Words(Record):
    """One text in both languages."""

    vi: str
    en: str

    def __getitem__(self, language):
        return getattr(self, language)

    @property
    def text(self) -> str:
        """The text in the active language."""
        return self[active_language()]


class Indicator(Record):
    """What is measured, in which unit, which way is better, and how it may be judged."""

    id: Code
    name: Words
    short: Words
    definition: Words
    numerator: Words | None = None
    denominator: Words | None = None
    unit: Unit
    better: Literal["down", "up", "ambiguous"]
    better_note: Words | None = None
    limits: Annotated[tuple[Limit, Limit], AfterValidator(_in_order)]
    group: Literal["general", "health_nutrition", "protection", "education", "culture_play", "participation"]
    kind: Literal["rate", "count", "change", "amount"]
    numerator_indicator: Code | None = None
    denominator_indicator: Code | None = None
    parts: tuple[Code, ...] = ()
    all_of: tuple[Code, ...] = ()
    at_least_sum_of: tuple[Code, ...] = ()
    subset_of: Code | None = None
    change_of: Code | None = None
    nested_in: Code | None = None
    reported_count: Code | None = None
    reported_whole: Code | None = None
    whole_indicator: Code | None = None
    counted_in: Literal["district", "commune"] | None = None
    usual_change: Literal["population", "register", "events", "share", "rate"] | None = None
    measurement_gap: Words | None = None
    why: Words
    sensitivity: Literal["public", "aggregate_only", "small_counts"]
    pace_rule: Literal["linear", "growth_ratio", "escap", "un_chart"] | None = None
    judged_by: Literal["level", "change", "presence", "not_judged"]
