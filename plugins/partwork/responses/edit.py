"""A responses file edited in place: items written anew, items added, and not a byte changed beside them."""

import re
from collections.abc import Sequence

import yaml

from partwork.responses import document
from partwork.responses.write import Fields, Written, block, flow

_BOM = "\ufeff"
_BREAKS = "\r\n\x85\u2028\u2029"
_NEWLINE = re.compile(r"\r\n|\n|\r")
_LINE_END = re.compile(f"[{_BREAKS}]|$")
# A line of tabs may follow a value that stands alone in its document, and nothing else.
_TABS = re.compile(rf"(?:(?<=[{_BREAKS}])|\A) *+\t[ \t]*+(?=[{_BREAKS}]|\Z)")
_KEEPS_BLANK_LINES = re.compile(r"[|>]\d?\+")


class Edits:
    """The changes to one file, made when all are known."""

    def __init__(self, text: str) -> None:
        self._mark = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        self._newline = found[0] if (found := _NEWLINE.search(text)) else "\n"
        self._edits: list[tuple[int, int, str]] = []
        self._root = document.compose(self._text)
        listed = _value_of(self._root, "responses")
        self._list = listed if isinstance(listed, yaml.SequenceNode) else None
        self._items: list[yaml.Node] = self._list.value if self._list else []

    def text(self) -> str:
        """Return the file with all changes."""
        pieces, done = [self._mark], 0
        for start, end, new in sorted(self._edits):
            pieces += [self._text[done:start], new]
            done = end
        return "".join([*pieces, self._text[done:]])

    def written(self, at: int, key: str) -> Written:
        """Return the value of a key of an item as it stands in the file."""
        node = _value_of(self._items[at], key)
        assert node is not None  # noqa: S101 - a required key of a file that was decoded
        return Written(self._text[node.start_mark.index : node.end_mark.index])

    def rewrite(self, at: int, fields: Fields) -> None:
        """Write an item anew."""
        item = self._items[at]
        start, end = item.start_mark.index, self._end(item)
        if self._list is not None and self._list.flow_style:
            self._replace(start, end, flow(fields))
        else:  # with what stands behind it on its line: a comment would become a part of a text
            self._replace(start, self._line_end(end), block(fields, item.start_mark.column))

    def append(self, items: Sequence[Fields]) -> None:
        """Write items behind those that are there."""
        if not items:
            return
        flowing = ", ".join(flow(fields) for fields in items)
        root, listed = self._root, self._list
        if isinstance(root, yaml.MappingNode) and root.flow_style:
            if listed is None:
                self._into(root, f"responses: [{flowing}]")
            else:
                self._into(listed, flowing)
        elif not isinstance(root, yaml.MappingNode):
            self._begin(items)
        elif listed is None:
            column = root.start_mark.column
            self._below(root, [f"{' ' * column}responses:", *_listed(items, column)])
        elif not listed.value:
            self._cut(listed)
            self._line(listed.end_mark.index, _listed(items, root.start_mark.column))
        elif listed.flow_style:
            self._into(listed, flowing)
        else:
            self._below(listed, _listed(items, listed.start_mark.column))

    def _begin(self, items: Sequence[Fields]) -> None:
        """Write the first items of a file that says nothing, or says that it says nothing."""
        at = len(self._text)
        if self._root is not None:
            at = self._root.end_mark.index
            self._cut(self._root)
            for tabs in _TABS.finditer(self._text, at):
                self._replace(*tabs.span(), "")
        self._line(at, ["responses:", *_listed(items, 0)])

    def _into(self, node: yaml.CollectionNode, new: str) -> None:
        """Put something behind the last thing between brackets."""
        if node.value:
            last = node.value[-1]
            at = self._end(last[1] if isinstance(last, tuple) else last)
            self._replace(at, at, f", {new}")
        else:
            at = self._text.index("{" if isinstance(node, yaml.MappingNode) else "[", node.start_mark.index)
            self._replace(at + 1, at + 1, new)

    def _below(self, node: yaml.Node, lines: Sequence[str]) -> None:
        last = _last(node)
        text = self._text[last.start_mark.index : last.end_mark.index]
        self._line(last.end_mark.index if _KEEPS_BLANK_LINES.match(text) else self._end(last), lines)

    def _line(self, at: int, lines: Sequence[str]) -> None:
        """Write lines below the line in which `at` is, or above it where it is its beginning."""
        new = "\n".join(lines)
        if not self._text[:at] or self._text[at - 1] in _BREAKS:
            self._replace(at, at, f"{new}\n")
            return
        end = self._line_end(at)
        self._replace(end, end, f"\n{new}" + ("\n" if end == len(self._text) else ""))

    def _end(self, node: yaml.Node) -> int:
        """Return where a node ends, without the blank lines below it."""
        last = _last(node)
        start, end = last.start_mark.index, last.end_mark.index
        return start + len(self._text[start:end].rstrip(f" \t{_BREAKS}"))

    def _line_end(self, at: int) -> int:
        found = _LINE_END.search(self._text, at)
        return found.start() if found else len(self._text)

    def _cut(self, node: yaml.Node) -> None:
        """Take a node out, with the blanks behind it: a tab can begin no line."""
        end = node.end_mark.index
        blanks = len(self._text) - len(self._text[end:].lstrip(" \t")) - end
        self._replace(node.start_mark.index, end + blanks, "")

    def _replace(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, new.replace("\n", self._newline)))


def _listed(items: Sequence[Fields], column: int) -> list[str]:
    return [f"{' ' * column}- {block(fields, column + 2)}" for fields in items]


def _value_of(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _last(node: yaml.Node) -> yaml.Node:
    """Return what a node ends with. A block's own mark is where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node
