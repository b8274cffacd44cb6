"""England as a data folder: one language, other levels of government, other law; nothing of Viet Nam on its pages."""

import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from bvte.evidence.language import speaking
from bvte.evidence.load import load, project_root
from bvte.judgement.annual import annual
from bvte.judgement.targets import judge
from bvte.presentation.annual_forms import form
from bvte.publishing import build, index
from bvte.publishing.commands import folder_problems
from bvte.publishing.report import plan_reports

from ..conftest import no_printer
from ..england import AREAS, COUNTS, ENGLAND, PAPER, RECONCILIATION, ROTHERHAM, TOTALS, rows_of, write_england

pytestmark = pytest.mark.skipif(not AREAS.exists(), reason="the publisher's files are not beside the project")
KINDS = ("annual_report", "phase_evaluation", "target_audit")
CIN = "cin_31mar_per10k"
# What only a reader of Viet Nam knows, and letters that only Vietnamese has.
FOREIGN = re.compile(
    r"provinc|commune|district|Viet|People's|Circular|Law on Children|Ministry|Biểu|"
    r"[ăđơưạảấầẩậắằẵặẹẻẽếềểễệịọỏốồổỗộớờởợụủứừữự]",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The folder with two authorities and the figures of five years."""
    folder = tmp_path_factory.mktemp("small") / "england"
    return write_england(folder, {ROTHERHAM, "E10000014"}, range(2020, 2025))


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """The folder with all authorities and the children in need of three years."""
    return load(write_england(tmp_path_factory.mktemp("all") / "england", None, range(2022, 2025), {CIN}))


@pytest.fixture(scope="module")
def shelf(small, tmp_path_factory):
    """Reports of the small folder, one of a kind, and the list of them."""
    evidence = load(small)
    chosen = {kind: plan_reports(evidence, str(small), kind)[-1] for kind in KINDS}
    folder = tmp_path_factory.mktemp("shelf")
    with no_printer():
        made = list(build.build_reports(list(chosen.values()), project_root() / "notebooks", folder, jobs=2))
    index.write_index(folder)
    assert [outcome.failure for outcome in made if outcome.failure] == []
    return folder


def test_its_rows_break_no_rule(small):
    assert [problem for problem in folder_problems(str(small)) if problem.severity == "error"] == []


def test_it_has_pages_in_its_own_language_alone_and_of_its_national_programme(small):
    planned = plan_reports(load(small), str(small))
    assert {report.values["language"] for report in planned} == {"en"}
    assert {report.page_context.twin for report in planned} == {""}
    phases = {report.values["programme"] for report in planned if report.notebook == "phase_evaluation"}
    assert phases == {"plan_for_change", "rotherham_council_plan"}


def test_published_totals_are_reproduced(small):
    evidence = load(small)
    for row in (row for row in rows_of(TOTALS) if 2020 <= int(row["year"]) <= 2024):
        for code, column in ((row["indicator"], "value"), (COUNTS[row["indicator"]], "numerator")):
            found = [
                o.value for o in evidence.observations_of(code, row["area_code"]) if o.period.year == int(row["year"])
            ]
            assert found == ([Decimal(row[column])] if row[column] else [])


def test_the_national_gap_is_reported(counted):
    found = {year: annual(counted, year, ENGLAND, paper=PAPER).forms["1"].together for year in (2023, 2024)}
    known = {int(row["year"]): row for row in rows_of(RECONCILIATION) if row["indicator"] == CIN}
    assert {year: found[year].rest for year in found} == {
        year: int(known[year]["national_minus_sum"]) for year in found
    }
    assert found[2024].rest == 9368
    for year, row in ((year, known[year]) for year in found):
        assert found[year].counted == int(row["las"]) - int(row["las_without_numerator"])
    with speaking("en"):
        told = form(annual(counted, 2024, ENGLAND, paper=PAPER), "1").note
    assert "390,092" in told and "399,460" in told and "9,368 more" in told


def test_real_targets_are_judged_on_real_figures(small):
    found = judge(load(small), "rotherham_council_plan")
    met = dict.fromkeys(("ro1", "ro2", "ro4"), "met")
    # 371.6 of at most 375.5; 69.0 of below 85; 16.6 of below 22; a rate printed as 95 may be more than 95.2 and less.
    assert {f.target.id: str(f.status) for f in found} == {**met, "ro3": "cannot_be_decided"}


def test_no_page_speaks_of_viet_nam_or_vietnamese(shelf):
    pages = list(shelf.glob("england/*.html"))
    assert len(pages) >= len(KINDS)
    for path in pages:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        assert soup.html["lang"] == "en" and not soup.select("header nav a[hreflang]")
        for part in soup(["style", "script"]):
            part.extract()
        assert FOREIGN.findall(soup.get_text(" ")) == [], path.name


def test_the_list_in_the_other_language_has_its_pages_too(shelf):
    for name in ("index.html", "index.en.html"):
        soup = BeautifulSoup((shelf / name).read_text(encoding="utf-8"), "lxml")
        assert {a["href"] for a in soup.select("main a[href$='.en.html']")}
