"""The store: what was acknowledged is in it, once, until somebody decides."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, Engine, Row, and_, case, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from partwork.inbox.schema import ASKING, HEARD, HOSTS, READING
from partwork.inbox.words import Heard, Notice, Receipt, State, Words
from partwork.model import Kind

_ENCODER = msgspec.json.Encoder()
_WORDS = msgspec.json.Decoder(Words)
_RECEIPT = (HEARD.c.key, HEARD.c.ref, HEARD.c.state)


class Store:
    """What every thread and every instance shares. Its methods are transactions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._postgresql = engine.dialect.name == "postgresql"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin a transaction that ends in a commit, or as if it had never been."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Begin a transaction that sees one state of things."""
        with self._engine.connect().execution_options(**{READING: True}) as connection:
            yield connection

    def insert(self, table: Any) -> Any:  # noqa: ANN401 - the dialects have no type in common
        """Return an INSERT that knows ON CONFLICT."""
        return postgresql.insert(table) if self._postgresql else sqlite.insert(table)

    def accept(self, notices: Sequence[Notice]) -> dict[str, Receipt]:
        """Store notices in one transaction, and return the receipt of each by its key.

        A source and target that are known get no second row: where a webmention says so again, the source
        is looked at again. A comment or a pingback that is repeated changes nothing.
        """
        once = {notice.key: notice for notice in notices}
        # In the order of their keys: instances that store the same ones then never wait in a circle.
        rows = [self._row(key, once[key]) for key in sorted(once)]
        statement = self.insert(HEARD).values(rows)
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=[HEARD.c.key],
            set_={
                "due": case((HEARD.c.due <= new.due, HEARD.c.due), else_=new.due),
                "asked": True,
                "tries": 0,
                "peer": new.peer,
                # Heard by several protocols, it is what says most.
                "kind": case((new.kind == Kind.WEBMENTION.value, new.kind), else_=HEARD.c.kind),
            },
            where=new.kind == Kind.WEBMENTION.value,
        ).returning(*_RECEIPT)
        refs = {row["ref"] for row in rows}
        with self.writing() as connection:
            found = [*connection.execute(statement)]
            if left := once.keys() - {row.key for row in found}:
                found += connection.execute(select(*_RECEIPT).where(HEARD.c.key.in_(left)))
        return {row.key: Receipt(row.ref, State(row.state), row.ref not in refs) for row in found}

    @staticmethod
    def _row(key: str, notice: Notice) -> dict[str, Any]:
        comment = notice.kind is Kind.COMMENT
        return {
            "ref": uuid4().hex,
            "key": key,
            "kind": notice.kind.value,
            "state": (State.PENDING if comment else State.QUEUED).value,
            "target": notice.target,
            "source": notice.source,
            "host": notice.host,
            "peer": notice.peer,
            "asked": not comment,
            "received": notice.received,
            "due": None if comment else notice.received,
            "leased": 0,
            "tries": 0,
            "gone": "",
            "why": "",
            "verdict": "",
            "digest": "",
            "words": _ENCODER.encode(notice.words).decode(),
        }

    def lease(self, now: int, seconds: int, most: int = 20) -> Heard | None:
        """Return the next source to look at, and keep other workers from it and from its host.

        A lease that was not returned in time (its worker died) is void, and somebody else gets it.
        """
        busy = select(ASKING.c.host).where(ASKING.c.until > now)
        waiting = (
            select(HEARD)
            .where(HEARD.c.due <= now, HEARD.c.leased <= now, HEARD.c.host.not_in(busy))
            .order_by(HEARD.c.due, HEARD.c.id)
            .limit(most)
        )
        if self._postgresql:
            waiting = waiting.with_for_update(skip_locked=True)
        with self.writing() as connection:
            for row in connection.execute(waiting):
                if self._take_host(connection, row.host, now, now + seconds):
                    until = now + seconds
                    taken = update(HEARD).where(HEARD.c.id == row.id).values(leased=until, due=until)
                    connection.execute(taken)
                    return heard(row, leased=until)
        return None

    def _take_host(self, connection: Connection, host: str, now: int, until: int) -> bool:
        statement = self.insert(ASKING).values(host=host, until=until)
        taken = statement.on_conflict_do_update(
            index_elements=[ASKING.c.host],
            set_={"until": statement.excluded.until},
            where=ASKING.c.until <= now,
        ).returning(ASKING.c.host)
        return connection.execute(taken).first() is not None

    def finish(self, one: Heard, values: Mapping[str, Any]) -> bool:
        """Write what came of a lease, and give it back; return False where it had run out.

        What arrived for the same source meanwhile (its row is due again) is not forgotten.
        """
        mine = and_(HEARD.c.id == one.id, HEARD.c.leased == one.leased)
        again = HEARD.c.due < one.leased
        values = {
            **stored(values),
            "leased": 0,
            "due": case((again, HEARD.c.due), else_=values["due"]),
            "asked": case((again, HEARD.c.asked), else_=False),
        }
        with self.writing() as connection:
            connection.execute(ASKING.delete().where(ASKING.c.host == one.host, ASKING.c.until == one.leased))
            return connection.execute(update(HEARD).where(mine).values(values)).rowcount == 1

    def find(self, ref: str) -> Heard | None:
        """Return what has the name `ref`, or None."""
        with self.reading() as connection:
            row = connection.execute(select(HEARD).where(HEARD.c.ref == ref)).first()
        return heard(row) if row else None

    def listed(self, state: State, *, before: int = 0, most: int = 50) -> list[Heard]:
        """Return what is in a state, the newest first, older than the id `before`."""
        chosen = select(HEARD).where(HEARD.c.state == state.value).order_by(HEARD.c.id.desc()).limit(most)
        if before:
            chosen = chosen.where(HEARD.c.id < before)
        with self.reading() as connection:
            return [heard(row) for row in connection.execute(chosen)]

    def counts(self) -> dict[State, int]:
        """Return how many there are in each state."""
        counted = select(HEARD.c.state, func.count()).group_by(HEARD.c.state)
        with self.reading() as connection:
            found = {State(state): count for state, count in connection.execute(counted)}
        return {state: found.get(state, 0) for state in State}

    def exported(self, after: int, most: int) -> list[Heard]:
        """Return, by id, what the site may have or must take back: what was approved once and is decided."""
        chosen = (
            select(HEARD)
            .where(
                HEARD.c.id > after,
                HEARD.c.approved.is_not(None),
                HEARD.c.state.in_([State.APPROVED, State.REJECTED, State.WITHDRAWN]),
            )
            .order_by(HEARD.c.id)
            .limit(most)
        )
        with self.reading() as connection:
            return [heard(row) for row in connection.execute(chosen)]

    def purge(self, now: int, days: int) -> int:
        """Delete what failed or was rejected unseen by anybody, `days` after it came; return how many."""
        useless = or_(
            HEARD.c.state == State.FAILED.value,
            and_(HEARD.c.state.in_([State.REJECTED, State.WITHDRAWN]), HEARD.c.approved.is_(None)),
        )
        old = HEARD.c.received < now - days * 86_400
        with self.writing() as connection:
            return connection.execute(HEARD.delete().where(useless, old, HEARD.c.leased <= now)).rowcount

    def rules(self) -> dict[str, str]:
        """Return the rule of each host that has one: ``block`` or ``allow``."""
        with self.reading() as connection:
            return {row.host: row.rule for row in connection.execute(select(HOSTS.c.host, HOSTS.c.rule))}


def heard(row: Row[Any], **changes: Any) -> Heard:  # noqa: ANN401 - columns of any type
    """Return a row of the table as a value."""
    found = {name: row._mapping[name] for name in Heard.__struct_fields__}  # noqa: SLF001 - SQLAlchemy's documented name
    found |= {
        "kind": Kind(row.kind),
        "state": State(row.state),
        "words": _WORDS.decode(row.words),
        **changes,
    }
    return Heard(**found)


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the columns hold them."""
    columns = dict(values)
    if isinstance(columns.get("words"), Words):
        columns["words"] = _ENCODER.encode(columns["words"]).decode()
    return columns
