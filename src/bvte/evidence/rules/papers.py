"""Rules on yearly papers: who sends them, which areas have them, which sections they are made of."""

from collections.abc import Iterator
from datetime import date

from bvte.evidence.collection import Evidence
from bvte.evidence.national import Layout, Section
from bvte.evidence.papers import AskedPaper, asked_papers
from bvte.evidence.problem import Problem, nearest_name
from bvte.evidence.reporting import Paper
from bvte.evidence.rows import AreaLevel
from bvte.evidence.rules import Problems


def report_without_agency(evidence: Evidence) -> Problems:
    """Yearly papers that nobody sends on the last day of their year, each row once."""
    silent = {asked.row.line: asked for asked in asked_papers(evidence) if not _has_sender(evidence, asked)}
    for line, asked in silent.items():
        yield Problem("report_without_agency", "annual_reports.csv", line, "year", str(asked.year))


def _has_sender(evidence: Evidence, asked: AskedPaper) -> bool:
    try:
        return bool(evidence.agency_on(date(asked.year, 12, 31), asked.area.code, asked.paper.id))
    except KeyError:
        return False


def paper_not_of_area(evidence: Evidence) -> Problems:
    """Papers of an area whose level has none of their kind."""
    for asked in asked_papers(evidence):
        row, paper = asked.row, asked.paper
        if paper.levels and asked.area.level not in paper.levels:
            found, fitting = asked.area.level, [p.id for p in evidence.papers.values() if asked.area.level in p.levels]
            yield Problem("paper_not_of_area", "annual_reports.csv", row.line, "paper", found, ", ".join(fitting))


def paper_before_law(evidence: Evidence) -> Problems:
    """Papers of a year before a law asked for them."""
    for row, paper, _ in asked_papers(evidence):
        if paper.first and row.year < paper.first:
            yield Problem("paper_before_law", "annual_reports.csv", row.line, "year", str(row.year), str(paper.first))


def paper_misnamed(evidence: Evidence, layout: Layout) -> Problems:
    """Kinds of papers with a level or section that is none."""
    for paper in evidence.papers.values():
        for column, found, known in _misnamed(paper, layout.sections):
            near = nearest_name(found, known)
            yield Problem("paper_misnamed", paper.file_of("papers"), paper.line, column, found, ", ".join(known), near)


def _misnamed(paper: Paper, sections: dict[str, Section]) -> Iterator[tuple[str, str, list[str]]]:
    """Column, what stands there and what may."""
    levels: list[str] = [*AreaLevel]
    yield from (("levels", code, levels) for code in paper.levels if code not in levels)
    yield from (("sections", code, list(sections)) for code in paper.sections if code not in sections)
