"""What a build leaves where a post was: deleted, renamed, and told to hosts."""

import re
from xml.etree import ElementTree as ET

import pytest

from partwork.errors import ContentError
from partwork.mentions.ledger import Page, encode
from tests.hosting.servers import SERVERS, get, serving
from tests.site.crawl import broken_links
from tests.site.folder import SiteFolder, words

URL = "https://patience.example"
ENDPOINTS = {
    "webmention_endpoint": "https://in.example/webmention",
    "pingback_endpoint": "https://in.example/pingback",
}


def remember(site: SiteFolder, *names: str, **more: str) -> SiteFolder:
    """Write a ledger that knows the pages `names`, and others with their files."""
    pages = [Page(url=f"{URL}/{name}") for name in names]
    pages += [Page(url=f"{URL}/{name}.html", path=path) for name, path in more.items()]
    (site.root / "mentions.jsonl").write_bytes(encode(pages))
    return site


def test_ws_x03_a_deleted_post_leaves_a_tombstone(site):
    """WS-X03, EP-08: a page in the theme that says in its head and to people that the post was deleted."""
    remember(site.post("one"), "one.html", "gone.html", "2010/05/gone/").build()
    for name in ("gone.html", "2010/05/gone/index.html"):
        page = site.page(name)
        (status,) = page.select("head meta[http-equiv=Status]")
        assert status["content"] == "410 Gone"
        assert words(page.select_one(".h-entry .p-name")) == "Deleted"
        assert page.select_one("head meta[name=robots]")["content"] == "noindex"
        assert page.select_one(".site-name")
        assert not page.select("link[rel=canonical], link[rel=webmention], link[rel=pingback]")


def test_a_tombstone_is_on_no_list(site):
    """Neither the sitemap, nor a feed, nor any page leads there; its own links lead somewhere."""
    remember(site.post("one"), "gone.html").build(RELATIVE_URLS=True)
    assert "gone" not in site.text("sitemap.xml") + site.text("feeds/all.atom.xml") + site.text(
        "archives.html"
    )
    assert not re.search(r'href="[^"]*gone\.html', site.text("index.html"))
    ET.fromstring(site.text("sitemap.xml"))
    assert broken_links(site.output, URL) == []


def test_a_renamed_post_leads_on(site):
    """The page at the old address has a refresh, a link, and the new address as the canonical one."""
    remember(site.post("two").post("tides/three", Slug="there"), one="two.md", three="tides/three.md").build()
    for old, new in (("one", "two"), ("three", "there")):
        page = site.page(f"{old}.html")
        assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={URL}/{new}.html"
        assert page.select_one("main a")["href"] == f"{URL}/{new}.html"
        assert page.select_one("link[rel=canonical]")["href"] == f"{URL}/{new}.html"
        assert not page.select("meta[http-equiv=Status], .h-entry")
    assert f"{URL}/one.html" not in site.text("sitemap.xml")


def test_a_site_that_never_sent_has_no_past(site):
    """Without a ledger nothing is written."""
    site.post("one").build(PARTWORK={"hosts": ["netlify"]})
    names = site.files().keys()
    assert names & {"410.html", "_redirects", "_headers"} == set()


@pytest.mark.parametrize(
    "name", ["../../up.html", "a/../../up.html", "a//b.html", "x%0Ay.html", "..", "%2e%2e/x"]
)
def test_an_address_that_leads_out_of_the_site_is_no_page(site, name):
    """A line of the ledger may say anything; nothing is written elsewhere."""
    remember(site.post("one"), name).build()
    assert not [one for one in site.root.rglob("*") if "up" in one.name or one.name.startswith("x")]


def test_what_others_wrote_is_not_written_over(site):
    """A picture, or any file an author puts at the address, stays."""
    site.write({"extra/gone.html": "<p>mine"})
    remember(site.post("one"), "gone.html").build(
        ARTICLE_EXCLUDES=["extra"],
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA={"extra/gone.html": {"path": "gone.html"}},
        PARTWORK={"hosts": ["netlify"]},
    )
    assert site.text("gone.html") == "<p>mine"
    assert not (site.output / "_redirects").exists()


