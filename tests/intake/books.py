"""Workbooks made part by part, so that a test can damage one as no program would."""

import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/"
LINKS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
SHEET = "xl/worksheets/sheet1.xml"
# Styles by number: 0 general, then as listed.
ACCOUNTS = '_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-'
WITHOUT_ZERO = ("#,###", "0;-0;;@", ";;;", '0;-0;"–"', '"đạt"', 'General;-General;"không"', ACCOUNTS)
FORMATS = ("0%", "0.0%", "dd/mm/yyyy", "h:mm", "#,##0", "mm/yyyy", '0.0"%"', "#,##0,", "[h]:mm", "0.00E+00")
FORMATS += WITHOUT_ZERO
FORMATS += ('0.0"‰"', '0" nghìn"', '"dưới "0.0', '0"00"', '0" trẻ em"')


def parts(rows="", after="", name="Phiếu", state="visible"):
    """Part -> text of a workbook with one sheet. rows : XML inside its table; after : XML that follows it."""
    kinds = {"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml")}
    kinds["rId3"] = ("sharedStrings", "sharedStrings.xml")
    links = "".join(f'<Relationship Id="{i}" Type="{RELATED}/{k}" Target="{t}"/>' for i, (k, t) in kinds.items())
    sheet = f'<sheet name="{name}" sheetId="1" state="{state}" r:id="rId1"/>'
    texts = "<si><t>một</t></si><si><r><t>ha</t></r><r><t>i</t></r></si>"
    own = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{_quoted(code)}"/>' for n, code in enumerate(FORMATS))
    styles = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(FORMATS)))
    return {
        "_rels/.rels": LINKS.format(f'<Relationship Id="a" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{sheet}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": LINKS.format(links),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
    }


def _quoted(code):
    return code.replace('"', "&quot;")


def pack(path, texts, packing=zipfile.ZIP_DEFLATED):
    """Write a workbook of parts (part -> text or bytes); its path."""
    with zipfile.ZipFile(path, "w", packing) as archive:
        for part, text in texts.items():
            archive.writestr(part, text)
    return path


def row_of(*cells, number=1):
    """The XML of a row: each cell as (column letter, type, style, content XML)."""
    return (
        f'<row r="{number}">'
        + "".join(
            f'<c r="{letter}{number}" t="{kind}" s="{style}">{content}</c>' for letter, kind, style, content in cells
        )
        + "</row>"
    )


def stored(number):
    """The content of a cell that stores a number."""
    return f"<v>{number}</v>"
