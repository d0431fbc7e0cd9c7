"""The view of a post: its place in its series, its conversation, its share links and its head."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from partwork import share, text
from partwork.glue.linked import LinkedSite
from partwork.glue.locations import versions
from partwork.glue.posts import NO_YEAR, authors
from partwork.glue.series_views import SeriesViews
from partwork.glue.views import Dates, FiledView, Head, NeighbourView, PostView, feed_link, head
from partwork.metadata import jsonld
from partwork.model import Post, Visibility
from partwork.responses.clean import Cleaner
from partwork.responses.page import ThreadView, Ways, reply, thread_view
from partwork.series.discussed import DiscussionView, discussion_views
from partwork.series.navigation import PartNavigation

Neighbours = tuple[NeighbourView | None, NeighbourView | None]


class PostViews:
    """Makes the views of posts."""

    def __init__(self, linked: LinkedSite, series: SeriesViews, dates: Dates) -> None:
        self._linked = linked
        self._series = series
        self._dates = dates
        self._site = linked.build.site
        self._settings = linked.build.settings
        self._ways = Ways(
            self._settings.reply_address,
            self._settings.webmention_endpoint,
            self._settings.comment_endpoint if self._site.url else "",
        )
        self._cleaner = Cleaner()

    def view(self, post: Post, neighbours: Neighbours, filed: tuple[FiledView, ...]) -> PostView:
        """Return the view of a post; `neighbours` in time lead on from one that is in no series."""
        navigation = self._series.navigation(post)
        previous, following = (None, None) if navigation else neighbours
        draft = post.visibility is Visibility.DRAFT
        shared = self._settings.share if self._site.url and not draft else ()
        return PostView(
            head=self._head(post, navigation, previous, following),
            title=Markup(post.title),  # noqa: S704 - made inline HTML by text.inline
            authors=tuple(escape(name) for name in authors(self._linked.articles[post.source])),
            date=self._dates.day(post.date) if post.date.year < NO_YEAR else None,
            modified=self._dates.day(post.modified) if post.modified else None,
            minutes=self._series.facts.minutes(post.words),
            summary=escape(post.summary),
            series=navigation,
            previous=previous,
            next=following,
            discussed=() if draft else self._discussed_in(post),
            thread=None if draft else self._thread(post),
            filed=filed,
            share=share.links(text.plain(post.title), self._site.absolute(post.url), shared),
        )

    def _discussed_in(self, post: Post) -> tuple[DiscussionView, ...]:
        """Return the posts that link to a post from their text."""

        def heading(other: Post) -> str:
            return self._series.heading(other, post)

        return discussion_views(self._linked.discussions.get(post.source, ()), heading)

    def _thread(self, post: Post) -> ThreadView:
        conversation = self._linked.conversations[post.source]
        return thread_view(
            conversation.thread,
            post.title,
            self._cleaner.html,
            self._dates.moment,
            self._dates.month,
            closed=not conversation.comments_open,
            reply=reply(
                self._ways,
                text.plain(post.title),
                self._site.absolute(post.url),
                comments_open=conversation.comments_open,
                pings_open=conversation.pings_open,
            ),
            feed=self._linked.comment_feed(post),
        )

    def _head(
        self,
        post: Post,
        navigation: Sequence[PartNavigation],
        previous: NeighbourView | None,
        following: NeighbourView | None,
    ) -> Head:
        article = self._linked.articles[post.source]
        first = navigation[0] if navigation else None
        before, after = (first.previous, first.next) if first else (previous, following)
        places = self._series.places(post)
        image = self._series.image(places[0][0] if places else None)
        draft = post.visibility is Visibility.DRAFT
        feed = self._linked.comment_feed(post)
        pings_open = self._linked.conversations[post.source].pings_open and not draft
        return head(
            self._site,
            kind="article",
            title=post.title,
            description=escape(post.summary),
            url=post.url,
            lang=post.lang,
            image=image,
            published=None if draft else post.date,
            modified=post.modified,
            authors=authors(article),
            section=text.plain(first.series.title) if first else "",
            jsonld_blocks=() if draft else self._data(post, authors(article), image, first),
            previous=before.url if before else "",
            next=after.url if after else "",
            up=first.series.url if first else "",
            feeds=(feed_link(f"Comments on: {text.plain(post.title)}", feed),) if feed else (),
            alternates=versions(self._linked, article),
            webmention=self._settings.webmention_endpoint if pings_open else "",
            pingback=self._settings.pingback_endpoint if pings_open else "",
            listed=not draft,
        )

    def _data(
        self, post: Post, names: tuple[str, ...], image: str, first: PartNavigation | None
    ) -> tuple[Markup, ...]:
        """Return the structured data of a post: what it is, and the way to it."""
        said = len(self._linked.conversations[post.source].thread.said)
        memberships = [
            (series, self._linked.addresses.series_url(series), rank)
            for series, rank in self._series.places(post)
        ]
        article = jsonld.Article(names, post.summary, said, image)
        blocks = [jsonld.posting(self._site, post, article, memberships)]
        if first:
            trail = [*self._series.trail(), (text.plain(first.series.title), first.series.url)]
            blocks.append(jsonld.breadcrumb(self._site, [*trail, (text.plain(post.title), post.url)]))
        return tuple(blocks)
