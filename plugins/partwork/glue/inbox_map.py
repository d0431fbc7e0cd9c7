"""The map that tells an inbox what the site takes: its open posts, and until when they are open."""

import json
from datetime import datetime
from typing import Any

from partwork import text
from partwork.glue.linked import LinkedSite
from partwork.model import Post, Visibility


def inbox_map(linked: LinkedSite) -> str:
    """Return the map as JSON, a line a page: ``true`` for ever, a time until then, ``false`` not."""
    site = linked.build.site
    pages = [_page(linked, post) for post in _public(linked)]
    lines = ",\n".join(json.dumps(page, ensure_ascii=False) for page in pages)
    return f'{{"site": {json.dumps(site.url)}, "pages": [\n{lines}\n]}}\n'


def wanted(linked: LinkedSite) -> str:
    """Return the file of the map; empty where the site has no endpoint to need one for."""
    settings = linked.build.settings
    endpoints = settings.webmention_endpoint or settings.pingback_endpoint or settings.comment_endpoint
    return settings.inbox_map if endpoints and linked.build.site.url else ""


def _public(linked: LinkedSite) -> list[Post]:
    public = (post for post in linked.posts.values() if post.visibility is not Visibility.DRAFT)
    return sorted(public, key=lambda post: post.url)


def _page(linked: LinkedSite, post: Post) -> dict[str, Any]:
    conversation = linked.conversations[post.source]
    return {
        "url": linked.build.site.absolute(post.url),
        "title": text.plain(post.title),
        "lang": post.lang,
        "comments": _taken(conversation.comments_close, is_open=conversation.comments_open),
        "pings": _taken(conversation.pings_close, is_open=conversation.pings_open),
    }


def _taken(closes: datetime | None, *, is_open: bool) -> bool | str:
    return closes.isoformat() if is_open and closes else is_open
