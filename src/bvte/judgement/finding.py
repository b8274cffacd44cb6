"""What a judgement returns: a status, what it rests on, and every reason as a code with its facts."""

from dataclasses import dataclass, field
from enum import StrEnum, auto
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from bvte.evidence.record import one_line
from bvte.evidence.rows import Target
from bvte.judgement.estimates import Estimate, Strength, firmest

if TYPE_CHECKING:
    from bvte.judgement.progress import Progress

# What the sentence of a reason names: estimates, targets, numbers, days, codes.
Facts = dict[str, Any]

# Why: of assumptions, comparisons, counts to take, courses, remarks, verdicts, unknowns, refusals, checks.
ReasonCode = StrEnum(
    "ReasonCode",
    "ASSUME_EVEN ASSUME_EXACTLY ASSUME_EXPLAINED ASSUME_ONE_COUNT ASSUME_SAME_MEASURE ASSUME_WITHIN "
    "BREAK_BETWEEN BREAK_INSIDE_CHANGE BREAK_SINCE_TARGET CHANGE_NOT_COMPARABLE DEFINITION_DIFFERS "
    "DEFINITION_SINCE_TARGET DERIVED_AGAINST_PUBLISHED PERIODS_OVERLAP SCOPE_DIFFERS SPAN_DIFFERS "
    "STATISTIC_DIFFERS UNIT_DIFFERS COUNT_AFTER_AGREEING COUNT_AFTER_DEFINING COUNT_AFTER_EXPLAINING "
    "COUNT_AFTER_NAMING_UNIT COUNT_BASELINE COUNT_BOTH_WAYS COUNT_CHANGE COUNT_CONFIRMED COUNT_EXACTLY "
    "COUNT_ONE_WHOLE COUNT_OTHER_UNITS COUNT_RESULT COUNT_SHARE COUNT_YEARLY COURSE_BY_METHOD COURSE_OF_CHANGE "
    "COURSE_OPEN METHODS_DISAGREE NEWER_COUNTS ONLY_EARLIER_VALUE COUNT_JUMP DERIVED_VALUE OTHERS_AGREE PART_YEAR "
    "PARTS_EXCEED REPEATS_THE_TARGET SOURCE_IN_DOUBT SUGGESTION YEAR_INFERRED DISPUTED_FIGURE FIGURE_OF_A_PART "
    "FIGURE_OF_ANOTHER_KIND FIGURE_OF_YEARS FIGURE_WITHHELD INTERVAL_DECIDES INTERVAL_STRADDLES "
    "BEFORE_FIRST_YEAR TARGET_REVISED "
    "NEAR_LIMIT NO_OBSERVATION SOURCES_DISAGREE TARGET_NOT_FOUND TARGET_NOT_FOUND_NOR_RESULT TARGET_UNSTATED "
    "NO_TARGETS_FOUND UNKNOWN_ANSWER UNKNOWN_BASELINE UNKNOWN_DUE_YEAR UNKNOWN_EXACT_VALUE UNKNOWN_RESULT "
    "UNKNOWN_TARGET REFUSED_AMBIGUOUS_DIRECTION REFUSED_BOUND REFUSED_BREAK_AHEAD REFUSED_NO_BASELINE "
    "REFUSED_NOT_A_LEVEL REFUSED_NOT_COMPARABLE REFUSED_SAME_YEAR REFUSED_UNDEFINED VERIFY_AGREED "
    "VERIFY_CONFLICT VERIFY_DERIVED VERIFY_RATE VERIFY_REPORTED VERIFY_REPRINTED VERIFY_SINGLE",
)


class Status(StrEnum):
    """What is concluded of a target; "barely" and "nearly" are close to the limit, on either side."""

    MET = auto()
    BARELY_MET = auto()
    NEARLY_MET = auto()
    NOT_MET = auto()
    ON_COURSE = auto()
    OFF_COURSE = auto()
    CANNOT_BE_DECIDED = auto()
    CONTESTED = auto()
    NOT_ASSESSABLE = auto()
    TARGET_NOT_FOUND = auto()
    NO_DATA = auto()


# Met or missed with certainty.
MET, MISSED = (Status.MET, Status.BARELY_MET), (Status.NOT_MET, Status.NEARLY_MET)
DECIDED = (*MET, *MISSED)
# A target of a draft is judged like any other and told apart from one that was set.
DRAFT = "draft_"
LABELS = (*Status, *(DRAFT + status for status in Status))


