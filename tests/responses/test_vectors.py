"""The cleaner against hundreds of vectors, two parsers, and a second sanitiser (WR-X01 to WR-X04)."""

import pytest
from justhtml import JustHTML, SanitizationPolicy, UrlPolicy, UrlRule

from partwork.responses.clean import ATTRIBUTES, REL, SCHEMES, TAGS, clean
from tests.responses.test_clean import HOSTILE, assert_harmless, outline, tree
from tests.responses.vectors import ADDRESSED, HANDLED

VECTORS = [*dict.fromkeys([*HOSTILE, *ADDRESSED, *HANDLED])]
# The same rules, as another author's sanitiser understands them.
_POLICY = SanitizationPolicy(
    allowed_tags=TAGS,
    allowed_attributes={**ATTRIBUTES, "a": {"href", "rel"}},
    url_policy=UrlPolicy(allow_rules={("a", "href"): UrlRule(allowed_schemes=SCHEMES, allow_relative=False)}),
    strip_invisible_unicode=False,
)


def parsed(html, **options):
    """Return what justhtml makes of a fragment, written again."""
    return JustHTML(html, fragment=True, **options).to_html(pretty=False)


def test_there_are_at_least_four_hundred():
    """Each of them counted once."""
    assert len(VECTORS) >= 400


@pytest.mark.parametrize("vectors", [HOSTILE, ADDRESSED, HANDLED], ids=["structure", "addresses", "events"])
def test_wr_x01_x02_x04_only_the_allowed_is_left_and_it_stays(vectors):
    """As html5lib reads it: allowed tags, attributes and schemes, our rel; cleaned again it is the same."""
    for html in vectors:
        cleaned = clean(html)
        assert_harmless(cleaned)
        assert clean(cleaned) == cleaned, html


def test_wr_x02_two_parsers_see_the_same_in_what_is_left():
    """What justhtml reads and writes again is, to html5lib, the tree that it was."""
    for html in VECTORS:
        cleaned = clean(html)
        again = parsed(cleaned, sanitize=False)
        assert outline(tree(again)) == outline(tree(cleaned)), html


def test_wr_x03_a_second_sanitiser_finds_nothing_to_take_away():
    """Justhtml's sanitiser, by the same rules, leaves what nh3 has left as it is."""
    for html in VECTORS:
        cleaned = clean(html)
        assert parsed(cleaned, sanitize=True, policy=_POLICY) == parsed(cleaned, sanitize=False), html


def test_wr_x03_the_second_sanitiser_would_find_something():
    """The proof above can fail."""
    hostile = '<p id=x onclick=alert(1)>y</p><a href="javascript:alert(1)">z</a>'
    assert parsed(hostile, sanitize=True, policy=_POLICY) == "<p>y</p><a>z</a>"


def test_no_link_that_is_left_leads_to_a_program():
    """Of all addresses in all places, only those that browsers take to the web are left."""
    left = {link for html in ADDRESSED for link in _links(clean(html))}
    assert all(link.startswith(("http://", "https://")) for link in left)


def _links(html):
    return [element.attrib["href"] for element in tree(html).iter("a") if "href" in element.attrib]


def test_our_rel_is_on_every_link():
    """Whatever rel a stranger gives."""
    assert f'rel="{REL}"' in clean('<a href="https://x.example/" rel="me webmention">x</a>')
