"""What a page says, to who reads it as a browser does."""

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from partwork.mentions.discover import endpoints
from partwork.mentions.http import Answer, Headers
from partwork.mentions.page import EVENTS, Page
from tests.builders import PROPERTY

HTML = "text/html; charset=utf-8"
PAGE = "https://page.example/post/one?x=1"
WM = "https://page.example/wm"
LINK = '<link rel="webmention" href="/wm">'


def _answer(body: str | bytes = "", kind: str = HTML, *headers: tuple[str, str]) -> Answer:
    typed = (("Content-Type", kind),) if kind else ()
    return Answer(PAGE, 200, Headers((*typed, *headers)), body.encode() if isinstance(body, str) else body)


def _found(body: str | bytes = "", kind: str = HTML, *headers: tuple[str, str]) -> str | None:
    return endpoints(_answer(body, kind, *headers)).webmention


@pytest.mark.parametrize(
    "rel",
    [
        "webmention",
        "WebMention",
        "WEBMENTION",
        "a webmention",
        "webmention\tb",
        "a\nwebmention\nb",
        "\fwebmention\r",
    ],
)
def test_ws_d24_tokens_of_rel(rel: str):
    """A rel is a list of words, whatever their case and the white space between them."""
    assert _found(f'<link rel="{rel}" href="/wm">') == WM
    assert _found(f'<a rel="{rel}" href="/wm">x</a>') == WM


@pytest.mark.parametrize(
    "rel",
    ["", "webmentions", "not-webmention", "web mention", "webmention\u00a0x", "webmention,x", "webmentıon"],
)
def test_ws_d24_other_words_of_rel(rel: str):
    """A word that is not the word is another one; a no-break space is none that separates words."""
    assert _found(f'<link rel="{rel}" href="/wm">') is None


def test_ws_d24_first_rel_of_a_tag_counts():
    """Of an attribute that is there twice, browsers know the first."""
    assert _found('<link rel="other" rel="webmention" href="/wm">') is None
    assert _found('<link rel="webmention" rel="other" href="/wm" href="/no">') == WM


@pytest.mark.parametrize(
    "markup",
    [
        '<area rel="webmention" href="/wm">',
        '<b rel="webmention" href="/wm">',
        '<form rel="webmention" href="/wm" action="/wm">',
        '<a rev="webmention" href="/wm">',
        '<template><a rel="webmention" href="/wm">x</a></template>',
        '<template><template></template><a rel="webmention" href="/wm">x</a></template>',
        f"<textarea>{LINK}</textarea>",
        f"<title>{LINK}</title>",
        f"<script>{LINK}</script>",
        f'<script>x = "<!--<script>{LINK}</script>"</script>{"x"}',
        f"<style>{LINK}</style>",
        f"<iframe>{LINK}</iframe>",
        f"<noembed>{LINK}</noembed>",
        f"<noframes>{LINK}</noframes>",
        f"<xmp>{LINK}</xmp>",
        f"<plaintext>{LINK}",
        f"<!-- {LINK} -->",
        f"<!-- > {LINK} --!>",
        f"<!-- {LINK}",
        f"<!doctype html '{LINK.replace('>', ' ')}>",
        f"<?php {LINK.replace('>', ' ')}?>",
        f"<svg><![CDATA[{LINK}]]></svg>",
        f"<math><mi><![CDATA[{LINK}]]></mi></math>",
        f"<p title='{LINK}'>",
        '<a title="<a rel=webmention href=/wm>">',
        '<a rel="webmention" href="/wm"',
        '<a rel="webmention" href="/wm',
        "&lt;a rel=webmention href=/wm&gt;",
        '<noscript>&lt;a rel="webmention" href="/wm"&gt;</noscript>',
        '<noscript><!-- <a rel="webmention" href="/wm"> --></noscript>',
        '<svg><noscript>&lt;a rel="webmention" href="/wm"&gt;</noscript></svg>',
    ],
)
def test_ws_d26_what_is_no_link(markup: str):
    """Other elements, and what only looks like a link to who does not parse, announce nothing."""
    assert _found(f"<!doctype html><p>x</p>{markup}") is None


