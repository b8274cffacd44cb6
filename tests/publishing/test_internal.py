"""What is made with small counts in it: in all its forms and names it says so, and it is kept from what is sent on."""

import io
import shutil
import zipfile

import pytest
from click.testing import CliRunner

from bvte import cli
from bvte.evidence.internal import internal
from bvte.evidence.language import speaking
from bvte.evidence.load import load, project_root
from bvte.judgement.estimates import estimates_of, total_estimates
from bvte.publishing import commands, ledger, quality
from bvte.publishing.article import read_article
from bvte.publishing.commands import record_edition
from bvte.publishing.forms.catalogue import FORMS, FROM_EVIDENCE, find_disagreements
from bvte.publishing.internal_names import twin_key
from bvte.publishing.making import INSIDE, LISTEN, run_notebook
from bvte.publishing.page import report_page
from bvte.publishing.report import plan_reports

SMALL, COMMUNE, INDICATOR = 3, "03151", "child_abuse_victims"
MARK = {"vi": "NỘI BỘ: có số nhỏ về trẻ em, không gửi ra ngoài", "en": "INTERNAL: has small counts of children"}
# Those with a printed copy say what their page says.
OFFICE = ("docx", "xlsx", "pptx", "brief.docx")
TEXTS = ("csv", "datapackage.json", "deck.html", "brief.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of a province's folder with a made-up small count of a commune, and one of the province."""
    path = tmp_path_factory.mktemp("data") / "dien-bien"
    shutil.copytree(project_root() / "data" / "dien-bien", path)
    with (path / "observations.csv").open("a", encoding="utf-8") as rows:
        for code, area, first in (("made_up_1", COMMUNE, "2025-07-01"), ("made_up_2", "11", "2025-01-01")):
            when = f"{first},2025-12-31,total,=,{SMALL},,children"
            rows.write(f"{code},{INDICATOR},{area},{when},,,,,yes,,n_laodong_ja_poverty_2026,made up\n")
    return path


@pytest.fixture(scope="module", params=("vi", "en"))
def made(folder, request):
    """The profile of that commune for the office: the report, its document, its page."""
    with internal(), speaking(request.param):
        evidence = load(folder)
        asked = {"area": COMMUNE, "language": request.param}
        (report,) = plan_reports(evidence, str(folder), "area_profile", **asked)
        path = project_root() / "notebooks" / "area_profile.ipynb"
        executed = run_notebook(path, report.values, first=f"{LISTEN}\n{INSIDE}")
        article = read_article(executed, report.page_context, report.path.stem)
        return report, article, report_page(article, report.page_context)


def text_of(content):
    """All text of an office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return "".join(package.read(name).decode("utf-8") for name in parts)


def test_small_counts_are_shown_to_the_office_alone(folder):
    public, inside = load(folder), load(folder, internal=True)
    for area in (COMMUNE, "11"):
        hidden, shown = (
            [r.value for r in estimates_of(e, INDICATOR, area) if r.year == 2025] for e in (public, inside)
        )
        assert (hidden, shown) == ([], [SMALL])
    assert total_estimates(public, INDICATOR, "11") == []
    with internal():
        assert load(folder).is_internal and load(folder).seen_from(public.day).is_internal
    assert not load(folder).is_internal


def test_page_and_name_say_that_they_are_internal(made):
    report, article, page = made
    language, mark = article.language, MARK[article.language]
    assert (
        report.path.name
        == f"area_profile-{COMMUNE}-2025-{'noi-bo' if language == 'vi' else 'internal'}.{language}.html"
    )
    assert report.command.endswith("--internal") and twin_key(twin_key(report.key)) == report.key
    assert report.page_context.twin.removesuffix(".html") == twin_key(report.key).rpartition("/")[2]
    assert f'<p class="internal">{mark}' in page and "@bottom-left" in page
    assert article.title.startswith("[NỘI BỘ] " if language == "vi" else "[INTERNAL] ")
    assert any(
        datum.value == SMALL for table in article.tables for row in table.rows for cell in row for datum in cell.data
    )
    # The same page without its mark may not be published.
    assert quality.html_faults(page) == []
    assert any("too small" in fault for fault in quality.html_faults(page.replace('class="internal"', "")))


def test_every_form_says_that_it_is_internal(made, tmp_path):
    _, article, page = made
    printed = tmp_path / "page.html"
    printed.write_text(page, encoding="utf-8")
    with internal(), speaking(article.language):
        files = {form: FORMS[form](article, printed) for form in (*OFFICE, *TEXTS)}
        assert find_disagreements(article, files) == []
    mark = MARK[article.language]
    assert [form for form in OFFICE if mark not in text_of(files[form])] == []
    title = article.title.split("]")[0]
    assert [form for form in TEXTS if mark not in (told := files[form].decode()) and title not in told] == []
    lines = files["csv"].decode("utf-8-sig").splitlines()
    assert all(mark in line for line in lines[1:] if line.count(",") > 10)
    # A form that is made without the word before it has no mark.
    with speaking(article.language):
        assert mark not in FORMS["csv"](article, printed).decode()


def test_the_sheet_of_a_workshop_says_it_too(folder):
    values = {"programme": "cpp_2021_2025_db_draft", "language": "vi", "data": str(folder)}
    with internal():
        told = text_of(FROM_EVIDENCE["record.xlsx"](values))
    assert MARK["vi"] in told and "[NỘI BỘ]" in told
    assert MARK["vi"] not in text_of(FROM_EVIDENCE["record.xlsx"](values))


def test_no_edition_is_recorded_of_it(folder):
    with pytest.raises(ValueError, match="edition"):
        record_edition(load(folder, internal=True), 2025)


def test_internal_reports_lie_by_themselves_and_no_public_build_sees_them(folder, tmp_path, monkeypatch):
    shutil.copytree(project_root() / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(commands, "project_root", lambda: tmp_path)
    monkeypatch.setattr("bvte.cli.require_own_names", lambda names: None)
    asked = ["build", str(folder), "--notebook", "area_profile", "--area", COMMUNE, "--only-language", "vi"]
    inside = CliRunner().invoke(cli.main, [*asked, "--internal"])
    assert (inside.exit_code, inside.stdout) == (0, "reports-noi-bo/index.html\n")
    place = tmp_path / ledger.INTERNAL
    assert not (tmp_path / ledger.PUBLIC).exists()
    assert "[NỘI BỘ]" in (place / "index.html").read_text(encoding="utf-8")
    kept = {path: path.read_bytes() for path in place.rglob("*") if path.is_file() and path.suffix != ".jsonl"}
    public = CliRunner().invoke(cli.main, asked)
    assert public.exit_code == 0 and "1 báo cáo đã lập" in public.stderr
    listed = (tmp_path / ledger.PUBLIC / "index.html").read_text(encoding="utf-8")
    assert "NỘI BỘ" not in listed and "noi-bo" not in listed
    assert list(ledger.read_ledger(tmp_path / ledger.PUBLIC).entries) == [f"dien-bien/area_profile-{COMMUNE}-2025.vi"]
    assert {path: path.read_bytes() for path in kept} == kept
    again = CliRunner().invoke(cli.main, [*asked, "--internal"])
    assert "0 báo cáo đã lập, 1 báo cáo còn đúng" in again.stderr
