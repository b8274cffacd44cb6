"""Make reports again and compare them, byte by byte, with what a ledger says that they are."""

from pathlib import Path

from bvte.presentation.texts import say
from bvte.publishing.batch import way
from bvte.publishing.failure import sentence
from bvte.publishing.kernels import STARTED
from bvte.publishing.ledger import ledger
from bvte.publishing.ledger.inputs import digest
from bvte.publishing.task import Task

# Characters shown on each side of the first byte that differs.
AROUND = 30


def verify(reports, notebooks, folder, jobs, language, outcomes=None):
    """How many files are the same, and a sentence for each that is not. Nothing is written.

    folder : a folder of reports with its ledger; outcomes : a way of `bvte.publishing.batch`.
    """
    entries = ledger.read(folder).entries
    tasks = [Task(report, str(notebooks), STARTED) for report in reports]
    same, faults = 0, []
    for outcome in (outcomes or way())(tasks, jobs):
        if outcome.failure:
            faults.append(sentence(outcome.report, outcome.failure, language))
            continue
        entry = entries.get(outcome.report.key, ledger.Entry())
        # A form that this machine cannot make is no difference; nobody can compare it here.
        lacking = {outcome.report.file(form) for form in outcome.lacking}
        for path in sorted({*outcome.files, *entry.files} - lacking):
            fault = _fault(path, outcome.files.get(path), entry.files.get(path), Path(folder), language)
            same, faults = (same, [*faults, fault]) if fault else (same + 1, faults)
    return same, faults


def _fault(path, made, known, folder, language):
    """A sentence where a file made again is not the known one, else None."""
    if known is None or made is None:
        code = "unknown" if known is None else "lacking"
        return say(f"runs.verify.{code}", language, file=path, ledger=ledger.NAME)
    if digest(made) == known:
        return None
    there = folder / path
    return say("runs.verify.differs", language, file=path, **difference(there.read_bytes(), made))


def difference(before, after):
    """Where two contents first differ, and what stands there in each."""
    pairs = enumerate(zip(before, after, strict=False))
    position = next((n for n, (a, b) in pairs if a != b), min(len(before), len(after)))
    start = max(0, position - AROUND)
    shown = (text[start : position + AROUND].decode(errors="replace") for text in (before, after))
    return dict(zip(("position", "before", "after"), (position, *shown), strict=True))