@pytest.mark.parametrize(
    "markup",
    [
        '<noscript><link rel="webmention" href="/wm"></noscript>',
        '<noscript><p><a rel="webmention" href="/wm">x</a></noscript>',
        '<noscript><noscript><a rel="webmention" href="/wm"></noscript></noscript>',
        '<!--><a rel="webmention" href="/wm">',
        '<!-- --!><a rel="webmention" href="/wm">',
        '</template><a rel="webmention" href="/wm">',
        '<template></template><a rel="webmention" href="/wm">',
        '<![CDATA[ > <a rel="webmention" href="/wm"> ]]>',
        '<A HREF="/wm" REL="webmention">',
        '<a/rel="webmention"/href="/wm">',
        "<a rel=webmention href=/wm>",
        "<a rel='webmention' href='/wm'>",
        '<a\nrel="webmention"\thref="/wm"\f>',
        '<svg><a rel="webmention" href="/wm"></a></svg>',
        '<select><a rel="webmention" href="/wm"></select>',
        '<table><link rel="webmention" href="/wm"></table>',
        '<link rel="webmention" href="/wm" />',
        '<link rel="webmention"><link rel="webmention" href="/wm">',
        '<link rel="webmention" href="javascript:x"><a rel="webmention" href="/wm">',
        '<link rel="webmention" href="https://"><a rel="webmention" href="/wm">',
        '<link rel="webmention" href="/w&#109;">',
    ],
)
def test_ws_d26_what_is_a_link(markup: str):
    """A link is one wherever a reader without scripts meets it; one that leads nowhere is passed over."""
    assert _found(f"<!doctype html><p>x</p>{markup}") == WM


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        pytest.param('<base href="/other/">', "https://page.example/other/wm", id="path"),
        pytest.param('<base href="https://base.example/x/y">', "https://base.example/x/wm", id="other host"),
        pytest.param(
            '<base target="x"><base href="/a/"><base href="/b/">', "https://page.example/a/wm", id="first"
        ),
        pytest.param('<base href="data:,x">', "https://page.example/post/wm", id="no address of the web"),
        pytest.param('<base href="https://[x">', "https://page.example/post/wm", id="no address"),
        pytest.param('<!-- <base href="/no/"> -->', "https://page.example/post/wm", id="in a comment"),
        pytest.param(
            '<template><base href="/no/"></template>', "https://page.example/post/wm", id="in a template"
        ),
    ],
)
def test_ws_d27_base(base: str, expected: str):
    """A <base> moves what the page refers to, before it and after it, and nothing that a header refers to."""
    assert _found(f'<head>{base}</head><a rel="webmention" href="wm">') == expected
    assert _found(f'<a rel="webmention" href="wm">{base}') == expected
    assert _found(base, HTML, ("Link", "<wm>; rel=webmention")) == "https://page.example/post/wm"


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "image/svg+xml", "application/xml", "application/json", "application/pdf", "text/htmlx"],
)
def test_ws_d28_other_types(kind: str):
    """What is no HTML announces in its headers only."""
    assert _found(LINK, kind) is None
    assert _found(LINK, kind, ("Link", "</wm>; rel=webmention")) == WM


@pytest.mark.parametrize("kind", ["text/html", "TEXT/HTML", " text/html ; charset=x", "text/html;"])
def test_ws_d28_html(kind: str):
    """HTML is known by its type, however that is written."""
    assert _found(LINK, kind) == WM


_XHTML = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="http://www.w3.org/1999/xhtml">{}</html>'
_DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/x.dtd">'


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param('<a rel="webmention" href="/wm"/>', WM, id="link"),
        pytest.param('<h:a rel="webmention" href="/wm"/>', WM, id="prefix"),
        pytest.param('<script src="x"/><title/><a rel="webmention" href="/wm"/>', WM, id="empty elements"),
        pytest.param('<noscript>&lt;b><a rel="webmention" href="/wm"/></noscript>', WM, id="noscript"),
        pytest.param('<script><a rel="webmention" href="/wm"/></script>', WM, id="element in script"),
        pytest.param('<![CDATA[<a rel="webmention" href="/wm"/>]]>', None, id="CDATA"),
        pytest.param('<A rel="webmention" href="/wm"/>', None, id="capitals"),
        pytest.param('<a xmlns="" rel="webmention" href="/wm"/>', None, id="no namespace"),
        pytest.param('<a rel="webmention" href="/wm"/><br><p>', WM, id="a fault behind it"),
        pytest.param('<br><p></br><a rel="webmention" href="/wm"/>', None, id="a fault before it"),
        pytest.param('&nbsp;<a rel="webmention" href="/wm"/>', None, id="an entity without a document type"),
        pytest.param('<template><a rel="webmention" href="/wm"/></template>', None, id="template"),
    ],
)
def test_ws_d28_xhtml(markup: str, expected: str | None):
    """XHTML is read as the XML that it is, up to its first fault."""
    kind = "application/xhtml+xml"
    assert _found(_XHTML.format(markup), kind) == expected
    assert _found(f"<?xml version='1.0'?>{_DOCTYPE}" + _XHTML.format(f"&nbsp;{markup}"), kind) == (
        WM if markup.startswith("&nbsp;") else expected
    )


