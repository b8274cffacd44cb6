"""The `bvte` command."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path

import click


@click.group()
def main():
    """Lập và kiểm tra báo cáo / Build and check the reports."""
    # A console in another code page could not print Vietnamese.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")


@main.command()
@click.argument("data", nargs=-1)
@click.option("--notebook", help="Chỉ một loại báo cáo / One kind of report only.")
@click.option("--programme", help="Chỉ một chương trình, theo mã / One programme only, by its id.")
@click.option("--language", type=click.Choice(["vi", "en"]), help="Chỉ một ngôn ngữ / One language only.")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count, help="Số tiến trình / Processes.")
def build(data, notebook, programme, language, jobs):
    """Lập báo cáo từ các thư mục trong data/ / Build the reports of folders in data/."""
    from bvte.evidence.load import project_root
    from bvte.publishing import build, index

    root = project_root()
    reports = [
        report
        for name in folders(root / "data", data)
        for report in planned(name, notebook, programme, language)
    ]
    failed = build.build(reports, root / "notebooks", root / "reports", jobs)
    first = index.write(root / "reports")
    for report, error in failed:
        click.echo(f"{report.path}: {error}", err=True)
    click.echo(first.relative_to(root).as_posix())
    sys.exit(1 if failed else 0)


def folders(place, names):
    """Data folders asked for, by name or path, all where none is named. Raises click.BadParameter."""
    known = sorted(path.parent.name for path in place.glob("*/programmes.csv"))
    for name in names:
        if name not in known and not Path(name, "programmes.csv").exists():
            near = get_close_matches(name, known, n=1) or known
            raise click.BadParameter(f"{name}? data/: {', '.join(near)}", param_hint="DATA")
    return list(names) or known


def planned(name, notebook, programme, language):
    """The reports of one data folder. Raises click.ClickException where its rows or the names are wrong."""
    from bvte.evidence.check import check_folder, errors
    from bvte.evidence.load import load
    from bvte.presentation.problems import lines
    from bvte.publishing.build import plan
    from bvte.publishing.parameters import ParameterError

    if wrong := errors(check_folder(name)):
        raise click.ClickException("\n".join([f"data/{name}", *lines(wrong, language or "vi")]))
    try:
        return plan(load(name), name, notebook, programme, language)
    except ParameterError as error:
        raise click.UsageError(str(error)) from error


@main.command()
@click.argument("folder", nargs=-1)
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", help="Ngôn ngữ / Language.")
def check(folder, language):
    """Kiểm tra dữ liệu trong data/ / Check the data in data/."""
    from bvte.evidence.check import check_folder, errors
    from bvte.evidence.load import project_root
    from bvte.presentation.problems import lines, summary

    wrong = False
    for name in folders(project_root() / "data", folder):
        problems = check_folder(name)
        wrong |= bool(errors(problems))
        for line in [*lines(problems, language), summary(problems, name, language)]:
            click.echo(line)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
