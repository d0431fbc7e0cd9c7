"""How long an answer may be used again, as its headers say (RFC 9111). Where they say nothing: not at all."""

import re
from email.utils import parsedate_to_datetime

from partwork.mentions.http import Answer

_DIRECTIVE = re.compile(r'([a-z-]+)(?:="?([0-9]{1,9})"?)?')
_SECONDS = re.compile(r"[0-9]{1,9}")


def freshness(answer: Answer) -> float:
    """Return for how many seconds an answer is fresh.

    Redirects are answers of their own, about which nothing is known here.
    """
    if answer.redirects or "*" in answer.headers.first("Vary"):
        return 0.0
    directives = dict(_DIRECTIVE.findall(", ".join(answer.headers.all("Cache-Control")).lower()))
    if "no-store" in directives or "no-cache" in directives:
        return 0.0
    if "max-age" in directives:
        age = _SECONDS.match(answer.headers.first("Age"))
        return max(float(directives["max-age"] or 0) - (float(age[0]) if age else 0), 0.0)
    try:
        expires = parsedate_to_datetime(answer.headers.first("Expires"))
        return max((expires - parsedate_to_datetime(answer.headers.first("Date"))).total_seconds(), 0.0)
    except (ValueError, TypeError):  # no dates, or one with and one without a zone
        return 0.0
