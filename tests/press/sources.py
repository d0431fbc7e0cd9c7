"""Markdown sources, and the dialect they are rendered in."""

from pathlib import Path

import msgspec

from partwork.press.fragment import Dialect, render, versions

_MARKDOWN = {
    "extensions": ["markdown.extensions.meta", "markdown.extensions.extra"],
    "extension_configs": {},
    "output_format": "html5",
}


def dialect(**changed: str) -> bytes:
    """Return the dialect of these tests, encoded, with other versions of some packages."""
    return msgspec.msgpack.encode(
        Dialect(msgspec.json.encode(_MARKDOWN).decode(), ("summary",), None, versions() | changed)
    )


def write_sources(folder: Path, count: int) -> list[str]:
    """Write so many sources, no two of which are the same, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"{number:05}.md"
        path.write_text(f"Title: Part {number}\n\nIt was *day* {number}.\n", encoding="utf-8")
        paths.append(str(path))
    return paths


def rendered(paths: list[str]) -> list[bytes]:
    """Return what the sources are rendered to."""
    return render(dialect(), [Path(path).read_bytes() for path in paths])


def encoded(fragment: object) -> bytes:
    """Return a fragment as `render` does."""
    return msgspec.msgpack.encode(fragment)
