"""What a date leaves open."""

import pytest

from partwork.glue.headers import doubt


@pytest.mark.parametrize(
    "date",
    [
        "2010-05-04",
        "2010-5-4_10:12",
        "2010-05-04T10:12:00-07:00",
        "4 May 2010",
        "May 4, 2010 10am",
        "4.5.2010",
        "20100504",
        "Tue, 04 May 2010 10:12:00 +0200",
        "2010-05-04 10:12 UTC",
    ],
)
def test_a_whole_date_is_not_doubted(date):
    """Year, month and day are there, in whatever order."""
    assert doubt(date) == ""


@pytest.mark.parametrize("date", ["2010", "2010-05", "May 2010", "4 May", "monday", "12", "10:12"])
def test_what_would_be_filled_with_today_is_doubted(date):
    """A date that says less would be another every day."""
    assert doubt(date).startswith("The date is not whole")


def test_a_zone_that_would_be_left_out_is_doubted():
    """Three letters are no offset: which zone is meant, nobody knows."""
    assert doubt("2010-05-04 10:12 EST").startswith("The time zone in the date is not known")