def test_ws_d28_xhtml_declares_nothing():
    """A document with declarations of its own is not read: entities are how a small one becomes large."""
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(20))
    page = f'<!DOCTYPE html [<!ENTITY a0 "x">{bomb}]>' + _XHTML.format(
        '&a20;<a rel="webmention" href="/wm"/>'
    )
    assert _found(page, "application/xhtml+xml") is None
    link = _XHTML.format('<a rel="webmention" href="/wm"/>')
    for declared in (
        '[<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]',
        "[%a;]",
        "[<!ATTLIST a href CDATA '/no'>]",
    ):
        assert _found(f"<!DOCTYPE html {declared}>{link}", "application/xhtml+xml") is None


@pytest.mark.parametrize(
    ("beginning", "read"),
    [
        pytest.param("<!doctype html>", True, id="doctype"),
        pytest.param("\ufeff \n<!DOCTYPE HTML >", True, id="mark and white space"),
        pytest.param("<html lang=en>", True, id="html"),
        pytest.param("<!-- x -->", True, id="comment"),
        pytest.param("<p>", True, id="p"),
        pytest.param("<px>", False, id="no tag of HTML"),
        pytest.param("<?xml version='1.0'?>", False, id="xml"),
        pytest.param("{", False, id="json"),
        pytest.param("text ", False, id="text"),
        pytest.param("", False, id="link"),
    ],
)
def test_ws_d28_no_type(beginning: str, read: bool):
    """Without a type, a page is HTML where it begins like one, by the MIME sniffing standard."""
    assert _found(beginning + LINK, "") == (WM if read else None)


_E = "%C3%A9"  # é
_TSE = "%D1%86"  # the letter that is C3 in KOI8-R


@pytest.mark.parametrize(
    ("head", "letter", "kind", "expected"),
    [
        pytest.param(b"", "é".encode(), "text/html; charset=utf-8", _E, id="header"),
        pytest.param(b"", b"\xe9", "text/html; charset=iso-8859-1", _E, id="header, Latin-1"),
        pytest.param(b"", b"\xe9", "text/html; Charset = 'windows-1252'", _E, id="header, strangely written"),
        pytest.param(b"", b"\xc3", "text/html; charset=koi8-r", _TSE, id="header, KOI8-R"),
        pytest.param(b"\xef\xbb\xbf", "é".encode(), "text/html; charset=koi8-r", _E, id="mark before header"),
        pytest.param(
            b"<meta charset=koi8-r>", b"\xc3\xa9", "text/html; charset=utf-8", _E, id="header first"
        ),
        pytest.param(b"", "é".encode(), "text/html", _E, id="UTF-8 by its looks"),
        pytest.param(b"", b"\xe9", "text/html", _E, id="no UTF-8 by its looks"),
        pytest.param(b"", b"\xe9", "text/html; charset=utf-7", _E, id="header with an encoding of no page"),
        pytest.param(b"", "é".encode(), "text/html; charset=rot13", _E, id="header with nonsense"),
        pytest.param(b"<meta charset=koi8-r>", b"\xc3", "text/html", _TSE, id="meta"),
        pytest.param(
            b"<META http-equiv=Content-Type content='x; charset=koi8-r'>",
            b"\xc3",
            "text/html",
            _TSE,
            id="old meta",
        ),
        pytest.param(b"<meta charset=utf-16>", "é".encode(), "text/html", _E, id="meta that cannot be true"),
        pytest.param(
            b"<meta charset=x><meta content=y>", b"\xc3\xa9", "text/html", _E, id="meta with nonsense"
        ),
        pytest.param(b"<!-- <meta charset=koi8-r> -->", b"\xc3\xa9", "text/html", _E, id="meta in a comment"),
        pytest.param(
            b"<?xml version='1' encoding='koi8-r'?>", b"\xc3", "text/html", _TSE, id="XML declaration"
        ),
    ],
)
def test_ws_d28_charsets(head: bytes, letter: bytes, kind: str, expected: str):
    """The letters of an address are those that a browser reads."""
    page = head + b'<a rel="webmention" href="/' + letter + b'">'
    assert _found(page, kind) == f"https://page.example/{expected}"


