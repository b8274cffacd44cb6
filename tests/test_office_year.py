"""An office's year as docs/nam-cong-tac.md gives it: its commands in their order, on a copy of the project.

All 45 communes and three agencies answer, with faults planted in most of their files; all that is filled in and written
is made up, and marked so in each form.
"""

import os
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from bvte.evidence.load import load
from bvte.judgement.annual import annual
from bvte.presentation.annual_annex import changes_table

from .conftest import no_printer
from .intake import planted as fault
from .intake import word_files as word
from .intake.made_up import commune_values, fill_form
from .languages import said_in
from .shown import told

ROOT = Path(__file__).parents[1]
VI, EN = ROOT / "docs/nam-cong-tac.md", ROOT / "docs/office-year.md"
FENCED = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A ward that the page names, and a commune that sends no form of the year before the report is sent.
WARD, LATE = "03151-phuong-muong-lay", "03163-xa-muong-toong"
EXAMPLE = "request-0123456789"
BOYS, GIRLS = "children_under16_boys", "children_under16_girls"
G5 = "[Số liệu], dòng 5, cột G (Số liệu)"
NUMBER_ASKED = (
    "không phải con số: ghi 0 nếu không có trường hợp nào, để trống nếu chưa có số liệu, "
    "còn lại chỉ ghi chữ số, ví dụ 1850."
)
# What is planted in the form of a commune -> what must be told of its file: where, what was found, what is allowed.
PLANTED = {
    fault.typed(
        BOYS, "1.234"
    ): f"{G5}: “1.234” có thể hiểu là hai con số khác nhau; viết 1234 hoặc ghi đủ phần thập phân.",
    fault.typed(BOYS, "không có"): f"{G5}: “không có” {NUMBER_ASKED}",
    fault.typed(BOYS, "12 trẻ em"): f"{G5}: “12 trẻ em” {NUMBER_ASKED}",
    fault.typed(BOYS, "<10"): f"{G5}: “<10” {NUMBER_ASKED}",
    fault.typed(BOYS, "2O"): f"{G5}: “2O” {NUMBER_ASKED}",
    fault.typed(BOYS, datetime(2025, 12, 1), number_format="dd/mm/yyyy"): f"{G5}: “01/12/2025” {NUMBER_ASKED}",
    fault.typed(BOYS, -3): f"{G5}: giá trị -3 nằm ngoài giới hạn cho phép (≥ 0).",
    fault.typed(BOYS, 1e30): f"{G5}: giá trị 1E+30 nằm ngoài giới hạn cho phép (< 1.000.000.000.000).",
    fault.typed(BOYS, 4.6): f"{G5}: dòng này hỏi số lượng nên phải là số nguyên, ô đang chứa 4,6; "
    "nếu dấu đó ngăn hàng nghìn thì bỏ đi, ghi liền các chữ số.",
    fault.typed(
        BOYS, 0.12, number_format="0%"
    ): f"{G5}: ô ghi “12%” là tỷ lệ phần trăm, trong khi dòng này hỏi số lượng; ghi số nguyên, ví dụ 12.",
    fault.typed(BOYS, "#N/A"): f"{G5}: ô đang báo lỗi “#N/A” thay vì một giá trị; hãy ghi giá trị, hoặc để trống.",
    fault.typed(BOYS, "=G4-G6"): f"{G5}: tệp không lưu kết quả của công thức “=G4-G6”; "
    "mở tệp bằng Excel hoặc LibreOffice, lưu lại rồi nhận lại, hoặc ghi con số thay cho công thức.",
    fault.merged(BOYS, GIRLS): f"{G5}: ô bị gộp với ô khác; hãy bỏ gộp ô và ghi riêng từng dòng.",
    fault.beside(BOYS, "F", 1500): "[Số liệu], dòng 5, cột F (Số đã công bố): “1500” nằm ngoài các cột để ghi "
    "nên không được nhận; số liệu ghi vào cột G (Số liệu).",
    fault.unfilled(BOYS, "source", "chưa thống kê"): "[Số liệu], dòng 5, cột H (Nguồn): dòng có ghi “chưa thống kê” "
    "nhưng ô số liệu để trống; nếu không có trường hợp nào thì ghi 0.",
    fault.typed(BOYS, "Ông Nguyễn Văn A cung cấp", "remark"): "[Số liệu], dòng 5, cột I (Ghi chú): “Ông Nguyễn Văn A” "
    "có thể là tên người, số điện thoại hoặc thư điện tử; ô này không được giữ lại, số liệu của dòng vẫn được nhận.",
    fault.typed(
        BOYS, "nghìn trẻ em", "unit"
    ): "[Số liệu], dòng 5, cột D (Đơn vị tính): đơn vị tính đã bị đổi từ “trẻ em” "
    "thành “nghìn trẻ em”; hãy ghi số theo đúng đơn vị tính của biểu.",
    fault.typed(
        BOYS, "Trẻ em gái", "name"
    ): "[Số liệu], dòng 5, cột C (Chỉ tiêu): dòng ghi “Trẻ em gái”, nhưng mã ẩn là của "
    "“Trẻ em trai”: dòng đã bị dời hoặc sửa tên; hãy ghi vào một biểu còn nguyên.",
    fault.typed(BOYS, None, "key"): "[Số liệu], dòng 5, cột C (Chỉ tiêu): mã ẩn của dòng “Trẻ em trai” đã bị xóa "
    "nên không nhận được số; hãy chép số sang một biểu còn nguyên.",
    fault.added: "[Số liệu], dòng 109, cột C (Chỉ tiêu): dòng “Trẻ em học lớp xóa mù chữ” không có trong biểu đã gửi "
    "nên không được nhận; ghi số vào dòng có sẵn của chỉ tiêu đó, nếu không có dòng nào thì xóa dòng này.",
    fault.twice(BOYS): "[Số liệu], dòng 109, cột C (Chỉ tiêu): dòng “Trẻ em trai” có hai lần trong biểu; "
    "dòng sau không được nhận.",
    fault.extra_sheet: ", trang “Sheet1”: trang tính này được thêm vào nên không được đọc (1 ô có nội dung); "
    "số liệu phải ghi vào các ô màu vàng của các trang có sẵn.",
    fault.typed(
        "children_under6_count", 1
    ): "[Số liệu], dòng 7, cột G (Số liệu): “Dưới 6 tuổi” ghi 1, nhỏ hơn nhiều so với ",
    fault.typed(
        "orphaned_boys", 90
    ): "[Số liệu], dòng 22, cột G (Số liệu): “Trẻ em mồ côi cả cha và mẹ: Trai” ghi 90, lớn hơn "
    "“Trẻ em mồ côi cả cha và mẹ: Số trẻ em” chứa nó (nhiều nhất là ",
    fault.typed(
        "injury_cases", 4000
    ): "[Số liệu], dòng 102, cột G (Số liệu): “Trẻ em bị tai nạn, thương tích” ghi 4.000, khác xa số trung vị 40 của ",
    fault.typed(
        "at_risk_count", 3
    ): "[Số liệu], dòng 101, cột G (Số liệu): “Trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt” ghi 3, "
    "nhỏ hơn nhiều so với số trung vị 300 của ",
}
# The same in forms that are refused as a whole, and come back filled in rightly.
REFUSED = {
    fault.title(
        "Xã Mường Chà"
    ): ": tiêu đề của trang là “Biểu thu thập số liệu về trẻ em năm 2025: Xã Mường Chà”, nhưng mã ẩn ",
    fault.fact(
        "respondent", "03124"
    ): ": “03124” không có trong các cơ quan, đơn vị được đề nghị cung cấp số liệu năm 2025: ",
    fault.fact("year", "2024"): ": biểu này là của năm “2024”, trong khi đang nhận số liệu năm 2025.",
    fault.fact("data", "son-la"): ": biểu này được lập cho thư mục dữ liệu “son-la”, không phải “dien-bien”.",
}
# Agency -> what it fills in, and what must be told of that.
AGENCIES = {
    "cong-an-tinh-dien-bien": (
        {
            "child_abuse_cases": 9,
            "child_abuse_victims": 10,
            "child_abuse_victims_boys": 3,
            "child_abuse_victims_girls": 8,
            "road_traffic_deaths": "3 em",
        },
        (
            "[Số liệu], dòng 7, cột G (Số liệu): “Trẻ em bị xâm hại” ghi 10, nhưng 2 phần của nó (G12, G13) "
            "cộng lại là 11.",
            f"[Số liệu], dòng 20, cột G (Số liệu): “3 em” {NUMBER_ASKED}",
        ),
    ),
    "so-giao-duc-va-dao-tao": (
        {"school_sanitation_rate": 120, "safe_schools_count": 12.5, "nursery_attendance_rate": 0.9},
        (
            "[Số liệu], dòng 4, cột G (Số liệu): tỷ lệ 120,0% vượt quá 100%.",
            "[Số liệu], dòng 5, cột G (Số liệu): dòng này hỏi số lượng nên phải là số nguyên, ô đang chứa 12,5; ",
            "[Số liệu], dòng 6, cột G (Số liệu): “Trẻ em trong độ tuổi nhà trẻ đến trường” ghi 0,9: là 0,9% hay 90,0%?",
        ),
    ),
    "thong-ke-tinh-dien-bien": (
        {"children_under16_count": 208, "children_under16_share_of_population": 25},
        (
            "[Số liệu], dòng 4, cột G (Số liệu): “Trẻ em dưới 16 tuổi” ghi 208, trong khi năm 2025 là 208.222 ",
            "[Số liệu], dòng 11, cột G (Số liệu): “Tỷ lệ trẻ em dưới 16 tuổi trên dân số” ghi 25,0, "
            "trong khi số đã có của cùng năm là 31,2 ",
        ),
    ),
}


