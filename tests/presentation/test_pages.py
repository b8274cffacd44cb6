"""Whole reports: another province, a new programme, markup in the data, and what stands at the top."""

import csv
import shutil
from xml.etree import ElementTree

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.presentation.document import Figure, Prose, Table
from bvte.presentation.html import html

from ..judgement.province import CARDS
from ..shown import parts_of, told
from .sample import SAMPLE

OF_PHASE = (
    "phase_title",
    "headline",
    "scorecard",
    "phase_charts",
    "other_results",
    "gaps",
    "conflict_table",
    "national_scorecard",
    "definitions",
    "source_list",
)
OF_AREA = (
    "across_title",
    "timeline",
    "programme_table",
    "across_charts",
    "across_source_list",
    "review_title",
    "coverage_charts",
    "age_table",
    "all_conflicts",
    "derived_table",
    "silence",
    "request_table",
    "review_source_list",
)


def report(evidence, area, programmes):
    """Everything that the three notebooks show, each thing by itself."""
    shown = [getattr(bvte, name)(evidence, area) for name in OF_AREA]
    for programme in programmes:
        findings = bvte.judge(evidence, programme, area if programme != "far" else None)
        shown += [getattr(bvte, name)(findings) for name in OF_PHASE]
    return [part for thing in shown for part in parts_of(thing)]


TABLES = {
    "scorecard",
    "national_scorecard",
    "other_results",
    "conflict_table",
    "definitions",
    "programme_table",
    "age_table",
    "all_conflicts",
    "derived_table",
    "request_table",
}
# One chart a series of figures: rate, help and count; one for each group with figures.
CHARTS = {"timeline": 1, "across_charts": 3, "coverage_charts": 2, "phase_charts": 1}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_another_province_has_every_table_and_chart_without_a_line_of_code(province, language):
    activate(language)
    evidence = province(area="77", **SAMPLE)
    findings = bvte.judge(evidence, "plan")
    shown = {name: getattr(bvte, name)(evidence, "77") for name in OF_AREA}
    shown |= {name: getattr(bvte, name)(findings) for name in OF_PHASE}
    charts = {name: parts_of(thing) for name, thing in shown.items() if name in CHARTS}
    assert {name for name, thing in shown.items() if isinstance(thing, Table)} == TABLES
    assert {name: len(drawn) for name, drawn in charts.items()} == CHARTS
    for chart in (chart for drawn in charts.values() for chart in drawn):
        assert isinstance(chart, Figure)
        assert ElementTree.fromstring(chart.svg).tag.endswith("svg")
        assert chart.alt
        assert chart.caption


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_province_that_has_only_targets_says_that_there_is_nothing_yet(province, language):
    activate(language)
    evidence = province(targets="indicator, condition, value\nrate, below, 3.8")
    shown = report(evidence, "P1", ["plan", "next"])
    assert all(map(told, shown))
    assert [type(thing) for thing in bvte.coverage_charts(evidence, "P1")] == [Prose]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_programme_of_the_real_evidence_can_be_shown(dien_bien, language):
    activate(language)
    for programme in dien_bien.programmes:
        findings = bvte.judge(dien_bien, programme)
        for name in ("phase_title", "headline", "scorecard", "other_results", "gaps", "source_list"):
            assert told(getattr(bvte, name)(findings))


def append(path, **cells):
    """Add a row to a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerow(cells)


def test_a_new_programme_with_a_target_is_two_new_rows(dien_bien, tmp_path):
    activate("vi")
    folder = shutil.copytree(dien_bien.folder, tmp_path / "copy")
    append(
        folder / "programmes.csv",
        id="cpp_2026_2030_db",
        name_vi="Chương trình mới",
        name_en="New one",
        kind="child_protection",
        level="province",
        area="11",
        start=2026,
        end=2030,
        status="draft",
        follows="cpp_2021_2025_db_draft",
    )
    append(
        folder / "targets.csv",
        id="t900",
        programme="cpp_2026_2030_db",
        indicator="stunting_rate",
        condition="below",
        value=20,
        unit="percent",
        baseline_value=25.9,
        baseline_year=2025,
        due_year=2030,
        source="seed_workshop_2020_12_29",
    )
    evidence = bvte.load(folder)
    (row,) = bvte.scorecard(bvte.judge(evidence, "cpp_2026_2030_db")).to_frame().to_dict("records")
    figures = (row["Số liệu đầu kỳ"], row["Mức chỉ tiêu"], row["Số liệu mới nhất"])
    assert figures == ("25,9 (2025)", "dưới 20 (2030)", "–")
    assert row["Đánh giá và lý do"].startswith("So với mức dự thảo: chưa có số liệu")
    assert "2026–2030" in bvte.timeline(evidence, "11").alt


MARKUP = "<b>{}</b>"


def test_markup_in_the_data_stays_text(province):
    evidence = province(
        **SAMPLE
        | {
            "programmes": SAMPLE["programmes"].replace("Kế hoạch 1", MARKUP.format("kế hoạch")),
            "breaks": SAMPLE["breaks"].replace("Luật Trẻ em 2016", MARKUP.format("luật")),
            "sources": """
            id, title,            publisher,    address
            a,  <b>văn bản</b>,   <b>sở</b>,    https://example.org/"><b>
            """,
        },
        cards=CARDS.replace("Tỷ lệ thử", MARKUP.format("tỷ lệ")),
    )
    activate("vi")
    pages = [html(thing) for thing in report(evidence, "P1", ["plan"])]
    assert [page for page in pages if "<b>" in page] == []
    for text in ("kế hoạch", "luật", "văn bản", "sở", "tỷ lệ"):
        assert any(f"&lt;b&gt;{text}&lt;/b&gt;" in page for page in pages)
