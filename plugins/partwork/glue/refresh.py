"""The site linked anew where a few of its files have changed: as far as the pages need it that are looked at.

Whatever leads further (which posts there are, how they are ordered, who links to whom) is the next build's.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import msgspec

from partwork.errors import ContentError, Problem
from partwork.glue import part_links, posts, threads
from partwork.glue.gists import gist
from partwork.glue.linked import LinkedSite, over
from partwork.glue.site_views import SiteViews
from partwork.model import Label, Part, Planned, Post, Series
from partwork.responses.archive import SUFFIX
from partwork.series.labels import labels


def refresh(linked: LinkedSite, views: SiteViews, changed: Collection[str]) -> bool:
    """Give contents the views that follow from changed files (absolute paths); return whether any does.

    Raises ContentError with what is wrong in them.
    """
    sources = {_source(linked, path) for path in changed}
    stems = {source.removesuffix(SUFFIX) for source in sources if source.endswith(SUFFIX)}
    talked_about = {source for source in linked.posts if threads.stem(source) in stems} if stems else set()
    articles, pages = sources & linked.articles.keys(), sources & linked.pages.keys()
    read = articles | talked_about
    if not read and not pages:
        return False
    problems = []
    fresh: dict[str, Post] = {}
    for source in read:
        article = linked.articles[source]
        fresh[source], wrong = posts.post(source, article, gist(article), linked.build.slugify)
        problems += wrong
    problems += _resolve_part_links(linked, articles | pages)  # as in link(): posts first
    conversations = _conversations(linked, fresh)
    if problems := [*problems, *conversations.problems]:
        raise ContentError(problems)
    found = over(fresh, linked.posts)
    others = {series.key: _with(series, found) for series in views.series.of(read)}
    relinked = replace(
        linked,
        posts=found,
        series=_in_place(linked.series, others),
        languages=over(
            {slug: _in_place(linked.languages[slug], others) for slug, _ in others}, linked.languages
        ),
        conversations=over(conversations.by_source, linked.conversations),
    )
    views.renew(relinked, others, pages)
    return True


def _resolve_part_links(linked: LinkedSite, sources: Collection[str]) -> list[Problem]:
    contents = {source: linked.articles.get(source) or linked.pages[source] for source in sources}
    leading = part_links.leading(contents, {source: gist(one) for source, one in contents.items()})
    return part_links.resolve(leading, {}, linked.posts, linked.series, linked.build.site.lang, unreadable=())


def _source(linked: LinkedSite, path: str) -> str:
    return os.path.relpath(os.path.realpath(path), os.path.realpath(linked.build.content)).replace(
        os.sep, "/"
    )


def _conversations(linked: LinkedSite, fresh: Mapping[str, Post]) -> threads.Conversations:
    stems = {threads.stem(source) for source in fresh}
    files = tuple(file for file in linked.build.files if file.removesuffix(SUFFIX) in stems)
    return threads.read(replace(linked.build, files=files), fresh, frozenset())


def _with(series: Series, found: Mapping[str, Post]) -> Series:
    """Return a series whose entries say what their posts do."""
    said = [found.get(entry.source) for entry in series.entries]
    names = labels([post.label if post else "" for post in said], series.numbering, series.lang)

    def entry(one: Part | Planned, label: Label, post: Post | None) -> Part | Planned:
        if isinstance(one, Part):
            return msgspec.structs.replace(one, label=label, post=found[one.source])
        return msgspec.structs.replace(one, label=label, title=post.title if post else one.title)

    return msgspec.structs.replace(series, entries=tuple(map(entry, series.entries, names, said)))


def _in_place(series: Sequence[Series], others: Mapping[tuple[str, str], Series]) -> tuple[Series, ...]:
    return tuple(others.get(one.key, one) for one in series)
