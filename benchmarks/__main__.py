"""`python3 run.py bench [--quick | --full]`: measure, print, and write benchmarks/RESULTS.md."""

import argparse
import statistics
from dataclasses import replace
from math import ceil
from pathlib import Path

from benchmarks import evidence, results
from benchmarks.measure import command
from benchmarks.ways import DATA, OUT, PLACE
from bvte.publishing import ledger
from bvte.publishing.inputs import content_digest

REPORTS = 60
# So many are made by the two commands, which take ten seconds for each; their cost grows with their number.
SAMPLE = 6
GROWTH = (10, 100)
# What is measured besides where all is asked for: a quarter of an hour.
LARGE = 1000


def main():
    """Make the evidence, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two reports: only to see that it runs")
    parser.add_argument("--full", action="store_true", help="all reports by the commands, and a thousand by ours")
    parser.add_argument("--write", type=Path, default=Path(__file__).parent / "RESULTS.md")
    asked = parser.parse_args()
    count, sample, growth = sizes(asked)
    evidence.make(DATA, provinces=ceil(max(count, *growth) / evidence.REPORTS))
    found = measured(count, sample, growth)
    text = results.text(found)
    asked.write.write_text(text, encoding="utf-8")
    print(text)


def sizes(asked):
    """Reports of the batch, of the sample by the commands, and numbers for the growth."""
    if asked.quick:
        return 2, 1, (1, 2)
    return (REPORTS, REPORTS, (*GROWTH, LARGE)) if asked.full else (REPORTS, SAMPLE, GROWTH)


def measured(count, sample, growth):
    """All measurements by name."""
    found = {"count": count, "sample": sample}
    # Ours stands between the others, so that a machine that changes its pace favours none.
    for name in ("worker_pool", "bvte_build", "bare_script"):
        found[name] = way(name, count)
    found["command_line"] = way("command_line", sample)
    found["growth"] = {number: way("bvte_build", number) for number in growth}
    found["one"] = {name: way(name, 1) for name in ("command_line", "bvte_build")}
    return found | {"small": {name: small(*words) for name, words in results.SMALL.items()}}


def way(name, count):
    """What one of the ways takes for so many reports, told at once to who waits."""
    taken = command("-m", "benchmarks.ways", name, count)
    print(f"{name} {count}: {taken.wall:.1f} s, {taken.cpu:.1f} s CPU, {taken.memory:.0f} MB", flush=True)
    return taken


def small(*words):
    """The median seconds of a short command, of five runs; the first, which may compile, does not count."""
    if "benchmarks.status" in words:
        many_entries(10_000)
    command(*words)
    return statistics.median(command(*words).wall for _ in range(5))


def many_entries(count):
    """A folder with so many reports: short copies of all files of one, each with its entry."""
    known, folder = ledger.read_ledger(OUT), PLACE / "many"
    key, entry = next(iter(known.entries.items()))
    content = (OUT / next(iter(entry.files))).read_bytes()[:1000]
    (folder / Path(key).parent).mkdir(parents=True, exist_ok=True)
    entries = {}
    for number in range(count):
        files = {path.replace(key, f"{key}-{number}", 1): content_digest(content) for path in entry.files}
        for path in files:
            (folder / path).write_bytes(content)
        entries[f"{key}-{number}"] = replace(entry, files=files)
    ledger.write_ledger(ledger.Ledger(entries, known.rows), folder)


if __name__ == "__main__":
    main()
