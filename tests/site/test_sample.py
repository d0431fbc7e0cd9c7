"""The site that partwork shows to people: its content, its pages, its links."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from partwork.series.manifest import parse
from tests.conftest import build_sample
from tests.site.crawl import broken_links, foreign_subresources, invalid_pages, pages
from tests.site.folder import ROOT, SiteFolder, contents, words

PARTS = ["resume", "networking", "recruiters"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("slug", PARTS)
def test_a_part_has_the_length_of_an_essay(slug):
    """Each of the three long parts has 900 to 1,500 words."""
    text = (ROOT / f"content/how-did-i-get-there/{slug}.md").read_text(encoding="utf-8")
    assert 900 <= len(text.split("\n\n", 1)[1].split()) <= 1500


def test_parts_tell_where_they_stand(sample):
    """Each part names its series, its number and the number announced."""
    told = [words(sample.page(f"{slug}.html").select_one(".part-of")) for slug in PARTS]
    assert told == [f"How Did I Get There? Part {number} of IV" for number in ("I", "II", "III")]


def test_the_list_marks_the_current_part(sample):
    """Readable parts are linked, the current one is marked, the planned one is not linked."""
    entries = sample.page("networking.html").select("nav.series .entries li")
    assert [words(entry) for entry in entries] == [
        "I The Résumé",
        "II Networking",
        "III HR and Recruiters",
        "IV Where the Job Came From coming",
    ]
    assert [bool(entry.select_one("[aria-current=page]")) for entry in entries] == [False, True, False, False]
    assert entries[3].find("a") is None


def test_neighbours_stand_above_and_below_the_text_by_title(sample):
    """A part in the middle links to both neighbours by title, before and after its text."""
    page = sample.page("networking.html")
    for where in ("nav.series", "nav.series-end"):
        links = {a["href"].rsplit("/", 1)[1]: words(a) for a in page.select(f"{where} a[rel]")}
        assert "The Résumé" in links["resume.html"]
        assert "HR and Recruiters" in links["recruiters.html"]
    order = [node.name for node in page.select("nav.series, .prose, nav.series-end")]
    assert order == ["nav", "div", "nav"]


def test_the_last_part_leads_on(sample):
    """The last readable part announces the planned one and leads to the landing page and another series."""
    end = sample.page("recruiters.html").select_one("nav.series-end")
    assert "Coming: Part IV Where the Job Came From" in words(end)
    hrefs = {a["href"] for a in end.select("a")}
    assert "https://gainfully.example/series/how-did-i-get-there.html" in hrefs
    assert "https://gainfully.example/series/letters-to-a-photocopier.html" in hrefs


def test_a_planned_part_is_text_until_its_day(sample):
    """The end of part III promises part IV in words that are marked and lead nowhere yet."""
    coming = sample.page("recruiters.html").select_one(".prose .coming")
    assert coming.find_parent("a") is None
    assert "(coming)" in words(coming)


@pytest.mark.parametrize("slug", PARTS)
def test_every_part_closes_with_a_look_at_the_next(sample, slug):
    """The last words of each part's text link to, or announce, the next one."""
    paragraphs = sample.page(f"{slug}.html").select(".prose > p")
    following = dict(zip(PARTS, [*PARTS[1:], None], strict=True))[slug]
    end = BeautifulSoup("".join(str(p) for p in paragraphs[-3:]), "html5lib")
    links = [a["href"].rpartition("/")[2] for a in end.select("a")]
    assert f"{following}.html" in links if following else end.select_one(".coming")


def test_the_landing_page_tells_the_series(sample):
    """It has the manifest's text, the status, the dates, the time, responses per part and a way to begin."""
    page = sample.page("series/how-did-i-get-there.html")
    text = words(page.main)
    for told in ("ongoing, 3 of 4 parts published", "Begun 2 March 2026", "Reading time", "Responses 17"):
        assert told in text
    assert "The map room closed" in words(page.select_one(".prose"))
    assert page.select_one("a.button")["href"].endswith("/resume.html")
    parts = [words(part) for part in page.select(".contents > li")]
    assert [part.split()[0] for part in parts] == ["I", "II", "III", "IV"]
    assert ["10 responses" in parts[0], "4 responses" in parts[1], "3 responses" in parts[2]] == [True] * 3
    assert parts[3] == "IV Where the Job Came From coming"


