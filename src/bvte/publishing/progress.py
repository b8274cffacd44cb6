"""How far a batch is, for the person who waits: a bar on a terminal, a line a report elsewhere."""

import sys

from bvte.presentation.texts import say


def watched(outcomes, total):
    """The outcomes as they come, each told of on standard error."""
    on_terminal = sys.stderr.isatty()
    return _bar(outcomes, total) if on_terminal else _lines(outcomes, total)


def _bar(outcomes, total):
    """Done of all, failed, time to go; a report that failed is a line that stays."""
    from tqdm import tqdm  # only where there is a terminal

    failed = 0
    with tqdm(total=total, unit="", dynamic_ncols=True) as bar:
        for outcome in outcomes:
            if outcome.failure:
                failed += 1
                bar.write(_line(outcome), file=sys.stderr)
            bar.set_postfix_str(f"{say('runs.progress.failed')}: {failed}", refresh=False)
            bar.update()
            yield outcome


def _lines(outcomes, total):
    for number, outcome in enumerate(outcomes, start=1):
        print(f"[{number}/{total}] {_line(outcome)}", file=sys.stderr, flush=True)
        yield outcome


def _line(outcome):
    how = "failed" if outcome.failure else "done"
    return f"{outcome.report.path.as_posix()}: {say(f'runs.progress.{how}')}"
