import shutil
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from bvte import cli
from bvte.evidence.language import activate, active_language
from bvte.evidence.load import project_root
from bvte.evidence.reporting import AnnualReport
from bvte.evidence.spoken_folder import UNSPOKEN
from bvte.publishing import build, commands, index, ledger, transaction
from bvte.publishing.forms.catalogue import OBSTACLES
from bvte.publishing.ledger import Entry
from bvte.publishing.parameters import NOTEBOOKS, ParameterError
from bvte.publishing.quality import html_faults
from bvte.publishing.report import Report, ReportTask, plan_reports
from bvte.publishing.work import choose_maker, pool_outcomes

pytestmark = pytest.mark.usefixtures("unprinted")


class Named(SimpleNamespace):
    valid_to = None

    def text(self, field):
        return f"{self.code} {field} {active_language()}"

    def covers(self, when):
        return True


AREAS = {
    "11": Named(code="11", parent="VN", level="province"),
    "101": Named(code="101", parent="11", level="district"),
    "999": Named(code="999", parent="99", level="district"),
}


def programme(**fields):
    """A programme that follows none and carries out none, unless it is said."""
    return SimpleNamespace(**{"national": None, "follows": None, "kind": "line", **fields})


PROGRAMMES = {
    "nation": programme(id="nation", level="national", area="VN", start=2016, end=2020, status="closed"),
    "phase_1": programme(id="phase_1", level="province", area="11", start=2016, end=2020, status="closed"),
    "plan": programme(id="plan", level="district", area="101", start=2016, end=2020, status="closed"),
    "elsewhere": programme(id="elsewhere", level="district", area="999", start=2016, end=2020, status="closed"),
}
EVIDENCE = SimpleNamespace(
    areas=AREAS,
    programmes=PROGRAMMES,
    province=AREAS["11"],
    spoken=UNSPOKEN,
    annual_reports={year: AnnualReport(year=year) for year in (2024, 2025)},
    papers={"ministry": SimpleNamespace(id="ministry")},
    about={},
    states_of=lambda code: [AREAS[code]],
    agencies={"office": "a row", "office_2025": "another"},
    area_changes={},
    # No figure of areas: what compares them, test_area_comparison.py has.
    observations={},
    indicators={},
    agency_on=lambda day, area=None, paper=None: SimpleNamespace(
        id=f"office_{day.year}" if day.year > 2024 else "office"
    ),
    area=AREAS.get,
    programmes_of=lambda area: [row for row in PROGRAMMES.values() if row.area == area],
    targets={},
    targets_of=lambda programme: ["a target"] if programme == "phase_1" else [],
    # No phase is over: what closes calls for reports of its own, which test_next_phase.py has.
    year=2019,
)


def names(**asked):
    return [report.path.as_posix() for report in plan_reports(EVIDENCE, "here", **asked)]


def test_the_rows_decide_which_reports_there_are():
    assert names() == [
        f"here/{name}.{language}.html"
        for name in (
            "annual_report-2024",
            "annual_report-2025",
            "phase_evaluation-phase_1",
            "phase_evaluation-plan",
            "target_audit-phase_1",
            "across_phases-11",
            "evidence_review-11",
        )
        for language in ("vi", "en")
    ]


def test_a_draft_that_follows_a_programme_calls_for_a_workshop():
    draft = programme(
        id="phase_2", level="province", area="11", start=2021, end=2025, status="draft", follows="phase_1"
    )
    known = SimpleNamespace(
        **vars(EVIDENCE) | {"programmes": PROGRAMMES | {"phase_2": draft}, "targets_of": lambda programme: ["a target"]}
    )
    (vi, en) = plan_reports(known, "here", "workshop")
    assert (vi.path.as_posix(), vi.period) == ("here/workshop-phase_2.vi.html", "2021–2025")
    assert (en.values["drafted"], en.values["closing"]) == ("phase_2", "phase_1")
    draft.follows = None
    assert plan_reports(known, "here", "workshop") == []


def test_a_report_knows_its_area_its_twin_and_its_command():
    report = plan_reports(EVIDENCE, "here", programme="plan", language="en")[0]
    wanted = {"programme": "plan", "area": "101", "as_of": "", "language": "en", "data": "here"}
    assert report.values == wanted
    assert (report.place, report.page_context.twin) == ("101 name en", "phase_evaluation-plan.vi.html")
    assert report.page_context.index == "../index.en.html"
    asked = "build here --notebook phase_evaluation --programme plan --only-language en"
    assert report.command == f"python3 run.py {asked}"


