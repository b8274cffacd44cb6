"""Whatever cell is changed of a row that a finding rests on: it is refused, or a page says something else."""

import pytest

from . import mutants, mutation

# A sample of the rows; the run over all of them is python -m tests.judgement.mutation.
SAMPLE = slice(1, None, 150)
# Of other rows the cells that judging reads.
READ = {"breaks": ("date", "effect"), "sources": ("kind", "published_on", "address")}


@pytest.fixture(scope="module")
def outcomes(dien_bien):
    return mutation.run(dien_bien, ("observations", "targets"), SAMPLE, only_judged=True)


def test_every_changed_cell_of_a_judged_figure_or_target_is_refused_or_told(outcomes):
    assert len(outcomes) > 40 and {"refused", "told"} <= set(outcomes.outcome)
    assert outcomes[outcomes.outcome == "unchanged"].to_dict("records") == []


@pytest.mark.parametrize("table", READ)
def test_what_judging_reads_of_another_row_is_refused_or_told(dien_bien, table):
    found = mutation.run(dien_bien, (table,), slice(1, None, 30), only_judged=True)
    read = found[found.cell.isin(READ[table])]
    assert len(read) and read[read.outcome == "unchanged"].to_dict("records") == []


def test_no_judgement_depends_on_the_order_of_the_rows(dien_bien):
    assert not any(mutation.reordered(dien_bien).values())


def test_equal_contents_are_no_change_and_others_are(dien_bien):
    row = next(t for t in dien_bien.targets.values() if t.baseline_value is not None)
    row = row.model_copy(update={"baseline_comparator": None})
    tried = [(cell, other) for cell, other, _ in mutants.mutants(dien_bien, "targets", row)]
    assert ("baseline_comparator", "=") not in tried and ("baseline_comparator", "<") in tried
    assert ("stated", None) not in tried and ("stated", "no") in tried
