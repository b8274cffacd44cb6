"""A folder in one language, and of a country that the catalogue does not know; all of it is made up."""

import pytest

from bvte.evidence.language import speaking
from bvte.evidence.load import load
from bvte.evidence.national import evaluation_criteria, plausibility_rules, report_layout, request_rules, workshop_plan
from bvte.presentation.texts import say
from bvte.publishing.commands import folder_problems

from .conftest import good_files

CARD = """
near_rate:
  name: Children who are near
  short: Near
  definition: As made up for this test.
  unit: percent
  better: up
  limits: [0, 100]
  group: protection
  kind: rate
  why: To test.
  sensitivity: public
  judged_by: level
"""
TEXTS = {
    "about.csv": "area,languages,country\nN1,en,XX\n",
    "areas.csv": "code,valid_from,valid_to,level,type,name_en,parent,before_en,note\nN1,,,country,,Nowhere,,,\n",
    "programmes.csv": "id,name_en,kind,level,area,start,end,legal_document,set_on,status,follows,national,source,note\n"
    "p1,Plan of Nowhere,children_action,national,N1,2020,2024,,,approved,,,,\n",
    "indicators.yml": CARD,
    # A publisher has its name in the folder's own language; no column asks for it in another.
    "sources.csv": "id,title,title_en,publisher,publisher_en,kind,published_on,year_stated,address,no_address_reason,"
    "language,accessed,note\ns1,Ein Titel,A title,Amt,Office,press,2021,yes,,none,de,,\n",
}


@pytest.fixture
def nowhere(tmp_path):
    """The path of the folder, whose other tables have no row."""
    for name, text in good_files().items():
        (tmp_path / name).write_text(TEXTS.get(name) or text.splitlines()[0] + "\n", encoding="utf-8")
    for name in TEXTS:
        (tmp_path / name).write_text(TEXTS[name], encoding="utf-8")
    return tmp_path


def problems_of(folder):
    return [(p.code, p.file, p.column, p.found) for p in folder_problems(str(folder)) if p.severity == "error"]


def test_a_text_in_its_language_is_all_that_it_needs(nowhere):
    evidence = load(nowhere)
    assert problems_of(nowhere) == [] and evidence.spoken.languages == ("en",) and evidence.spoken.alone
    with speaking("vi"):
        assert evidence.province.text("name") == "Nowhere" and evidence.sources["s1"].text("title") == "A title"
        assert evidence.indicators["near_rate"].name.text == "Children who are near"


def test_a_folder_in_both_languages_still_needs_both(nowhere):
    (nowhere / "about.csv").write_text("area,country\nN1,XX\n", encoding="utf-8")
    found = problems_of(nowhere)
    assert ("not_a_value", "areas.csv", "name_vi", "name_vi") in found
    assert any(file == "indicators.yml" for _, file, _, _ in found)


def test_a_language_that_there_is_none_of_is_refused_with_those_that_there_are(nowhere):
    (nowhere / "about.csv").write_text("area,languages,country\nN1,fr,XX\n", encoding="utf-8")
    told = [p for p in folder_problems(str(nowhere)) if p.file == "about.csv"]
    assert [(p.column, p.found, p.allowed) for p in told] == [("languages", "fr", "vi, en")]


def test_nothing_of_the_nation_is_said_of_another_country(nowhere, dien_bien):
    load(nowhere)
    assert not report_layout().forms and not evaluation_criteria() and not request_rules().respondents
    # How figures are judged is the same everywhere; a day of a workshop has its sessions and no topics.
    assert plausibility_rules().changes and workshop_plan().sessions and not workshop_plan().topics
    load(dien_bien.folder)
    assert report_layout().forms and evaluation_criteria()


def test_a_yearly_report_needs_a_layout_of_its_own(nowhere):
    (nowhere / "annual_reports.csv").write_text("year,note\n2021,\n", encoding="utf-8")
    (nowhere / "agencies.csv").write_text(
        "id,valid_from,valid_to,name_en,above_en,symbol,place_en,recipients_en,area,source,note\n"
        "a1,,,Office,Above,O,Town,All,,,\n",
        encoding="utf-8",
    )
    assert [found[:2] for found in problems_of(nowhere)] == [("layout_missing", "annual_reports.csv")]
    (nowhere / "annual_report.yml").write_text(
        "cell_card: {definition: d, basis: b, why: w, better_note: n}\nsections:\n  I: {name: First}\nforms: {}\n",
        encoding="utf-8",
    )
    assert problems_of(nowhere) == []
    load(nowhere)
    assert report_layout().sections["I"].name["vi"] == "First"


def test_its_own_words_go_before_those_of_the_pages(nowhere, dien_bien):
    (nowhere / "words.csv").write_text("key,text_en\nannual.state,NOWHERE\n", encoding="utf-8")
    load(nowhere)
    with speaking("en"):
        assert say("annual.state") == "NOWHERE"
        load(dien_bien.folder)
        assert say("annual.state") != "NOWHERE"
    assert problems_of(nowhere) == []


def test_a_second_area_is_told_with_the_one_that_counts(nowhere):
    (nowhere / "about.csv").write_text("area,languages,country\nN1,en,XX\nN2,en,XX\n", encoding="utf-8")
    found = [p for p in folder_problems(str(nowhere)) if p.code == "about_twice"]
    assert [(p.file, p.line, p.found, p.allowed) for p in found] == [("about.csv", 3, "N2", "N1")]


WRONG = {
    "annual.stat,NOWHERE": ("unknown_code", "key", "annual.stat"),
    'annual.no_targets_of_year,"Of {years}"': ("words_fact", "text_en", "years"),
    "annual.no_targets_of_year,Of {year": ("words_fact", "text_en", "Of {year"),
}


@pytest.mark.parametrize("row", WRONG)
def test_words_for_no_text_or_with_another_fact_are_told(nowhere, row):
    (nowhere / "words.csv").write_text(f"key,text_en\n{row}\n", encoding="utf-8")
    (found,) = (p for p in folder_problems(str(nowhere)) if p.file == "words.csv")
    assert (found.code, found.column, found.found) == WRONG[row] and found.line == 2