def test_a_report_seen_from_another_day_stands_beside_the_one_seen_from_its_own():
    (report,) = plan_reports(EVIDENCE, "here", "target_audit", language="vi", as_of="2018-06-30")
    assert report.path.as_posix() == "here/target_audit-phase_1-2018-06-30.vi.html"
    assert report.command.endswith("--programme phase_1 --as_of 2018-06-30 --only-language vi")
    assert "2018-06-30" in [value for _, value in report.parameters]
    # A yearly report is of its year, whoever looks.
    assert {report.notebook for report in plan_reports(EVIDENCE, "here", as_of="2018-06-30")} == {
        "phase_evaluation",
        "target_audit",
        "across_phases",
        "evidence_review",
    }


def test_a_yearly_report_is_sent_by_the_agency_of_the_last_day_of_its_year():
    reports = plan_reports(EVIDENCE, "here", notebook="annual_report", language="vi")
    assert [(r.values["year"], r.values["agency"]) for r in reports] == [(2024, "office"), (2025, "office_2025")]


def test_only_what_was_asked_for_is_planned():
    assert names(programme="plan", language="vi") == ["here/phase_evaluation-plan.vi.html"]
    assert names(programme="phase_1", language="vi")[1] == "here/target_audit-phase_1.vi.html"
    assert names(notebook="across_phases", language="en") == ["here/across_phases-11.en.html"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"programme": "phase_2"}, "“phase_2”; có phải ý bạn là “phase_1”?"),
        ({"programme": "nation"}, "không có giá trị “nation”"),
        ({"area": "12"}, "(mã đơn vị hành chính) không có giá trị “12”; có phải ý bạn là “11”?"),
        ({"notebook": "across_phase"}, "có phải ý bạn là “across_phases”?"),
        ({"notebook": "annual_report", "programme": "plan"}, "annual_report: không có tham số “programme”"),
        ({"as_of": "30/06/2018"}, "không có giá trị “30/06/2018”; có thể chọn: 2020-12-31"),
        ({"notebook": "annual_report", "as_of": "2018-06-30"}, "annual_report: không có tham số “as_of”"),
        ({"notebook": "across_phases", "programme": "plan"}, "across_phases: không có tham số “programme”"),
    ],
)
def test_what_does_not_exist_is_refused_before_anything_runs(asked, said):
    with pytest.raises(ParameterError) as refusal:
        plan_reports(EVIDENCE, "here", **asked)
    assert said in str(refusal.value)


@pytest.fixture
def workshop(tmp_path, notebook_of):
    """A folder with a notebook that works, one that fails, and one whose page has a fault."""
    here = project_root() / "tests" / "publishing"
    notebook_of("1 / 0", name="across_phases")
    notebook_of("1 + 1", name="evidence_review")
    (tmp_path / "notebooks" / "en").mkdir()
    for name in NOTEBOOKS.keys() - {"across_phases", "evidence_review"}:
        shutil.copy(here / "sample.ipynb", tmp_path / "notebooks" / f"{name}.ipynb")
        shutil.copy(here / "en" / "sample.po", tmp_path / "notebooks" / "en" / f"{name}.po")
    shutil.copy(here / "sample.py", tmp_path / "notebooks" / "sample.py")
    return tmp_path


def built(reports, workshop, **how):
    """Outcomes of a build by the report's kind."""
    made = build.build_reports(reports, workshop / "notebooks", workshop / "reports", jobs=2, **how)
    return {outcome.report.notebook: outcome for outcome in made}


@pytest.fixture
def reports():
    return [
        report
        for report in plan_reports(EVIDENCE, "dien-bien", language="vi")
        if "plan" not in report.values.values() and report.notebook not in ("annual_report", "target_audit")
    ]


def test_a_failed_report_leaves_the_old_one_and_the_others_go_on(workshop, reports):
    folder = workshop / "reports"
    old = {"dien-bien/across_phases-11.vi.html": b"the last good one"}
    with transaction.open_transaction(folder) as place:
        entry = Entry(build.origin_of(reports[-1], workshop / "notebooks"), build.file_digests(old), {"title": "x"})
        place.put_report("dien-bien/across_phases-11.vi", entry, old, {entry.origin.rows: {}})

    outcomes = built(reports, workshop)

    failed = {name: outcome.failure for name, outcome in outcomes.items() if outcome.failure}
    assert {name: failure.kind for name, failure in failed.items()} == {
        "across_phases": "cell",
        "evidence_review": "page",
    }
    assert failed["across_phases"].said == "ZeroDivisionError: division by zero"
    assert "only plain text" in failed["evidence_review"].said
    assert (folder / "dien-bien/across_phases-11.vi.html").read_bytes() == b"the last good one"
    forms = NOTEBOOKS["phase_evaluation"].forms
    assert sorted(path.name for path in (folder / "dien-bien").iterdir()) == [
        "across_phases-11.vi.failed.html",
        "across_phases-11.vi.failed.ipynb",
        "across_phases-11.vi.html",
        "evidence_review-11.vi.failed.html",
        "evidence_review-11.vi.failed.ipynb",
        *sorted(f"phase_evaluation-phase_1.vi.{form}" for form in ("html", *forms) if form not in OBSTACLES),
    ]


