"""Changing a single figure changes a conclusion wherever one rests on it."""

from bvte.judgement.targets import judge

from .mutation import silent


def test_what_was_left_out_of_the_comparison_changes_nothing_either(dien_bien):
    """A row reaches only the indicators that its cards name: all of them together give the same answer."""

    def everything(evidence, _):
        return evidence.indicators

    some = slice(0, None, 9)
    near = set(silent(dien_bien, "observations", "value", some=some))
    assert near == set(silent(dien_bien, "observations", "value", everything, some))
    assert near


def test_every_figure_that_a_finding_rests_on_changes_a_conclusion(dien_bien):
    findings = (f for p in dien_bien.programmes for f in judge(dien_bien, p))
    deciding = {row for f in findings for row in f.rows}
    assert deciding and not deciding & set(silent(dien_bien, "observations", "value"))
