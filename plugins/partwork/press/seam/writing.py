"""Pelican's writer, which asks of every page first whether it has to be made again."""

import io
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pelican.contents import Content
from pelican.paginator import Paginator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import FileOverwriteFailedError, Writer

from partwork.press.deferred import made
from partwork.press.digest import Digest
from partwork.press.files import write
from partwork.press.pages import Made
from partwork.press.record import Output
from partwork.press.seam.build import Press, current
from partwork.press.seam.judging import OF_THE_PAGE, Judge

_MISSING = object()
_NOWHERE = Path(os.devnull)
_TWICE = "it is written twice"


class Kept(str):
    """What a template says that is not rendered: the page stays as it is."""

    __slots__ = ()


class PressWriter(Writer):  # type: ignore[misc] # Pelican is untyped
    """Writes what changed."""

    def __init__(self, output_path: str, settings: Any) -> None:
        super().__init__(output_path, settings)
        press = current(settings)
        assert press is not None  # noqa: S101 - the press gave Pelican this writer
        self.press: Press = press
        self.judge = Judge(press)
        self._root = os.path.join(sanitised_join(output_path), "")  # noqa: PTH118 - with a slash at its end

    def write_file(  # noqa: PLR0917 - Pelican's own signature
        self,
        name: Any,
        template: Any,
        context: Any,
        relative_urls: bool = False,  # noqa: FBT001, FBT002 - Pelican's own signature
        paginated: Any = None,
        template_name: Any = None,
        override_output: bool = False,  # noqa: FBT001, FBT002 - Pelican's own signature
        url: Any = None,
        **kwargs: Any,
    ) -> None:
        """Render a template and write the file, or each page of it: those that need it.

        They may be made with others, where nobody waits to see each of them made in its turn.
        """
        if not name:
            return
        if signals.content_written.receivers:
            gate, given = _Gate(self, template, context), made(kwargs)
            super().write_file(
                name, gate, context, relative_urls, paginated, template_name, override_output, url, **given
            )
            return
        for place, own in self._pages(name, paginated, template_name, url, kwargs):
            local: dict[str, Any] = {"localsiteurl": context.get("localsiteurl"), "output_file": place}
            if relative_urls:
                local["SITEURL"] = local["localsiteurl"] = path_to_url(get_relative_path(place))
            self._write_page(template, context, {**local, **own}, override_output)

    def _pages(
        self, name: Any, paginated: Any, template_name: Any, url: Any, kwargs: Mapping[str, Any]
    ) -> Iterator[tuple[Any, Mapping[str, Any]]]:
        """Yield where the pages of a file go, and what is given to each, as ``Writer.write_file`` does."""
        if paginated is None:
            paginated = {key: value for key, value in kwargs.items() if key in {"articles", "dates"}}
        sizes = self.settings["PAGINATED_TEMPLATES"]
        if not paginated or template_name not in sizes:
            yield name, kwargs
            return
        size = sizes[template_name] or self.settings["DEFAULT_PAGINATION"]
        paginators = {
            key: Paginator(name, url, value, self.settings, size) for key, value in paginated.items()
        }
        for number in range(1, next(iter(paginators.values())).num_pages + 1):
            own = dict(kwargs)
            for key, paginator in paginators.items():
                page = paginator.page(number)
                # Each has neighbours of its own, as with Pelican: a template may take posts out of its list.
                own |= {
                    f"{key}_paginator": paginator,
                    f"{key}_page": page,
                    f"{key}_previous_page": paginator.page(number - 1) if number > 1 else None,
                    f"{key}_next_page": paginator.page(number + 1) if page.has_next() else None,
                }
            yield page.save_as, own

    def _write_page(self, template: Any, context: Any, values: Mapping[str, Any], override: Any) -> None:
        if values["localsiteurl"]:
            context["localsiteurl"] = values["localsiteurl"]  # for pages without, as Pelican has it
        path = os.path.normpath(values["output_file"])
        file = self._place(path)
        again = file in self._written_files
        if not self._claims(file, override):
            return
        if again:
            self.press.flush()
        siteurl = values["localsiteurl"] or context.get("localsiteurl") or ""
        coarse = self.judge.coarse(template, siteurl, values)
        stays = not again and self.press.stays_as_it_is(path, coarse)
        if stays and not self.press.stays:
            return
        page = Page(self.judge, path, file, template, context, values, siteurl, again, coarse)
        if self.press.stays:
            self.press.pages_by_path[path] = page
        if stays:
            return
        if not any(isinstance(value, Content) for value in values.values()):
            page = page.judged()  # what it shows of posts other lists show as well: it is looked at once
        self.press.pages.take(page)

    def _place(self, path: str) -> str:
        """Return the absolute path of an output; raises RuntimeError for one that lies elsewhere."""
        if os.sep == "/" and not path.startswith(("/", os.pardir)):
            return f"{self._root}{path}"  # as below, for ten thousand pages
        file: str = sanitised_join(self.output_path, path)
        return file

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
        output, reason = self.judge.feed(path, elements, context, str(url), feed_type, str(feed_title))
        if not reason and not override_output and file not in self._written_files:
            self._written_files.add(file)
            self.press.take_down(Made(path, output, ""))
            return None
        if file in self._written_files:
            self.press.flush()
        self.press.announce(path)
        began = time.perf_counter()
        written = feed()
        self.press.take_down(Made(path, output, reason or _TWICE, time.perf_counter() - began))
        return written

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:  # noqa: FBT001, FBT002 - Pelican's
        """Give what takes a page and writes it in one step."""
        return _File(Path(filename) if self._claims(filename, override) else _NOWHERE, encoding)

    def _claims(self, file: str, override: Any) -> bool:
        """Return whether a page may be written, and take that down; ``Writer._open_w`` has the rules."""
        if file in self._overridden_files:
            if override:
                raise FileOverwriteFailedError(
                    f'Failed to overwrite "{file}" a second time (was previously overwritten)'
                )
            return False
        if file in self._written_files and not override:
            raise FileOverwriteFailedError(
                f'Failed to overwrite "{file}" as Pelican has already '
                "written to it previously (set `override=True` if intended)"
            )
        if override:
            self._overridden_files.add(file)
        self._written_files.add(file)
        return True


