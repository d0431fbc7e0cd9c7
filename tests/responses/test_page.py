"""Views of a thread: what stands below a post."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from partwork.model import Kind, Thread, Type
from partwork.responses.page import Reply, Ways, heading, in_order, reply, thread_view
from partwork.responses.thread import thread
from tests.builders import PROPERTY, date_view, make_response, month_view
from tests.growth import LARGER, grows_linearly

_BOTH = Ways("author@essays.example", "https://essays.example/webmention")


def view_of(responses, depth=5, *, closed=False, title="Title", way=None):
    """Make the view of a thread."""
    return thread_view(
        thread(responses, depth),
        title,
        html=lambda response: Markup(response.html),
        moment=date_view,
        month=month_view,
        closed=closed,
        reply=way,
        feed="feeds/x.atom.xml",
    )


def walk(views, depth=1, above=None):
    """Yield (view, depth, id of the view around it) in reading order, without recursion in depth."""
    for view in views:
        yield view, depth, above
        yield from walk(view.answers, depth + 1, view.id)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, ""),
        (1, "One thought on “A <em>Title</em> &amp; more”"),
        (2, "2 thoughts on “A <em>Title</em> &amp; more”"),
        (4, "4 thoughts on “A <em>Title</em> &amp; more”"),
    ],
)
def test_heading_counts_in_the_manner_of_wordpress(count, text):
    """The heading counts thoughts on the title; without thoughts there is none."""
    assert heading(count, "A <em>Title</em> &amp; more") == Markup(text)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((Kind.COMMENT,), "One thought"),
        ((Kind.PINGBACK,), "One thought"),
        ((Kind.COMMENT, Kind.PINGBACK, Kind.TRACKBACK, Kind.WEBMENTION), "4 thoughts"),
    ],
)
def test_cr_04_pings_are_counted_with_the_comments(kinds, words):
    """A post has as many thoughts as there are responses of any kind."""
    view = view_of([make_response(id_, kind=kind) for id_, kind in enumerate(kinds, 1)])
    assert view.count == len(kinds)
    assert view.heading.startswith(f"{words} on")


def test_view_has_all_of_a_response():
    """A response shows its name, address, text, date, kind and badge."""
    (view,) = view_of(
        [make_response(7, name="<B>", url="https://reader.example/", html="<p>Hi</p>", by_author=True)]
    ).responses
    assert (view.id, view.kind, view.kind_word) == (7, "comment", "")
    assert (view.name, view.url) == (Markup("&lt;B&gt;"), Markup("https://reader.example/"))
    assert view.html == Markup("<p>Hi</p>")
    assert view.date.text == "2010-05-04"
    assert view.by_author
    assert (view.in_reply_to, view.in_reply_to_id, view.answers) == ("", 0, ())


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Kind.COMMENT, ""),
        (Kind.PINGBACK, "Pingback"),
        (Kind.TRACKBACK, "Trackback"),
        (Kind.WEBMENTION, "Mention"),
    ],
)
def test_kinds_are_told_apart(kind, word):
    """Whatever is not a comment says what it is."""
    (view,) = view_of([make_response(kind=kind)]).responses
    assert (view.kind, view.kind_word) == (kind.value, word)


@pytest.mark.parametrize(
    ("kind", "type_", "shown", "word", "microformat"),
    [
        (Kind.WEBMENTION, Type.MENTION, "webmention", "Mention", "u-comment"),
        (Kind.WEBMENTION, Type.REPLY, "webmention type-reply", "Reply", "u-comment"),
        (Kind.WEBMENTION, Type.LIKE, "webmention type-like", "Like", "u-like"),
        (Kind.WEBMENTION, Type.REPOST, "webmention type-repost", "Repost", "u-repost"),
        (Kind.WEBMENTION, Type.BOOKMARK, "webmention type-bookmark", "Bookmark", "u-bookmark"),
        (Kind.WEBMENTION, Type.RSVP, "webmention type-rsvp", "RSVP", "u-comment"),
        (Kind.PINGBACK, Type.REPLY, "pingback type-reply", "Reply", "u-comment"),
        (Kind.COMMENT, Type.REPLY, "comment", "", "u-comment"),
    ],
)
def test_types_are_told_apart(kind, type_, shown, word, microformat):
    """A mention says what it does with the post, to readers, style sheets and machines."""
    (view,) = view_of([make_response(kind=kind, type=type_)]).responses
    assert (view.kind, view.kind_word, view.microformat) == (shown, word, microformat)


@pytest.mark.parametrize(
    ("url", "source", "gone", "by_name", "by_kind"),
    [
        ("https://a.example/", "https://b.example/", None, "https://a.example/", "https://b.example/"),
        ("https://a.example/", "https://a.example/", None, "https://a.example/", ""),
        ("", "https://b.example/x", None, "https://b.example/x", ""),
        ("", "", None, "", ""),
        ("javascript:alert(1)", "https://b.example/", None, "https://b.example/", ""),
        ("https://a.example/", "javascript:alert(1)", None, "https://a.example/", ""),
        ("https://a.example/", "https://b.example/", date(2027, 3, 14), "https://a.example/", ""),
        ("", "https://b.example/", date(2027, 3, 14), "", ""),
    ],
)
def test_links_lead_to_whom_and_where(url, source, gone, by_name, by_kind):
    """A name leads to its bearer, a kind to the page; without a bearer the name does; none to a dead page."""
    (view,) = view_of([make_response(url=url, source=source, gone=gone)]).responses
    assert (view.url, view.source) == (Markup(by_name), Markup(by_kind))


def test_dead_source_is_told_with_its_month():
    """What a page said stays when the page is gone, and says since when it is."""
    (view,) = view_of([make_response(gone=date(2027, 3, 14))]).responses
    assert (view.gone.iso, view.gone.text) == ("2027-03-14", "March 2027")
    assert view.html == Markup("<p>Yes.</p>")


def test_withdrawn_response_holds_the_place_of_its_answers():
    """It says nothing and is not counted; the answers to it stand where they stood."""
    responses = [
        make_response(1, withdrawn=True, html=""),
        make_response(2, 1),
        make_response(3, 2),
        make_response(4, withdrawn=True, html=""),
        make_response(5, 4, withdrawn=True, html=""),
    ]
    view = view_of(responses, depth=2)
    assert view.count == 2
    (one,) = view.responses
    assert (one.id, one.withdrawn, one.html) == (1, True, "")
    assert [answer.id for answer in one.answers] == [2, 3]
    assert view_of(responses[3:]).heading == ""


def test_answer_names_what_was_withdrawn_as_such():
    """Where nesting does not show that an answer is to a withdrawn response, it says so."""
    responses = [make_response(1), make_response(2, 1, withdrawn=True), make_response(3, 2)]
    *_, (last, _, _) = walk(view_of(responses, depth=1).responses)
    assert last.in_reply_to == "a response that was withdrawn"


def test_nameless_response_is_anonymous():
    """Who gives no name is called Anonymous."""
    (view,) = view_of([make_response(name=" \u202e ")]).responses
    assert view.name == "Anonymous"


def test_deep_answers_name_whom_they_answer():
    """Where nesting does not show what is answered, the answer says it; where it does, it does not."""
    responses = [
        make_response(1, name="One"),
        make_response(2, 1, name="Two"),
        make_response(3, 2, name="Three & Co"),
        make_response(4, 3, name="Four"),
    ]
    views = {view.id: (depth, view) for view, depth, _ in walk(view_of(responses, 2).responses)}
    assert {id_: depth for id_, (depth, _) in views.items()} == {1: 1, 2: 2, 3: 2, 4: 2}
    assert [views[id_][1].in_reply_to for id_ in (1, 2, 3, 4)] == ["", "", "Two", "Three &amp; Co"]
    assert [views[id_][1].in_reply_to_id for id_ in (3, 4)] == [2, 3]


@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 5)), max_size=25),
    st.integers(1, 6),
)
@settings(PROPERTY)
def test_view_has_every_response_once_in_reading_order(pairs, depth):
    """The nested view, read from top to bottom, is the thread, no deeper than asked."""
    responses = [
        make_response(id_, reply_to or None, minutes=minutes)
        for id_, (reply_to, minutes) in enumerate(pairs, 1)
    ]
    made = thread(responses, depth)
    view = view_of(responses, depth)
    met = list(walk(view.responses))
    assert [(one.id, level) for one, level, _ in met] == [(n.response.id, n.depth) for n in made.nodes]
    assert [*in_order(view)] == [one for one, _, _ in met]
    parents = {node.response.id: node.parent for node in made.nodes}
    for one, _, above in met:
        assert bool(one.in_reply_to) == (parents[one.id] not in (None, above))


@pytest.mark.parametrize(
    "make",
    [
        lambda n: [make_response(i, i - 1 if i > 1 else None) for i in range(1, n + 1)],
        lambda n: [make_response(i) for i in range(1, n + 1)],
    ],
    ids=["chain", "flat"],
)
def test_cr_07_thousands_of_responses_are_viewed_in_linear_time(make):
    """The time grows with the number of responses alone, and there is no recursion."""
    large = make(400 * LARGER)
    assert view_of(large).count == 400 * LARGER
    assert grows_linearly(view_of, small=make(400), large=large)


@pytest.mark.parametrize(
    ("count", "closed", "says"),
    [(0, True, False), (0, False, False), (2, True, True), (2, False, False)],
)
def test_cr_03_closed_is_said_where_there_is_something_to_read(count, closed, says):
    """The word that comments are closed stands below responses and nowhere else."""
    view = view_of([make_response(id_ + 1) for id_ in range(count)], closed=closed)
    assert view.closed is says
    assert view.count == count


def test_empty_thread_is_an_empty_view():
    """A post that nobody answered has no heading and nothing closed; its ways to answer stay."""
    way = Reply(Markup("mailto:x"), own_site=False, form=Markup(""), target=Markup(""))
    view = thread_view(Thread(), "T", lambda _: Markup(""), date_view, month_view, closed=True, reply=way)
    assert (view.count, view.heading, view.responses, view.closed) == (0, "", (), False)
    assert (view.reply, view.feed) == (way, "")


@pytest.mark.parametrize(
    ("ways", "comments_open", "pings_open", "mail", "own_site"),
    [
        (_BOTH, True, True, True, True),
        (_BOTH, True, False, True, False),
        (_BOTH, False, True, False, True),
        (Ways("author@essays.example", ""), True, True, True, False),
        (Ways("", "https://essays.example/webmention"), True, True, False, True),
    ],
)
def test_open_invites_by_the_ways_the_site_has(ways, comments_open, pings_open, mail, own_site):
    """A reader may answer by mail while comments are open, from a site of their own while pings are."""
    found = reply(
        ways, "Title", "https://essays.example/t", comments_open=comments_open, pings_open=pings_open
    )
    assert (bool(found.mailto), found.own_site) == (mail, own_site)


@pytest.mark.parametrize(
    ("ways", "comments_open", "pings_open"),
    [
        (_BOTH, False, False),
        (Ways("", ""), True, True),
        (Ways("author@essays.example", ""), False, True),
        (Ways("", "https://essays.example/webmention"), True, False),
    ],
)
def test_without_a_way_there_is_no_invitation(ways, comments_open, pings_open):
    """Where nothing can be answered nothing is said."""
    assert (
        reply(ways, "Title", "https://essays.example/t", comments_open=comments_open, pings_open=pings_open)
        is None
    )


def test_mail_carries_the_title_whole():
    """The subject is the title, whatever is in it, and the address is safe in an attribute."""
    found = reply(_BOTH, "A & B: “100 %”?", "https://essays.example/t", comments_open=True, pings_open=False)
    parts = urlsplit(str(found.mailto).replace("&amp;", "&"))
    assert (parts.scheme, parts.path) == ("mailto", "author@essays.example")
    assert parse_qs(parts.query) == {"subject": ["Re: A & B: “100 %”?"]}
    assert escape(found.mailto) == found.mailto
    assert '"' not in found.mailto
