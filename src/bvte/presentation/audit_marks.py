"""The picture of an audit: which target is caught by which check."""

from decimal import Decimal

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from bvte.judgement.audit import Audit
from bvte.judgement.audit_subject import Subject
from bvte.judgement.frames import audit_of
from bvte.judgement.target_terms import same_target
from bvte.presentation import cells, drawing, picture
from bvte.presentation.audit_page import coming_of, mend_text
from bvte.presentation.chart_labels import STEP, ColumnName
from bvte.presentation.document import Figure, Prose, Table, make_table
from bvte.presentation.many_marks import AROUND, INK, LOOK, ROW, name_rows
from bvte.presentation.parts import columns, nothing
from bvte.presentation.texts import say


def audit_marks(frame: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Draw which target is caught by which check: targets (`name`) as rows, a column for each check that found
    something under its name, a square for each flag; return the axes.

    >>> import bvte
    >>> frame = bvte.audit(bvte.load("dien-bien"), "cpp_2021_2025_db_draft").frame()
    >>> len(audit_marks(frame, drawing.new_axes()).findobj(ColumnName)) == frame.query("flagged")["check"].nunique()
    True
    """
    ax, targets = drawing.current_axes(ax), list(dict.fromkeys(frame["target"]))
    flags = frame[frame["flagged"]]
    checks = [check for check in frame["check"].cat.categories if check in set(flags["check"])]
    placed = flags.assign(row=flags["target"].map(targets.index), column=flags["check"].astype("str").map(checks.index))
    look = LOOK | {"marker": "s", "s": 90}
    sns.scatterplot(placed, x="column", y="row", color=INK, edgecolor=INK, ax=ax, **look)
    told = (f"{name}: {say(f'audit.check.{check}')}" for name, check in zip(flags["name"], flags["check"], strict=True))
    if not placed.empty:
        drawing.tell(ax.collections[-1], *told)
    name_rows(ax, frame.drop_duplicates("target")["name"])
    _name_columns(ax, [say(f"audit.check.{check}") for check in checks])
    return ax


def _name_columns(ax: Axes, names: list[str]) -> None:
    """The names above their columns, each a line higher than that to its left, so that none needs a key."""
    ax.set_xticks(range(len(names)), [""] * len(names))
    ax.tick_params(axis="x", length=0)
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.grid(axis="both")
    for place, name in enumerate(names):
        ax.add_artist(ColumnName(ax, name, place))


def audit_chart(audit: Audit | pd.DataFrame, of: Audit | None = None) -> Figure | Prose:
    """Targets as rows, checks as columns, a full square where a check found something.

    audit : of a programme, or its frame, of which exactly the rows are drawn; `of` : the audit that a frame
    was made from, where it has lost it.
    """
    shown = audit_of(audit, of)
    if not shown.subjects:
        return nothing("audit.no_programme_note")
    alike = {s.target.id: " ".join(map(str, same_target(s.target))) for s in shown.subjects}
    short = {s.target.id: _level_name(s, list(alike.values()).count(alike[s.target.id])) for s in shown.subjects}
    frame = audit if isinstance(audit, pd.DataFrame) else audit.frame()
    places = {subject.target.id: place for place, subject in enumerate(shown.ranked)}
    frame = frame.assign(name=frame["target"].map(short), asked=frame["target"].map(alike))
    frame = frame.sort_values("target", key=lambda t: t.map(places), kind="stable")
    found = frame.loc[frame["flagged"], "check"].nunique()
    height = AROUND + ROW * len(short) + STEP * (found + 1) / 72
    ax = audit_marks(frame, drawing.new_axes(height))
    alt = say("audit.chart_alt", rows="; ".join(_audit_words(rows) for _, rows in frame.groupby("target", sort=False)))
    told, counts = {"title": _audit_finding(frame), "footer": say("audit.chart_footer")}, _check_counts(frame)
    return picture.figure(ax, say("audit.chart_caption"), alt, numbers=counts, **told)


def _level_name(subject: Subject, levels: int) -> str:
    """The name of a row: that of the indicator, and the year where a target has levels for several."""
    name = subject.card.short.text
    return f"{name} ({subject.target.due_year})" if levels > 1 else name


def _flag_counts(frame: pd.DataFrame) -> pd.Series:
    """Check -> number of targets that it catches, the most frequent first, those of one number in their order; levels
    for several years are those of one target."""
    flags = frame.loc[frame["flagged"]].groupby("check", observed=True)["asked"].nunique()
    return flags.sort_values(ascending=False, kind="stable")


def _audit_finding(frame: pd.DataFrame) -> str:
    """Which check catches most targets, how many of all, and what mends it where that is the same for each."""
    counts, total = _flag_counts(frame), frame["asked"].nunique()
    if counts.empty:
        return say("audit.headline_sound", total=total)
    first = counts.index[0]
    facts = {"check": say(f"audit.check.{first}"), "count": counts.iloc[0], "total": total}
    return say("audit.chart_title", **facts, mend=_mend_of_all(frame, first)).strip()


def _mend_of_all(frame: pd.DataFrame, check: str) -> str:
    """What mends a check at every target that it catches, "" where that differs."""
    caught = set(frame.loc[frame["flagged"] & (frame["check"] == check), "target"])
    audit = audit_of(frame)
    pairs = [(s, f) for s in audit.subjects if s.target.id in caught for f in audit.flags[s.target.id]]
    coming = coming_of(audit)
    told = {mend_text(flag, s, coming.get(s.target.id)) for s, flag in pairs if flag.code == check}
    return told.pop() if len(told) == 1 else ""


def _check_counts(frame: pd.DataFrame) -> Table | None:
    """The number of targets of each check that found something; None where none did."""
    counts = _flag_counts(frame)
    rows = [(say(f"audit.check.{check}"), cells.datum(Decimal(int(n)), str(n))) for check, n in counts.items()]
    return make_table(say("audit.chart_caption"), columns(("check", "targets:num")), rows) if rows else None


def _audit_words(rows: pd.DataFrame) -> str:
    """A target and its flags in words."""
    names = [say(f"audit.check.{check}").lower() for check in rows.loc[rows["flagged"], "check"]]
    checks = ", ".join(names) or say("audit.no_check")
    return say("audit.chart_row", indicator=rows["name"].iloc[0], checks=checks)
