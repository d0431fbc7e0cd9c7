"""Pelican's pages of tags, categories and authors, without its look through all posts for each of them."""

import logging
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any

from pelican.generators import ArticlesGenerator
from pelican.writers import FileOverwriteFailedError

from partwork.press.seam.build import current

_LOGGER = logging.getLogger("pelican.generators")
_WRITERS = {
    "generate_tags": ("tag", "tags"),
    "generate_categories": ("category", "categories"),
    "generate_authors": ("author", "authors"),
}


def quicken(generator: Any) -> None:
    """Have the pages of lists written quickly, where they would be in Pelican's own way."""
    if current(generator.settings) is None:
        return
    for name, (what, several) in _WRITERS.items():
        if getattr(type(generator), name) is getattr(ArticlesGenerator, name):
            setattr(generator, name, partial(write_lists, generator, what, several))


def write_lists(generator: Any, what: str, several: str, write: Callable[..., None]) -> None:
    """Write the pages of all tags, categories or authors: what one costs follows from its list."""
    template = generator.get_template(what)
    places: dict[int, list[int]] = defaultdict(list)
    for place, article in enumerate(generator.dates):
        places[id(article)].append(place)
    lists = getattr(generator, several)
    for one, articles in lists.items() if isinstance(lists, dict) else lists:
        listed = {id(article) for article in articles}
        dates = [
            generator.dates[place] for place in sorted(chain.from_iterable(map(places.__getitem__, listed)))
        ]
        try:
            write(
                one.save_as,
                template,
                generator.context,
                url=one.url,
                **{what: one},
                articles=articles,
                dates=dates,
                template_name=what,
                blog=True,
                page_name=one.page_name,
                all_articles=generator.articles,
            )
        except FileOverwriteFailedError:
            if one.slug:
                _LOGGER.error('Failed to write %s page for "%s".', what.title(), one)  # noqa: TRY400 - as Pelican
                raise
            _LOGGER.info(
                '%s "%s" has an invalid slug; skipping writing %s page...',
                what.title(),
                one,
                what,
                extra={"limit_msg": f"Further {several} with invalid slugs."},
            )
