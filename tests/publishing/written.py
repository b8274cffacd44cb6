"""What a page says that its reader would write otherwise: days in another form, a headline without a figure."""

import re

import lxml.html

from bvte.presentation.texts import say

from ..languages import said_in

# The headline of a phase of which nothing was found.
EMPTY = "page.headline_no_targets"
# Decree 30/2020/NĐ-CP, annex I: a 0 before days below 10 and the months 1 and 2, before no other month.
UNOFFICIAL = re.compile(
    r"(?<![\d/.-])(?:\d/\d{1,2}/(?:19|20)\d\d|\d\d/0[3-9]/(?:19|20)\d\d|\d\d/[12]/(?:19|20)\d\d)(?![\d/])"
)
# 5/7/2026 is another day in London and in New York.
AMBIGUOUS = re.compile(r"(?<![\d/.-])\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\d/])")
ISO = re.compile(r"(?<![\w/.=-])(?:19|20)\d\d-\d\d-\d\d(?!\w|[/-]|\.\w)")
# A paper of a programme that nobody turned into English; titles of sources keep their own words.
LEFT_IN_VIETNAMESE = re.compile(r"(?:Quyết định|Kế hoạch|Nghị quyết|Chỉ thị) \S*\d\S* (?:ngày|năm) \d")
# What is no prose of the report: its scripts, its code, the names and addresses of its sources.
NO_PROSE = "//script | //style | //code | //pre | //*[@class='bibtex'] | //*[contains(@class, 'sources')]"


def wrongly_written(html, language):
    """The words of a page, each with some letters around it, that stand in a form which its reader does not write."""
    page = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(huge_tree=True))
    for tag in page.xpath(f"{NO_PROSE} | //*[@lang and @lang != '{language}']"):
        if tag is not page:
            tag.drop_tree()
    headline = page.xpath("string(//meta[@name='bvte:headline']/@content)")
    # That nothing was found is a message too.
    is_empty = headline == said_in(language, say, EMPTY)
    bare = [f"headline without a figure: {headline}"] if not (is_empty or re.search(r"\d", headline or "0")) else []
    text = " ".join(" ".join(page.itertext()).split())
    rules = (UNOFFICIAL, ISO) if language == "vi" else (AMBIGUOUS, ISO, LEFT_IN_VIETNAMESE)
    return bare + [
        text[max(0, found.start() - 30) : found.end() + 20] for rule in rules for found in rule.finditer(text)
    ]
