"""What the pack of a workshop says: the three paths of each target, placemats, cards, the day."""

import re
import shutil
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.evidence.load import data_folder, load
from bvte.evidence.next_phase import with_next_phase
from bvte.evidence.period import Period, whole_year
from bvte.judgement.choices import TASK_OF, TaskKind, task_of
from bvte.judgement.next_classes import NextClass
from bvte.judgement.paths import Ground
from bvte.judgement.workshop import placemats, questions, workshop_conflicts
from bvte.presentation import handouts, numbers, words
from bvte.presentation.document import Listing, Prose, walk_blocks
from bvte.presentation.handouts import cards_of
from bvte.presentation.phrases import Look
from bvte.presentation.slide_room import fitting_rows
from bvte.presentation.words import status_name

from ..languages import said_in
from ..shown import boxes, cell, of_role, parts_of, sources_of, told

DRAFT, CLOSING = "cpp_2021_2025_db_draft", "cpp_2016_2020_db"
LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module")
def pack(dien_bien):
    return bvte.workshop(dien_bien, CLOSING, DRAFT)


@pytest.mark.parametrize(
    ("language", "read", "as_printed"), [("vi", "hiểu là", "0,1%"), ("en", "read here as", "0.1%")]
)
def test_a_unit_that_its_source_leaves_open_is_told_in_the_results_and_on_their_slide(pack, language, read, as_printed):
    table = said_in(language, bvte.workshop_results, pack)
    printed = [finding.target.unit_printed for finding in pack.closing]
    assert any(printed)
    assert [read in row[-1].text for row in table.rows] == [bool(unit) for unit in printed]
    assert as_printed in " ".join(cell.text for room in table.rooms for row in room.rows for cell in row)


def paths(pack, indicator, language):
    """The table of paths of an indicator as rows of plain text."""
    return plain_rows(path_tables(pack, language)[drawn(pack).index(indicator)])


def path_tables(pack, language):
    activate(language)
    return [thing for thing in bvte.workshop_paths(pack) if hasattr(thing, "rows")]


def plain_rows(table):
    return [[" ".join(cell.split()) for cell in row] for row in table.to_frame().values]


def drawn(pack):
    """The indicators of a pack that have a chart and a table of their own."""
    return [c.subject.card.id for c in pack.choices if c.paths and c.subject.baseline]


def test_a_target_has_its_three_paths_and_what_is_absent_says_why(pack):
    past, draft, *_, proposal = paths(pack, "special_circumstances_rate", "vi")
    assert past[:2] == ["Giữ nhịp độ của giai đoạn trước", "–"]
    assert past[3] == (
        "4,4% (2015) và dưới 3,8% (2020) không so sánh được nên không tính nhịp độ của giai đoạn trước: "
        "Luật Trẻ em 2016; Mẫu số theo Tổng điều tra 2019."
    )
    assert draft[:2] == ["Theo dự thảo", "dưới 3,3"]
    # 6,871.326 and 7,128 exactly: 6,872 children would miss the target, 7,128 of more than 216,000 would not.
    assert "Số trẻ em: tối đa 6.871 (mẫu số: 208.222 trẻ em, 2025, năm suy ra)" in draft[2]
    assert (
        "Số trẻ em: chắc chắn đạt nếu tối đa 7.128; mẫu số chỉ biết là trên 216.000 trẻ em "
        "(10/2024, không phải năm 2025)"
    ) in draft[2]
    assert proposal[1:] == ["–", "–", "Hội thảo quyết định, sau khi xác định khái niệm."]


