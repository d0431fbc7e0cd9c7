"""What pages announce to those who want to tell them something, by the ids of the checklist (8.5)."""

import json
import re

import mf2py
import pytest

from partwork.errors import ContentError

ENDPOINTS = {
    "webmention_endpoint": "https://in.example/webmention",
    "pingback_endpoint": "https://in.example/pingback",
    "comment_endpoint": "https://in.example/comment",
}
# The pattern of Pingback 1.0, section 2.2, which clients run over the whole text of a page.
PATTERN = re.compile(r'<link rel="pingback" href="([^"]+)" ?/?>')
HOSTILE = """responses:
- id: 1
  name: <link rel="pingback" href="https://evil.example/">
  published: 2026-01-02T10:00:00+00:00
  html: |
    <link rel="pingback" href="https://evil.example/"><a rel="webmention" href="https://evil.example/">x</a>
    <!-- <link rel="pingback" href="https://evil.example/"> --> <p class="h-entry u-url">y</p>
- id: 2
  name: Una
  url: https://una.example/
  reply_to: 1
  published: 2026-01-03T10:00:00+00:00
  markdown: "`<link rel=\\"pingback\\" href=\\"https://evil.example/\\">` as text"
"""


@pytest.fixture
def built(site):
    """A site with every endpoint: an open post with hostile responses, and one that is closed."""
    body = 'How to write `<link rel="pingback" href="https://evil.example/">`:\n\n    <a rel=webmention>\n'
    site.post("open", body, Series="tides", Title='"<link>", She Said').post("closed", Series="tides")
    site.write({"open.responses.yaml": HOSTILE, "closed.responses.yaml": "comments: closed\npings: closed\n"})
    return site.build(PARTWORK=ENDPOINTS)


def test_ep_01_ep_03_the_pingback_link_is_exact_and_alone(built):
    """Its bytes are those of the specification, once in the page, whatever responses and examples say."""
    text = built.text("open.html")
    assert '<link rel="pingback" href="https://in.example/pingback">' in text.partition("</head>")[0]
    assert PATTERN.findall(text) == ["https://in.example/pingback"]
    assert "<style" not in text


def test_ep_01_an_address_with_an_ampersand_is_refused(site):
    """WordPress decodes no entity in the address, so none may be needed."""
    site.post("one")
    with pytest.raises(ContentError, match="pingback_endpoint"):
        site.build(PARTWORK={"pingback_endpoint": "https://in.example/?a=1&b=2"})


def test_ep_04_the_webmention_link_comes_first(built):
    """Nothing before it in the document could be taken for an endpoint, and nothing after it is one."""
    links = built.page("open.html").select("link, a")
    assert links[0]["rel"] == ["webmention"]
    assert links[0]["href"] == "https://in.example/webmention"
    assert [one for one in links[1:] if "webmention" in one.get("rel", [])] == []


def test_ep_05_nothing_is_announced_where_pings_are_closed(built):
    """Neither a closed post nor a page that is no post announces an endpoint."""
    for name in ("closed.html", "index.html", "series/tides.html", "archives.html", "404.html"):
        assert "in.example" not in built.text(name), name


@pytest.mark.parametrize(
    "body",
    [
        '<link rel="pingback" href="https://evil.example/">',
        'Text <!-- <link rel="pingback" href="https://evil.example/" /> -->',
        'A <a href="https://evil.example/" rel="webmention">link</a>.',
        "A <a rel=webmention href=https://evil.example/>link</a>.",
    ],
)
def test_ep_03_a_text_that_hijacks_its_own_page_is_an_error(site, body):
    """An author who quotes the tag must escape it, and is told where."""
    site.post("one", f"Words.\n\n{body}")
    with pytest.raises(ContentError) as caught:
        site.build(PARTWORK=ENDPOINTS)
    (problem,) = caught.value.problems
    assert (problem.where.file, problem.where.line) == ("one.md", 7)
    assert "&lt;" in problem.mend


