"""The view of a post: its place in its series, its conversation, its share links and its head."""

from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar

from markupsafe import Markup, escape

from partwork import share, text
from partwork.glue.linked import LinkedSite
from partwork.glue.locations import versions
from partwork.glue.posts import NO_YEAR, authors
from partwork.glue.series_views import SeriesViews
from partwork.glue.view_keys import ViewKeys
from partwork.glue.views import Dates, FiledView, Head, NeighbourView, feed_link, head
from partwork.metadata import jsonld
from partwork.model import DateView, Post, Visibility
from partwork.responses.clean import Cleaner
from partwork.responses.page import ThreadView, Ways, reply, thread_view
from partwork.series.discussed import DiscussionView, discussion_views
from partwork.series.navigation import PartNavigation

Around = tuple[str | None, str | None]
"""The sources of the posts before and after another in time."""


class PostViews:
    """What views of posts are made from; `shelves` are the addresses of categories and tags with a page."""

    def __init__(self, series: SeriesViews, dates: Dates, shelves: Collection[str]) -> None:
        self.series = series
        self.dates = dates
        self.shelves = shelves
        self._shelved: dict[tuple[type, str, str], bool] = {}
        self.site = self.linked.build.site
        self.settings = self.linked.build.settings
        self.ways = Ways(
            self.settings.reply_address,
            self.settings.webmention_endpoint,
            self.settings.comment_endpoint if self.site.url else "",
        )
        self.cleaner = Cleaner()
        self.keys = ViewKeys(self.linked, series)

    @property
    def linked(self) -> LinkedSite:
        """The site that is shown."""
        return self.series.linked

    def is_shelved(self, one: Any) -> bool:
        """Return whether a category or tag has a page."""
        known = (type(one), one.name, one.slug)
        if known not in self._shelved:
            self._shelved[known] = one.url in self.shelves
        return self._shelved[known]

    def view(self, source: str, around: Around) -> "PostView":
        """Return the view of a post; those `around` it in time lead on from one that is in no series."""
        return PostView(self, source, around)


