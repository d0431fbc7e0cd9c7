"""What Pelican's settings say of the site, and what is wrong with them."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pelican.utils import strftime

from partwork import where
from partwork.errors import PartworkError, Problem
from partwork.model import Site
from partwork.paths import fault_of_address
from partwork.settings import Settings
from partwork.text import is_language


def read(settings: Mapping[str, Any], now: datetime) -> Site:
    """Return what every page shares; raise PartworkError where no date can be written."""
    _check_date_format(settings, now)
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


def faults(
    pelican_settings: Mapping[str, Any], settings: Settings, site: Site
) -> tuple[list[Problem], list[Problem]]:
    """Return what is wrong with Pelican's settings of a site, and what is odd."""
    problems, warnings = _address(pelican_settings, settings, site)
    if not is_language(site.lang):
        mend = 'Write the code of a language, as in DEFAULT_LANG = "en".'
        what = "This is not the code of a language."
        problems.append(Problem(what, where.setting("DEFAULT_LANG"), repr(site.lang), mend))
    return [*problems, *_output_in_content(pelican_settings)], warnings


def date_format(settings: Mapping[str, Any]) -> str:
    """Return how dates are written, without the locale that may be given along with it."""
    given = settings["DEFAULT_DATE_FORMAT"]
    form: str = given[1] if isinstance(given, tuple) else given
    return form


def timezone(settings: Mapping[str, Any]) -> ZoneInfo:
    """Return the site's time zone; raise PartworkError where there is no such."""
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


def _check_date_format(settings: Mapping[str, Any], now: datetime) -> None:
    """Raise PartworkError where no date can be written: each post would be blamed for it."""
    try:
        strftime(now, date_format(settings))
    except (TypeError, ValueError, IndexError) as error:
        raise PartworkError(
            f"{where.setting('DEFAULT_DATE_FORMAT')}: no date can be written so ({error}).\n"
            f"    value: {settings['DEFAULT_DATE_FORMAT']!r}\n"
            '    mend:  Write it as in DEFAULT_DATE_FORMAT = "%d %B %Y".'
        ) from None


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


def _address(
    pelican_settings: Mapping[str, Any], settings: Settings, site: Site
) -> tuple[list[Problem], list[Problem]]:
    """Report an address that cannot be shared: of a site that is published, it is an error."""
    value = repr(pelican_settings.get("SITEURL", ""))
    mend = 'Write the address readers will use, as in SITEURL = "https://essays.example".'
    place = where.setting("SITEURL")
    if not site.url:
        what = "SITEURL is not an absolute address"
        if ":" in value or "//" in value:  # it was meant for one
            return [Problem("SITEURL is not the address of a site.", place, value, mend)], []
        if settings.publishing:
            what = f"{what}: feeds, share links and previews would lead nowhere."
            return [Problem(what, place, value, mend)], []
        if settings.share:
            return [], [Problem(f"{what}: share links and previews are left out.", place, value, mend)]
    elif settings.publishing and pelican_settings["RELATIVE_URLS"]:
        what = "RELATIVE_URLS is for looking at a site at home; a published one has absolute addresses."
        mend = "Write RELATIVE_URLS = False in publishconf.py."
        return [Problem(what, where.setting("RELATIVE_URLS"), "True", mend)], []
    return [], []