def commands_of(page):
    """The commands of a page in their order, without the program."""
    lines = (line for block in FENCED.findall(page.read_text(encoding="utf-8")) for line in block.splitlines())
    return [line.removeprefix("python3 run.py ") for line in lines]


class Office:
    """A copy of the project and what is done at its desk."""

    def __init__(self, place):
        self.place, self.said = place, ""
        for name in ("data", "notebooks", "src"):
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "requirements.lock", place)

    def run(self, command):
        """Run a command of the page; what it said, and its exit status."""
        program = [sys.executable, "-m", "bvte.cli", *command.split()]
        told = {"PYTHONPATH": str(self.place / "src"), "PYTHONUTF8": "1"}
        done = subprocess.run(program, cwd=self.place, env=os.environ | told, capture_output=True, text=True)
        self.said = done.stdout + done.stderr
        assert "Traceback" not in self.said, self.said
        return self.said, done.returncode

    def fill(self, stem, values, change=None, form=None):
        """A form that comes back: that of a body, or another one's under its name."""
        sent, came = self.place / "requests/dien-bien/2025", self.place / "tra-loi"
        came.mkdir(exist_ok=True)
        fill_form(sent / f"{form or stem}.xlsx", came / f"{stem}.xlsx", values, change)

    def communes(self):
        """The stems of the forms of all communes, in the order of their codes."""
        return sorted(path.stem for path in (self.place / "requests/dien-bien/2025").glob("0*.xlsx"))

    def told(self, stem, message):
        """Whether one line says so of a file, and of that alone."""
        begins = f"{stem}.xlsx" + (message if message[0] in ",:" else f" {message}")
        return sum(begins in line for line in self.said.splitlines()) == 1

    def intake_of(self, stem):
        """The name of the intake of a file in the list, as a person reads it there."""
        return next(line.partition(":")[0] for line in self.said.splitlines() if f"{stem}.xlsx" in line)

    def changes_of(self, year):
        """What the report of a year tells of the one before, as text: without its page, which takes half a minute."""
        return told(changes_table(annual(load(self.place / "data/dien-bien"), year)))

    def report(self, year, ending):
        return self.place / f"reports/dien-bien/annual_report-{year}.vi.{ending}"


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def test_both_pages_give_the_same_commands():
    alike = [re.sub(r" --only-language \w+|tra-loi|answers", "", " ".join(commands_of(page))) for page in (VI, EN)]
    assert alike[0] == alike[1] and len(commands_of(VI)) == 13


