"""Changing a single figure changes a conclusion; the figures that change none are listed, with why."""

import re

import pytest

from bvte.judgement.readings import readings
from bvte.judgement.targets import judge_target

from .mutation import silent

NO_FIGURE = "no figure of its area and years was found: there is nothing to hold it against"
# Cells of targets.csv whose change changes no conclusion, and why.
TARGETS = {
    "value": {
        NO_FIGURE: "t001 t003-t006 t010 t015 t016 t024-t029 t035 t037 t038 t041 t042 t045-t048 t051 t052 "
                   "t058-t070 t073-t083 t085-t090 t093 t094",
    },
    "baseline_value": {},
    "due_year": {
        NO_FIGURE: "t003-t006 t010 t016 t041-t052 t056 t058-t068 t070 t073-t090 t093",
    },
    "condition": {
        NO_FIGURE: "t001 t003-t006 t010 t015 t016 t024-t029 t032 t035-t038 t041 t042 t045-t048 t051 t052 "
                   "t059-t070 t073-t090 t093 t094",
        "the figure, about the target itself or of an earlier year, decides under no condition": "t009 t013",
    },
    "value_to": {
        NO_FIGURE: "t085 t086",
        "a change wanted by 3 to 5 is met from 3 on: more than 5 is no failure": "t021",
    },
}  # fmt: skip
# Rows of observations.csv whose figure is repeated as printed, or not used at all, and why.
OBSERVATIONS = {
    "of the province, shown as printed: no target, rate or second source says anything against it":
        "o007 o010-o022 o027-o031 o034 o037-o040 o045 o047 o049-o064 o080-o082 o084 o086 o127 o128 "
        "o141 o142 o149 o150",
    "of the country: no national target is due or starts in its year, and a later figure counts":
        "o085 o087 o092 o095 o096 o100-o105 o107-o110 o113-o121 o135-o140",
    "of a single district, commune or survey: no report judges by it":
        "o043 o044 o069-o079 o147 o148",
    "of another province or district, or of a population group: kept for comparison by the reader":
        "o111 o112 o129-o131 o145 o146 o151-o162",
}  # fmt: skip


def ids(text, evidence_rows):
    """The ids of a list such as "t003-t006 t010", those that there are."""
    found = set()
    for part in text.split():
        first, _, last = part.partition("-")
        low, high = (int(re.sub(r"\D", "", code)) for code in (first, last or first))
        found |= {code for code in evidence_rows if code[0] == first[0] and low <= int(code[1:]) <= high}
    return found


def listed(reasons, rows):
    return {code for text in reasons.values() for code in ids(text, rows)}


@pytest.mark.parametrize("field", TARGETS)
def test_every_cell_of_a_target_changes_a_conclusion_but_those_listed(dien_bien, field):
    assert set(silent(dien_bien, "targets", field)) == listed(TARGETS[field], dien_bien.targets)


def test_every_observation_changes_a_conclusion_but_those_listed(dien_bien):
    found = set(silent(dien_bien, "observations", "value"))
    assert found == listed(OBSERVATIONS, dien_bien.observations)


def test_the_targets_without_a_figure_have_none(dien_bien):
    for reasons in TARGETS.values():
        for code in ids(reasons.get(NO_FIGURE, ""), dien_bien.targets):
            target = dien_bien.targets[code]
            area = dien_bien.programmes[target.programme].area
            assert judge_target(dien_bien, target, area).latest is None


def test_each_reason_for_silence_holds_for_its_rows(dien_bien):
    own, country, places, others = (ids(text, dien_bien.observations) for text in OBSERVATIONS.values())
    area = {code: row.area for code, row in dien_bien.observations.items()}
    province = dien_bien.province.code
    assert {area[code] for code in own} == {province}
    assert {area[code] for code in country} == {"VN"}
    assert not {area[code] for code in places | others} & {province, "VN"}
    known = (r for code in dien_bien.indicators for r in readings(dien_bien, code, province))
    assert own <= {row for reading in known for row in reading.rows}


def test_no_row_is_listed_for_two_reasons(dien_bien):
    for reasons in (OBSERVATIONS, *TARGETS.values()):
        rows = dien_bien.targets if NO_FIGURE in reasons else dien_bien.observations
        parts = [ids(text, rows) for text in reasons.values()]
        assert sum(map(len, parts)) == len(set().union(*parts))


def test_what_was_left_out_of_the_comparison_changes_nothing_either(dien_bien):
    """A row reaches only the indicators that its cards name: all of them together give the same answer."""

    def everything(evidence, _):
        return evidence.indicators

    some = slice(0, None, 9)
    near = set(silent(dien_bien, "observations", "value", some=some))
    assert near == set(silent(dien_bien, "observations", "value", everything, some))
    assert near


HEADLINE = ("o001", "o002", "o006", "o008", "o009", "o023", "o046", "o048", "o065", "o066", "o094", "o106")


def test_the_figures_of_the_headline_decide(dien_bien):
    assert not set(HEADLINE) & set(silent(dien_bien, "observations", "value"))
    assert dien_bien.observations["o106"].value == 1779
