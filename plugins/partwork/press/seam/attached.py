"""Files that posts attach: where one lies depends on which page that links to it is rendered first.

Pelican moves a file beside the first post that attaches it, unless another has shown its address before.
Where all who link to it agree, the order is no matter, and pages can be kept and rendered in any. Where they
do not, nobody can say what a page holds without rendering those before it.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pelican.contents import Content, Static
from pelican.generators import ArticlesGenerator, PagesGenerator, PelicanTemplateNotFound

from partwork.press.closure import closure
from partwork.press.seam import links

_LISTS = {
    ArticlesGenerator: "translations articles hidden_translations hidden_articles drafts_translations drafts",
    PagesGenerator: "translations pages hidden_translations hidden_pages draft_translations draft_pages",
}
_BODY = frozenset({"content", "summary", "get_content", "get_summary"})
_ALL_FILES = frozenset({"staticfiles", "static_content"})


def settle(generators: Iterable[Any]) -> str:
    """Put attached files where they go; return why that cannot be told in advance, or nothing."""
    contents = [*_contents(generators)]
    attaching = [
        (generator, content)
        for generator, content in contents
        if any(what == "attach" for what, _ in links.of(content))
    ]
    if not attaching:
        return ""
    wanted: defaultdict[int, set[str]] = defaultdict(set)
    files: dict[int, Any] = {}
    for _, content in contents:
        for what, file in _linked_files(content):
            files[id(file)] = file
            wanted[id(file)].add(_beside(content, file) if what == "attach" else _own_place(file))
    for number, places in wanted.items():
        if len(places) > 1 and not hasattr(files[number], "override_save_as"):
            return f"{files[number].source_path} is wanted in several places: {', '.join(sorted(places))}"
    for generator, content in attaching:
        if not _is_shown(generator, content):
            return f"{content.source_path} attaches a file and may not be shown itself"
    if any(_shows_all_files(generator) for generator, _ in attaching):
        return "a template shows all files while some are attached to posts"
    for _, content in attaching:
        content._update_content(links.body(content), content.get_siteurl())  # noqa: SLF001 - held by a contract test
    return ""


def _contents(generators: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for generator in generators:
        for name in _LISTS.get(type(generator), "").split():
            for content in getattr(generator, name):
                if isinstance(content, Content):
                    yield generator, content


def _linked_files(content: Any) -> Iterator[tuple[str, Any]]:
    """Yield the static files that a text links to, and how."""
    for what, value in links.of(content):
        if isinstance(file := links.target(content, what, value), Static):
            yield what, file


def _own_place(file: Any) -> str:
    return os.path.normpath(str(file.get_url_setting("save_as")))


def _beside(content: Any, file: Any) -> str:
    """Return where ``Static.attach_to`` would put a file."""
    tail = os.path.relpath(file.source_path, os.path.dirname(content.source_path))  # noqa: PTH120 - as Pelican
    if tail.startswith(os.pardir + os.sep):
        tail = os.path.basename(tail)  # noqa: PTH119 - as Pelican
    place = os.path.join(os.path.dirname(content.save_as), tail)  # noqa: PTH118, PTH120 - as Pelican
    return os.path.normpath(str(place))


def _is_shown(generator: Any, content: Any) -> bool:
    """Return whether a page is made of a content, and its text is on it."""
    try:
        template = generator.get_template(content.template)
    except PelicanTemplateNotFound:
        return False
    return bool(content.save_as) and not _BODY.isdisjoint(
        closure(template.environment, template.name).attributes
    )


def _shows_all_files(generator: Any) -> bool:
    """Return whether any template of a theme may read where all files are."""
    loader = generator.env.loader
    sources = (
        loader.get_source(generator.env, name)[0]
        for name in generator.env.list_templates(filter_func=_is_text)
    )
    return any(name in source for source in sources for name in _ALL_FILES)


def _is_text(name: str) -> bool:
    return name.endswith((".html", ".xml", ".txt", ".jinja", ".j2"))