def test_a_complete_series_tells_when_it_was_finished(sample):
    """The second series is complete and has both dates, on its page and in its data."""
    page = sample.page("series/letters-to-a-photocopier.html")
    assert "complete, 2 parts" in words(page.dl)
    assert "Finished 26 January 2026" in words(page.dl)
    data = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert (data["startDate"], data["endDate"]) == ("2026-01-12", "2026-01-26")


def test_the_index_lists_all_series(sample):
    """The list of series names both, the one that goes on first."""
    titles = [words(title) for title in sample.page("series/index.html").select("main h2")]
    assert titles == ["How Did I Get There?", "Letters to a Photocopier"]


def test_order_is_the_same_everywhere(sample):
    """Navigation, landing page, feeds and structured data put the parts in one order."""
    expected = [f"https://gainfully.example/{slug}.html" for slug in PARTS]
    nav = sample.page("resume.html").select("nav.series .entries a")
    landing = sample.page("series/how-did-i-get-there.html")
    atom = ET.fromstring(sample.text("feeds/series/how-did-i-get-there.atom.xml"))
    rss = ET.fromstring(sample.text("feeds/series/how-did-i-get-there.rss.xml"))
    feed = json.loads(sample.text("feeds/series/how-did-i-get-there.json"))
    data = json.loads(landing.select_one('script[type="application/ld+json"]').string)
    assert [a["href"] for a in nav] == expected
    assert [a["href"] for a in landing.select(".contents h3 a")] == expected
    assert [link.get("href") for link in atom.findall(f"{ATOM}entry/{ATOM}link")] == expected
    assert [link.text for link in rss.findall("channel/item/link")] == expected
    assert [item["url"] for item in feed["items"]] == expected
    assert [part["url"] for part in data["hasPart"]] == expected
    assert [part["position"] for part in data["hasPart"]] == [1, 2, 3]


def test_walking_next_meets_every_part_once(sample):
    """Following rel=next from the first part visits each once; rel=prev leads back the same way."""
    walked, name = [], "resume"
    while name:
        walked.append(name)
        head = sample.page(f"{name}.html").head
        following = head.select_one("link[rel=next]")
        before = head.select_one("link[rel=prev]")
        assert (before["href"].rsplit("/", 1)[1] if before else None) == (
            f"{walked[-2]}.html" if len(walked) > 1 else None
        )
        name = following["href"].rsplit("/", 1)[1].removesuffix(".html") if following else None
    assert walked == PARTS


def test_threads_of_the_three_parts(sample):
    """Part I is closed by age, part II by its file, part III is open; each counts in WordPress's manner."""
    first, second, third = (sample.page(f"{slug}.html").select_one("#responses") for slug in PARTS)
    assert words(first.h2) == "10 thoughts on “The Résumé”"
    assert words(second.h2) == "4 thoughts on “Networking”"
    assert words(third.h2) == "3 thoughts on “ HR and Recruiters”"
    assert [words(one.select_one(".closed")) for one in (first, second)] == ["Comments are closed."] * 2
    assert third.select_one(".closed") is None
    assert third.select_one(".reply a")["href"].startswith(
        "mailto:letters@gainfully.example?subject=Re%3A%20"
    )
    assert first.select(".trackback")
    assert first.select("ol.thread > li > ol > li > ol > li > ol > li")


def test_cr_05_the_thread_of_part_two(sample):
    """It is a reader's comment, the author's answer with the badge, and two pingbacks of one site."""
    responses = sample.page("networking.html").select(".thread li")
    assert [one["class"][0] for one in responses] == ["comment", "comment", "pingback", "pingback"]
    assert [words(one.select_one("header")).count("Author") for one in responses] == [0, 1, 0, 0]
    assert responses[1].find_parent("li") is responses[0]
    hosts = {re.match(r"https://[^/]+", one.select_one("a[rel]")["href"])[0] for one in responses[2:]}
    assert len(hosts) == 1


