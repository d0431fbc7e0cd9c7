"""The store: once in, never lost, never twice; in SQLite and in PostgreSQL."""

import threading

from partwork.inbox.schema import open_database
from partwork.inbox.store import Store
from partwork.inbox.words import Notice, State, Words
from partwork.model import Kind

NOW = 1_790_000_000
_TARGET = "https://essays.example/resume.html"


def notice(source="https://reader.example/a", kind=Kind.WEBMENTION, target=_TARGET, received=NOW, **more):
    """Make a notice of a source."""
    host = source.split("/")[2]
    return Notice(kind=kind, source=source, host=host, target=target, received=received, **more)


def comment(text="Hello.", nonce="1"):
    """Make a notice of a comment."""
    words = Words(markdown=text)
    return Notice(kind=Kind.COMMENT, target=_TARGET, received=NOW, nonce=nonce, words=words)


def put(store, one):
    """Store one notice and return its receipt."""
    return store.accept([one])[one.key]


def finish(store, one, **values):
    """Give a lease back, due again in a day."""
    return store.finish(one, {"state": State.PENDING, "due": NOW + 86_400, **values})


def test_wr_r12_the_same_pair_twice_is_one_job(store):
    """A source and target that come twice have one receipt and are looked at once."""
    first, again = put(store, notice()), put(store, notice(received=NOW + 1))
    assert (first.ref, first.known, again.ref, again.known) == (again.ref, False, first.ref, True)
    assert store.lease(NOW + 2, 60) is not None
    assert store.lease(NOW + 2, 60) is None
    assert sum(store.counts().values()) == 1


def test_ps_10_one_source_by_two_protocols_is_one_response(store):
    """A pingback that a webmention follows is one row, and a webmention; a later pingback changes nothing."""
    first = put(store, notice(kind=Kind.PINGBACK))
    second = put(store, notice())
    third = put(store, notice(kind=Kind.PINGBACK))
    assert {first.ref} == {second.ref, third.ref}
    assert store.find(first.ref).kind is Kind.WEBMENTION
    assert third.known


def test_a_batch_may_hold_the_same_pair_twice(store):
    """What comes at the same moment twice is stored once, and both get the receipt."""
    receipts = store.accept([notice(), notice(), notice("https://reader.example/b")])
    assert len(receipts) == 2
    assert store.counts()[State.QUEUED] == 2


def test_a_comment_waits_for_the_author_at_once(store):
    """A comment has no source to look at; the same form sent twice is one comment."""
    receipt = put(store, comment())
    assert put(store, comment()).ref == receipt.ref
    assert put(store, comment(nonce="2")).ref != receipt.ref
    assert store.find(receipt.ref).state is State.PENDING
    assert store.find(receipt.ref).words.markdown == "Hello."
    assert store.lease(NOW + 1, 60) is None


def test_ps_12_a_host_is_asked_by_one_worker_at_a_time(store):
    """While a page of a host is looked at, its other pages wait, and those of others do not."""
    for source in ("https://reader.example/a", "https://reader.example/b", "https://other.example/"):
        put(store, notice(source))
    first, second = store.lease(NOW, 60), store.lease(NOW, 60)
    assert [first.host, second.host] == ["reader.example", "other.example"]
    assert store.lease(NOW, 60) is None
    finish(store, first)
    assert store.lease(NOW, 60).source == "https://reader.example/b"


def test_a_lease_that_ran_out_is_void(store):
    """What a dead worker had is given to another; if it was only slow, what it brings counts no more."""
    put(store, notice())
    slow = store.lease(NOW, 60)
    assert store.lease(NOW + 59, 60) is None
    other = store.lease(NOW + 61, 60)
    assert other.ref == slow.ref
    assert not finish(store, slow, why="slow")
    assert finish(store, other, why="quick")
    assert store.find(other.ref).why == "quick"


def test_a_notice_that_comes_during_a_look_is_not_forgotten(store):
    """The source may have changed since it was fetched: it is looked at once more."""
    put(store, notice())
    one = store.lease(NOW, 60)
    put(store, notice(received=NOW + 5))
    finish(store, one)
    again = store.lease(NOW + 6, 60)
    assert again.ref == one.ref
    assert again.asked
    finish(store, again)
    assert store.lease(NOW + 7, 60) is None
    assert not store.lease(NOW + 86_401, 60).asked


def test_wr_u05_threads_that_store_the_same_at_once_store_it_once(store):
    """Eight threads with the same hundred sources, each in another order: a hundred rows, no deadlock."""
    sources = [notice(f"https://reader.example/{number}") for number in range(100)]
    failures = []

    def run(shift):
        try:
            for start in range(0, 100, 10):
                store.accept((sources[shift:] + sources[:shift])[start : start + 30])
        except Exception as error:  # noqa: BLE001 - shown below
            failures.append(error)

    threads = [threading.Thread(target=run, args=(shift * 13,)) for shift in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.counts()[State.QUEUED] == 100


def test_workers_at_the_same_queue_never_have_the_same_job(store):
    """Eight threads empty a queue of sixty hosts: each job is done by one of them."""
    store.accept([notice(f"https://reader{number}.example/") for number in range(60)])
    done = []

    def run():
        while one := store.lease(NOW, 60):
            finish(store, one)
            done.append(one.ref)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == len(set(done)) == 60


def test_what_was_stored_is_there_after_a_restart(database, store):
    """Another process that opens the same database finds it."""
    receipt = put(store, notice())
    engine = open_database(database)
    assert Store(engine).find(receipt.ref).source == "https://reader.example/a"
    engine.dispose()


def test_only_what_was_approved_once_is_exported(store):
    """The site gets what is approved, and what it must take back; nothing it never had."""
    for number, (state, approved) in enumerate(
        [(State.APPROVED, NOW), (State.REJECTED, NOW), (State.REJECTED, None), (State.PENDING, NOW)]
    ):
        put(store, notice(f"https://reader{number}.example/"))
        finish(store, store.lease(NOW, 60), state=state, approved=approved)
    exported = store.exported(0, 10)
    assert [(one.host, one.state) for one in exported] == [
        ("reader0.example", State.APPROVED),
        ("reader1.example", State.REJECTED),
    ]
    assert [one.host for one in store.exported(exported[0].id, 10)] == ["reader1.example"]


def test_what_failed_is_forgotten_after_a_month(store):
    """Of what was never shown nothing is kept for ever."""
    put(store, notice())
    finish(store, store.lease(NOW, 60), state=State.FAILED, due=None)
    assert store.purge(NOW + 29 * 86_400, 30) == 0
    assert store.purge(NOW + 31 * 86_400, 30) == 1
    assert sum(store.counts().values()) == 0
