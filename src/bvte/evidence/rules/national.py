"""Check what all provinces share (data/national/): each file can be read, its codes lead somewhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from bvte.evidence.collection import Evidence
from bvte.evidence.decoding import decode_bytes
from bvte.evidence.disclosure_policy import Disclosure, DisclosureRule
from bvte.evidence.indicator import Words
from bvte.evidence.load import project_root
from bvte.evidence.national import (
    LAYOUT,
    SETTINGS,
    WITHOUT,
    Ask,
    CellCard,
    Criterion,
    Form,
    FormRow,
    Layout,
    Plausibility,
    ProgrammeKind,
    Requests,
    RespondentKind,
    Rest,
    Section,
    Session,
    Topic,
    UsualChange,
    WorkshopPlan,
)
from bvte.evidence.problem import Problem, Severity, nearest_name
from bvte.evidence.record import fault_problem
from bvte.evidence.rules import Problems
from bvte.evidence.rules.papers import paper_misnamed
from bvte.evidence.spoken_folder import spoken_folder
from bvte.evidence.yaml_files import compose_yaml, read_yaml

MODELS = (
    Layout,
    CellCard,
    Section,
    Form,
    FormRow,
    Criterion,
    Disclosure,
    DisclosureRule,
    Plausibility,
    UsualChange,
    Rest,
    ProgrammeKind,
    Requests,
    RespondentKind,
    Ask,
    WorkshopPlan,
    Session,
    Topic,
    Words,
)
FIELDS = sorted({name for model in MODELS for name in model.model_fields})


def national_problems(evidence: Evidence, folder: Path | None = None) -> list[Problem]:
    """Every `Problem` of the national files, read for the province of an `Evidence`.

    folder : where they stand, if not in data/national. What cannot be read is an error. A code of a topic
    or criterion that nobody has a card or a row of, and a row of a form so like a card of the province that
    it may be meant, is a question: a province need not have a card of everything.
    """
    folder = folder or project_root() / "data" / "national"
    national: dict[str, Any] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for name, kind in SETTINGS.items():
        own = evidence.spoken.own_file(f"{name}.yml")
        if evidence.spoken.alone and not own and name in WITHOUT:
            national[name] = None
            continue
        national[name], faults = _read_national_file(own or folder / f"{name}.yml", kind)
        places[name] = f"{name}.yml" if own else f"national/{name}.yml"
        problems += [replace(problem, file=places[name]) for problem in faults]
    if national["annual_report"]:
        problems += _form_problems(evidence, national["annual_report"], places["annual_report"])
        problems += paper_misnamed(evidence, national["annual_report"])
        problems += _unknown_mentions(evidence, national, places)
        problems += _request_problems(evidence, national["annual_report"], national["requests"], places)
    if kinds := national["programme_kinds"]:
        problems += _programmes_of_no_kind(evidence, kinds)
    return problems


def _programmes_of_no_kind(evidence: Evidence, kinds: Iterable[str]) -> Problems:
    """Programmes of a line that is none."""
    for row in evidence.programmes.values():
        if row.kind not in kinds:
            near, known = nearest_name(row.kind, kinds), ", ".join(kinds)
            facts = {"type": "enum"}
            yield Problem(
                "not_a_value", row.file_of("programmes"), row.line, "kind", row.kind, known, near, facts=facts
            )


def layout_problems() -> list[Problem]:
    """Why the forms, and so the cards of their cells, cannot be read; none where they can."""
    layout, problems = _read_national_file(project_root() / "data" / LAYOUT, Layout)
    return [] if layout else [replace(p, file=LAYOUT, facts={**p.facts, "unread": True}) for p in problems]


def _read_national_file(path: Path, kind: Any) -> tuple[Any, list[Problem]]:
    """What one file holds, None where it cannot be read, and its problems."""
    content, problems = read_yaml(path)
    if content is None:
        return None, problems
    try:
        how = {"languages": spoken_folder().languages}
        return TypeAdapter(kind).validate_python(content, context=how), problems
    except ValidationError as error:
        root = compose_yaml(decode_bytes(path.read_bytes()).text)
        return None, problems + [
            fault_problem(fault, FIELDS, path.name, _line_of_entry(root, fault["loc"])) for fault in error.errors()
        ]


def _line_of_entry(node: Any, path: Sequence[int | str]) -> int:
    """Line of the entry at a path of names and places, or of the last one on the way to it."""
    line = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            below = [pair for pair in node.value if pair[0].value == str(part)]
            key, node = below[0] if below else (None, None)
            line = key.start_mark.line + 1 if key else line
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def form_codes(layout: Layout) -> dict[str, tuple[str, FormRow]]:
    """Code of every row and cell of the forms, in their order -> (form, `FormRow`)."""
    codes: dict[str, tuple[str, FormRow]] = {}
    for number, form in layout.forms.items():
        for row in form.rows:
            for code in [row.of(column) for column in form.columns] or [row.indicator]:
                codes.setdefault(code, (number, row))
    return codes


def _form_problems(evidence: Evidence, layout: Layout, file: str) -> Problems:
    """What a form says of itself and of the cards of the province."""
    cards = evidence.indicators
    for name, section in layout.sections.items():
        for number in section.forms:
            if number not in layout.forms:
                near = nearest_name(number, layout.forms)
                yield Problem("unknown_code", file, None, f"sections.{name}.forms", number, "forms", near)
    for number, form in layout.forms.items():
        rows = [row.indicator for row in form.rows]
        for row in form.rows:
            where = f"forms.{number}.{row.indicator}"
            if row.part_of and row.part_of not in rows:
                near = nearest_name(row.part_of, rows)
                yield Problem("unknown_code", file, None, f"{where}.part_of", row.part_of, "rows", near)
            for column in row.cells.keys() - form.columns.keys():
                near = nearest_name(column, form.columns)
                yield Problem("unknown_code", file, None, f"{where}.cells", column, "columns", near)
    codes = form_codes(layout)
    for code, (number, row) in codes.items():
        where = f"forms.{number}.{code}"
        if code in cards and cards[code].unit != row.unit:
            yield Problem(
                "unit_not_of_card",
                file,
                None,
                where,
                row.unit,
                cards[code].unit,
                severity=Severity.finding,
                facts={"indicator": code},
            )
        elif code not in cards and (near := _card_meant(code, cards.keys() - codes.keys())):
            yield _asked_card(file, where, code, near)


def _request_problems(
    evidence: Evidence, layout: Layout, rules: Requests | None, places: Mapping[str, str]
) -> Problems:
    """Requests for what no form has, and respondents of a kind that nobody says what to ask."""
    file, kinds = places.get("requests", ""), rules.respondents if rules else {}
    for name, kind in kinds.items():
        for ask in kind.asks:
            form, where = layout.forms.get(ask.form), f"respondents.{name}.{ask.form}"
            if form is None:
                near = nearest_name(ask.form, layout.forms)
                yield Problem("unknown_code", file, None, f"{where}.form", ask.form, "forms", near)
                continue
            rows = [row.indicator for row in form.rows]
            for wanted, known in ((ask.indicators, rows), (ask.columns, list(form.columns))):
                for code in wanted:
                    if code not in known:
                        yield Problem("unknown_code", file, None, where, code, "rows", nearest_name(code, known))
    for row in evidence.respondents.values() if rules else ():
        if row.kind not in kinds:
            near, known = nearest_name(row.kind, kinds), ", ".join(kinds)
            yield Problem("not_a_value", "respondents.csv", row.line, "kind", row.kind, known, near)


def _card_meant(code: str, cards: Iterable[str]) -> str | None:
    """The card that a code without a card differs from by a slip only; other numbers are another thing."""
    alike = [card for card in cards if re.findall(r"\d+", card) == re.findall(r"\d+", code)]
    return nearest_name(code, alike)


def _unknown_mentions(evidence: Evidence, national: dict[str, Any], places: Mapping[str, str]) -> Problems:
    """Indicators of criteria, topics and answers that nobody has a card or a row of, or that look like a slip."""
    known = evidence.indicators.keys() | form_codes(national["annual_report"]).keys()
    topics = national["workshop"].topics if national["workshop"] else {}
    kinds = national["requests"].respondents if national["requests"] else {}
    named = [("criteria", f"{name}.indicators", c.indicators) for name, c in (national["criteria"] or {}).items()]
    named += [("workshop", f"topics.{name}.indicators", topic.indicators) for name, topic in topics.items()]
    named += [("requests", f"respondents.{name}.answers", kind.answers) for name, kind in kinds.items()]
    # What a code that is known looks like nobody asks: it would take a fifth of the time of a command.
    unknown = [(file, where, code) for file, where, codes in named for code in codes if code not in known]
    elsewhere = _cards_elsewhere() if unknown else set()
    for file, where, code in unknown:
        near = nearest_name(code, known)
        if near or code not in elsewhere:
            yield _asked_card(places[file], where, code, near)


def _cards_elsewhere() -> set[str]:
    """Codes of the cards of all provinces: what another one has is no slip."""
    files = sorted((project_root() / "data").glob("*/indicators.yml"))
    return {code for path in files for code in read_yaml(path)[0] or ()}


def _asked_card(file: str, where: str, code: str, near: str | None) -> Problem:
    """The question whether a code is meant."""
    return Problem("card_not_known", file, None, where, code, "indicators", near, Severity.finding)
