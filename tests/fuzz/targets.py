"""What is fuzzed: a function a reader, which fails on strange exceptions and on broken promises."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

import msgspec

from partwork.address import encoded, joined
from partwork.errors import ContentError
from partwork.mentions import jf2, xmlrpc
from partwork.mentions.discover import endpoints
from partwork.mentions.entry import said
from partwork.mentions.http import Answer, FetchError, Headers, Web
from partwork.mentions.linkheader import Link, links
from partwork.mentions.page import Page
from partwork.mentions.pingback import read_ping
from partwork.mentions.verify import links_to
from partwork.model import Kind, Response
from partwork.responses.clean import clean
from partwork.responses.file import decode
from partwork.responses.merge import Heard, merge

PAGE = "https://page.example/post/one?x=1"


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: what it is given to begin with, and the words it knows."""

    read: Callable[[bytes], None]
    seeds: Sequence[bytes]
    words: Sequence[str]


def _linkheader(data: bytes) -> None:
    value = data.decode("latin-1")
    for link in links([value]):
        assert link.url in value
        assert links([_written(link)]) == (link,)


def _written(link: Link) -> str:
    parameters = {"rel": " ".join(link.rels), "anchor": link.anchor}
    quoted = [
        f'; {name}="' + value.replace("\\", r"\\").replace('"', r"\"") + '"'
        for name, value in parameters.items()
        if value is not None
    ]
    return f"<{link.url}>{''.join(quoted)}"


_TYPES = (
    "text/html",
    "text/html; charset=",
    "application/xhtml+xml",
    "",
    "text/plain",
    "text/html; charset=utf-16",
)


def _discover(data: bytes) -> None:
    """Read a type by its number, a header up to the first line feed, and a page."""
    kind = _TYPES[data[0] % len(_TYPES)] if data else ""
    header, _, body = data[1:].partition(b"\n")
    value = header.decode("latin-1")
    fields = (("Content-Type", kind + value if kind.endswith("=") else kind), ("Link", value))
    answer = Answer(PAGE, 200, Headers(fields), body)
    found = endpoints(answer)
    for url in (found.webmention, found.pingback):
        if url is not None:
            assert url.startswith(("http://", "https://"))
            assert joined(PAGE, url) == url == encoded(url)
    page = Page(answer)
    for element in page.elements:
        assert 0 <= element.start <= element.end <= len(page.text)
        assert element.name


def _xmlrpc(data: bytes) -> None:
    for read in (xmlrpc.read_call, read_ping):
        with suppress(xmlrpc.XmlRpcError):
            read(data)
    try:
        said = xmlrpc.read_answer(data)
    except xmlrpc.XmlRpcError:
        return
    if isinstance(said, str):
        again = xmlrpc.read_answer(xmlrpc.answer(said))
        assert xmlrpc.read_answer(xmlrpc.answer(str(again))) == again
    elif -(2**31) <= said.code < 2**31:
        assert xmlrpc.read_answer(xmlrpc.fault(said.code, "")) == xmlrpc.Fault(said.code)


def _address(data: bytes) -> None:
    first, _, reference = data.decode(errors="replace").partition("\n")
    base = joined(PAGE, first)
    for url in (base, joined(base or PAGE, reference)):
        if url is not None:
            assert url.startswith(("http://", "https://"))
            # A base's path may end in a space or control sign, an address by itself may not.
            assert url[-1] <= " " or joined(PAGE, url) == url
            assert encoded(encoded(url)) == encoded(url)


class _Silent:
    """A web on which nobody answers."""

    def get(self, url: str, **_: object) -> Answer:
        """Fail."""
        assert url.startswith(("http://", "https://"))
        raise FetchError(url, "silent")


_MENTIONED = "https://essays.example/"
_NOW = datetime(2026, 11, 24, tzinfo=UTC)


