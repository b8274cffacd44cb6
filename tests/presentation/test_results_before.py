"""Results of a phase whose time began before it: how many there are is said, and they stand last in their table."""

import pytest

import bvte
from bvte.evidence.language import activate

from ..shown import flat, told

TARGETS = "indicator, condition, value"


def judged(province, *starts):
    figures = "\n".join(f"count, {start}, 2018, total, {number}" for number, start in enumerate(starts, 40))
    evidence = province(targets=TARGETS, observations=f"indicator, start, end, statistic, value\n{figures}")
    return bvte.judge(evidence, "plan")


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        ((2016, 2017, 2018), "có 3 kết quả được công bố cho những năm đó."),
        ((2011, 2017, 2018), "có 3 kết quả được công bố cho những năm đó, trong đó 1 kết quả tính gộp"),
        ((2011, 2012), "có 2 kết quả được công bố, đều tính gộp cả thời gian trước giai đoạn."),
    ],
)
def test_the_message_says_how_many_results_also_cover_time_before_the_phase(province, starts, said):
    activate("vi")
    assert said in told(bvte.headline(judged(province, *starts)))


def test_a_result_of_more_than_the_phase_stands_last_and_the_note_says_so(province):
    activate("vi")
    table = bvte.other_results(judged(province, 2011, 2017, 2018))
    times = [flat(row[2].content) for row in table.rows]
    assert "2011" in times[-1] and not any("2011" in time for time in times[:-1])
    assert "đứng cuối bảng" in table.note
    assert "đứng cuối bảng" not in bvte.other_results(judged(province, 2016, 2018)).note
