"""The Link header."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from partwork.mentions.linkheader import Link, links
from tests.builders import PROPERTY


def _case(name: str, value: str, *expected: Link):
    return pytest.param(value, expected, id=f"WS-D25 {name}")


_WM = ("webmention",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        _case("plain", "</wm>; rel=webmention", Link("/wm", _WM)),
        _case("quoted", '</wm>; rel="webmention"', Link("/wm", _WM)),
        _case("no space", "</wm>;rel=webmention", Link("/wm", _WM)),
        _case("much space", "  < /wm >\t ;  rel\t= \t webmention  ", Link("/wm", _WM)),
        _case("no rel", "</wm>", Link("/wm")),
        _case("empty reference", "<>; rel=webmention", Link("", _WM)),
        _case("comma in the reference", "</a,b>; rel=webmention", Link("/a,b", _WM)),
        _case("semicolon in the reference", "</a;rel=x>; rel=webmention", Link("/a;rel=x", _WM)),
        _case("comma in quotes", '</a>; title="x, </b>; rel=y"; rel=webmention', Link("/a", _WM)),
        _case("semicolon in quotes", '</a>; title="x; rel=y"; rel=webmention', Link("/a", _WM)),
        _case("rel within a title", '</a>; title="rel=webmention"', Link("/a")),
        _case("escaped quote", r'</a>; title="x\"; rel=y; z=\""; rel=webmention', Link("/a", _WM)),
        _case("escaped backslash", r'</a>; title="x\\"; rel=webmention', Link("/a", _WM)),
        _case("escapes in rel", r'</a>; rel="web\mention"', Link("/a", _WM)),
        _case("first rel only", "</a>; rel=other; rel=webmention", Link("/a", ("other",))),
        _case("first rel only, empty", "</a>; rel; rel=webmention", Link("/a")),
        _case("rel in capitals", "</a>; REL=WebMention", Link("/a", _WM)),
        _case("tokens", '</a>; rel="\t x  webmention\ty "', Link("/a", ("x", "webmention", "y"))),
        _case("rev is not rel", "</a>; rev=webmention", Link("/a")),
        _case("anchor", '</a>; rel=webmention; anchor="#x"', Link("/a", _WM, "#x")),
        _case("first anchor", "</a>; rel=webmention; anchor=/x; anchor=/y", Link("/a", _WM, "/x")),
        _case("empty anchor", '</a>; rel=webmention; anchor=""', Link("/a", _WM, "")),
        _case("two", "</a>; rel=x, </b>; rel=webmention", Link("/a", ("x",)), Link("/b", _WM)),
        _case("two without space", "</a>,</b>;rel=webmention", Link("/a"), Link("/b", _WM)),
        _case("empty elements", ", ,</a>; rel=x,, ,</b>,", Link("/a", ("x",)), Link("/b")),
        _case("extended parameter", "</a>; title*=UTF-8''%e2%82%ac; rel=webmention", Link("/a", _WM)),
        _case("parameters without values", "</a>; crossorigin; rel=webmention; x=", Link("/a", _WM)),
        _case("empty parameters", "</a>;;; ; rel=webmention;", Link("/a", _WM)),
        _case("unquoted with spaces", "</a>; rel=web mention", Link("/a", ("web", "mention"))),
        _case("quote inside a token", '</a>; rel=a"b, </b>', Link("/a", ('a"b',)), Link("/b")),
        _case("text behind a quoted value", '</a>; rel="webmention"x; y=z, </b>', Link("/a", _WM)),
        _case("unfinished reference", "</a"),
        _case("unfinished quotes", '</a>; rel="webmention', Link("/a", _WM)),
        _case("unfinished escape", '</a>; rel="webmention\\', Link("/a", _WM)),
        _case("no reference", "/a; rel=webmention"),
        _case("text before", "x </a>; rel=webmention"),
        _case("text between", "</a>; rel=x, y </b>; rel=webmention", Link("/a", ("x",))),
        _case("nothing", ""),
    ],
)
def test_ws_d25_one_field(value: str, expected: tuple[Link, ...]):
    """A field is read as RFC 8288 has it, and no further than it is one."""
    assert links([value]) == expected


def test_ws_d25_several_fields():
    """The links of several fields follow each other, and a broken field ends with itself."""
    assert [link.url for link in links(["</a>, </b", "</c>; rel=x", "", "<d>"])] == ["/a", "/c", "d"]


_TOKEN = st.text("abcdefghijklmnopqrstuvwxyz-0123456789", min_size=1, max_size=8)
_LATIN = st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f")
_REFERENCE = st.text(_LATIN.filter(lambda sign: sign not in "<>\x85" and not sign.isspace()))
_QUOTED = st.text(_LATIN, max_size=12)
_OTHER = st.lists(st.tuples(_TOKEN.map("x-{}".format), _QUOTED))


def _quoted(parameters: Iterable[tuple[str, str]]) -> str:
    escaped = [(name, value.replace("\\", r"\\").replace('"', r"\"")) for name, value in parameters]
    return "".join(f'; {name}="{value}"' for name, value in escaped)


@PROPERTY
@given(st.lists(st.tuples(_REFERENCE, st.lists(_TOKEN), _QUOTED, _OTHER)))
def test_ws_d25_what_is_written_is_read(
    written: list[tuple[str, list[str], str, list[tuple[str, str]]]],
):
    """Whatever a link says in quotes, it is read as it was meant, among others in one field."""
    value = ", ".join(
        f"<{reference}>" + _quoted([*others, ("rel", " ".join(rels)), ("anchor", anchor)])
        for reference, rels, anchor, others in written
    )
    expected = tuple(Link(reference, tuple(rels), anchor) for reference, rels, anchor, _ in written)
    assert links([value]) == expected


@PROPERTY
@given(st.lists(st.text() | st.text('<>;,="\\ \trelwebmention/')))
@example(["<" * 50])
def test_ws_d25_anything_is_read(values: list[str]):
    """No field is an error, and every link of it is a piece of it."""
    for link in links(values):
        assert any(link.url in value for value in values)


_LONG = {
    "links": "<a>;" * 300_000,
    "commas": "," * 1_000_000,
    "spaces": " " * 1_000_000,
    "brackets": "<" * 1_000_000,
    "parameters": "<a>" + ";=" * 500_000,
    "escapes": '<a>; x="' + "\\" * 1_000_000,
    "words": '<a>; rel="' + "x " * 500_000 + '"',
    "blanks": "<a>; rel=" + " " * 1_000_000 + "x",
}


@pytest.mark.parametrize("value", _LONG.values(), ids=_LONG)
def test_ws_d25_takes_linear_time(value: str):
    """A megabyte of anything is read at once."""
    before = time.process_time()
    links([value])
    assert time.process_time() - before < 30