def test_ws_d28_utf16():
    """A page in UTF-16 says so by its mark, in either order."""
    for order in ("utf-16-le", "utf-16-be"):
        assert _found(f"\ufeff{LINK}".encode(order), "text/html") == WM


def test_ws_d31_a_tag_cut_at_the_limit():
    """Half a tag is none."""
    whole = '<a rel="webmention" href="/wm">'
    assert all(_found(whole[:length]) is None for length in range(len(whole)))


_HOSTILE = {
    "nesting": "<div>",
    "formatting": "<p><b>",
    "reopened formatting": "<b a><p>x",
    "misnesting": "<a><b></a>",
    "tables": "<table><tr><td>",
    "lists": "<ul><li>x",
    "foreign": "<svg><desc>",
    "templates": "<template>",
    "noscript": "<noscript>",
    "noscript, closed": "<noscript><a></noscript>",
    "selects": "<select><option>",
    "end tags": "</p>",
    "brackets": "<",
    "comments": "<!---->",
    "unfinished comments": "<!--",
    "unfinished tags": '<a href="',
    "entities": "&notin",
    "entities in an attribute": "&amp",
    "links": "<a rel=x href=y>",
    "links without href": "<a rel=webmention>",
    "bases": "<base href=/x>",
    "metas": "<meta charset=x>",
    "pingbacks": '<link rel="pingback" href="',
    "scripts": "<script><!--<script>",
    "superscript numbers": "&#²;",
    "numbers": "&#9",
    "zeros": "\0",
    "returns": "\r",
}


@pytest.mark.parametrize("piece", _HOSTILE.values(), ids=_HOSTILE)
def test_ws_d31_hostile_pages(piece: str):
    """No page takes more than a moment to read, nor hides what it announces at its beginning."""
    answer = _answer(LINK + piece * ((1 << 16) // len(piece)))
    before = time.process_time()
    assert endpoints(answer).webmention == WM
    assert time.process_time() - before < 30


def test_ws_d31_many_comments():
    """Half a MiB of comments, which once took half a minute, takes no longer than other pages."""
    answer = _answer(LINK + "<!---->" * 75_000)
    before = time.process_time()
    assert endpoints(answer).webmention == WM
    assert time.process_time() - before < 80


@pytest.mark.parametrize(
    "tag",
    [
        "<link " + " ".join(f"a{n}=1" for n in range(25_000)) + " rel=webmention href=/wm>",
        "<link " + "a " * (1 << 17) + "rel=webmention href=/wm>",
        '<link rel="' + "x " * (1 << 17) + 'webmention" href="/wm">',
        "<link rel=webmention href='" + "\n" * (1 << 18) + "/wm'>",
    ],
    ids=["many attributes", "one attribute many times", "many words", "much white space"],
)
def test_ws_d31_hostile_tags(tag: str):
    """Nor does one tag."""
    before = time.process_time()
    assert _found(tag) == WM
    assert time.process_time() - before < 40


_MARKUP = st.lists(
    st.sampled_from(
        '<link <a rel= "webmention" webmention href= /wm > </a> <!-- --> <template> </template> <noscript> '
        "</noscript> <script> </script> <svg> </svg> <math> <![CDATA[ ]]> <base &amp; &# ² ' \" = / < \0 é "
        "\r \n <title> </title> ?".split(" ")
    )
    | st.text(max_size=4)
).map(" ".join)


@PROPERTY
@given(_MARKUP | st.text(), st.sampled_from(["text/html", "application/xhtml+xml", ""]))
@example("<noscript>" * 40, "text/html")
def test_ws_d31_any_page_is_read(markup: str, kind: str):
    """No page is an error, and what it announces is an address of the web, in ASCII but for its host."""
    for header in ((), (("Link", markup.replace("\n", "")), ("X-Pingback", markup))):
        found = endpoints(_answer(markup.encode(errors="replace"), kind, *header))
        for url in (found.webmention, found.pingback):
            if url is not None:
                assert url.startswith(("http://", "https://"))
                assert url.partition("//")[2].partition("/")[2].isascii()


@PROPERTY
@given(st.binary())
def test_ws_d31_any_bytes_are_read(body: bytes):
    """Nor are any bytes."""
    endpoints(_answer(body, "text/html"))
    endpoints(_answer(body, ""))


@PROPERTY
@given(_MARKUP, _MARKUP)
def test_ws_d26_the_first_link_wins(before: str, after: str):
    """What follows a link on a page, and has no <base>, changes nothing about it."""
    found = _found(before.replace("<base", "") + LINK)
    assert found is None or _found(before.replace("<base", "") + LINK + after.replace("<base", "")) == found


def _page(body: str, kind: str = HTML) -> Page:
    return Page(_answer(body, kind))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>three", "One twothree"),
        ("<p>One<p>two", "One\ntwo"),
        ("<p>One<br>two</p></div>", "One two"),
        ("<p>One\ntwo\r\nthree</p><p>four", "One two three\nfour"),
        ("One &amp; &lt;b&gt; two", "One & <b> two"),
        ("<title>No</title><style>no</style>One<script>no</script><textarea>no</textarea>", "One"),
        ("<template>no</template>One<!-- no -->", "One"),
        ("<noscript>One</noscript>", "One"),
        ("One <", "One <"),
    ],
)
def test_text(markup: str, text: str):
    """The text of a page is what is seen, a line for each block, however the source breaks its lines."""
    assert _page(markup).text.strip() == text


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ('<a href="1">One</a> and <a href="2">two</a>', ["One", "two"]),
        ('<a href="1">One <i>of</i> <a href="2">two</a>', ["One of ", "two"]),
        ('<a href="1">One', ["One"]),
        ('<p>x</a><a href="1"></a>y', [""]),
        ('<a href="1">One</b></a>', ["One"]),
    ],
)
def test_text_of_an_element(markup: str, texts: list[str]):
    """An element knows its text; links are not in each other."""
    page = _page(markup)
    assert [page.text[one.start : one.end] for one in page.elements if one.name == "a"] == texts


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title> A &amp;\n B </title><title>C</title>", "A & B"),
        ("<title>A <b>B</b></title>", "A <b>B</b>"),
        ("<title></title>", ""),
        ("<h1>A</h1>", ""),
    ],
)
def test_title(markup: str, title: str):
    """The title of a page is its first, on one line."""
    assert _page(markup).title == title


