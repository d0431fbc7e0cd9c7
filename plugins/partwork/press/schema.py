"""Whether what msgspec encodes of a struct says everything of it.

Encoded, a struct within another has lost the name of its type, and a date is a text: where a field may hold
one or the other, two values that differ are encoded alike. Where the types of the fields leave no choice, the
name of the outermost type says the rest.
"""

import typing
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType

import msgspec
from markupsafe import Markup

_TOLD_APART = frozenset({str, bytes, int, float, bool, NoneType})
"""Kinds that msgpack writes each in its own way."""
_OF_OTHERS = frozenset({tuple, list, dict, Mapping})


@cache
def leaves_no_choice(kind: type[msgspec.Struct]) -> bool:
    """Return whether values of a struct type that are encoded alike are alike."""
    return _is_settled(kind, frozenset())


def _is_settled(kind: object, above: frozenset[object]) -> bool:
    if kind in _TOLD_APART or kind is Markup or kind is Ellipsis or kind in above:
        return True
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        fields = _hints(kind)
        return not kind.__subclasses__() and all(_is_settled(one, above | {kind}) for one in fields)
    origin, within = typing.get_origin(kind), typing.get_args(kind)
    if origin in (UnionType, typing.Union):
        others = [one for one in within if one not in _TOLD_APART]
        return len(others) <= 1 and all(_is_settled(one, above) for one in others)
    return origin in _OF_OTHERS and all(_is_settled(one, above) for one in within)


def _hints(kind: type[msgspec.Struct]) -> list[object]:
    """Return the types of a struct's fields; of one that cannot be known, any."""
    try:
        found = typing.get_type_hints(kind)
    except (NameError, TypeError):  # the type's name is only there for those who check types
        return [object]
    return [found[name] for name in kind.__struct_fields__]