def test_one_thought_in_words(sample):
    """A single response is "One thought"."""
    assert (
        words(sample.page("enclosing-a-reference.html").select_one("#responses h2"))
        == "One thought on “Enclosing a Reference”"
    )


def test_a_post_without_a_series_has_neighbours_in_time(sample):
    """The standalone post leads to the posts before and after it; a part is led by its series alone."""
    page = sample.page("what-to-wear-to-a-telephone-interview.html")
    assert [a["href"].rsplit("/", 1)[1] for a in page.select("nav.series-end a")] == [
        "networking.html",
        "recruiters.html",
    ]
    assert not sample.page("networking.html").select('nav[aria-label="Other posts"]')


def test_all_sites_of_the_share_row(sample):
    """Every service of the issue has its link, with the absolute address of the part."""
    row = sample.page("resume.html").select_one(".share")
    assert words(row.h2) == "Be sociable, share!"
    assert [words(a) for a in row.select("a")] == [
        "E-mail", "Mastodon", "Bluesky", "Facebook", "LinkedIn", "Reddit", "WhatsApp", "X", "Hacker News",
    ]  # fmt: skip
    for a in row.select("a"):
        assert "https%3A%2F%2Fgainfully.example%2Fresume.html" in a["href"]
    assert all(button.find_parent("li").has_attr("hidden") for button in row.select("button"))


def test_every_page_is_valid_html(sample):
    """A strict HTML5 parser finds no fault in any page, and no page gives one id to two elements."""
    assert invalid_pages(sample.output) == []


@pytest.mark.parametrize("kind", ["sample", "sample_at_home"])
def test_every_internal_link_resolves(kind, request):
    """Every link and fragment inside the site leads to a file and an element that are there."""
    folder = request.getfixturevalue(kind)
    assert broken_links(folder.output, "https://gainfully.example") == []


def test_no_page_asks_anybody_else_for_anything(sample):
    """No script, style, image or frame comes from another host."""
    assert foreign_subresources(sample.output, "https://gainfully.example") == []


def test_structured_data_loads_on_every_page(sample):
    """Every block of JSON-LD is JSON, and a part's says which part of what it is."""
    for _, text in pages(sample.output):
        for block in BeautifulSoup(text, "html5lib").select('script[type="application/ld+json"]'):
            assert json.loads(block.string)["@context"] == "https://schema.org"
    data = json.loads(sample.page("networking.html").select_one('script[type="application/ld+json"]').string)
    assert (data["@type"], data["position"]) == ("BlogPosting", 2)
    assert data["isPartOf"][0]["@type"] == "CreativeWorkSeries"
    assert data["datePublished"] == "2026-05-11T08:15:00+01:00"


def test_every_page_carries_what_all_pages_carry(sample):
    """Language, title, canonical address, OpenGraph and the site's feed stand on every page."""
    for name, text in pages(sample.output):
        page = BeautifulSoup(text, "html5lib")
        assert page.html["lang"] == "en"
        assert page.html["dir"] == "ltr"
        assert page.title.string.strip()
        if name != "404.html":
            canonical = page.select_one("link[rel=canonical]")["href"]
            assert canonical == page.select_one('meta[property="og:url"]')["content"]
            assert canonical.startswith("https://gainfully.example/")
        assert page.select_one('meta[property="og:title"]')["content"]
        assert page.select_one('link[rel=icon][href$="theme/favicon.svg"]')
        assert page.select_one('link[type="application/atom+xml"][href$="feeds/all.atom.xml"]')
        assert len(page.select("h1")) == 1, name
        assert page.select_one("main#main")


def test_a_part_is_an_entry_and_a_response_a_citation(sample):
    """Microformats: who wrote the post and each response, when, where it stands, and what it says."""
    entry = sample.page("networking.html").select_one("article.h-entry")
    assert words(entry.select_one("h1.p-name")) == "Networking"
    assert words(entry.select_one(".p-author.h-card")) == "Wren Tolliver"
    assert entry.select_one("header .u-url:has(.dt-published)")["href"].endswith("/networking.html")
    assert entry.select_one("header .dt-published")["datetime"] == "2026-05-11T08:15:00+01:00"
    assert entry.select_one(".e-content.prose")
    for response in entry.select(".thread li"):
        assert {"u-comment", "h-cite"} <= set(response["class"])
        assert words(response.select_one(".p-author.h-card"))
        assert response.select_one(".u-url:has(.dt-published)")["href"] == f"#{response['id']}"
        assert response.select_one(".dt-published")["datetime"]
        assert response.select_one(".e-content")


