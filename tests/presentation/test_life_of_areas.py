"""A programme of before its area was born says whose it was; old figures are marked; one day rules a page."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup

import bvte
from bvte.evidence.language import activate, active_language
from bvte.judgement.vantage import is_old, seen, seen_in_workshop
from bvte.presentation import cells
from bvte.presentation.places import inside

from ..judgement.audited import tables
from ..judgement.province import make
from ..languages import said_in

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
    return BeautifulSoup(bvte.phase_title(findings).html, "html.parser").h1.get_text()


def test_a_phase_says_whose_it_was_before_its_area_was_born(evidence):
    told = {code: title(bvte.judge(evidence, code)) for code in evidence.programmes}
    assert "của tỉnh Mẹ (cũ), trước khi có tỉnh Con" in told["old"]
    assert "trước ngày 01/01/2004 thuộc tỉnh Mẹ (cũ)" in told["mixed"]
    assert "Mẹ" not in told["late"] + told["next"]


def test_the_overview_and_the_timeline_say_so_too(evidence):
    activate("en")
    names = bvte.programme_table(evidence, "P3").to_frame().iloc[:, 0]
    assert [("old Mother" in name) for name in names] == [True, True, False, False]
    born = "exists since 1 Jan 2004; before that it was part of the old Mother."
    assert born in bvte.across_title(evidence, "P3").html
    chart = bvte.timeline(evidence, "P3")
    assert born in chart.alt and born in chart.note
    assert "1991–2000 *" in chart.alt and "2016–2020 *" not in chart.alt


def test_without_a_declared_predecessor_nothing_is_said(province):
    activate("vi")
    plain = province(**tables(TARGETS, programmes=PROGRAMMES))
    assert bvte.timeline(plain, "P1").alt.count("*") == 0
    assert "(" not in title(bvte.judge(plain, "old"))


@pytest.mark.parametrize(
    ("day", "old"), [("2014-12-31", 0), ("2015-01-01", 1), ("2019-12-31", 1), ("2020-01-01", 2)]
)
def test_a_figure_is_old_from_the_day_after_five_years(evidence, day, old):
    known = seen(evidence, day)
    readings = [r for code in known.indicators for r in bvte.readings(known, code, "P3")]
    assert sum(is_old(known, r) for r in readings) == old


def test_old_figures_of_a_placemat_stand_apart_below_their_mark(evidence):
    activate("vi")
    from bvte.evidence.workshop_plan import Topic
    from bvte.judgement.workshop import Placemat
    from bvte.presentation.handouts import _sheet

    pack = bvte.workshop(seen_in_workshop(evidence, "next", "2022-01-01"), "late", "next")
    shown = tuple(bvte.readings(pack.evidence, code, "P3")[-1] for code in ("rate", "help"))
    words = {"vi": "Chủ đề", "en": "Topic"}
    mat = Placemat(Topic(name=words, indicators=["rate", "help"], questions=[words]), shown, (), ())
    sheet = BeautifulSoup(str(_sheet(mat, pack, ["a"])), "html.parser")
    assert [data["value"] for data in sheet.select("details.older data")] == ["70"]
    assert [data["value"] for data in sheet.select("section > .figures data")] == ["3.8"]


def test_paper_and_office_files_keep_what_a_page_folds():
    activate("vi")
    from bvte.publishing import markup
    from bvte.publishing.blocks import _blocks

    folded = cells.older(cells.number(70))
    soup = BeautifulSoup(f"<td>{folded}</td>", "html.parser")
    cell = markup.cell(soup.td)
    assert (cell.text, cell.data[0].value) == ("Số liệu cũ hơn năm năm\n70", 70)
    listed = BeautifulSoup(str(cells.older(Markup("<ul><li>70</li></ul>"))), "html.parser")
    mark, figures = _blocks(listed, [])
    assert (mark.kind, figures.items[0][1][0].text) == ("note", "70")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Tỉnh Thử", "tỉnh Thử"),
        ("Thành phố Mới", "thành phố Mới"),
        ("Thị Nại", "Thị Nại"),
        ("Xa Lộ", "Xa Lộ"),
    ],
)
def test_the_kind_of_a_place_is_small_inside_a_vietnamese_sentence(name, told):
    area = SimpleNamespace(text=lambda field: name if active_language() == "vi" else "Trial")
    assert (said_in("vi", inside, area), said_in("en", inside, area)) == (told, "Trial")
