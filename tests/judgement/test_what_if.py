"""A supposed figure or target is judged as if a file said it, and says that nobody published it."""

import pytest

import bvte
from bvte.evidence.check import check
from bvte.evidence.codes import CodeError
from bvte.evidence.problem import EvidenceError
from bvte.judgement.estimates import estimates_of

TARGETS = "indicator, condition, value\n rate, below, 4.0\n count, at_most, 100"
FIGURE = "indicator, start, comparator, value\n rate, 2020, {}, {}\n school, 2019, =, 90"
COUNTS = "indicator, start, value\n count, 2020, 400\n children, 2020, 10000"


def statuses(evidence):
    return [finding.status for finding in bvte.judge(evidence, "plan")]


@pytest.mark.parametrize("printed", ["= 3.9", "<4", "4.1", ">= 5", "=  4.05"])
def test_a_supposed_figure_is_judged_as_a_row_of_the_file_is(tmp_path, printed):
    from .province import make

    (folder, other) = (tmp_path / "a", tmp_path / "b")
    folder.mkdir(), other.mkdir()
    comparator = printed.rstrip("0123456789. ") or "="
    number = printed.lstrip("<>=~ ")
    known = make(folder, targets=TARGETS, observations=FIGURE.format("=", "9.9"))
    wanted = make(other, targets=TARGETS, observations=FIGURE.format(comparator, number))
    supposed = known.with_observation("rate", "P1", 2020, printed)
    assert statuses(supposed) == statuses(wanted)
    ends = [estimates_of(e, "rate", "P1")[-1].interval for e in (supposed, wanted)]
    assert ends[0] == ends[1]
    by_value = known.with_observation("rate", "P1", 2020, comparator=comparator, value=number)
    assert estimates_of(by_value, "rate", "P1") == estimates_of(supposed, "rate", "P1")


def test_what_is_supposed_is_the_figure_that_is_asked_about(province):
    rows = "indicator, start, value, source, comparator\n count, 2020, 185, b, =\n children, 2020, 10000, b, ="
    known = province(targets=TARGETS, observations=f"{rows}\n rate, 2020, 3.8, a, <")
    for printed, met in (("= 3.9", True), ("= 4.2", False)):
        (finding, _) = bvte.judge(known.with_observation("rate", "P1", 2020, printed), "plan")
        assert (finding.latest.strength, finding.latest.comparator) == ("not_published", "=")
        assert finding.strength == "not_published" and (finding.status == "contested") != met


def test_nothing_is_written_and_the_evidence_itself_stays(province):
    known = province(targets=TARGETS, observations=FIGURE.format("<", "3.8"))
    files = {path.name: path.read_bytes() for path in known.folder.iterdir()}
    before = statuses(known)
    supposed = known.with_observation("rate", "P1", 2020, "= 9.9").with_target("t1", value="1")
    assert statuses(supposed) != before == statuses(known) and set(known.sources) == {"a"}
    assert {path.name: path.read_bytes() for path in known.folder.iterdir()} == files


def test_published_figures_of_the_year_are_set_aside_or_stand_beside(province):
    known = province(targets=TARGETS, observations=FIGURE.format("<", "3.8"))
    alone, beside = (known.with_observation("rate", "P1", 2020, "= 4.4", beside=b) for b in (False, True))
    assert [r.strength for r in estimates_of(alone, "rate", "P1")] == ["not_published"]
    assert {r.strength for r in estimates_of(beside, "rate", "P1")} == {"bound", "not_published"}
    assert statuses(alone)[0] == "not_met" and statuses(beside)[0] == "contested"
    other_year = known.with_observation("rate", "P1", 2019, "= 4.4")
    assert len(estimates_of(other_year, "rate", "P1")) == 2


