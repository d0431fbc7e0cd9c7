"""Views of a series: on its parts, on its landing page, in lists."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from markupsafe import Markup
from msgspec.structs import replace

from partwork.editions import feeds
from partwork.metadata import jsonld
from partwork.model import Part, Status, Visibility
from partwork.series.labels import numeral
from partwork.series.navigation import UNFOLDED_LIST, WHOLE_LIST, Landing, SeriesNavigation, card, progress
from tests.builders import (
    PROPERTY,
    day,
    make_facts,
    make_manifest,
    make_post,
    make_series,
    make_site,
    ordered,
)
from tests.growth import LARGER, grows_linearly
from tests.series.strategies import sites

_FACTS = make_facts(responses=4)


def walk(series):
    """Return the addresses met by following `next` from the first readable part."""
    navigation = SeriesNavigation(series, _FACTS)
    rank_of = {part.post.url: part.rank for part in series.parts}
    first = navigation.at(1).first if series.entries else None
    met = []
    current = first
    while current is not None:
        met.append(current.url)
        assert len(met) <= len(rank_of), "a circle"
        current = navigation.at(rank_of[current.url]).next
    return met


@given(sites())
@settings(PROPERTY, max_examples=80)
def test_next_visits_each_part_once_and_previous_is_its_inverse(site):
    """Following `next` from the first part meets each readable part once, in order; `previous` leads back."""
    for series in ordered(site[0], *site[1]).series:
        urls = [part.post.url for part in series.parts]
        assert walk(series) == urls
        navigation = SeriesNavigation(series, _FACTS)
        views = [navigation.at(part.rank) for part in series.parts]
        for index, view in enumerate(views):
            assert (view.previous.url if view.previous else None) == (urls[index - 1] if index else None)
            assert (view.next.url if view.next else None) == (urls[index + 1 :] or [None])[0]
            assert view.is_last == (index == len(urls) - 1)


@given(sites())
@settings(PROPERTY, max_examples=80)
def test_part_x_of_n_has_x_from_one_to_n(site):
    """In "Part X of N", X is at least 1 and at most N, for every numbered part."""
    for series in ordered(site[0], *site[1]).series:
        values = {numeral(n, series.numbering, series.lang): n for n in range(1, series.numbered + 1)}
        for entry in series.entries:
            position = SeriesNavigation(series, _FACTS).at(entry.rank).position
            if match := re.fullmatch(r"Part (\S+) of (\S+)(?: so far)?", position):
                assert 1 <= values[match[1]] <= values[match[2]] == series.numbered
                assert entry.label.number == values[match[1]]
            else:
                assert position == "" or entry.label.number is None


@given(sites())
@settings(PROPERTY, max_examples=60)
def test_order_is_the_same_everywhere(site):
    """Navigation, landing page, list of entries, JSON-LD and feeds tell the parts in one order."""
    here = make_site()
    for series in ordered(site[0], *site[1]).series:
        urls = [part.post.url for part in series.parts]
        absolute = [here.absolute(url) for url in urls]
        page = Landing(series, _FACTS)
        assert [entry.url for entry in page.entries if not entry.planned] == urls
        assert walk(series) == urls
        data = json.loads(jsonld.series(here, series, "series/x.html"))
        assert [part["url"] for part in data["hasPart"]] == absolute
        assert [part["position"] for part in data["hasPart"]] == [part.rank for part in series.parts]
        feed = feeds.Feed(
            "Series",
            here.url,
            tuple(feeds.Entry("T", here.absolute(p.post.url), p.post.date, "") for p in series.parts),
        )
        links = ET.fromstring(feeds.rss(feed, "https://essays.example/feed")).findall("channel/item/link")
        assert [link.text for link in links] == absolute
        items = json.loads(feeds.json_feed(feed, "https://essays.example/feed"))["items"]
        assert [item["url"] for item in items] == absolute


@given(sites())
@settings(PROPERTY, max_examples=60)
def test_window_accounts_for_every_entry(site):
    """The lines shown and the lines left out are all lines there are; only the current one is marked."""
    for series in ordered(site[0], *site[1]).series:
        navigation = SeriesNavigation(series, _FACTS)
        for entry in series.entries:
            lines = navigation.at(entry.rank).entries
            assert len(lines) + sum(line.skipped for line in lines) == len(series.entries)
            assert sum(line.current for line in lines) == 1


@given(sites())
@settings(PROPERTY, max_examples=40)
def test_planned_entries_are_never_linked(site):
    """An entry has an address if and only if it can be read."""
    for series in ordered(site[0], *site[1]).series:
        for entry, line in zip(series.entries, Landing(series, _FACTS).entries, strict=True):
            assert line.planned == (not isinstance(entry, Part)) == (line.url == "")


def test_part_in_the_middle_knows_its_neighbours():
    """A part says where it stands and names the parts before and after it, past what is planned."""
    series = make_series("one", "two", "planned: Between", "four")
    view = SeriesNavigation(series, _FACTS).at(2)
    assert (view.position, view.heading, view.rank, view.total) == ("Part II of IV", "Part II", 2, 4)
    assert (view.previous.title, view.next.title, view.first.title) == ("One", "Four", "One")
    assert [line.label for line in view.entries] == ["I", "II", "III", "IV"]
    assert [line.current for line in view.entries] == [False, True, False, False]
    assert (view.is_last, view.coming, view.elsewhere) == (False, None, ())


def test_last_part_leads_on():
    """The last part names what is coming and other series; the others do not."""
    elsewhere = [card(make_series("x", slug="letters"), _FACTS)]
    series = make_series("one", "two", "planned: Three", "planned: Four")
    first, last = (SeriesNavigation(series, _FACTS, elsewhere).at(rank) for rank in (1, 2))
    assert (last.is_last, last.next, last.coming.title) == (True, None, "Three")
    assert [one.slug for one in last.elsewhere] == ["letters"]
    assert (first.is_last, first.coming, first.elsewhere) == (False, None, ())


def test_draft_of_a_planned_part_has_a_place_and_no_neighbours():
    """The preview of a draft shows where it will stand, without previous and next."""
    view = SeriesNavigation(make_series("one", "planned: Two", "three"), _FACTS).at(2)
    assert view.position == "Part II of III"
    assert (view.previous, view.next, view.is_last) == (None, None, False)


def test_hidden_post_sees_the_series_from_outside():
    """A hidden post of a series shows its list, marks nothing in it, and has no neighbours."""
    view = SeriesNavigation(make_series("one", "two"), _FACTS).outside()
    assert (view.position, view.heading, view.rank) == ("", "", 0)
    assert not any(line.current for line in view.entries)
    assert (view.previous, view.next, view.first.title, view.total) == (None, None, "One", 2)


def test_series_without_readable_parts_has_no_first():
    """A series that is only announced offers nothing to begin with."""
    series = make_series("planned: One")
    assert SeriesNavigation(series, _FACTS).at(1).first is None
    assert SeriesNavigation(series, _FACTS).outside().first is None
    assert Landing(series, _FACTS).start is None


@pytest.mark.parametrize(
    ("rank", "shown", "skipped"),
    [
        (1, [1, 2, 3, 4, 40], [35]),
        (2, [1, 2, 3, 4, 5, 40], [34]),
        (20, [1, 17, 18, 19, 20, 21, 22, 23, 40], [15, 16]),
        (39, [1, 36, 37, 38, 39, 40], [34]),
        (40, [1, 37, 38, 39, 40], [35]),
    ],
)
def test_long_list_shows_the_neighbourhood(rank, shown, skipped):
    """Of a long series a part shows the first, the last, and those around itself."""
    series = make_series(*(f"part-{number}" for number in range(1, 41)))
    lines = SeriesNavigation(series, _FACTS).at(rank).entries
    assert [int(line.title.rpartition("-")[2]) for line in lines] == shown
    assert [line.skipped for line in lines if line.skipped] == skipped


def test_short_list_is_shown_whole():
    """A series of a usual length is shown whole on each part."""
    series = make_series(*(f"part-{number}" for number in range(WHOLE_LIST)))
    assert len(SeriesNavigation(series, _FACTS).at(8).entries) == WHOLE_LIST


@pytest.mark.parametrize(("length", "folded"), [(UNFOLDED_LIST, False), (UNFOLDED_LIST + 1, True)])
def test_list_longer_than_a_glance_is_folded(length, folded):
    """A list that would push the text down begins folded."""
    navigation = SeriesNavigation(make_series(*(f"part-{number}" for number in range(length))), _FACTS)
    assert navigation.at(1).folded is folded
    assert navigation.outside().folded is folded


def test_navigation_of_a_long_series_takes_linear_time():
    """All parts of a series know their neighbours in a time that grows with their number alone."""

    def everywhere(series):
        navigation = SeriesNavigation(series, _FACTS)
        for rank in range(1, len(series.parts) + 1):
            navigation.at(rank)

    small, large = (
        make_series(*(f"part-{number}" for number in range(length))) for length in (500, 500 * LARGER)
    )
    assert grows_linearly(everywhere, small=small, large=large)


def test_landing_page_sums_up_the_series():
    """The landing page has each entry's date, time and responses, their sums, and where to begin."""
    page = Landing(make_series("one", "two", "planned: Three"), _FACTS)
    assert [(e.title, e.minutes, e.responses, e.planned) for e in page.entries] == [
        ("One", 2, 4, False),
        ("Two", 2, 4, False),
        ("Three", 0, 0, True),
    ]
    assert [entry.date and entry.date.text for entry in page.entries] == ["2010-05-04", "2010-05-05", None]
    assert page.entries[0].summary == Markup("")
    assert (page.minutes, page.responses) == (4, 8)
    assert (page.start.title, page.latest.title) == ("One", "Two")


