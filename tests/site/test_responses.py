"""Threads in a built site: rendering, closing, hostile input, and many of them."""

import time
from xml.etree import ElementTree as ET

import pytest

from tests.site.folder import SiteFolder, words

ATOM = "{http://www.w3.org/2005/Atom}"


def comment(number: int, text: str = "<p>Well said.</p>", **more: object) -> str:
    """Return a response as it stands in a file."""
    fields = {"id": number, "kind": "comment", "name": f"Reader {number}", **more}
    fields.setdefault("published", f"2026-01-02T10:{number % 60:02}:00+00:00")
    lines = [f"{key}: {value}" for key, value in fields.items()] + [f"html: '{text}'"]
    return "- " + "\n  ".join(lines) + "\n"


def thread(*responses: str, **keys: str) -> str:
    """Return a responses file."""
    head = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return head + ("responses:\n" + "".join(responses) if responses else "")


def test_the_closed_line_stands_only_under_something(site):
    """Closed with responses says so; closed without any says nothing."""
    site.post("full").post("empty")
    site.write({"full.responses.yaml": thread(comment(1), comments="closed")})
    site.write({"empty.responses.yaml": thread(comments="closed")})
    site.build(PARTWORK={"reply_address": "letters@patience.example"})
    assert words(site.page("full.html").select_one(".closed")) == "Comments are closed."
    assert not site.page("full.html").select(".reply a[href^=mailto]")
    assert not site.page("empty.html").select("#responses")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, None),
        ({"reply_address": "letters@patience.example"}, "Reply by e-mail"),
        ({"webmention_endpoint": "https://in.example/w"}, "write about this on your own site"),
    ],
)
def test_an_open_post_invites_by_the_ways_there_are(site, settings, expected):
    """An address, the reader's own site, or nothing at all."""
    site.post("one").build(PARTWORK=settings)
    reply = site.page("one.html").select_one(".reply")
    assert (reply is None) if expected is None else (expected in words(reply))


@pytest.mark.parametrize(
    ("now", "closed"), [("2026-01-31T10:00:00+00:00", False), ("2026-01-31T10:00:01+00:00", True)]
)
def test_cr_03_the_age_rule_is_exact(site, now, closed):
    """Thirty days after ten o'clock a post still takes comments; a second later it does not."""
    site.post("one", Date="2026-01-01 10:00").write({"one.responses.yaml": thread(comment(1))})
    site.build(now, PARTWORK={"close_after_days": 30})
    assert bool(site.page("one.html").select(".closed")) is closed


def test_cr_03_comments_and_pings_close_independently(site):
    """A post may take mentions and no comments, and the other way round."""
    site.post("a").post("b")
    site.write({"a.responses.yaml": thread(comments="closed"), "b.responses.yaml": thread(pings="closed")})
    site.build(
        PARTWORK={"reply_address": "l@patience.example", "webmention_endpoint": "https://in.example/w"}
    )
    a, b = site.page("a.html"), site.page("b.html")
    assert not a.select(".reply a")
    assert a.select_one("link[rel=webmention]")["href"] == "https://in.example/w"
    assert b.select(".reply a")
    assert not b.select("link[rel=webmention]")


def test_a_whole_site_can_be_closed(site):
    """``comments: closed`` in the settings closes every post that does not open itself."""
    site.post("a").post("b")
    site.write(
        {
            "a.responses.yaml": thread(comment(1)),
            "b.responses.yaml": thread(comment(2), comments="open"),
        }
    )
    site.build(PARTWORK={"comments": "closed"})
    assert site.page("a.html").select(".closed")
    assert not site.page("b.html").select(".closed")


