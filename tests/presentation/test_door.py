"""A code that names nothing never gets past the front door, whichever function is asked."""

import pickle
from inspect import signature

import numpy as np
import pandas as pd
import pytest

import bvte
from bvte.evidence.codes import CodeError, resolve_code
from bvte.evidence.language import activate
from bvte.evidence.national import report_layout
from bvte.presentation.door import KNOWN

# Parameters that are no code: what other functions returned, how much of it is wanted, how it is drawn.
NO_CODES = {
    "alt",
    "as_of",
    "audit",
    "ax",
    "baseline_area",
    "beside",
    "boundaries",
    "by",
    "caption",
    "coming",
    "comparison",
    "drawn",
    "during",
    "earlier",
    "end_year",
    "estimates",
    "evidence",
    "findings",
    "folder",
    "footer",
    "found",
    "frame",
    "height",
    "hue",
    "internal",
    "key",
    "later",
    "note",
    "numbers",
    "of",
    # The year of a profile: any, also one of which no yearly report is listed.
    "of_year",
    "pack",
    "page",
    "profile",
    "report",
    "shown",
    "strict",
    "target",
    "targets",
    "title",
    "today",
    "years",
}
PARAMETERS = {name: signature(getattr(bvte, name)).parameters for name in bvte.__all__}
TAKEN = [(name, p) for name, parameters in PARAMETERS.items() for p in parameters if p in KNOWN]


@pytest.fixture(scope="module")
def right(dien_bien):
    """Parameter -> something right for it, taken from the rows."""
    programme = next(t.programme for t in dien_bien.targets.values())
    area = dien_bien.programmes[programme].area
    codes = {name: next(iter(known(dien_bien))) for name, known in KNOWN.items() if name != "indicators"}
    codes |= {"programme": programme, "drafted": programme, "closing": programme, "area": area}
    codes["indicators"] = [codes["indicator"]]
    codes["during"] = 2020
    findings = bvte.judge(dien_bien, programme)
    report = bvte.annual(dien_bien, codes["year"])
    things = {"evidence": dien_bien, "findings": findings, "pack": findings, "audit": findings, "shown": dien_bien}
    return codes | things | {"report": report, "earlier": None, "later": None, "folder": "x"}


def test_every_parameter_of_the_front_door_is_read_or_no_code():
    assert {name for taken in PARAMETERS.values() for name in taken} == NO_CODES | KNOWN.keys()


@pytest.mark.parametrize(("function", "parameter"), TAKEN)
def test_a_wrong_code_is_refused_before_anything_runs(right, function, parameter):
    wanted = PARAMETERS[function]
    given = {name: right[name] for name in wanted if name == parameter or wanted[name].default is wanted[name].empty}
    code = given[parameter]
    spoilt = [f"{code[0]}x"] if isinstance(code, list) else f"{code}x"
    with pytest.raises(CodeError) as refused:
        getattr(bvte, function)(**given | {parameter: spoilt})
    error = refused.value
    assert error.found == (spoilt[0] if isinstance(spoilt, list) else spoilt)
    assert error.nearest is None or error.nearest in map(str, KNOWN[parameter](right["evidence"]))
    shown = error.nearest or error.known[0]
    assert str(error).startswith(f"{function}: ") and f"“{error.found}”" in str(error) and shown in str(error)


@pytest.mark.parametrize("read", [int, float, np.int64, np.float64, lambda code: pd.Series([code]).astype(int)[0]])
def test_a_code_that_pandas_read_as_a_number_is_that_code(dien_bien, read):
    (area,) = {p.area for p in dien_bien.programmes.values() if p.level == "province"}
    programme = next(p.id for p in dien_bien.programmes.values() if p.level == "province")
    found, wanted = bvte.judge(dien_bien, programme, read(area)), bvte.judge(dien_bien, programme, area)
    assert found.area == area and [f.status for f in found] == [f.status for f in wanted]


def test_a_number_that_lost_its_zero_is_told_the_code_with_it(dien_bien):
    codes = {area.code for area in dien_bien.areas.values()}
    code = next(c for c in sorted(codes) if c.startswith("0") and len(c) == 3 and str(int(c)) not in codes)
    with pytest.raises(CodeError) as refused:
        bvte.estimates_of(dien_bien, next(iter(dien_bien.indicators)), int(code))
    assert refused.value.found == int(code) and code in refused.value.known


@pytest.mark.parametrize("given", [True, None, "", " 11", "1", ["11"], float("nan"), 11.5])
def test_what_is_only_like_a_code_is_none(given):
    with pytest.raises(CodeError):
        resolve_code("area", given, ["11", "094"])


def test_a_year_may_be_text_and_stays_a_number(dien_bien):
    year = next(year for year, *_ in dien_bien.annual_reports)
    assert bvte.annual(dien_bien, str(year)).year == year


@pytest.mark.parametrize(("language", "said"), [("vi", ["không có mục “I-0”"]), ("en", ["there is no section “I-0”"])])
def test_a_refusal_speaks_the_active_language(right, language, said):
    activate(language)
    with pytest.raises(CodeError) as refused:
        bvte.narrative(right["report"], "I-0")
    assert all(words in str(refused.value) for words in said)
    assert " / " not in str(refused.value)


def test_before_a_language_is_named_a_refusal_is_vietnamese_and_from_then_on_in_that_language(dien_bien):
    with pytest.raises(CodeError, match="không có mã chương trình “x”"):
        bvte.judge(dien_bien, "x")
    bvte.load("dien-bien", language="en")
    with pytest.raises(CodeError, match="there is no programme “x”"):
        bvte.judge(dien_bien, "x")


def test_what_is_optional_may_be_left_out_or_said_to_be_nothing(dien_bien, right):
    found = bvte.judge(dien_bien, right["programme"], area=None)
    assert found.area == bvte.judge(dien_bien, right["programme"]).area


def test_national_codes_are_those_of_their_files():
    assert KNOWN["number"](None).keys() == report_layout().forms.keys()


def test_a_refusal_and_a_function_of_the_door_travel_between_processes():
    error = pickle.loads(pickle.dumps(CodeError("area", "ZZ", ["11"], "told")))
    assert (str(error), error.found, error.known) == ("told", "ZZ", ("11",))
    assert pickle.loads(pickle.dumps(bvte.judge)) is bvte.judge


@pytest.mark.parametrize("wrong", [11, 1.5, "", "x", object()])
def test_what_is_no_list_of_codes_is_read_as_one(dien_bien, right, wrong):
    code = right["indicator"]
    assert bvte.conflicts(dien_bien, right["area"], code) == bvte.conflicts(dien_bien, right["area"], [code])
    with pytest.raises(CodeError):
        bvte.conflicts(dien_bien, right["area"], wrong)