class PostView:
    """What a template shows of a post beside Pelican's article.

    Each part is made when it is first asked for, once: a list asks for little, and of a page that stays as
    it is nothing but what it stays for. It is made from what all posts say then.
    """

    #: The parts, and by what each is known to the press.
    press_parts: ClassVar = {
        **{
            part: part
            for part in (
                "head title authors date modified minutes summary previous next discussed thread filed share"
            ).split()
        },
        "series": "_series_known_by",
    }

    def __init__(self, views: PostViews, source: str, around: Around) -> None:
        self._views = views
        self._source = source
        self._around = around

    @property
    def press_key(self) -> bytes:
        """What all of it follows from, beside the article and the settings."""
        views, article = self._views, self._article
        filed = [views.is_shelved(one) for one in [article.category, *getattr(article, "tags", [])]]
        return views.keys.of(self._post, [*map(self._neighbour, self._around)], filed)

    @cached_property
    def title(self) -> Markup:
        """The title, as inline HTML."""
        return Markup(self._post.title)  # noqa: S704 - made inline HTML by text.inline

    @cached_property
    def authors(self) -> tuple[Markup, ...]:
        """The names of who wrote it."""
        return tuple(escape(name) for name in authors(self._article))

    @cached_property
    def date(self) -> DateView | None:
        """The day of the post; none of a draft without one."""
        return self._views.dates.day(self._post.date) if self._post.date.year < NO_YEAR else None

    @cached_property
    def modified(self) -> DateView | None:
        """The day it was changed, if it says so."""
        return self._views.dates.day(self._post.modified) if self._post.modified else None

    @cached_property
    def minutes(self) -> int:
        """The minutes it takes to read it."""
        return self._views.series.facts.minutes(self._post.words)

    @cached_property
    def summary(self) -> Markup:
        """The summary, as escaped text."""
        return escape(self._post.summary)

    @cached_property
    def series(self) -> tuple[PartNavigation, ...]:
        """The navigation in each of its series."""
        return self._views.series.navigation(self._post)

    @property
    def _series_known_by(self) -> object:
        return self._views.series.known_by(self._post)

    @cached_property
    def previous(self) -> NeighbourView | None:
        """The post before this in time, for one that is in no series."""
        return self._neighbour(self._around[0])

    @cached_property
    def next(self) -> NeighbourView | None:
        """The post after this in time, for one that is in no series."""
        return self._neighbour(self._around[1])

    @cached_property
    def discussed(self) -> tuple[DiscussionView, ...]:
        """The posts that link to this one from their text."""
        series, linked = self._views.series, self._views.linked
        if self._is_draft:
            return ()
        others = [linked.posts[other.source] for other in linked.discussions.get(self._source, ())]
        return discussion_views(others, lambda other: series.heading(other, self._post))

    @cached_property
    def thread(self) -> ThreadView | None:
        """The conversation, but of a draft."""
        if self._is_draft:
            return None
        post, views = self._post, self._views
        conversation = views.linked.conversations[post.source]
        return thread_view(
            conversation.thread,
            post.title,
            views.cleaner.html,
            views.dates.moment,
            views.dates.month,
            closed=not conversation.comments_open,
            reply=reply(
                views.ways,
                text.plain(post.title),
                views.site.absolute(post.url),
                comments_open=conversation.comments_open,
                pings_open=conversation.pings_open,
            ),
            feed=views.linked.comment_feed(post),
        )

    @cached_property
    def filed(self) -> tuple[FiledView, ...]:
        """The category and the tags of a published post, linked where they have a page."""
        article = self._article
        if article.status != "published":
            return ()
        return tuple(
            FiledView(escape(one.name), one.url if self._views.is_shelved(one) else "")
            for one in [article.category, *getattr(article, "tags", [])]
        )

    @cached_property
    def share(self) -> tuple[share.ShareLink, ...]:
        """The links that share it."""
        post, views = self._post, self._views
        shared = views.settings.share if views.site.url and not self._is_draft else ()
        return share.links(text.plain(post.title), views.site.absolute(post.url), shared)

    @cached_property
    def head(self) -> Head:
        """The head of its page."""
        post, views, draft = self._post, self._views, self._is_draft
        first = self.series[0] if self.series else None
        before, after = (first.previous, first.next) if first else (self.previous, self.next)
        places = views.series.places(post)
        image = views.series.image(places[0][0] if places else None)
        feed = views.linked.comment_feed(post)
        pings_open = views.linked.conversations[post.source].pings_open and not draft
        return head(
            views.site,
            kind="article",
            title=post.title,
            description=escape(post.summary),
            url=post.url,
            lang=post.lang,
            image=image,
            published=None if draft else post.date,
            modified=post.modified,
            authors=authors(self._article),
            section=text.plain(first.series.title) if first else "",
            jsonld_blocks=() if draft else self._data(image, first),
            previous=before.url if before else "",
            next=after.url if after else "",
            up=first.series.url if first else "",
            feeds=(feed_link(f"Comments on: {text.plain(post.title)}", feed),) if feed else (),
            alternates=versions(views.linked, self._article),
            webmention=views.settings.webmention_endpoint if pings_open else "",
            pingback=views.settings.pingback_endpoint if pings_open else "",
            listed=not draft,
        )

    def _data(self, image: str, first: PartNavigation | None) -> tuple[Markup, ...]:
        """Return the structured data of a post: what it is, and the way to it."""
        post, views = self._post, self._views
        said = len(views.linked.conversations[post.source].thread.said)
        memberships = [
            (series, views.linked.addresses.series_url(series), rank)
            for series, rank in views.series.places(post)
        ]
        article = jsonld.Article(authors(self._article), post.summary, said, image)
        blocks = [jsonld.posting(views.site, post, article, memberships)]
        if first:
            trail = [*views.series.trail(), (text.plain(first.series.title), first.series.url)]
            blocks.append(jsonld.breadcrumb(views.site, [*trail, (text.plain(post.title), post.url)]))
        return tuple(blocks)

    def _neighbour(self, source: str | None) -> NeighbourView | None:
        if source is None or self._views.series.leads_on(self._post):
            return None
        post = self._views.linked.posts[source]
        return NeighbourView(Markup(post.title), post.url)  # noqa: S704 - made inline HTML by text.inline

    @property
    def _article(self) -> Any:
        return self._views.linked.articles[self._source]

    @property
    def _post(self) -> Post:
        return self._views.linked.posts[self._source]

    @property
    def _is_draft(self) -> bool:
        return self._post.visibility is Visibility.DRAFT
