"""The yearly report of the real evidence as a page: forms in their order, no fault, no word untranslated."""

import re

import pytest
from bs4 import BeautifulSoup

from bvte.evidence.language import speaking
from bvte.evidence.load import load, project_root
from bvte.publishing.article import read_article
from bvte.publishing.making import run_notebook
from bvte.publishing.page import report_page
from bvte.publishing.quality import html_faults
from bvte.publishing.report import plan_reports
from bvte.runner.notebook import RunError

from ..presentation.test_texts import ENGLISH, VIETNAMESE

NUMBERS = "1 2 3 4 5 6 7 8 8a 8b 8c 8d 9 10 11 12 13".split()  # noqa: SIM905
PARTS = {
    "vi": ["I. Đặc điểm", "II. Công tác", "III. Kết quả", "IV. Đánh giá", "V. Phương", "VI. Kiến nghị"],
    "en": ["I. The situation", "II. Direction", "III. Results", "IV. Overall", "V. Direction", "VI. Proposals"],
}
# What is no prose in the language of the page: code, titles of sources, texts marked as another language.
NOT_PROSE = "style, script, code, pre, head, ol.sources, svg, [lang]:not(html)"
DOCUMENT = re.compile(r"\S*\d*/\S*[A-ZĐ]{2}\S*|……/\S+|[\w-]+\.(?:vi|en)\.html")


def built(year, language):
    """The page of a yearly report of Điện Biên."""
    planned = plan_reports(load("dien-bien"), "dien-bien", "annual_report", language=language)
    (report,) = [r for r in planned if r.values["year"] == year]
    with speaking(language):
        executed = run_notebook(project_root() / "notebooks" / "annual_report.ipynb", report.values)
        return report_page(read_article(executed, report.page_context, report.path.stem), report.page_context)


@pytest.fixture(scope="module")
def pages():
    return {language: built(2020, language) for language in ("vi", "en")}


def untranslated(html, language):
    """Pieces of text of a page that have a word of the other language; names of places are of both."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select(NOT_PROSE):
        tag.decompose()
    # A name may stand without its type: "Điện Biên" of "Điện Biên Province".
    evidence = load("dien-bien")
    names = {area.name_en.rpartition(" ")[0] for area in evidence.areas.values()} - {""}
    # What a source and its publisher are called stays in the language of the source.
    called = [(source.title, source.publisher) for source in evidence.sources.values()]
    names |= {name for pair in called for name in pair if name}
    spellings = sorted(names | {name.upper() for name in names}, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, spellings)))
    # The lines of a letterhead break between words only where they may.
    plain = (text.replace("\xa0", " ") for text in soup.find_all(string=True))
    texts = (known.sub("", DOCUMENT.sub("", text)) for text in plain)
    if language == "en":
        return [text for text in texts if set(text.lower()) & VIETNAMESE]
    return [text for text in texts if set(re.findall(r"[^\W\d_]+", text.lower())) & ENGLISH]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_word_is_left_untranslated(pages, language):
    assert untranslated(pages[language], language) == []


@pytest.mark.parametrize(("language", "planted"), [("vi", "<p>children found</p>"), ("en", "<p>trẻ em</p>")])
def test_a_word_left_untranslated_is_found(pages, language, planted):
    spoilt = pages[language].replace("</main>", f"{planted}</main>")
    assert len(untranslated(spoilt, language)) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_parts_and_forms_stand_in_the_order_that_the_department_submits(pages, language):
    soup = BeautifulSoup(pages[language], "html.parser")
    headings = [h.get_text() for h in soup("h2")]
    assert all(h.startswith(part) for h, part in zip(headings, PARTS[language], strict=False))
    word, table = {"vi": ("Biểu", "Bảng"), "en": ("Form", "Table")}[language]
    # A form without any figure is a line in its place, or in the place to write above it.
    places = soup.select("caption:not(figure caption), p.folded, .prompt")
    found = [re.search(rf"(?:^|(?<=\. ))((?:{word}|{table}) \w+)[.:]", place.get_text().strip()) for place in places]
    told = [label[1] for label in found if label]
    assert [label for label in told if label.startswith(word)] == [f"{word} {n}" for n in NUMBERS]
    others = [label for label in told if label.startswith(table)]
    assert others == [f"{table} {n}" for n in range(1, len(others) + 1)]
    assert len(others) >= 5


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_has_no_fault(pages, language):
    assert html_faults(pages[language]) == []


def test_a_form_without_caption_and_a_chart_without_description_are_refused(pages):
    html = pages["vi"]
    assert any(
        "no caption" in f for f in html_faults(re.sub(r"<caption>.*?</caption>", "", html, count=1, flags=re.DOTALL))
    )
    undescribed = html.replace("</main>", '<svg role="img" width="9"></svg></main>', 1)
    assert any("no description" in f for f in html_faults(undescribed))


def test_both_languages_have_the_same_tables_and_numbers_of_cells(pages):
    def shape(language):
        soup = BeautifulSoup(pages[language], "html.parser")
        return [(len(t.select("tbody tr")), len(t.select("thead th"))) for t in soup("table")]

    assert shape("vi") == shape("en")


def test_the_forms_show_what_is_published(pages):
    """Read back from the page, against the article and the workshop note by hand."""
    soup = BeautifulSoup(pages["vi"], "html.parser")
    tables = {
        c.find(class_="number").get_text(strip=True): c.find_parent("table")
        for c in soup.select("caption:not(figure caption)")
    }
    first = [cell.get_text(" ", strip=True) for cell in tables["Biểu 6."].select_one("tbody tr")(["th", "td"])]
    # Of the year before no target has a figure: its column is named below the rows, like that of the change.
    assert [cell.replace(" ,", ",") for cell in first[3:6]] == ["4,4 2015", "dưới 3,8 2020", "dưới 3,8"]
    assert first[6] == "◪ Chưa tìm thấy văn bản giao chỉ tiêu"
    assert "Cột Năm 2019" in tables["Biểu 6."].select("tbody tr")[-1].get_text()
    # All groups of the law but their sum are without a figure: one line names them.
    whole, *lines = tables["Biểu 8a."].select("tbody tr")
    assert "2.302" in whole.get_text()
    assert "Chưa có số liệu (14):" in lines[-1].get_text() and "mua bán" in lines[-1].get_text()


def test_a_wrong_reference_in_a_written_section_stops_the_build_with_its_name(tmp_path):
    import shutil

    folder = shutil.copytree(project_root() / "data" / "dien-bien", tmp_path / "dien-bien")
    written = folder / "narrative" / "2020" / "IV-1.vi.md"
    written.write_text("{{result:poverty_rat:2009-2010}}", encoding="utf-8")
    values = {"year": 2020, "area": "11", "agency": "so_ldtbxh", "language": "vi", "data": str(folder)}
    with pytest.raises(RunError) as stopped:
        run_notebook(project_root() / "notebooks" / "annual_report.ipynb", values)
    said = str(stopped.value)
    assert "narrative/2020/IV-1.vi.md, dòng 1" in said
    assert "“result:poverty_rat:2009-2010”" in said
    assert "Có phải ý là" in said
