"""The views of series: cards, landing pages, and the navigation of each part."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from urllib.parse import quote

from markupsafe import escape

from partwork import text
from partwork.glue.linked import LinkedSite
from partwork.glue.locations import series_versions
from partwork.glue.views import FEED_FORMATS, Dates, FeedLink, Head, feed_link, head
from partwork.metadata import jsonld
from partwork.model import Post, Series
from partwork.press.digest import digest
from partwork.series.labels import heading
from partwork.series.navigation import (
    WHOLE_LIST,
    Facts,
    Landing,
    PartNavigation,
    SeriesCard,
    SeriesNavigation,
    card,
)

_OTHER_SERIES = 3

Places = list[tuple[tuple[str, str], int]]
"""The keys of the series in which something has a place, and its rank in each."""


class SeriesViews:
    """Makes the views of all series; the costly ones are made once."""

    def __init__(self, linked: LinkedSite, dates: Dates, places: Mapping[str, Places] | None = None) -> None:
        self._dates = dates
        self.linked = linked
        self._site = linked.build.site
        self._settings = linked.build.settings
        self.facts = Facts(
            series_url=linked.addresses.series_url,
            date=dates.day,
            responses=_responses(linked),
            words_per_minute=self._settings.words_per_minute,
        )
        self._series = {series.key: series for series in linked.series}
        self._landings: dict[tuple[str, str], Landing] = {}
        self._navigations: dict[tuple[str, str], SeriesNavigation] = {}
        self._digests: dict[tuple[str, str], bytes] = {}
        self._first: dict[str, list[Series]] = {}
        self._places = places or _places(linked.series)

    def renewed(self, linked: LinkedSite) -> "SeriesViews":
        """Return the views of a site with the same posts at the same places."""
        return SeriesViews(linked, self._dates, self._places)

    def landing(self, key: tuple[str, str]) -> Landing:
        """Return the landing page of a series."""
        if key not in self._landings:
            slug, lang = key
            others = [one for one in self.linked.languages[slug] if one.lang != lang]
            cards = [card(one, self.facts) for one in others]
            self._landings[key] = Landing(self._series[key], self.facts, cards)
        return self._landings[key]

    def _navigation(self, key: tuple[str, str]) -> SeriesNavigation:
        if key not in self._navigations:
            series = self._series[key]
            cards = [self.landing(one.key).card for one in self.others(series)]
            self._navigations[key] = SeriesNavigation(series, self.facts, cards)
        return self._navigations[key]

    def others(self, series: Series) -> list[Series]:
        """Return the series that the parts of a series lead on to."""
        return [one for one in self._first_of(series.lang) if one.slug != series.slug][:_OTHER_SERIES]

    def _first_of(self, lang: str) -> list[Series]:
        if lang not in self._first:
            readable = (one for one in self.linked.series if one.lang == lang and one.parts)
            self._first[lang] = [*islice(readable, _OTHER_SERIES + 1)]
        return self._first[lang]

    def listed(self) -> tuple[Landing, ...]:
        """Return the series for lists of them, the one with the newest part first.

        A series stands there in the site's language; one that has no version in it, in those that it has.
        """
        return tuple(self.landing(series.key) for series in self._in_order())

    def cards(self) -> tuple[SeriesCard, ...]:
        """Return the cards of the series that are listed, in the same order."""
        return tuple(card(series, self.facts) for series in self._in_order())

    def _in_order(self) -> list[Series]:
        own = {series.slug for series in self.linked.series if series.lang == self._site.lang}
        shown = (one for one in self.linked.series if one.lang == self._site.lang or one.slug not in own)
        return sorted(shown, key=_latest, reverse=True)

    def of(self, sources: Iterable[str]) -> list[Series]:
        """Return the series in which any of these posts has a place."""
        found = dict.fromkeys(key for source in sources for key, _ in self._places.get(source, ()))
        return [self._series[key] for key in found]

    def places(self, post: Post) -> Sequence[tuple[Series, int]]:
        """Return the series in which a post has a place, and its rank, in the order the post names them."""
        named = {claim.slug: order for order, claim in enumerate(post.claims)}
        places = [(self._series[key], rank) for key, rank in self._places.get(post.source, ())]
        return sorted(places, key=lambda one: named.get(one[0].slug, len(named)))

    def heading(self, post: Post, beside: Post) -> str:
        """Return what a part is called ("Part III") in a series that another is in; empty for none."""
        shared = {series.key for series, _ in self.places(beside)}
        for series, rank in self.places(post):
            if series.key in shared:
                return heading(series.entries[rank - 1].label, series.numbering)
        return ""

    def known_by(self, post: Post) -> object:
        """Return what the navigation of a post follows from, which is made more quickly than itself."""
        places = self.places(post)
        if len(places) != len(post.claims) or any(len(series.entries) > WHOLE_LIST for series, _ in places):
            return self.navigation(post)  # not of the whole of a series
        return [self._navigation(series.key).known_by(rank, self._digest(series)) for series, rank in places]

    def _digest(self, series: Series) -> bytes:
        if series.key not in self._digests:
            landing = self.landing(series.key)
            self._digests[series.key] = digest([landing.card, landing.entries, series.numbering])
        return self._digests[series.key]

    def leads_on(self, post: Post) -> bool:
        """Return whether a post has the navigation of any series."""
        named = ((claim.slug, post.lang) in self._series for claim in post.claims)
        return post.source in self._places or any(named)

    def navigation(self, post: Post) -> tuple[PartNavigation, ...]:
        """Return the navigation of a post in each of its series, a hidden one's without a place last."""
        places = self.places(post)
        return (
            *(self._navigation(series.key).at(rank) for series, rank in places),
            *(self._navigation(series.key).outside() for series in self.claimed(post)),
        )

    def claimed(self, post: Post) -> list[Series]:
        """Return the series that a post names and has no place in."""
        placed = {slug for (slug, _), _ in self._places.get(post.source, ())}
        keys = [(claim.slug, post.lang) for claim in post.claims if claim.slug not in placed]
        return [self._series[key] for key in keys if key in self._series]

    def trail(self) -> list[tuple[str, str]]:
        """Return the way from the home page to a series: names and addresses."""
        trail = [(self._site.name, "")]
        if self._settings.series_index_save_as:
            trail.append(("Series", self._settings.series_index_url))
        return trail

    def image(self, series: Series | None = None) -> str:
        """Return the absolute address of the picture of a series, or of the site; empty for none."""
        cover = series.manifest.cover if series and series.manifest else ""
        image = quote(cover) or self._settings.image
        return self._site.absolute(image) if image and self._site.url else ""

    def head(self, key: tuple[str, str]) -> Head:
        """Return the head of a landing page."""
        series = self._series[key]
        url = self.linked.addresses.series_url(series)
        image = self.image(series)
        return head(
            self._site,
            kind="website",
            title=series.title,
            description=escape(series.summary),
            url=url,
            lang=series.lang,
            image=image,
            jsonld_blocks=(
                jsonld.series(self._site, series, url, image),
                jsonld.breadcrumb(self._site, [*self.trail(), (text.plain(series.title), url)]),
            ),
            up=self._settings.series_index_url if self._settings.series_index_save_as else "",
            feeds=self._feeds(series),
            alternates=series_versions(self.linked, series),
        )

    def _feeds(self, series: Series) -> tuple[FeedLink, ...]:
        if not self._settings.series_feed or not series.parts:
            return ()
        name, addresses = text.plain(series.title), self.linked.addresses
        return tuple(
            feed_link(f"{name} ({words})", addresses.series_feed(series, kind))
            for kind, (words, _) in FEED_FORMATS.items()
        )


def _latest(series: Series) -> tuple[bool, str, str]:
    dates = [part.post.date for part in series.parts]
    return bool(dates), max(dates).isoformat() if dates else "", series.slug


def _places(all_series: Iterable[Series]) -> Mapping[str, Places]:
    places: dict[str, Places] = defaultdict(list)
    for series in all_series:
        key = series.key
        for entry in series.entries:
            if entry.source:
                places[entry.source].append((key, entry.rank))
    return places


def _responses(linked: LinkedSite) -> Callable[[Post], int]:
    return lambda post: len(linked.conversations[post.source].thread.said)