@no_printer()
def test_the_year_works_as_the_page_says(office):
    steps = iter(commands_of(VI))
    _ask_and_answer(office, steps)
    _correct_an_answer(office, steps)
    _build_and_fill(office, steps)
    _record_and_go_on(office, steps)


def _ask_and_answer(office, steps):
    """Everybody answers: a ward that is corrected below, a table that is no form, the planted faults, some that are
    right, and in the end one that filled in the form of another commune."""
    said, status = office.run(next(steps))
    assert status == 0 and "tệp gửi" in said
    ward, late, *others = sorted(office.communes(), key=lambda stem: (stem != WARD, stem != LATE, stem))
    faults = dict(zip(others, [*PLANTED.items(), *REFUSED.items()], strict=False))
    seeds = {stem: seed for seed, stem in enumerate(office.communes())}
    assert len(seeds) == 45 and len(faults) == len(PLANTED) + len(REFUSED) >= 30
    office.fill(ward, commune_values(1), fault.typed(BOYS, "1.850"))
    (office.place / f"tra-loi/{late}.csv").write_text("Biểu;STT", encoding="utf-8")
    for stem in others[:-1]:
        office.fill(stem, commune_values(seeds[stem]), faults[stem][0] if stem in faults else None)
    office.fill(others[-1], commune_values(0), form=others[-2])
    for stem, (values, _) in AGENCIES.items():
        office.fill(stem, values)
    command = next(steps)
    said, status = office.run(command)
    back = [stem for stem, (change, _) in faults.items() if change in REFUSED] + [others[-1]]
    kept = len(seeds) - 1 + len(AGENCIES) - len(back)
    assert status == 1
    assert f"{kept} tệp đã nhận, 0 đã nhận trước đây, 0 trống, {len(back) + 1} không nhận" in said
    _all_is_told(office, faults, others)
    assert f"{others[-1]}.xlsx: tên tệp là của " in said and f"{late}.csv. Mở từng tệp bằng Excel" in said
    for stem in back:
        office.fill(stem, commune_values(seeds[stem]))
    said, _ = office.run(command)
    assert f"{len(back)} tệp đã nhận, {kept} đã nhận trước đây, 0 trống, 1 không nhận" in said


