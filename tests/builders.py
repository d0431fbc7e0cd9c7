"""Small builders of the house's values: a test names what it is about and leaves the rest to them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings

from partwork.model import (
    Claim,
    DateView,
    Kind,
    Label,
    Listed,
    Manifest,
    Numbering,
    Part,
    Planned,
    Post,
    Response,
    Series,
    Site,
    Status,
    Visibility,
)
from partwork.series.navigation import Facts
from partwork.series.order import Ordered, order

#: How properties are tried: the same examples at each run, however slow the machine is.
PROPERTY = settings(deadline=None, derandomize=True, database=None)

START = datetime(2010, 5, 4, 10, 12, tzinfo=UTC)


def day(number: float) -> datetime:
    """Return the moment so many days after the first post of all tests."""
    return START + timedelta(days=number)


def slugify(title: str) -> str:
    """Make a slug as Pelican does, near enough."""
    return "-".join(title.lower().split())


def make_post(
    slug: str = "resume",
    *claims: str | Claim,
    number: float | None = None,
    lang: str = "en",
    title: str = "",
    date: datetime = START,
    visibility: Visibility = Visibility.PUBLISHED,
    words: int = 0,
    label: str = "",
    folder: str = "",
    modified: datetime | None = None,
) -> Post:
    """Make a post that claims the series named."""
    return Post(
        source=f"{folder or lang}/{slug}.md",
        slug=slug,
        lang=lang,
        title=title or slug.title(),
        url=f"{lang}/{slug}.html",
        date=date,
        visibility=visibility,
        modified=modified,
        words=words,
        claims=tuple(
            claim if isinstance(claim, Claim) else Claim(slugify(claim), claim, number) for claim in claims
        ),
        label=label,
    )


def make_manifest(
    slug: str = "job",
    *parts: str,
    listed: bool = True,
    lang: str = "en",
    title: str = "How Did I Get There?",
    status: Status = Status.ONGOING,
    numbering: Numbering | None = None,
    source: str = "",
) -> Manifest:
    """Make a manifest; a part that begins with ``planned: `` is a planned one."""
    items = tuple(
        Listed(part.removeprefix("planned: "), part.startswith("planned: "), line)
        for line, part in enumerate(parts, 3)
    )
    return Manifest(
        source=source or f"series/{slug}-{lang}.md",
        slug=slug,
        lang=lang,
        title=title,
        status=status,
        numbering=numbering,
        listed=items if listed else None,
    )


def make_series(
    *entries: str,
    slug: str = "job",
    lang: str = "en",
    title: str = "How Did I Get There?",
    status: Status = Status.ONGOING,
    numbering: Numbering = Numbering.ROMAN,
    summary: str = "",
) -> Series:
    """Make a series through :func:`order`; an entry that begins with ``planned: `` is a planned one."""
    posts = [
        make_post(entry, slug, lang=lang, date=day(index), words=460)
        for index, entry in enumerate(entries)
        if not entry.startswith("planned: ")
    ]
    manifest = make_manifest(slug, *entries, lang=lang, title=title, status=status, numbering=numbering)
    (series,) = ordered(posts, manifest).series
    return Series(
        slug=series.slug,
        lang=series.lang,
        title=series.title,
        entries=series.entries,
        summary=summary,
        status=series.status,
        numbering=series.numbering,
        manifest=series.manifest,
    )


def ordered(posts: Sequence[Post], *manifests: Manifest, numbering: Numbering = Numbering.ROMAN) -> Ordered:
    """Order the posts and manifests of an English site."""
    return order(posts, manifests, numbering, slugify, "en")


def make_facts(responses: int = 0, words_per_minute: int = 230) -> Facts:
    """Make what the views of series ask for."""
    return Facts(
        series_url=lambda series: f"series/{series.slug}-{series.lang}.html",
        date=date_view,
        responses=lambda _: responses,
        words_per_minute=words_per_minute,
    )


def date_view(date: datetime) -> DateView:
    """Show a date as its day."""
    return DateView(date.isoformat(), f"{date:%Y-%m-%d}")


def month_view(day: date) -> DateView:
    """Show a date as its month."""
    return DateView(day.isoformat(), f"{day:%B %Y}")


def make_response(
    id_: int = 1,
    reply_to: int | None = None,
    *,
    kind: Kind = Kind.COMMENT,
    minutes: float | None = None,
    name: str = "A Reader",
    url: str = "",
    source: str = "",
    html: str = "<p>Yes.</p>",
    markdown: str = "",
    by_author: bool = False,
    **more: Any,
) -> Response:
    """Make a response, written as many minutes after the post as its id says."""
    return Response(
        id=id_,
        kind=kind,
        published=START + timedelta(minutes=id_ if minutes is None else minutes),
        name=name,
        url=url,
        source=source,
        reply_to=reply_to,
        by_author=by_author,
        **more,
        html=html,
        markdown=markdown,
    )


def make_site(url: str = "https://essays.example", lang: str = "en") -> Site:
    """Make a site."""
    return Site("Essays", url, lang, ZoneInfo("Europe/London"), author="An Author")


def make_planned(title: str = "Recruiters", rank: int = 1, number: int | None = 1) -> Planned:
    """Make a planned part."""
    return Planned(rank, Label("I" if number else "Interlude", number), title, slugify(title))


def make_part(post: Post, rank: int = 1, label: str = "I", number: int | None = 1) -> Part:
    """Make a part of a post."""
    return Part(rank, Label(label, number), post)
