"""What a page that links here says."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.mentions.entry import Said, said
from partwork.mentions.fetch import Fetcher
from partwork.mentions.http import Answer, FetchError, Headers
from partwork.model import Type
from partwork.responses.clean import clean
from tests.builders import PROPERTY

TARGET = "https://essays.example/tides/ebb.html"
_SOURCE = "https://reader.example/notes/one"
_NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
_SOURCES = Path(__file__).parent / "sources"
_EXPECTED = json.loads((_SOURCES / "said.json").read_text(encoding="utf-8"))
_LINK = f'<a href="{TARGET}">Ebb</a>'


class Nobody:
    """A web on which nobody is asked."""

    def get(self, url, **_):
        """Fail: there is no author's page in these sources."""
        raise AssertionError(f"asked {url}")


def read(body, url=_SOURCE, web=None, kind="text/html; charset=utf-8"):
    """Read a source."""
    answer = Answer(url, 200, Headers((("Content-Type", kind),)), body.encode("utf-8", "surrogatepass"))
    return said(answer, TARGET, web or Nobody(), _NOON)


@pytest.mark.parametrize(
    "name", [pytest.param(name, id=f"{one['id']} {name}") for name, one in _EXPECTED.items()]
)
def test_source_says(name):
    """Each source in ``sources/`` says what ``said.json`` has of it."""
    found = read((_SOURCES / f"{name}.html").read_text(encoding="utf-8"))
    expected = {key: value for key, value in _EXPECTED[name].items() if key != "id"}
    written = {key: getattr(found, key) for key in expected}
    if written.get("published"):
        written["published"] = written["published"].isoformat()
    assert written == expected


def test_every_source_is_expected():
    """No file lies beside the list."""
    assert {path.stem for path in _SOURCES.glob("*.html")} == set(_EXPECTED)


def test_wr_p01_what_is_no_page_mentions():
    """JSON and plain text link, and say no more; they are called by their host."""
    for kind in ("application/json", "text/plain"):
        found = read(f'{{"url": "{TARGET}"}}', kind=kind)
        assert found == Said(Type.MENTION, url=_SOURCE)
        assert found.who == "reader.example"


_CARD = '<p class="h-card"><a class="p-name u-url u-uid" href="/ann">Ann</a></p>'
_ENTRY = f'<div class="h-entry"><a class="u-author" href="{{}}"></a>{_LINK}</div>'


@pytest.mark.parametrize(
    ("author_page", "name"),
    [
        pytest.param(_CARD, "Ann", id="WR-P02 6.1 url and uid"),
        pytest.param(
            '<p class="h-card"><b class="p-name">Ben</b></p>'
            '<p class="h-card"><a class="u-url u-uid p-name" href="/ann">Ann</a></p>',
            "Ann",
            id="WR-P02 6.1 the one whose page it is",
        ),
        pytest.param(
            '<a class="h-card" rel="me" href="https://ann.example/">Ann</a>', "Ann", id="WR-P02 6.2 rel=me"
        ),
        pytest.param(
            '<a class="h-card" href="https://ben.example/">Ben</a>', "", id="WR-P02 6 somebody else"
        ),
        pytest.param('<a class="h-card" href="/ann">Ann</a>', "", id="WR-P02 6 url without uid"),
        pytest.param("<p>Ann</p>", "", id="WR-P02 6 no card"),
    ],
)
def test_author_is_looked_up_on_the_authors_page(stranger, web, author_page, name):
    """The author's page is asked once, and believed where it says that it is the author's."""
    url = stranger.say("/ann", author_page)
    found = read(_ENTRY.format(url), web=web)
    assert (found.author_name, found.author_url) == (name, url)
    assert stranger.methods("/ann") == ["GET"]


def test_wr_p02_card_on_the_page_of_the_post_is_the_last_resort(stranger, web):
    """Where the author's page does not answer, a card of that address beside the post names the author."""
    url = stranger.say("/ann", "", 500)
    page = f'<a class="h-card" href="{url}">Ann</a>{_ENTRY.format(url)}'
    assert read(page, web=web).author_name == "Ann"


def test_wr_p02_rel_author_leads_to_the_author(stranger, web):
    """A post without an author is by whom its page links to as author; the posts of a feed are not."""
    url = stranger.say("/ann", _CARD)
    link = f'<link rel="author" href="{url}">'
    assert read(f'{link}<div class="h-entry">{_LINK}</div>', web=web).author_name == "Ann"
    feed = f'{link}<div class="h-feed"><div class="h-entry">{_LINK}</div></div>'
    assert read(feed, web=web).author_name == ""


