"""What the reports of each kind are about, by the rows of a folder: parameter values of every one that there is."""

from collections.abc import Iterable
from datetime import date

from bvte.evidence.collection import Evidence
from bvte.evidence.merged import own_programmes, predecessors
from bvte.evidence.next_phase import PREFIX, closing_programmes, draft_after
from bvte.evidence.papers import asked_papers
from bvte.evidence.rows import Programme
from bvte.judgement.area_comparison import comparison_subjects
from bvte.judgement.linked_counts import is_for_units
from bvte.presentation.texts import say
from bvte.publishing.parameters import UNIT_YEAR, Notebook

# Name of a parameter -> its value.
Subject = dict[str, str | int]
# Of fewer figures a page of an area says nothing beside the review of the evidence; it is there for who asks for it.
FEWEST_FIGURES = 3


def subjects_of(evidence: Evidence, kind: Notebook, year: int = 0) -> list[tuple[Subject, bool]]:
    """What each report of a kind is about, and whether it is only made on request.

    year : of areas below the province, those that lived in it; 0 for the newest of each.
    """
    if kind.of_units:
        return _unit_subjects(evidence, year)
    return [(subject, False) for subject in _kind_subjects(evidence, kind)]


def absence_reason(evidence: Evidence, kind: str) -> str:
    """Why a folder has no report of a kind, in the active language, and what only an internal one would show."""
    reported = sum(not is_for_units(evidence, row) for row in evidence.observations.values())
    of_units = reported and kind in ("area_comparison", "area_profile")
    inside = say("parameters.only_internal", count=reported) if of_units else ""
    return say("parameters.absent", notebook=kind, reason=say(f"parameters.absent_kind.{kind}")) + inside


def _kind_subjects(evidence: Evidence, kind: Notebook) -> list[Subject]:
    """What the reports of one kind are about: each programme of the folder, each draft with the programme
    that it follows, each that closes, its years, or its province."""
    province = evidence.province.code
    if kind.subject == "year":
        return _yearly_subjects(evidence)
    if kind.subject == "indicator":
        return _compared_subjects(evidence)
    if kind.subject == "closing":
        return [{"closing": row.id, "area": row.area} for row in _closing_rows(evidence)]
    if kind.subject not in ("programme", "drafted"):
        areas = (province, *predecessors(evidence, province))
        return [{"area": code} for code in areas if evidence.programmes_of(code) or not kind.needs_programmes]
    rows = [evidence.programmes[name] for name in own_programmes(evidence)]
    rows = [row for row in rows if not kind.needs_targets or evidence.targets_of(row.id)]
    if kind.subject == "drafted":
        return [*_draft_subjects(rows), *undrafted_subjects(evidence)]
    return [{"programme": row.id, "area": row.area} for row in rows]


def _draft_subjects(programmes: Iterable[Programme]) -> list[Subject]:
    """Each drafted programme with the one that closes before it."""
    drafts = (row for row in programmes if row.status == "draft" and row.follows)
    return [{"drafted": row.id, "closing": row.follows, "area": row.area} for row in drafts]


def _closing_rows(evidence: Evidence) -> list[Programme]:
    """The folder's own programmes whose next phase is to be written."""
    own = set(own_programmes(evidence))
    return [row for row in closing_programmes(evidence) if row.id in own]


def undrafted_subjects(evidence: Evidence) -> list[Subject]:
    """The phase after each programme that closes and has no draft after it."""
    closing = (row for row in _closing_rows(evidence) if not draft_after(evidence, row.id))
    return [{"drafted": f"{PREFIX}{row.id}", "closing": row.id, "area": row.area} for row in closing]


def _compared_subjects(evidence: Evidence) -> list[Subject]:
    """Indicator, year and level of each comparison of areas that the rows allow."""
    own = evidence.province.code
    found = comparison_subjects(evidence, own)
    return [{"indicator": code, "year": year, "level": level, "area": own} for code, year, level in found]


def _yearly_subjects(evidence: Evidence) -> list[Subject]:
    """The yearly papers that the folder asks for, each sent by the agency of the last day of its year."""
    return [
        {
            "year": asked.year,
            "area": asked.area.code,
            "paper": asked.paper.id,
            "agency": evidence.agency_on(date(asked.year, 12, 31), asked.area.code, asked.paper.id).id,
        }
        for asked in asked_papers(evidence)
    ]


def _unit_subjects(evidence: Evidence, year: int) -> list[tuple[Subject, bool]]:
    """Parameter values of the report of each area with a figure of its own, and whether it is only made on request.

    year : that is asked for, of which the areas are that lived in it; 0 for the newest of each.
    """
    # What only these reports need.
    from bvte.judgement.unit_figures import profile_year, unit_figures

    figures = unit_figures(evidence, year or None)
    pairs = [(code, year or profile_year(evidence, code)) for code in figures]
    alive = [(code, of) for code, of in pairs if any(a.lived_in(of) for a in evidence.states_of(code))]
    return [({"area": code, UNIT_YEAR.name: of}, figures[code] < FEWEST_FIGURES) for code, of in alive]
