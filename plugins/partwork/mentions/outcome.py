"""What became of one mention that was sent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Literal

from partwork.mentions.http import Answer, FetchError
from partwork.text import safe, shortened

Protocol = Literal["webmention", "pingback"]

_WORDS = 200
_A_WEEK = 7 * 24 * 3600.0


class Result(StrEnum):
    """Whether it is to be sent again."""

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an endpoint answered.

    `status` is 0 where there was no answer; `fault` is pingback's. `location` says where the receiver tells
    what became of it. `retry_after` is what it asked for, in seconds. `once` marks a failure after which one
    more try is enough. `words` are for people.
    """

    result: Result
    protocol: Protocol
    status: int = 0
    fault: int | None = None
    location: str = ""
    retry_after: float | None = None
    once: bool = False
    words: str = ""


def unanswered(error: FetchError, protocol: Protocol) -> Outcome:
    """Return the outcome of a request that got no answer."""
    result = Result.REFUSED if error.permanent else Result.RETRY
    return Outcome(result, protocol, words=on_one_line(error.why))


def later(status: int) -> bool:
    """Tell whether what failed with `status` may be answered otherwise at another time.

    301 and 302 carry no POST to where an endpoint has moved, but then a page may announce the new place.
    """
    return status >= 500 or status in (301, 302, 408, 425, 429)


def retry_after(answer: Answer, now: datetime) -> float | None:
    """Return in how many seconds a server asks to be asked again, a week at most."""
    value = answer.headers.first("Retry-After").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _A_WEEK)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max((when - now).total_seconds(), 0.0), _A_WEEK)


def on_one_line(text: str) -> str:
    """Return a stranger's words on one short line."""
    return shortened(" ".join(safe(text).split()), _WORDS)
