"""What the report on the next phase says: classes, wordings, blanks with their reason, in both languages."""

import re
from datetime import date

import pytest

import bvte
from bvte.evidence.load import load
from bvte.evidence.next_phase import closing_programmes
from bvte.judgement.next_classes import CLASS_OF, CLASSES, NextClass
from bvte.judgement.next_phase import next_phase
from bvte.judgement.paths import PathKind, is_of_units
from bvte.judgement.vantage import seen, seen_in_workshop
from bvte.presentation import next_phase_words as words
from bvte.presentation import numbers
from bvte.presentation.document import Prose, Table
from bvte.presentation.path_chart import path_name
from bvte.presentation.path_people import people
from bvte.presentation.phrases import flat_text
from bvte.presentation.texts import say

from ..judgement.audited import tables
from ..judgement.test_next_phase import ALONE
from ..languages import said_in
from ..shown import parts_of, told

LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def phases(dien_bien):
    evidence = seen(dien_bien)
    return [next_phase(evidence, programme.id) for programme in closing_programmes(evidence)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_counts_every_target_once(phases, language):
    for coming in phases:
        title = said_in(language, bvte.next_phase_title, coming)
        counts = [int(number) for number in re.findall(r"\b\d+\b", title.meta["headline"].splitlines()[0])]
        assert counts[0] == len(coming.own) == sum(counts[1:])
        box = told(title)
        for item in coming.own:
            assert item.subject.card.short[language] in box


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_has_its_year_its_level_or_a_blank_and_why(phases, language):
    for item in (item for coming in phases for item in coming):
        wording = said_in(language, words.new_wording, item)
        assert wording.startswith(said_in(language, say, "next_phase.wording.old", due=2030, name="", asks="")[:8])
        assert (words.BLANK in wording) == (item.level.target is None)
        level = said_in(language, words.level_text, item)
        if item.level.target and not item.is_national:
            assert any(part in wording for part in re.findall(r"\d+", level))
        assert "  " not in wording and "None" not in wording and wording.count("(") == wording.count(")")
        # "500 per 100,000 children" names its whole itself.
        if (item.level.target or item.subject.target).unit.startswith("per_"):
            assert "tính trên" not in wording and "out of" not in wording


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_table_has_a_row_a_target_with_wording_and_ground(phases, language):
    for coming in phases:
        table = said_in(language, bvte.next_phase_summary, coming)
        assert len(table.rows) == len(coming.own)
        for item, row in zip(coming.own, table.rows, strict=True):
            assert said_in(language, words.new_wording, item) in row[-1].text.replace("\n", " ")
        sheets = [
            part for part in parts_of(said_in(language, bvte.next_phase_targets, coming)) if hasattr(part, "rows")
        ]
        told_alone = [sheet for sheet in sheets if len(sheet.columns) == 2]
        assert len(told_alone) == len(coming.own) and min(len(sheet.rows) for sheet in sheets) >= 11
        additions = said_in(language, bvte.national_additions, coming)
        assert len(additions.rows) == len(coming.from_nation) > 0


def test_units_that_ended_are_not_in_the_new_wording(phases):
    old = next(i for i in phases[0].own if i.subject.card.counted_in == "district")
    assert "huyện" in said_in("vi", words.old_wording, old)
    new = said_in("vi", words.new_wording, old)
    assert "huyện" not in new and "45 xã, phường" in new


def test_the_level_of_the_nation_is_told_with_its_document(phases):
    helped = next(i for i in phases[0] if i.subject.card.id == "special_circumstances_supported_rate")
    assert said_in("vi", words.new_wording, helped) == (
        "Đến năm 2030, tỷ lệ trẻ em có hoàn cảnh đặc biệt được trợ giúp, chăm sóc đạt ít nhất 95%, "
        "tính trên tổng số trẻ em có hoàn cảnh đặc biệt đã được ghi nhận."
    )
    assert "23/QĐ-TTg" in said_in("vi", words.level_text, helped)
    # At least 95 of 100 of 6,847: 6,504.65. Told of the nation's way and of the proposal.
    assert told(said_in("en", bvte.next_phase_targets, phases[0])).count("6,505 or more") == 2


def test_the_six_thousand_children_of_the_leading_rate_are_told(phases):
    text = told(said_in("en", bvte.next_phase_targets, phases[0]))
    assert "6,847 children of 208,222 children" in text and "at most 6,871" in text


def test_what_is_known_of_a_target_is_what_its_evaluation_knows(phases):
    """Over 90 % of 2017-2021 is newer than 91 % of 2020; of a group and a worker the group alone has a figure."""
    findings = bvte.judge(phases[0].evidence, phases[0].closing.id)
    rows = said_in("vi", bvte.next_phase_summary, phases[0]).rows
    for item, row in zip(phases[0].own, rows, strict=True):
        known = findings[item.origin.id]
        if known.latest:
            assert item.newest.period.last >= known.latest.period.last
        if known.latest is None and known.status == "cannot_be_decided":
            assert item.part and "Mới có số liệu của một phần" in row[-1].text
    helped = next(row for row in rows if row[0].text.startswith("Tỷ lệ trẻ em có hoàn cảnh đặc biệt được trợ giúp"))
    assert "trên 90" in helped[2].text and "91" in helped[2].text


def test_no_pace_is_worked_out_from_a_bound(phases):
    text = told(said_in("vi", bvte.next_phase_targets, phases[0]))
    assert "Không tính được: năm 2020 chỉ biết dưới 3,8%." in text and "điểm phần trăm mỗi năm" not in text


def test_what_a_programme_lacks_is_to_be_added_and_has_no_class_of_what_it_has(phases):
    for coming in phases:
        own = {said_in("vi", say, f"next_phase.class.{kind}") for kind in CLASSES} | {"Giữ nguyên"}
        for row in said_in("vi", bvte.national_additions, coming).rows:
            assert "Bổ sung" in row[0].text and not own & set(row[0].text.split("\n"))


def test_one_figure_of_an_inferred_year_is_no_floor_but_told_beside_the_nations_level(phases):
    found = next(i for i in phases[0] if i.subject.card.id == "kindergarten5_enrolment_rate")
    figure = found.subject.standing
    assert not figure.period_stated
    assert found.level.target.value == found.binding.value != figure.value
    told_ground = said_in("vi", words.level_text, found)
    assert "99,94% (2025, năm suy ra, chỉ có một nguồn)" in told_ground and "không kém mức quốc gia" in told_ground


def test_levels_are_told_where_no_change_was_published(phases):
    rows = said_in("vi", bvte.national_additions, phases[0]).rows
    told_of = next(row[1].text for row in rows if row[0].text.startswith("Số cặp tảo hôn"))
    assert all(number in told_of for number in ("3.229", "3.062", "33,2")) and "Chưa có số liệu" not in told_of


def test_none_in_force_is_an_answer(phases):
    item = next(i for i in phases[0] if i.subject.card.id == "child_protection_staff_capacity_rate")
    assert "1863/QĐ-TTg" in said_in("vi", words.national_text, item)
    assert "in force" in said_in("en", words.national_text, item)


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_province_gives_its_own_words(province, language):
    targets = "help, plan, at_least, 90, , , , 2020\nrate, far, below, 4, , , , 2030"
    coming = next_phase(province(**tables(targets, "help, 2020, =, 80", programmes=ALONE)), "plan")
    said = " ".join(
        told(said_in(language, part, coming))
        for part in (bvte.next_phase_title, bvte.next_phase_summary, bvte.next_phase_targets, bvte.national_additions)
    )
    assert {"vi": "Được trợ giúp", "en": "Helped"}[language] in said and "2021–2030" in said
    assert not re.search("Điện Biên|Sở Y tế|Department of Health|QĐ-TTg", said)
    assert [kind for kind in CLASSES for _ in coming.of_class(kind)] == ["keep"]


def test_a_phase_without_targets_says_so(province):
    coming = next_phase(province(**tables("rate, far, below, 4, , , , 2030", programmes=ALONE)), "plan")
    assert told(said_in("en", bvte.next_phase_summary, coming)) == said_in("en", say, "next_phase.no_targets")
    assert "1" in said_in("en", bvte.next_phase_title, coming).meta["headline"]


def test_what_only_the_nation_sets_is_not_said_to_be_lacking_where_a_document_was_not_read(province):
    """A plan that is in force and of which no target was read may set what the table calls the nation's."""
    targets = "help, plan, at_least, 90, , , , 2020\nrate, far, below, 4, , , , 2030"
    unread = ALONE + "    kept, Kế hoạch,    Plan,    province, ,     2021,  2030, approved, ,        far\n"
    gone = unread.replace("2021,  2030, approved, ,        far", "2011,  2020, approved, ,        far")
    for programmes, is_named in ((unread, True), (gone, False)):
        coming = next_phase(province(**tables(targets, programmes=programmes)), "plan")
        assert [p.id for p in coming.unread] == (["kept"] if is_named else [])
        for part in (bvte.next_phase_title, bvte.national_additions):
            assert ("Kế hoạch" in told(said_in("vi", part, coming))) == is_named


MERGED = {"qb_nap_2021_2030": "qt_nap_2021_2030", "qt_nap_2021_2030": "qb_nap_2021_2030"}


@pytest.mark.parametrize("closing", MERGED)
def test_where_two_provinces_became_one_a_reader_learns_what_both_set_and_that_neither_is_the_draft(closing):
    evidence = seen(load("quang-tri"))
    coming = next_phase(evidence, closing)
    other = evidence.programmes[MERGED[closing]]
    text = told(said_in("vi", bvte.next_phase_title, coming))
    assert other.name_vi in text and "không báo cáo nào thay cho dự thảo" in text
    theirs = {(t.indicator, t.scope) for t in evidence.targets_of(other.id)}
    both = [item for item in coming.own if (item.origin.indicator, item.origin.scope) in theirs]
    said = text.partition("thay cho dự thảo đó. ")[2].partition("\n")[0]
    assert f"({len(theirs)} chỉ tiêu" in text and said.startswith(f"{len(both)} chỉ tiêu có trong cả hai")
    assert both and all(item.subject.card.short.vi in said for item in both)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_that_can_be_read_in_two_ways_is_told_wherever_the_level_stands(dien_bien, language):
    coming = next_phase(seen_in_workshop(dien_bien, "cpp_2021_2025_db_draft"), "cpp_2016_2020_db")
    printed = [item for item in coming.own if item.origin.unit_printed]
    assert printed
    table = said_in(language, bvte.next_phase_summary, coming)
    rows = dict(zip((item.origin.id for item in coming.own), table.rows, strict=True))
    sheets = [part for part in parts_of(said_in(language, bvte.next_phase_targets, coming)) if isinstance(part, Table)]
    for item in printed:
        sheet = sheets[coming.own.index(item)]
        assert f"“{item.origin.unit_printed}”" in rows[item.origin.id][-1].text
        assert any(f"“{item.origin.unit_printed}”" in row[-1].text for row in sheet.rows)


def test_units_are_counted_on_a_day_that_has_been(phases):
    """A list of units of the due year is none: the day of the evidence is told, and that it is not that year."""
    told = [
        (coming.evidence.day, said_in("vi", people, path, item.choice, list(coming.evidence.sources)))
        for coming in phases
        for item in coming
        for path in (*item.ways, *filter(None, [item.proposed_path]))
        if is_of_units(item.subject) and item.choice.denominators
    ]
    assert told
    for last, phrase in told:
        text = flat_text(phrase)
        days = [date(*map(int, found[::-1])) for found in re.findall(r"(\d\d?)/(\d\d?)/(\d{4})", text)]
        assert days and all(day <= last for day in days) and "không phải năm" in text, text


def test_a_blank_has_beside_it_the_levels_that_would_fill_it(phases):
    """Below 3.3 and below 6 of 100 of 208,222 children: 6,871 and 12,493."""
    rows = said_in("vi", bvte.next_phase_summary, phases[0]).rows
    for item, row in zip(phases[0].own, rows, strict=True):
        has_levels = item.level.target is None and any(path.target for path in item.ways)
        told = "Mức để tham khảo" in row[-1].text
        # The columns before have the levels: they stand again where children, units or the newest figure are known.
        assert told <= has_levels and (told or not (has_levels and item.choice.denominators and item.latest))
    text = " ".join(row[-1].text for row in rows)
    assert "tối đa 6.871 trong 208.222" in text and "tối đa 12.493 trong 208.222" in text


def test_units_are_named_by_the_kinds_that_the_area_has(phases):
    for coming in phases:
        said = " ".join(said_in("vi", words.new_wording, item) for item in coming)
        assert ("đặc khu" in said) == any("Đặc khu" in a.text("name") for a in coming.evidence.areas.values())


@pytest.fixture(scope="module")
def merged():
    """The phases after those of a province that became part of another one."""
    evidence = seen(load("quang-tri"))
    return [next_phase(evidence, closing) for closing in MERGED]


def test_a_share_of_units_is_counted_in_the_units_of_what_the_province_became(merged):
    told = 0
    for coming in merged:
        for item in (item for item in coming if is_of_units(item.subject)):
            whole = words.denominator_name(item)
            for path in item.ways:
                assert whole in flat_text(people(path, item.choice, list(coming.evidence.sources)))
                told += 1
    assert told


def test_a_level_of_a_plan_that_goes_on_is_none_of_a_phase_before(merged):
    for item in (item for coming in merged for item in coming.own):
        name = path_name(PathKind.DRAFT, item.subject)
        assert (name == say("workshop.kept")) == (item.origin.due_year < item.subject.target.due_year)


def test_a_result_from_before_a_new_definition_says_so_where_a_target_is_held_against_it(merged):
    """The standard of child-friendly communes is of January 2019; over 97 % of 2018 and 89 % set in 2021 are two."""
    table = said_in("vi", bvte.next_phase_summary, next(c for c in merged if c.closing.id == "qt_nap_2021_2030"))
    told = next(row[-1].text for row in table.rows if "phù hợp với trẻ em" in row[0].text)
    assert "trên 97%" in told and "Tiêu chuẩn xã phù hợp 2019" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_thing_to_do_has_its_ground(phases, merged, language):
    for coming in (*phases, *merged):
        for item in coming.own:
            told = said_in(language, lambda item: [words.reason_of_class(item), *words.point_remarks(item)], item)
            points = {CLASS_OF[flag.code] for flag in item.grave}
            assert len(set(told)) == len(told) >= len(points - {NextClass.KEEP})


def test_a_level_that_the_newest_figure_satisfies_says_so(phases):
    """6,847 of 208,222 are 3.29 %: below 3.3 and below 6."""
    rows = said_in("vi", bvte.next_phase_summary, phases[0]).rows
    rate = next(row[-1].text for row in rows if "6.871" in row[-1].text)
    assert rate.count("số liệu mới nhất 3,29%") == 2


def test_what_only_a_survey_measures_is_not_reported_every_year(merged):
    """The concept says so in words, by which the card is held."""
    for coming in merged:
        for item in coming.own:
            is_survey = "Chỉ đo được bằng điều tra" in item.subject.card.definition.vi
            assert item.subject.card.survey_only == is_survey
            assert said_in("vi", words.often_text, item).startswith("Theo kỳ điều tra" if is_survey else "Hằng năm")


def test_a_whole_from_before_a_merger_is_told_as_the_former_provinces_and_cited(merged):
    told = 0
    for coming in merged:
        for item in (item for item in coming if item.choice.past_whole):
            past, sources = item.choice.past_whole, list(item.sources)
            text = flat_text(said_in("vi", words.denominators, item, sources))
            assert set(past.sources) <= set(sources) and not item.choice.denominators
            area = coming.evidence.area(past.area)
            assert area.valid_to is None or area.name_vi.replace("Tỉnh", "tỉnh") in text
            assert numbers.number(past.value) in text
            told += 1
    assert told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_many_targets_share_is_told_once_and_each_has_a_line(merged, phases, language):
    shared = 0
    for coming in (*merged, *phases):
        parts = list(parts_of(said_in(language, bvte.next_phase_targets, coming)))
        blocks = [block for part in parts if isinstance(part, Prose) for block in part.blocks]
        headings = [flat_text(block.content) for block in blocks if block.kind == "heading"]
        spans = [(*map(int, re.findall(r"\d+", title.partition(". ")[0])),) for title in headings]
        places = [place for ends in spans for place in range(ends[0], ends[-1] + 1)]
        assert places == [*range(1, len(coming.own) + 1)]
        text = told(said_in(language, bvte.next_phase_targets, coming))
        tables = [part for part in parts if isinstance(part, Table) and len(part.columns) > 2]
        assert len(tables) == sum(len(ends) == 2 for ends in spans)
        for ends, table in zip((e for e in spans if len(e) == 2), tables, strict=True):
            items = coming.own[ends[0] - 1 : ends[1]]
            assert len(table.rows) == len(items) >= 3 and len({item.kind for item in items}) == 1
            levels = {said_in(language, words.level_text, item) for item in items}
            alone = [item for item in coming.own if item not in items]
            told_alone = [said_in(language, words.level_text, item) for item in alone]
            assert len(levels) == 1 and text.count(level := levels.pop()) == 1 + told_alone.count(level)
            for item, row in zip(items, table.rows, strict=True):
                line = "\n".join(cell.text for cell in row)
                assert item.level.target is None and item.subject.card.definition[language] in line
                assert said_in(language, words.reporters_text, item, coming.evidence) in line
                assert said_in(language, words.often_text, item) in line
            shared += 1
        assert all(text.count(item.subject.card.definition[language]) for item in coming.own)
    assert shared


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_of_one_page_has_each_target_its_old_level_and_its_wording(merged, phases, language):
    for coming in (*merged, *phases):
        (short,) = said_in(language, bvte.next_phase_summary, coming).rooms
        for item, row in zip(coming.own, short.rows, strict=True):
            name, old, latest, wording = (cell.text.replace("\n", " ") for cell in row)
            assert name == item.subject.card.short[language] and str(item.origin.due_year) in old
            assert wording == flat_text(said_in(language, words.new_wording, item))
            assert bool(row[2].data) == item.is_known, latest


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_level_is_changed_for_all_the_reasons_that_the_audit_has(phases, merged, language):
    for coming in (*phases, *merged):
        points = said_in(language, bvte.next_phase_title, coming).meta["headline"].splitlines()[1:]
        for item in (item for item in coming.own if item.kind == NextClass.CHANGE_LEVEL):
            (line,) = [point for point in points if item.subject.card.short[language] in point and "(" in point][-1:]
            sure = [flag for flag in item.points if CLASS_OF[flag.code] == item.kind and not words.doubted_by([flag])]
            for flag in sure:
                assert said_in(language, say, f"audit.check.{flag.code}").casefold() in line.casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_rates_and_counts_of_several_years_are_not_to_be_compared_by_row(phases, merged, language):
    note, seen_both = said_in(language, say, "next_phase.unlike_figures"), set()
    for coming in (*phases, *merged):
        table = said_in(language, bvte.next_phase_summary, coming)
        figures = [datum for row in table.rows for datum in row[2].data]
        kinds = {datum.unit.startswith(("per", "boys_per")) for datum in figures}
        is_mixed = len(kinds) > 1 and len({datum.period for datum in figures}) > 1
        assert (note in table.note) == is_mixed
        seen_both.add(is_mixed)
    assert True in seen_both