def wordpress(page: str, target: str) -> tuple[str, str]:
    """Return the title of a page and the words of its link to `target`, as WordPress finds them.

    This is ``pingback_ping`` of its ``class-wp-xmlrpc-server.php``, step by step.
    """
    read = re.sub(r"[\r\n\t ]+", " ", page.encode()[:153_600].decode(errors="ignore"))
    title = re.search(r"<title>([^<]*?)</title>", read, re.IGNORECASE)
    read = re.sub(
        r"</*(h1|h2|h3|h4|h5|h6|p|th|td|li|dt|dd|pre|caption|input|textarea|button|body)[^>]*>", "\n\n", read
    )
    read = re.sub(r"<(script|style)[^>]*?>.*?</\1>", "", read, flags=re.DOTALL | re.IGNORECASE)
    read = re.sub(r"<(?!/?a[ >])[^>]*>", "", read)
    link = re.compile(rf"<a[^>]+?{re.escape(target.replace('&', '&amp;'))}[^>]*>([^>]+?)</a>")
    found = filter(None, map(link.search, read.split("\n\n")))
    return title[1] if title else "", next((one[1] for one in found), "")


LINKED = """\
## A heading with [a link](https://a.example/heading)

Some *words with [a query](https://a.example/?a=1&b=2)*, [`code`](https://a.example/code) and a
[part](https://a.example/page#part), THEN [IBM's "own"](https://a.example/quotes); <https://a.example/bare>

- [one](https://a.example/list)

> [two](https://a.example/quote/ "with a title")
"""


def test_ep_06_wordpress_finds_what_links_to_it(site):
    """Title, link and words, in the first 150 KB, at the address that is told, however much was answered."""
    answer = f"- {{id: %s, name: Una, published: 2026-01-02T10:00:00Z, html: <p>{'word ' * 100}</p>}}\n"
    answers = "".join(answer % number for number in range(1, 400))
    site.post("open", LINKED, Series="tides", Title='Fish & "<Chips>"')
    site.write({"open.responses.yaml": f"responses:\n{answers}"}).build(PARTWORK=ENDPOINTS)
    text, page = site.text("open.html"), site.page("open.html")
    assert len(text) > 153_600
    targets = [link["href"] for link in page.select(".prose a[href^='https://a.example/']")]
    assert len(targets) == 8
    for target in targets:
        title, words = wordpress(text, target)
        assert title.startswith("Fish &amp; ")
        assert words.strip(), target
    # The file is where its address says, so that no host has to redirect.
    assert page.select_one("link[rel=canonical]")["href"] == "https://patience.example/open.html"


def test_ep_09_a_page_is_an_entry_with_its_comments(built):
    """A parser of microformats finds the post, its author, its date and the responses."""
    (entry,) = mf2py.parse(doc=built.text("open.html"), url="https://patience.example/open.html")["items"]
    facts = entry["properties"]
    assert entry["type"] == ["h-entry"]
    assert facts["url"] == ["https://patience.example/open.html"]
    assert facts["name"] == ['"<link>", She Said']
    assert facts["published"] == ["2026-01-01T10:00:00+0000"]
    assert [one["type"] for one in facts["author"]] == [["h-card"]]
    (comment,) = facts["comment"]
    assert comment["type"] == ["h-cite"]
    assert comment["properties"]["url"][0] == "https://patience.example/open.html#comment-1"


def test_the_form_of_an_open_post_works_without_a_script(built):
    """It says where to, and what about; each response can be answered, and a closed post has no form."""
    page = built.page("open.html")
    form = page.select_one("form")
    assert (form["method"], form["action"]) == ("post", "https://in.example/comment")
    assert form.select_one("[name=target]")["value"] == "https://patience.example/open.html"
    assert [field["name"] for field in form.select("label > *")] == ["text", "name", "url"]
    answers = [a["href"] for a in page.select(".response a") if a.get_text() == "Answer"]
    assert answers == [
        f"https://in.example/comment?target=https%3A%2F%2Fpatience.example%2Fopen.html&reply_to={number}"
        for number in (1, 2)
    ]
    assert not built.page("closed.html").select("form")


def test_the_map_tells_an_inbox_what_is_open_and_until_when(built, site):
    """Open for ever, until a moment, or closed; drafts are not in it."""
    pages = {page["url"].rpartition("/")[2]: page for page in json.loads(built.text("inbox.json"))["pages"]}
    assert (pages["open.html"]["comments"], pages["closed.html"]["comments"]) == (True, False)
    site.post("draft", Status="draft", Series="tides")
    site.build(PARTWORK={**ENDPOINTS, "close_after_days": 365})
    pages = {page["url"].rpartition("/")[2]: page for page in json.loads(site.text("inbox.json"))["pages"]}
    assert pages.keys() == {"open.html", "closed.html"}
    assert pages["open.html"]["pings"] == "2027-01-01T10:00:00+00:00"


def test_without_endpoints_there_is_no_map(site):
    """A site that takes nothing tells nobody about it."""
    assert "inbox.json" not in site.post("one").build().files()