def _all_is_told(office, faults, others):
    """Each planted fault in one line of its file, and no error of a file without one."""
    wanted = [(stem, message) for stem, (_, message) in faults.items()]
    wanted += [(stem, message) for stem, (_, messages) in AGENCIES.items() for message in messages]
    assert not [one for one in wanted if not office.told(*one)]
    sound = [stem for stem in others[:-1] if stem not in faults]
    assert sound and not [stem for stem in sound if f"Lỗi: {stem}" in office.said]


def _correct_an_answer(office, steps):
    _, status = office.run(next(steps))
    old = office.intake_of(WARD)
    office.fill(WARD, commune_values(1))
    command = next(steps)
    assert status == 0 and EXAMPLE in command
    assert office.run(command)[0].startswith(f"Không có lượt nhận nào tên là “{EXAMPLE}”")
    assert office.run(command.replace(EXAMPLE, old))[1] == 0
    said, status = office.run(next(steps))
    assert status == 0 and "nhận 105/105 ô" in said
    said, _ = office.run(next(steps))
    missing = said.partition("Chưa trả lời (3): ")[2].strip().rstrip(".").split(", ")
    assert "44/45 đơn vị cấp xã và 3/5 cơ quan" in said
    assert missing == ["Sở Nội vụ", "Sở Dân tộc và Tôn giáo", "Xã Mường Toong"]


def _build_and_fill(office, steps):
    assert office.run(next(steps))[1] == 0
    build = next(steps)
    assert office.run(build)[1] == 0
    book, text = (shutil.copy(office.report(2025, ending), office.place) for ending in ("xlsx", "docx"))
    filled = openpyxl.load_workbook(book)
    filled["Biểu 2"]["D4"] = 3
    filled.save(book)
    assert "Đã nhận 1 ô, không nhận 0 ô" in office.run(next(steps))[0]
    written = docx.Document(text)
    word.write(written, "VI-1", "Đề nghị bố trí kinh phí cho 7913 xã (lời giả để thử).")
    written.save(text)
    said, _ = office.run(next(steps))
    assert "Đã nhận: VI.1. Với Trung ương (1 đoạn)" in said and "7913" in said
    assert next(steps) == build and office.run(build)[1] == 0
    page = office.report(2025, "html").read_text(encoding="utf-8")
    assert "lời giả để thử" in page and "cộng từ 44/45 đơn vị cấp xã báo cáo" in page
    said, _ = office.run(next(steps))
    assert "1 còn đúng, 0 đã cũ" in said


def _record_and_go_on(office, steps):
    assert office.run(next(steps))[1] == 0 and next(steps, None) is None
    (row,) = set(re.findall(r"`(2026,,)`", VI.read_text(encoding="utf-8")))
    with (office.place / "data/dien-bien/annual_reports.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    office.fill(LATE, commune_values(5))
    office.run(f"intake request tra-loi/{LATE}.xlsx --data dien-bien --year 2025")
    changes = said_in("vi", office.changes_of, 2026)
    assert "Báo cáo năm 2025 đã nêu, nay biết về năm 2025" in changes
    assert "Số liệu mà báo cáo năm 2025 đã nêu nay được sửa." in changes
    assert "Nguồn của số liệu mà báo cáo" not in changes
