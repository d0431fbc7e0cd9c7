"""What becomes of something heard, by its state and by what was found at its source."""

import pytest

from partwork.inbox.judge import AGAIN, WAITS, Finding, digest, judge
from partwork.inbox.words import Heard, State, Words
from partwork.mentions.verify import Verdict
from partwork.model import Kind

NOW = 1_790_000_000
SAID = Words(
    name="Una Skerrow", url="https://skerrow.example/", html="<p>My grandmother was born on Hask.</p>"
)


def heard(state, *, asked=True, words=SAID, **more):
    """Make something heard in a state."""
    given = {
        "id": 1,
        "ref": "a",
        "kind": Kind.WEBMENTION,
        "state": state,
        "target": "https://essays.example/resume.html",
        "source": "https://skerrow.example/hask",
        "host": "skerrow.example",
        "peer": "192.0.2.1",
        "asked": asked,
        "received": NOW - 100,
        "leased": NOW + 60,
        "tries": 0,
        "verified": None,
        "approved": NOW - 50 if state is State.APPROVED else None,
        "gone": "",
        "why": "",
        "verdict": "",
        "digest": digest(words),
        "words": words,
    }
    return Heard(**{**given, **more})


def after(one, verdict, words=None, rules=None):
    """Return the row as it is after a look at its source."""
    finding = Finding(verdict, "why", words)
    return judge(one, finding, NOW, rules or {})


def test_a_link_that_is_there_waits_for_the_author():
    """A new source that links here is pending with what it says, and looked at again in a month."""
    values = after(heard(State.QUEUED), Verdict.LINKS, SAID)
    assert (values["state"], values["words"], values["due"]) == (State.PENDING, SAID, NOW + AGAIN)


def test_who_pinged_is_forgotten_when_the_source_was_looked_at():
    """The network address of a pinger is kept for that one request."""
    assert after(heard(State.QUEUED), Verdict.LINKS, SAID)["peer"] == ""
    assert after(heard(State.QUEUED), Verdict.UNREACHABLE)["peer"] == ""


@pytest.mark.parametrize("verdict", [Verdict.NO_LINK, Verdict.GONE, Verdict.MISSING, Verdict.REFUSED])
def test_wr_v14_a_new_source_without_the_link_fails(verdict):
    """What does not link here is not shown, nor looked at again by itself; the reason is kept."""
    values = after(heard(State.QUEUED), verdict)
    assert (values["state"], values["due"], values["why"]) == (State.FAILED, None, "why")


@pytest.mark.parametrize("verdict", [Verdict.GONE, Verdict.NO_LINK], ids=["WR-V15", "WR-V16"])
@pytest.mark.parametrize("state", [State.APPROVED, State.PENDING])
def test_a_sender_takes_back_what_it_said(verdict, state):
    """Where the source says so itself, a page that is gone or links no more withdraws the mention."""
    assert after(heard(state), verdict)["state"] is State.WITHDRAWN


@pytest.mark.parametrize("verdict", [Verdict.GONE, Verdict.NO_LINK, Verdict.MISSING, Verdict.REFUSED])
def test_wr_o01_a_source_found_dead_on_schedule_is_marked_and_not_lost(verdict):
    """Nobody took it back: it stays approved, with the day since when its page is gone."""
    values = after(heard(State.APPROVED, asked=False), verdict)
    assert "state" not in values
    assert (values["gone"], values["due"]) == ("2026-09-21", NOW + AGAIN)


def test_the_day_a_source_died_stays():
    """A source that is still dead a month later died on the day it was first found so."""
    assert after(heard(State.APPROVED, asked=False, gone="2026-08-01"), Verdict.GONE)["gone"] == "2026-08-01"


def test_a_source_that_lives_again_is_not_marked():
    """The mark goes when the page is back."""
    one = heard(State.APPROVED, asked=False, gone="2026-08-01")
    assert after(one, Verdict.LINKS, SAID)["gone"] == ""


