"""Text as it moves between plain strings, inline HTML and the words of a page."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

_INLINE = "abbr|b|br|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|var|wbr"
_ATTRIBUTE = r"""\s+[\w:-]+(?:=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+))?"""
_INLINE_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_INLINE})(?:{_ATTRIBUTE})*\s*/?>")
_VOID = frozenset({"br", "wbr"})
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);)")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:[-_][a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)
_TYPOGRIFY_SPAN = re.compile(r'<span class="(?:amp|caps|dquo|quo|numbers|ord)">([^<]*)</span>')
# What XML 1.0 cannot carry, and the bidirectional overrides that let one name pass for another.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# An <a> or <area>, and whatever may hold what looks like one and is none.
_ANCHOR = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(?P<raw>script|style|template|textarea|title)\b.*?(?:</(?P=raw)|\Z)"""
    r"""|<(?:a|area)(?=[\s/])(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL | re.IGNORECASE,
)
_VALUED = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in HTML: where it leads, as written, entities resolved; its classes and rels in lower case."""

    href: str
    classes: tuple[str, ...] = ()
    rels: tuple[str, ...] = ()


def inline(title: str) -> str:
    """Return a title as inline HTML: phrasing tags in pairs stay, any other ``<`` and bare ``&`` become text.

    A title stands on many pages: a ``<q>`` that nothing closes would quote the rest of each.
    """
    title = safe(title)
    if "<" in title:
        title = _tags_in_pairs(title)
    return _BARE_AMPERSAND.sub("&amp;", title) if "&" in title else title


def _tags_in_pairs(title: str) -> str:
    kept: set[int] = set()
    unclosed: list[re.Match[str]] = []
    for tag in _INLINE_TAG.finditer(title):
        if tag["name"] in _VOID and not tag["end"]:
            kept.add(tag.start())
        elif not tag["end"]:
            unclosed.append(tag)
        elif any(before["name"] == tag["name"] for before in unclosed):
            while (start := unclosed.pop())["name"] != tag["name"]:
                pass
            kept |= {start.start(), tag.start()}
    return re.sub("<", lambda sign: "<" if sign.start() in kept else "&lt;", title)


def plain(markup: str) -> str:
    """Return HTML as one line of plain text: no tags, entities resolved, white space folded."""
    if "<" in markup or "&" in markup:
        markup = html.unescape(_TAG.sub("", markup))
    return " ".join(markup.split())


def is_language(code: str) -> bool:
    """Return whether `code` has the form of a language's (BCP 47), with ``_`` as good as ``-``."""
    return _LANGUAGE.fullmatch(code) is not None


def untypogrified(markup: str) -> str:
    """Return HTML without the spans that typogrify adds for styling; its quotes and dashes stay."""
    if "<span" not in markup:
        return markup
    before = None
    while before != markup:
        before, markup = markup, _TYPOGRIFY_SPAN.sub(r"\1", markup)
    return markup


def anchors(markup: str) -> Iterator[Anchor]:
    """Yield the links of a piece of HTML in document order; of an attribute given twice, the first counts."""
    for found in _ANCHOR.finditer(markup):
        attributes: dict[str, str] = {}
        for name, *values in _VALUED.findall(found["attributes"] or ""):
            attributes.setdefault(name.lower(), html.unescape("".join(values)))
        if "href" in attributes:
            classes, rels = (tuple(attributes.get(name, "").lower().split()) for name in ("class", "rel"))
            yield Anchor(attributes["href"], classes, rels)


def words(markup: str) -> int:
    """Return how many words a reader meets in a piece of HTML."""
    return len(_TAG.sub(" ", markup).split())


def safe(text: str) -> str:
    """Return a stranger's text or HTML without control characters and bidirectional overrides.

    It takes characters away and composes none: NFC makes one sign of ``>`` and a stroke (U+0338) behind
    it, and so would open a closed tag again.
    """
    # Nothing that is printable is unsafe, and to ask is faster than to search.
    return text if text.replace("\n", "").isprintable() else _UNSAFE.sub("", text)


def shortened(text: str, length: int) -> str:
    """Return `text` cut at a word to at most `length` characters, with an ellipsis where it was cut."""
    if len(text) <= length:
        return text
    return f"{text[: length - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"
