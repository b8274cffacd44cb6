"""Every word that a reader sees, by key, in Vietnamese and English: texts/vi/*.yml, texts/en/*.yml."""

from functools import cache
from pathlib import Path

import yaml

from bvte.evidence.files import SAFE_LOADER

LANGUAGES = ("vi", "en")
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


def say(key, language, **facts):
    """The text of a key with its facts filled in. Raises KeyError for a missing key or fact."""
    return catalogue(language)[key].format(**facts)
