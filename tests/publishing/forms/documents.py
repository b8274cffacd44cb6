"""Small reports that the tests of the forms make of blocks."""

from bvte.presentation.document import Column, make_table
from bvte.publishing.article import Article, ShownCell


def document(*blocks, language="vi", **meta):
    """A report of these blocks."""
    about = ("Báo cáo", "Báo cáo năm", "Tỉnh", meta, "python3 run.py")
    return Article("r", language, *about, (ShownCell(blocks),))


def table(rows, number="Bảng 1", kinds=("text", "text")):
    """A table whose columns are "Cột 0", "Cột 1" and so on."""
    columns = [Column(f"Cột {place}", kind) for place, kind in enumerate(kinds)]
    return make_table("Tên bảng", columns, rows, number=number)
