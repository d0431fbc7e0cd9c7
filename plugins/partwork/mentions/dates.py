"""When something was said, as strangers write it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

_FIRST_YEAR = 1970
_SKEW = timedelta(days=1)  # clocks are wrong, and a date without an offset may be of any


def believed(written: Iterable[str | None], received: datetime) -> datetime | None:
    """Return the first date that can be: what is none, or was still to come, is as if it were not there."""
    found = (date for date in _read(written) if date.year >= _FIRST_YEAR and date <= received + _SKEW)
    return next(found, None)


def _read(written: Iterable[str | None]) -> Iterator[datetime]:
    for one in written:
        try:
            found = datetime.fromisoformat((one or "").strip())
        except ValueError:
            continue
        yield found if found.tzinfo else found.replace(tzinfo=UTC)
