"""Every code that the house can make has a text in every language, and every text of its group is a code."""

from enum import EnumType
from typing import get_args

import pytest

from bvte.desk import views
from bvte.desk.panel import CONTROLS
from bvte.evidence import value
from bvte.evidence.indicator import Indicator
from bvte.evidence.language import LANGUAGES
from bvte.evidence.reporting import DecisionKind
from bvte.evidence.rows import DOUBTS, Break, Programme, Source, Target
from bvte.intake.recording_sheet import CHOICES, COLUMNS
from bvte.judgement.annual import Availability, QualityPoint, Support
from bvte.judgement.audit import CHECKS
from bvte.judgement.audit_subject import AuditPoint, Remedy
from bvte.judgement.choices import TaskKind
from bvte.judgement.conflict_kinds import ConflictKind, StepMeasure
from bvte.judgement.coverage import RequestCode
from bvte.judgement.editions import ChangeCode
from bvte.judgement.estimates import SHOWN_STRENGTHS, Strength
from bvte.judgement.finding import Direction, ReasonCode, Status
from bvte.judgement.next_classes import NextClass
from bvte.judgement.next_levels import Left
from bvte.judgement.orientation import OrientationKind
from bvte.judgement.paths import Ground, PathKind
from bvte.judgement.progress import METHODS, PaceMethod
from bvte.judgement.target_terms import Standing
from bvte.judgement.vantage import Stage
from bvte.judgement.verdicts import Verdict
from bvte.judgement.workshop import Doubt
from bvte.presentation.door import KNOWN
from bvte.presentation.next_phase_words import VERBS, WRITTEN
from bvte.presentation.numbers import COMPARATORS
from bvte.presentation.phrases import Measure
from bvte.presentation.texts import catalogue
from bvte.presentation.workshop_columns import OWN_COLUMNS
from bvte.publishing.failure import KINDS
from bvte.publishing.forms.catalogue import MADE_BY
from bvte.publishing.forms.slide_bars import BarLook
from bvte.publishing.forms.tidy import CODES
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.status import STATES

from .courses import LABELS, UNDEFINED


def literals(model, field):
    kind = model.model_fields[field].annotation
    return set(kind) if isinstance(kind, EnumType) else set(get_args(kind))


def both(codes, *ends):
    """Codes with each of some ends."""
    return {f"{code}_{end}" for code in codes for end in ends}


GAPS = {OrientationKind.GAP, OrientationKind.GAP_AT_LEAST}
MOVED = {Direction.ROSE, Direction.FELL}
ASKS = set(RequestCode) - {RequestCode.EXPLAIN}
REASONS = {
    # Of a margin the sentence is made of whether it is kept and the side of the limit.
    *(set(ReasonCode) - {ReasonCode.NEAR_LIMIT}),
    "value_before_due",
    *both(("near_met", "near_missed"), "above", "below"),
    *RequestCode,
    *(f"decide_{code}" for code in (*ASKS, "nothing")),
    *(f"conflict_{kind}" for kind in ConflictKind),
    *(f"step_{code}" for code in (*StepMeasure, "from_none")),
    *both(("step_plain", "step_yearly"), *MOVED),
    *(f"changed_{way}" for way in Direction),
    *(f"changed_{way}_at_least" for way in MOVED),
    *(f"changed_{way}_exactly" for way in (*MOVED, Direction.WITHIN_ROUNDING)),
}
# Groups of texts whose last part is made from a code: the codes that there are.
GROUPS = {
    "status.name": Status,
    "page.count": Status,
    "status.verdict": Verdict,
    "status.strength": Strength,
    "status.standing": set(Standing) - {Standing.SET},
    "charts.target": Standing,
    "charts.target_kind": Standing,
    "status.programme": literals(Programme, "status"),
    "page.level": literals(Programme, "level"),
    "status.group": literals(Indicator, "group"),
    "status.source": literals(Source, "kind"),
    "page.doubt": DOUBTS,
    "page.orientation_of": {*(set(OrientationKind) - GAPS), *both(GAPS, "above", "below")},
    "units.name": value.Unit,
    "units.after": value.Unit,
    "numbers.comparator": COMPARATORS.values(),
    "numbers.condition": {*literals(Target, "condition"), "decrease_by_percent_against", "everything"},
    "problems.code": KNOWN,
    "decisions.made": DecisionKind,
    "audit.check": AuditPoint,
    "audit.flag": {
        *AuditPoint,
        "register_drop",
        "no_base_year",
        "no_baseline_yet",
        "part_published",
        "unlike_national_above",
        "already_met_first_year",
        "weaker_than_national_then",
    },
    "audit.remedy": Remedy,
    "audit.headline": Stage,
    "audit.of_targets": {"some", "every", "only"},
    "progress.method": PaceMethod,
    "progress.undefined": UNDEFINED,
    "progress.label": LABELS,
    "annual.quality": QualityPoint,
    # A changed meaning is told in the words of its break.
    "annual.changed": set(ChangeCode) - {ChangeCode.CHANGED_MEANING},
    "annual.effect": literals(Break, "effect"),
    "annual.mark": {"gap", *SHOWN_STRENGTHS, *Status, "drafted"},
    "annual.support": Support,
    "annual.indicators": Availability,
    "desk.control": {*CONTROLS, "what_if"},
    "desk.columns": {*views.OWN_COLUMNS, "left_out"},
    "workshop.path": PathKind,
    "workshop.decide": NextClass,
    "workshop.task": TaskKind,
    "next_phase.class": NextClass,
    "next_phase.added": NextClass,
    "next_phase.counted": NextClass,
    "next_phase.left": Left,
    "next_phase.ground": Ground,
    "next_phase.clause": WRITTEN,
    "next_phase.choice": {"kept", PathKind.DRAFT, PathKind.NATIONAL},
    "next_phase.shortly": {"whole", "units"},
    "next_phase.asks": {*VERBS.values(), "change"},
    "workshop.ask": {*AuditPoint, *Doubt},
    "workshop.columns": {"path", "at_due", "basis", *OWN_COLUMNS},
    "workshop.left": Left,
    "slides.look": BarLook,
    "slides.series": {"begin", *BarLook},
    "runs.failure.happened": KINDS,
    "runs.failure.advice": KINDS,
    "runs.state": STATES,
    "listing.kind": NOTEBOOKS,
    "parameters.meaning": {p.name for kind in NOTEBOOKS.values() for p in kind.parameters},
    "forms.name": {extension.replace(".", "_") for extension in MADE_BY},
    "forms.field": set(CODES),
    "forms.measure": set(Measure),
    "recording.column": COLUMNS,
    "recording.decision": CHOICES["decision"],
    "recording.condition": CHOICES["condition"],
}


def told(group, language):
    return {key.rpartition(".")[2] for key in catalogue(language) if key.rpartition(".")[0] == group}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_texts_has_one_for_each_of_its_codes_and_no_other(group, language):
    assert told(group, language) == set(GROUPS[group])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_sentence(language):
    assert told("reasons", language) >= REASONS


def test_the_points_of_the_audit_are_its_checks_in_their_order():
    assert [check.__name__ for check in CHECKS] == list(AuditPoint)


def test_every_method_of_progress_can_be_asked():
    assert list(METHODS) == list(PaceMethod)
