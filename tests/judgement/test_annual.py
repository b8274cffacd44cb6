"""The yearly report as one result: which targets, which figures, which gaps."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bvte.evidence.load import load
from bvte.judgement.annual import annual, breaks_within, current_programmes, series_of_year, targets_ahead
from bvte.judgement.conflicts import comparable_series
from bvte.judgement.statutory_forms import firmest_figure

from .yearly import YEARLY


@pytest.fixture
def evidence(province):
    return province(**YEARLY)


@pytest.fixture
def report(evidence):
    return annual(evidence, 2020)


def row(report, number, name):
    (found,) = [r for r in report.forms[number].rows if r.row.indicator == name and not r.units]
    return found


def test_targets_are_those_of_the_programmes_that_run_in_the_year(evidence, report):
    assert [p.id for p in report.programmes] == ["plan"]
    assert [p.id for p in current_programmes(evidence, 2021, "P1")] == ["next"]
    assert [(f.target.indicator, f.status) for f in report.findings] == [
        ("special_circumstances_rate", "met"),
        ("inspections", "no_data"),
    ]


def test_the_year_stands_beside_the_year_before_with_the_change_between(report):
    first = report.results[0]
    assert (first.this.value, first.last.value) == (Decimal("3.7"), Decimal("4.1"))
    # 3.65 to 3.75 minus 4.05 to 4.15
    change = first.over_year.change
    assert (round(change.left, 6), round(change.right, 6)) == (-0.5, -0.3)
    assert first.finding.baseline.value == Decimal("4.4")


def test_a_report_knows_no_figure_of_a_later_year(report):
    assert all(r.year <= 2020 for result in report.results for r in (result.this, result.last) if r)
    assert firmest_figure(report.known, "special_circumstances_rate", "P1", 2021) is None


def test_before_the_due_year_a_target_is_judged_by_its_course_not_by_what_came_later(evidence):
    # 0.3 points in four years leave 0.3 for the last one; that 2020 brought them is not known in 2019.
    assert [f.status for f in annual(evidence, 2019).findings][:1] == ["off_course"]


def test_the_agency_follows_the_date_unless_it_is_named(evidence):
    assert annual(evidence, 2019).agency.id == "old"
    assert annual(evidence, 2020).agency.id == "new"
    assert annual(evidence, 2020, agency="old").agency.id == "old"
    with pytest.raises(KeyError):
        annual(evidence, 2020, agency="none")


def test_a_cell_holds_the_figure_of_the_year_or_stays_empty(report):
    total = row(report, "8a", "special_circumstances")
    assert [cell.this and cell.this.value for cell in total.cells] == [400, None, None, None, None, None]
    assert len(report.forms["8a"].rows) == 15
    # 15 rows of 6 columns, of which four counts are published
    assert len(report.forms["8a"].gaps) == 15 * 6 - 4


def test_a_span_is_no_figure_of_a_year_but_the_nearest_other_one(report):
    (cell,) = row(report, "2", "inspections").cells
    assert (cell.this, cell.other.value, cell.other.year) == (None, 75, 2022)


def test_a_form_without_any_figure_keeps_its_rows(report):
    form = report.forms["11"]
    assert len(form.rows) == len(form.gaps) == 3


def test_an_indicator_that_no_form_lists_is_added_to_the_form_of_its_group(report):
    assert report.forms["9"].rows[-1].row.indicator == "safe_trips"
    assert row(report, "9", "safe_trips").number == "5"


def test_units_without_a_figure_are_counted_in_one_row_and_ended_ones_are_not(evidence, province, tmp_path):
    (rest,) = [r for r in annual(evidence, 2020).forms["1"].rows if r.units]
    assert rest.units == 2
    folder = tmp_path / "more"
    folder.mkdir()
    observed = YEARLY["observations"] + "\n        children_under16_count, 2020, 2020, level, =, 700, c"
    more = province(**YEARLY | {"observations": observed})
    moved = {c: replace_area(o, "D1") if o.value == 700 else o for c, o in more.observations.items()}
    rows = annual(replace(more, observations=moved), 2020).forms["1"].rows
    assert [(r.units, r.row.name.vi) for r in rows[-2:]] == [(0, "Huyện Một"), (1, "Trẻ em dưới 16 tuổi")]


def replace_area(row, area):
    return type(row).model_validate(row.model_dump() | {"area": area})


def test_numbers_of_parts_follow_their_whole(report):
    numbers = [r.number for r in report.forms["4"].rows]
    assert numbers == ["1", "1.1", "1.2", "1.3", "2"]


def test_a_small_group_is_withheld_alone_while_others_are_not_known(report):
    withheld = {r.row.indicator for r in report.forms["8a"].rows for cell in r.cells if cell.withheld}
    # 3 orphans are fewer than 5; of 14 groups 11 have no figure, so that the others and the total tell nothing of them.
    assert withheld == {"orphaned"}
    assert row(report, "8a", "special_circumstances").cells[0].this.value == 400
    assert all(cell.this is None for cell in row(report, "8a", "orphaned").cells)


def test_a_small_count_of_the_year_before_is_withheld_too(evidence):
    (cell, *_) = row(annual(evidence, 2021), "8a", "orphaned").cells
    assert (cell.last, cell.other, cell.withheld, cell.withheld_last) == (None, None, False, True)


def test_a_form_without_a_column_for_the_year_before_has_its_figure_among_the_others(evidence):
    (whole, *_) = row(annual(evidence, 2021), "8a", "special_circumstances").cells
    assert (whole.this, whole.other.value, whole.other.year) == (None, 400, 2020)
    (beside,) = row(annual(evidence, 2021), "1", "children_under16_count").cells
    assert (beside.last.value, beside.other) == (10000, None)


def test_next_targets_name_what_has_none(report):
    found = {a.indicator: (a.own and a.own.value, a.national) for a in targets_ahead(report)}
    assert found == {"special_circumstances_rate": (3, None), "inspections": (None, None)}


def test_a_merged_province_has_the_national_targets_that_what_it_was_made_of_carries_out():
    evidence = load("quang-tri")
    report = annual(evidence, evidence.province.valid_from.year)
    changes = evidence.area_changes.values()
    parts = {change.old_code for change in changes if change.new_code == evidence.province.code}
    plans = [p for p in evidence.programmes.values() if p.area in parts and p.end > report.year and p.national]
    due = [t for t in evidence.targets.values() if t.programme in {p.national for p in plans}]
    wanted = {t.indicator for t in due if t.due_year > report.year} & report.known.indicators.keys()
    assert wanted <= {ahead.indicator for ahead in targets_ahead(report) if ahead.national}
    assert bool(wanted) == bool(plans)


def test_only_comparable_numbers_up_to_the_year_make_a_series(province):
    figures = {2015: 4.4, 2018: 4.2, 2019: 4.1, 2020: 3.7}
    lines = [f"special_circumstances_rate, {y}, {y}, level, =, {v}, a" for y, v in figures.items()]
    header = "indicator, start, end, statistic, comparator, value, source\n"
    tables = YEARLY | {"observations": header + "\n".join(lines)}
    law = "id, date, indicators\nlaw, 2017-06-01, special_circumstances_rate"
    evidence = province(**tables, breaks=law)
    report = annual(evidence, 2020)
    assert [r.year for r in comparable_series(evidence, "special_circumstances_rate", "P1")] == [2018, 2019, 2020]
    assert list(series_of_year(report)) == ["special_circumstances_rate"]
    assert series_of_year(annual(evidence, 2019)) == {}
    assert [b.id for b in breaks_within(report)] == ["law"]


@pytest.mark.parametrize("year", [2020, 2024, 2025])
def test_every_published_figure_of_a_year_that_a_form_has_a_row_for_decides_what_its_cell_shows(dien_bien, year):
    """Change each figure once: the cell that shows it shows another one."""
    report = annual(dien_bien, year)
    shown = {
        id_: cell
        for form in report.forms.values()
        for r in form.rows
        for cell in r.cells
        if cell.this and len(cell.this.rows) == 1
        for id_ in cell.this.rows
    }
    assert len(shown) > 5
    for id_, cell in shown.items():
        observation = dien_bien.observations[id_]
        other = type(observation).model_validate(observation.model_dump() | {"value": observation.value / 2})
        mutant = replace(dien_bien, observations=dien_bien.observations | {id_: other})
        changed = firmest_figure(mutant.seen_from(date(year, 12, 31)), cell.indicator, "11", year)
        assert changed.value != cell.this.value, id_


def test_results_of_the_closing_year_by_hand(dien_bien):
    report = annual(dien_bien, 2020)
    statuses = [f.status for f in report.findings]
    assert (statuses.count("met"), statuses.count("target_not_found")) == (0, 3)
    assert report.agency.id == "so_ldtbxh"
    assert annual(dien_bien, 2025).agency.id == "so_yte"
