"""What views follow from, told without making them: equal keys, equal views.

A view follows from posts, series and conversations, beside the article itself and the settings.
"""

from datetime import datetime

from msgspec.structs import replace

from partwork.editions.feeds import NO_DATE
from partwork.glue.linked import LinkedSite
from partwork.glue.series_views import SeriesViews
from partwork.model import Part, Post, Series
from partwork.press.digest import digest, quickly


class ViewKeys:
    """The keys of one build; those that many views have in common are made once."""

    def __init__(self, linked: LinkedSite, series: SeriesViews) -> None:
        self._linked = linked
        self._views = series
        self._posts: dict[str, bytes] = {}
        self._series: dict[tuple[str, str], bytes] = {}
        self._around: dict[tuple[str, str], bytes] = {}

    def of(self, post: Post, *more: object) -> bytes:
        """Return what the view of a post follows from; `more` is what else it is given."""
        others = self._linked.discussions.get(post.source, ())
        return _key(
            self.post(post),
            *self._conversation(post),
            [[rank, self.of_series(series)] for series, rank in self._views.places(post)],
            [self.of_series(series) for series in self._views.claimed(post)],
            [self.post(other) for other in others],  # what they are called there is the series' to say
            *more,
        )

    def of_series(self, series: Series) -> bytes:
        """Return what the pages and feeds of a series follow from, beside the texts of its parts."""
        if series.key not in self._around:
            around = [*self._linked.languages[series.slug], *self._views.others(series)]
            self._around[series.key] = _key(self._one(series), [self._one(one) for one in around])
        return self._around[series.key]

    def of_conversations(self) -> bytes:
        """Return what all feeds of comments follow from."""
        return _key([[self.post(post), self._conversation(post)] for post in self._linked.posts.values()])

    def post(self, post: Post) -> bytes:
        """Return what a post is known by."""
        if post.source not in self._posts:
            bare = replace(post, date=NO_DATE, modified=None)  # msgpack has no place for a time zone
            self._posts[post.source] = _key(bare, _told(post.date), post.modified and _told(post.modified))
        return self._posts[post.source]

    def _one(self, series: Series) -> bytes:
        if series.key not in self._series:
            entries = [
                [one.rank, one.label, self.post(one.post), self._said(one.post)]
                if isinstance(one, Part)
                else one
                for one in series.entries
            ]
            facts = [series.slug, series.lang, series.title, series.summary, series.status, series.numbering]
            self._series[series.key] = _key(*facts, series.manifest, entries)
        return self._series[series.key]

    def _said(self, post: Post) -> int:
        return len(self._linked.conversations[post.source].thread.said)

    def _conversation(self, post: Post) -> list[object]:
        conversation = self._linked.conversations[post.source]
        thread = digest(conversation.thread) if conversation.thread.nodes else b""
        return [thread, conversation.comments_open, conversation.pings_open]


def _key(*facts: object) -> bytes:
    return quickly([*facts])


def _told(date: datetime) -> list[object]:
    return [date.isoformat(), repr(date.tzinfo), date.fold]
