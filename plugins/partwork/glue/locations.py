"""The pages worth finding, each dated by its content."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from partwork.glue.linked import LinkedSite
from partwork.metadata.sitemap import Location
from partwork.model import Series, Visibility


def of_site(linked: LinkedSite, pages: Sequence[Any]) -> list[Location]:
    """Return home, posts, pages and series; `pages` are Pelican's, in the site's language."""
    site, settings = linked.build.site, linked.build.settings
    public = [post for post in linked.posts.values() if post.visibility is Visibility.PUBLISHED]
    newest = max((post.modified or post.date for post in public), default=None)
    found = [Location(f"{site.url}/", newest)]
    for post in public:
        others = versions(linked, linked.articles[post.source])
        found.append(Location(site.absolute(post.url), post.modified or post.date, others))
    for page in chain(pages, *(page.translations for page in pages)):
        changed = getattr(page, "modified", getattr(page, "date", None))
        found.append(Location(site.absolute(page.url), changed, versions(linked, page)))
    for series in linked.series:
        dates = [part.post.modified or part.post.date for part in series.parts]
        url = linked.addresses.series_url(series)
        found.append(Location(site.absolute(url), max(dates, default=None), series_versions(linked, series)))
    if settings.series_index_save_as and linked.series:
        found.append(Location(site.absolute(settings.series_index_url), newest))
    return found


def series_versions(linked: LinkedSite, series: Series) -> tuple[tuple[str, str], ...]:
    """Return the absolute address of a series in each language, itself included; () for one alone."""
    every = linked.languages[series.slug]
    if len(every) == 1 or not linked.build.site.url:
        return ()
    site, addresses = linked.build.site, linked.addresses
    return tuple((one.lang, site.absolute(addresses.series_url(one))) for one in every)


def versions(linked: LinkedSite, content: Any) -> tuple[tuple[str, str], ...]:
    """Return the absolute address of a post or page in each language, itself included; () for one alone."""
    site = linked.build.site
    translations = [one for one in content.translations if one.status == "published"]
    if not translations or not site.url:
        return ()
    every = sorted([content, *translations], key=lambda one: str(one.lang))
    return tuple((one.lang, site.absolute(one.url)) for one in every)
