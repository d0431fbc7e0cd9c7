"""The reply form: looked at, sent, and never shown before the author has read it."""

import pytest
from bs4 import BeautifulSoup

from partwork.inbox.words import State
from tests.inbox.running import CLOSED, OLD, OPEN, SITE, running

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a> **bold**'
)


def form(text):
    """Return the fields of the form in a page."""
    soup = BeautifulSoup(text, "html5lib")
    fields = {field["name"]: field.get("value", "") for field in soup.select("form input")}
    return {**fields, "text": soup.select_one("textarea").text.removeprefix("\n")}


def test_a_comment_is_previewed_then_sent(inbox):
    """The static page's form leads to a preview, the preview's to the author's queue."""
    shown = inbox.post(
        "/comment", target=OPEN, text="I *am* from Hask.", name="Una", url="https://una.example/"
    )
    assert shown.status == 200
    assert "<em>am</em>" in shown.text
    assert sum(inbox.store.counts().values()) == 0
    sent = inbox.post("/comment", do="send", **form(shown.text))
    assert sent.status == 303
    (one,) = inbox.store.listed(State.PENDING)
    assert (one.target, one.words.name, one.words.url) == (OPEN, "Una", "https://una.example/")
    assert one.words.markdown == "I *am* from Hask."
    assert one.words.published
    fate = inbox.ask(
        "GET", sent.headers["location"].removeprefix(inbox.address), headers={"Accept": "text/html"}
    )
    assert "waits for the author" in fate.text
    assert OPEN in fate.text


def test_the_preview_is_as_harmless_as_the_site(inbox):
    """What a stranger writes is cleaned there as it will be on the page, and escaped in the form."""
    shown = inbox.post("/comment", target=OPEN, text=HOSTILE, name='"><script>alert(2)</script>', url="")
    soup = BeautifulSoup(shown.text, "html5lib")
    assert not soup.select("script, img, a[href^=javascript]")
    assert soup.select_one(".said strong").text == "bold"
    assert form(shown.text)["text"] == HOSTILE
    assert form(shown.text)["name"] == '"><script>alert(2)</script>'


def test_an_answer_says_what_it_answers(inbox):
    """The link beside a response opens the form for it."""
    page = inbox.ask("GET", f"/comment?target={OPEN}&reply_to=101&name=forged")
    assert page.status == 200
    assert f'href="{OPEN}#comment-101"' in page.text
    assert form(page.text)["name"] == ""
    shown = inbox.post("/comment", **{**form(page.text), "text": "Yes."})
    inbox.post("/comment", do="send", **form(shown.text))
    assert inbox.store.listed(State.PENDING)[0].words.reply_to == 101


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "  "}, "the comment is empty"),
        ({"text": "x" * 20_001}, "20,000 are as many"),
        ({"text": "x", "url": "javascript:alert(1)"}, "must begin with http"),
        ({"text": "x", "url": "una.example"}, "must begin with http"),
    ],
)
def test_a_fault_is_told_and_nothing_is_lost(inbox, fields, told):
    """The form comes back with what was written, and stores nothing."""
    answer = inbox.post("/comment", target=OPEN, do="send", website_confirmation="", name="Una", **fields)
    assert answer.status == 400
    assert told in answer.text
    assert form(answer.text)["name"] == "Una"
    assert sum(inbox.store.counts().values()) == 0


@pytest.mark.parametrize(
    ("target", "status"), [(CLOSED, 403), (OLD, 403), (f"{SITE}/nothing.html", 400), ("", 400)]
)
def test_a_page_that_is_closed_or_not_there_takes_no_comment(inbox, target, status):
    """Closed by the author, by age; unknown; none."""
    assert inbox.post("/comment", target=target, text="x", do="send").status == status


@pytest.mark.parametrize("trap", [{"website_confirmation": "https://spam.example/"}, {}])
def test_what_falls_into_the_trap_is_thanked_and_dropped(inbox, trap):
    """A program that fills every field, or sends without the form, learns nothing."""
    answer = inbox.post("/comment", target=OPEN, text="pills", do="send", **trap)
    assert answer.status == 303
    assert answer.headers["location"].endswith("/thanks")
    assert sum(inbox.store.counts().values()) == 0


def test_the_same_form_sent_twice_is_one_comment(inbox):
    """A double click does no harm."""
    fields = {
        "target": OPEN,
        "text": "Once.",
        "name": "Una",
        "url": "",
        "do": "send",
        "website_confirmation": "",
    }
    first, second = inbox.post("/comment", **fields), inbox.post("/comment", **fields)
    assert first.headers["location"] == second.headers["location"]
    assert inbox.store.counts()[State.PENDING] == 1


def test_who_comments_too_often_must_wait(sqlite, tmp_path):
    """429 after the burst, and a preview costs nothing."""
    with running(sqlite, tmp_path, comments_burst=2, comments_per_minute=1) as inbox:
        fields = {"target": OPEN, "do": "send", "website_confirmation": ""}
        sent = [inbox.post("/comment", text=f"{number}", **fields).status for number in range(3)]
        assert sent == [303, 303, 429]
        assert inbox.post("/comment", target=OPEN, text="a preview").status == 200


def test_nothing_of_a_commenter_but_what_was_written_is_kept(inbox):
    """No network address in the row, no cookie in the answer."""
    answer = inbox.post("/comment", target=OPEN, text="x", do="send", website_confirmation="")
    assert "set-cookie" not in answer.headers
    (one,) = inbox.store.listed(State.PENDING)
    assert one.peer == ""
    assert "127.0.0.1" not in repr(one)
