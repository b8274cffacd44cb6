"""The catalogues: the same texts in both languages, each of them used, none missing."""

import re
import string
import unicodedata
from decimal import Decimal

import pytest
from babel import Locale

from bvte.cli import main
from bvte.evidence.codes import CodeError
from bvte.evidence.language import LANGUAGES, activate
from bvte.evidence.load import FILES, project_root
from bvte.evidence.record import column_names
from bvte.evidence.reporting import DecisionKind
from bvte.evidence.value import Unit
from bvte.evidence.yaml_files import read_yaml
from bvte.intake.printed_period import PeriodForm
from bvte.intake.table_map import PARTS, Meaning, TableMap
from bvte.presentation import numbers
from bvte.presentation.text_check import print_text_faults, text_faults, unused_keys, written_code
from bvte.presentation.texts import FOLDER, catalogue, say, say_in_both, texts_of

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


def words(text):
    """The words of a text, without its facts and the folders and files that it names."""
    return re.findall(r"[^\W\d_]+", re.sub(r"{[^}]*}|[\w/.]*\w/[\w/.]*", " ", text).lower())


def bending(language):
    """Pairs (key, forms) of every word that bends with a number."""
    parsed = ((key, string.Formatter().parse(text)) for key, text in catalogue(language).items())
    return [(key, spec.split("|")) for key, parts in parsed for *_, spec, _ in parts if spec and "|" in spec]


def test_the_catalogue_is_whole():
    assert text_faults({language: catalogue(language) for language in LANGUAGES}, written_code()) == []


@pytest.mark.parametrize(
    ("vi", "en", "fault"),
    [
        ({"page.a": "trẻ em", "page.b": "xã"}, {"page.a": "children"}, "page.b: missing in en"),
        ({"page.a": "trẻ em"}, {"page.a": "children", "page.b": "xã"}, "page.b: missing in vi"),
        ({"page.a": "trẻ em", "page.c": "xã"}, {"page.a": "child", "page.c": "commune"}, "page.c: unused"),
        ({"page.a": "target"}, {"page.a": "target"}, "page.a: the same in vi and en: target"),
        ({"page.a": "{n} xã"}, {"page.a": "a commune"}, "page.a: en says other facts than vi: n"),
        ({"page.b": "trẻ em"}, {"page.b": "children"}, "page.a: asked for, in no language"),
    ],
)
def test_each_fault_of_a_catalogue_is_named(vi, en, fault):
    assert text_faults({"vi": vi, "en": en}, 'say("page.a") + say(f"page.b")') == [fault]


def test_a_bare_number_and_a_name_may_be_the_same_in_both_languages():
    texts = {"page.a": "{value}% / 2", "page.b": "Excel"}
    assert text_faults({"vi": texts, "en": texts}, '"page.a" "page.b"', names={"page.b"}) == []


@pytest.mark.parametrize(
    ("code", "unused"),
    [
        ('say("audit.flag.no_data")', []),
        ('say(f"audit.flag.{code}")', ["audit.flag.no_data"]),
        ('NO_DATA = auto()\nsay(f"audit.flag.{code}")', []),
        ("no_data = 1\nf\"{x}: {say(f'audit.flag.{code}')}\"", []),
        ('say(f"audit.flag.{kind}_data") ; ("no", "far")', []),
        ('"no_data" and say(f"audit.check.{code}")', ["audit.flag.no_data"]),
        ('texts_of("audit.flag")', []),
        ('no_data {{ say("audit.flag." + code) }}', []),
        ('columns(["no_data"], group="audit.flag")', []),
    ],
)
def test_a_key_is_used_in_full_in_its_group_or_as_an_end_that_the_code_knows(code, unused):
    assert unused_keys(["audit.flag.no_data"], code) == unused


def test_a_text_that_nobody_asks_for_is_found_in_any_group():
    whole = set(re.findall(r'texts_of\("([a-z_.]+)"\)', written_code()))  # said with their groups
    whole |= {"recording.decision", "recording.condition"}
    groups = {key.rpartition(".")[0] for key in catalogue("vi")} - whole
    junk = {f"{group}.forgotten_since_autumn" for group in groups}
    assert set(unused_keys({*catalogue("vi"), *junk}, written_code())) == junk


