"""Written sections: filled in, kept, and refused where a reference is wrong."""

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.judgement.comparability import compare
from bvte.judgement.references import figures_of, report_names
from bvte.presentation.document import Cell, Heading, walk_blocks
from bvte.presentation.html import html
from bvte.presentation.narrative import NarrativeError, narrative, narrative_problems, value
from bvte.presentation.phrases import Look

from ..judgement.yearly import YEARLY
from ..shown import boxes, flat, marked, told

RATE = "special_circumstances_rate"


@pytest.fixture
def written(province, tmp_path):
    """A function that writes a file of the narrative and returns the report of 2020."""
    evidence = province(**YEARLY)

    def write(text, name="III-2a.vi", year=2020):
        folder = tmp_path / "narrative" / str(year)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        return bvte.annual(evidence, 2020)

    return write


def test_figures_targets_statuses_and_sources_are_filled_in(written):
    activate("vi")
    report = written(
        f"Tỷ lệ là {{{{result:{RATE}:2020}}}}, mục tiêu {{{{target:{RATE}:2020}}}}: "
        f"**{{{{status:{RATE}:2020}}}}** {{{{source:a}}}}; {{{{number:inspections:2018-2022}}}} cuộc."
    )
    (box,) = narrative(report, "III-2a").blocks
    (paragraph,) = box.blocks
    assert box.role == "narrative"
    assert flat(paragraph.content) == "Tỷ lệ là 3,7%, mục tiêu dưới 3,8%: đạt [1]; 75 cuộc."
    assert marked(paragraph.content, Look.FILLED) == ["3,7%", "dưới 3,8%", "đạt", "75"]
    assert marked(paragraph.content, Look.STRONG) == ["đạt"]
    assert Cell(paragraph.content).sources == (("a", "[1]"),)


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        (
            f"\nMột.\n{{{{result:{RATE}:2021}}}}",
            "vi",
            f"2020/III-2a.vi.md, dòng 3: dẫn chiếu “result:{RATE}:2021” không ứng với số liệu nào",
        ),
        (
            f"{{{{result:{RATE[:-1]}:2020}}}}",
            "en",
            f"line 1: the reference “result:{RATE[:-1]}:2020” names "
            f"no finding of the report. Did you mean “result:{RATE}:2020”?",
        ),
        (f"{{{{result:{RATE}:2020 = 3,9%}}}}", "vi", "được viết khi số liệu là “3,9%”, nay là “3,7%”"),
        ("{{result:orphaned_count:2020}}", "en", "names no finding"),
        ("{{}}", "en", "names no finding"),
    ],
)
def test_a_wrong_or_stale_reference_stops_the_report_with_its_name(written, text, language, said):
    activate(language)
    report = written(text)
    # Whatever section is asked for: no report is built around a wrong text.
    with pytest.raises(NarrativeError) as refused:
        narrative(report, "V")
    assert said in str(refused.value)


def test_what_the_writer_saw_may_stand_beside_the_reference(written):
    activate("vi")
    report = written(f"{{{{result:{RATE}:2020 = 3,7%}}}}")
    assert "3,7%" in told(narrative(report, "III-2a"))


def test_a_file_of_no_section_is_refused_with_the_nearest_name(written):
    activate("en")
    report = written("Chữ.", name="III-2e.vi")
    with pytest.raises(NarrativeError, match=r"no section of the report.*Did you mean “III-2"):
        narrative(report, "V")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_not_written_is_a_marked_draft_of_the_findings_that_belong_there(written, language):
    activate(language)
    report = written("   \n")  # an empty file is not written yet
    place = narrative(report, "III-2a")
    assert boxes(place, "to-write") == list(place.blocks)
    (box,) = place.blocks
    prompt, *sentences = box.blocks
    assert prompt.role == "prompt" and flat(prompt.content).startswith({"vi": "Dự thảo", "en": "Draft"}[language])
    codes = [piece.code for line in sentences for piece in line.content.spans(Look.FILLED)]
    assert "number:special_circumstances_count:2020" in codes and not any("orphaned" in code for code in codes)
    (met,) = narrative(report, "IV-1").blocks
    filled = [piece.code for line in met.blocks[1:] for piece in line.content.spans(Look.FILLED)]
    assert f"status:{RATE}:2020" in filled
    # What no finding says is only asked for, and no page shows how a text names its figures.
    (asked,) = narrative(report, "IV-3").blocks
    assert len(asked.blocks) == 1
    assert not [s for s in report.written if {"{", "}", "/"} & set(told(narrative(report, s)).split(":")[0])]


def test_a_draft_does_not_lay_figures_beside_each_other_that_may_not_be_compared(dien_bien):
    report = bvte.annual(dien_bien, 2025)
    for section in report.written.values():
        for this, last in figures_of(report, section).items():
            assert last is None or compare(dien_bien, last, this).verdict != "not_comparable"


