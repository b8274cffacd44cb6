"""The `bvte` command: words in, words out. What it does is in `publishing` and `evidence`."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path

import click

from bvte.evidence.language import LANGUAGES, activate
from bvte.publishing.parameters import NOTEBOOKS

GIBIBYTE = 2**30

JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count, help="Số tiến trình / Processes at a time."
)


@click.group()
def main():
    """Lập và kiểm tra báo cáo / Build and check the reports."""
    # A console in another code page could not print Vietnamese.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")


def narrowing(command):
    """Offer every parameter that a notebook declares as an option, besides the notebook itself."""
    declared = {p.name: p for kind in NOTEBOOKS.values() for p in kind.parameters if p.name != "data"}
    for p in reversed(declared.values()):
        told = f"{p.meaning['vi'].capitalize()} / {p.meaning['en'].capitalize()}."
        choices = click.Choice(p.choices) if p.choices else p.kind
        command = click.option(f"--{p.name}", type=choices, help=told)(command)
    kinds = ", ".join(NOTEBOOKS)
    command = click.option("--notebook", help=f"Một loại báo cáo / One kind of report: {kinds}.")(command)
    return click.argument("data", nargs=-1)(command)


@main.command()
@narrowing
@JOBS
@click.option("--force", is_flag=True, help="Lập lại cả báo cáo còn đúng / Also those that still stand.")
@click.option(
    "--memory", default=4.0, type=click.FloatRange(min=0.5), help="GiB cho một sổ tay / for a notebook."
)
@click.option("--cluster", metavar="ADDRESS", help="Bộ điều phối Dask / A Dask scheduler: tcp://host:port.")
def build(data, jobs, force, memory, cluster, **asked):
    """Lập báo cáo của các thư mục trong data/ / Build the reports of folders in data/."""
    from bvte.publishing import batch, commands

    reports, complete = planned(data, asked)
    how = {"jobs": jobs, "memory": int(memory * GIBIBYTE), "outcomes": batch.way(cluster)}
    sys.exit(commands.build(reports, complete, force, **how))


@main.command()
@narrowing
def status(data, **asked):
    """Báo cáo nào còn đúng, cũ vì đâu, thiếu, lỗi / Which reports stand, or are stale, and why."""
    from bvte.publishing import commands

    sys.exit(commands.show(*planned(data, asked, checked=False)))


@main.command()
@narrowing
@JOBS
@click.option(
    "--against", type=click.Path(exists=True), help="Thư mục báo cáo khác / Other folder of reports."
)
def verify(data, jobs, against, **asked):
    """Lập lại và so từng byte với tệp trên đĩa, sổ ghi / Build again, compare with disk and ledger."""
    from bvte.publishing import commands

    reports, _ = planned(data, asked)
    sys.exit(commands.verify(reports, jobs, against))


def planned(data, asked, checked=True):
    """The reports asked for, and the data folders of which no report is left out; from here on the command
    speaks the language that was asked for.

    checked : refuse a folder whose rows break a rule. Raises click.ClickException for wrong rows or names.
    """
    activate(asked["language"] or LANGUAGES[0])
    names = folders(data)
    reports = [report for name in names for report in planned_of(name, asked, checked)]
    complete = () if any(asked.values()) else [Path(name).name for name in names]
    return reports, complete


def planned_of(name, asked, checked):
    """The reports of one data folder."""
    from bvte.evidence.check import check_folder, only_errors
    from bvte.evidence.load import load
    from bvte.evidence.problem import EvidenceError
    from bvte.publishing.parameters import ParameterError
    from bvte.publishing.plan import plan

    if checked:
        refuse(only_errors(check_folder(name)), name)
    try:
        return plan(load(name), name, **asked)
    except EvidenceError as error:
        return refuse(error.problems, name)
    except ParameterError as error:
        raise click.UsageError(str(error)) from error


def refuse(wrong, name):
    """Raise click.ClickException with every error of a data folder, where it has any."""
    from bvte.presentation.problems import lines

    if wrong:
        raise click.ClickException("\n".join([f"data/{name}", *lines(wrong)]))


def folders(names):
    """Data folders asked for, by name or path, all where none is named. Raises click.BadParameter."""
    from bvte.evidence.load import data_folders, is_data_folder

    known = data_folders()
    for name in names:
        if name not in known and not is_data_folder(name):
            near = get_close_matches(name, known, n=1) or known
            raise click.BadParameter(f"{name}? data/: {', '.join(near)}", param_hint="DATA")
    return list(names) or known


@main.command()
@click.argument("folder", nargs=-1)
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Ngôn ngữ / Language.")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="Ngày kiểm tra, mặc định hôm nay / Day of the check."
)
def check(folder, language, today):
    """Kiểm tra dữ liệu trong data/ / Check the data in data/."""
    from bvte.evidence.check import only_errors
    from bvte.presentation.problems import lines, summary
    from bvte.publishing.checking import problems_of

    activate(language)
    wrong = False
    for name in folders(folder):
        problems = problems_of(name, today and today.date())
        wrong |= bool(only_errors(problems))
        for line in [*lines(problems), summary(problems, name)]:
            click.echo(line)
    sys.exit(1 if wrong else 0)


@main.group()
def intake():
    """Đọc lại điều mọi người đã điền / Read back what people filled in."""


@intake.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", help="Thư mục dữ liệu, nếu khác ghi trong phiếu / Data folder, if not the sheet's.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Ngôn ngữ / Language.")
@click.option("--replace", is_flag=True, help="Thay bản đã có cùng ngày / Replace the one of that day.")
def workshop(file, data, language, replace):
    """Quyết định của hội thảo trong phiếu đã điền / Decisions in a filled recording sheet."""
    from bvte.publishing.received import take

    sys.exit(take(file, data, language, replace))


@main.command(context_settings={"ignore_unknown_options": True})
@click.option("--data", help="Thư mục dữ liệu / Data folder.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Ngôn ngữ / Language.")
@click.option("--folder", type=click.Path(path_type=Path), help="Nơi giữ bản sao / Where the copy is kept.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def explore(data, language, folder, options):
    """Bàn làm việc trong JupyterLab / The researcher's desk in JupyterLab; OPTIONS go to JupyterLab."""
    from bvte.desk.launch import launch

    activate(language)
    name = folders((data,) if data else ())[0]
    sys.exit(launch(name, folder, options))


@main.command()
@click.argument("data")
@click.argument("year", type=int)
def record(data, year):
    """Ghi lại báo cáo năm đã gửi, để năm sau đối chiếu / Keep what a yearly report said when it was sent."""
    from bvte.evidence.load import load
    from bvte.publishing.editions import record as keep

    folders((data,))
    evidence = load(data)
    if year not in evidence.annual_reports:
        known = ", ".join(map(str, evidence.annual_reports))
        raise click.BadParameter(f"{year}? annual_reports.csv: {known}", param_hint="YEAR")
    try:
        click.echo(keep(evidence, year).name)
    except FileExistsError as error:
        raise click.ClickException(f"editions/{year}.csv: đã có / is there already") from error


if __name__ == "__main__":
    main()