def test_the_check_can_be_run_by_itself(capsys):
    assert (print_text_faults(), capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_composed_trimmed_and_not_empty(language):
    # What goes on after a problem starts with the space that parts it from its sentence.
    going_on = {f"problems.{key}" for key in ("nearest", "add_or_mend", "acknowledge", "also")}
    texts = {key: text for key, text in catalogue(language).items() if key not in going_on}
    wrong = [
        key
        for key, text in texts.items()
        if not unicodedata.is_normalized("NFC", text) or text != text.strip() or not text
    ]
    assert wrong == []


def test_no_english_word_is_left_in_vietnamese():
    left = {key: found for key, text in catalogue("vi").items() if (found := set(words(text)) & ENGLISH)}
    # A problem names files and columns as they are written in them.
    names = {
        word
        for name, (model, _) in FILES.items()
        for column in (name, *column_names(model))
        for word in column.split("_")
    }
    # A map is written in words of its own, which a question about it names.
    entries = {name for model in {*PARTS.values(), TableMap} for name in model.model_fields}
    names |= {
        word
        for name in (*entries, *Meaning, *Unit, *PeriodForm, *main.commands["intake"].commands, *names)
        for word in str(name).split("_")
    }
    naming = ("problems.", "table_maps.", "beside.reading.", "workbook.input.")
    named = {key for key, found in left.items() if key.startswith(naming) and found <= names}
    assert left.keys() - named == set()


def test_days_and_months_are_written_as_offices_do():
    """Decree 30/2020/NĐ-CP, annex I: a 0 before days below 10 and the months 1 and 2, before no other month."""
    wrong = {key: text for key, text in catalogue("vi").items() if re.search(r"(?<![\w/])0[3-9]/(19|20)\d\d", text)}
    assert wrong == {}


VIETNAMESE_FILES = [
    *sorted((project_root() / "notebooks").glob("*.ipynb")),
    *(project_root() / "data" / "national" / f"{name}.yml" for name in ("annual_report", "workshop")),
]
COUNTED = re.compile(
    r"(?:\{[a-z_]+\}|\b(?:mỗi|từng|những|nhiều|bao nhiêu|mọi|không|số)) mục tiêu|mục tiêu quốc gia", re.I
)


def test_what_is_counted_or_set_by_the_nation_is_a_chi_tieu():
    """A plan sets objectives (mục tiêu) and counts "Chỉ tiêu 1, 2 ...", each a number to be reached; "mục tiêu" stays
    for the level itself, and where the indicator, also a "chỉ tiêu", is named in the same sentence."""
    said = {**catalogue("vi"), **{str(path): path.read_text(encoding="utf-8") for path in VIETNAMESE_FILES}}
    lines = [(key, line) for key, text in said.items() for line in text.split("\n")]
    wrong = [pair for pair in lines if COUNTED.search(pair[1]) and "chỉ tiêu" not in pair[1].lower()]
    assert wrong == []


@pytest.mark.parametrize(
    "text", ["{total} mục tiêu cần quyết định", "Mỗi mục tiêu được xét", "Mục tiêu quốc gia là 5%"]
)
def test_a_counted_objective_is_found(text):
    assert COUNTED.search(text) and not COUNTED.search(text.replace("mục", "chỉ").replace("Mục", "Chỉ"))


def test_no_vietnamese_word_is_left_in_english():
    left = {key: text for key, text in catalogue("en").items() if set(text.lower()) & VIETNAMESE}
    assert left == {}


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
        said = say(key, **dict.fromkeys(fields(text), 1))
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
    with pytest.raises(CodeError):
        catalogue("fr")
    with pytest.raises(KeyError):
        say("page.no_such_text")
    with pytest.raises(KeyError):
        say("page.phase_title")


def test_a_group_of_texts_is_that_of_the_active_language():
    assert {said_in(language, texts_of, "status.verdict")["met"] for language in LANGUAGES} == {"đạt", "met"}
    assert list(texts_of("recording.decision")) == list(DecisionKind)


def test_what_is_read_before_a_language_is_chosen_is_said_in_both():
    assert say_in_both("cli.option.language") == "Ngôn ngữ của thông báo / Language of what is said."


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.yml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_text_stands_twice(path):
    """Of two texts under one key YAML would take the last without a word."""
    assert read_yaml(path)[1] == []
