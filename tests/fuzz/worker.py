"""A process that puts changes into a copy of `data/`, one after the other, and says what became of each.

It reads a line of JSON for each change (path -> content in base 64, null for no file) and writes one (outcome, detail).
"""

import base64
import io
import json
import shutil
import sys
import traceback
from contextlib import redirect_stdout, suppress
from copy import copy
from datetime import date
from functools import lru_cache
from pathlib import Path

from tests.fuzz.facts import judged, plain_rows, read_rows, unseen_changes
from tests.fuzz.mutators import FOLDER

from bvte.evidence import files, form_cards, national, problem, yaml_files
from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.files import written_passages
from bvte.evidence.language import LANGUAGES, speaking
from bvte.evidence.load import load, project_root
from bvte.evidence.papers import asked_papers, report_years
from bvte.evidence.problem import EvidenceError
from bvte.intake.request_lines import request_lines, respondents_of
from bvte.judgement.annual import annual
from bvte.presentation import narrative
from bvte.presentation.problems import problem_lines
from bvte.publishing import commands, inputs
from bvte.publishing.answers import tell_answered
from bvte.publishing.commands import folder_problems
from bvte.publishing.inputs import rows_of
from bvte.publishing.receiving import show_intakes
from bvte.publishing.report import plan_reports
from bvte.publishing.status import changed_rows

NAME, TODAY = "dien-bien", date(2026, 7, 1)
# Bytes of address space: what takes more is a fault, not a machine that stops.
MEMORY = 4 * 2**30
CACHED = [
    "report_layout",
    "evaluation_criteria",
    "plausibility_rules",
    "small_counts",
    "request_rules",
    "workshop_plan",
]
# Files on which it rests who is asked for which figures.
ASKING = {"national", "respondents.csv", "areas.csv", "programmes.csv", "intakes"}


class Folder:
    """The copy of `data/` with what it says before it is changed."""

    def __init__(self, place):
        self.place = place
        self.problems = {problem_key(p) for p in folder_problems(NAME, TODAY)}
        evidence = load(NAME)
        self.judged, self.read, self.rows = judged(evidence), read_rows(evidence), self.digests()

    def digests(self):
        return rows_of(self.place / NAME) | {f"national/{k}": v for k, v in rows_of(self.place / "national").items()}

    def outcome(self):
        """What becomes of the folder as it stands now, and what there is to say of it."""
        national.settings_of.cache_clear()
        form_cards._cells_of.cache_clear()
        named = list(changed_rows(self.rows, self.digests()))
        found = check_folder(NAME, TODAY)
        if named and not only_errors(found):
            found += commands._narrative_problems(load(NAME, strict=False))
        with redirect_stdout(io.StringIO()):
            show_intakes([NAME])
        for language in LANGUAGES:
            with speaking(language):
                problem_lines(found)
        new = [problem for problem in found if problem_key(problem) not in self.problems]
        if only_errors(found):
            with suppress(EvidenceError):
                load(NAME)
            return "refused", ""
        return self.judged_outcome(new, named)

    def judged_outcome(self, new, named):
        """The same of a folder that may be built."""
        evidence = load(NAME)
        plan_reports(evidence, NAME)
        read, touched = read_rows(evidence), {cause.facts["file"].partition("/")[0] for cause in named}
        # What was read as before is judged as before; the forms of the nation decide what a report shows.
        facts = self.judged if read == self.read and "national" not in touched else judged(evidence)
        if "narrative" in touched:
            write_sections(evidence)
        if ASKING & touched:
            ask_everybody(evidence)
        if new:
            return "asked", ""
        if facts == self.judged:
            return "harmless", ""
        unseen = list(unseen_changes(self.read, read, plain_rows(self.place / NAME)))
        if unseen or not named:
            return "silent", repr(unseen[:3] or "no row is named")
        return "visible", ""


def problem_key(problem):
    return problem.code, problem.file, problem.column, problem.found


def write_sections(evidence):
    """Every section that people wrote, of every yearly report, as it stands in the report."""
    for asked in asked_papers(evidence):
        report = annual(evidence, asked.year, asked.area.code, paper=asked.paper.id)
        for (_, language), passage in written_passages(evidence.folder, report.shelf).items():
            with speaking(language if language in LANGUAGES else LANGUAGES[0]):
                narrative._filled(report, passage)


def ask_everybody(evidence):
    """What everybody is asked for each year, and who has answered."""
    for year in report_years(evidence):
        for respondent in respondents_of(evidence, year):
            [(line.name.text, line.unit) for line in request_lines(evidence, respondent)]
        with redirect_stdout(io.StringIO()):
            tell_answered(evidence, year)


def put_files(place, contents):
    """Put contents in their places; None takes a file away, FOLDER puts a folder there."""
    for name, content in contents.items():
        path = place / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        if content == FOLDER:
            path.mkdir()
        elif content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def tried(folder, changed):
    """(outcome, detail) of one change, after which all is as before."""
    before = {name: (folder.place / name).read_bytes() if (folder.place / name).is_file() else None for name in changed}
    put_files(folder.place, changed)
    try:
        return folder.outcome()
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return "traceback", f"{type(error).__name__}: {str(error)[:120]} ({Path(last.filename).name}:{last.lineno})"
    finally:
        put_files(folder.place, before)


def limit_memory():
    """Let this process take no more than `MEMORY`, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def remember_files():
    """Read a file anew only where its bytes are others: of each change all files but one are as before."""
    # The same pairs of names are compared for every change.
    problem._is_alike = lru_cache(maxsize=200_000)(problem._is_alike)
    table, read = remembered(files.read_table), remembered(yaml_files.read_yaml)
    for module in [module for name, module in sys.modules.items() if name.startswith("bvte.")]:
        if hasattr(module, "read_table"):
            module.read_table = lambda *asked: tuple(map(copy, table(*asked)))
        if hasattr(module, "read_yaml"):
            module.read_yaml = lambda path: (read(path)[0], list(read(path)[1]))
    inputs._file_digests = remembered(inputs._file_digests)


def remembered(function):
    """A function of the path of a file, and more, that is asked once for each name and content."""
    known = {}

    def asked(path, *more):
        key = path.name, path.read_bytes() if path.is_file() else None, more
        if key[1] is None:
            return function(path, *more)
        if key not in known:
            known[key] = function(path, *more)
        return known[key]

    return asked


def main():
    """Answer line by line."""
    limit_memory()
    remember_files()
    folder = Folder(project_root() / "data")
    print(json.dumps(["ready", ""]), flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        changed = {name: None if text is None else base64.b64decode(text) for name, text in told.items()}
        print(json.dumps(tried(folder, changed)), flush=True)


if __name__ == "__main__":
    main()
