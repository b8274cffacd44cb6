"""All reports: which there are follows from the rows of the data folders; they are made on all cores."""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date

from tqdm import tqdm

from bvte.publishing.parameters import LANGUAGES, NOTEBOOKS, check
from bvte.publishing.report import Report, publish


def plan(evidence, data, notebook=None, programme=None, language=None):
    """The reports that the rows of one data folder call for, only those asked for where names are given.

    data : name of the folder. Raises ParameterError for a notebook or programme that is not there.
    """
    programmes = own_programmes(evidence)
    areas = {area.code for area in evidence.areas.values()}
    allowed = {"programme": programmes, "area": areas, "data": [data]}
    allowed |= {"year": list(evidence.annual_reports), "agency": list(evidence.agencies)}
    wanted = [
        (name, {**subject, "language": spoken, "data": data})
        for name in ([notebook] if notebook else kinds(evidence, programme))
        for subject in subjects(evidence, name, programme, programmes)
        for spoken in ([language] if language else LANGUAGES)
    ]
    return [report(evidence, name, check(name, values, allowed)) for name, values in wanted]


def report(evidence, notebook, values):
    """The report of a notebook with checked values."""
    return Report(notebook, values, evidence.area(values["area"]).text("name", values["language"]))


def kinds(evidence, programme):
    """Kinds of reports: all, or where a programme was named those that there are about it."""
    if programme is None:
        return list(NOTEBOOKS)
    about = (notebook for notebook in NOTEBOOKS.values() if is_about_programmes(notebook.name))
    return [n.name for n in about if not n.needs_targets or evidence.targets_of(programme)]


def is_about_programmes(notebook):
    """Whether there is one report of the kind for each programme; an unknown kind is about none."""
    return notebook in NOTEBOOKS and NOTEBOOKS[notebook].subject == "programme"


def subjects(evidence, notebook, programme, programmes):
    """What the reports of one kind are about: the named programme, all of them, or the province."""
    province = evidence.province.code
    if programme is None and not is_about_programmes(notebook):
        by_year = notebook in NOTEBOOKS and NOTEBOOKS[notebook].subject == "year"
        return years(evidence, province) if by_year else [{"area": province}]
    if programme is None and NOTEBOOKS[notebook].needs_targets:
        programmes = [name for name in programmes if evidence.targets_of(name)]
    rows = [(name, evidence.programmes.get(name)) for name in ([programme] if programme else programmes)]
    return [{"programme": name, "area": row.area if row else province} for name, row in rows]


def years(evidence, area):
    """The yearly reports of an area, each sent by the agency of the last day of its year."""
    return [
        {"year": year, "area": area, "agency": evidence.agency_on(date(year, 12, 31)).id}
        for year in evidence.annual_reports
    ]


def own_programmes(evidence):
    """Ids of the programmes of the province and of places directly inside it, in the order of the file."""
    province = evidence.province.code
    inside = {area.code for area in evidence.areas.values() if province in (area.code, area.parent)}
    rows = evidence.programmes.values()
    return [p.id for p in rows if p.level in ("province", "district") and p.area in inside]


def build(reports, notebooks, folder, jobs):
    """Make the reports with so many processes; those that failed as pairs (report, error), others went on."""
    failed = {}
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn) as pool:
        futures = {pool.submit(publish, report, notebooks, folder): report for report in reports}
        for future, report in _watched(futures):
            if error := future.exception():
                failed[report.path] = error
    return [(report, failed[report.path]) for report in reports if report.path in failed]


def _watched(futures):
    """The futures with their reports as they end: a bar on a terminal, a line each elsewhere."""
    on_terminal = sys.stderr.isatty()
    ended = tqdm(as_completed(futures), total=len(futures), unit="", disable=not on_terminal)
    for number, future in enumerate(ended, start=1):
        if not on_terminal:
            state = "failed" if future.exception() else "ok"
            print(f"[{number}/{len(futures)}] {futures[future].path} {state}", file=sys.stderr, flush=True)
        yield future, futures[future]
