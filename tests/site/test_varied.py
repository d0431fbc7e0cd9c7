"""The kinds of pages that the sample has not: lists in pages, authors, periods, languages, drafts."""

import json

from bs4 import BeautifulSoup

from tests.site.crawl import broken_links, foreign_subresources, invalid_pages, pages

ADDRESS = "https://patience.example"
RARE = [
    "2026/01/index.html", "author/max.html", "authors.html",
    "categories.html", "category/q-a2.html", "drafts/draft.html", "drafts/pages/draft.html",
    "drafts/undated.html", "hidden.html", "index2.html", "p0-he.html", "pages/hidden.html",
    "series/odd-he.html", "series/odd.html", "series/unicode.html", "tag/a-b2.html",
]  # fmt: skip


def test_the_rare_pages_are_there(varied):
    """Every kind of page that the theme has a template for is built somewhere in these tests."""
    assert set(RARE) <= varied.files().keys()


def test_rare_pages_are_valid_and_lead_somewhere(varied):
    """They are valid HTML5, and every link inside the site resolves; nothing is asked of another host."""
    assert invalid_pages(varied.output) == []
    assert broken_links(varied.output, ADDRESS) == []
    assert foreign_subresources(varied.output, ADDRESS) == []


def test_rare_pages_carry_what_all_pages_carry(varied):
    """One heading, a title, and an address of its own, or the word that it is not to be found."""
    canonical = []
    for name, text in pages(varied.output):
        page = BeautifulSoup(text, "html5lib")
        assert len(page.select("h1")) == 1, name
        assert page.title.string.strip(), name
        kept_back = name.startswith("drafts/") or name == "404.html"
        assert bool(page.select_one('meta[name=robots][content="noindex"]')) == kept_back, name
        assert bool(page.select_one("link[rel=canonical]")) != kept_back, name
        canonical += [link["href"] for link in page.select("link[rel=canonical]")]
        for block in page.select('script[type="application/ld+json"]'):
            assert json.loads(block.string)["@context"] == "https://schema.org"
    assert len(canonical) == len(set(canonical))
