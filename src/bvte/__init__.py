"""Evaluation reports for a provincial child protection programme, from published evidence.

The researcher's front door: every number in a report is one line that can be typed here.

>>> import bvte
>>> evidence = bvte.load("dien-bien", language="vi")
>>> findings = bvte.judge(evidence, "cpp_2016_2020_db")
>>> bvte.scorecard(findings)
"""

from importlib import import_module
from typing import Any

# Name -> module that holds it. Modules are imported when first asked for, so that `import bvte` is quick.
_VERBS = {
    # Read, judge and compare: what each gives has a frame.
    "load": "evidence.load",
    "activate": "evidence.language",
    "speaking": "evidence.language",
    "check": "evidence.check",
    "seen": "judgement.vantage",
    "seen_in_workshop": "judgement.vantage",
    "estimates_of": "judgement.estimates",
    "compare": "judgement.comparability",
    "conflicts": "judgement.conflicts",
    "coverage": "judgement.coverage",
    "requests": "judgement.coverage",
    "judge": "judgement.targets",
    "estimates": "judgement.frames",
    "phase_conflicts": "judgement.targets",
    "audit": "judgement.audit",
    "workshop": "judgement.workshop",
    "next_phase": "judgement.next_phase",
    "compare_areas": "judgement.area_comparison",
    "rate_change": "judgement.area_change",
    "annual": "judgement.annual",
    "profile": "judgement.profile",
    # Draw a frame on axes.
    "new_axes": "presentation.drawing",
    "use_theme": "presentation.theme",
    "draw_estimates": "presentation.marks",
    "draw_breaks": "presentation.marks",
    "draw_target": "presentation.marks",
    "draw_targets": "presentation.marks",
    "time_axes": "presentation.path_chart",
    "small_multiples": "presentation.many_marks",
    "bullet_bars": "presentation.many_marks",
    "coverage_marks": "presentation.many_marks",
    "audit_marks": "presentation.audit_marks",
    "funnel_marks": "presentation.area_charts",
    "figure": "presentation.picture",
}
# Parts of the pages: each takes a result, or a frame of it filtered and sorted, and shows just its rows.
_PARTS = {
    "phase_title": "presentation.headline",
    "headline": "presentation.headline",
    "gaps": "presentation.headline",
    "search_help": "presentation.search_help",
    "scorecard": "presentation.phase_tables",
    "national_scorecard": "presentation.phase_tables",
    "elsewhere_of_phase": "presentation.phase_tables",
    "other_results": "presentation.other_results",
    "conflict_table": "presentation.phase_tables",
    "aims_table": "presentation.target_shapes",
    "definitions": "presentation.concepts",
    "certainty_table": "presentation.phase_tables",
    "conclusion_list": "presentation.conclusions",
    "recommendations": "presentation.conclusions",
    "source_list": "presentation.citations",
    "path_figure": "presentation.path_chart",
    "no_charts": "presentation.path_chart",
    "phase_charts": "presentation.path_chart",
    "indicator_chart": "presentation.path_chart",
    "across_title": "presentation.headline",
    "across_table": "presentation.across",
    "nation_panels": "presentation.across",
    "stories": "presentation.across",
    "across_charts": "presentation.headline",
    "across_source_list": "presentation.headline",
    "audit_title": "presentation.audit_page",
    "audit_chart": "presentation.audit_marks",
    "audit_table": "presentation.audit_page",
    "audit_source_list": "presentation.audit_page",
    "next_phase_title": "presentation.next_phase_page",
    "next_phase_summary": "presentation.next_phase_page",
    "next_phase_targets": "presentation.next_phase_targets",
    "national_additions": "presentation.next_phase_page",
    "next_phase_source_list": "presentation.next_phase_page",
    "area_title": "presentation.area_page",
    "area_funnel": "presentation.area_charts",
    "chance_table": "presentation.area_page",
    "area_map": "presentation.area_map",
    "area_table": "presentation.area_page",
    "area_years": "presentation.area_charts",
    "standard_table": "presentation.area_page",
    "inequality_table": "presentation.area_page",
    "change_table": "presentation.area_page",
    "former_table": "presentation.area_page",
    "area_source_list": "presentation.area_page",
    "workshop_title": "presentation.workshop_page",
    "workshop_results": "presentation.workshop_results",
    "workshop_proposals": "presentation.workshop_proposals",
    "workshop_paths": "presentation.workshop_paths",
    "elsewhere_table": "presentation.workshop_page",
    "count_table": "presentation.workshop_tasks",
    "placemat_sheets": "presentation.handouts",
    "question_cards": "presentation.handouts",
    "workshop_day": "presentation.workshop_page",
    "workshop_topics": "presentation.workshop_page",
    "workshop_source_list": "presentation.workshop_page",
    "open_desk": "desk.panel",
    "series_chart": "desk.views",
    "series_table": "desk.views",
    "conflict_view": "desk.views",
    "judgement_view": "desk.views",
    "sensitivity_view": "desk.views",
    "timeline": "presentation.timeline_chart",
    "programme_table": "presentation.review_tables",
    "review_title": "presentation.headline",
    "coverage_charts": "presentation.many_marks",
    "age_table": "presentation.review_tables",
    "all_conflicts": "presentation.review_tables",
    "derived_table": "presentation.review_tables",
    "orientation_table": "presentation.review_tables",
    "silence": "presentation.review_tables",
    "request_table": "presentation.review_tables",
    "asked_table": "presentation.review_tables",
    "review_source_list": "presentation.review_tables",
    "profile_title": "presentation.profile_page",
    "profile_table": "presentation.profile_page",
    "profile_missing": "presentation.profile_page",
    "profile_source_list": "presentation.profile_page",
    "annual_opening": "presentation.annual_page",
    "annual_section": "presentation.annual_page",
    "annual_programmes": "presentation.annual_annex",
    "narrative": "presentation.narrative",
    "narrative_problems": "presentation.narrative",
    "form": "presentation.annual_forms",
    "annual_charts": "presentation.annual_annex",
    "annual_conflicts": "presentation.annual_annex",
    "evaluation_table": "presentation.annual_annex",
    "changes_table": "presentation.annual_annex",
    "annual_requests": "presentation.annual_annex",
    "annual_closing": "presentation.annual_page",
    "annual_marks": "presentation.annual_annex",
    "annual_definitions": "presentation.annual_annex",
    "annual_breaks": "presentation.annual_annex",
    "annual_source_list": "presentation.annual_forms",
}
_DOOR = _VERBS | _PARTS

__all__ = sorted(_DOOR)


class _Parts:
    """The parts of the pages by name, for who looks for one: `bvte.parts.scorecard` is `bvte.scorecard`."""

    def __dir__(self) -> list[str]:
        return sorted(_PARTS)

    def __getattr__(self, name: str) -> Any:
        if name not in _PARTS:
            raise AttributeError(f"no page has a part {name!r}")
        return __getattr__(name)


parts = _Parts()


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'bvte' has no attribute {name!r}")
    guarded = import_module("bvte.presentation.door").guarded
    return guarded(getattr(import_module(f"bvte.{_DOOR[name]}"), name))


def __dir__() -> list[str]:
    return [*_VERBS, "parts"]
