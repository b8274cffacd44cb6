"""What happens to files: bytes, cells, rows, columns, entries and names, each change made by a seeded chance.

A mutator takes (chance, path, content) and gives {path: content}, None for a file that is gone and FOLDER for one that
became a folder; paths are below `data/`.
"""

import csv
import io
import re
import unicodedata
from itertools import pairwise
from pathlib import PurePosixPath

FOLDER = b"\0folder\0"
# What people, spreadsheets and strangers put into a cell.
JUNK = (
    *(
        "",
        " ",
        "0",
        "-5",
        "150",
        "1e308",
        "NaN",
        "inf",
        "-inf",
        "1_0",
        "٣",
        "４",
        "28,5",
        "2.302",
        "2,302",
        "1.132.000",
    ),
    *("90%", "#N/A", "#REF!", "=1+1", "+1", "@SUM(A1)", "-", "x", "..", ":", "<90", "Sơ bộ", "n/a", "31/12/2020"),
    *("2020-13", "2020-02-30", "43831", "2025-07-01 00:00:00", "..2025", "9999", "{0}", "{{", "{found}", "%s", "\\"),
    *("javascript:alert(1)", "//host/x", "../../evil", "C:\\x", "<script>alert(1)</script>", "a\nb", "\x00", "\x1b"),
    *("\u202eabc", "\u200b", "\ufeff", "\ufffd", "B?n", "Biá»ƒu", "👧🏽", "'", '"', "x" * 200_000, "1" * 5000, "*"),
    *(
        "None",
        "null",
        "true",
        "level",
        "percent",
        "children",
        "11",
        "VN",
        "[]",
        "{}",
        "a b",
        "٢٠٢٠",
        "２０２０",
        "II-1",
    ),
)
NODES = (
    *(
        "null",
        "~",
        "[]",
        "{}",
        "true",
        "0x10",
        "1_000",
        ".nan",
        ".inf",
        "1e400",
        "2025-13-45",
        "12:30:60",
        "!!python/none",
    ),
    *(
        "!!binary xx",
        "*unknown",
        "&a [*a]",
        "[[[[[[]]]]]]",
        "{a: {b: {c: d}}}",
        '"',
        "'",
        "|",
        ">",
        "- x",
        "? y",
        "@x",
        "`",
    ),
    *(
        "[100, 0]",
        "[0]",
        "[a, b]",
        "{vi: x}",
        "{vi: [x], en: 1}",
        "<<",
        "x: y: z",
        "{{",
        "=1+1",
        "1" * 5000,
        "x" * 5000,
    ),
)
TEXTS = (
    *(
        "{{" * 20_000,
        "}}" * 20_000,
        "[" * 20_000,
        "](" * 10_000,
        "*a **a " * 5_000,
        "`" * 20_001,
        ">" * 5_000,
        "_a" * 9_000,
    ),
    *(
        "- " * 5_000,
        "#" * 20_000,
        "|" * 20_000,
        "a|b\n-|-\n" + "1|2\n" * 5_000,
        "<" * 20_000,
        "![" * 10_000,
        "\\" * 20_000,
    ),
    *(
        "{{result:}}",
        "{{result:poverty_rate:2010}}",
        "{{}}",
        "{{source:x}}",
        "{{result:a:b = c}}",
        "1.234,5 %",
        "* * *",
    ),
    *(
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](//host)",
        "![x](http://x/y.png)",
        "\x00",
        "• a\n• b",
    ),
    *(
        "Năm | Tiền\n--- | ---\n2019 | 20",
        "1" * 5000,
        "&" * 20_000,
        "1. " * 5_000,
        "  " * 20_000 + "x",
        "\u0301" * 9_000,
    ),
)


def flipped_byte(chance, path, content):
    """One byte is another."""
    at = chance.randrange(max(1, len(content)))
    return {path: content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]}


def lost_bytes(chance, path, content):
    """A piece is gone."""
    first, last = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return {path: content[:first] + content[last:]}


def cut_bytes(chance, path, content):
    """The end is gone."""
    return {path: content[: chance.randrange(len(content) + 1)]}


def put_bytes(chance, path, content):
    """Some bytes stand in between."""
    at = chance.randrange(len(content) + 1)
    put = chance.choice(
        [b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b'"', b"\xc3", bytes(8), b"\n\n\n", b"\t", b";", b","]
    )
    return {path: content[:at] + put + content[at:]}


