"""What an office's machine has or lacks: folders elsewhere, a full disk, no browser, faulty rows, reports sent on."""

import errno
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bvte import cli
from bvte.evidence import placing
from bvte.evidence.language import activate, speaking
from bvte.evidence.load import project_root
from bvte.evidence.problem import Problem
from bvte.presentation.problems import system_words, text
from bvte.publishing import build, commands
from bvte.publishing.failure import Failure, failure_files
from bvte.publishing.report import Report, plan_reports
from bvte.publishing.unplaced import without_folders

from ..conftest import no_printer
from .conftest import report_of

ASKED = ("--notebook", "phase_evaluation", "--programme", "cpp_2016_2020_db")


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own with the real data and notebooks."""
    root = tmp_path / "project"
    for name in ("data/dien-bien", "data/national", "notebooks"):
        shutil.copytree(project_root() / name, root / name)
    for module in ("evidence.load", "publishing.commands", "publishing.inputs"):
        monkeypatch.setattr(f"bvte.{module}.project_root", lambda: root)
    shutil.copy(project_root() / "requirements.lock", root)
    return root


# A data folder elsewhere ------------------------------------------------------------------------------------------


def test_a_folder_by_absolute_path_becomes_reports_that_name_nothing_of_the_machine(tmp_path):
    place = tmp_path / "of somebody" / "dien-bien-2"
    shutil.copytree(project_root() / "data/dien-bien", place)
    from bvte.evidence.load import load

    (report,) = plan_reports(load(place), str(place), "phase_evaluation", programme="cpp_2016_2020_db", language="en")
    (outcome,) = build.build_reports([report], project_root() / "notebooks", tmp_path / "reports", jobs=1)
    assert outcome.failure is None
    page = tmp_path / "reports/dien-bien-2/phase_evaluation-cpp_2016_2020_db.en.html"
    written = page.read_text(encoding="utf-8") + (tmp_path / "reports/ledger.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in written and "of somebody" not in written
    assert "python3 run.py build …/dien-bien-2 --notebook phase_evaluation" in written


@pytest.mark.parametrize("given", [".", "..", "workshops/..", "./"])
def test_a_folder_by_a_path_from_the_working_folder_keeps_its_name(tmp_path, monkeypatch, given):
    place = tmp_path / "dien-bien-2"
    shutil.copytree(project_root() / "data/dien-bien", place)
    (place / "workshops").mkdir(exist_ok=True)
    monkeypatch.chdir(place / "workshops" if given == ".." else place)
    (name,) = cli.folders([given])
    assert name == str(place)
    report = Report("across_phases", {"area": "11", "language": "vi", "data": given}, "")
    assert report.key == "dien-bien-2/across_phases-11.vi"


def test_a_name_alone_means_the_folder_below_data_from_everywhere(tmp_path, monkeypatch):
    from bvte.evidence.load import data_folder, data_folders

    shutil.copytree(project_root() / "data/dien-bien", tmp_path / "dien-bien")
    monkeypatch.chdir(tmp_path)
    assert cli.folders(["dien-bien"]) == ["dien-bien"] and cli.folders([]) == data_folders()
    assert data_folder("dien-bien") == (project_root() / "data/dien-bien").resolve()
    assert data_folder("./dien-bien") == data_folder(tmp_path / "dien-bien") == tmp_path / "dien-bien"
    assert cli.folders([str(project_root() / "data/dien-bien")]) == ["dien-bien"]


def test_a_copy_that_would_stand_in_the_place_of_another_is_refused(tmp_path):
    shutil.copytree(project_root() / "data/dien-bien", tmp_path / "dien-bien")
    for command in ("build", "status", "verify"):
        refused = run(command, str(tmp_path / "dien-bien"))
        assert refused.exit_code == 2 and "Give the copy another name" in refused.output
    assert run("check", str(tmp_path / "dien-bien")).exit_code == 0


def test_an_installation_without_data_says_that_a_path_may_be_given(tmp_path, monkeypatch):
    from bvte.evidence.load import data_folder

    monkeypatch.setattr("bvte.evidence.load.project_root", lambda: tmp_path)
    for arguments in (["check"], ["status"], ["build"]):
        told = run(*arguments)
        assert told.exit_code == 2 and "Hãy cho đường dẫn" in told.output and "Give the path" in told.output
    with pytest.raises(FileNotFoundError, match="a path may be given"):
        data_folder("nowhere")
    copy = tmp_path / "elsewhere" / "somewhere"
    shutil.copytree(project_root() / "data/dien-bien", copy)
    refused = run("build", str(copy))
    assert refused.exit_code == 2 and "python3 run.py build" in refused.output


@pytest.mark.parametrize("words", ["requests 2025 {}", "requests 2025 {} --answers", "record {} 2025", "build {}"])
def test_rows_that_cannot_be_read_are_told_by_every_command(tmp_path, words):
    """The row of a new year without its comma."""
    folder = tmp_path / "dien-bien-2"
    shutil.copytree(project_root() / "data/dien-bien", folder)
    with (folder / "annual_reports.csv").open("a", encoding="utf-8") as rows:
        rows.write("2026\n")
    told = run(*words.format(folder).split())
    assert told.exit_code == 1 and isinstance(told.exception, SystemExit)
    assert "annual_reports.csv, dòng 6" in told.output and "phải có dấu phẩy" in told.output


# No browser -------------------------------------------------------------------------------------------------------


def test_a_report_made_without_a_browser_is_made_with_its_pdf_when_one_comes(project, monkeypatch):
    from bvte.publishing.forms import pdf

    if pdf.printing_obstacle():
        pytest.skip("no browser on this machine")
    asked = (*ASKED, "--only-language", "vi")
    printed = project / "reports/dien-bien/phase_evaluation-cpp_2016_2020_db.vi.pdf"
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "/nonexistent")
        first = run("build", *asked)
        assert first.exit_code == 0 and "Không có PDF" in first.stderr
        assert f"chưa có tệp dien-bien/{printed.name}" in run("status", *asked).stdout
        # Without a browser it is not made again each time.
        assert "0 báo cáo đã lập, 1 báo cáo còn đúng" in run("build", *asked).stderr
    assert not printed.exists()
    assert "nay lập được" in run("status", *asked).stdout
    assert "1 báo cáo đã lập" in run("build", *asked).stderr
    assert printed.read_bytes().startswith(b"%PDF")
    assert "0 báo cáo đã lập" in run("build", *asked).stderr


# A file that is open in Excel ----------------------------------------------------------------------------------------


@no_printer()
def test_a_workbook_that_is_open_in_excel_holds_up_itself_alone(project, monkeypatch):
    only = ("--only-language", "vi")
    asked = ("--notebook", "annual_report", "--year", "2020", *only)
    held = project / "reports/dien-bien/annual_report-2020.vi.xlsx"
    assert run("build", *asked).exit_code == 0
    old = held.read_bytes()
    plain = Path.replace

    def replace(self, target):
        if str(target).endswith(held.name):
            raise PermissionError(13, "used by another process", str(target))
        return plain(self, target)

    with (project / "data/dien-bien/narrative/2020/I-1.vi.md").open("a", encoding="utf-8") as text:
        text.write("\nMột câu thêm vào để thử.\n")
    from bvte.publishing.inputs import inputs_of

    inputs_of.cache_clear()
    held.write_bytes(old + b"filled in Excel")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        patch.setattr(
            Path, "rename", lambda self, target: replace(self, target) if self != held else replace(self, self)
        )
        told = run("build", *asked, "--force")
        assert told.exit_code == 0 and "1 báo cáo đã lập, 0 báo cáo còn đúng, 0 báo cáo bị lỗi." in told.stderr
        assert "annual_report-2020.vi.xlsx đang mở trong chương trình khác: hãy đóng tệp trong Excel" in told.stderr
        assert held.read_bytes() == old + b"filled in Excel"
        new = held.with_name("annual_report-2020.vi.ban-moi.xlsx")
        listed = (project / "reports/index.html").read_text(encoding="utf-8")
        assert f'href="dien-bien/{new.name}"' in listed and f'href="dien-bien/{held.name}"' not in listed
        assert run("build", "--notebook", "across_phases", *only).exit_code == 0
        told = run("status", *asked)
        assert told.exit_code == 1 and "hãy đóng tệp trong Excel" in told.stdout
    made = new.read_bytes()
    told = run("build", *asked)
    assert "1 báo cáo đã lập, 0 báo cáo còn đúng" in told.stderr and not new.exists()
    assert held.read_bytes() == made
    (kept,) = (project / "reports/dien-bien").glob("*.da-sua-*.xlsx")
    assert (
        kept.read_bytes() == old + b"filled in Excel" and f"intake report reports/dien-bien/{kept.name}" in told.stderr
    )
    told = run("status", *asked)
    assert told.exit_code == 0 and kept.name in told.stdout


# What a command says goes nowhere ------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a POSIX shell")
@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (">/dev/full", 1),
        (">/dev/full 2>/dev/full", 1),
        (">&-", 0),
        (">&- 2>&-", 0),
        ("<&- >&- 2>&-", 0),
        ("| true", None),
    ],
)
def test_an_output_that_cannot_be_written_ends_in_a_sentence(tmp_path, streams, code):
    command = f'"{sys.executable}" -m bvte.cli intakes list {streams}'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
    assert code is None or done.returncode == code
    assert ("No space left on device" in done.stderr) == (streams == ">/dev/full")


def test_a_file_that_is_opened_where_a_stream_was_closed_does_not_get_its_number(tmp_path):
    opens = "print(open('/dev/null').fileno(), file=open('n', 'w'))"
    script = f"from bvte.publishing.console import open_streams; open_streams(); {opens}"
    command = f'"{sys.executable}" -c "{script}" <&- >&- 2>&-'
    subprocess.run(["/bin/sh", "-c", command], check=True, timeout=60, cwd=tmp_path)
    assert int((tmp_path / "n").read_text()) > 2


# Faulty rows and folders ---------------------------------------------------------------------------------------------

FAULTS = {
    "a kind that is none": ("programmes.csv", "broken,x,x,no_such_kind,province,11,2001,2002,,,closed,,,,\n"),
    "an area that is none": ("programmes.csv", "broken,x,x,child_protection,province,nowhere,2001,2002,,,closed,,,,\n"),
    "too few cells": ("sources.csv", "one\n"),
    "no area for a report": ("annual_reports.csv", "1900\n"),
    "not a letter": ("observations.csv", b"\xff\xfe\x00"),
    "no YAML": ("indicators.yml", "\t- [\n"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_status_and_build_tell_faulty_rows_in_the_same_words(project, fault):
    file, added = FAULTS[fault]
    path = project / "data/dien-bien" / file
    there = path.read_bytes() if path.exists() else b""
    path.write_bytes(there + (added if isinstance(added, bytes) else added.encode()))
    told = [run(command, *ASKED) for command in ("status", "build")]
    assert [result.exit_code for result in told] == [1, 1]
    assert told[0].stderr == told[1].stderr and file in told[0].stderr
    assert all(isinstance(result.exception, SystemExit) for result in told)


# A map of a made-up table.
MAP = """source: {title: "[thử]", publisher: "[thử]", kind: statistics, address: 'https://example.org/'}
facts: {indicator: children_under16_count, statistic: level, unit: children, area: '11'}
tables:
- headings: 1
  rows: 2-
  columns:
  - {at: Năm, is: period}
  - {at: Trẻ em}
