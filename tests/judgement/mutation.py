"""What a page says when one cell of the evidence is changed: a mutation run over all rows of any folder.

python -m tests.judgement.mutation [FOLDER] prints how many changes of each cell are refused by the check,
told by a page, or change nothing, those of rows that a finding rests on apart from the others.
"""

import sys
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import get_args

import pandas as pd
from pydantic import ValidationError

from bvte.evidence.check import check, errors
from bvte.evidence.load import load
from bvte.evidence.rows import Observation, Target
from bvte.judgement.conflicts import conflicts
from bvte.judgement.coverage import why_ask
from bvte.judgement.sources import cited_by
from bvte.judgement.targets import Findings, judge_target
from bvte.presentation.certainty import certainty_table
from bvte.presentation.citations import source_list
from bvte.presentation.phase_tables import conflicts_table, scorecard

# Links between cards through which a figure of one indicator reaches the judgement of another.
LINKS = (
    "numerator_indicator",
    "denominator_indicator",
    "reported_count",
    "reported_whole",
    "change_of",
    "all_of",
    "at_least_sum_of",
)
# Cells that explain a row and are no part of what it states, and the key.
WORDS = {"id", "line", "note", "period_note", "unit_printed", "scope_vi", "scope_en", "acknowledged"}


def related(evidence, indicator):
    """The indicator, those worked out from it, and those that are a share of it."""
    cards = evidence.indicators.values()
    reached = {indicator}
    for card in cards:
        named = [getattr(card, link) for link in LINKS]
        linked = {code for link in named for code in ([link] if isinstance(link, str) else link or ())}
        reached |= {card.id} if indicator in linked else set()
    return reached | {c.id for c in cards if c.nested_in in reached}


def page(evidence, indicators):
    """All that pages say of the targets on some indicators, and of their conflicts, as one text."""
    said = []
    for target in (t for t in evidence.targets.values() if t.indicator in indicators):
        programme = evidence.programmes.get(target.programme)
        if programme is None:
            continue
        finding = judge_target(evidence, target, programme.area)
        alone = Findings(evidence, programme, programme.area, (finding,))
        tables = (scorecard(alone, "en"), certainty_table(alone, "en"))
        said += [target.id, finding.label, why_ask(finding), source_list(alone, "en").html]
        said += [table.to_frame().to_csv() for table in tables if hasattr(table, "to_frame")]
    found = conflicts(evidence, evidence.province.code, sorted(indicators))
    sources = cited_by((), found)
    shown = conflicts_table(evidence, found, sources, "en")
    said.append(shown.to_frame().to_csv() if found else "")
    return repr([*said, sources])


def others(evidence, row, field):
    """Other contents of a cell, each of which a writer could have typed by mistake; the empty cell last."""
    found = getattr(row, field)
    made = []
    if isinstance(found, Decimal):
        made = [found * Decimal("1.2"), found * 3]
    elif field in ("start", "end", "due_year", "baseline_year", "set_on") and found:
        text = str(found)
        made = [f"{int(text[:4]) + step}{text[4:]}" for step in (-1, 1)]
    elif field in ("area", "source", "indicator", "programme"):
        table = {"area": "areas", "source": "sources", "indicator": "indicators", "programme": "programmes"}[
            field
        ]
        codes = [getattr(other, "code", None) or other.id for other in getattr(evidence, table).values()]
        made = [next(code for code in codes if code != found), "zz_unknown"]
    else:
        made = _other_choices(type(row).model_fields[field].annotation, found)
    return [*made, None] if found is not None else made


def _other_choices(annotation, found):
    """The other words of a cell that has a list of choices; of free text one that stands nowhere."""
    choices = [c for a in (annotation, *get_args(annotation)) for c in get_args(a) if isinstance(c, str)]
    return [choice for choice in choices if choice != found][:3] or (["another"] if found is not None else [])


def outcome(evidence, table, row, field, other, before):
    """ "refused", "told" or "unchanged" for a cell with another content. before : page(...), problems."""
    try:
        mutant = type(row).model_validate(row.model_dump(exclude_none=True) | {field: other})
    except ValidationError:
        return "refused"
    changed = replace(evidence, **{table: {**getattr(evidence, table), row.id: mutant}})
    said, known = before
    if {problem_key(p) for p in errors(check(changed))} - known:
        return "refused"
    touched = related(evidence, row.indicator) | related(
        evidence, getattr(mutant, "indicator", row.indicator)
    )
    return "told" if page(changed, touched) != said(frozenset(touched)) else "unchanged"


def problem_key(problem):
    return problem.code, problem.file, problem.line, problem.column, problem.found


def judged_rows(evidence):
    """Ids of the observations and targets that a finding rests on: figures that decide, and their targets."""
    rows = {"observations": set(), "targets": set()}
    for target in evidence.targets.values():
        finding = judge_target(evidence, target, evidence.programmes[target.programme].area)
        if finding.deciding:
            rows["targets"].add(target.id)
            rows["observations"] |= set(finding.rows)
    return rows


def run(evidence, only_judged=False, some=slice(None)):
    """Outcomes as a table: file, row, cell, content, judged (whether a finding rests on the row), outcome."""
    pages, judged, found = {}, judged_rows(evidence), []
    known = {problem_key(p) for p in errors(check(evidence))}

    def said(indicators):
        if indicators not in pages:
            pages[indicators] = page(evidence, indicators)
        return pages[indicators]

    for table, model in (("observations", Observation), ("targets", Target)):
        rows = [r for r in getattr(evidence, table).values() if not only_judged or r.id in judged[table]]
        for row in rows[some]:
            for field in (name for name in model.model_fields if name not in WORDS):
                for other in others(evidence, row, field):
                    result = outcome(evidence, table, row, field, other, (said, known))
                    found.append((table, row.id, field, str(other), row.id in judged[table], result))
    return pd.DataFrame(found, columns=["file", "row", "cell", "content", "judged", "outcome"])


def main(folder="dien-bien"):
    """Print the outcomes by cell, and every change of a judged row that no page tells."""
    found = run(load(folder))
    print(
        found.pivot_table(index=["judged", "file", "cell"], columns="outcome", aggfunc="size", fill_value=0)
    )
    print(Counter(found.outcome))
    print(found[found.judged & (found.outcome == "unchanged")].to_string())


if __name__ == "__main__":
    main(*sys.argv[1:])
