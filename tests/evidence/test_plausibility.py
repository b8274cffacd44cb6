"""Thresholds of unusual figures: each kind that a card may name has one; one without meaning is refused."""

from typing import get_args

import pytest
from pydantic import ValidationError

from bvte.evidence.indicator import Indicator
from bvte.evidence.national import UsualChange, plausibility_rules


def test_the_kinds_that_a_card_may_name_are_those_with_a_threshold():
    literal, _none = get_args(Indicator.model_fields["usual_change"].annotation)
    kinds = plausibility_rules().changes
    assert set(get_args(literal)) == set(kinds)
    assert all(kind.ratio or kind.points for kind in kinds.values())


def test_a_threshold_that_every_change_exceeds_is_refused():
    with pytest.raises(ValidationError):
        UsualChange(name={"vi": "a", "en": "b"}, ratio=1)