"""
# Every other command that reads a folder: those that only make or keep what rests on all of it, and those that
# need what can be read.
READING = (
    ("requests", "2025", "dien-bien", "--answers"),
    ("record", "dien-bien", "2025"),
    ("explore", "--data", "dien-bien"),
)
TAKING = (("map", "TABLE"), ("intake", "table", "TABLE"), ("intakes",))


def without_province(text):
    return text.replace(b",province,", b",district,")


def without_its_area(text):
    return text.replace(b"\n11,", b"\n12,")


# What is done to a file of a folder as a whole.
SPOILT = {
    "no programme of the province": ("programmes.csv", without_province),
    "no row of the province": ("../national/areas.csv", without_its_area),
    "no YAML": ("indicators.yml", lambda text: b"\t- [\n"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_no_command_ends_in_a_traceback_because_of_a_folder(project, tmp_path, spoilt):
    file, change = SPOILT[spoilt]
    path = project / "data/dien-bien" / file
    path.write_bytes(change(path.read_bytes() if path.exists() else b""))
    table = tmp_path / "a.csv"
    table.write_text("Năm,Trẻ em\n2024,5\n", encoding="utf-8")
    for words in (*READING, *TAKING):
        result = run(*(str(table) if word == "TABLE" else word for word in words))
        assert result.exception is None or isinstance(result.exception, SystemExit), words
        # A province that the catalogue has no row of joins nothing of it: what then lacks is told in every file.
        assert words in TAKING or (result.exit_code == 1 and Path(file).name in result.output), words
        table.with_name("a.csv.map.yml").write_text(MAP, encoding="utf-8")


@pytest.mark.parametrize("content", ["[]", "null", "", "{"])
def test_what_an_earlier_edition_kept_of_the_files_stops_nothing(project, content):
    (project / "reports").mkdir()
    (project / "reports/.seen.json").write_text(content)
    assert commands.run_build([], (), jobs=1) == 0
    assert commands.show_status([], ()) == 0


@pytest.mark.parametrize("harm", ["a folder", "[]", "null", "\0", '{"format": 1, "reports": [], "rows": {}}'])
def test_a_ledger_that_is_none_stops_nothing(project, harm, capsys):
    activate("en")
    path = project / "reports/ledger.json"
    path.parent.mkdir()
    path.mkdir() if harm == "a folder" else path.write_text(harm)
    assert commands.show_status([], ()) == 1
    assert "the ledger cannot be read" in capsys.readouterr().out
    assert commands.run_build([], (), jobs=1) == 0
    assert "ledger.broken.json" in capsys.readouterr().err
    assert commands.show_status([], ()) == 0


def test_record_where_nothing_may_be_written_is_a_sentence(project, monkeypatch):
    def refuse(*arguments):
        raise PermissionError(13, "Permission denied", "editions/2025.csv")

    monkeypatch.setattr(placing, "write_bytes", refuse)
    told = run("record", "dien-bien", "2025")
    assert told.exit_code == 1 and "editions/2025.csv" in told.output and "không có quyền" in told.output
    shutil.rmtree(project / "data/dien-bien/editions")
    (project / "data/dien-bien/editions").write_text("a file in the way")
    told = run("record", "dien-bien", "2025")
    assert told.exit_code == 1 and isinstance(told.exception, SystemExit)
    assert "Không ghi được editions/2025.csv" in told.output


# What is sent on --------------------------------------------------------------------------------------------------


def test_the_log_names_no_machine(tmp_path):
    from bvte.publishing.report import Outcome

    origin = build.origin_of(report_of(), project_root() / "notebooks")
    build.put_outcome(Outcome(report_of(), {report_of().file("html"): b"x"}, {}), origin, tmp_path)
    (line,) = (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line).keys() == {"at", "report", "seconds", "failed"}
    assert not platform.node() or platform.node() not in line


FOLDERS = [
    str(project_root()),
    str(Path.home() / "Báo cáo của tôi"),
    "/srv/nguyen van a/x",
    "C:\\Users\\An",
    "\\\\may\\chung",
]


def test_what_a_failure_leaves_names_no_folder_of_the_machine(outcome_of, tmp_path):
    path = tmp_path / "a folder" / "x.csv"
    failure = outcome_of("import os; print(os.getcwd())", f"open({str(path)!r})").failure
    files = failure_files(report_of(), failure, last=False)
    assert "x.csv" in files["dien-bien/evidence_review-11.vi.failed.html"].decode()
    for content in files.values():
        assert str(tmp_path) not in content.decode() and str(project_root()) not in content.decode()
    assert len(files) == 2


@pytest.mark.parametrize("kind", ["cell", "write", "form", "page"])
def test_the_page_of_a_failure_says_the_name_of_a_file_and_not_where_it_lies(kind):
    place = f"'{project_root()}/reports/a.docx'"
    said = f"PermissionError: {place} and \x1b[32m/opt/of somebody/b.py:3\x1b[0m and C:\\Users\\An\\c.xlsx"
    (page,) = failure_files(report_of(), Failure(kind, said, said), last=True).values()
    text = page.decode()
    assert all(name in text for name in ("reports/a.docx", "c.xlsx"))
    assert not any(part in text for part in (str(project_root()), "/opt/", "C:\\", "Users"))


def test_an_address_is_no_folder():
    said = "see https://example.org/a/b/c and text/html, 3/4 or và/hoặc; <b>x</b>"
    assert without_folders(said) == said


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        (errno.EACCES, "không có quyền", "permission denied"),
        (errno.EISDIR, "đây là một thư mục", "it is a folder"),
        (errno.ENOSPC, "đĩa đã đầy", "the disk is full"),
        (errno.EXDEV, os.strerror(errno.EXDEV), os.strerror(errno.EXDEV)),
    ],
)
def test_why_a_file_cannot_be_opened_is_said_in_one_language(code, vi, en):
    for language, words in (("vi", vi), ("en", en)):
        with speaking(language):
            assert system_words(OSError(code, os.strerror(code))) == words
            assert f"({words})" in text(Problem("file_not_opened", "a.csv", None, "", os.strerror(code)))
