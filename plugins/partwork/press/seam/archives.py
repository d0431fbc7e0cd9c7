"""Pelican's archives of years, months and days, without its look through all posts for every period."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from pelican.generators import ArticlesGenerator

from partwork.press.seam.build import current

_PELICANS = ArticlesGenerator._build_period_archives  # noqa: SLF001 - held by a contract test


def quicken(generator: Any) -> None:
    """Have a generator sort its posts into periods quickly, if it would do it in Pelican's own way."""
    if current(generator.settings) and type(generator)._build_period_archives is _PELICANS:  # noqa: SLF001 - as above
        generator._build_period_archives = partial(quick_archives, generator._build_period_archives)  # noqa: SLF001 - as above


def quick_archives(
    archives: Callable[[list[Any], list[Any], Any], dict[str, list[dict[str, Any]]]],
    by_date: list[Any],
    articles: list[Any],
    settings: Any,
) -> dict[str, list[dict[str, Any]]]:
    """Return what Pelican's `archives` return, in the same orders.

    A period has its posts by date, and the same posts once more in the order of `articles`, each of which
    Pelican compares with all of a period's, for every period. It is given none to compare here.
    """
    found = archives(by_date, [], settings)
    for periods in found.values():
        lists_with = defaultdict(list)
        for period in periods:
            for article in {id(article) for article in period["dates"]}:
                lists_with[article].append(period["articles"])
        for article in articles:
            for those in lists_with[id(article)]:
                those.append(article)
    return found
