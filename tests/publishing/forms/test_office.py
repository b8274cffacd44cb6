"""LibreOffice opens the office files without a complaint and prints them."""

import shutil
import subprocess

import pytest

from bvte.publishing.forms.slide_plan import plan_slides

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="no LibreOffice on this machine (Debian: apt-get install libreoffice-writer -calc -impress)"
)
# It says this of itself on a machine without Java, whatever the file.
OF_ITSELF = "javaldx"


@pytest.fixture(scope="module")
def converted(made, tmp_path_factory):
    """The folder with a PDF of each office file, and what LibreOffice said."""
    folder = tmp_path_factory.mktemp("office")
    files = []
    for language, report in made.items():
        for form in ("docx", "xlsx", "pptx"):
            files.append(folder / f"{language}-{form}.{form}")
            files[-1].write_bytes(report.forms[form])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    return folder, subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)


def test_libreoffice_converts_all_without_a_complaint(converted):
    folder, run = converted
    assert [line for line in run.stderr.splitlines() if line and OF_ITSELF not in line] == []
    made = sorted(path.name for path in folder.glob("*.pdf"))
    assert made == [f"{language}-{form}.pdf" for language in ("en", "vi") for form in ("docx", "pptx", "xlsx")]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_what_libreoffice_prints_has_the_words_of_the_report(converted, made, form):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt-get install poppler-utils)")
    folder, _ = converted
    for language, report in made.items():
        command = ["pdftotext", "-layout", folder / f"{language}-{form}.pdf", "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        said = "".join(text.split())
        assert "".join(report.article.title.split()) in said
        for table in report.article.tables:
            assert "".join(f"{table.number}.{table.caption}".split()) in said
        assert {"vi": "dưới3", "en": "below3"}[language] in said
        assert "###" not in text


def test_libreoffice_prints_every_slide_with_its_title(converted, made):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt-get install poppler-utils)")
    folder, _ = converted
    for language, report in made.items():
        command = ["pdftotext", folder / f"{language}-pptx.pdf", "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        *pages, end = ["".join(page.split()) for page in text.split("\f")]
        plan = plan_slides(report.article)
        assert (len(pages), end) == (len(plan), "")
        assert all("".join(slide.title.split()) in page for slide, page in zip(plan, pages, strict=True))
