"""What is shown of a page that links here: its answer, or its words around the link.

Plain text comes out on one line, cut to a length; HTML comes out cleaned.
"""

import re

from markupsafe import escape

from partwork import text
from partwork.mentions.page import Page
from partwork.mentions.verify import linking
from partwork.model import Type
from partwork.responses.clean import clean

_AROUND = 100
_WHOLE = 5_000  # characters of an answer that is shown whole; of a longer one the beginning
_TAGS = 1_000  # with more it is shown without any
_BEGINNING = 1_000
_FIRST_WORD = re.compile(r"^\S*")
_LAST_WORD = re.compile(r"\S*$")


def shown(type_: Type, html: str, about: str, answer: str = "") -> str:
    """Return the HTML to show of a page that says `html`, by what it does with the target.

    A like says it all by being one. A page that mentions the target is shown by `about`, plain text, and
    before what an RSVP says comes its `answer`.
    """
    if type_ in (Type.LIKE, Type.REPOST):
        return ""
    words = text.plain(html)
    if type_ is Type.MENTION or (type_ is Type.BOOKMARK and not words):
        return paragraph(about)
    whole = len(words) <= _WHOLE and html.count("<") <= _TAGS
    said = clean(html).strip() if whole else paragraph(text.shortened(words, _BEGINNING))
    return "\n".join(filter(None, [paragraph(answer), said]))


def paragraph(words: str) -> str:
    """Return plain text as a paragraph, and none as nothing."""
    return clean(f"<p>{escape(words)}</p>") if words.strip() else ""


def plain(words: str, length: int) -> str:
    """Return a stranger's plain text on one line, cut to a length."""
    return text.shortened(" ".join(text.safe(words).split()), length)


def excerpt(page: Page, target: str) -> str:
    """Return the words around the link to `target` in its paragraph, as WordPress quotes a ping."""
    link = next(linking(page, target), None)
    if link is None:
        return ""
    before = page.text[: link.start].rpartition("\n")[2]
    after = page.text[link.end :].partition("\n")[0]
    if before[:-_AROUND].strip():
        before = "[…] " + _FIRST_WORD.sub("", before[-_AROUND:])
    if after[_AROUND:].strip():
        after = _LAST_WORD.sub("", after[:_AROUND]) + " […]"
    linked = text.shortened(page.text[link.start : link.end], 2 * _AROUND)
    return plain(f"{before}{linked}{after}", 5 * _AROUND)
