"""Every word that a reader sees, by key, in Vietnamese and English: texts/vi/*.yml, texts/en/*.yml.

A word that bends with a number stands as `{count:child|children}`: the forms of the fact `count` in the order
of the plural categories of the language (CLDR, as Babel holds them; https://cldr.unicode.org/index/cldr-spec/plural-rules).
"""

import string
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from bvte.evidence.files import SAFE_LOADER
from bvte.evidence.language import LANGUAGES, active_language

FOLDER = Path(__file__).parent / "texts"


@cache
def catalogue(language):
    """All texts of a language as a flat dict "file.key" or "file.group.key" -> text. Raises KeyError."""
    if language not in LANGUAGES:
        raise KeyError(f"no language {language!r}; there are: {', '.join(LANGUAGES)}")
    texts = {}
    for path in sorted((FOLDER / language).glob("*.yml")):
        _flatten(path.stem, yaml.load(path.read_text(encoding="utf-8"), SAFE_LOADER), texts)
    return texts


def _flatten(prefix, node, texts):
    """Enter the leaves of a nested mapping under dotted keys."""
    for key, child in node.items():
        name = f"{prefix}.{key}"
        if isinstance(child, dict):
            _flatten(name, child, texts)
        else:
            texts[name] = child


def say(key, **facts):
    """The text of a key in the active language with its facts filled in.

    Raises KeyError for a missing key or fact.
    """
    return SENTENCE.vformat(catalogue(active_language())[key], (), facts)


class _Sentence(string.Formatter):
    """`str.format` with the plural forms of the active language."""

    def format_field(self, value, spec):
        """A fact as text; where forms are given, the one that goes with it as a number."""
        forms = spec.split("|")
        return super().format_field(value, spec) if len(forms) == 1 else forms[plural(value)]


SENTENCE = _Sentence()


# The categories in the order in which CLDR lists them; each language has some of them, and always the last.
CATEGORIES = ("zero", "one", "two", "few", "many", "other")


def plural(number):
    """Place of a number's form among those of the active language: 0 for 1, 1 for 2 or 1.0 in English."""
    rule, categories = _plurals(active_language())
    return categories.index(rule(Decimal(str(number))))


@cache
def _plurals(language):
    """The rule of a language and its categories; Babel is imported only here, for whoever says a plural."""
    from babel import Locale

    rule = Locale.parse(language).plural_form
    return rule, [name for name in CATEGORIES if name in {*rule.tags, "other"}]
