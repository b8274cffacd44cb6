"""Results as frames: what the files say, reached by the csv module, stands in their columns."""

import copy
import csv
import json
import math
import pickle
from decimal import Decimal

import pandas as pd
import pytest

import bvte
from bvte.evidence.codes import CodeError
from bvte.judgement import frames
from bvte.judgement.audit import CHECKS
from bvte.judgement.finding import Status

from .yearly import YEARLY

TARGETS = """
    indicator, programme, condition, value, baseline_value, baseline_year, due_year
    rate,      plan,      below,     3.3,   4.4,            2015,          2020
    help,      plan,      at_least,  90,    ,               ,              2020
    rate,      next,      below,     3.0,   ,               ,              2025
    school,    next,      at_least,  95,    ,               ,              2025
"""
OBSERVATIONS = """
    indicator, start,   end,   comparator, value,  source
    rate,      2014,    2014,  =,          4.7,    a
    rate,      2015,    2015,  =,          4.4,    a
    rate,      2020,    2020,  <,          3.8,    b
    help,      2019,    2020,  ~,          91,     a
    school,    2018-09, 2018-09, =,        90.25,  a
    count,     2018,    2018,  =,          6847,   c
    children,  2018,    2018,  =,          208222, c
"""
BREAKS = "date, name_vi\n 2017-06-01, Luật"


@pytest.fixture
def evidence(province):
    return province(targets=TARGETS, observations=OBSERVATIONS, breaks=BREAKS)


