"""A made-up register becomes reports on areas by the commands that are printed, and everything of it says that it is
made up."""

import csv
import io
import shlex
import zipfile

import pytest
from click.testing import CliRunner

from bvte.cli import main
from bvte.evidence.check import check_folder
from bvte.evidence.internal import internal
from bvte.evidence.load import data_folders, load, project_root
from bvte.evidence.spoken_folder import UNSPOKEN, speak_of, speaking_of
from bvte.presentation.handling import handling_mark
from bvte.publishing.making import render_report
from bvte.publishing.practice import practice_files
from bvte.publishing.report import ReportTask, plan_reports

pytest.importorskip("duckdb", reason="the extra “register” (duckdb) is not installed")
SAID = "SỐ BỊA ĐỂ TẬP LÀM"


@pytest.fixture(scope="module")
def practised(tmp_path_factory):
    """The folder of made-up figures, after the commands that are printed, and those that were not run: the builds."""
    out = tmp_path_factory.mktemp("practice") / "tap lam"
    with speaking_of(UNSPOKEN):
        told = CliRunner().invoke(main, ["practice", str(out), "--data", data_folders()[0]])
        assert told.exit_code == 0, told.output
        commands = [shlex.split(line)[2:] for line in told.output.splitlines() if line.startswith("python3 run.py ")]
        for command in commands[:2]:
            done = CliRunner().invoke(main, command)
            assert done.exit_code == 0, done.output
    return out / "made-up", commands[2:]


def test_the_same_children_are_made_up_each_time_and_every_row_says_so():
    evidence = load(data_folders()[0])
    files = practice_files(evidence)
    assert files == practice_files(evidence) != practice_files(evidence, seed=2)
    rows = list(csv.DictReader(io.StringIO(files["register.csv"].decode("utf-8-sig"))))
    assert len(rows) > 1000 and {row["ghi_chu"] for row in rows} == {"số bịa / made up"}


def test_a_commune_with_another_territory_is_compared_over_no_merger(practised):
    folder, _ = practised
    assert "territory_break_missing" not in [problem.code for problem in check_folder(folder)]


def test_the_commands_are_those_of_the_program_and_nothing_is_written_twice(practised):
    folder, builds = practised
    assert [command[:2] for command in builds] == [["build", str(folder)]] * 2
    known = {option for parameter in main.commands["build"].params for option in parameter.opts}
    assert {word for command in builds for word in command if word.startswith("--")} <= known
    again = CliRunner().invoke(main, ["practice", str(folder.parent), "--data", data_folders()[0]])
    assert again.exit_code == 1 and str(folder.parent) in again.output


def test_every_form_of_a_report_says_that_it_is_made_up(practised):
    folder, _ = practised
    with speaking_of(UNSPOKEN), internal(True):
        reports = plan_reports(load(str(folder)), str(folder), "area_comparison", language="vi")
        assert reports and all("số bịa" in report.place for report in reports)
        outcome = render_report(ReportTask(reports[-1], str(project_root() / "notebooks")))
    assert outcome.failure is None, outcome.failure
    assert "số bịa" in outcome.about["province"]
    files = {path.rpartition(".")[2]: made for path, made in outcome.files.items()}
    page = files["html"].decode()
    charts = page.split("<figure")[1:]
    assert SAID in page.partition("<main")[0] and "[SỐ BỊA]" in page
    assert charts and all(SAID in chart.partition("</svg>")[0] for chart in charts)
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as word:
        assert any(SAID in word.read(name).decode() for name in word.namelist() if "header" in name or "footer" in name)
    lines = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert lines and all(SAID in line["Lưu ý khi dùng"] for line in lines)


def test_figures_of_a_real_folder_are_not_marked(practised):
    folder, _ = practised
    with speaking_of(UNSPOKEN):
        load(str(folder))
        assert SAID in handling_mark()
        speak_of(UNSPOKEN)
        load(data_folders()[0])
        assert handling_mark() == ""
