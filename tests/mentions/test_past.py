"""Addresses that were: moved, or gone."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from partwork.mentions.ledger import Ledger, Page
from partwork.mentions.past import past
from tests.builders import PROPERTY
from tests.mentions.builders import SITE, make_source, page_fact


def became(sources, *facts):
    """Return the names of what has moved, and where to; and of what is gone."""
    found = past(sources, Ledger().with_facts(facts), SITE)
    return [tuple(map(_name, pair)) for pair in found.moved], [_name(url) for url in found.gone]


def _name(url):
    return url.removeprefix(f"{SITE}/").removesuffix(".html")


def test_pages_that_are_there_are_no_past():
    """A page at its address is neither moved nor gone, a hidden one too."""
    one, two = make_source("one"), make_source("two", withheld="hidden")
    assert became([one, two], page_fact(one), page_fact(two)) == ([], [])


def test_a_page_that_is_nowhere_is_gone():
    """Its file is not there, and no new page says the same."""
    one = make_source("one")
    assert became([make_source("two", words="Others.")], page_fact(one)) == ([], ["one"])


def test_a_file_with_another_address_has_moved():
    """The slug was changed, and the words with it."""
    one = make_source("one")
    assert became([make_source("two", words="New.", path="one.md")], page_fact(one)) == ([("one", "two")], [])


def test_another_file_that_says_the_same_has_moved():
    """File and slug were changed, and not the words; where two pages say the same, nobody knows."""
    one = make_source("one", title="T")
    two, three = make_source("two", title="T"), make_source("three", title="T")
    assert became([two], page_fact(one)) == ([("one", "two")], [])
    assert became([two, three], page_fact(one)) == ([], ["one"])
    assert became([two], page_fact(one), page_fact(two)) == ([], ["one"])


def test_a_page_that_moved_twice_leads_to_where_it_is_now():
    """What the ledger has noted is followed, though neither file nor words tell of it any more."""
    one, two = make_source("one"), make_source("two")
    three = make_source("three", words="New.", path="other.md")
    facts = page_fact(one, moved=two.url), page_fact(two, moved=three.url), page_fact(three)
    assert became([three], *facts) == ([("one", "three"), ("two", "three")], [])
    assert became([], *facts) == ([], ["one", "three", "two"])


def test_circles_of_moves_end():
    """Two addresses that lead to each other, and to no page, are gone."""
    one, two = make_source("one"), make_source("two")
    assert became([], page_fact(one, moved=two.url), page_fact(two, moved=one.url)) == ([], ["one", "two"])


def test_a_page_that_is_back_is_no_past():
    """What had moved away may come back to its first address."""
    one, two = make_source("one"), make_source("two", path="one.md")
    assert became([one], page_fact(one, moved=two.url), page_fact(two)) == ([("two", "one")], [])


def test_a_line_without_file_and_words_is_gone():
    """A line written by hand needs the address alone."""
    assert became([make_source("one", path="")], Page(url=f"{SITE}/x.html")) == ([], ["x"])


@PROPERTY
@given(st.data())
def test_every_address_of_the_past_is_there_once(data):
    """Whatever moved where: an address that was is moved to a page of today, or gone, and never both."""
    names = st.sampled_from("abcdef")
    today = [make_source(name, words=name) for name in sorted(data.draw(st.sets(names)))]
    known = data.draw(st.dictionaries(names, st.tuples(names, names, st.none() | names)))
    facts = [
        replace_moved(make_source(name, words=words, path=f"{path}.md"), moved)
        for name, (words, path, moved) in known.items()
    ]
    moved, gone = became(today, *facts)
    here = {_name(source.url) for source in today}
    assert sorted([old for old, _ in moved] + gone) == sorted(known.keys() - here)
    assert {new for _, new in moved} <= here


def replace_moved(source, moved):
    """Make the fact of a page that went to `moved`."""
    return page_fact(replace(source), moved=f"{SITE}/{moved}.html" if moved else "")
