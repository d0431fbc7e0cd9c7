"""What a template reads: the files it is made of, the names it asks the context for, and what of them.

Found in the template's syntax, without rendering it (engine notes: "static names"). What cannot be told
from the syntax, as an ``include`` of a name computed on the way, makes the template *volatile*: pages made
with it are rendered each time, for the reason given.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jinja2 import Environment, TemplateNotFound, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.tests import TESTS as DEFAULT_TESTS

from partwork.press.digest import Digest, Volatile, digest
from partwork.press.functions import known_by
from partwork.press.uses import Use, uses, walk

# Filters and tests that read attributes named by their arguments; a name that is not written there is any.
_READS_ATTRIBUTES = frozenset(
    "attr map sort groupby unique sum min max selectattr rejectattr dictsort".split()
)
# Filters that are given the name of another filter or of a test, and at which place.
_CALL_BY_NAME = {"map": 0, "select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}
# Filters that come out differently each time.
_RANDOM = frozenset({"random"})
_IMPURE_GLOBALS = frozenset({"lipsum"})
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
# Methods by which a value is carried from one turn of a loop to the next.
_CARRIES = frozenset("append extend insert update setdefault add appendleft".split())
_OF_PAGINATORS = "object_list"


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


@dataclass
class _Reading:
    """What has been found so far."""

    environment: Environment
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
            source, _, _ = self.environment.loader.get_source(self.environment, name)
        except TemplateNotFound:
            self.sources[name] = (
                None  # where it is needed, rendering tells; where it appears, the digest changes
            )
            return
        self.sources[name] = source
        tree = self.environment.parse(source, name)
        named = _names_of_templates(tree)
        for node in walk(tree):
            if node not in named:
                self._node(node)
        self._names(tree)
        self.open.add(name)
        for child in _referenced(tree):
            if child is None:
                self.volatile = f"{name} includes a template whose name is computed"
            else:
                self.template(child)
        self.open.remove(name)

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

    def _node(self, node: nodes.Node) -> None:  # noqa: PLR0912 - one case a kind
        match node:
            case nodes.Getattr(node=base, attr=name):
                self._mention(name)
                self.whole_lists |= name == _OF_PAGINATORS and not _is_page(base)
            case nodes.Call(node=nodes.Getattr(attr=name)) if name in _CARRIES:
                self.wanders = True
            case nodes.Name(name="self"):
                self.wanders = True  # a block may be shown within itself
            case nodes.Getitem(arg=nodes.Const(value=value)):
                self._mention(str(value))
            case nodes.Getitem(arg=nodes.Slice()):
                pass
            case nodes.Getitem():
                self.everything = True
            case nodes.Const(value=str(text)):
                for word in _IDENTIFIER.findall(text) if len(text) < 200 else ():
                    self.mentions[word] += 1
                    self.whole_lists |= word == _OF_PAGINATORS
            case nodes.Filter(name=name, args=arguments, kwargs=keywords):
                self._filter(name, [*arguments, *(keyword.value for keyword in keywords)])
                if name in _CALL_BY_NAME and len(arguments) > _CALL_BY_NAME[name]:
                    self._called_by_name(arguments[_CALL_BY_NAME[name]])
            case nodes.Test(name=name):
                self._function(name, self.environment.tests, DEFAULT_TESTS)
            case nodes.Macro(name=name):
                self.macros.setdefault(name, set()).update(_callable_names(node))
                self.wanders |= _calls_what_it_is_given(node)
            case nodes.FromImport(names=names):
                for one in names:
                    if isinstance(one, tuple):
                        self.macros.setdefault(one[1], set()).add(one[0])
            case nodes.NSRef() | nodes.For(recursive=True):
                self.wanders = True
            case nodes.ExtensionAttribute() | nodes.ImportedName() | nodes.EnvironmentAttribute():
                self.volatile = "an extension of Jinja is at work"

    def _filter(self, name: str, arguments: list[nodes.Expr]) -> None:
        if name in _RANDOM:
            self.volatile = f"the filter {name!r} gives something else each time"
        elif name in _READS_ATTRIBUTES:
            self.everything |= any(not isinstance(argument, nodes.Const) for argument in arguments)
        else:
            self._function(name, self.environment.filters, DEFAULT_FILTERS)

    def _called_by_name(self, argument: nodes.Expr) -> None:
        """Take down the filters and tests that another is given the name of; where it is computed, all."""
        computed = not isinstance(argument, nodes.Const)
        for table, defaults in (
            (self.environment.filters, DEFAULT_FILTERS),
            (self.environment.tests, DEFAULT_TESTS),
        ):
            for name in table:
                if computed or name == argument.value:  # type: ignore[attr-defined] # it is a Const
                    self._function(name, table, defaults)

    def _function(self, name: str, table: Mapping[str, object], defaults: Mapping[str, object]) -> None:
        """Take down what a filter or test may read."""
        function = table.get(name)
        if function is defaults.get(name) or _is_pelicans(function):
            return
        self.everything = True  # one of the site's own may read whatever it likes of what it is given
        if hasattr(function, "jinja_pass_arg"):
            self.volatile = f"{name!r} is given more than is written there"
        try:
            self.own[f"{name}()"] = digest(known_by(function))
        except Volatile:
            self.volatile = f"nobody knows what {name!r} asks beside what it is given"

    def _mention(self, name: str) -> None:
        if name.startswith("__"):
            self.volatile = f"it reads {name}"
        self.mentions[name] += 1

    def _names(self, tree: nodes.Template) -> None:
        for name, use in uses(tree):
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


def closure(environment: Environment, name: str) -> Closure:
    """Return what the template of this name reads; raises what Jinja raises for one that cannot be parsed."""
    reading = _Reading(environment)
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


def _names_of_templates(tree: nodes.Template) -> set[nodes.Node]:
    """Return the texts in a template that are names of templates, and nothing else."""
    return {
        node.template
        for node in walk(tree)
        if isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport)
    }


def _referenced(tree: nodes.Template) -> Iterator[str | None]:
    """Yield the names of the templates that this one extends, includes or imports; None for any."""
    for node in walk(tree):
        if not isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            continue
        match node.template:
            case nodes.Const(value=str(name)):
                yield name
            case nodes.Const(value=tuple() | list() as several):
                yield from several
            case nodes.Tuple(items=items) | nodes.List(items=items):
                yield from (item.value if isinstance(item, nodes.Const) else None for item in items)
            case _:
                yield None


def _is_page(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name.endswith("_page")


def _is_pelicans(function: object) -> bool:
    """Return whether a filter or test is Pelican's own: those are pure."""
    inner = getattr(function, "func", function)
    return str(getattr(inner, "__module__", "")).startswith("pelican.")


def _callable_names(macro: nodes.Macro) -> set[str]:
    """Return the names in a macro that may be those of macros."""
    return {node.attr if isinstance(node, nodes.Getattr) else node.name for node in walk(macro)
            if isinstance(node, nodes.Getattr | nodes.Name)}  # fmt: skip


def _calls_what_it_is_given(macro: nodes.Macro) -> bool:
    """Return whether a macro calls an argument of its own: that may be the macro itself."""
    given = {argument.name for argument in macro.args}
    return any(
        isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in given
        for node in walk(macro)
    )
