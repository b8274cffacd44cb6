"""What is wrong with the catalogue of texts: missing, unused, untranslated, other facts in one language.

python -m bvte.presentation.text_check    # a line a fault; nothing, and exit status 0, where all is well
"""

import re
import string
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from bvte.evidence.language import LANGUAGES
from bvte.presentation.texts import catalogue

PACKAGE = Path(__file__).parents[1]
QUOTED = re.compile(r"""["']([\w.]+)["']""")
# What a call is given first, where it looks like a key and not like a style sheet.
ASKED = re.compile(r"""\b\w+\(["']([a-z_]+(?:\.(?!css)[a-z_]+)+)["']""")
WHOLE_GROUP = re.compile(r"""texts_of\(["']([\w.]+)["']""")
# The f-strings, also one within another, and what is filled in there.
TEMPLATES = re.compile(r'''f"((?:[^"\\\n]|\\.)*)"'''), re.compile(r"f'([^'\n]*)'")
FACT = re.compile(r"\{[^{}]*\}")
LETTER = re.compile(r"[^\W\d_]")
# Texts that are the same in every language: names, which nobody translates.
NAMES: frozenset[str] = frozenset()


def text_faults(texts: Mapping[str, Mapping[str, str]], code: str, names: Collection[str] = NAMES) -> list[str]:
    """What is wrong, a line a fault, none where all is well.

    texts : language -> key -> text; code : all sources that ask for texts; names : keys of texts that may be
    the same in every language.

    >>> text_faults({"vi": {"page.a": "trẻ em"}, "en": {"page.a": "{n} children"}}, 'say("page.a")')
    ['page.a: en says other facts than vi: n']
    """
    first, *others = texts
    faults = [*_missing_keys(texts, code), *(f"{key}: unused" for key in unused_keys(texts[first], code))]
    for other in others:
        for key in texts[first].keys() & texts[other].keys():
            faults += _uneven_texts(key, {name: texts[name][key] for name in (first, other)}, key in names)
    return sorted(faults)


def _uneven_texts(key: str, pair: dict[str, str], is_name: bool) -> Iterator[str]:
    """What differs between a text in two languages that should not, or does not and should."""
    (first, one), (other, two) = pair.items()
    if one == two and not is_name and LETTER.search(FACT.sub("", one)):
        yield f"{key}: the same in {first} and {other}: {one}"
    if differing := facts_said(one) ^ facts_said(two):
        yield f"{key}: {other} says other facts than {first}: {', '.join(sorted(differing))}"


def _missing_keys(texts: Mapping[str, Mapping[str, str]], code: str) -> Iterator[str]:
    """Keys of one language that another lacks, and keys that the code asks for in vain."""
    known = {key for language in texts for key in texts[language]}
    for language in texts:
        yield from (f"{key}: missing in {language}" for key in known - texts[language].keys())
    files = {key.partition(".")[0] for key in known}
    asked = {key for key in ASKED.findall(code) if key.partition(".")[0] in files}
    yield from (f"{key}: asked for, in no language" for key in asked - known - _groups(known))


def _groups(keys: Collection[str]) -> set[str]:
    return {key.rpartition(".")[0] for key in keys}


def unused_keys(keys: Collection[str], code: str) -> list[str]:
    """Keys that no code asks for: in full, with their group, or by an f-string and words to fill it in.

    Which words an f-string is filled in with nobody knows here: a test holds the groups of codes against
    their enumerations exactly.
    """
    quoted, whole = set(QUOTED.findall(code)), set(WHOLE_GROUP.findall(code))
    words = {*re.findall(r"\w+", code.lower()), *(text.replace(".", "_") for text in quoted)}
    begun = {text for text in quoted if "." in text} & _groups(keys)
    begun |= {text[:-1] for text in quoted if text.endswith(".")}
    patterns = [*_patterns(code), *(re.compile(re.escape(f"{group}.") + "(.+)") for group in begun)]

    def is_made(text: str) -> bool:
        found = (pattern.fullmatch(text) for pattern in patterns)
        return text in words or any(all(map(is_made, match.groups())) for match in found if match)

    asked = quoted | {key for key in keys if key.rpartition(".")[0] in whole}
    return sorted(key for key in keys if key not in asked and not is_made(key))


def _patterns(code: str) -> Iterator[re.Pattern[str]]:
    """What the f-strings that may be a key, or the end of one, can become."""
    for template in (text for kind in TEMPLATES for text in kind.findall(code)):
        literals = FACT.split(template)
        if len(literals) > 1 and re.fullmatch(r"[\w.]*[a-z][\w.]*", "".join(literals)):
            yield re.compile("(.+)".join(map(re.escape, literals)))


def facts_said(text: str) -> set[str]:
    """The facts that a text says; a word that only bends with a fact does not say it."""
    parts = string.Formatter().parse(text)
    return {name for _, name, spec, _ in parts if name is not None and "|" not in (spec or "")}


def written_code() -> str:
    """All modules and templates of the package as one text, this one with its examples left out."""
    paths = (path for kind in ("*.py", "*.j2") for path in sorted(PACKAGE.rglob(kind)))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path != Path(__file__))


def print_text_faults() -> int:
    """Print every fault; 1 where there is one."""
    faults = text_faults({language: catalogue(language) for language in LANGUAGES}, written_code())
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(print_text_faults())
