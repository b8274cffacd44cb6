"""`--language` says the same to every command: speak this language. The system's locale says it where nobody did."""

import re

import click
import pytest
from click.testing import CliRunner

from bvte.cli import main
from bvte.evidence.language import LANGUAGES, reader_language


def commands(group, *before):
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        words = (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, *words)
        else:
            yield words, command


COMMANDS = dict(commands(main))


def languages_of(words):
    """The options --language that a command or a group before it has."""
    found, command = [], main
    for word in words:
        command = command.commands[word]
        found += [option for option in command.params if "--language" in option.opts]
    return found


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_takes_it_by_default_from_the_system(words):
    (option,) = languages_of(words)
    assert option.type.choices == LANGUAGES
    assert option.default is reader_language


SAID = {"vi": "0 lỗi, 3 lưu ý", "en": "0 errors, 3 findings"}


@pytest.mark.parametrize(
    ("words", "locale", "language"),
    [
        ([], "", "vi"),
        ([], "C.UTF-8", "vi"),
        ([], "vi_VN.UTF-8", "vi"),
        ([], "en_US.UTF-8", "en"),
        (["--language", "vi"], "en_US.UTF-8", "vi"),
        (["--language", "en"], "vi_VN.UTF-8", "en"),
    ],
)
def test_the_option_first_then_the_locale_then_vietnamese(monkeypatch, words, locale, language):
    monkeypatch.setenv("LC_ALL", locale)
    assert SAID[language] in CliRunner().invoke(main, ["check", "dien-bien", *words]).output


@pytest.mark.parametrize("only", LANGUAGES)
@pytest.mark.parametrize("spoken", LANGUAGES)
def test_which_reports_is_asked_by_a_name_of_its_own(spoken, only):
    asked = ["status", "--notebook", "across_phases"]
    both = CliRunner().invoke(main, [*asked, "--language", spoken]).output.splitlines()
    one = CliRunner().invoke(main, [*asked, "--language", spoken, "--only-language", only]).output.splitlines()
    reports = [line for line in one if "across_phases-" in line]
    assert reports == [line for line in both if re.search(rf"across_phases-[^.]+\.{only}\b", line)] != []
    other = next(name for name in LANGUAGES if name != only)
    assert any(re.search(rf"across_phases-[^.]+\.{other}\b", line) for line in both)
    assert {"vi": "còn đúng", "en": "current"}[spoken] in one[-1]
