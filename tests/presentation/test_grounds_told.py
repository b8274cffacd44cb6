"""What a page says of figures that nobody published, and of targets that are for a part only."""

import pytest
from matplotlib.figure import Figure

from bvte.evidence.language import activate
from bvte.judgement.estimates import estimates_of
from bvte.judgement.targets import judge, verify_result
from bvte.presentation import numbers
from bvte.presentation.headline import headline
from bvte.presentation.marks import draw_target
from bvte.presentation.phase_tables import scorecard
from bvte.presentation.verifying import verified

from ..shown import told

PARTS = """
    id,  name_vi, name_en, unit,    kind, better, group,      all_of
    two, Cả hai,  Two,     percent, rate, up,     protection, a b
    a,   A,       A,       percent, rate, up,     protection,
    b,   B,       B,       percent, rate, up,     protection,
"""
FIGURES = "indicator, start, value\na, 2020, 95.0\nb, 2020, 91.0"


def judged(province, target, figures=FIGURES):
    columns = "indicator, condition, value, scope, scope_vi, scope_en"
    return judge(province(cards=PARTS, targets=f"{columns}\n{target}", observations=figures), "plan")


@pytest.mark.parametrize(("language", "shares"), [("vi", "95,0%; 91,0%"), ("en", "95.0%; 91.0%")])
def test_a_condition_of_several_parts_is_told_with_the_share_of_each(province, language, shares):
    activate(language)
    findings = judged(province, "two, at_least, 80, , ,")
    assert shares in str(scorecard(findings).to_frame().to_dict())


@pytest.mark.parametrize(("language", "source"), [("vi", "một nguồn"), ("en", "one source")])
def test_a_figure_that_nobody_published_is_not_said_to_be_printed(province, language, source):
    activate(language)
    findings = judged(province, "two, at_least, 80, , ,")
    (derived,), evidence = findings.items[0].deciding, findings.evidence
    for estimate, printed in ((derived, False), (derived.joint[0], True)):
        sentence = verified(verify_result(evidence, estimate), evidence)
        assert (source in sentence) is printed


@pytest.mark.parametrize(("language", "another"), [("vi", "nguồn khác nêu cùng số"), ("en", "another source that")])
def test_no_further_source_is_asked_for_where_two_disagree_or_the_counts_are_known(dien_bien, language, another):
    activate(language)
    known = [r for code in dien_bien.indicators for r in estimates_of(dien_bien, code, "11")]
    told = [(r, reason) for r in known if (reason := verify_result(dien_bien, r)).facts.get("estimate")]
    open_, alone = [], []
    for estimate, reason in told:
        sentence = verified(reason, dien_bien)
        if estimate.counts:
            assert all(numbers.estimate_text(count) in sentence for count in estimate.counts)
        (open_ if "other" in reason.facts or estimate.counts else alone).append(another in sentence)
    assert open_ and not any(open_) and any(alone)


@pytest.mark.parametrize(("language", "whom"), [("vi", "trẻ em nghèo"), ("en", "poor children")])
def test_a_target_for_a_part_is_nowhere_told_as_one_for_all(province, language, whom):
    activate(language)
    figures = "indicator, start, value, definition\na, 2020, 95.0, poor"
    findings = judged(province, "a, at_least, 80, poor, trẻ em nghèo, poor children", figures)
    assert findings.items[0].status == "met"
    assert whom in told(scorecard(findings)) and whom in told(headline(findings))


CHANGE = """
    id,    name_vi,  name_en, unit,    kind,   better, group,      change_of
    rate,  Tỷ lệ,    Rate,    percent, rate,   down,   protection,
    fall,  Mức giảm, Fall,    percentage_points_per_year, change, up, protection, rate
"""


@pytest.mark.parametrize(("indicator", "lines"), [("rate", 2), ("fall", 1)])
def test_no_path_of_a_chart_runs_from_a_level_to_a_wanted_change(province, indicator, lines):
    activate("en")
    columns = "indicator, condition, value, baseline_value, baseline_year"
    evidence = province(cards=CHANGE, targets=f"{columns}\n{indicator}, at_least, 1, 4.4, 2015")
    ax = Figure().add_subplot()
    draw_target("t1", evidence, "P1", ax)
    assert len(ax.lines) == lines
