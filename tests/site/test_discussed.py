"""Links between posts of the site, shown where they lead: "Discussed in Part III, HR and Recruiters"."""

import pytest

from tests.site.folder import words

MANIFEST = "Title: W\nParts: one\n    two\n    three\n    planned: Four\n"


def discussed(site, name):
    """Return what a page says, and where it leads."""
    found = [one for one in site.page(name).select("p") if words(one).startswith("Discussed in")]
    return (words(found[0]), [link["href"] for link in found[0].select("a")]) if found else None


def test_a_part_says_in_which_others_it_is_discussed(site):
    """By its number in the same series, by its title alone elsewhere; navigation counts for nothing."""
    site.write({"series/w.md": f"{MANIFEST}\nThe page of the series links to [one]({{part}}one).\n"})
    site.post("one", Series="w", Date="2026-01-01").post("two", Series="w", Date="2026-01-02")
    site.post("three", "As [I said]({part}one) and [again]({part}one#there).", Series="w", Date="2026-01-03")
    site.post(
        "else",
        "See [there]({part}w/one) and [four]({part}w/four).",
        Title="HR & Recruiters",
        Date="2026-01-04",
    )
    site.build(RELATIVE_URLS=True)
    assert discussed(site, "one.html") == (
        "Discussed in Part III, Three ; HR & Recruiters",
        ["./three.html", "./else.html"],
    )
    for name in ("two.html", "three.html", "else.html", "series/w.html", "index.html"):
        assert discussed(site, name) is None


@pytest.mark.parametrize(
    "link",
    [
        "{filename}/tides/one.md",
        "{filename}one.md",
        "{filename}../tides/one.md#place",
        "|filename|/tides/one.md",
        "/one.html",
        "one.html?x#y",
        "https://patience.example/one.html",
        "http://patience.example/one.html#place",
    ],
)
def test_however_the_link_is_written(site, link):
    """By file, by part or by address: it leads to the same post."""
    site.post("tides/one").post("tides/two", f"[x]({link})")
    site.build()
    assert discussed(site, "one.html") == ("Discussed in Two", ["https://patience.example/two.html"])


@pytest.mark.parametrize(
    "body",
    ["[x]({static}/images/one.html)", "[x](https://other.example/one.html)", "`[x](/one.html)`", "[x](#one)"],
)
def test_what_is_no_link_to_a_post_is_not_shown(site, body):
    """Other sites, files, code, and places of the page itself."""
    site.write({"images/one.html": "x"}).post("one").post("two", body)
    site.build(STATIC_PATHS=["images"], ARTICLE_EXCLUDES=["images"])
    assert discussed(site, "one.html") is None


def test_a_site_without_an_address_shows_them_as_well(site):
    """At home, before there is an address."""
    site.post("one").post("two", "[x](/one.html)").build(SITEURL="")
    assert discussed(site, "one.html")[0] == "Discussed in Two"


def test_drafts_are_not_named(site):
    """What cannot be read yet is not shown; the day it is published it is."""
    site.post("one").post("two", "[x]({filename}one.md)", Status="draft").build()
    assert discussed(site, "one.html") is None
    site.post("two", "[x]({filename}one.md)").build()
    assert discussed(site, "one.html")[0] == "Discussed in Two"
