"""An office's year as docs/nam-cong-tac.md gives it: its commands in their order, on a copy of the project.

All that is filled in and written is made up.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from .intake import word_files as word
from .intake.made_up import commune_values, fill_form

ROOT = Path(__file__).parents[1]
VI, EN = ROOT / "docs/nam-cong-tac.md", ROOT / "docs/office-year.md"
FENCED = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A ward that the page names, two communes that answer as they should, and one that fills in another one's form.
WARD, GOOD, WRONG = "03151-phuong-muong-lay", ("03158-xa-sin-thau", "03160-xa-muong-nhe"), "03162-xa-nam-ke"
EXAMPLE = "request-0123456789"


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

    def fill(self, stem, form=None, seed=0, change=None):
        """A form that comes back: that of a commune, or another one's under its name."""
        sent, came = self.place / "requests/dien-bien/2025", self.place / "tra-loi"
        came.mkdir(exist_ok=True)
        fill_form(sent / f"{form or stem}.xlsx", came / f"{stem}.xlsx", commune_values(seed), change)

    def intake_of(self, stem):
        """The name of the intake of a file in the list, as a person reads it there."""
        return next(line.partition(":")[0] for line in self.said.splitlines() if f"{stem}.xlsx" in line)

    def report(self, year, ending):
        return self.place / f"reports/dien-bien/annual_report-{year}.vi.{ending}"


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def test_both_pages_give_the_same_commands():
    alike = [re.sub(r" --only-language \w+|tra-loi|answers", "", " ".join(commands_of(page))) for page in (VI, EN)]
    assert alike[0] == alike[1] and len(commands_of(VI)) == 13


def test_the_year_works_as_the_page_says(office):
    steps = iter(commands_of(VI))
    _ask_and_answer(office, steps)
    _correct_an_answer(office, steps)
    _build_and_fill(office, steps)
    _record_and_go_on(office, steps)


def _ask_and_answer(office, steps):
    said, status = office.run(next(steps))
    assert status == 0 and "tệp gửi" in said
    office.fill(WARD, seed=1, change=lambda book, rows: book.worksheets[1].cell(5, 7, "1.850"))
    office.fill(GOOD[0], seed=2)
    office.fill(GOOD[1], seed=3)
    office.fill(WRONG, form=GOOD[1], seed=4)
    (office.place / "tra-loi/03163-xa-muong-toong.csv").write_text("Biểu;STT", encoding="utf-8")
    said, status = office.run(next(steps))
    assert status == 1 and "3 tệp đã nhận, 0 đã nhận trước đây, 0 trống, 2 không nhận" in said
    assert "“1.850” có thể hiểu là hai con số khác nhau" in said
    assert "tên tệp là của Xã Nậm Kè, nhưng biểu bên trong là của Xã Mường Nhé" in said
    assert "03163-xa-muong-toong.csv. Mở từng tệp bằng Excel" in said


def _correct_an_answer(office, steps):
    _, status = office.run(next(steps))
    old = office.intake_of(WARD)
    office.fill(WARD, seed=1)
    command = next(steps)
    assert status == 0 and EXAMPLE in command
    assert office.run(command)[0].startswith(f"Không có lượt nhận nào tên là “{EXAMPLE}”")
    assert office.run(command.replace(EXAMPLE, old))[1] == 0
    said, status = office.run(next(steps))
    assert status == 0 and "nhận 105/105 ô" in said
    said, _ = office.run(next(steps))
    missing = said.partition("Chưa trả lời (47): ")[2].split(", ")
    assert "3/45 xã, phường" in said and len(missing) == 45 + 5 - 3 and missing[0] == "Công an tỉnh Điện Biên"


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
    assert "lời giả để thử" in page and "cộng từ 3/45 xã, phường báo cáo" in page
    said, _ = office.run(next(steps))
    assert "1 còn đúng, 0 đã cũ" in said


def _record_and_go_on(office, steps):
    assert office.run(next(steps))[1] == 0 and next(steps, None) is None
    (row,) = set(re.findall(r"`(2026,)`", VI.read_text(encoding="utf-8")))
    with (office.place / "data/dien-bien/annual_reports.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    office.fill("03164-xa-quang-lam", seed=5)
    office.run("intake request tra-loi/03164-xa-quang-lam.xlsx --data dien-bien --year 2025")
    build = next(command for command in commands_of(VI) if command.startswith("build"))
    assert office.run(build.replace("2025", "2026"))[1] == 0, office.said
    page = office.report(2026, "html").read_text(encoding="utf-8")
    changes = page.partition("Thay đổi của báo cáo năm 2026 so với báo cáo năm 2025")[2].partition("</table>")[0]
    assert "Số liệu của kỳ trước được sửa." in changes
    assert "Nguồn của số liệu kỳ trước" not in changes
