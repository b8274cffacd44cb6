"""What the sample notebook shows: prose, tables and a chart, shaped like those of the reports."""

import re
from decimal import Decimal

import matplotlib.pyplot as plt

from bvte.presentation import picture, theme
from bvte.presentation.document import Column, Heading, Prose, make_table
from bvte.presentation.parts import key_box, paragraph
from bvte.presentation.phrases import Datum, Look, phrase, span

theme.use_theme()
NUMBER = re.compile(r"(\d[\d.,]*)")

TITLE = {
    "vi": (
        "Chương trình bảo vệ trẻ em giai đoạn 2016–2020: đã đạt được gì?",
        "Báo cáo đối chiếu từng mục tiêu của giai đoạn với số liệu đã công bố.",
    ),
    "en": (
        "The child protection programme 2016–2020: what was achieved?",
        "This report sets each target of the phase against the published figures.",
    ),
}
HEADLINE = {
    "vi": ("Một trong năm mục tiêu đạt.", "91% trẻ em có hoàn cảnh đặc biệt được trợ giúp năm 2020."),
    "en": ("One of five targets was met.", "91% of children in special circumstances received help in 2020."),
}
TARGETS = {
    "vi": """
        Chỉ tiêu | 2015 | Mục tiêu | 2020 | Kết luận | Vì sao
        Hoàn cảnh đặc biệt (%) | 4,4 | dưới 3,8 | 3,8 | cannot-be-decided Chưa thể kết luận | Chỉ có giới hạn.
        Được trợ giúp (%) | 85 | ít nhất 90 | 91 | met Đạt | 91% cao hơn mục tiêu 90%.
        Bị xâm hại được can thiệp (%) | 98,25 | 100 | 100 | contested Nguồn mâu thuẫn | Hai nguồn khác nhau.
        Có hồ sơ quản lý (điểm %/năm) |  | tăng 3–5 |  | no-data Chưa có số liệu | Không tìm thấy số liệu.
        Tử vong do đuối nước (trẻ em) | 1.116 | giảm 6% | 1.171 | not-met Không đạt | Số trẻ em tử vong tăng.
    """,
    "en": """
        Indicator | 2015 | Target | 2020 | Conclusion | Why
        Special circumstances (%) | 4.4 | below 3.8 | 3.8 | cannot-be-decided Cannot be decided | A bound.
        Received help (%) | 85 | at least 90 | 91 | met Met | 91% is above the target of 90%.
        Protected after abuse (%) | 98.25 | 100 | 100 | contested Contested | Two sources differ.
        With a case file (points a year) |  | rise of 3–5 |  | no-data No data | No figure was found.
        Drowning deaths (children) | 1,116 | fall of 6% | 1,171 | not-met Not met | The number of deaths rose.
    """,
}
SOURCES = {
    "vi": """
        Nguồn | Cơ quan công bố | Ngày
        Hội thảo | Sở Văn hóa, Thể thao và Du lịch | 29/12/2020
        Luật Trẻ em 2016 | Quốc hội | 05/04/2016
    """,
    "en": """
        Source | Publisher | Date
        Workshop | Department of Culture | 29 Dec 2020
        Law on Children | National Assembly | 5 Apr 2016
    """,
}
CAPTIONS = {
    "vi": ("Mục tiêu và số liệu công bố", "Nguồn của các con số", "Số công bố; nguồn: hội thảo ngày 29/12/2020."),
    "en": ("Targets and published figures", "Sources of the figures", "Published; source: workshop of 29 Dec 2020."),
}
CHART = {
    "vi": {
        "alt": "Biểu đồ đường: 5,6% năm 2011, 4,4% năm 2015 (Luật 2004); 3,8% năm 2020 (Luật Trẻ em 2016).",
        "caption": "Tỷ lệ trẻ em có hoàn cảnh đặc biệt trên tổng số trẻ em (%).",
        "note": "Hai luật xác định khác nhau, nên không có đường nối qua năm 2017.",
    },
    "en": {
        "alt": "Line chart: 5.6% in 2011, 4.4% in 2015 (law of 2004); 3.8% in 2020 (Law on Children 2016).",
        "caption": "Children in special circumstances as a share of all children (%).",
        "note": "The two laws count differently, so no line crosses the year 2017.",
    },
}


def title(language):
    first, lead = TITLE[language]
    return Prose((Heading(1, phrase(first)), paragraph(lead, "lead")))


def headline(language):
    first, point = HEADLINE[language]
    return Prose((key_box(first, [point]),), {"headline": first, "evidence_date": "2025-12-16"})


def targets(language):
    caption, _, note = CAPTIONS[language]
    return table(caption, TARGETS[language], ("text", "num", "text", "num", "status", "wide"), note)


def sources(language):
    return table(CAPTIONS[language][1], SOURCES[language], ("text", "text", "text"))


def table(caption, text, kinds, note=""):
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    columns = [Column(label, kind.replace("status", "text")) for label, kind in zip(head, kinds, strict=True)]
    return make_table(caption, columns, [map(cell, row, kinds) for row in rows], note)


def cell(text, kind):
    if kind == "status":
        code, _, word = text.partition(" ")
        return span(Look.STATUS, word, code=code.replace("-", "_"))
    return number(text) if kind == "num" else text


def number(text):
    """A text with each of its numbers as one."""
    parts = NUMBER.split(text)
    return phrase(*(datum(part) if place % 2 else part for place, part in enumerate(parts)))


def datum(text):
    """A number as it is printed; three digits after the mark are thousands, not decimals."""
    mark = "," if "," in text else "."
    whole, _, decimals = text.partition(mark) if len(text.partition(mark)[2]) < 3 else (text, "", "")
    value = re.sub(r"\D", "", whole) + ("." + decimals if decimals else "")
    return Datum(Decimal(value), text, aligned=True)


def course(language):
    _, axes = plt.subplots()
    axes.plot([2011, 2015], [5.6, 4.4], marker="o")
    axes.plot([2020], [3.8], marker="D")
    axes.set(ylim=(0, 6), xlim=(2010, 2025))
    return picture.figure(axes, **CHART[language])