WRONG = {
    "no number": ({"printed": "= x"}, ("not_a_value", "value", "x")),
    "no value": ({}, ("not_a_value", "value", "")),
    "about": ({"printed": "~ 4"}, ("about_without_step", "step", "4")),
    "comma": ({"printed": "= 3,9"}, ("not_a_value", "value", "3,9")),
    "below zero": ({"value": -1}, ("out_of_limits", "value", "-1")),
    "above all": ({"value": 101}, ("share_above_100", "value", "101")),
    "unit": ({"value": 3, "unit": "procent"}, ("not_a_value", "unit", "procent")),
    "nothing left": ({"printed": "< 0"}, ("not_a_value", "value", "< 0")),
    "unknown column": ({"value": 3, "valeu": 4}, ("not_a_value", "valeu", "valeu")),
    "no date": ({"value": 3, "start": "2020-13"}, ("not_a_value", "start", "2020-13")),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_figure_is_refused_as_the_file_would_be(province, case):
    cells, wanted = WRONG[case]
    known = province(targets=TARGETS, observations=FIGURE.format("<", "3.8"))
    with pytest.raises(EvidenceError) as refused:
        known.with_observation("rate", "P1", 2020, **cells)
    problem = refused.value.problems[0]
    assert (problem.code, problem.column, problem.found) == wanted
    assert problem.file == "observations.csv"


def test_codes_that_are_none_are_refused_with_the_nearest(province):
    known = province(targets=TARGETS, observations=FIGURE.format("<", "3.8"))
    for call in (
        lambda: known.with_observation("rote", "P1", 2020, "= 3"),
        lambda: known.with_observation("rate", "P11", 2020, "= 3"),
        lambda: known.with_target("t1", indicator="rote"),
        lambda: known.with_target("x", programme="plans", indicator="rate", condition="below", value=3),
    ):
        with pytest.raises(CodeError) as refused:
            call()
        assert refused.value.nearest in ("rate", "P1", "plan", None)


def test_a_supposed_target_is_judged_as_if_a_document_stated_it(province):
    stated = "indicator, condition, value, stated\n rate, below, 3.0, no"
    known = province(targets=stated, observations=FIGURE.format("=", "3.5"))
    assert statuses(known) == ["target_not_found"]
    assert statuses(known.with_target("t1", value=4)) == ["met"]
    assert statuses(known.with_target("t1", value=3)) == ["not_met"]
    added = known.with_target("new", programme="plan", indicator="school", condition="at_least", value=95)
    assert statuses(added) == ["target_not_found", "not_met"] or statuses(added)[1] == "cannot_be_decided"
    assert added.targets["new"].due_year == 2020 and added.targets["new"].unit == "percent"
    with pytest.raises(EvidenceError, match="condition"):
        known.with_target("t1", condition="belw")


def test_what_is_worked_out_from_a_supposition_is_one(province):
    known = province(targets=TARGETS, observations=COUNTS)
    (derived,) = estimates_of(known, "rate", "P1")
    supposed = known.with_observation("count", "P1", 2020, value=390)
    (told,) = estimates_of(supposed, "rate", "P1")
    assert (derived.strength, told.strength) == ("derived", "not_published")
    assert float(told.value) == 3.9 and statuses(supposed)[0] == "met"
    frame = supposed.frame()
    assert frame.groupby("indicator")["published"].all().to_dict() == {"rate": False, "count": False, "children": True}
    findings = bvte.judge(supposed, "plan").frame().set_index("indicator")
    assert findings["published"].tolist() == [False, False]
    assert bvte.judge(known, "plan").frame()["published"].all()
    assert not bvte.judge(known.with_target("t1", value=3), "plan").frame()["published"].iloc[0]


def test_a_supposed_baseline_is_not_published_either(province):
    known = province(targets="indicator, condition, value, baseline_value, baseline_year\n rate, below, 4, 5, 2015")
    (finding,) = bvte.judge(known.with_target("t1", baseline_value=6), "plan")
    assert finding.baseline.strength == "not_published"


def test_the_rules_find_no_more_in_what_is_supposed(province):
    known = province(targets=TARGETS, observations=FIGURE.format("<", "3.8"))
    supposed = known.with_observation("rate", "P1", 2020, "= 3.9").with_target("t2", value=50)
    found = [p for p in check(supposed) if p.severity == "error" and p not in check(known)]
    assert found == []


def test_the_future_may_be_supposed(province):
    known = province(targets=TARGETS, observations=FIGURE.format("<", "3.8"))
    assert known.with_observation("rate", "P1", 2098, "= 3").frame("rate")["year"].max() == 2098


def test_a_baseline_that_nobody_changed_stays_published(province):
    known = province(targets="indicator, condition, value, baseline_value, baseline_year\n rate, below, 4, 5, 2015")
    (finding,) = bvte.judge(known.with_target("t1", value=3), "plan")
    assert (finding.baseline.strength, finding.baseline.sources) == ("published", ("a",))


def test_a_supposed_result_is_not_said_to_stand_in_a_sentence(province):
    stated = "indicator, condition, value, stated\n rate, below, 3.0, no"
    known = province(targets=stated, observations=FIGURE.format("=", "3.5"))
    (before,) = bvte.judge(known, "plan")
    (after,) = bvte.judge(known.with_observation("rate", "P1", 2020, "= 3.9"), "plan")
    assert (before.reasons[0].code, after.reasons[0].code) == ("target_not_found", "target_unstated")
    assert before.status == after.status
