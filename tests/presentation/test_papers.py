"""Who a paper is for is a row: the same evidence to the ministry, a People's Council, the National Assembly."""

import csv

import pytest

import bvte
from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.language import activate, speaking
from bvte.evidence.load import FILES, REPORTING, load, project_root
from bvte.evidence.papers import asked_papers
from bvte.evidence.record import column_names
from bvte.evidence.reporting import TO_MINISTRY
from bvte.evidence.rows import Area
from bvte.presentation.newness import of_area
from bvte.presentation.texts import catalogue
from bvte.publishing.article import read_article
from bvte.publishing.making import run_notebook
from bvte.publishing.page import report_page
from bvte.publishing.quality import html_faults
from bvte.publishing.report import plan_reports

from ..judgement.yearly import YEARLY
from ..shown import boxes, items, of_role, parts_of, told
from .drawings import words

# A commune of a province of the catalogue; its figures are made up.
COMMUNE = "03388"


def write(folder, area, **tables):
    """A data folder about an area of the catalogue, with some rows in its tables; the folder."""
    folder.mkdir()
    tables = {"about": [{"area": area}], **tables}
    for name, (model, _) in (FILES | REPORTING).items():
        if name in FILES or name in tables:
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                rows = csv.DictWriter(file, column_names(model), lineterminator="\n")
                rows.writeheader()
                rows.writerows(tables.get(name, []))
    return folder


def asked(*papers):
    return [dict(zip(("year", "paper", "area"), paper, strict=False)) for paper in papers]


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """The folder of the whole country: nothing but what the national catalogue has published."""
    return write(
        tmp_path_factory.mktemp("n") / "viet-nam", "VN", annual_reports=asked((2024, "assembly"), (2025, "assembly"))
    )


def of_communes(folder):
    """The folder of a province, with papers of its own and of one of its communes."""
    place = {"code": COMMUNE, "valid_from": "2025-07-01", "level": "commune", "type": "xa", "parent": "12"}
    names = {"name_vi": "Xã Thử", "name_en": "Trial Commune"}
    figure = {
        "id": "o1",
        "indicator": "children_under16_count",
        "area": COMMUNE,
        "start": "2025-12-31",
        "end": "2025-12-31",
    }
    figure |= {"statistic": "level", "comparator": "=", "value": "1234", "unit": "children", "source": "s1"}
    source = {
        "id": "s1",
        "title": "Số liệu giả để thử",
        "publisher": "Thử",
        "kind": "government",
        "published_on": "2026-01",
    }
    return write(
        folder,
        "12",
        areas=[place | names],
        observations=[figure],
        sources=[source | {"address": "https://example.org/s1"}],
        annual_reports=asked((2025,), (2025, "council"), (2025, "commune_council", COMMUNE)),
    )


@pytest.fixture(scope="module")
def communes(tmp_path_factory):
    return load(of_communes(tmp_path_factory.mktemp("c") / "tinh-thu"))


def head_of(report):
    head, *_ = bvte.annual_opening(report).blocks
    return {p.role: str(p.content).replace("\xa0", " ") for box in head.columns for p in box.blocks}


def paper_of(evidence, year, kind):
    """The paper of a kind that a folder asks for."""
    (found,) = [one for one in asked_papers(evidence) if (one.year, one.paper.id) == (year, kind)]
    return bvte.annual(evidence, found.year, found.area.code, paper=found.paper.id)


