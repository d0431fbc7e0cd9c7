"""The manifests of a site, read and checked."""

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from partwork import where
from partwork.errors import Place, Problem
from partwork.glue import sources
from partwork.model import Manifest
from partwork.series import manifest


def is_manifest(source: str, folder: str) -> bool:
    """Return whether a file is a manifest, of those in `folder`."""
    above, _, name = source.rpartition("/")
    return name.endswith(".md") and name != ".md" and above == folder


def read(
    content: Path, files: Iterable[str], lang: str, slugify: Callable[[str], str]
) -> tuple[list[Manifest], list[Problem]]:
    """Return the manifests in the files, and what is wrong with them; `lang` is the site's."""
    manifests: list[Manifest] = []
    problems: list[Problem] = []
    for source in files:
        raw, unreadable = sources.read(content, source)
        problems += unreadable
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.append(where.not_utf8(source, raw, error))
            continue
        if unreadable:
            continue
        one, wrong = manifest.parse(source, text, lang)
        problems += wrong
        if one and (slug := slugify(one.slug)):
            manifests.append(replace(one, slug=slug))
        elif one:
            problems.append(
                Problem(
                    "No address can be made of the name of this series.",
                    Place(source),
                    one.slug,
                    'Write a line "Slug: ..." with letters or digits.',
                )
            )
    return manifests, problems
