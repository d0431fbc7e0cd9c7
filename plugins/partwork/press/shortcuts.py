"""Quicker ways through Python-Markdown to the same bytes.

Most of its time goes into looking for what is not there: it tries every pattern on every text, and every kind
of block on every block. Each way here first asks for a sign without which the stock part changes nothing, and
leaves the work to that part where the sign is found. Only parts of exactly the known classes are replaced.
"""

import re
from collections.abc import Callable, Iterable
from types import MethodType
from typing import Any
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown, inlinepatterns, util
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    HashHeaderProcessor,
    HRProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions import md_in_html, smarty
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.codehilite import HiliteTreeprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

from partwork.press.highlighting import Highlighter

#: The versions of Python-Markdown that these ways are known to follow in every step.
KNOWN = frozenset({(3, 11, 3, "final", 0)})

# Python-Markdown's own has to look back from every place for the end of a line.
_BLANK_LINE = re.compile(r"\n +(?=\n)")

#: What a text holds if a pattern matches in it: at least one of these.
_SIGNS: dict[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),  # and, in the same words, REFERENCE_RE
    inlinepatterns.IMAGE_LINK_RE: ("![",),  # and IMAGE_REFERENCE_RE
    inlinepatterns.AUTOLINK_RE: ("://",),
    inlinepatterns.AUTOMAIL_RE: ("@",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    r"\*|_": ("*", "_"),  # emphasis
    r"\[\^([^\]]*)\]": ("[^",),  # footnotes
    r"\[\[([\w0-9_ -]+)\]\]": ("[[",),  # wikilinks
    r"\n": ("\n",),  # nl2br
    smarty.HTML_STRICT_RE: ("<",),
    smarty.singleQuoteStartRe: ("'",),
    smarty.doubleQuoteStartRe: ('"',),
    smarty.doubleQuoteSetsRe: ("\"'",),
    smarty.singleQuoteSetsRe: ("'\"",),
    smarty.doubleQuoteSetsRe2: ("'\"",),
    smarty.singleQuoteSetsRe2: ("\"'",),
    smarty.decadeAbbrRe: ("'",),
    smarty.openingSingleQuotesRegex: ("'",),
    smarty.closingSingleQuotesRegex: ("'",),
    smarty.closingSingleQuotesRegex2: ("'",),
    smarty.remainingSingleQuotesRegex: ("'",),
    smarty.openingDoubleQuotesRegex: ('"',),
    smarty.closingDoubleQuotesRegex: ('"',),
    smarty.closingDoubleQuotesRegex2: ('"',),
    smarty.remainingDoubleQuotesRegex: ('"',),
    r"(?<!\.)\.{3}(?!\.)": ("...",),
    r"\<\<": ("<<",),
    r"\>\>": (">>",),
    r"(?<!-)---(?!-)": ("---",),
    r"(?<!-)--(?!-)": ("--",),
}
_ALWAYS = ("",)

#: What a block holds if a processor does anything with it.
_BLOCK_SIGNS: dict[type[BlockProcessor], str] = {
    HashHeaderProcessor: "#",
    SetextHeaderProcessor: "\n",
    BlockQuoteProcessor: ">",
    ReferenceProcessor: "]:",
    FootnoteBlockProcessor: "[^",
    AbbrBlockprocessor: "*[",
    DefListProcessor: ":",
    TableProcessor: "|",
    md_in_html.MarkdownInHtmlProcessor: util.STX,
}


def take(md: Markdown) -> None:
    """Make an instance take the quicker ways. Its parts keep their names, their order and their state."""
    md.block_level_elements = _Names(md.block_level_elements)
    if type(md.parser) is BlockParser:
        md.parser.__class__ = _BlockParser
    highlighter = Highlighter()
    registries: tuple[util.Registry[Any], ...] = (
        md.preprocessors,
        md.parser.blockprocessors,
        md.treeprocessors,
    )
    for registry in registries:
        for part in registry:
            kind = type(part)
            part.__class__ = _QUICKER.get(kind, kind)
            if kind in _HIGHLIGHTING:
                part.highlighted = MethodType(highlighter.taken_by(kind.run), part)


