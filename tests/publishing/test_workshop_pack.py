"""The pack of the workshop of 2016-2020 -> 2021-2025 as files: sheets on paper, slides, Word."""

import io
import shutil
import subprocess

import docx
import pptx
import pytest

from bvte.evidence.language import activate
from bvte.evidence.load import load, project_root
from bvte.evidence.national import workshop_plan
from bvte.presentation.texts import say
from bvte.publishing.forms.catalogue import FormUnavailable
from bvte.publishing.forms.pdf import print_page
from bvte.publishing.making import render_report
from bvte.publishing.report import ReportTask, plan_reports

DRAFT = "cpp_2021_2025_db_draft"
LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def pack(request):
    """Language, and ending -> bytes of the files of the pack."""
    (report,) = plan_reports(load("dien-bien"), "dien-bien", "workshop", drafted=DRAFT, language=request.param)
    outcome = render_report(ReportTask(report, str(project_root() / "notebooks")))
    assert outcome.failure is None
    return request.param, {path.removeprefix(f"{report.key}."): made for path, made in outcome.files.items()}


def test_it_has_a_page_slides_a_deck_a_word_file_and_the_recording_sheet(pack):
    assert set(pack[1]) == {"html", "docx", "pptx", "deck.html", "record.xlsx"}


def test_each_placemat_is_one_sheet_of_its_own(pack, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine (Debian: apt-get install poppler-utils)")
    language, files = pack
    activate(language)
    (tmp_path / "page.html").write_bytes(files["html"])
    try:
        (tmp_path / "page.pdf").write_bytes(print_page(tmp_path / "page.html"))
    except FormUnavailable as error:
        pytest.skip(f"no PDF on this machine: {error.code} (Debian: apt-get install chromium)")
    command = ["pdftotext", "-layout", tmp_path / "page.pdf", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    room = say("workshop.room")
    sheets = [page for page in text.split("\f") if room in page]
    names = [topic.name.text for topic in workshop_plan().topics.values()]
    assert len(sheets) == len(names) and all(sheet.count(room) == 1 for sheet in sheets)
    for sheet, name in zip(sheets, names, strict=True):
        # Nothing but the topic's name begins the sheet; a long one takes two lines.
        assert " ".join(sheet.split()).startswith(name)


def test_slides_say_one_message_each_and_leave_the_hand_outs_to_paper(pack):
    language, files = pack
    activate(language)
    slides = pptx.Presentation(io.BytesIO(files["pptx"])).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert all(titles) and any("3,3%" in title or "3.3%" in title for title in titles)
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert not any(say("workshop.room") in text for text in texts)
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    # The checks of the audit as bars, and each target with figures of several times, as far as twelve slides have room.
    categories = [list(chart.plots[0].categories) for chart in charts]
    assert len(charts) > 1 and all(len(names) > 2 for names in categories)
    assert len(titles) <= 12
    assert all(slide.has_notes_slide for slide in slides if any(shape.has_chart for shape in slide.shapes))


def test_a_placemat_begins_a_page_in_word_too(pack):
    language, files = pack
    activate(language)
    names = {topic.name.text for topic in workshop_plan().topics.values()}
    paragraphs = docx.Document(io.BytesIO(files["docx"])).paragraphs
    begun = [p.text for p in paragraphs if p.paragraph_format.page_break_before]
    assert names <= set(begun)
