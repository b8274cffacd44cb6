"""What a judgement returns: a status, what it rests on, and every reason as a code with its facts."""

from dataclasses import dataclass, field

import pandas as pd

from bvte.judgement.readings import STRENGTHS, Reading

STATUSES = (
    "met", "barely_met", "nearly_met", "not_met", "on_course", "off_course",
    "cannot_be_decided", "contested", "not_assessable", "target_not_found", "no_data",
)  # fmt: skip
# Met or missed with certainty; "barely" and "nearly" say on which side of the limit, and that it is close.
MET, MISSED = ("met", "barely_met"), ("not_met", "nearly_met")
DECIDED = (*MET, *MISSED)
# A target of a draft is judged like any other and told apart from one that was set.
DRAFT = "draft_"
LABELS = (*STATUSES, *(DRAFT + status for status in STATUSES))


@dataclass(frozen=True)
class Reason:
    """Why: a code that `presentation` puts into words, and the facts that the sentence names."""

    code: str
    facts: dict = field(default_factory=dict)

    @property
    def sources(self):
        """Ids of the sources of the figures that it names, each once."""
        named = (code for fact in self.facts.values() for code in getattr(fact, "sources", ()))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True)
class Comparison:
    """Whether two readings may be compared: "comparable", "caveat" or "not_comparable", and why."""

    verdict: str
    reasons: tuple = ()


@dataclass(frozen=True)
class Finding:
    """The judgement of one target in one area.

    `deciding` are the readings that the status rests on, `latest` the newest of the phase; `change` is latest
    minus baseline as an interval, None where there is nothing to compare or it may not be compared;
    `progress` is what the pace methods say, `draft` whether the target is of a draft.
    """

    target: object
    area: str
    status: str
    reasons: tuple
    deciding: tuple = ()
    latest: Reading | None = None
    baseline: Reading | None = None
    change: pd.Interval | None = None
    comparison: Comparison | None = None
    progress: object = None
    draft: bool = False

    @property
    def label(self):
        """The status as a reader is told it: that of a drafted target is one of its own."""
        return f"{DRAFT}{self.status}" if self.draft else self.status

    @property
    def strength(self):
        """Strength of the firmest reading that the status rests on, or None."""
        return min((r.strength for r in self.deciding), key=STRENGTHS.index, default=None)

    @property
    def direction(self):
        """ "rose" or "fell" where the change is surely not zero; where it may be, "undetermined" if a side is
        only a bound or a range, else "within_rounding"; None without a change."""
        if self.change is None:
            return None
        if self.change.left <= 0 <= self.change.right:
            return "undetermined" if self.open_sides else "within_rounding"
        return "rose" if self.change.left > 0 else "fell"

    @property
    def open_sides(self):
        """The sides of the change, "baseline" and "latest", that are only a bound or a range."""
        sides = {"baseline": self.baseline, "latest": self.latest}
        return tuple(name for name, r in sides.items() if r.is_bound or r.comparator == "-")

    @property
    def change_size(self):
        """Least and greatest size of the change, and how much of it rounding could be."""
        low, high = sorted((abs(self.change.left), abs(self.change.right)))
        return {"low": low, "high": high, "rounding": (high - low) / 2}

    @property
    def rows(self):
        """Ids of the observations used, each once."""
        return tuple(dict.fromkeys(row for reading in self.deciding for row in reading.rows))

    @property
    def named(self):
        """Figures with `sources` that the finding rests on or that its reasons name, each once."""
        facts = [fact for reason in self.reasons for fact in reason.facts.values()]
        told = [fact for fact in facts if hasattr(fact, "sources")]
        return tuple(dict.fromkeys([*self.deciding, *told]))
