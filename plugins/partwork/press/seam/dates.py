"""Pelican's way to write a date, without taking the format apart anew for every post."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any

from pelican import utils
from pelican.utils import strftime

_PART = re.compile("%[-]?.")
_DIRECTIVE = re.compile("%-?[aAbBcdfGHIjmMpSUuVwWxXyYzZ]")
_BETWEEN = "\x1f"
"""Stands between two parts of a date, and in none."""


def quicken() -> None:
    """Have Pelican write dates the quick way; what it writes is the same, in every build."""
    utils.strftime = quick_strftime


def quick_strftime(date: Any, date_format: str) -> str:
    """Return what ``pelican.utils.strftime`` returns."""
    parts = _parts(date_format) if isinstance(date, datetime) else None
    if parts is None:
        usual: str = strftime(date, date_format)
        return usual
    template, directives, stripped = parts
    written = datetime.strftime(date, directives).split(_BETWEEN)
    for index in stripped:
        written[index] = written[index].lstrip("0") or "0"
    return template % tuple(written)


@lru_cache(maxsize=64)
def _parts(date_format: str) -> tuple[str, str, tuple[int, ...]] | None:
    """Return a format with a place for each directive, the directives, and which of them lose their zeros.

    None where there is more in it than directives that Pelican passes on to Python, and text.
    """
    found = _PART.findall(date_format)
    if not found or not all(map(_DIRECTIVE.fullmatch, found)) or date_format.count("%") > len(found):
        return None
    stripped = tuple(index for index, one in enumerate(found) if one[1] == "-")
    return _PART.sub("%s", date_format), _BETWEEN.join(f"%{one[-1]}" for one in found), stripped
