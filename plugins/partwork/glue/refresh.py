"""The site linked anew where a few of its files have changed: as far as the pages need it that are looked at.

Whatever leads further (which posts there are, how they are ordered, who links to whom) is the next build's.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from partwork.errors import ContentError
from partwork.glue import part_links, posts, threads
from partwork.glue.linked import LinkedSite
from partwork.glue.site_views import SiteViews
from partwork.model import Part, Post, Series
from partwork.responses.file import SUFFIX


def refresh(linked: LinkedSite, views: SiteViews, changed: Collection[str]) -> bool:
    """Give contents the views that follow from changed files (absolute paths); return whether any does.

    Raises ContentError with what is wrong in them.
    """
    sources = {_source(linked, path) for path in changed}
    stems = {source.removesuffix(SUFFIX) for source in sources if source.endswith(SUFFIX)}
    talked_about = {source for source in linked.posts if _stem(source) in stems} if stems else set()
    articles, pages = sources & linked.articles.keys(), sources & linked.pages.keys()
    read = articles | talked_about
    if not read and not pages:
        return False
    contents = {source: linked.articles.get(source) or linked.pages[source] for source in articles | pages}
    problems = part_links.resolve(
        contents, {}, linked.posts, linked.series, linked.build.site.lang, unreadable=()
    )
    fresh = {}
    for source in read:
        fresh[source], wrong = posts.post(source, linked.articles[source], linked.build.slugify)
        problems += wrong
    beside = (_sources(series) for series in linked.series if not read.isdisjoint(_sources(series)))
    conversations = _conversations(linked, fresh)
    if problems := [*problems, *conversations.problems]:
        raise ContentError(problems)
    relinked = _relinked(linked, fresh, conversations.by_source)
    views.renew(relinked, read.union(*beside), pages)
    return True


def _source(linked: LinkedSite, path: str) -> str:
    return os.path.relpath(os.path.realpath(path), os.path.realpath(linked.build.content)).replace(
        os.sep, "/"
    )


def _stem(source: str) -> str:
    return os.path.splitext(source)[0]  # noqa: PTH122 - sources are POSIX strings, ten thousand of them


def _sources(series: Series) -> list[str]:
    return [entry.post.source for entry in series.entries if isinstance(entry, Part)]


def _conversations(linked: LinkedSite, fresh: Mapping[str, Post]) -> threads.Conversations:
    stems = {_stem(source) for source in fresh}
    files = tuple(file for file in linked.build.files if file.removesuffix(SUFFIX) in stems)
    return threads.read(replace(linked.build, files=files), fresh, frozenset())


def _relinked(
    linked: LinkedSite, fresh: Mapping[str, Post], said: Mapping[str, threads.Conversation]
) -> LinkedSite:
    """Return the site with these posts in the place of those that they were."""

    def entry(one: Any) -> Any:
        post = fresh.get(one.post.source) if isinstance(one, Part) else None
        return msgspec.structs.replace(one, post=post) if post else one

    series = tuple(
        msgspec.structs.replace(one, entries=tuple(map(entry, one.entries)))
        if not fresh.keys().isdisjoint(_sources(one))
        else one
        for one in linked.series
    )
    return replace(
        linked,
        posts={**linked.posts, **fresh},
        series=series,
        conversations={**linked.conversations, **said},
    )
