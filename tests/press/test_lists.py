"""Looking for a member takes the same time however many there are."""

from partwork.press.seam.lists import Members
from tests.growth import LARGER, grows_linearly


def test_looking_for_every_member_takes_a_time_that_grows_with_their_number():
    """Pelican asks of each post whether it is in the list: that must not take the square."""

    def look(members):
        assert sum(one in members for one in members) == len(members)

    small = Members([object() for _ in range(2_000)])
    large = Members([object() for _ in range(2_000 * LARGER)])
    assert grows_linearly(look, small=small, large=large)


def test_members_are_what_the_list_holds():
    """Contents are told apart by identity, as Pelican's own lists do, and what is added is known."""
    one, other = object(), object()
    members = Members([one])
    assert one in members
    assert other not in members
    members.append(other)
    assert other in members
