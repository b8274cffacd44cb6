"""A year of requests: forms out, 45 made-up answers of communes and three of other bodies back, every fault found."""

import csv
import io
import re
import shutil
from datetime import date

import docx
import openpyxl
import pytest
from docx.shared import Pt

from bvte.evidence.language import speaking
from bvte.evidence.load import data_folder, load
from bvte.evidence.national import request_rules
from bvte.intake import request_sheet
from bvte.intake.keeping import list_intakes
from bvte.intake.report_form import KEYS_SHEET, form_facts
from bvte.intake.request_answer import read_answer
from bvte.intake.request_lines import request_lines, respondents_of
from bvte.judgement.coverage import asked_bodies
from bvte.judgement.estimates import estimates_of
from bvte.publishing.answers import receive_answers, tell_answered
from bvte.publishing.forms.request_book import request_workbook
from bvte.publishing.requests import request_files, write_requests

from .made_up import VALUE, commune_values, fill_form
from .planted import added, beside, extra_sheet, fact, key, merged, title, twice, typed, unfilled

YEAR, DUE, CAME = 2025, date(2026, 1, 15), date(2026, 1, 20)
ALL, BOYS, GIRLS = "children_under16_count", "children_under16_boys", "children_under16_girls"


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The requests of the year, by code of the respondent."""
    place = tmp_path_factory.mktemp("requests")
    evidence = load("dien-bien")
    states = [file.state for file in write_requests(evidence, YEAR, DUE, "dien-bien", place)]
    assert states == ["made"] * 100
    return {one.code: place / f"{one.file_stem}.xlsx" for one in respondents_of(evidence, YEAR)}


# Code of what is found in a file of communes -> how the file is spoilt; each in a file of its own.
REFUSED_CELLS = {
    "request_percent_of_count": typed(BOYS, 0.12, number_format="0%"),
    "request_not_whole": typed(BOYS, 4.6),
    "out_of_limits": typed(BOYS, -3),
    "request_not_a_number": typed(BOYS, "không có"),
    "ambiguous_number": typed(BOYS, "1.234"),
    "error_cell": typed(BOYS, "#N/A"),
    "request_key_area": key(BOYS, "|03", "|04"),
    "request_key_year": key(BOYS, "2025-12-31|level", "2024-12-31|level"),
    "request_key_other": key(BOYS, BOYS, "child_abuse_cases"),
    "request_key_broken": key(BOYS, "|level", ""),
    "request_row_twice": twice(BOYS),
    "request_row_moved": typed(BOYS, "Trẻ em gái", "name"),
    "request_other_unit": typed(BOYS, "nghìn trẻ em", "unit"),
    "request_person": typed(BOYS, "Ông Nguyễn Văn A cung cấp", "remark"),
    "request_row_added": added,
    "request_key_gone": typed(BOYS, None, "key"),
    "request_figure_beside": beside(BOYS, "F", 1500),
    "formula_not_worked_out": typed(BOYS, "=G4-G6"),
    "merged_cell": merged(BOYS, GIRLS),
}
TOLD = {"remark_without_figure": unfilled(BOYS, "source", "chưa thống kê"), "sheet_not_asked": extra_sheet}
ASKED = {
    "asked_sum": typed(GIRLS, 1),
    "asked_part_above": typed("orphaned_boys", 90),
    "asked_thousands_of_others": typed("communication_participants", 1),
    "asked_far": typed("injury_cases", 4000),
}
REFUSED_FILES = {
    "request_title_differs": title("Xã Mường Chà"),
    "request_of_nobody": fact("respondent", "03124"),
    "request_of_other_year": fact("year", "2024"),
    "request_of_other_data": fact("data", "son-la"),
}
# Faults beside a figure that itself stands.
TAKEN = dict.fromkeys(("request_person", "request_row_twice", "sheet_not_asked", "request_row_added"), 105)
TAKEN |= {"merged_cell": 103}
CELL_FAULTS = {**REFUSED_CELLS, **TOLD, **ASKED}
BODIES = {
    "so_gddt": ({"nursery_attendance_rate": 0.9, "school_sanitation_rate": 120}, {"asked_fraction", "share_above_100"}),
    "so_dan_toc_ton_giao": ({"child_marriage_rate": 5}, {"asked_jump"}),
    "thong_ke_tinh": ({ALL: 208, "children_under16_share_of_population": 25}, {"asked_thousands", "asked_differs"}),
}


@pytest.fixture(scope="module")
def received(sent, tmp_path_factory):
    """What became of all files that came back, by code of what was planted in each; and the data folder."""
    place = tmp_path_factory.mktemp("came")
    folder = place / "dien-bien"
    shutil.copytree(data_folder("dien-bien"), folder)
    inbox = place / "inbox"
    inbox.mkdir()
    communes = [code for code in sent if code.isdigit()]
    planted = {**CELL_FAULTS, **REFUSED_FILES}
    faults = dict(zip(communes, [*planted.items(), *[("", None)] * (len(communes) - len(planted))], strict=True))
    names = {}
    for seed, (code, (fault, change)) in enumerate(faults.items()):
        names[fill_form(sent[code], inbox / sent[code].name, commune_values(seed), change).name] = fault or code
    for code, (values, _) in BODIES.items():
        names[fill_form(sent[code], inbox / sent[code].name, values).name] = code
    books = sorted(inbox.glob("*.xlsx"))
    found = receive_answers(books, folder, "dien-bien", YEAR, CAME)
    return {names[one.answer.path.name]: one for one in found}, folder, inbox


def codes(problems):
    return {problem.code for problem in problems}


@pytest.mark.parametrize("fault", [*REFUSED_CELLS, *TOLD])
def test_what_is_wrong_in_a_cell_is_told_and_the_other_cells_are_taken(received, fault):
    one = received[0][fault]
    assert (one.state, codes(one.refused)) == ("kept", {fault})
    assert len(one.kept.taken) == TAKEN.get(fault, 104)


@pytest.mark.parametrize(
    ("letter", "value"), [("A", 8), ("E", 1500), ("F", "1.500"), ("F", "1 500 "), ("K", "xem công văn"), ("L", 3)]
)
def test_what_is_typed_beside_the_columns_to_fill_in_is_told_with_its_cell(sent, tmp_path, letter, value):
    path = fill_form(sent["03127"], tmp_path / "a.xlsx", commune_values(1), beside(BOYS, letter, value))
    (refused,) = read_answer(path, load("dien-bien"), "dien-bien").reading.refused
    assert (refused.cell, refused.problem.code, refused.problem.line) == (f"{letter}5", "request_figure_beside", 5)
    assert (refused.seen.strip(), refused.problem.allowed) == (str(value).strip(), "G (Số liệu)")


def test_what_is_printed_in_a_form_is_nothing_that_was_typed(sent, tmp_path):
    """Also the published figures of each body, which stand beside the columns to fill in."""
    evidence = load("dien-bien")
    assert not [path for path in sent.values() if read_answer(path, evidence, "dien-bien").reading.refused]


@pytest.mark.parametrize("fault", ASKED)
def test_what_may_be_a_slip_is_asked_about_and_taken(received, fault):
    one = received[0][fault]
    assert fault in codes(one.questions) and not one.refused
    assert len(one.kept.taken) == 105
    text = (one.kept.folder / "questions.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == len(one.questions)
    assert all(row["question"] and row["cell"].startswith("G") for row in rows)


@pytest.mark.parametrize("fault", REFUSED_FILES)
def test_a_form_of_another_unit_year_or_folder_is_refused_whole(received, fault):
    one = received[0][fault]
    assert (one.state, codes(one.refused)) == ("refused", {fault})


@pytest.mark.parametrize("body", BODIES)
def test_the_faults_in_the_answers_of_other_bodies_are_found(received, body):
    one = received[0][body]
    assert codes([*one.questions, *one.refused]) >= BODIES[body][1]


def test_answers_without_a_fault_raise_no_question_of_their_own(received):
    clean = [one for name, one in received[0].items() if name.isdigit()]
    assert len(clean) == 45 - len(CELL_FAULTS) - len(REFUSED_FILES)
    assert not codes(q for one in clean for q in one.questions) - {"asked_total", "asked_total_above"}
    assert not [one for one in clean if one.refused]


def test_a_total_over_communes_says_how_many_answered_and_is_at_least_so_much(received):
    """Summed here from the files of the intakes and not by the code that adds."""
    _, folder, _ = received
    rows = [
        row
        for path in folder.glob("intakes/*/observations.csv")
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        if row["indicator"] == ALL and row["area"] != "11"
    ]
    evidence = load(folder)
    total = next(e for e in estimates_of(evidence, ALL, "11") if e.areas)
    assert (total.areas.answered, total.areas.asked) == (len(rows), 45)
    assert (total.comparator, total.value) == (">=", sum(int(row["value"]) for row in rows))
    assert len(rows) == 41


def test_no_rate_is_made_of_a_total_that_is_not_complete(received):
    evidence = load(received[1])
    rates = estimates_of(evidence, "special_circumstances_rate", "11")
    assert not [rate for rate in rates if rate.strength == "reported"]


def test_no_count_of_a_commune_that_is_not_public_is_shown(received):
    evidence = load(received[1])
    area = next(o.area for o in evidence.observations.values() if o.source.startswith("in_") and o.area != "11")
    shown = {code for code in evidence.indicators if estimates_of(evidence, code, area)}
    assert ALL in shown
    assert {evidence.indicators[code].sensitivity for code in shown} == {"public"}


def test_the_same_files_again_change_nothing_and_a_second_answer_is_refused(received, tmp_path):
    found, folder, _ = received
    before = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    clean = next(one.answer.path for name, one in found.items() if name.isdigit())
    other = shutil.copy(clean, tmp_path / "sua.xlsx")
    book = openpyxl.load_workbook(other)
    book.worksheets[1].cell(request_sheet.FIRST_ROW, VALUE).value = 7
    book.save(other)
    again, second = receive_answers([clean, other], folder, "dien-bien", YEAR, CAME)
    assert again.state == "again"
    assert codes(second.refused) <= {"request_twice", "request_answered_before"}
    (late,) = receive_answers([other], folder, "dien-bien", YEAR, CAME)
    assert codes(late.refused) == {"request_answered_before"}
    assert late.refused[0].found in {one.id for one in list_intakes(folder)}
    assert {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()} == before


def test_when_all_have_answered_the_total_is_exact_and_a_rate_may_be_made(received, sent, tmp_path):
    """The refused forms come back filled in rightly."""
    found, folder, _ = received
    whole = tmp_path / "dien-bien"
    shutil.copytree(folder, whole)
    names = [found[fault].answer.path.name for fault in REFUSED_FILES]
    mended = [path for path in sent.values() if path.name in names]
    books = [fill_form(path, tmp_path / path.name, commune_values(90 + n)) for n, path in enumerate(mended)]
    assert {one.state for one in receive_answers(books, whole, "dien-bien", YEAR, CAME)} == {"kept"}
    evidence = load(whole)
    total = next(e for e in estimates_of(evidence, ALL, "11") if e.areas)
    assert (total.comparator, total.areas.answered) == ("=", 45)
    asked = receive_answers(books, whole, "dien-bien", YEAR, CAME)
    assert {one.state for one in asked} == {"again"}
    assert "asked_total" in codes(q for one in asked for q in one.questions)


def test_a_form_tells_which_sum_does_not_add_up():
    """Each check is held against the names of its rows: the girls and boys of a group, the groups of each column."""
    evidence = load("dien-bien")
    commune = next(one for one in respondents_of(evidence, YEAR) if one.kind == "commune")
    with speaking("vi"):
        book = openpyxl.load_workbook(io.BytesIO(request_workbook(evidence, commune, DUE, "dien-bien")))
    main, check = book["Số liệu"], book["Kiểm tra"]
    lines = {row[6].row: (row[0].value, row[1].value, row[2].value) for row in main.iter_rows(min_row=4)}
    sums = {}
    for row in check.iter_rows(min_row=4):
        whole, *parts = dict.fromkeys(int(at) for at in re.findall(r"'!G(\d+)", row[3].value))
        sums.setdefault(whole, []).append((set(parts), "SUM(" in row[3].value))
    eight = {at: (number, name.rpartition(": ")[2]) for at, (form, number, name) in lines.items() if form == "8a"}
    totals = {column: at for at, (number, column) in eight.items() if number == "1"}
    for column, at in totals.items():
        groups = {other for other, (number, named) in eight.items() if named == column and number != "1"}
        assert (groups, True) in sums[at] and len(groups) == 14
    for at in (at for at, (_, column) in eight.items() if column == "Số trẻ em"):
        beside = {column: other for other, (number, column) in eight.items() if number == eight[at][0]}
        assert ({beside["Trai"], beside["Gái"]}, True) in sums[at] and ({beside["Được trợ giúp"]}, False) in sums[at]


def test_a_body_is_asked_only_while_it_is_there():
    evidence = load("dien-bien")
    asked = {year: {one.code for one in respondents_of(evidence, year)} for year in (2024, 2025)}
    assert len([code for code in asked[2024] if code.isdigit()]) == 129
    assert len([code for code in asked[2025] if code.isdigit()]) == 45
    assert ("ban_dan_toc" in asked[2024], "ban_dan_toc" in asked[2025]) == (True, False)
    assert ("so_noi_vu" in asked[2024], "so_noi_vu" in asked[2025]) == (False, True)


def test_a_body_that_only_counts_what_no_form_has_is_sent_none():
    evidence, kinds = load("dien-bien"), request_rules().respondents
    there = {row.kind for row in evidence.respondents.values() if row.is_valid(date(YEAR, 12, 31))}
    told = {kind for kind in there if kinds[kind].answers and not kinds[kind].asks}
    assert told and told.isdisjoint({one.kind for one in respondents_of(evidence, YEAR)})
    assert kinds["justice"] not in [asked.kind for asked in asked_bodies(evidence, YEAR)]


def test_a_new_commune_is_asked_for_the_part_of_the_year_that_it_lived():
    evidence = load("dien-bien")
    times = {}
    for year in (YEAR, 2026):
        commune = next(one for one in respondents_of(evidence, year) if one.kind == "commune")
        lines = request_lines(evidence, commune)
        times |= {(line.indicator, year): (line.start, line.end) for line in lines}
    assert times["injury_deaths", 2025] == ("2025-07", "2025-12")
    assert times["injury_deaths", 2026] == ("2026", "2026")
    assert times[ALL, 2025] == ("2025-12-31", "2025-12-31")


def test_forms_in_english_are_made_and_read_back_as_well(tmp_path):
    evidence = load("dien-bien")
    commune = next(one for one in respondents_of(evidence, YEAR) if one.kind == "commune")
    with speaking("en"):
        made = request_files(evidence, commune, DUE, "dien-bien")
    assert sorted(name.rpartition(".")[2] for name in made) == ["docx", "xlsx"]
    sent = tmp_path / next(name for name in made if name.endswith(".xlsx"))
    sent.write_bytes(made[sent.name])
    folder = tmp_path / "dien-bien"
    shutil.copytree(data_folder("dien-bien"), folder)
    filled = fill_form(sent, tmp_path / "filled.xlsx", commune_values(1))
    (answer,) = receive_answers([filled], folder, "dien-bien", YEAR, CAME)
    assert (answer.state, len(answer.answer.reading.refused)) == ("kept", 0)


def cells_of(letter, table):
    """Paragraphs of the cells of one of a letter's tables: its head, its end."""
    return [[line for line in cell.paragraphs if line.text] for cell in letter.tables[table].rows[0].cells]


