"""A page as a stranger wrote it, read as browsers tokenise it.

No tree is built. Tags, attributes and text are all that is asked of a page, and twenty kilobytes of misnested
formatting make millions of nodes of a tree: each paragraph opens every open ``<b>`` again. Tokens are had in
linear time, and of one page no more than `EVENTS` of them.

What a reader without scripts does not meet as an element is none: what is in comments, ``<script>``,
``<style>``, ``<template>``, ``<textarea>``, ``<title>``, ``<iframe>``, ``<noembed>``, ``<noframes>``,
``<xmp>`` and CDATA. What is in ``<noscript>`` counts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from partwork.address import joined
from partwork.mentions import xhtml
from partwork.mentions.charset import decoded
from partwork.mentions.http import Answer
from partwork.mentions.tokens import Event, tokens

#: How many tags, comments and stretches of text are read of a page.
EVENTS = 1 << 17

_XHTML = "application/xhtml+xml"
# How HTML begins, by the MIME sniffing standard: the rule for answers without a Content-Type.
_SIGNS = "!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p"
_BEGINNING = re.compile(rf"[\t\n\f\r ]*<(?:(?:{_SIGNS})[ >]|!--)", re.IGNORECASE)

#: Elements without an end, elements whose text is not seen, and elements within a line.
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNSEEN = frozenset("title script style textarea iframe noembed noframes xmp".split())
INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub "
    "sup time tt u var wbr".split()
)
_WITHIN = frozenset(("br", "img"))  # within a block, and apart from the words before and behind
_CAPITALS = re.compile("[A-Z]+")
_WORD = re.compile("[^\t\n\f\r ]+")


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag, its names in lower case. Its text is that of the page from `start` to `end`."""

    name: str
    attributes: Mapping[str, str]
    start: int = 0
    end: int = 0

    def words(self, attribute: str) -> tuple[str, ...]:
        """Return the words of an attribute that is a list of them, such as ``rel``, in lower case."""
        return tuple(_WORD.findall(lower(self.attributes.get(attribute, ""))))


def lower(text: str) -> str:
    """Return `text` with ASCII in lower case, and no more: the Kelvin sign is not a K."""
    return _CAPITALS.sub(lambda capitals: capitals[0].lower(), text)


@dataclass(frozen=True)
class Page:
    """The page in an answer. What is no HTML has no elements and no text."""

    answer: Answer

    @cached_property
    def is_html(self) -> bool:
        """Whether the answer is HTML: by its type, or where it has none, by how it begins."""
        kind = self.answer.media_type
        return kind in ("text/html", _XHTML) or (not kind and bool(_BEGINNING.match(self._decoded)))

    @property
    def markup(self) -> str:
        """The page as it was written, decoded."""
        return self._decoded if self.is_html else ""

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements in document order."""
        return self._contents.elements

    @property
    def text(self) -> str:
        """What readers see: entities resolved, a line feed where a block begins or ends, and nowhere else."""
        return self._contents.text

    @property
    def title(self) -> str:
        """The title on one line."""
        return self._contents.title

    @property
    def complete(self) -> bool:
        """Whether all of the page was had and read."""
        return self.answer.complete and self._contents.complete

    def events(self) -> Iterable[Event]:
        """Return what the page consists of, in document order."""
        if self.answer.media_type == _XHTML:
            return xhtml.events(self._decoded, EVENTS + 1)
        return tokens(self.markup)

    @cached_property
    def base(self) -> str:
        """The address that references in the page are relative to."""
        for element in self.elements:
            if element.name == "base" and "href" in element.attributes:
                return joined(self.answer.url, element.attributes["href"]) or self.answer.url
        return self.answer.url

    def address(self, reference: str) -> str | None:
        """Return the address that a reference in the page leads to, or None where it leads nowhere."""
        return joined(self.base, reference)

    @cached_property
    def _decoded(self) -> str:
        return decoded(self.answer)

    @cached_property
    def _contents(self) -> "_Contents":
        return _Reader().read(self.events())


@dataclass(frozen=True, slots=True)
class _Contents:
    elements: tuple[Element, ...]
    text: str
    title: str
    complete: bool


class _Reader:
    """Goes through the events of one page once."""

    def __init__(self) -> None:
        self._tags: list[tuple[str, Mapping[str, str], int]] = []
        self._ends: dict[int, int] = {}
        self._open: dict[str, list[int]] = {}
        self._text: list[str] = []
        self._length = 0
        self._title: str | None = None
        self._templates = 0

    def read(self, events: Iterable[Event]) -> _Contents:
        """Return what a page contains."""
        complete = self._go(events)
        elements = (
            Element(name, attributes, start, self._ends.get(index, self._length))
            for index, (name, attributes, start) in enumerate(self._tags)
        )
        title = " ".join((self._title or "").split())
        return _Contents(tuple(elements), "".join(self._text), title, complete)

    def _go(self, events: Iterable[Event]) -> bool:
        before = ""  # the name of the start tag right before
        for number, event in enumerate(events):
            if number == EVENTS:
                return False
            match event:
                case ("start", (name, attributes)):
                    self._start(name, attributes)
                    before = name
                    continue
                case ("end", name):
                    self._end(name)
                case ("text", text):
                    self._say(text, before)
            before = ""
        return True

    def _start(self, name: str, attributes: Mapping[str, str | None]) -> None:
        if name == "template":
            self._templates += 1
        if self._templates:
            return
        self._break(name)
        if name == "a":
            self._close(name)  # links are not nested
        if name in VOID:
            self._ends[len(self._tags)] = self._length
        else:
            self._open.setdefault(name, []).append(len(self._tags))
        self._tags.append((name, {key: value or "" for key, value in attributes.items()}, self._length))

    def _end(self, name: str) -> None:
        if name == "template":
            self._templates = max(self._templates - 1, 0)
        if not self._templates:
            self._close(name)
            self._break(name)

    def _close(self, name: str) -> None:
        if indices := self._open.get(name):
            self._ends[indices.pop()] = self._length

    def _say(self, text: str, before: str) -> None:
        if before == "title" and self._title is None:
            self._title = text
        if not self._templates and before not in UNSEEN:
            self._add(text.replace("\n", " "))

    def _break(self, name: str) -> None:
        if name in _WITHIN:
            self._add(" ")
        elif name not in INLINE and self._text and self._text[-1] != "\n":
            self._add("\n")

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)
