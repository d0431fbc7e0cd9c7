"""Every file that a build will write, and which of them cannot be.

Of two files for one place Pelican keeps one, or stops half-way; a static file it leaves out without a word.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from pelican.contents import Static
from pelican.generators import Generator

from partwork import paths, where
from partwork.editions.feeds import FORMATS
from partwork.errors import Place, Problem
from partwork.glue.linked import LinkedSite


class Writing(msgspec.Struct, frozen=True):
    """A file to be written: where, from what, and what an author changes to have it elsewhere.

    A page whose author names its very file (`named`) takes the place of one that `yields`: so a site gets a
    front page of its own.
    """

    path: str
    source: str
    moved_by: str
    named: bool = False
    yields: bool = False


def faults(linked: LinkedSite, contents: Mapping[str, Any], generator: Generator) -> list[Problem]:
    """Return what is wrong with the places of what is written; `contents` are posts and pages by source."""
    faulty = {source: fault for source, content in contents.items() if (fault := fault_of(content))}
    writings = chain(
        _of_pelican(generator),
        _of_partwork(linked),
        (_of_content(source, content) for source, content in contents.items() if source not in faulty),
        _static(generator, frozenset(linked.build.files)),
    )
    return [*faulty.values(), *collisions(writings)]


def fault_of(content: Any) -> Problem | None:
    """Return why a post or page cannot be written or linked where it says."""
    path, url = content.save_as, content.url
    if not content.slug:
        mend = 'Write a line "Slug: ..." with letters or digits.'
        return _fault(content, "title", "No address can be made of this title.", mend)
    if path == "" and content.status == "published":
        return _fault(content, "save_as", "The page would be written nowhere.", "Take the line out.")
    if path and (what := paths.fault_of_path(path)):
        key = _placed_by(content)
        return _fault(content, key, what, f'Write another "{key.capitalize()}".')
    own_url = "url" in content.metadata
    if what := paths.fault_of_address(url) if own_url else paths.fault_of_path_in_address(url):
        return _fault(content, "url" if own_url else "slug", what, "Write it without.")
    return None


def _fault(content: Any, key: str, what: str, mend: str) -> Problem:
    path = Path(content.source_path)
    line = where.header_line(path, key) or where.header_line(path, "title")
    value = where.header_value(path, key) or content.save_as
    return Problem(what, Place(content.get_relative_source_path(), line), value, mend)


def _placed_by(content: Any) -> str:
    return "save_as" if "save_as" in content.metadata else "slug"


def _of_content(source: str, content: Any) -> Writing:
    named = _placed_by(content) == "save_as"
    return Writing(content.save_as, source, "Save_as" if named else "Slug", named=named)


def _of_pelican(generator: Generator) -> Iterator[Writing]:
    """Yield Pelican's lists and the feeds of the whole site; the first give way to a page of that name."""
    settings, context = generator.settings, generator.context
    for name in settings["DIRECT_TEMPLATES"]:
        setting = f"{name.upper()}_SAVE_AS"
        yield Writing(settings.get(setting, f"{name}.html"), f"the page {name}", setting, yields=True)
    for name in ("FEED_ATOM", "FEED_RSS", "FEED_ALL_ATOM", "FEED_ALL_RSS"):
        yield Writing(settings.get(name) or "", f"the feed {name}", name)
    for kind in ("tags", "categories", "authors"):
        for one, _ in context[kind]:
            yield Writing(one.save_as, f"the page of {one}", f"name of one of the {kind}")
    for period, archives in context["period_archives"].items():
        for archive in archives:
            name = f"the archive of {archive['period'][0]}"
            yield Writing(archive["save_as"], name, f"{period.upper()}_ARCHIVE_SAVE_AS")


def _of_partwork(linked: LinkedSite) -> Iterator[Writing]:
    settings, addresses = linked.build.settings, linked.addresses
    for one in linked.series:
        source = one.manifest.source if one.manifest else f"the series {one.slug}"
        yield Writing(addresses.series_save_as(one), source, "Slug")
        for kind in FORMATS if one.parts else ():
            yield Writing(addresses.series_feed(one, kind), f"a feed of {source}", 'PARTWORK["series_feed"]')
    for post in linked.posts.values():
        if feed := linked.comment_feed(post):
            yield Writing(feed, f"the comments on {post.source}", 'PARTWORK["comment_feed"]')
    for name in ("site_comment_feed", "sitemap", "robots", "not_found"):
        key = f'PARTWORK["{name}"]'
        yield Writing(getattr(settings, name), key, key, yields=name == "not_found")
    if linked.series:
        key = 'PARTWORK["series_index_save_as"]'
        yield Writing(settings.series_index_save_as, "the list of all series", key)


def _static(generator: Generator, files: frozenset[str]) -> Iterator[Writing]:
    """Yield those of the files that Pelican will copy, but for what it copies for an ``{attach}``."""
    settings = generator.settings
    found = generator.get_files(
        settings["STATIC_PATHS"], exclude=settings["STATIC_EXCLUDES"], extensions=False
    )
    for path in sorted(found):
        source = posixpath.normpath(path.replace("\\", "/"))
        is_source = settings["STATIC_EXCLUDE_SOURCES"] and source in generator.context["generated_content"]
        if is_source or source not in files:
            continue
        static = generator.readers.read_file(
            base_path=generator.path, path=path, content_class=Static, fmt="static", context=generator.context
        )
        yield Writing(static.save_as, source, "name of the file")


def collisions(writings: Iterable[Writing]) -> list[Problem]:
    """Return the files that would take each other's places, and those that stand where a folder must be."""
    written: dict[str, Writing] = {}
    problems = []
    for one in writings:
        if not one.path:
            continue
        if what := paths.fault_of_path(one.path):
            problems.append(Problem(what, Place(one.source), one.path, f"Write another {one.moved_by}."))
            continue
        path = posixpath.normpath(one.path) if "//" in one.path or "./" in one.path else one.path
        other = written.setdefault(path, one)
        if other.yields and one.named:
            written[path] = one
        elif other is not one:
            problems.append(_collision("Two files would be written to one place", one, other))
    parents = {path.rpartition("/")[0] for path in written}
    if in_the_way := parents.union(*map(_folders, parents)) & written.keys():
        problems += [
            _collision("A file would stand where a folder must be", one, written[folder])
            for path, one in written.items()
            for folder in _folders(path)
            if folder in in_the_way
        ]
    return problems


def _collision(what: str, one: Writing, other: Writing) -> Problem:
    keys = dict.fromkeys([one.moved_by, other.moved_by])
    mend = f"Give one of them another {' or '.join(keys)}."
    return Problem(
        f"{what}; the other is {other.source}.", Place(one.source, path=one.moved_by), one.path, mend
    )


def _folders(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path
