"""Pelican's writer, which asks of every page first whether it has to be made again."""

import io
import os
import time
from pathlib import Path
from typing import Any

from pelican.writers import FileOverwriteFailedError, Writer

from partwork.press.closure import Closure, closure
from partwork.press.digest import Digest, Volatile
from partwork.press.files import write
from partwork.press.pages import Job
from partwork.press.record import Output
from partwork.press.seam.build import Press, current, key
from partwork.press.seam.values import Values

_FEED = Closure(
    digest=b"",
    names={},
    mentions=dict.fromkeys("title url date modified content summary category tags author".split(), 1),
)
_FEED_SETTINGS = (
    "FEED_APPEND_REF FEED_DOMAIN FEED_MAX_ITEMS RSS_FEED_SUMMARY_ONLY TIMEZONE RELATIVE_URLS SITEURL SITENAME"
    " SITESUBTITLE"
).split()
# Names of the context that differ from page to page though they are not given with it.
_OF_THE_PAGE = frozenset({"localsiteurl", "SITEURL", "output_file"})
_MISSING = object()
_NOWHERE = Path(os.devnull)
_PART = 8
"""Bytes of a digest that are kept to tell what changed."""


class Kept(str):
    """What a template says that is not rendered: the page stays as it is."""

    __slots__ = ()


class Later(str):
    """What a template says whose page is made with others, at once."""

    __slots__ = ()


class PressWriter(Writer):  # type: ignore[misc] # Pelican is untyped
    """Writes what changed."""

    def __init__(self, output_path: str, settings: Any) -> None:
        super().__init__(output_path, settings)
        press = current(settings)
        assert press is not None  # noqa: S101 - the press gave Pelican this writer
        self.press: Press = press
        self._known: dict[tuple[int, str, str], Digest] = {}
        self._closures: dict[tuple[int, str], Closure] = {}
        self._values: dict[tuple[str, str], Values] = {}
        self._shared: dict[tuple[str, str], dict[str, Digest]] = {}

    def write_file(self, name: Any, template: Any, context: Any, *arguments: Any, **more: Any) -> None:
        """Render a template and write the file, or each page of it: those that need it."""
        super().write_file(name, _Gate(self, template, context), context, *arguments, **more)

    def write_feed(  # noqa: PLR0917 - Pelican's own signature
        self,
        elements: Any,
        context: Any,
        path: str | None = None,
        url: str | None = None,
        feed_type: str = "atom",
        override_output: bool = False,  # noqa: FBT001, FBT002 - Pelican's own signature
        feed_title: str | None = None,
    ) -> Any:
        """Write a feed if it is not what it was."""

        def feed(place: str | None = path) -> Any:
            return super(PressWriter, self).write_feed(
                elements, context, place, url, feed_type, override_output, feed_title
            )

        if not path:
            return feed()
        path = os.path.normpath(path)
        file = os.path.join(self.output_path, path)  # noqa: PTH118 - as Pelican makes it
        output, reason = self._judge_feed(elements, context, path, [str(url), feed_type, str(feed_title)])
        if not reason and not override_output and file not in self._written_files:
            self._written_files.add(file)
            self.press.keep(path, output)
            return None
        if file in self._written_files:
            self.press.flush()
        self.press.announce(path)
        began = time.perf_counter()
        written = feed()
        self.press.made(path, output, reason, time.perf_counter() - began)
        return written

    def _judge_feed(self, elements: Any, context: Any, path: str, facts: list[str]) -> tuple[Output, str]:
        if self.press.reasons:
            return Output(b"", "feed", "", {}), self.press.reasons[0]
        siteurl = context.get("SITEURL", "")
        values = self._values.setdefault(("feed", siteurl), Values(_FEED, siteurl, self._known))
        try:
            settings = [context.get(name) for name in _FEED_SETTINGS]
            settings_digest = values.digest([settings, facts, context.get("localsiteurl")])
            entries = values.digest(elements[: self.settings["FEED_MAX_ITEMS"]])
        except Volatile as error:
            return Output(b"", "feed", "", {}), f"it cannot be compared: {error}"
        parts = {"settings": settings_digest, "entries": entries}
        shared = self._share("feed", self.press.environment)
        output = Output(key(parts, *self.press.environment.values()), "feed", shared, _short(parts))
        return output, self.press.why_not_kept(path, output)

    def judge(self, template: Any, context: Any, local: Any) -> tuple[Output, str]:
        """Return what a page is made from, and why it has to be made; no reason where it has not."""
        name = template.name
        if self.press.reasons:
            return Output(b"", name, "", {}), self.press.reasons[0]
        try:
            reads = self._closure(template)
            if reads.volatile:
                return Output(b"", name, "", {}), f"it is made each time: {reads.volatile}"
            siteurl = local.get("localsiteurl") or context.get("localsiteurl") or ""
            values = self._values.setdefault((name, siteurl), Values(reads, siteurl, self._known))
            shared = self._shared_parts(name, siteurl, reads, values)
            parts: dict[str, Digest] = {}
            for each, use in reads.names.items():
                value = local.get(each, _MISSING)
                if value is not _MISSING and (
                    each in _OF_THE_PAGE or value is not self.press.context.get(each, _MISSING)
                ):
                    parts.update(values.of(each, value, use))
        except Volatile as error:
            return Output(b"", name, "", {}), f"it is made each time: it reads {error}"
        output = Output(
            key(parts, *shared.values()), name, self._share(f"{name} {siteurl}", shared), _short(parts)
        )
        return output, self.press.why_not_kept(os.path.normpath(local["output_file"]), output)

    def _closure(self, template: Any) -> Closure:
        found = self._closures.get((id(template.environment), template.name))
        if found is None:
            found = closure(template.environment, template.name)
            self._closures[id(template.environment), template.name] = found
        return found

    def _shared_parts(self, name: str, siteurl: str, reads: Closure, values: Values) -> dict[str, Digest]:
        """Return the digests of what all pages of a template read of the site and of what it is made with."""
        if (name, siteurl) not in self._shared:
            parts: dict[str, Digest] = {"templates": reads.digest, **self.press.environment}
            for each, use in reads.names.items():
                value = self.press.context.get(each, _MISSING)
                if value is not _MISSING and each not in _OF_THE_PAGE:
                    parts.update(values.of(each, value, use))
            self._shared[name, siteurl] = parts
        return self._shared[name, siteurl]

    def _share(self, name: str, parts: Any) -> str:
        if name not in self.press.shared:
            self.press.shared[name] = _short(parts)
        return name

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:  # noqa: FBT001, FBT002 - Pelican's
        """Give what takes a page and writes it in one step; the rules of who may write what are Pelican's."""
        if filename in self._overridden_files:
            if override:
                raise FileOverwriteFailedError(
                    f'Failed to overwrite "{filename}" a second time (was previously overwritten)'
                )
            return _Page(_NOWHERE, encoding)
        if filename in self._written_files and not override:
            raise FileOverwriteFailedError(
                f'Failed to overwrite "{filename}" as Pelican has already '
                "written to it previously (set `override=True` if intended)"
            )
        if override:
            self._overridden_files.add(filename)
        self._written_files.add(filename)
        return _Page(Path(filename), encoding)


