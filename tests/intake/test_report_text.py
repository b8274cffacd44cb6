"""The Word file of a yearly report read back: what people wrote is kept, all else is told with where it belongs."""

import csv
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from bvte.cli import main
from bvte.evidence import placing
from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.language import activate
from bvte.evidence.load import data_folder, load
from bvte.evidence.national import report_layout
from bvte.evidence.problem import Severity
from bvte.intake.report_parts import NAMESPACE, read_parts
from bvte.intake.report_text import read_report_text
from bvte.intake.text_keeping import finish_intakes, keep_texts, undo_texts
from bvte.intake.word_reader import read_word
from bvte.judgement.annual import annual
from bvte.presentation.narrative import narrative
from bvte.presentation.problems import problem_line
from bvte.publishing.text_intake import import_report_text

from ..shown import told
from . import word_files as word

DAY = date(2026, 1, 15)
SOFFICE = shutil.which("soffice")


@pytest.fixture
def folder(tmp_path):
    """The province's folder, to be written to."""
    place = tmp_path / "dien-bien"
    shutil.copytree(data_folder("dien-bien"), place)
    return place


@pytest.fixture
def saved(tmp_path):
    """A function that saves a document under a name and returns its path."""

    def save(document, name="báo cáo.docx"):
        document.save(tmp_path / name)
        return tmp_path / name

    return save


@pytest.fixture
def taken(folder, saved, capsys):
    """A function that reads a document into the folder: exit status, what was told, the folder's new texts."""

    def take(document, **how):
        before = texts_of(folder)
        path = document if hasattr(document, "name") and hasattr(document, "exists") else saved(document)
        status = import_report_text(path, DAY, str(folder), **how)
        said = capsys.readouterr()
        after = texts_of(folder)
        return status, said.out + said.err, {name: text for name, text in after.items() if before.get(name) != text}

    return take


def texts_of(folder):
    found = sorted((folder / "narrative").rglob("*.md"))
    return {path.relative_to(folder / "narrative").as_posix(): path.read_text(encoding="utf-8") for path in found}


def codes_of(path):
    return [problem.code for problem in read_report_text(path).problems]


def one_problem(path, code):
    (problem,) = [p for p in read_report_text(path).problems if p.code == code]
    return problem


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_nobody_touched_changes_nothing(taken, language):
    status, said, new = taken(word.opened(language))
    assert (status, new) == (0, {})
    assert "Không có lời văn mới" in said or "No new text" in said


def test_what_is_typed_becomes_the_text_of_its_section(taken, folder):
    document = word.opened()
    bold, italic = word.run("rất", "<w:b/>"), word.run("nhanh", "<w:i/>")
    word.write(
        document,
        "IV-1",
        word.paragraph(word.run("Công việc được triển khai ") + bold + word.run(" và ") + italic + word.run(".")),
        word.item("tập huấn;"),
        word.item("truyền thông."),
        word.table([["Việc", "Cơ quan"], ["Tập huấn", "Sở Y tế"]]),
        "Hết.",
    )
    status, said, new = taken(document)
    assert status == 0 and "IV.1. Kết quả nổi bật (6 đoạn)" in said
    assert new == {
        "2020/IV-1.vi.md": "Công việc được triển khai **rất** và *nhanh*.\n\n- tập huấn;\n- truyền thông.\n\n"
        "| Việc | Cơ quan |\n| --- | --- |\n| Tập huấn | Sở Y tế |\n\nHết.\n"
    }
    # The next report has it.
    shown = told(narrative(annual(load(str(folder)), word.YEAR), "IV-1"))
    assert "Công việc được triển khai" in shown and "truyền thông." in shown
    assert not only_errors(check_folder(str(folder)))


def drafted(document):
    """The first place to write of the file that holds a draft: its section, prompt and sentences."""
    for sdt in document.element.body.iter(qn("w:sdt")):
        lines = [p for p in sdt.iter(qn("w:p")) if letters(p).startswith("Dự thảo, chờ")]
        if lines:
            return sdt.find(f".//{qn('w:tag')}").get(qn("w:val")), lines[0], list(lines[0].itersiblings(qn("w:p")))
    raise AssertionError("no place holds a draft")


