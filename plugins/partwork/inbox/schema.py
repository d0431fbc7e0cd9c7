"""The tables of the inbox, the same in SQLite and PostgreSQL. Times are seconds since 1970, in UTC."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    text,
)

METADATA = MetaData()
#: The execution option of a connection that only reads, and need not wait for those that write.
READING = "partwork_reading"
_ID = BigInteger().with_variant(Integer, "sqlite")

#: What was heard: a row for each comment, and for each source that says it links to a target.
HEARD = Table(
    "heard",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("ref", String(32), nullable=False, unique=True),
    Column("key", String(64), nullable=False, unique=True),  # one row for one source and target
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("target", Text, nullable=False),
    Column("source", Text, nullable=False),  # empty of a comment
    Column("host", String(255), nullable=False),  # of the source
    Column("peer", String(45), nullable=False),  # who pinged; erased when the source has been looked at
    Column("asked", Boolean, nullable=False),  # the source's own word, and not our schedule
    Column("received", BigInteger, nullable=False),
    Column("due", BigInteger),  # when to look at the source; none of a comment
    Column("leased", BigInteger, nullable=False, default=0),  # until when a worker has it
    Column("tries", Integer, nullable=False, default=0),
    Column("verified", BigInteger),
    Column("approved", BigInteger),  # when it was approved first: from then on the site may have it
    Column("gone", String(10), nullable=False, default=""),  # the day the source was found dead
    Column("why", Text, nullable=False, default=""),
    Column("verdict", String(12), nullable=False, default=""),  # on its source, when it was looked at last
    Column("digest", String(64), nullable=False, default=""),
    Column("words", Text, nullable=False, default="{}"),
    Index("heard_due", "due"),
    Index("heard_state", "state", "id"),
    Index("heard_host", "host"),
)

#: The hosts that are being asked: one at a time, however many workers and instances there are.
ASKING = Table(
    "asking",
    METADATA,
    Column("host", String(255), primary_key=True),
    Column("until", BigInteger, nullable=False),
)

#: Hosts whose mentions are refused, and those whose mentions need no approval.
HOSTS = Table(
    "hosts",
    METADATA,
    Column("host", String(255), primary_key=True),
    Column("rule", String(10), nullable=False),
    Column("since", BigInteger, nullable=False),
)

#: What was decided, by whom, and what was so before: the log, and what undo goes by.
EVENTS = Table(
    "events",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("who", String(40), nullable=False),
    Column("action", String(20), nullable=False),
    Column("what", Text, nullable=False),  # a host, or who said something and where, in words
    Column("before", Text, nullable=False),
    Column("undone", Boolean, nullable=False, default=False),
)

#: Who is logged in: only the digest of the cookie is kept.
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("csrf", String(64), nullable=False),
    Column("expires", BigInteger, nullable=False),
)


def open_database(url: str) -> Engine:
    """Return the engine of the database at `url`, with its tables made where they are not there yet.

    SQLite writes ahead and syncs at every commit: what was acknowledged survives a crash of the machine.
    """
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # two instances that start at once make the tables once
            connection.execute(text("SELECT pg_advisory_xact_lock(7267831)"))
        METADATA.create_all(connection)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
        connection.isolation_level = None  # transactions are begun below, and not by the driver
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail where another has written since.
        reading = connection.get_execution_options().get(READING)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