def test_a_post_that_became_a_page_or_hidden_is_not_gone(site):
    """There is a page at the address: it is not for the ledger to say otherwise."""
    site.write({"pages/about.md": "Title: About\nURL: about.html\nSave_as: about.html\n\nx"})
    remember(site.post("one").post("two", Status="hidden"), "about.html", "two.html").build()
    assert "Deleted" not in site.text("about.html") + site.text("two.html")


def test_a_bad_ledger_stops_the_build(site):
    """With its file and line, as anything that is wrong."""
    (site.root / "mentions.jsonl").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"mentions\.jsonl:1: A line of the ledger cannot be read"):
        site.post("one").build()


def test_a_line_that_was_cut_off_does_not(site):
    """A run that sends may be going on, or was killed."""
    remember(site.post("one"), "gone.html")
    with (site.root / "mentions.jsonl").open("ab") as file:
        file.write(b'{"fact":"page","url":"https://pat')
    site.build()
    assert (site.output / "gone.html").is_file()


def test_what_an_author_wrote_for_a_host_comes_first(site):
    """Hosts take the first rule that fits; the author's file is kept, and ours comes after it."""
    site.write({"extra/_redirects": "/x /y 302\n\n", "extra/_headers": "/*\n  X-Frame-Options: DENY\n"})
    remember(site.post("one"), "gone.html").build(
        PARTWORK={"hosts": ["netlify"], **ENDPOINTS},
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA={f"extra/{name}": {"path": name} for name in ("_redirects", "_headers")},
    )
    assert site.text("_redirects") == "/x /y 302\n/gone.html /410.html 410!\n"
    assert site.text("_headers").startswith("/*\n  X-Frame-Options: DENY\n/one.html\n  Link: <")
    assert "Deleted" in site.text("410.html")


@pytest.mark.parametrize("host", SERVERS)
def test_a_site_on_a_real_host(site, host):
    """EP-02, EP-08: 410 with the page that says so, 301, and the headers on pages whose pings are open."""
    site.post("one").post("über", Slug="ueber").post("shut").post("new", Slug="renamed")
    site.write({"shut.responses.yaml": "pings: closed\n", "pages/about.md": "Title: About\n\nx"})
    remember(site, "gone.html", "2010/05/gone/", old="new.md")
    site.build(PARTWORK={"hosts": [host], **ENDPOINTS})
    files = {name: data.decode() for name, data in site.files().items()}
    with serving(host, files) as port:
        for path in ("/gone.html", "/2010/05/gone/"):
            status, _, text = get(port, path)
            assert status == 410
            assert "What stood at this address was taken down." in text
        status, fields, _ = get(port, "/old.html")
        assert (status, fields["location"]) == (301, [f"{URL}/renamed.html"])
        for path in ("/one.html", "/ueber.html"):
            status, fields, text = get(port, path)
            assert status == 200
            assert fields["link"] == ['<https://in.example/webmention>; rel="webmention"']
            assert fields["x-pingback"] == ["https://in.example/pingback"]
            assert '<link rel="pingback" href="https://in.example/pingback">' in text
        for path in ("/shut.html", "/pages/about.html", "/index.html", "/gone.html", "/theme/partwork.css"):
            assert get(port, path)[1].keys() & {"link", "x-pingback"} == set()


def test_the_newest_posts_come_first_in_headers(site):
    """A host that takes a hundred rules gets those for the posts that people read."""
    for number in range(105):
        site.post(f"n{number:03}", Date=f"2026-0{1 + number // 28}-{1 + number % 28:02}")
    site.build(PARTWORK={"hosts": ["cloudflare"], **ENDPOINTS})
    pages = re.findall(r"^/(\w+)$", site.text("_headers"), re.MULTILINE)
    assert pages == [f"n{number:03}" for number in range(104, 4, -1)]


def test_below_a_folder_of_the_host(site):
    """A site whose address has a path tells hosts the whole one."""
    (site.root / "mentions.jsonl").write_bytes(encode([Page(url=f"{URL}/essays/gone.html")]))
    site.post("one").build(SITEURL=f"{URL}/essays", PARTWORK={"hosts": ["netlify"], **ENDPOINTS})
    assert site.text("_redirects") == "/essays/gone.html /essays/410.html 410!\n"
    assert site.text("_headers").startswith("/essays/one.html\n")
    assert (site.output / "gone.html").is_file()
    assert 'href="/essays/theme/partwork.css"' in site.text("410.html")
