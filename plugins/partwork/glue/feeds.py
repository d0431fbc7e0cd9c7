"""The feeds of series and of comments; and Pelican's own, cleaned."""

from collections.abc import Iterator
from typing import Any

from markupsafe import escape

from partwork import text
from partwork.editions.feeds import FORMATS, NO_DATE, Entry, Feed, atom
from partwork.glue.linked import LinkedSite
from partwork.glue.posts import authors
from partwork.model import Post, Series, Visibility
from partwork.press.seam.foreign import safe
from partwork.responses.page import in_order


def of_series(linked: LinkedSite, series: Series, siteurl: str) -> Iterator[tuple[str, str]]:
    """Yield the files of the feeds of a series and their texts; bodies link below `siteurl`."""
    site = linked.build.site
    if not linked.build.settings.series_feed or not series.parts:
        return
    feed = Feed(
        title=f"{text.plain(series.title)} - {site.name}",
        url=site.absolute(linked.addresses.series_url(series)),
        entries=tuple(_entry(linked, part.post, siteurl) for part in series.parts),
        description=series.summary,
        lang=series.lang,
        author=site.author,
        complete=True,
    )
    for kind, write in FORMATS.items():
        path = linked.addresses.series_feed(series, kind)
        yield path, write(feed, site.absolute(path))


def _entry(linked: LinkedSite, post: Post, siteurl: str) -> Entry:
    article = linked.articles[post.source]
    return Entry(
        title=text.plain(post.title),
        url=linked.build.site.absolute(post.url),
        published=post.date,
        updated=post.modified,
        content=article.get_content(siteurl),
        summary=escape(post.summary),
        author=", ".join(authors(article)),
    )


def of_comments(linked: LinkedSite, newest: int | None) -> Iterator[tuple[str, str]]:
    """Yield the file of the comment feed of each post, and of the site's with the `newest` of all."""
    settings, site = linked.build.settings, linked.build.site
    everything: list[Entry] = []
    for post in linked.posts.values():
        if post.visibility is not Visibility.PUBLISHED:
            continue
        entries = _said_about(linked, post)
        everything += entries
        if path := linked.comment_feed(post):
            title = f"Comments on: {text.plain(post.title)}"
            feed = Feed(
                title, site.absolute(post.url), tuple(entries), "", post.lang, site.author, complete=True
            )
            yield path, atom(feed, site.absolute(path))
    if settings.site_comment_feed and everything:
        everything.sort(key=lambda entry: (entry.published, entry.url), reverse=True)
        title = f"Comments on {site.name}"
        feed = Feed(title, site.absolute(site.home), tuple(everything[:newest]), "", site.lang, site.author)
        yield settings.site_comment_feed, atom(feed, site.absolute(settings.site_comment_feed))


def _said_about(linked: LinkedSite, post: Post) -> list[Entry]:
    """Return the responses to a post as entries of a feed, oldest first; they say what its page says."""
    responses = linked.conversations[post.source].thread.said
    if not responses:
        return []  # most posts have none, and a view is not made for nothing
    title, address = text.plain(post.title), linked.build.site.absolute(post.url)
    shown = {one.id: one for one in in_order(linked.articles[post.source].partwork.thread)}
    entries = []
    for response in sorted(responses, key=lambda one: (one.published, one.id)):
        name = text.plain(shown[response.id].name)
        entries.append(
            Entry(
                title=f"{name} on {title}",
                url=f"{address}#comment-{response.id}",
                published=response.published,
                content=shown[response.id].html,
                author=name,
            )
        )
    return entries


@safe
def clean(_context: object, feed: Any) -> None:
    """Take typogrify's markup out of a feed of Pelican's, and out of an empty one the time it is.

    A receiver of ``feed_generated``.
    """
    if not feed.items:
        feed.latest_post_date = lambda: NO_DATE
    for item in feed.items:
        for key in ("title", "description", "content"):
            if item.get(key):
                item[key] = text.safe(text.untypogrified(item[key]))
