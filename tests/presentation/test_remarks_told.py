"""Each remark without which a judgement misleads stands somewhere on its page, whatever its box has room for."""

import pytest

import bvte
from bvte.evidence.language import speaking
from bvte.evidence.load import data_folders, load
from bvte.judgement.message import MOST
from bvte.presentation import words
from bvte.presentation.below_result import told_first
from bvte.presentation.message import URGENT

from ..shown import told


@pytest.mark.parametrize("name", data_folders())
def test_no_remark_is_lost_between_the_first_box_and_the_scorecard(name):
    evidence = load(name)
    with speaking("vi"):
        for programme in evidence.programmes:
            findings = bvte.judge(evidence, programme)
            remarks = {words.target_reason(r, f, evidence) for f in findings for r in f.reasons if r.code in URGENT}
            page = told(bvte.headline(findings)) + told(bvte.scorecard(findings)) if remarks else ""
            assert [remark for remark in remarks if " ".join(remark.split()) not in page] == []


def test_a_box_has_room_for_no_more_than_are_read_however_many_levels_lie_below_a_result(province):
    """Seven levels below what was reached before, and a target whose figure repeats its level: no room is left to it,
    so that the scorecard says what it is worth."""
    head = "id, name_vi, name_en, unit, kind, better, group, counted, among\n"
    cards = "\n".join(f"r{n}, Tỷ lệ {n}, Rate {n}, percent, rate, up, protection, ," for n in range(8))
    targets = "\n".join(f"r{n}, at_least, {60 if n == 7 else 50}, 2020" for n in range(8))
    before = "\n".join(f"r{n}, 2015, =, 90" for n in range(7))
    evidence = province(
        cards=head + cards,
        targets=f"indicator, condition, value, due_year\n{targets}",
        observations=f"indicator, start, comparator, value\n{before}\nr7, 2020, >=, 60",
    )
    findings = bvte.judge(evidence, "plan")
    shown, below = told_first(findings)
    assert len(below) > 1 and len(shown) + len(below) == MOST
    with speaking("vi"):
        (remark,) = (words.target_reason(r, f, evidence) for f in findings for r in f.reasons if r.code in URGENT)
        assert remark in told(bvte.scorecard(findings))
