"""The sources of a yearly report in the order in which the page first names them."""

from bvte.evidence.language import active_language
from bvte.evidence.narrative import passages
from bvte.judgement.annual import targets_ahead, year_conflicts
from bvte.judgement.readings import Reading
from bvte.judgement.references import find_references, report_names
from bvte.judgement.vantage import cited_by
from bvte.presentation.citations import sources_prose


def annual_cited(report):
    """Ids of the sources of the report's forms, targets, conflicts and written sections, each once."""
    cells = (cell for form in report.forms.values() for row in form.rows for cell in row.cells)
    shown = [r for cell in cells for r in (cell.this, cell.last, cell.other) if r]
    shown += [r for result in report.results for r in (result.this, result.last) if r]
    coming = [t.source for found in targets_ahead(report) for t in (found.own, found.national) if t]
    own = cited_by(report.findings, year_conflicts(report), shown)
    return list(dict.fromkeys([*own, *coming, *_of_passages(report)]))


def _of_passages(report):
    """Sources that the written sections name, or that the figures in them come from."""
    names = report_names(report)
    for (_, spoken), passage in passages(report.evidence.folder, report.year).items():
        for reference in find_references(passage.text) if spoken == active_language() else ():
            found = names.get(reference.name)
            if isinstance(found, Reading):
                yield from found.sources
            elif reference.name.startswith("source:") and found:
                yield found.id


def annual_source_list(report):
    """The numbered list of the sources of a yearly report."""
    return sources_prose(report.evidence, annual_cited(report))
