"""One language is spoken at a time, and no other thread hears it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bvte.evidence.indicator import Words
from bvte.evidence.language import LANGUAGES, activate, active_language, speaking
from bvte.evidence.load import load
from bvte.evidence.problem import CodeError
from bvte.presentation import dates, numbers
from bvte.presentation.texts import say

TEXT = Words(vi="một", en="one")


def said(barrier=None):
    """Texts, numbers, times and catalogue in the active language; where told to, each after all others."""
    parts = []
    for part in (
        lambda: TEXT.text,
        lambda: numbers.number("1234.5"),
        lambda: dates.iso_day("2020-01"),
        lambda: say("status.name.met"),
    ):
        if barrier:
            barrier.wait(timeout=10)
        parts.append(part())
    return tuple(parts)


def test_without_a_word_the_first_language_is_spoken_and_then_the_one_that_was_named():
    assert active_language() == LANGUAGES[0]
    for language in LANGUAGES:
        activate(language)
        assert (active_language(), TEXT.text) == (language, TEXT[language])


def test_a_folder_can_be_loaded_in_a_language(project):
    load(project / "data" / "dien-bien", language="en")
    assert active_language() == "en"
    load(project / "data" / "dien-bien")
    assert active_language() == "en"


def test_threads_that_speak_at_the_same_time_do_not_mix():
    languages = [*LANGUAGES] * 3
    barrier = Barrier(len(languages))

    def speak(language):
        with speaking(language):
            return said(barrier)

    with ThreadPoolExecutor(len(languages)) as pool:
        found = list(pool.map(speak, languages))
    expected = {language: _alone(language) for language in LANGUAGES}
    assert found == [expected[language] for language in languages] and expected["vi"] != expected["en"]


def _alone(language):
    with speaking(language):
        return said()


def test_what_a_block_speaks_ends_with_it_also_where_it_fails():
    activate("en")
    with pytest.raises(ZeroDivisionError), speaking("vi"):
        with speaking("en"):
            activate("vi")
            assert active_language() == "vi"
        assert active_language() == "vi"
        activate("en")
        assert active_language() == "en"
        raise ZeroDivisionError
    activate("vi")
    assert active_language() == "vi"


@pytest.mark.parametrize("name", [activate, speaking])
@pytest.mark.parametrize("wrong", ["fr", "VI", "", None])
def test_an_unknown_language_is_refused_with_those_that_there_are(name, wrong):
    with pytest.raises(CodeError) as refused, name(wrong):
        pass
    assert refused.value.known == LANGUAGES and active_language() == LANGUAGES[0]
