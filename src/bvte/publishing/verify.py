"""Make reports again and compare them, byte by byte, with what is on the disk and what the ledger says."""

from pathlib import Path

from bvte.presentation.texts import say
from bvte.publishing.batch import way
from bvte.publishing.failure import sentence
from bvte.publishing.index import pages
from bvte.publishing.kernels import STARTED
from bvte.publishing.ledger import ledger
from bvte.publishing.ledger.beside import strangers
from bvte.publishing.ledger.inputs import digest
from bvte.publishing.task import Task

# Characters shown on each side of the first byte that differs.
AROUND = 30


def verify(reports, notebooks, folder, jobs, outcomes=None):
    """How many files are the same, and a sentence for each that is not. Nothing is written.

    A file is the same where it was made again byte by byte as it stands on the disk and as the ledger has it.
    folder : a folder of reports with its ledger; outcomes : a way of `bvte.publishing.batch`.
    """
    folder = Path(folder)
    known = ledger.read(folder)
    tasks = [Task(report, str(notebooks), STARTED) for report in reports]
    same, faults = 0, []
    for outcome in (outcomes or way())(tasks, jobs):
        if outcome.failure:
            faults.append(sentence(outcome.report, outcome.failure))
            continue
        entry = known.entries.get(outcome.report.key, ledger.Entry())
        # A form that this machine cannot make is no difference; only that nobody touched it can be told here.
        lacking = {outcome.report.file(form) for form in outcome.lacking}
        found = {
            path: _fault(path, outcome.files.get(path), entry.files.get(path), folder, path in lacking)
            for path in sorted({*outcome.files, *entry.files})
        }
        faults += [_told(fault) for fault in found.values() if fault]
        same += sum(found[path] is None for path in outcome.files)
    return same, [*faults, *_faults_beside(known, folder)]


def _faults_beside(known, folder):
    """Sentences on the list of the reports where it is another than it would be, and on what nobody built."""
    for page, text in pages(known, folder).items():
        if fault := _fault(page, text.encode(), known.index.get(page), folder):
            yield _told(fault)
    for path in strangers(known, folder):
        yield say("runs.stranger", file=path)


def _told(fault):
    code, facts = fault
    return say(f"runs.verify.{code}", ledger=ledger.NAME, **facts)


def _fault(path, made, known, folder, beyond=False):
    """What is wrong with a file, as a code with its facts, else None.

    made : its bytes now; known : SHA-256 in the ledger; beyond : whether it cannot be made on this machine.
    """
    there = (folder / path).read_bytes() if (folder / path).is_file() else None
    if known is None or there is None:
        return "unknown" if known is None else "gone", {"file": path}
    if made is None:
        return _unseen(path, known, there) if beyond else ("lacking", {"file": path})
    if made != there:
        # Told apart, since the one is a fault of the project and the other somebody's hand.
        code = "differs" if digest(there) == known else "touched"
        return code, {"file": path, **difference(there, made)}
    return None if digest(made) == known else ("misentered", {"file": path})


def _unseen(path, known, there):
    return None if digest(there) == known else ("changed", {"file": path})


def difference(before, after):
    """Where two contents first differ, and what stands there in each."""
    pairs = enumerate(zip(before, after, strict=False))
    position = next((n for n, (a, b) in pairs if a != b), min(len(before), len(after)))
    start = max(0, position - AROUND)
    shown = (text[start : position + AROUND].decode(errors="replace") for text in (before, after))
    return dict(zip(("position", "before", "after"), (position, *shown), strict=True))
