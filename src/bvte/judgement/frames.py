"""Results as pandas frames that join, plot and aggregate as they are, and the way back from a frame.

A frame holds an id column, which its unnamed index repeats, and `frame.attrs["of"]`, an `FrameOrigin`: the
result that it was made from. So a frame that was filtered, sorted or cut still says which rows it means;
pandas drops the origin where different frames meet, and who shows such a frame names the result beside it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd

from bvte.evidence.codes import resolve_code
from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.lookups import AreaCodes
from bvte.evidence.record import one_line
from bvte.evidence.value import Comparator, Unit
from bvte.judgement.audit import Audit
from bvte.judgement.comparability import compare
from bvte.judgement.conflict_kinds import Conflict, Conflicts
from bvte.judgement.coverage import Request, Requests
from bvte.judgement.estimates import SHOWN_STRENGTHS, Estimate, Strength, estimates_of
from bvte.judgement.next_phase import NextPhase
from bvte.judgement.targets import Findings
from bvte.judgement.workshop import Workshop

FRAME_ROWS, FRAME_COLUMNS, CELL_WIDTH = 10, 9, 30
DAY = "datetime64[s]"
STRENGTH = pd.CategoricalDtype(list(map(str, (Strength.NOT_PUBLISHED, *reversed(SHOWN_STRENGTHS)))), ordered=True)
UNIT = pd.CategoricalDtype(sorted(map(str, Unit)))
COMPARATOR = pd.CategoricalDtype([*map(str, Comparator), "-"])
CLOSED = pd.CategoricalDtype(["both", "left", "right", "neither"])
STATISTIC = pd.CategoricalDtype(["level", "total", "yearly"])


def columns_of(names: str, dtype: Any) -> dict[str, Any]:
    """Columns of one dtype."""
    return dict.fromkeys(names.split(), dtype)


# Columns of every frame that tells where its numbers were published.
SOURCES = columns_of("sources source publisher address", "str")
ESTIMATES = (
    columns_of("estimate indicator name area place", "str")
    | {"year": "int64", "first": DAY, "last": DAY}
    | columns_of("low high value value_to", "float64")
    | {"closed": CLOSED, "printed": "str", "comparator": COMPARATOR, "statistic": STATISTIC, "unit": UNIT}
    | {"strength": STRENGTH, "published": "bool", "definition": "str", "year_stated": "bool"}
    | columns_of("derived_from rows", "str")
    | {"comparable": "bool"}
    | columns_of("break_before differs", "str")
    | SOURCES
)


class FrameError(ValueError):
    """A frame that does not say which rows of which result it shows."""


class FrameOrigin(str):
    """The result that a frame was made from, in its `attrs`: text to whoever writes the frame into a file.

    pandas copies `attrs` deeply with every step and compares them where frames meet: a copy is the origin
    itself, and only the same result is equal.
    """

    result: Any

    def __new__(cls, result: Any) -> "FrameOrigin":  # noqa: D102 - the class says it
        origin = super().__new__(cls, repr(result))
        origin.result = result
        return origin

    def __deepcopy__(self, memo: dict) -> "FrameOrigin":
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrameOrigin) and self.result is other.result

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return id(self.result)

    def __reduce__(self) -> tuple:
        return FrameOrigin, (self.result,)


def build_frame(rows: Iterable[dict[str, Any]], columns: dict[str, Any], of: Any) -> pd.DataFrame:
    """Rows as a frame with these columns and dtypes, whose first column is the id, and its origin."""
    frame = pd.DataFrame(list(rows), columns=list(columns)).astype(columns)
    frame.index = pd.Index(frame.iloc[:, 0].array)
    frame.attrs["of"] = FrameOrigin(of)
    return frame


def show_frame(frame: pd.DataFrame, columns: Iterable[str]) -> str:
    """A small table of a frame as HTML, of a bounded number of rows, columns and characters a cell."""
    shown = frame[list(columns)[:FRAME_COLUMNS]]
    with pd.option_context("display.max_colwidth", CELL_WIDTH, "display.html.use_mathjax", False):
        table = shown.head(FRAME_ROWS).to_html(index=False, na_rep="", border=0)
    more = len(frame) - FRAME_ROWS
    return f"{table}<p>… {more}</p>" if more > 0 else table


def estimates(
    evidence: Evidence, indicators: str | Iterable[str] | None = None, areas: str | Iterable[str] | None = None
) -> pd.DataFrame:
    """Every estimate of the indicators in the areas as a frame, one row an estimate, by time.

    indicators, areas : codes, one or several; None for all that have a figure. Columns: what it is of
    (indicator, name, area, place, year, first, last), what it leaves possible (low, high, closed) and how it
    was printed (value, value_to, printed, comparator, unit), how firm it is (strength, published), what it
    was made from (derived_from, rows), whether it may be compared with the one before it (comparable,
    break_before, differs), and where it was published. Small counts are withheld. Raises CodeError.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> frame = bvte.estimates(evidence, "special_circumstances_rate", evidence.province.code)
    >>> bool((frame["low"] <= frame["high"]).all())
    True
    """
    wanted = _several("indicator", indicators, evidence.indicators)
    places = _several("area", areas, AreaCodes(evidence))
    found = (
        estimate
        for code in wanted
        for place in places
        if _may_have(evidence, evidence.indicators[code], place)
        for estimate in estimates_of(evidence, code, place)
    )
    return frame_of_estimates(evidence, found)


def _several(kind: str, given: str | Iterable[str] | None, known: Collection[str]) -> list[str]:
    """The codes that are meant, each once: all of them, one, or several."""
    if given is None:
        return list(known)
    one = isinstance(given, str) or not isinstance(given, Iterable)
    return list(dict.fromkeys(resolve_code(kind, code, known) for code in ([given] if one else given)))


def _may_have(evidence: Evidence, card: Indicator, area: str) -> bool:
    """Whether anything was published in an area from which an estimate of an indicator can come."""
    return any(
        evidence.observations_of(code, area) for code in (card.id, card.numerator_indicator, *card.all_of) if code
    )


def frame_of_estimates(evidence: Evidence, found: Iterable[Estimate], of: Any = None, **more: Callable) -> pd.DataFrame:
    """Estimates as a frame of estimates; those of one indicator and area stand together, by time.

    more : further text columns, each a function of the estimate; of : the result, by default the evidence.
    """
    rows = [
        _estimate_row(evidence, estimate, before) | {name: tell(estimate) for name, tell in more.items()}
        for estimate, before in _with_predecessors(found)
    ]
    return build_frame(rows, ESTIMATES | dict.fromkeys(more, "str"), of or evidence)


def _with_predecessors(found: Iterable[Estimate]) -> Iterable[tuple[Estimate, Estimate | None]]:
    """Each estimate with the newest one of its indicator and area that ends before it begins."""
    for _, series in groupby(found, lambda r: (r.indicator, r.area)):
        known = list(series)
        for estimate in known:
            earlier = [r for r in known if r.period.last < estimate.period.first]
            yield estimate, max(earlier, key=lambda r: r.period.last, default=None)


def estimate_id(estimate: Estimate) -> str:
    """The rows of a published estimate; before those of one worked out here its indicator; of one that no row
    prints, as the baseline of a target, indicator, area and time.

    A figure and what is worked out from it alone have the same rows.
    """
    rows = "+".join(estimate.rows)
    if not rows:
        return f"{estimate.indicator}:{estimate.area}:{estimate.period.iso}"
    return f"{estimate.indicator}:{rows}" if len(estimate.grounds) > 1 else rows


def _estimate_row(evidence: Evidence, estimate: Estimate, before: Estimate | None) -> dict[str, Any]:
    card, rows = evidence.indicators[estimate.indicator], " ".join(estimate.rows)
    return {
        "estimate": estimate_id(estimate),
        "indicator": card.id,
        "name": card.name.text,
        "area": estimate.area,
        "place": evidence.area(estimate.area).text("name"),
        "year": estimate.year,
        "first": estimate.period.first,
        "last": estimate.period.last,
        "closed": estimate.interval.closed,
        **number_cells(estimate),
        "value_to": estimate.value_to,
        "printed": str(estimate.value),
        "comparator": estimate.comparator,
        "statistic": estimate.statistic,
        "unit": estimate.unit,
        "strength": estimate.strength,
        "published": estimate.is_published,
        "definition": estimate.definition or "",
        "year_stated": estimate.period_stated,
        "derived_from": rows if len(estimate.grounds) > 1 else "",
        "rows": rows,
        **_comparison_cells(evidence, before, estimate),
        **source_cells(evidence, estimate.sources),
    }


def number_cells(estimate: Estimate | None, prefix: str = "") -> dict[str, float | None]:
    """Ends of what an estimate leaves possible and its printed number; nothing where there is no estimate."""
    if estimate is None:
        return dict.fromkeys((f"{prefix}low", f"{prefix}high", f"{prefix}value"))
    possible = estimate.interval
    return {f"{prefix}low": possible.left, f"{prefix}high": possible.right, f"{prefix}value": float(estimate.value)}


def _comparison_cells(evidence: Evidence, before: Estimate | None, estimate: Estimate) -> dict[str, Any]:
    """Whether an estimate may be compared with the one before it, and what forbids it or speaks against
    it."""
    if before is None:
        return {"comparable": False, "break_before": "", "differs": ""}
    found = compare(evidence, before, estimate)
    breaks = [r.facts["break"] for r in found.reasons if r.code == "break_between"]
    forbidding = [code for code in breaks if evidence.breaks[code].effect == "not_comparable"]
    return {
        "comparable": found.verdict != "not_comparable",
        "break_before": forbidding[0] if forbidding else "",
        "differs": " ".join(dict.fromkeys(reason.code for reason in found.reasons)),
    }


def source_cells(evidence: Evidence, codes: Iterable[str]) -> dict[str, str]:
    """Ids, titles, publishers and addresses of sources, each once."""
    rows = [evidence.sources[code] for code in dict.fromkeys(codes)]
    titles = (row.title if row.published else Strength.NOT_PUBLISHED for row in rows)
    return {
        "sources": " ".join(row.id for row in rows),
        "source": "; ".join(filter(None, titles)),
        "publisher": "; ".join(dict.fromkeys(row.publisher for row in rows if row.publisher)),
        "address": "; ".join(row.address for row in rows if row.address),
    }


def frame_ids(frame: pd.DataFrame, column: str) -> list[str]:
    """The ids of a frame's rows in their order, each once: of its id column, else of its index.

    Raises FrameError where it has neither.
    """
    held = frame.get(column, frame.index if frame.index.dtype == "str" else None)
    if held is None:
        raise FrameError(f"no column {column!r} and no index of ids: {one_line(*map(str, frame.columns))}")
    return [str(code) for code in dict.fromkeys(held)]


def result_of(shown: Any, of: Any, *kinds: type) -> Any:
    """The result that a frame was made from, or the one named beside it.

    Raises FrameError where there is none of these kinds.
    """
    found = of if of is not None else getattr(shown.attrs.get("of"), "result", None)
    if not isinstance(found, kinds):
        names = " or ".join(kind.__name__ for kind in kinds)
        raise FrameError(f"this frame is not known to be of {names}: give that as the argument `of`")
    return found


def findings_of(shown: Findings | pd.DataFrame, of: Findings | None = None) -> Findings:
    """The findings that a frame shows, in its order; findings themselves as they are."""
    if isinstance(shown, Findings):
        return shown
    found = result_of(shown, of, Findings)
    return replace(found, items=tuple(found[code] for code in frame_ids(shown, "target")))


def estimates_behind(shown: pd.DataFrame, of: Evidence | Findings | None = None) -> list[Estimate]:
    """The estimates that a frame of estimates shows, in its order."""
    found, ids = result_of(shown, of, Evidence, Findings), frame_ids(shown, "estimate")
    if isinstance(found, Findings):
        return _chosen("estimate", ids, {estimate_id(r): r for r in found.shown_estimates()})
    pairs = dict.fromkeys(zip(shown["indicator"], shown["area"], strict=True))
    return _chosen("estimate", ids, {estimate_id(r): r for pair in pairs for r in estimates_of(found, *pair)})


def conflicts_of(shown: Conflicts | pd.DataFrame, of: Conflicts | None = None) -> Conflicts:
    """The conflicts that a frame shows, in its order; conflicts themselves as they are."""
    return _listed(shown, of, Conflicts, "conflict", conflict_id)


def requests_of(shown: Requests | pd.DataFrame, of: Requests | None = None) -> Requests:
    """The requests that a frame shows, in its order; requests themselves as they are."""
    return _listed(shown, of, Requests, "request", request_id)


def audit_of(shown: Audit | pd.DataFrame, of: Audit | None = None) -> Audit:
    """The audit of the targets and checks that a frame shows, in its order; an audit itself as it is."""
    if isinstance(shown, Audit):
        return shown
    found, ids = result_of(shown, of, Audit), frame_ids(shown, "target")
    subjects = _chosen("target", ids, {subject.target.id: subject for subject in found.subjects})
    checks = set(zip(shown["target"], shown["check"], strict=True)) if "check" in shown else None
    flags = {code: tuple(f for f in found.flags[code] if checks is None or (code, f.code) in checks) for code in ids}
    return replace(found, subjects=tuple(subjects), flags=flags)


def workshop_of(shown: Workshop | pd.DataFrame, of: Workshop | None = None) -> Workshop:
    """The pack with the targets that a frame shows, in its order; a pack itself as it is."""
    if isinstance(shown, Workshop):
        return shown
    found, ids = result_of(shown, of, Workshop), frame_ids(shown, "target")
    items = {item.subject.target.id: item for item in found.items}
    return replace(found, items=tuple(_chosen("target", ids, items)))


def next_phase_of(shown: NextPhase | pd.DataFrame, of: NextPhase | None = None) -> NextPhase:
    """The next phase with the targets that a frame shows, in its order; a phase itself as it is."""
    if isinstance(shown, NextPhase):
        return shown
    found, ids = result_of(shown, of, NextPhase), frame_ids(shown, "target")
    items = {item.subject.target.id: item for item in found}
    return replace(found, items=tuple(_chosen("target", ids, items)))


def _listed(shown: Any, of: Any, kind: type, column: str, name: Callable[[Any], str]) -> Any:
    """The things of a list of results that a frame shows."""
    if isinstance(shown, kind):
        return shown
    found = result_of(shown, of, kind)
    return found.only(_chosen(column, frame_ids(shown, column), {name(thing): thing for thing in found}))


def _chosen(kind: str, ids: Iterable[str], known: dict[str, Any]) -> list[Any]:
    """The things of these ids. Raises CodeError for an id that there is not."""
    return [known[resolve_code(kind, code, known)] for code in ids]


def conflict_id(conflict: Conflict) -> str:
    """How a conflict is named: its kind and the estimates of both sides."""
    return f"{conflict.kind}:{'|'.join(estimate_id(r) for r in conflict.estimates)}"


def request_id(request: Request) -> str:
    """How a request is named: what for, of which indicator and year."""
    return f"{request.code}:{request.indicator}:{request.year}"