class _Names(list[str]):
    """A list that nobody changes any more, and that knows what it holds."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(names)
        self._held = frozenset(self)

    def __contains__(self, name: object) -> bool:
        return name in self._held


class _BlockParser(BlockParser):
    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 - Python-Markdown's name
        self._tried = [
            (_BLOCK_SIGNS.get(type(processor), ""), processor) for processor in self.blockprocessors
        ]
        self.root = Element(self.md.doc_tag)
        self.parseChunk(self.root, "\n".join(lines))
        return ElementTree(self.root)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - as above
        tried = self._tried
        while blocks:
            block = blocks[0]
            for sign, processor in tried:
                if sign in block and processor.test(parent, block):
                    if processor.run(parent, blocks) is not False:
                        break
                    block = blocks[0]


class _HR(HRProcessor):
    def test(self, parent: Element, block: str) -> bool:
        if "\n" not in block and block.lstrip(" ")[:1] not in ("-", "_", "*"):
            return False
        return super().test(parent, block)


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        source = source.replace(util.STX, "").replace(util.ETX, "")
        if "\r" in source:
            source = source.replace("\r\n", "\n").replace("\r", "\n")
        source += "\n\n"
        if "\t" in source:
            source = source.expandtabs(self.md.tab_length)
        return _BLANK_LINE.sub("\n", source).split("\n")


class _FencedCode(FencedBlockPreprocessor):
    highlighted: Callable[[list[str]], list[str]]

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self.highlighted(lines) if "```" in text or "~~~" in text else text.split("\n")


class _Hilite(HiliteTreeprocessor):
    highlighted: Callable[[Element], None]

    def run(self, root: Element) -> None:
        self.highlighted(root)


class _HtmlBlock(HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return super().run(lines) if _may_hold_html(source) else source.split("\n")


class _MarkdownInHtml(md_in_html.HtmlBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        return super().run(lines) if _may_hold_html(source) else source.split("\n")


def _may_hold_html(source: str) -> bool:
    """Return whether the parser of HTML may change something: it closes numeric entities, too."""
    return "<" in source or "&#" in source or source.endswith("&")


class _Inline(InlineProcessor):
    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        patterns: Iterable[Any] = self.inlinePatterns  # whose type in the stubs is another InlineProcessor
        self._tried = []
        for pattern in patterns:
            signs = _SIGNS.get(pattern.getCompiledRegExp().pattern, _ALWAYS)
            self._tried.append((signs[0], signs[-1], pattern))
        every = {sign for first, last, _ in self._tried for sign in (first, last)}
        self._signs = [sign for sign in every if not any(one in sign for one in every - {sign})]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - as above
        if isinstance(data, util.AtomicString):
            return data
        for sign in self._signs:
            if sign in data:
                break
        else:
            return data
        start = 0
        tried = self._tried
        while patternIndex < len(tried):
            sign, other, pattern = tried[patternIndex]
            if sign in data or (other is not sign and other in data):
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined] # private
                    pattern, data, patternIndex, start
                )
                if matched:
                    continue
            else:
                start = 0
            patternIndex += 1  # noqa: N806 - as above
        return data


class _AttrList(AttrListTreeprocessor):
    def run(self, doc: Element) -> None:
        if any("{" in (part.text or "") or "{" in (part.tail or "") for part in doc.iter()):
            super().run(doc)


class _Unescape(UnescapeTreeprocessor):
    def unescape(self, text: str) -> str:
        return super().unescape(text) if util.STX in text else text


_QUICKER: dict[type, type] = {
    HRProcessor: _HR,
    NormalizeWhitespace: _Whitespace,
    FencedBlockPreprocessor: _FencedCode,
    HiliteTreeprocessor: _Hilite,
    HtmlBlockPreprocessor: _HtmlBlock,
    md_in_html.HtmlBlockPreprocessor: _MarkdownInHtml,
    InlineProcessor: _Inline,
    AttrListTreeprocessor: _AttrList,
    UnescapeTreeprocessor: _Unescape,
}
_HIGHLIGHTING = (FencedBlockPreprocessor, HiliteTreeprocessor)
