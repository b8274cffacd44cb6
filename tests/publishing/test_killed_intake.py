"""What takes in, takes back, records or proposes, killed at any of its writing steps; all that is typed is made up.

Nothing is lost and nothing half: what a build reads afterwards is what stood before or what shall be, and the next run
leaves, byte by byte, what one that nobody disturbed leaves.
"""

import os
import shutil
from contextlib import suppress
from datetime import date

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from bvte.cli import main
from bvte.evidence.load import data_folder, load
from bvte.evidence.problem import Problem
from bvte.intake import recording_sheet
from bvte.intake.decision_files import keep_decisions, keep_rejected
from bvte.intake.keeping import Reading, Refused, Taken, keep_reading
from bvte.intake.received import undo_intake
from bvte.intake.text_keeping import finish_intakes, keep_texts, undo_texts
from bvte.intake.workshop import read_workshop
from bvte.judgement.targets import judge
from bvte.publishing import answers
from bvte.publishing.commands import record_edition
from bvte.publishing.forms.recording import record_workbook
from bvte.publishing.inputs import rows_of
from bvte.publishing.mapping import write_proposal

from ..intake.conftest import DRAFT
from ..intake.made_up import commune_forms, commune_values, fill_form
from ..intake.test_workshop import FIRST
from .dying import in_a_process, kill_at, kill_within

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

DAY = date(2026, 1, 31)
RATE = {"indicator": "special_circumstances_rate", "area": "11", "unit": "percent", "statistic": "level"}
TEXTS = {"2020/V.vi.md": "Mới.\n", "2020/VI-1.vi.md": "Đề nghị.\n", "2024/V.vi.md": "Nữa.\n"}


class Sent:
    """What offices sent, made once."""

    def __init__(self, place):
        self.evidence = load("dien-bien")
        self.book, self.word = place / "báo cáo.xlsx", place / "báo cáo.docx"
        openpyxl.Workbook().save(self.book)
        docx.Document().save(self.word)
        place = place / "requests"
        self.answers = commune_forms(self.evidence, 2025, place, 2)
        for seed, path in enumerate(self.answers):
            fill_form(path, path, commune_values(seed))
        self.records = [self._record(place / f"phiếu {word}.xlsx", word) for word in ("giữ nguyên", "bỏ")]

    def _record(self, path, word):
        """A recording sheet with one decision on the first target, and a second row that is refused."""
        path.write_bytes(record_workbook(judge(self.evidence, DRAFT), "dien-bien"))
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet[recording_sheet.DAY_CELL] = "29/12/2025"
        column = recording_sheet.COLUMNS.index("decision") + 1
        sheet.cell(FIRST, column).value, sheet.cell(FIRST + 1, column).value = word, "có lẽ"
        book.save(path)
        return path, read_workshop(path, self.evidence)

    def reading(self, value):
        taken = Taken("Sheet", "A1", value, {**RATE, "start": "2022", "end": "2022", "comparator": "=", "value": value})
        refused = Refused("Sheet", "A2", "x", Problem("not_a_number", self.book.name, 2, "A", "x"))
        return Reading("report", "so_yte", "", (taken,), (refused,))


def keep(sent, folder, value="3.1", map_text=b"a: 1\n"):
    more = {"beside": {"map.yml": map_text}, "known": sent.evidence, "renews": True}
    return keep_reading(sent.book, sent.reading(value), folder, DAY, **more)


def keep_again(sent, folder):
    return keep(sent, folder, "3.2", b"a: 2\n")


def take_back(sent, folder):
    with suppress(StopIteration):  # the one that was killed had done it
        undo_intake(folder, next(path.name for path in (folder / "intakes").glob("report-*")))


def keep_words(sent, folder):
    return keep_texts(sent.word, TEXTS, folder, "so", DAY)


def put_words_back(sent, folder):
    with suppress(StopIteration):
        undo_texts(folder, next(path.name for path in (folder / "intakes").glob("text-*")))


def receive(sent, folder):
    answers.receive_answers(sent.answers, folder, "dien-bien", 2025, DAY)


def hold_workshop(sent, folder, number=0):
    path, intake = sent.records[number]
    keep_decisions(intake, folder, again=True)
    (folder / "workshops/earlier").mkdir(exist_ok=True)  # somewhere in the folder that no report reads
    keep_rejected(intake, folder / "workshops/earlier" / path.name, str)


