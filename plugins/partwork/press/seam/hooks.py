"""What the press does at each of Pelican's signals."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican.log import console
from pelican.plugins import signals

from partwork.press import files, settings
from partwork.press.explain import summary
from partwork.press.lock import Lock
from partwork.press.progress import Progress
from partwork.press.seam import (
    archives,
    attached,
    dates,
    folders,
    lists,
    reading,
    rendering,
    static,
    templates,
    translations,
)
from partwork.press.seam.build import Press, begin, current, last, record_path
from partwork.press.seam.environment import environment, told
from partwork.press.seam.foreign import foreign, safe
from partwork.press.seam.writing import PressWriter
from partwork.press.store import Store

_TOLD = "PRESS_TOLD"


def connect() -> None:
    """Connect everything; connecting a function twice connects it once."""
    signals.initialized.connect(watch_over)
    signals.get_generators.connect(start)
    signals.readers_init.connect(reading.take_over)
    signals.generator_init.connect(folders.quicken)
    signals.generator_init.connect(templates.quicken)
    signals.article_generator_init.connect(read_articles)
    signals.article_generator_init.connect(archives.quicken)
    signals.article_generator_init.connect(lists.quicken)
    signals.page_generator_init.connect(read_pages)
    signals.static_generator_init.connect(static.take_over)
    signals.article_generator_finalized.connect(read_all_articles)
    signals.page_generator_finalized.connect(read_all_pages)
    signals.all_generators_finalized.connect(read)
    signals.get_writer.connect(writer)
    signals.finalized.connect(finish)
    translations.quicken()
    dates.quicken()


def watch_over(pelican: Any) -> None:
    """Have each build of a Pelican let go of what it holds, also where it fails: ``pelican -r`` goes on."""
    run = pelican.run

    def watched() -> None:
        try:
            run()
        finally:
            if press := current(pelican.settings):
                press.pages.abandon()
                rendering.close(press)
                press.lock.release()

    if _is_on(pelican.settings):
        pelican.run = watched
        pelican.settings[_TOLD] = told(pelican.settings)


def start(pelican: Any) -> None:
    """Begin a build."""
    given = pelican.settings
    if not _is_on(given):
        return
    before = current(given)
    # Pelican's own cache would pickle this build, and the store does more.
    given["CACHE_CONTENT"] = given["LOAD_CONTENT_CACHE"] = False
    said = settings.read(given.get("PRESS", {}), Path.cwd(), given.get("PRESS_EXECUTOR"))
    output = Path(given["OUTPUT_PATH"])
    place = record_path(said.store, output)
    lock = Lock(place.with_suffix(".lock"), _tell_that_it_waits)
    press = Press(
        settings=said,
        output=output,
        removes=pelican.delete_outputdir or (before is not None and before.removes),
        retained=frozenset(given["OUTPUT_RETENTION"] or ()),
        lock=lock,
        store=Store(said.store / "fragments", time.time()),
        old=last(place),
        environment=environment(pelican),
        told=given[_TOLD],
        reasons=foreign(),
        progress=given.get("PRESS_PROGRESS") or Progress(),
        stays=bool(given.get("PRESS_STAYS")),
    )
    begin(pelican, press)
    pelican.delete_outputdir = False
    if press.removes and not _holds(output, Path(given["PATH"])):
        _remove_what_others_wrote(press)


def _remove_what_others_wrote(press: Press) -> None:
    """Do as Pelican does where it empties the output: what the press has written is left for it to judge."""
    if press.output.is_dir():
        files.remove_others(press.output, {Path(path) for path in press.old.outputs}, press.retained)
    else:
        press.output.unlink(missing_ok=True)


def _holds(output: Path, content: Path) -> bool:
    return content.resolve().is_relative_to(output.resolve())


def _tell_that_it_waits() -> None:
    console.print("Another build of this site is going on; waiting for its end.", soft_wrap=True)


def _is_on(given: Any) -> bool:
    """Return whether a site has the plugin; in one process there may be another that has."""
    return "partwork.press" in given["PLUGINS"]


def read_articles(generator: Any) -> None:
    """Begin to render the articles."""
    reading.read_ahead(generator, generator.settings["ARTICLE_PATHS"], generator.settings["ARTICLE_EXCLUDES"])


def read_all_articles(generator: Any) -> None:
    """Go on once the articles are read and filed."""
    if press := current(generator.settings):
        press.took("reading posts")


def read_pages(generator: Any) -> None:
    """Begin to render the pages."""
    reading.read_ahead(generator, generator.settings["PAGE_PATHS"], generator.settings["PAGE_EXCLUDES"])


def read_all_pages(generator: Any) -> None:
    """Have the workers go: plugins that look at all texts now may fork where no thread waits for workers."""
    if press := current(generator.settings):
        rendering.rest(press)


def read(generators: list[Any]) -> None:
    """Everything is read: what is in the context now is the same for all pages."""
    for generator in generators:
        static.take_over_sources(generator)
        if press := current(generator.settings):
            rendering.close(press)
            press.took("reading and linking all else")
            press.context = generator.context
            press.generators = generators
            for moment in _days_to_come(generator):
                press.holds_until(moment)


def _days_to_come(generator: Any) -> Iterable[datetime]:
    """Yield the dates of articles that Pelican holds back until then."""
    if generator.settings["WITH_FUTURE_DATES"]:
        return
    for article in [*getattr(generator, "drafts", ()), *getattr(generator, "drafts_translations", ())]:
        date = article.date if article.date.tzinfo else article.date.astimezone()
        if datetime.now(UTC) < date < datetime(9999, 1, 1, tzinfo=UTC):
            yield date


def writer(pelican: Any) -> type[PressWriter] | None:
    """Give Pelican the writer that writes what changed."""
    press = current(pelican.settings)
    if press is None:
        return None
    if not press.reasons and (reason := attached.settle(press.generators)):
        press.keeps_nothing(reason)
    return PressWriter


@safe
def finish(pelican: Any) -> None:
    """Write what still waits, and end the build."""
    press = current(pelican.settings)
    if press and not press.moved_by_another:
        press.flush()
        press.finish()
        if "PRESS_PROGRESS" in pelican.settings:
            return  # partwork's own command says what was done
        console.print(f"Press: {summary(press.verdicts, time.perf_counter() - press.began)}.", soft_wrap=True)
