"""The microformats of a page: its items, and what they say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import mf2py

from partwork.address import joined
from partwork.mentions.page import Page
from partwork.mentions.tree import POSTS, tree

Item = Mapping[str, Any]


def items(page: Page) -> Sequence[Item]:
    """Return the items of a page."""
    try:
        found: Sequence[Item] = mf2py.parse(doc=tree(page), url=page.base)["items"]
    except Exception:  # noqa: BLE001 - the parser stumbles over what nobody foresaw; then there are no items
        return ()
    return found


def posts(found: Sequence[Item], feed: Item | None = None) -> Iterator[tuple[Item, Item | None]]:
    """Yield the posts among items, each with the feed it is in."""
    for item in found:
        if POSTS.intersection(item["type"]):
            yield item, feed
        else:
            yield from posts(item.get("children", ()), item if "h-feed" in item["type"] else feed)


def cards(item: Item) -> Iterator[Item]:
    """Yield the cards of an item, and of what is in it. Of items in items there are few levels."""
    if "h-card" in item["type"]:
        yield item
    nested = (one for name in item["properties"] for one in values(item, name) if isinstance(one, Mapping))
    for one in [*nested, *item.get("children", ())]:
        if "properties" in one:
            yield from cards(one)


def values(item: Item | None, name: str) -> Sequence[Any]:
    """Return the values of a property: text, items, and HTML with its text."""
    found: Sequence[Any] = item["properties"].get(name, ()) if item else ()
    return found


def texts(item: Item | None, name: str) -> list[str]:
    """Return the values of a property as text."""
    found = (one.get("value", "") if isinstance(one, Mapping) else one for one in values(item, name))
    return [one for one in found if isinstance(one, str)]


def urls(item: Item | None, name: str) -> list[str]:
    """Return the addresses of the web that a property names: those of an item are its own."""
    found = texts(item, name)
    for one in values(item, name):
        if isinstance(one, Mapping) and "properties" in one:
            found += texts(one, "url")
    return [url for one in found if (url := joined("", one))]


def html(item: Item | None, name: str) -> str:
    """Return the HTML of a property; empty where it has none."""
    found = (one.get("html") for one in values(item, name) if isinstance(one, Mapping))
    return next((one for one in found if isinstance(one, str)), "")