def test_wr_p02_author_page_is_fetched_through_the_guard(stranger):
    """An author's page inside is not asked for, and the post is by nobody (CVE-2026-0686)."""
    stranger.say("/ann", _CARD)
    guarded = Fetcher()
    for url in (
        f"{stranger.url}/ann",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "file:///etc/x",
    ):
        found = read(_ENTRY.format(url), web=guarded)
        assert found.author_name == ""
    assert stranger.asked == []


def test_wr_p02_author_page_that_is_the_post_is_not_asked_for_again():
    """A post whose author is at its own address is read once."""
    page = f'<a class="h-card" href="{_SOURCE}">Ann</a>{_ENTRY.format(_SOURCE)}'
    assert read(page).author_name == "Ann"


def test_wr_p02_author_page_that_fails_is_no_matter():
    """Without the author's page the post says what it says."""

    class Silent:
        def get(self, url, **_):
            raise FetchError(url, "silent")

    found = read(_ENTRY.format("https://ann.example/"), web=Silent())
    assert (found.author_name, found.author_url, found.type) == ("", "https://ann.example/", Type.MENTION)


@pytest.mark.parametrize(
    ("written", "published"),
    [
        pytest.param("2026-11-02T08:15:00-07:00", "2026-11-02T08:15:00-07:00", id="WR-P04 offset"),
        pytest.param("2026-11-02 08:15-0730", "2026-11-02T08:15:00-07:30", id="WR-P04 offset without colon"),
        pytest.param("2026-11-02T08:15:00Z", "2026-11-02T08:15:00+00:00", id="WR-P04 Z"),
        pytest.param("2026-11-02T08:15:00.123456+01:00", "2026-11-02T08:15:00+01:00", id="WR-P04 fractions"),
        pytest.param("2026-11-02T08:15", "2026-11-02T08:15:00+00:00", id="WR-P04 no offset"),
        pytest.param("2026-11-02", "2026-11-02T00:00:00+00:00", id="WR-P04 day"),
        pytest.param("2026-11-25T11:00:00Z", "2026-11-25T11:00:00+00:00", id="WR-P04 clock goes fast"),
        pytest.param("2026-11-26T08:15:00Z", None, id="WR-P04 future"),
        pytest.param("9999-12-31T23:59:59-23:59", None, id="WR-P04 end of time"),
        pytest.param("0001-01-01T00:00:00+23:59", None, id="WR-P04 beginning of time"),
        pytest.param("1969-12-31T00:00:00Z", None, id="WR-P04 before the web"),
        pytest.param("2026-02-30T08:15:00Z", None, id="WR-P04 no such day"),
        pytest.param("2026-11-02T25:15:00Z", None, id="WR-P04 no such hour"),
        pytest.param("0000-00-00T00:00:00", None, id="WR-P04 zero"),
        pytest.param("yesterday", None, id="WR-P04 words"),
        pytest.param("", None, id="WR-P04 nothing"),
        pytest.param("1" * 10_000, None, id="WR-P04 long"),
    ],
)
def test_dates_are_believed_where_they_can_be(written, published):
    """A date keeps its offset; what is none, or is still to come, is as if it were not there."""
    page = f'<div class="h-entry"><time class="dt-published" datetime="{written}"></time>{_LINK}</div>'
    found = read(page).published
    assert (found.replace(microsecond=0).isoformat() if found else None) == published


def test_wr_p04_first_date_that_can_be_counts():
    """A date that cannot be read does not hide one that can."""
    page = (
        '<meta property="article:published_time" content="2026-10-01T10:00:00Z">'
        f'<div class="h-entry"><time class="dt-published">soon</time>{_LINK}</div>'
    )
    assert read(page).published == datetime(2026, 10, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (f"<p>{_LINK}</p>", "Ebb"),
        (f"<p>One {_LINK} two</p>", "One Ebb two"),
        (f"<p>{'a ' * 200}{_LINK}{' b' * 200}</p>", f"[…] {'a ' * 49}Ebb{' b' * 49} […]"),
        (f"<p>{'x' * 300} {_LINK}</p>", "[…] Ebb"),
        (f"<p>A</p>\n<div>{_LINK}</div><p>B</p>", "Ebb"),
        (f"<p>{'a ' * 200}</p><p>One {_LINK} two</p>{'b ' * 200}", "One Ebb two"),
        (f"<ul><li>A<li>B {_LINK}<li>C</ul>", "B Ebb"),
        (f"<p>One\nword,<br>and <img alt=''>then\r\n{_LINK}\ntwo.", "One word, and then Ebb two."),
        (f"<script>var x = 1</script><p>One {_LINK}<style>p {{}}</style>", "One Ebb"),
        (f'<p>One <a href="{TARGET}">{"long " * 100}</a> two', f"One {'long ' * 38}long… two"),
        (f'<p>One <a href="{TARGET}"><img alt="tide"></a> two', "One two"),
        (f"<title>T</title><p>One {_LINK}, {_LINK}", "One Ebb, Ebb"),
    ],
)
def test_excerpt_is_the_words_around_the_link(page, words):
    """A hundred characters on each side of the link, cut at words, in its paragraph, as WordPress quotes."""
    assert read(page).excerpt == words