def _source(data: bytes) -> None:
    """Read a type by its number, and a source that may say something of the target."""
    kind = (*_TYPES, "application/json")[data[0] % (len(_TYPES) + 1)] if data else ""
    answer = Answer(PAGE, 200, Headers((("Content-Type", kind),)), data[1:])
    links_to(answer, _MENTIONED)
    found = said(answer, _MENTIONED, cast("Web", _Silent()), _NOW)
    assert clean(found.html) == found.html
    for words in (found.name, found.author_name, found.excerpt):
        assert words == " ".join(words.split())
        assert len(words) <= 1_000
    assert found.published is None or found.published.year <= _NOW.year


def _jf2(data: bytes) -> None:
    heard, problems = jf2.read("export", data, _NOW)
    assert all(str(problem) for problem in problems)
    merged = merge("", heard)
    assert merge(merged.text, heard).text == merged.text


_HEARD = [
    Heard(
        f"r{number}",
        f"{_MENTIONED}#comment-1",
        Response(id=0, kind=kind, published=_NOW, source=source, name="A: #b", markdown="a\n\n---\n b"),
    )
    for number, (kind, source) in enumerate(
        [(Kind.COMMENT, ""), (Kind.WEBMENTION, PAGE), (Kind.PINGBACK, "https://a.example/")]
    )
]


def _merge(data: bytes) -> None:
    """Take anything for a responses file."""
    text = data.decode(errors="replace")
    try:
        merged = merge(text, _HEARD)
    except ContentError:
        return
    assert merge(merged.text, _HEARD).text == merged.text
    before, after = (decode("x", one.encode(), ZoneInfo("UTC"))[0].responses for one in (text, merged.text))
    assert [one.id for one in after[: len(before)]] == [one.id for one in before]
    gone = [msgspec.structs.replace(one, withdrawn=True) for one in _HEARD]
    assert len(decode("x", merge(merged.text, gone).text.encode(), ZoneInfo("UTC"))[0].responses) == len(
        after
    )


_ANSWER = xmlrpc.answer("ok").partition(b"?>")[2]
_OPEN = "a link base meta title template noscript svg math script style textarea plaintext p b table select"

