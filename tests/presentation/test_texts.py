"""The catalogues: the same texts in both languages, each of them used, none missing."""

import re
import string
import unicodedata

import pytest

from bvte.evidence.faults import columns
from bvte.evidence.load import FILES
from bvte.presentation.texts import LANGUAGES, catalogue, say

# Words that stand in no Vietnamese sentence.
ENGLISH = set(
    """
    of the and with from was were is are this that not by than for figure figures source sources value values
    year years month published derived found children child programme phase target targets indicator met
    indicators chart table bound missing note report data baseline level evidence number numbers status
    unknown comparable break breaks count counts rate only about below over most least
    """.split()  # noqa: SIM905
)
VIETNAMESE = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def placeholders(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def words(text):
    return re.findall(r"[^\W\d_]+", re.sub(r"{\w*}", " ", text).lower())


def test_both_languages_have_the_same_keys():
    assert set(catalogue("vi")) == set(catalogue("en"))


def test_both_languages_name_the_same_facts():
    vi, en = catalogue("vi"), catalogue("en")
    different = [key for key in vi if placeholders(vi[key]) != placeholders(en[key])]
    assert different == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_composed_trimmed_and_not_empty(language):
    # What goes on after a problem starts with the space that parts it from its sentence.
    going_on = {f"problems.{key}" for key in ("nearest", "add_or_mend", "acknowledge", "also")}
    texts = {key: text for key, text in catalogue(language).items() if key not in going_on}
    wrong = [
        key for key, text in texts.items()
        if not unicodedata.is_normalized("NFC", text) or text != text.strip() or not text
    ]  # fmt: skip
    assert wrong == []


def test_no_english_word_is_left_in_vietnamese():
    left = {key: found for key, text in catalogue("vi").items() if (found := set(words(text)) & ENGLISH)}
    # A problem names files and columns as they are written in them.
    names = {word for name, (model, _) in FILES.items() for column in (name, *columns(model))
             for word in column.split("_")}  # fmt: skip
    named = {key for key, found in left.items() if key.startswith("problems.") and found <= names}
    assert left.keys() - named == set()


def test_no_vietnamese_word_is_left_in_english():
    left = {key: text for key, text in catalogue("en").items() if set(text.lower()) & VIETNAMESE}
    assert left == {}


def test_sentences_differ_between_the_languages():
    same = [key for key, text in catalogue("vi").items() if text == catalogue("en")[key] and words(text)]
    assert same == []


def test_an_unknown_language_key_or_fact_is_refused():
    with pytest.raises(KeyError, match="no language 'fr'"):
        catalogue("fr")
    with pytest.raises(KeyError):
        say("page.no_such_text", "vi")
    with pytest.raises(KeyError):
        say("page.phase_title", "vi")