class _Gate:
    """Stands where Pelican expects a template: says what the page says, or that it stays or comes later."""

    def __init__(self, writer: PressWriter, template: Any, context: Any) -> None:
        self._writer = writer
        self._template = template
        self._context = context

    def render(self, local: Any) -> str:
        writer, path = self._writer, os.path.normpath(local["output_file"])
        file = os.path.join(writer.output_path, path)  # noqa: PTH118 - as Pelican makes it
        output, reason = writer.judge(self._template, self._context, local)
        twice = file in writer._written_files  # noqa: SLF001 - the writer's own helper
        if twice:
            # Whose page it is in the end is Pelican's to say; the next build is to ask again.
            writer.press.flush()
            output, reason = Output(b"", output.kind, "", {}), "it is written twice"
        elif not reason:
            writer.press.keep(path, output)
            return Kept()
        writer.press.announce(path)
        job = Job(path, Path(file), self._template, local, self._context, output, reason)
        if not twice and writer.press.pages.take(job):
            return Later()
        began = time.perf_counter()
        text: str = self._template.render(local)
        writer.press.made(path, output, reason, time.perf_counter() - began)
        return text


class _Page(io.StringIO):
    """Takes what is written to a file; the file is written when all of it is there."""

    def __init__(self, path: Path, encoding: str) -> None:
        super().__init__()
        self._path = path
        self._encoding = encoding
        self._comes = True

    def write(self, text: str) -> int:
        self._comes &= not isinstance(text, Kept | Later)
        return super().write(text)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None and self._comes and self._path != _NOWHERE:
            write(self._path, self.getvalue().encode(self._encoding))


def _short(parts: Any) -> dict[str, bytes]:
    return {name: value[:_PART] for name, value in parts.items()}
