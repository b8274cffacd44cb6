"""What the sample notebook shows: prose, tables and a chart, shaped like those of the reports."""

import io
import re
from base64 import b64encode

import matplotlib.pyplot as plt

from bvte.presentation import theme

theme.use()
NUMBER = re.compile(r"\d[\d.,]*")

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
    "vi": (
        "Mục tiêu và số liệu công bố",
        "Nguồn của các con số",
        "Số công bố; nguồn: hội thảo ngày 29/12/2020.",
    ),
    "en": (
        "Targets and published figures",
        "Sources of the figures",
        "Published; source: workshop of 29 Dec 2020.",
    ),
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


class Shown:
    """Anything with data and metadata by mime type."""

    def __init__(self, data, metadata):
        self.data, self.metadata = data, metadata

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.data, self.metadata


def prose(html, **meta):
    return Shown({"text/html": html, "text/plain": html}, {"text/html": {"prose": True, **meta}})


def title(language):
    return prose('<h1>{}</h1><p class="lead">{}</p>'.format(*TITLE[language]))


def headline(language):
    first, point = HEADLINE[language]
    html = f'<div class="key"><p><strong>{first}</strong></p><ul><li>{point}</li></ul></div>'
    return prose(html, headline=first, evidence_date="2025-12-16")


def targets(language):
    kinds = ("text", "num", "text", "num", "status", "wide")
    caption, _, note = CAPTIONS[language]
    return table(caption, TARGETS[language], kinds, note)


def sources(language):
    return table(CAPTIONS[language][1], SOURCES[language], ("text", "text", "text"))


def table(caption, text, kinds, note=""):
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in text.strip().splitlines())
    columns = "".join(
        f'<th scope="col" class="{k.replace("status", "text")}">{label}</th>'
        for label, k in zip(head, kinds, strict=True)
    )
    body = "".join(f"<tr>{''.join(map(cell, row, kinds, range(len(row))))}</tr>" for row in rows)
    foot = (
        f'<tfoot><tr><td colspan="{len(head)}"><div class="note">{note}</div></td></tr></tfoot>'
        if note
        else ""
    )
    top = f"<caption>{caption}</caption><thead><tr>{columns}</tr></thead>"
    html = f"<table>{top}<tbody>{body}</tbody>{foot}</table>"
    return Shown({"text/html": html, "text/plain": caption}, {"text/html": {"label": caption}})


def cell(text, kind, position):
    if position == 0:
        return f'<th scope="row">{text}</th>'
    if kind == "status":
        code, _, word = text.partition(" ")
        return f'<td class="text"><span class="status {code}">{word}</span></td>'
    return f'<td class="{kind}">{number(text) if kind == "num" else text}</td>'


def number(text):
    """A cell with each of its numbers marked for machines."""
    return NUMBER.sub(lambda found: marked(found[0]), text)


def marked(text):
    """A number in two spans; three digits after the mark are thousands, not decimals."""
    mark = "," if "," in text else "."
    whole, _, decimals = text.partition(mark) if len(text.partition(mark)[2]) < 3 else (text, "", "")
    value = re.sub(r"\D", "", whole) + ("." + decimals if decimals else "")
    shown = f'<span class="int">{whole}</span><span class="frac">{mark + decimals if decimals else ""}</span>'
    return f'<data value="{value}">{shown}</data>'


def course(language):
    figure, axes = plt.subplots()
    axes.plot([2011, 2015], [5.6, 4.4], marker="o")
    axes.plot([2020], [3.8], marker="D")
    axes.set(ylim=(0, 6), xlim=(2010, 2025))
    svg, png = io.StringIO(), io.BytesIO()
    figure.savefig(svg, format="svg")
    figure.savefig(png, format="png", metadata={"Software": None})
    plt.close(figure)
    data = {
        "image/svg+xml": svg.getvalue(),
        "image/png": b64encode(png.getvalue()).decode(),
        "text/plain": "chart",
    }
    return Shown(data, {"image/svg+xml": CHART[language]})
