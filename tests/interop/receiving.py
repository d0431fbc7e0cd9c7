"""WordPress links to our pages, finds the endpoint and pings; the inbox takes it from there."""

from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tests.interop import needs
from tests.interop.blog import Blog, Post
from tests.interop.neighbours import Neighbours
from tests.interop.publication import Publication

# How WordPress looks at a page it links to: once or twice for the endpoint, and then for what is enclosed.
_BY_HEADER = ["HEAD 200", "HEAD 200"]
_BY_PAGE = ["HEAD 200", "GET 200", "HEAD 200"]


def receiving(both: Neighbours) -> None:
    """Be pinged under two themes, by two ways to announce an endpoint, and not where pings are closed."""
    blog, site, report = both.blog, both.site, both.report
    report.chapter("1. WordPress links to partwork")
    tides = site.write("tides", "The Tides of a Small Harbour", "The water goes out, and comes in.")
    lamps = site.write("lamps", "Harbour Lamps", "One is green, and one is red.")
    shut = site.write("shut", "A Closed Page", "Nobody answers.", "pings: closed\n")
    site.settle()
    site.build()
    found = [line.strip() for line in site.read("tides.html").splitlines() if "pingback" in line]
    link = f'<link rel="pingback" href="{site.pingback}">'
    report.equal("an open page has the pingback link once, to the byte", found, [link])
    found = [line.strip() for line in site.read("shut.html").splitlines() if "pingback" in line]
    report.equal("a closed page has none", found, [])
    with site.inbox():
        theme = blog.do("theme", name=needs.THEMES[0])
        post = blog.publish(
            "Rope, “salt” & weather",
            "<p>Before the ferry there was a list of things to carry.</p>\n"
            f'<p>Then I read <a href="{tides}">what the water does</a> in a harbour as small as ours.</p>',
        )
        _arrives(both, post, tides, "Then I read what the water does in a harbour", theme)
        report.equal("WordPress found the endpoint in the page", _looked(site, tides), _BY_PAGE)
        blog.do("ping_again", post=post.id)
        blog.send_pings()
        report.equal("pinging once more, it is done all the same (fault 48)", _pinged(blog, post), [tides])
        report.equal("and its page is not fetched again", len(_fetched(blog, post)), 1)

        site.settle(hosts=["apache"])
        site.build()
        theme = blog.do("theme", name=needs.THEMES[1])
        post = blog.publish("What burns at night", f'<p>Of <a href="{lamps}">two lamps</a> one is ours.</p>')
        _arrives(both, post, lamps, "Of two lamps one is ours.", theme)
        report.equal("WordPress found the endpoint in the header", _looked(site, lamps), _BY_HEADER)

        post = blog.publish("A door", f'<p>I knocked <a href="{shut}">here</a>.</p>')
        blog.send_pings()
        report.equal("it finds none at a page whose pings are closed", _pinged(blog, post), [])
        report.equal("having looked", _looked(site, shut), _BY_PAGE)


def _arrives(both: Neighbours, post: Post, target: str, words: str, theme: str) -> None:
    """See a post of theirs, which links to `target` with `words`, through the inbox to our page."""
    blog, site, report = both.blog, both.site, both.report
    blog.send_pings()
    report.equal(f"WordPress pings ({theme}), and our answer is success", _pinged(blog, post), [target])
    line = site.heard(post.url)
    report.seen("the pingback waits in the inbox, its link found", "  pingback  " in line, line)
    fetched = _fetched(blog, post)
    why = "; verifying pingback from 127.0.0.1"
    once = len(fetched) == 1 and fetched[0].endswith(why)
    report.seen("the inbox has fetched WordPress's page once, and said why", once, "\n".join(fetched))
    site.approve(line)
    said = site.pull()
    report.seen("approved, it is pulled", "1 response new or changed" in said, said)
    slug = urlsplit(target).path.removeprefix("/").removesuffix(".html")
    kept = site.responses(slug)
    known = "kind: pingback\n" in kept and f"source: {post.url}\n" in kept and f"name: {post.title}" in kept
    report.seen("beside our post its kind, source and title are kept", known, kept)
    report.seen("with an excerpt around the link", words in kept, words)
    site.build()
    page = BeautifulSoup(site.read(f"{slug}.html"), "html.parser")
    shown = [" ".join(one.text.split()) for one in page.select("#responses .h-cite")]
    report.seen("and our page shows it", len(shown) == 1 and post.title in shown[0], "\n".join(shown))


def _pinged(blog: Blog, post: Post) -> list[str]:
    """Return what WordPress takes for done: success, or fault 48."""
    found: list[str] = blog.do("pinged", post=post.id)
    return found


def _fetched(blog: Blog, post: Post) -> list[str]:
    """Return how partwork looked at a page of theirs."""
    return [line for line in blog.place.asked(urlsplit(post.url).path) if "partwork" in line]


def _looked(site: Publication, url: str) -> list[str]:
    """Return how WordPress looked at a page of ours."""
    lines = site.place.asked(urlsplit(url).path)
    return [line.partition(" WordPress/")[0] for line in lines if " WordPress/" in line]