# Whether two estimates may be compared, the best first.
Comparability = StrEnum("Comparability", "COMPARABLE CAVEAT NOT_COMPARABLE")

# Which way a change went, as far as what is printed tells.
Direction = StrEnum("Direction", "ROSE FELL UNDETERMINED WITHIN_ROUNDING")


@dataclass(frozen=True)
class Reason:
    """Why: a code that `presentation` puts into words, and the facts that the sentence names."""

    code: ReasonCode
    facts: Facts = field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of the figures that it names, each once."""
        named = (code for fact in self.facts.values() for code in getattr(fact, "sources", ()))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True)
class Comparison:
    """Whether two estimates may be compared, and why not."""

    verdict: Comparability
    reasons: tuple[Reason, ...] = ()


# Estimates of a finding that its small table names.
READINGS_SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """The judgement of one target in one area.

    `deciding` are the estimates that the status rests on, `latest` the newest of the phase; `change` is
    latest minus baseline as an interval, None where there is nothing to compare or it may not be compared;
    `progress` is what the pace methods say, `draft` whether the target is of a draft.
    """

    target: Target
    area: str
    status: Status
    reasons: tuple[Reason, ...]
    deciding: tuple[Estimate, ...] = ()
    latest: Estimate | None = None
    baseline: Estimate | None = None
    change: pd.Interval | None = None
    comparison: Comparison | None = None
    progress: "Progress | None" = None
    draft: bool = False

    def __repr__(self) -> str:
        reasons = ", ".join(reason.code for reason in self.reasons)
        return one_line(f"{self.target.id} {self.target.indicator} {self.area}", self.label, reasons)

    def _repr_html_(self) -> str:
        told = {
            "target": f"{self.target.id} {self.target.indicator} {self.area}",
            "status": self.label,
            "reasons": ", ".join(reason.code for reason in self.reasons),
            "deciding": "; ".join(map(repr, self.deciding[:READINGS_SHOWN])),
            "baseline": repr(self.baseline or ""),
        }
        rows = (f"<tr><th>{name}</th><td>{escape(one_line(text))}</td></tr>" for name, text in told.items())
        return f"<table>{''.join(rows)}</table>"

    @property
    def label(self) -> str:
        """The status as a reader is told it: that of a drafted target is one of its own."""
        return f"{DRAFT}{self.status}" if self.draft else self.status

    @property
    def strength(self) -> Strength | None:
        """Strength of the firmest estimate that the status rests on, or None."""
        strongest = firmest(self.deciding)
        return strongest.strength if strongest else None

    @property
    def direction(self) -> Direction | None:
        """Rose or fell where the change is surely not zero; where it may be, undetermined if a side is only a
        bound or a range, else within rounding; None without a change."""
        if self.change is None:
            return None
        if self.change.left <= 0 <= self.change.right:
            return Direction.UNDETERMINED if self.open_sides else Direction.WITHIN_ROUNDING
        return Direction.ROSE if self.change.left > 0 else Direction.FELL

    @property
    def open_sides(self) -> tuple[str, ...]:
        """The sides of the change, "baseline" and "latest", that are only a bound or a range."""
        sides = {"baseline": self.baseline, "latest": self.latest}
        return tuple(name for name, r in sides.items() if r and (r.is_bound or r.comparator == "-"))

    @property
    def change_size(self) -> dict[str, float]:
        """Least and greatest size of the change, and how much of it rounding could be.

        Raises ValueError where there is no change.
        """
        if self.change is None:
            raise ValueError("a finding without a change has no size of it")
        low, high = sorted((abs(self.change.left), abs(self.change.right)))
        return {"low": low, "high": high, "rounding": (high - low) / 2}

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the observations used, each once."""
        return tuple(dict.fromkeys(row for estimate in self.deciding for row in estimate.rows))

    @property
    def named(self) -> tuple[Any, ...]:
        """Figures with `sources` that the finding rests on or that its reasons name, each once."""
        facts = [fact for reason in self.reasons for fact in reason.facts.values()]
        told = [fact for fact in facts if hasattr(fact, "sources")]
        return tuple(dict.fromkeys([*self.deciding, *told]))
