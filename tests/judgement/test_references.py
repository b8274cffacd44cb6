"""Names that a written text may use, and what they stand for."""

import pytest

from bvte.evidence.national import report_layout
from bvte.judgement.annual import annual
from bvte.judgement.references import figure_names, figures_of, find_references, report_names

from .yearly import YEARLY


@pytest.fixture
def report(province):
    return annual(province(**YEARLY), 2020)


def test_a_reference_has_a_name_a_line_and_what_was_seen():
    found = find_references("Một.\n\n{{ result:rate : 2020 }} và {{status:rate:2020=đạt}}\n")
    assert [(r.name, r.seen, r.line) for r in found] == [("result:rate:2020", None, 3), ("status:rate:2020", "đạt", 3)]


def test_names_of_the_year_and_the_past_but_not_of_what_came_later(report):
    names = report_names(report)
    assert (
        names["result:special_circumstances_rate:2020"].value == names["number:special_circumstances_rate:2020:a"].value
    )
    assert "result:special_circumstances_rate:2021" not in names
    assert names["result:inspections:2018-2022"].value == 75
    assert names["status:special_circumstances_rate:2020"].status == "met"
    assert names["target:inspections:2020"].value == 15


def test_a_withheld_count_has_no_name(report):
    names = report_names(report)
    assert "result:special_circumstances_count:2020" in names
    assert not [name for name in names if name.split(":")[1] == "orphaned_count"]
    told = figures_of(report, report_layout().sections["III-2a"])
    assert [r.indicator for r in told] == ["special_circumstances_count", "abandoned_count", "disabled_count"]


def test_the_firmest_of_several_figures_of_a_year_is_meant_unless_a_source_is_named(dien_bien):
    names = report_names(annual(dien_bien, 2020))
    assert names["result:special_circumstances_rate:2020"].comparator == "<"
    assert str(names["result:special_circumstances_rate:2020:wv_2020_09_24"].value) == "1.85"


def test_every_figure_offered_to_a_writer_has_a_name_that_works(dien_bien):
    for year in (2020, 2024, 2025):
        report = annual(dien_bien, year)
        names, offered = report_names(report), 0
        for section in report_layout().sections.values():
            for estimate in figures_of(report, section):
                assert names[figure_names(estimate)[0]] == estimate
                offered += 1
        assert offered > 5