def test_a_draft_is_taken_as_it_is_once_nothing_calls_it_one(taken, folder):
    document = word.opened()
    section, prompt, sentences = drafted(document)
    prompt.getparent().remove(prompt)
    status, said, new = taken(document)
    (text,) = new.values()
    assert (status, list(new)) == (0, [f"2020/{section}.vi.md"]), said
    # Its figures are references, so that the next report has those of its day.
    assert text.count("\n\n") == len(sentences) - 1 and re.search(r"\{\{(result|number):", text) and "{{source:" in text
    activate("vi")
    shown = told(narrative(annual(load(str(folder)), 2020), section))
    assert [" ".join(line.split()) for line in shown.split("\n") if line.strip()] == [
        " ".join(letters(line).split()) for line in sentences
    ]


def test_of_a_changed_draft_every_sentence_is_taken_and_not_the_prompt(taken):
    document = word.opened()
    section, _, sentences = drafted(document)
    sentences[-1].append(word.paragraph(word.run(" Cần rà soát.")).find(qn("w:r")))
    status, _, new = taken(document)
    text = new[f"2020/{section}.vi.md"]
    assert status == 0 and "Dự thảo" not in text and text.endswith("Cần rà soát.\n")
    assert text.count("\n\n") == len(sentences) - 1


def test_the_same_file_again_changes_nothing(taken, folder):
    document = word.opened()
    word.write(document, "VI-1", "Đề nghị bố trí kinh phí.")
    assert taken(document)[2]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    status, said, new = taken(document)
    assert (status, new) == (0, {}) and "Không đổi" in said
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_the_english_file_fills_the_english_text(taken):
    document = word.opened("en")
    word.write(document, "VI-1", "Funds are asked for.")
    activate("en")
    status, said, new = taken(document)
    assert (status, new) == (0, {"2020/VI-1.en.md": "Funds are asked for.\n"})
    assert "Taken: VI.1. To the central level (1 paragraph)." in said


def test_a_reference_stays_where_only_the_words_around_it_change(taken, folder):
    document = word.opened()
    before = (folder / "narrative/2020/II-1.vi.md").read_text(encoding="utf-8")
    sdt = word.control(document, "II-1")
    texts = [t for t in sdt.iter(qn("w:t")) if t.text and "cuộc kiểm tra" in t.text]
    texts[-1].text = texts[-1].text.replace("cuộc kiểm tra, giám sát", "cuộc kiểm tra và giám sát liên ngành")
    status, _said, new = taken(document)
    assert status == 0
    assert new == {"2020/II-1.vi.md": before.replace("cuộc kiểm tra, giám sát", "cuộc kiểm tra và giám sát liên ngành")}
    assert "{{source:dbtv_2021_12_14}}" in new["2020/II-1.vi.md"]


def test_a_figure_that_was_typed_over_is_asked_about_with_its_value_and_place(taken):
    document = word.opened()
    sdt = word.control(document, "II-1")
    for text in sdt.iter(qn("w:t")):
        text.text = (text.text or "").replace("35 kế hoạch", "36 kế hoạch").replace("35", "36")
    status, said, new = taken(document)
    # A question keeps no text out.
    assert status == 0 and "{{number:policy_documents_plans" not in new["2020/II-1.vi.md"]
    assert "báo cáo.docx, mục II.1. Chỉ đạo, ban hành văn bản, đoạn 1: số “36” không ứng với số liệu nào" in said


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Có 4.321 trẻ em được giúp.", ["4.321"]),
        ("Quyết định 23/QĐ-TTg ngày 07/01/2021 giai đoạn 2021–2030.", []),
        ("Có 124.472 trẻ em.", []),
        ("Tỷ lệ là 12,5% và 12,6%.", ["12,5", "12,6"]),
    ],
)
def test_every_number_is_held_against_the_findings(taken, typed, asked):
    document = word.opened()
    word.write(document, "III-3", "Đoạn một.", typed)
    _, said, new = taken(document)
    assert new["2020/III-3.vi.md"] == f"Đoạn một.\n\n{typed}\n"
    for number in asked:
        assert f"III.3. Giáo dục, đoạn 2: số “{number}” không ứng với số liệu nào" in said
    assert said.count("không ứng với số liệu nào") == len(asked)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Tỷ lệ là {{result:poverty_rat:2010}}.", "dẫn chiếu “result:poverty_rat:2010” không ứng với số liệu nào"),
        ("Tỷ lệ là {{result:x", "ngoặc nhọn"),
    ],
)
def test_a_wrong_reference_keeps_its_section_out_and_no_other(taken, typed, said):
    document = word.opened()
    word.write(document, "III-3", typed)
    word.write(document, "VI-3", "Đề nghị thống kê đủ.")
    status, told_, new = taken(document)
    assert status == 1 and said in told_ and "Chưa nhận, lý do nêu ở trên: III.3" in told_
    assert list(new) == ["2020/VI-3.vi.md"]


