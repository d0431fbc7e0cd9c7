"""What can only be checked when the whole site is read."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from pelican.generators import Generator

from partwork import where
from partwork.errors import Place, Problem
from partwork.glue.build import Build
from partwork.glue.gists import Gist
from partwork.glue.manifests import is_manifest
from partwork.paths import fault_of_path


def missing_covers(build: Build) -> list[Problem]:
    """Return the covers that are not there."""
    return [
        Problem(
            "The cover does not exist.",
            Place(manifest.source, manifest.cover_line),
            manifest.cover,
            "Write the path of a picture below the content folder.",
        )
        for manifest in build.manifests
        if (cover := manifest.cover) and (fault_of_path(cover) or not _is_file(build.content / cover))
    ]


def _is_below(content: Path, path: str) -> bool:
    return not fault_of_path(path) and (content / path).is_file()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False


def missing_files(generator: Generator, contents: Sequence[Any]) -> list[Problem]:
    """Return the links to files that are not there; Pelican leaves them out and says nothing of the page."""
    missing = {
        link
        for link in generator.context["static_links"]
        if not any(_is_file(Path(generator.path, path)) for path in (link, unquote(link)))
    }
    return [
        Problem(
            "A linked file does not exist.",
            Place(
                content.get_relative_source_path(),
                where.line_with(Path(content.source_path), PurePosixPath(link).name),
            ),
            link,
            "Correct the link, or add the file.",
        )
        for content in (contents if missing else ())
        for link in missing & content.get_static_links()
    ]


def false_endpoints(pages: Mapping[str, Any], gists: Mapping[str, Gist]) -> list[Problem]:
    """Return the texts in which others would find an endpoint that is not the site's."""
    return [
        Problem(
            "The text holds what others take for an endpoint of this page.",
            Place(source, where.line_with(Path(pages[source].source_path), found.splitlines()[0])),
            found,
            "In an example, write &lt; for <; otherwise take it out.",
        )
        for source in sorted(pages)
        if (found := gists[source].endpoint)
    ]


def strays(build: Build, extensions: Iterable[str]) -> list[Problem]:
    """Return the texts in the folder of manifests that Pelican would have read as posts, and now does not."""
    folder = build.settings.manifests
    readable = tuple(f".{extension}" for extension in extensions)
    return [
        Problem(
            "This file lies in the folder of manifests, and is none: it would be read as nothing.",
            Place(source),
            "",
            'Move it out, or name another folder in PARTWORK["manifests"].',
        )
        for source in build.files
        if source.startswith(f"{folder}/") and source.endswith(readable) and not is_manifest(source, folder)
    ]


def unread(build: Build, extensions: Iterable[str]) -> list[Problem]:
    """Return the texts whose ending differs in case from those that are read."""
    texts = {f".{extension}" for extension in extensions} - {".static", ".html", ".htm"}
    read = tuple(texts)
    suffixes = [(file, PurePosixPath(file).suffix) for file in build.files if not file.endswith(read)]
    return [
        Problem("A file with this ending is not read.", Place(source), suffix, f'Write "{suffix.lower()}".')
        for source, suffix in suffixes
        if suffix not in texts and suffix.lower() in texts
    ]
