"""Several instances of an inbox at one PostgreSQL, one of them killed: real processes, real signals."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import create_engine, text

from partwork.inbox.schema import METADATA, open_database
from tests.inbox.instance import Instance
from tests.inbox.running import OPEN

MENTIONS, CLIENTS, KILLED_AFTER = 2_000, 50, 500


@pytest.fixture
def database(postgresql_url):
    """An empty PostgreSQL."""
    engine = open_database(postgresql_url)
    yield postgresql_url
    with engine.begin() as connection:
        METADATA.drop_all(connection)
    engine.dispose()


def test_nothing_acknowledged_is_lost_and_nothing_stored_twice(database, tmp_path):
    """2,000 mentions from 50 clients at two instances; one is killed with -9 on the way.

    A client whose request was not acknowledged sends it to the other instance, as senders do.
    """
    map_ = tmp_path / "inbox.json"
    map_.write_text(json.dumps({"site": "https://essays.example", "pages": [{"url": OPEN, "pings": True}]}))
    doomed, other = Instance(database, map_), Instance(database, map_)
    acknowledged = {}
    enough = threading.Event()

    def send(number):
        source = f"https://reader{number}.example/post"
        first, second = (doomed, other) if number % 2 else (other, doomed)
        ref = first.mention(source) or second.mention(source) or other.mention(source)
        acknowledged[source] = ref
        if len(acknowledged) >= KILLED_AFTER:
            enough.set()

    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            sent = [clients.submit(send, number) for number in range(MENTIONS)]
            assert enough.wait(60)
            doomed.kill()
            for one in sent:
                one.result()
    finally:
        doomed.process.stdout.close()
        other.stop()
    engine = create_engine(database)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT source, ref FROM heard")).all()
    engine.dispose()
    assert len(acknowledged) == MENTIONS
    assert None not in acknowledged.values()
    assert len(rows) == len({row.source for row in rows}) == MENTIONS
    assert {row.source: row.ref for row in rows} == acknowledged
