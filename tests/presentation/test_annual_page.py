"""The yearly report in words: every form with its rows, every text in both languages, nothing invented."""

import re

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.evidence.national import report_layout
from bvte.judgement.annual import series_of_year
from bvte.judgement.year_requests import gaps_by_body
from bvte.presentation.annual_forms import annual_cited
from bvte.presentation.annual_page import annual_grounds
from bvte.presentation.document import Figure, Heading, Prose, Table

from ..judgement.yearly import YEARLY
from ..shown import boxes, items, of_role, parts_of, told

FORMS = list(report_layout().forms)
GAP = {"vi": "chưa có số liệu", "en": "no data yet"}
PARTS = (
    "annual_opening",
    "annual_programmes",
    "annual_charts",
    "annual_conflicts",
    "evaluation_table",
    "changes_table",
    "annual_requests",
    "annual_closing",
    "annual_marks",
    "annual_definitions",
    "annual_breaks",
    "annual_source_list",
)


@pytest.fixture
def report(province):
    return bvte.annual(province(**YEARLY), 2020)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("number", FORMS)
def test_every_form_is_a_numbered_table_with_all_its_rows(report, number, language):
    activate(language)
    table = bvte.form(report, number)
    word = {"vi": "Biểu", "en": "Form"}[language]
    assert table.number == f"{word} {number}"
    assert table.caption == report_layout().forms[number].name[language]
    assert len(table.rows) >= len(report_layout().forms[number].rows)
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert all(cell.text.strip() for row in table.rows for cell in row)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_without_a_row_is_a_sentence_that_names_it(province, language):
    """A table without a row is none to a workbook: the report of a year without any target would not be made."""
    without = YEARLY | {"targets": "programme, indicator, condition, value, due_year"}
    report = bvte.annual(province(**without), 2020)
    activate(language)
    for number in ("6", "13"):
        found = bvte.form(report, number)
        name = f"{'Biểu' if language == 'vi' else 'Form'} {number}. {report_layout().forms[number].name[language]}"
        assert isinstance(found, Prose) and told(found).startswith(name) and "2020" in told(found)


@pytest.mark.parametrize("year", [2020, 2025])
def test_the_message_names_the_forms_of_children_that_have_no_figure(dien_bien, year):
    """By another road: the forms whose table has no number in the column of the year; none of targets or quality."""
    activate("vi")
    report = bvte.annual(dien_bien, year)
    asked = {n: f for n, f in report.forms.items() if n not in ("6", "12", "13")}
    cells = {n: [c for row in f.rows for c in row.cells] for n, f in asked.items()}
    empty = [n for n, found in cells.items() if not any(cell.this for cell in found)]
    note = f"{len(empty)} trong {len(asked)} biểu"
    assert note in told(bvte.annual_opening(report)) and f"(Biểu {', '.join(empty)})" in told(
        bvte.annual_opening(report)
    )


def test_a_group_with_a_published_figure_of_another_year_shows_it(dien_bien):
    """Over 1,250 orphans and over 4,760 children with disabilities were published, of 2023: no threshold hides them."""
    activate("vi")
    shown = bvte.form(bvte.annual(dien_bien, 2025), "8a")
    rows = {row[1].text: row for row in shown.rows}
    place = [column.label for column in shown.columns].index("Số liệu gần nhất khác")
    assert "trên 1.250" in rows["Trẻ em mồ côi cả cha và mẹ"][place].text
    assert "trên 4.760" in rows["Trẻ em khuyết tật"][place].text


def test_a_number_that_is_no_form_is_refused(report):
    activate("vi")
    with pytest.raises(KeyError):
        bvte.form(report, "14")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_not_published_says_so_and_is_never_zero(report, language):
    activate(language)
    frame = bvte.form(report, "11").to_frame()
    assert (frame.iloc[:, 3:5] == GAP[language]).all(axis=None)
    assert "0" not in set(bvte.form(report, "8a").to_frame().iloc[:, 2:8].stack())


def test_the_heading_of_a_row_is_its_name_and_not_its_number(report):
    activate("vi")
    table = bvte.form(report, "2")
    assert [cell.text for cell in table.rows[0] if cell.is_header] == ["Nghị quyết"]
    assert (table.number, table.caption) == ("Biểu 2", "Văn bản chỉ đạo và kiểm tra, giám sát")


def test_results_against_targets_by_hand(report):
    activate("vi")
    table = bvte.form(report, "6")
    first = table.to_frame().iloc[0]
    assert list(first[:7]) == ["1", "Tỷ lệ", "%", "4,4 (2015)", "dưới 3,8 (2020)", "3,7", "4,1"]
    assert first.iloc[7].startswith("giảm từ 0,3 đến 0,5 điểm phần trăm")
    assert first.iloc[8] == "Đạt"
    # All targets are of one programme, which the note names once.
    assert table.note.startswith("Chỉ tiêu của: Kế hoạch thứ nhất.") and "Kế hoạch" not in first.iloc[10]


def test_a_withheld_count_is_nowhere_in_the_report(report):
    activate("vi")
    # 3 orphans; the 40 of the next group tell nothing of them.
    shown = bvte.form(report, "8a").to_frame().iloc[:, 2]
    assert [*shown[1:3]] == ["không công bố", "40"] and "3" not in set(shown)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_gap_is_asked_of_somebody_and_what_nobody_else_counts_of_the_sender(report, language):
    activate(language)
    table = bvte.annual_requests(report)
    asked = gaps_by_body(report)
    cells = {(n, row.number, column) for n, form in report.forms.items() for row, column in form.gaps}
    assert {(gap.number, gap.row.number, gap.column) for one in asked for gap in one.gaps} == cells
    assert [int(row[1].text) for row in table.rows] == [len(one.gaps) for one in asked]
    others = {gap.key for one in asked if one.name for gap in one.gaps}
    (own,) = (one for one in asked if one.name is None)
    assert not others & {gap.key for gap in own.gaps}
    assert [row[0].text.startswith(report.agency.text("name")) for row in table.rows] == [not one.name for one in asked]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_part_of_the_report_of_another_province_can_be_shown(report, language):
    activate(language)
    for name in PARTS:
        for part in parts_of(getattr(bvte, name)(report)):
            assert isinstance(part, (Prose, Table, Figure)) and told(part)
            assert isinstance(part, Prose) or part.caption


