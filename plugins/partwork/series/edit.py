"""Adding a part to the list of a manifest, and nothing else in the file changed."""

import re

from partwork.series.manifest import HeaderLine, header, planned_title

_INDENT = "    "
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def add_part(manifest: str, slug: str, title: str) -> str:
    """Return the text of a manifest with `slug` in its list; unchanged where it has no list.

    The part takes the place of the planned part of that title; otherwise it comes before the parts that
    are still planned, at the end of what is written.
    """
    listed = [line for line in header(manifest) if line.key == "parts"]
    items = [line for line in listed if line.value]
    if not listed or slug in [item.value for item in items]:
        return manifest
    lines = _LINES.findall(manifest)
    end = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"
    announced = next((item for item in items if _is_called(item, title)), None)
    planned = _still_planned(items)
    if announced:
        _write(lines, announced, slug)
    elif planned:
        _write(lines, planned, f"{slug}{end}{_INDENT}{planned.value}")
    elif items:
        _write(lines, items[-1], f"{items[-1].value}{end}{_INDENT}{slug}")
    else:
        place = listed[0].number - 1
        lines[place] = f"{lines[place].rstrip()} {slug}{end}"
    return "".join(lines)


def _is_called(item: HeaderLine, title: str) -> bool:
    planned = planned_title(item.value)
    return planned is not None and planned.casefold() == title.strip().casefold()


def _still_planned(items: list[HeaderLine]) -> HeaderLine | None:
    """Return the first of the planned parts at the end of the list."""
    first = None
    for item in reversed(items):
        if planned_title(item.value) is None:
            break
        first = item
    return first


def _write(lines: list[str], item: HeaderLine, value: str) -> None:
    """Write another value in the place of an item's."""
    before, _, after = lines[item.number - 1].rpartition(item.value)
    lines[item.number - 1] = f"{before}{value}{after}"