def test_the_head_leads_up_from_a_part_to_all_series(sample):
    """``rel=up`` of a part is its landing page, and of that the list of all."""
    up = [
        sample.page(name).select_one("link[rel=up]")["href"].partition("example/")[2]
        for name in ("networking.html", "series/how-did-i-get-there.html")
    ]
    assert up == ["series/how-did-i-get-there.html", "series/index.html"]


def test_typogrify_leaves_no_markup_where_none_belongs(sample):
    """Titles, metadata and feeds have typographic quotes and no styling spans."""
    assert '<span class="caps">' in sample.text("recruiters.html")
    for name, text in pages(sample.output):
        head = text.partition("</head>")[0]
        assert "&lt;span" not in head, name
        assert "<span" not in head, name
    for path, content in contents(sample.output / "feeds").items():
        assert b'class="caps"' not in content, path
        assert b"class=&quot;caps" not in content, path


def test_feeds_parse(sample):
    """Every feed is XML or JSON with entries that have ids and absolute links; series feeds are complete."""
    found = contents(sample.output / "feeds")
    assert {"all.atom.xml", "comments.atom.xml", "comments/networking.atom.xml"} <= found.keys()
    for path, content in found.items():
        if path.endswith(".json"):
            assert json.loads(content)["version"] == "https://jsonfeed.org/version/1.1"
            continue
        tree = ET.fromstring(content)
        ids = [node.text for node in tree.iter() if node.tag in {f"{ATOM}id", "guid"}]
        assert len(ids) == len(set(ids)) > 0, path
    assert b"<fh:complete" in found["series/how-did-i-get-there.atom.xml"]
    comments = ET.fromstring(found["comments/networking.atom.xml"])
    links = [link.get("href") for link in comments.findall(f"{ATOM}entry/{ATOM}link")]
    assert links == [f"https://gainfully.example/networking.html#comment-{n}" for n in (201, 202, 203, 204)]


def test_the_sitemap_dates_pages_by_their_content(sample):
    """It lists posts, pages and series with dates of the content."""
    tree = ET.fromstring(sample.text("sitemap.xml"))
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {url.find(f"{namespace}loc").text: url.findtext(f"{namespace}lastmod") for url in tree}
    assert found["https://gainfully.example/networking.html"] == "2026-05-11T08:15:00+01:00"
    assert {"https://gainfully.example/", "https://gainfully.example/about.html"} <= found.keys()
    assert "https://gainfully.example/series/how-did-i-get-there.html" in found
    assert "Sitemap: https://gainfully.example/sitemap.xml" in sample.text("robots.txt")


@pytest.mark.parametrize("slug", [*PARTS, "enclosing-a-reference", "on-your-redeployment"])
def test_a_part_is_light(sample, slug):
    """The page and its stylesheet are under 30 kB together, before compression."""
    page = (sample.output / f"{slug}.html").stat().st_size
    assert page + (sample.output / "theme/partwork.css").stat().st_size < 30_000


def test_two_builds_differ_by_no_byte(sample, tmp_path):
    """A second build in the same process writes the same bytes."""
    build_sample(tmp_path / "again")
    assert contents(tmp_path / "again") == sample.files()


def test_the_manifests_are_without_fault():
    """The sample's manifests pass every check of their own."""
    for path in (ROOT / "content/series").glob("*.md"):
        manifest, problems = parse(path.name, path.read_text(encoding="utf-8"), "en")
        assert manifest
        assert problems == ()


def test_the_page_for_lost_readers_works_at_any_depth(sample_at_home: SiteFolder):
    """Its links begin at the root of the host even where all others are relative."""
    page = sample_at_home.page("404.html")
    assert page.select_one("link[rel=stylesheet]")["href"] == "/theme/partwork.css"
    assert page.select_one('meta[name=robots][content="noindex"]')
