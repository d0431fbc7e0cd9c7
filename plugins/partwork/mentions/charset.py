"""The bytes of a page become text: by byte order mark, header, declaration, and a look at the bytes."""

import re
from itertools import islice

import webencodings
from justhtml import stream
from webencodings import Encoding, lookup

from partwork.mentions.http import Answer

_PARAMETER = re.compile(r"""charset[\t\n\f\r ]*=[\t\n\f\r ]*["']?([^\t\n\f\r "';]+)""", re.IGNORECASE)
_XML = re.compile(r"""<\?xml[^>]{1,80}?encoding\s*=\s*["']([\w.:-]+)["']""")
# Browsers look for a declaration in 1,024 bytes, and read anew where they meet a later one.
_SEARCHED = 8192
_EVENTS = 200


def decoded(answer: Answer) -> str:
    """Return the body of an answer as text with line feeds for line ends. No byte stops it."""
    body = answer.body
    said = _named(answer.headers.first("Content-Type")) or _declared(body[:_SEARCHED].decode("latin-1"))
    text, _ = webencodings.decode(body, said or _likely(body), "replace")  # a byte order mark outweighs both
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _named(parameters: str) -> Encoding | None:
    found = _PARAMETER.search(parameters)
    return lookup(found[1]) if found else None


def _declared(beginning: str) -> Encoding | None:
    """Return the encoding that a page says it has. It is one with ASCII in it, or nothing had been read."""
    if xml := _XML.match(beginning):
        return _with_ascii(lookup(xml[1]))
    for event in islice(stream(beginning), _EVENTS):
        if event[0] != "start" or event[1][0] != "meta":
            continue
        attributes = {name: value or "" for name, value in event[1][1].items()}
        found = lookup(attributes.get("charset", ""))
        if not found and attributes.get("http-equiv", "").lower() == "content-type":
            found = _named(attributes.get("content", ""))
        if found:
            return _with_ascii(found)
    return None


def _with_ascii(encoding: Encoding | None) -> Encoding | None:
    return webencodings.UTF8 if encoding and encoding.name.startswith("utf-16") else encoding


def _likely(body: bytes) -> str:
    """Return UTF-8 for what is; a body cut at its limit may end within a letter."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if error.reason == "unexpected end of data" else "windows-1252"
    return "utf-8"
