"""Whether a source links to a target."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.mentions.fetch import Fetcher
from partwork.mentions.http import Answer, Headers, Limits
from partwork.mentions.page import Page
from partwork.mentions.verify import Verdict, links_to, says_gone, verify
from tests.builders import PROPERTY

TARGET = "https://essays.example/tides/ebb.html?a=1&b=2"
_SOURCE = "https://reader.example/notes/one"
_ESCAPED = TARGET.replace("&", "&amp;")


def answer(body, kind="text/html; charset=utf-8", status=200, **more):
    """Make the answer of a source."""
    headers = Headers((("Content-Type", kind),) if kind else ())
    content = body if isinstance(body, bytes) else body.encode()
    return Answer(_SOURCE, status, headers, content, **more)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f'<a href="{_ESCAPED}">x</a>', id="WR-V05 a"),
        pytest.param(f"<A HREF='{_ESCAPED}'>x</A>", id="WR-V05 a in capitals"),
        pytest.param(f"<a href={_ESCAPED}></a>", id="WR-V05 a without quotes and text"),
        pytest.param(
            f'<a class="u-in-reply-to" rel="nofollow ugc" href="{_ESCAPED}">x</a>', id="WR-V05 a with more"
        ),
        pytest.param(f'<map><area href="{_ESCAPED}"></map>', id="WR-V05 area"),
        pytest.param(f'<svg><a href="{_ESCAPED}"/></svg>', id="WR-V05 a in svg"),
        pytest.param(f'<noscript><a href="{_ESCAPED}">x</a></noscript>', id="WR-V05 a without scripts"),
        pytest.param(f'<img src="{_ESCAPED}" alt="">', id="WR-V06 img"),
        pytest.param(f'<video src="{_ESCAPED}"></video>', id="WR-V06 video"),
        pytest.param(f'<audio src="{_ESCAPED}"></audio>', id="WR-V06 audio"),
        pytest.param(f'<video><source src="{_ESCAPED}"></video>', id="WR-V06 source"),
        pytest.param(f'<iframe src="{_ESCAPED}"></iframe>', id="WR-V06 iframe"),
        pytest.param(f'<blockquote cite="{_ESCAPED}">x</blockquote>', id="WR-V06 blockquote"),
        pytest.param(f'<q cite="{_ESCAPED}">x</q>', id="WR-V06 q"),
        pytest.param(f'<ins cite="{_ESCAPED}">x</ins>', id="WR-V06 ins"),
        pytest.param(f'<del cite="{_ESCAPED}">x</del>', id="WR-V06 del"),
        pytest.param(f'<a href="{TARGET}">x</a>', id="WR-V09 bare ampersand"),
        pytest.param(
            f'<a href="{TARGET.replace("&", "&#38;").replace("/", "&sol;")}">x</a>', id="WR-V09 entities"
        ),
        pytest.param(f'<a href=" \n{_ESCAPED}\t">x</a>', id="WR-V09 white space around"),
        pytest.param(
            '<base href="https://essays.example/x/"><a href="../tides/ebb.html?a=1&amp;b=2">',
            id="WR-V09 base",
        ),
        pytest.param(
            '<a href="//essays.example/tides/ebb.html?a=1&amp;b=2">x</a>', id="WR-V09 without scheme"
        ),
        pytest.param(f'<a href="x.html">x</a><p><a href="{_ESCAPED}">x', id="WR-V09 second link, open tags"),
    ],
)
def test_link_in_a_page_is_found(body):
    """Whatever a reader can follow or sees in the page from the target is a link to it."""
    assert links_to(answer(body), TARGET)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<p>{_ESCAPED}</p>", id="WR-V07 text"),
        pytest.param(f"<title>{_ESCAPED}</title>", id="WR-V07 title"),
        pytest.param(f"<pre>&lt;a href='{_ESCAPED}'></pre>", id="WR-V07 escaped tag"),
        pytest.param("", id="WR-V07 nothing"),
        pytest.param(f'<!-- <a href="{_ESCAPED}">x</a> -->', id="WR-V08 comment"),
        pytest.param(f'<!--><!-- <a href="{_ESCAPED}">x</a> --!>', id="WR-V08 odd comment"),
        pytest.param(f"<script>'<a href=\"{TARGET}\">'</script>", id="WR-V08 script"),
        pytest.param(f'<style><a href="{TARGET}"></style>', id="WR-V08 style"),
        pytest.param(f'<template><a href="{_ESCAPED}">x</a></template>', id="WR-V08 template"),
        pytest.param(f'<textarea><a href="{_ESCAPED}">x</a></textarea>', id="WR-V08 textarea"),
        pytest.param(f'<iframe><a href="{_ESCAPED}">x</a></iframe>', id="WR-V08 inside iframe"),
        pytest.param(f'<xmp><a href="{_ESCAPED}">x</a></xmp>', id="WR-V08 xmp"),
        pytest.param(f'<svg><![CDATA[<a href="{TARGET}">]]></svg>', id="WR-V08 CDATA"),
        pytest.param(f"<p title='<a href=\"{_ESCAPED}\">'>x</p>", id="WR-V08 inside an attribute"),
        pytest.param(f'<p href="{_ESCAPED}">x</p>', id="WR-V08 href of p"),
        pytest.param(f'<a data-href="{_ESCAPED}" name="{_ESCAPED}">x</a>', id="WR-V08 other attributes of a"),
        pytest.param(f'<a href="#" href="{_ESCAPED}">x</a>', id="WR-V08 second href"),
        pytest.param(f'<img alt="{_ESCAPED}" srcset="{_ESCAPED} 2x">', id="WR-V08 other attributes of img"),
        pytest.param(f'<link rel="prefetch" href="{_ESCAPED}">', id="WR-V08 link"),
        pytest.param(f'<meta property="og:see_also" content="{_ESCAPED}">', id="WR-V08 meta"),
        pytest.param(f'<form action="{_ESCAPED}"></form>', id="WR-V08 form"),
        pytest.param(f'<p cite="{_ESCAPED}">x</p>', id="WR-V08 cite of p"),
        pytest.param(f'<a href="{_ESCAPED}/">x</a>', id="WR-V09 slash at the end"),
        pytest.param(f'<a href="{_ESCAPED}#x">x</a>', id="WR-V09 fragment"),
        pytest.param(f'<a href="{_ESCAPED.replace("https", "http")}">x</a>', id="WR-V09 scheme"),
        pytest.param(f'<a href="{_ESCAPED.replace("ebb", "Ebb")}">x</a>', id="WR-V09 case"),
        pytest.param(f'<a href="{_ESCAPED.replace("essays", "ESSAYS")}">x</a>', id="WR-V09 case of the host"),
        pytest.param(f'<a href="{_ESCAPED}&amp;c=3">x</a>', id="WR-V09 more query"),
        pytest.param('<a href="https://essays.example/tides/ebb.html?a=1">x</a>', id="WR-V09 less query"),
        pytest.param(f'<a href="https://evil.example/?to={_ESCAPED}">x</a>', id="WR-V09 within another"),
        pytest.param(f'<a href="{_ESCAPED.replace("&amp;", "&amp;amp;")}">x</a>', id="WR-V09 decoded once"),
        pytest.param('<a href="/tides/ebb.html?a=1&amp;b=2">x</a>', id="WR-V09 relative to the source"),
    ],
)
def test_what_is_no_link_to_the_target_is_none(body):
    """Text, comments, scripts, other attributes and other addresses are no link."""
    assert not links_to(answer(body), TARGET)


def test_wr_v09_fragment_of_the_target_counts():
    """A target with a fragment is linked to with that fragment, and not without."""
    assert links_to(answer(f'<a href="{_ESCAPED}#comment-7">x</a>'), f"{TARGET}#comment-7")
    assert not links_to(answer(f'<a href="{_ESCAPED}">x</a>'), f"{TARGET}#comment-7")


@pytest.mark.parametrize(
    "kind", ["application/json", "text/json", "application/mf2+json", "application/activity+json"]
)
@pytest.mark.parametrize(
    ("value", "found"),
    [
        pytest.param({"properties": {"in-reply-to": [TARGET]}}, True, id="WR-V10 value in a list"),
        pytest.param({"url": TARGET}, True, id="WR-V10 value"),
        pytest.param([[[TARGET]]], True, id="WR-V10 no object"),
        pytest.param(TARGET, True, id="WR-V10 string"),
        pytest.param({TARGET: "x"}, False, id="WR-V10 name of a property"),
        pytest.param({"text": f"see {TARGET}"}, False, id="WR-V10 within a text"),
        pytest.param({"url": f"{TARGET}#x"}, False, id="WR-V10 fragment"),
        pytest.param({"html": f'<a href="{TARGET}">'}, False, id="WR-V10 markup"),
        pytest.param({"a": None, "b": 1, "c": True}, False, id="WR-V10 other values"),
    ],
)
def test_json_links_by_equal_values(kind, value, found):
    """Of JSON the value of a property must be the target, the whole of it."""
    assert links_to(answer(json.dumps(value), kind), TARGET) is found


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f'{{"url": "{TARGET}"', id="WR-V10 broken off"),
        pytest.param(f"[{TARGET}]", id="WR-V10 no JSON"),
        pytest.param("[" * 200_000 + f'"{TARGET}"', id="WR-V10 too deep"),
        pytest.param(f'[{"9" * 10_000}, "{TARGET}"]', id="WR-V10 number too long"),
        pytest.param(b"\xff\xfe\x00", id="WR-V10 no UTF-8"),
    ],
)
def test_wr_v10_what_is_no_json_has_no_values(body):
    """A document that cannot be read links to nothing, and does not stop who reads it."""
    assert not links_to(answer(body, "application/json"), TARGET)


def test_wr_v10_deep_and_wide_json_is_read():
    """As deep as JSON can be read it is looked through, without recursion; a byte order mark is nothing."""
    deep = "[" * 500 + json.dumps(TARGET) + "]" * 500
    assert links_to(answer(b"\xef\xbb\xbf" + deep.encode(), "application/json"), TARGET)
    wide = json.dumps([{"url": f"https://a.example/{n}"} for n in range(20_000)])
    assert not links_to(answer(wide, "application/json"), TARGET)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TARGET, True),
        (f"I read {TARGET}, twice.", True),
        (f"I read {TARGET}.", True),
        (f"I read {TARGET}...\n", True),
        (f"({TARGET})", True),
        (f"<{TARGET}>", True),
        (f'"{TARGET}"', True),
        (f"[x]({TARGET}).", True),
        (f"“{TARGET}”!", True),
        (f"\n{TARGET}\r\n", True),
        (f"{TARGET}/x", False),
        (f"{TARGET}x", False),
        (f"{TARGET}.html", False),
        (f"{TARGET}&c=3", False),
        (f"{TARGET}#x", False),
        (f"{TARGET}%20", False),
        (f"{TARGET}-", False),
        (f"x{TARGET}", False),
        (f"https://evil.example/?to={TARGET}", False),
        (f"view-source:{TARGET}", False),
        (TARGET.upper(), False),
        (TARGET.replace("&", "&amp;"), False),
        ("", False),
    ],
)
def test_wr_v11_text_links_by_whole_addresses(text, found):
    """In plain text the target stands by itself: what is in front and behind belongs to no address."""
    assert links_to(answer(text, "text/plain; charset=utf-8"), TARGET) is found


@pytest.mark.parametrize(
    "kind",
    [
        "image/png",
        "image/svg+xml",
        "application/pdf",
        "application/xml",
        "text/xml",
        "application/rss+xml",
        "text/css",
        "application/octet-stream",
        "text/html5",
        "nonsense",
    ],
)
def test_wr_v12_other_types_link_to_nothing(kind):
    """Links are looked for in HTML, XHTML, JSON and plain text, and in nothing else."""
    assert not links_to(answer(f'<a href="{_ESCAPED}">{TARGET}</a>', kind), TARGET)


def test_wr_v12_page_without_a_type_is_known_by_how_it_begins():
    """Where no type is given, what begins as HTML does is HTML."""
    assert links_to(answer(f'<!DOCTYPE html><a href="{_ESCAPED}">', ""), TARGET)
    assert not links_to(answer(f'% <a href="{_ESCAPED}">', ""), TARGET)


def test_wr_v12_xhtml_is_xml():
    """XHTML is read as XML: names in its namespace, and no further than it is well-formed."""
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><a href="{_ESCAPED}"/>'
    assert links_to(answer(page, "application/xhtml+xml"), TARGET)
    broken = f'<html xmlns="http://www.w3.org/1999/xhtml"><p></b><a href="{_ESCAPED}"/>'
    assert not links_to(answer(broken, "application/xhtml+xml"), TARGET)


_NOT_ASCII = "https://essays.example/für"


@pytest.mark.parametrize(
    ("kind", "before", "encoding"),
    [
        pytest.param("text/html", b"", "utf-8-sig", id="WR-V13 byte order mark"),
        pytest.param(
            "text/html; charset=iso-8859-1", b"", "utf-8-sig", id="WR-V13 byte order mark and header"
        ),
        pytest.param("text/html; charset=iso-8859-1", b"", "latin-1", id="WR-V13 header"),
        pytest.param("text/html", b'<meta charset="windows-1252">', "latin-1", id="WR-V13 meta"),
        pytest.param(
            "text/html; charset=utf-8", b'<meta charset="latin1">', "utf-8", id="WR-V13 header and meta"
        ),
        pytest.param("text/html; charset=klingon", b"", "utf-8", id="WR-V13 unknown"),
        pytest.param("text/html", b"", "utf-8", id="WR-V13 none, UTF-8"),
        pytest.param("text/html", b"", "latin-1", id="WR-V13 none, Latin-1"),
        pytest.param("text/html; charset=utf-16", b"", "utf-16", id="WR-V13 UTF-16"),
    ],
)
def test_bytes_are_read_as_browsers_read_them(kind, before, encoding):
    """A link is found by the encoding that a browser would take."""
    assert links_to(answer(before + f'<a href="{_NOT_ASCII}">x</a>'.encode(encoding), kind), _NOT_ASCII)


def test_wr_v13_wrong_encoding_makes_another_address():
    """A page that lies about its encoding links to what it says it links to."""
    page = f'<a href="{_NOT_ASCII}">x</a>'.encode()
    assert not links_to(answer(page, "text/html; charset=iso-8859-1"), _NOT_ASCII)
    assert links_to(answer(page, "text/html; charset=iso-8859-1"), "https://essays.example/fÃ¼r")


@pytest.mark.parametrize(
    ("meta", "gone"),
    [
        ('<meta http-equiv="Status" content="410 Gone">', True),
        ('<META HTTP-EQUIV=" status" CONTENT="410">', True),
        ('<meta content="410 Deleted" http-equiv="STATUS">', True),
        ('<meta http-equiv="Status" content="4100">', False),
        ('<meta http-equiv="Status" content="404 Not found">', False),
        ('<meta http-equiv="Status">', False),
        ('<meta name="Status" content="410 Gone">', False),
        ('<!-- <meta http-equiv="Status" content="410 Gone"> -->', False),
    ],
)
def test_wr_v15_tombstone_says_that_it_is_gone(meta, gone):
    """A static page says by an element what its host cannot say by its status."""
    assert says_gone(Page(answer(f"<html><head>{meta}</head></html>"))) is gone


@pytest.fixture
def look(stranger, web):
    """Look at a page of the stranger for a link to the target."""

    def look(path="/post", **more):
        return verify(web, f"{stranger.url}{path}", TARGET, **more)

    return look


_LINK = f'<p><a href="{_ESCAPED}">x</a>'


def test_wr_v01_source_is_asked_once_and_told_what_is_understood(stranger, look):
    """One GET, with an Accept that names the types that are read."""
    stranger.say("/post", _LINK)
    assert look().verdict is Verdict.LINKS
    (asked,) = stranger.asked
    assert asked.method == "GET"
    assert asked.headers["accept"].startswith("text/html, application/xhtml+xml")
    assert "application/json" in asked.headers["accept"]
    assert "Webmention" in asked.headers["user-agent"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_wr_v02_redirects_are_followed(stranger, look, status):
    """A source may have moved; what counts is where it leads."""
    stranger.say("/old", "", status, ("Location", "/post"))
    stranger.say("/post", _LINK)
    found = look("/old")
    assert (found.verdict, found.answer.url) == (Verdict.LINKS, f"{stranger.url}/post")


def test_wr_v02_too_many_redirects_lead_nowhere(stranger, look):
    """More redirects than the limit, and redirects in a circle, are no source."""
    for step in range(4):
        stranger.say(f"/{step}", "", 302, ("Location", f"/{step + 1}"))
    stranger.say("/4", _LINK)
    assert look("/0").verdict is Verdict.LINKS
    assert look("/0", limits=Limits(redirects=3)).verdict is Verdict.MISSING
    stranger.say("/loop", "", 302, ("Location", "/loop"))
    assert look("/loop").verdict is Verdict.MISSING


def test_wr_v03_slow_source_is_asked_another_time(stranger, look):
    """A source that does not answer in time may do so later."""
    stranger.say("/post", _LINK, seconds=2.0)
    found = look(limits=Limits(seconds=0.3))
    assert (found.verdict, found.answer) == (Verdict.UNREACHABLE, None)
    assert "0.3 seconds" in found.why


@pytest.mark.parametrize("status", [401, 402, 403, 451])
def test_wr_u07_a_page_that_is_not_for_everybody_is_not_quoted(stranger, look, status):
    """What a server shows only to some is no public mention, though the refusal itself may carry the link."""
    stranger.say("/post", _LINK, status)
    found = look()
    assert found.verdict is not Verdict.LINKS


def test_wr_v04_link_counts_as_far_as_is_read(stranger, look):
    """Of a long source the beginning is read; a link in it counts, and one behind it does not."""
    stranger.say("/post", _LINK + "x" * 5000)
    assert look(limits=Limits(size=1000)).verdict is Verdict.LINKS
    stranger.say("/post", "x" * 5000 + _LINK)
    found = look(limits=Limits(size=1000))
    assert found.verdict is Verdict.NO_LINK
    assert found.why == "It does not link here in the part that is read."


def test_wr_v04_bomb_is_read_to_the_limit(stranger, look):
    """What unpacks to hundreds of megabytes is not unpacked beyond the limit."""
    stranger.say(
        "/post", gzip.compress(b" " * (200 << 20) + _LINK.encode()), 200, ("Content-Encoding", "gzip")
    )
    found = look()
    assert found.verdict is Verdict.NO_LINK
    assert len(found.answer.body) <= 1 << 20


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        pytest.param(200, Verdict.LINKS, id="WR-V14 200"),
        pytest.param(203, Verdict.LINKS, id="WR-V14 203"),
        pytest.param(404, Verdict.MISSING, id="WR-V14 404"),
        pytest.param(400, Verdict.MISSING, id="WR-V14 400"),
        pytest.param(401, Verdict.MISSING, id="WR-V14 401"),
        pytest.param(403, Verdict.MISSING, id="WR-V14 403"),
        pytest.param(451, Verdict.MISSING, id="WR-V14 451"),
        pytest.param(304, Verdict.MISSING, id="WR-V14 304"),
        pytest.param(410, Verdict.GONE, id="WR-V15 410"),
        pytest.param(408, Verdict.UNREACHABLE, id="WR-V17 408"),
        pytest.param(429, Verdict.UNREACHABLE, id="WR-V17 429"),
        pytest.param(500, Verdict.UNREACHABLE, id="WR-V17 500"),
        pytest.param(502, Verdict.UNREACHABLE, id="WR-V17 502"),
        pytest.param(503, Verdict.UNREACHABLE, id="WR-V17 503"),
    ],
)
def test_status_decides_before_the_link(stranger, look, status, verdict):
    """A page of an error counts for nothing, even with the link in it."""
    stranger.say("/post", _LINK, status)
    found = look()
    assert found.verdict is verdict
    assert bool(found.why) is (verdict is not Verdict.LINKS)


def test_wr_v15_tombstone_is_gone_whatever_it_links_to(stranger, look):
    """A page that says that it is gone is gone."""
    stranger.say("/post", f'<meta http-equiv="Status" content="410 Gone">{_LINK}')
    assert look().verdict is Verdict.GONE


def test_wr_v16_source_without_the_link_does_not_link(stranger, look):
    """A page that is there and does not link here says so, with its answer."""
    stranger.say("/post", "<p>Nothing.")
    found = look()
    assert (found.verdict, found.why) == (Verdict.NO_LINK, "It does not link here.")
    assert found.answer.status == 200
    stranger.say("/post", b"\x89PNG", type="image/png")
    assert look().why == "It is image/png, and links are not looked for in that."


def test_wr_v17_source_that_cannot_be_reached_may_be_later(web):
    """Nobody listens today; a name that does not exist, or an address within, is no matter of time."""
    assert verify(web, "http://127.0.0.1:1/", TARGET).verdict is Verdict.REFUSED
    nowhere = Fetcher(resolve=lambda _: ())
    assert verify(nowhere, "https://no.example/", TARGET).verdict is Verdict.MISSING

    def silent(_host):
        raise OSError("no name server answers")

    assert verify(Fetcher(resolve=silent), "https://reader.example/", TARGET).verdict is Verdict.UNREACHABLE


def test_wr_v18_source_behind_a_login_does_not_link(stranger, look):
    """A redirect to a page for logging in, with the address of the source in it, is a page without a link."""
    stranger.say("/post", "", 302, ("Location", f"/login?next={TARGET}"))
    stranger.say(f"/login?next={TARGET}", f"<form action='/login?next={_ESCAPED}'>Log in</form>")
    assert look().verdict is Verdict.NO_LINK


def test_wr_v19_blocked_host_is_refused_behind_redirects_too(stranger, look):
    """Who is blocked does not get in by way of an address that is not."""
    stranger.say("/post", _LINK)
    host = stranger.url.partition("//")[2].partition(":")[0]
    assert look(blocked={host}).verdict is Verdict.REFUSED
    assert look(blocked={"other.example"}).verdict is Verdict.LINKS


def test_source_that_leads_back_is_none(stranger, web):
    """A redirect to the target, or to its site, does not make the site mention itself."""
    target = stranger.say("/target", '<a href="/target">permalink</a>')
    stranger.say("/short", "", 302, ("Location", "/target"))
    stranger.say("/shorter", "", 302, ("Location", "/archive"))
    stranger.say("/archive", '<a href="/target">the post</a>')
    for path in ("/short", "/shorter"):
        found = verify(web, f"{stranger.url}{path}", target)
        assert (found.verdict, found.why) == (Verdict.NO_LINK, "It leads back here.")
    assert verify(web, target, f"{target}#top").verdict is Verdict.NO_LINK
    assert verify(web, f"{stranger.url}/archive", target).verdict is Verdict.LINKS


_PIECES = st.sampled_from(
    [
        f'"{_ESCAPED}"',
        TARGET,
        "\\u",
        "\ud800",
        "\x00",
        "<![CDATA[",
        "]]>",
        "<base href=",
        "'",
        *'<a ~href=~>~</a>~<!--~-->~<script>~</script>~<svg>~"~[~]~{~}~:~,~&amp;'.split("~"),
    ]
)


@given(
    st.lists(_PIECES | st.text(max_size=5), max_size=20).map("".join),
    st.sampled_from(["text/html", "application/xhtml+xml", "application/json", "text/plain", "", "x/y"]),
    st.sampled_from([TARGET, "", "x", "https://[", "https://essays.example/\ud800"]),
)
@settings(PROPERTY)
def test_no_source_is_a_surprise(body, kind, target):
    """Whatever a source says, it links or it does not."""
    found = links_to(answer(body.encode("utf-8", "surrogatepass"), kind), target)
    assert found in (True, False)
