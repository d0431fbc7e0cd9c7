"""Pelican's writer, which asks of every page first whether it has to be made again."""

import contextlib
import io
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican.writers import FileOverwriteFailedError, Writer

from partwork.press.closure import Closure, closure
from partwork.press.digest import Digest, Volatile
from partwork.press.files import write
from partwork.press.pages import Made
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
# Pelican's own words for how to write a file, none of them for templates.
_OF_THE_WRITER = frozenset("relative_urls paginated template_name override_output url".split())
_OF_LISTS = ("paginator", "page", "previous_page", "next_page")
_MISSING = object()
_NOWHERE = Path(os.devnull)
_PART = 8
"""Bytes of a digest that are kept to tell what changed."""


class Apart(str):
    """What a template says whose page is not Pelican's to write: it stays, or is made with others."""

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
        self._values: dict[str, Values] = {}
        self._shared: dict[str, Mapping[str, Digest]] = {}

    def write_file(self, name: Any, template: Any, context: Any, *arguments: Any, **more: Any) -> None:
        """Render a template and write the file, or each page of it: those that need it."""
        super().write_file(
            name, _Gate(self, template, context, self._own_names(context, more)), context, *arguments, **more
        )

    def _own_names(self, context: Any, given: Mapping[str, Any]) -> frozenset[str]:
        """Return the names whose values may differ from page to page, of those that a page can have."""
        lists = given.get("paginated") or ("articles", "dates")
        pages = {f"{each}_{what}" for each in lists for what in _OF_LISTS}
        shared = self.press.context
        others = {name for name, value in context.items() if value is not shared.get(name, _MISSING)}
        return frozenset({*given, *pages, *others, *_OF_THE_PAGE} - _OF_THE_WRITER)

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
            self.press.take_down(Made(path, output, ""))
            return None
        if file in self._written_files:
            self.press.flush()
        self.press.announce(path)
        began = time.perf_counter()
        written = feed()
        self.press.take_down(Made(path, output, reason or "it is written twice", time.perf_counter() - began))
        return written

    def _judge_feed(self, elements: Any, context: Any, path: str, facts: list[str]) -> tuple[Output, str]:
        if self.press.reasons:
            return Output(b"", "feed", "", {}), self.press.reasons[0]
        siteurl = context.get("SITEURL", "")
        values = self._values.setdefault(f"feed {siteurl}", Values(_FEED, siteurl, self._known))
        try:
            settings = [context.get(name) for name in _FEED_SETTINGS]
            settings_digest = values.digest([settings, facts, context.get("localsiteurl")])
            entries = values.digest(elements[: self.settings["FEED_MAX_ITEMS"]])
        except Volatile as error:
            return Output(b"", "feed", "", {}), f"it cannot be compared: {error}"
        parts = {"settings": settings_digest, "entries": entries}
        self._share("feed", self.press.environment)
        output = Output(key(parts, *self.press.environment.values()), "feed", "feed", _short(parts))
        return output, self.press.why_not_kept(path, output)

    def judge(self, page: "Page") -> tuple[Output, str]:
        """Return what a page is made from, and why it has to be made; no reason where it has not."""
        name = page.template.name
        if self.press.reasons:
            return Output(b"", name, "", {}), self.press.reasons[0]
        reads = self._closure(page.template)
        if reads.volatile:
            return Output(b"", name, "", {}), f"it is made each time: {reads.volatile}"
        try:
            shared = self.share(page)
            values, parts = self._values[shared], dict[str, Digest]()
            for each, use in reads.names.items():
                if each in page.values:
                    parts.update(values.of(each, page.values[each], use))
        except Volatile as error:
            return Output(b"", name, "", {}), f"it is made each time: it reads {error}"
        output = Output(key(parts, *self._shared[shared].values()), name, shared, _short(parts))
        return output, self.press.why_not_kept(page.path, output)

    def share(self, page: "Page") -> str:
        """Return under which name all is found that a page has in common with others; raises `Volatile`.

        Asked before any of them is made, what they have in common is read once.
        """
        siteurl = page.siteurl
        shared = f"{page.template.name} {siteurl}"
        if shared not in self._shared:
            reads = self._closure(page.template)
            values = self._values[shared] = Values(reads, siteurl, self._known)
            parts: dict[str, Digest] = {"templates": reads.digest, **self.press.environment}
            for each, use in reads.names.items():
                value = self.press.context.get(each, _MISSING)
                if value is not _MISSING and each not in _OF_THE_PAGE:
                    parts.update(values.of(each, value, use))
            self._share(shared, parts)
        return shared

    def _closure(self, template: Any) -> Closure:
        found = self._closures.get((id(template.environment), template.name))
        if found is None:
            found = closure(template.environment, template.name)
            self._closures[id(template.environment), template.name] = found
        return found

    def _share(self, name: str, parts: Mapping[str, Digest]) -> None:
        self._shared[name] = parts
        self.press.shared.setdefault(name, _short(parts))

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


@dataclass(frozen=True)
class Page:
    """A page that is to be what its template says of a context and its own values."""

    writer: PressWriter
    path: str
    file: Path
    template: Any
    context: Any
    values: Mapping[str, Any]

    @property
    def siteurl(self) -> str:
        """The address that links in contents are made with."""
        return self.values["localsiteurl"] or self.context.get("localsiteurl") or ""

    def do(self) -> list[Made]:
        """Make the page if it is not what it should be; see `Job`."""
        output, reason = self.writer.judge(self)
        if not reason:
            return [Made(self.path, output, "")]
        self.writer.press.announce(self.path)
        began = time.perf_counter()
        if self.values["localsiteurl"]:
            self.context["localsiteurl"] = self.values["localsiteurl"]
        text = self.template.render({**self.context, **self.values})
        write(self.file, text.encode())
        return [Made(self.path, output, reason, time.perf_counter() - began)]


class _Gate:
    """Stands where Pelican expects a template: says what the page says, or that it stays or comes later."""

    def __init__(self, writer: PressWriter, template: Any, context: Any, own: frozenset[str]) -> None:
        self._writer = writer
        self._template = template
        self._context = context
        self._own = own

    def render(self, local: Any) -> str:
        writer, press, path = self._writer, self._writer.press, os.path.normpath(local["output_file"])
        file = os.path.join(writer.output_path, path)  # noqa: PTH118 - as Pelican makes it
        own = {name: local[name] for name in self._own if name in local}
        page = Page(writer, path, Path(file), self._template, self._context, own)
        twice = file in writer._written_files  # noqa: SLF001 - the writer's own helper
        if not twice and press.pages.take(page):
            with contextlib.suppress(Volatile):  # told when it is judged
                writer.share(page)
            return Apart()
        if twice:
            press.flush()  # whose page it is in the end is Pelican's to say
        output, reason = writer.judge(page)
        if not reason and not twice:
            press.take_down(Made(path, output, ""))
            return Apart()
        press.announce(path)
        began = time.perf_counter()
        text: str = self._template.render(local)
        press.take_down(Made(path, output, reason or "it is written twice", time.perf_counter() - began))
        return text


class _Page(io.StringIO):
    """Takes what is written to a file; the file is written when all of it is there."""

    def __init__(self, path: Path, encoding: str) -> None:
        super().__init__()
        self._path = path
        self._encoding = encoding
        self._comes = True

    def write(self, text: str) -> int:
        self._comes &= not isinstance(text, Apart)
        return super().write(text)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None and self._comes and self._path != _NOWHERE:
            write(self._path, self.getvalue().encode(self._encoding))


def _short(parts: Any) -> dict[str, bytes]:
    return {name: value[:_PART] for name, value in parts.items()}