def test_the_page_of_a_failure_says_what_where_and_what_to_do(workshop, reports):
    built(reports, workshop)
    html = (workshop / "reports/dien-bien/across_phases-11.vi.failed.html").read_text(encoding="utf-8")
    assert html_faults(html) == []
    text = BeautifulSoup(html, "html.parser").main.get_text(" ", strip=True)
    for said in ("ZeroDivisionError: division by zero", "1 / 0", "python3 run.py check", "Chưa có bản nào"):
        assert said in text


def test_what_a_failure_left_goes_when_the_report_is_made(workshop, reports, notebook_of):
    built(reports, workshop)
    shutil.copy(workshop / "notebooks/phase_evaluation.ipynb", workshop / "notebooks/across_phases.ipynb")
    assert built([reports[-2]], workshop)["across_phases"].failure is None
    left = {path.name for path in (workshop / "reports/dien-bien").glob("across_phases*")}
    assert left == {f"across_phases-11.vi.{form}" for form in ("html", "docx")}
    assert ledger.read_ledger(workshop / "reports").entries["dien-bien/across_phases-11.vi"].failed is None


def test_the_pool_of_any_system_makes_the_same_bytes(workshop, reports):
    good = [report for report in reports if report.notebook == "phase_evaluation"]
    tasks = [ReportTask(report, str(workshop / "notebooks")) for report in good]
    ways = [{o.report.key: o.files for o in way(tasks, 2)} for way in (pool_outcomes, choose_maker())]
    assert ways[0] == ways[1] and all(ways[0].values())


def test_a_worker_that_dies_costs_one_report(workshop, reports, notebook_of):
    kill = "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"
    notebook_of(kill, name="across_phases")
    tasks = [ReportTask(report, str(workshop / "notebooks")) for report in reports]
    kinds = {o.report.notebook: o.failure and o.failure.kind for o in pool_outcomes(tasks, 2)}
    assert kinds == {"phase_evaluation": None, "across_phases": "crashed", "evidence_review": "page"}


@pytest.fixture
def shelf_of_reports(tmp_path, pages):
    """A folder of reports with the sample in both languages, the second failed since."""
    for language, html in pages.items():
        report = Report(
            "phase_evaluation", {"programme": "cpp_2016", "area": "11", "language": language, "data": "here"}, ""
        )
        path = report.path.as_posix()
        head = BeautifulSoup(html.partition("<style>")[0], "html.parser")
        about = {tag["name"].removeprefix("bvte:"): tag["content"] for tag in head.select('meta[name^="bvte:"]')}
        traces = {f"{report.key}.failed.html": "d"} if language == "en" else {}
        with transaction.open_transaction(tmp_path) as place:
            entry = Entry(None, {path: "d"}, about, None, traces)
            place.put_report(report.key, entry, {path: html.encode()}, {})
    return tmp_path


@pytest.mark.parametrize(("language", "name"), [("vi", "index.html"), ("en", "index.en.html")])
def test_the_index_lists_what_the_pages_say_of_themselves(shelf_of_reports, pages, language, name):
    assert index.write_index(shelf_of_reports) == shelf_of_reports / "index.html"
    html = (shelf_of_reports / name).read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert html_faults(html) == []
    link = soup.select_one(".reports a")
    title = BeautifulSoup(pages[language], "html.parser").title.string
    assert (link["href"], link.string) == (f"here/phase_evaluation-cpp_2016.{language}.html", title)
    assert (shelf_of_reports / link["href"]).exists()
    said = {
        "vi": ("Một trong năm mục tiêu đạt.", "16/12/2025"),
        "en": ("One of five targets was met.", "16 Dec 2025", "The last build of it failed"),
    }
    # What answers a question stands there, and the list leads to it.
    told = "".join(part.get_text() for part in soup.select(".answers, .reports li"))
    assert all(text in told for text in said[language])
    assert [h2.string for h2 in soup.select(".kind h2")] == [
        {"vi": "Đánh giá từng giai đoạn", "en": "Evaluation of each phase"}[language]
    ]