def test_kinds_are_told_apart_in_place(site):
    """Pingbacks and trackbacks stand in the order of time, marked, linked to where they came from."""
    site.post("one").write(
        {
            "one.responses.yaml": thread(
                comment(1),
                comment(2, kind="pingback", source="https://a.example/x", name="A Page"),
                comment(3, kind="trackback", source="https://b.example/y", name="B Page"),
                comment(4, kind="webmention", source="https://c.example/z", name="C Page"),
                comment(5),
            )
        }
    )
    site.build()
    headers = [words(one.header) for one in site.page("one.html").select(".thread > li")]
    assert [header.split()[0] for header in headers] == [
        "Reader",
        "Pingback",
        "Trackback",
        "Mention",
        "Reader",
    ]
    link = site.page("one.html").select_one(".pingback a")
    assert (link["href"], link["rel"]) == ("https://a.example/x", ["nofollow", "ugc", "external"])
    permalink = site.page("one.html").select_one("#comment-3 time").parent
    assert permalink["href"] == "#comment-3"


def test_deep_answers_are_flattened_and_none_is_dropped(site):
    """Below the set depth answers stand level, in order, and say whom they answer."""
    answers = [comment(1)] + [comment(n, reply_to=n - 1) for n in range(2, 9)]
    site.post("one").write({"one.responses.yaml": thread(*answers)})
    site.build(PARTWORK={"thread_depth": 3})
    page = site.page("one.html")
    assert len(page.select(".thread li")) == 8
    assert [len(li.find_parents("ol")) for li in page.select(".thread li")] == [1, 2, 3, 3, 3, 3, 3, 3]
    assert words(page.select_one("#comment-8 .in-reply-to")) == "to Reader 7"
    assert page.select_one("#comment-8 .in-reply-to")["href"] == "#comment-7"


def test_orphans_and_circles_are_repaired_and_told(site, caplog):
    """What answers nothing that is there stands at the top, and the author is told."""
    site.post("one").write(
        {
            "one.responses.yaml": thread(
                comment(1, reply_to=99), comment(2, reply_to=3), comment(3, reply_to=2)
            )
        }
    )
    site.build()
    assert [li["id"] for li in site.page("one.html").select(".thread > li")] == ["comment-1", "comment-2"]
    assert "one.responses.yaml: Response 1 answers 99, which is not there" in caplog.text
    assert "Response 2 answers 3 in a circle" in caplog.text


def test_cr_07_ten_thousand_responses_on_one_post(site):
    """They are all there, however deep they go, in a time that grows with their number alone."""
    count = 10_000
    lines = [comment(1)] + [
        comment(n, "x", reply_to=n - 1 if n % 2 else 1, published="2026-01-02T10:00:00+00:00")
        for n in range(2, count + 1)
    ]
    site.post("one").write({"one.responses.yaml": thread(*lines)})
    began = time.perf_counter()
    site.build()
    assert time.perf_counter() - began < 300
    assert site.text("one.html").count('id="comment-') == count
    assert "10,000 thoughts on" in site.text("one.html")


HOSTILE = """\
responses:
- id: 1
  name: "<script>alert(1)</script>\\u202eevil"
  url: "javascript:alert(1)"
  published: 2026-01-02T10:00:00+00:00
  html: |
    <p id="comment-2" class="by-author h-entry" style="position:fixed" onclick="alert(1)">
    {{ 7 * 7 }} {% raw %}
    <a href="{filename}/one.md" rel="webmention">a</a> <a href="java&#10;script:alert(1)">b</a>
    <a rel="webmention me" href="https://evil.example/endpoint">c</a> |filename|one.md
    <script>alert(1)</script><img src=x onerror=alert(1)><svg><script>alert(1)</script></svg>
    &lt;link rel="pingback" href="https://evil.example/">
- id: 2
  kind: pingback
  name: "{{ config }}"
  source: "https://evil.example/\\" onmouseover=\\"alert(1)"
  published: 2026-01-02T10:00:00+00:00
  markdown: "[x](javascript:alert(1)) {part}nowhere <iframe src=//evil.example></iframe>"
"""


