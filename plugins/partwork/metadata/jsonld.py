"""Structured data (schema.org): a post as ``BlogPosting``, a series as ``CreativeWorkSeries``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup

from partwork import text
from partwork.model import Part, Post, Series, Site, Status

_CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Article:
    """What the structured data of a post says beside the post: `authors` are names, `image` absolute."""

    authors: tuple[str, ...]
    description: str
    comments: int = 0
    image: str = ""


def posting(
    site: Site, post: Post, article: Article, memberships: Sequence[tuple[Series, str, int]]
) -> Markup:
    """Return a post's structured data.

    `memberships` are the series it is a part of, each with its address and the part's rank in it:
    ``position`` belongs to the part, so it is that of the first.
    """
    address = site.absolute(post.url)
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "BlogPosting",
        "@id": address,
        "mainEntityOfPage": address,
        "url": address,
        "headline": text.plain(post.title),
        "description": article.description,
        "inLanguage": post.lang,
        "datePublished": post.date.isoformat(),
        "dateModified": (post.modified or post.date).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "wordCount": post.words,
        "commentCount": article.comments,
    }
    if article.image:
        data["image"] = article.image
    if memberships:
        data["isPartOf"] = [_reference(site, series, url) for series, url, _ in memberships]
        data["position"] = memberships[0][2]
    return script(data)


def series(site: Site, one: Series, url: str, image: str = "") -> Markup:
    """Return the structured data of a series at `url`: its parts in reading order, planned ones left out."""
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        **_reference(site, one, url),
        "description": one.summary,
        "inLanguage": one.lang,
        "creativeWorkStatus": one.status.value,
        "hasPart": [_part(site, part) for part in one.parts],
    }
    dates = sorted(part.post.date for part in one.parts)
    if dates:
        data["startDate"] = dates[0].date().isoformat()
        if one.status is Status.COMPLETE and not one.has_planned:
            data["endDate"] = dates[-1].date().isoformat()
    if image:
        data["image"] = image
    return script(data)


def _reference(site: Site, one: Series, url: str) -> dict[str, Any]:
    address = site.absolute(url)
    return {"@type": "CreativeWorkSeries", "@id": address, "name": text.plain(one.title), "url": address}


def _part(site: Site, part: Part) -> dict[str, Any]:
    address = site.absolute(part.post.url)
    return {
        "@type": "BlogPosting",
        "@id": address,
        "url": address,
        "headline": text.plain(part.post.title),
        "position": part.rank,
        "datePublished": part.post.date.isoformat(),
    }


def breadcrumb(site: Site, trail: Sequence[tuple[str, str]]) -> Markup:
    """Return a ``BreadcrumbList`` of (name, address below the site) from the outermost to the page itself."""
    return script(
        {
            "@context": _CONTEXT,
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": site.absolute(url)}
                for place, (name, url) in enumerate(trail, 1)
            ],
        }
    )


def script(data: Mapping[str, Any]) -> Markup:
    """Return data as JSON that cannot end the script element it stands in (HTML, section 4.12.1.3)."""
    written = msgspec.json.encode(data).decode()
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        written = written.replace(sign, escaped)
    return Markup(written)  # noqa: S704 - no sign of markup is left in it
