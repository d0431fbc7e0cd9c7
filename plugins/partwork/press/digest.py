"""The digest of a value: equal for equal values, in every process and on every day.

What has no digest, as a generator or an object of an unknown kind, is *volatile*: nobody can tell whether it
is what it was.
"""

import dataclasses
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from hashlib import blake2b
from pathlib import PurePath
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

import msgspec
from markupsafe import Markup

from partwork.press.schema import leaves_no_choice

Digest = bytes
SIZE = 16
"""Bytes in a digest."""


class Volatile(Exception):  # noqa: N818 - not an error: an answer
    """Raised for what has no digest; says what that is."""


def digest(value: object) -> Digest:
    """Return the digest of a value; raises `Volatile`."""
    return Digester().of(value)


_Update = Callable[[bytes], None]


class Digester:
    """Makes digests; `other` is asked about values of kinds that are not known here.

    It returns the value to take the digest of instead, or raises `Volatile`.
    """

    def __init__(self, other: Callable[[object], object] | None = None) -> None:
        self._other = other or _unknown
        self.quick: dict[type, Callable[[Any], Digest]] = {}
        """Kinds that come often, each with what makes their digests."""

    def of(self, value: object) -> Digest:
        """Return the digest of a value; raises `Volatile`."""
        hasher = blake2b(digest_size=SIZE)
        self._feed(hasher.update, value)
        return hasher.digest()

    def _feed(self, update: _Update, value: object) -> None:
        # By its very type first: a site has millions of texts, numbers and lists.
        kind = type(value)
        if kind is str:
            _text(update, b"s", value)  # type: ignore[arg-type] # it is a str
        elif kind is bytes:
            update(b"b%d;" % len(value))  # type: ignore[arg-type] # it is bytes
            update(value)  # type: ignore[arg-type] # as above
        elif kind is list or kind is tuple:
            update(b"l%d;" % len(value))  # type: ignore[arg-type] # it is a list
            for item in value:  # type: ignore[attr-defined] # as above
                self._feed(update, item)
        elif kind in self.quick:
            update(b"x")
            self._feed(update, self.quick[kind](value))
        else:
            self._feed_rare(update, value)

    def _feed_rare(self, update: _Update, value: object) -> None:  # noqa: PLR0912 - one case a kind
        match value:
            case Markup():
                _text(update, b"m", value)
            case None | bool() | float():
                update(b"c%r;" % value)
            case Enum():
                _text(update, b"e", f"{type(value).__qualname__}.{value.name}")
            case str():
                _text(update, b"s", value)
            case int():
                update(b"i%d;" % value)
            case list() | tuple():
                update(b"l%d;" % len(value))
                for item in value:
                    self._feed(update, item)
            case dict():  # in its order: templates iterate over it
                update(b"d%d;" % len(value))
                for key, item in value.items():
                    self._feed(update, key)
                    self._feed(update, item)
            case set() | frozenset():
                update(b"f%d;" % len(value))
                for one in sorted(map(self.of, value)):
                    update(one)
            case datetime():
                _text(update, b"t", f"{value.isoformat()} {value.tzinfo!r} {value.fold}")
            case date() | time() | timedelta() | tzinfo() | PurePath():
                _text(update, b"o", f"{type(value).__name__} {value!r}")
            case re.Pattern():
                update(b"r")
                self._feed(update, (value.pattern, value.flags))
            case msgspec.Struct():
                self._feed_struct(update, value)
            case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
                _text(update, b"v", type(value).__qualname__)
                for field in dataclasses.fields(value):
                    self._feed(update, getattr(value, field.name))
            case _:
                update(b"x")
                self._feed(update, self._other(value))

    def _feed_struct(self, update: _Update, value: msgspec.Struct) -> None:
        kind = type(value)
        _text(update, b"v", f"{kind.__module__}.{kind.__qualname__}")
        if leaves_no_choice(kind):
            try:
                update(_ENCODER.encode(value))
            except (Volatile, TypeError, ValueError):  # something in it is not what its type says
                pass
            else:
                return
        for name in value.__struct_fields__:
            self._feed(update, getattr(value, name))


def encoded(values: list[object]) -> bytes | None:
    """Return values as bytes that are equal for equal ones, the quick way; None where that knows one not."""
    try:
        return _ENCODER.encode(values)
    except (Volatile, TypeError, ValueError):
        return None


def quickly(values: list[object]) -> Digest:
    """Return the digest of values of which each is always of the same type, or plain; raises `Volatile`.

    Plain are texts, numbers, bytes, None, and lists of such.
    """
    data = encoded(values)
    return digest(values) if data is None else blake2b(data, digest_size=SIZE).digest()


def code(value: object) -> object:
    """Return what a function, class or module is known by: its name, and for a function its code.

    For values that are settings and that nothing reads while pages are rendered; what a function does when
    it is called cannot be told from this. Raises `Volatile` for anything else.
    """
    match value:
        case FunctionType():
            remembers = [cell.cell_contents for cell in value.__closure__ or ()]
            remembers += [value.__defaults__, value.__kwdefaults__]
            return ["function", value.__module__, value.__qualname__, compiled(value.__code__), remembers]
        case BuiltinFunctionType() | type() | ModuleType():
            return ["name", getattr(value, "__module__", ""), getattr(value, "__qualname__", value.__name__)]
        case _ if hasattr(value, "func") and hasattr(value, "keywords"):
            return ["partial", value.func, value.args, value.keywords]  # type: ignore[attr-defined] # a functools.partial
    return _unknown(value)


def _encode(value: object) -> object:
    """Return what msgspec is to encode for a value that it does not know."""
    match value:
        case Markup():
            return [str(value)]
    return _unknown(value)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_encode)


def compiled(one: CodeType) -> list[object]:
    """Return what a piece of code does, to take the digest of."""
    constants = [compiled(value) if isinstance(value, CodeType) else repr(value) for value in one.co_consts]
    return [one.co_code, constants, one.co_names, one.co_varnames]


def _text(update: Callable[[bytes], None], kind: bytes, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    update(b"%s%d;" % (kind, len(data)))
    update(data)


def _unknown(value: object) -> object:
    raise Volatile(f"a value of the kind {type(value).__qualname__!r}")
