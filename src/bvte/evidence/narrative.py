"""What people write for the yearly report: one Markdown file a section, year and language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """The text of a section in one language; `file` is its name below the data folder."""

    section: str
    language: str
    file: str
    text: str


def passages(folder, year):
    """The passages of a year, by (section, language): narrative/<year>/<section>.<language>.md.

    A file that is empty but for white space is not written yet and is left out.
    """
    found = {}
    for path in sorted((folder / "narrative" / str(year)).glob("*.md")):
        section, _, language = path.stem.rpartition(".")
        text = path.read_text(encoding="utf-8-sig")
        file = path.relative_to(folder).as_posix()
        if text.strip():
            found[section, language] = Passage(section, language, file, text)
    return found