def test_the_letterhead_follows_the_decree(report):
    activate("vi")
    head, *below = bvte.annual_opening(report).blocks
    assert head.role == "letterhead"
    assert {paragraph.role: str(paragraph.content) for box in head.columns for paragraph in box.blocks} == {
        "above": "UBND",
        "body": "SỞ MỚI",
        "reference": "Số: ……/BC-SM",
        "state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "place-date": "Thử, ngày …… tháng …… năm ……",
    }
    kind, abstract, *_ = below
    assert (kind.role, str(kind.content)) == ("paper", "BÁO CÁO")
    assert isinstance(abstract, Heading) and not abstract.text.startswith("Báo cáo")
    assert of_role(below, "recipient") == ["Kính gửi:"]
    assert items(Prose(tuple(block for block in below if getattr(block, "role", "") == "addressees"))) == ["Bộ;", "Sở."]
    (basis,) = of_role(below, "")[:1]
    assert basis.startswith("Thực hiện Luật Trẻ em năm 2016") and basis.endswith("như sau:")
    (distribution,) = boxes(bvte.annual_closing(report), "distribution")
    assert items(distribution) == ["Như trên;", "Lưu: VT, ……"]


@pytest.mark.parametrize(("year", "law"), [(2004, ""), (2016, "2004"), (2017, "năm 2016")])
def test_the_law_of_the_basis_is_the_one_in_force_at_the_end_of_the_year(year, law):
    held = [basis.name["vi"] for basis in report_layout().basis if basis.holds(year)]
    assert len(held) == bool(law) and all(law in name for name in held)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_without_a_column_of_units_names_its_unit_above(report, language):
    activate(language)
    lines = {number: bvte.form(report, number).unit for number in FORMS}
    assert {number for number in FORMS if lines[number]} == {"8a"}
    assert lines["8a"] == {"vi": "Đơn vị tính: trẻ em", "en": "Unit: children"}[language]


@pytest.mark.parametrize("year", [2020, 2024, 2025])
def test_a_course_is_drawn_only_of_what_has_a_target(dien_bien, year):
    activate("vi")
    report = bvte.annual(dien_bien, year)
    shown = bvte.annual_charts(report)
    drawn = [thing for thing in shown if isinstance(thing, Figure) and not thing.caption.startswith("Kết quả so với")]
    targeted = {finding.target.indicator for finding in report.findings}
    assert len(drawn) == len(targeted & series_of_year(report).keys())
    assert all(str(year) in chart.alt and chart.caption and chart.note for chart in drawn)


def test_a_target_that_was_not_found_is_in_no_count_of_met_in_the_message(dien_bien):
    activate("vi")
    opening = bvte.annual_opening(bvte.annual(dien_bien, 2020))
    headline = opening.meta["headline"]
    assert "3 chỉ tiêu chỉ được nêu trong phần báo cáo kết quả" in headline
    # The others are of another programme, which is named beside them.
    injuries = dien_bien.programmes["inj_2016_2020_db"].text("name")
    assert f"chỉ tiêu định lượng của {injuries} đều chưa có số liệu." in headline
    # Each figure of the message, and the two levels that the three are about, are told in an annex.
    (grounds,) = annual_grounds(bvte.annual(dien_bien, 2020))
    assert told(opening).count("cần có để kiểm chứng: ") == 0 and len(grounds.rows) > 2
    assert str(grounds).count("cần có để kiểm chứng: ") == len(grounds.rows)
    assert "đạt, sát mức" not in headline and not re.search(r"\d đạt", headline)


@pytest.mark.parametrize(("year", "programmes"), [(2020, 0), (2024, 1), (2025, 1)])
def test_targets_with_a_figure_stand_as_bars_one_picture_a_programme(dien_bien, year, programmes):
    activate("vi")
    report = bvte.annual(dien_bien, year)
    bars = [
        thing
        for thing in bvte.annual_charts(report)
        if isinstance(thing, Figure) and "so với chỉ tiêu" in thing.caption
    ]
    assert len(bars) == programmes
    # A target that was not found is held against nothing, and one without a figure has no bar.
    drawn = [f for f in report.findings if f.latest and f.status != "target_not_found"]
    assert sum(len(thing.numbers.rows) for thing in bars) >= len(drawn) * bool(programmes)


def test_a_paper_says_how_many_of_its_sources_came_after_its_day_and_which_body_of_that_day_answers(dien_bien):
    """A report on a past year rests on what was printed since: an office that signs it could not have known it then."""
    activate("vi")
    for year in sorted({row.year for row in dien_bien.annual_reports.values()}):
        report = bvte.annual(dien_bien, year)
        printed = [dien_bien.sources[code].printed for code in annual_cited(report)]
        later = sum(when is not None and when.first.year > year for when in printed)
        said = told(bvte.annual_opening(report))
        assert (f"{later} nguồn được công bố sau ngày này" in said) == (later > 0), year
        assert f"31/12/{year}" in said
        grounds = told(annual_grounds(report))
        # It signs the paper itself: no line of it asks it for an answer.
        assert "trả lời" not in grounds
        assert not grounds or f"Cơ quan rà soát, kiểm chứng: {report.agency.text('name')}." in grounds
