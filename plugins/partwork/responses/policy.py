"""Whether a post takes comments and pings."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from partwork.model import Open


@dataclass(frozen=True, slots=True)
class Policy:
    """The site's rule. `after_days` closes a post by age; 0 is never."""

    comments: Open
    pings: Open
    after_days: int
    timezone: ZoneInfo
    now: datetime

    def comments_open(self, published: datetime, own: Open | None) -> bool:
        """Return whether a post takes comments; `own` is what its responses file says."""
        return self._open(self.comments, published, own)

    def pings_open(self, published: datetime, own: Open | None) -> bool:
        """Return whether a post takes pingbacks and webmentions; `own` is what its responses file says."""
        return self._open(self.pings, published, own)

    def closes(self, published: datetime, own: Open | None) -> datetime | None:
        """Return until when, in UTC, an open post stays so by the rule; None for ever.

        The boundary is the same time of day in the site's time zone, so many days later: at that instant
        a post is still open, and after it closed (as in WordPress's ``close_comments_days_old``).
        """
        # A post of the future is young; the date of a draft without one is the last there is.
        if own is not None or not self.after_days or published >= self.now:
            return None
        local = published.astimezone(self.timezone)
        # In UTC: two times of one zone are compared by the clock on the wall, which is turned back in autumn.
        return (local + timedelta(days=self.after_days)).astimezone(UTC)

    def _open(self, rule: Open, published: datetime, own: Open | None) -> bool:
        if own is not None:
            return own == "open"
        closes = self.closes(published, own)
        return rule == "open" and (closes is None or self.now <= closes)
