"""The generator that Pelican runs beside its own: it links the site, then writes what the posts share."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican.generators import Generator
from pelican.utils import sanitised_join
from pelican.writers import Writer

from partwork.glue import feeds, hosts, inbox_map, locations, past
from partwork.glue.collector import spared
from partwork.glue.linking import link
from partwork.glue.posts import NO_YEAR
from partwork.glue.refresh import refresh
from partwork.glue.series_views import SeriesViews
from partwork.glue.site_views import SiteViews
from partwork.glue.views import Head
from partwork.metadata.sitemap import robots, sitemap
from partwork.press.deferred import Deferred, made
from partwork.press.files import write
from partwork.press.seam.build import current
from partwork.press.seam.writings import Texts, Writings


class PartworkGenerator(Generator):  # type: ignore[misc] # Pelican is untyped
    """Pelican runs this after articles and pages are read and before anything is written."""

    def generate_context(self) -> None:
        """Link and check the site, and give every article, page and template its view."""
        with spared():
            self.linked = link(self)
            self.views = SiteViews(self.linked, self.settings, self.context)
            self.views.attach()
        if press := current(self.settings):
            press.refreshers.append(partial(refresh, self.linked, self.views))
            for moment in self._turning_points():
                press.holds_until(moment)

    def _turning_points(self) -> Iterable[datetime]:
        """Yield when the same files make another site: a post's day comes, or comments close by their age."""
        now = self.linked.build.now
        for post in self.linked.posts.values():
            if now < post.date and post.date.year < NO_YEAR:
                yield post.date
        for conversation in self.linked.conversations.values():
            closing = (conversation.comments_close, conversation.pings_close)
            yield from (moment for moment in closing if moment and moment >= now)

    def generate_output(self, writer: Writer) -> None:
        """Write landing pages, the list of series, feeds, the page for lost readers and the sitemap."""
        self._write_series(writer)
        keys = self.views.posts.keys
        for series in self.linked.series:
            parts = [self.linked.articles[part.post.source] for part in series.parts]
            feeds_of_series = partial(feeds.of_series, self.linked, series, self.settings["SITEURL"])
            self._write_texts(feeds_of_series, "feeds of a series", keys.of_series(series), parts)
        of_comments = partial(feeds.of_comments, self.linked, self.settings["FEED_MAX_ITEMS"])
        self._write_texts(of_comments, "feeds of comments", keys.of_conversations())
        self._write_not_found(writer)
        self._write_past(writer)
        self._write_texts(self._for_crawlers)
        if path := inbox_map.wanted(self.linked):
            self._write_texts(lambda: [(path, inbox_map.inbox_map(self.linked))])

    def _write_series(self, writer: Writer) -> None:
        settings, addresses = self.linked.build.settings, self.linked.addresses
        keys = self.views.posts.keys
        for series in self.linked.series:
            page = self.linked.texts.get(series.key)
            follows_from = keys.of_series(series)
            self._write_page(
                writer,
                addresses.series_save_as(series),
                (page and page.metadata.get("template")) or "series",
                url=addresses.series_url(series),
                head=Deferred(partial(self._shown, SeriesViews.head, series.key), follows_from),
                landing=Deferred(partial(self._shown, SeriesViews.landing, series.key), follows_from),
                page=page,
            )
        if settings.series_index_save_as and self.linked.series:
            self._write_page(
                writer,
                settings.series_index_save_as,
                "all_series",
                url=settings.series_index_url,
                head=self.views.index_head(),
                all_series=Deferred(
                    partial(self._shown, SeriesViews.listed),
                    [keys.of_series(one) for one in self.linked.series],
                ),
            )

    def _shown(self, view: Callable[..., Any], *which: object) -> Any:
        """Return a view of series as they are when it is asked for: previews come after the build."""
        return view(self.views.series, *which)

    def _write_page(self, writer: Writer, save_as: str, template: str, **values: Any) -> None:
        relative = self.settings["RELATIVE_URLS"]
        given = values if current(self.settings) else made(values)
        writer.write_file(save_as, self.get_template(template), self.context, relative, **given)

    def _write_not_found(self, writer: Writer) -> None:
        if path := self.linked.build.settings.not_found:
            self._write_anywhere(writer, path, "404", self.views.not_found_head())

    def _write_past(self, writer: Writer) -> None:
        """Write a page at each address that is no more, and what hosts are to answer there."""
        settings, site = self.linked.build.settings, self.linked.build.site
        static = self.context["staticfiles"]
        contents = chain(self.linked.articles.values(), self.linked.pages.values(), static)
        was = past.of_site(self.linked, {content.save_as for content in contents})
        for page in past.pages(was, site.url):
            template, head = (
                ("moved", self.views.moved_head(page.to)) if page.to else ("gone", self.views.gone_head())
            )
            self._write_page(writer, page.save_as, template, url=page.url, head=head, to=page.to)
        if settings.hosts and was.gone and settings.gone:
            self._write_anywhere(writer, settings.gone, "gone", self.views.gone_head())
        written = hosts.files(self.linked, was)
        self._write_texts(hosts.with_own(written, static, self.linked.build.content).items)

    def _write_anywhere(self, writer: Writer, path: str, template: str, head: Head) -> None:
        """Write a page that a host shows at any depth: its links start at the root of the host."""
        writer.write_file(
            path,
            self.get_template(template),
            self.context,
            relative_urls=False,
            SITEURL=urlsplit(self.linked.build.site.url).path.rstrip("/"),
            head=head,
            url=path,
        )

    def _for_crawlers(self) -> Iterable[tuple[str, str]]:
        settings, site = self.linked.build.settings, self.linked.build.site
        listed = settings.sitemap if site.url else ""
        if listed:
            yield listed, sitemap(locations.of_site(self.linked, self.context["pages"]))
        if settings.robots:
            yield settings.robots, robots(site.absolute(listed) if listed else "")

    def _write_texts(self, texts: Texts, *follows_from: object) -> None:
        """Write texts, if they can have changed; see `Writings.take`."""
        if self._writings:
            self._writings.take(texts, *follows_from)
            return
        for path, text in texts():
            write(sanitised_join(self.output_path, path), text.encode())

    @cached_property
    def _writings(self) -> Writings | None:
        press = current(self.settings)
        return Writings(press, Path(self.output_path)) if press else None