@pytest.fixture
def project(workshop, monkeypatch):
    """A project with the real data and the notebooks of the workshop."""
    for name in ("dien-bien", "national"):
        shutil.copytree(project_root() / "data" / name, workshop / "data" / name)
    monkeypatch.setattr("bvte.evidence.load.project_root", lambda: workshop)
    monkeypatch.setattr("bvte.publishing.commands.project_root", lambda: workshop)
    return workshop


def run(*arguments):
    return CliRunner().invoke(cli.main, arguments)


def test_build_ends_with_the_path_of_the_index(project):
    result = run("build", "--programme", "cpp_2016_2020_db", "--only-language", "vi", "--jobs", "1")
    assert (result.exit_code, result.stdout) == (0, "reports/index.html\n")
    english = run("build", "--programme", "cpp_2016_2020_db", "--only-language", "vi", "--language", "en")
    assert (english.exit_code, english.stdout) == (0, "reports/index.en.html\n")
    assert (project / "reports" / "dien-bien" / "phase_evaluation-cpp_2016_2020_db.vi.html").exists()


def test_build_makes_only_what_does_not_stand_and_status_says_why(project, monkeypatch):
    asked = ("--programme", "cpp_2016_2020_db", "--notebook", "phase_evaluation")
    assert run("status", *asked).exit_code == 1
    assert "2 báo cáo đã lập, 0 báo cáo còn đúng" in run("build", *asked).stderr
    again = run("build", *asked)
    assert "0 báo cáo đã lập, 2 báo cáo còn đúng" in again.stderr and again.exit_code == 0
    with monkeypatch.context() as patched:
        # What the reports were made of was found sound then.
        patched.delattr("bvte.evidence.check.check_folder")
        assert run("status", *asked).exit_code == 0
    page = project / "reports/dien-bien/phase_evaluation-cpp_2016_2020_db.en.html"
    page.write_text(page.read_text(encoding="utf-8").replace("3.8", "3.9", 1), encoding="utf-8")
    told = run("status", *asked)
    assert "phase_evaluation-cpp_2016_2020_db.en: đã cũ (tệp dien-bien/" in told.stdout
    assert "1 báo cáo đã lập, 1 báo cáo còn đúng" in run("build", *asked).stderr
    assert "2 báo cáo đã lập" in run("build", *asked, "--force").stderr
    # Page and Word, and the same of the brief, in two languages.
    assert "8 tệp lập lại giống hệt từng byte" in run("verify", *asked).stdout


# One report in English, told of in English.
ENGLISH = [
    *("--programme", "cpp_2016_2020_db", "--notebook", "phase_evaluation"),
    *("--only-language", "en", "--language", "en"),
]


def test_verify_names_the_byte_that_differs(project):
    run("build", *ENGLISH)
    path = project / "reports/dien-bien/phase_evaluation-cpp_2016_2020_db.en.html"
    known = ledger.read_ledger(project / "reports")
    changed = path.read_bytes().replace(b"3.8", b"3.9", 1)
    with transaction.open_transaction(project / "reports") as place:
        key = path.relative_to(project / "reports").with_suffix("").as_posix()
        files = {f"{key}.html": changed}
        entry = known.entries[key]
        place.put_report(key, Entry(entry.origin, build.file_digests(files), entry.about), files, known.rows)
    result = run("verify", *ENGLISH)
    assert result.exit_code == 1
    assert f"differs from byte {changed.index(b'3.9') + 2}" in result.stdout


def test_a_report_that_no_row_calls_for_goes_with_a_whole_build(project):
    old = {"dien-bien/phase_evaluation-gone.vi.html": b"x"}
    with transaction.open_transaction(project / "reports") as place:
        place.put_report("dien-bien/phase_evaluation-gone.vi", Entry(None, build.file_digests(old)), old, {})
    assert "phase_evaluation-gone.vi: dữ liệu không còn cần" in run("status").stdout
    run("build", "--programme", "cpp_2016_2020_db", "--only-language", "vi", "--jobs", "2")
    assert (project / "reports" / next(iter(old))).exists()


