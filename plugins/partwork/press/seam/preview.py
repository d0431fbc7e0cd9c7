"""Pages made at once from a site that is kept in memory, while the build that has the last word goes on.

What is kept is never changed: a fork makes the pages, and all it has done to the site goes with it.
"""

import gc
import json
import logging
import os
import signal
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TextIO

from pelican import contents
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.plugins import signals

from partwork.press.closure import closure
from partwork.press.executors import may_fork
from partwork.press.files import write
from partwork.press.forks import Fork
from partwork.press.progress import Progress
from partwork.press.record import Record
from partwork.press.seam.build import Press
from partwork.press.seam.rendering import rendering

_MADE = b"made"
_PATIENCE = 3  # seconds; what takes longer can wait for the build
# What Pelican derives from a header that may be there no more.
_DERIVED = frozenset({"_summary", "locale_modified"})
_KINDS = {
    ArticlesGenerator: (
        contents.Article,
        signals.article_generator_preread,
        signals.article_generator_context,
    ),
    PagesGenerator: (contents.Page, signals.page_generator_preread, signals.page_generator_context),
}


def make_ready(press: Press) -> None:
    """Do beforehand what every preview needs, and let go of what was for the build alone."""
    press.progress = Progress()
    press.old, press.outputs, press.shared, press.verdicts = Record(), {}, {}, []
    Content.get_content.cache.clear()
    Content.get_summary.cache.clear()
    for generator in press.generators:
        if type(generator) is ArticlesGenerator:
            rendering(generator.readers, press).warm()
    met = {(id(page.template.environment), page.template.name): page for page in press.pages_by_path.values()}
    for page in met.values():
        environment = page.template.environment
        closure(environment, page.template.name).compile(environment)
    _let_go_of_parts(press.context["generated_content"].values())
    gc.collect()
    gc.freeze()  # the collector of a fork would look through the whole site


def _let_go_of_parts(found: Iterable[Any]) -> None:
    """Have the parts of what contents show made anew, from what others say when a preview asks for them."""
    for content in found:
        for value in vars(content).values() if content else ():
            for part in getattr(type(value), "press_parts", ()):
                if isinstance(getattr(type(value), part, None), cached_property):
                    vars(value).pop(part, None)


def answers(press: Press, questions: Iterator[str]) -> Iterator[bool]:
    """Yield for each question whether that could be done: to make pages as changed files would have them.

    A question is a line of JSON: the files that have `changed` (absolute paths), and the `pages` (paths below
    the output). Which posts there are, in what order and in which lists, is what the last build knew. Files
    that are new, deleted, wrong, or no posts, pages or templates are left to the build.

    The fork that is to answer is there before the question comes, and ends after it was answered: of a large
    site, each takes as long as a page.
    """
    if not may_fork():
        yield from (False for _ in questions)
        return
    fork, ear = _waiting(press)
    for question in questions:
        with ear:
            ear.write(question)
        yield fork.said() == _MADE
        fork.end()
        fork, ear = _waiting(press)
    ear.close()
    fork.end()


def _waiting(press: Press) -> tuple[Fork, TextIO]:
    """Return a fork that waits for a question, and where that is to be written."""
    reader, writer = os.pipe()
    fork = Fork(partial(_answer, press, reader, writer))
    os.close(reader)
    return fork, os.fdopen(writer, "w", encoding="utf-8")


def _answer(press: Press, reader: int, writer: int) -> bytes:
    os.close(writer)  # else the question would have no end
    with os.fdopen(reader, encoding="utf-8") as ear:
        question = ear.read()
    if not question:
        return b""
    signal.alarm(_PATIENCE)
    logging.disable()  # the build that follows tells
    asked = json.loads(question)
    return _MADE if _preview(press, asked["changed"], asked["pages"]) else b""


def _preview(press: Press, changed: Collection[str], pages: Sequence[str]) -> bool:
    known = [page for page in map(press.pages_by_path.get, pages) if page]
    if not known:
        return False
    changed = [path for path in changed if Path(path).exists()]  # what is gone, the build tells
    changed_contents = [*_changed_contents(press, changed)]
    if not all(_read_anew(*each) for each in changed_contents):
        return False
    told = [refresh(changed) for refresh in press.refreshers]
    if not changed_contents and not any(told) and not _templates_changed(press, changed):
        return False
    for _, content in changed_contents:
        content.refresh_metadata_intersite_links()
    for page in known:
        template = page.template.environment.get_template(page.template.name)
        write(press.output / page.path, replace(page, template=template).render().encode())
    return True


def _changed_contents(press: Press, changed: Collection[str]) -> Iterator[tuple[Any, Any]]:
    """Yield the contents whose sources have changed, each with the generator that has read it."""
    for generator in press.generators:
        if type(generator) not in _KINDS:
            continue
        root = os.path.realpath(generator.path)
        kind = _KINDS[type(generator)][0]
        for path in changed:
            source = os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")
            content = generator.context["generated_content"].get(source)
            if isinstance(content, kind):
                yield generator, content


def _read_anew(generator: Any, content: Any) -> bool:
    """Have a content say what its source says now; return whether that is still for the same page."""
    kind, preread, context = _KINDS[type(generator)]
    new = generator.readers.read_file(
        base_path=generator.path,
        path=content.get_relative_source_path(),
        content_class=kind,
        context=generator.context,
        preread_signal=preread,
        preread_sender=generator,
        context_signal=context,
        context_sender=generator,
    )
    if not isinstance(new, kind) or not new.is_valid():
        return False
    if (new.status, new.save_as) != (content.status, content.save_as):
        return False
    gone = _DERIVED | (content.metadata.keys() - new.metadata.keys())
    kept = {name: value for name, value in content.__dict__.items() if name not in gone}
    content.__dict__.clear()
    content.__dict__.update(kept | new.__dict__ | {"translations": kept["translations"]})
    return True


def _templates_changed(press: Press, changed: Collection[str]) -> bool:
    """Return whether any of the files is a template; have all of them read anew then."""
    found = False
    for generator in press.generators:
        folders = [Path(os.path.realpath(folder)) for folder in getattr(generator, "_templates_path", ())]
        files = [Path(os.path.realpath(path)) for path in changed]
        if any(file.is_relative_to(folder) for file in files for folder in folders):
            generator.env.cache.clear()
            found = True
    return found
