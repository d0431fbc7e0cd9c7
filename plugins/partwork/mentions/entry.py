"""What a page that links here says, by its microformats, or else by its title and its words around the link.

Everything in it is a stranger's. What comes out is plain text on one line and not too long, addresses of the
web, and HTML that was cleaned.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from markupsafe import escape

from partwork.address import joined, key
from partwork.mentions.author import author
from partwork.mentions.dates import believed
from partwork.mentions.http import Answer, Headers, Web
from partwork.mentions.items import Item, html, items, posts, texts, urls
from partwork.mentions.page import Page
from partwork.mentions.quote import excerpt, plain, shown
from partwork.mentions.verify import linking
from partwork.model import Type

_NAME = 200
_WORDS = 1_000
_ADDRESS = 2_048
_NO_ADDRESS = re.compile(r"[\s\x00-\x20\x7f\"<>\\^`{|}]")
_ANSWERS = ("yes", "no", "maybe", "interested")

# What a post says of the target first is what it is (indieweb.org/post-type-discovery).
_TYPES = {
    "repost-of": Type.REPOST,
    "like-of": Type.LIKE,
    "bookmark-of": Type.BOOKMARK,
    "in-reply-to": Type.REPLY,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says.

    `name` and `url` are its own title and address, `excerpt` its words around the link. `html` is what to
    show of it.
    """

    type: Type
    name: str = ""
    url: str = ""
    published: datetime | None = None
    html: str = ""
    excerpt: str = ""
    author_name: str = ""
    author_url: str = ""

    @property
    def who(self) -> str:
        """The name to show: the author's, or else the title of the page, or its host."""
        return self.author_name or self.name or urlsplit(self.url).hostname or ""


def said(answer: Answer, target: str, web: Web, received: datetime) -> Said:
    """Return what a source that links to `target` says; its author's page is asked by way of `web`."""
    page = Page(answer)
    if not page.is_html:
        return Said(Type.MENTION, url=answer.url)
    found = items(page)
    post, feed = _post(found, page, target)
    type_, answered = _type(post, target)
    about = excerpt(page, target) or plain(_meta(page, "og:description", "description"), _WORDS)
    name, url = author(post, feed, found, page, web)
    return Said(
        type=type_,
        name=_title(post, page),
        url=_permalink(post, answer.url),
        published=believed([*texts(post, "published"), _meta(page, "article:published_time")], received),
        html=shown(type_, _content(post), about, answered),
        excerpt=about,
        author_name=plain(name or _meta(page, "author"), _NAME),
        author_url=_address(url),
    )


def _post(found: Sequence[Item], page: Page, target: str) -> tuple[Item | None, Item | None]:
    """Return the post of a page that is about `target`, and the feed it is in."""
    there = [*posts(found)]
    for post, feed in there:
        if any(_is_about(post, name, target) for name in _TYPES):
            return post, feed
    headers = Headers((("Content-Type", "text/html; charset=utf-8"),))
    for post, feed in there:
        content = Answer(page.base, 200, headers, _content(post).encode("utf-8", "surrogatepass"))
        if next(linking(Page(content), target), None):
            return post, feed
    return there[0] if len(there) == 1 else (None, None)


def _type(post: Item | None, target: str) -> tuple[Type, str]:
    """Return what a post does with the target, and what an RSVP answers."""
    answers = [one.strip().lower() for one in texts(post, "rsvp")]
    if answers and answers[0] in _ANSWERS and _is_about(post, "in-reply-to", target):
        return Type.RSVP, f"{answers[0].capitalize()}."
    found = (type_ for name, type_ in _TYPES.items() if _is_about(post, name, target))
    return next(found, Type.MENTION), ""


def _is_about(post: Item | None, name: str, target: str) -> bool:
    return key(target) in {key(url) for url in urls(post, name)}


def _content(post: Item | None) -> str:
    """Return the HTML of a post, or else its summary."""
    if found := html(post, "content"):
        return found
    words = next(iter([*texts(post, "content"), *texts(post, "summary")]), "")
    return f"<p>{escape(words)}</p>" if words.strip() else ""


def _title(post: Item | None, page: Page) -> str:
    name, content = (plain(next(iter(texts(post, one)), ""), _NAME) for one in ("name", "content"))
    # The name of a note is its own text, as microformats have it: that is no title.
    return (name if name != content else "") or plain(_meta(page, "og:title") or page.title, _NAME)


def _permalink(post: Item | None, url: str) -> str:
    """Return the address that a post gives itself, if it is one of the host that was asked."""
    own = (one for one in urls(post, "url") if urlsplit(one).netloc == urlsplit(url).netloc)
    return next(filter(None, map(_address, own)), url)


def _meta(page: Page, *names: str) -> str:
    """Return the content of a ``<meta>`` of one of `names`, the first of them that there is."""
    for name in names:
        for element in page.elements:
            if element.name == "meta" and name in (
                element.attributes.get("property"),
                element.attributes.get("name"),
            ):
                return element.attributes.get("content", "").strip()
    return ""


def _address(url: str) -> str:
    """Return an address that a page could have, and none for what only looks like one."""
    return url if len(url) <= _ADDRESS and not _NO_ADDRESS.search(url) and joined("", url) else ""