TARGETS: Mapping[str, Target] = {
    "linkheader": Target(
        _linkheader,
        [
            b'</wm>; rel="webmention"',
            b'<a,b>; title="x\\"y"; rel=webmention; anchor="#x", <c>;rel="a b"',
        ],
        ["<", ">", ";", ",", '="', '"', "\\", "rel", "anchor", "webmention"],
    ),
    "discover": Target(
        _discover,
        [
            b'\x00</wm>; rel=webmention\n<!doctype html><base href="/a/"><a rel="webmention" href="wm">x</a>',
            b'\x01utf-8\n<link rel="pingback" href="https://page.example/x?a&amp;b" />&#233;&#xe9;&eacute;',
            b"\x00\n<noscript><link rel=webmention href=''></noscript><template><svg><![CDATA[x]]></svg>",
            b'\x02\n<html xmlns="http://www.w3.org/1999/xhtml"><a rel="webmention" href="x"/>&amp;</html>',
            b"\x00\n<script><!--<script></script>--></script><title>a</title><!-- --!><plaintext>",
            b'\x03\n<!-- --><meta charset="koi8-r"><meta http-equiv=content-type content="x;charset=x">',
        ],
        [
            *(f"<{name}>" for name in _OPEN.split()),
            *(f"</{name}>" for name in _OPEN.split()),
            *(' rel="webmention"', ' href="', "<!--", "-->", "--!>", "<![CDATA[", "]]>", "charset="),
            *("&#", "&#x", "&amp;", "&not", "\u00b2", '<link rel="pingback" href="https://'),
        ],
    ),
    "xmlrpc": Target(
        _xmlrpc,
        [
            xmlrpc.call("pingback.ping", "https://a.example/", "https://b.example/"),
            xmlrpc.answer("ok"),
            xmlrpc.fault(16, "no"),
            _ANSWER,
            b'<?xml version="1.0" encoding="windows-1252"?>' + _ANSWER,
            b'<!DOCTYPE a [<!ENTITY b "c">]>' + _ANSWER,
        ],
        [
            *(f"<{name}>" for name in "methodCall methodName methodResponse params param value".split()),
            *(f"</{name}>" for name in "methodCall methodName methodResponse params param value".split()),
            *("<fault>", "<struct>", "<member>", "<name>", "<string>", "<int>", "faultCode", "faultString"),
            *("<!DOCTYPE ", "<!ENTITY ", "<?", "<![CDATA[", "]]>", "<!--", "-->", "&#", "&amp;"),
            *('encoding="', "utf-16", "koi8-r"),
        ],
    ),
    "source": Target(
        _source,
        [
            (
                b'\x00<div class=h-entry><a class="p-author h-card" href=/a>A</a>'
                b'<a class=u-like-of href="https://essays.example/">x</a><p class=e-content>y</div>'
            ),
            (
                b'\x00<p class=hentry><b class="author vcard"><a class="fn url" href=/>A</a></b>'
                b'<i class=entry-content>x <a href="https://essays.example/">y</a></i>'
            ),
            b'\x06["https://essays.example/"]',
            b"\x04see https://essays.example/.",
        ],
        [
            *(f' class="{name}"' for name in "h-entry h-card h-cite h-feed hentry vcard author fn".split()),
            *(f' class="{name}"' for name in "p-name p-author e-content u-url u-uid dt-published".split()),
            *(' class="u-in-reply-to"', ' class="p-rsvp"', ' class="value"', ' href="', ' datetime="'),
            *("<a", "<p", "<b", "<time", "<data", "</", ">", _MENTIONED, "2026-11-02T10:00:00+01:00"),
        ],
    ),
    "jf2": Target(
        _jf2,
        [
            (
                b'{"children": [{"wm-id": 1, "wm-source": "https://a.example/", "wm-target": '
                b'"https://essays.example/", "wm-received": "2026-11-02T10:00:00Z", "wm-property": "rsvp", '
                b'"rsvp": "yes", "author": {"name": "A"}, "content": {"html": "<p>x", "text": "x"}}]}'
            ),
            (
                b'[{"wm-id": "x", "url": "https://a.example/", "like-of": "https://essays.example/", '
                b'"published": "2026-11-02", "summary": "x"}]'
            ),
        ],
        [
            '"wm-id":',
            '"wm-source":',
            '"wm-target":',
            '"published":',
            '"content":',
            "null",
            "true",
            "{}",
            "[]",
        ],
    ),
    "merge": Target(
        _merge,
        [
            b"# c\nresponses:\n- id: 1\n  published: 2026-11-02T10:00:00Z\n  markdown: |+\n    x\n\n# d\n",
            b'{"responses": [{id: 2, published: 2026-11-02T10:00:00Z, html: x, ref: r1}], pings: open}',
            b"responses: [] # c\r\npings: closed",
            b"--- ~\n...\n",
        ],
        [
            *(
                "responses:",
                "- id: ",
                "published: 2026-11-02T10:00:00Z",
                "html: x",
                "markdown: |\n",
                "ref: r0",
            ),
            *("kind: pingback", "source: https://a.example/", "withdrawn: true", "pings: open", "---", "..."),
            *("[", "]", "{", "}", ", ", "# ", "\n", "\r\n", "|+", ">-", "? ", "!!map ", "&a ", "'", '"', "~"),
        ],
    ),
    "address": Target(
        _address,
        [
            b"https://a.example/b/c?d#e\n../f;g?h#i",
            b"http://[::1]:80/\n//x.example:8080",
            b"\nhttps://\xc3\xa9.example/",
        ],
        ["http://", "https://", "//", "/../", "/./", "?", "#", ":", "[", "]", "@", "%", "\\"],
    ),
}
