"""The pages of the site for mentions: what they say and link to, and the files they are written in."""

from collections.abc import Iterator
from typing import Any

from partwork import text
from partwork.address import encoded
from partwork.glue.linked import LinkedSite
from partwork.glue.posts import NO_YEAR
from partwork.mentions.source import Source
from partwork.model import Post, Series, Visibility
from partwork.series.links import COMING

_OPTED_OUT = "opted out: the page says Mentions: no"


def sources(linked: LinkedSite) -> tuple[Source, ...]:
    """Return every page by its file: posts, the pages of series, and Pelican's pages, which send nothing."""
    found = [
        *(_of_post(linked, post) for post in linked.posts.values()),
        *(_of_series(linked, series) for series in linked.series),
        *_of_pages(linked),
    ]
    return tuple(sorted(found, key=lambda source: (source.path, source.url)))


def targets(linked: LinkedSite) -> dict[str, str]:
    """Return the file of each post that can be answered, below the content, by its address."""
    site = linked.build.site
    public = (post for post in linked.posts.values() if post.visibility is not Visibility.DRAFT)
    return {site.absolute(post.url): post.source for post in public}


def _of_post(linked: LinkedSite, post: Post) -> Source:
    return Source(
        url=encoded(linked.build.site.absolute(post.url)),
        path=post.source,
        title=text.plain(post.title),
        markup=_markup(linked.articles[post.source]),
        withheld=_why_withheld(linked, post),
        live=post.visibility is not Visibility.DRAFT,
    )


def _why_withheld(linked: LinkedSite, post: Post) -> str:
    match post.visibility:
        case Visibility.HIDDEN:
            return "the page is hidden"
        case Visibility.DRAFT if linked.build.now < post.date and post.date.year < NO_YEAR:
            return f"planned for {post.date:%Y-%m-%d}"
        case Visibility.DRAFT:
            return "planned: still a draft"
    return "" if post.mentions else _OPTED_OUT


def _of_series(linked: LinkedSite, series: Series) -> Source:
    page = linked.texts.get(series.key)
    silent = series.manifest is not None and not series.manifest.mentions
    return Source(
        url=encoded(linked.build.site.absolute(linked.addresses.series_url(series))),
        path=series.manifest.source if page and series.manifest else "",
        title=text.plain(series.title),
        markup=_markup(page) if page else "",
        withheld=_OPTED_OUT if silent else "",
    )


def _of_pages(linked: LinkedSite) -> Iterator[Source]:
    for path, page in linked.pages.items():
        yield Source(
            url=encoded(linked.build.site.absolute(page.url)),
            path=path,
            title=text.plain(str(page.title)),
            markup=_markup(page),
            withheld="a page, and no post",
            live=page.status != "draft",
        )


def _markup(content: Any) -> str:
    """Return what an author wrote, as HTML: the mark of a planned part is none of the author's words."""
    return (content._content or "").replace(COMING, "")  # noqa: SLF001 - .content would resolve links too early
