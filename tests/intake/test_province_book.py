"""A new province: its folder, its workbook filled in as a person does, and what is kept of it. Figures are made up."""

from datetime import date

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.language import speaking
from bvte.evidence.load import FILES, load
from bvte.evidence.new_folder import UnknownProvinceError, find_province, new_folder
from bvte.evidence.placing import write_folder
from bvte.evidence.record import column_names
from bvte.intake.keeping import keep_province_book
from bvte.intake.province_answer import MODELS, book_facts
from bvte.intake.province_sheet import CODES_ROW, FIRST_ROW, SHEETS, read_when, row_key
from bvte.intake.received import undo_intake
from bvte.judgement.targets import judge
from bvte.presentation.headline import phase_title, review_title
from bvte.presentation.problems import text
from bvte.publishing import new_province
from bvte.publishing.forms.province_book import known_words, province_workbook
from bvte.publishing.report import plan_reports

DAY = date(2026, 1, 31)
SOURCE = {
    "title": "[VÍ DỤ] Kế hoạch",
    "publisher": "[VÍ DỤ] Cơ quan",
    "kind": "văn bản",
    "published_on": "12/2025",
    "no_address_reason": "bản giấy",
}
PROGRAMME = {
    "name": "[VÍ DỤ] Chương trình 2021-2025",
    "kind": "Chương trình bảo vệ trẻ em",
    "start": 2021,
    "end": 2025,
    "status": "dự thảo",
    "source": "N1",
}


@pytest.fixture
def made(tmp_path):
    """The folder of a province, outside data/, and a function that fills in its workbook."""

    def make(word):
        wanted = new_folder(word)
        folder = tmp_path / wanted.name
        write_folder(folder, wanted.files)
        return folder

    return make


def fill(folder, path, **tables):
    """A workbook of the folder with these rows: table -> rows as column -> what is typed."""
    path.write_bytes(province_workbook(load(folder, language="vi"), folder.name))
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        codes = {cell.value: cell.column for cell in sheet[CODES_ROW] if cell.value}
        for table, rows in tables.items():
            if f"{table}.{SHEETS[table][0].name}" in codes:
                for row, cells in enumerate(rows, start=FIRST_ROW):
                    for column, typed in cells.items():
                        sheet.cell(row, codes[f"{table}.{column}"]).value = typed
    book.save(path)
    return path


def keep(folder, path):
    return keep_province_book(path, folder, DAY, known_words(load(folder)), text)[0]


def named(folder, code):
    return load(folder).indicators[code].name.vi


# One of them is chosen twice.
CHOSEN = {"": "stunting_rate", "_2": "infant_mortality_rate", "_3": "stunting_rate"}


def figure(folder, **cells):
    return {
        "indicator": named(folder, "stunting_rate"),
        "start": "2020",
        "value": "28,1",
        "source": "N1",
        "sentence": "[VÍ DỤ] 28,1%",
        **cells,
    }


def target(folder, **cells):
    wanted = {"condition": "không quá", "value": 26.5, "due_year": 2025, "source": "N1", "sentence": "[VÍ DỤ]"}
    return {"programme": "CT1", "indicator": named(folder, "stunting_rate"), **wanted, **cells}


@pytest.mark.parametrize("word", ["Lai Châu", "lai chau", "Tỉnh Lai Châu", "lai-chau", "12", "Lai Chau Province"])
def test_a_province_is_known_by_name_with_or_without_accents_and_by_code(word):
    assert find_province(word).name_vi == "Tỉnh Lai Châu"


@pytest.mark.parametrize(
    ("word", "near", "merged"),
    [
        ("Lai Chu", "Lai Châu", False),
        ("Quảng Bình", "Quảng Trị", True),
        ("Thừa Thiên Huế", "Huế", False),
        ("?", None, 0),
    ],
)
def test_where_no_province_fits_the_nearest_is_named_and_of_a_former_one_what_it_became(word, near, merged):
    with pytest.raises(UnknownProvinceError) as raised:
        find_province(word)
    assert (raised.value.near, raised.value.merged) == (near, merged)


