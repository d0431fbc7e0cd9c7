"""What an author does to a made-up site between two builds, and how it is undone."""

from collections.abc import Callable
from pathlib import Path
from random import Random

#: What the pages show afterwards.
SENTENCE, ANEW, LATEST = "This sentence is new", " Anew ", "The Latest Part"
_SLUG = "the-latest-part"
_DATE = "2026-01-01 08:00"  # after everything else: each list of posts has another beginning


class Edits:
    """Edits a site's content; which part it is follows from the seed."""

    def __init__(self, content: Path, seed: int) -> None:
        self._content = content
        self._random = Random(seed)
        self._parts = sorted(content.glob("posts/*/*.md"))
        self._before: dict[Path, bytes | None] = {}

    def body(self) -> None:
        """Append a paragraph to a part."""
        self._change(self._part(), lambda text: f"{text}\n{SENTENCE} to the page.\n")

    def title(self) -> None:
        """Give a part another title."""
        self._change(self._part(), lambda text: text.replace("\n", f"{ANEW}\n", 1))

    def new_part(self) -> None:
        """Publish another part of a series, the newest post of the site."""
        model = self._part()
        header, _, body = model.read_text(encoding="utf-8").partition("\n\n")
        facts = dict(line.split(": ", 1) for line in header.splitlines())
        facts |= {"Title": LATEST, "Slug": _SLUG, "Date": _DATE}
        lines = "".join(f"{name}: {fact}\n" for name, fact in facts.items())
        self._write(model.with_name(f"{_SLUG}.md"), f"{lines}\n{body}".encode())
        manifest = self._content / f"series/{facts['Series']}.md"
        # The parts are the last of a manifest's facts.
        self._change(manifest, lambda text: text.replace("\n\n", f"\n    {_SLUG}\n\n", 1))

    def undo(self) -> None:
        """Make the content what it was."""
        for file, before in self._before.items():
            if before is None:
                file.unlink()
            else:
                file.write_bytes(before)
        self._before.clear()

    def _part(self) -> Path:
        return self._random.choice(self._parts)

    def _change(self, file: Path, change: Callable[[str], str]) -> None:
        self._write(file, change(file.read_text(encoding="utf-8")).encode())

    def _write(self, file: Path, content: bytes) -> None:
        self._before.setdefault(file, file.read_bytes() if file.exists() else None)
        file.write_bytes(content)