def test_a_name_of_a_person_is_asked_about_before_it_is_kept(taken):
    document = word.opened()
    word.write(document, "IV-1", "Ông Nguyễn Văn An (0912 345 678) phụ trách.")
    status, said, new = taken(document)
    assert (status, new) == (1, {}) and "Nguyễn Văn An" in said and "0912 345 678" in said and "--names" in said
    status, _, new = taken(document, names=True)
    assert status == 0 and list(new) == ["2020/IV-1.vi.md"]


def test_figures_headings_sources_and_sentences_are_not_read_and_told_where_they_belong(taken):
    document = word.opened()
    row = next(row for grid in document.tables for row in grid.rows if "Trẻ em dưới 16 tuổi" in row.cells[1].text)
    cells = [cell.text for cell in row.cells]
    row.cells[3].paragraphs[0].runs[0].text = "999.999"
    word.replace_text(document, "II.3. Kinh phí", "II.3. Tiền")
    key = next(p for p in document.paragraphs if p.style.name == "Key message")
    key.runs[0].text = "Mọi mục tiêu đều đạt. " + key.runs[0].text
    status, said, new = taken(document)
    assert (status, new) == (1, {})
    assert "mục Biểu 1. Dân số trẻ em dưới 16 tuổi: ô thứ 4 của dòng" in said and "nay ghi “999.999" in said
    assert "observations.csv" in said and cells[3].split("\n")[0] in said
    assert "“II.3. Kinh phí” được sửa thành “II.3. Tiền”" in said
    assert said.count("annual_report.yml") == 1 and "targets.csv" in said


def test_head_and_signature_may_be_filled_in_for_sending(taken):
    document = word.opened()
    old = next(p.text for grid in document.tables for p in grid.rows[0].cells[1].paragraphs if "ngày ……" in p.text)
    word.replace_text(document, old, "Điện Biên, ngày 15 tháng 01 năm 2021")
    status, said, new = taken(document)
    assert (status, new) == (0, {}) and "chỉ giữ trong bản gửi đi" in said


def test_text_outside_of_the_places_is_refused_with_the_place_that_it_belongs_to(taken):
    document = word.opened()
    heading = word.replace_text(document, "IV.3. Nguyên nhân", "IV.3. Nguyên nhân")
    heading.addnext(word.paragraph("Nguyên nhân là thiếu cán bộ."))
    status, said, new = taken(document)
    assert (status, new) == (1, {})
    assert "“Nguyên nhân là thiếu cán bộ.” nằm ngoài các ô viết" in said and "mục “IV.3. Nguyên nhân”" in said


def test_what_was_deleted_elsewhere_is_told_and_stays(taken):
    document = word.opened()
    found = word.replace_text(document, "II.3. Kinh phí", "II.3. Kinh phí")
    found.getparent().remove(found)
    status, said, new = taken(document)
    assert (status, new) == (0, {}) and "“II.3. Kinh phí” đã bị xóa" in said


def test_tracked_changes_are_read_as_they_are_shown(taken):
    document = word.opened()
    words = (
        word.run("Tổ chức ") + word.tracked("del", "ba ") + word.tracked("ins", "nhiều ") + word.run("đợt tập huấn.")
    )
    gone = word.paragraph(word.run("Đoạn này"), '<w:pPr><w:rPr><w:del w:id="2" w:author="A"/></w:rPr></w:pPr>')
    note = word.paragraph(word.run(" liền với đoạn sau.") + "<w:r><w:commentReference w:id='0'/></w:r>")
    word.write(document, "IV-1", word.paragraph(words), gone, note)
    status, said, new = taken(document)
    assert status == 0
    assert new == {"2020/IV-1.vi.md": "Tổ chức nhiều đợt tập huấn.\n\nĐoạn này liền với đoạn sau.\n"}
    assert "theo dõi thay đổi" in said and "có 1 nhận xét" in said


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("<w:r><w:footnoteReference w:id='2'/></w:r>", "word_lost_footnote"),
        ("<w:r><w:pict/></w:r>", "word_lost_picture"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "word_lost_symbol"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>", "word_lost_hidden"),
        ("<w:r><w:rPr><w:strike/></w:rPr><w:t>bỏ</w:t></w:r>", "word_lost_struck"),
    ],
)
def test_what_no_text_can_take_in_is_told(saved, taken, part, code):
    document = word.opened()
    word.write(document, "IV-1", word.paragraph(word.run("Lời văn.") + part))
    path = saved(document)
    assert one_problem(path, code).column == "IV.1. Kết quả nổi bật"
    assert taken(path)[2] == {"2020/IV-1.vi.md": "Lời văn.\n"}