@dataclass(frozen=True)
class Page:
    """A page that is to be what its template says of a context and of its own values.

    `siteurl` is the address that links in contents are made with, `coarse` what `Judge.coarse` returns.
    `again` is one that takes the place of another. What it is made from, and why, may be known already.
    """

    judge: Judge
    path: str
    file: str
    template: Any
    context: Any
    values: Mapping[str, Any]
    siteurl: str
    again: bool
    coarse: Digest
    verdict: tuple[Output, str] | None = None

    def judged(self) -> "Page":
        """Return the page with what it is made from, and why."""
        return replace(self, verdict=self._judge())

    def prepare(self) -> None:
        """Have all compiled that the template is made of; see `Job`."""
        self.judge.compile(self.template)

    def do(self) -> list[Made]:
        """Make the page if it is not what it should be; see `Job`."""
        output, reason = self.verdict or self._judge()
        if not reason:
            return [Made(self.path, output, "")]
        self.judge.press.announce(self.path)
        began = time.perf_counter()
        write(self.file, self.render().encode())
        return [Made(self.path, output, reason, time.perf_counter() - began)]

    def render(self) -> str:
        """Return what the page says."""
        if self.values["localsiteurl"]:
            self.context["localsiteurl"] = self.values["localsiteurl"]
        text: str = self.template.render({**self.context, **made(self.values)})
        return text

    def _judge(self) -> tuple[Output, str]:
        output, reason = self.judge.page(
            self.path, self.template, self.siteurl, made(self.values), self.coarse
        )
        return output, _TWICE if self.again else reason


class _Gate:
    """Stands where Pelican expects a template whose pages are made in their turn; renders what needs it."""

    def __init__(self, writer: PressWriter, template: Any, context: Any) -> None:
        self._writer = writer
        self._template = template
        self._context = context

    def render(self, local: Any) -> str:
        writer, press, path = self._writer, self._writer.press, os.path.normpath(local["output_file"])
        file = os.path.join(writer.output_path, path)  # noqa: PTH118 - as Pelican makes it
        siteurl = local["localsiteurl"] or self._context.get("localsiteurl") or ""
        output, reason = writer.judge.page(path, self._template, siteurl, _own(local, press.context))
        if file in writer._written_files:  # noqa: SLF001 - the writer's own helper
            press.flush()  # whose page it is in the end is Pelican's to say
            reason = _TWICE
        if not reason:
            press.take_down(Made(path, output, ""))
            return Kept()
        press.announce(path)
        began = time.perf_counter()
        text: str = self._template.render(local)
        press.take_down(Made(path, output, reason, time.perf_counter() - began))
        return text


def _own(local: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a page's values differs from those of all pages."""
    return {
        name: value
        for name, value in local.items()
        if name in OF_THE_PAGE or value is not context.get(name, _MISSING)
    }


class _File(io.StringIO):
    """Takes what is written to a file; the file is written when all of it is there."""

    def __init__(self, path: Path, encoding: str) -> None:
        super().__init__()
        self._path = path
        self._encoding = encoding
        self._comes = True

    def write(self, text: str) -> int:
        self._comes &= not isinstance(text, Kept)
        return super().write(text)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None and self._comes and self._path != _NOWHERE:
            write(self._path, self.getvalue().encode(self._encoding))
