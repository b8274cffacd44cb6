"""What a method says, or why it refuses, always has its words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.judgement.progress import METHODS, Course
from bvte.methods.undefined import Undefined

from .courses import LABELS, UNDEFINED


@pytest.mark.parametrize("code", UNDEFINED)
def test_every_text_of_a_refusal_is_one_that_a_method_gives(code):
    method, course = UNDEFINED[code]
    with pytest.raises(Undefined) as refused:
        METHODS[method](course)
    assert refused.value.code == code


@settings(deadline=None)
@given(
    st.tuples(*[st.sampled_from([0, 0.5, 3.8, 50, 90, 99.5, 100])] * 3),
    st.sampled_from([(2020, 2022, 2030), (2015, 2020, 2020), (2019, 2020, 2021)]),
    st.sampled_from(["up", "down"]),
    st.sampled_from([None, 100]),
)
def test_no_course_has_a_refusal_without_a_text_or_a_label_without_one(values, years, way, maximum):
    for method in METHODS.values():
        try:
            assert method(Course(*values, *years, way, maximum)).label in LABELS
        except Undefined as refused:
            assert refused.code in UNDEFINED
