"""Numbers, units, targets and times as a reader of each language writes them."""

import re
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from bvte.evidence import period
from bvte.evidence.language import LANGUAGES, activate
from bvte.evidence.period import parse_period
from bvte.judgement.estimates import estimates_of
from bvte.presentation import cells, dates, numbers
from bvte.presentation.phrases import Look, flat_text
from bvte.presentation.texts import texts_of

from ..judgement.province import rows
from ..languages import said_in

NUMBERS = [
    ("4.4", "4,4", "4.4"),
    ("4.40", "4,40", "4.40"),
    ("0.147", "0,147", "0.147"),
    ("100", "100", "100"),
    ("2302", "2.302", "2,302"),
    ("124472", "124.472", "124,472"),
    ("24776733", "24.776.733", "24,776,733"),
    ("1E+6", "1.000.000", "1,000,000"),
    ("-0.5", "\N{MINUS SIGN}0,5", "\N{MINUS SIGN}0.5"),
    ("-1234.5", "\N{MINUS SIGN}1.234,5", "\N{MINUS SIGN}1,234.5"),
    ("-0.0", "0,0", "0.0"),
]


@pytest.mark.parametrize(("value", "vi", "en"), NUMBERS)
def test_numbers_keep_their_printed_decimals(value, vi, en):
    assert (said_in("vi", numbers.number, value), said_in("en", numbers.number, value)) == (vi, en)


@given(
    st.decimals(-(10**12), 10**12, places=3) | st.integers(-(10**12), 10**12).map(Decimal),
    st.sampled_from(["vi", "en"]),
)
def test_a_written_number_reads_back_as_itself(value, language):
    activate(language)
    written = numbers.number(value).replace(numbers.MINUS, "-")
    assert parse_decimal(written, locale=language, strict=True) == value


UNITS = [
    ("4.4", "percent", "4,4%", "4.4%"),
    ("2302", "children", "2.302 trẻ em", "2,302 children"),
    ("0.1", "percentage_points_per_year", "0,1 điểm phần trăm/năm", "0.1 points a year"),
    ("19.12", "per_1000", "19,12‰", "19.12 per 1,000"),
    ("1187", "per_100000_children", "1.187/100.000 trẻ em", "1,187 per 100,000 children"),
    ("500000", "vnd_per_month", "500.000 đồng/tháng", "500,000 VND a month"),
]


@pytest.mark.parametrize(("value", "unit", "vi", "en"), UNITS)
def test_units_stand_after_their_number(value, unit, vi, en):
    assert (said_in("vi", numbers.with_unit, value, unit), said_in("en", numbers.with_unit, value, unit)) == (vi, en)


READINGS = rows("""
    comparator, value,  vi,                    en
    =,          91,     91%,                   91%
    <,          3.8,    dưới 3|8%,             below 3.8%
    <=,         5,      không quá 5%,          at most 5%
    >,          90,     trên 90%,              over 90%
    >=,         33,     ít nhất 33%,           at least 33%
    ~,          15,     khoảng 15%,            about 15%
""")


@pytest.mark.parametrize("has_unit", [False, True])
def test_whom_a_target_is_for_stands_below_its_number_where_lines_break(dien_bien, has_unit):
    scoped = [target for target in dien_bien.targets.values() if target.scope]
    assert scoped
    for target in scoped:
        told = cells.target_with_year(target, has_unit=has_unit)
        whose, small = target.text("scope"), " ".join(flat_text(span.content) for span in told.spans(Look.SMALL))
        assert whose in small and flat_text(told).count(whose) == 1


@pytest.mark.parametrize("case", READINGS, ids=lambda case: case["en"])
def test_a_estimate_is_told_as_it_was_printed(province, case):
    evidence = province(
        observations=f"indicator, start, comparator, value\nhelp, 2020, {case['comparator']}, {case['value']}"
    )
    (estimate,) = estimates_of(evidence, "help", "P1")
    assert said_in("vi", numbers.labelled, estimate) == case["vi"].replace("|", ",")
    assert said_in("en", numbers.labelled, estimate) == case["en"]


def test_a_range_is_told_with_both_ends_and_a_quotient_as_derived(province):
    evidence = province(
        observations="""
        indicator, start, comparator, value
        help,      2020,  >=,         3.5
        help,      2020,  <=,         5
        count,     2020,  =,          2302
        children,  2020,  =,          124472
    """
    )
    (spread,), (quotient,) = (estimates_of(evidence, code, "P1") for code in ("help", "rate"))
    assert (said_in("vi", numbers.labelled, spread), said_in("en", numbers.labelled, spread)) == ("3,5–5%", "3.5–5%")
    assert said_in("vi", numbers.labelled, quotient) == "1,85% (tính toán)"
    assert said_in("en", numbers.labelled, quotient) == "1.85% (derived)"


