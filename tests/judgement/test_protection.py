"""Small counts: what is withheld with them, and that what stays tells none of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from random import Random

import pytest

from bvte.evidence.disclosure_policy import SmallCounts
from bvte.evidence.national import small_counts
from bvte.evidence.reporting import EditionRow
from bvte.evidence.rows import Observation
from bvte.judgement import protection
from bvte.judgement.annual import annual
from bvte.judgement.baselines import baseline_of
from bvte.judgement.editions import edition_changes
from bvte.judgement.estimates import estimates_of, withheld_estimates
from bvte.judgement.protection import hidden_rows
from bvte.judgement.references import report_names
from bvte.judgement.targets import judge

V, B, G = "child_abuse_victims", "child_abuse_victims_boys", "child_abuse_victims_girls"
HELPED, YOUNG, OLD = ("abused_children_supported_count", "child_abuse_victims_under6", "child_abuse_victims_11_15")
COUNTS = "\n".join(f"{code}, {code}, {code}, children, count, , " for code in (V, B, G, HELPED, YOUNG, OLD))
CARDS = f"""id, name_vi, name_en, unit, kind, counted, among
{COUNTS}
share_of_boys, Tỷ lệ trai, Share of boys, percent, rate, {B}, {V}
schools, Trường, Schools, schools, count, ,
"""
AGENCY = """
    id,  valid_from, name_vi, name_en, above_vi, above_en, symbol, place_vi, place_en, recipients_vi, {to}
    new, 2015-01-01, Sở,      Body,    UBND,     Council,  S,      Thử,      Trial,    Bộ,            Ministry
""".replace("{to}", "recipients_en")
AREAS = """
    code, level,    parent, name_vi, name_en, valid_from
    D1,   district, P1,     Một,     One,     2004-01-01
    D2,   district, P1,     Hai,     Two,     2004-01-01
    C1,   commune,  D1,     Ba,      Three,   2004-01-01
