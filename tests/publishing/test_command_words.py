"""What the library of commands says of itself, in the reader's language."""

import ast
from gettext import GNUTranslations
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from bvte.cli import main
from bvte.publishing.console import WORDS

CATALOGUE = WORDS / "vi/LC_MESSAGES/click.po"
TRANSLATED = [message for message in read_po(CATALOGUE.read_text(encoding="utf-8").splitlines()) if message.id]


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """The language that a command names is named to this process alone for the test."""
    monkeypatch.setenv("LANGUAGE", "")


def said_by_click(file):
    """The texts that a module of click asks a translation of."""
    tree = ast.parse((Path(click.__file__).parent / file).read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    asked = [call for call in calls if call.func.id in ("_", "ngettext")]
    return {arg.value for call in asked for arg in call.args if isinstance(arg, ast.Constant)}


def test_the_compiled_words_are_those_of_the_catalogue():
    """Compile with: python -m babel.messages.frontend compile -i click.po -o click.mo (in the folder of both)."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert len(TRANSLATED) > 20
    for message in TRANSLATED:
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string
        else:
            assert compiled.ngettext(*message.id, 2) == message.string[0]


def test_every_translated_text_is_one_that_click_says():
    files = ("core.py", "decorators.py", "exceptions.py", "formatting.py", "parser.py", "types.py")
    said = set().union(*map(said_by_click, files))
    assert {text for one in TRANSLATED for text in ([one.id] if isinstance(one.id, str) else one.id)} <= said


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        ("buil", "Lỗi: Không có lệnh nào tên là 'buil'. Có phải là 'build'?", "No such command 'buil'."),
        ("build --yera 3", "Không có tùy chọn nào tên là '--yera'. Có phải là '--end_year', ", "No such option"),
        ("build --year abc", "Giá trị của '--year' không dùng được: 'abc' không phải là số hợp lệ.", "Invalid value"),
        ("build --jobs 0", "0 nằm ngoài khoảng cho phép x>=1.", "0 is not in the range x>=1."),
        ("build --year", "Tùy chọn '--year' phải có giá trị đi sau.", "requires an argument"),
        ("record", "Lỗi: Thiếu tham số 'DATA'.", "Error: Missing argument 'DATA'."),
        ("record dien-bien 2025 more", "Thừa tham số: more", "Got unexpected extra argument (more)"),
        ("verify --against nowhere", "không có 'nowhere'.", "Path 'nowhere' does not exist."),
        ("intake report", "Thiếu tham số", "Missing argument"),
        ("--help", "Cách dùng: main [OPTIONS]", "Usage: main [OPTIONS]"),
    ],
)
def test_a_fault_of_what_was_typed_is_said_in_the_reader_s_language(monkeypatch, words, vi, en):
    for locale, said in (("vi_VN.UTF-8", vi), ("en_GB.UTF-8", en)):
        monkeypatch.setenv("LC_ALL", locale)
        assert said in CliRunner().invoke(main, words.split()).output


def test_the_language_that_a_command_is_told_decides():
    told = CliRunner().invoke(main, ["build", "--language", "en", "--year", "abc"]).output
    assert "Invalid value for '--year'" in told
