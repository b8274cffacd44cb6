"""How sure are we: what each figure concludes, which methods disagree, what one more figure would decide."""

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.presentation.phase_tables import settles

from ..languages import said_in

DRAFT = "cpp_2021_2025_db_draft"
RUNNING = "id, name_vi, name_en, start, end, status\nplan, Kế hoạch, Plan, 2021, 2030, approved"
MISSING = "Số liệu, văn bản cần bổ sung"
HEADS = {
    "vi": ["Chỉ tiêu", "Đánh giá và lý do", "Kết luận theo từng số liệu", "Phương pháp", MISSING],
    "en": ["Indicator", "Judgement and reasons", "What each figure concludes", "Method", "What would settle it"],
}


def row(evidence, language="en", programme="plan"):
    """The first row of the table as a list of texts."""
    activate(language)
    return list(bvte.certainty_table(bvte.judge(evidence, programme)).to_frame().iloc[0])


def made(province, observations, target="rate, below, 3.8", **tables):
    return province(
        targets=f"indicator, condition, value, baseline_value, baseline_year, due_year\n{target}",
        observations=f"indicator, start, comparator, value, source\n{observations}",
        **tables,
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_table_has_a_row_for_every_target_with_a_figure(dien_bien, language):
    activate(language)
    findings = bvte.judge(dien_bien, DRAFT)
    frame = bvte.certainty_table(findings).to_frame()
    assert list(frame) == HEADS[language]
    cards = dien_bien.indicators
    assert list(frame.iloc[:, 0]) == [cards[f.target.indicator].short[language] for f in findings if f.latest]


def test_the_derived_rate_of_2025_needs_an_official_one(dien_bien):
    activate("vi")
    table = bvte.certainty_table(bvte.judge(dien_bien, DRAFT)).to_frame()
    rate = table.set_index("Chỉ tiêu").loc["Tỷ lệ trẻ em có hoàn cảnh đặc biệt"]
    assert rate["Đánh giá và lý do"] == "So với mức dự thảo: đạt, sát mức chỉ tiêu"
    assert rate["Kết luận theo từng số liệu"] == "3,29% (tính toán): đạt"
    assert rate[MISSING] == "tỷ lệ chính thức của năm 2025"


def test_each_source_has_its_own_conclusion(province):
    shown = row(made(province, "rate, 2020, =, 4.1, a\nrate, 2020, =, 3.5, b"))
    assert shown[1:3] == ["Contested", "4.1%: not met 3.5%: met"]
    assert shown[4] == "which figure of 2020 holds"


# Observations and target; what would settle it in both languages.
SETTLED = [
    ("rate, 2020, =, 3.5, a", "rate, below, 3.8", "không cần thêm", "nothing more is needed"),
    (
        "rate, 2020, <, 3.8, a",
        "rate, below, 3.8",
        "số liệu năm 2020 đến một chữ số thập phân",
        "the figure of 2020 to one decimal",
    ),
    (
        "rate, 2020, <, 3.8, a",
        "rate, below, 3.3",
        "số liệu năm 2020 đến một chữ số thập phân",
        "the figure of 2020 to one decimal",
    ),
    (
        "rate, 2020, <, 3.8, a",
        "rate, below, 3.25",
        "số liệu năm 2020 đến hai chữ số thập phân",
        "the figure of 2020 to two decimals",
    ),
    # One decimal is there already and leaves 3.75 to 3.85.
    (
        "rate, 2020, =, 3.8, a",
        "rate, below, 3.8",
        "số liệu năm 2020 đến hai chữ số thập phân",
        "the figure of 2020 to two decimals",
    ),
    (
        "rate, 2020, ~, 4, a",
        "rate, below, 4",
        "số liệu năm 2020 đến một chữ số thập phân",
        "the figure of 2020 to one decimal",
    ),
    ("count, 2020, >, 90, a", "count, at_least, 100", "con số chính xác của năm 2020", "the exact number of 2020"),
    ("rate, 2019, =, 3.5, a", "rate, below, 3.8", "số liệu của năm 2020", "the figure of 2020"),
    (
        "count, 2020, =, 20, a\nchildren, 2020, =, 1000, a",
        "rate, below, 3.8",
        "tỷ lệ chính thức của năm 2020",
        "the official rate of 2020",
    ),
]


@pytest.mark.parametrize(("rows", "target", "vi", "en"), SETTLED)
def test_what_one_more_figure_would_decide(province, rows, target, vi, en):
    evidence = made(province, rows, target)
    assert (row(evidence, "vi")[4], row(evidence, "en")[4]) == (vi, en)


CHANGED = "indicator, start, end, statistic, comparator, value, source\nfall, 2016, 2020, yearly, {}, a"
STATED = "indicator, condition, value, stated\nfall, increase_per_year, 3, {}"


def changed(province, figure, stated="yes", **tables):
    evidence = province(targets=STATED.format(stated), observations=CHANGED.format(figure), **tables)
    return evidence, row(evidence)


def test_what_settles_a_published_change_is_the_level_that_it_starts_from_and_no_decimal(province):
    _, shown = changed(province, ">=, 2")
    assert shown[4] == "the level of 2015, from which the change counts"
    _, shown = changed(province, ">=, 3", stated="no")
    assert shown[4] == "the document that states the target; the level of 2015, from which the change counts"
    # An exact change that decides is as firm as any other published number.
    assert changed(province, "=, 4")[1][4] == "nothing more is needed"


def test_a_change_whose_starting_level_is_known_lacks_only_its_own_precision(province):
    from ..judgement.province import CARDS, rows

    heads = [*rows(CARDS)[0], "change_of"]
    cards = [card | ({"change_of": "help"} if card["id"] == "fall" else {}) for card in rows(CARDS)]
    table = "\n".join([",".join(heads), *(",".join(card.get(head, "") for head in heads) for card in cards)])
    evidence = province(
        targets=STATED.format("yes"),
        cards=table,
        observations=f"{CHANGED.format('>=, 2')}\nhelp, 2015, 2015, level, =, 80, a",
    )
    assert row(evidence)[4] == "the figure of 2020 to one decimal"


def test_one_figure_is_not_met_in_one_table_and_forbidden_in_another(province):
    """A yearly change whose time a forbidding break parts concludes nothing, in any cell of any table."""
    activate("en")
    evidence, shown = changed(province, ">=, 3", breaks="id, date\nlaw, 2017-06-01")
    (finding,) = bvte.judge(evidence, "plan")
    score = bvte.scorecard(bvte.judge(evidence, "plan")).to_frame().iloc[0]
    assert finding.status == "not_assessable"
    for cell in (*shown, *score):
        assert ": met" not in cell and not cell.startswith("Met")
    assert "1 Jun 2017" in shown[2] and shown[4].startswith("one year counted both ways")


def test_a_result_without_a_target_concludes_nothing(province):
    _, shown = changed(province, ">=, 3", stated="no")
    assert shown[2].endswith("no target was found to hold it against")


def test_without_any_figure_any_would_help(province):
    evidence = made(province, "")
    (finding,) = bvte.judge(evidence, "plan")
    assert (said_in("vi", settles, finding, evidence), said_in("en", settles, finding, evidence)) == (
        "một số liệu bất kỳ của năm 2020",
        "any figure of 2020",
    )


@pytest.mark.parametrize(
    ("language", "first", "other"),
    [
        (
            "vi",
            "chỉ số tiến độ dự kiến của ESCAP: theo tốc độ này thực hiện được ít nhất chín phần mười mức phải thay đổi",
            "tiến bộ vừa phải, chưa đủ nhanh",
        ),
        (
            "en",
            "ESCAP's anticipated progress index: on the way to at least nine tenths of the distance",
            "moderate progress, not fast enough",
        ),
    ],
)
def test_methods_that_disagree_stand_side_by_side_the_registered_one_first(dien_bien, language, first, other):
    activate(language)
    findings = bvte.judge(dien_bien, "nap_2021_2030")
    shown = [f for f in findings if f.latest]
    methods = bvte.certainty_table(findings).to_frame().iloc[:, 3]
    cell = methods[[f.target.id for f in shown].index("t054")]
    assert cell.startswith(first) and other in cell


def test_a_method_that_refuses_says_why(province):
    evidence = made(
        province, "rate, 2024, =, 3.5, a\ncount, 2025, =, 9, a", "rate, below, 3, , , 2030", programmes=RUNNING
    )
    assert row(evidence)[3] == "Without a baseline progress cannot be assessed."
    evidence = made(
        province, "rate, 2024, =, 3.5, a\ncount, 2025, =, 9, a", "rate, below, 3, 0, 2020, 2030", programmes=RUNNING
    )
    shown = row(evidence)
    assert shown[1] == "Not assessable"
    assert "ESCAP's anticipated progress index: not defined, since one of the values is zero." in shown[3]
    assert (
        "chỉ số tiến độ dự kiến của ESCAP: không xác định được, vì có giá trị bằng không." in (row(evidence, "vi")[3])
    )


def test_a_figure_of_the_due_year_needs_no_outlook(province):
    evidence = made(province, "rate, 2020, =, 3.5, a", "rate, below, 3.8, 4.4, 2015, 2020")
    assert row(evidence)[1:] == ["Met", "3.5%: met", "–", "nothing more is needed"]


def test_a_phase_without_figures_has_no_conclusion_to_be_sure_of(province):
    activate("en")
    thing = bvte.certainty_table(bvte.judge(made(province, ""), "plan"))
    assert "no conclusion to be sure of" in str(thing)
