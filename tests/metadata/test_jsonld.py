"""Structured data of posts, series and paths."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partwork.metadata import jsonld
from partwork.model import Status
from tests.builders import PROPERTY, day, make_post, make_series, make_site

_SITE = make_site()


def test_post_is_a_blog_posting():
    """A post says who wrote it, when, in which language, and what it is about."""
    post = make_post("resume", title="The <em>Résumé</em> &amp; I", words=900, modified=day(2))
    article = jsonld.Article(("Ann", "Bob"), "What it is.", comments=4, image="https://essays.example/x.jpg")
    assert json.loads(jsonld.posting(_SITE, post, article, [])) == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": "https://essays.example/en/resume.html",
        "mainEntityOfPage": "https://essays.example/en/resume.html",
        "url": "https://essays.example/en/resume.html",
        "headline": "The Résumé & I",
        "description": "What it is.",
        "inLanguage": "en",
        "datePublished": "2010-05-04T10:12:00+00:00",
        "dateModified": "2010-05-06T10:12:00+00:00",
        "author": [{"@type": "Person", "name": "Ann"}, {"@type": "Person", "name": "Bob"}],
        "wordCount": 900,
        "commentCount": 4,
        "image": "https://essays.example/x.jpg",
    }


def test_post_that_never_changed_was_modified_when_published():
    """Without a date of change, the post is as old as its publication; without a picture there is none."""
    data = json.loads(jsonld.posting(_SITE, make_post(), jsonld.Article((), ""), []))
    assert data["dateModified"] == data["datePublished"]
    assert not {"image", "isPartOf", "position"} & set(data)


def test_part_says_what_it_is_part_of_and_where():
    """A part names its series and its position in the first of them."""
    job, best = make_series("a"), make_series("b", slug="best", title="The <b>Best</b>")
    memberships = [(job, "series/job.html", 3), (best, "series/best.html", 1)]
    data = json.loads(jsonld.posting(_SITE, make_post(), jsonld.Article((), ""), memberships))
    assert data["position"] == 3
    assert data["isPartOf"] == [
        {
            "@type": "CreativeWorkSeries",
            "@id": "https://essays.example/series/job.html",
            "name": "How Did I Get There?",
            "url": "https://essays.example/series/job.html",
        },
        {
            "@type": "CreativeWorkSeries",
            "@id": "https://essays.example/series/best.html",
            "name": "The Best",
            "url": "https://essays.example/series/best.html",
        },
    ]


def test_series_has_its_parts_in_reading_order():
    """A series lists its readable parts with their ranks; planned ones are left out."""
    one = make_series("resume", "planned: Between", "networking", summary="Three jobs.")
    data = json.loads(jsonld.series(_SITE, one, "series/job.html", "https://essays.example/cover.jpg"))
    assert (data["@type"], data["name"]) == ("CreativeWorkSeries", "How Did I Get There?")
    assert (data["description"], data["creativeWorkStatus"]) == ("Three jobs.", "ongoing")
    assert data["image"] == "https://essays.example/cover.jpg"
    assert [(part["@type"], part["headline"], part["position"]) for part in data["hasPart"]] == [
        ("BlogPosting", "Resume", 1),
        ("BlogPosting", "Networking", 3),
    ]
    assert [part["@id"] for part in data["hasPart"]] == [
        "https://essays.example/en/resume.html",
        "https://essays.example/en/networking.html",
    ]


@pytest.mark.parametrize(
    ("entries", "status", "dates"),
    [
        (["a", "b"], Status.COMPLETE, {"startDate": "2010-05-04", "endDate": "2010-05-05"}),
        (["a", "b"], Status.ONGOING, {"startDate": "2010-05-04"}),
        (["a", "planned: B"], Status.COMPLETE, {"startDate": "2010-05-04"}),
        (["planned: B"], Status.ONGOING, {}),
    ],
)
def test_series_has_begun_and_ended_when_its_parts_have(entries, status, dates):
    """The dates of a series are those of its readable parts; it ends only when it is complete."""
    data = json.loads(jsonld.series(_SITE, make_series(*entries, status=status), "series/job.html"))
    assert {key: value for key, value in data.items() if key.endswith("Date")} == dates


def test_breadcrumb_counts_from_the_outermost():
    """A path is a list of pages, the first of them the outermost."""
    data = json.loads(jsonld.breadcrumb(_SITE, [("Home", ""), ("Series", "series/index.html")]))
    assert data["@type"] == "BreadcrumbList"
    assert [(item["position"], item["name"], item["item"]) for item in data["itemListElement"]] == [
        (1, "Home", "https://essays.example/"),
        (2, "Series", "https://essays.example/series/index.html"),
    ]


def test_site_without_an_address_has_relative_ones():
    """A site at home says where its pages are below it."""
    data = json.loads(jsonld.posting(make_site(url=""), make_post(), jsonld.Article((), ""), []))
    assert data["url"] == "en/resume.html"


@given(
    st.one_of(
        st.text(alphabet=st.characters(codec="utf-8"), max_size=40),
        st.sampled_from(["</script>", "<!--", "<script", "]]>", "&lt;"]),
    )
)
@settings(PROPERTY)
def test_no_text_ends_the_script(text):
    """Any text comes back whole from the script element, and cannot end it."""
    written = jsonld.script({"name": text})
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"name": text}
