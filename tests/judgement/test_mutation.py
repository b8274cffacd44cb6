"""Whatever cell is changed of a row that a finding rests on: it is refused, or a page says something else."""

import pytest

from . import mutation

# The numbers that a finding rests on; the run over all cells is python -m tests.judgement.mutation.
NUMBERS = ("value", "comparator", "unit", "start", "end", "area", "source", "indicator")


@pytest.fixture(scope="module")
def outcomes(dien_bien):
    return mutation.run(dien_bien, only_judged=True, some=slice(0, None, 4))


def test_every_changed_number_of_a_judged_figure_is_refused_or_told(outcomes):
    found = outcomes[(outcomes.file == "observations") & outcomes.cell.isin(NUMBERS)]
    assert len(found) > 50
    assert found[found.outcome == "unchanged"].to_dict("records") == []
