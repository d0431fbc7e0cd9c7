"""All views of a build, given to articles, pages and templates once the site is linked and found right."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape
from msgspec.structs import replace
from pelican.contents import Page

from partwork import text
from partwork.glue.gists import summary
from partwork.glue.linked import LinkedSite
from partwork.glue.locations import versions
from partwork.glue.post_views import Around, PostViews
from partwork.glue.series_views import SeriesViews
from partwork.glue.views import (
    Dates,
    FeedLink,
    Head,
    ListHead,
    PageView,
    SiteView,
    feed_link,
    head,
)
from partwork.model import Series, in_time
from partwork.series.navigation import card


class SiteViews:
    """Makes the views of a site; `context` is Pelican's, with the articles as its lists show them."""

    def __init__(self, linked: LinkedSite, pelican_settings: dict[str, Any], context: dict[str, Any]) -> None:
        dates = Dates(pelican_settings, linked.build.site)
        self.series = SeriesViews(linked, dates)
        self.posts = PostViews(self.series, dates, _shelves(pelican_settings, context))
        self._linked = linked
        self._context = context
        self._pelican_settings = pelican_settings
        self._site = linked.build.site
        self._settings = linked.build.settings
        self._list_head = ListHead(self._site, self.series.image(), pelican_settings["INDEX_SAVE_AS"])

    def attach(self) -> None:
        """Give every article and page its view as ``.partwork``, and every template the site's."""
        neighbours = self._neighbours()
        for source, article in self._linked.articles.items():
            article.partwork = self.posts.view(source, neighbours.get(source, (None, None)))
        for content in self._context["generated_content"].values():
            if isinstance(content, Page):
                content.partwork = self._page(content)
        self._context["partwork"] = SiteView(
            name=escape(self._site.name),
            subtitle=escape(self._site.subtitle),
            home=self._site.home,
            series=self.series.cards(),
            series_index=self._settings.series_index_url if self._settings.series_index_save_as else "",
            lists=self._lists(),
            feeds=self._feeds(),
            list_head=self._list_head,
        )

    def renew(
        self, linked: LinkedSite, series: Mapping[tuple[str, str], Series], pages: Iterable[str]
    ) -> None:
        """Have all views show a site that was linked anew, in which these series and pages are others."""
        self._linked = linked
        self.series = self.posts.series = self.series.renewed(linked)
        cards = {key: card(one, self.series.facts) for key, one in series.items()}
        site = self._context["partwork"]
        shown = tuple(cards.get((one.slug, one.lang), one) for one in site.series)
        self._context["partwork"] = replace(site, series=shown)
        for source in pages:
            linked.pages[source].partwork = self._page(linked.pages[source])

    def index_head(self) -> Head:
        """Return the head of the list of all series."""
        return self._list_head("Series", self._settings.series_index_url, f"All series on {self._site.name}")

    def not_found_head(self) -> Head:
        """Return the head of the page for addresses that lead nowhere."""
        url = self._settings.not_found
        return head(self._site, kind="website", title="Not found", description="", url=url, listed=False)

    def gone_head(self) -> Head:
        """Return the head of the page at an address whose post was deleted."""
        return head(self._site, kind="website", title="Deleted", description="", url="", listed=False)

    def moved_head(self, url: str) -> Head:
        """Return the head of the page that leads to where a post is now."""
        return head(self._site, kind="website", title="Moved", description="", url=url)

    def _page(self, page: Any) -> PageView:
        title = text.inline(str(page.title))
        return PageView(
            head=head(
                self._site,
                kind="website",
                title=title,
                description=escape(summary(page)),
                url=page.url,
                lang=page.lang,
                image=self.series.image(),
                alternates=versions(self._linked, page),
                listed=page.status != "draft",
            ),
            title=Markup(title),  # noqa: S704 - made inline HTML by text.inline
        )

    def _neighbours(self) -> dict[str, Around]:
        """Return the sources of the posts before and after each listed post in time."""
        listed = set(self._context["articles"])
        posts = in_time(
            self._linked.posts[source]
            for source, article in self._linked.articles.items()
            if article in listed
        )
        sources = [post.source for post in posts]
        around = zip([None, *sources], [*sources[1:], None], strict=False)
        return dict(zip(sources, around, strict=False))

    def _lists(self) -> dict[str, str]:
        """Return the addresses of Pelican's direct templates; some have defaults that are no settings."""
        settings = self._pelican_settings
        return {
            name: str(settings.get(f"{name.upper()}_URL", f"{name}.html"))
            for name in settings["DIRECT_TEMPLATES"]
            if settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
        }

    def _feeds(self) -> tuple[FeedLink, ...]:
        """Return the feeds every page announces: the site's, and that of its comments."""
        settings = self._pelican_settings
        keys = [key for key in ("FEED_ALL_ATOM", "FEED_ALL_RSS") if settings.get(key)]
        feeds = [feed_link(self._site.name, settings.get(f"{key}_URL", settings[key])) for key in keys]
        said = any(one.thread.said for one in self._linked.conversations.values())
        if said and self._settings.site_comment_feed:
            feeds.append(feed_link(f"{self._site.name}: comments", self._settings.site_comment_feed))
        return tuple(feeds)


def _shelves(pelican_settings: Mapping[str, Any], context: Mapping[str, Any]) -> frozenset[str]:
    """Return the addresses of the categories and tags with a page: of what Pelican lists, and of no more."""
    kinds = {"CATEGORY_SAVE_AS": "categories", "TAG_SAVE_AS": "tags"}
    found = (context[kind] for setting, kind in kinds.items() if pelican_settings[setting])
    return frozenset(one.url for those in found for one, _ in those)
