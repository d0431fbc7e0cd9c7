"""What a template reads: the files it is made of, the names it asks the context for, and what of them.

What cannot be told from the syntax, as an ``include`` of a name computed on the way, makes the template
*volatile*: pages made with it are rendered each time, for the reason given.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Environment, TemplateError, TemplateNotFound
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.tests import TESTS as DEFAULT_TESTS

from partwork.press.digest import Digest, Volatile, digest
from partwork.press.functions import known_by
from partwork.press.parsed import Parsed, Source, parsed
from partwork.press.syntax import Syntax
from partwork.press.uses import Use

_IMPURE_GLOBALS = frozenset({"lipsum"})


@dataclass(frozen=True)
class Closure:
    """A template and all templates it is made of.

    `mentions` counts every name of an attribute, or text that may be one, anywhere in them: no template can
    read an attribute that it does not mention, nor follow it more often than it mentions it, unless it
    `wanders`. `volatile` says why nothing can be said; it is empty where something can.
    """

    digest: Digest
    names: Mapping[str, Use]
    mentions: Mapping[str, int]
    everything: bool = False
    wanders: bool = False
    whole_lists: bool = False
    volatile: str = ""
    templates: tuple[str, ...] = ()

    @cached_property
    def attributes(self) -> frozenset[str]:
        """All attributes that are mentioned."""
        return frozenset(self.mentions)

    def compile(self, environment: Environment) -> None:
        """Have the templates compiled; for one that is wrong, whoever renders it is told."""
        for name in self.templates:
            with suppress(TemplateError):
                environment.get_template(name)


@dataclass
class _Reading:
    """What has been found so far."""

    environment: Environment
    parsed: Parsed
    sources: dict[str, str | None] = field(default_factory=dict)
    names: dict[str, Use] = field(default_factory=dict)
    macros: dict[str, set[str]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    mentions: Counter[str] = field(default_factory=Counter)
    everything: bool = False
    wanders: bool = False
    whole_lists: bool = False
    volatile: str = ""
    own: dict[str, Digest] = field(default_factory=dict)
    """What the filters, tests and values that the site gives its templates follow from."""

    def template(self, name: str) -> None:
        """Read a template and those it names."""
        if name in self.sources:
            self.wanders |= name in self.open
            return
        assert self.environment.loader is not None  # noqa: S101 - a template came from there
        try:
            source, file, _ = self.environment.loader.get_source(self.environment, name)
        except TemplateNotFound:
            self.sources[name] = (
                None  # where it is needed, rendering tells; where it appears, the digest changes
            )
            return
        self.sources[name] = source
        found = self.parsed.syntax(Source(name, file, source))
        self._join(found)
        self.open.add(name)
        for child in found.templates:
            if child is None:
                self.volatile = f"{name} includes a template whose name is computed"
            else:
                self.template(child)
        self.open.remove(name)

    def _join(self, found: Syntax) -> None:
        self.mentions.update(found.mentions)
        self.everything |= found.everything
        self.wanders |= found.wanders
        self.whole_lists |= found.whole_lists
        self.volatile = found.volatile or self.volatile
        for macro, called in found.macros.items():
            self.macros.setdefault(macro, set()).update(called)
        self._functions(found)
        self._names(found)

    def _functions(self, found: Syntax) -> None:
        """Take down what the filters and tests are that a template names."""
        for table, defaults, called in (
            (self.environment.filters, DEFAULT_FILTERS, found.filters),
            (self.environment.tests, DEFAULT_TESTS, found.tests),
        ):
            for name, function in table.items():
                if name in called or name in found.called_by_name or found.calls_any:
                    self._function(name, function, defaults.get(name))

    def _function(self, name: str, function: object, default: object) -> None:
        """Take down what a filter or test may read."""
        if function is default or _is_pelicans(function):
            return
        self.everything = True  # one of the site's own may read whatever it likes of what it is given
        if hasattr(function, "jinja_pass_arg"):
            self.volatile = f"{name!r} is given more than is written there"
        try:
            self.own[f"{name}()"] = digest(known_by(function))
        except Volatile:
            self.volatile = f"nobody knows what {name!r} asks beside what it is given"

    def _names(self, found: Syntax) -> None:
        for name, use in found.names.items():
            self.names[name] = self.names.get(name, Use()) | use
            value = self.environment.globals.get(name)
            if name in _IMPURE_GLOBALS or (callable(value) and DEFAULT_NAMESPACE.get(name) is not value):
                self.volatile = f"{name}() may give something else each time"
            elif name in self.environment.globals and name not in DEFAULT_NAMESPACE:
                self._value(name, value)

    def _value(self, name: str, value: object) -> None:
        """Take down a value that is given to all templates: no page has it among its own."""
        try:
            self.own[name] = digest(value)
        except Volatile as error:
            self.volatile = f"{name} is {error}"

    def goes_in_circles(self) -> bool:
        """Return whether a macro may call itself, by way of others or not."""
        left = dict(self.macros)
        while left:
            leaves = [name for name, calls in left.items() if calls.isdisjoint(left)]
            if not leaves:
                return True
            for name in leaves:
                del left[name]
        return False


def closure(environment: Environment, name: str) -> Closure:
    """Return what the template of this name reads; raises what Jinja raises for one that cannot be parsed."""
    reading = _Reading(environment, parsed(environment))
    reading.template(name)
    filters = sorted(
        key for key, value in environment.filters.items() if DEFAULT_FILTERS.get(key) is not value
    )
    return Closure(
        digest=digest([sorted(reading.sources.items()), filters, sorted(reading.own.items())]),
        names=reading.names,
        mentions=dict(reading.mentions),
        everything=reading.everything,
        wanders=reading.wanders or reading.goes_in_circles(),
        whole_lists=reading.whole_lists,
        volatile=reading.volatile,
        templates=tuple(name for name, source in reading.sources.items() if source is not None),
    )


def _is_pelicans(function: object) -> bool:
    """Return whether a filter or test is Pelican's own: those are pure."""
    inner = getattr(function, "func", function)
    return str(getattr(inner, "__module__", "")).startswith("pelican.")
