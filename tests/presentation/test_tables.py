"""Tables: their form, the numbers in them, and that no cell can break out of its table."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from babel.numbers import parse_decimal

import bvte
from bvte.evidence.language import activate, speaking
from bvte.evidence.rows import Source
from bvte.judgement.conflict_kinds import STEPS
from bvte.judgement.conflicts import conflicts
from bvte.judgement.finding import ReasonCode
from bvte.judgement.orientation import orientations
from bvte.presentation import numbers, words
from bvte.presentation.citations import sources_prose
from bvte.presentation.document import Table, make_table
from bvte.presentation.html import html
from bvte.presentation.numbers import MINUS
from bvte.presentation.parts import columns
from bvte.presentation.phrases import Look
from bvte.presentation.texts import say
from bvte.publishing.article import indicators_of

from ..judgement.test_conflicts import DEATHS, GROUPS
from ..shown import flat, items, listed, marked, sources_of, told
from .sample import SAMPLE

LANGUAGES = ("vi", "en")
OF_PHASE = ("scorecard", "national_scorecard", "other_results", "conflict_table", "definitions")
OF_AREA = ("programme_table", "age_table", "all_conflicts", "derived_table", "request_table")


def tables(evidence, area, programme):
    findings = bvte.judge(evidence, programme)
    shown = [getattr(bvte, name)(findings) for name in OF_PHASE]
    return shown + [getattr(bvte, name)(evidence, area) for name in OF_AREA]


def assert_complete(table):
    assert isinstance(table, Table) and table.caption
    assert all(column.label and column.key for column in table.columns)
    assert table.rows
    for row in table.rows:
        assert [cell.is_header for cell in row] == [True] + [False] * (len(row) - 1)
        assert sum(cell.span for cell in row) == len(table.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_caption_and_headings_of_its_columns_and_rows(province, language):
    activate(language)
    for table in tables(province(**SAMPLE), "P1", "plan"):
        assert_complete(table)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_the_real_evidence_is_complete(dien_bien, language):
    activate(language)
    for programme in ("cpp_2016_2020_db", "cpp_2021_2025_db_draft"):
        for table in tables(dien_bien, "11", programme):
            assert_complete(table)


def number_of(cell, language):
    """The number of a cell that stands on the decimal mark of its column, as it is printed."""
    (text,) = [datum.text for datum in cell.data if datum.aligned]
    return parse_decimal(text.replace(MINUS, "-"), locale=language, strict=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", ["cpp_2016_2020_db", "cpp_2021_2025_db_draft", "nap_2012_2020"])
def test_the_scorecard_shows_the_numbers_of_its_findings(dien_bien, programme, language):
    activate(language)
    findings = bvte.judge(dien_bien, programme)
    *rows, last = bvte.scorecard(findings).rows
    whole = [*rows, last] if len(last) == 7 else rows
    folded = [] if last in whole else [span.code for span in last[1].content.spans(Look.INDICATOR)]
    shown = [finding for finding in findings if finding.latest or finding.target.indicator not in folded]
    for row, finding in zip(whole, shown, strict=True):
        _, baseline, target, latest, _, judged, _ = row
        assert number_of(target, language) == (finding.target.value_to or finding.target.value)
        assert str(finding.target.due_year) in target.text
        for cell, estimate in ((baseline, finding.baseline), (latest, finding.latest)):
            if estimate:
                assert number_of(cell, language) == (estimate.value_to or estimate.value)
                assert str(estimate.year) in cell.text
            else:
                assert cell.text == "–"
        assert judged.status == finding.label


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_conflicts_shows_both_figures_of_each(dien_bien, language):
    activate(language)
    rows = bvte.all_conflicts(dien_bien, "11").rows
    for row, conflict in zip(rows, conflicts(dien_bien, "11").widest_first(), strict=True):
        for cell, side in zip(row[1:], conflict.sides, strict=False):
            for shown, estimate in zip(cell.content.spans(Look.PARAGRAPH), side, strict=True):
                (printed,) = marked(shown.content, Look.STRONG)
                (text,) = re.findall(r"\d[\d.,]*", printed)
                assert parse_decimal(text, locale=language, strict=True) == estimate.value
                assert len(marked(shown.content, Look.LINK)) == len(set(estimate.sources))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_derived_rates_shows_the_counts_that_were_divided(province, language):
    activate(language)
    (row,) = bvte.derived_table(province(**SAMPLE), "P1").rows
    _, above, below, rate, *_, sources = row
    shown = [number_of(cell, language) for cell in (above, below, rate)]
    # What a reader can look up is a source of the list, and no row of a file.
    assert (shown, sources.text) == ([2302, 124472, Decimal("1.85")], "[1]")


def test_counts_that_two_sources_share_are_one_derived_rate(dien_bien):
    activate("vi")
    rows = bvte.derived_table(dien_bien, "11").to_frame()
    marriage = rows[rows["Chỉ tiêu"].str.startswith("Tỷ lệ tảo hôn")]
    assert [len(set(cell.split())) for cell in marriage["Nguồn"]] == [2]


def test_numbers_stand_in_two_parts_so_that_their_decimal_marks_align(province):
    activate("vi")
    table = bvte.scorecard(bvte.judge(province(**SAMPLE), "plan"))
    assert table.columns[2].kind == "num"
    assert '<span class="int">3</span><span class="frac">,8</span>' in html(table.rows[0][2].content)


def test_every_source_number_leads_to_its_source(province):
    activate("vi")
    findings = bvte.judge(province(**SAMPLE), "plan")
    anchors = [item.anchor for item in listed(bvte.source_list(findings))]
    cited = {pair for name in OF_PHASE for pair in sources_of(getattr(bvte, name)(findings))}
    assert cited and all(anchors[number - 1] == f"source-{code}" for code, number in cited)


def test_the_review_lists_its_sources_newest_first(province):
    activate("vi")
    evidence = province(
        observations="indicator, start, value, source\nhelp, 2018, 80, a\nhelp, 2020, 91, b\nrate, 2020,3, c",
        sources="""
        id, title, published_on, address
        a,  Cũ,    2019-05,      https://example.org/a
        b,  Mới,   2021-02-01,   https://example.org/b
        c,  Giữa,  2020,         https://example.org/c
        """,
    )
    shown = listed(bvte.review_source_list(evidence, "P1"))
    assert [marked(item.content, Look.TITLE) for item in shown] == [["Mới"], ["Giữa"], ["Cũ"]]


@pytest.mark.parametrize(("count", "vi"), [("90", "giảm 1.110 trẻ em"), ("1300", "tăng 100 trẻ em")])
def test_a_change_between_exact_counts_is_one_whole_number(province, count, vi):
    activate("vi")
    evidence = province(
        targets="indicator, condition, value, baseline_value, baseline_year\ncount, at_most, 100, 1200, 2015",
        observations=f"indicator, start, value\ncount, 2020, {count}",
    )
    frame = bvte.scorecard(bvte.judge(evidence, "plan")).to_frame()
    assert frame["Tăng, giảm so với đầu kỳ"][0] == vi


def test_a_frame_holds_the_same_cells_as_plain_text(province):
    activate("vi")
    findings = bvte.judge(province(**SAMPLE), "plan")
    frame = bvte.scorecard(findings).to_frame()
    heads = ["Chỉ tiêu", "Số liệu đầu kỳ", "Mức chỉ tiêu", "Số liệu mới nhất", "Tăng, giảm so với đầu kỳ"]
    assert list(frame)[:5] == heads
    assert list(frame.iloc[0])[:4] == ["Tỷ lệ thử (%)", "4,4 (2015)", "dưới 3,8 (2020)", "dưới 3,8 (2020)"]
    assert frame.iloc[0, 4] == "Không so sánh được"
    assert frame.iloc[0, 5] == "Đạt Số liệu năm 2020: dưới 3,8%. Chỉ tiêu: dưới 3,8%."
    assert "So với số liệu đầu kỳ, cần lưu ý: Luật Trẻ em 2016" in told(bvte.headline(findings))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remark_stands_once_on_a_page_and_in_each_choice_of_its_targets(dien_bien, language):
    """The grounds at the top tell it; a table of some targets, which may stand alone, tells all of them."""
    with speaking(language):
        findings = bvte.judge(dien_bien, "cpp_2021_2025_db_draft")
        frame = findings.frame()
        (target,) = frame.index[frame["reasons"].str.contains("count_jump")][:1]
        (jump,) = (r for r in findings[target].reasons if r.code == ReasonCode.COUNT_JUMP)
        remark = words.target_reason(jump, findings[target], dien_bien)
        shown = bvte.headline(findings), bvte.scorecard(findings), bvte.scorecard(frame.loc[[target]])
        top, whole, one = map(told, shown)
    assert remark in top and remark in one
    assert remark not in whole and say("page.remarks_above") not in one


def test_cells_that_are_text_are_escaped():
    activate("en")
    table = make_table("<i>c</i>", columns(("indicator", "year")), (("<b>x</b>", "1 < 2"),), "<u>n</u>")
    shown = html(table)
    assert not re.search("<[biu]>", shown)
    for text in ("&lt;i&gt;c&lt;/i&gt;", ">Indicator<", "&lt;b&gt;x&lt;/b&gt;", "1 &lt; 2", "&lt;u&gt;n&lt;/u&gt;"):
        assert text in shown
    assert table.to_frame().iloc[0, 0] == "<b>x</b>"


def test_a_figure_that_only_a_reason_names_is_cited_as_well(province):
    activate("vi")
    tables = SAMPLE | {
        "observations": "indicator, start, end, statistic, value, source\nrate, 2016, 2020, total, 3.5, z"
    }
    findings = bvte.judge(province(**tables), "plan")
    assert findings.items[0].latest is None
    (item,) = [i for i in listed(bvte.source_list(findings)) if "Văn bản z" in flat(i.content)]
    cited = [code for cell in bvte.scorecard(findings).rows[0] for code, _ in cell.sources]
    assert item.anchor.removeprefix("source-") in cited


DOUBTED = {
    "targets": "indicator, condition, value, source\nrate, below, 3.8, b",
    "observations": "indicator, start, value, source\nrate, 2020, 3, a\nhelp, 2020, 91, c\nhelp, 2020, 5, b",
    "sources": """
        id, title,     publisher, published_on, address,               no_address_reason, year_stated
        a,  Bản lưu A, Báo A,     2020,         ,                      Bản giấy,          yes
        b,  Có đủ B,   Báo B,     2020,         https://example.org/b, ,                  yes
        c,  Suy ra C,  Báo C,     2020,         https://example.org/c, ,                  no
    """,
}
DOUBTS = {
    "vi": {"a": "không có địa chỉ", "c": "không ghi năm công bố"},
    "en": {"a": "no address", "c": "year of publication is not in the copy"},
}
# A list says of a date itself that it was inferred.
LISTED = {"vi": {"c": "khoảng 2020, suy ra"}, "en": {"c": "about 2020, inferred"}}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_list_of_sources_says_which_are_in_doubt_and_why(province, language):
    activate(language)
    evidence = province(**DOUBTED)
    findings, wanted = bvte.judge(evidence, "plan"), DOUBTS[language] | LISTED[language]
    for prose in (bvte.source_list(findings), bvte.review_source_list(evidence, "P1")):
        shown = {item.anchor.removeprefix("source-"): flat(item.content) for item in listed(prose)}
        for code, text in shown.items():
            doubts = {doubt for doubt in wanted.values() if doubt in text}
            assert doubts == ({wanted[code]} if code in wanted else set())
        assert set(shown) == {"a", "b", "c"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_source_named_beside_a_chart_or_at_the_desk_says_its_doubts(province, drawn, language):
    activate(language)
    evidence = province(**DOUBTED)
    bvte.indicator_chart(evidence, "help", "P1")
    footer = " ".join(drawn[-1].figure.get_supxlabel().split())
    table = bvte.series_table(evidence, "help", "P1").to_frame().to_string()
    for text in (footer, table):
        assert DOUBTS[language]["c"] in " ".join(text.split())


@pytest.mark.parametrize(("language", "mark"), [("vi", "năm suy ra"), ("en", "year inferred")])
def test_a_time_that_was_inferred_is_marked_wherever_a_figure_stands_with_its_time(province, language, mark):
    evidence = province(
        targets="indicator, condition, value, source\nrate, below, 3.8, a",
        observations="""
        indicator, start, value, period_stated, source
        rate,      2020,  3,     no,            a
        rate,      2020,  9,     yes,           b
        help,      2020,  91,    no,            a
        """,
    )
    activate(language)
    findings = bvte.judge(evidence, "plan")
    for name in ("scorecard", "other_results", "conflict_table"):
        assert mark in told(getattr(bvte, name)(findings)), name


@pytest.mark.parametrize(("language", "why"), [("vi", "Bản giấy"), ("en", "On paper")])
def test_why_there_is_no_address_is_told_in_the_language_of_the_page(province, language, why):
    activate(language)
    sources = "id, title, no_address_reason\na, Báo cáo, Bản giấy / On paper"
    evidence = province(targets="indicator, condition, value\nrate, below, 4", sources=sources)
    (item,) = items(bvte.source_list(bvte.judge(evidence, "plan")))
    assert why in item and " / " not in item


PROGRAMMES_OF_TEN_YEARS = """
    id,   name_vi,  name_en, level,    area, start, end,  status, national
    far,  Cả nước,  Nation,  national, XX,   2021,  2030, closed,
    plan, Kế hoạch, Plan,    province, ,     2021,  2025, closed, far
