"""Whether anything a site is made of was touched since the last build, found without reading any of it.

Where nothing was, there is nothing to build: a large site is answered for in the time it takes to ask the
file system about each file. Anything that cannot be answered for that way (settings that compute, plugins of
others, a template that is volatile) is not claimed, and the build goes on as usual.
"""

import ast
import os
import sys
import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from partwork.press import record
from partwork.press.digest import SIZE
from partwork.press.files import write
from partwork.press.record import Output

FOLDER = ".press"
_ENVIRONMENT = ("SOURCE_DATE_EPOCH", "TZ", "LANG", "LANGUAGE", "LC_ALL", "LC_TIME", "LC_COLLATE", "LC_CTYPE")
# What a settings file may call and import, and still say the same whenever it is asked.
_CALLS = frozenset(
    "Path dict list tuple set frozenset str int float bool sorted compile timedelta join append insert"
    " abspath dirname".split()
)
_IMPORTS = frozenset("__future__ pathlib re datetime typing os sys".split())
_ASKS = frozenset({"os", "sys"})
_ASKS_NOTHING = frozenset("path curdir pardir sep".split())
_RACY = 0.1
"""Seconds in which a file may be changed again without its time telling."""


class State(msgspec.Struct, frozen=True):
    """What a build was made of: the `stamp` of everything below `roots`, and the record of what it wrote.

    `until` is the moment (seconds since 1970) from which on the same files would make another site. Where
    nothing but what was written may lie in the output, `walked` are the names that are others', else None.
    `wrote` is the digest of the record, taken when the state is kept: a build that was told something else
    may write over the same output.
    """

    roots: tuple[str, ...]
    stamp: bytes
    record: str
    output: str
    until: float | None = None
    walked: frozenset[str] | None = None
    wrote: bytes = b""


class Look:
    """A look at what was touched since the last build in a folder that was told the same `arguments`.

    It begins at `now` (seconds since 1970), before anything of the site is read, its settings included. The
    files are asked for once, however often it is asked about them.
    """

    def __init__(self, folder: Path, arguments: Iterable[str], now: float) -> None:
        self._path = _path(folder, arguments)
        self._now = now
        self._stamps: dict[tuple[str, ...], bytes] = {}

    def outputs(self) -> Mapping[str, Output] | None:
        """Return the outputs of the last build if all of it stands and nothing was touched; else None."""
        try:
            state = msgspec.msgpack.decode(self._path.read_bytes(), type=State)
        except (OSError, msgspec.MsgspecError):
            return None
        if (state.until is not None and self._now >= state.until) or self.stamp(state.roots) != state.stamp:
            return None
        place = Path(state.record)
        found = record.read(place).outputs
        if not found or _digest(place) != state.wrote:
            return None
        if not all(_stands(state.output, name, one) for name, one in found.items()):
            return None
        if state.walked is None:
            return found
        others = _walk(state.output) - found.keys()
        return found if all(name.split("/", 1)[0] in state.walked for name in others) else None

    def stamp(self, roots: tuple[str, ...]) -> bytes | None:
        """Return the stamp of all below the roots, as it was when there first was one."""
        if roots not in self._stamps:
            found = stamp(roots, self._now)
            if found is None:
                return None
            self._stamps[roots] = found
        return self._stamps[roots]

    def keep(self, state: State) -> None:
        """Keep what a build was made of, for the next to compare with; raises OSError."""
        told = msgspec.structs.replace(state, wrote=_digest(Path(state.record)))
        write(self._path, msgspec.msgpack.encode(told))


def stamp(roots: Iterable[str], since: float) -> bytes | None:
    """Return the digest of the names, sizes, times and numbers of all files below the roots.

    A root with a slash at its end is a folder of which only the files in it count. There is none where one
    was changed a moment ago: it may be changed again, and its time need not tell. Nor is there where one was
    changed `since` then: it may have been read before.
    """
    hasher = blake2b(digest_size=SIZE)
    now = time.time()
    for root in roots:
        for name, found in _files(root.rstrip("/") or "/", deep=not root.endswith("/")):
            if found is None:
                hasher.update(b"%s\0gone\0" % os.fsencode(name))
                continue
            if is_recent(found.st_mtime, now) or max(found.st_mtime, found.st_ctime) > since:
                return None
            hasher.update(b"%s\0%s\0" % (os.fsencode(name), of_file(found)))
    return hasher.digest()


def of_file(found: os.stat_result) -> bytes:
    """Return what another state of a file differs in: its size, its times and its number."""
    return b"%d %d %d %d" % (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def is_recent(changed: float, now: float) -> bool:
    """Return whether what was changed then may be changed again without its time telling."""
    return changed > now - _RACY


def is_plain(settings_file: Path) -> bool:
    """Return whether a settings file says the same each time: it reads and asks nothing."""
    seen: set[Path] = set()
    waiting = [settings_file]
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        try:
            tree = ast.parse(file.read_bytes())
        except (OSError, SyntaxError, ValueError):
            return False
        for node in ast.walk(tree):
            if _computes(node):
                return False
            for module in _imported(node):
                beside = file.parent / f"{module}.py"
                if beside.is_file():
                    waiting.append(beside)
                elif module.split(".")[0] not in _IMPORTS:
                    return False
    return True


def _computes(node: ast.AST) -> bool:
    """Return whether a piece of a program may say something else each time."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name not in _CALLS
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in _ASKS:
            return name not in _ASKS_NOTHING
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda() | ast.With():
            return True
    return False


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            # By another name, `os` would be asked for anything.
            return ["." if one.name == "os" and one.asname else one.name for one in names]
        case ast.ImportFrom(module="os", names=names) if any(one.name != "path" for one in names):
            return ["."]
        case ast.ImportFrom(module=module):
            return [module or "."]
    return []


def _files(root: str, *, deep: bool) -> Iterable[tuple[str, os.stat_result | None]]:
    """Yield the files of a root, and their state; of one that is not there, None."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except NotADirectoryError:
            yield folder, os.stat(folder)  # noqa: PTH116 - this is called for every file of a large site
            continue
        except OSError:
            yield folder, None
            continue
        for entry in found:
            try:
                if entry.is_dir():
                    if deep and entry.name != "__pycache__":
                        waiting.append(entry.path)
                else:
                    yield entry.path, entry.stat()
            except OSError:
                yield entry.path, None


def _path(folder: Path, arguments: Iterable[str]) -> Path:
    """Return where the state of a build with these arguments, in this folder, is kept."""
    facts = [os.path.realpath(folder), *arguments, sys.executable, sys.version]
    facts += [f"{name}={os.environ.get(name)}" for name in _ENVIRONMENT]
    name = blake2b("\0".join(facts).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return folder / FOLDER / f"state-{name}.msgpack"


def _digest(file: Path) -> bytes:
    return blake2b(file.read_bytes(), digest_size=SIZE).digest()


def _stands(folder: str, name: str, output: Output) -> bool:
    try:
        found = os.stat(f"{folder}/{name}")  # noqa: PTH116 - as above
    except OSError:
        return False
    return output.key != b"" and (found.st_size, found.st_mtime_ns) == (output.size, output.changed)


def _walk(folder: str) -> set[str]:
    """Return the files below a folder, by their paths below it."""
    start = len(folder.rstrip("/")) + 1
    return {name[start:] for name, _ in _files(folder, deep=True)}
