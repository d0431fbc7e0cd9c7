"""What a build wrote: how many files of each kind, and whether two builds wrote the same."""

from filecmp import cmp
from pathlib import Path

KINDS = ("parts", "series", "tags", "categories", "index", "pages", "feeds", "other")
_FOLDERS = {"posts": "parts", "page": "index", "series.html": "series", "tags.html": "tags", "theme": ""}


def kinds(output: Path) -> dict[str, int]:
    """Return how many files there are of each kind, whichever program wrote them."""
    found = dict.fromkeys(KINDS, 0)
    for file in _files(output):
        first = file.parts[0]
        kind = _FOLDERS.get(first, "index" if first.startswith("index") else first)
        if kind:
            found[kind if kind in KINDS else "other"] += 1
    return found


def differences(one: Path, other: Path) -> list[str]:
    """Return the files that are not the same, byte for byte, or only in one of two outputs."""
    ours, theirs = _files(one), _files(other)
    both = ours & theirs
    differing = {file for file in both if not cmp(one / file, other / file, shallow=False)}
    return sorted(str(file) for file in (ours ^ theirs) | differing)


def _files(output: Path) -> set[Path]:
    return {path.relative_to(output) for path in output.rglob("*") if path.is_file()}
