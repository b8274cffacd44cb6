import base64
import io
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from bvte.presentation import theme
from bvte.publishing import font_cut, fonts
from bvte.publishing.article import address_part
from bvte.publishing.frame import page_style
from bvte.publishing.quality import html_faults

from .conftest import page_of, setting

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"


@pytest.fixture(params=["vi", "en"])
def language(request):
    return request.param


@pytest.fixture
def soup(pages, language):
    return BeautifulSoup(pages[language], "html.parser")


def test_the_page_has_no_fault(pages, language):
    assert html_faults(pages[language]) == []


def test_only_the_cells_of_the_language_stay(soup, language):
    headings = {"vi": "Các mục tiêu có đạt không?", "en": "Were the targets met?"}
    assert soup.h2.get_text() == headings[language]
    assert len(soup("h2")) == 2


def test_title_comes_from_the_notebook(soup, language):
    expected = {
        "vi": "Chương trình bảo vệ trẻ em giai đoạn 2016–2020: đã đạt được gì?",
        "en": "The child protection programme 2016–2020: what was achieved?",
    }[language]
    assert [soup.title.string, soup.h1.get_text()] == [expected, expected]
    assert soup.select_one('meta[name="bvte:title"]')["content"] == expected


def test_contents_list_names_every_section_in_order(soup):
    listed = [(a["href"], a.get_text()) for a in soup.select("nav.contents a")]
    assert listed == [(f"#{h['id']}", h.get_text()) for h in soup(["h2", "h3"])]


def test_one_fold_at_the_foot_tells_how_every_exhibit_was_computed(soup, language):
    code = [code.get_text() for code in soup.select("footer details.making pre code")]
    assert code == ["sample.targets(language)", "sample.course(language)", "sample.sources(language)"]
    numbers = [pre.find_previous_sibling("p").get_text() for pre in soup.select("footer details.making pre")]
    assert numbers == {"vi": ["Bảng 1", "Hình 1", "Bảng 2"], "en": ["Table 1", "Figure 1", "Table 2"]}[language]
    assert soup.select("main pre code") == []


def test_the_page_says_what_it_is(soup, language):
    told = {tag["name"]: tag["content"] for tag in soup.select("meta[name]") if not tag["name"].startswith("bvte:")}
    headline = {"vi": "Một trong năm mục tiêu đạt.", "en": "One of five targets was met."}[language]
    assert (told["description"], told["DC.title"], told["DC.language"]) == (headline, soup.h1.get_text(), language)
    assert (told["DC.identifier"], told["DC.coverage"], told["DC.date"]) == (
        f"sample.{language}.html",
        "Điện Biên",
        "2025-12-16",
    )


def test_links_lead_to_the_forms_beside_the_page_and_to_its_data(notebook_of):
    told = replace(setting("vi"), digest="ab" * 32, forms=(("sample.vi.docx", "Word"), ("sample.vi.csv", "CSV")))
    page = BeautifulSoup(page_of(notebook_of(DRAWN, TITLED), "vi", told), "html.parser")
    assert [(a["href"], a.get_text()) for a in page.select(".forms a")] == list(told.forms)
    assert page.select_one('meta[name="bvte:data-digest"]')["content"] == f"sha256:{'ab' * 32}"
    assert "SHA-256 abababababab" in page.select_one(".cited").get_text()
    assert html_faults(str(page)) == []


def test_no_other_code_is_shown(soup):
    assert "import sample" not in soup.get_text()
    assert "cpp_2016" not in soup.main.get_text()


def test_figure_has_description_caption_note_and_number(soup, language):
    figure = soup.figure
    assert figure.svg["role"] == "img"
    assert "2015" in figure.svg["aria-label"]
    assert figure.svg["aria-label"] == figure.details.p.get_text()
    number = {"vi": "Hình 1. ", "en": "Figure 1. "}[language]
    assert figure.figcaption.get_text().strip().startswith(number)
    assert figure.select_one("figcaption .note").get_text().endswith("2017.")


def test_tables_are_numbered_and_scroll_in_their_own_labelled_box(soup, language):
    numbers = [table.caption.a.get_text() for table in soup("table")]
    assert numbers == {"vi": ["Bảng 1.", "Bảng 2."], "en": ["Table 1.", "Table 2."]}[language]
    assert [box["tabindex"] for box in soup.select(".scroll:has(> table)")] == ["0", "0"]


def test_twin_and_index_are_relative_links(soup, language):
    other = {"vi": "en", "en": "vi"}[language]
    links = [(a["href"], a.get("hreflang")) for a in soup.select("header nav a")]
    assert links == [("../index.html", None), (f"phase_evaluation-cpp_2016.{other}.html", other)]


def test_the_index_is_told_headline_and_date(soup, language):
    told = {meta["name"]: meta["content"] for meta in soup.select('meta[name^="bvte:"]')}
    assert told["bvte:evidence-date"] == "2025-12-16"
    assert (
        told["bvte:headline"] == {"vi": "Một trong năm mục tiêu đạt.", "en": "One of five targets was met."}[language]
    )
    assert {"vi": "Nguồn công bố gần nhất: 16/12/2025", "en": "Latest source: 16 Dec 2025"}[language] in soup.get_text()


