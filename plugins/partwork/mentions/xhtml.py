"""XHTML, which is XML: the events that HTML is read as, up to the first fault.

A document type may be named, and with it HTML's named characters are known. One that declares anything by
itself is not read on: no entity is ever expanded.
"""

from contextlib import suppress
from html.entities import html5
from xml.parsers import expat

from partwork.mentions.tokens import Event

_NAMESPACE = "http://www.w3.org/1999/xhtml "


class _EnoughError(Exception):
    """No more is read."""


def events(markup: str, most: int) -> list[Event]:
    """Return the first events of a document, `most` at most."""
    found: list[Event] = []

    def add(event: Event) -> None:
        found.append(event)
        if len(found) >= most:
            raise _EnoughError

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.startswith(_NAMESPACE):
            add(("start", (name.removeprefix(_NAMESPACE), dict[str, str | None](attributes))))

    def end(name: str) -> None:
        if name.startswith(_NAMESPACE):
            add(("end", name.removeprefix(_NAMESPACE)))

    def skipped(entity: str, _is_parameter: int) -> None:
        add(("text", html5.get(f"{entity};", "")))

    def doctype(_name: str, _system: str | None, _public: str | None, declares: int) -> None:
        if declares:
            raise _EnoughError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: add(("text", text))
    parser.SkippedEntityHandler = skipped
    parser.StartDoctypeDeclHandler = doctype
    with suppress(expat.ExpatError, _EnoughError):
        parser.Parse(markup, True)  # noqa: FBT003 - expat knows no keywords
    return found
