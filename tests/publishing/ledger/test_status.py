"""Every reason for which a report does not stand is found and said."""

import os
from dataclasses import replace

import pytest

from bvte.evidence.language import activate
from bvte.publishing import status
from bvte.publishing.inputs import content_digest
from bvte.publishing.ledger import Entry, Ledger, is_known_sound, origin_of
from bvte.publishing.report import Report
from bvte.publishing.uses import may_use

REPORT = Report("evidence_review", {"area": "11", "language": "vi", "data": "dien-bien"}, "Điện Biên")
PAGE = "dien-bien/evidence_review-11.vi.html"
WORDS = {
    "code": "mã nguồn đã đổi",
    "notebook": "sổ tay evidence_review đã đổi",
    "lock": "các gói đã đổi",
    "parameters": "tham số đã đổi",
}


@pytest.fixture
def notebooks():
    from bvte.evidence.load import project_root

    return project_root() / "notebooks"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dien-bien").mkdir()
    (tmp_path / PAGE).write_text("a page")
    return tmp_path


def state(entry, folder, notebooks, rows=()):
    known = Ledger({REPORT.key: entry} if entry else {}, dict(rows))
    return status.report_states([REPORT], notebooks, known, status.Files(folder))[0]


def made(notebooks, **other):
    return Entry(replace(origin_of(REPORT, notebooks), **other), {PAGE: content_digest(b"a page")})


def test_a_report_of_today_is_current(folder, notebooks):
    activate("vi")
    found = state(made(notebooks), folder, notebooks)
    assert (found.state, found.causes) == ("current", ())
    assert status.state_line(found) == "dien-bien/evidence_review-11.vi: còn đúng"


@pytest.mark.parametrize("part", WORDS)
def test_each_part_of_the_origin_makes_it_stale(folder, notebooks, part):
    activate("vi")
    other = {"area": "10"} if part == "parameters" else "another"
    found = state(made(notebooks, **{part: other}), folder, notebooks)
    assert (found.state, [cause.code for cause in found.causes]) == ("stale", [part])
    assert WORDS[part] in status.state_line(found)


@pytest.mark.parametrize("part", [None, "rows", "code"])
def test_rows_are_known_to_be_sound_where_this_code_made_a_report_of_them(notebooks, part):
    entry = made(notebooks, **{part: "another"} if part else {})
    assert is_known_sound(Ledger({REPORT.key: entry}), "dien-bien") == (part is None)
    failed = Entry(failed=entry.origin)
    assert not is_known_sound(Ledger({REPORT.key: failed}), "dien-bien")


def test_a_row_that_changed_is_named(folder, notebooks):
    activate("en")
    from bvte.publishing.inputs import inputs_of

    then = {file: dict(rows) for file, rows in inputs_of("dien-bien").rows.items()}
    then["national/targets.csv"]["t001"] = "another"
    then["sources.csv"]["gone"] = "x"
    del then["breaks.csv"][next(iter(then["breaks.csv"]))]
    found = state(made(notebooks, rows="then"), folder, notebooks, {"then": then})
    codes = sorted((cause.code, cause.facts["file"]) for cause in found.causes)
    assert codes == [("row_changed", "national/targets.csv"), ("row_gone", "sources.csv"), ("row_new", "breaks.csv")]
    assert "national/targets.csv, row t001 changed" in status.state_line(found)


def test_more_causes_than_anybody_reads_are_counted(folder, notebooks):
    activate("en")
    found = state(made(notebooks, rows="then"), folder, notebooks, {"then": {}})
    assert status.state_line(found).endswith(f"and {len(found.causes) - 3} more changes)")


def test_a_file_that_somebody_changed_or_removed_is_seen(folder, notebooks):
    entry = made(notebooks)
    assert state(entry, folder, notebooks).state == "current"
    (folder / PAGE).write_text("a Page")
    assert [c.code for c in state(entry, folder, notebooks).causes] == ["file_changed"]
    (folder / PAGE).unlink()
    assert state(entry, folder, notebooks).state == "missing"
    (folder / PAGE).write_text("a page")
    two = replace(entry, files={**entry.files, "dien-bien/x.docx": "d"})
    assert [c.code for c in state(two, folder, notebooks).causes] == ["file_gone"]