"""


def figures(*lines):
    """A table of observations: (indicator, value) of 2020, or with start, end, area, statistic besides."""
    full = [(*line, *("2020", "2020", "P1", "total")[len(line) - 2 :]) for line in lines]
    rows = "\n".join(f"{i}, {v}, {s}, {e}, {a}, {t}" for i, v, s, e, a, t in full)
    return "indicator, value, start, end, area, statistic\n" + rows


@pytest.fixture
def given(province):
    def make(*lines, **tables):
        evidence = province(cards=CARDS, areas=AREAS, observations=figures(*lines), **tables)
        hidden = hidden_rows(evidence)
        return evidence, {lines[n] for n, code in enumerate(evidence.observations) if code in hidden}

    return make


@pytest.mark.parametrize(
    ("lines", "hidden"),
    [
        ([(V, 32), (B, 2), (G, 30)], {(B, 2), (G, 30)}),
        ([(V, 32), (B, 12), (G, 20)], set()),
        # Another breakdown of the total is none of the small one's.
        ([(V, 32), (B, 2), (G, 30), (YOUNG, 12), (OLD, 20)], {(B, 2), (G, 30)}),
        # What a whole leaves beside its parts is small.
        ([(V, 32), (HELPED, 29)], {(HELPED, 29)}),
        ([(V, 32), (HELPED, 32)], set()),
        ([(V, 4), (B, 0), (G, 4)], {(V, 4), (G, 4)}),
        # By place and by time, each the difference to the whole.
        ([(V, 32), (V, 30, "2020", "2020", "D1")], {(V, 30, "2020", "2020", "D1")}),
        ([(V, 32), (V, 30, "2020-01", "2020-09")], {(V, 30, "2020-01", "2020-09")}),
        ([(V, 40, "2019", "2020"), (V, 20), (V, 18, "2019", "2019")], {(V, 20)}),
        # Of a table of two ways whose margins tell no more, another one of the same sum goes with it.
        (
            [
                (V, 32),
                (B, 12),
                (G, 20),
                (B, 2, "2020", "2020", "D1"),
                (B, 10, "2020", "2020", "D2"),
                (G, 10, "2020", "2020", "D1"),
                (G, 10, "2020", "2020", "D2"),
            ],
            {(B, 2, "2020", "2020", "D1"), (B, 10, "2020", "2020", "D2")},
        ),
        ([("schools", 2)], set()),
        # In a commune already 9 are few, and 9 are what it leaves of its district; of districts 4 are.
        ([(V, 9, "2020", "2020", "C1")], {(V, 9, "2020", "2020", "C1")}),
        ([(V, 10, "2020", "2020", "C1")], set()),
        ([(V, 9, "2020", "2020", "D1")], set()),
        ([(V, 32, "2020", "2020", "D1"), (V, 24, "2020", "2020", "C1")], {(V, 24, "2020", "2020", "C1")}),
    ],
)
def test_a_small_part_is_withheld_with_what_would_tell_it(given, lines, hidden):
    assert given(*lines)[1] == hidden


def test_the_strictest_rule_that_speaks_of_a_figure_holds():
    """By the file: 5, in communes 10; for the most harmful groups 10 everywhere."""
    known = small_counts()
    asked = [(V, "province"), (V, "district"), (V, "commune"), ("trafficked", "province"), ("trafficked", "commune")]
    assert [known.below(*pair) for pair in asked] == [5, 5, 10, 10, 10]
    assert known.least(V) == 5 and known.least("trafficked") == 10


def test_a_small_count_is_withheld_however_it_was_printed(province):
    table = "indicator, comparator, value, step, start, statistic\n"
    for comparator in ("=", "~", "<", ">="):
        rows = f"{table}{B}, {comparator}, 3, 1, 2020, total"
        assert hidden_rows(province(cards=CARDS, observations=rows)), comparator


def test_a_rate_tells_no_withheld_count(given):
    evidence, hidden = given((V, 32), (B, 2), (G, 30), ("share_of_boys", "6.3"))
    assert ("share_of_boys", "6.3") in hidden
    assert estimates_of(evidence, "share_of_boys", "P1") == []
    shown, _ = given((V, 32), (B, 12), (G, 20))
    assert [r.strength for r in estimates_of(shown, "share_of_boys", "P1")] == ["derived"]


def test_no_cut_of_the_evidence_shows_what_all_of_it_hides(given):
    # What both years leave for 2020 is small: 2019 is withheld, also by who knew of 2019 alone.
    evidence, hidden = given((V, 40, "2019", "2020"), (V, 38, "2019", "2019"))
    assert hidden == {(V, 38, "2019", "2019")}
    assert hidden_rows(evidence.seen_from(date(2019, 12, 31))) == hidden_rows(evidence)
    assert estimates_of(evidence.seen_from(date(2019, 12, 31)), V, "P1") == [] and withheld_estimates(evidence, V, "P1")


@pytest.mark.parametrize(
    ("lines", "share", "told"),
    [
        # 6.3 % of 32 is 2 boys, and 93.8 % of them girls leave 2; 12 boys that are 85.7 % leave 2 of 14.
        ([(V, 32)], "6.3", True),
        ([(V, 32)], "93.8", True),
        ([(B, 12)], "85.7", True),
        ([(V, 32)], "37.5", False),
        ([(B, 12)], "37.5", False),
        ([(V, 32)], "0.0", False),
    ],
)
def test_a_share_tells_no_count_that_nobody_published(given, lines, share, told):
    hidden = given(*lines, ("share_of_boys", share))[1]
    assert (("share_of_boys", share) in hidden) is told


def test_a_baseline_is_a_count_like_others(given):
    # 30 girls of 32 victims leave 2 boys.
    table = "indicator, condition, value, due_year, baseline_value, baseline_year\n"
    for number, expected in ((30, None), (20, 20)):
        evidence, _ = given((V, 32, "2015", "2015"), targets=f"{table}{G}, at_most, 9, 2020, {number}, 2015")
        baseline = baseline_of(evidence, evidence.targets["t1"], "P1")
        assert (baseline and baseline.value) == expected
    evidence, hidden = given(
        (V, 32, "2015", "2015"), (B, 30, "2015", "2015"), targets=f"{table}{G}, at_most, 9, 2020, 2, 2015"
    )
    assert hidden and baseline_of(evidence, evidence.targets["t1"], "P1") is None


@pytest.mark.parametrize(("boys", "told"), [(2, False), (12, True)])
def test_what_an_edition_told_once_is_not_told_again_where_it_is_withheld(given, boys, told):
    evidence, _ = given(
        *((code, number, "2019", "2019") for code, number in ((V, 32), (B, boys))), (V, 40), agencies=AGENCY
    )
    figure = {"start": "2019-01-01", "end": "2019-12-31", "comparator": "=", "unit": "children"}
    rows = [
        EditionRow(id=f"{B}@2019", indicator=B, value=13, **figure),
        EditionRow(id="t9", indicator=B, target="t9", status="not_met", value=13, **figure),
    ]
    evidence = replace(evidence, editions={2019: {row.id: row for row in rows}})
    said = {c.before.value for c in edition_changes(annual(evidence, 2020)) if c.before}
    assert (13 in said) is told


TARGET = "indicator, condition, value, due_year\n" + f"{B}, at_most, 9, 2020"


def test_a_withheld_figure_is_shown_nowhere_and_nowhere_called_missing(given):
    evidence, _ = given((V, 32), (B, 2), (G, 30), targets=TARGET, agencies=AGENCY)
    report = annual(evidence, 2020)
    cells = {cell.indicator: cell for row in report.forms["8b"].rows for cell in row.cells}
    assert [(cells[c].this, cells[c].withheld) for c in (B, G)] == [(None, True)] * 2
    assert not {B, G} & {gap.row.indicator for gap, _ in report.forms["8b"].gaps}
    assert not [name for name in report_names(report) if name.split(":")[1] in (B, G) and "result" in name]
    (finding,) = judge(evidence, "plan")
    assert (finding.status, finding.reasons[0].code) == ("cannot_be_decided", "figure_withheld")


SPLITS = [("D1", "D2", "P1"), ("2019", "2020", "2019/2020")]
HIGHEST = 7


@cache
def tables(split):
    """All tables of two sexes by two districts or years with a total up to `HIGHEST`, with their margins."""
    found = []
    for four in product(range(HIGHEST + 1), repeat=4):
        if sum(four) <= HIGHEST:
            counts = dict(zip(product((B, G), split[:2]), four, strict=True))
            counts |= {(sex, split[2]): counts[sex, split[0]] + counts[sex, split[1]] for sex in (B, G)}
            found.append(counts | {(V, part): counts[B, part] + counts[G, part] for part in split})
    return found


def fitting(known, shown, split):
    """The tables that a reader of what is shown cannot exclude, who knows that zeros are shown: by trying all."""
    return [
        table
        for table in tables(split)
        if all(table[cell] == number for cell, number in shown.items())
        and all(table[cell] > 0 for cell in known if cell not in shown)
    ]


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("seed", range(4))
def test_a_reader_who_tries_all_tables_narrows_no_count_further_than_the_rule(given, monkeypatch, split, seed):
    monkeypatch.setattr(protection, "small_counts", lambda: SmallCounts((((), None, 3, 1),)))
    evidence, chance = given((V, 9))[0], Random(seed)
    template = next(iter(evidence.observations.values())).model_dump()

    def row(cell, number):
        indicator, part = cell
        where = {"area": part} if part in ("D1", "D2", "P1") else {"start": part[:4], "end": part[-4:]}
        named = {"id": f"{indicator}-{part}", "indicator": indicator, "value": Decimal(number)}
        return Observation(**template | named | where)

    asked = 0
    for table in chance.sample([t for t in tables(split) if sum(t[V, p] for p in split[:2]) < HIGHEST - 1], 6):
        # All cells are printed, or some.
        known = chance.sample([*table], len(table) if seed % 2 else 5)
        rows = {cell: row(cell, table[cell]) for cell in known}
        hidden = hidden_rows(replace(evidence, observations={r.id: r for r in rows.values()}))
        shown = {cell: table[cell] for cell in known if rows[cell].id not in hidden}
        worlds = fitting(known, shown, split)
        for cell in table:
            numbers = {world[cell] for world in worlds}
            assert cell not in shown or not 0 < table[cell] < 3
            if cell not in shown and (cell in known or min(numbers) > 0) and (cell in known or min(numbers) < 3):
                asked += 1
                assert max(numbers) - min(numbers) >= 1, (table, shown, cell)
    assert asked > 5
