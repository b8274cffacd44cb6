"""Thresholds of unusual figures: each kind that a card may name has one; one without meaning is refused."""

import pytest
from pydantic import ValidationError

from bvte.evidence.indicator import ChangeKind
from bvte.evidence.national import UsualChange, plausibility_rules


def test_the_kinds_that_a_card_may_name_are_those_with_a_threshold():
    assert set(ChangeKind) == set(plausibility_rules().changes)
    assert all(kind.ratio or kind.points for kind in plausibility_rules().changes.values())


def test_a_threshold_that_every_change_exceeds_is_refused():
    with pytest.raises(ValidationError):
        UsualChange(name={"vi": "a", "en": "b"}, ratio=1)
