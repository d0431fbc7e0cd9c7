"""The sitemap and ``robots.txt``."""

import xml.etree.ElementTree as ET

from partwork.metadata.sitemap import Location, robots, sitemap
from tests.builders import day

_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LINK = "{http://www.w3.org/1999/xhtml}link"


def read(*locations):
    """Read a sitemap as a search engine does."""
    return ET.fromstring(sitemap(locations).encode())


def test_pages_are_listed_by_address():
    """The order of a sitemap is that of the addresses, whatever order the pages come in."""
    root = read(Location("https://x.example/b"), Location("https://x.example/a"))
    assert root.tag == f"{_MAP}urlset"
    assert [loc.text for loc in root.iter(f"{_MAP}loc")] == ["https://x.example/a", "https://x.example/b"]


def test_date_is_that_of_the_content():
    """A page was changed when its content was; one without a date has none."""
    root = read(Location("https://x.example/a", day(0)), Location("https://x.example/b"))
    first, second = root
    assert first.findtext(f"{_MAP}lastmod") == "2010-05-04T10:12:00+00:00"
    assert second.find(f"{_MAP}lastmod") is None


def test_translations_are_alternates():
    """A page names its translations by language."""
    (page,) = read(
        Location(
            "https://x.example/a",
            alternates=(("de", "https://x.example/a-de"), ("en", "https://x.example/a?b=1&c=2")),
        )
    )
    assert [(link.get("rel"), link.get("hreflang"), link.get("href")) for link in page.iter(_LINK)] == [
        ("alternate", "de", "https://x.example/a-de"),
        ("alternate", "en", "https://x.example/a?b=1&c=2"),
    ]


def test_addresses_are_escaped():
    """An address may hold any sign."""
    address = "https://x.example/?a=1&b=<2>\"'"
    (page,) = read(Location(address, alternates=(("en", address),)))
    assert page.findtext(f"{_MAP}loc") == address
    assert page.find(_LINK).get("href") == address


def test_empty_sitemap_parses():
    """A site without pages has a sitemap of nothing."""
    assert len(read()) == 0


def test_robots_welcomes_everybody_and_names_the_sitemap():
    """Crawlers may read everything, and are told where the sitemap is, where there is one."""
    assert robots("https://x.example/sitemap.xml") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://x.example/sitemap.xml\n"
    )
    assert robots("") == "User-agent: *\nAllow: /\n"
