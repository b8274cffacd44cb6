"""What is wrong with the words that a folder has of its own (`words.csv`), and with what it needs and has not."""

import string
from collections.abc import Iterator

from bvte.evidence.collection import Evidence
from bvte.evidence.files import read_table
from bvte.evidence.folder_rows import OWN_WORDS, OwnWords
from bvte.evidence.problem import Problem, nearest_name
from bvte.presentation.texts import catalogue


def own_words_problems(evidence: Evidence) -> Iterator[Problem]:
    """A problem for each row that is of no text, or asks for a fact that it has not; and where a folder that stands
    alone has yearly reports and no layout of its own, since that of the nation names other law and other bodies."""
    spoken = evidence.spoken
    if spoken.alone and evidence.annual_reports and not spoken.own_file("annual_report.yml"):
        row = next(iter(evidence.annual_reports.values()))
        yield Problem("layout_missing", "annual_reports.csv", row.line, "year", str(row.year), "annual_report.yml")
    file = spoken.own_file(OWN_WORDS)
    rows, problems = read_table(file, OwnWords, ("key",)) if file else ({}, [])
    yield from problems
    texts = {language: catalogue(language) for language in spoken.languages}
    for row in rows.values():
        yield from _row_problems(row, texts)


def _row_problems(row: OwnWords, texts: dict[str, dict[str, str]]) -> Iterator[Problem]:
    """What is wrong with one row; texts : by language and key, those that it may word otherwise."""
    for language, known in texts.items():
        if row.key not in known:
            near = nearest_name(row.key, known)
            yield Problem(
                "unknown_code", OWN_WORDS, row.line, "key", row.key, "annual.state, page.level.province, ...", near
            )
            return
        facts, column = _facts_of(known[row.key]), f"text_{language}"
        if odd := sorted(_facts_of(getattr(row, column)) - facts):
            allowed = ", ".join(f"{{{name}}}" for name in sorted(facts)) or "-"
            yield Problem("words_fact", OWN_WORDS, row.line, column, ", ".join(odd), allowed)


def _facts_of(text: str) -> set[str]:
    """Names of the facts in a text; of one whose braces do not close, that."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return {text}
