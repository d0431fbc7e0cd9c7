"""The pages of the site for mentions, as Pelican reads them."""

import pytest

from partwork.errors import ContentError
from partwork.glue import run
from partwork.glue.mentions import sources, targets
from tests.site.folder import NOW, at

URL = "https://patience.example"


def read(site, now=NOW, **settings):
    """Return the linked site; nothing is written."""
    with at(now):
        found = run.linked(site.pelican(**settings))[0]
    assert not site.output.exists()
    return found


def source(site, path, **settings):
    """Return one page."""
    return {one.path: one for one in sources(read(site, **settings))}[path]


def test_links_are_those_of_the_content_as_written(site):
    """Entities decoded, fragments kept, in document order; nothing of templates, responses and navigation."""
    body = (
        "[a](https://a.example/x?a=1&b=2#f) and <https://b.example/ü>, [c](//c.example/y) "
        "![p](https://pictures.example/p.png) [own](/two.html) [file]({filename}two.md) "
        "[mail](mailto:a@b.example)\n\n"
        '    <a href="https://code.example/">\n\n'
        '<!-- <a href="https://comment.example/"> --> [again](https://a.example/x?a=1&b=2#f) '
        "[muted](https://m.example/){: .no-mention} [too](https://n.example/){: rel=no-mention }"
    )
    responses = "responses:\n- id: 1\n  published: 2026-01-02T10:00:00+00:00\n  html: <a href='https://r.example/'>x</a>\n"
    site.post("one", body, Summary="[s](https://s.example/)").post("two").write(
        {"one.responses.yaml": responses}
    )
    found = source(site, "one.md", PARTWORK={"reply_address": "l@patience.example"})
    assert [(link.url, link.muted) for link in found.links] == [
        ("https://a.example/x?a=1&b=2#f", False),
        ("https://b.example/ü", False),
        ("https://c.example/y", False),
        ("https://a.example/x?a=1&b=2#f", False),
        ("https://m.example/", True),
        ("https://n.example/", True),
    ]
    assert (found.url, found.title, found.withheld, found.live) == (f"{URL}/one.html", "One", "", True)


def test_the_text_of_a_series_is_a_page_of_its_own(site):
    """A landing page is found by its manifest; one without a manifest has an address, and says nothing."""
    site.write({"series/w.md": "Title: On Waiting\nParts: one\n\n[x](https://a.example/)\n"})
    site.post("one", Series="w").post("two", Series="Alone")
    found = {one.url: one for one in sources(read(site))}
    assert found[f"{URL}/series/w.html"].path == "series/w.md"
    assert [link.url for link in found[f"{URL}/series/w.html"].links] == ["https://a.example/"]
    assert (found[f"{URL}/series/alone.html"].path, found[f"{URL}/series/alone.html"].links) == ("", ())


@pytest.mark.parametrize(
    ("header", "withheld", "live"),
    [
        ({}, "", True),
        ({"Mentions": "yes"}, "", True),
        ({"Mentions": "No"}, "opted out: the page says Mentions: no", True),
        ({"Status": "hidden"}, "the page is hidden", True),
        ({"Status": "draft"}, "planned: still a draft", False),
        ({"Status": "draft", "Date": ""}, "planned: still a draft", False),
        ({"Date": "2027-03-01", "Series": "w"}, "planned for 2027-03-01", False),
        ({"Date": "2027-03-01"}, "planned for 2027-03-01", False),
    ],
)
def test_ws_s14_what_sends_nothing_says_why(site, header, withheld, live):
    """WS-S14: pages that opt out, and those that are not there for everybody yet."""
    site.post("one", "[x](https://a.example/)", **header)
    found = source(site, "one.md", WITH_FUTURE_DATES=False)
    assert (found.withheld, found.live) == (withheld, live)


def test_ws_s14_a_series_can_opt_out(site):
    """WS-S14: ``Mentions: no`` in a manifest is about its text."""
    site.write({"series/w.md": "Title: W\nMentions: no\nParts: one\n\n[x](https://a.example/)\n"})
    site.post("one", Series="w")
    assert source(site, "series/w.md").withheld == "opted out: the page says Mentions: no"


def test_pelicans_pages_send_nothing(site):
    """A page beside the posts is no post: it has an address that may be gone one day, and tells nobody."""
    site.write({"pages/about.md": "Title: About\n\n[x](https://a.example/)\n"})
    found = source(site, "pages/about.md")
    assert (found.url, found.withheld) == (f"{URL}/pages/about.html", "a page, and no post")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.md": "Title: A\nDate: 2026-01-01\nMentions: nope\n\nx"}, "a.md:3: Unknown answer."),
        ({"series/w.md": "Title: W\nMentions: nope\n\nx"}, "series/w.md:2: Unknown mentions."),
    ],
)
def test_an_answer_that_is_none_is_told(site, files, expected):
    """``Mentions`` takes yes and no."""
    site.write(files)
    with pytest.raises(ContentError) as error:
        read(site)
    assert [f"{problem.where}: {problem.what}" for problem in error.value.problems] == [expected]


def test_addresses_are_those_that_are_sent(site):
    """An address with other letters is percent-encoded, as a URI must be."""
    site.post("one", Slug="", URL="über-uns.html", Save_as="über-uns.html")
    assert source(site, "one.md").url == f"{URL}/%C3%BCber-uns.html"


def test_ws_u06_what_a_template_changes_is_no_change(site):
    """WS-U06: another theme, Markdown's or typogrify's marks, and what others say leave the hash alone."""
    body = "The HM office, *open* at nine.[^1] See [the neap]({part}neap).\n\n[^1]: Or thereabouts."
    manifest = "Title: W\nParts: one\n    planned: Neap\n"
    site.write({"series/w.md": manifest}).post("one", body, Series="w")
    before = source(site, "one.md").hash
    assert source(site, "one.md", TYPOGRIFY=True, TYPOGRIFY_OMIT_FILTERS=["smartypants"]).hash == before
    site.write({"series/w.md": manifest.replace("planned: Neap", "neap")}).post("neap", Series="w")
    site.write({"one.responses.yaml": "comments: closed\n"})
    assert source(site, "one.md").hash == before
    site.post("one", body.replace("nine", "ten"), Series="w")
    assert source(site, "one.md").hash != before


def test_the_file_of_each_post_that_can_be_answered(site):
    """What is published, hidden or not, is found by its address."""
    site.post("tides/one").post("two", Status="hidden").post("three", Status="draft")
    assert targets(read(site)) == {f"{URL}/one.html": "tides/one.md", f"{URL}/two.html": "two.md"}