def test_a_figure_changed_by_hand_is_seen_although_its_time_was_put_back(folder, notebooks):
    entry, path = made(notebooks), folder / PAGE
    before = path.stat()
    assert state(entry, folder, notebooks).state == "current"
    path.write_text("b page")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert [c.code for c in state(entry, folder, notebooks).causes] == ["file_changed"]


def test_another_order_of_the_rows_makes_it_stale_and_is_said_once_a_file(folder, notebooks):
    activate("vi")
    from bvte.publishing.inputs import inputs_of

    now = inputs_of("dien-bien").rows
    turned = {file: dict(reversed(rows.items())) for file, rows in now.items()}
    found = state(made(notebooks, rows="then"), folder, notebooks, {"then": turned})
    assert [(c.code, c.facts["file"]) for c in found.causes] == [
        ("rows_moved", file) for file in sorted(now) if len(now[file]) > 1 and may_use(REPORT, file)
    ]
    assert f"{found.causes[0].facts['file']}: thứ tự các dòng đã đổi" in status.state_line(found)


def test_a_new_row_is_no_other_order(folder, notebooks):
    before, after = {"x.csv": {"a": "1", "b": "2"}}, {"x.csv": {"n": "0", "a": "1", "m": "3", "b": "2"}}
    assert {c.code for c in status.changed_rows(before, after)} == {"row_new"}
    assert {c.code for c in status.changed_rows(after, before)} == {"row_gone"}


def test_rows_keep_their_order_in_the_ledger(tmp_path, notebooks):
    from bvte.publishing import ledger

    rows = {"x.csv": {"b": "2", "a": "1"}, "a.csv": {}}
    known = Ledger().with_entry("one", made(notebooks, rows="then"), {"then": rows})
    ledger.write_ledger(known, tmp_path)
    ledger.LAST.clear()
    found = ledger.read_ledger(tmp_path).rows["then"]
    assert [(file, list(names)) for file, names in found.items()] == [("x.csv", ["b", "a"]), ("a.csv", [])]


YEARLY = Report(
    "annual_report", {"year": 2024, "area": "11", "agency": "so", "language": "vi", "data": "dien-bien"}, "Điện Biên"
)


@pytest.mark.parametrize("browser", [True, False])
@pytest.mark.parametrize("left_out", [[], ["pdf"], ["docx", "pdf"]])
def test_a_form_that_was_left_out_is_made_once_it_can_be_and_told_until_then(
    folder, notebooks, monkeypatch, browser, left_out
):
    activate("en")
    from bvte.publishing.forms import pdf
    from bvte.publishing.parameters import NOTEBOOKS

    monkeypatch.setattr(pdf, "find_browser", lambda: "/there" if browser else None)
    files = {}
    for form in ("html", *NOTEBOOKS["annual_report"].forms):
        if form not in left_out:
            (folder / YEARLY.file(form)).write_text(form)
            files[YEARLY.file(form)] = content_digest(form)
    entry = Entry(origin_of(YEARLY, notebooks), files)
    found = status.report_states([YEARLY], notebooks, Ledger({YEARLY.key: entry}), status.Files(folder))[0]
    can = [form for form in left_out if browser or form != "pdf"]
    told = can or left_out
    assert found.state == ("stale" if can else "current")
    assert [(c.code, c.facts["file"]) for c in found.causes] == [
        ("form_left_out" if can else "form_beyond", YEARLY.file(form)) for form in told
    ]
    assert all(YEARLY.file(form) in status.state_line(found) for form in told)


def test_a_failed_try_counts_until_something_changes(folder, notebooks):
    now = origin_of(REPORT, notebooks)
    failed = replace(made(notebooks, code="old"), failed=now)
    assert state(failed, folder, notebooks).state == "failed"
    elsewhere = replace(failed, failed=replace(now, lock="other"))
    assert state(elsewhere, folder, notebooks).state == "stale"


def test_never_made_and_no_longer_called_for(folder, notebooks):
    assert state(None, folder, notebooks).state == "missing"
    known = Ledger({"dien-bien/old.vi": made(notebooks)})
    found = status.report_states([REPORT], notebooks, known, status.Files(folder))
    assert [s.state for s in found] == ["missing", "orphan"]