def test_a_new_folder_is_sound_and_check_says_first_what_is_missing_in_the_order_of_work(made):
    folder = made("Sơn La")
    found = check_folder(folder, DAY)
    assert not only_errors(found)
    assert [p.file for p in found if p.code == "nothing_yet"] == [
        "sources.csv",
        "programmes.csv",
        "targets.csv",
        "observations.csv",
    ]
    assert load(folder).province.code == "14"


def test_of_targets_without_a_figure_check_says_how_many_and_of_what(made, tmp_path):
    folder = made("Lai Châu")
    rows = {"sources": [SOURCE], "programmes": [PROGRAMME], "targets": [target(folder)]}
    keep(folder, fill(folder, tmp_path / "a.xlsx", **rows))
    (found,) = (p for p in check_folder(folder, DAY) if p.code == "targets_without_figure")
    assert (found.found, found.allowed) == ("1", "1")
    assert load(folder).indicators["stunting_rate"].short.vi in text(found)


def test_what_was_filled_in_is_read_as_it_was_printed(made, tmp_path):
    folder = made("Lai Châu")
    rows = [
        figure(folder),
        figure(folder, start="2024", comparator="khoảng", value=26),
        figure(
            folder,
            indicator=named(folder, "special_circumstances_count"),
            start="31/12/2023",
            statistic="số hiện có",
            comparator="trên",
            value=8500,
        ),
    ]
    path = fill(
        folder,
        tmp_path / "a.xlsx",
        sources=[SOURCE],
        programmes=[PROGRAMME],
        targets=[target(folder)],
        observations=rows,
    )
    kept = keep(folder, path)
    evidence = load(folder)
    own = [row for row in evidence.observations.values() if not row.is_national]
    assert not kept.refused
    assert [(r.start, r.comparator, str(r.value), str(r.step), r.statistic, r.area) for r in own] == [
        ("2020", "=", "28.1", "None", "level", "12"),
        ("2024", "~", "26", "1", "level", "12"),
        ("2023-12-31", ">", "8500", "100", "level", "12"),
    ]
    assert evidence.targets["lai_chau_target_1"].programme == "lai_chau_programme_1"
    assert not only_errors(check_folder(folder, DAY))


def test_a_refused_row_takes_with_it_what_names_it_and_each_has_its_cell(made, tmp_path):
    folder = made("Lai Châu")
    rows = [figure(folder, source="N2"), figure(folder, value="1.234"), figure(folder, start="2022", value=130)]
    no_address = {name: cell for name, cell in SOURCE.items() if name != "no_address_reason"}
    kept = keep(folder, fill(folder, tmp_path / "a.xlsx", sources=[SOURCE, no_address], observations=rows))
    assert [one.problem.code for one in kept.refused] == [
        "ambiguous_number",
        "source_without_address",
        "named_row_refused",
        "share_above_100",
    ]
    assert [one.cell for one in kept.refused] == ["H6", "F6", "K5", "H7"]
    assert [row for row in load(folder).observations.values() if not row.is_national] == []


def test_the_workbook_read_again_takes_the_place_of_the_earlier_reading_and_can_be_undone(made, tmp_path):
    folder = made("Lai Châu")
    keep(folder, fill(folder, tmp_path / "a.xlsx", sources=[SOURCE], observations=[figure(folder)]))
    rows = [figure(folder, value=27), figure(folder, start="2024", value=26)]
    kept = keep(folder, fill(folder, tmp_path / "b.xlsx", sources=[SOURCE], observations=rows))
    own = [str(row.value) for row in load(folder).observations.values() if not row.is_national]
    assert (own, kept.replaced.parent.name) == (["27", "26"], "undone")
    undo_intake(folder, kept.id)
    assert all(row.is_national for row in load(folder).observations.values())


def test_a_merged_province_offers_those_it_was_made_of_and_keeps_their_figures_apart(made, tmp_path):
    folder = made("Quảng Trị")
    former = next(word for word in known_words(load(folder))["area"] if word.startswith("Tỉnh Quảng Bình"))
    assert "30/6/2025" in former
    rows = [figure(folder, area=former, start="2024"), figure(folder, area=former, start="2025-09", value=27)]
    kept = keep(folder, fill(folder, tmp_path / "a.xlsx", sources=[SOURCE], observations=rows))
    own = [row for row in load(folder).observations.values() if not row.is_national]
    assert [load(folder).area(row.area).name_vi.partition(" (")[0] for row in own] == ["Tỉnh Quảng Bình"]
    assert [one.problem.code for one in kept.refused] == ["outside_area_validity"]


