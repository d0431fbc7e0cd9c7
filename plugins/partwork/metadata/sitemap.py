"""The sitemap (sitemaps.org 0.9, with alternates in other languages) and ``robots.txt`` (RFC 9309)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Location:
    """A page of the site: its absolute address, when it last changed, and its translations by language."""

    url: str
    changed: datetime | None = None
    alternates: tuple[tuple[str, str], ...] = ()


def sitemap(locations: Iterable[Location]) -> str:
    """Return a sitemap, ordered by address. Dates are those of the content: no build has a "now"."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            ' xmlns:xhtml="http://www.w3.org/1999/xhtml">'
        ),
    ]
    for location in sorted(locations, key=lambda location: location.url):
        lines.append(f"<url><loc>{escape(location.url)}</loc>")
        if location.changed:
            lines.append(f"<lastmod>{location.changed.isoformat(timespec='seconds')}</lastmod>")
        lines.extend(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(lang)} href={quoteattr(url)}/>'
            for lang, url in location.alternates
        )
        lines.append("</url>")
    lines.append("</urlset>")
    return "\n".join(lines) + "\n"


def robots(sitemap_url: str) -> str:
    """Return a ``robots.txt`` that welcomes everybody and names the sitemap, where there is one."""
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap_url}\n" if sitemap_url else "")
