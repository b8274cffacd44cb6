"""What pages say when the evidence is changed: a mutation run over all rows of any folder.

python -m tests.judgement.mutation [FOLDER] changes each cell of each row, the order of the rows of each file,
and takes each column away. It prints how many changes the check refuses, how many it asks about, how many a
page tells and how many change nothing, those of rows that a finding rests on apart from the others.
"""

import json
import sys
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd

from bvte.evidence.check import check
from bvte.evidence.language import speaking
from bvte.evidence.load import load, project_root
from bvte.judgement.targets import judge
from bvte.judgement.vantage import seen

from .mutants import TABLES, columns_deleted, mutants

# Kinds of report that judge the targets of a programme.
REPORTS = ("phase_evaluation", "target_audit")


class Pages:
    """What the reports on programmes say in English, but for charts; each call is made when asked for."""

    def __init__(self, evidence):
        self.evidence, self.known, self.made = evidence, {}, {}

    def said(self, programme, report, call):
        """What one call of a notebook shows, as text."""
        if (programme, report, call) not in self.made:
            with speaking("en"):
                thing = eval(call, self.names(programme, report))
            self.made[programme, report, call] = str(getattr(thing, "html", thing))
        return self.made[programme, report, call]

    def names(self, programme, report):
        """The names that the setup of a notebook leaves, with this evidence in the place of the folder."""
        if (programme, report) not in self.known:
            area = self.evidence.programmes[programme].area
            given = {"language": "en", "programme": programme, "area": area, "as_of": "", "data": self.evidence}
            exec(calls_of(report)[0].replace("bvte.load(data, language=language)", "data"), given)
            self.known[programme, report] = given
        return self.known[programme, report]


@cache
def calls_of(report):
    """The code of the setup and of each cell that shows text, of a notebook."""
    notebook = json.loads((project_root() / "notebooks" / f"{report}.ipynb").read_text(encoding="utf-8"))
    tagged = [(set(c["metadata"].get("tags", ())), "".join(c["source"])) for c in notebook["cells"]]
    setup = next(code for tags, code in tagged if "setup" in tags)
    return [setup, *(code for tags, code in tagged if "shows-text" in tags and "shows-figure" not in tags)]


def judged(evidence):
    """(table, key of a row) -> programmes that have a finding that rests on it."""
    rests = {}
    for code, programme in evidence.programmes.items():
        findings = judge(seen(evidence, "", code), code, programme.area)
        for row in (row for finding in findings for row in rests_on(evidence, finding)):
            rests.setdefault(row, []).append(code)
    return {row: tuple(dict.fromkeys(codes)) for row, codes in rests.items()}


def rests_on(evidence, finding):
    """The (table, key) of what a finding rests on: figures, their sources, cards, areas and breaks."""
    target = finding.target
    estimates = [*finding.named, *filter(None, (finding.latest, finding.baseline))]
    yield from (("targets", target.id), ("programmes", target.programme), ("indicators", target.indicator))
    rows = {row for estimate in estimates for row in getattr(estimate, "rows", ())}
    yield from (("observations", row) for row in evidence.observations if row in rows)
    yield from (("sources", source) for source in {target.source, *(s for r in estimates for s in r.sources)})
    yield from (("areas", key) for key, area in evidence.areas.items() if area.code == finding.area)
    reasons = [*finding.reasons, *(finding.comparison.reasons if finding.comparison else ())]
    yield from (("breaks", r.facts["break"]) for r in reasons if "break" in r.facts)


def outcome(before, known, changed, programmes):
    """ "refused", "asked", "told", "fails" or "unchanged"; "" where no finding rests on the changed row."""
    found = [problem for problem in check(changed) if key_of(problem) not in known]
    if found:
        return "refused" if any(p.severity == "error" for p in found) else "asked"
    after = Pages(changed)
    try:
        told = any(tells(before, after, code) for code in programmes)
    except Exception:  # whatever stops a page
        return "fails"
    return "told" if told else "unchanged" if programmes else ""


def tells(before, after, programme):
    """Whether the reports on a programme say something else, the first difference found."""
    calls = ((report, call) for report in REPORTS for call in calls_of(report)[1:])
    return any(before.said(programme, *call) != after.said(programme, *call) for call in calls)


def key_of(problem):
    return problem.code, problem.file, problem.line, problem.column, problem.found


def run(evidence, tables=TABLES, some=slice(None), only_judged=False):
    """Outcomes of each change of a cell; judged : whether a finding rests on its row."""
    before, rests, known = Pages(evidence), judged(evidence), {key_of(p) for p in check(evidence)}
    found = []
    for table in tables:
        rows = getattr(evidence, table)
        for key in [key for key in rows if not only_judged or (table, key) in rests][some]:
            programmes = rests.get((table, key), ())
            for cell, other, mutant in mutants(evidence, table, rows[key]):
                changed = mutant and replace(evidence, **{table: rows | {key: mutant}})
                result = outcome(before, known, changed, programmes) if changed else "refused"
                found.append((table, str(key), cell, str(other), bool(programmes), result))
    return pd.DataFrame(found, columns=["file", "row", "cell", "content", "judged", "outcome"])


def reordered(evidence):
    """File -> programmes that are judged otherwise when its rows stand in the reverse order."""
    labels = labels_of(evidence)
    again = {table: labels_of(_reversed(evidence, table)) for table in TABLES}
    return {table: [code for code in labels if found[code] != labels[code]] for table, found in again.items()}


def _reversed(evidence, table):
    return replace(evidence, **{table: dict(reversed(getattr(evidence, table).items()))})


def labels_of(evidence):
    """Programme -> status, change and reasons of each of its targets, whatever their order."""
    return {
        code: {
            f.target.id: (f.label, str(f.change), {r.code for r in f.reasons}, set(f.rows))
            for f in judge(seen(evidence, "", code), code, programme.area)
        }
        for code, programme in evidence.programmes.items()
    }


def main(folder="dien-bien"):
    """Print the outcomes by file, and every change that is silent."""
    evidence = load(folder)
    found = run(evidence)
    counts = found.assign(outcome=found.outcome.replace("", "no finding rests on it"))
    print(counts.pivot_table(index=["judged", "file"], columns="outcome", aggfunc="size", fill_value=0).to_string())
    print(found[found.judged & found.outcome.isin(("unchanged", "fails"))].to_string())
    print("judged otherwise in another order:", {k: v for k, v in reordered(evidence).items() if v})
    with tempfile.TemporaryDirectory() as place:
        lost = pd.DataFrame(columns_deleted(evidence.folder, Path(place)), columns=["file", "column", "refused"])
    print("columns taken away:", len(lost), "refused:", int(lost.refused.sum()))
    print(lost[~lost.refused].to_string())


if __name__ == "__main__":
    main(*sys.argv[1:])