def test_of_a_time_before_the_merger_one_of_the_former_provinces_has_to_be_chosen(made, tmp_path):
    folder = made("Lào Cai")
    rows = {"sources": [SOURCE], "programmes": [{**PROGRAMME, "set_on": "15/6/2021"}], "targets": [target(folder)]}
    kept = keep(folder, fill(folder, tmp_path / "a.xlsx", **rows, observations=[figure(folder, start="2024")]))
    told = [(one.problem.code, one.cell, one.problem.found) for one in kept.refused]
    assert told == [
        ("area_not_chosen", "D5", "15/6/2021"),
        ("named_row_refused", "B5", "CT1"),
        ("area_not_chosen", "C5", "2024"),
    ]
    # What the message offers can be chosen as it stands.
    offered = kept.refused[0].problem.allowed.split(", ")
    words = known_words(load(folder))["area"]
    assert {load(folder).area(words[word]).name_vi for word in offered} == {"Tỉnh Lào Cai (cũ)", "Tỉnh Yên Bái"}
    now, part = figure(folder, start="2025"), figure(folder, start="1/2025", end="8/2025")
    before = [figure(folder, start="1/2025", end="6/2025"), figure(folder, start="3/2025", end="8/2025")]
    kept = keep(folder, fill(folder, tmp_path / "b.xlsx", sources=[SOURCE], observations=[now, part, *before]))
    # Since the beginning of the year it reports for all its land; not of a time that was over before it was made.
    assert [(one.problem.code, one.cell) for one in kept.refused] == [
        ("area_not_chosen", "C7"),
        ("outside_area_validity", "D8"),
    ]


def ten_figures(folder, **cells):
    """Ten figures of four indicators, made up, as a newcomer types them."""
    typed = {
        "special_circumstances_rate": [
            ("2021", "", "7,1"),
            ("2022", "khoảng", 7),
            ("2023", "dưới", "6,8"),
            ("2024", "", 6.4),
        ],
        "stunting_rate": [("2021", "", 27.9), ("2022", "", 27.2), ("2024", "", "26,1")],
        "infant_mortality_rate": [("2023", "", "21,3")],
    }
    rows = [
        figure(folder, indicator=named(folder, code), start=year, comparator=sign, value=value, **cells)
        for code, found in typed.items()
        for year, sign, value in found
    ]
    count = {"indicator": named(folder, "special_circumstances_count"), "statistic": "số hiện có", **cells}
    more = [("31/12/2023", "", 9120), ("6/2024", "trên", 8500)]
    return rows + [figure(folder, start=day, comparator=sign, value=value, **count) for day, sign, value in more]


def test_ten_figures_and_three_targets_of_a_merged_province_give_its_first_pages(made, tmp_path):
    folder = made("Lào Cai")
    then = {"area": "Tỉnh Lào Cai (cũ)"}
    wanted = [
        target(
            folder,
            number="Chỉ tiêu 1",
            indicator=named(folder, "special_circumstances_rate"),
            condition="dưới",
            value="6,5",
        ),
        target(folder),
        target(folder, indicator=named(folder, "infant_mortality_rate"), value=20),
    ]
    path = fill(
        folder,
        tmp_path / "a.xlsx",
        sources=[SOURCE],
        programmes=[{**PROGRAMME, **then, "status": OVER}],
        targets=wanted,
        observations=ten_figures(folder, **then),
    )
    kept = keep(folder, path)
    assert (len(kept.taken), kept.refused, check_folder(folder, DAY)) == (15, (), [])
    evidence = load(folder)
    planned = {(r.notebook, r.values.get("area")) for r in plan_reports(evidence, str(folder))}
    former = evidence.programmes["lao_cai_programme_1"].area
    assert {("phase_evaluation", former), ("evidence_review", former), ("evidence_review", "15")} <= planned
    with speaking("vi"):
        first = str(review_title(evidence, "15").blocks)
        page = str(phase_title(judge(evidence, "lao_cai_programme_1")).blocks)
    assert "1 chương trình; 3 chỉ tiêu, trong đó 3 chỉ tiêu" in first and "10 số liệu" in first
    assert "hoạt động đến hết ngày 30/6/2025" in page and "nay thuộc tỉnh Lào Cai" in page


