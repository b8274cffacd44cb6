import shutil
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from bvte import cli
from bvte.evidence.load import data_folder, project_root
from bvte.publishing import build, index
from bvte.publishing.parameters import ParameterError
from bvte.publishing.quality import faults
from bvte.publishing.report import Report


class Named(SimpleNamespace):
    def text(self, field, language):
        return f"{self.code} {field} {language}"


AREAS = {
    "11": Named(code="11", parent="VN"),
    "101": Named(code="101", parent="11"),
    "999": Named(code="999", parent="99"),
}
PROGRAMMES = {
    "nation": SimpleNamespace(id="nation", level="national", area="VN"),
    "phase_1": SimpleNamespace(id="phase_1", level="province", area="11"),
    "plan": SimpleNamespace(id="plan", level="district", area="101"),
    "elsewhere": SimpleNamespace(id="elsewhere", level="district", area="999"),
}
EVIDENCE = SimpleNamespace(
    areas=AREAS,
    programmes=PROGRAMMES,
    province=AREAS["11"],
    annual_reports={2024: "a row", 2025: "another"},
    agencies={"office": "a row", "office_2025": "another"},
    agency_on=lambda day: SimpleNamespace(id=f"office_{day.year}" if day.year > 2024 else "office"),
    area=AREAS.get,
    targets_of=lambda programme: ["a target"] if programme == "phase_1" else [],
)


def names(**asked):
    return [report.path.as_posix() for report in build.plan(EVIDENCE, "here", **asked)]


def test_the_rows_decide_which_reports_there_are():
    assert names() == [
        f"here/{name}.{language}.html"
        for name in (
            "phase_evaluation-phase_1", "phase_evaluation-plan", "target_audit-phase_1",
            "annual_report-2024", "annual_report-2025", "across_phases-11", "evidence_review-11",
        )
        for language in ("vi", "en")
    ]  # fmt: skip


def test_a_report_knows_its_area_its_twin_and_its_command():
    report = build.plan(EVIDENCE, "here", programme="plan", language="en")[0]
    assert report.values == {"programme": "plan", "area": "101", "language": "en", "data": "here"}
    assert (report.place, report.setting.twin) == ("101 name en", "phase_evaluation-plan.vi.html")
    assert report.setting.index == "../index.en.html"
    asked = "build here --notebook phase_evaluation --programme plan --language en"
    assert report.command == f"python3 run.py {asked}"


def test_a_yearly_report_is_sent_by_the_agency_of_the_last_day_of_its_year():
    reports = build.plan(EVIDENCE, "here", notebook="annual_report", language="vi")
    assert [(r.values["year"], r.values["agency"]) for r in reports] == [
        (2024, "office"),
        (2025, "office_2025"),
    ]


def test_only_what_was_asked_for_is_planned():
    assert names(programme="plan", language="vi") == ["here/phase_evaluation-plan.vi.html"]
    assert names(programme="phase_1", language="vi")[1] == "here/target_audit-phase_1.vi.html"
    assert names(notebook="across_phases", language="en") == ["here/across_phases-11.en.html"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"programme": "phase_2"}, "“phase_2”; có phải ý bạn là “phase_1”?"),
        ({"programme": "nation"}, "không có giá trị “nation”"),
        ({"notebook": "across_phase"}, "có phải ý bạn là “across_phases”?"),
        ({"notebook": "annual_report", "programme": "plan"}, "annual_report: không có tham số “programme”"),
        ({"notebook": "across_phases", "programme": "plan"}, "across_phases: không có tham số “programme”"),
    ],
)
def test_what_does_not_exist_is_refused_before_anything_runs(asked, said):
    with pytest.raises(ParameterError) as refusal:
        build.plan(EVIDENCE, "here", **asked)
    assert said in str(refusal.value)


@pytest.fixture
def workshop(tmp_path, notebook_of):
    """A folder with a notebook that works, one that fails, and one whose page has a fault."""
    here = project_root() / "tests" / "publishing"
    notebook_of("1 / 0", name="across_phases")
    notebook_of("1 + 1", name="evidence_review")
    for name in ("phase_evaluation", "target_audit"):
        shutil.copy(here / "sample.ipynb", tmp_path / "notebooks" / f"{name}.ipynb")
    shutil.copy(here / "sample.py", tmp_path / "notebooks" / "sample.py")
    return tmp_path


