"""The site as partwork sees it, linked and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from partwork.glue.addresses import Addresses
from partwork.glue.build import Build
from partwork.glue.threads import Conversation
from partwork.mentions.ledger import Ledger
from partwork.model import Post, Series, Visibility


@dataclass(frozen=True, slots=True)
class LinkedSite:
    """Everything views and feeds are made of. Articles, posts and conversations are found by source.

    `languages` are the versions of a series by its slug, `texts` the manifests' texts by series, `pages` are
    Pelican's pages by source.
    """

    build: Build
    addresses: Addresses
    articles: Mapping[str, Any]
    posts: Mapping[str, Post]
    series: tuple[Series, ...]
    languages: Mapping[str, tuple[Series, ...]]
    texts: Mapping[tuple[str, str], Any]
    pages: Mapping[str, Any]
    conversations: Mapping[str, Conversation]
    discussions: Mapping[str, tuple[Post, ...]]
    ledger: Ledger

    def comment_feed(self, post: Post) -> str:
        """Return the file of a post's comment feed: empty where nothing is said and nothing can be."""
        conversation, settings = self.conversations[post.source], self.build.settings
        ways = settings.reply_address or (self.build.site.url and settings.comment_endpoint)
        wanted = conversation.thread.said or (conversation.comments_open and ways)
        if not wanted or post.visibility is not Visibility.PUBLISHED:
            return ""
        return self.addresses.comment_feed(post)