def test_a_text_whose_control_was_taken_away_is_found_between_its_neighbours(taken):
    document = word.opened()
    word.write(document, "II-4", "Đã truyền thông.", word.item("ở trường;"))
    word.unwrap(document, "II-4")
    status, said, new = taken(document)
    assert status == 0 and "ô viết không còn trong tệp" in said
    assert new == {"2020/II-4.vi.md": "Đã truyền thông.\n\n- ở trường;\n"}


def test_a_place_that_was_deleted_or_emptied_leaves_the_text_that_stood_there(taken):
    document = word.opened()
    word.write(document, "II-1", "")
    sdt = word.control(document, "V")
    sdt.getparent().remove(sdt)
    status, said, new = taken(document)
    assert (status, new) == (0, {})
    assert said.count("ô viết nay trống") == 2 and "Hội thảo ngày 29/12/2020" in said


def test_a_control_that_was_copied_is_read_once_or_asked_about(saved, taken):
    document = word.opened()
    word.write(document, "IV-1", "Một lời văn.")
    second = word.copy_control(document, "IV-1")
    assert taken(document)[2] == {"2020/IV-1.vi.md": "Một lời văn.\n"}
    next(second.iter(qn("w:t"))).text = "Lời văn khác."
    word.write(document, "VI-1", "Đề nghị.")
    status, said, new = taken(saved(document, "hai.docx"))
    assert status == 1 and "hai bản với lời văn khác nhau" in said and list(new) == ["2020/VI-1.vi.md"]


def test_a_text_that_somebody_else_changed_meanwhile_is_not_replaced_unasked(taken, folder):
    document = word.opened()
    word.write(document, "V", "Phương hướng mới.")
    other = folder / "narrative/2020/V.vi.md"
    other.write_text("Người khác đã viết.\n", encoding="utf-8")
    status, said, new = taken(document)
    assert (status, new) == (1, {}) and "narrative/2020/V.vi.md đã được sửa sau khi" in said
    status, _, new = taken(document, replace=True)
    assert status == 0 and new == {"2020/V.vi.md": "Phương hướng mới.\n"}
    (intake,) = (folder / "intakes").glob("text-*")
    assert (intake / "earlier/2020/V.vi.md").read_text(encoding="utf-8") == "Người khác đã viết.\n"


def test_a_figure_that_changed_meanwhile_is_no_change_of_the_text(taken, folder):
    rows = folder / "observations.csv"
    with rows.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    (row,) = [r for r in table if r["indicator"] == "policy_documents_plans" and r["value"] == "35"]
    row["value"] = "37"
    with rows.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    document = word.opened()
    texts = [t for t in word.control(document, "II-1").iter(qn("w:t")) if t.text and t.text.startswith("Theo tổng kết")]
    texts[0].text = texts[0].text.replace("Theo tổng kết", "Theo báo cáo tổng kết")
    status, said, new = taken(document)
    assert status == 0, said
    assert "{{number:policy_documents_plans:2017-2021}} kế hoạch" in new["2020/II-1.vi.md"]


def test_an_intake_is_listed_as_one_and_can_be_taken_back(taken, folder):
    before = texts_of(folder)
    document = word.opened()
    word.write(document, "V", "Phương hướng mới.")
    word.write(document, "VI-1", "Đề nghị.")
    assert sorted(taken(document)[2]) == ["2020/V.vi.md", "2020/VI-1.vi.md"]
    assert not only_errors(check_folder(str(folder)))
    (intake,) = (folder / "intakes").glob("text-*")
    moved = undo_texts(folder, intake.name)
    assert texts_of(folder) == before and moved.parent.name == "undone"
    # And taken again.
    assert sorted(taken(document)[2]) == ["2020/V.vi.md", "2020/VI-1.vi.md"]


