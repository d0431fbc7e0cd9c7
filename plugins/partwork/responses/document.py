"""A YAML document from anybody's hand: loaded without harm, and the places of things in it."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import yaml

# A responses file has three levels. libyaml composes a document on the stack of C, where too many of them
# end the interpreter.
_DEEPEST = 20
# Whole numbers and dates as they are nearly always written; longer numbers are none that anybody counts with.
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
# PyYAML reads these as any other date, and takes its time.
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:Z|[+-][01][0-9]:[0-5][0-9])"
)
_PATH_STEP = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")


# libyaml's parser is some ten times faster; PyYAML's own is there where it was built without.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # one class or the other
    """PyYAML's safe loader, without its silence about a key that is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's
        seen: set[str] = set()
        # What is only tagged to be a mapping is told by the base class.
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise _refusal(
                        f'the key "{key.value}" is there twice', key.start_mark, "Take one of them out."
                    )
                seen.add(key.value)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


def _or_text(construct: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Leave a value as text where it only looks like a date or a number: msgspec says where it stands."""

    def constructor(loader: Any, node: Any) -> Any:  # noqa: ANN401 - PyYAML's
        try:
            return construct(loader, node)
        except (ValueError, LookupError, AttributeError, OverflowError):
            return node.value

    return constructor


def _whole(_: Any, node: Any) -> int:  # noqa: ANN401 - PyYAML's
    """Return a whole number as people write one: to YAML, 017 is fifteen and 1:30 is ninety."""
    if not _WHOLE.fullmatch(node.value):
        raise ValueError(node.value)
    return int(node.value)


_VALUES = [f"tag:yaml.org,2002:{name}" for name in ("timestamp", "int", "float", "bool", "null")]
for _tag in _VALUES:
    _Loader.add_constructor(_tag, _or_text(_Loader.yaml_constructors[_tag]))
_Loader.add_constructor("tag:yaml.org,2002:int", _or_text(_whole))


class _Unusual(Exception):  # noqa: N818 - it never leaves this file
    """The document has something that only PyYAML knows to read, or to refuse."""


def load(text: str) -> Any:  # noqa: ANN401 - YAML is anything until msgspec has looked at it
    """Return what the document says; raise a YAMLError for what is not YAML, aliases and great depths."""
    try:
        return _usual(text)
    except _Unusual:
        return _any(text)


def _usual(text: str) -> Any:  # noqa: ANN401 - as of load
    """Return what a document of mappings, lists and values says, in one pass and a third of the time.

    Raise _Unusual for everything that such a document does not have.
    """
    loader = _Loader(text)
    values: dict[str, Any] = {}
    levels: list[list[Any]] = [[]]
    items = levels[0]
    while True:
        event = loader.get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if event.tag or event.anchor:
                raise _Unusual
            value = event.value
            # A value can be more than text only if it is plain and begins with one of a few signs.
            if event.implicit[0] and value[:1] in loader.yaml_implicit_resolvers:
                if value not in values:
                    values[value] = _plain(loader, value)
                value = values[value]
            items.append(value)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.tag or event.anchor or len(levels) > _DEEPEST:
                raise _Unusual
            items = []
            levels.append(items)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            made = levels.pop()
            items = levels[-1]
            items.append(_mapping(made) if kind is yaml.MappingEndEvent else made)
        elif kind is yaml.AliasEvent:
            raise _Unusual
        elif kind is yaml.StreamEndEvent:
            break
    if len(items) > 1:
        raise _Unusual
    return items[0] if items else None


def _plain(loader: _Loader, value: str) -> Any:  # noqa: ANN401 - as of load
    """Return what a value without quotes is: text, or a number, a date, yes and no, or nothing."""
    if _WHOLE.fullmatch(value):
        return int(value)
    if _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    tag = loader.resolve(yaml.ScalarNode, value, (True, False))
    if tag == "tag:yaml.org,2002:str":
        return value
    if tag not in _VALUES:
        raise _Unusual
    return loader.construct_object(yaml.ScalarNode(tag, value))


def _mapping(items: list[Any]) -> dict[str, Any]:
    keys = items[::2]
    made = dict(zip(keys, items[1::2], strict=True)) if all(type(key) is str for key in keys) else {}
    if len(made) < len(keys):
        raise _Unusual
    return made


def _any(text: str) -> Any:  # noqa: ANN401 - as of load
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _refusal(f"more than {_DEEPEST} levels", event.start_mark, "Quote the value.")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise _refusal(
                f'aliases ("*{event.anchor}") are not allowed', event.start_mark, "Quote the value."
            )
    return yaml.load(text, _Loader)  # noqa: S506 - _Loader is a safe loader


def is_text(value: str) -> bool:
    """Return whether a plain value is read as text, and not as a number, a date, or yes and no."""
    tag: str = _Loader("").resolve(yaml.ScalarNode, value, (True, False))
    return tag == "tag:yaml.org,2002:str"


def _refusal(problem: str, mark: Any, mend: str) -> yaml.MarkedYAMLError:  # noqa: ANN401 - PyYAML's or libyaml's
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark, note=mend)


def compose(text: str) -> yaml.Node | None:
    """Return the tree of a document that was loaded before, in which :func:`locate` finds places."""
    root: yaml.Node | None = yaml.compose(text, _Loader)
    return root


def locate(root: yaml.Node | None, path: str, key: str = "") -> tuple[int, str]:
    """Return the line of `path` (``$.responses[3].id``), or of what is nearest to it, and the value there.

    `key` is a last step that may be any text.
    """
    node = root
    line = 1
    steps = [step["key"] or int(step["index"]) for step in _PATH_STEP.finditer(path)]
    for step in [*steps, *filter(None, [key])]:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
    return line, node.value if isinstance(node, yaml.ScalarNode) else ""
