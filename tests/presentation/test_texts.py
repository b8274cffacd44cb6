"""The catalogues: the same texts in both languages, each of them used, none missing."""

import re
import string
import unicodedata
from decimal import Decimal

import pytest
from babel import Locale

from bvte.evidence.language import activate
from bvte.evidence.load import FILES
from bvte.evidence.record import column_names
from bvte.presentation import numbers
from bvte.presentation.texts import LANGUAGES, catalogue, say

from ..languages import said_in

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
    """Facts that a text says; a word that bends with a fact does not say it."""
    parts = string.Formatter().parse(text)
    return {field for _, field, spec, _ in parts if field is not None and "|" not in spec}


def words(text):
    return re.findall(r"[^\W\d_]+", re.sub(r"{[^}]*}", " ", text).lower())


def bending(language):
    """Pairs (key, forms) of every word that bends with a number."""
    parsed = ((key, string.Formatter().parse(text)) for key, text in catalogue(language).items())
    return [(key, spec.split("|")) for key, parts in parsed for *_, spec, _ in parts if spec and "|" in spec]


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
    names = {word for name, (model, _) in FILES.items() for column in (name, *column_names(model))
             for word in column.split("_")}  # fmt: skip
    named = {key for key, found in left.items() if key.startswith("problems.") and found <= names}
    assert left.keys() - named == set()


def test_no_vietnamese_word_is_left_in_english():
    left = {key: text for key, text in catalogue("en").items() if set(text.lower()) & VIETNAMESE}
    assert left == {}


def test_sentences_differ_between_the_languages():
    same = [key for key, text in catalogue("vi").items() if text == catalogue("en")[key] and words(text)]
    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_that_bends_has_a_form_for_each_plural_of_its_language(language):
    plurals = {"one", "other"} if language == "en" else {"other"}
    assert {*Locale.parse(language).plural_form.tags, "other"} == plurals
    assert [key for key, forms in bending(language) if len(forms) != len(plurals)] == []


def test_no_english_text_says_one_with_the_form_of_many():
    activate("en")
    many = {form.split()[-1] for _, forms in bending("en") for form in forms[1:]}
    assert {"children", "facilities", "figures"} <= many
    wrong = {}
    for key, text in catalogue("en").items():
        said = say(key, **dict.fromkeys(placeholders(text) | fields(text), 1))
        if found := [w for w in re.findall(r"\b1 (?:[a-z-]+ )??([a-z]+)", said) if w in many]:
            wrong[key] = found
    assert wrong == {}


def fields(text):
    """Every fact that a text needs, also those that only bend a word."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field}


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "at least 1 facility"),
        (Decimal(2), "at least 2 facilities"),
        (Decimal("1.0"), "at least 1.0 facilities"),
        (0, "at least 0 facilities"),
    ],
)
def test_a_unit_bends_with_its_number(number, said):
    text = said_in("en", numbers.with_unit, number, "facilities")
    assert said_in("en", say, "numbers.comparator.at_least", value=text) == said
    assert said_in("vi", numbers.with_unit, number, "facilities").endswith(" cơ sở")


def test_an_unknown_language_key_or_fact_is_refused():
    activate("vi")
    with pytest.raises(KeyError, match="no language 'fr'"):
        catalogue("fr")
    with pytest.raises(KeyError):
        say("page.no_such_text")
    with pytest.raises(KeyError):
        say("page.phase_title")
