"""What a chart says: title, source and strength below it, and a description made from its data."""

from dataclasses import replace

import pytest

import bvte
from bvte.evidence.language import activate, speaking
from bvte.evidence.rows import Source
from bvte.presentation import dates, numbers
from bvte.presentation.document import MIME_TYPE, Prose, from_json
from bvte.presentation.source_words import named

from .sample import SAMPLE


def flat(text):
    return " ".join(text.split())


def chart(evidence, language):
    activate(language)
    (found,) = bvte.phase_charts(bvte.judge(evidence, "plan"))
    return found


def test_the_title_says_how_the_indicator_moved_and_what_it_was_to_be(province, drawn):
    evidence = province(**SAMPLE)
    chart(evidence, "vi")
    assert flat(drawn[-1].figure.get_suptitle()) == (
        "Tỷ lệ thử: 4,4% (2015) và dưới 3,8% (2020) không so sánh được; chỉ tiêu dưới 3,8% (2020)"
    )
    activate("en")
    bvte.indicator_chart(evidence, "help", "P1")
    assert flat(drawn[-1].figure.get_suptitle()) == "Helped rose from 80% (2018) to 91% (2020)"


def test_the_footer_names_publishers_and_strength_of_the_evidence(province, drawn):
    evidence = province(**SAMPLE)
    chart(evidence, "vi")
    # The key of the marks goes before.
    assert flat(drawn[-1].figure.get_supxlabel()).endswith(
        "Nguồn: Sở a; Sở b. Mức độ tin cậy: số công bố; "
        "chỉ công bố mức “dưới”, “trên” hoặc “từ … đến …”; tính toán từ số lượng."
    )
    activate("en")
    bvte.indicator_chart(evidence, "help", "P1")
    assert flat(drawn[-1].figure.get_supxlabel()).endswith(
        "Source: Sở a; Sở b. Evidence: published figure; approximate figure."
    )


def test_below_a_chart_of_the_real_evidence_no_sentence_ends_twice(dien_bien, drawn):
    for language in ("vi", "en"):
        activate(language)
        bvte.indicator_chart(dien_bien, "special_circumstances_rate", "11")
        footer = flat(drawn[-1].figure.get_supxlabel())
        assert ".;" not in footer and ".." not in footer
        # A doubt is a mark, so that a chart of five sources has no six lines of doubts below it.
        assert {"vi": "*; ", "en": "*; "}[language] in footer and footer.count("* ") == 1


def test_a_source_without_publisher_is_named_by_its_title(province, drawn):
    activate("vi")
    evidence = province(
        observations="indicator, start, value\nhelp, 2020, 91",
        sources="id, title, no_address_reason\na, Báo cáo cũ, Bản giấy",
    )
    bvte.indicator_chart(evidence, "help", "P1")
    assert " Nguồn: Báo cáo cũ*. " in flat(drawn[-1].figure.get_supxlabel())


@pytest.mark.parametrize(
    ("language", "name"),
    [("vi", "Forum for children [Diễn đàn trẻ em] (Đài tỉnh)"), ("en", "Forum for children (Province's radio)")],
)
def test_a_source_is_named_in_the_language_of_the_page(language, name):
    source = Source(
        id="a",
        kind="press",
        title="Forum for children",
        title_vi="Diễn đàn trẻ em",
        publisher="Đài tỉnh",
        publisher_en="Province's radio",
        address="https://example.org",
        language="en",
    )
    with speaking(language):
        assert named(source) == name


def test_the_description_tells_every_figure_target_and_break(province):
    assert chart(province(**SAMPLE), "vi").alt == (
        "Biểu đồ Tỷ lệ thử, tỉnh Thử. Số liệu: 2015: 4,4%; 2020: dưới 3,8%; "
        "2020, năm suy ra: 1,85% (tính toán). "
        "Chỉ tiêu dưới 3,8% vào năm 2020. Mốc thay đổi: Luật Trẻ em 2016 (01/6/2017). "
        "Mốc thay đổi: Gốc dân số mới (01/4/2019)."
    )
    assert chart(province(**SAMPLE), "en").alt == (
        "Chart of Trial rate, Trial Province. Figures: 2015: 4.4%; 2020: below 3.8%; "
        "2020, year inferred: 1.85% (derived). "
        "Target below 3.8% by 2020. Break: Law on Children 2016 (1 Jun 2017). "
        "Break: New population base (1 Apr 2019)."
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_chart_of_the_real_evidence_describes_all_that_it_shows(dien_bien, drawn, language):
    activate(language)
    own = [p.id for p in dien_bien.programmes.values() if p.area == "11"]
    for found, ax in zip(bvte.across_charts(dien_bien, "11"), drawn, strict=True):
        code = next(c for c, card in dien_bien.indicators.items() if card.name[language] in found.alt)
        for estimate in bvte.estimates_of(dien_bien, code, "11"):
            text = f"{dates.time_text(estimate)}: {numbers.labelled(estimate)}"
            assert text in found.alt
        for target in dien_bien.targets.values():
            if target.programme in own and target.indicator == code:
                assert numbers.target_text(target) in found.alt
        breaks = {b.text("name") for b in dien_bien.breaks.values()}
        written = {flat(note.get_text()) for note in ax.texts}
        assert written & breaks == {name for name in breaks if name in found.alt}


def test_a_phase_with_fewer_than_two_figures_an_indicator_says_so(province):
    activate("vi")
    evidence = province(targets="indicator, condition, value\nrate, below, 3.8")
    (found,) = bvte.phase_charts(bvte.judge(evidence, "plan"))
    assert isinstance(found, Prose)
    assert "Chưa có đủ số liệu" in str(found)


def test_a_phase_is_drawn_without_the_figures_that_came_after_it(dien_bien):
    activate("vi")
    found = bvte.phase_charts(bvte.judge(dien_bien, "cpp_2016_2020_db"))
    assert [("2025" in c.alt, "2020, năm suy ra: 1,85% (tính toán)" in c.alt) for c in found] == [(False, True)]


def test_the_same_evidence_gives_the_same_bytes(province):
    activate("vi")
    evidence = province(**SAMPLE)
    for make in (
        lambda: chart(evidence, "vi"),
        lambda: bvte.timeline(evidence, "P1"),
        lambda: bvte.coverage_charts(evidence, "P1")[0],
    ):
        assert make().svg == make().svg


def test_a_chart_carries_its_words_and_keeps_text_as_text(province):
    found = chart(province(**SAMPLE), "vi")
    data = found._repr_mimebundle_()
    assert from_json(data[MIME_TYPE]) == replace(found, svg="", png=b"", narrow="")
    assert data["text/plain"] == found.alt
    assert ">dưới 3,8%</text>" in data["image/svg+xml"].replace("\n", "")
