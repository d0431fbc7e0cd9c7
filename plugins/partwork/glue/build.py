"""One build: what it was told, what time it is, which manifests there are. Made anew for each."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pelican.utils import slugify as pelican_slugify

from partwork import settings as partwork_settings
from partwork.errors import ContentError, PartworkError, Problem
from partwork.glue import sources, where
from partwork.glue.manifests import is_manifest
from partwork.glue.manifests import read as read_manifests
from partwork.model import Manifest, Site
from partwork.paths import fault_of_address
from partwork.settings import Settings
from partwork.share import SERVICES
from partwork.text import is_language

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
    problems = [where.in_settings_file(problem, raw) for problem in found]
    warnings: list[Problem] = []
    site = _site(pelican_settings)
    _check_address(pelican_settings, settings, site, problems, warnings)
    if not is_language(site.lang):
        mend = 'Write the code of a language, as in DEFAULT_LANG = "en".'
        what = "This is not the code of a language."
        problems.append(Problem(what, where.setting("DEFAULT_LANG"), repr(site.lang), mend))
    problems += _output_in_content(pelican_settings)
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
        clock(os.environ),
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


def timezone(settings: Mapping[str, Any]) -> ZoneInfo:
    """Return the site's time zone."""
    name = settings.get("TIMEZONE", "UTC")
    found = zone(str(name))
    if found is None:
        raise PartworkError(
            f"{where.setting('TIMEZONE')}: there is no such time zone.\n    value: {name}\n"
            '    mend:  Write one of the IANA list, as in TIMEZONE = "Europe/London".'
        )
    return found


def zone(name: str) -> ZoneInfo | None:
    """Return the time zone of a name, if there is one."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return None


def _site(settings: Mapping[str, Any]) -> Site:
    url = str(settings.get("SITEURL") or "").rstrip("/")
    return Site(
        name=str(settings["SITENAME"]),
        url=url if _is_address(url) else "",
        lang=str(settings["DEFAULT_LANG"]).lower(),
        timezone=timezone(settings),
        subtitle=str(settings.get("SITESUBTITLE") or ""),
        author=str(settings.get("AUTHOR") or settings["SITENAME"]),
        home="index.html" if settings["RELATIVE_URLS"] else "",
    )


def _is_address(url: str) -> bool:
    """Return whether this is the address of a site on the web: no query, no password, a port there can be."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    surplus = parts.query or parts.fragment or parts.username
    return bool(parts.scheme in {"http", "https"} and parts.hostname) and not (
        surplus or fault_of_address(url)
    )


def _output_in_content(settings: Mapping[str, Any]) -> list[Problem]:
    """Report an output folder that the next build would read as posts."""
    output = Path(os.path.realpath(settings["OUTPUT_PATH"]))
    folders = [Path(settings["PATH"], root).resolve() for root in settings["ARTICLE_PATHS"]]
    if not any(output.is_relative_to(folder) for folder in folders):
        return []
    what = "The output folder lies in the content: the next build would read it as posts."
    mend = "Write another folder, beside the content, or name the folders of posts in ARTICLE_PATHS."
    return [Problem(what, where.setting("OUTPUT_PATH"), str(settings["OUTPUT_PATH"]), mend)]


def _check_address(
    pelican_settings: Mapping[str, Any],
    settings: Settings,
    site: Site,
    problems: list[Problem],
    warnings: list[Problem],
) -> None:
    """Report an address that cannot be shared: of a site that is published, it is an error."""
    value = repr(pelican_settings.get("SITEURL", ""))
    mend = 'Write the address readers will use, as in SITEURL = "https://essays.example".'
    place = where.setting("SITEURL")
    if not site.url:
        what = "SITEURL is not an absolute address"
        if ":" in value or "//" in value:  # it was meant for one
            problems.append(Problem("SITEURL is not the address of a site.", place, value, mend))
        elif settings.publishing:
            problems.append(
                Problem(f"{what}: feeds, share links and previews would lead nowhere.", place, value, mend)
            )
        elif settings.share:
            warnings.append(Problem(f"{what}: share links and previews are left out.", place, value, mend))
    elif settings.publishing and pelican_settings["RELATIVE_URLS"]:
        problems.append(
            Problem(
                "RELATIVE_URLS is for looking at a site at home; a published one has absolute addresses.",
                where.setting("RELATIVE_URLS"),
                "True",
                "Write RELATIVE_URLS = False in publishconf.py.",
            )
        )
