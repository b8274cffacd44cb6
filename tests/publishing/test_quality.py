import unicodedata

import pytest

from bvte.publishing.quality import html_faults

SVG = '<svg aria-label="'


def drop(old, new=""):
    """A change of a page's text that must find something to change."""

    def change(html):
        assert old in html
        return html.replace(old, new, 1)

    return change


PLANTED = {
    "no language": (drop('<html lang="vi">', "<html>"), "does not state its language"),
    "two titles": (drop("<h2 ", "<h1>x</h1><h2 "), "2 h1 headings"),
    "no title": (drop("<h1>", "<p>"), "0 h1 headings"),
    "skipped level": (drop("<h3 ", "<h5 "), "skips a level"),
    "id twice": (drop("<h2 ", '<p id="main"></p><h2 '), "“main” stands more than once"),
    "dead anchor": (drop("</main>", '<a href="#nowhere">x</a></main>'), "“#nowhere”"),
    "script": (drop("</main>", "<script>1</script></main>"), "holds a <script>"),
    "style sheet": (drop("</head>", '<link rel="stylesheet" href="a.css"></head>'), "holds a <link>"),
    "picture from elsewhere": (
        drop("</figure>", '<img alt="A long enough description of it" src="https://example.org/a.png"></figure>'),
        "a <img> asks for https://example.org/a.png",
    ),
    "style from elsewhere": (drop("</style>", "@import 'a.css';</style>"), "a style asks"),
    "background from elsewhere": (drop("<h1>", '<h1 style="background: url(//a.org/b)">'), "a style asks"),
    "no description": (drop('role="img" aria-label="', 'role="img" data-x="'), "has no description"),
    "Jupyter's filler": (
        drop("</figure>", '<img alt="No description has been provided for this image"></figure>'),
        "has no description",
    ),
    "not an image": (drop('role="img"'), "not marked as an image"),
    "no title in a drawing": (
        drop("<title>Tỷ lệ trẻ em có hoàn cảnh đặc biệt trên tổng số trẻ em (%).</title>"),
        "a drawing has no title",
    ),
    "outside a figure": (drop('<figure id="hinh-1">', "<div>"), "outside a figure"),
    "figure without caption": (
        drop("Tỷ lệ trẻ em có hoàn cảnh đặc biệt trên tổng số trẻ em (%).</p>", "</p>"),
        "figure has no caption",
    ),
    "table without caption": (drop("Nguồn của các con số</caption>", "</caption>"), "a table has no caption"),
    "header without scope": (drop('<th scope="row"', "<th"), "header without scope"),
    "empty header": (drop(">Vì sao</th>", "></th>"), "an empty header"),
    "no column headers": (drop("<thead>", "<tbody>"), "no column headers"),
    "table out of reach": (drop('role="group" tabindex="0"', 'role="group"'), "scrolled with the keyboard"),
    "plain output": (drop("</main>", '<pre class="plain">&lt;Figure&gt;</pre></main>'), "only plain text"),
    "missing value": (drop("Chỉ có giới hạn.", "NaN"), "not turned into words: “NaN”"),
    "not composed": (lambda html: unicodedata.normalize("NFD", html), "not NFC"),
    "folder of a machine": (drop("</main>", "<p>/home/an/du-an/a.csv</p></main>"), "/home/an/du-an/a.csv"),
    "drive of a machine": (drop("</main>", r"<p>C:\\Users\\an</p></main>"), "names a folder of a machine"),
    "one child": (
        drop("</tbody>", "<tr><td><span data-protected>X</span><data value='4'>4</data></td></tr></tbody>"),
        "a count of “X” is too small to be shown",
    ),
    **{
        f"link to {address}": (drop("</main>", f'<p><a href="{address}">x</a></p></main>'), "a link may not lead to")
        for address in (
            "javascript:1",
            "data:text/html,x",
            "file:///etc",
            "//host/a",
            "../../a",
            "\\\\host\\a",
            "/a",
            "mailto:a@b.c",
        )
    },
    "no headline": (drop('name="bvte:headline"', 'name="x"'), "no bvte:headline"),
}


def test_a_page_of_a_site_below_home_is_no_folder_of_a_machine(pages):
    address = '<a href="https://dienbien.example.vn/home/trang-chu">https://dienbien.example.vn/home/trang-chu</a>'
    page = pages["vi"].replace("</main>", f"<p>{address}</p></main>")
    assert not [fault for fault in html_faults(page) if "folder of a machine" in fault]


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(pages, name):
    plant, said = PLANTED[name]
    assert any(said in fault for fault in html_faults(plant(pages["vi"])))
