"""Feeds in three formats, read back by ordinary parsers."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest
from feedgenerator import get_tag_uri
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from partwork.editions.feeds import FORMATS, Entry, Feed, atom, json_feed, rss
from tests.builders import PROPERTY, day

_ATOM = "{http://www.w3.org/2005/Atom}"
_COMPLETE = "{http://purl.org/syndication/history/1.0}complete"
_AT = "https://essays.example/feeds/job"


def make_entry(slug="resume", **facts):
    """Make an entry of a feed."""
    given = {"title": slug, "published": day(0), "content": f"<p>{slug}</p>", **facts}
    return Entry(url=f"https://essays.example/{slug}.html", **given)


def make_feed(*entries, **facts):
    """Make a feed of the entries."""
    given = {"title": "Job", "url": "https://essays.example/job.html", **facts}
    return Feed(entries=entries, **given)


def read_atom(feed):
    """Read a feed as an Atom reader does."""
    return ET.fromstring(atom(feed, _AT).encode())


def read_rss(feed):
    """Read a feed as an RSS reader does."""
    return ET.fromstring(rss(feed, _AT).encode()).find("channel")


def read_json(feed):
    """Read a feed as a JSON Feed reader does."""
    return json.loads(json_feed(feed, _AT))


def contents(feed):
    """Return what each format says the entries contain."""
    return (
        [entry.findtext(f"{_ATOM}content") for entry in read_atom(feed).iter(f"{_ATOM}entry")],
        [item.findtext("description") for item in read_rss(feed).iter("item")],
        [item["content_html"] for item in read_json(feed)["items"]],
    )


def titles(feed):
    """Return the titles of the entries in each format."""
    return (
        [entry.findtext(f"{_ATOM}title") for entry in read_atom(feed).iter(f"{_ATOM}entry")],
        [item.findtext("title") for item in read_rss(feed).iter("item")],
        [item["title"] for item in read_json(feed)["items"]],
    )


def test_atom_says_everything_there_is():
    """An Atom feed has the facts of the feed and of each entry, in their elements."""
    feed = make_feed(
        make_entry(
            title="A <b> & C",
            content="<p>Text &amp; more</p>",
            summary="<p>Short</p>",
            author="Ann",
            published=datetime(2010, 5, 4, 10, 12, tzinfo=timezone(timedelta(hours=-7))),
            updated=day(3),
        ),
        description="Three jobs",
        lang="en",
        author="Bob",
    )
    root = read_atom(feed)
    assert root.tag == f"{_ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    texts = {child.tag.removeprefix(_ATOM): child.text for child in root}
    assert (texts["title"], texts["subtitle"], texts["id"]) == (
        "Job",
        "Three jobs",
        "https://essays.example/job.html",
    )
    assert texts["updated"] == "2010-05-07T10:12:00+00:00"
    assert root.findtext(f"{_ATOM}author/{_ATOM}name") == "Bob"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{_ATOM}link")} == {
        "alternate": "https://essays.example/job.html",
        "self": _AT,
    }
    entry = root.find(f"{_ATOM}entry")
    assert entry.findtext(f"{_ATOM}title") == "A <b> & C"
    assert entry.findtext(f"{_ATOM}id") == "tag:essays.example,2010-05-04:/resume.html"
    assert entry.findtext(f"{_ATOM}published") == "2010-05-04T10:12:00-07:00"
    assert entry.findtext(f"{_ATOM}updated") == "2010-05-07T10:12:00+00:00"
    assert entry.findtext(f"{_ATOM}author/{_ATOM}name") == "Ann"
    assert entry.find(f"{_ATOM}content").get("type") == "html"
    assert entry.findtext(f"{_ATOM}content") == "<p>Text &amp; more</p>"
    assert entry.findtext(f"{_ATOM}summary") == "<p>Short</p>"
    assert entry.find(f"{_ATOM}link").get("href") == "https://essays.example/resume.html"


def test_html_that_knows_it_is_html_is_escaped_once():
    """Content given as Markup comes out of every format as the content it was."""
    feed = make_feed(make_entry(content=Markup("<p>Wet, &amp; <b>indeed</b>.</p>")))
    assert contents(feed) == (["<p>Wet, &amp; <b>indeed</b>.</p>"],) * 3


def test_rss_says_everything_there_is():
    """An RSS feed has the whole text as the description, and an id that is no address."""
    feed = make_feed(
        make_entry(title="A <b> & C", content="<p>x</p>", summary="short", author="Ann"),
        description="Three jobs",
        lang="en",
    )
    channel = read_rss(feed)
    assert channel.findtext("title") == "Job"
    assert channel.findtext("description") == "Three jobs"
    assert channel.findtext("language") == "en"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")) == day(0)
    assert channel.find(f"{_ATOM}link").get("href") == _AT
    item = channel.find("item")
    assert item.findtext("title") == "A <b> & C"
    assert item.findtext("description") == "<p>x</p>"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ann"
    assert parsedate_to_datetime(item.findtext("pubDate")) == day(0)
    assert item.findtext("guid") == "tag:essays.example,2010-05-04:/resume.html"
    assert item.find("guid").get("isPermaLink") == "false"


def test_json_feed_says_everything_there_is():
    """A JSON feed is version 1.1, with the facts of the feed and of each entry."""
    feed = make_feed(
        make_entry(content="<p>x</p>", summary="short", author="Ann", updated=day(1)),
        description="Three jobs",
        lang="en",
    )
    assert read_json(feed) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Job",
        "home_page_url": "https://essays.example/job.html",
        "feed_url": _AT,
        "description": "Three jobs",
        "language": "en",
        "items": [
            {
                "id": "tag:essays.example,2010-05-04:/resume.html",
                "url": "https://essays.example/resume.html",
                "title": "resume",
                "content_html": "<p>x</p>",
                "date_published": "2010-05-04T10:12:00+00:00",
                "summary": "short",
                "date_modified": "2010-05-05T10:12:00+00:00",
                "authors": [{"name": "Ann"}],
            }
        ],
    }


def test_json_feed_leaves_out_what_it_has_not():
    """Fields without a value are not there."""
    assert set(read_json(make_feed(make_entry()))) == {
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "items",
    }
    (item,) = read_json(make_feed(make_entry()))["items"]
    assert set(item) == {"id", "url", "title", "content_html", "date_published"}


def test_reading_order_is_kept():
    """A feed keeps the order it is given, against dates and titles."""
    slugs = ["c", "a", "b"]
    feed = make_feed(*(make_entry(slug, published=day(index % 2)) for index, slug in enumerate(slugs)))
    assert titles(feed) == (slugs, slugs, slugs)


@pytest.mark.parametrize("complete", [True, False])
def test_complete_feed_says_so(complete):
    """An Atom feed that holds everything is marked (RFC 5005), another is not."""
    assert (read_atom(make_feed(make_entry(), complete=complete)).find(_COMPLETE) is not None) is complete


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("kind", FORMATS)
def test_empty_feed_is_the_same_at_any_time(kind, complete):
    """A feed without entries parses, and has no date of today."""
    text = FORMATS[kind](make_feed(complete=complete), _AT)
    assert text == FORMATS[kind](make_feed(complete=complete), _AT)
    assert f"{datetime.now(UTC):%Y}" not in text
    if kind == "json":
        assert json.loads(text)["items"] == []
    else:
        assert ET.fromstring(text.encode()) is not None


def test_empty_feed_was_updated_at_the_epoch():
    """The date that an empty feed must have is no build's."""
    assert make_feed().updated == datetime(1970, 1, 1, tzinfo=UTC)
    assert read_atom(make_feed()).findtext(f"{_ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_feed_was_updated_when_its_newest_entry_was():
    """The date of a feed is the newest of its entries' changes, not of the order."""
    feed = make_feed(make_entry("a", updated=day(9)), make_entry("b", published=day(5)))
    assert feed.updated == day(9)


def test_ids_are_those_of_pelican():
    """A reader who follows Pelican's own feed sees nothing twice: the ids are the same."""
    for url in ("https://essays.example/a.html", "https://essays.example/a.html#comment-5"):
        entry = Entry("T", url, day(0), "")
        assert entry.id == get_tag_uri(url, day(0))
    assert make_entry("a").id != make_entry("b").id


def test_control_characters_do_not_break_a_feed():
    """What XML cannot carry, and what reorders text, is left out of every format."""
    bad = "a\x00\x07\x1b\u202e\ufffe\ud800b"
    feed = make_feed(
        make_entry(title=bad, content=f"<p>{bad}</p>", summary=bad, author=bad),
        title=bad,
        description=bad,
        author=bad,
    )
    assert titles(feed) == (["ab"], ["ab"], ["ab"])
    assert contents(feed) == (["<p>ab</p>"], ["<p>ab</p>"], ["<p>ab</p>"])
    document = read_json(feed)
    assert (document["title"], document["description"]) == ("ab", "ab")
    assert (document["items"][0]["summary"], document["items"][0]["authors"]) == ("ab", [{"name": "ab"}])
    json_feed(feed, _AT).encode()


def test_spans_of_typogrify_are_gone():
    """Spans for styling stay out of feeds; the quotes and dashes they hold stay in."""
    feed = make_feed(
        make_entry(
            content='<p><span class="dquo">&#8220;</span><span class="caps">HR</span>&#8221;</p>',
            summary='Fish <span class="amp">&amp;</span> chips',
        )
    )
    assert contents(feed) == (["<p>&#8220;HR&#8221;</p>"],) * 3
    assert read_atom(feed).findtext(f"{_ATOM}entry/{_ATOM}summary") == "Fish &amp; chips"
    assert read_json(feed)["items"][0]["summary"] == "Fish &amp; chips"


def test_closed_tag_stays_closed():
    """A combining stroke behind a tag makes no other sign of it, in any format."""
    html = '<a href="https://x.example/">\u0338 onclick=x</a>'
    assert contents(make_feed(make_entry(content=html))) == ([html], [html], [html])


@given(
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=5),
    st.text(max_size=20),
)
@settings(PROPERTY, max_examples=50)
def test_any_text_makes_feeds_that_parse_and_agree(pairs, title):
    """Whatever titles and contents are, the formats parse and say the same."""
    entries = [make_entry(f"part-{n}", title=one, content=content) for n, (one, content) in enumerate(pairs)]
    feed = make_feed(*entries, title=title)

    def lines(texts):
        return [(text or "").replace("\r\n", "\n").replace("\r", "\n") for text in texts]

    for found in (titles(feed), contents(feed)):
        assert lines(found[0]) == lines(found[1]) == lines(found[2])
        assert len(found[0]) == len(entries)
