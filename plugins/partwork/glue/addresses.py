"""Where partwork's own pages and feeds stand, below the site's address and below the output folder."""

from partwork.model import Post, Series
from partwork.settings import Settings


class Addresses:
    """Fills the patterns of the settings. Languages other than the site's have patterns of their own."""

    def __init__(self, settings: Settings, default_lang: str) -> None:
        self._settings = settings
        self._default_lang = default_lang

    def series_url(self, series: Series) -> str:
        """Return the address of a series."""
        own = series.lang == self._default_lang
        return _filled(self._settings.series_url if own else self._settings.series_lang_url, series)

    def series_save_as(self, series: Series) -> str:
        """Return the file of a series."""
        own = series.lang == self._default_lang
        return _filled(self._settings.series_save_as if own else self._settings.series_lang_save_as, series)

    def series_feed(self, series: Series, kind: str) -> str:
        """Return the file of one of the feeds of a series; empty for none."""
        return _filled(self._settings.series_feed, series, self._distinct(series), kind)

    def comment_feed(self, post: Post) -> str:
        """Return the file of the comment feed of a post; empty for none."""
        pattern = self._settings.comment_feed
        return pattern.format(slug=self._distinct(post), lang=post.lang, date=post.date)

    def _distinct(self, one: Series | Post) -> str:
        """Return a slug that differs between the languages of one series or post."""
        return one.slug if one.lang == self._default_lang else f"{one.slug}-{one.lang}"


def _filled(pattern: str, one: Series | Post, slug: str = "", kind: str = "") -> str:
    return pattern.format(slug=slug or one.slug, lang=one.lang, kind=kind)
