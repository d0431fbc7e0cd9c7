"""The process of an inbox: it stops in order, and keeps house."""

import json
import signal
import threading

import pytest

from partwork.inbox import serve
from partwork.inbox.schema import METADATA, open_database
from partwork.inbox.words import Notice, State
from partwork.model import Kind
from tests.inbox.instance import Instance
from tests.inbox.running import OPEN, PATIENCE, SITE, running, until
from tests.mentions.servers import Server, reply


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_what_is_being_looked_at_is_finished_first(tmp_path, sqlite, sign):
    """A system that stops the process, or Ctrl-C, cuts no look short; what was not begun waits."""
    asked, answer = threading.Event(), threading.Event()

    def slow(_):
        asked.set()
        assert answer.wait(PATIENCE)
        return reply(200, f'<!DOCTYPE html><title>t</title><a href="{OPEN}">it</a>', Content_Type="text/html")

    map_ = tmp_path / "inbox.json"
    map_.write_text(json.dumps({"site": SITE, "pages": [{"url": OPEN, "pings": True}]}))
    with Server(slow) as server:
        inbox = Instance(f"sqlite:///{tmp_path}/inbox.sqlite3", map_, "--trust", server.authority)
        first = inbox.mention(server.url("/first"))
        assert asked.wait(PATIENCE)
        second = inbox.mention(server.url("/second"))
        inbox.process.send_signal(sign)
        until(lambda: inbox.mention(server.url("/third")) is None)
        answer.set()
        assert inbox.ended() == 0
    done, other = sqlite.find(first), sqlite.find(second)
    assert done.state is State.PENDING
    assert other.state in (State.PENDING, State.QUEUED)
    assert (done.leased, other.leased) == (0, 0)


@pytest.fixture
def kept(sqlite, tmp_path, monkeypatch):
    """An inbox whose house is kept all the time."""
    monkeypatch.setattr(serve, "_EVERY", 0.01)
    stop = threading.Event()
    with running(sqlite, tmp_path) as inbox:
        keeper = threading.Thread(target=serve._keep_house, args=(inbox.inbox, stop))
        keeper.start()
        try:
            yield inbox
        finally:
            stop.set()
            keeper.join()


def test_the_house_is_kept(kept, tmp_path):
    """A new map and a new block hold soon, without a restart; what failed is forgotten after a month."""
    longago = Notice(
        kind=Kind.WEBMENTION, source="https://a.example/", host="a.example", target=OPEN, received=1
    )
    (receipt,) = kept.store.accept([longago]).values()
    kept.store.finish(kept.store.lease(1, 1), {"state": State.FAILED, "due": None})
    kept.login().decide("block", "blocked.example")
    added = f"{SITE}/added.html"
    map_ = tmp_path / "inbox.json"
    map_.write_text(json.dumps({"site": SITE, "pages": [{"url": added, "pings": True}]}))
    until(lambda: kept.store.find(receipt.ref) is None)
    until(lambda: kept.mention("https://b.example/", added).status == 201)
    assert kept.mention("https://blocked.example/", added).status == 403


def test_the_house_is_kept_though_the_database_is_away_for_a_while(kept, caplog, tmp_path):
    """What cannot be done now is done the next time, and the log tells of it."""
    engine = open_database(f"sqlite:///{tmp_path}/inbox.sqlite3")
    METADATA.drop_all(engine)
    until(lambda: "the house could not be kept" in caplog.text)
    METADATA.create_all(engine)
    engine.dispose()
    map_ = tmp_path / "inbox.json"
    map_.write_text(json.dumps({"site": "https://moved.example"}))
    until(lambda: kept.inbox.map.targets.site == "https://moved.example")