def test_a_letter_has_the_parts_and_looks_that_the_decree_prescribes(sent):
    letter = docx.Document(sent["03127"].with_suffix(".docx"))
    (issuer, nation), (receivers, signature) = cells_of(letter, 0), cells_of(letter, 1)
    above, body, number, subject = issuer
    assert above.text.split(" ") == ["ỦY\u00a0BAN\u00a0NHÂN\u00a0DÂN", "TỈNH\u00a0ĐIỆN\u00a0BIÊN"]
    assert not above.runs[0].bold and body.runs[0].bold and (body.text, number.text) == ("SỞ Y TẾ", "Số: ……/SYT-……")
    assert subject.text == "V/v cung cấp số liệu về trẻ em năm\u00a02025"
    assert [(line.text, line.runs[0].font.size) for line in nation[:2]] == [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
        ("Độc lập - Tự do - Hạnh phúc", Pt(13)),
    ]
    assert nation[2].runs[0].italic and letter.styles["Letter"].font.size == Pt(12)
    assert receivers[0].text == "Nơi nhận:" and receivers[0].runs[0].bold and receivers[0].runs[0].italic
    assert {run.font.size for line in receivers[1:] for run in line.runs} == {Pt(11)}
    assert signature[0].text == "GIÁM ĐỐC" and signature[0].runs[0].bold
    # The signature stands on the sheet of what it signs.
    body = [line for line in letter.paragraphs if line.text]
    assert [line.paragraph_format.keep_with_next for line in body[-3:]] == [None, True, True]
    assert letter.styles["Body Text"].paragraph_format.line_spacing == 1
    texts = [line.text for line in body]
    assert texts[0] == "Kính gửi: Ủy ban nhân dân phường Điện Biên Phủ" and texts[-1].endswith("./.")


