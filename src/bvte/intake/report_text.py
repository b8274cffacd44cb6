"""What people wrote into the Word file of a yearly report: a text a section, or why there is none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bvte.evidence.problem import Problem, Severity
from bvte.intake.office_package import UnreadFile
from bvte.intake.report_parts import (
    NAMESPACE,
    Change,
    Compared,
    Place,
    ReportParts,
    changed_cells,
    compare_parts,
    plain_words,
    read_parts,
)
from bvte.intake.word_markdown import printed_lines, to_markdown
from bvte.intake.word_reader import read_word
from bvte.intake.word_seen import Seen, SeenBlock, SeenRun, SeenText

# What an older reader of files calls a fault, by what it is in a Word file.
CODES = {
    "file_encrypted": "word_encrypted",
    "file_broken": "word_broken",
    "file_too_large": "word_too_large",
    "file_entities": "word_entities",
    "workbook_other_format": "not_a_word_file",
    "not_a_workbook": "not_a_word_file",
}
# Kind of a part -> rule that says where it belongs when it was changed.
BELONGS = {
    "row": "word_figure",
    "heading": "word_heading",
    "caption": "word_heading",
    "source": "word_source",
    "letter": "word_letter",
    "text": "word_sentence",
}
# Lines of Markdown that no reader sees: empty ones, and that below the heading of a table.
NO_WORDS = re.compile(r"[|\s:-]*")
# Longer texts are quoted by their beginning.
QUOTED = 70


@dataclass(frozen=True)
class ReadPlace:
    """What stands in a place to write.

    state : "taken" (a text that is to be kept), "same" (as it was when the file was made), "empty" (nothing, only what
    is to be written, or a draft that is still called one), "refused" (problems say why); text : it in Markdown;
    paragraphs : how many.
    """

    place: Place
    state: Literal["taken", "same", "empty", "refused"]
    text: str = ""

    @property
    def paragraphs(self) -> int:
        """How many paragraphs, items and rows it has."""
        return self.paragraph_at(self.text.count("\n") + 1)

    def paragraph_at(self, line: int) -> int:
        """The paragraph, item or row, counted from 1, that a line of the text is."""
        return sum(not NO_WORDS.fullmatch(found) for found in self.text.split("\n")[:line])


@dataclass(frozen=True)
class ReportText:
    """A file that was read. parts : whose it is, None where it cannot be used; places by section, in their order."""

    parts: ReportParts | None
    places: dict[str, ReadPlace]
    problems: tuple[Problem, ...] = ()


def read_report_text(path: Path) -> ReportText:
    """What people wrote into a yearly report's Word file; nothing is written."""
    try:
        seen = read_word(path, NAMESPACE)
    except UnreadFile as error:
        code = CODES.get(error.code, error.code)
        return ReportText(None, {}, (Problem(code, path.name, None, "", error.found, error.allowed or ".docx"),))
    except OSError as error:
        # Without a number it is lxml that cannot read a part.
        code, found = ("word_unreadable", error.strerror or "") if error.errno else ("word_broken", str(error))
        return ReportText(None, {}, (Problem(code, path.name, None, "", found),))
    parts = read_parts(seen.facts)
    if parts is None or not parts.places:
        return ReportText(None, {}, (Problem("word_not_ours", path.name, None, "", path.name),))
    return _read_places(path, seen, parts)


def _read_places(path: Path, seen: Seen, parts: ReportParts) -> ReportText:
    """Every place of a file that is one of ours, and what was changed elsewhere."""
    found = compare_parts(seen.blocks, parts)
    places: dict[str, ReadPlace] = {}
    problems: list[Problem] = []
    for section, place in parts.places.items():
        texts = [_without_prompt(blocks, place) for blocks in found.texts[section]]
        is_draft = any(_is_prompted(block, place) for blocks in found.texts[section] for block in blocks)
        places[section] = _read_place(place, texts, (section not in found.untagged, is_draft), parts.sources)
        problems += _place_problems(path, places[section], section not in found.unmarked, seen)
    return ReportText(parts, places, (*problems, *_changes_told(path, found, parts), *_marks_told(path, seen)))


def _read_place(
    place: Place, texts: Sequence[list[SeenBlock]], known_by: tuple[bool, bool], sources: dict[str, str]
) -> ReadPlace:
    """What stands in the controls of a place, which a copy may have made several.

    known_by : whether the control still says whose it is, and whether the prompt stands that calls it a draft.
    """
    is_tagged, is_draft = known_by
    told = [to_markdown(blocks, place.printed, place.references, sources) for blocks in texts]
    different = list(dict.fromkeys(text for text in told if text.strip()))
    if not different:
        return ReadPlace(place, "empty")
    if len(different) > 1:
        return ReadPlace(place, "refused", "\n\n".join(different))
    text = different[0]
    # A program that loses controls loses looks too: there the words alone tell whether somebody wrote.
    words = "\n".join(printed_lines(texts[told.index(text)]))
    same = text == place.markdown or (not is_tagged and plain_words(words) == place.words)
    if same and not place.written and is_draft:
        return ReadPlace(place, "empty")
    return ReadPlace(place, "same" if place.written and same else "taken", text)


