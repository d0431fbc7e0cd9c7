"""What can only be checked when the whole site is read."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from partwork.errors import Place, Problem
from partwork.glue.addresses import Addresses
from partwork.glue.build import Build
from partwork.glue.manifests import is_manifest
from partwork.model import Series


def without_consequences(problems: Iterable[Problem], failed: Iterable[str]) -> list[Problem]:
    """Leave out listed parts that "do not exist" because their files, already told of, are broken."""
    broken = {PurePosixPath(source).stem for source in failed}
    return [
        problem
        for problem in problems
        if not (problem.what.startswith("A listed part") and problem.value in broken)
    ]


def collisions(pages: Mapping[str, Any], series: Sequence[Series], addresses: Addresses) -> list[Problem]:
    """Return pages that would overwrite each other; Pelican would keep one, or stop half-way."""
    files = [(page.save_as, source) for source, page in sorted(pages.items())]
    files += [
        (addresses.series_save_as(one), one.manifest.source if one.manifest else f"the series {one.slug}")
        for one in series
    ]
    written: dict[str, str] = {}
    problems = []
    for save_as, source in files:
        other = written.setdefault(save_as, source)
        if other is not source and save_as:
            problems.append(
                Problem(
                    f"Two pages would be written to one file; the other is {other}.",
                    Place(source),
                    save_as,
                    'Give one of them another "Slug".',
                )
            )
    return problems


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
        if manifest.cover and not (build.content / manifest.cover).is_file()
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
