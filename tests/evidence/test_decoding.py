"""Bytes as text: read where only one reading is possible, refused where nothing says which letters were meant."""

import csv
import io
import unicodedata

import pytest

from bvte.evidence.decoding import UnknownEncodingError, decode_bytes, is_syllable

WORDS = "Huyện Điện Biên Đông, xã Pú Nhi: số trẻ em được trợ giúp theo QĐ 1023/QĐ-TTg, HĐND tỉnh"


def tones_apart(text):
    """The bytes of a text in the code page of Viet Nam, where the mark of a tone is a letter of its own."""
    return "".join(map(_apart, text)).encode("cp1258")


def _apart(letter):
    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        whole = unicodedata.normalize("NFD", letter)
        tone = next(sign for sign in whole if sign in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", whole.replace(tone, "")) + tone


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (WORDS.encode(), "UTF-8"),
        (WORDS.encode("utf-8-sig"), "UTF-8"),
        (WORDS.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "UTF-16"),
        (WORDS.encode("utf-32"), "UTF-32"),
        (tones_apart(WORDS), "Windows-1258"),
        # In the other code page "xã" is "xă", which no syllable is.
        ("xã Na Son".encode("cp1252"), "Windows-1252"),
        # On these letters both code pages agree.
        ("Lai Châu".encode("cp1252"), "Windows-1258"),
    ],
)
def test_what_has_one_reading_is_read(content, encoding):
    found = decode_bytes(content)
    assert found.encoding == encoding
    assert found.text in (WORDS, "xã Na Son", "Lai Châu")


@pytest.mark.parametrize(
    "content",
    [
        # Letters that the code page lacks became question marks.
        b"[th?] s? li?u \xf0? in",
        "Tỉnh Điện Biên".encode("cp1252", "replace"),
        # "Tý" or "Tư": both are words.
        b"T\xfd",
        # Neither is Vietnamese.
        "Jo\xe3o".encode("cp1252"),
        "Điện Biên".encode("utf-16-le"),
        "Điện".encode() + b"\xff",
        b"\xff\xfea",
    ],
)
def test_what_has_two_readings_or_none_is_refused(content):
    with pytest.raises(UnknownEncodingError):
        decode_bytes(content)


@pytest.mark.parametrize("name", ["area_changes.csv", "observations.csv", "population.csv", "explanations.csv"])
def test_real_files_saved_in_the_code_page_come_back_letter_by_letter(project, name):
    text = (project / "data" / "dien-bien" / name).read_text(encoding="utf-8").replace("?", ".")
    assert decode_bytes(tones_apart(text)).text == text


def test_the_names_of_all_places_are_spelt_as_syllables_can_be(project):
    text = (project / "data" / "dien-bien" / "areas.csv").read_text(encoding="utf-8")
    names = {row["name_vi"] for row in csv.DictReader(io.StringIO(text)) if row["level"] == "commune"}
    words = {word for name in names for word in name.split() if not word.isascii()}
    assert len(words) > 50 and {word for word in words if not is_syllable(word)} == set()