def other_encoding(chance, path, content):
    """All of it is saved by a program that knows another encoding."""
    text = content.decode("utf-8", "replace")
    encoding = chance.choice(["cp1258", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
    return {path: text.encode(encoding, "replace")}


def tones_apart(chance, path, content):
    """All of it in the code page of Viet Nam that keeps the marks of tones as letters of their own."""
    parts = (part for letter in content.decode("utf-8") for part in _for_code_page(letter))
    return {path: "".join(parts).encode("cp1258", "replace")}


def _for_code_page(letter):
    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        whole = unicodedata.normalize("NFD", letter)
        tones = [sign for sign in whole if sign in "\u0300\u0301\u0303\u0309\u0323"]
        return unicodedata.normalize("NFC", "".join(sign for sign in whole if sign not in tones)) + "".join(tones)


def misread_once(chance, path, content):
    """Opened in the code page of Windows and saved as UTF-8."""
    return {path: content.decode("cp1252", "replace").encode("utf-8")}


def decomposed(chance, path, content):
    """Accents stand apart, as programs of a Mac write them."""
    return {path: unicodedata.normalize("NFD", content.decode("utf-8")).encode()}


def other_line_ends(chance, path, content):
    """Lines end as in other systems, or in none."""
    ending = chance.choice([b"\r\n", b"\r", b"\n\n", b" \n", b"\xe2\x80\xa8"])
    return {path: content.replace(b"\n", ending)}


BYTES = (flipped_byte, lost_bytes, cut_bytes, put_bytes, other_encoding, tones_apart, misread_once, decomposed)
BYTES += (other_line_ends,)


def _rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _csv(rows, separator=",", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def of_rows(change):
    """A mutator of a CSV file from a function that changes its rows in place, or gives others."""

    def mutator(chance, path, content):
        rows = _rows(content)
        return {path: _csv(change(chance, rows) or rows)}

    mutator.__name__ = change.__name__
    return mutator


def _place(chance, rows):
    row = chance.randrange(1, len(rows))
    return row, chance.randrange(len(rows[row]))


def junk_cell(chance, rows):
    row, column = _place(chance, rows)
    rows[row][column] = chance.choice(JUNK)


def decorated_cell(chance, rows):
    """What stood there, with something around it."""
    row, column = _place(chance, rows)
    found = rows[row][column]
    around = (
        "{} ",
        " {}",
        "{}\u00a0",
        "{}%",
        "'{}",
        "={}",
        "{}*",
        "{}\u0301",
        "{},0",
        "{}.0",
        "-{}",
        "{}{}",
        "<{}",
        "{}\n",
    )
    rows[row][column] = chance.choice(around).replace("{}", found)


def changed_digit(chance, rows):
    """A digit is another, is gone or stands twice, or a point moves."""
    row, column = chance.choice(_numeric(rows))
    found = rows[row][column]
    at = chance.choice([place for place, sign in enumerate(found) if sign.isdigit()])
    put = chance.choice([str(chance.randrange(10)), "", found[at] * 2, found[at] + ".", found[at] + ","])
    rows[row][column] = found[:at] + put + found[at + 1 :]


def _numeric(rows):
    found = [
        (n, m) for n, row in enumerate(rows[1:], 1) for m, cell in enumerate(row) if re.fullmatch("[0-9.-]+", cell)
    ]
    return [place for place in found if any(map(str.isdigit, rows[place[0]][place[1]]))] or [(0, 0)]


def local_numbers(chance, rows):
    """Every number of a column with a decimal comma, thousands between points or a percent sign."""
    columns = {column for _, column in _numeric(rows)}
    column, form = chance.choice(sorted(columns)), chance.choice("cp%")
    for row in rows[1:]:
        if re.fullmatch("[0-9.]+", row[column]):
            row[column] = {"c": row[column].replace(".", ","), "p": f"{row[column]}.000", "%": f"{row[column]}%"}[form]


def copied_cell(chance, rows):
    """A cell holds what another one of its column holds."""
    row, column = _place(chance, rows)
    rows[row][column] = rows[chance.randrange(1, len(rows))][column]


def exchanged_cells(chance, rows):
    row, column = _place(chance, rows)
    other = chance.randrange(len(rows[row]))
    rows[row][column], rows[row][other] = rows[row][other], rows[row][column]


def shifted_row(chance, rows):
    row, column = _place(chance, rows)
    rows[row].insert(column, "") if chance.random() < 0.5 else rows[row].pop(column)


def other_case(chance, rows):
    row, column = _place(chance, rows)
    rows[row][column] = chance.choice([str.upper, str.title, str.swapcase])(rows[row][column])


def lost_row(chance, rows):
    rows.pop(chance.randrange(len(rows)))


def lost_rows(chance, rows):
    first = chance.randrange(1, len(rows))
    del rows[first : first + chance.randrange(1, 9)]


def row_again(chance, rows):
    row = chance.randrange(len(rows))
    rows.insert(chance.randrange(len(rows)), list(rows[row]))


def row_with_new_id(chance, rows):
    """A row is copied under a new id with another number in it."""
    row = list(rows[chance.randrange(1, len(rows))])
    row[0] = "zz_new"
    rows.append(row)
    changed_digit(chance, rows)


def other_order(chance, rows):
    chance.shuffle(body := rows[1:])
    return [rows[0], *body]


def sorted_column(chance, rows):
    """One column is sorted without the others, a usual accident in a spreadsheet."""
    column = chance.randrange(len(rows[0]))
    for row, cell in zip(rows[1:], sorted(row[column] for row in rows[1:]), strict=True):
        row[column] = cell


def empty_rows(chance, rows):
    at = chance.randrange(len(rows) + 1)
    rows[at:at] = [[""] * len(rows[0])] * chance.randrange(1, 5)


def empty_columns(chance, rows):
    for row in rows:
        row.extend([""] * 3)
    return rows + [[""] * len(rows[0])] * 3


def lost_column(chance, rows):
    column = chance.randrange(len(rows[0]))
    return [row[:column] + row[column + 1 :] for row in rows]


def column_again(chance, rows):
    """A column stands twice, perhaps under other capitals and with other cells."""
    column, name = chance.randrange(len(rows[0])), chance.choice([str, str.title, str.upper, " {}".format])
    for number, row in enumerate(rows):
        row.append(name(row[column]) if number == 0 else chance.choice([row[column], "", "9"]))


def exchanged_columns(chance, rows):
    """Two columns change places, with their names or without."""
    one, other, first = chance.randrange(len(rows[0])), chance.randrange(len(rows[0])), chance.randrange(2)
    for row in rows[first:]:
        row[one], row[other] = row[other], row[one]


def renamed_column(chance, rows):
    column = chance.randrange(len(rows[0]))
    rows[0][column] = chance.choice(
        [rows[0][column].title(), rows[0][column] + "s", "", "x", " " + rows[0][column], "id"]
    )


def title_above(chance, rows):
    return [["BẢNG SỐ LIỆU", *[""] * (len(rows[0]) - 1)], *rows]


ROWS = (junk_cell, junk_cell, junk_cell, decorated_cell, changed_digit, changed_digit, local_numbers, copied_cell)
ROWS += (exchanged_cells, shifted_row, other_case, lost_row, lost_rows, row_again, row_with_new_id, other_order)
ROWS += (sorted_column, empty_rows, empty_columns, lost_column, column_again, exchanged_columns, renamed_column)
ROWS += (title_above,)


def other_separator(chance, path, content):
    """Saved where cells are parted by something else, numbers perhaps with a decimal comma."""
    rows, separator = _rows(content), chance.choice(";\t|:")
    if chance.random() < 0.6:
        rows = [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in rows]
    if chance.random() < 0.4:
        rows = [[re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", cell) for cell in row] for row in rows]
    return {path: _csv(rows, separator)}


def all_quoted(chance, path, content):
    return {path: _csv(_rows(content), quoting=csv.QUOTE_ALL)}


def _lines(change):
    def mutator(chance, path, content):
        lines = content.decode("utf-8").split("\n")
        change(chance, lines, chance.randrange(len(lines)))
        return {path: "\n".join(lines).encode("utf-8", "surrogatepass")}

    mutator.__name__ = change.__name__
    return mutator


def other_node(chance, lines, at):
    """What stands behind the colon is something else."""
    lines[at] = re.sub(r":.*", lambda _: f": {chance.choice(NODES)}", lines[at], count=1)


def other_indent(chance, lines, at):
    lines[at] = chance.choice(["\t", " ", "   ", "    "]) + lines[at]


def lost_line(chance, lines, at):
    del lines[at : at + chance.choice([1, 1, 1, 5])]


def line_again(chance, lines, at):
    lines.insert(at, lines[at])


def moved_line(chance, lines, at):
    lines.insert(chance.randrange(len(lines)), lines.pop(at))


def swapped_word(chance, lines, at):
    """A word of another line."""
    other = re.findall(r"[\w.]+", chance.choice(lines)) or ["x"]
    lines[at] = re.sub(r"(?<=: )[\w.]+", lambda _: chance.choice(other), lines[at], count=1)


def other_name(chance, lines, at):
    lines[at] = re.sub(
        r"[\w-]+(?=:)", lambda found: chance.choice([found[0] + "s", found[0].upper(), "x", "1"]), lines[at], count=1
    )


def many_references(chance, lines, at):
    """References to references: a few lines that stand for more entries than a machine holds."""
    letters = "abcdefghijkl"
    bomb = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(letters)]
    lines[:0] = ["a: &a [x, x]", *bomb]


def deep_brackets(chance, lines, at):
    lines.insert(0, "zz: " + chance.choice(["[", "{a: ", "- "]) * chance.choice([50, 5_000, 100_000]))


ENTRIES = (other_node, other_node, other_node, other_indent, lost_line, line_again, moved_line, swapped_word)
ENTRIES += (swapped_word, other_name, many_references, deep_brackets)


def put_text(chance, path, content):
    """Something stands in a written section."""
    at = chance.randrange(len(content.decode("utf-8")) + 1)
    text = content.decode("utf-8")
    return {path: (text[:at] + chance.choice(TEXTS) + text[at:]).encode("utf-8")}


def only_text(chance, path, content):
    return {path: chance.choice(TEXTS).encode("utf-8")}


def another_name(chance, path, content):
    """A copy beside it, as Explorer and OneDrive leave them, or the file itself under another name."""
    place = PurePosixPath(path)
    names = (
        "{} (1){}",
        "{}-LAPTOP{}",
        "{} - Copy{}",
        "Bản sao của {}{}",
        "~${}{}",
        "{}{}.bak",
        "{}{}.tmp",
        ".{}{}",
        "{}{}.crdownload",
    )
    name = chance.choice(names).format(place.stem, place.suffix)
    gone = {path: None} if chance.random() < 0.4 else {}
    return gone | {str(place.with_name(name)): content}


def other_suffix(chance, path, content):
    place = PurePosixPath(path)
    return {path: None, str(place.with_suffix(chance.choice([place.suffix.upper(), ".txt", ".xlsx", ""]))): content}


def gone_file(chance, path, content):
    return {path: chance.choice([None, FOLDER, b"", b"\n", b" \n \n"])}


def strange_file(chance, path, content):
    """A file that belongs nowhere."""
    place = PurePosixPath(path).parent
    names = (
        "readme.md",
        "II-1.fr.md",
        "II-1.md",
        ".md",
        "2020.csv",
        "20200101.csv",
        "2025-W01-1.csv",
        "x.yml",
        "Thumbs.db",
    )
    names += (
        "2019.csv",
        "2021-02-30.csv",
        "desktop.ini",
        "a\u0301.csv",
        "x" * 200 + ".csv",
        "2020/readme.md",
        "II-1.VI.md",
    )
    return {str(place / chance.choice(names)): chance.choice([content, b"", b"id\n", b"\xff\xfe", b"x"])}


NAMES = (another_name, other_suffix, gone_file, strange_file)


def mutators_of(path):
    """The mutators of a file by its kind, those of its content oftener than those of its bytes and name."""
    ending = PurePosixPath(path).suffix
    own = {
        ".csv": [*map(of_rows, ROWS), other_separator, all_quoted],
        ".yml": list(map(_lines, ENTRIES)),
        ".md": [put_text, put_text, only_text, *map(_lines, (lost_line, line_again))],
    }.get(ending, [])
    return [*own, *BYTES, *NAMES]


def mutate(chance, files):
    """A change of one file: (name of the mutator, {path: content}); None where it changes nothing.

    files : path -> content. Small files are chosen as often as large ones, those that are read row by row oftener.
    """
    path = chance.choice(sorted(files))
    mutator = chance.choice(mutators_of(path))
    try:
        made = mutator(chance, path, files[path])
    except (UnicodeError, IndexError, ValueError):
        return mutator.__name__, None
    return mutator.__name__, {name: content for name, content in made.items() if files.get(name) != content} or None


__all__ = ["FOLDER", "mutate", "mutators_of"]
