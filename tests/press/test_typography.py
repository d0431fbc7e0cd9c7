"""Typography: the bytes that Pelican gives with TYPOGRIFY, whatever the text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from pelican.readers import BaseReader, Readers
from pelican.settings import DEFAULT_CONFIG

from partwork.press import typography
from partwork.press.typography import Typographer
from tests.builders import PROPERTY
from tests.press.texts import HTML, posts

DASHES = ("default", "oldschool", "oldschool_inverted")
FILTERS = ("amp", "smartypants", "caps", "initial_quotes", "widont")


def by_pelican(text, ignore_tags=(), omit_filters=(), dashes="default"):
    """Return the content that Pelican makes of a file that a reader makes this text of."""

    class Reader(BaseReader):
        def read(self, source_path):  # noqa: ARG002 - Pelican's
            return text, {}

    readers = Readers(
        {
            **DEFAULT_CONFIG,
            "READERS": {"given": Reader},
            "TYPOGRIFY": True,
            "TYPOGRIFY_IGNORE_TAGS": list(ignore_tags),
            "TYPOGRIFY_OMIT_FILTERS": list(omit_filters),
            "TYPOGRIFY_DASHES": dashes,
        }
    )
    return readers.read_file("/", "a.given", content_class=lambda content, **_: content)


@given(text=HTML, dashes=st.sampled_from(DASHES), omitted=st.lists(st.sampled_from(FILTERS), max_size=2))
@settings(PROPERTY, max_examples=200)
def test_any_text_is_set_as_by_pelican(text, dashes, omitted):
    """Whatever the text and the settings, Pelican's bytes come out."""
    assert Typographer((), omitted, dashes)(text) == by_pelican(text, (), omitted, dashes)


@given(HTML, st.sampled_from((("math",), ("p", "kbd"), (".amp",), (" h2 ",))))
@settings(PROPERTY)
def test_ignored_tags_are_those_that_pelican_ignores(text, tags):
    """The setting TYPOGRIFY_IGNORE_TAGS is read as typogrify reads it."""
    assert Typographer(tags, (), "default")(text) == by_pelican(text, tags)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        'no tags at all, "none" -- it\'s PROSE & more',
        "<p>An 'unclosed <em>tag",
        'a < b & c > d "e"',
        "<p title='a > b & c'>\"It's\" 'so' -- R & D</p>\r\n<p>Two words</p>\r\n",
        '<p><!-- a -- "b" -- c --> "d" <!-- e --> & f</p>',
        "<![CDATA[ 'a' & b ]]> 'c' & d",
        "<script>'a' & IF</script> <kbd>CTRL</kbd> CTRL <samp>\"x\"</samp>",
        "<a <b> word</p> and <a b c</p> word</p>",
        "<br a=b/ & <br a='b\nc' & d> & e",
        "<p>a\u00a0'\u00a0'\u00a0</p>'s's's",
        '""a""b"" "\'x\'" \\B\'.\\B',
        "\"&#8212;'a &&#x2013;'b &#x2013;'c",
        "<pre>a 'b'</PRE> <code>c & d</code> e & f",
        "<li>one two</li><h2>U.S.A. A1B2 <a href='x'>three four</a> </h2> five six\n",
        "'" * 50 + '"' * 50 + "`" * 50,
        "<p a='b & c' d & 'e' & <p a='b & c' d",
        "word & " * 2_000,
    ],
)
@pytest.mark.parametrize("dashes", DASHES)
def test_ugly_text_is_set_as_by_pelican(text, dashes):
    """What is no HTML, or little of it, gives Pelican's bytes, too."""
    assert Typographer((), (), dashes)(text) == by_pelican(text, (), (), dashes)


def test_the_sample_site_is_set_as_by_pelican():
    """Each post of the sample site gives the bytes that Pelican gives."""
    md = Markdown(extensions=["extra", "meta"])
    for post in posts():
        html = md.reset().convert(post)
        assert Typographer((), (), "default")(html) == by_pelican(html)


def test_a_filter_that_is_none_gives_what_pelican_gives():
    """Where the setting omits an unknown filter, Pelican has no text: nor has the press."""
    text = "<p>a & b</p>"
    assert by_pelican(text, (), ("nonsense",)) is None
    assert Typographer((), ("nonsense",), "default")(text) is None


def test_ignored_tags_that_are_none_are_passed_over_as_by_pelican():
    """Where the setting is no list, Pelican goes without it."""
    text = "<p>a & b</p>"
    assert Typographer(3, (), "default")(text) == Typographer((), (), "default")(text)


def test_a_tag_that_typogrify_cannot_read_raises_what_it_raises():
    """A faulty TYPOGRIFY_IGNORE_TAGS fails as in Pelican."""
    with pytest.raises(re.error):
        by_pelican("a", ("(",))
    with pytest.raises(re.error):
        Typographer(("(",), (), "default")("a")


@pytest.mark.parametrize("dashes", DASHES)
def test_another_version_of_typogrify_does_its_own_work(monkeypatch, dashes):
    """Of a version whose steps are not known no step is replaced."""
    monkeypatch.setattr(typography, "KNOWN", (("typogrify", "0"),))
    text = '<p>"It\'s" -- R & D --- at NASA</p>'
    assert Typographer((), ("caps",), dashes)(text) == by_pelican(text, (), ("caps",), dashes)
