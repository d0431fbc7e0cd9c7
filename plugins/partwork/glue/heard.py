"""What was heard elsewhere, written into the responses files of the site."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from partwork.address import key
from partwork.errors import ContentError, PartworkError, Problem
from partwork.glue.linked import LinkedSite
from partwork.glue.mentions import sources, targets
from partwork.mentions.past import past
from partwork.responses.archive import SUFFIX
from partwork.responses.merge import Heard, Merged, merge


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of each file, by its path; and how much was heard of targets that are no post."""

    files: dict[str, Merged]
    lost: dict[str, int]


def keep(linked: LinkedSite, heard: Iterable[Heard]) -> Kept:
    """Write responses into the files beside the posts they are about; a file without news is left alone.

    Raise ContentError with the faults of all files, and write none, where one has any.
    """
    files_of = _files(linked)
    by_source: dict[str, list[Heard]] = defaultdict(list)
    lost: Counter[str] = Counter()
    for one in heard:
        if source := files_of.get(key(one.target)):
            by_source[source].append(one)
        elif not one.withdrawn:
            lost[one.target] += 1
    before: dict[str, str] = {}
    files: dict[str, Merged] = {}
    problems: list[Problem] = []
    for source, news in sorted(by_source.items()):
        name = os.path.splitext(source)[0] + SUFFIX  # noqa: PTH122 - sources are POSIX strings
        path = linked.build.content / name
        before[name] = path.read_bytes().decode("utf-8") if path.is_file() else ""
        try:
            files[name] = merge(before[name], news, name)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    for name, merged in files.items():
        if merged.text != before[name]:
            _write(linked.build.content / name, merged.text)
    return Kept(files, dict(sorted(lost.items())))


def _files(linked: LinkedSite) -> dict[str, str]:
    """Return the file of each post by what its address is known by, and by what it was known once."""
    site = linked.build.site.url
    if not site:
        raise PartworkError(
            "SITEURL is no address, and what was heard is about addresses.\n"
            "    mend:  Name the settings the site is published with: --settings publishconf.py"
        )
    found = {key(url): source for url, source in targets(linked).items()}
    moved = past(sources(linked), linked.ledger, site).moved
    return {key(old): found[key(new)] for old, new in moved if key(new) in found} | found


def _write(path: Path, text: str) -> None:
    """Replace a file in one step."""
    made = path.with_name(f".{path.name}.new")
    made.write_bytes(text.encode("utf-8"))
    made.replace(path)