def test_landing_page_makes_what_it_is_asked_for():
    """A list of all series asks each for its card: no part is looked at for what a card does not say."""
    asked = []
    facts = replace(_FACTS, responses=lambda post: asked.append(post.source) or 4)
    page = Landing(make_series("one", "two"), facts)
    assert (page.card.slug, page.minutes, asked) == ("job", 4, [])
    assert page.start == page.entries[0]
    assert len(asked) == 3
    assert page.entries is page.entries


def test_landing_page_of_one_part_has_a_start_and_no_latest():
    """With one part to read there is nothing to continue with."""
    page = Landing(make_series("one"), _FACTS)
    assert (page.start.title, page.latest) == ("One", None)


@pytest.mark.parametrize(
    ("entries", "text"),
    [
        (["a"], "1 part"),
        (["a", "b"], "2 parts"),
        (["a", "planned: B"], "1 of 2 parts published"),
        (["planned: B"], "1 part announced"),
        (["planned: B", "planned: C"], "2 parts announced"),
        ([], "0 parts"),
    ],
)
def test_progress_in_words(entries, text):
    """How far a series is, as a reader is told."""
    assert progress(make_series(*entries)) == text


@pytest.mark.parametrize(
    ("entries", "status", "dates"),
    [
        (["a", "b"], Status.COMPLETE, ("2010-05-04", "2010-05-05", "2010-05-05")),
        (["a", "b"], Status.ONGOING, ("2010-05-04", None, "2010-05-05")),
        (["a", "planned: B"], Status.COMPLETE, ("2010-05-04", None, "2010-05-04")),
        (["planned: B"], Status.ONGOING, (None, None, None)),
    ],
)
def test_card_has_the_dates_of_readable_parts(entries, status, dates):
    """A series has begun with its first readable part, and is finished when it says so and announces none."""
    one = card(make_series(*entries, status=status), _FACTS)
    assert tuple(date and date.text for date in (one.begun, one.finished, one.latest)) == dates


