"""What the source of a post says as far as the rest of the site goes, found once and kept between builds."""

import re
from collections.abc import Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from partwork import text, where
from partwork.glue import headers
from partwork.glue.internal_links import Links, links_of
from partwork.press.digest import digest
from partwork.press.facts import Facts
from partwork.press.seam.build import Press, current, record_path
from partwork.series.links import may_lead

_Name = TypeVar("_Name")
_EXCERPT = 2000
_SUMMARY_LENGTH = 300
# Clients look for a pingback's by a pattern in the text of the page, in comments and code too (Pingback 1.0,
# section 2.2), and for a webmention's in links of the body.
_ENDPOINT = re.compile(
    r"""<link rel="pingback" href="[^"]*" ?/?>"""
    r"""|<(?:a|link)\s[^>]*\brel\s*=\s*(?:"[^"]*|'[^']*|)\bwebmention\b[^>]*>"""
)


class Gist(msgspec.Struct, frozen=True, array_like=True):
    """What follows from a source alone, and from its summary.

    `summary` is plain text: the beginning of a content that gives none. `endpoint` is what others would take
    for one of this page; empty for nothing. `leads_to_parts` says whether there may be a link to a part in
    the text, `doubtful` whether Pelican makes something up where it reads a date of the header.
    """

    words: int
    summary: str
    links: Links
    endpoint: str
    leads_to_parts: bool
    doubtful: bool


class Gists:
    """Gives the gists of contents: those of the build before, where the press knows a source again."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        press = current(settings)
        self._facts = _facts(press) if press else None
        self._processes = press.settings.processes if press else 1

    def of(self, contents: Mapping[_Name, Any]) -> dict[_Name, Gist]:
        """Return the gists of contents by their names; those that are not known are found on all cores."""
        facts = self._facts
        if facts is None:
            return {name: gist(content) for name, content in contents.items()}
        known_by = {name: _key(content) for name, content in contents.items()}
        makes = {name: partial(gist, content) for name, content in contents.items()}
        facts.find(((key, makes[name]) for name, key in known_by.items() if key), self._processes)
        return {name: facts.of(key, makes[name]) if key else makes[name]() for name, key in known_by.items()}

    def keep(self) -> None:
        """Keep those that were asked for."""
        if self._facts:
            self._facts.keep()


def gist(content: Any) -> Gist:
    """Return the gist of a content as it stands."""
    markup = content._content or ""  # noqa: SLF001 - .content would resolve links too early
    endpoint = _ENDPOINT.search(markup)
    return Gist(
        words=text.words(markup),
        summary=summary(content),
        links=links_of(markup),
        endpoint=endpoint[0] if endpoint else "",
        leads_to_parts=may_lead(markup),
        doubtful=_doubtful(content),
    )


def summary(content: Any) -> str:
    """Return the summary of a content as plain text; the beginning of its text where it has none."""
    if given := content.metadata.get("summary"):
        return text.plain(str(given))
    excerpt = (content._content or "")[:_EXCERPT]  # noqa: SLF001 - .content would resolve links too early
    if len(excerpt) == _EXCERPT:
        excerpt = excerpt.rsplit("<", 1)[0]
    return text.shortened(text.plain(excerpt), _SUMMARY_LENGTH)


def _doubtful(content: Any) -> bool:
    path = Path(content.source_path)
    return any(
        headers.doubt(where.header_value(path, key)) for key in headers.DATES if key in content.metadata
    )


def _key(content: Any) -> bytes:
    """Return what the gist of a content follows from; empty where the press does not know."""
    key = getattr(content, "press_key", None)
    if not isinstance(key, bytes) or not key:  # a header may give any name
        return b""
    # What of a header decides what is found: other plugins may have had a hand in it.
    metadata = content.metadata
    dates = bytes(name in metadata for name in headers.DATES)
    return key + dates + str(metadata.get("summary") or "").encode("utf-8", "surrogatepass")


def _facts(press: Press) -> Facts[Gist]:
    programs = [press.environment["versions"], press.environment["plugins"], version("python-dateutil")]
    path = record_path(press.settings.store, press.output).with_suffix(".facts")
    return Facts(path, digest(programs), Gist)
