"""What was heard elsewhere, written into the responses files of the site."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from partwork.address import key
from partwork.glue.linked import LinkedSite
from partwork.glue.mentions import targets
from partwork.mentions.export import Exported
from partwork.model import Response, Type
from partwork.responses.file import SUFFIX
from partwork.responses.merge import Heard, Merged, merge


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: what came of each file, by its path, and the targets that no post has."""

    files: dict[str, Merged]
    lost: tuple[str, ...]


def keep(linked: LinkedSite, heard: Iterable[Heard]) -> Kept:
    """Write responses into the files beside the posts they are about; a file without news is left alone.

    Raise ContentError where a file has faults; the files before it are written, and writing again is safe.
    """
    sources = {key(url): source for url, source in targets(linked).items()}
    by_source: dict[str, list[Heard]] = defaultdict(list)
    lost = []
    for one in heard:
        if source := sources.get(key(one.target)):
            by_source[source].append(one)
        elif not one.withdrawn:
            lost.append(one.target)
    files = {}
    for source, news in sorted(by_source.items()):
        name = os.path.splitext(source)[0] + SUFFIX  # noqa: PTH122 - sources are POSIX strings
        path = linked.build.content / name
        before = path.read_bytes().decode("utf-8") if path.is_file() else ""
        files[name] = merge(before, news, name)
        if files[name].text != before:
            _write(path, files[name].text)
    return Kept(files, tuple(sorted(set(lost))))


def _write(path: Path, text: str) -> None:
    """Replace a file in one step."""
    made = path.with_name(f".{path.name}.new")
    made.write_bytes(text.encode("utf-8"))
    made.replace(path)


def of_export(exported: Iterable[Exported]) -> Iterator[Heard]:
    """Yield what an inbox hands out as what was heard."""
    for one in exported:
        received = datetime.fromtimestamp(one.received, UTC)
        yield Heard(
            ref=one.ref,
            target=one.target,
            withdrawn=one.withdrawn,
            response=Response(
                id=0,
                kind=one.kind,
                type=_type(one.type),
                published=_time(one.published) or received,
                name=one.name,
                url=one.url,
                source=one.source,
                reply_to=one.reply_to or None,
                html=one.html,
                markdown=one.markdown,
                gone=_day(one.gone),
            ),
        )


def _type(said: str) -> Type:
    return Type(said) if said in [*Type] else Type.MENTION


def _time(said: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(said)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
