"""The workers: they look at the sources of what was acknowledged, one request at a time for each host."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from partwork.inbox.judge import Finding, judge
from partwork.inbox.store import Store
from partwork.inbox.words import Heard, Words
from partwork.mentions.entry import said
from partwork.mentions.http import Limits, Nobody, Web
from partwork.mentions.verify import Verdict, verify
from partwork.model import Kind

_LOGGER = logging.getLogger("partwork.inbox")
_LEASE = 120  # seconds; longer than any one look at a source takes
_PING = Limits(
    size=150 << 10
)  # what a ping is worth (PS-12), and what WordPress reads of a page that pings it
_IDLE = 0.5  # seconds between two looks at an empty queue


class Worker:
    """Looks at one source after another. `web` makes a way to the web for the one who pinged."""

    def __init__(
        self,
        store: Store,
        web: Callable[[str], Web],
        *,
        clock: Callable[[], float] = time.time,
        lease: int = _LEASE,
    ) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._lease = lease

    def work(self) -> bool:
        """Look at the next source that is due; return False where there is none."""
        now = int(self._clock())
        one = self._store.lease(now, self._lease)
        if one is None:
            return False
        rules = self._store.rules()
        finding = self._look(one, now, frozenset(host for host, rule in rules.items() if rule == "block"))
        self._store.finish(one, judge(one, finding, int(self._clock()), rules))
        return True

    def _look(self, one: Heard, now: int, blocked: frozenset[str]) -> Finding:
        web = self._web(one.peer)
        pinged = one.kind is Kind.PINGBACK
        limits = _PING if pinged else Limits()
        try:
            checked = verify(web, one.source, one.target, blocked=blocked, limits=limits)
            if checked.verdict is not Verdict.LINKS or checked.answer is None:
                return Finding(checked.verdict, checked.why)
            others = Nobody() if pinged else web  # a ping is worth one request (PS-12)
            found = said(checked.answer, one.target, others, datetime.fromtimestamp(now, UTC))
        except Exception as error:
            # A stranger's page must not stop the worker, whatever it makes a parser do.
            _LOGGER.exception("%s could not be read", one.source)
            return Finding(Verdict.UNREACHABLE, f"It could not be read: {error}.")
        return Finding(
            Verdict.LINKS,
            words=Words(
                name=found.who,
                url=found.author_url if found.author_name else "",
                published=found.published.isoformat() if found.published else "",
                type=found.type.value,
                html=found.html,
            ),
        )

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set."""
        while not stop.is_set():
            try:
                idle = not self.work()
            except Exception:
                # The database may be away for a while: what was acknowledged waits in it.
                _LOGGER.exception("the queue could not be read")
                idle = True
            if idle:
                stop.wait(_IDLE)