def test_an_intake_is_not_taken_back_over_a_later_text(taken, folder):
    document = word.opened()
    word.write(document, "VI-1", "Đề nghị.")
    taken(document)
    (folder / "narrative/2020/VI-1.vi.md").write_text("Sửa tay.", encoding="utf-8")
    (intake,) = (folder / "intakes").glob("text-*")
    with pytest.raises(FileExistsError, match=r"2020/VI-1\.vi\.md"):
        undo_texts(folder, intake.name)
    assert texts_of(folder)["2020/VI-1.vi.md"] == "Sửa tay."


class Killed(BaseException):
    """The process ends here."""


def test_killed_at_any_step_the_next_run_finishes_or_forgets(folder, saved, monkeypatch):
    document = word.opened()
    path = saved(document)
    texts = {"2020/V.vi.md": "Mới.\n", "2020/VI-1.vi.md": "Đề nghị.\n", "2020/VI-2.vi.md": "Nữa.\n"}
    whole = shutil.copytree(folder, folder.parent / "whole")
    keep_texts(path, texts, whole, "so", DAY)
    wanted = snapshot(whole)
    write, steps = placing.write_bytes, 0
    for dies_at in range(1, 30):
        place = shutil.copytree(folder, folder.parent / f"k{dies_at}")
        left = iter(range(dies_at, 0, -1))

        def dying(target, content, left=left):
            if next(left, 0) == 1:
                target.write_bytes(content[:1])
                raise Killed
            write(target, content)

        monkeypatch.setattr(placing, "write_bytes", dying)
        try:
            keep_texts(path, texts, place, "so", DAY)
        except Killed:
            steps += 1
        else:
            break
        finally:
            monkeypatch.setattr(placing, "write_bytes", write)
        # No file of the narrative is half written.
        assert all(text == texts.get(name) or name in texts_of(folder) for name, text in texts_of(place).items())
        # Whoever comes next finishes what was begun, or it never was.
        finish_intakes(place)
        new = {name for name, text in texts_of(place).items() if text == texts.get(name)}
        assert new in (set(), set(texts))
        keep_texts(path, texts, place, "so", DAY)
        assert snapshot(place) == wanted
    assert steps > 8


