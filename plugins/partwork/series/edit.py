"""Adding a part to the list of a manifest, and nothing else in the file changed."""

import re

from partwork.series.manifest import FIELD, PLANNED, header_length

_LIST = re.compile(r"(?P<key> {0,3}parts:)[ \t]*(?P<value>.*)", re.IGNORECASE)
_INDENT = "    "


def add_part(manifest: str, slug: str, title: str) -> str:
    """Return the text of a manifest with `slug` in its list; unchanged where it has no list.

    The part takes the place of the planned part of that title; otherwise it comes before the parts that
    are still planned, at the end of what is written.
    """
    lines = manifest.splitlines(keepends=True)
    header_end = header_length(lines)
    found = ((index, match) for index in range(header_end) if (match := _LIST.match(lines[index])))
    start, match = next(found, (0, None))
    if match is None:
        return manifest
    end = start + 1
    while end < header_end and not FIELD.match(lines[end]):
        end += 1
    items = [match["value"].strip(), *(line.strip() for line in lines[start + 1 : end])]
    items = _with(slug, title, [item for item in items if item])
    key = match["key"]
    listed = f"{key} {items[0]}\n" + "".join(f"{_INDENT}{item}\n" for item in items[1:])
    return "".join(lines[:start]) + listed + "".join(lines[end:])


def _with(slug: str, title: str, items: list[str]) -> list[str]:
    if slug in items:
        return items
    planned = {index: match["title"] for index, item in enumerate(items) if (match := PLANNED.match(item))}
    for index, name in planned.items():
        if name.strip().casefold() == title.strip().casefold():
            return [*items[:index], slug, *items[index + 1 :]]
    place = min((index for index in planned if _only_planned(index, planned, items)), default=len(items))
    return [*items[:place], slug, *items[place:]]


def _only_planned(index: int, planned: dict[int, str], items: list[str]) -> bool:
    return all(later in planned for later in range(index, len(items)))
