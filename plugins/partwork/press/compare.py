"""Two builds of one site, compared byte for byte."""

import filecmp
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile, zip_longest
from pathlib import Path

from partwork.press.verdict import Verdict

_LONGEST, _BEFORE = 100, 40
# A feed of posts tells the time of the newest; one of none, the time at which it was written.
_FEED = re.compile(rb"<(feed|rss)[\s>](?!.*<(entry|item)>)", re.DOTALL)
_MOMENT = re.compile(rb"<(updated|lastBuildDate)>[^<]*</\1>")


@dataclass(frozen=True, slots=True)
class Difference:
    """How a file is not what a clean build makes it. `line` is from 1; 0 where the file is not text."""

    path: str
    what: str
    line: int = 0


def differences(output: Path, clean: Path, mine: Iterable[str], retained: Iterable[str]) -> list[Difference]:
    """Return how `output` differs from a clean build.

    `mine` are the paths that the press has ever written: what else lies in the output is somebody else's,
    and so is what lies below the top-level names `retained`.
    """
    made = {path.relative_to(clean).as_posix() for path in clean.rglob("*") if path.is_file()}
    theirs = frozenset(retained)
    paths = sorted(path for path in made.union(mine) if path.split("/", 1)[0] not in theirs)
    return [found for path in paths if (found := _difference(path, output / path, clean / path))]


def lines(found: Iterable[Difference], verdicts: Iterable[Verdict]) -> list[str]:
    """Return a line for each difference: the file, what differs, and what the press has said of it."""
    said: Mapping[str, Verdict] = {verdict.path: verdict for verdict in verdicts}
    return [
        f"{one.path}{f':{one.line}' if one.line else ''}: {one.what}; {_said(said.get(one.path))}."
        for one in found
    ]


def _said(verdict: Verdict | None) -> str:
    if verdict is None:
        return "the press has not heard of it"
    return f"the press has {verdict.what} it{f' ({verdict.reason})' if verdict.reason else ''}"


def _difference(path: str, file: Path, wanted: Path) -> Difference | None:
    if not wanted.is_file():
        return Difference(path, "surplus: a clean build does not write it") if file.is_file() else None
    if not file.is_file():
        return Difference(path, "missing: a clean build writes it")
    if filecmp.cmp(file, wanted, shallow=False) or _are_feeds_of_nothing(file, wanted):
        return None
    try:
        pairs = zip_longest(_lines(file), _lines(wanted))
    except UnicodeDecodeError:
        return Difference(path, "other bytes than those of a clean build")
    line, (found, right) = next((number, pair) for number, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    same = takewhile(lambda pair: pair[0] == pair[1], zip(found or "", right or "", strict=False))
    start = sum(1 for _ in same) - _BEFORE
    return Difference(path, f"{_quoted(found, start)} instead of {_quoted(right, start)}", line)


def _are_feeds_of_nothing(file: Path, wanted: Path) -> bool:
    """Return whether two files are one feed without posts, written at two times."""
    if file.suffix != ".xml":
        return False
    found, right = (_MOMENT.sub(b"", one.read_bytes()) for one in (file, wanted))
    return found == right and _FEED.search(found) is not None


def _lines(file: Path) -> list[str]:
    return file.read_bytes().decode().split("\n")


def _quoted(line: str | None, start: int) -> str:
    """Return what of a line stands about the place where it differs."""
    if line is None:
        return "nothing"
    if len(line) <= _LONGEST:
        return ascii(line)
    part = line[max(start, 0) :]
    return f"{'…' if start > 0 else ''}{part[:_LONGEST]!a}{'…' if len(part) > _LONGEST else ''}"