def test_card_is_escaped_for_the_page():
    """Title and summary come as HTML that is safe to print; the name is the title without tags."""
    one = card(make_series("a", title="A <em>B</em> &amp; C", summary="1 < 2"), _FACTS)
    assert one.title == Markup("A <em>B</em> &amp; C")
    assert one.name == Markup("A B &amp; C")
    assert one.summary == Markup("1 &lt; 2")
    assert (one.status, one.url, one.lang) == ("ongoing", "series/job-en.html", "en")


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (230, 1), (231, 2), (2300, 10)])
def test_minutes_are_rounded_up(words, minutes):
    """A reading time is whole minutes, and at least one where there is a word."""
    assert make_facts(words_per_minute=230).minutes(words) == minutes


def test_given_label_stands_in_the_list():
    """A label of the author's is shown in the list and as the position."""
    posts = [
        make_post("a", "job"),
        make_post("b", "job", label="<Interlude>", date=day(1)),
        make_post("c", "job", date=day(2), visibility=Visibility.DRAFT),
    ]
    (series,) = ordered(posts, make_manifest("job", "a", "b", "c")).series
    view = SeriesNavigation(series, _FACTS).at(2)
    assert [line.label for line in view.entries] == ["I", "&lt;Interlude&gt;", "II"]
    assert view.position == "&lt;Interlude&gt;"
