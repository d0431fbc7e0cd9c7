"""Links between parts: ``{part}slug`` within a series, ``{part}series/slug`` across."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from partwork.errors import nearest
from partwork.model import Part, Planned, Series

# Pelican's own indicators are written {so} and |so|; authors may use either here too.
_ANCHOR = re.compile(
    r"""<a\b(?P<before>[^>]*?)\bhref\s*=\s*(?P<quote>["'])[{|]part[}|](?P<target>[^"'#?]*)(?P<rest>[^"']*)(?P=quote)"""
    r"""(?P<after>[^>]*)>(?P<text>.*?)</a>""",
    re.DOTALL | re.IGNORECASE,
)
# What is left of them afterwards: an <a> without an end, a picture, an address without quotes.
_LEFT = re.compile(r"""<[^>]*?\b(?:href|src)\s*=\s*["']?[{|]part[}|](?P<target>[^"'#?\s>]*)""", re.IGNORECASE)
_COMING = '<span class="coming">{text} <small class="coming-mark">(coming)</small></span>'


@dataclass(frozen=True, slots=True)
class Broken:
    """A link to a part that does not exist, as written, and a hint."""

    target: str
    hint: str


class PartIndex:
    """Finds a part by what a link says. Made once a build: each look-up is then one step."""

    def __init__(self, all_series: Iterable[Series], default_lang: str) -> None:
        self._entries: dict[tuple[str, str, str], Part | Planned] = {}
        self._originals: dict[tuple[str, str], Part] = {}
        for series in all_series:
            for entry in series.entries:
                slug = entry.post.slug if isinstance(entry, Part) else entry.slug
                self._entries.setdefault((series.lang, series.slug, slug), entry)
                if isinstance(entry, Part) and series.lang == default_lang:
                    self._originals.setdefault((series.slug, slug), entry)

    def find(self, target: str, own: Sequence[str], lang: str) -> Part | Planned | Broken:
        """Return what `target` names, seen from a post of language `lang` in the series `own`.

        A part that is not translated is found in the site's language.
        """
        series, _, slug = target.strip("/").rpartition("/")
        for candidate in [series] if series else own:
            if entry := self._entries.get((lang, candidate, slug)):
                return entry
            if original := self._originals.get((candidate, slug)):
                return original
        reachable = [
            known_slug if known_series in own else f"{known_series}/{known_slug}"
            for known_lang, known_series, known_slug in self._entries
            if known_lang == lang
        ]
        return Broken(target, nearest(target, reachable) or self._elsewhere(slug, lang))

    def _elsewhere(self, slug: str, lang: str) -> str:
        for known_lang, series, known_slug in self._entries:
            if (known_lang, known_slug) == (lang, slug):
                return f'there is "{series}/{slug}"'
        return ""


def rewrite(html: str, index: PartIndex, own: Sequence[str], lang: str) -> tuple[str, tuple[Broken, ...]]:
    """Return `html` with every ``{part}`` link resolved, and the links that lead nowhere.

    A link to a readable part becomes a ``{filename}`` link to its source, which Pelican turns into an
    address that fits the page; a link to a planned part becomes its text, marked as coming.
    """
    broken: list[Broken] = []

    def replace(match: re.Match[str]) -> str:
        found = index.find(match["target"], own, lang)
        if isinstance(found, Broken):
            broken.append(found)
            return match["text"]
        if isinstance(found, Planned):
            return _COMING.format(text=match["text"])
        href = f'href="{{filename}}/{quote(found.post.source)}{match["rest"]}"'
        return f"<a{match['before']}{href}{match['after']}>{match['text']}</a>"

    if "part}" not in html and "|part|" not in html:
        return html, ()
    rewritten = _ANCHOR.sub(replace, html)
    left = 'only an <a href="..."> that is closed leads to a part'
    broken += [Broken(match["target"], left) for match in _LEFT.finditer(rewritten)]
    return rewritten, tuple(broken)
