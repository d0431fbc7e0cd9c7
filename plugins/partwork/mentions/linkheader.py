"""The Link header, as RFC 8288 says it is parsed. What does not begin as a link ends the field."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_REFERENCE = re.compile(r"[ \t,]*<([^>]*)>")
_PARAMETER = re.compile(
    r"""[ \t]*;[ \t]*
    (?P<name>[^ \t=;,]*)[ \t]*
    (?:=[ \t]*(?:"(?P<quoted>[^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?$)|(?P<token>[^;,]*)))?""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WORD = re.compile("[^ \t]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a header: the reference as written, its relations in lower case, what it is the link of."""

    url: str
    rels: tuple[str, ...] = ()
    anchor: str | None = None


def links(values: Iterable[str]) -> tuple[Link, ...]:
    """Return the links in the values of Link fields, in order."""
    return tuple(link for value in values for link in _links(value))


def _links(value: str) -> Iterator[Link]:
    at = 0
    while found := _REFERENCE.match(value, at):
        parameters: dict[str, str] = {}
        at = found.end()
        while parameter := _PARAMETER.match(value, at):
            # The first of a name counts, as the standard says of rel.
            parameters.setdefault(parameter["name"].lower(), _value(parameter))
            at = parameter.end()
        rels = _WORD.findall(parameters.get("rel", "").lower())
        yield Link(found[1].strip(), tuple(rels), parameters.get("anchor"))


def _value(parameter: re.Match[str]) -> str:
    if parameter["quoted"] is not None:
        return _ESCAPED.sub(r"\1", parameter["quoted"])
    return (parameter["token"] or "").strip()
