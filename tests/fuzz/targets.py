"""What is fuzzed: a function a reader, which fails on strange exceptions and on broken promises."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from partwork.address import encoded, joined
from partwork.mentions import xmlrpc
from partwork.mentions.discover import endpoints
from partwork.mentions.http import Answer, Headers
from partwork.mentions.linkheader import Link, links
from partwork.mentions.page import Page
from partwork.mentions.pingback import read_ping

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