OVER = "đã phê duyệt, đang thực hiện"


# Columns of the tables that the workbook asks nobody for: they follow from others (`completed`), wait for a
# translation, or stand where `check` and not a reader of the source says what belongs there.
NOT_ASKED = {
    "sources": {"id", "title_vi", "title_en", "publisher_en", "year_stated", "language", "accessed"},
    "programmes": {"id", "name_en", "level"},
    "targets": {"id", "definition", "scope", "scope_en", "wording_en"},
    "aims": {"id", "wording_en"},
    "observations": {"id", "step", "unit", "acknowledged"},
    "population": {"id", "derived_from"},
    "areas": {"type", "name_en", "before_vi", "before_en"},
    "area_changes": set(),
    "breaks": {"id", "name_en", "reason_en"},
}


def test_every_column_that_a_table_takes_is_asked_for_or_named_as_one_that_is_not():
    lacking = {
        table: set(column_names(MODELS[table])) - {column.becomes for column in columns}
        for table, columns in SHEETS.items()
    }
    assert lacking == NOT_ASKED
    assert FILES.keys() <= SHEETS.keys()


def test_targets_of_every_shape_and_aims_are_read_as_the_files_have_them(made, tmp_path):
    folder = made("Lai Châu")
    old = target(folder, due_year=2023)
    new = target(
        folder,
        value=25,
        first_year=2023,
        part="Xã đặc biệt khó khăn",
        ages="6-11",
        count=141,
        whole="220",
        set_on="15/6/2022",
        unit_printed="%",
        stated="không",
    )
    later = target(folder, value=20, due_year=2030, orientation="có", revises="MT1")
    aim = {
        "programme": "CT1",
        "number": "Chỉ tiêu 3",
        "gap": "không nêu mức",
        "source": "N1",
        "sentence": "[VÍ DỤ] giảm so với năm 2021",
    }
    of_part = figure(folder, start="2024", value=24, part="xã đặc biệt khó khăn", period_stated="không")
    rows = {"programmes": [PROGRAMME], "targets": [old, new, later], "aims": [aim, {**aim, "source": "N9"}]}
    path = fill(folder, tmp_path / "a.xlsx", sources=[SOURCE], observations=[of_part], **rows)
    kept = keep(folder, path)
    assert [(one.problem.code, one.cell) for one in kept.refused] == [("not_in_list", "F6")]
    evidence = load(folder)
    first, part, revised = evidence.targets_of("lai_chau_programme_1")
    assert (part.first_year, part.scope, part.scope_vi) == (2023, "xa_dac_biet_kho_khan", "Xã đặc biệt khó khăn")
    assert (part.ages, part.count, part.whole) == ("6-11", 141, 220)
    assert (part.set_on, part.unit_printed, part.stated) == ("2022-06-15", "%", "no")
    assert (revised.orientation, revised.revises, first.orientation) == ("yes", first.id, "no")
    (only,) = evidence.aims_of("lai_chau_programme_1")
    assert (only.gap, only.number, only.wording_vi) == ("no_number", "Chỉ tiêu 3", "[VÍ DỤ] giảm so với năm 2021")
    (own,) = (row for row in evidence.observations.values() if not row.is_national)
    assert (own.definition, own.period_stated) == (part.scope, "no")
    assert judge(evidence, "lai_chau_programme_1")[part.id].latest.rows == (own.id,)
    again = keep(folder, fill(folder, tmp_path / "b.xlsx", sources=[SOURCE], programmes=[PROGRAMME]))
    assert not again.refused and not load(folder).aims


# Units of two times under one code, a district that ended, a part that became of each; made-up names and codes.
UNITS = [
    {"code": "990", "name": "Huyện Thử", "level": "huyện (đến 30/6/2025)", "valid_to": "30/6/2025"},
    {"code": "9901", "name": "Xã Thử Một", "level": "xã, phường, đặc khu", "valid_to": "30/6/2025"},
    {"code": "09901", "name": "Phường Thử", "level": "xã, phường, đặc khu"},
]


