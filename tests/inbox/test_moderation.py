"""The pages behind the login, and what is decided there."""

import re

import pytest

from partwork.errors import PartworkError
from partwork.inbox.desk import Desk
from partwork.inbox.sessions import LASTS, fits, hashed
from partwork.inbox.words import State
from tests.inbox.running import OPEN, PASSWORD, TOKEN, running

NOW = 1_790_000_000


@pytest.fixture
def waiting(inbox, sources):
    """An inbox in which two mentions wait, and their refs, the newer first."""
    for name in ("a", "b"):
        inbox.mention(sources.page(f"/{name}", f"<b>Words</b> of {name}"))
    inbox.work()
    return inbox, [one.ref for one in inbox.store.listed(State.PENDING)]


def exported(inbox):
    """Return what a site would pull."""
    answer = inbox.ask("GET", "/export", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status == 200
    return answer.text


@pytest.mark.parametrize("path", ["/moderate", "/moderate/log", "/moderate?state=approved"])
def test_nobody_gets_in_without_the_password(inbox, path):
    """Each page sends to the login; a forged cookie is none."""
    for cookie in ({}, {"Cookie": "partwork=forged"}):
        answer = inbox.ask("GET", path, headers=cookie)
        assert (answer.status, answer.headers["location"]) == (303, f"{inbox.address}/moderate/login")
    assert inbox.post("/moderate/decide", action="approve", what="x").status == 303
    assert inbox.post("/moderate/login", password="wrong").status == 403


def test_the_cookie_is_for_these_pages_and_no_script(inbox):
    """HttpOnly, SameSite=Strict, for the moderation alone, and only its digest is stored."""
    cookie = inbox.post("/moderate/login", password=PASSWORD).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/moderate"} <= set(cookie.split("; "))


def test_who_guesses_must_wait(inbox):
    """After five tries in a row even the right password waits."""
    tries = [inbox.post("/moderate/login", password="guess").status for _ in range(6)]
    assert tries == [403] * 5 + [429]
    assert inbox.post("/moderate/login", password=PASSWORD).status == 429


def test_a_session_ends(sqlite, tmp_path):
    """By itself after twelve hours, and at once by logging out."""
    time = [float(NOW)]
    with running(sqlite, tmp_path, clock=lambda: time[0]) as inbox:
        desk, other = inbox.login(), inbox.login()
        inbox.post("/moderate/logout", {"Cookie": desk.cookie}, csrf=desk.csrf)
        assert inbox.ask("GET", "/moderate", headers={"Cookie": desk.cookie}).status == 303
        assert inbox.ask("GET", "/moderate", headers={"Cookie": other.cookie}).status == 200
        time[0] += LASTS + 1
        assert inbox.ask("GET", "/moderate", headers={"Cookie": other.cookie}).status == 303


def test_only_forms_of_the_session_are_taken(waiting):
    """Another session's token, none, and a form of another site change nothing (CSRF)."""
    inbox, (ref, _) = waiting
    desk, other = inbox.login(), inbox.login()
    for csrf in ("", other.csrf, "forged"):
        answer = inbox.post(
            "/moderate/decide", {"Cookie": desk.cookie}, csrf=csrf, action="approve", what=ref
        )
        assert answer.status == 403
    foreign = {"Cookie": desk.cookie, "Origin": "https://evil.example"}
    answer = inbox.post("/moderate/decide", foreign, csrf=desk.csrf, action="approve", what=ref)
    assert answer.status == 403
    assert inbox.store.counts()[State.PENDING] == 2


def test_the_queue_shows_what_was_said_cleaned(waiting):
    """Title, source, words and target, with a button for each decision."""
    inbox, refs = waiting
    page = inbox.login().read()
    assert page.count("<article") == 2
    assert "An Open &lt;Post&gt;" in page
    assert re.findall(r'id="(\w{32})"', page) == refs


def test_approve_reject_and_undo(waiting):
    """WR-O03: what is approved can be pulled; undone, it waits again."""
    inbox, (newer, older) = waiting
    desk = inbox.login()
    assert desk.decide("approve", older).status == 303
    assert desk.decide("reject", newer).status == 303
    assert older in exported(inbox)
    assert newer not in exported(inbox)
    log = desk.read("/moderate/log")
    decision = re.search(r"approve .*? on .*?name=\"what\" value=\"(\d+)\"", log, re.DOTALL)[1]
    desk.decide("undo", decision)
    assert inbox.store.find(older).state is State.PENDING
    assert older not in exported(inbox)
    assert desk.decide("undo", decision).status == 404


def test_what_was_approved_and_is_rejected_later_is_taken_back(waiting):
    """The site is told to take it out."""
    inbox, (ref, _) = waiting
    desk = inbox.login()
    desk.decide("approve", ref)
    desk.decide("reject", ref)
    assert f'"ref":"{ref}"' in exported(inbox)
    assert '"withdrawn":true' in exported(inbox)


def test_a_host_is_blocked_with_all_that_waits_of_it_and_unblocked(waiting, sources):
    """One button for a spammer; undo gives everything back."""
    inbox, _ = waiting
    desk = inbox.login()
    host = sources.host.partition(":")[0]
    desk.decide("block", host)
    assert inbox.store.counts()[State.REJECTED] == 2
    assert inbox.mention(sources.page("/c", "more")).status == 403
    (decision,) = [one.id for one in Desk(inbox.store, "test").log() if one.action == "block"]
    desk.decide("undo", str(decision))
    assert inbox.store.counts()[State.PENDING] == 2
    assert inbox.mention(sources.page("/c", "more")).status == 201


def test_a_trusted_host_needs_no_approval(inbox, sources):
    """What comes from it is approved when it was looked at."""
    inbox.login().decide("allow", "127.0.0.1")
    inbox.mention(sources.page("/a", "a friend"))
    inbox.work()
    assert inbox.store.counts()[State.APPROVED] == 1


def test_the_export_needs_its_token(inbox):
    """Without it, with another, and with a password: 401."""
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": PASSWORD}):
        assert inbox.ask("GET", "/export", headers=headers).status == 401


def test_long_queues_have_pages(inbox):
    """Twenty-five on a page, and a link to what is older."""
    for number in range(30):
        fields = {"target": OPEN, "do": "send", "website_confirmation": ""}
        inbox.inbox._comments._buckets.clear()
        inbox.post("/comment", text=f"Comment {number}.", **fields)
    desk = inbox.login()
    first = desk.read()
    assert first.count("<article") == 25
    older = re.search(r'href="(/moderate\?state=pending&amp;before=\d+)"', first)[1].replace("&amp;", "&")
    assert desk.read(older).count("<article") == 5


@pytest.mark.parametrize(
    "path", ["/", "/webmention", "/moderate/login", f"/comment?target={OPEN}", "/nothing"]
)
def test_every_answer_is_hardened(inbox, path):
    """A policy without scripts and frames, no sniffing, no caching."""
    headers = inbox.ask("GET", path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"


def test_a_password_is_kept_as_a_hash_that_fits_it_alone():
    """Two hashes of one password differ; what is no hash is told."""
    kept = hashed("maps")
    assert kept != hashed("maps")
    assert fits("maps", kept)
    assert not fits("map", kept)
    with pytest.raises(PartworkError, match="partwork inbox password"):
        fits("maps", "maps")
