"""Doing what a plan says: each page looked at first, each target asked anew where it takes mentions."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from partwork.mentions import pingback, webmention
from partwork.mentions.discover import Discoverer
from partwork.mentions.http import FetchError, Web
from partwork.mentions.kept import delivered, untold
from partwork.mentions.lanes import Lanes
from partwork.mentions.ledger import Mention, State
from partwork.mentions.live import Live
from partwork.mentions.outcome import Outcome, unanswered
from partwork.mentions.plan import Item
from partwork.mentions.polite import Polite
from partwork.mentions.record import Record
from partwork.mentions.target import host, is_home

#: How many hosts are asked at once.
HOSTS = 8
_TOO_MANY = (429, 503)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an item: what the ledger keeps of it, or why it was left for another run."""

    item: Item
    mention: Mention | None
    why: str = ""


def send(
    items: Iterable[Item],
    record: Record,
    web: Web,
    clock: Callable[[], datetime],
    tell: Callable[[Told], None],
) -> None:
    """Send the items, those of one page one after another, and tell of each when it is on record."""
    polite = Polite(web)
    sender = _Sender(record, polite, clock, tell)
    with Lanes(HOSTS) as lanes:
        for url, of_page in groupby(items, lambda item: item.url):
            live = Live(polite, url)
            for item in of_page:
                if why := live.why_not(item):
                    sender.leave(item, why)
                else:
                    lanes.put(host(item.target), partial(sender.deliver, item))


class _Sender:
    """One run. Its lanes share what it has learned of targets and endpoints."""

    def __init__(
        self, record: Record, web: Polite, clock: Callable[[], datetime], tell: Callable[[Told], None]
    ) -> None:
        self._record = record
        self._web = web
        self._clock = clock
        self._tell = tell
        self._telling = threading.Lock()
        self._discover = Discoverer(web, clock)
        self._resting: dict[str, datetime] = {}

    def deliver(self, item: Item) -> None:
        """Tell the target of an item by the way it announces: a webmention, or else a pingback."""
        try:
            found = self._discover(item.target)
        except FetchError as error:
            self._keep(item, delivered(item, "", unanswered(error, "webmention"), self._clock()))
            return
        if found.webmention:
            self._post(item, found.webmention, webmention.send)
        elif not item.hash:
            self._keep(item, untold(item, State.WITHDRAWN, "it announces no endpoint", self._clock()))
        elif not found.pingback or is_home(item.target):
            self._keep(item, untold(item, State.NO_ENDPOINT, "it announces no endpoint", self._clock()))
        elif item.before and item.before.held:
            self._keep(item, untold(item, State.SENT, "it was pinged before", self._clock()))
        else:
            self._post(item, found.pingback, pingback.ping)

    def leave(self, item: Item, why: str) -> None:
        """Leave an item for another run."""
        self._say(Told(item, None, why))

    def _post(
        self, item: Item, endpoint: str, how: Callable[[Web, str, str, str, datetime], Outcome]
    ) -> None:
        """Make the request, and keep its outcome before anything else is asked of that host.

        A run that is killed in between has told one thing to each host that it does not know of.
        """
        with self._web.turn(endpoint):
            rest = self._resting.get(host(endpoint))
            if rest and rest > self._clock():
                self.leave(item, f"{host(endpoint)} asks to be left alone until {rest:%H:%M} UTC")
                return
            outcome = how(self._web, endpoint, item.url, item.target, self._clock())
            mention = delivered(item, endpoint, outcome, self._clock())
            if outcome.status in _TOO_MANY and mention.due:
                self._resting[host(endpoint)] = mention.due
            self._keep(item, mention)

    def _keep(self, item: Item, mention: Mention) -> None:
        self._record.keep(mention)
        self._say(Told(item, mention))

    def _say(self, told: Told) -> None:
        with self._telling:
            self._tell(told)
