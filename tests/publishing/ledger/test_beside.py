"""The list of the reports belongs to the ledger, and what nobody built is told."""

import pytest

from bvte.publishing import index, ledger, transaction
from bvte.publishing.inputs import content_digest
from bvte.publishing.ledger import Entry
from bvte.publishing.status import Files, index_faults, unknown_files

PAGES = ["index.html", "index.en.html"]


def put(folder, key, text="a page", **about):
    """Enter a report with a page and a document."""
    files = {f"{key}.html": text.encode(), f"{key}.docx": b"a document"}
    about = {"title": key, "language": "vi", "notebook": "across_phases", "headline": ""} | about
    with transaction.open_transaction(folder) as place:
        place.put_report(key, Entry(None, {path: content_digest(c) for path, c in files.items()}, about), files, {})


@pytest.fixture
def folder(tmp_path):
    for key in ("one/a.vi", "two/b.vi"):
        put(tmp_path, key)
    index.write_index(tmp_path)
    return tmp_path


def found(folder):
    return list(index_faults(ledger.read_ledger(folder), Files(folder)))


def test_a_list_that_was_just_written_is_as_it_should_be_and_is_left(folder):
    assert found(folder) == []
    before = [(folder / page).stat().st_ino for page in PAGES]
    index.write_index(folder)
    assert [(folder / page).stat().st_ino for page in PAGES] == before


def test_a_list_is_the_same_from_the_ledger_in_memory_and_from_the_one_on_the_disk(tmp_path):
    put(tmp_path, "one/a.vi", indicators={"z": "Zebra", "a": "Apple"})
    index.write_index(tmp_path)
    ledger.LAST.clear()
    known = ledger.read_ledger(tmp_path)
    assert {p: (tmp_path / p).read_text(encoding="utf-8") for p in PAGES} == index.index_pages(known, tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert html.index("Zebra") < html.index("Apple")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("harm", "said"), [("change", "changed"), ("cut", "changed"), ("remove", "gone")])
def test_a_list_that_somebody_touched_is_told_and_written_again(folder, page, harm, said):
    path = folder / page
    right = path.read_bytes()
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(right[:100] if harm == "cut" else right.replace(b"</main>", b"x</main>"))
    assert found(folder) == [(page, said)]
    index.write_index(folder)
    assert path.read_bytes() == right and found(folder) == []


def test_a_list_is_older_than_what_was_entered_or_taken_away_since(folder):
    put(folder, "one/c.vi")
    assert found(folder) == [(page, "older") for page in PAGES]
    index.write_index(folder)
    assert 'href="one/c.vi.html"' in (folder / "index.html").read_text(encoding="utf-8")
    with transaction.open_transaction(folder) as place:
        place.remove_report("one/c.vi")
    assert found(folder) == [(page, "older") for page in PAGES]
    index.write_index(folder)
    assert "one/c.vi" not in (folder / "index.html").read_text(encoding="utf-8")


def test_a_list_has_no_link_to_a_page_that_is_gone(folder):
    (folder / "two/b.vi.html").unlink()
    index.write_index(folder)
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="one/a.vi.html"' in html and "two/b.vi" not in html


def test_what_a_build_leaves_is_no_stranger(folder):
    for name in ("log.jsonl", "ledger.broken.json", "README.md", ".ledger.json.part"):
        (folder / name).write_text("x")
    for name in (transaction.READY, transaction.FILLING):
        (folder / name).mkdir()
        (folder / name / "0").write_text("x")
    assert unknown_files(ledger.read_ledger(folder), folder) == []


@pytest.mark.parametrize(
    "path", ["evil.html", "one/evil.html", "one/a.vi.pdf", "three/a.vi.html", ".hidden", "one/.change"]
)
def test_what_nobody_built_is_told_and_stays(folder, path):
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_text("x")
    assert unknown_files(ledger.read_ledger(folder), folder) == [path]
    index.write_index(folder)
    with transaction.open_transaction(folder) as place:
        place.remove_report("one/a.vi")
    assert (folder / path).read_text() == "x"


def test_a_link_to_a_folder_is_told_and_not_followed(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "page.html").write_text("x")
    (folder / "linked").symlink_to(elsewhere)
    assert unknown_files(ledger.read_ledger(folder), folder) == ["linked"]
