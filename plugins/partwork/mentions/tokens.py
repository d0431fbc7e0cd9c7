"""HTML becomes tags, text and comments, by justhtml's tokeniser, in time linear to the page."""

import re
from collections.abc import Iterator
from typing import SupportsIndex

from justhtml import stream
from justhtml.parser.stream import StreamEvent

#: ``("start", (name, attributes))``, ``("end", name)``, ``("text", text)``, and some that tell of no element.
Event = StreamEvent

# The tokeniser takes "²" for a digit, and fails to make a number of it: end the number before.
_NUMBER = re.compile(r"&#([0-9]*+)(?=[^\x00-\x7f])")
# It believes in scripts, without which <noscript> is an element like any: give that another name.
_NOSCRIPT = re.compile(r"(</?noscript)(?=[\t\n\f\r />])", re.IGNORECASE)
_MARK = "\ufdd0"  # no character, and in no name


def tokens(markup: str) -> Iterator[Event]:
    """Return what a page consists of, to a reader without scripts. No page is an error."""
    if not markup.isascii():
        markup = _NUMBER.sub(lambda number: f"&#{number[1]};" if number[1] else "&amp;#", markup)
    marked = _NOSCRIPT.sub(rf"\1{_MARK}", markup)
    events = stream(_Markup(marked))
    return events if marked == markup else map(_unmarked, events)


def _unmarked(event: Event) -> Event:
    match event:
        case ("start", (name, attributes)):
            written = {key: value and value.replace(_MARK, "") for key, value in attributes.items()}
            return "start", (name.replace(_MARK, ""), written)
        case ("end", name):
            return "end", name.replace(_MARK, "")
        case ("text", text):
            return "text", text.replace(_MARK, "")
    return event


class _Markup(str):
    """Text that remembers where it was last searched.

    At each comment, the tokeniser looks through the rest of the page for the rarer of its two ends: a hundred
    thousand comments took two minutes. What was not found from here is not found from further on.
    """

    def __init__(self, _: str) -> None:
        self._searched: dict[str, tuple[int, int]] = {}

    def find(self, piece: str, start: SupportsIndex | None = 0, end: SupportsIndex | None = None, /) -> int:
        """Find as text does."""
        begin, limit = int(start or 0), len(self) if end is None else int(end)
        if limit != len(self):
            return super().find(piece, begin, limit)
        searched, found = self._searched.get(piece, (limit, -1))
        if searched <= begin and (found == -1 or begin <= found):
            return found
        found = super().find(piece, begin)
        self._searched[piece] = begin, found
        return found
