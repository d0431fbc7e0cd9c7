"""Doing what a plan says: each page looked at first, each target asked anew where it takes mentions."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
# How long to wait for a server that has just taken another ping, and how often before it is left.
_PAUSE = timedelta(seconds=16)
_PAUSES = 4


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
    tell: Callable[[Told], None],
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> None:
    """Send the items, those of one page one after another, and tell of each when it is on record."""
    polite = Polite(web)
    with Lanes(HOSTS) as lanes:
        sender = _Sender(record, polite, clock, partial(_pause, lanes, clock, sleep), tell)
        for url, of_page in groupby(items, lambda item: item.url):
            live = Live(polite, url)
            for item in of_page:
                if why := live.why_not(item):
                    sender.leave(item, why)
                else:
                    lanes.put(host(item.target), partial(sender.deliver, item))


def _pause(lanes: Lanes, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> bool:
    """Wait a while, and tell whether the run goes on; one that is stopped does not wait to the end."""
    until = clock() + _PAUSE
    while not lanes.stopped and clock() < until:
        sleep(1)
    return not lanes.stopped


class _Sender:
    """One run. Its lanes share what it has learned of targets and endpoints."""

    def __init__(
        self,
        record: Record,
        web: Polite,
        clock: Callable[[], datetime],
        pause: Callable[[], bool],
        tell: Callable[[Told], None],
    ) -> None:
        self._record = record
        self._web = web
        self._clock = clock
        self._pause = pause
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
        asked = host(endpoint)
        with self._web.turn(endpoint):
            if self._rests(item, asked):
                return
            outcome = self._ask(partial(how, self._web, endpoint, item.url, item.target))
            if outcome.fault == pingback.TOO_SOON:
                self._resting[asked] = self._clock() + _PAUSE
                self._rests(item, asked)
                return
            mention = delivered(item, endpoint, outcome, self._clock())
            if outcome.status in _TOO_MANY and mention.due:
                self._resting[asked] = mention.due
            self._keep(item, mention)

    def _ask(self, request: Callable[[datetime], Outcome]) -> Outcome:
        """Make a request, and again after a pause where the server has just taken another ping."""
        outcome = request(self._clock())
        for _ in range(_PAUSES):
            if outcome.fault != pingback.TOO_SOON or not self._pause():
                break
            outcome = request(self._clock())
        return outcome

    def _rests(self, item: Item, asked: str) -> bool:
        """Leave an item whose host has asked to be left alone, and tell whether it has."""
        rest = self._resting.get(asked)
        if rest is None or rest <= self._clock():
            return False
        self.leave(item, f"{asked} asks to be left alone until {rest:%H:%M} UTC")
        return True

    def _keep(self, item: Item, mention: Mention) -> None:
        self._record.keep(mention)
        self._say(Told(item, mention))

    def _say(self, told: Told) -> None:
        with self._telling:
            self._tell(told)