def test_a_folder_without_senders_has_those_of_every_area_of_its_level(communes):
    activate("vi")
    evidence = communes
    assert only_errors(check_folder(communes.folder)) == []
    heads = {kind: head_of(paper_of(evidence, 2025, kind)) for kind in (TO_MINISTRY, "council", "commune_council")}
    assert heads[TO_MINISTRY]["body"] == "SỞ Y TẾ"
    assert heads[TO_MINISTRY]["above"] == "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU"
    assert [heads[kind]["body"] for kind in ("council", "commune_council")] == [
        "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",
        "ỦY BAN NHÂN DÂN XÃ THỬ",
    ]
    assert heads["commune_council"]["place-date"].startswith("Thử, ngày") and "above" not in heads["commune_council"]
    assert {heads[kind]["reference"] for kind in ("council", "commune_council")} == {"Số: ……/BC-UBND"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_commune_tells_its_council_of_its_own_figures_in_the_forms_that_it_counts(communes, language):
    activate(language)
    report = paper_of(communes, 2025, "commune_council")
    opening = bvte.annual_opening(report)
    (to,) = of_role(opening.blocks, "recipient")
    assert to == {"vi": "Kính gửi: Hội đồng nhân dân xã Thử", "en": "To: People's Council of Trial Commune"}[language]
    law = {"vi": "Thực hiện khoản 3 Điều 90 Luật Trẻ em năm 2016, Ủy ban nhân dân xã Thử", "en": "article 90.3"}[
        language
    ]
    assert law in told(opening)
    assert list(report.forms) == ["1", "2", "3", "4", "5", "6", "8a", "8b", "8c", "11", "13"]
    assert "1234" in told(bvte.form(report, "1")).replace(".", "").replace(",", "")
    signed = told(bvte.annual_closing(report))
    assert {"vi": "TM. ỦY BAN NHÂN DÂN", "en": "ON BEHALF OF THE PEOPLE'S COMMITTEE"}[language] in signed


def test_the_nation_reports_to_the_national_assembly_through_the_ministry_of_the_day(nation):
    activate("vi")
    evidence = load(nation)
    heads = [head_of(paper_of(evidence, year, "assembly")) for year in (2024, 2025)]
    assert [(head["body"], head["reference"]) for head in heads] == [
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Số: ……/BC-LĐTBXH"),
        ("BỘ Y TẾ", "Số: ……/BC-BYT"),
    ]
    report = paper_of(evidence, 2025, "assembly")
    opening = told(bvte.annual_opening(report))
    assert "Kính gửi: Chính phủ" in opening and "khoản 5 Điều 80, khoản 3 Điều 82 Luật Trẻ em năm 2016" in opening
    # The targets are those of the national programmes, and no province is spoken of as the reporter.
    assert {evidence.programmes[f.target.programme].area for f in report.findings} == {"VN"}
    assert "II-bodies" in report.sections and "VI-assembly" in report.sections
    assert {"VI-1", "VI-2", "VI-3"}.isdisjoint(report.sections)


def test_the_paper_of_the_nation_is_a_page_without_a_fault(nation):
    (planned, _) = plan_reports(load(nation), str(nation), "annual_report", language="vi")
    with speaking("vi"):
        executed = run_notebook(project_root() / "notebooks" / "annual_report.ipynb", planned.values)
        page = report_page(read_article(executed, planned.page_context, planned.path.stem), planned.page_context)
    assert planned.key == "viet-nam/annual_report-2024-assembly.vi"
    assert "--paper assembly" in planned.command and html_faults(page) == []
    assert "phục vụ Chính phủ báo cáo Quốc hội" in page and "BỘ TRƯỞNG" in page
    assert "Chỉ tiêu của địa phương" not in page and "Chỉ tiêu quốc gia" in page


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["council", "commune_council"])
def test_every_section_of_a_kind_of_paper_can_be_shown(communes, kind, language):
    activate(language)
    report = paper_of(communes, 2025, kind)
    for code in (*report.sections, *report.annexes):
        parts = list(parts_of(bvte.annual_section(report, code)))
        if not parts:  # charts alone, of which there is none
            assert report.layout[code].shows == ("charts",)
            continue
        assert all(told(part) for part in parts) and "{" not in told(parts[0])


def test_who_signs_and_who_has_a_copy_is_said_by_the_row_of_the_sender(province):
    activate("vi")
    row = "soD, Sở D, D, UBND, Council, SD, Thử, Trial, Bộ, M, PHÓ GIÁM ĐỐC, DEPUTY, Thường trực Tỉnh ủy; UBND, P; C"
    columns = "id, name_vi, name_en, above_vi, above_en, symbol, place_vi, place_en, recipients_vi, recipients_en"
    table = f"{columns}, position_vi, position_en, copies_vi, copies_en\n{row}"
    closing = bvte.annual_closing(bvte.annual(province(**YEARLY | {"agencies": table}), 2020))
    (distribution,) = boxes(closing, "distribution")
    assert items(distribution) == ["Như trên;", "Thường trực Tỉnh ủy;", "UBND;", "Lưu: VT, ……"]
    assert "PHÓ GIÁM ĐỐC" in told(closing) and " GIÁM ĐỐC (" not in told(closing).replace("PHÓ GIÁM ĐỐC", "")


