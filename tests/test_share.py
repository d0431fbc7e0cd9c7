"""Share links: plain addresses from a title and an address."""

from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork import share
from partwork.settings import Settings
from tests.builders import PROPERTY

_TITLE = "C++ & Co: “50 % off” #1?"
_URL = "https://essays.example/2010/05/résumé.html?a=1&b=2#top"
_BOTH = f"{_TITLE}\n\n{_URL}"


def query(key, title=_TITLE, url=_URL):
    """Return the fields of one service's address, and where it leads."""
    (link,) = share.links(title, url, [key])
    parts = urlsplit(unescape(str(link.url)))
    fields = parts.fragment if key == "mastodon" else parts.query
    found = {name: values[0] for name, values in parse_qs(fields, strict_parsing=True, separator="&").items()}
    return f"{parts.scheme}:{parts.netloc}{parts.path}", found


@pytest.mark.parametrize(
    ("key", "address", "fields"),
    [
        ("email", "mailto:", {"subject": _TITLE, "body": _URL}),
        ("mastodon", "https:share.joinmastodon.org/", {"text": _BOTH}),
        ("bluesky", "https:bsky.app/intent/compose", {"text": _BOTH}),
        ("facebook", "https:www.facebook.com/sharer/sharer.php", {"u": _URL}),
        ("linkedin", "https:www.linkedin.com/sharing/share-offsite/", {"url": _URL}),
        ("reddit", "https:www.reddit.com/submit", {"url": _URL, "title": _TITLE}),
        ("whatsapp", "https:wa.me/", {"text": _BOTH}),
        ("x", "https:x.com/intent/post", {"text": _TITLE, "url": _URL}),
        ("hackernews", "https:news.ycombinator.com/submitlink", {"u": _URL, "t": _TITLE}),
    ],
)
def test_service_gets_title_and_address_whole(key, address, fields):
    """Each service gets the title and the address as they are, whatever signs are in them."""
    assert query(key) == (address, fields)


def test_default_row_is_every_service():
    """A new site's share row has all services, in the order of the registry."""
    assert Settings().share == tuple(share.SERVICES)


def test_row_has_the_services_asked_for_in_order():
    """The row is what the setting says, in its order."""
    links = share.links("T", "https://x.example/", ["x", "email"])
    assert [(link.key, link.name) for link in links] == [("x", "X"), ("email", "E-mail")]
    assert share.links("T", "https://x.example/", []) == ()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40), st.sampled_from([*share.SERVICES]))
@settings(PROPERTY)
def test_no_title_breaks_out_of_its_link(title, key):
    """Any title stays inside the address, and the address inside its attribute."""
    (link,) = share.links(title, "https://x.example/a", [key])
    assert not set(str(link.url)) & set("\"'<> \n{}")
    assert "x.example/a" in unquote(unescape(str(link.url)))
