"""Which posts speak of a post."""

from hypothesis import given
from hypothesis import strategies as st

from partwork.model import Visibility
from partwork.series.discussed import discussion_views, discussions
from tests.builders import PROPERTY, day, make_post


def named(posts, links):
    """Return the slugs of the posts that speak of each."""
    by_source = {post.source: post for post in posts}
    by_slug = {post.slug: post.source for post in posts}
    found = discussions(
        by_source, {by_slug[one]: [by_slug[other] for other in many] for one, many in links.items()}
    )
    return {by_source[source].slug: [post.slug for post in those] for source, those in found.items()}


def test_those_who_link_are_named_oldest_first():
    """Each once, however often it links."""
    posts = [make_post(slug, date=day(number)) for number, slug in enumerate("abc")]
    assert named(posts, {"c": ["a", "a", "b"], "b": ["a"]}) == {"a": ["b", "c"], "b": ["c"]}


def test_a_post_is_not_discussed_in_itself():
    """A link to a place in the same post is none."""
    assert named([make_post("a")], {"a": ["a"]}) == {}


def test_drafts_and_hidden_posts_speak_of_nothing():
    """Only what is published is named; a hidden post can be spoken of."""
    posts = [
        make_post("a", visibility=Visibility.HIDDEN),
        make_post("b", visibility=Visibility.DRAFT),
        make_post("c"),
    ]
    assert named(posts, {"a": ["c"], "b": ["c"], "c": ["a"]}) == {"a": ["c"]}


def test_another_language_is_not_named():
    """Readers of one language are not sent to another."""
    assert named([make_post("a"), make_post("b", lang="de")], {"b": ["a"], "a": ["b"]}) == {}


def test_links_to_what_is_no_post_are_left_out():
    """A page, or nothing at all."""
    post = make_post("a")
    assert discussions({post.source: post}, {post.source: ["pages/about.md"]}) == {}


def test_a_view_has_what_the_part_is_called():
    """What is text is escaped, and what is HTML stays as it is."""
    (view,) = discussion_views([make_post("a", title="HR &amp; <i>R</i>")], lambda _: "Part 3 & a half")
    assert (view.heading, view.title, view.url) == ("Part 3 &amp; a half", "HR &amp; <i>R</i>", "en/a.html")


@PROPERTY
@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"))))
def test_who_is_named_links_and_who_links_is_named(links):
    """Among published posts of one language, naming is linking turned round."""
    found = named([make_post(slug) for slug in "abcdef"], links)
    turned = {(other, one) for one, many in links.items() for other in many if one != other}
    assert {(target, one) for target, those in found.items() for one in those} == turned
    assert all(len(those) == len(set(those)) for those in found.values())
