"""Which questions a report puts to the evidence, and what was answered: what it is made from, and nothing else.

While `listening`, `load` gives an evidence that keeps each question that is put to it, with a digest of the answer.
Asked is the least that a caller can see: a row, the rows of a query (`question`), or, of a table that somebody walks
through, all of it. So a report whose questions have the same answers now is the same, byte by byte, whatever else has
changed; a method that nobody marked is only less exact. `ask_again` tells what a question is answered now.

Of a row counts what it holds, whose it is and what was remarked on it, and neither its line nor that of another; the
order of rows counts where they are seen.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property, wraps
from importlib import import_module
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from bvte.evidence.codes import Coded
from bvte.evidence.record import PLACE
from bvte.evidence.spoken_folder import speaking_of

if TYPE_CHECKING:
    from bvte.evidence.collection import Evidence

# Enough that another answer never has the same digest by chance, and short: there are hundreds a report.
DIGITS = 10
PACKAGE = __name__.partition(".")[0]
# Tables of an evidence, and what is said of a part of it besides.
TABLES = (
    "programmes",
    "indicators",
    "targets",
    "aims",
    "observations",
    "population",
    "sources",
    "areas",
    "area_changes",
    "breaks",
    "agencies",
    "annual_reports",
    "papers",
    "respondents",
    "explanations",
    "about",
    "remarks",
    "tiles",
    "editions",
    "decisions",
)
SEEN_FROM = ("as_of", "last_year", "as_known_then", "rejected", "is_internal")
# What a row or card says of itself besides its columns: of the nation or of whom, remarked on or not.
PLACED = tuple(name for name in PLACE if name != "line")
# What is asked of a table: one row, its ids in their order, or all of it.
ROW, IDS, ALL = "row", "ids", "all"
# How a part was made from the whole: names of functions with their arguments, in their order.
Path = tuple[tuple[str, tuple[Any, ...]], ...]
Function = TypeVar("Function", bound=Callable[..., Any])
# Question -> digest of its answer, of the report that is being made; None where nobody listens.
_heard: dict[str, str] | None = None


@contextmanager
def listening() -> Iterator[dict[str, str]]:
    """Keep what is asked inside of evidence that is loaded inside: question -> digest of its answer."""
    global _heard
    before, _heard = _heard, {}
    try:
        yield _heard
    finally:
        _heard = before


def listen() -> None:
    """Keep what is asked from here on in this process."""
    global _heard
    _heard = {}


def heard_questions() -> dict[str, str]:
    """What was asked since `listen`."""
    return dict(_heard or {})


def heard(evidence: "Evidence") -> "Evidence":
    """The evidence, with its questions kept where somebody listens."""
    return evidence if _heard is None else _asked(evidence, Asking(evidence, (), _heard))


class Asking:
    """Keeps the questions put to one evidence.

    plain : the evidence that answers; path : how it was made from that of the folder.
    """

    def __init__(self, plain: "Evidence", path: Path, kept: dict[str, str]) -> None:
        self.plain, self.path, self.kept = plain, path, kept
        self.known: set[tuple[str, tuple[Any, ...]]] = set()

    def keep(self, name: str, arguments: tuple[Any, ...], answer: Callable[[], object]) -> None:
        """Keep a question, once."""
        if (name, arguments) in self.known:
            return
        self.known.add((name, arguments))
        self.kept[_question(self.path, name, arguments)] = answer_digest(answer())

    def answer(self, name: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """What a function of the plain evidence answers; an error is an answer too."""
        try:
            found = function(self.plain, *arguments)
        except LookupError as error:
            refused = type(error).__name__
            self.keep(name, arguments, lambda: refused)
            raise
        self.keep(name, arguments, lambda: found)
        return found

    def part(self, name: str, function: Callable[..., Any], arguments: tuple[Any, ...], own: "Evidence") -> Any:
        """The part that a function makes, whose questions are kept like those of the whole."""
        made = function(self.plain, *arguments)
        if made is self.plain:
            self.keep(name, arguments, lambda: "")
            return own
        return _asked(made, Asking(made, (*self.path, (name, arguments)), self.kept))


def _asked(plain: "Evidence", asking: Asking) -> "Evidence":
    """The same evidence, which keeps the questions that are put to it."""
    tables: dict[str, Any] = {name: AskedTable(name, getattr(plain, name), asking) for name in TABLES}
    whole = plain.uncut and _asked(
        plain.uncut, Asking(plain.uncut, (*asking.path, (name_of(whole_of), ())), asking.kept)
    )
    evidence = replace(plain, **tables, uncut=whole)
    object.__setattr__(evidence, "asking", asking)
    asking.keep("state", (), lambda: state_of(plain))
    return evidence


def whole_of(evidence: "Evidence") -> "Evidence | None":
    """What an evidence is a part of."""
    return evidence.uncut


def state_of(evidence: "Evidence") -> tuple[object, ...]:
    """From where an evidence is seen, which no table says."""
    return tuple(getattr(evidence, name) for name in SEEN_FROM)


class AskedTable(Coded):
    """A table of rows by code that keeps which of them were asked for, those that are not there included."""

    def __init__(self, name: str, rows: Mapping[Any, Any], asking: Asking) -> None:
        super().__init__(getattr(rows, "name", name), rows)
        self.table, self.asking = name, asking

    def _keep(self, what: str, *code: object) -> None:
        self.asking.keep(
            f"{what} {self.table}", code, lambda: _answer_of_table(self.asking.plain, what, self.table, code)
        )

    def __getitem__(self, code: Any) -> Any:
        self._keep(ROW, code)
        return super().__getitem__(code)

    def get(self, code: Any, default: Any = None) -> Any:
        """As of a mapping."""
        self._keep(ROW, code)
        return super().get(code, default)

    def __contains__(self, code: object) -> bool:
        self._keep(ROW, code)
        return super().__contains__(code)

    def __iter__(self) -> Iterator[Any]:
        self._keep(IDS)
        return super().__iter__()

    def __len__(self) -> int:
        self._keep(IDS)
        return super().__len__()

    def keys(self) -> Any:
        """As of a mapping; who takes the codes one by one takes the rows too."""
        self._keep(ALL)
        return super().keys()

    def values(self) -> Any:
        """As of a mapping."""
        self._keep(ALL)
        return super().values()

    def items(self) -> Any:
        """As of a mapping."""
        self._keep(ALL)
        return super().items()

    def copy(self) -> Any:
        """As of a mapping."""
        self._keep(ALL)
        return super().copy()

    def __reversed__(self) -> Iterator[Any]:
        self._keep(IDS)
        return super().__reversed__()

    def __eq__(self, other: object) -> bool:
        self._keep(ALL)
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __or__(self, other: Any) -> Any:
        self._keep(ALL)
        return super().__or__(other)

    def __ror__(self, other: Any) -> Any:
        self._keep(ALL)
        return super().__ror__(other)

    def __reduce__(self) -> tuple[Any, ...]:
        self._keep(ALL)
        return Coded, (self.name, dict(self))


def _answer_of_table(evidence: "Evidence", what: str, table: str, code: tuple[object, ...]) -> object:
    """What a table answers now: a row, its ids, or all of it."""
    rows = getattr(evidence, table)
    if what == ROW:
        return dict.get(rows, code[0])
    return list(dict.keys(rows)) if what == IDS else list(dict.items(rows))


def question(function: Function) -> Function:
    """A function of evidence and of codes, days and numbers, whose answer alone is what its caller sees.

    Its answer is made of rows, dates, numbers, texts and what is made of these.
    """
    return _told(function, lambda evidence, name, arguments: evidence.asking.answer(name, function, arguments))


def part(function: Function) -> Function:
    """A function that makes an evidence from another one, codes, days and numbers."""
    return _told(function, lambda evidence, name, arguments: evidence.asking.part(name, function, arguments, evidence))


def _told(function: Function, tell: Callable[..., Any]) -> Function:
    """The function, which tells evidence that keeps questions of itself and asks any other as before."""
    name, called = name_of(function), signature(function)
    usual = tuple(given.default for given in called.parameters.values())[1:]
    needed = usual.count(Parameter.empty)

    @wraps(function)
    def ask(evidence: "Evidence", *given: Any, **named: Any) -> Any:
        # What only looks like evidence, as a test may give, keeps nothing.
        if getattr(evidence, "asking", None) is None:
            return function(evidence, *given, **named)
        # To bind what is given by its place alone would take longer than most answers.
        if named or len(given) < needed:
            call = called.bind(evidence, *given, **named)
            call.apply_defaults()
            given = call.args[1:]
        return tell(evidence, name, tuple(map(_fixed, given + usual[len(given) :])))

    return ask  # type: ignore[return-value]


def name_of(function: Callable[..., Any]) -> str:
    """The name by which a function is found again: its module in this package, and its own."""
    return f"{function.__module__.removeprefix(f'{PACKAGE}.')}:{function.__qualname__}"


@cache
def function_of(name: str) -> Callable[..., Any]:
    """The function of a name."""
    module, _, path = name.partition(":")
    found: Any = import_module(f"{PACKAGE}.{module}")
    for part_of_it in path.split("."):
        found = getattr(found, part_of_it)
    return found.func if isinstance(found, cached_property) else found


def _fixed(argument: Any) -> Any:
    """An argument as it is kept: several codes as a tuple, of a set in their order."""
    if isinstance(argument, (set, frozenset)):
        return tuple(sorted(argument))
    if isinstance(argument, (str, int, date)) or argument is None:
        return argument
    if isinstance(argument, BaseModel):
        raise TypeError(f"no question can name {argument!r}")
    return tuple(argument)


def _question(path: Path, name: str, arguments: tuple[Any, ...]) -> str:
    """A question as text, from which it can be asked again."""
    return json.dumps([path, name, arguments], ensure_ascii=False, default=_day_told, separators=(",", ":"))


def _day_told(thing: object) -> dict[str, str]:
    if isinstance(thing, date):
        return {"day": thing.isoformat()}
    raise TypeError(f"no question can name {thing!r}")


def _read_question(text: str) -> tuple[Path, str, tuple[Any, ...]]:
    path, name, arguments = json.loads(text, object_hook=lambda told: date.fromisoformat(told["day"]))
    return tuple((made, _tuples(given)) for made, given in path), name, _tuples(arguments)


def _tuples(thing: Any) -> Any:
    return tuple(map(_tuples, thing)) if isinstance(thing, list) else thing


class Answers:
    """What an evidence answers now; each question is asked once."""

    def __init__(self, evidence: "Evidence") -> None:
        self.parts: dict[Path, Evidence | None] = {(): evidence}
        self.known: dict[str, str] = {}

    def digest(self, asked: str) -> str:
        """The digest of the answer to a question, "" where it cannot be put any more."""
        if asked not in self.known:
            self.known[asked] = self._ask(*_read_question(asked))
        return self.known[asked]

    def _ask(self, path: Path, name: str, arguments: tuple[Any, ...]) -> str:
        evidence = self._part(path)
        if evidence is None:
            return ""
        try:
            with speaking_of(evidence.spoken):
                return answer_digest(_answer(evidence, name, arguments))
        except LookupError as error:
            return answer_digest(type(error).__name__)
        except (ValueError, TypeError, AttributeError):
            return ""  # of rows that are no longer such that it could be asked

    def _part(self, path: Path) -> "Evidence | None":
        """The part of the evidence, None where it cannot be made any more."""
        if path not in self.parts:
            name, arguments = path[-1]
            whole = self._part(path[:-1])
            try:
                self.parts[path] = whole and function_of(name)(whole, *arguments)
            except (LookupError, ValueError, TypeError, AttributeError):
                self.parts[path] = None
        return self.parts[path]


def _answer(evidence: "Evidence", name: str, arguments: tuple[Any, ...]) -> object:
    """What is answered to a question."""
    if name == "state":
        return state_of(evidence)
    if ":" in name:
        found = function_of(name)(evidence, *arguments)
        return "" if found is evidence else found
    what, _, table = name.partition(" ")
    return _answer_of_table(evidence, what, table, arguments)


def answer_digest(answer: object) -> str:
    """A digest of an answer, the same for equal ones."""
    return hashlib.sha256(_text_of(answer).encode()).hexdigest()[:DIGITS]


def _text_of(thing: object) -> str:
    """What a thing of the evidence says, as text. Raises TypeError for what has no text of its own."""
    if thing is None or isinstance(thing, (str, int, float, Decimal, date, Enum)):
        return f"{type(thing).__name__} {thing!r}"
    if isinstance(thing, BaseModel):
        placed = [getattr(thing, name) for name in PLACED if name in type(thing).model_fields]
        return f"{type(thing).__name__} {thing.model_dump_json(exclude={'line'})} {_text_of(placed)}"
    if isinstance(thing, Mapping):
        return _text_of(list(dict.items(thing)))  # type: ignore[arg-type]
    if isinstance(thing, (set, frozenset)):
        return f"{{{','.join(sorted(map(_text_of, thing)))}}}"
    if isinstance(thing, (list, tuple)):
        return f"[{','.join(map(_text_of, thing))}]"
    if is_dataclass(thing):
        return f"{type(thing).__name__} {_text_of([getattr(thing, field.name) for field in fields(thing)])}"
    if type(thing).__name__ == "Interval":  # of pandas, which this room does not import for it
        return repr(thing)
    raise TypeError(f"no digest of {thing!r}")
