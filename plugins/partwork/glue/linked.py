"""The site as partwork sees it, linked and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partwork.glue.addresses import Addresses
from partwork.glue.build import Build
from partwork.glue.threads import Conversation
from partwork.model import Post, Series, Visibility


@dataclass(frozen=True, slots=True)
class LinkedSite:
    """Everything views and feeds are made of. Articles, posts and conversations are found by source.

    `languages` are the versions of a series by its slug.
    """

    build: Build
    addresses: Addresses
    articles: Mapping[str, Any]
    posts: Mapping[str, Post]
    series: tuple[Series, ...]
    languages: Mapping[str, tuple[Series, ...]]
    texts: Mapping[tuple[str, str], Any]
    conversations: Mapping[str, Conversation]

    def comment_feed(self, post: Post) -> str:
        """Return the file of a post's comment feed: empty where nothing is said and nothing can be."""
        conversation = self.conversations[post.source]
        wanted = conversation.thread.nodes or (
            conversation.comments_open and self.build.settings.reply_address
        )
        if not wanted or post.visibility is not Visibility.PUBLISHED:
            return ""
        return self.addresses.comment_feed(post)
