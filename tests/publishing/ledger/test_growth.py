"""What a report costs the ledger does not grow with the reports that are there."""

import json

import pytest

from bvte.publishing import ledger
from bvte.publishing.ledger import Entry, Ledger, Origin

ORIGIN = Origin({"language": "vi"}, "rows", "code", "notebook", "lock")
# So many that the last ones wait in lines.
COUNT = 24
ROWS = {"rows": {"targets.csv": {"t": "d"}}}


def entry(number, origin=ORIGIN):
    return Entry(origin, {f"here/{number}.html": "d" * 64}, {"title": "x" * 100})


@pytest.fixture
def written(monkeypatch):
    """Bytes of each ledger that was written whole."""
    found, put = [], ledger.put_file
    monkeypatch.setattr(ledger, "put_file", lambda path, content: (found.append(len(content)), put(path, content)))
    return found


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """A ledger counts as large from its second kilobyte on."""
    monkeypatch.setattr(ledger, "WHOLE", 1000)


def filled(folder, count=COUNT):
    known = Ledger()
    for number in range(count):
        known = ledger.enter(known, folder, f"here/{number}", entry(number), ROWS)
    return known


def test_ten_times_the_reports_write_about_ten_times_the_bytes(tmp_path, written):
    sums = []
    for count in (50, 500):
        (tmp_path / str(count)).mkdir()
        filled(tmp_path / str(count), count)
        sums.append(sum(written))
        written.clear()
    assert sums[1] < 15 * sums[0]


def test_what_waits_in_lines_is_read_with_the_rest(tmp_path):
    known = filled(tmp_path)
    ledger.LAST.clear()
    assert (tmp_path / ledger.NEWS).stat().st_size and ledger.read_ledger(tmp_path) == known


def test_written_whole_it_is_the_same_whatever_way_it_came(tmp_path):
    known = filled(tmp_path)
    ledger.write_ledger(known, tmp_path)
    assert not (tmp_path / ledger.NEWS).exists()
    straight = Ledger({f"here/{n}": entry(n) for n in reversed(range(COUNT))}, known.rows)
    assert (tmp_path / ledger.NAME).read_text() == ledger.ledger_text(straight)


def test_a_line_that_a_dead_process_began_is_forgotten(tmp_path):
    known = filled(tmp_path)
    lines = tmp_path / ledger.NEWS
    whole = lines.read_bytes()
    lines.write_bytes(whole + whole.splitlines()[-1][:40])
    ledger.LAST.clear()
    assert ledger.read_ledger(tmp_path) == known
    more = ledger.enter(known, tmp_path, "here/more", entry("more"), ROWS)
    ledger.LAST.clear()
    assert ledger.read_ledger(tmp_path) == more


def test_lines_that_were_written_whole_already_change_nothing(tmp_path):
    known = filled(tmp_path)
    lines = (tmp_path / ledger.NEWS).read_bytes()
    ledger.write_ledger(known, tmp_path)
    (tmp_path / ledger.NEWS).write_bytes(lines)
    ledger.LAST.clear()
    assert ledger.read_ledger(tmp_path) == known


def test_a_report_that_goes_is_gone_and_so_are_rows_without_use(tmp_path):
    known = filled(tmp_path)
    other = Origin({"language": "vi"}, "later", "code", "notebook", "lock")
    known = ledger.enter(known, tmp_path, "here/3", None, {})
    for number in range(COUNT):
        if number != 3:
            known = ledger.enter(known, tmp_path, f"here/{number}", entry(number, other), {"later": {}})
    ledger.LAST.clear()
    read = ledger.read_ledger(tmp_path)
    assert read == known and set(read.rows) == {"later"} and "here/3" not in read.entries


@pytest.mark.parametrize("line", ["x\n", "[]\n", json.dumps({"key": "a"}) + "\n"])
def test_a_line_that_cannot_be_read_makes_the_ledger_a_broken_one(tmp_path, line):
    filled(tmp_path)
    with (tmp_path / ledger.NEWS).open("a") as file:
        file.write(line)
    ledger.LAST.clear()
    assert ledger.read_ledger(tmp_path).broken
