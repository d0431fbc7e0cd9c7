"""A response as YAML that reads back as it was, whatever a stranger has said."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from partwork.responses import document

Fields = Mapping[str, object]

_LONG = 80
_TEXTS = ("html", "markdown")
# What a plain scalar may be made of: it begins and ends with a sign that says nothing else to YAML, and has
# neither the end of a key nor the beginning of a comment in it.
_PLAIN = re.compile(r"[\w<(“«](?:.*[^\s:])?")
_AMBIGUOUS = re.compile(r":\s|\s#")
# What YAML cannot carry, takes for the end of a line, or for a byte order mark.
_UNWRITABLE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
_ESCAPED = re.compile(rf'{_UNWRITABLE}|[\t\n"\\]')
_NOT_LITERAL = re.compile(_UNWRITABLE)
_SHORT_ESCAPES = {"\t": r"\t", "\n": r"\n", '"': r"\"", "\\": r"\\"}


class Written(str):
    """A value that is YAML already, taken from a file as it stands there."""

    __slots__ = ()


def block(fields: Fields, column: int) -> str:
    """Return a mapping a line a key, as it follows a dash: the first line is not indented, the others are."""
    indent = " " * column
    return f"\n{indent}".join(f"{key}: {_value(key, value, indent)}" for key, value in fields.items())


def flow(fields: Fields) -> str:
    """Return a mapping on one line, in braces."""
    return "{" + ", ".join(f"{key}: {_inline(value)}" for key, value in fields.items()) + "}"


def _value(key: str, value: object, indent: str) -> str:
    if not isinstance(value, str) or isinstance(value, Written | Enum):
        return _inline(value)
    if key in _TEXTS and ("\n" in value or len(value) > _LONG) and not _NOT_LITERAL.search(value):
        return _literal(value, indent)
    plain = value.isprintable() and _PLAIN.fullmatch(value) and not _AMBIGUOUS.search(value)
    return value if plain and document.is_text(value) else _quoted(value)


def _inline(value: object) -> str:
    match value:
        case Written():
            return value
        case Enum():
            return str(value.value)
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case str():
            return _quoted(value)
    return str(value)


def _literal(text: str, indent: str) -> str:
    """Return a text line by line, as it is. White space at its beginning would pass for indentation."""
    lines = text.rstrip().strip("\n").split("\n")
    header = "|2" if lines[0][:1].isspace() else "|"
    return "\n".join([header, *(f"{indent}  {line}" if line else "" for line in lines)])


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(sign: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(sign[0]) or f"\\u{ord(sign[0]):04x}"
