"""What the folder of Điện Biên must hold, whatever lies beside the project."""

import re
import unicodedata
from datetime import date

import pytest

from bvte.evidence.check import check
from bvte.evidence.indicator import Origin
from bvte.evidence.load import FILES, REPORTING
from bvte.evidence.national import report_layout
from bvte.evidence.record import column_names
from bvte.evidence.rules.national import form_codes

# Named in the article of December 2020, but for the action programme of 2021, which came after it.
PHASES = {
    "children_action": [(1991, 2000), (2001, 2010), (2013, 2020), (2021, 2030)],
    "child_protection": [(2011, 2015), (2016, 2020), (2021, 2025)],
}
SILENT = [(1991, 2000), (2001, 2010), (2011, 2015), (2013, 2020)]
RATE, DISTRICT_RATE = "special_circumstances_rate", "districts_with_service_models_rate"
BREAKS = [
    # first day, kind, an indicator that it concerns, why
    ("2005-01-01", "definition", RATE, "law of 2004"),
    ("2017-06-01", "definition", RATE, "law of 2016: 14 groups"),
    ("2017-01-01", "definition", "child_budget", "UNICEF cycle beside the phase"),
    ("2025-03-01", "agency", RATE, "from the labour to the health department"),
    ("2025-07-01", "denominator", "commune_collaborator_rate", "129 communes to 45"),
    ("2025-07-01", "denominator", DISTRICT_RATE, "no districts"),
    ("2019-04-01", "population_base", "crude_birth_rate", "census"),
]
# rule, row: what the publications themselves break.
FINDINGS = [("percent_not_from_counts", "o124"), ("percent_not_from_counts", "o126"), ("younger_above_older", "p21")]


def phases(evidence, kind):
    """Provincial phases of a kind by their years."""
    return {(p.start, p.end): p for p in evidence.programmes.values() if p.level == "province" and p.kind == kind}


def test_it_breaks_no_rule_but_where_the_publications_do(dien_bien):
    problems = [(p.code, p.facts["row"], p.severity) for p in check(dien_bien)]
    assert problems == [(*finding, "finding") for finding in FINDINGS]


@pytest.mark.parametrize("kind", PHASES)
def test_every_phase_stands_there(dien_bien, kind):
    assert sorted(phases(dien_bien, kind)) == PHASES[kind]


def test_four_phases_have_no_figures_and_no_targets(dien_bien):
    silent = [p for p in dien_bien.programmes.values() if p.status == "no_figures"]
    assert sorted((p.start, p.end) for p in silent if p.kind in PHASES) == SILENT
    assert not any(dien_bien.targets_of(p.id) for p in silent)
    assert phases(dien_bien, "child_protection")[2021, 2025].status == "draft"


def test_action_programmes_leave_a_hole_and_overlap_with_protection(dien_bien):
    def covered(kind):
        return {year for start, end in phases(dien_bien, kind) for year in range(start, end + 1)}

    assert set(range(1991, 2031)) - covered("children_action") == {2011, 2012}
    assert covered("children_action") & covered("child_protection") == set(range(2013, 2026))


def test_each_phase_follows_the_one_before_it(dien_bien):
    for kind in PHASES:
        in_order = [phases(dien_bien, kind)[years] for years in PHASES[kind]]
        assert [p.follows for p in in_order] == [None, *(p.id for p in in_order[:-1])]


@pytest.mark.parametrize(("day", "kind", "indicator", "why"), BREAKS)
def test_a_break_that_must_be_known_touches_what_it_changes(dien_bien, day, kind, indicator, why):
    found = [b for b in dien_bien.breaks.values() if (b.date.isoformat(), b.kind) == (day, kind)]
    assert any(b.touches(indicator, "11") for b in found), why


def test_a_break_of_the_province_does_not_touch_another(dien_bien):
    assert not dien_bien.breaks["population_2019"].touches("crude_birth_rate", "14")
    assert not dien_bien.breaks["law_2016"].touches("stunting_rate", "11")


