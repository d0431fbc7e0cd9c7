"""The workers: nothing that a page or the database does stops them."""

import threading

from partwork.inbox.schema import METADATA, open_database
from partwork.inbox.words import State
from partwork.inbox.worker import Worker
from partwork.mentions.http import Nobody
from tests.inbox.running import until


class Odd(Nobody):
    """A web with a page that makes whoever reads it stumble."""

    def get(self, url, **_):
        """Stumble."""
        raise RecursionError(f"too deep: {url}")


def test_a_page_that_cannot_be_read_is_tried_again_and_then_given_up(inbox, caplog):
    """Whatever a stranger's page makes a parser do, the queue goes on, and the log has the traceback."""
    now = [inbox.inbox.now]
    worker = Worker(inbox.store, lambda _: Odd(), clock=lambda: now[0])
    inbox.mention("https://odd.example/")
    for _ in range(4):
        assert worker.work()
        assert not worker.work()
        now[0] += 100_000
    (one,) = inbox.store.listed(State.FAILED)
    assert one.why == "It could not be read: too deep: https://odd.example/."
    assert caplog.text.count("https://odd.example/ could not be read") == 4


def test_a_worker_outlives_a_database_that_is_away(inbox, sources, tmp_path, caplog):
    """It looks again when the database is back, and does what waits there."""
    engine = open_database(f"sqlite:///{tmp_path}/inbox.sqlite3")
    METADATA.drop_all(engine)
    stop = threading.Event()
    thread = threading.Thread(target=inbox.worker.run, args=(stop,))
    thread.start()
    try:
        until(lambda: "the queue could not be read" in caplog.text)
        METADATA.create_all(engine)
        for number in range(3):
            assert inbox.mention(sources.page(f"/{number}", "I read")).status == 201
        until(lambda: inbox.store.counts()[State.PENDING] == 3)
    finally:
        stop.set()
        thread.join()
        engine.dispose()