def test_a_number_of_each_year_is_not_told_as_that_of_all_of_them(province):
    """A printed "over 20 a year" since 2015 would otherwise read as 20 in nine years."""
    evidence = province(
        observations="""
        indicator, start, end,  statistic, comparator, value, unit
        count,     2015,  2023, yearly,    >,          20,    children
        count,     2024,  2024, total,     =,          31,    children
        fall,      2015,  2023, yearly,    =,          0.1,   percentage_points_per_year
    """
    )
    each, year = estimates_of(evidence, "count", "P1")
    (change,) = estimates_of(evidence, "fall", "P1")
    assert said_in("vi", numbers.labelled, each) == "trên 20 trẻ em mỗi năm"
    assert said_in("en", numbers.labelled, each) == "over 20 children a year"
    assert said_in("vi", lambda: flat_text(cells.estimate(each))) == "trên 20 mỗi năm"
    assert said_in("en", numbers.labelled, year) == "31 children"
    assert said_in("en", numbers.labelled, change) == "0.1 points a year"


TARGETS = rows("""
    condition,           value, value_to, base, vi,                          en
    below,               3.8,   ,         ,     dưới 3|8%,                   below 3.8%
    at_most,             5,     ,         2015, không quá 5%,                at most 5%
    at_least,            90,    ,         ,     ít nhất 90%,                 at least 90%
    above,               72,    ,         ,     trên 72%,                    over 72%
    exactly,             50,    ,         ,     đúng 50%,                    exactly 50%
    range,               3,     5,        ,     trong khoảng 3–5%,           within 3–5%
    yes_no,              1,     ,         ,     có,                          yes
    increase_per_year,   3,     5,        ,     tăng 3–5%,                   up 3–5%
    decrease_per_year,   2,     ,         ,     giảm 2%,                     down 2%
    decrease_by_percent, 25,    ,         ,     giảm 25%,                    down 25%
    decrease_by_percent, 25,    ,         2015, giảm 25% so với năm 2015,    down 25% on 2015
""")


@pytest.mark.parametrize("case", TARGETS, ids=lambda case: case["en"])
def test_a_target_is_told_as_its_condition(province, case):
    evidence = province(
        targets=f"""
        indicator, condition, value, value_to, baseline_year
        help, {case["condition"]}, {case["value"]}, {case.get("value_to", "")}, {case.get("base", "")}"""
    )
    (target,) = evidence.targets.values()
    assert said_in("vi", numbers.target_text, target) == case["vi"].replace("|", ",")
    assert said_in("en", numbers.target_text, target) == case["en"]


INTERVALS = [
    # Rounded outward, so that the text leaves no value out.
    ((-4.45, -0.55), "từ −4,5 đến −0,5", "−4.5 to −0.5"),
    ((-0.31, -0.02), "từ −0,4 đến 0,0", "−0.4 to 0.0"),
    ((2.26, 2.26), "2,3", "2.3"),
    ((0.5, float("inf")), "từ 0,5 trở lên", "0.5 or more"),
    ((-float("inf"), 1.5), "từ 1,5 trở xuống", "1.5 or less"),
]


@pytest.mark.parametrize(("ends", "vi", "en"), INTERVALS)
def test_an_interval_is_told_by_its_ends(ends, vi, en):
    possible = pd.Interval(*ends, closed="both")
    assert (said_in("vi", numbers.interval_text, possible), said_in("en", numbers.interval_text, possible)) == (vi, en)


PERIODS = [
    ("2015", "2015", "2015", "2015"),
    ("2017", "2021", "2017–2021", "2017–2021"),
    ("2024-10", "2024-10", "10/2024", "Oct 2024"),
    ("2024-01", "2024-09", "9 tháng đầu năm 2024", "first 9 months of 2024"),
    ("2021-01-01", "2023-08-30", "từ tháng 01/2021 đến tháng 8/2023", "Jan 2021 – Aug 2023"),
    ("2019-04-01", "2019-04-01", "01/4/2019", "1 Apr 2019"),
    ("2019-05-23", "2019-05-29", "từ ngày 23/5/2019 đến ngày 29/5/2019", "23 May 2019 – 29 May 2019"),
    ("2025", "..2025", "từ 01/2025", "since Jan 2025"),
    ("2015", "..2021-12", "từ 01/2015, muộn nhất đến 12/2021", "since Jan 2015, at the latest until Dec 2021"),
]


