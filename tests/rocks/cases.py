"""The pages of the discovery cases: each announces one endpoint that is right, and perhaps wrong ones."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A page to discover.

    In headers and markup ``{n}`` is the number of the case, ``{site}`` the address of the site, ``{head}``
    the query that tells a HEAD from a GET. What leads to ``/error`` must not be asked.
    """

    what: str
    headers: tuple[tuple[str, str], ...] = ()
    head: str = ""
    body: str = ""


def _link(value: str, name: str = "Link") -> tuple[tuple[str, str], ...]:
    return ((name, value),)


CASES: Mapping[int, Case] = {
    1: Case("Link header, relative", _link("</test/{n}/webmention{head}>; rel=webmention")),
    2: Case("Link header, absolute", _link("<{site}/test/{n}/webmention{head}>; rel=webmention")),
    3: Case("<link>, relative", head='<link rel="webmention" href="/test/{n}/webmention">'),
    4: Case("<link>, absolute", head='<link href="{site}/test/{n}/webmention" rel="webmention">'),
    5: Case("<a>, relative", body='<a rel="webmention" href="/test/{n}/webmention">here</a>'),
    6: Case("<a>, absolute", body='<a href="{site}/test/{n}/webmention" rel="webmention">here</a>'),
    7: Case("header in strange case", _link("<{site}/test/{n}/webmention{head}>; rel=webmention", "LinK")),
    8: Case("Link header, quoted rel", _link('<{site}/test/{n}/webmention{head}>; rel="webmention"')),
    9: Case("<link>, two rel", head='<link rel="webmention somethingelse" href="/test/{n}/webmention">'),
    10: Case(
        "Link header, two rel", _link('<{site}/test/{n}/webmention{head}>; rel="webmention somethingelse"')
    ),
    11: Case(
        "header before <link> before <a>",
        _link("</test/{n}/webmention>; rel=webmention"),
        head='<link rel="webmention" href="/test/{n}/webmention/error">',
        body='<a rel="webmention" href="/test/{n}/webmention/error">not here</a>',
    ),
    12: Case(
        "<link> with a rel that only contains the word",
        head='<link rel="not-webmention" href="/test/{n}/webmention/error">',
        body='<a rel="webmention" href="/test/{n}/webmention">here</a>',
    ),
    13: Case(
        "<a> in a comment",
        body='<!-- <a rel="webmention" href="/test/{n}/webmention/error">not here</a> -->'
        '<a rel="webmention" href="/test/{n}/webmention">here</a>',
    ),
    14: Case(
        "<a> in escaped HTML",
        body="<code>&lt;a rel=&quot;webmention&quot; href=&quot;/test/{n}/webmention/error&quot;&gt;</code>"
        '<a rel="webmention" href="/test/{n}/webmention">here</a>',
    ),
    15: Case("<link> with an empty href", head='<link rel="webmention" href="">'),
    16: Case(
        "<a> before <link>",
        body='<a rel="webmention" href="/test/{n}/webmention">here</a>'
        '<link rel="webmention" href="/test/{n}/webmention/error">',
    ),
    17: Case(
        "<link> before <a>",
        body='<link rel="webmention" href="/test/{n}/webmention">'
        '<a rel="webmention" href="/test/{n}/webmention/error">not here</a>',
    ),
    18: Case(
        "two Link headers",
        _link('</test/{n}/webmention/error>; rel="other"')
        + _link('</test/{n}/webmention{head}>; rel="webmention"'),
    ),
    19: Case(
        "one Link header with two values",
        _link('</test/{n}/webmention/error>; rel="other", </test/{n}/webmention{head}>; rel="webmention"'),
    ),
    20: Case(
        "<link> without href",
        head='<link rel="webmention">',
        body='<a rel="webmention" href="/test/{n}/webmention">here</a>',
    ),
    21: Case("endpoint with a query", head='<link rel="webmention" href="/test/{n}/webmention?query=yes">'),
    22: Case("endpoint relative to the path", head='<link rel="webmention" href="{n}/webmention">'),
}