def units():
    """The rows of the sheet of units, each with its first day; the old commune lies in the district above it."""
    old, parent = {"valid_from": "01/01/2004"}, {"parent": "Huyện Thử (990)"}
    return [UNITS[0] | old, UNITS[1] | old | parent, UNITS[2] | {"valid_from": "01/7/2025"}]


def test_units_below_the_province_are_named_once_and_chosen_by_all_other_sheets(made, tmp_path):
    folder = made("Lai Châu")
    old, new = "Xã Thử Một (9901)", "Phường Thử (09901)"
    count = figure(folder, area=new, start="9/2025", value=24)
    people = {"start": "9/2025", "basis": "đăng ký, theo dõi của cơ quan", "source": "N1", "sentence": "[VÍ DỤ]"}
    broken = {
        "date": "01/7/2025",
        "kind": "mẫu số",
        "effect": "so sánh thận trọng",
        "name": "[VÍ DỤ] mốc",
        "reason": "[VÍ DỤ]",
    }
    path = fill(
        folder,
        tmp_path / "a.xlsx",
        sources=[SOURCE],
        observations=[count, count | {"area": "Xã Thử Hai (09902)"}],
        population=[people | {"total": 12000, "under16": "3.600"}, people | {"total": 900, "area": new}],
        areas=units(),
        area_changes=[{"old": old, "new": new, "date": "01/7/2025", "decision": "[VÍ DỤ] 1/NQ"}],
        breaks=[broken, broken | {f"indicator{n}": named(folder, code) for n, code in CHOSEN.items()} | {"area": new}],
    )
    kept = keep(folder, path)
    assert [(one.problem.code, one.cell) for one in kept.refused] == [("not_in_list", "C6"), ("ambiguous_number", "E5")]
    evidence = load(folder)
    assert [(a.code, a.type, a.parent) for a in evidence.states_of("09901")] == [
        ("09901", "xa", "990"),
        ("09901", "phuong", "12"),
    ]
    assert [change.weight for change in evidence.area_changes.values() if not change.is_national] == [1]
    assert [row.area for row in evidence.observations.values() if not row.is_national] == ["09901"]
    assert [(p.area, p.total, p.note) for p in evidence.population.values()] == [("09901", 900, "[VÍ DỤ]")]
    own = [row for row in evidence.breaks.values() if not row.is_national]
    assert [(b.indicators, b.areas) for b in own] == [
        (("*",), ("12",)),
        (("stunting_rate", "infant_mortality_rate"), ("09901",)),
    ]
    assert not only_errors(check_folder(folder, DAY))
    assert "Phường Thử (09901)" in known_words(evidence)["area"]
    undo_intake(folder, kept.id)
    assert not load(folder).states_of("09901")


def test_a_figure_of_a_unit_that_was_refused_says_which(made, tmp_path):
    folder = made("Lai Châu")
    place = units()[2]
    chosen = {"area": "Phường Thử (09901)", "start": "9/2025"}
    for wrong in ({"valid_from": ""}, {"parent": chosen["area"]}):
        rows = {"areas": [place | wrong], "observations": [figure(folder, **chosen)]}
        kept = keep(folder, fill(folder, tmp_path / "a.xlsx", sources=[SOURCE], **rows))
        codes = {one.problem.code: one.problem.found for one in kept.refused}
        assert codes["named_row_refused"] == chosen["area"] and len(codes) == 2


def test_before_a_merger_people_units_and_breaks_are_of_a_province_that_there_was(made, tmp_path):
    folder = made("Lào Cai")
    people = {"start": "2024", "total": 900, "basis": "dự báo", "source": "N1", "sentence": "[VÍ DỤ]"}
    broken = {
        "date": "2020-01-01",
        "kind": "mẫu số",
        "effect": "so sánh thận trọng",
        "name": "[VÍ DỤ]",
        "reason": "[VÍ DỤ]",
    }
    rows = {"population": [people], "areas": units()[:2], "breaks": [broken]}
    kept = keep(folder, fill(folder, tmp_path / "a.xlsx", sources=[SOURCE], **rows))
    told = {(one.sheet, one.cell): one.problem.code for one in kept.refused}
    assert list(told.values()) == ["area_not_chosen", "named_row_refused", "area_not_chosen", "area_not_chosen"]
    assert {cell for _, cell in told} == {"F5", "F6", "A5"}


