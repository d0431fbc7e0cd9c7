"""The site as partwork sees it, linked and checked."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from partwork.glue.addresses import Addresses
from partwork.glue.build import Build
from partwork.glue.threads import Conversation
from partwork.mentions.ledger import Ledger
from partwork.model import Post, Series, Visibility

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


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


def over(some: Mapping[_Key, _Value], all_of_them: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    """Return all of a mapping with some of it in its place, without a look at the rest."""
    return ChainMap(some, all_of_them)  # type: ignore[arg-type] # it is only read