def test_a_letter_says_since_when_a_new_body_is_asked(sent):
    told = {code: docx.Document(sent[code].with_suffix(".docx")).paragraphs for code in ("03127", "cong_an_tinh")}
    rule = {code: next(line.text for line in lines if line.text.startswith("1. ")) for code, lines in told.items()}
    assert (
        "từ ngày 01/7/2025, khi cơ quan, đơn vị bắt đầu hoạt động" in rule["03127"] and "cả năm" in rule["cong_an_tinh"]
    )


def test_a_report_and_a_request_that_were_taken_for_each_other_are_told_by_what_they_are(tmp_path, sent):
    evidence = load("dien-bien")
    (fault,) = form_facts(sent["03127"])[1]
    assert (fault.code, fault.found) == (
        "report_is_request",
        "python3 run.py intake request 03127-phuong-dien-bien-phu.xlsx",
    )
    book = openpyxl.Workbook()
    book.create_sheet(KEYS_SHEET)
    book.save(tmp_path / "bao-cao.xlsx")
    (fault,) = read_answer(tmp_path / "bao-cao.xlsx", evidence, "dien-bien").reading.problems
    assert (fault.code, fault.found) == ("request_is_report", "python3 run.py intake report bao-cao.xlsx")


def test_a_number_that_is_shown_rounded_is_told_as_it_is(received):
    files, *_ = received
    (fault,) = (problem for problem in files["request_not_whole"].refused)
    assert fault.found == "4,6"


def test_everybody_who_has_not_answered_is_named(capsys):
    tell_answered(load("dien-bien"), YEAR)
    told = capsys.readouterr().out
    assert all(one.name.vi in told for one in respondents_of(load("dien-bien"), YEAR))


def without_facts(book):
    del book[request_sheet.FACTS_SHEET]


def with_a_copy(book):
    book.copy_worksheet(book.worksheets[1])


@pytest.mark.parametrize(("code", "change"), [("not_a_request", without_facts), ("request_sheets", with_a_copy)])
def test_a_form_without_its_hidden_sheet_or_with_two_to_fill_in_is_refused(tmp_path, code, change):
    evidence = load("dien-bien")
    path = tmp_path / "a.xlsx"
    path.write_bytes(request_workbook(evidence, respondents_of(evidence, YEAR)[0], DUE, "dien-bien"))
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    reading = read_answer(path, evidence, "dien-bien").reading
    assert [problem.code for problem in reading.problems] == [code] and not reading.taken
