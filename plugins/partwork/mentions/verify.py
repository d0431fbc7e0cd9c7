"""Whether a source links to a target: by the rules of its media type, and for that target alone.

A link is an ``href`` of ``<a>`` and ``<area>``, a ``src`` of what shows another resource, or a ``cite`` of a
quotation or an edit, where a reader without scripts meets it. It leads to the target only if it is equal to
it, character for character, when entities are decoded and what is relative is resolved: a slash, the case of
a letter, the fragment and the scheme make another address.
"""

import json
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urldefrag, urlsplit

from partwork.mentions.charset import decoded
from partwork.mentions.http import Answer, FetchError, Limits, RefusedError, Web
from partwork.mentions.outcome import later
from partwork.mentions.page import Element, Page

_ACCEPT = (
    "text/html, application/xhtml+xml;q=0.9, application/json;q=0.8, application/*+json;q=0.8,"
    " text/plain;q=0.7, */*;q=0.1"
)
_LINKS = {
    **dict.fromkeys(("a", "area"), "href"),
    **dict.fromkeys(("audio", "iframe", "img", "source", "video"), "src"),
    **dict.fromkeys(("blockquote", "del", "ins", "q"), "cite"),
}
_GONE = 410
_JSON = re.compile(r"(?:application|text)/json|[^/]+/[^/]+\+json")
# In plain text an address stands between white space, brackets or quotes; what ends a sentence may follow.
_EDGE = r"\s<>()\[\]{}\"'\u00ab\u00bb\u2018-\u201e"
_BEFORE = rf"(?<![^{_EDGE}])"
_BEHIND = rf"(?=[.,;:!?\u2026]*(?:[{_EDGE}]|$))"


class Verdict(StrEnum):
    """What came of a look at a source."""

    LINKS = "links"
    NO_LINK = "no_link"
    GONE = "gone"  # it says that it is no more
    MISSING = "missing"  # it is not there, and asking again would not help
    UNREACHABLE = "unreachable"  # it may be another time
    REFUSED = "refused"  # it must not be asked


@dataclass(frozen=True, slots=True)
class Verified:
    """A verdict, the answer it is about, and why it is not that the source links to the target, in words."""

    verdict: Verdict
    answer: Answer | None = None
    why: str = ""


def verify(
    web: Web, source: str, target: str, *, blocked: Container[str] = frozenset(), limits: Limits = Limits()
) -> Verified:
    """Look at a source: one GET. `blocked` are the hosts that must not be behind it, by redirects or not.

    A source that redirects to the site of the target is none: it would make the site mention itself.
    """
    try:
        answer = web.get(source, accept=_ACCEPT, limits=limits)
    except RefusedError as error:
        return Verified(Verdict.REFUSED, why=error.why)
    except FetchError as error:
        return Verified(Verdict.MISSING if error.permanent else Verdict.UNREACHABLE, why=error.why)
    for url in (*answer.redirects, answer.url):
        if (host := urlsplit(url).hostname or "") in blocked:
            return Verified(Verdict.REFUSED, answer, f"It leads to {host}, which is blocked.")
    verdict, why = _verdict(answer, target)
    return Verified(verdict, answer, why)


def _verdict(answer: Answer, target: str) -> tuple[Verdict, str]:
    if answer.status == _GONE:
        return Verdict.GONE, "It answers that it is gone."
    if not 200 <= answer.status < 300:
        verdict = Verdict.UNREACHABLE if later(answer.status) else Verdict.MISSING
        return verdict, f"It answers {answer.status}."
    page = Page(answer)
    if says_gone(page):
        return Verdict.GONE, "It says that it is gone."
    if answer.url == urldefrag(target).url or (answer.redirects and _host(answer.url) == _host(target)):
        return Verdict.NO_LINK, "It leads back here."
    if links_to(answer, target):
        return Verdict.LINKS, ""
    return Verdict.NO_LINK, _why_not(page)


def _why_not(page: Page) -> str:
    answer = page.answer
    if not (page.is_html or _is_json(answer) or _is_text(answer)):
        return f"It is {answer.media_type or 'of no type'}, and links are not looked for in that."
    if not (answer.complete and page.complete):
        return "It does not link here in the part that is read."
    return "It does not link here."


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower()


def says_gone(page: Page) -> bool:
    """Return whether a page says that it is gone where its host cannot (the tombstones of static sites)."""
    return any(
        element.name == "meta"
        and element.attributes.get("http-equiv", "").strip().lower() == "status"
        and element.attributes.get("content", "").split()[:1] == ["410"]
        for element in page.elements
    )


def links_to(answer: Answer, target: str) -> bool:
    """Return whether an answer has a link to `target` in it."""
    if _is_json(answer):
        return target in _strings(answer)
    if _is_text(answer):
        return re.search(_BEFORE + re.escape(target) + _BEHIND, decoded(answer)) is not None
    return next(linking(Page(answer), target), None) is not None


def linking(page: Page, target: str) -> Iterator[Element]:
    """Yield the elements of a page that link to `target`."""
    known: dict[str, bool] = {}
    for element in page.elements:
        reference = element.attributes.get(_LINKS.get(element.name, ""))
        if reference is None:
            continue
        if reference not in known:
            known[reference] = reference.strip() == target or page.address(reference) == target
        if known[reference]:
            yield element


def _is_json(answer: Answer) -> bool:
    return _JSON.fullmatch(answer.media_type) is not None


def _is_text(answer: Answer) -> bool:
    return answer.media_type == "text/plain"


def _strings(answer: Answer) -> Iterator[str]:
    """Yield the values of properties that are strings; what is no JSON, or broken off, has none."""
    try:
        waiting: list[Any] = [json.loads(answer.body.decode("utf-8-sig", "replace"))]
    except (ValueError, RecursionError):
        return
    while waiting:
        match waiting.pop():
            case str(value):
                yield value
            case dict(values):
                waiting.extend(values.values())
            case list(values):
                waiting.extend(values)
