"""What previews of a link show."""

import pytest
from markupsafe import Markup

from partwork.metadata.opengraph import Page, description, properties
from tests.builders import day


def test_article_has_every_property_in_order():
    """A post's preview has its title, text, address, picture, dates and authors."""
    page = Page(
        kind="article",
        title="C++ & Co",
        description="What it is.",
        url="https://essays.example/a.html",
        site_name="Essays",
        lang="en-gb",
        image="https://essays.example/a.jpg",
        published=day(0),
        modified=day(1),
        authors=("Ann", "Bob"),
        section="Job",
    )
    assert properties(page) == (
        ("og:type", Markup("article")),
        ("og:title", Markup("C++ &amp; Co")),
        ("og:description", Markup("What it is.")),
        ("og:url", Markup("https://essays.example/a.html")),
        ("og:site_name", Markup("Essays")),
        ("og:locale", Markup("en_GB")),
        ("og:image", Markup("https://essays.example/a.jpg")),
        ("article:published_time", Markup("2010-05-04T10:12:00+00:00")),
        ("article:modified_time", Markup("2010-05-05T10:12:00+00:00")),
        ("article:section", Markup("Job")),
        ("article:author", Markup("Ann")),
        ("article:author", Markup("Bob")),
    )


def test_property_without_a_value_is_not_there():
    """What a page does not have is left out."""
    page = Page("website", "Essays", "", "", "Essays", "en")
    assert [name for name, _ in properties(page)] == ["og:type", "og:title", "og:site_name", "og:locale"]


@pytest.mark.parametrize(
    ("lang", "locale"), [("en", "en"), ("pt-br", "pt_BR"), ("zh-hant-tw", "zh_hant_TW"), ("de-AT", "de_AT")]
)
def test_locale_is_language_and_territory(lang, locale):
    """A language is written as OpenGraph has it."""
    assert dict(properties(Page("website", "T", "", "", "S", lang)))["og:locale"] == locale


def test_values_are_safe_in_an_attribute():
    """A value cannot end the attribute it stands in."""
    page = Page("website", '"><script>', "", "", "S", "en")
    assert dict(properties(page))["og:title"] == Markup("&#34;&gt;&lt;script&gt;")


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        ("<p>Two <em>words</em>\n&amp; more</p>", "Two words & more"),
        ("", ""),
        ("<p>" + "word " * 100 + "</p>", "word " * 38 + "word…"),
    ],
)
def test_description_is_a_line_of_plain_text(summary, text):
    """A summary becomes one line of at most 200 characters, cut at a word."""
    assert description(summary) == text
    assert len(description(summary)) <= 200
