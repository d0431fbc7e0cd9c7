"""One build by the press: what the last one wrote, what this one has written, kept and dropped."""

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from partwork.press import record
from partwork.press.digest import Digest, Digester, Volatile, quickly
from partwork.press.lock import Lock
from partwork.press.pages import Made, Pages
from partwork.press.progress import Progress
from partwork.press.record import Output, Record
from partwork.press.seam.stamps import Stamps
from partwork.press.settings import Settings
from partwork.press.store import Store
from partwork.press.verdict import Verdict

_KEY = "PRESS_BUILD"
#: An output that a build was about to write, and perhaps has written.
ANNOUNCED = Output(b"", "file", "", {})


@dataclass
class Press:
    """What one build knows. `output` is where the site lies in the end; files may be written elsewhere first.

    `until` is when the same files begin to make another site. `told` is the digest of all settings, empty
    where they have none. `stored` says whether fragments are. `outputs`, `shared` and `lists` become the
    next record. `reasons` say why nothing may be kept. Whoever moves what was written to its place says so
    by `moved_by_another`, and calls `finish` when it has. The `lock` keeps other builds of the same output
    waiting until this one has ended, well or not.

    `times` are the seconds that each step took since the build `began`. `rendering` gives what sources say.

    A build that `stays` is kept in memory for previews, with its `pages_by_path`. The `refreshers` are told
    then which files (absolute paths) have changed, and say whether they have brought up to date with them
    what they give to contents.
    """

    settings: Settings
    output: Path
    removes: bool
    retained: frozenset[str]
    lock: Lock
    store: Store
    old: Record
    environment: Mapping[str, Digest] = field(default_factory=dict)
    told: Digest = b""
    stamps: Stamps = field(default_factory=Stamps)
    outputs: dict[str, Output] = field(default_factory=dict)
    shared: dict[str, dict[str, bytes]] = field(default_factory=dict)
    lists: dict[Digest, Mapping[Digest, Digest]] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    moved_by_another: bool = False
    pages: Pages = field(default_factory=Pages)
    context: Mapping[str, Any] = field(default_factory=dict)
    generators: Sequence[Any] = ()
    until: datetime | None = None
    stored: bool = True
    rendering: Any = None
    progress: Progress = field(default_factory=Progress)
    stays: bool = False
    pages_by_path: dict[str, Any] = field(default_factory=dict)
    refreshers: list[Callable[[Collection[str]], bool]] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)
    times: dict[str, float] = field(default_factory=dict)
    _announced: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._announcements = record.Announcements(record_path(self.settings.store, self.output))
        self.pages.begin(1 if self.reasons else self.settings.processes, self.take_down)

    def keeps_nothing(self, reason: str) -> None:
        """Have every output made anew, one after the other as Pelican does."""
        self.reasons = (*self.reasons, reason)
        self.pages.begin(1, self.take_down)

    def take_down(self, made: Made) -> None:
        """Take down what became of an output."""
        path, output = made.path, made.output
        last = self.old.outputs.get(path)
        if path in self.outputs:
            # Whose it is in the end is not for us to say; the next build is to ask again.
            self.outputs[path] = Output(b"", output.kind, "", {})
        elif made.reason or last is None:
            self.outputs[path] = output
        else:
            self.outputs[path] = _as_it_stands(output, last.size, last.changed)
        what = "rendered" if made.reason else "kept"
        self.verdicts.append(Verdict(path, what, output.kind, made.reason, made.seconds))
        self.progress.made()

    def why_not_kept(self, path: str, output: Output) -> str:
        """Return why an output has to be made again; empty where the last build's may stay as it is."""
        if self.reasons:
            return self.reasons[0]
        last = self.old.outputs.get(path)
        if last is None or last is ANNOUNCED:
            return "new"
        if last.key != output.key:
            return self._difference(last, output)
        if not last.size >= 0 or not self._stands(path, last):
            return "the file is not the one that was written"
        return ""

    def stays_as_it_is(self, path: str, coarse: Digest) -> bool:
        """Return whether an output is kept, as nothing that it may show has changed; take that down."""
        last = self.old.outputs.get(path)
        if not coarse or last is None or last.coarse != coarse or path in self.outputs:
            return False
        if last.size < 0 or not self._stands(path, last):
            return False
        self.take_down(Made(path, last, ""))
        return True

    def announce(self, path: str) -> None:
        """Take down that an output is about to be made, so that it is found even if this build ends here."""
        if path not in self.old.outputs and path not in self._announced:
            self._announced.add(path)
            self._announcements.add(path)

    def leaves(self, path: str, output: Output) -> bool:
        """Return whether a file that is made at once may stay as it is; take down what becomes of it."""
        reason = "it is written twice" if path in self.outputs else self.why_not_kept(path, output)
        if reason:
            self.announce(path)
        self.take_down(Made(path, output, reason))
        return not reason

    def coarse(self, follows_from: object) -> Digest:
        """Return the digest of what outputs follow from, the programs and all settings with it.

        Empty where there is none. Of contents, it is their stamps.
        """
        if self.reasons or not self.told:
            return b""
        try:
            return quickly([self.environment, self.told, self._digester.of(follows_from)])
        except Volatile:
            return b""

    @cached_property
    def _digester(self) -> Digester:
        return Digester(self.stamps.token)

    def flush(self) -> None:
        """Make the pages that still wait."""
        self.pages.flush()
        self.took("judging and making pages")

    def took(self, step: str) -> None:
        """Take down that all since the step before was for this one."""
        before = sum(self.times.values())
        self.times[step] = self.times.get(step, 0.0) + time.perf_counter() - self.began - before

    def holds_until(self, moment: datetime) -> None:
        """Take down that the same files make another site from this moment on."""
        self.until = moment if self.until is None else min(self.until, moment)

    def kept(self) -> set[Path]:
        """Return the paths of what was left as it is."""
        return {Path(verdict.path) for verdict in self.verdicts if verdict.what == "kept"}

    def finish(self) -> None:
        """Remove what the press wrote once and nobody writes any more, and put the record in its place."""
        for path in self.old.outputs.keys() - self.outputs.keys():
            if Path(path).parts[0] in self.retained:
                continue
            self.verdicts.append(
                Verdict(path, "deleted", self.old.outputs[path].kind, "nothing writes it any more")
            )
            _remove(self.output, Path(path))
        outputs = {path: self._as_written(path, output) for path, output in self.outputs.items()}
        self._announcements.close()
        record.write(
            record_path(self.settings.store, self.output),
            Record(outputs=outputs, shared=self.shared, lists=self.lists),
        )
        self.store.prune()

    def _as_written(self, path: str, output: Output) -> Output:
        if output.size >= 0:
            return output
        try:
            found = (self.output / path).stat()
        except OSError:
            return output
        return _as_it_stands(output, found.st_size, found.st_mtime_ns)

    def _stands(self, path: str, last: Output) -> bool:
        try:
            found = os.stat(f"{self.output}/{path}")  # noqa: PTH116 - asked of every file of a large site
        except OSError:
            return False
        return (found.st_size, found.st_mtime_ns) == (last.size, last.changed)

    def _difference(self, last: Output, output: Output) -> str:
        names = record.difference(last.parts, output.parts)
        names += record.difference(self.old.shared.get(last.shared, {}), self.shared.get(output.shared, {}))
        return ", ".join(names) or "it is made in another way"


