"""The site as partwork sees it: articles turned into posts, ordered, linked, threaded and checked."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, groupby
from typing import Any

from pelican.contents import Article, Page, SkipStub
from pelican.generators import Generator
from pelican.plugins import signals

from partwork import where
from partwork.errors import ContentError, Problem
from partwork.glue import checks, diagnose, headers, part_links, places, posts, reporting, threads
from partwork.glue.addresses import Addresses
from partwork.glue.build import Build, current
from partwork.glue.gists import Gist, Gists, gist
from partwork.glue.internal_links import InternalLinks
from partwork.glue.linked import LinkedSite
from partwork.mentions.ledger import Fact, Ledger, decode
from partwork.model import Post, Series
from partwork.series.discussed import discussions
from partwork.series.order import order

_TEXTS = (Article, Page)


def link(generator: Generator) -> LinkedSite:
    """Link the site that Pelican has read; raise ContentError with all that is wrong with it.

    1. Turn the articles into posts.
    2. Order the parts of every series.
    3. Read the landing pages' texts and resolve links between parts.
    4. Read what was said about the posts.
    5. Tell all problems, or all that is odd.
    """
    build = current(generator.settings)
    assert build is not None, "get_generators begins a build"  # noqa: S101 - a seam, not a check of input
    failed = diagnose.failed_sources(generator)
    problems = [*build.problems, *chain(*(diagnose.diagnose(generator, source) for source in failed))]

    gists, slugify = Gists(generator.settings), cache(build.slugify)
    articles: dict[str, Any] = {}
    found: dict[str, Post] = {}
    pages = {
        source: content
        for source, content in sorted(generator.context["generated_content"].items())
        if isinstance(content, _TEXTS)
    }
    said = gists.of(pages)
    for source, content in pages.items():
        if isinstance(content, Article):
            # An address is settled by now, and Pelican would make it again for every link to it.
            content.override_url, content.override_save_as = content.url, content.save_as
            articles[source] = content
            found[source], wrong = posts.post(source, content, said[source], slugify)
            problems += wrong

    unreadable = diagnose.failed_slugs(generator, failed)
    ordered = order(
        [*found.values()],
        build.manifests,
        build.settings.numbering,
        slugify,
        build.site.lang,
        unreadable=unreadable,
    )
    problems += ordered.problems

    addresses = Addresses(build.settings, build.site.lang)
    texts: dict[tuple[str, str], Any] = {}
    for series in ordered.series:
        if series.manifest and series.manifest.lang == series.lang:
            try:
                text = _text(generator, series, addresses)
            except ContentError as error:
                problems += headers.placed(
                    error, build.content / series.manifest.source, series.manifest.source
                )
            else:
                texts |= {series.key: text} if text else {}
    leading = part_links.leading(pages, said)
    problems += part_links.resolve(
        leading,
        part_links.leading(texts, gists.of(texts)),
        found,
        ordered.series,
        build.site.lang,
        unreadable=unreadable,
    )
    said |= {source: gist(content) for source, content in leading.items()}
    gists.keep()

    conversations = threads.read(build, found, frozenset(failed))
    for file in conversations.files:  # sources, never to be copied: they are hostile as they stand
        generator.context["generated_content"].setdefault(file, None)
    problems += conversations.problems
    facts, bad_lines = _facts(build)
    problems += bad_lines
    problems += checks.missing_covers(build)
    problems += checks.missing_files(generator, [*pages.values(), *texts.values()])
    problems += checks.false_endpoints(pages, said)
    problems += checks.strays(build, generator.readers.extensions)
    problems += checks.unread(build, generator.readers.extensions)
    linked = LinkedSite(
        build=build,
        addresses=addresses,
        articles=articles,
        posts=found,
        series=ordered.series,
        languages={slug: tuple(some) for slug, some in groupby(ordered.series, key=lambda one: one.slug)},
        texts=texts,
        pages={source: page for source, page in pages.items() if isinstance(page, Page)},
        conversations=conversations.by_source,
        discussions=discussions(found, _links(build, found, said)),
        ledger=Ledger().with_facts(facts),
    )
    problems += places.faults(linked, pages, generator)
    if problems:
        raise ContentError(where.in_header(problem, build.content) for problem in problems)
    # Pelican copies what is linked to, in whatever folder it lies; a preview is a link as well.
    generator.context["static_links"] |= {one.cover for one in build.manifests if one.cover}
    odd = chain(build.warnings, ordered.warnings, conversations.warnings)
    reporting.warn(where.in_header(problem, build.content) for problem in odd)
    return linked


def _links(build: Build, found: Mapping[str, Post], said: Mapping[str, Gist]) -> dict[str, frozenset[str]]:
    """Return which posts each post links to from its text."""
    links = InternalLinks(build, found)
    return {source: links.of(post, said[source].links) for source, post in found.items()}


def _facts(build: Build) -> tuple[Sequence[Fact], Sequence[Problem]]:
    """Return what the ledger says, and what is wrong with it."""
    return decode(build.ledger.name, build.ledger.read_bytes() if build.ledger.is_file() else b"")


def _text(generator: Generator, series: Series, addresses: Addresses) -> Any:
    """Return the manifest of a series, read by Pelican as a page, so that its Markdown is the site's."""
    assert series.manifest is not None  # noqa: S101 - the caller has looked
    page = generator.readers.read_file(
        base_path=generator.path,
        path=series.manifest.source,
        content_class=Page,
        context=generator.context,
        preread_signal=signals.page_generator_preread,
        preread_sender=generator,
        context_signal=signals.page_generator_context,
        context_sender=generator,
    )
    if isinstance(page, SkipStub):  # "Status: skip" is told as a status that no series has
        return None
    page.override_url = addresses.series_url(series)
    page.override_save_as = addresses.series_save_as(series)
    page.status = "published"
    generator.add_source_path(page)
    generator.add_static_links(page)
    return page