def _without_prompt(blocks: Iterable[SeenBlock], place: Place) -> list[SeenBlock]:
    """Blocks without what only says what is to be written: by Word's mark for it, or by its words."""
    kept: list[SeenBlock] = []
    prompts = [plain_words(line) for line in place.prompt.split("\n") if line]
    for block in blocks:
        if isinstance(block, SeenText):
            block = _text_without(block, prompts)
            if not block.text.strip():
                continue
        kept.append(block)
    return kept


def _is_prompted(block: SeenBlock, place: Place) -> bool:
    """Whether a paragraph still begins with the first words that call the place a draft."""
    first = plain_words(place.prompt.split("\n")[0])
    return bool(first) and isinstance(block, SeenText) and plain_words(block.text).startswith(first)


def _text_without(text: SeenText, prompts: Sequence[str]) -> SeenText:
    """A paragraph without the prompt that it begins with."""
    waiting = text.control and text.control.waiting and all(run.waiting for run in text.runs)
    words = plain_words(text.text)
    if waiting or words in prompts:
        return SeenText((), text.style, control=text.control)
    prompt = next((line for line in prompts if line and words.startswith(line)), "")
    return SeenText((SeenRun(words[len(prompt) :].strip()),), control=text.control) if prompt else text


def _place_problems(path: Path, read: ReadPlace, is_marked: bool, seen: Seen) -> Iterable[Problem]:
    """What is wrong with a place, or has to be told of it."""
    place = read.place
    if read.state == "refused":
        yield _problem("word_place_twice", path, place.title, quote(read.text))
    if not is_marked and read.state == "taken":
        yield _problem("word_control_lost", path, place.title, quote(read.text), Severity.finding)
    if read.state == "empty" and place.written:
        yield _problem("word_place_emptied", path, place.title, quote(place.printed), Severity.finding)
    for (section, code), count in sorted(seen.lost.items()):
        if section == place.section and code != "tracked":
            facts = {"count": count, "kind": code}
            yield _problem(f"word_lost_{code}", path, place.title, str(count), facts=facts)


def _marks_told(path: Path, seen: Seen) -> Iterable[Problem]:
    """That changes were tracked and comments made."""
    for code in ("tracked", "comment"):
        if count := seen.lost["", code]:
            yield _problem(f"word_{code}", path, "", str(count), Severity.finding, facts={"count": count})


def _changes_told(path: Path, found: Compared, parts: ReportParts) -> Iterable[Problem]:
    """What was changed outside of the places to write, each with where it belongs."""
    for change in found.changes:
        if change.how == "removed":
            yield _problem("word_removed", path, change.part.where, quote(change.part.text), Severity.finding)
        elif change.how == "added":
            yield _added(path, change, parts)
        elif change.part.kind == "row":
            yield from _cells_told(path, change)
        else:
            yield _changed(path, change)


def _added(path: Path, change: Change, parts: ReportParts) -> Problem:
    """A paragraph or row that was added, and the place nearest to it."""
    if change.part.kind == "row":
        return _problem("word_row_added", path, change.part.where, quote(change.now.replace("\t", " | ")))
    titles = [place.title for place in parts.places.values()]
    near = change.part.where if change.part.where in titles else _place_after(change, parts) or titles[-1]
    return _problem("word_added", path, change.part.where, quote(change.now), allowed=near)


def _place_after(change: Change, parts: ReportParts) -> str:
    """The title of the first place below what a text was added to, or of the last one above it."""
    at = next((n for n, part in enumerate(parts.parts) if getattr(part, "where", None) == change.part.where), 0)
    below = (part for part in (*parts.parts[at:], *reversed(parts.parts[:at])) if isinstance(part, Place))
    return next((part.title for part in below), "")


def _cells_told(path: Path, change: Change) -> Iterable[Problem]:
    """The cells of a row that say other than the report."""
    row = change.part.text.replace("\t", " ").strip()
    for number, was, now in changed_cells(change):
        facts = {"was": quote(was), "row": quote(row), "cell": number}
        yield _problem("word_figure", path, change.part.where, quote(now), facts=facts)


def _changed(path: Path, change: Change) -> Problem:
    code = BELONGS.get(change.part.kind, "word_sentence")
    severity = Severity.finding if code == "word_letter" else Severity.error
    facts = {"was": quote(change.part.text.replace("\t", " | "))}
    return _problem(code, path, change.part.where, quote(change.now.replace("\t", " | ")), severity, facts=facts)


def _problem(
    code: str,
    path: Path,
    title: str,
    found: str,
    severity: Severity = Severity.error,
    allowed: str = "",
    facts: Mapping[str, object] | None = None,
) -> Problem:
    """A problem of a place, heading or table of a Word file."""
    return Problem(code, path.name, None, title, found, allowed, severity=severity, facts=dict(facts or {}))


def quote(text: str) -> str:
    """A text on one line, a long one by its beginning."""
    words = " ".join(text.split())
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1].rstrip()}…"
