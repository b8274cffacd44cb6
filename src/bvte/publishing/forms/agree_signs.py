"""The signs of statuses as texts, so that a form that draws another status than its page is found out."""

from bvte.presentation import theme


def with_signs(soup):
    """Markup in which the sign of every status stands before its word, as an office file writes it.

    The page and the deck draw it by a class, from which it is taken here. Raises KeyError for a status
    whose classes name none of the theme.
    """
    for tag in soup.select(".status"):
        codes = [name.replace("-", "_") for name in tag["class"]]
        tag.insert(0, theme.STATUS[next((c for c in codes if c in theme.STATUS), codes[-1])].sign)
    return soup