def hold_it_again(sent, folder):
    hold_workshop(sent, folder, 1)


def record(sent, folder):
    with suppress(FileExistsError):
        record_edition(load(folder), 2025)


# What is done -> what was done before.
DONE = {
    keep: (),
    keep_again: (keep,),
    take_back: (keep,),
    keep_words: (),
    put_words_back: (keep_words,),
    receive: (),
    hold_workshop: (),
    hold_it_again: (hold_workshop,),
    record: (),
}
# Each step of what loads the whole folder takes a second, of what keeps figures half of one: of these every so-manieth
# is tried.
STRIDE = {receive: 11, record: 3, keep: 4, keep_again: 4}


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    return Sent(tmp_path_factory.mktemp("sent"))


def read_in(folder):
    """File -> rows that a build reads."""
    return {file: rows for file, rows in rows_of(folder).items() if rows}


def bytes_below(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def killed_at(step, do, sent, folder):
    kill_at(step, folder)
    run(do, sent, folder)


def killed_within(number, do, sent, folder):
    kill_within(number)
    run(do, sent, folder)


def run(do, sent, folder):
    os.fsync = lambda number: None
    do(sent, folder)


@pytest.mark.parametrize("how", [killed_at, killed_within])
@pytest.mark.parametrize("do", DONE, ids=lambda do: do.__name__)
def test_killed_at_any_step_nothing_is_lost_and_the_next_run_completes(sent, tmp_path, do, how):
    before, whole = tmp_path / "before", tmp_path / "whole"
    shutil.copytree(data_folder("dien-bien"), before)
    for earlier in DONE[do]:
        earlier(sent, before)
    shutil.copytree(before, whole)
    do(sent, whole)
    allowed, wanted = [read_in(before), read_in(whole)], bytes_below(whole)
    for kills, step in enumerate(range(0, 500, STRIDE.get(do, 1))):
        place = shutil.copytree(before, tmp_path / "killed")
        if in_a_process(how, step, do, sent, place):
            assert kills or (how, do) == (killed_within, take_back)  # which writes no file
            return
        finish_intakes(place)  # as a build does first
        assert do is receive or read_in(place) in allowed, step
        assert in_a_process(run, do, sent, place), step
        assert bytes_below(place) == wanted, step
        shutil.rmtree(place)
    pytest.fail("it never ends")


READERS = [("build",), ("check",), ("status",), ("record", "2025")]


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_what_cannot_be_finished_ends_a_command_in_a_sentence(sent, tmp_path, monkeypatch, command):
    folder = shutil.copytree(data_folder("dien-bien"), tmp_path / "elsewhere")
    keep_words(sent, folder)
    next((folder / "intakes").glob("text-*")).joinpath("pending").write_bytes(b"")
    monkeypatch.setattr(os, "access", lambda *_: False)
    name, *more = command
    result = CliRunner().invoke(main, [name, str(folder), *more])
    assert (result.exit_code, type(result.exception)) == (1, SystemExit) and "thư mục intakes" in result.output


@pytest.mark.parametrize("command", READERS[1:], ids=lambda command: command[0])
def test_whoever_reads_a_folder_finds_an_intake_that_a_dead_process_left_in_its_place(sent, tmp_path, command):
    folder = shutil.copytree(data_folder("dien-bien"), tmp_path / "elsewhere")
    keep_words(sent, folder)
    next((folder / "intakes").glob("text-*")).joinpath("pending").write_bytes(b"")
    text = folder / "narrative/2024/V.vi.md"
    text.unlink()
    name, *more = command
    CliRunner().invoke(main, [name, str(folder), *more])
    assert text.read_text(encoding="utf-8") == "Nữa.\n" and not list(folder.rglob("pending"))


def test_a_proposed_map_that_was_killed_is_proposed_again(tmp_path):
    path, folder = tmp_path / "bảng.csv", data_folder("dien-bien")
    path.write_text("REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE\nVN,stunting_rate,2011,20.5\n", encoding="utf-8")
    whole = shutil.copytree(tmp_path, tmp_path.with_name("whole")) / path.name
    assert write_proposal(whole, folder) == 0

    def propose(_, place):
        write_proposal(path, folder)

    assert not in_a_process(killed_within, 0, propose, None, tmp_path)
    assert write_proposal(path, folder) == 0
    assert bytes_below(tmp_path) == bytes_below(whole.parent)
