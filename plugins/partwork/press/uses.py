"""What a template reads of each name it asks the context for, found in its syntax."""

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes


@dataclass(frozen=True)
class Use:
    """What of a name is read: `attributes` where it is asked for nothing else, or the `whole` of it.

    Of the attributes `asked` it is only asked whether there is something. Of a list of pairs, the `firsts`
    may be all that is read. Where nothing is, it is only asked whether there is something at all.
    """

    attributes: frozenset[str] = frozenset()
    whole: bool = False
    firsts: bool = False
    asked: frozenset[str] = frozenset()

    def __or__(self, other: "Use") -> "Use":
        return Use(
            self.attributes | other.attributes,
            self.whole or other.whole,
            self.firsts or other.firsts,
            self.asked | other.asked,
        )

    @property
    def named(self) -> frozenset[str]:
        """All attributes that it is asked for, whatever for."""
        return self.attributes | self.asked


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield all nodes below one, without recursion: a template may be long."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children(one))


def children(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what ``Node.iter_child_nodes`` yields, sooner: it is asked of every node."""
    for name in node.fields:
        value = getattr(node, name, None)
        if isinstance(value, nodes.Node):
            yield value
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, nodes.Node))


def uses(tree: nodes.Template) -> Iterator[tuple[str, Use]]:
    """Yield every name that is read, and what of it.

    Names a template gives itself (``set``, ``for``, ``macro``) are among them: the context is asked for them
    in vain, or what it has under such a name is counted though it is not read.
    """
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        match node:
            case (
                nodes.Getattr(node=nodes.Name(name=name), attr=attribute)
                | nodes.Getitem(node=nodes.Name(name=name), arg=nodes.Const(value=str(attribute)))
            ):
                yield name, Use(frozenset({attribute}))
            case nodes.For(iter=nodes.Name(name=name) as pairs) if _reads_firsts(node):
                yield name, Use(firsts=True)
                waiting.extend(child for child in node.iter_child_nodes() if child is not pairs)
            case nodes.Name(name=name, ctx="load"):
                yield name, Use(whole=True)
            case nodes.If(test=test) | nodes.CondExpr(test=test):
                yield from _only_asked(test)
                waiting.extend(_without_asked(test))
                waiting.extend(child for child in node.iter_child_nodes() if child is not test)
            case _:
                waiting.extend(children(node))


def _reads_firsts(loop: nodes.For) -> bool:
    """Return whether a loop over pairs reads the first of each alone."""
    match loop.target:
        case nodes.Tuple(items=[nodes.Name(), nodes.Name(name=second)]):
            within = [
                one for part in (*loop.body, *loop.else_, *filter(None, [loop.test])) for one in walk(part)
            ]
            # What is included within the loop, and a block in it, sees its names.
            return not any(
                isinstance(one, nodes.Include | nodes.Import | nodes.FromImport | nodes.Block)
                or (isinstance(one, nodes.Name) and one.name in (second, "loop"))
                for one in within
            )
    return False


def _only_asked(test: nodes.Node) -> Iterator[tuple[str, Use]]:
    """Yield the names that a condition asks for their truth alone, or for that of an attribute."""
    match test:
        case nodes.Name(name=name):
            yield name, Use()
        case nodes.Getattr(node=nodes.Name(name=name), attr=attribute):
            yield name, Use(asked=frozenset({attribute}))
        case nodes.Not(node=inner):
            yield from _only_asked(inner)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            yield from _only_asked(left)
            yield from _only_asked(right)


def _without_asked(test: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what of a condition is more than a name, or an attribute of one."""
    match test:
        case nodes.Name() | nodes.Getattr(node=nodes.Name()):
            return
        case nodes.Not(node=inner):
            yield from _without_asked(inner)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            yield from _without_asked(left)
            yield from _without_asked(right)
        case _:
            yield test
