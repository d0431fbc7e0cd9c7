"""The quick sorting into years, months and days gives the archives that Pelican's own gives."""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from pelican.generators import ArticlesGenerator

from partwork.press.seam.archives import quick_archives
from tests.builders import PROPERTY
from tests.growth import LARGER, grows_linearly
from tests.press.site import PressSite, differences

_OF_EACH = {
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "YEAR_ARCHIVE_URL": "{date:%Y}/",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
    "MONTH_ARCHIVE_URL": "{date:%Y}/{date:%m}/",
    "DAY_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/{date:%d}/index.html",
    "DAY_ARCHIVE_URL": "{date:%Y}/{date:%m}/{date:%d}/",
}
_NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
_DATES = st.builds(
    lambda hours, zone: (_NEW_YEAR + timedelta(hours=hours)).astimezone(timezone(timedelta(hours=zone))),
    st.integers(-800, 800) | st.integers(-3, 3),
    st.sampled_from([-9, 0, 5]),
)
_pelicans = partial(ArticlesGenerator._build_period_archives, None)


class Post:
    """What archives ask of a post."""

    def __init__(self, date):
        self.date = date


def posts(dates):
    """Return a post for each date."""
    return [Post(date) for date in dates]


def told(archives):
    """Return archives with posts told apart by identity, as Pelican compares them."""
    return {
        kind: [
            {**period, **{name: [*map(id, period[name])] for name in ("dates", "articles")}}
            for period in periods
        ]
        for kind, periods in archives.items()
    }


@PROPERTY
@given(st.lists(_DATES, max_size=8).map(posts), st.data())
def test_the_archives_are_pelicans(articles, data):
    """In whatever order and zones posts are, and if a plugin lists one twice, or in one list alone."""
    by_date = sorted(articles, key=lambda one: one.date, reverse=data.draw(st.booleans()))
    others = data.draw(st.lists(st.sampled_from(articles), max_size=10)) if articles else []
    for listed in (articles, others):
        mine = quick_archives(_pelicans, by_date, listed, _OF_EACH)
        assert told(mine) == told(_pelicans(by_date, listed, _OF_EACH))
    assert told(quick_archives(_pelicans, others, articles, _OF_EACH)) == told(
        _pelicans(others, articles, _OF_EACH)
    )


def test_the_time_grows_with_the_number_of_posts():
    """Eight times the posts take about eight times the time: a year has many, and there are many days."""
    small, large = (
        posts(_NEW_YEAR + timedelta(hours=hour * 4) for hour in range(count))
        for count in (1_000, 1_000 * LARGER)
    )
    assert grows_linearly(
        lambda articles: quick_archives(_pelicans, articles, articles, _OF_EACH), small=small, large=large
    )


def test_a_site_with_archives_of_each_kind(tmp_path):
    """The pages of each period, in both orders, are those of a clean build, also after a date was changed."""
    site = PressSite(
        tmp_path / "site", **_OF_EACH, ARTICLE_ORDER_BY="title", THEME=str(tmp_path / "site/theme")
    )
    shown = "{% for a in articles %}{{ a.title }}{% endfor %}|{% for a in dates %}{{ a.title }}{% endfor %}"
    names = ["article", "page", "index", "tag", "category", "author", "archives", "tags", "categories"]
    site.write_theme(dict.fromkeys((f"templates/{name}.html" for name in [*names, "authors"]), "x"))
    site.write_theme({"templates/period_archives.html": f"{{{{ period }}}} {shown}", "static/x.css": ""})
    for name, date in [("c", "2025-12-31"), ("a", "2026-01-01"), ("b", "2026-01-02"), ("d", "2026-01-01")]:
        site.post(name, Date=date)
    site.build()
    assert site.files()["2026/index.html"] == b"(2026,) ABD|BAD"
    assert differences(site.files(), site.clean()) == {}
    site.post("b", Date="2025-12-30").build()
    assert site.files()["2025/index.html"] == b"(2025,) BC|CB"
    assert differences(site.files(), site.clean()) == {}