def test_what_is_no_page():
    """An answer that is no HTML has no elements, and no text to look for links in."""
    page = _page("<title>x</title><a href=x>y", "text/plain")
    assert (page.elements, page.text, page.title, page.markup) == ((), "", "", "")


def test_ws_d31_a_page_with_too_many_tags():
    """A page is read as far as so many tags and texts, and says that it was not read to its end."""
    assert _page("<!-->" * EVENTS).complete
    page = _page("<br>" + "<!-->" * EVENTS + LINK)
    assert not page.complete
    assert len(page.elements) == 1
    xml = _page(_XHTML.format("<b/>" * (EVENTS // 2)), "application/xhtml+xml")
    assert not xml.complete
    assert not Page(Answer(PAGE, 200, complete=False)).complete


_TAGS = "p div b i ul li em h1 q script style textarea title noscript template iframe xmp".split()
_PIECE = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(
        ["<!--", "-->", "--!>", "<!-->", "<![CDATA[", "]]>", "&lt;", "<", ">", "</a>", "<?x>", "</>"]
    ),
    st.just("LINK"),
)


@settings(PROPERTY, max_examples=150)
@given(st.lists(_PIECE, max_size=12))
@example(["<svg>", "<title>", "LINK", "</title>", "</svg>", "LINK"])
@example(["<noscript>", "<!--", "LINK", "</noscript>", "-->", "LINK"])
def test_ws_d26_another_parser_agrees(pieces: list[str]):
    """Which links a page has, and in what order, is what a parser finds that builds a tree.

    In SVG and MathML that are nested wrongly the two may differ.
    """
    numbers = itertools.count()
    body = "".join(f'<a href="/{next(numbers)}">' if piece == "LINK" else piece for piece in pieces)
    markup = f"<!doctype html><body>{body}"
    tree = JustHTML(markup, sanitize=False, scripting_enabled=False)
    expected = [node.attrs["href"] for node in _nodes(tree.root) if node.name == "a"]
    found = [one.attributes["href"] for one in _page(markup).elements if one.name == "a"]
    assert found == list(dict.fromkeys(expected))


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node.children or []:
        yield from _nodes(child)
