"""The first questions of a new user, answered by the calls of the notebook on a small province."""

import pandas as pd
import pytest

import bvte

from ..judgement.province import make
from ..judgement.yearly import YEARLY

RATE = "special_circumstances_rate"


@pytest.fixture
def evidence(tmp_path):
    return make(tmp_path, **YEARLY)


def test_the_rows_behind_a_verdict_are_named(evidence):
    findings = bvte.judge(evidence, "plan", "P1")
    (target,) = [f.target.id for f in findings if f.target.indicator == RATE]
    rows = findings.frame().loc[target, "rows"].split()
    named = [evidence.observations[row] for row in rows]
    assert (RATE, 2020) in {(row.indicator, row.period.year) for row in named}
    assert set(findings.estimates(target)["indicator"]) == {RATE}


@pytest.mark.parametrize(("printed", "status"), [("= 3.9", "not_met"), ("= 3.5", "met")])
def test_a_supposed_figure_is_judged_in_the_place_of_all_others_of_its_year(evidence, printed, status):
    """Also of what follows from counts, which are as they were."""
    supposed = evidence.with_observation(RATE, "P1", 2020, printed)
    judged = bvte.judge(supposed, "plan", "P1").frame().set_index("indicator").loc[RATE]
    assert judged["latest_value"] == float(printed[2:]) and judged["latest_strength"] == "not_published"
    assert not judged["published"]
    assert judged["status"] == status


def test_a_frame_is_a_csv_file_with_its_sources(evidence, tmp_path):
    frame = bvte.estimates(evidence, areas="P1")
    frame.to_csv(tmp_path / "estimates.csv", index=False, encoding="utf-8-sig")
    read = pd.read_csv(tmp_path / "estimates.csv", encoding="utf-8-sig")
    assert list(read["estimate"]) == list(frame["estimate"]) and read["source"].notna().all()
