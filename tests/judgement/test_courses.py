"""What no method may say of any course."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bvte.judgement.progress import METHODS, Course


# The first call imports what only some methods need.
@settings(deadline=None)
@given(distance=st.floats(0.5, 40), beyond=st.floats(0, 9), way=st.sampled_from([("up", 1), ("down", -1)]))
def test_a_value_that_has_arrived_is_on_course_by_the_growth_ratio_and_the_chart(distance, beyond, way):
    direction, sign = way
    target, current = 50 + sign * distance, 50 + sign * (distance + beyond)
    for method in ("growth_ratio", "un_chart"):
        assert METHODS[method](Course(50, current, target, 2020, 2024, 2030, direction, 100)).on_course


@settings(deadline=None)
@given(
    base=st.floats(10, 90),
    step=st.floats(-8, 8).filter(lambda x: abs(x) > 0.1),
    target=st.floats(1, 99),
    method=st.sampled_from(sorted(METHODS)),
)
def test_a_step_away_from_the_target_is_never_on_course(base, step, target, method):
    assume((target - base) * step < 0 and abs(target - base) > 1)
    way = "up" if target > base else "down"
    assert not METHODS[method](Course(base, base + step, target, 2020, 2024, 2030, way, 100)).on_course
