"""The corpus of hostile HTML, and what is left of it (WR-X01 to WR-X04)."""

import html5lib
import pytest
from justhtml import JustHTML, SanitizationPolicy, UnsafeHtmlError, UrlPolicy, UrlRule, to_html

from partwork.responses.clean import ATTRIBUTES, REL, SCHEMES, TAGS, Cleaner, clean
from tests.builders import make_response
from tests.responses.hostile import VECTORS, assert_harmless, browser, elements, other_browser, tree

_TOPICS = pytest.mark.parametrize("topic", VECTORS)


def test_wr_x01_corpus_is_large():
    """There are over fifteen hundred vectors."""
    assert len({vector for vectors in VECTORS.values() for vector in vectors}) > 1500


@_TOPICS
def test_wr_x01_hostile_html_comes_out_harmless(topic):
    """Only the allow-list is left, as two browsers see it, and both see the same."""
    for html in VECTORS[topic]:
        assert_harmless(clean(html))


@_TOPICS
def test_wr_x01_hostile_markdown_comes_out_harmless(topic):
    """The same holds for what Markdown makes of it."""
    cleaner = Cleaner()
    for html in VECTORS[topic]:
        for markdown in (html, f"- {html}\n\n> {html}", f"`{html}`", f"[{html}]({html})"):
            assert_harmless(cleaner.html(make_response(html="", markdown=markdown)))


@_TOPICS
def test_wr_x02_cleaning_again_changes_nothing(topic):
    """What was cleaned is clean."""
    for html in VECTORS[topic]:
        cleaned = clean(html)
        assert clean(cleaned) == cleaned, html


@_TOPICS
def test_wr_x02_what_is_read_and_written_again_is_the_same(topic):
    """Read by a browser, written by it, and read again: nothing mutates, by either of two."""
    for html in VECTORS[topic]:
        cleaned = clean(html)
        written = html5lib.serialize(
            tree(cleaned),
            tree="etree",
            omit_optional_tags=False,
            quote_attr_values="always",
            minimize_boolean_attributes=False,
        )
        assert browser(written) == browser(cleaned), html
        document = JustHTML(cleaned, fragment=True, sanitize=False)
        assert other_browser(to_html(document.root, pretty=False)) == other_browser(cleaned), html
        again = written.replace("{", "&#123;").replace("}", "&#125;").replace("|", "&#124;")
        assert browser(clean(again)) == browser(cleaned), html


#: The same policy, as justhtml's sanitiser takes it; it stops at the first thing that it would take out.
_POLICY = SanitizationPolicy(
    allowed_tags=TAGS,
    allowed_attributes={tag: [*names] for tag, names in ATTRIBUTES.items()} | {"a": ["href", "rel"]},
    url_policy=UrlPolicy(
        allow_rules={
            ("a", "href"): UrlRule(
                allowed_schemes=SCHEMES, allow_relative=False, resolve_protocol_relative=None
            )
        }
    ),
    strip_invisible_unicode=False,
    unsafe_handling="raise",
)


@_TOPICS
def test_wr_x03_the_other_sanitiser_finds_nothing(topic):
    """Justhtml's sanitiser, under the same policy, takes nothing out of what nh3 left, and changes nothing.

    It takes other white space than browsers do for none of an address.
    """
    for html in VECTORS[topic]:
        cleaned = clean(html).replace('&nbsp;"', '"')
        assert other_browser(cleaned, sanitize=True, policy=_POLICY) == browser(cleaned), html


def test_wr_x03_the_other_sanitiser_would_find_something():
    """The proof above can fail."""
    for hostile in (
        "<p id=x>y</p>",
        "<p onclick=alert(1)>y</p>",
        '<a href="javascript:alert(1)">z</a>',
        "<h1>x</h1>",
    ):
        with pytest.raises(UnsafeHtmlError):
            other_browser(hostile, sanitize=True, policy=_POLICY)


@_TOPICS
def test_wr_x04_links_say_what_they_are(topic):
    """Every link has the one rel, and no stranger's beside it; no address is relative or a program."""
    for html in VECTORS[topic]:
        for name, attributes in elements(clean(html)):
            assert name != "a" or attributes["rel"] == REL
