"""Links between parts: ``{part}slug`` within a series, ``{part}series/slug`` across."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from partwork.errors import nearest
from partwork.model import Part, Post, Series, Visibility

# Pelican's own indicators are written {so} and |so|; authors may use either here too.
_ANCHOR = re.compile(
    r"""<a\b(?P<before>[^>]*?)\bhref\s*=\s*(?P<quote>["'])[{|]part[}|](?P<target>[^"'#?]*)(?P<rest>[^"']*)(?P=quote)"""
    r"""(?P<after>[^>]*)>(?P<text>.*?)</a>""",
    re.DOTALL | re.IGNORECASE,
)
# What is left of them afterwards: an <a> without an end, a picture, an address without quotes.
_LEFT = re.compile(r"""<[^>]*?\b(?:href|src)\s*=\s*["']?[{|]part[}|](?P<target>[^"'#?\s>]*)""", re.IGNORECASE)
#: What is added to the text of a link to a planned part.
COMING = ' <small class="coming-mark">(coming)</small>'
_COMING = f'<span class="coming">{{text}}{COMING}</span>'


@dataclass(frozen=True, slots=True)
class Broken:
    """A link to a part that does not exist, as written, and a hint."""

    target: str
    hint: str

    @property
    def slug(self) -> str:
        """The slug of the part alone."""
        return _split(self.target)[1]


def _split(target: str) -> tuple[str, str]:
    """Return the series and the slug of a target; the series is empty where it is left to the post."""
    series, _, slug = target.strip("/").rpartition("/")
    return series, slug


class PartIndex:
    """Finds a part by what a link says. Made once a build: each look-up is then one step.

    A hidden part is found though no list shows it; a draft that claims a series is a part to come.
    """

    def __init__(self, all_series: Iterable[Series], posts: Iterable[Post], default_lang: str) -> None:
        self._posts: dict[tuple[str, str, str], Post | None] = {}
        for series in all_series:
            for entry in series.entries:
                post = entry.post if isinstance(entry, Part) else None
                slug = entry.post.slug if isinstance(entry, Part) else entry.slug
                self._posts.setdefault((series.lang, series.slug, slug), post)
        for post in posts:
            readable = None if post.visibility is Visibility.DRAFT else post
            for claim in post.claims:
                self._posts.setdefault((post.lang, claim.slug, post.slug), readable)
        self._default_lang = default_lang

    def find(self, target: str, own: Sequence[str], lang: str) -> Post | Broken | None:
        """Return the post that `target` names, seen from a post of language `lang` in the series `own`.

        None is a part that cannot be read yet. A part that is not translated is found in the site's
        language.
        """
        series, slug = _split(target)
        for candidate in [series] if series else own:
            for known_lang in (lang, self._default_lang):
                if (known_lang, candidate, slug) in self._posts:
                    return self._posts[known_lang, candidate, slug]
        reachable = [
            known_slug if known_series in own else f"{known_series}/{known_slug}"
            for known_lang, known_series, known_slug in self._posts
            if known_lang == lang
        ]
        return Broken(target, nearest(target, reachable) or self._elsewhere(slug, lang))

    def _elsewhere(self, slug: str, lang: str) -> str:
        for known_lang, series, known_slug in self._posts:
            if (known_lang, known_slug) == (lang, slug):
                return f'there is "{series}/{slug}"'
        return ""


def may_lead(html: str) -> bool:
    """Return whether there may be such a link in a text: it is quickly seen that there is none in most."""
    return "part}" in html or "|part|" in html


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
        if found is None:
            return _COMING.format(text=match["text"])
        href = f'href="{{filename}}/{quote(found.source)}{match["rest"]}"'
        return f"<a{match['before']}{href}{match['after']}>{match['text']}</a>"

    if not may_lead(html):
        return html, ()
    rewritten = _ANCHOR.sub(replace, html)
    left = 'only an <a href="..."> that is closed leads to a part'
    broken += [Broken(match["target"], left) for match in _LEFT.finditer(rewritten)]
    return rewritten, tuple(broken)