@pytest.mark.parametrize(("tries", "wait"), [*enumerate(WAITS)])
@pytest.mark.parametrize("state", [State.QUEUED, State.APPROVED])
def test_wr_v17_a_source_that_cannot_be_had_is_tried_again(state, tries, wait):
    """After a minute, an hour and a day; meanwhile nothing changes."""
    values = after(heard(state, tries=tries), Verdict.UNREACHABLE)
    assert "state" not in values
    assert (values["tries"], values["due"]) == (tries + 1, NOW + wait)


def test_wr_v17_a_new_source_that_can_never_be_had_fails_and_a_known_one_is_marked():
    """After the last try."""
    assert after(heard(State.QUEUED, tries=len(WAITS)), Verdict.UNREACHABLE)["state"] is State.FAILED
    values = after(heard(State.APPROVED, tries=len(WAITS)), Verdict.UNREACHABLE)
    assert "state" not in values
    assert values["gone"] == "2026-09-21"


@pytest.mark.parametrize(
    "changed",
    [
        Words(name="Una Skerrow", url="https://skerrow.example/", html="<p>Buy pills.</p>"),
        Words(name="Cheap Pills", url="https://skerrow.example/", html=SAID.html),
        Words(name="Una Skerrow", url="https://pills.example/", html=SAID.html),
        Words(name="Una Skerrow", url="https://skerrow.example/", html=SAID.html, type="like"),
    ],
    ids=["words", "name", "link", "WR-U03 type"],
)
def test_wr_u04_an_approved_mention_that_changes_goes_back_to_the_queue(changed):
    """Approval is of what was said, by whom: bait and switch gets nowhere."""
    values = after(heard(State.APPROVED, asked=False), Verdict.LINKS, changed)
    assert (values["state"], values["words"]) == (State.PENDING, changed)


def test_wr_u01_looking_again_at_what_is_the_same_changes_nothing():
    """A notice of an unchanged source, however often it comes, leaves the mention as it was."""
    one = heard(State.APPROVED)
    values = after(one, Verdict.LINKS, SAID)
    assert "state" not in values
    assert (values["words"], values["digest"]) == (one.words, one.digest)


def test_wr_u02_what_a_source_says_anew_takes_the_place_of_what_it_said():
    """While a mention waits, the author sees its newest words."""
    said = Words(name="U. Skerrow", url="https://skerrow.example/u", html="<p>On Hask, all three.</p>")
    values = after(heard(State.PENDING), Verdict.LINKS, said)
    assert (values["state"], values["words"], values["digest"]) == (State.PENDING, said, digest(said))


def test_wr_u04_white_space_and_case_are_no_change():
    """A source that was only formatted otherwise stays approved."""
    formatted = Words(name="Una  Skerrow", url=SAID.url, html=SAID.html.replace(" was", "\n  WAS"))
    assert "state" not in after(heard(State.APPROVED), Verdict.LINKS, formatted)


def test_wr_u06_what_was_withdrawn_comes_back_by_a_valid_notice_alone():
    """A deleted mention whose source links here again, and says so, waits for the author again."""
    assert after(heard(State.WITHDRAWN), Verdict.LINKS, SAID)["state"] is State.PENDING
    assert after(heard(State.WITHDRAWN), Verdict.NO_LINK)["due"] is None


def test_a_rejected_source_stays_rejected():
    """The author's word holds, however often a source is sent."""
    values = after(heard(State.REJECTED), Verdict.LINKS, SAID)
    assert "state" not in values
    assert values["due"] is None


def test_wr_o02_a_blocked_host_is_rejected_and_a_trusted_one_approved():
    """The lists of hosts decide what need not be asked."""
    assert (
        after(heard(State.QUEUED), Verdict.LINKS, SAID, {"skerrow.example": "block"})["state"]
        is State.REJECTED
    )
    values = after(heard(State.QUEUED), Verdict.LINKS, SAID, {"skerrow.example": "allow"})
    assert (values["state"], values["approved"]) == (State.APPROVED, NOW)
    assert (
        after(heard(State.QUEUED), Verdict.LINKS, SAID, {"other.example": "allow"})["state"] is State.PENDING
    )
