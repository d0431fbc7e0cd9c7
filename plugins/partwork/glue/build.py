"""One build: what it was told, what time it is, which manifests there are. Made anew for each."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pelican.utils import slugify as pelican_slugify

from partwork import settings as partwork_settings
from partwork import where
from partwork.errors import ContentError, PartworkError, Problem
from partwork.glue import sources
from partwork.glue.manifests import is_manifest
from partwork.glue.manifests import read as read_manifests
from partwork.glue.site import faults as faults_of_site
from partwork.glue.site import read as read_site
from partwork.model import Manifest, Site
from partwork.settings import Settings
from partwork.share import SERVICES

_KEY = "PARTWORK_BUILD"
#: Set once for each Pelican: whether the site's own ``WITH_FUTURE_DATES`` holds posts back.
HOLD_FUTURE = "PARTWORK_HOLD_FUTURE"


@dataclass(frozen=True, slots=True)
class Build:
    """What one build works from. `now` is the one time of it.

    `files` are all there are, by their paths below the content folder; `listed` are the slugs of all
    listed parts. `ledger` stands beside the settings file; beside the content, where Pelican was given no
    such file.
    """

    settings: Settings
    site: Site
    now: datetime
    content: Path
    ledger: Path
    files: tuple[str, ...]
    manifests: tuple[Manifest, ...]
    listed: frozenset[str]
    slugify: Callable[[str], str]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def begin(pelican_settings: dict[str, Any]) -> Build:
    """Read what the build works from and put it where :func:`current` finds it."""
    raw = pelican_settings.get("PARTWORK", {})
    settings, found = partwork_settings.read(raw, tuple(SERVICES))
    problems = [where.in_settings_file(problem, "PARTWORK", raw) for problem in found]
    now = clock(os.environ)
    site = read_site(pelican_settings, now)
    wrong, warnings = faults_of_site(pelican_settings, settings, site)
    problems += wrong
    slugify = slugifier(pelican_settings)
    content = Path(pelican_settings["PATH"])
    found_sources = sources.find(pelican_settings, settings.manifests)
    problems += found_sources.problems
    if found_sources.endless:  # Pelican would read the same files again and again
        raise ContentError([*problems, *found_sources.endless])
    in_folder = [source for source in found_sources.files if is_manifest(source, settings.manifests)]
    manifests, wrong = read_manifests(content, in_folder, site.lang, slugify)
    problems += wrong
    listed = {item.text for one in manifests for item in one.listed or () if not item.planned}
    build = Build(
        settings,
        site,
        now,
        content,
        (where.settings_folder(raw) or content.parent) / settings.ledger,
        found_sources.files,
        tuple(manifests),
        frozenset(listed),
        slugify,
        tuple(problems),
        tuple(warnings),
    )
    pelican_settings[_KEY] = build
    return build


def current(pelican_settings: Mapping[str, Any]) -> Build | None:
    """Return the build that is going on with these settings, if one is."""
    build: Build | None = pelican_settings.get(_KEY)
    return build


def clock(environ: Mapping[str, str]) -> datetime:
    """Return the one "now" of a build: ``SOURCE_DATE_EPOCH`` (reproducible-builds.org) or the time it is."""
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise PartworkError(
            f"SOURCE_DATE_EPOCH: this is not a time.\n    value: {epoch}\n"
            "    mend:  Give the seconds since 1970, or take it out of the environment."
        ) from None


def manifests_folder(settings: Mapping[str, Any]) -> str:
    """Return the folder of manifests below the content, whatever else is wrong with the settings."""
    found, _ = partwork_settings.read(settings.get("PARTWORK", {}), tuple(SERVICES))
    return found.manifests


def slugifier(settings: Mapping[str, Any]) -> Callable[[str], str]:
    """Return the site's own way to make a slug; one that Pelican's cache can store, as all settings."""
    return partial(
        pelican_slugify,
        regex_subs=settings["SLUG_REGEX_SUBSTITUTIONS"] or (),
        preserve_case=settings["SLUGIFY_PRESERVE_CASE"],
        use_unicode=settings["SLUGIFY_USE_UNICODE"],
    )
