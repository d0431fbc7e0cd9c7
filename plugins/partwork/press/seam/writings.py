"""Files that no template makes, as feeds of series and sitemaps: their texts, written where they changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from pelican.utils import sanitised_join

from partwork.press.digest import SIZE, Digest
from partwork.press.files import write
from partwork.press.pages import Made
from partwork.press.record import Output
from partwork.press.seam.build import Press

_KIND = "text"
Texts = Callable[[], Iterable[tuple[str, str]]]
"""Makes texts, by their paths below a folder."""


@dataclass
class Writings:
    """Writes the texts of one build below a folder."""

    press: Press
    folder: Path
    _before: Mapping[Digest, Sequence[str]] = field(init=False)
    """The texts that the build before has written together."""

    def __post_init__(self) -> None:
        found: dict[Digest, list[str]] = {}
        for path, output in self.press.old.outputs.items():
            if output.kind == _KIND and output.coarse:
                found.setdefault(output.coarse, []).append(path)
        self._before = found

    def take(self, texts: Texts, *follows_from: object) -> None:
        """Write texts, at once or with others.

        They are not made where all that they follow from, contents among it, is what it was. Where nothing
        of that is told, they are.
        """
        coarse = self.press.coarse(follows_from) if follows_from else b""
        last = self._before.get(coarse, ())
        if not last or not all(self.press.stays_as_it_is(path, coarse) for path in last):
            self.press.pages.take(_Writing(self.press, self.folder, texts, coarse))


@dataclass(frozen=True)
class _Writing:
    """Texts that are made when they are asked for, and are what they are made from."""

    press: Press
    folder: Path
    texts: Texts
    coarse: Digest

    def prepare(self) -> None:
        """Do nothing; see `Job`."""

    def do(self) -> list[Made]:
        """Write those that are not what they were; see `Job`."""
        return [self._write(path, text.encode()) for path, text in self.texts()]

    def _write(self, path: str, data: bytes) -> Made:
        parts = {"text": blake2b(data, digest_size=SIZE).digest()}
        output = Output(parts["text"], _KIND, "", parts, coarse=self.coarse)
        reason = self.press.why_not_kept(path, output)
        if reason:
            self.press.announce(path)
            write(sanitised_join(str(self.folder), path), data)
        return Made(path, output, reason)
