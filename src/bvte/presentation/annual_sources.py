"""The sources of a yearly report in the order in which the page first names them."""

from bvte.evidence.files import written_passages
from bvte.evidence.language import active_language
from bvte.judgement.annual_quality import year_conflicts
from bvte.judgement.next_targets import ahead
from bvte.judgement.reading import Reading
from bvte.judgement.references import named, references
from bvte.judgement.sources import cited_by
from bvte.presentation.citations import sources_prose


def annual_cited(report):
    """Ids of the sources of the report's forms, targets, conflicts and written sections, each once."""
    cells = (cell for form in report.forms.values() for row in form.rows for cell in row.cells)
    shown = [r for cell in cells for r in (cell.this, cell.last, cell.other) if r]
    shown += [r for result in report.results for r in (result.this, result.last) if r]
    coming = [t.source for found in ahead(report) for t in (found.own, found.national) if t]
    own = cited_by(report.findings, year_conflicts(report), shown)
    return list(dict.fromkeys([*own, *coming, *_of_passages(report)]))


def _of_passages(report):
    """Sources that the written sections name, or that the figures in them come from."""
    names = named(report)
    for (_, spoken), passage in written_passages(report.evidence.folder, report.year).items():
        for reference in references(passage.text) if spoken == active_language() else ():
            found = names.get(reference.name)
            if isinstance(found, Reading):
                yield from found.sources
            elif reference.name.startswith("source:") and found:
                yield found.id


def annual_source_list(report):
    """The numbered list of the sources of a yearly report."""
    return sources_prose(report.evidence, annual_cited(report))
