"""What people write for the yearly report: one Markdown file a section, year and language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """The text of a section in one language; `file` is its name below the data folder."""

    section: str
    language: str
    file: str
    text: str


def written_passages(folder, year):
    """The passages of a year, by (section, language): narrative/<year>/<section>.<language>.md.

    A file that is empty but for white space is not written yet and is left out.
    """
    read = (read_passage(folder, path) for path in passage_files(folder, year))
    return {(passage.section, passage.language): passage for passage in read if passage.text.strip()}


def passage_files(folder, year="*"):
    """Paths of the written sections of a year, or of all years."""
    return sorted(folder.glob(f"narrative/{year}/*.md"))


def read_passage(folder, path, errors="strict"):
    """The passage of one file. errors : as of `bytes.decode`, for a file that is not in UTF-8."""
    section, _, language = path.stem.rpartition(".")
    text = path.read_bytes().decode("utf-8-sig", errors).replace("\r\n", "\n")
    return Passage(section, language, path.relative_to(folder).as_posix(), text)