def read(evidence, name):
    """Rows of a file as the csv module has them."""
    with (evidence.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_file_is_an_estimate_as_it_was_printed(evidence):
    frame, rows = evidence.frame(), read(evidence, "observations")
    printed = {row["id"]: (row["indicator"], row["value"], row["comparator"], row["unit"]) for row in rows}
    own = frame.query("derived_from == ''").set_index("rows")
    found = zip(*(own[name] for name in ("indicator", "printed", "comparator", "unit")), strict=True)
    assert dict(zip(own.index, found, strict=True)) == printed
    assert own["value"].to_dict() == {row["id"]: float(row["value"]) for row in rows}
    assert own["first"].dt.strftime("%Y-%m").to_dict() == {row["id"]: f"{row['start']}-01"[:7] for row in rows}
    titles = {row["id"]: row for row in read(evidence, "sources")}
    for told in frame.itertuples():
        source = titles[told.sources]
        assert (told.source, told.publisher, told.address) == (source["title"], source["publisher"], source["address"])


def test_a_derived_estimate_names_its_rows_and_is_their_quotient(evidence):
    (told,) = evidence.frame("rate").query("derived_from != ''").itertuples()
    counts = {row["id"]: Decimal(row["value"]) for row in read(evidence, "observations")}
    count, whole = (counts[code] for code in told.derived_from.split())
    quotient = float(100 * count / whole)
    assert told.value == round(quotient, 2) and told.low == told.high == pytest.approx(quotient)
    assert (told.strength, told.published) == ("derived", True)


def test_ends_of_a_print_are_half_a_digit_away_and_a_bound_is_open(evidence):
    frame = evidence.frame("rate").set_index("year")
    assert frame.loc[2014, ["low", "high"]].tolist() == [4.65, 4.75]
    assert frame.loc[2020, ["low", "high", "closed"]].tolist() == [0.0, 3.8, "left"]
    assert math.isinf(evidence.with_observation("count", "P1", 2019, "> 7000").frame("count")["high"].max())


def test_an_estimate_across_a_break_names_it(evidence):
    frame = evidence.frame("rate").query("derived_from == ''").set_index("year")
    (law,) = (row["id"] for row in read(evidence, "breaks"))
    assert frame["break_before"].to_dict() == {2014: "", 2015: "", 2020: ""}
    assert frame["comparable"].tolist()[:2] == [False, True]
    only = evidence.frame(["school", "help"]).set_index("year")
    assert only["comparable"].eq(False).all()
    (derived,) = evidence.frame("rate").query("year == 2018").itertuples()
    assert (derived.break_before, derived.comparable) == (law, False)


def test_no_column_is_an_object_and_frames_of_nothing_have_the_same(evidence, province):
    frame = evidence.frame()
    assert not [name for name, kind in frame.dtypes.items() if str(kind) == "object"]
    empty = evidence.frame("fall")
    assert empty.empty and (empty.dtypes == frame.dtypes).all()
    assert bvte.judge(evidence, "next").frame().dtypes.map(str).ne("object").all()


def test_a_frame_joins_aggregates_and_plots(evidence):
    frame = evidence.frame()
    assert (frame["value"] * 1.5).dtype == float
    wide = frame.pivot_table(index="indicator", columns="year", values="value", aggfunc="max")
    assert wide.loc["rate", 2015] == 4.4
    assert (
        frame.loc[frame["strength"] >= "approximate", "indicator"]
        .isin(["rate", "help", "school", "count", "children"])
        .all()
    )
    people = pd.DataFrame({"year": [2020], "people": [200_000]})
    assert frame.merge(people, on="year")["people"].sum() == 200_000 * (frame["year"] == 2020).sum()
    assert len(frame.query("indicator == 'rate'").plot(x="year", y="value").lines) == 1


def test_seaborn_draws_the_frame_as_it_is(evidence):
    sns = pytest.importorskip("seaborn")
    rate = evidence.frame("rate")
    ax = sns.scatterplot(rate, x="year", y="value", style="strength")
    points = sorted(tuple(map(float, xy)) for shape in ax.collections for xy in shape.get_offsets())
    assert [xy for xy in points if not math.isnan(xy[0])] == sorted(zip(rate["year"] * 1.0, rate["value"], strict=True))


def test_small_counts_are_withheld_from_every_frame(province):
    cards = """
        id,    name_vi, name_en, unit,     kind,  better, group,      sensitivity,  parts
        all,   Tất cả,  All,     children, count, down,   protection, small_counts, one two
        one,   Một,     One,     children, count, down,   protection, small_counts,
        two,   Hai,     Two,     children, count, down,   protection, small_counts,
    """
    counts = {"all": 40, "one": 2, "two": 38}
    rows = "\n".join(f"{code}, 2020, {number}, total" for code, number in counts.items())
    rows = f"indicator, start, value, statistic\n{rows}"
    targets = "indicator, condition, value\n one, at_most, 5"
    known = province(cards=cards, observations=rows, targets=targets)
    small = {row["id"] for row in read(known, "observations") if row["value"] == "2"}
    findings = bvte.judge(known, "plan")
    assert small and not small & set(" ".join(known.frame()["rows"]).split())
    assert not small & set(" ".join(findings.estimates()["rows"]).split())
    assert findings.frame()["latest_value"].isna().all()
    # Whoever supposes another figure in its place does not see what it hid.
    supposed = known.with_observation("one", "P1", 2020, "= 30")
    assert "two" not in set(supposed.frame()["indicator"])


def test_a_row_of_findings_is_the_row_of_the_file_with_its_verdict(evidence):
    findings = bvte.judge(evidence, "plan")
    frame = findings.frame()
    rows = {row["id"]: row for row in read(evidence, "targets") if row["programme"] == "plan"}
    assert list(frame.index) == list(frame["target"]) == list(rows)
    assert frame["target_value"].tolist() == [float(row["value"]) for row in rows.values()]
    assert frame["target_high"].tolist() == [3.3, math.inf] and frame["target_low"].tolist() == [-math.inf, 90.0]
    assert frame["due_year"].tolist() == [int(row["due_year"]) for row in rows.values()]
    assert list(frame["status"].cat.categories) == list(Status)
    assert frame["status"].tolist() == [finding.status for finding in findings]
    (first, *_) = rows
    assert frame.loc[first, ["baseline_value", "baseline_low", "baseline_high", "baseline_year"]].tolist() == [
        4.4,
        4.35,
        4.45,
        2015,
    ]
    ids = {row["id"] for row in read(evidence, "observations") if row["indicator"] == "rate" and row["start"] == "2020"}
    assert set(frame.loc[first, "rows"].split()) == ids


def test_the_count_that_a_target_comes_to_is_the_last_that_meets_it(province):
    rows = "indicator, start, value\n count, 2020, 6847\n children, 2020, 208222"
    known = province(targets="indicator, condition, value\n rate, below, 3.3", observations=rows)
    (told,) = bvte.judge(known, "plan").frame().itertuples()
    meeting = [n for n in range(208222) if 1000 * n < 33 * 208222]
    assert (told.counted, told.counted_of, told.counted_limit) == (6847, 208222, max(meeting))


def test_the_estimates_of_findings_name_the_verdicts_that_rest_on_them(evidence):
    findings = bvte.judge(evidence, "plan")
    (first, second) = findings.codes
    frame = findings.estimates()
    used = frame.query(f"used_by == '{first}'")
    assert sorted(used["year"]) == [2015, 2020] and not frame["estimate"].duplicated().any()
    assert set(findings.frame().loc[first, "rows"].split()) <= set(" ".join(used["rows"]).split())
    assert set(findings.estimates(first).index) == set(used.index)
    assert set(frame["indicator"]) == {"rate", "help"} and second in set(frame["used_by"])


@pytest.mark.parametrize("wrong", ["t0", "t_1", 7])
def test_a_target_that_there_is_not_is_refused_with_the_nearest(evidence, wrong):
    findings, audited = bvte.judge(evidence, "plan"), bvte.audit(evidence, "plan")
    assert findings[findings.codes[0]] is findings.items[0]
    assert audited[findings.codes[0]] == audited.flags[findings.codes[0]]
    for result in (findings, audited):
        with pytest.raises(CodeError) as refused:
            result[wrong]
        assert refused.value.nearest in (*findings.codes, None)


STEPS = {
    "query": lambda f: f.query("due_year == 2020"),
    "sort": lambda f: f.sort_values("target_value", ascending=False),
    "head": lambda f: f.head(1),
    "loc": lambda f: f.loc[f["indicator"] == "help"],
    "iloc": lambda f: f.iloc[::-1],
    "assign": lambda f: f.assign(more=1),
    "dropped": lambda f: f[["status"]].sort_index(ascending=False),
    "reset": lambda f: f.reset_index(drop=True),
    "grouped": lambda f: f.groupby("indicator").head(1),
    "piped": lambda f: f.pipe(lambda g: g[g["target_value"] > 0]).copy(),
    "pickled": lambda f: f.sort_values("indicator"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_frame_that_was_worked_on_still_says_which_findings_it_shows(evidence, step):
    findings = bvte.judge(evidence, "plan")
    frame = STEPS[step](findings.frame())
    ids = list(frame["target"]) if "target" in frame else list(frame.index)
    shown = frames.findings_of(frame)
    assert shown.codes == ids and shown.programme is findings.programme
    assert all(shown[code] is findings[code] for code in ids)


def test_a_merged_frame_is_shown_with_its_result_beside_it(evidence):
    findings = bvte.judge(evidence, "plan")
    notes = pd.DataFrame({"indicator": ["help", "rate"], "note": ["x", "y"]})
    for merged in (
        findings.frame().merge(notes, on="indicator"),
        findings.frame().merge(notes[::-1], on="indicator", how="right"),
    ):
        assert frames.findings_of(merged, findings).codes == list(merged["target"])
    both = pd.concat([bvte.judge(evidence, "next").frame(), findings.frame()])
    with pytest.raises(frames.FrameError, match="Findings"):
        frames.findings_of(both)
    with pytest.raises(CodeError):
        frames.findings_of(both, findings)
    with pytest.raises(frames.FrameError, match="target"):
        frames.findings_of(merged.drop(columns="target"), findings)
    assert frames.findings_of(findings) is findings


def test_an_origin_is_copied_as_it_is_and_written_as_text(evidence):
    findings = bvte.judge(evidence, "plan")
    frame = findings.frame()
    origin = frame.attrs["of"]
    assert copy.deepcopy(origin) is origin and origin.result is findings
    assert json.loads(json.dumps(frame.attrs)) == {"of": repr(findings)}
    again = pickle.loads(pickle.dumps(frame))
    assert frames.findings_of(again).codes == findings.codes
    assert pd.concat([frame.head(1), frame.tail(1)]).attrs["of"] is not None
    assert origin != frames.FrameOrigin(copy.copy(findings)) and origin == findings.frame().attrs["of"]


def test_estimates_conflicts_requests_and_flags_come_back_from_their_frames(province):
    two = "help, 2020, 2020, =, 50, b\nhelp, 2020, 2020, =, 70, c\n"
    evidence = province(targets=TARGETS, observations=f"{OBSERVATIONS.rstrip()}\n{two}")
    frame = evidence.frame()
    shown = frames.estimates_behind(frame.sort_values("value").query("indicator == 'rate'"))
    assert [float(r.value) for r in shown] == sorted(frame.query("indicator == 'rate'")["value"])
    findings = bvte.judge(evidence, "plan")
    assert len(frames.estimates_behind(findings.estimates().head(2))) == 2
    found, asked = bvte.conflicts(evidence, "P1"), bvte.requests(evidence, "P1")
    assert found and asked
    assert list(frames.conflicts_of(found.frame().iloc[::-1])) == list(found)[::-1]
    assert list(frames.requests_of(asked.frame().tail(2))) == list(asked)[-2:]
    audited = bvte.audit(evidence, "next")
    flagged = audited.frame().query("flagged")
    assert frames.audit_of(flagged).flags == {code: audited.flags[code] for code in dict.fromkeys(flagged["target"])}


def test_every_flag_is_true_once_in_the_frame_of_an_audit(evidence):
    audited = bvte.audit(evidence, "next")
    frame = audited.frame()
    assert len(frame) == len(audited.subjects) * len(CHECKS)
    told = frame.query("flagged").groupby("target")["check"].agg(list).to_dict()
    assert told == {code: [f.code for f in flags] for code, flags in audited.flags.items() if flags}


def test_a_pack_has_a_row_for_every_path(evidence):
    pack = bvte.workshop(evidence, "plan", "next")
    frame = pack.frame()
    assert frame["path"].value_counts().sum() == sum(len(choice.paths) for choice in pack.choices)
    draft = frame.query("path == 'draft'").set_index("target")
    rows = {row["id"]: row for row in read(evidence, "targets")}
    assert all(float(rows[code]["value"]) in (told.low, told.high) for code, told in draft.iterrows())
    assert frames.workshop_of(frame.tail(1)).choices == pack.choices[-1:]


def test_a_yearly_report_has_the_figures_of_its_year_and_of_the_one_before(province):
    known = province(**YEARLY)
    rows = [row for row in read(known, "observations") if row["indicator"] == "special_circumstances_rate"]
    printed = {row["start"]: float(row["value"]) for row in rows}
    told = bvte.annual(known, 2020).frame().set_index("indicator").loc["special_circumstances_rate"]
    assert (told["this_value"], told["last_value"]) == (printed["2020"], printed["2019"])
    assert told["over_low"] <= printed["2020"] - printed["2019"] <= told["over_high"]
    assert told["over_comparable"] == "comparable" and told["this_strength"] == "published"


LONG = "Một tên rất dài " * 40


def results(known):
    """One of each result of a province."""
    findings = bvte.judge(known, "plan")
    yield from (known, findings, *findings, bvte.conflicts(known, "P1"), *bvte.conflicts(known, "P1"))
    yield from (bvte.requests(known, "P1"), bvte.audit(known, "next"), bvte.workshop(known, "plan", "next"))
    yield from (bvte.estimates_of(known, "rate", "P1"), [bvte.annual(known, 2020)])


def test_what_results_say_of_themselves_is_short_however_much_there_is(province):
    many = "".join(f"    rate, {year}, {year}, =, 4.{n}, s{n}\n" for year in (2018, 2020) for n in range(2))
    targets = TARGETS + "".join(f"    school, plan, at_least, {n}.5, , , 2020\n" for n in range(12))
    programmes = f"""
        id,   name_vi, name_en,  start, end,  status, follows
        plan, {LONG},  Plan one, 2016,  2020, closed,
        next, {LONG},  Plan two, 2021,  2025, draft,  plan
    """
    figures, reports = (f"{OBSERVATIONS.rstrip()}\n{many}", {n: YEARLY[n] for n in ("agencies", "annual_reports")})
    known = province(targets=targets, observations=figures, programmes=programmes, **reports)
    for result in results(known):
        for told in result if type(result) is list else [result]:
            assert "\n" not in repr(told) and len(repr(told)) < 200, type(told)
            assert 0 < len(told._repr_html_()) < 20_000, type(told)
    assert "14 targets" in repr(bvte.judge(known, "plan"))


def test_the_line_of_findings_counts_their_statuses(evidence):
    findings = bvte.judge(evidence, "plan")
    statuses = [finding.status for finding in findings]
    assert all(f"{statuses.count(code)} {code}" in repr(findings) for code in statuses)
    assert "2 targets" in repr(findings) and read(evidence, "programmes")[0]["name_vi"] in repr(findings)
