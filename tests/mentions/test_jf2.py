"""Exports of webmention.io."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from partwork.mentions.jf2 import read
from partwork.model import Kind, Type
from partwork.responses.merge import merge
from tests.builders import PROPERTY

_EXPORTS = Path(__file__).parent / "exports"
_NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_ENTRY = {
    "type": "entry",
    "wm-id": 1,
    "wm-source": "https://ann.example/",
    "wm-target": "https://essays.example/ebb.html",
    "wm-received": "2026-11-02T15:20:11Z",
}


def entries(name):
    """Read a file of exports/ that has no faults."""
    heard, problems = read(name, (_EXPORTS / name).read_bytes(), _NOW)
    assert problems == []
    return heard


def one(**more):
    """Read an export of one entry."""
    entry = {key.replace("_", "-"): value for key, value in {**_ENTRY, **more}.items()}
    (heard,), problems = read("x", json.dumps({"children": [entry]}).encode(), _NOW)
    assert problems == []
    return heard


def test_page_of_the_api_says_everything():
    """Reply, like, pingback and RSVP find their fields; what was private is withdrawn."""
    reply, like, pingback, rsvp, private = entries("page.jf2")
    assert (reply.ref, reply.target) == ("webmention.io/1936897", "https://essays.example/ebb.html#comment-7")
    said = reply.response
    assert (said.kind, said.type, said.name, said.url) == (
        Kind.WEBMENTION,
        Type.REPLY,
        "Ann Ebbing",
        "https://ann.example/",
    )
    assert said.source == "https://ann.example/notes/7"
    assert said.published.isoformat() == "2026-11-02T08:15:00-07:00"
    assert said.html == "<p>It is the <em>moon</em>. </p>"

    said = like.response
    assert (said.type, said.source, said.html) == (Type.LIKE, "https://bridge.example/like/1/2", "")
    assert said.published.isoformat() == "2026-11-03T09:35:22+00:00"

    said = pingback.response
    assert (said.kind, said.type, said.name, said.url) == (
        Kind.PINGBACK,
        Type.MENTION,
        "Cellars & Other Depths",
        "",
    )
    assert said.html == "<p>As he says, water goes where it likes.</p>"

    said = rsvp.response
    assert said.published.isoformat() == "2026-11-04T10:00:00+00:00"
    assert said.html == "<p>Maybe.</p>\n<p>If it is dry.<br>\nOr nearly.</p>\n<p>With &lt;boots&gt;.</p>"
    assert [heard.withdrawn for heard in (reply, like, pingback, rsvp, private)] == [False] * 4 + [True]


def test_old_entries_are_read_by_what_they_have():
    """Before there were wm-source and wm-target, the address and the property said the same."""
    repost, mention = entries("old.json")
    assert (repost.ref, repost.target) == ("webmention.io/900", "https://essays.example/ebb.html")
    assert repost.response.source == "http://tam.example/2013/112/t2"
    assert (mention.ref, mention.response.name, mention.response.html) == (
        "webmention.io/901",
        "una.example",
        "<p>Said in short.</p>",
    )


def test_import_can_be_repeated():
    """What an export says is merged once; its private entries are not in the file."""
    heard = entries("page.jf2")
    merged = merge("", heard)
    assert (merged.added, merge(merged.text, heard).text) == (4, merged.text)
    assert "Between us" not in merged.text
    later = [replace(heard[0], withdrawn=True), *heard[1:]]
    assert merge(merged.text, later).removed == 1


@pytest.mark.parametrize(
    ("property_", "type_"),
    [
        ("in-reply-to", Type.REPLY),
        ("like-of", Type.LIKE),
        ("repost-of", Type.REPOST),
        ("bookmark-of", Type.BOOKMARK),
        ("mention-of", Type.MENTION),
        ("rsvp", Type.RSVP),
        ("follow-of", Type.MENTION),
        (None, Type.MENTION),
    ],
)
def test_properties_are_types(property_, type_):
    """What the service calls a property is what the page does; what is not known mentions."""
    assert one(wm_property=property_).response.type is type_


@pytest.mark.parametrize(
    ("protocol", "kind"),
    [
        ("webmention", Kind.WEBMENTION),
        ("pingback", Kind.PINGBACK),
        (None, Kind.WEBMENTION),
        ("x", Kind.WEBMENTION),
    ],
)
def test_protocols_are_kinds(protocol, kind):
    """Pingbacks are told apart."""
    assert one(wm_protocol=protocol).response.kind is kind


def test_deleted_mention_is_withdrawn():
    """The list of what was deleted there takes it back here."""
    entry = {key: value for key, value in _ENTRY.items() if key != "wm-received"}
    document = {"children": [{**entry, "wm-deleted": "2026-11-20T10:00:00Z"}]}
    (heard,), problems = read("x", json.dumps(document).encode(), _NOW)
    assert (heard.withdrawn, problems) == (True, [])


def test_long_mention_is_quoted_around_its_link():
    """A page that mentions the target is shown by the words around the link, not by all it says."""
    content = f"<p>{'a ' * 500}<a href='https://essays.example/ebb.html'>Ebb</a>{' b' * 500}</p>"
    html = one(wm_property="mention-of", content={"html": content}).response.html
    assert html == f"<p>[…] {'a ' * 49}Ebb{' b' * 49} […]</p>"
    assert one(content={"text": "x " * 500}).response.html == f"<p>{('x ' * 149).strip()}…</p>"


def test_what_is_wrong_is_told_all_at_once():
    """Each entry that cannot be read is told with its place, and none hides another."""
    children = [
        5,
        {},
        _ENTRY,
        {**_ENTRY, "author": {"name": 7}},
        {**_ENTRY, "wm-source": "javascript:alert(1)"},
        {**_ENTRY, "wm-target": None},
        {**_ENTRY, "wm-received": "yesterday"},
        {**_ENTRY, "content": []},
    ]
    heard, problems = read("all.jf2", json.dumps({"children": children}).encode(), _NOW)
    assert [one_.ref for one_ in heard] == ["webmention.io/1"]
    assert [(str(problem.where), problem.what) for problem in problems] == [
        ("all.jf2 at $.children[0]", "Expected `object`, got `int`."),
        ("all.jf2 at $.children[1]", "Object missing required field `wm-id`."),
        ("all.jf2 at $.children[3].author.name", "Expected `str | null`, got `int`."),
        ("all.jf2 at $.children[4]", "The entry does not say which page links to which."),
        ("all.jf2 at $.children[5]", "The entry does not say which page links to which."),
        ("all.jf2 at $.children[6]", "The entry has no date."),
        ("all.jf2 at $.children[7].content", "Expected `str | object | null`, got `array`."),
    ]
    assert all(problem.mend for problem in problems)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "The file is not JSON: Input data was truncated."),
        (b"<html>", "The file is not JSON: JSON is malformed: invalid character (byte 0)."),
        (b'"\xff"', "The file is not JSON: "),
        (b"[" * 100_000, "The file is not JSON: "),
        (b"{}", 'The file is no export: it has no list "children".'),
        (b'{"children": {}}', 'The file is no export: it has no list "children".'),
        (b"7", 'The file is no export: it has no list "children".'),
        (b'{"error": "forbidden"}', 'The file is no export: it has no list "children".'),
    ],
)
def test_what_is_no_export_is_told(content, what):
    """A file that is something else is one problem."""
    heard, (problem,) = read("x.jf2", content, _NOW)
    assert heard == []
    assert problem.what.startswith(what)
    assert "export.jf2" in problem.mend


def test_empty_export_says_nothing():
    """No mentions are no problem; a byte order mark is none, either."""
    assert read("x", b'\xef\xbb\xbf{"type": "feed", "children": []}', _NOW) == ([], [])
    assert read("x", b"[]", _NOW) == ([], [])


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_ODD = ["https://a.example/", "https://[", "2026-11-02", "<p>x", "\x00"]
_TEXTS = st.text(max_size=12) | st.sampled_from(_ODD)
_PARTS = st.dictionaries(st.sampled_from("name url html text value content-type".split()), _TEXTS)
_KEYS = (
    "wm-id wm-source wm-target wm-property wm-protocol wm-received wm-private wm-deleted url published "
    "name author content summary rsvp in-reply-to like-of"
)
_ENTRIES = st.dictionaries(st.sampled_from(_KEYS.split()), _TEXTS | _JSON | _PARTS).map(
    lambda said: {**_ENTRY, **said}
)


@given(st.binary(max_size=30) | _JSON.map(json.dumps).map(str.encode))
@settings(PROPERTY)
def test_no_file_is_a_surprise(content):
    """Whatever a file says, it is read or told."""
    heard, problems = read("x", content, _NOW)
    assert isinstance(heard, list)
    assert all(str(problem) for problem in problems)


@given(st.lists(_ENTRIES | _JSON, max_size=4))
@settings(PROPERTY, max_examples=150)
def test_no_entry_is_a_surprise(children):
    """Each entry is heard or told, and what is heard makes a valid file."""
    content = json.dumps({"children": children}).encode("utf-8", "surrogatepass")
    heard, problems = read("x", content, _NOW)
    assert len(heard) + len(problems) == len(children)
    merged = merge("", heard)
    assert merge(merged.text, heard).text == merged.text
