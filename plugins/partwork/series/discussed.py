"""Which posts speak of a post: those of the site, which are no responses and need no mention."""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec
from markupsafe import Markup, escape

from partwork.model import Post, Visibility, in_time


class DiscussionView(msgspec.Struct, frozen=True):
    """A post that links to another from its text. `heading` is "Part III" where it is in the same series."""

    heading: Markup
    title: Markup
    url: str


def discussions(
    posts: Mapping[str, Post], links: Mapping[str, Collection[str]]
) -> dict[str, tuple[Post, ...]]:
    """Return, by the source of a post, the posts that link to it; `links` are sources by source.

    It takes a published post in the same language. Each is named once, the oldest first.
    """
    found: dict[str, list[Post]] = {}
    published = (post for post in posts.values() if post.visibility is Visibility.PUBLISHED)
    for post in in_time(post for post in published if links.get(post.source)):
        for target in {*links[post.source]} - {post.source}:
            if target in posts and posts[target].lang == post.lang:
                found.setdefault(target, []).append(post)
    return {source: tuple(those) for source, those in found.items()}


def discussion_views(those: Iterable[Post], heading: Callable[[Post], str]) -> tuple[DiscussionView, ...]:
    """Return the views of the posts that speak of one; `heading` says which part of its series each is."""
    return tuple(
        DiscussionView(escape(heading(post)), Markup(post.title), post.url)  # noqa: S704 - made inline HTML by text.inline
        for post in those
    )