def _as_it_stands(output: Output, size: int, changed: int) -> Output:
    if (output.size, output.changed) == (size, changed):
        return output
    return Output(output.key, output.kind, output.shared, output.parts, size, changed, output.coarse)


def record_path(store: Path, output: Path) -> Path:
    """Return where the record of an output folder lies."""
    name = blake2b(os.fsencode(os.path.realpath(output)), digest_size=8).hexdigest()
    return store / f"record-{name}.msgpack"


def last(path: Path) -> Record:
    """Return what the builds before have written, those that did not come to their end included."""
    found = record.read(path)
    new = dict.fromkeys(record.announced(path), ANNOUNCED)
    return msgspec.structs.replace(found, outputs={**new, **found.outputs})


def begin(pelican: Any, press: Press) -> None:
    """Put a build where :func:`current` finds it."""
    pelican.settings[_KEY] = press


def current(settings: Mapping[str, Any]) -> Press | None:
    """Return the build that is going on with these settings, if the press is at work."""
    found: Press | None = settings.get(_KEY)
    return found


def _remove(output: Path, path: Path) -> None:
    """Remove a file, and the folders that are empty without it."""
    (output / path).unlink(missing_ok=True)
    for folder in path.parents:
        if folder == Path():
            return
        try:
            (output / folder).rmdir()
        except OSError:
            return
