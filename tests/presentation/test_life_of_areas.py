"""A programme of before its area was born says whose it was; old figures are marked; one day rules a page."""

from types import SimpleNamespace

import pytest

import bvte
from bvte.evidence.language import activate, active_language
from bvte.evidence.next_phase import closing_programmes
from bvte.judgement.vantage import is_old, seen, seen_in_workshop
from bvte.presentation import cells
from bvte.presentation.document import Box, Cell, Listing, walk_blocks
from bvte.presentation.handouts import older_blocks
from bvte.presentation.newness import inside
from bvte.presentation.parts import listing
from bvte.presentation.phrases import Look

from ..judgement.audited import tables
from ..judgement.province import make
from ..languages import said_in
from ..shown import flat, told

PROGRAMMES = """
    id,    name_vi,  name_en, level,    start, end,  status,     follows
    old,   Kỳ cũ,    Old,     province, 1991,  2000, no_figures,
    mixed, Kỳ giữa,  Mixed,   province, 2001,  2010, no_figures, old
    late,  Kỳ sau,   Late,    province, 2016,  2020, closed,     mixed
    next,  Dự thảo,  Draft,   province, 2021,  2025, draft,      late"""
BORN = """
    code, valid_from, name_vi,  name_en, before_vi,     before_en
    P3,   2004-01-01, Tỉnh Con, Child,   tỉnh Mẹ (cũ),  the old Mother"""
TARGETS = """
    rate, late, below, 4, , , , 2020
    rate, next, below, 3, , , , 2025"""
FIGURES = """
    rate, 2009, =, 9, a, P3
    rate, 2020, =, 3.8, a, P3
    help, 2014, =, 70, a, P3"""


@pytest.fixture
def evidence(tmp_path):
    return make(tmp_path, **tables(TARGETS, FIGURES, programmes=PROGRAMMES, areas=BORN), area="P3")


def title(findings):
    activate("vi")
    return bvte.phase_title(findings).blocks[0].text


def test_a_phase_says_whose_it_was_before_its_area_was_born(evidence):
    titles = {code: title(bvte.judge(evidence, code)) for code in evidence.programmes}
    assert "của tỉnh Mẹ (cũ), trước khi có tỉnh Con" in titles["old"]
    assert "trước ngày 01/01/2004 thuộc tỉnh Mẹ (cũ)" in titles["mixed"]
    assert "Mẹ" not in titles["late"] + titles["next"]


def test_the_overview_and_the_timeline_say_so_too(evidence):
    activate("en")
    names = bvte.programme_table(evidence, "P3").to_frame().iloc[:, 0]
    assert [("old Mother" in name) for name in names] == [True, True, False, False]
    born = "has existed since 1 Jan 2004; before that it was part of the old Mother."
    assert born in told(bvte.across_title(evidence, "P3"))
    chart = bvte.timeline(evidence, "P3")
    assert born in chart.alt and born in chart.note
    assert "1991–2000 *" in chart.alt and "2016–2020 *" not in chart.alt


def test_without_a_declared_predecessor_nothing_is_said(province):
    activate("vi")
    plain = province(**tables(TARGETS, programmes=PROGRAMMES))
    assert bvte.timeline(plain, "P1").alt.count("*") == 0
    assert "(" not in title(bvte.judge(plain, "old"))


@pytest.mark.parametrize(("day", "old"), [("2014-12-31", 0), ("2015-01-01", 1), ("2019-12-31", 1), ("2020-01-01", 2)])
def test_a_figure_is_old_from_the_day_after_five_years(evidence, day, old):
    known = seen(evidence, day)
    estimates = [r for code in known.indicators for r in bvte.estimates_of(known, code, "P3")]
    assert sum(is_old(known, r) for r in estimates) == old


def test_old_figures_of_a_placemat_stand_apart_below_their_mark(evidence):
    activate("vi")
    from bvte.evidence.national import Topic
    from bvte.judgement.workshop import Placemat
    from bvte.presentation.handouts import _sheet

    pack = bvte.workshop(seen_in_workshop(evidence, "next", "2022-01-01"), "late", "next")
    shown = tuple(bvte.estimates_of(pack.evidence, code, "P3")[-1] for code in ("rate", "help"))
    words = {"vi": "Chủ đề", "en": "Topic"}
    mat = Placemat(Topic(name=words, indicators=["rate", "help"], questions=[words]), shown, (), ())
    sheet = _sheet(mat, pack, ["a"])
    older = [block for block in sheet.blocks if isinstance(block, Box)]
    assert [block.role for block in older] == [Look.OLDER]
    assert values_in(older) == ["70"]
    assert values_in(block for block in sheet.blocks if block not in older) == ["3.8"]


def values_in(blocks):
    """The numbers of the lists of blocks."""
    lists = (block for block in walk_blocks(blocks) if isinstance(block, Listing))
    return [str(datum.value) for block in lists for item in block.items for datum in Cell(item.content).data]


def test_paper_and_office_files_keep_what_a_page_folds():
    activate("vi")
    folded = Cell(cells.older(cells.aligned_number(70)))
    assert (folded.text, folded.data[0].value) == ("Số liệu cũ (trên 5 năm)\n70", 70)
    (box,) = older_blocks(listing(["70"]), 1)
    mark, figures = box.blocks
    assert (mark.role, flat(figures.items[0].content)) == ("note", "70")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Tỉnh Thử", "tỉnh Thử"), ("Thành phố Mới", "thành phố Mới"), ("Thị Nại", "Thị Nại"), ("Xa Lộ", "Xa Lộ")],
)
def test_the_kind_of_a_place_is_small_inside_a_vietnamese_sentence(name, wanted):
    area = SimpleNamespace(text=lambda field: name if active_language() == "vi" else "Trial")
    assert (said_in("vi", inside, area), said_in("en", inside, area)) == (wanted, "Trial")


DIVIDED = {
    "programmes": """
        id,   name_vi, name_en, level,    area, start, end,  status
        plan, Đề án,   Scheme,  district, D1,   2021,  2025, approved
        wide, Cả tỉnh, Whole,   province, P1,   2021,  2030, approved""",
    "areas": """
        code, valid_from, valid_to,   level,    name_vi,    name_en,   parent
        D1,   2004-01-01, 2025-06-30, district, Huyện Một,  One,       P1
        C1,   2004-01-01, 2025-06-30, commune,  Xã Cũ,      Old,       D1
        C2,   2004-01-01, 2025-06-30, commune,  Xã Kia,     Other,     D1
        C8,   2025-07-01, ,           commune,  Xã Mới,     New,       P1
        C9,   2025-07-01, ,           commune,  Phường Mới, New ward,  P1""",
    "area_changes": """
        old_code, new_code, date,       decision,  weight
        C1,       C8,       2025-07-01, 1/NQ-TEST, 1
        C2,       C9,       2025-07-01, 1/NQ-TEST, 1""",
}


def test_a_programme_of_a_district_that_was_divided_says_why_it_has_no_next_phase(tmp_path):
    figures = tables("rate, plan, below, 4, , , , 2025", "rate, 2025, =, 3, a, P1")
    evidence = make(tmp_path, **{**figures, **DIVIDED})
    assert [p.id for p in closing_programmes(evidence)] == []
    page = told(said_in("vi", bvte.phase_title, bvte.judge(evidence, "plan")))
    assert "Không có báo cáo đề xuất chỉ tiêu cho giai đoạn tới" in page and "xã Mới, phường Mới" in page
    page = told(said_in("en", bvte.phase_title, bvte.judge(evidence, "plan")))
    assert "no proposal for the next phase" in page and "2 units (communes" in page
