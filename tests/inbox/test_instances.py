"""Several instances of an inbox at one PostgreSQL, one of them killed: real processes, real signals."""

import http.client
import json
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine, text

from partwork.inbox.schema import METADATA, open_database

MENTIONS, CLIENTS, KILLED_AFTER = 2_000, 50, 500
_TARGET = "https://essays.example/open.html"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Instance:
    """A process of ``partwork inbox serve``."""

    def __init__(self, database, map_):
        command = [sys.executable, "-m", "partwork", "inbox", "serve", "--map", map_, "--port", "0"]
        command += ["--database", database, "--workers", "1", "--per-minute", "1000000"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rpartition(":")[2].partition("/")[0])

    def mention(self, source):
        """Return the name the mention got, or None where it was not acknowledged."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", "/webmention", urlencode({"source": source, "target": _TARGET}), _FORM)
            answer = connection.getresponse()
            answer.read()
            return answer.headers["Location"].rpartition("/")[2] if answer.status == 201 else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def kill(self):
        """Kill it as the power would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """Stop it as a system does."""
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()


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
    map_.write_text(
        json.dumps({"site": "https://essays.example", "pages": [{"url": _TARGET, "pings": True}]})
    )
    doomed, other = Instance(database, str(map_)), Instance(database, str(map_))
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