def test_reports_of_a_data_folder_that_is_no_more_go_with_a_whole_build_and_with_them_their_links(project):
    activate("vi")
    folder = project / "reports"
    for name, data in (("gone", "gone"), ("away", "../away"), ("dien-bien", "dien-bien")):
        key = f"{name}/across_phases-11.vi"
        files = {f"{key}.html": b"x"}
        about = {"title": name, "language": "vi", "notebook": "across_phases", "headline": ""}
        origin = ledger.Origin({"data": data}, "rows", "code", "notebook", "lock")
        with transaction.open_transaction(folder) as place:
            place.put_report(key, Entry(origin, build.file_digests(files), about), files, {"rows": {}})
    narrow = commands.run_build([], (), jobs=1)
    assert narrow == 0 and (folder / "gone").exists()
    assert 'href="gone/' in (folder / "index.html").read_text(encoding="utf-8")
    assert "gone/across_phases-11.vi: dữ liệu không còn cần" in run("status").stdout
    assert commands.run_build([], ["other"], jobs=1) == 0
    # What was built from a path may be there from another working folder.
    assert sorted(p.name for p in folder.iterdir() if p.is_dir()) == ["away", "dien-bien"]
    assert 'href="gone/' not in (folder / "index.html").read_text(encoding="utf-8")


def test_status_tells_a_changed_list_and_a_planted_page_and_a_build_mends_the_list_alone(project):
    asked = ("--programme", "cpp_2016_2020_db", "--notebook", "phase_evaluation", "--only-language", "vi")
    run("build", *asked)
    assert run("status", *asked).exit_code == 0
    index_file, planted = project / "reports/index.html", project / "reports/dien-bien/new.vi.html"
    right = index_file.read_text(encoding="utf-8")
    index_file.write_text(right[:200], encoding="utf-8")
    planted.write_text("x")
    told = run("status", *asked)
    assert told.exit_code == 1 and "1 còn đúng" in told.stdout
    assert "index.html: danh mục báo cáo bị sửa" in told.stdout
    assert "dien-bien/new.vi.html: không phải báo cáo" in told.stdout
    assert run("verify", *asked).exit_code == 1
    assert run("build", *asked).exit_code == 0
    assert index_file.read_text(encoding="utf-8") == right and planted.read_text() == "x"
    told = run("status", *asked)
    assert told.exit_code == 1 and "index.html" not in told.stdout


def test_a_ledger_that_cannot_be_read_is_told_of(project):
    run("build", *ENGLISH)
    (project / "reports/ledger.json").write_text("{")
    result = run("build", *ENGLISH)
    assert "The ledger ledger.json cannot be read" in result.stderr and "1 report built" in result.stderr
    assert (project / "reports/ledger.broken.json").read_text() == "{"


def test_a_place_that_cannot_be_written_is_said_before_anything_runs(project):
    (project / "reports").write_text("a file where the folder should be")
    result = run("build", "--programme", "cpp_2016_2020_db", "--only-language", "vi")
    assert result.exit_code == 1 and "Không ghi được vào thư mục reports" in result.stderr
    assert "Traceback" not in result.output


def test_build_fails_aloud(project):
    result = run("build", "--notebook", "across_phases", "--only-language", "vi", "--jobs", "1")
    assert result.exit_code == 1
    assert "across_phases-11.vi.html (1 / 0): Một dòng lệnh trong sổ tay báo lỗi. [ZeroDivisionError" in result.stderr
    assert sorted(path.name for path in (project / "reports").glob("*/*")) == [
        "across_phases-11.vi.failed.html",
        "across_phases-11.vi.failed.ipynb",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "dien-bein"], "dien-bien"),
        (["check", "dien-bein"], "dien-bien"),
        (["build", "--programme", "cpp_2016_220_db"], "cpp_2016_2020_db"),
        (["build", "--notebook", "phase_evalution"], "phase_evaluation"),
        (["build", "--language", "fr"], "'vi', 'en'"),
        (["build", "--only-language", "fr"], "'vi', 'en'"),
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
        file.write("broken,x,x,no_such_kind,province,11,2001,2002,,,closed,,,,\n")
    vietnamese, english = run("check"), run("check", "dien-bien", "--language", "en")
    assert (vietnamese.exit_code, english.exit_code) == (1, 1)
    assert "no_such_kind" in vietnamese.stdout and "no_such_kind" in english.stdout
    assert vietnamese.stdout != english.stdout


def test_build_refuses_rows_that_cannot_be_read(project):
    with (project / "data" / "dien-bien" / "programmes.csv").open("a", encoding="utf-8") as file:
        file.write("broken,x,x,no_such_kind,province,11,2001,2002,,,closed,,,,\n")
    result = run("build")
    assert result.exit_code == 1
    assert "programmes.csv" in result.stderr and "no_such_kind" in result.stderr


def test_help_does_not_load_what_only_a_build_needs():
    import subprocess
    import sys

    script = "import bvte.cli, sys; print([m for m in ('papermill', 'pandas', 'nbconvert') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_a_report_goes_below_its_data_folder():
    report = Report("across_phases", {"area": "11", "language": "vi", "data": "x"}, "")
    assert report.path.as_posix() == "x/across_phases-11.vi.html"