def test_the_same_inputs_give_the_same_bytes(pages, make_page):
    assert make_page("vi") == pages["vi"]


@pytest.mark.parametrize("weight", [400, 600])
def test_every_vietnamese_letter_is_embedded(pages, weight):
    rule = re.search(rf"font-weight: {weight}; src: url\(\"data:font/woff;base64,([^\"]+)", pages["vi"])
    font = TTFont(io.BytesIO(base64.b64decode(rule[1])))
    wanted = {ord(letter) for letter in LETTERS + LETTERS.upper() + "0123456789,.%–−≤≥₫“”"}
    assert wanted <= font.getBestCmap().keys()


@pytest.mark.parametrize("name", theme.FONT_FILES.values())
def test_the_font_that_pages_carry_is_cut_from_the_one_that_charts_are_drawn_in(name):
    cut, anew = TTFont(fonts.cut_path(name)), TTFont(io.BytesIO(font_cut.subset_woff(theme.font_path(name))))
    assert cut.getBestCmap() == anew.getBestCmap()
    assert all(cut.getTableData(table) == anew.getTableData(table) for table in ("glyf", "hmtx", "GSUB"))


# Widths of Times New Roman, in thousandths of its height: each cut by itself, of a letter, a digit and two more.
TIMES = {
    "regular": {"a": 444, "ệ": 444, "M": 889, "0": 500},
    "italic": {"a": 500, "ệ": 444, "M": 833, "0": 500},
    "bold": {"a": 500, "ệ": 444, "M": 944, "0": 500},
    "bolditalic": {"a": 500, "ệ": 444, "M": 889, "0": 500},
}


@pytest.mark.parametrize("cut", TIMES)
def test_the_font_of_a_paper_has_every_letter_and_the_widths_of_times_new_roman(cut):
    assert f"bvte-termes-{cut}.woff" in fonts.CUTS
    font = TTFont(fonts.TERMES / f"bvte-termes-{cut}.woff")
    letters = font.getBestCmap()
    assert {ord(letter) for letter in LETTERS + LETTERS.upper() + "0123456789,.%–−≤≥₫“”"} <= letters.keys()
    scale = 1000 / font["head"].unitsPerEm
    assert {letter: font["hmtx"][letters[ord(letter)]][0] * scale for letter in TIMES[cut]} == TIMES[cut]
    # A browser that prints makes pictures of the letters of any other kind of outline.
    assert "glyf" in font and "CFF " not in font


def test_a_paper_alone_carries_its_font(pages):
    assert 'BVTE Termes"; font-weight' not in pages["vi"]
    assert page_style("paper.css", is_paper=True).count('font-family: "BVTE Termes"; font-weight') == len(fonts.CUTS)


def test_figures_in_columns_have_one_width(pages):
    encoded = re.search(r"base64,([^\"]+)", pages["vi"])[1]
    font = TTFont(io.BytesIO(base64.b64decode(encoded)))
    features, lookups = font["GSUB"].table.FeatureList.FeatureRecord, font["GSUB"].table.LookupList.Lookup
    assert [feature.FeatureTag for feature in features] == ["tnum"]
    replaced = lookups[0].SubTable[0].mapping
    assert {font.getBestCmap()[ord(digit)] for digit in "0123456789"} == replaced.keys()
    assert len({font["hmtx"][glyph][0] for glyph in replaced.values()}) == 1


@pytest.mark.parametrize(
    ("heading", "address"), [("Mục tiêu: đạt?", "muc-tieu-dat"), ("Đường đi", "duong-di"), ("2016–2020", "2016-2020")]
)
def test_anchors_are_readable_without_marks(heading, address):
    assert address_part(heading) == address


DRAWN = """
from decimal import Decimal
from bvte.presentation import drawing, picture
from bvte.presentation.document import Column, Heading, Prose, make_table
from bvte.presentation.phrases import Datum, phrase
row = "2015", phrase(Datum(Decimal("4.4"), "4,4"))
table = make_table("Số liệu", (Column("Thời gian"), Column("Kết quả", "num")), (row,))
picture.figure(drawing.new_axes(), "Tỷ lệ", "Tỷ lệ giảm từ 5,6% xuống 4,4% năm 2015.", numbers=table)
"""
TITLED = "Prose((Heading(1, phrase('T')),), {'headline': 'h', 'evidence_date': '2020'})"


def test_a_chart_has_its_numbers_under_it_without_a_number_of_their_own(notebook_of):
    html = page_of(notebook_of(DRAWN, TITLED), "vi")
    figure = BeautifulSoup(html, "html.parser").figure
    assert html_faults(html) == []
    assert figure.details.summary.get_text() == "Mô tả bằng lời và bảng số liệu"
    assert figure.details.caption.get_text() == "Số liệu"
    assert figure.details.data["value"] == "4.4"
