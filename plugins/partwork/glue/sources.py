"""The files below the content folder: found once a build, and read with the author in mind."""

import errno
import fnmatch
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partwork.errors import Place, Problem


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that Pelican and partwork look at, by their paths from the content folder, in order.

    `problems` are what cannot be read, `endless` what would never be done with: links that lead back, pipes.
    """

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    endless: tuple[Problem, ...]


def find(settings: Mapping[str, Any], manifests: str) -> Sources:
    """Return the files of posts, pages, static files and `manifests`, where Pelican looks for them.

    Pelican says nothing of what it cannot list, and follows a link that leads back for ever.
    """
    content = Path(settings["PATH"])
    roots: list[tuple[str, Sequence[str]]] = [(manifests, ())]
    for kind in ("ARTICLE", "PAGE", "STATIC"):
        roots += [(root, settings[f"{kind}_EXCLUDES"]) for root in settings[f"{kind}_PATHS"]]
    files: set[str] = set()
    problems: set[Problem] = set()
    endless: set[Problem] = set()
    ignored = re.compile("|".join(map(fnmatch.translate, settings["IGNORE_FILES"])) or r"(?!)").match
    for root, excluded in roots:
        skipped = {_source(content / folder, content) for folder in excluded}
        files |= {*_walk(content / root, content, skipped, ignored, problems=problems, endless=endless)}
    return Sources(tuple(sorted(files)), tuple(problems), tuple(endless))


def _walk(
    top: Path,
    content: Path,
    skipped: Collection[str],
    is_ignored: Callable[[str], object],
    *,
    problems: set[Problem],
    endless: set[Problem],
) -> Iterator[str]:
    """Yield the files below `top`; add to `problems` and `endless` what is in the way."""
    if top.is_file():
        yield _source(top, content)
    waiting = [(os.fspath(top), _source(top, content))]
    while waiting:
        folder, here = waiting.pop()
        for entry in _entries(folder, here, problems):
            if is_ignored(entry.name):
                continue
            source = entry.name if here == "." else f"{here}/{entry.name}"
            if _is_folder(entry):
                if source in skipped:
                    continue
                if entry.is_symlink() and _leads_back(Path(entry)):
                    endless.add(_link("leads back to a folder it lies in", Path(entry), content))
                else:
                    waiting.append((entry.path, source))
                continue
            if os.access(entry.path, os.R_OK) and entry.is_file():
                yield source
            elif Path(entry).is_file():
                refusal = PermissionError(errno.EACCES, os.strerror(errno.EACCES))
                problems.add(_unreadable("file", source, refusal))
            elif entry.is_symlink() and not Path(entry).exists():
                problems.add(_link("leads nowhere", Path(entry), content))
            else:
                endless.add(Problem("This is neither a file nor a folder.", Place(source), "", "Delete it."))


def _entries(folder: str, here: str, problems: set[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [*entries]
    except OSError as error:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            problems.add(_unreadable("folder", here, error))
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and Path(entry).is_dir())


def _leads_back(link: Path) -> bool:
    """Return whether a link leads to one of the folders on the way to it, by whatever name."""
    return any(folder.samefile(link) for folder in link.parents)


def _source(path: Path, content: Path) -> str:
    return Path(os.path.relpath(path, content)).as_posix()


def _link(what: str, path: Path, content: Path) -> Problem:
    place = Place(_source(path, content))
    return Problem(f"This link {what}.", place, str(path.readlink()), "Mend the link, or delete it.")


def read(content: Path, source: str) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the bytes of a file; none, and why, where it cannot be read."""
    try:
        return (content / source).read_bytes(), ()
    except OSError as error:
        return b"", (_unreadable("file", source, error),)


def _unreadable(what: str, source: str, error: OSError) -> Problem:
    mend = "Mend its permissions, or take it out of the content."
    return Problem(f"The {what} cannot be read.", Place(source), error.strerror or str(error), mend)
