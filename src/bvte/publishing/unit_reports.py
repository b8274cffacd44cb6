"""Which areas below the province have a report of their own, of which year, and which of them only on request."""

from bvte.evidence.collection import Evidence
from bvte.publishing.parameters import UNIT_YEAR

# Of fewer figures a page says nothing beside the review of the evidence; it is there for who asks for it.
FEWEST_FIGURES = 3


def unit_subjects(evidence: Evidence, year: int) -> list[tuple[dict[str, str | int], bool]]:
    """Parameter values of the report of each area with a figure of its own, and whether it is only made on request.

    year : that is asked for, of which the areas are that lived in it; 0 for the newest of each.
    """
    # What only these reports need.
    from bvte.judgement.unit_figures import profile_year, unit_figures

    figures = unit_figures(evidence, year or None)
    pairs = [(code, year or profile_year(evidence, code)) for code in figures]
    alive = [(code, of) for code, of in pairs if any(a.lived_in(of) for a in evidence.states_of(code))]
    return [({"area": code, UNIT_YEAR.name: of}, figures[code] < FEWEST_FIGURES) for code, of in alive]
