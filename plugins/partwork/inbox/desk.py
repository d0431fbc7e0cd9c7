"""What the author decides: approve, reject, block or allow a host, and undo any of it."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from partwork.errors import PartworkError
from partwork.inbox.schema import EVENTS, HEARD, HOSTS
from partwork.inbox.store import Store, heard
from partwork.inbox.words import Heard, State


class _Before(msgspec.Struct, frozen=True):
    """What was so before a decision. `rule` is None where the host had none, or none was touched."""

    rows: dict[int, tuple[str, int | None]] = {}  # the state and the first approval, by id
    rule: str | None = None


class Decision(msgspec.Struct, frozen=True):
    """A line of the log."""

    id: int
    at: int
    who: str
    action: str
    what: str
    undone: bool


class Desk:
    """Where decisions are made. `who` is named in the log: ``page`` or ``command line``."""

    def __init__(self, store: Store, who: str, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._who = who
        self._clock = clock

    def approve(self, ref: str) -> Heard:
        """Approve something; the site gets it with the next ``partwork mentions pull``."""
        now = int(self._clock())
        return self._decide(
            ref, "approve", lambda one: {"state": State.APPROVED, "approved": one.approved or now}
        )

    def reject(self, ref: str) -> Heard:
        """Reject something; if the site has it already, the next pull takes it out."""
        return self._decide(ref, "reject", lambda _: {"state": State.REJECTED})

    def block(self, host: str) -> int:
        """Refuse a host from now on, and reject what waits of it; return how many that were."""
        return self._rule(host, "block", State.REJECTED)

    def allow(self, host: str) -> int:
        """Approve what comes from a host from now on, and what waits of it; return how many that were."""
        return self._rule(host, "allow", State.APPROVED)

    def forget(self, host: str) -> None:
        """Take back the rule of a host, and leave what was decided by it."""
        with self._store.writing() as connection:
            before = _Before(rule=_rule_of(connection, host))
            connection.execute(HOSTS.delete().where(HOSTS.c.host == host))
            self._log(connection, "forget", before, host)

    def undo(self, event: int) -> Decision:
        """Make things as they were before a decision; raise PartworkError where there is none to undo."""
        with self._store.writing() as connection:
            row = connection.execute(select(EVENTS).where(EVENTS.c.id == event)).first()
            if row is None or row.undone:
                raise PartworkError(f"There is no decision {event} to undo.")
            before = msgspec.json.decode(row.before, type=_Before)
            for number, (state, approved) in before.rows.items():
                values = {"state": state, "approved": approved}
                connection.execute(update(HEARD).where(HEARD.c.id == number).values(values))
            if row.action in ("block", "allow", "forget"):
                connection.execute(HOSTS.delete().where(HOSTS.c.host == row.what))
                if before.rule:
                    rule = {"host": row.what, "rule": before.rule, "since": row.at}
                    connection.execute(HOSTS.insert().values(rule))
            connection.execute(update(EVENTS).where(EVENTS.c.id == event).values(undone=True))
        return _decision(row)

    def log(self, most: int = 50) -> list[Decision]:
        """Return what was decided, the latest first."""
        with self._store.reading() as connection:
            rows = connection.execute(select(EVENTS).order_by(EVENTS.c.id.desc()).limit(most))
            return [_decision(row) for row in rows]

    def _decide(self, ref: str, action: str, values: Callable[[Heard], dict[str, Any]]) -> Heard:
        with self._store.writing() as connection:
            row = connection.execute(select(HEARD).where(HEARD.c.ref == ref).with_for_update()).first()
            if row is None:
                raise PartworkError(f"There is nothing of the name {ref}.")
            one = heard(row)
            before = _Before({one.id: (one.state, one.approved)})
            self._log(connection, action, before, f"{one.words.name or one.kind} on {one.target}")
            connection.execute(update(HEARD).where(HEARD.c.id == one.id).values(values(one)))
        return one

    def _rule(self, host: str, rule: str, state: State) -> int:
        now = int(self._clock())
        waiting = (
            select(HEARD).where(HEARD.c.host == host, HEARD.c.state == State.PENDING.value).with_for_update()
        )
        with self._store.writing() as connection:
            found = [heard(row) for row in connection.execute(waiting)]
            before = _Before({one.id: (one.state, one.approved) for one in found}, _rule_of(connection, host))
            for one in found:
                approved = one.approved or (now if state is State.APPROVED else None)
                values = {"state": state, "approved": approved}
                connection.execute(update(HEARD).where(HEARD.c.id == one.id).values(values))
            insert = self._store.insert(HOSTS).values(host=host, rule=rule, since=now)
            connection.execute(
                insert.on_conflict_do_update(index_elements=[HOSTS.c.host], set_={"rule": rule, "since": now})
            )
            self._log(connection, rule, before, host)
        return len(found)

    def _log(self, connection: Connection, action: str, before: _Before, what: str) -> None:
        connection.execute(
            EVENTS.insert().values(
                at=int(self._clock()),
                who=self._who,
                action=action,
                what=what,
                before=msgspec.json.encode(before).decode(),
                undone=False,
            )
        )


def _rule_of(connection: Connection, host: str) -> str | None:
    rule: str | None = connection.execute(select(HOSTS.c.rule).where(HOSTS.c.host == host)).scalar()
    return rule


def _decision(row: Any) -> Decision:  # noqa: ANN401 - a row
    return Decision(**{name: row._mapping[name] for name in Decision.__struct_fields__})  # noqa: SLF001 - SQLAlchemy's documented name


def hosts(store: Store) -> Sequence[tuple[str, str]]:
    """Return the hosts that have a rule, and the rule, by name."""
    return sorted(store.rules().items())
