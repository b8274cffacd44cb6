"""Every code that the house can make has a text, and every text is one that the code says."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import bvte
from bvte.desk import views
from bvte.desk.panel import CONTROLS
from bvte.evidence import value
from bvte.evidence.decisions import DECISIONS
from bvte.evidence.indicator import Indicator
from bvte.evidence.rows import Break, Programme, Target
from bvte.evidence.rules import DATED_RULES, RULES
from bvte.evidence.source import DOUBTS, Source
from bvte.judgement.annual_quality import SUPPORT
from bvte.judgement.audit import check_codes
from bvte.judgement.conflict import CONTRADICTIONS, UNUSUAL
from bvte.judgement.finding import STATUSES
from bvte.judgement.progress import METHODS
from bvte.judgement.reading import REPORTED_STRENGTHS, STRENGTHS
from bvte.presentation.door import KNOWN
from bvte.presentation.numbers import COMPARATORS
from bvte.presentation.problems import SPECIAL
from bvte.presentation.texts import catalogue
from bvte.presentation.workshop_tables import OWN_COLUMNS
from bvte.publishing.failure import KINDS
from bvte.publishing.ledger.status import STATES

from .courses import LABELS, UNDEFINED

SOURCE = Path(bvte.__file__).parent
KEYS = set(catalogue("vi"))


@cache
def trees(layer):
    """The modules of a layer as syntax trees."""
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((SOURCE / layer).rglob("*.py"))]


def nodes(layer, kind):
    """Nodes of a kind in the modules of a layer."""
    return [node for tree in trees(layer) for node in ast.walk(tree) if isinstance(node, kind)]


def strings(layer):
    """Texts that stand in a layer by themselves, not as a part of a text made from others."""
    parts = {id(part) for made in nodes(layer, ast.JoinedStr) for part in made.values}
    found = (node for node in nodes(layer, ast.Constant) if id(node) not in parts)
    return {node.value for node in found if isinstance(node.value, str)}


def first_arguments(layer, function):
    """The text that each call of a function has as its first argument; it must be written out."""
    calls = [call for call in nodes(layer, ast.Call) if getattr(call.func, "id", None) == function]
    return {ast.literal_eval(call.args[0]) for call in calls}


def said(pattern, layer="presentation"):
    """What matches a pattern among the strings of a layer, its first group."""
    return {match[1] for text in strings(layer) if (match := re.fullmatch(pattern, text))}


def said_by_template(name):
    """Keys that a template of a page says, without those made from a code."""
    text = (SOURCE / "publishing" / "template" / name).read_text(encoding="utf-8")
    return set(re.findall(r'say\("([a-z_]+)"\)', text))


def literals(model, field):
    return set(get_args(model.model_fields[field].annotation))


def headings():
    """Keys of columns: the strings of the tuples that are called keys or are given to columns()."""
    named = [n.value for n in nodes("presentation", ast.Assign) if getattr(n.targets[0], "id", "") == "keys"]
    given = [c.args[0] for c in nodes("presentation", ast.Call) if getattr(c.func, "id", "") == "columns"]
    held = [
        n.value for n in nodes("presentation", ast.Assign) if getattr(n.targets[0], "id", "") == "COLUMNS"
    ]
    kept = [keys for table in held for keys in table.values]
    tuples = [node for node in (*named, *given, *kept) if isinstance(node, ast.Tuple)]
    return {text.partition(":")[0] for node in tuples for text in ast.literal_eval(node)}


def remedies():
    """The third argument of each flag: written out, or a name that is given one of two codes above it."""
    third = [call.args[2] for call in FLAGS if len(call.args) > 2]
    assigned = [n for n in nodes("judgement", ast.Assign) if getattr(n.targets[0], "id", "") == "remedy"]
    chosen = [node.value for node in assigned if isinstance(node.value, ast.IfExp)]
    sides = [side for choice in chosen for side in (choice.body, choice.orelse)]
    return {node.value for node in (*third, *sides) if isinstance(node, ast.Constant)}


# Codes of changes between two editions but the one whose words are those of its break.
CHANGES = {
    *("new_figure", "late_figure", "corrected_figure", "withdrawn_figure"),
    *(
        "changed_definition",
        "changed_method",
        "changed_source",
        "changed_status",
        "late_target",
        "withdrawn_target",
        "status_by_figure",
        "status_by_year",
    ),
}
REASONS = first_arguments("judgement", "Reason")
FLAGS = [call for call in nodes("judgement", ast.Call) if getattr(call.func, "id", None) == "Flag"]
# What may be wrong with a written text; only what fills it in can tell.
NARRATIVE = {f"narrative_{kind}" for kind in ("section", "reference", "stale", "brace", "number")}
# What may be wrong with a filled sheet.
INTAKE = {
    ast.literal_eval(call.args[0])
    for call in nodes("intake", ast.Call)
    if getattr(call.func, "id", "") in ("Problem", "Refused") and isinstance(call.args[0], ast.Constant)
} | said("((?:formula|merged)_cell)", "intake")
# What may be wrong with a file as a whole.
UNOPENED = {
    *("file_not_opened", "file_empty", "file_not_named", "header_not_known", "not_entries"),
    "separator_not_comma",
    "file_missing",
    "file_cut",
    "not_utf8",
    "not_yaml",
    "quotes_open",
}
CONFLICTS = {*CONTRADICTIONS, *UNUSUAL}
# Families of texts whose last part is made from a code: the codes that there are.
FAMILIES = {
    "status.name": set(STATUSES),
    "status.standing": {"draft", "unfound"},
    "page.orientation_of": {"quotient", "share", "gap_above", "gap_below"}
    | {"gap_at_least_above", "gap_at_least_below"},
    "page.count": set(STATUSES),
    "status.verdict": {"met", "not_met", "undecided"},
    "status.strength": set(STRENGTHS),
    "status.programme": literals(Programme, "status"),
    "status.kind": literals(Programme, "kind"),
    "charts.kind": literals(Programme, "kind"),
    "page.level": literals(Programme, "level"),
    "status.group": literals(Indicator, "group"),
    "status.source": literals(Source, "kind"),
    "page.doubt": set(DOUBTS),
    "units.name": set(value.UNITS),
    "units.after": set(value.UNITS),
    "numbers.comparator": set(COMPARATORS.values()),
    "numbers.condition": literals(Target, "condition") | {"decrease_by_percent_against", "everything"},
    "numbers.interval": {"both", "from", "to"},
    "numbers.spoken": {"year", "years", "month", "day", "stretch", "since"},
    "problems.severity": {"error", "finding"},
    "problems.code": set(KNOWN),
    "problems.rule": {rule.__name__ for rule in (*RULES, *DATED_RULES)}
    | UNOPENED
    | {"card_not_known"}
    | set(SPECIAL.values())
    | {"not_a_value"}
    | NARRATIVE
    | INTAKE,
    "decisions.made": set(DECISIONS),
    "charts.target": {"set", "draft", "unfound"},
    "charts.target_kind": {"set", "draft", "unfound"},
    "columns": headings(),
    "reasons": REASONS - {"near_limit"}
    | {"derived_joint"}
    | said("(ask_.*)", "judgement")
    | {f"conflict_{kind}" for kind in CONFLICTS}
    | {"step_rose", "step_fell", "step_percent", "step_points", "explain"}
    | {f"changed_{way}" for way in ("rose", "fell", "within_rounding", "undetermined")}
    | {f"changed_{way}_at_least" for way in ("rose", "fell")}
    | {"only_a_bound"}
    | {f"changed_{way}_exactly" for way in ("rose", "fell", "within_rounding")}
    | {f"decide_{code}" for code in said("(ask_.*)", "judgement") | {"nothing", "past_asking"}}
    | {"derived_change", "derived_value", "not_compared", "decide_exact_number", "limit_of_whole"}
    | said("(count_drop|count_jump|course_.*|disputed_.*|near_.*_exactly)")
    | said(r"reasons\.(need_.*)")
    | {f"near_{verdict}_{side}" for verdict in ("met", "missed") for side in ("above", "below")},
    "audit.check": set(check_codes()),
    "audit.flag": set(check_codes()) | {"register_drop", "no_base_year", "part_published"},
    "audit.remedy": remedies(),
    "progress.method": set(METHODS),
    "progress.undefined": set(UNDEFINED),
    "annual.note": {"gap_note", "withheld_note"},
    "annual.quality": {f"strength_{strength}" for strength in REPORTED_STRENGTHS}
    | {"year_inferred", "conflicts", "unusual", "targets_without_figure", "gaps"},
    "annual.changed": CHANGES,
    "page.before": {"whole", "part"},
    "annual.other_units": {"district", "commune"},
    "annual.effect": literals(Break, "effect"),
    "annual.mark": {"gap", *REPORTED_STRENGTHS, *STATUSES, "drafted"},
    "numbers.moved": {"fell", "rose", "unchanged"},
    "annual.support": set(SUPPORT),
    "annual.indicators": {"comparable", "single", "silent"},
    "gallery.column": {"about", "told"},
    "gallery.row": {
        *("question", "conditions", "line", "published", "ours", "fails", "fails_line", "fails_with"),
    },
    "desk.control": set(CONTROLS),
    "desk.all": {"programme", "source", "method"},
    "desk.columns": set(views.OWN_COLUMNS) | {"left_out"},
    "numbers.decimals": {"1", "2", "3"},
    "audit.headline": {"drafted", "running", "over"},
    "workshop.path": {"past", "draft", "proposal"},
    "workshop.span": {"below", "at_most", "above", "at_least", "both", "exactly", "all"},
    "workshop.ask": set(check_codes()) | {"conflict", "unusual", "break"},
    "workshop.counted": {"whole", "bound", "range", "none", "units"},
    "workshop.columns": {"path", "at_due", "people", "basis", *OWN_COLUMNS},
    "progress.label": LABELS,
    "runs.failure.happened": set(KINDS),
    "runs.failure.advice": set(KINDS),
    "runs.failure": said_by_template("failure.html.j2") | {"title"},
    "runs.state": set(STATES),
    "runs.cause": said("((?:row|file)_(?:changed|new|gone))", "publishing")
    | {"code", "notebook", "lock", "parameters", "more", "rows_moved", "form_left_out", "form_beyond"},
    "runs.verify": {"same", "differs", "unknown", "lacking", "gone", "touched", "changed", "misentered"},
    "runs.index": {"changed", "gone", "older"},
    "runs.cluster": first_arguments("publishing", "ClusterError") | {"broken", "differs"},
    "runs.progress": {"done", "failed"},
}
PLAIN = {key for key in KEYS if key.rpartition(".")[0] not in FAMILIES}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_of_texts_has_one_for_each_of_its_codes_and_no_other(family):
    assert {key.rpartition(".")[2] for key in KEYS if key.rpartition(".")[0] == family} == FAMILIES[family]


def test_every_other_text_is_said_by_its_full_key_and_every_full_key_has_its_text():
    files = "|".join(sorted({key.partition(".")[0] for key in KEYS}))
    full = said(rf"((?:{files})\.[a-z_.]+)") | said(r"(runs\.[a-z_.]+)", "publishing")
    full |= said(rf"((?:{files})\.[a-z_.]+)", "desk")
    assert full <= KEYS
    assert full >= PLAIN


def test_every_key_made_from_a_code_belongs_to_a_known_family():
    made = {
        node.values[0].value.rpartition(".")[0]
        for call in nodes("presentation", ast.Call)
        if getattr(call.func, "id", None) == "say"
        for node in call.args[:1]
        if isinstance(node, ast.JoinedStr)
    }
    assert made <= set(FAMILIES)
    assert len(made) > 10


def test_every_flag_carries_the_code_of_its_check():
    assert {ast.literal_eval(call.args[0]) for call in FLAGS} == set(check_codes())


def test_the_conflicts_that_are_made_are_those_that_have_a_text():
    returned = {text for text in strings("judgement") if text in CONFLICTS}
    assert returned == CONFLICTS
    kinds = {ast.literal_eval(c.args[0]) for c in nodes("judgement", ast.Call)
             if getattr(c.func, "id", "") == "Conflict" and isinstance(c.args[0], ast.Constant)}  # fmt: skip
    assert kinds <= CONFLICTS


def test_every_problem_that_a_rule_can_make_has_a_sentence():
    made = {
        ast.literal_eval(call.args[0])
        for call in nodes("evidence", ast.Call)
        if getattr(call.func, "id", "") in ("Problem", "of_observation")
        and isinstance(call.args[0], ast.Constant)
    }
    assert made <= FAMILIES["problems.rule"]
    assert len(made) > 10