def test_wr_p07_everything_has_a_length():
    """A page may say as much as it likes: names, addresses and texts are cut."""
    long = "word " * 10_000
    page = (
        f"<title>{long}</title><div class='h-entry'><b class='p-author h-card'><a class='u-url p-name' "
        f"href='https://ann.example/{'x' * 5000}'>{long}</a></b><a class='u-in-reply-to' href='{TARGET}'></a>"
        f"<a class='u-url' href='/{'y' * 5000}'></a><div class='e-content'><p>{long}</p></div></div>"
    )
    found = read(page)
    assert len(found.author_name) <= 200
    assert len(found.name) <= 200
    assert (found.author_url, found.url) == ("", _SOURCE)
    assert 900 < len(found.html) < 1100
    assert found.html.endswith("…</p>")
    assert len(read(f"<p>{long}{_LINK}{long}").excerpt) <= 500


def test_wr_p07_markup_has_a_length_too():
    """A short text in a lot of markup is shown without it."""
    page = f"<div class='h-entry'><a class='u-in-reply-to' href='{TARGET}'></a><div class='e-content'>"
    assert len(read(page + "<b></b>" * 3000 + "x").html) < 100


_PROPERTIES = "p-name p-author u-author e-content p-summary u-url u-in-reply-to dt-published value"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            f'<div class="h-entry {_PROPERTIES}">' * 100 + "x <b>y</b>" * 30_000, id="items in items"
        ),
        pytest.param(
            '<div class="h-entry">' + f'<p class="{_PROPERTIES}">' * 100 + "x<br>" * 60_000, id="properties"
        ),
        pytest.param(
            '<div class="hentry entry-content author vcard">' * 100 + "x<p>" * 60_000, id="old items"
        ),
        pytest.param(f'<div class="h-entry">{_LINK}</div>' * 20_000, id="many items"),
        pytest.param(
            '<div class="h-entry">' + "".join(f"<b class={n}>" for n in range(5_000)) + "<p>x" * 20_000,
            id="bs",
        ),
        pytest.param('<div class="h-entry"><ul>' + "<ul><li>" * 60_000, id="lists"),
        pytest.param(f'<div class="h-entry {" ".join(f"p-a{n}" for n in range(90_000))}">x', id="classes"),
        pytest.param("<meta name=author content=>" * 30_000, id="metas"),
    ],
)
def test_page_made_to_take_long_does_not(page):
    """A megabyte that would make a microformats parser work for hours is read in seconds."""
    began = time.process_time()
    read(page[: 1 << 20], web=Fetcher(resolve=lambda _: ()))
    assert time.process_time() - began < 100


_TAGS = st.sampled_from("div p a b span ul li table td time data img br svg script template title".split())
_CLASSES = st.lists(
    st.sampled_from(
        [*_PROPERTIES.split(), *"h-entry h-feed h-cite h-card hentry vcard fn author h-x p-y".split()]
    ),
    max_size=4,
).map(" ".join)
_VALUES = st.one_of(
    st.sampled_from(
        [TARGET, "/x", "//[", "https://[::1", "2026-11-02", "12:00", "+01:00", "", "\ud800", "&amp;", "<"]
    ),
    st.text(max_size=8),
)
_ATTRIBUTES = st.sampled_from("href src title value datetime alt rel".split())
_TOKENS = st.one_of(
    st.builds("<{} class='{}' {}='{}'>".format, _TAGS, _CLASSES, _ATTRIBUTES, _VALUES),
    st.builds("</{}>".format, _TAGS),
    _VALUES,
)


@given(st.lists(_TOKENS, max_size=25).map("".join))
@settings(PROPERTY, max_examples=200)
def test_wr_p05_no_page_is_a_surprise(page):
    """Whatever microformats a page has, something is said, plain, short, and clean."""

    class Silent:
        def get(self, url, **_):
            assert url.startswith(("http://", "https://"))
            raise FetchError(url, "silent")

    found = read(page, web=Silent())
    assert isinstance(found.type, Type)
    assert clean(found.html) == found.html
    for text in (found.name, found.author_name, found.excerpt):
        assert text == " ".join(text.split())
        text.encode()
    for url in (found.url, found.author_url):
        assert url == "" or url.startswith(("http://", "https://"))
    assert found.published is None or found.published <= _NOON + timedelta(days=1)
