"""Reports on the phase to come: which there are, with which last year, and the workshop that has no draft."""

import csv
import io

import pytest

from bvte.evidence.load import load, project_root
from bvte.judgement.next_phase import next_phase
from bvte.judgement.vantage import seen
from bvte.presentation.phrases import Measure
from bvte.publishing.forms.brief import SHEET
from bvte.publishing.forms.tidy import CODES
from bvte.publishing.making import render_report
from bvte.publishing.parameters import ParameterError
from bvte.publishing.report import ReportTask, plan_reports
from bvte.publishing.uses import may_use

CLOSING = "cpp_2021_2025_db_draft"


@pytest.fixture(scope="module")
def evidence():
    return load("dien-bien")


def planned(evidence, *kind, **asked):
    return plan_reports(evidence, "dien-bien", *kind, language="vi", **asked)


def test_each_programme_that_closes_has_a_report_and_a_workshop_without_a_draft(evidence):
    reports = planned(evidence, "next_phase")
    assert [(r.key, r.period) for r in reports] == [
        ("dien-bien/next_phase-cpp_2021_2025_db_draft.vi", "2026–2030"),
        ("dien-bien/next_phase-inj_2016_2020_db.vi", "2026–2030"),
    ]
    packs = {r.values["drafted"]: r for r in planned(evidence, "workshop")}
    assert packs.keys() == {CLOSING, f"after_{CLOSING}", "after_inj_2016_2020_db"}
    assert packs[f"after_{CLOSING}"].values["closing"] == CLOSING and packs[f"after_{CLOSING}"].period == "2026–2030"


def test_another_last_year_is_named_and_stands_beside(evidence):
    (report,) = planned(evidence, "next_phase", closing=CLOSING, end_year=2035)
    assert (report.key, report.period) == (f"dien-bien/next_phase-{CLOSING}-2035.vi", "2026–2035")
    assert "--end_year 2035" in report.command
    assert {r.notebook for r in planned(evidence, end_year=2035)} == {"next_phase"}


@pytest.mark.parametrize("year", [2020, 2025, 99999])
def test_a_last_year_before_the_phase_or_none_at_all_is_refused(evidence, year):
    with pytest.raises(ParameterError, match=f"“{year}”.*2030"):
        planned(evidence, "next_phase", closing=CLOSING, end_year=year)


def test_a_decision_on_what_is_carried_on_makes_the_reports_of_that_phase_stale(evidence):
    (report,) = planned(evidence, "next_phase", closing=CLOSING)
    (pack,) = planned(evidence, "workshop", drafted=f"after_{CLOSING}")
    (old,) = planned(evidence, "phase_evaluation", programme="cpp_2016_2020_db")
    for code, wanted in (("after_t031", True), ("after_t040", True), ("after_t022", False)):
        assert [may_use(r, "workshops/2026-01-15.csv", code) for r in (report, pack)] == [wanted] * 2
        assert not may_use(old, "workshops/2026-01-15.csv", code)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_made_with_word_and_csv_that_say_the_same(evidence, language):
    (report,) = plan_reports(evidence, "dien-bien", "next_phase", closing=CLOSING, language=language)
    outcome = render_report(ReportTask(report, str(project_root() / "notebooks")))
    assert outcome.failure is None
    files = {path.removeprefix(f"{report.key}."): made for path, made in outcome.files.items()}
    assert set(files) == {"html", "docx", "pdf", "csv", "brief.html", "brief.docx", "brief.pdf"}
    assert len(SHEET.findall(files["brief.pdf"])) == 1
    number = "6.871" if language == "vi" else "6,871"
    assert number in files["html"].decode()
    lines = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")), CODES))
    assert next(line["column_code"] for line in lines if line["value"] == "6871") == Measure.COUNT
    # What is left to the workshop has no number among the proposals, whatever levels are named beside the blank.
    proposed = {(line["row_code"], line["value"]) for line in lines if line["column_code"] == "proposed"}
    coming = next_phase(seen(evidence), CLOSING)
    levels = [item.level.target for item in coming if item.level.target]
    assert proposed == {(t.indicator, str(n)) for t in levels for n in (t.value, t.value_to) if n is not None}
    named = {line["row_code"] for line in lines if line["column_code"] == Measure.REFERENCE}
    # Levels of which nothing more is known stand in the columns before alone.
    blanks = [item for item in coming.own if not item.level.target and item.ways]
    assert named == {item.subject.card.id for item in blanks if item.choice.denominators}
