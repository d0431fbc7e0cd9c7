"""The frozen values that templates read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from markupsafe import Markup, escape
from pelican import utils

from partwork import text
from partwork.glue.site import date_format
from partwork.metadata import opengraph
from partwork.model import DateView, Site
from partwork.series.navigation import SeriesCard

# Languages written from right to left (ISO 639, those with a script of their own direction).
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa ha he khw ks ps sd ug ur yi".split())


class FeedLink(msgspec.Struct, frozen=True):
    """A feed that a page announces. `url` is below the site's address."""

    title: Markup
    format: str  # "Atom", "RSS" or "JSON Feed"
    url: str
    type: str


#: What a feed's file name ends in: what people call the format, and its media type.
FEED_FORMATS = {
    "atom.xml": ("Atom", "application/atom+xml"),
    "rss.xml": ("RSS", "application/rss+xml"),
    "json": ("JSON Feed", "application/feed+json"),
}


def feed_link(title: str, url: str) -> FeedLink:
    """Return the link of a feed titled `title` (plain text); its format is told by its address."""
    kind = next((end for end in FEED_FORMATS if url.endswith(end)), "rss.xml" if "rss" in url else "atom.xml")
    name, media_type = FEED_FORMATS[kind]
    return FeedLink(escape(title), name, url, media_type)


class Head(msgspec.Struct, frozen=True):
    """What stands in the head of a page. `title` is plain text, escaped; addresses are escaped."""

    title: Markup
    document_title: Markup
    lang: str
    direction: str
    canonical: Markup
    description: Markup
    properties: tuple[tuple[str, Markup], ...]
    jsonld: tuple[Markup, ...] = ()
    previous: str = ""
    next: str = ""
    up: str = ""
    feeds: tuple[FeedLink, ...] = ()
    alternates: tuple[tuple[str, Markup], ...] = ()
    webmention: str = ""  # escaped, as is the next
    pingback: str = ""
    listed: bool = True


class FiledView(msgspec.Struct, frozen=True):
    """A category or tag of a post. `url` is empty where it has no page."""

    name: Markup
    url: str


class NeighbourView(msgspec.Struct, frozen=True):
    """The post before or after another in time."""

    title: Markup
    url: str


class PageView(msgspec.Struct, frozen=True):
    """What a template shows of a page beside Pelican's page object."""

    head: Head
    title: Markup


class ListHead(msgspec.Struct, frozen=True):
    """Makes the heads of pages that list others. `image` is the site's, `home` the file of its first page."""

    site: Site
    image: str
    home: str

    def __call__(self, title: object, url: object, description: object = "") -> Head:
        """Return the head of such a page: `url` is below the site's address."""
        return head(
            self.site,
            kind="website",
            title=str(title),
            description=str(description) or self.site.subtitle,
            # The home page has one address, and it is the site's.
            url="" if url == self.home else str(url),
            image=self.image,
        )


class SiteView(msgspec.Struct, frozen=True):
    """What every template can show of the site, as ``partwork``."""

    name: Markup
    subtitle: Markup
    home: str
    series: tuple[SeriesCard, ...]
    series_index: str
    lists: Mapping[str, str]  # the addresses of "archives", "tags" and the like, those there are
    feeds: tuple[FeedLink, ...]
    list_head: ListHead


def direction(lang: str) -> str:
    """Return ``rtl`` or ``ltr``, the way a language is written."""
    return "rtl" if lang.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


class Dates:
    """Makes the dates of pages: days in the site's own format, moments to the minute."""

    def __init__(self, settings: dict[str, Any], site: Site) -> None:
        self._format = date_format(settings)
        self._site = site
        self._days: dict[str, DateView] = {}
        self._texts: dict[int, str] = {}

    def day(self, date: datetime) -> DateView:
        """Return the day of a post; it stands on many pages."""
        iso = date.isoformat()
        if iso not in self._days:
            self._days[iso] = DateView(iso, utils.strftime(date, self._format))
        return self._days[iso]

    def moment(self, date: datetime) -> DateView:
        """Return when a response was made, to the minute, in the site's time zone."""
        local = date.astimezone(self._site.timezone)
        day = local.toordinal()
        if day not in self._texts:
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
            self._texts[day] = utils.strftime(midnight, self._format)
        return DateView(date.isoformat(), f"{self._texts[day]} at {local.hour:02}:{local.minute:02}")

    def month(self, day: date) -> DateView:
        """Return the month in which something was found to be gone; the day says too much."""
        return DateView(day.isoformat(), f"{day:%B %Y}")


def head(
    site: Site,
    *,
    kind: str,
    title: str,
    description: str,
    url: str,
    lang: str = "",
    image: str = "",
    published: datetime | None = None,
    modified: datetime | None = None,
    authors: tuple[str, ...] = (),
    section: str = "",
    jsonld_blocks: tuple[Markup, ...] = (),
    alternates: tuple[tuple[str, str], ...] = (),
    webmention: str = "",
    pingback: str = "",
    **links: Any,
) -> Head:
    """Return the head of a page: `title` and `description` are inline HTML, `url` is below the address.

    `links` are the fields of Head that are given as they are.
    """
    lang = lang or site.lang
    page = opengraph.Page(
        kind=kind,
        title=text.plain(title),
        description=opengraph.description(description),
        url=site.absolute(url) if site.url else "",
        site_name=site.name,
        lang=lang,
        image=image,
        published=published,
        modified=modified,
        authors=authors,
        section=section,
    )
    return Head(
        title=escape(page.title),
        document_title=escape(page.title if page.title == site.name else f"{page.title} · {site.name}"),
        lang=lang,
        direction=direction(lang),
        canonical=escape(page.url),
        description=escape(page.description),
        properties=opengraph.properties(page),
        jsonld=jsonld_blocks if site.url else (),
        alternates=tuple((other, escape(address)) for other, address in alternates),
        webmention=escape(webmention),
        pingback=escape(pingback),
        **links,
    )
