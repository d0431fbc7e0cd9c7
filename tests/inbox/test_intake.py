"""The intake: what is acknowledged is stored, whatever happens on the way."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from partwork.inbox.intake import Full, Intake
from partwork.inbox.schema import METADATA, open_database
from partwork.inbox.words import Notice, State
from partwork.model import Kind
from tests.inbox.running import OPEN
from tests.inbox.test_pingback import call


def run(work):
    """Run a coroutine in a thread of its own: a browser of another test has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


def notice(number):
    """Make a notice of a source."""
    host = f"reader{number}.example"
    return Notice(kind=Kind.WEBMENTION, source=f"https://{host}/", host=host, target=OPEN, received=1)


@pytest.fixture
def beside(tmp_path):
    """Another that works with the same database."""
    engine = open_database(f"sqlite:///{tmp_path}/inbox.sqlite3")
    yield engine
    engine.dispose()


@contextmanager
def held(beside):
    """Keep everybody else from writing for a while."""
    with beside.begin():
        yield


def test_what_comes_while_something_is_stored_is_stored_together(sqlite, beside):
    """Each gets its own receipt, in however many transactions; the same source has one for all."""

    async def put():
        intake = Intake(sqlite)
        with held(beside):
            waiting = [asyncio.create_task(intake.put(notice(number % 300))) for number in range(500)]
            await asyncio.sleep(0.05)
            assert not any(one.done() for one in waiting)
        return await asyncio.gather(*waiting)

    receipts = run(put)
    assert [one.ref for one in receipts[:200]] == [one.ref for one in receipts[300:]]
    assert len({one.ref for one in receipts}) == 300
    assert sqlite.counts()[State.QUEUED] == 300


def test_no_more_wait_than_may(sqlite, beside):
    """What is too much is refused at once; what had come before is stored."""

    async def put():
        intake = Intake(sqlite, bound=3)
        with held(beside):
            waiting = [asyncio.create_task(intake.put(notice(number))) for number in range(5)]
            await asyncio.sleep(0)
            with pytest.raises(Full):
                await intake.put(notice(6))
        return await asyncio.gather(*waiting, return_exceptions=True)

    *stored, fourth, fifth = run(put)
    assert [type(fourth), type(fifth)] == [Full, Full]
    assert {one.ref for one in stored} == {one.ref for one in sqlite.listed(State.QUEUED)}


def test_who_does_not_wait_keeps_nobody_from_a_receipt(sqlite, beside):
    """One that was given up while it was being stored is stored all the same."""

    async def put():
        intake = Intake(sqlite)
        with held(beside):
            waiting = [asyncio.create_task(intake.put(notice(number))) for number in range(3)]
            await asyncio.sleep(0.05)
            waiting[1].cancel()
        return await asyncio.gather(*waiting, return_exceptions=True)

    first, given_up, last = run(put)
    assert isinstance(given_up, asyncio.CancelledError)
    assert {first.ref, last.ref} < {one.ref for one in sqlite.listed(State.QUEUED)}


def test_a_database_that_is_away_is_told_to_everybody_and_the_next_are_stored(sqlite, beside):
    """Nothing is acknowledged that is not stored, and the intake goes on when it is back."""

    async def put():
        intake = Intake(sqlite)
        METADATA.drop_all(beside)
        lost = [asyncio.create_task(intake.put(notice(number))) for number in range(3)]
        await asyncio.sleep(0)
        lost[2].cancel()
        told = await asyncio.gather(*lost, return_exceptions=True)
        METADATA.create_all(beside)
        return told, await intake.put(notice(7))

    told, receipt = run(put)
    assert [type(one) for one in told] == [OperationalError, OperationalError, asyncio.CancelledError]
    assert [one.ref for one in sqlite.listed(State.QUEUED)] == [receipt.ref]


def test_an_inbox_that_is_full_says_when_to_come_back(inbox):
    """503 with Retry-After to mentions and comments; to a ping a fault, as the protocol has it."""
    inbox.inbox.intake = Intake(inbox.store, bound=0)
    comment = {"target": OPEN, "name": "Una", "text": "Yes.", "do": "send", "website_confirmation": ""}
    for answer in (inbox.mention("https://reader.example/"), inbox.post("/comment", **comment)):
        assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    assert call(inbox, "https://reader.example/", OPEN).faultCode == 0
    assert not any(inbox.store.counts().values())
