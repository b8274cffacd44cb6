"""What a judgement returns: a status, what it rests on, and every reason as a code with its facts."""

from dataclasses import dataclass, field
from html import escape

import pandas as pd

from bvte.evidence.record import one_line
from bvte.judgement.reading import STRENGTHS, Reading

STATUSES = (
    "met", "barely_met", "nearly_met", "not_met", "on_course", "off_course",
    "cannot_be_decided", "contested", "not_assessable", "target_not_found", "no_data",
)  # fmt: skip
# Met or missed with certainty; "barely" and "nearly" say on which side of the limit, and that it is close.
MET, MISSED = ("met", "barely_met"), ("not_met", "nearly_met")
DECIDED = (*MET, *MISSED)
# Readings of a finding that its small table names.
SHOWN = 5
# A target of a draft is judged like any other and told apart from one that was set.
DRAFT = "draft_"
LABELS = (*STATUSES, *(DRAFT + status for status in STATUSES))


def standing(evidence, target):
    """Whether a document sets a target: "set", "draft" where only a draft does, "unfound" where it is known
    from nothing but the sentence that reports its result."""
    if target.stated == "no":
        return "unfound"
    return "draft" if evidence.programmes[target.programme].status == "draft" else "set"


def is_stated(evidence, programme):
    """Whether a document that was found, if only a draft, states numeric targets of a programme."""
    return any(standing(evidence, target) != "unfound" for target in evidence.targets_of(programme.id))


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

    def __repr__(self) -> str:
        reasons = ", ".join(reason.code for reason in self.reasons)
        return one_line(f"{self.target.id} {self.target.indicator} {self.area}", self.label, reasons)

    def _repr_html_(self) -> str:
        told = {
            "target": f"{self.target.id} {self.target.indicator} {self.area}", "status": self.label,
            "reasons": ", ".join(reason.code for reason in self.reasons),
            "deciding": "; ".join(map(repr, self.deciding[:SHOWN])), "baseline": repr(self.baseline or ""),
        }  # fmt: skip
        rows = (f"<tr><th>{name}</th><td>{escape(one_line(text))}</td></tr>" for name, text in told.items())
        return f"<table>{''.join(rows)}</table>"

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