"""


def test_the_nation_is_held_against_what_was_due_in_the_phase_and_each_silent_indicator_is_named_once(province):
    due = "programme, indicator, condition, value, due_year"
    silent = [
        f"far, {name}, at_least, {value}, {year}"
        for name in ("rate", "help")
        for value, year in ((1, 2023), (2, 2025), (3, 2030))
    ]
    evidence = province(
        programmes=PROGRAMMES_OF_TEN_YEARS, targets="\n".join([due, *silent, "plan, rate, below, 4, 2025"])
    )
    table = bvte.national_scorecard(bvte.judge(evidence, "plan"))
    (row,) = table.rows
    # Columns of figures without any figure are left out.
    assert [cell.span for cell in row] == [1, 1] and len(table.columns) == 2
    assert "4" in row[0].text and "2030" not in row[1].text
    assert len([*row[1].content.spans(Look.INDICATOR)]) == 2 and row[1].text.count("2025") == 2


@pytest.mark.parametrize(("start", "spans"), [("2015-01", True), ("2018-01", False)])
def test_a_figure_that_covers_time_on_both_sides_of_a_break_is_not_told_as_of_after_it(province, start, spans):
    activate("vi")
    evidence = province(
        targets="indicator, condition, value, set_on\nrate, below, 4, 2016-01-01",
        observations=f"indicator, start, end, value, source\nrate, {start}, 2019-06, 3, a",
        breaks="id, date, effect, indicators\nlaw, 2017-06-01, not_comparable, rate",
    )
    shown = told(bvte.scorecard(bvte.judge(evidence, "plan")))
    assert ("tính gộp cả thời gian trước và sau" in shown) == spans
    assert ("được thống kê sau ngày đó" in shown) == (not spans)


def test_a_site_without_a_name_is_no_source_by_its_number():
    source = Source(id="a", title="Bản tin", kind="press", published_on="2020", address="http://192.0.2.7/tin")
    (listed,) = sources_prose(SimpleNamespace(sources={"a": source}), ["a"]).blocks
    assert "192.0.2.7" not in flat(listed.items[0].content) and "Bản tin" in flat(listed.items[0].content)


@pytest.mark.parametrize(("language", "own"), [("vi", "Chương trình xa"), ("en", "Far programme")])
def test_a_national_programme_without_targets_is_not_told_as_a_phase_without_any(province, language, own):
    activate(language)
    programmes = """
        id,   name_vi,         name_en,       level,    area, start, end,  status, national
        far,  Chương trình xa, Far programme, national, XX,   2016,  2020, closed,
        plan, Kế hoạch,        Plan,          province, ,     2016,  2020, closed, far
    """
    evidence = province(programmes=programmes, targets="indicator, condition, value\nrate, below, 4")
    national = told(bvte.national_scorecard(bvte.judge(evidence, "plan")))
    assert own in national
    empty = province(programmes=programmes)
    assert told(bvte.scorecard(bvte.judge(empty, "plan"))) != national


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_targets_of_which_only_the_level_is_known_are_one_row_that_names_every_level(province, language):
    """Made up: two indicators with two levels each and no figure, and one that a figure answers."""
    activate(language)
    levels = [(name, value, year) for name in ("count", "help") for value, year in ((11, 2024), (22, 2025))]
    evidence = province(
        targets="\n".join(
            ["indicator, condition, value, due_year", "rate, below, 4, 2025"]
            + [f"{name}, at_least, {value}, {year}" for name, value, year in levels]
        ),
        observations="indicator, start, end, value, source\nrate, 2025, 2025, 3, a",
        programmes=PROGRAMMES_OF_TEN_YEARS,
    )
    findings = bvte.judge(evidence, "plan")
    first, (label, names) = bvte.scorecard(findings).rows
    assert first[0].code == "rate" and label.status == "no_data"
    assert [span.code for span in names.content.spans(Look.INDICATOR)] == ["count", "help"]
    assert all(names.text.count(str(told)) == 2 for told in (11, 22, 2024, 2025))
    assert "[" in label.text, "the document that sets them is cited"
    # What lacks a result and a start alike is named once.
    assert told(bvte.gaps(findings)).count(evidence.indicators["help"].short.text) == 1


def test_national_targets_without_a_figure_are_one_line_that_names_them(dien_bien):
    activate("vi")
    findings = bvte.judge(dien_bien, "nap_2021_2030_db")
    national = bvte.judge(dien_bien, findings.programme.national)
    silent = [finding for finding in national if finding.status == "no_data"]
    table = bvte.national_scorecard(findings)
    assert len(silent) > 20 and len(table.rows) == len(national) - len(silent) + 1
    *_, (label, names) = table.rows
    asked = len({(f.target.indicator, f.target.unit, f.target.scope) for f in silent})
    assert label.status == "no_data" and f"{len(silent)} mức đặt cho {asked} chỉ tiêu" in label.text
    assert names.span == len(table.columns) - 1
    # Each indicator once, with the levels of all its years.
    named = [span.code for span in names.content.spans(Look.INDICATOR)]
    assert sorted(named) == sorted({f.target.indicator for f in silent})
    assert all(numbers.target_text(f.target) in names.text for f in silent)
    # Whoever looks for one of them finds the page, told that it has no figure.
    told_silent = indicators_of([table])["silent"]
    figures = {f.target.indicator for f in national if f.status != "no_data"}
    assert {f.target.indicator for f in silent} - figures == set(told_silent)


WORDED = [
    (", number, wording_vi, wording_en", ", Chỉ tiêu 8, dưới mức thử, below it", "Chỉ tiêu 8: “dưới mức thử”"),
    (", number", ", Chỉ tiêu 8", "Chỉ tiêu 8"),
    ("", "", ""),
]


@pytest.mark.parametrize(("named", "given", "said"), WORDED)
def test_a_target_says_how_its_programme_numbers_and_words_it(province, named, given, said):
    evidence = province(targets=f"indicator, condition, value{named}\nrate, below, 3.8{given}")
    shown = str(bvte.scorecard(bvte.judge(evidence, "plan")).to_frame().iloc[0, 0])
    assert said in shown and ("“" in shown) is ("“" in said) and ("Chỉ tiêu 8" in shown) is bool(said)


def test_a_figure_of_a_wider_indicator_is_named_where_it_stands(province):
    """A row that is named by the part also prints the whole, which nobody may read as the part."""
    evidence = province(observations=DEATHS, cards=GROUPS)
    names = {code: evidence.indicators[code].short.text for code in ("dead", "drowned")}
    rows = bvte.all_conflicts(evidence, "P1").rows
    ((_, first, second, _),) = [row for row in rows if all(name in flat(row[1].content) for name in names.values())]
    for side, numbers_told in ((first, ("200", "80")), (second, ("50", "40"))):
        printed = flat(side.content)
        for name, number in zip(names.values(), numbers_told, strict=True):
            assert re.search(rf"{name}\W+{number}\b", printed), printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_threshold_of_many_conflicts_is_told_once(dien_bien, language):
    activate(language)
    table = bvte.all_conflicts(dien_bien, "11")
    limits = [words.conflict_sentences(c, dien_bien)[1] for c in conflicts(dien_bien, "11") if c.kind in STEPS]
    shown = " ".join([table.note, *(row[-1].text for row in table.rows)])
    assert len(limits) > len(set(limits)) > 1
    assert all(shown.count(limit) == 1 for limit in limits)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rate_of_a_sum_that_hardly_goes_with_its_parts_says_so(dien_bien, language):
    """365 deaths of 2021-2024 of which 45 in 2024: every row that rests on either says that they hardly go together."""
    activate(language)
    table, found = bvte.orientation_table(dien_bien, "11"), orientations(dien_bien, "11")
    deaths = {"365", "45"}
    rows = zip(table.rows, found, strict=True)
    resting = [row for row, o in rows if any(r.indicator == "injury_deaths" for r in o.estimates)]
    assert resting
    for row in resting:
        assert deaths <= set(re.findall(r"\d+", row[3].text.splitlines()[-1] + row[3].text))
        assert {"vi": "khó có thể", "en": "hardly"}[language] in row[3].text