def test_a_folder_words_a_kind_of_paper_in_its_own_way(tmp_path):
    """A row of its own instead of that of the catalogue; the sections that it names must be there."""
    activate("vi")
    folder = of_communes(tmp_path / "tinh-thu")
    row = {
        "id": "council",
        "levels": "province",
        "name_vi": "A",
        "name_en": "A",
        "subject_vi": "công tác trẻ em {year}",
    }
    row |= {"subject_en": "children {year}", "sections": "I V results"}
    _write_papers(folder, row)
    report = paper_of(load(folder), 2025, "council")
    assert report.sections == ["I", "V", "results"] and "Công tác trẻ em 2025" in told(bvte.annual_opening(report))
    assert not only_errors(check_folder(folder))
    _write_papers(folder, row | {"sections": "I V VII"})
    (problem,) = only_errors(check_folder(folder))
    assert (problem.code, problem.file, problem.line, problem.found) == ("paper_misnamed", "papers.csv", 2, "VII")


def _write_papers(folder, row):
    with (folder / "papers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, column_names(REPORTING["papers"][0]), lineterminator="\n")
        rows.writeheader()
        rows.writerow(row)


def test_no_kind_of_paper_is_told_of_in_the_message_of_another(dien_bien):
    """The papers of a year say the same of its targets: they have the same findings."""
    years = {}
    for one in asked_papers(dien_bien):
        report = bvte.annual(dien_bien, one.year, one.area.code, paper=one.paper.id)
        years.setdefault((one.year, one.area.code), []).append([(f.target.id, f.status) for f in report.findings])
    assert any(len(found) > 1 for found in years.values())
    assert all(found.count(found[0]) == len(found) for found in years.values())


@pytest.mark.parametrize(
    ("language", "own", "other"), [("vi", "của cả nước", "tỉnh"), ("en", "of the country", "provin")]
)
def test_pages_of_the_country_speak_of_no_province(nation, language, own, other):
    evidence = load(nation, language=language)
    with speaking(language):
        headline = told(bvte.across_title(evidence, "VN"))
        line = words(bvte.timeline(evidence, "VN"))
        phases = [bvte.judge(evidence, p.id) for p in evidence.programmes_of("VN")]
        sentences = [
            told(part(phase)) for phase in phases for part in (bvte.elsewhere_of_phase, bvte.national_scorecard)
        ]
        asked_bodies = told(bvte.asked_table(evidence, "VN"))
        caption = bvte.across_table(evidence, "VN").caption
    assert own in headline and own in line
    assert not any(word in caption for word in ("cả nước", "nation"))
    assert other not in " ".join([line, *sentences, asked_bodies])


@pytest.mark.parametrize(
    ("area", "vi", "en"),
    [
        ({"level": "province", "type": "tinh"}, "của tỉnh", "of the province"),
        ({"level": "province", "type": "thanh_pho"}, "của thành phố", "of the city"),
        ({"level": "district", "type": "huyen"}, "của huyện", "of the district"),
        ({"level": "commune", "type": "phuong"}, "của phường", "of the ward"),
        ({"level": "commune"}, "của xã", "of the commune"),
    ],
)
def test_whose_a_programme_is_follows_what_its_area_is(area, vi, en):
    place = Area(code="1", name_vi="A", name_en="A", **area)
    said = {}
    for language in ("vi", "en"):
        with speaking(language):
            said[language] = of_area(place)
    assert said == {"vi": vi, "en": en}


def test_no_other_text_of_a_page_takes_its_area_for_a_province():
    files = ("page.", "charts.", "reasons.", "message.", "status.", "audit.", "workshop.", "next_phase.")
    for language, word in (("vi", "của tỉnh"), ("en", "of the province")):
        found = [key for key, text in catalogue(language).items() if key.startswith(files) and word in text]
        assert found == ["page.of_area.province"]
