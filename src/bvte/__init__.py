"""Evaluation reports for a provincial child protection programme, from published evidence.

The researcher's front door: every number in a report is one line that can be typed here.

>>> import bvte
>>> evidence = bvte.load("dien-bien", language="vi")
>>> findings = bvte.judge(evidence, "cpp_2016_2020_db")
>>> bvte.scorecard(findings)
"""

from importlib import import_module

# Name -> module that holds it. Modules are imported when first asked for, so that `import bvte` is quick.
_DOOR = {
    "load": "evidence.load",
    "activate": "evidence.language",
    "speaking": "evidence.language",
    "check": "evidence.check",
    "seen": "judgement.vantage",
    "seen_in_workshop": "judgement.vantage",
    "estimates": "judgement.frames",
    "readings": "judgement.readings",
    "compare": "judgement.comparability",
    "conflicts": "judgement.conflicts",
    "coverage": "judgement.coverage",
    "requests": "judgement.coverage",
    "judge": "judgement.targets",
    "phase_title": "presentation.headline",
    "headline": "presentation.headline",
    "gaps": "presentation.headline",
    "scorecard": "presentation.phase_tables",
    "national_scorecard": "presentation.phase_tables",
    "other_results": "presentation.phase_tables",
    "conflict_table": "presentation.phase_tables",
    "definitions": "presentation.phase_tables",
    "certainty_table": "presentation.certainty",
    "source_list": "presentation.citations",
    "phase_charts": "presentation.path_chart",
    "indicator_chart": "presentation.path_chart",
    "across_title": "presentation.across",
    "across_charts": "presentation.across",
    "across_source_list": "presentation.across",
    "audit": "judgement.audit",
    "audit_title": "presentation.audit_page",
    "audit_chart": "presentation.audit_page",
    "audit_table": "presentation.audit_page",
    "audit_source_list": "presentation.audit_page",
    "workshop": "judgement.workshop",
    "workshop_title": "presentation.workshop_page",
    "workshop_results": "presentation.workshop_page",
    "workshop_paths": "presentation.workshop_paths",
    "elsewhere_table": "presentation.workshop_tables",
    "count_table": "presentation.workshop_tables",
    "placemat_sheets": "presentation.handouts",
    "question_cards": "presentation.handouts",
    "workshop_day": "presentation.workshop_tables",
    "workshop_topics": "presentation.workshop_tables",
    "workshop_source_list": "presentation.workshop_page",
    "open_desk": "desk.panel",
    "method_example": "desk.gallery",
    "series_chart": "desk.views",
    "series_table": "desk.views",
    "conflict_view": "desk.views",
    "judgement_view": "desk.views",
    "sensitivity_view": "desk.views",
    "timeline": "presentation.timeline_chart",
    "programme_table": "presentation.review_tables",
    "review_title": "presentation.review",
    "coverage_charts": "presentation.coverage_chart",
    "age_table": "presentation.review_tables",
    "all_conflicts": "presentation.review_tables",
    "derived_table": "presentation.review_tables",
    "orientation_table": "presentation.orientation_table",
    "silence": "presentation.review_tables",
    "request_table": "presentation.review_tables",
    "review_source_list": "presentation.review_tables",
    "annual": "judgement.annual",
    "annual_opening": "presentation.annual_page",
    "annual_programmes": "presentation.annual_annex",
    "narrative": "presentation.narrative",
    "narrative_problems": "presentation.narrative",
    "form": "presentation.annual_forms",
    "annual_charts": "presentation.annual_annex",
    "annual_conflicts": "presentation.annual_annex",
    "evaluation_table": "presentation.evaluation_table",
    "changes_table": "presentation.annual_annex",
    "annual_requests": "presentation.annual_annex",
    "annual_closing": "presentation.annual_page",
    "annual_marks": "presentation.annual_annex",
    "annual_definitions": "presentation.annual_annex",
    "annual_breaks": "presentation.annual_annex",
    "annual_source_list": "presentation.annual_sources",
}

__all__ = sorted(_DOOR)


def __getattr__(name):
    if name not in _DOOR:
        raise AttributeError(f"module 'bvte' has no attribute {name!r}")
    guarded = import_module("bvte.presentation.door").guarded
    return guarded(getattr(import_module(f"bvte.{_DOOR[name]}"), name))


def __dir__():
    return [*globals(), *__all__]