def snapshot(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_report_of_another_year_or_folder_is_refused(saved, folder, capsys):
    def with_facts(**facts):
        document = word.opened()
        change_facts(document, **facts)
        return saved(document, "khác.docx")

    assert import_report_text(with_facts(year=1999), DAY, str(folder)) == 1
    assert "báo cáo năm 1999; các năm có trong annual_reports.csv: 2020, 2024, 2025" in capsys.readouterr().err
    assert import_report_text(with_facts(language="xx"), DAY, str(folder)) == 1
    assert "“xx”" in capsys.readouterr().err
    outside = with_facts(data="../../victim")
    answer = CliRunner().invoke(main, ["intake", "report", str(outside)])
    assert answer.exit_code == 2 and "--data" in answer.output
    answer = CliRunner().invoke(main, ["intake", "report", str(with_facts(data="nowhere"))])
    assert answer.exit_code == 2 and "nowhere" in answer.output


def change_facts(document, **facts):
    """Change what a file says of itself."""
    inside = (rel.target_part for rel in document.part.rels.values() if not rel.is_external)
    part = next(part for part in inside if part.partname.startswith("/customXml") and NAMESPACE.encode() in part.blob)
    start, _, rest = part.blob.decode().partition('">')
    text = rest.removesuffix("</report>").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    changed = json.dumps(json.loads(text) | facts, ensure_ascii=False)
    part._blob = f'{start}">{changed.replace("&", "&amp;").replace("<", "&lt;")}</report>'.encode()


def test_a_section_that_the_report_has_not_is_refused_with_the_nearest(saved, folder, capsys):
    document = word.opened()
    word.write(document, "III-2a", "Lời văn.")
    tag = word.control(document, "III-2a").find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    tag.set(qn("w:val"), "III-2x")
    parts = read_parts(read_word(saved(word.opened(), "x.docx"), NAMESPACE).facts)
    told_parts = [
        {
            "section": "III-2x",
            "title": p.title,
            "printed": p.printed,
            "references": [],
            "markdown": "",
            "written": False,
        }
        for p in parts.places.values()
        if p.section == "III-2a"
    ]
    change_facts(document, parts=told_parts)
    assert import_report_text(saved(document), DAY, str(folder)) == 1
    assert "“III-2x” không phải là một mục" in capsys.readouterr().err


def broken_files(tmp_path):
    """Code -> path of a file that cannot be read as the Word file of a report."""
    content = word.word_bytes("vi")
    files = {
        "not_a_word_file": b"%PDF-1.7 ...",
        "word_encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "word_broken": content[: len(content) // 2],
    }
    for code, bytes_ in files.items():
        (tmp_path / f"{code}.docx").write_bytes(bytes_)
        yield code, tmp_path / f"{code}.docx"
    yield (
        "word_strict",
        repacked(
            tmp_path,
            "_rels/.rels",
            b"schemas.openxmlformats.org/officeDocument/2006",
            b"purl.oclc.org/ooxml/officeDocument",
        ),
    )
    yield "word_broken", repacked(tmp_path, "word/document.xml", b"</w:body>", b"")
    yield (
        "word_entities",
        repacked(tmp_path, "word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document'),
    )
    yield "word_not_ours", repacked(tmp_path, "customXml/item2.xml", NAMESPACE.encode(), b"urn:other")
    openpyxl.Workbook().save(tmp_path / "sổ.docx")
    yield "not_a_word_file", tmp_path / "sổ.docx"


def repacked(tmp_path, name, old, new):
    """The file with bytes of a part changed."""
    path = tmp_path / f"{name.replace('/', '_')}-{len(new)}.docx"
    original = tmp_path / "original.docx"
    original.write_bytes(word.word_bytes("vi"))
    with zipfile.ZipFile(original) as before, zipfile.ZipFile(path, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            after.writestr(part, content.replace(old, new, 1) if part == name else content)
    return path


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, folder):
    before = snapshot(folder)
    for code, path in broken_files(tmp_path):
        read = read_report_text(path)
        assert [p.code for p in read.problems] == [code], path
        assert path.name in problem_line(read.problems[0])
        assert import_report_text(path, DAY, str(folder)) == 1
    assert snapshot(folder) == before


def test_questions_and_refusals_are_told_apart(saved):
    document = word.opened()
    word.unwrap(document, "II-1")
    word.replace_text(document, "II.3. Kinh phí", "II.3. Tiền")
    found = {p.code: p.severity for p in read_report_text(saved(document)).problems}
    assert found == {"word_heading": Severity.error}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_a_copy_that_libreoffice_saved_reads_alike(saved, taken, tmp_path):
    document = word.opened()
    word.write(document, "IV-1", "Kết quả nổi bật.", word.item("một việc;"), word.item("hai việc."))
    word.write(document, "II-2", word.table([["A", "B"], ["c", "d"]]), "Sau bảng.")
    path = saved(document)
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "lo"), str(path)], check=True, capture_output=True, timeout=180
    )
    status, said, new = taken(tmp_path / "lo" / path.name)
    assert status == 0, said
    assert new == {
        "2020/IV-1.vi.md": "Kết quả nổi bật.\n\n- một việc;\n- hai việc.\n",
        "2020/II-2.vi.md": "| A | B |\n| --- | --- |\n| c | d |\n\nSau bảng.\n",
    }


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_a_heading_that_was_rewritten_in_libreoffice_becomes_no_text(saved, taken, tmp_path):
    """It stands above the place to write, whose title LibreOffice keeps at its first paragraph."""
    document = word.opened()
    word.replace_text(document, "II.1. Chỉ đạo, ban hành văn bản", "Chuyện khác hẳn.")
    path = saved(document)
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "lo"), str(path)], check=True, capture_output=True, timeout=180
    )
    status, said, new = taken(tmp_path / "lo" / path.name)
    assert (status, new) == (1, {})
    assert "Chuyện khác hẳn." in said


def test_the_command_tells_a_text_from_a_workbook_by_what_it_holds(tmp_path, saved, folder):
    document = word.opened()
    word.write(document, "VI-1", "Đề nghị.")
    path = saved(document, "không đuôi")
    answer = CliRunner().invoke(
        main, ["intake", "report", str(path), "--data", str(folder), "--received", "2026-01-15"]
    )
    assert answer.exit_code == 0, answer.output
    assert "Đã nhận: VI.1. Với Trung ương (1 đoạn)." in answer.output
    listed = CliRunner().invoke(main, ["intakes", "--data", str(folder)])
    (intake,) = (folder / "intakes").glob("text-*")
    assert intake.name in listed.output and "15/01/2026" in listed.output
    undone = CliRunner().invoke(main, ["intakes", "--data", str(folder), "undo", intake.name])
    assert undone.exit_code == 0, undone.output
    assert "2020/VI-1.vi.md" not in texts_of(folder)


