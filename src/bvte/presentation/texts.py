"""Every word that a reader sees, by key, in Vietnamese and English: texts/vi/*.yml, texts/en/*.yml.

A folder that stands alone may word any of them in its own way (`words.csv`): its levels of government, its law.

A word that bends with a number stands as `{count:child|children}`: the forms of the fact `count` in the order
of the plural categories of the language (CLDR, as Babel holds them; https://cldr.unicode.org/index/cldr-spec/plural-rules).
"""

import string
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bvte.evidence.codes import resolve_code
from bvte.evidence.files import read_table
from bvte.evidence.folder_rows import OWN_WORDS, OwnWords
from bvte.evidence.language import LANGUAGES, active_language, speaking
from bvte.evidence.spoken_folder import Spoken, spoken_folder
from bvte.evidence.yaml_files import SAFE_LOADER
from bvte.presentation.phrases import Phrase, composed

FOLDER = Path(__file__).parent / "texts"


def catalogue(language: str) -> dict[str, str]:
    """All texts of a language: "file.key" or "file.group.key" -> text. Raises CodeError where unknown."""
    folder = FOLDER / resolve_code("language", language, LANGUAGES)
    texts = (_texts_of_file(language, path.stem) for path in sorted(folder.glob("*.yml")))
    return {key: text for found in texts for key, text in found.items()}


@cache
def _texts_of_file(language: str, name: str) -> dict[str, str]:
    """The texts of one file by their full keys, none where there is no such file."""
    path = FOLDER / language / f"{name}.yml"
    found = yaml.load(path.read_text(encoding="utf-8"), SAFE_LOADER) if path.exists() else {}
    return dict(_flat_texts(name, found))


def _spoken_texts(name: str) -> dict[str, str]:
    """The texts of one file in the active language, as the folder that is spoken of words them."""
    texts, own = _texts_of_file(active_language(), name), _own_words(active_language(), spoken_folder())
    return {key: own.get(key, text) for key, text in texts.items()} if own else texts


@cache
def _own_words(language: str, spoken: Spoken) -> dict[str, str]:
    """The texts that a folder words in its own way, by key; rows that cannot be read a check tells."""
    file = spoken.own_file(OWN_WORDS)
    rows = read_table(file, OwnWords, ("key",))[0] if file else {}
    return {key: getattr(row, f"text_{language}") for key, row in rows.items()}


def _flat_texts(prefix: str, node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The leaves of a nested mapping under dotted keys."""
    for key, child in node.items():
        name = f"{prefix}.{key}"
        if isinstance(child, dict):
            yield from _flat_texts(name, child)
        else:
            yield name, child


def texts_of(group: str) -> dict[str, str]:
    """The texts of a group in the active language by the last part of their keys, in the order of the file.

    >>> list(texts_of("recording.decision"))
    ['keep', 'change', 'withdraw', 'measure_first']
    """
    texts = _spoken_texts(group.partition(".")[0])
    return {key.removeprefix(f"{group}."): text for key, text in texts.items() if key.startswith(f"{group}.")}


def say(key: str, **facts: Any) -> Any:
    """The text of a key in the active language with its facts filled in, a str.

    With a fact that is a phrase it is a `document.Phrase`, so that a number in a sentence stays one.

    Raises KeyError for a missing key or fact.
    """
    own = _own_words(active_language(), spoken_folder())
    text = own.get(key) or _texts_of_file(active_language(), key.partition(".")[0])[key]
    return composed(*(part for piece in SENTENCE.parse(text) for part in _parts(piece, facts)))


def say_in_both(key: str, **facts: Any) -> str:
    """The text of a key in every language, for what is read before one was chosen: help of commands."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(say(key, **facts))
    return " / ".join(said)


def _parts(piece: tuple[str, str | None, str | None, str | None], facts: dict[str, Any]) -> Iterator[str | Phrase]:
    """The text before a fact, and the fact."""
    literal, name, spec, _ = piece
    yield literal
    if name is not None:
        fact, _ = SENTENCE.get_field(name, (), facts)
        yield fact if isinstance(fact, Phrase) else SENTENCE.format_field(fact, spec or "")


class _Sentence(string.Formatter):
    """`str.format` with the plural forms of the active language."""

    def format_field(self, value: Any, spec: str) -> str:
        """A fact as text; where forms are given, the one that goes with it as a number."""
        forms = spec.split("|")
        return super().format_field(value, spec) if len(forms) == 1 else forms[plural(value)]


SENTENCE = _Sentence()


# The categories in the order in which CLDR lists them; each language has some of them, and always the last.
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


def plural(number: int | Decimal | str) -> int:
    """Place of a number's form among those of the active language: 0 for 1, 1 for 2 or 1.0 in English."""
    rule, categories = _plurals(active_language())
    return categories.index(rule(Decimal(str(number))))


@cache
def _plurals(language: str) -> tuple[Callable[[Decimal], str], list[str]]:
    """The rule of a language and its categories; Babel is imported only here, for whoever says a plural."""
    from babel import Locale

    rule = Locale.parse(language).plural_form
    return rule, [name for name in CATEGORIES if name in {*rule.tags, "other"}]