def test_targets_without_a_figure_stand_in_one_table_with_what_is_proposed_or_why_nothing_is(pack):
    *_, levels = path_tables(pack, "en")
    rows = {row[0]: row[1:] for row in plain_rows(levels)}
    others = [c for c in pack.choices if c.subject.card.id not in drawn(pack)]
    assert len(rows) == len(others) and all(row[-1] for row in rows.values())
    (abused,) = (row for name, row in rows.items() if "abuse" in name.lower())
    assert abused[0].startswith("below 1")
    assert abused[-1].startswith("Left to the workshop, once it is defined what is counted.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_level_of_a_draft_that_is_over_is_said_to_be_for_the_years_to_come(dien_bien, language):
    activate(language)
    coming = bvte.seen_in_workshop(dien_bien, f"after_{DRAFT}", "")
    after = bvte.workshop(coming, DRAFT, f"after_{DRAFT}")
    titles = [thing.finding for thing in bvte.workshop_paths(after) if hasattr(thing, "svg")]
    drawn = [item for item, choice in zip(after.items, after.choices, strict=True) if choice.paths and item.latest]
    assert len(titles) == len(drawn) > 0
    for title, item in zip(titles, drawn, strict=True):
        assert (numbers.target_text(item.origin) in title) == (item.level.ground == Ground.KEPT)
        assert "2030" not in title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_of_paths_says_what_follows_and_names_the_newest_figure_as_the_tables_do(dien_bien, language):
    activate(language)
    coming = bvte.seen_in_workshop(dien_bien, f"after_{DRAFT}", "")
    after = bvte.workshop(coming, DRAFT, f"after_{DRAFT}")
    charts = [thing for thing in bvte.workshop_paths(after) if hasattr(thing, "svg")]
    of_card = {item.subject.card.short.text: item for item in after.items}
    places = {row[0].text: row[1].text for row in bvte.elsewhere_table(after).rooms[0].rows}
    for chart in charts:
        item = of_card[chart.finding.partition(":")[0]]
        newest = numbers.labelled(item.newest)
        assert (
            newest in chart.finding and newest in chart.svg and numbers.number(item.newest.value) in told(chart.numbers)
        )
        assert newest in places[item.subject.card.short.text]
        if item.level.target:
            assert numbers.target_text(item.level.target) in chart.finding
    # Some newest figure is of several years: no path starts from it, and it is named all the same.
    assert any(of_card[chart.finding.partition(":")[0]].newest.period.is_longer for chart in charts)


def test_the_headline_counts_every_target_once_by_what_it_needs(pack, province):
    meta = said_in("vi", bvte.workshop_title, pack).meta
    total, *counts = map(int, re.findall(r"\b\d+\b", meta["headline"].splitlines()[0]))
    assert total == len(pack.choices) == sum(counts)
    # What each target needs and what has to be counted stand below: the second slide is made of them.
    points = told(Prose(tuple(boxes(said_in("vi", bvte.workshop_title, pack), "key"))))
    assert all(choice.subject.card.short.text in points for choice in pack.choices)
    # The headline counts the targets of the draft: what only the closing phase had stands in a line of its own.
    drafted = {choice.subject.card.id for choice in pack.choices}
    others = {finding.target.indicator for finding in pack.closing} - drafted
    told_apart = points.partition("Bảng đề xuất có thêm")[2].partition(".")[0]
    assert told_apart.startswith(f" {len(others)} chỉ tiêu")
    assert all(pack.evidence.indicators[code].short.text in told_apart for code in others)
    assert not any(pack.evidence.indicators[code].short.text in told_apart for code in drafted)
    # Work is told by its kind, and all of it.
    work = meta["headline"].splitlines()[-1]
    assert work in points
    total, *counts = map(int, re.findall(r"\d+", re.sub(r"\([^)]*\)", "", work)))
    reasons = [(item.subject.target.id, n, r.code) for item in pack.items for n, r in enumerate(item.to_count)]
    tasks = {(target, TASK_OF.get(code, n)) for target, n, code in reasons}
    assert total == len(pack.choices) and sum(counts) == len(tasks)
    # What waits for a definition in another class is told, so that no slide counts another number.
    (defined, _, others) = re.search(r"xác định khái niệm của (\d+) chỉ tiêu( \(trong đó ([^)]*)\))?", work).groups()
    apart = sum(map(int, re.findall(r"\d+", others or "")))
    assert int(defined) - apart == sum(
        item.kind == NextClass.DEFINE and TaskKind.DEFINE in map(task_of, item.to_count) for item in pack.items
    )
    own = {o.source for o in pack.evidence.observations.values()}
    assert meta["evidence_date"] in {pack.evidence.sources[code].published_on for code in own}
    from ..judgement.audited import tables

    targets = "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, 3.3, <, 3.8, 2020, 2025"
    small = bvte.workshop(province(**tables(targets)), "plan", "next")
    assert "1 target has a past pace" in told(said_in("en", bvte.workshop_title, small))


def test_what_has_a_level_for_each_of_two_years_is_one_target_of_the_results(province):
    from ..judgement.audited import tables

    levels = (
        "rate, plan, below, 3.8, , , , 2018\nrate, plan, below, 3.3, , , , 2020\nhelp, plan, at_least, 90, , , , 2020"
    )
    small = bvte.workshop(province(**tables(levels + "\nrate, next, below, 3, , , , 2025")), "plan", "next")
    asked = {finding.target.indicator for finding in small.closing}
    assert [*map(int, re.findall(r"\b\d{1,2}\b", said_in("en", bvte.workshop_results, small).finding))][:2] == [
        len(asked),
        3,
    ]


def test_what_rests_on_an_inferred_year_is_told_with_that_condition(dien_bien):
    findings = bvte.judge(dien_bien, DRAFT)
    inferred = [
        count
        for f in findings
        if f.status == "barely_met"
        for r in f.deciding
        for count in r.counts
        if not count.period_stated
    ]
    assert len(inferred) == 2
    after = bvte.workshop(*carried(dien_bien))
    assert (
        "sát mức chỉ tiêu (nếu 2 số liệu năm 2025, năm suy ra, được xác nhận)"
        in said_in("vi", bvte.workshop_results, after).finding
    )


def carried(evidence):
    """What a workshop on the phase after a draft that is over starts from."""
    return with_next_phase(evidence, DRAFT), DRAFT, f"after_{DRAFT}"


def test_a_past_pace_is_told_as_arithmetic_and_not_as_a_forecast(province):
    activate("vi")
    from ..judgement.audited import tables

    targets = "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, 3.3, <, 3.8, 2020, 2025"
    pack = bvte.workshop(province(**tables(targets)), "plan", "next")
    said = " ".join(told(thing) for thing in bvte.workshop_paths(pack))
    assert "Từ 4,4% (2015) đến dưới 3,8% (2020) là từ −0,89 đến −0,11 điểm phần trăm mỗi năm" in said
    assert "thì năm 2025 là dưới 3,3%; đây là phép tính, không phải dự báo." in said
    past = paths(pack, "rate", "en")[0]
    assert past[1] == "below 3.3" and past[3] == "From 4.4% (2015) to below 3.8% (2020) [1]"


def test_a_pace_is_told_but_not_carried_across_a_break_ahead(province):
    from ..judgement.audited import tables

    targets = "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, 3.3, <, 3.8, 2020, 2025"
    evidence = province(**tables(targets, breaks="merger, 2025-07-01, territory"))
    pack = bvte.workshop(evidence, "plan", "next")
    past = paths(pack, "rate", "en")[0]
    assert past[1:3] == ["–", "–"]
    assert past[3].endswith(
        "is −0.89 to −0.11 points a year. "
        "It is not carried on to 2025, since figures cannot be compared across New law (1 Jul 2025)."
    )
    said = " ".join(told(thing) for thing in said_in("vi", bvte.workshop_paths, pack))
    assert "Không tính tiếp đến năm 2025" in said and "đây là phép tính" not in said
    assert "No target has a comparable past pace" in told(said_in("en", bvte.workshop_title, pack))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chart_of_paths_names_every_path_and_brings_its_numbers(pack, language):
    activate(language)
    charts = [thing for thing in bvte.workshop_paths(pack) if hasattr(thing, "svg")]
    choices = [c for c in pack.choices if c.subject.card.id in drawn(pack)]
    assert len(charts) == len(choices) >= 2
    for chart, choice in zip(charts, choices, strict=True):
        if choice.subject.card.id == "special_circumstances_rate":
            drafted, carried = ("3,3%", "3,2") if language == "vi" else ("3.3%", "3.2")
            assert drafted in chart.alt and carried not in chart.alt
        assert len(re.findall(r"\(\d\d/\d\d?/\d{4}\)|\(\d+ \w{3} \d{4}\)", chart.alt)) >= len(choice.breaks) > 0
        # A figure that the paths do not start from stands beside them where it is newer.
        assert len(chart.numbers.rows) >= 1 + (2 if choice.trend else 1)
        assert (chart.numbers.columns[0].key, chart.numbers.columns[-1].key) == ("time", "strength")


@pytest.mark.parametrize("language", LANGUAGES)
def test_placemats_hold_few_numbers_with_place_time_and_source_and_room_to_write(pack, language):
    activate(language)
    sheets = boxes(bvte.placemat_sheets(pack), "placemat")
    assert len(sheets) == len(placemats(pack)) > 0
    for sheet in sheets:
        lists = [b for b in walk_blocks(sheet.blocks) if isinstance(b, Listing) and b.role == "figures"]
        figures = [cell(item.content) for block in lists for item in block.items]
        assert 1 <= len(figures) <= 6 and len(of_role([sheet], "room")) == 1
        for figure in figures:
            (value,) = figure.content.spans(Look.STRONG)
            assert cell(value.content).data and any(figure.content.spans(Look.SMALL)) and figure.sources


# Words of a question that a table reads at one look.
MOST_WORDS = 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_card_has_one_short_question_and_names_what_it_asks_about(pack, language):
    activate(language)
    lead, grounds, sheet = bvte.question_cards(pack)
    cards = boxes(sheet, "card")
    # Each question is asked once, whatever raises it.
    asked = questions(pack)
    shown = [text for card in cards for text in of_role([card], "question")]
    assert len(set(shown)) == len(shown) == len({q.code for q in asked})
    assert str(len(cards)) in told(lead) and len(grounds.rows) == len(cards)
    for card in cards:
        (question,), (names,) = of_role([card], "question"), of_role([card], "raised")
        assert question.endswith("?") and len(question.split()) <= MOST_WORDS and names
        assert len(card.blocks) == 3
    assert all(question.indicator.short.text in told(sheet) for question in asked)


def test_a_card_shows_no_figure_of_another_indicator(pack):
    activate("vi")
    *_, sheet = bvte.question_cards(pack)
    for card, shown in zip(cards_of(pack), boxes(sheet, "card"), strict=True):
        unusual = (q.conflict for q in card.asked if q.conflict and not q.conflict.is_contradiction)
        sides = {r for conflict in unusual for side in conflict.sides for r in side}
        asked = {q.indicator.id for q in card.asked}
        # Figures of a whole, of which something is left that is asked about, are none of the card's.
        others = {numbers.labelled(r) for r in sides if r.indicator not in asked}
        text = " ".join(of_role([shown], "raised"))
        assert not [figure for figure in others if figure in text]
        assert all(q.indicator.short.text in text for q in card.asked)
        # Every doubt has its figures, and of two that cannot both be true both.
        for q in (q for q in card.asked if q.conflict):
            line = text.partition(f"{q.indicator.short.text}: ")[2]
            told_of = q.conflict.estimates if q.code == "unusual" else [r for r, *_ in q.conflict.sides]
            shown_of = [r for r in told_of if numbers.labelled(r) in line or numbers.bare(r) in line]
            assert shown_of and (q.code == "unusual" or shown_of == told_of)


def test_the_ground_of_each_card_is_told_once_with_its_figure(pack):
    activate("vi")
    _, grounds, _ = bvte.question_cards(pack)
    for card, row in zip(cards_of(pack), grounds.rows, strict=True):
        assert (row[0].text, row[1].text.replace("\n", "; ")) == (str(card.number), card.names)
        lines = row[2].text.split("\n")
        assert len(set(lines)) == len(lines) and len(lines[0]) > 20


def test_what_a_room_reads_of_a_table_is_the_whole_of_it(pack):
    activate("vi")
    results, places, counts = bvte.workshop_results(pack), bvte.elsewhere_table(pack), bvte.count_table(pack)
    shown = [row for room in results.rooms for row in room.rows]
    read = " ".join(cell.text for row in shown for cell in row)
    # Every figure of the phase stands there with how sure it is; what the draft asks of the same indicator beside it.
    figures = {str(finding.latest.value).replace(".", ",") for finding in pack.closing if finding.latest}
    assert figures and all(figure in read for figure in figures)
    told = [row for row in shown if len(row) == len(results.rooms[0].columns)]
    assert told
    assert all("▰" in row[1].text for row in told)
    asked = {
        pack.evidence.indicators[t.indicator].short.text: t for t in pack.evidence.targets_of(pack.audit.programme.id)
    }
    beside = {row[0].text: row[-1].text for row in told}
    assert all((name in asked) == (level != "–") for name, level in beside.items())
    assert any(str(asked[name].due_year) in level for name, level in beside.items() if name in asked)
    assert sum(row[1].data[0].value for row in counts.rooms[0].rows) == sum(len(item.to_count) for item in pack.items)
    assert {row[0].text for row in counts.rooms[0].rows} == {row[1].text for row in counts.rows}
    named = " ".join(cell.text for row in places.rooms[0].rows for cell in row)
    cards = {row[0].code for row in places.rows}
    assert all(pack.evidence.indicators[code].short.text in named for code in cards)


def test_what_a_draft_does_not_have_stands_below_its_targets_and_is_on_no_slide(pack):
    table = bvte.workshop_proposals(pack)
    (line,) = (at for at, row in enumerate(table.rows) if row[0].span == len(table.columns))
    drafted = {target.indicator for target in pack.evidence.targets_of(DRAFT)}
    above, below = ({row[0].code for row in rows} for rows in (table.rows[:line], table.rows[line + 1 :]))
    assert above == drafted and below and not below & drafted
    assert sum(len(room.rows) for room in table.rooms) == line


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_a_phase_without_a_document_a_slide_counts_the_results_in_its_rows(pack, language):
    """The three targets of 2016-2020 are known from their results: what was published is told, a figure a row."""
    activate(language)
    rooms = bvte.workshop_results(pack).rooms
    rows = [row for room in rooms for row in room.rows]
    assert all(int(re.search(r"\d+", room.finding)[0]) == len(rows) for room in rooms)
    assert len({room.finding for room in rooms}) == len(rooms)
    assert all(fitting_rows(room) == len(room.rows) for room in rooms)
    names = [row[0].text for row in rows]
    printed = {pack.evidence.indicators[f.target.indicator].short.text for f in pack.closing if f.latest}
    assert len(set(names)) == len(names) and printed <= set(names)
    assert all(len({datum.unit for datum in row[1].data}) == 1 for row in rows)


def test_a_room_reads_every_wording_once_and_whole(pack):
    for language in LANGUAGES:
        activate(language)
        table = bvte.workshop_proposals(pack)
        wordings = [row[1].text for room in table.rooms for row in room.rows]
        page = [row[-1].text for row in table.rows]
        assert len(set(wordings)) == len(wordings) == len(pack.choices)
        assert all(any(told.startswith(wording) for told in page) for wording in wordings)
        assert all(fitting_rows(room) == len(room.rows) and room.finding for room in table.rooms)
        # Each title tells the places of its own targets, so that no two slides are called alike.
        places = [int(row[0].text.partition(".")[0]) for room in table.rooms for row in room.rows]
        assert places == [*range(1, len(places) + 1)] and len({room.finding for room in table.rooms}) == len(
            table.rooms
        )
        for room in table.rooms:
            first, *_, last = [row[0].text.partition(".")[0] for row in [*room.rows, *room.rows]]
            assert re.search(rf"\b{first}\b", room.finding) and re.search(rf"\b{last}\b", room.finding)


def test_every_number_of_a_source_leads_to_the_list(pack):
    for language in LANGUAGES:
        activate(language)
        (listing,) = bvte.workshop_source_list(pack).blocks
        anchors = [item.anchor for item in listing.items]
        shown = [bvte.workshop_results, bvte.elsewhere_table, bvte.placemat_sheets, bvte.question_cards]
        cited = {pair for show in shown for part in parts_of(show(pack)) for pair in sources_of(part)}
        assert cited and {anchors[number - 1] for _, number in cited} == {f"source-{code}" for code, _ in cited}


def test_the_day_runs_without_a_gap(pack):
    activate("vi")
    table = bvte.workshop_day(pack)
    times = [re.fullmatch(r"(\d+h\d\d) – (\d+h\d\d)", row[1].text).groups() for row in table.rows]
    assert times[0][0] == "8h00" and times[-1][1] == "16h00"
    assert all(before[1] == after[0] for before, after in pairwise(times))


def test_a_changed_figure_changes_what_the_pack_says(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(data_folder("dien-bien"), folder)
    file = folder / "observations.csv"
    text = file.read_text(encoding="utf-8")
    assert text.count("208222") >= 1
    file.write_text(text.replace("208222", "218222"), encoding="utf-8")
    pack = bvte.workshop(load(folder), CLOSING, DRAFT)
    # 3.3 % of 218,222 is 7,201.3.
    assert "Số trẻ em: tối đa 7.201" in paths(pack, "special_circumstances_rate", "vi")[1][2]


def test_a_pack_without_numeric_targets_says_so(province):
    activate("vi")
    pack = bvte.workshop(province(), "plan", "next")
    assert "Không tìm thấy chỉ tiêu định lượng nào" in told(bvte.workshop_title(pack))
    for show in (bvte.workshop_paths, bvte.elsewhere_table, bvte.count_table, bvte.question_cards):
        assert told(show(pack))


def test_a_figure_on_a_placemat_says_what_has_to_be_explained_and_a_card_asks(pack):
    activate("en")
    sheets = told(bvte.placemat_sheets(pack))
    cards = " ".join(told(part) for part in bvte.question_cards(pack))
    unusual = [c for c in workshop_conflicts(pack) if not c.is_contradiction]
    assert unusual
    for conflict in unusual:
        assert words.conflict_text(conflict, pack.evidence, has_reasons=False) in cards
    shown = {r for mat in placemats(pack) for r in mat.estimates}
    asked = [c for c in workshop_conflicts(pack) if any(r in shown and r.indicator == c.indicator for r in c.estimates)]
    doubted = {r for c in asked for r in c.estimates if r in shown and r.indicator == c.indicator}
    # Of 2,302 of 124,472, which a bound contradicts, both halves are as much in question as the rate.
    rates = {
        row for c in workshop_conflicts(pack) if c.is_contradiction for r in c.estimates if r.counts for row in r.rows
    }
    behind = {r for r in shown if rates & set(r.rows)}
    assert behind - doubted
    assert sheets.count("Needs an explanation.") == len(doubted | behind)
    # A placemat interprets nothing: why is on the card alone.
    assert not any(words.conflict_text(conflict, pack.evidence) in sheets for conflict in asked)


def test_no_sentence_says_that_nothing_contradicts_beside_what_needs_an_explanation(province):
    activate("en")
    rows = "indicator, start, value\ncount, 2019, 100\ncount, 2020, 900"
    table = bvte.all_conflicts(province(observations=rows), "P1")
    assert len(table.rows) == 1
    assert "need an explanation" in table.note


class Told(NamedTuple):
    value: int
    period: Period


def test_figures_of_one_time_stand_in_the_order_in_which_they_came(pack, monkeypatch):
    """A set would put them in another order each time that a page is made."""
    monkeypatch.setattr(handouts, "_dated", lambda one: str(one.value))
    low, high = (Told(number, whole_year(2020)) for number in (1, 3))
    card = pack.choices[0].subject.card
    told = {handouts._named_figures(card, sides) for sides in ([low, high], [high, low])}
    assert [text.partition(": ")[2] for text in told] == ["1; 3"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_counts_the_targets_that_it_leaves_out_and_not_their_levels(language):
    """Old Quảng Trị's 11 targets have 20 levels: those named and those counted are all of a judgement, each once."""
    closing = "qt_nap_2021_2030"
    pack = bvte.workshop(with_next_phase(load("quang-tri"), closing), closing, f"after_{closing}")
    activate(language)
    rooms = bvte.workshop_results(pack).rooms
    rows, columns = [row for room in rooms for row in room.rows], len(rooms[0].columns)
    shown = {row[0].text for row in rows if row[0].span == 1 and len(row) == columns}
    rest = [f for f in pack.closing if pack.evidence.indicators[f.target.indicator].short.text not in shown]
    asked = Counter(label for label, _ in {(f.label, f.target.indicator) for f in rest})
    left_out = 0
    for row in rows[len(shown) :]:
        *named, last = row[-1].text.split("; ")
        (label,) = (code for code in asked if row[0].text.startswith(status_name(code)))
        if more := re.search(r"^\D*(\d+)\D*$", last):
            left_out += int(more[1])
            assert len(named) + int(more[1]) == asked[label]
    assert left_out