def test_a_workbook_that_was_made_when_there_were_fewer_columns_is_read(made, tmp_path):
    folder = made("Lai Châu")
    tables = {"programmes": [PROGRAMME], "targets": [target(folder)], "observations": [figure(folder)]}
    path = fill(folder, tmp_path / "a.xlsx", sources=[SOURCE], **tables)
    book = openpyxl.load_workbook(path)
    book.remove(next(s for s in book.worksheets if s.cell(CODES_ROW, 4).value == "aims.gap"))
    for sheet in book.worksheets:
        for cell in reversed(sheet[CODES_ROW]):
            if str(cell.value).endswith((".part", ".first_year", "targets.key", ".period_note")):
                sheet.tables.clear()
                sheet.delete_cols(cell.column)
    book.save(path)
    kept = keep(folder, path)
    assert (len(kept.taken), kept.refused) == (4, ())


def test_only_the_first_column_of_a_sheet_has_the_names_of_its_rows(made, tmp_path):
    for sheet in openpyxl.load_workbook(fill(made("Lai Châu"), tmp_path / "a.xlsx")).worksheets[1:-2]:
        for code, cell in zip(sheet[CODES_ROW], sheet[FIRST_ROW], strict=True):
            named = str(code.value).endswith(".key")
            shown = cell.value if named or not str(code.value).endswith(".unit_shown") else cell.value[:1]
            assert shown == (row_key(str(code.value)[:-4], FIRST_ROW) if named else "=" if shown else None)


def test_no_sheet_is_printed_in_letters_that_nobody_can_read(made, tmp_path):
    folder = made("Lai Châu")
    for sheet in openpyxl.load_workbook(fill(folder, tmp_path / "a.xlsx")).worksheets[1:-2]:
        width = sum(sheet.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.max_column + 1))
        # Across an A4 page stand 143 characters of 11 points; below 8 points nobody reads them.
        pages = sheet.page_setup.fitToWidth or 1
        assert width / pages <= 143 * 11 / 8
        assert pages == 1 or sheet.print_title_cols == "$A:$A"


@pytest.mark.parametrize("typed", ["30/06/2024", "2024-06-30"])
def test_a_time_is_read_as_people_write_it(typed):
    assert (read_when(typed), read_when("06/2024"), read_when("tháng 6/2024")) == ("2024-06-30", "2024-06", "2024-06")


def test_another_workbook_is_told_by_its_sheets(tmp_path):
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    assert book_facts(tmp_path / "b.xlsx")[1][0].code == "not_a_province_book"


@pytest.mark.parametrize("gone", ["about.csv", "programmes.csv", "sources.csv", "observations.csv"])
def test_a_half_made_folder_is_told_in_sentences(made, gone):
    folder = made("Sơn La")
    (folder / gone).unlink()
    assert all(text(problem) for problem in check_folder(folder, DAY))
    assert only_errors(check_folder(folder, DAY))


def test_a_folder_that_is_there_is_not_written_over(tmp_path, monkeypatch):
    monkeypatch.setattr(new_province, "folder_path", lambda name: tmp_path / "data" / name)
    monkeypatch.setattr(new_province, "book_path", lambda name: tmp_path / f"{name}.xlsx")
    (tmp_path / "data").mkdir()
    assert new_province.make_province("lai chau", "vi") == 0
    (tmp_path / "data/lai-chau/sources.csv").write_text("mine")
    (tmp_path / "lai-chau.xlsx").write_text("filled in")
    assert new_province.make_province("lai chau", "vi") == 1
    assert (tmp_path / "data/lai-chau/sources.csv").read_text() == "mine"
    assert (tmp_path / "lai-chau.xlsx").read_text() == "filled in"


def test_a_folder_that_is_none_of_ours_is_left_alone_and_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(new_province, "folder_path", lambda name: tmp_path / "data" / name)
    (tmp_path / "data/lai-chau").mkdir(parents=True)
    (tmp_path / "data/lai-chau/photo.jpg").write_bytes(b"mine")
    assert new_province.make_province("lai chau", "vi") == 1
    assert "data/lai-chau có nhưng không có tệp dữ liệu nào" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "data/lai-chau").iterdir()] == ["photo.jpg"]
