"""What a function follows from beside what it is given, where that can be seen in its code.

A filter that a site brings may ask the clock, a file, or what a plugin has laid by. One that only calls what
is known to ask nothing is known by its code and the constants it names.
"""

import builtins
import dis
import functools
import re
from collections.abc import Iterator
from types import BuiltinFunctionType, CodeType, FunctionType, MethodDescriptorType, ModuleType

from markupsafe import Markup

from partwork.press.digest import Volatile, code, compiled

SAFE = "press_safe"
"""The attribute by which a function says that it does the same with the same, and nothing else."""
_ASK_NOTHING = frozenset(
    "abs all any ascii bin bool bytes chr dict divmod enumerate filter float format frozenset getattr hasattr"
    " hex int isinstance issubclass iter len list map max min next oct ord pow range repr reversed round set"
    " slice sorted str sum tuple type zip"
    " AttributeError Exception IndexError KeyError LookupError TypeError ValueError".split()
)
_MODULES = frozenset(
    "base64 hashlib html itertools json markupsafe math operator re string textwrap unicodedata"
    " urllib.parse".split()
)
_TYPES = (str, bytes, int, float, bool, list, tuple, dict, set, frozenset, Markup)
_READS = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})
_CHANGES = frozenset(
    "IMPORT_NAME STORE_GLOBAL DELETE_GLOBAL STORE_ATTR DELETE_ATTR STORE_SUBSCR DELETE_SUBSCR".split()
)


def known_by(function: object) -> object:
    """Return what a function follows from, to take the digest of; raises `Volatile` if nobody can tell."""
    return _facts(function, frozenset())


def _facts(value: object, above: frozenset[object]) -> object:
    if _asks_nothing(value):
        return repr(value) if isinstance(value, MethodDescriptorType) else code(value)
    match value:
        case None | str() | bytes() | int() | float() | re.Pattern():
            return value
        case tuple():
            return [_facts(one, above) for one in value]
        case functools.partial():
            return [_facts(one, above) for one in (value.func, *value.args, *value.keywords.items())]
        case FunctionType():
            return _facts_of_code(value, above)
    raise Volatile(f"a value of the kind {type(value).__qualname__!r}")


def _asks_nothing(value: object) -> bool:
    """Return whether this is a part of Python that follows from what it is given alone."""
    match value:
        case type():
            return value in _TYPES or _is_of_python(value)
        case ModuleType():
            return value.__name__ in _MODULES
        case FunctionType() | BuiltinFunctionType():
            return value.__module__ in _MODULES or _is_of_python(value)
        case MethodDescriptorType():
            return value.__objclass__ in _TYPES
    return False


def _is_of_python(value: type | FunctionType | BuiltinFunctionType) -> bool:
    return value.__name__ in _ASK_NOTHING and getattr(builtins, value.__name__) is value


def _facts_of_code(function: FunctionType, above: frozenset[object]) -> object:
    if function in above or getattr(function, SAFE, False):
        return compiled(function.__code__)
    above |= {function}
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    defaults = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    named = [_named(function, name) for name in _names(function.__code__)]
    return [compiled(function.__code__), *(_facts(one, above) for one in (*cells, *defaults, *named))]


def _names(code_of: CodeType) -> Iterator[str]:
    """Yield the names that a function asks its module for; raise `Volatile` where it changes something."""
    for step in dis.get_instructions(code_of):
        changes = step.opname in _CHANGES or (
            step.opname == "STORE_DEREF" and step.argval in code_of.co_freevars
        )
        if changes:
            raise Volatile(f"a function that does more than compute ({code_of.co_qualname})")
        if step.opname in _READS:
            yield step.argval
    for constant in code_of.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _named(function: FunctionType, name: str) -> object:
    """Return what a name stands for in the module of a function."""
    missing = object()
    return function.__globals__.get(name, getattr(builtins, name, missing))