@pytest.mark.parametrize("year", [2020, 2024, 2025])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_draft_that_is_taken_says_the_same(dien_bien, year, language):
    """Every reference of a draft names what it was made from."""
    activate(language)
    report = bvte.annual(dien_bien, year)
    names = report_names(report)
    pieces = [
        piece
        for section in report.written
        for line in narrative(report, section).blocks[0].blocks[1:]
        if hasattr(line, "content")
        for piece in line.content.spans(Look.FILLED)
    ]
    assert pieces
    told_ones = [(value(p.code.partition("=")[0].strip(), names[p.code.partition("=")[0].strip()]), p) for p in pieces]
    assert all(text == flat(piece.content) for text, piece in told_ones)


def test_markup_and_headings_of_a_writer_do_no_harm(written):
    activate("vi")
    report = written("# Tiêu đề\n\n<script>alert(1)</script> ![ảnh](x.png) 3 < 4")
    shown = narrative(report, "III-2a")
    assert not any(isinstance(block, Heading) for block in walk_blocks(shown.blocks))
    assert marked(shown.blocks[0].blocks[0].content, Look.STRONG) == ["Tiêu đề"]
    assert "<script" not in html(shown) and "<img" not in html(shown)


def test_the_other_year_is_left_alone(written):
    activate("vi")
    report = written("{{result:none:1999}}", year=2019)
    assert boxes(narrative(report, "III-2a"), "to-write")


@pytest.mark.parametrize("year", [2020, 2024, 2025])
def test_what_is_written_of_the_real_province_can_be_filled_in_both_languages(dien_bien, year):
    from bvte.evidence.files import written_passages

    written = written_passages(dien_bien.folder, year)
    assert {s for s, language in written if language == "vi"} == {s for s, language in written if language == "en"}
    report = bvte.annual(dien_bien, year)
    for section, language in written:
        activate(language)
        shown = narrative(report, section)
        assert boxes(shown, "narrative") == list(shown.blocks)
        assert "{{" not in told(shown) and "\ue000" not in told(shown)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"Một.\n{{{{result:{RATE}:2020 và chữ", 2),
        (f"{{result:{RATE}:2020}}", 1),
        ("Chữ }} thừa", 1),
        (f"{{{{result:{RATE}:2020 {{{{number:inspections:2018-2022}}}}", 1),
        (f"{{{{result:{RATE}:2020}}", 1),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_brace_without_its_partner_is_not_published_as_typed(written, text, line, language):
    activate(language)
    report = written(text)
    (problem,) = [p for p in narrative_problems(report) if p.code == "narrative_brace"]
    assert (problem.line, problem.severity) == (line, "error")
    with pytest.raises(NarrativeError, match=r"III-2a\.vi\.md"):
        narrative(report, "V")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Có 4.321 trẻ em được giúp.", ["4.321"]),
        ("Tỷ lệ là 12,5%.", ["12,5"]),
        # What a finding says may be typed, though a reference is better; and these are no figures.
        ("Tỷ lệ là 3,7%.", []),
        (f"Tỷ lệ là {{{{result:{RATE}:2020}}}}.", []),
        ("Điều 10 Luật Trẻ em 2016; Quyết định 23/QĐ-TTg ngày 07/01/2021, 2016–2020; tháng 3/2025.", []),
        ("1. Một việc\n2. Hai việc", []),
        ("Trẻ em dưới 16 tuổi; từ 6 đến dưới 11 tuổi; 11-15 tuổi.", []),
        ("Children under 16; aged 6 to 10; 5 years old.", []),
        ("16 trẻ em; dưới 5,8%; children under 5.8 %.", ["16", "5,8", "5.8"]),
    ],
)
def test_a_typed_number_that_no_finding_supports_is_asked_about(written, text, asked):
    activate("vi")
    report = written(text)
    found = [p for p in narrative_problems(report) if p.code == "narrative_number"]
    assert [p.found for p in found] == asked and all(p.severity == "finding" for p in found)
    # A question stops no report.
    assert boxes(narrative(report, "III-2a"), "narrative")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_drafted_figure_is_a_sentence(dien_bien, language):
    """No label before a colon, a large letter at its beginning, a full stop at its end."""
    activate(language)
    report = bvte.annual(dien_bien, 2025)
    for section in ("I", "III-1", "III-2a"):
        _, *lines = narrative(report, section).blocks[0].blocks
        sentences = [flat(line.content) for line in lines]
        assert sentences and all(s[0] == s[0].upper() and s.endswith(".") and ": " not in s for s in sentences)


def test_the_last_chapters_are_drafted_from_what_the_next_phase_needs(dien_bien):
    activate("vi")
    report = bvte.annual(dien_bien, 2025)
    drafts = [s for s, place in report.written.items() if place.drafts and s in ("V", "VI-1", "VI-2", "VI-3")]
    assert drafts and all(len(narrative(report, section).blocks[0].blocks) > 1 for section in drafts)
