"""What stands in one template: the names and attributes it mentions, the templates and functions it names.

Found in its syntax, without rendering it (engine notes: "static names"). It is the same in every environment
that parses the template in the same way: what the functions are that it names, :mod:`.closure` asks.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from partwork.press.uses import Use, uses, walk

# Filters and tests that read attributes named by their arguments; a name that is not written there is any.
_READS_ATTRIBUTES = frozenset(
    "attr map sort groupby unique sum min max selectattr rejectattr dictsort".split()
)
# Filters that are given the name of another filter or of a test, and at which place.
_CALL_BY_NAME = {"map": 0, "select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}
# Filters that come out differently each time.
_RANDOM = frozenset({"random"})
_IDENTIFIER = re.compile(r"[^\W\d]\w*")
# Methods by which a value is carried from one turn of a loop to the next.
_CARRIES = frozenset("append extend insert update setdefault add appendleft".split())
_OF_PAGINATORS = "object_list"
_NAMES_TEMPLATES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@dataclass
class Syntax:
    """What was found in a template; nothing is added once it was read.

    `templates` are the names of those it extends, includes or imports; None for one that is computed.
    `filters` and `tests` are those it calls, `called_by_name` those whose name it gives to another, and
    `calls_any` says that it computes such a name. Each of its `macros` has the names in it that may be those
    of macros. For the others see :class:`.closure.Closure`.
    """

    names: dict[str, Use] = field(default_factory=dict)
    mentions: Counter[str] = field(default_factory=Counter)
    templates: list[str | None] = field(default_factory=list)
    filters: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)
    called_by_name: set[object] = field(default_factory=set)
    calls_any: bool = False
    macros: dict[str, set[str]] = field(default_factory=dict)
    everything: bool = False
    wanders: bool = False
    whole_lists: bool = False
    volatile: str = ""

    def read(self, tree: nodes.Template) -> None:
        """Add what stands in a template."""
        all_nodes = [*walk(tree)]
        naming = [node for node in all_nodes if isinstance(node, _NAMES_TEMPLATES)]
        named = {id(node.template) for node in naming}  # names of templates, and nothing else
        for node in all_nodes:
            if id(node) not in named:
                self._node(node)
        for node in naming:
            self.templates += _referenced(node.template)
        for name, use in uses(tree):
            self.names[name] = self.names.get(name, Use()) | use

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
                self.tests.add(name)
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
        self._chance(name)
        if name in _READS_ATTRIBUTES:
            self.everything |= any(not isinstance(argument, nodes.Const) for argument in arguments)
        else:
            self.filters.add(name)

    def _chance(self, name: object) -> None:
        if name in _RANDOM:
            self.volatile = f"the filter {name!r} gives something else each time"

    def _called_by_name(self, argument: nodes.Expr) -> None:
        """Take down the filter or test that another is given the name of."""
        if isinstance(argument, nodes.Const):
            self.called_by_name.add(argument.value)
            self._chance(argument.value)
        else:
            self.calls_any = True

    def _mention(self, name: str) -> None:
        if name.startswith("__"):
            self.volatile = f"it reads {name}"
        self.mentions[name] += 1


def syntax(tree: nodes.Template) -> Syntax:
    """Return what stands in a template that was parsed."""
    found = Syntax()
    found.read(tree)
    return found


def _referenced(template: nodes.Expr) -> Iterator[str | None]:
    """Yield the names of the templates that one is extended, included or imported from; None for any."""
    match template:
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
