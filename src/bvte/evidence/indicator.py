"""The card of an indicator, with the fields of Circular 13/2021/TT-BLĐTBXH and those that judging needs."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from bvte.evidence.cells import Code
from bvte.evidence.folder_rows import Remark
from bvte.evidence.language import LANGUAGES, active_language
from bvte.evidence.record import Record
from bvte.evidence.value import Unit

Limit = float | None
Direction = StrEnum("Direction", "down up ambiguous")
Group = StrEnum("Group", "general health_nutrition protection education culture_play participation")
IndicatorKind = StrEnum("IndicatorKind", "rate count change amount")
ChangeKind = StrEnum("ChangeKind", "population register events share rate")
Sensitivity = StrEnum("Sensitivity", "public aggregate_only small_counts")
PaceRule = StrEnum("PaceRule", "linear growth_ratio escap un_chart")
JudgedBy = StrEnum("JudgedBy", "level change presence not_judged")
# Who wrote a card: the nation; the nation, with a remark of the province; the nation, read otherwise by the province;
# the province itself.
Origin = StrEnum("Origin", "national remarked own_reading province")
# What a province may word in its own way on a card of the nation, with the reason in `differs`; all else of it would
# be another indicator, with a card and an id of its own.
READING = ("name_now", "definition", "numerator", "denominator", "better_note", "measurement_gap", "why")


def _in_order(limits: tuple[Limit, Limit]) -> tuple[Limit, Limit]:
    """The limits themselves where the first is not above the second."""
    low, high = limits
    if low is not None and high is not None and low > high:
        raise PydanticCustomError("limits", "reversed", {"expected": "[low, high]", "near": f"[{high:g}, {low:g}]"})
    return limits


class Words(Record):
    """One text in both languages."""

    vi: str
    en: str

    @model_validator(mode="before")
    @classmethod
    def _in_its_languages(cls, words: Any, info: ValidationInfo) -> Any:
        """Of a folder in one language the text of the other is the same; it may stand as a text alone."""
        spoken = (info.context or {}).get("languages", LANGUAGES)
        if len(spoken) == len(LANGUAGES):
            return words
        said = words.get(spoken[0]) if isinstance(words, dict) else words
        return dict.fromkeys(LANGUAGES, said) | (words if isinstance(words, dict) else {}) if said else words

    def __getitem__(self, language: str) -> str:
        return getattr(self, language)

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The text in the active language."""
        return self[active_language()]


class OutsideSet(Record):
    """That the statistical set of a law has not an indicator, but what in its place; since : the day of that law."""

    since: date
    told: Words


class Indicator(Record):
    """What is measured, in which unit, which way is better, and how it may be judged.

    name_now : its name in units that there still are, where those of its name have ended; differs : why a province
    reads a card of the nation otherwise. `origin` and `remarks` follow from where a card stands, and are never
    written on it.
    """

    origin: Origin = Field(Origin.province, exclude=True)
    remarks: tuple[Remark, ...] = Field((), exclude=True)
    differs: Words | None = None

    id: Code
    name: Words
    name_now: Words | None = None
    short: Words
    definition: Words
    numerator: Words | None = None
    denominator: Words | None = None
    unit: Unit
    better: Direction
    better_note: Words | None = None
    limits: Annotated[tuple[Limit, Limit], AfterValidator(_in_order)]
    group: Group
    kind: IndicatorKind
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
    usual_change: ChangeKind | None = None
    survey_only: bool = False
    measurement_gap: Words | None = None
    outside_set: OutsideSet | None = None
    why: Words
    sensitivity: Sensitivity
    pace_rule: PaceRule | None = None
    judged_by: JudgedBy

    @property
    def needs_start(self) -> bool:
        """Whether its targets start from a level: of what is to be there, and of a change, they do not."""
        return self.judged_by != "presence" and self.kind != "change"

    def seen_from(self, day: date) -> "Indicator":
        """The card without the remarks that hold from a later day on."""
        kept = tuple(row for row in self.remarks if row.start is None or row.start <= day.isoformat())
        if len(kept) == len(self.remarks):
            return self
        bare = not kept and self.origin == Origin.remarked
        return self.model_copy(update={"remarks": kept, "origin": Origin.national if bare else self.origin})

    @property
    def gap(self) -> Words | None:
        """What keeps it from being measured: as the province remarks, else as the card says; None where nothing."""
        remark = next((row for row in self.remarks if row.field == "gap"), None)
        return Words(vi=remark.text_vi, en=remark.text_en) if remark else self.measurement_gap
