"""Who wrote a post, by its page and by the author's own (indieweb.org/authorship-spec).

A page may name anybody: nobody has verified what comes out. The author's page is asked by way of the `web`
that everything is asked by, once, and it is no matter if it does not answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from partwork.address import joined, key
from partwork.mentions.http import FetchError, Limits, Web
from partwork.mentions.items import Item, cards, items, texts, urls, values
from partwork.mentions.page import Page

_LIMITS = Limits(seconds=5.0, size=1 << 18, redirects=5)

_Named = tuple[str, str]


def author(
    post: Item | None, feed: Item | None, found: Sequence[Item], page: Page, web: Web
) -> tuple[str, str]:
    """Return the name and address of the author of a post; `found` are all items of its page."""
    named = [*values(post, "author"), *values(feed, "author")]  # 2, 3
    if named:
        card, url, name = _said(named[0])
        if not url:
            return card or (name, "")  # 4.1, 4.3
    else:
        url = next(_rels(page, "author"), "") if post and not feed else ""  # 5
    if not url:
        return "", ""
    theirs = [card for item in found for card in cards(item) if key(url) in _keys(card)]
    own = _own_cards(page, url, web)  # 6
    return next((_named(card)[0] for card in [*own, *theirs]), ""), url


def _said(value: Any) -> tuple[_Named | None, str, str]:  # noqa: ANN401 - what microformats hold
    """Return what a property says of an author: a card, the address of one, or a name."""
    if isinstance(value, Mapping) and "h-card" in value.get("type", ()):
        return _named(value), "", ""
    said = value.get("value", "") if isinstance(value, Mapping) else value
    url = joined("", said) or ""
    return None, url, "" if "://" in said else said


def _named(card: Item) -> _Named:
    return next(iter(texts(card, "name")), ""), next(iter(urls(card, "url")), "")


def _own_cards(page: Page, url: str, web: Web) -> list[Item]:
    """Return the cards by which the author's page says whose it is, the surest first."""
    if key(url) == key(page.answer.url):
        there = page
    else:
        try:
            answer = web.get(url, limits=_LIMITS)
        except FetchError:
            return []
        there = Page(answer)
        if not 200 <= answer.status < 300:
            return []
    found = [card for item in items(there) for card in cards(item)]
    places = {key(url), key(there.answer.url)}
    me = {key(one) for one in _rels(there, "me")}
    represents = [card for card in found if places & _keys(card) & _keys(card, "uid")]  # 6.1
    return [*represents, *(card for card in found if _keys(card) & me)]  # 6.2


def _keys(card: Item, name: str = "url") -> set[str]:
    return {key(url) for url in urls(card, name)}


def _rels(page: Page, rel: str) -> Iterator[str]:
    for element in page.elements:
        if element.name in ("a", "area", "link") and rel in element.words("rel"):
            url = page.address(element.attributes.get("href", ""))
            if url:
                yield url
