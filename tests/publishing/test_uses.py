"""One changed row makes stale what can use it, and no more where that is certain: held by making reports again."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import bvte
from bvte.evidence.load import load, project_root
from bvte.evidence.papers import asked_papers
from bvte.publishing import status
from bvte.publishing.commands import record_edition
from bvte.publishing.inputs import rows_of
from bvte.publishing.ledger import Entry, Ledger, origin_of
from bvte.publishing.report import ReportTask, plan_reports
from bvte.publishing.uses import may_use
from bvte.publishing.work import make_outcomes

from ..conftest import no_printer

NOTEBOOKS = project_root() / "notebooks"
DRAFT, BEFORE = "cpp_2021_2025_db_draft", "cpp_2016_2020_db"
COLUMNS = "target,reading,doubt,decision,owner,date,condition,value,value_to,unit,due_year"


@pytest.fixture(scope="module")
def evidence():
    return load("dien-bien")


@pytest.fixture(scope="module")
def target(evidence):
    """A target of the draft."""
    return evidence.targets_of(DRAFT)[0].id


def stale(reports, *changes):
    """Keys of the reports that these changed rows (file, row) make stale."""
    return {r.key.partition("/")[2] for r in reports if any(may_use(r, file, row) for file, row in changes)}


def test_a_decision_of_a_workshop_leaves_the_reports_on_other_phases(evidence, target):
    reports = plan_reports(evidence, "dien-bien")
    found = stale(reports, ("workshops/2025-12-29.csv", target))
    about = {
        f"{kind}-{DRAFT}.{language}"
        for kind in ("phase_evaluation", "target_audit", "workshop", "next_phase")
        for language in ("vi", "en")
    }
    about |= {f"workshop-after_{DRAFT}.{language}" for language in ("vi", "en")}
    shelves = [asked.shelf(evidence) for asked in asked_papers(evidence)]
    yearly = {f"annual_report-{shelf}.{language}" for shelf in shelves for language in ("vi", "en")}
    assert found == about | yearly
    assert not any("1991" in key for key in found)


def test_a_decision_on_a_national_target_is_seen_by_the_programmes_that_carry_it_out(evidence):
    target = next(t for t in evidence.targets.values() if evidence.programmes[t.programme].level == "national")
    found = stale(plan_reports(evidence, "dien-bien", language="vi"), ("workshops/2025-12-29.csv", target.id))
    carried = {code for code, p in evidence.programmes.items() if p.national == target.programme}
    assert carried and {f"phase_evaluation-{code}.vi" for code in carried} <= found
    assert "phase_evaluation-cpp_1991_2000_db.vi" not in found


def test_decisions_are_shown_where_the_declaration_says():
    """The tables of a phase, an audit, a workshop, a year and the next phase alone ask for the words of a decision."""
    source = Path(bvte.__file__).parent
    asking = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if re.search(r"\bdecided\(", path.read_text(encoding="utf-8")) and path.name != "decision_words.py"
    }
    modules = ("annual_forms", "audit_page", "next_phase_targets", "phase_tables", "workshop_paths", "workshop_results")
    assert asking == {f"presentation/{name}.py" for name in modules}
    asked = {p.name for p in source.rglob("*.py") if "decisions_on(" in p.read_text(encoding="utf-8")}
    assert asked == {"collection.py", "decision_words.py"}


def test_the_order_of_the_columns_hides_no_decision(evidence, target, tmp_path):
    folder = shutil.copytree(project_root() / "data/dien-bien", tmp_path / "folder")
    before, columns = rows_of(folder), ["decision", "target", *COLUMNS.replace("decision,", "").split(",")[1:]]
    (folder / "workshops").mkdir(exist_ok=True)
    row = f"keep,{target},read,,Sở,2026-01-31,,,,,"
    (folder / "workshops/2025-12-29.csv").write_text(f"{','.join(columns)}\n{row}\n", encoding="utf-8")
    changes = [(c.facts["file"], c.facts.get("row")) for c in status.changed_rows(before, rows_of(folder))]
    assert f"target_audit-{DRAFT}.vi" in stale(plan_reports(evidence, "dien-bien"), *changes)


@pytest.mark.parametrize(
    ("file", "years"),
    [
        ("narrative/2025/I-1.vi.md", {2025}),
        ("narrative/2020/I-1.en.md", {2020}),
        ("editions/2020.csv", {2024, 2025}),
        ("editions/2025.csv", set()),
        ("workshops/earlier/2025-12-29.csv", set()),
        ("intakes/report-0123456789/refused.xlsx", set()),
        ("intakes/undone/report-0123456789/observations.csv", set()),
        ("narrative/2025/~$I-1.docx", set()),
        ("answers of the police.xlsx", set()),
    ],
)
def test_a_file_that_only_some_years_read_leaves_the_rest(evidence, file, years):
    reports = plan_reports(evidence, "dien-bien")
    assert stale(reports, (file, "x")) == {f"annual_report-{y}.{la}" for y in years for la in ("vi", "en")}


@pytest.mark.parametrize(
    "file",
    [
        "observations.csv",
        "targets.csv",
        "sources.csv",
        "explanations.csv",
        "indicators.yml",
        "national/workshop.yml",
        "intakes/report-0123456789/observations.csv",
        "a file of tomorrow.csv",
    ],
)
def test_any_other_row_makes_every_report_stale(evidence, file):
    reports = plan_reports(evidence, "dien-bien")
    assert len(stale(reports, (file, "x"))) == len(reports)


def test_status_says_so(evidence, target, tmp_path, monkeypatch):
    """Against a ledger that knows the rows of the time before the decision."""
    reports = plan_reports(evidence, "dien-bien", language="vi")
    now = {"workshops/2025-12-29.csv": {target: "a"}, "targets.csv": {target: "b"}}
    monkeypatch.setattr(status, "inputs_of", lambda data: type("Inputs", (), {"rows": now}))
    entries = {}
    for report in reports:
        (tmp_path / report.path).parent.mkdir(exist_ok=True)
        (tmp_path / report.path).write_text("x")
        files = {report.file("html"): status.Files(tmp_path).digest(report.file("html"))}
        entries[report.key] = Entry(replace(origin_of(report, NOTEBOOKS), rows="then"), files)
    known = Ledger(entries, {"then": {"targets.csv": {target: "b"}}})
    states = status.report_states(reports, NOTEBOOKS, known, status.Files(tmp_path))
    told = {state.key for state in states if any(cause.code == "row_new" for cause in state.causes)}
    assert {key.partition("/")[2] for key in told} == stale(reports, ("workshops/2025-12-29.csv", target))


def pages(folder, data):
    """Key -> files of Vietnamese reports of a data folder: those on the draft, but for the workshop's which is sure to
    be made again, and the evaluation of the phase before it."""
    reports = plan_reports(load(folder), str(folder), language="vi")
    named = (f"{DRAFT}.vi", f"phase_evaluation-{BEFORE}.vi")
    tasks = [ReportTask(r, str(NOTEBOOKS)) for r in reports if r.key.endswith(named) and r.notebook != "workshop"]
    with no_printer():
        outcomes = list(make_outcomes(tasks, 2))
    assert not [outcome.failure for outcome in outcomes if outcome.failure]
    return {outcome.report.key.partition("/")[2]: outcome.files for outcome in outcomes}, reports


def test_the_reports_that_are_left_are_the_same_byte_by_byte(target, tmp_path):
    folder = tmp_path / "elsewhere"
    shutil.copytree(project_root() / "data/dien-bien", folder)
    then, reports = pages(folder, "then")
    rows = rows_of(folder)
    (folder / "workshops/earlier").mkdir(parents=True)
    decision = f"{COLUMNS}\n{target},read,,keep,Sở,2026-01-31,,,,,\n"
    for place in ("workshops/2025-12-29.csv", "workshops/earlier/2025-12-28.csv"):
        (folder / place).write_text(decision, encoding="utf-8")
    record_edition(load(folder), 2025)
    (folder / "narrative/2025").mkdir(parents=True, exist_ok=True)
    (folder / "narrative/2025/III.vi.md").write_text("Một câu mới.\n", encoding="utf-8")
    (folder / "answers.xlsx").write_bytes(b"x")
    changes = [(c.facts["file"], c.facts["row"]) for c in status.changed_rows(rows, rows_of(folder))]
    assert len({file for file, _ in changes}) == 4
    now, _ = pages(folder, "now")
    changed = {key for key in then if then[key] != now[key]}
    assert changed and changed <= stale(reports, *changes)
    # The other way round it is not a matter of luck: the reports on the draft cite the decision.
    assert changed == {f"{kind}-{DRAFT}.vi" for kind in ("phase_evaluation", "target_audit", "next_phase")}
