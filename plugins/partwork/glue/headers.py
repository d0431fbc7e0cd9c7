"""The header of a post or page, looked at before Pelican makes anything of it.

Pelican takes every key of a header for an attribute of its object. Some would take the place of what the
object does; others are taken for what they are not: two lines of title are a list, a language is any text.
"""

import re
import warnings
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import dateutil.parser
from pelican.contents import Article, Page
from pelican.generators import Generator, PelicanTemplateNotFound

from partwork import text, where
from partwork.errors import ContentError, Place, Problem
from partwork.glue import site
from partwork.model import is_in_calendar

DATES = ("date", "modified")
DATE_MEND = 'Write it as in "Date: 2026-03-02 09:30".'

_MEANT = {"save_as", "url", "status", "summary", "filename"}
_PELICANS = {"settings", *dir(Article), *dir(Page)} - _MEANT
_WHOLE_DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[ _T]+\d\d?:\d\d(?::\d\d)?)?")
_TWO_DAYS = (datetime(2001, 2, 3), datetime(2004, 5, 6))  # noqa: DTZ001 - no instants, but what fills the gaps
_SINGLE = ("title", "lang", "template", "timezone", "translation", "date_format")


def check(generator: Generator, metadata: dict[str, Any]) -> None:
    """Raise ContentError with all that is wrong with a header (on ``article_generator_context``, and pages').

    The file is not known here: the problems have a key for a place, and :func:`placed` finds it.
    """
    if "status" in metadata:
        metadata["status"] = metadata["status"].lower()
    if metadata.get("status") == "skip":
        return
    problems = [
        _fault(key, f'Pelican keeps the key "{key}" for itself.', "Give it another name.")
        for key in _reserved(tuple(metadata))
    ]
    for key in _SINGLE:
        value = metadata.get(key)
        if isinstance(value, list):
            problems.append(_fault(key, f"There is more than one {key}.", "Write it in one line."))
        elif value is not None and (fault := _fault_of(key, str(value), generator)):
            problems.append(fault)
    problems += [
        _fault(key, "The date is out of range.", DATE_MEND)
        for key in DATES
        if key in metadata and not _is_date(metadata[key])
    ]
    if problems:
        raise ContentError(problems)


@lru_cache(maxsize=256)
def _reserved(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the keys of a header that are not for authors; most posts have the same keys."""
    return tuple(key for key in keys if key in _PELICANS or key.startswith("_"))


def _fault_of(key: str, value: str, generator: Generator) -> Problem | None:
    match key:
        case "title" if not text.plain(value):
            return _fault(key, "The file has no title.", 'Write a line like "Title: The Résumé".')
        case "lang" if not text.is_language(value):
            return _fault(key, "This is not the code of a language.", 'Write it as in "Lang: de".')
        case "template" if not _has_template(generator, value):
            mend = "Write the name of a template of the theme, without its ending, or take the line out."
            return _fault(key, "The template does not exist.", mend)
        case "timezone" if site.zone(value) is None:
            return _fault(key, "There is no such time zone.", 'Write it as in "Timezone: Europe/London".')
        case _:
            return None


def _fault(key: str, what: str, mend: str) -> Problem:
    return Problem(what, Place("", path=key), "", mend)


def _has_template(generator: Generator, name: str) -> bool:
    try:
        generator.get_template(name)
    except PelicanTemplateNotFound:
        return False
    return True


def _is_date(date: Any) -> bool:
    try:
        date.utcoffset()
    except ValueError:  # an offset of days
        return False
    return is_in_calendar(date)


def doubt(date: str) -> str:
    """Return what Pelican makes up or leaves out when it reads a date; an empty string for nothing."""
    if _WHOLE_DATE.fullmatch(date):
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            readings = {dateutil.parser.parse(date.replace("_", " "), default=today) for today in _TWO_DAYS}
    except dateutil.parser.UnknownTimezoneWarning:
        return "The time zone in the date is not known, and would be left out."
    except (ValueError, OverflowError):
        return ""  # it was not read as it stands here
    vague = "The date is not whole: what it leaves out would be that of the day of the build."
    return vague if len(readings) > 1 else ""


def placed(error: ContentError, path: Path, source: str) -> list[Problem]:
    """Return the problems of :func:`check` with the line of the file `path`, and the value there."""
    return [
        replace(
            problem,
            where=Place(source, where.header_line(path, problem.where.path)),
            value=where.header_value(path, problem.where.path),
        )
        for problem in error.problems
    ]
