"""What previews of a link show: OpenGraph properties, and the description of the page."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from partwork import text

_DESCRIPTION_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a preview sees it. `url` and `image` are absolute or empty; `title` is plain text."""

    kind: str  # "article" or "website"
    title: str
    description: str
    url: str
    site_name: str
    lang: str
    image: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str = ""


def description(summary: str) -> str:
    """Return a summary in HTML as the description of a page: plain text of at most 200 characters."""
    return text.shortened(text.plain(summary), _DESCRIPTION_LENGTH)


def properties(page: Page) -> tuple[tuple[str, Markup], ...]:
    """Return the properties of a page in order, escaped, without those that have no value."""
    pairs = [
        ("og:type", page.kind),
        ("og:title", page.title),
        ("og:description", page.description),
        ("og:url", page.url),
        ("og:site_name", page.site_name),
        ("og:locale", _locale(page.lang)),
        ("og:image", page.image),
        ("article:published_time", page.published.isoformat() if page.published else ""),
        ("article:modified_time", page.modified.isoformat() if page.modified else ""),
        ("article:section", page.section),
        *(("article:author", name) for name in page.authors),
    ]
    return tuple((name, escape(value)) for name, value in pairs if value)


def _locale(lang: str) -> str:
    """Return a language as OpenGraph writes it: ``en``, ``en_GB``."""
    language, *regions = lang.split("-")
    return "_".join([language, *(region.upper() if len(region) == 2 else region for region in regions)])