@pytest.mark.parametrize(("start", "end", "vi", "en"), PERIODS)
def test_times_are_told_as_precisely_as_they_were_published(start, end, vi, en):
    when = period.parse_period(start, end)
    assert (said_in("vi", dates.year_text, when), said_in("en", dates.year_text, when)) == (vi, en)


ISO_DATES = [
    ("2020-12-29", "29/12/2020", "29 Dec 2020"),
    ("2020-12", "12/2020", "Dec 2020"),
    ("2020", "2020", "2020"),
    ("2024/2025", "2024 hoặc 2025", "2024 or 2025"),
    ("2020-12/2021-01", "12/2020 hoặc 01/2021", "Dec 2020 or Jan 2021"),
]


@pytest.mark.parametrize(("text", "vi", "en"), ISO_DATES)
def test_dates_of_publication_keep_their_precision(text, vi, en):
    assert (said_in("vi", dates.iso_day, text), said_in("en", dates.iso_day, text)) == (vi, en)


def test_a_day_is_written_day_first():
    activate("vi")
    assert dates.day(date(2017, 6, 1)) == "01/6/2017"
    assert [dates.day(date(2025, month, 1)) for month in (1, 2, 3, 12)] == [
        "01/01/2025",
        "01/02/2025",
        "01/3/2025",
        "01/12/2025",
    ]


@pytest.mark.parametrize(
    ("start", "end", "vi", "en"),
    [
        ("2020", "2020", "năm 2020", "2020"),
        ("2016", "2020", "giai đoạn 2016–2020", "2016–2020"),
        ("2020-12-31", "2020-12-31", "ngày 31/12/2020", "31 Dec 2020"),
        ("2023-06", "2023-06", "tháng 6/2023", "Jun 2023"),
        ("2024-01", "2024-09", "9 tháng đầu năm 2024", "first 9 months of 2024"),
        ("2019-05-23", "2019-05-29", "thời gian từ ngày 23/5/2019 đến ngày 29/5/2019", "23 May 2019 – 29 May 2019"),
        ("2025-07", "..2025-12", "thời gian từ tháng 7/2025", "since Jul 2025"),
    ],
)
def test_a_sentence_says_what_kind_of_time_it_speaks_of(start, end, vi, en):
    period = parse_period(start, end)
    assert (said_in("vi", dates.spoken, period), said_in("en", dates.spoken, period)[: len(en)]) == (vi, en)


@pytest.mark.parametrize(
    ("start", "end", "vi"),
    [
        ("2025-07", "..2025-12", "từ tháng 7/2025"),
        ("2015", "..2021-12", "từ tháng 01/2015, muộn nhất đến tháng 12/2021"),
        ("2020", "2020", "năm 2020"),
        ("2016", "2020", "trong giai đoạn 2016–2020"),
        ("2024-01", "2024-09", "trong 9 tháng đầu năm 2024"),
        ("2023-03", "2024-06", "từ tháng 3/2023 đến tháng 6/2024"),
        ("2025-01", "..2025-12", "từ tháng 01/2025"),
    ],
)
def test_a_sentence_begins_with_when_something_was_so(start, end, vi):
    assert said_in("vi", dates.during, parse_period(start, end)) == vi


def test_a_phase_of_one_year_is_no_span():
    activate("vi")
    assert dates.spoken_years(2024, 2024) == "năm 2024"
    assert dates.spoken_years(2016, 2020) == "giai đoạn 2016–2020"


@pytest.mark.parametrize(("language", "wanted"), [("vi", "(từ 4 đến 22 tuổi)"), ("en", "(aged 4 to 22)")])
def test_a_figure_says_whom_it_counts_where_its_indicator_means_others(province, language, wanted):
    """In sentences in brackets, in a table below the number; a definition without words only forbids comparisons."""
    activate(language)
    figures = "count, 2020, 63, ages_4_to_22\ncount, 2021, 9, own"
    evidence = province(observations=f"indicator, start, value, definition\n{figures}")
    known = {r.year: r for r in estimates_of(evidence, "count", "P1")}
    assert numbers.labelled(known[2020]).endswith(wanted)
    assert flat_text(cells.estimate(known[2020])) == f"63 {wanted[1:-1]}"
    assert "(" not in numbers.labelled(known[2021]) and flat_text(cells.estimate(known[2021])) == "9"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_definition_that_the_codebook_names_has_words(language, project):
    activate(language)
    book = (project / "data/README.md").read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| `definition` \| khái niệm khác quy định .*", book, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row)) - {"definition"} == {*texts_of("numbers.counted")}
