"""What a yearly report needs beside figures: forms, criteria, agencies, recorded editions."""

from datetime import date

import pytest

from bvte.evidence.language import activate
from bvte.evidence.load import load
from bvte.evidence.national import evaluation_criteria, report_layout

# Article 10 of the Law on Children 2016, point a to o, by a word that only that group has.
LAW = {
    "a": "mồ côi",
    "b": "bị bỏ rơi",
    "c": "không nơi nương tựa",
    "d": "khuyết tật",
    "đ": "HIV/AIDS",
    "e": "vi phạm pháp luật",
    "g": "nghiện ma túy",
    "h": "bỏ học kiếm sống",
    "i": "do bị bạo lực",
    "k": "bóc lột",
    "l": "xâm hại tình dục",
    "m": "mua bán",
    "n": "bệnh hiểm nghèo",
    "o": "lánh nạn, tị nạn",
}
NUMBERS = ["1", "2", "3", "4", "5", "6", "7", "8", "8a", "8b", "8c", "8d", "9", "10", "11", "12", "13"]


def test_the_14_groups_stand_in_the_order_and_words_of_the_law():
    total, *groups = report_layout().forms["8a"].rows
    assert total.part_of is None
    assert len(groups) == len(LAW) == 14
    assert all(word in row.name.vi for word, row in zip(LAW.values(), groups, strict=True))
    assert list(report_layout().forms["8a"].columns) == ["count", "boys", "girls", "helped", "in_care", "with_file"]


def test_every_form_is_there_in_its_order_and_belongs_to_one_section():
    assert list(report_layout().forms) == NUMBERS
    placed = [number for section in report_layout().sections.values() for number in section.forms]
    assert sorted(placed) == sorted(NUMBERS)
    # The table of results and the quality of the figures are not written about.
    written = {number for section in report_layout().written.values() for number in section.forms}
    assert written == {*NUMBERS} - {"6", "12"}


def test_a_part_stands_below_its_whole_and_no_indicator_twice_in_a_form():
    for form in report_layout().forms.values():
        codes = [row.indicator for row in form.rows]
        assert len(set(codes)) == len(codes)
        for place, row in enumerate(form.rows):
            assert row.part_of is None or row.part_of in codes[:place]


def test_the_six_criteria_name_indicators_that_exist_or_have_a_row_in_a_form(dien_bien_cards):
    assert list(evaluation_criteria()) == [
        "relevance",
        "coherence",
        "effectiveness",
        "efficiency",
        "impact",
        "sustainability",
    ]
    rows = {row.indicator for form in report_layout().forms.values() for row in form.rows}
    for criterion in evaluation_criteria().values():
        assert set(criterion.indicators) <= rows | dien_bien_cards
    assert evaluation_criteria()["impact"].at_most == evaluation_criteria()["efficiency"].at_most == "weak"


@pytest.fixture
def dien_bien_cards():
    return set(load("dien-bien").indicators)


def test_the_unit_of_a_row_is_that_of_the_card_where_there_is_one():
    cards = load("dien-bien").indicators
    different = [
        row.of(column)
        for form in report_layout().forms.values()
        for row in form.rows
        for column in (*form.columns, None)
        if row.of(column) in cards and cards[row.of(column)].unit != row.unit
    ]
    assert different == []


def test_the_agency_is_the_one_of_the_day(write):
    activate("vi")
    evidence = load(write())
    assert evidence.agency_on(date(2024, 12, 30)).id == "soA"
    assert evidence.agency_on(date(2024, 12, 31)).id == "soB"
    assert evidence.agencies["soA"].recipients() == ["A", "UBND"]


def test_a_folder_without_reports_needs_no_files_for_them(write):
    folder = write()
    for name in ("agencies.csv", "annual_reports.csv"):
        (folder / name).unlink()
    evidence = load(folder)
    assert (evidence.agencies, evidence.annual_reports, evidence.editions) == ({}, {}, {})
    with pytest.raises(KeyError, match="no agency on 2024-12-31"):
        evidence.agency_on(date(2024, 12, 31))


def test_evidence_seen_from_the_end_of_a_year_knows_nothing_of_later_ones(write):
    evidence = load(write())
    assert evidence.year == 2024
    seen = evidence.seen_from(date(2023, 12, 31))
    assert set(evidence.observations) - set(seen.observations) == {"o7", "o8", "o9"}
    assert seen.year == 2023


def test_a_wrong_row_of_a_recorded_edition_is_named_with_its_folder(write):
    folder = write()
    (folder / "editions").mkdir()
    text = "id,indicator,unit,value\nx,helped,percent,viele\n"
    (folder / "editions" / "2023.csv").write_text(text, encoding="utf-8")
    (problem,) = load(folder, strict=False).rejected
    assert (problem.file, problem.line, problem.column) == ("editions/2023.csv", 2, "value")


def test_a_recorded_indicator_that_has_another_name_by_now_is_an_error(write):
    from bvte.evidence.check import check

    folder = write()
    (folder / "editions").mkdir()
    (folder / "editions" / "2023.csv").write_text("id,indicator,unit\nx,helpd,percent\n", encoding="utf-8")
    (problem,) = [p for p in check(load(folder)) if p.file == "editions/2023.csv"]
    assert (problem.code, problem.found, problem.nearest) == ("unknown_code", "helpd", "helped")
