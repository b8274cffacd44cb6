"""The list of reports: answers first, phases by their line, and a search that finds figures in either spelling."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from bvte.evidence.language import speaking
from bvte.presentation.texts import say
from bvte.publishing.index import index_page
from bvte.publishing.ledger import Entry, Ledger, Origin
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.quality import html_faults

# Made up, but for its shape.
NAMES = {"vi": ("Tỷ lệ tảo hôn", "Số trẻ em đuối nước"), "en": ("Child marriage rate", "Drowned children")}
FIGURES = {"vi": ("3,8%", "2.302 (2020)"), "en": ("3.8%", "2,302 (2020)")}
PHASES = {
    "early": ("child_protection", "2011–2015"),
    "closing": ("child_protection", "2016–2020"),
    "drafted": ("child_protection", "2021–2025"),
    "marriage": ("child_marriage", "2015–2020"),
}


def entry(notebook, language, subject, period="", line="", **values):
    names, figures = NAMES[language], FIGURES[language]
    about = {"title": f"{notebook} {subject} {language}", "headline": f"headline {subject}", "notebook": notebook}
    about |= {"language": language, "place": "P", "period": period, "line": line}
    about |= {"indicators": dict(zip(("rate", "count"), names, strict=True)), "silent": {}}
    about |= {"figures": {"rate": {figures[0]: "bang-1-rate-result"}, "count": {figures[1]: "bang-1-count-result"}}}
    about |= {
        "sources": {"source-a": "Báo Điện Biên Phủ"},
        "publishers": {"source-a": "Bộ Thử. https://nhanquyen.example/a"},
    }
    origin = Origin(values or {"area": "11"}, "", "", "", "")
    return Entry(origin, {f"p/{notebook}-{subject}.{language}.html": ""}, about)


@pytest.fixture(scope="module")
def ledger():
    found = {}
    for language in ("vi", "en"):
        for code, (line, period) in PHASES.items():
            found[f"p/phase_evaluation-{code}.{language}"] = entry(
                "phase_evaluation", language, code, period, line, programme=code
            )
        found[f"p/workshop-drafted.{language}"] = entry(
            "workshop", language, "drafted", "2021–2025", drafted="drafted", closing="closing"
        )
        for year in ("2020", "2025"):
            found[f"p/annual_report-{year}.{language}"] = entry("annual_report", language, year, year, year=year)
    return Ledger(found)


def page_in(ledger, language):
    with speaking(language):
        return index_page(ledger)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_questions_come_first_each_with_the_report_that_answers_it(ledger, language):
    html = page_in(ledger, language)
    soup = BeautifulSoup(html, "html.parser")
    assert html_faults(html) == []
    assert "answers" in soup.select_one(".province section")["class"]
    assert [a["href"] for a in soup.select(".answers li[id] a")] == [
        f"p/{name}.{language}.html"
        for name in ("phase_evaluation-closing", "phase_evaluation-drafted", "annual_report-2025", "workshop-drafted")
    ]


def test_every_phase_of_a_line_that_a_workshop_closed_is_asked_about(ledger):
    known = dict(ledger.entries)
    known["p/workshop-closing.vi"] = entry("workshop", "vi", "closing", "2016–2020", drafted="closing", closing="early")
    known["p/workshop-marriage.vi"] = entry("workshop", "vi", "marriage", "2015–2020", closing="marriage")
    soup = BeautifulSoup(page_in(Ledger(known), "vi"), "html.parser")
    phases = [a["href"] for a in soup.select(".answers li[id] a") if "phase_evaluation" in a["href"]]
    assert phases == [f"p/phase_evaluation-{code}.vi.html" for code in ("early", "closing", "drafted")]


def test_an_answer_is_whole_sentences_and_none_is_told_twice(ledger):
    lines = ["91% (2020). ▰▱▱ chưa chắc chắn.", "Thấp còi giảm.", "Trong 9 chỉ tiêu: 1 đạt."]
    year = [lines[0], "98.280 trẻ em. ▰▰▱ một nguồn.", "Một số khác.", "Chưa có số liệu."]
    said = {"phase_evaluation": lines, "annual_report": year}
    known = {
        key: replace(e, about=e.about | {"headline": "\n".join(said.get(e.about["notebook"], []))})
        for key, e in ledger.entries.items()
    }
    soup = BeautifulSoup(page_in(Ledger(known), "vi"), "html.parser")
    told = [[p.get_text() for p in li("div")[1]("p")] for li in soup.select(".answers li[id]")]
    # What was reached is told whole, each result with its mark, of a year what no answer above has told.
    assert told[0] == lines
    assert year[1:] in told
    assert [say("listing.told_above")] in told
    # Below, what answers a question leads there, and every other report says what it says.
    answers = {li.a["href"]: f"#{li['id']}" for li in soup.select(".answers li[id]")}
    for report in soup.select(".reports > li"):
        said, above = [p.get_text() for p in report.div("p", class_=None)], report.select_one(".above a")
        assert (above["href"] if above else None) == answers.get(report.div.a["href"])
        assert bool(above) != any(line in said for line in (lines[0], year[0]))


def test_where_there_is_no_workshop_the_newest_phase_answers(ledger):
    without = Ledger({key: known for key, known in ledger.entries.items() if "workshop" not in key})
    soup = BeautifulSoup(page_in(without, "vi"), "html.parser")
    assert [a["href"] for a in soup.select(".answers li[id] a")] == [
        "p/phase_evaluation-drafted.vi.html",
        "p/annual_report-2025.vi.html",
    ]


def test_phases_stand_by_their_line_of_programmes_the_newest_first(ledger):
    soup = BeautifulSoup(page_in(ledger, "vi"), "html.parser")
    (phases,) = (part for part in soup.select(".kind") if part.h3)
    assert [heading.get_text() for heading in phases("h3")] == ["Bảo vệ trẻ em", "Tảo hôn"]
    periods = [[p.get_text() for p in ul.select(".period")] for ul in phases.select("ul.reports")]
    assert periods == [["2021–2025", "2016–2020", "2011–2015"], ["2015–2020"]]


@pytest.fixture
def search(browser, ledger, tmp_path):
    """A function that opens the index in a browser and types something into its search."""
    (tmp_path / "index.html").write_text(page_in(ledger, "vi"), encoding="utf-8")
    page = browser.new_page()

    def typed_in(text):
        page.goto((tmp_path / "index.html").as_uri())
        page.fill("#find", text)
        return page

    yield typed_in
    page.close()


@pytest.mark.parametrize("typed", ["2.302", "2,302", "2302", "duoi nuoc", "đuối nước 2302", "drowned children"])
def test_a_figure_is_found_however_it_is_written(browser, search, typed):
    page = search(typed)
    assert page.locator(".reports > li:visible").count() == 7
    links = page.locator(".facts a:visible")
    assert {link.inner_text() for link in links.all()} == {"2.302 (2020)"}
    assert links.first.get_attribute("href").endswith(".vi.html#bang-1-count-result")
    again = browser.new_page()
    again.goto(page.url)
    assert again.input_value("#find") == typed and again.locator(".facts a:visible").count() == links.count()
    page.fill("#find", "")
    assert page.locator(".answers").is_visible() and page.locator(".facts a:visible").count() == 0
    again.close()


def test_a_report_without_what_is_looked_for_is_not_seen(search):
    page = search("drafted")
    found, left = page.locator(".reports > li:not([hidden])"), page.locator(".reports > li[hidden]")
    assert found.count() and left.count()
    assert not any(report.is_visible() for report in left.all())


@pytest.mark.parametrize("typed", ["ket qua 2016", "2016-2020 kết quả"])
def test_a_question_stays_where_it_or_its_answer_has_what_is_looked_for(search, typed):
    page = search(typed)
    (card,) = page.locator(".answers li[id]:visible").all()
    assert card.locator("h3").inner_text() == say("listing.question.phase_evaluation", period="2016–2020")
    (report,) = page.locator(".reports > li:visible").all()
    assert report.locator("a").first.get_attribute("href") == card.locator("a").get_attribute("href")
    page.fill("#find", "2.302")
    assert not page.locator(".answers").is_visible()


def test_words_that_stand_together_somewhere_are_looked_for_together(browser, ledger, tmp_path):
    """A name of two syllables, of which each stands in other words of every report: "phương" and "hóa"."""
    said = {"early": "Phương án văn hóa: 33,2%.", "closing": "Văn hóa phương án.", "drafted": "Huyện Hương Hóa: 5 vụ."}
    known = {
        key: replace(
            e, about=e.about | {"headline": said.get(str(e.origin.parameters.get("programme")), "Phương hóa.")}
        )
        for key, e in ledger.entries.items()
    }
    (tmp_path / "index.html").write_text(page_in(Ledger(known), "vi"), encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    for typed, href in (("huong hoa", "drafted"), ("Hương Hóa", "drafted"), ("van hoa phuong", "closing")):
        page.fill("#find", typed)
        (report,) = page.locator(".reports > li:visible").all()
        assert href in report.locator("a").first.get_attribute("href")
    for typed, found in (("33,2%", 1), ("3,2%", 0), ("33,2", 1), ("3,2", 0)):
        page.fill("#find", typed)
        assert page.locator(".reports > li:visible").count() == found
    # What stands together nowhere is looked for word by word.
    page.fill("#find", "hoa phuong van")
    assert page.locator(".reports > li:visible").count() == 2
    page.close()


@pytest.mark.parametrize("typed", ["302", "2.30", "không có chữ này", "23"])
def test_a_part_of_a_number_is_not_that_number(search, typed):
    page = search(typed)
    assert page.locator(".reports > li:visible").count() == 0
    assert page.locator("#none").inner_text() == "Không có báo cáo nào khớp."


def test_a_source_is_found_and_led_to(browser, ledger, tmp_path):
    (tmp_path / "index.html").write_text(page_in(ledger, "en"), encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    page.fill("#find", "dien bien phu")
    assert page.locator(".facts a:visible").first.get_attribute("href").endswith(".en.html#source-a")
    page.close()


def two_provinces(ledger):
    """The list of reports of two folders, the second with what its pages tell of its province."""
    more = {
        key.replace("p/", "q/"): replace(
            known,
            files={path.replace("p/", "q/"): digest for path, digest in known.files.items()},
            about=known.about | {"province": "Province Q"},
        )
        for key, known in ledger.entries.items()
    }
    return Ledger(ledger.entries | more)


def test_each_province_that_merged_is_asked_about_by_name(ledger):
    known = {}
    for place in ("Tỉnh A", "Tỉnh B"):
        for name in ("evidence_review", "across_phases"):
            made = entry(name, "vi", place[-1], area=place[-1])
            known[f"p/{name}-{place[-1]}.vi"] = replace(made, about=made.about | {"place": place})
    found = BeautifulSoup(page_in(Ledger(ledger.entries | known), "vi"), "html.parser").select(".answers h3 a")
    asked = {a.get_text(): a["href"] for a in found}
    assert len(asked) == len(found)
    assert [(text[:7], href) for text, href in asked.items()] == [
        (f"Tỉnh {letter}:", f"p/{name}-{letter}.vi.html")
        for name in ("across_phases", "evidence_review")
        for letter in ("A", "B")
    ]


def test_a_report_of_one_of_several_provinces_names_it_where_its_title_does_not(ledger):
    known = {}
    for place in ("Tỉnh A", "Tỉnh A (cũ)"):
        for name, title in (("evidence_review", f"Rà soát: {place}"), ("annual_report", "Tình hình trẻ em")):
            made = entry(name, "vi", str(len(place)), period="2024", area=place)
            known[f"p/{name}-{len(place)}.vi"] = replace(made, about=made.about | {"place": place, "title": title})
    found = BeautifulSoup(page_in(Ledger(known), "vi"), "html.parser").select(".reports > li > div > a")
    assert {a.get_text() for a in found} == {
        "Tỉnh A: tình hình trẻ em",
        "Tỉnh A (cũ): tình hình trẻ em",
        "Rà soát: Tỉnh A",
        "Rà soát: Tỉnh A (cũ)",
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_questions_and_kinds_are_led_to_from_the_top_of_a_province(ledger, language):
    soup = BeautifulSoup(page_in(two_provinces(ledger), language), "html.parser")
    for section in soup.select(".province"):
        for link in section.select(".questions a, .kinds a"):
            heading = section.find(id=link["href"].removeprefix("#")).find(["h2", "h3"])
            assert heading.get_text() == link.get_text()
        assert len(section.select(".questions a")) == len(section.select(".answers h3"))
        assert len(section.select(".kinds a")) == len(section.select(".kind"))


def test_a_source_is_found_by_who_published_it_and_where(search):
    for typed in ("nhanquyen", "bo thu"):
        page = search(typed)
        assert page.locator(".facts a:visible").first.inner_text() == "Báo Điện Biên Phủ"
        # What a report says first makes room for where it was found.
        assert page.locator(".reports p:not(.period):visible").count() == 0


def test_a_question_that_the_next_phase_answers_is_not_asked_twice(ledger):
    audit = entry("target_audit", "vi", "drafted", "2021–2025", programme="drafted")
    coming = entry("next_phase", "vi", "closing", "2026–2030", closing="drafted")
    known = {**ledger.entries, "p/target_audit-drafted.vi": audit}
    for more, asked in (({}, True), ({"p/next_phase-closing.vi": coming}, False)):
        soup = BeautifulSoup(page_in(Ledger(known | more), "vi"), "html.parser")
        links = [a["href"] for a in soup.select(".answers li[id] a")]
        assert ("p/target_audit-drafted.vi.html" in links) == asked
        assert ("p/next_phase-closing.vi.html" in links) != asked


@pytest.mark.parametrize("kind", [name for name, notebook in NOTEBOOKS.items() if notebook.opened])
def test_a_question_leads_to_the_table_that_answers_it(kind, ledger):
    known = entry(kind, "vi", "11")
    known.about["opened"] = "bang-7"
    soup = BeautifulSoup(page_in(Ledger({**ledger.entries, f"p/{kind}-11.vi": known}), "vi"), "html.parser")
    (link,) = (a for a in soup.select(".answers li[id] a") if a["href"].endswith("#bang-7"))
    assert link["href"] == f"p/{kind}-11.vi.html#bang-7"
    assert link.find_previous("h3").a["href"] == f"p/{kind}-11.vi.html"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_reports_of_two_provinces_stand_under_their_names_each_with_its_answers(ledger, language):
    html = page_in(two_provinces(ledger), language)
    soup = BeautifulSoup(html, "html.parser")
    assert html_faults(html) == []
    assert [(a["href"], a.get_text()) for a in soup.select(".provinces a")] == [("#p", "p"), ("#q", "Province Q")]
    for folder in ("p", "q"):
        section = soup.find(id=folder)
        links = {a["href"].split("/")[0] for a in section.select(".answers li[id] a, .reports > li > div > a")}
        assert links == {folder}
        assert len(section.select(".answers li[id]")) == len(
            BeautifulSoup(page_in(ledger, language), "html.parser").select(".answers li[id]")
        )


def test_one_province_needs_no_name_of_its_own(ledger):
    assert not BeautifulSoup(page_in(ledger, "vi"), "html.parser").select(".provinces, .province > .name")