def test_the_command_does_not_take_back_what_was_changed_since(saved, folder):
    document = word.opened()
    word.write(document, "VI-1", "Đề nghị.")
    assert import_report_text(saved(document), DAY, str(folder)) == 0
    (folder / "narrative/2020/VI-1.vi.md").write_text("Sửa tay.", encoding="utf-8")
    (intake,) = (folder / "intakes").glob("text-*")
    answer = CliRunner().invoke(main, ["intakes", "--data", str(folder), "undo", intake.name])
    assert answer.exit_code == 1 and "narrative/2020/VI-1.vi.md đã được sửa sau lượt nhận" in answer.output
    assert intake.exists()


def test_a_folder_that_cannot_be_written_is_told(saved, folder, capsys, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    document = word.opened()
    word.write(document, "VI-1", "Đề nghị.")
    before = snapshot(folder)
    monkeypatch.setattr(placing, "write_bytes", full)
    assert import_report_text(saved(document), DAY, str(folder)) == 1
    assert "đĩa đã đầy" in capsys.readouterr().err
    assert {name: b for name, b in snapshot(folder).items() if not name.startswith("intakes/.")} == before


def test_copies_of_texts_make_no_report_stale(saved, folder):
    from bvte.publishing.inputs import rows_of

    document = word.opened()
    word.write(document, "V", "Phương hướng mới.")
    assert import_report_text(saved(document), DAY, str(folder)) == 0
    assert not [name for name in rows_of(folder) if "/earlier/" in name or "/taken/" in name]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_what_is_typed_around_a_prompt_in_libreoffice_is_read_without_it(saved, taken, tmp_path):
    """LibreOffice keeps neither the tag of a control nor Word's mark for a prompt."""
    path = saved(word.opened())
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "lo"), str(path)], check=True, capture_output=True, timeout=180
    )
    document = docx.Document(tmp_path / "lo" / path.name)
    prompts = [p for p in document.element.body.iter(qn("w:p")) if letters(p).startswith(PROMPT)]
    above, within = prompts[0], prompts[-1]
    above.addnext(word.paragraph("Nguyên nhân là thiếu cán bộ."))
    within.append(word.paragraph(word.run(" Bố trí kinh phí.")).find(qn("w:r")))
    status, said, new = taken(saved(document, "LO.docx"))
    assert status == 0, said
    assert new == {text_file(above): "Nguyên nhân là thiếu cán bộ.\n", text_file(within): "Bố trí kinh phí.\n"}


PROMPT = "Đơn vị soạn thảo bổ sung: "


def text_file(prompt):
    """The file of the text that a prompt asks for; which of them a report has depends on what could be drafted."""
    asked = letters(prompt).removeprefix(PROMPT).split(".")[0]
    (part,) = (key for key, part in report_layout().written.items() if part.name["vi"] == asked)
    return f"2020/{part}.vi.md"


def letters(paragraph):
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def test_of_one_file_a_text_may_be_kept_later_than_the_others(taken, saved, folder):
    document = word.opened()
    word.write(document, "VI-1", "Đề nghị.")
    word.write(document, "VI-2", "Ông Nguyễn Văn An đề nghị.")
    path = saved(document)
    assert list(taken(path)[2]) == ["2020/VI-1.vi.md"]
    assert list(taken(path, names=True)[2]) == ["2020/VI-2.vi.md"]
    first, second = sorted((folder / "intakes").glob("text-*"))
    undo_texts(folder, second.name)
    assert {"2020/VI-1.vi.md"} == {name for name in texts_of(folder) if "VI-" in name}
    assert first.exists()


def test_a_file_may_be_read_again_after_its_text_was_changed(taken, saved, folder):
    document = word.opened()
    word.write(document, "VI-1", "Đề nghị.")
    path = saved(document)
    assert taken(path)[2]
    (folder / "narrative/2020/VI-1.vi.md").write_text("Sửa tay.\n", encoding="utf-8")
    assert taken(path)[0] == 1
    status, _, new = taken(path, replace=True)
    assert (status, new) == (0, {"2020/VI-1.vi.md": "Đề nghị.\n"})
    earlier = [p.read_text(encoding="utf-8") for p in (folder / "intakes").glob("text-*/earlier/2020/VI-1.vi.md")]
    assert earlier == ["Sửa tay.\n"]