def test_labels_fit_on_a_chart(dien_bien):
    labels = [text for b in dien_bien.breaks.values() for text in (b.name_vi, b.name_en)]
    shorts = [text for i in dien_bien.indicators.values() for text in (i.short.vi, i.short.en)]
    assert [text for text in labels if len(text) > 30] == []
    assert [text for text in shorts if len(text) > 45] == []


def test_the_cards_of_a_province_are_those_that_it_uses_and_every_cell_of_a_form_has_one(dien_bien):
    used = {o.indicator for o in dien_bien.observations.values()}
    used |= {t.indicator for t in dien_bien.targets.values()}
    parts = {code for card in dien_bien.indicators.values() for code in card.all_of}
    own = {code for code, card in dien_bien.indicators.items() if card.origin == Origin.province}
    assert own <= used | parts <= set(dien_bien.indicators)
    assert [code for code in form_codes(report_layout()) if code not in dien_bien.indicators] == []


def test_a_card_that_was_made_from_a_form_names_the_law_of_its_group(dien_bien):
    """Point e of article 10 is the sixth group, and article 8 of the decree its sixth."""
    card = dien_bien.indicators["law_breaking_helped"]
    assert "điểm e khoản 1 Điều 10" in card.definition.vi and "article 8 of Decree 56/2017" in card.definition.en
    assert card.origin == Origin.national and card.subset_of == "law_breaking_count"


def test_a_card_says_why_its_direction_is_ambiguous_and_only_then(dien_bien):
    cards = dien_bien.indicators.values()
    assert [c.id for c in cards if (c.better == "ambiguous") != bool(c.better_note)] == []


def test_every_approximation_says_how_wide_it_is(dien_bien):
    about = [o for o in dien_bien.observations.values() if o.comparator == "~"]
    assert about and [o.id for o in about if not o.step] == []


@pytest.mark.parametrize("name", FILES)
def test_a_table_gives_back_the_file_cell_by_cell(dien_bien, project, read, name):
    file = read(project / "data" / "dien-bien" / f"{name}.csv")
    # Areas of the catalogue are read by code and day: test_area_states.py.
    table = dien_bien.table(name)[[not row.is_national for row in getattr(dien_bien, name).values()]]
    spare = [column for column in table.columns if column not in file[0]]
    assert set(spare) <= set(FILES[name][0].spare_columns)
    table = table.drop(columns=spare)
    assert list(table.columns) == list(file[0])
    for row, cells in zip(table.astype(object).to_dict("records"), file, strict=True):
        assert {column: printed(cell) for column, cell in row.items()} == cells


def printed(cell):
    """A cell as a file writes it; numbers that pandas widened to floats are years."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def test_files_are_composed_unicode_with_plain_line_ends(project):
    for path in sorted((project / "data").rglob("*.*")):
        text = path.read_bytes().decode("utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name
        assert "\r" not in text and not text.startswith("\ufeff") and text.endswith("\n"), path.name


def test_the_codebook_names_every_file_and_column(project):
    book = (project / "data" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)\.(?:csv|yml)` \|", book, re.MULTILINE)
    assert {*FILES, *REPORTING, "indicators"} <= set(listed)
    for model, _ in (FILES | REPORTING).values():
        assert [column for column in column_names(model) if f"`{column}`" not in book] == []


def test_shares_of_the_same_whole_are_counted_in_the_same_units(dien_bien):
    units = {}
    for card in dien_bien.indicators.values():
        if card.denominator:
            units.setdefault(card.denominator["vi"], set()).add(card.counted_in)
    assert {whole: found for whole, found in units.items() if len(found) > 1} == {}


def test_no_source_is_named_with_english_words_in_its_publisher(dien_bien):
    # A paper in English is named in Vietnamese too; only its own name may be English, as of Viet Nam News.
    english = {"edition", "newspaper", "portal", "copy", "mirror", "via", "citing", "version", "excerpt", "english"}
    words = {s.id: set(re.findall(r"\w+", (s.publisher or "").lower())) for s in dien_bien.sources.values()}
    own = {s.id for s in dien_bien.sources.values() if s.language == "vi"}
    assert [code for code, found in words.items() if found & (english | ({"news"} if code in own else set()))] == []
