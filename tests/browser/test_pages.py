"""Every kind of page, as a browser shows it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "index.html",
    "a part with a thread": "resume.html",
    "a part with pingbacks": "networking.html",
    "the last part": "recruiters.html",
    "a post alone": "what-to-wear-to-a-telephone-interview.html",
    "a landing page": "series/how-did-i-get-there.html",
    "a complete series": "series/letters-to-a-photocopier.html",
    "all series": "series/index.html",
    "a page": "about.html",
    "the archive": "archives.html",
    "all tags": "tags/index.html",
    "a tag": "tags/job-hunting.html",
    "a category": "categories/essays.html",
    "lost": "404.html",
}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_cr_10_axe_finds_nothing(chromium, address, path, scheme):
    """No rule of WCAG 2.2 AA or of good practice is broken, in light and in dark."""
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    found = Axe().run(page, options=RULES)
    context.close()
    assert found.response["passes"], "axe looked at nothing"
    assert [
        (one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]
    ] == []


@every_page
def test_a_page_asks_only_its_own_host_and_breaks_no_policy(page, address, path):
    """The request log has no foreign host, and neither console nor policy has anything to complain of."""
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.goto(f"{address}/{path}", wait_until="networkidle")
    assert [url for url in requests if not url.startswith(f"{address}/")] == []
    assert complaints == []
    assert page.evaluate("document.styleSheets.length") == 1


@pytest.mark.parametrize("width", [320, 360, 800, 1400])
@every_page
def test_cr_10_nothing_is_wider_than_the_window(chromium, address, path, width):
    """No page scrolls sideways, on narrow phones or wide screens."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{path}")
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    context.close()
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("width", [800, 1400])
def test_lines_have_a_readable_length(chromium, address, width):
    """A line of the text has 55 to 80 characters."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/resume.html")
    characters = page.evaluate(
        """() => {
            const text = document.querySelector('.prose p').firstChild;
            const range = document.createRange();
            const tops = new Map();
            for (let i = 0; i < text.length; i++) {
                range.setStart(text, i); range.setEnd(text, i + 1);
                const top = Math.round(range.getBoundingClientRect().top);
                tops.set(top, (tops.get(top) ?? 0) + 1);
            }
            return Math.max(...tops.values());
        }"""
    )
    context.close()
    assert 55 <= characters <= 80


def test_light_and_dark_follow_the_reader(chromium, address):
    """The paper is light or dark as the reader's setting says."""
    shades = []
    for scheme in ("light", "dark"):
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}/resume.html")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(",")))
        context.close()
    assert shades[0] > 600
    assert shades[1] < 150


def test_print_leaves_out_what_paper_cannot_do(page, address):
    """Navigation and share links are not printed; the text and the thread are."""
    page.goto(f"{address}/networking.html")
    page.emulate_media(media="print")
    for selector in (".site-header nav", "nav.series", ".share", ".steps >> nth=0", ".skip"):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in ("h1", ".prose", ".thread"):
        assert page.locator(selector).is_visible(), selector


def test_cr_10_right_to_left_pages_are_mirrored(site, page):
    """In Hebrew a quotation is set in from the right, and the page still does not scroll sideways."""
    from tests.browser.conftest import serve  # noqa: PLC0415 - the server of these tests

    site.write({"one.md": "Title: אחת\nSlug: one\nLang: he\nDate: 2026-01-01\nSeries: x\n\n> מילים\n"})
    site.build(RELATIVE_URLS=True)
    server, url = serve(site.output)
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{url}/one-he.html")
    style = "getComputedStyle(document.querySelector('blockquote'))"
    assert page.evaluate(f"parseFloat({style}.marginRight)") > 0
    assert page.evaluate(f"parseFloat({style}.marginLeft)") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    server.shutdown()
    server.server_close()
