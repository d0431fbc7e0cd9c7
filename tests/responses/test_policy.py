"""When a post takes comments and pings."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from partwork.responses.policy import Policy

_LONDON = ZoneInfo("Europe/London")
_SECOND = timedelta(seconds=1)


def make_policy(now, after_days=14, comments="open", pings="open", timezone=_LONDON):
    """Make a site's rule at one moment."""
    return Policy(comments, pings, after_days, timezone, now)


def utc(*parts):
    """Return a moment in UTC."""
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "days", "boundary"),
    [
        # No change of time between: fourteen times twenty-four hours.
        (utc(2010, 5, 4, 10, 12), 14, utc(2010, 5, 18, 10, 12)),
        # The clock goes forward on 28 March 2010: the same time of day is an hour earlier in UTC.
        (utc(2010, 3, 20, 10, 12), 14, utc(2010, 4, 3, 9, 12)),
        # The clock goes back on 31 October 2010: the same time of day is an hour later in UTC.
        (utc(2010, 10, 25, 9, 12), 14, utc(2010, 11, 8, 10, 12)),
        # At the boundary 01:30 does not exist (28 March): the clock shows 02:30 BST.
        (utc(2010, 3, 14, 1, 30), 14, utc(2010, 3, 28, 1, 30)),
        # At the boundary 01:30 is there twice (31 October): the first counts.
        (utc(2010, 10, 17, 0, 30), 14, utc(2010, 10, 31, 0, 30)),
        # Published in the second 01:30 of the night the clock goes back.
        (utc(2010, 10, 31, 1, 30), 1, utc(2010, 11, 1, 1, 30)),
        (utc(2010, 5, 4), 1, utc(2010, 5, 5)),
        (utc(2010, 5, 4), 36_500, utc(2110, 4, 10)),
    ],
)
def test_cr_03_boundary_is_exact_to_the_second(published, days, boundary):
    """A post is open until the same time of day so many days later, that second included, then closed."""
    for now, is_open in ((boundary - _SECOND, True), (boundary, True), (boundary + _SECOND, False)):
        policy = make_policy(now, days)
        assert policy.comments_open(published, None) is is_open
        assert policy.pings_open(published, None) is is_open


@pytest.mark.parametrize("zone", [UTC, _LONDON, ZoneInfo("Pacific/Auckland")])
def test_zone_of_now_and_of_the_date_make_no_difference(zone):
    """The same moment is the same moment, in whatever zone it is told."""
    published, boundary = utc(2010, 10, 17, 0, 30), utc(2010, 10, 31, 0, 30)
    for now, is_open in ((boundary, True), (boundary + timedelta(hours=1), False)):
        policy = make_policy(now.astimezone(zone))
        assert policy.comments_open(published.astimezone(zone), None) is is_open


def test_site_zone_decides_what_a_day_is():
    """The same post closes at another moment where the clock changes and where it does not."""
    published, now = utc(2010, 3, 20, 10, 12), utc(2010, 4, 3, 9, 30)
    assert not make_policy(now).comments_open(published, None)
    assert make_policy(now, timezone=ZoneInfo("UTC")).comments_open(published, None)


def test_zero_days_is_never():
    """Without a limit nothing is too old."""
    assert make_policy(utc(2110, 1, 1), after_days=0).comments_open(utc(2010, 5, 4), None)


def test_post_of_tomorrow_is_open():
    """A post from the future is not old."""
    assert make_policy(utc(2010, 5, 4), 1).comments_open(utc(2011, 5, 4), None)


@pytest.mark.parametrize("own", ["open", "closed"])
@pytest.mark.parametrize("site", ["open", "closed"])
@pytest.mark.parametrize("old", [True, False])
def test_word_of_the_post_goes_before_site_and_age(own, site, old):
    """What the responses file says counts, whatever the site's rule and the post's age."""
    policy = make_policy(utc(2020 if old else 2010, 5, 5), 14, site, site)
    assert policy.comments_open(utc(2010, 5, 4), own) is (own == "open")
    assert policy.pings_open(utc(2010, 5, 4), own) is (own == "open")


@pytest.mark.parametrize(
    ("comments", "pings"),
    [("open", "open"), ("open", "closed"), ("closed", "open"), ("closed", "closed")],
)
def test_cr_03_comments_and_pings_close_each_for_itself(comments, pings):
    """The whole site may take the one kind and not the other."""
    policy = make_policy(utc(2010, 5, 5), 14, comments, pings)
    assert policy.comments_open(utc(2010, 5, 4), None) is (comments == "open")
    assert policy.pings_open(utc(2010, 5, 4), None) is (pings == "open")


def test_one_kind_may_be_closed_on_one_post():
    """A post may close its comments and leave its pings to the site."""
    policy = make_policy(utc(2010, 5, 5))
    assert not policy.comments_open(utc(2010, 5, 4), "closed")
    assert policy.pings_open(utc(2010, 5, 4), None)