def test_hostile_responses_come_out_harmless(site):
    """Nothing a stranger writes runs, forges the page or speaks to a template (CR-05, CR-06)."""
    site.post("one").write({"one.responses.yaml": HOSTILE})
    site.build(PARTWORK={"webmention_endpoint": "https://in.example/w"})
    page = site.page("one.html")
    responses = page.select_one("#responses")
    assert not responses.select("script, img, svg, iframe, link, style, [style], [onclick], [onmouseover]")
    assert not responses.select(".e-content [id], .e-content [class]")
    assert [node["id"] for node in page.select("[id^=comment-]")] == ["comment-1", "comment-2"]
    assert not page.select(".by-author, .badge")
    assert [link["href"] for link in page.select("[rel~=webmention]")] == ["https://in.example/w"]
    schemes = {a["href"].partition(":")[0] for a in responses.select("a[href]") if a["href"][0] != "#"}
    assert schemes <= {"https"}
    text = site.text("one.html")
    assert "{{" not in text
    assert "{filename}" not in text
    assert "\u202e" not in text
    assert '<link rel="pingback"' not in text
    assert words(responses.select_one("#comment-1 .p-name")) == "<script>alert(1)</script>evil"
    assert "{{ 7 * 7 }}" in words(responses)


def test_posts_of_one_name_and_two_endings_are_both_built(site):
    """A post in Markdown beside one in HTML of the same file name."""
    site.post("one").write(
        {
            "one.html": "<html><head><title>Old</title><meta name='date' content='2026-01-01'>"
            "<meta name='slug' content='old'></head><body>Old.</body></html>"
        }
    )
    site.build()
    assert words(site.page("old.html").h1) == "Old"
    assert words(site.page("one.html").h1) == "One"


def test_cr_09_comment_feeds(site):
    """A post's feed has its responses in order; the site's has the newest first, of public posts alone."""
    site.post("one").post("two", Status="hidden").post("three")
    site.write(
        {
            "one.responses.yaml": thread(comment(1), comment(2)),
            "two.responses.yaml": thread(comment(3)),
        }
    )
    site.build()
    own = ET.fromstring(site.text("feeds/comments/one.atom.xml"))
    everything = ET.fromstring(site.text("feeds/comments.atom.xml"))
    titles = [
        [title.text for title in feed.findall(f"{ATOM}entry/{ATOM}title")] for feed in (own, everything)
    ]
    assert titles == [["Reader 1 on One", "Reader 2 on One"], ["Reader 2 on One", "Reader 1 on One"]]
    assert not (site.output / "feeds/comments/three.atom.xml").exists()
    assert not (site.output / "feeds/comments/two.atom.xml").exists()


def test_cr_08_no_responses_no_section(site: SiteFolder):
    """A post nobody has said anything about, on a site that takes no replies, shows nothing."""
    site.post("one").build()
    assert not site.page("one.html").select("#responses")
    assert not (site.output / "feeds/comments.atom.xml").exists()


def test_wr_x05_a_page_fetches_nothing_of_what_strangers_send(site):
    """No picture, film, frame, font or script of theirs: whoever reads the page asks nobody but its site."""
    html = (
        '<p>x <img src="https://spy.example/1.png" srcset="https://spy.example/2.png 2x">'
        '<video src="https://spy.example/3" poster="https://spy.example/4"></video>'
        '<iframe src="https://spy.example/5"></iframe><link rel="stylesheet" href="https://spy.example/6">'
        '<b style="background:url(https://spy.example/7)">y</b><script src="https://spy.example/8"></script></p>'
    )
    said = comment(1, html, kind="webmention", source="https://elsewhere.example/a")
    site.post("one").write({"one.responses.yaml": thread(said)})
    site.build()
    assert "spy.example" not in site.text("one.html")
    for element in site.page("one.html").find_all(True):
        asked = [element.get(name, "") for name in ("src", "srcset", "poster", "data", "background", "style")]
        if element.name == "link" and "stylesheet" in element.get("rel", []):
            asked.append(element["href"])
        own = "https://patience.example/"
        assert not [one for one in asked if "//" in one and not one.startswith(own)], element