def test_a_failed_report_leaves_the_old_one_and_the_others_go_on(workshop):
    reports = [
        report
        for report in build.plan(EVIDENCE, "here", language="vi")
        if "plan" not in report.values.values() and report.notebook != "annual_report"
    ]
    old = workshop / "reports" / "here" / "across_phases-11.vi.html"
    old.parent.mkdir(parents=True)
    old.write_text("the last good one", encoding="utf-8")

    failed = build.build(reports, workshop / "notebooks", workshop / "reports", jobs=2)

    assert [report.notebook for report, _ in failed] == ["across_phases", "evidence_review"]
    assert "ZeroDivisionError: division by zero" in str(failed[0][1])
    assert "only plain text" in str(failed[1][1])
    assert old.read_text(encoding="utf-8") == "the last good one"
    made = sorted(path.name for path in old.parent.iterdir())
    assert made == [
        "across_phases-11.vi.html",
        "phase_evaluation-phase_1.vi.html",
        "target_audit-phase_1.vi.html",
    ]


@pytest.fixture
def shelf(tmp_path, pages):
    """A folder of reports with the sample in both languages."""
    (tmp_path / "here").mkdir()
    for language, html in pages.items():
        path = tmp_path / "here" / f"phase_evaluation-cpp_2016.{language}.html"
        path.write_text(html, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("language", "name"), [("vi", "index.html"), ("en", "index.en.html")])
def test_the_index_lists_what_the_pages_say_of_themselves(shelf, pages, language, name):
    assert index.write(shelf) == shelf / "index.html"
    html = (shelf / name).read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert faults(html) == []
    link = soup.select_one(".listing a")
    title = BeautifulSoup(pages[language], "html.parser").title.string
    assert (link["href"], link.string) == (f"here/phase_evaluation-cpp_2016.{language}.html", title)
    assert (shelf / link["href"]).exists()
    said = {
        "vi": ("Một trong năm mục tiêu đạt.", "16/12/2025"),
        "en": ("One of five targets was met.", "16 Dec 2025"),
    }
    assert all(text in soup.select_one(".listing li").get_text() for text in said[language])
    assert [h2.string for h2 in soup("h2")] == [
        {"vi": "Đánh giá từng giai đoạn", "en": "Evaluation of each phase"}[language]
    ]


@pytest.fixture
def project(workshop, monkeypatch):
    """A project with the real data and the notebooks of the workshop."""
    shutil.copytree(data_folder("dien-bien"), workshop / "data" / "dien-bien")
    monkeypatch.setattr("bvte.evidence.load.project_root", lambda: workshop)
    return workshop


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments)


def test_build_ends_with_the_path_of_the_index(project):
    result = run("build", "--programme", "cpp_2016_2020_db", "--language", "vi", "--jobs", "1")
    assert (result.exit_code, result.stdout) == (0, "reports/index.html\n")
    assert (project / "reports" / "dien-bien" / "phase_evaluation-cpp_2016_2020_db.vi.html").exists()


def test_build_fails_aloud(project):
    result = run("build", "--notebook", "across_phases", "--language", "vi", "--jobs", "1")
    assert result.exit_code == 1
    assert "across_phases-11.vi.html: across_phases, cell" in result.stderr
    assert not list((project / "reports").glob("*/*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "dien-bein"], "dien-bien"),
        (["check", "dien-bein"], "dien-bien"),
        (["build", "--programme", "cpp_2016_220_db"], "cpp_2016_2020_db"),
        (["build", "--notebook", "phase_evalution"], "phase_evaluation"),
        (["build", "--language", "fr"], "'vi', 'en'"),
    ],
)
def test_a_misspelt_name_gets_the_nearest_right_one(project, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_check_tells_an_error_in_either_language(project):
    assert run("check").exit_code == 0
    with (project / "data" / "dien-bien" / "programmes.csv").open("a", encoding="utf-8") as file:
        file.write("broken,x,x,no_such_kind,province,11,2001,2002,,closed,,,,\n")
    vietnamese, english = run("check"), run("check", "dien-bien", "--language", "en")
    assert (vietnamese.exit_code, english.exit_code) == (1, 1)
    assert "no_such_kind" in vietnamese.stdout and "no_such_kind" in english.stdout
    assert vietnamese.stdout != english.stdout


def test_build_refuses_rows_that_cannot_be_read(project):
    with (project / "data" / "dien-bien" / "programmes.csv").open("a", encoding="utf-8") as file:
        file.write("broken,x,x,no_such_kind,province,11,2001,2002,,closed,,,,\n")
    result = run("build")
    assert result.exit_code == 1
    assert "programmes.csv" in result.stderr and "no_such_kind" in result.stderr


def test_help_does_not_load_what_only_a_build_needs():
    import subprocess
    import sys

    script = (
        "import bvte.cli, sys; print([m for m in ('papermill', 'pandas', 'nbconvert') if m in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_a_report_goes_below_its_data_folder():
    report = Report("across_phases", {"area": "11", "language": "vi", "data": "x"}, "")
    assert report.path.as_posix() == "x/across_phases-11.vi.html"
