"""Why Pelican could not take a file. It logs a line and goes on; here a post never vanishes quietly."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican.contents import Article, Page
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.utils import get_date

from partwork import where
from partwork.errors import ContentError, Place, Problem, one_of
from partwork.glue import headers, places, sources


def failed_sources(generator: Generator) -> list[str]:
    """Return the files that Pelican tried to read and gave up."""
    return sorted(path for path, content in generator.context["generated_content"].items() if content is None)


def failed_slugs(generator: Generator, sources: Iterable[str]) -> frozenset[str]:
    """Return what files that Pelican gave up would be called: what refers to them is not at fault."""
    paths = [Path(generator.path, source) for source in sources]
    return frozenset(where.header_value(path, "slug") or path.stem for path in paths)


def diagnose(generator: Generator, source: str) -> list[Problem]:
    """Return what is wrong with a file that Pelican gave up."""
    path = Path(generator.path, source)
    if path.is_symlink() and not path.exists():
        return []  # told where the files were found
    raw, unreadable = sources.read(Path(generator.path), source)
    if unreadable:
        return [*unreadable]
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [where.not_utf8(source, raw, error)]
    pages = generator.settings["PAGE_PATHS"]
    kind = Page if any(source == folder or source.startswith(f"{folder}/") for folder in pages) else Article
    try:
        content = generator.readers.read_file(
            base_path=generator.path,
            path=source,
            content_class=kind,
            context=generator.context,
            context_signal=signals.article_generator_context,
            context_sender=generator,
        )
    except ContentError as error:
        return headers.placed(error, path, source)
    except Exception as error:  # noqa: BLE001 - a reader may raise anything; the author gets its words
        return [_unreadable(path, source, error)]
    return _invalid(path, source, content)


def _unreadable(path: Path, source: str, error: Exception) -> Problem:
    for key in ("date", "modified"):
        line, written = where.header_line(path, key), where.header_value(path, key)
        if line and not _is_read(written.replace("_", " ") if key == "date" else written):
            return Problem("The date cannot be read.", Place(source, line), written, headers.DATE_MEND)
    message = str(error) or type(error).__name__
    return Problem("The file cannot be read.", Place(source), message, "Correct the file.")


def _is_read(date: str) -> bool:
    try:
        get_date(date)
    except (ValueError, OverflowError):
        return False
    return True


def _invalid(path: Path, source: str, content: Any) -> list[Problem]:
    problems = []
    examples = {"title": "Title: The Résumé", "date": "Date: 2026-03-02 09:30"}
    for name in content.mandatory_properties:
        if not hasattr(content, name):
            mend = f'Write a line like "{examples[name]}" at the top of the file.'
            problems.append(Problem(f"The file has no {name}.", Place(source, 1), "", mend))
    if content.status not in content.allowed_statuses:
        problems.append(
            Problem(
                "Unknown status.",
                Place(source, where.header_line(path, "status")),
                content.status,
                f"Write {one_of(content.allowed_statuses)}.",
            )
        )
    return problems or [*filter(None, [places.fault_of(content)])]
