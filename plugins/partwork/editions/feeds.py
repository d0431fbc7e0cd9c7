"""Feeds of anything that has entries: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1.

A feed that holds everything there is says so with ``fh:complete`` (RFC 5005, section 2), and keeps the
order it is given: a series is read from its first part.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

import msgspec
from msgspec.structs import force_setattr

from partwork.text import safe, untypogrified

_PLAIN_ADDRESS = re.compile(r"[\w/#%:.~-]*", re.ASCII)
_XML = '<?xml version="1.0" encoding="utf-8"?>'
_HISTORY = "http://purl.org/syndication/history/1.0"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
#: What an empty feed gives as its date: a feed must have one, and "now" would change with every build.
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(msgspec.Struct, frozen=True):
    """An entry: `title` is plain text, `content` and `summary` are HTML with absolute addresses.

    It keeps of them what a feed can carry, so that each format need not look again.
    """

    title: str
    url: str
    published: datetime
    content: str
    updated: datetime | None = None
    summary: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        for name, text in (
            ("title", self.title),
            ("author", self.author),
            ("content", untypogrified(self.content)),
            ("summary", untypogrified(self.summary)),
        ):
            # Plain strings: a Markup would escape again the references that XML needs.
            force_setattr(self, name, safe(str(text)))

    @property
    def id(self) -> str:
        """The entry's tag URI (RFC 4151), the same as Pelican's own feeds give it."""
        page, _, fragment = self.url.partition("#")
        parts = urlsplit(page)
        fragment = fragment and f"/{fragment}"
        return f"tag:{parts.hostname},{self.published.date().isoformat()}:{parts.path}{fragment}"


class Feed(msgspec.Struct, frozen=True):
    """A feed in no format yet: `title` and `description` are plain text, addresses are absolute."""

    title: str
    url: str
    entries: tuple[Entry, ...]
    description: str = ""
    lang: str = ""
    author: str = ""
    complete: bool = False

    @property
    def updated(self) -> datetime:
        """When the newest entry was written or changed."""
        return max((entry.updated or entry.published for entry in self.entries), default=NO_DATE)


def atom(feed: Feed, address: str) -> str:
    """Return the feed as Atom, to be found at `address`."""
    language = f' xml:lang="{_text(feed.lang)}"' if feed.lang else ""
    history = f' xmlns:fh="{_HISTORY}"' if feed.complete else ""
    subtitle = _text(feed.description)
    return (
        f'{_XML}\n<feed{language} xmlns="http://www.w3.org/2005/Atom"{history}>'
        f"<title>{_text(feed.title)}</title>"
        f'<link href="{_uri(feed.url)}" rel="alternate"/><link href="{_uri(address)}" rel="self"/>'
        f"<id>{escape(feed.url)}</id><updated>{feed.updated.isoformat()}</updated>"
        f"{_atom_author(safe(feed.author))}{subtitle and f'<subtitle>{subtitle}</subtitle>'}"
        f"{'<fh:complete/>' if feed.complete else ''}"
        f"{''.join(_atom_entry(entry) for entry in feed.entries)}</feed>"
    )


def _atom_entry(entry: Entry) -> str:
    summary = entry.summary and f'<summary type="html">{escape(entry.summary)}</summary>'
    return (
        f'<entry><title>{escape(entry.title)}</title><link href="{_uri(entry.url)}" rel="alternate"/>'
        f"<published>{entry.published.isoformat()}</published>"
        f"<updated>{(entry.updated or entry.published).isoformat()}</updated>"
        f"{_atom_author(entry.author)}<id>{escape(entry.id)}</id>"
        f'{summary}<content type="html">{escape(entry.content)}</content></entry>'
    )


def _atom_author(name: str) -> str:
    return name and f"<author><name>{escape(name)}</name></author>"


def rss(feed: Feed, address: str) -> str:
    """Return the feed as RSS 2.0, to be found at `address`; an item's description is its whole text."""
    language = escape(feed.lang)
    return (
        f'{_XML}\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{_text(feed.title)}</title><link>{_uri(feed.url)}</link>"
        f"<description>{_text(feed.description)}</description>"
        f'<atom:link href="{_uri(address)}" rel="self"/>'
        f"{language and f'<language>{language}</language>'}"
        f"<lastBuildDate>{format_datetime(feed.updated)}</lastBuildDate>"
        f"{''.join(_rss_item(entry) for entry in feed.entries)}</channel></rss>"
    )


def _rss_item(entry: Entry) -> str:
    creator = entry.author and f'<dc:creator xmlns:dc="{_DUBLIN_CORE}">{escape(entry.author)}</dc:creator>'
    return (
        f"<item><title>{escape(entry.title)}</title><link>{_uri(entry.url)}</link>"
        f"<description>{escape(entry.content)}</description>"
        f"{creator}<pubDate>{format_datetime(entry.published)}</pubDate>"
        f'<guid isPermaLink="false">{escape(entry.id)}</guid></item>'
    )


def _text(text: str) -> str:
    """Return plain text for XML."""
    return escape(safe(text))


def _uri(address: str) -> str:
    """Return an address for XML, other scripts' letters as percent codes (RFC 3987, section 3.1)."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    return escape(quote(address, safe="/#%[]=:;$&()+,!?*@'~"))


def json_feed(feed: Feed, address: str) -> str:
    """Return the feed as JSON Feed 1.1, to be found at `address`."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": safe(feed.title),
        "home_page_url": feed.url,
        "feed_url": address,
    }
    if feed.description:
        document["description"] = safe(feed.description)
    if feed.lang:
        document["language"] = feed.lang
    document["items"] = [_json_item(entry) for entry in feed.entries]
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.content,
        "date_published": entry.published.isoformat(),
    }
    if entry.summary:
        item["summary"] = entry.summary
    if entry.updated:
        item["date_modified"] = entry.updated.isoformat()
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    return item


#: The formats by the end of a feed's file name.
FORMATS: Mapping[str, Callable[[Feed, str], str]] = {"atom.xml": atom, "rss.xml": rss, "json": json_feed}
