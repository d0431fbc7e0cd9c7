"""What the endpoints share: the store, the map of the site, and how much anybody may ask."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit

from starlette.requests import Request

from partwork.inbox.forms import Refused
from partwork.inbox.intake import Full, Intake
from partwork.inbox.rates import Rate
from partwork.inbox.store import Store
from partwork.inbox.targets import Map, Page
from partwork.inbox.words import Notice, Receipt
from partwork.mentions.guard import Guard
from partwork.mentions.http import RefusedError

_ADDRESS_LENGTH = 2048


@dataclass(frozen=True)
class Rules:
    """What an inbox allows. Numbers are requests: at once, and each minute, of one network address."""

    pingbacks: bool = False
    detailed_faults: bool = False
    burst: int = 60
    per_minute: float = 60
    comments_burst: int = 5
    comments_per_minute: float = 2


@dataclass
class Inbox:
    """One instance of the inbox, for as long as its process lives."""

    store: Store
    map: Map
    guard: Guard
    rules: Rules = Rules()
    clock: Callable[[], float] = time.time
    intake: Intake = field(init=False)

    def __post_init__(self) -> None:
        self.intake = Intake(self.store)
        self._pings = Rate(self.rules.burst, self.rules.per_minute)
        self._comments = Rate(self.rules.comments_burst, self.rules.comments_per_minute)
        self._pairs = Rate(burst=5, per_minute=2)
        self.logins = Rate(burst=5, per_minute=1)
        self._blocked: frozenset[str] = frozenset()

    @property
    def now(self) -> int:
        """The time in seconds since 1970."""
        return int(self.clock())

    def refresh(self) -> None:
        """Read the map and the blocked hosts again."""
        self.map.refresh()
        self._blocked = frozenset(host for host, rule in self.store.rules().items() if rule == "block")

    def pair(self, source: str, target: str) -> tuple[str, Page | None]:
        """Return the host of a source and the page that it says it links to; None for one that is not ours.

        Raise Refused for addresses that no answer would make good (Webmention, section 3.2.1).
        """
        for name, address in (("source", source), ("target", target)):
            if len(address) > _ADDRESS_LENGTH:
                raise Refused(HTTPStatus.BAD_REQUEST, f'"{name}" has over {_ADDRESS_LENGTH} characters.')
        try:
            host = self.guard.check_url(source).host
        except RefusedError as error:
            raise Refused(HTTPStatus.BAD_REQUEST, f'"source": {error.why}') from None
        parts = urlsplit(target) if target.isprintable() else None
        if (
            parts is None
            or parts.scheme not in ("http", "https")
            or not parts.hostname
            or "@" in parts.netloc
        ):
            raise Refused(HTTPStatus.BAD_REQUEST, '"target" is not the address of a page.')
        if urldefrag(source).url == urldefrag(target).url:
            raise Refused(HTTPStatus.BAD_REQUEST, '"source" and "target" are one page.')
        if host in self._blocked:
            raise Refused(HTTPStatus.FORBIDDEN, "This host is not welcome here.")
        return host, self.map.targets.find(target)

    def admit(self, peer: str, source: str, target: str) -> None:
        """Raise Refused where somebody pings too much, or one pair comes too often."""
        wait = self._pings.wait(peer) or self._pairs.wait(f"{source}\n{target}")
        _refuse(wait)

    def admit_comment(self, peer: str) -> None:
        """Raise Refused where somebody comments too much."""
        _refuse(self._comments.wait(peer))

    async def accept(self, notice: Notice) -> Receipt:
        """Return the receipt of a notice when it is stored; raise Refused where the inbox is full."""
        try:
            return await self.intake.put(notice)
        except Full:
            raise Refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "Too much comes in at once.", {"Retry-After": "60"}
            ) from None


def inbox_of(request: Request) -> Inbox:
    """Return the inbox that a request came to."""
    inbox: Inbox = request.app.state.inbox
    return inbox


def _refuse(wait: int) -> None:
    if wait:
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, f"Come back in {wait} s.", {"Retry-After": str(wait)})
