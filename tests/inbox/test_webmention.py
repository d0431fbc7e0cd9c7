"""The webmention endpoint, by the ids of the receiver's checklist (8.2), over real sockets."""

import json

import pytest

from partwork.inbox.words import State
from tests.inbox.running import CLOSED, OLD, OPEN, SITE, running

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_wr_r01_wr_r10_a_mention_is_acknowledged_with_where_to_ask_for_its_fate(inbox, sources):
    """201, a Location that answers for people and for programs, before anybody is asked anything."""
    source = sources.page("/a", "I read")
    answer = inbox.mention(source)
    assert answer.status == 201
    assert sources.asked == []
    path = answer.headers["location"].removeprefix(inbox.address)
    assert json.loads(inbox.ask("GET", path).text)["status"] == "queued"
    assert "It will be looked at soon" in inbox.ask("GET", path, headers={"Accept": "text/html"}).text
    inbox.work()
    assert json.loads(inbox.ask("GET", path).text)["status"] == "pending"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("jwoijgoisdjlskjegisvjowuehjtkx", OPEN),
        ("https://reader.example/", "owiejduvyeiwljjjcjmvbpsouehgd"),
        ("jwoijgoisdjlskjegisvjowuehjtkx", "owiejduvyeiwljjjcjmvbpsouehgd"),
    ],
)
def test_wr_r02_what_is_no_address_is_refused(inbox, source, target):
    """webmention.rocks, receiver test 2."""
    assert inbox.mention(source, target).status == 400


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"source=https://reader.example/&target={OPEN}&target={OPEN}",
        f"source=https://reader.example/&source=https://reader.example/&target={OPEN}",
        f"source=&target={OPEN}",
        "source=https://reader.example/",
        f"target={OPEN}",
        f"source[]=https://reader.example/&target={OPEN}",
        f"source=%FF&target={OPEN}",
    ],
)
def test_wr_r03_a_parameter_that_is_missing_empty_or_repeated_is_refused(inbox, body):
    """Exactly one source and one target, in UTF-8."""
    answer = inbox.ask("POST", "/webmention", body, FORM)
    assert answer.status == 400
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "source",
    [
        "ftp://reader.example/",
        "javascript:alert(1)",
        "https://user:secret@reader.example/",
        "https://reader.example/\n",
        "https://reader.example/\x00",
        "https://reader.example:22/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://localhost/",
        "https://reader.example/" + "a" * 2048,
    ],
)
def test_wr_r04_a_source_that_must_not_be_asked_is_refused(inbox, source):
    """Before it is stored, and without a look at the network."""
    assert inbox.mention(source).status == 400
    assert sum(inbox.store.counts().values()) == 0


@pytest.mark.parametrize("source", [OPEN, f"{OPEN}#comment-1"])
def test_wr_r05_a_page_does_not_mention_itself(inbox, source):
    """Source and target are compared without their fragments."""
    assert inbox.mention(source).status == 400


@pytest.mark.parametrize(
    "target", [CLOSED, OLD, f"{SITE}/nothing.html", "https://elsewhere.example/open.html"]
)
def test_wr_r06_a_target_that_is_closed_or_not_ours_is_refused(inbox, target):
    """Closed by the author, closed by age, unknown, and another's."""
    assert inbox.mention("https://reader.example/", target).status == 400


@pytest.mark.parametrize(
    "target", [f"{OPEN}#part", OPEN.replace("https:", "http:"), OPEN.replace("essays", "Essays")]
)
def test_wr_r06_another_writing_of_the_same_page_is_taken(inbox, target):
    """The fragment is ignored; http and https are one site, and hosts know no case."""
    assert inbox.mention("https://reader.example/", target).status == 201


@pytest.mark.parametrize(
    "media_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""]
)
def test_wr_r07_another_media_type_is_refused(inbox, media_type):
    """415, with the one that is meant."""
    body = json.dumps({"source": "https://reader.example/", "target": OPEN})
    answer = inbox.ask("POST", "/webmention", body, {"Content-Type": media_type})
    assert answer.status == 415
    assert "application/x-www-form-urlencoded" in answer.text


def test_wr_r08_more_parameters_are_ignored_and_a_large_body_is_refused(inbox):
    """A vouch or a code does no harm; seventeen kilobytes do."""
    assert inbox.mention("https://reader.example/", vouch="https://v.example/", code="c").status == 201
    assert inbox.mention("https://reader.example/", more="x" * 17_000).status == 413


def test_wr_r09_a_person_finds_a_form(inbox):
    """GET shows it, HEAD answers, and other methods are told which there are."""
    page = inbox.ask("GET", f"/webmention?target={OPEN}")
    assert page.status == 200
    assert f'value="{OPEN}"' in page.text
    assert inbox.ask("HEAD", "/webmention").status == 200
    refused = inbox.ask("PUT", "/webmention")
    assert refused.status == 405
    assert {"GET", "POST"} <= set(refused.headers["allow"].split(", "))


def test_wr_r11_who_comes_too_often_must_wait(sqlite, tmp_path):
    """429 with Retry-After, for one pair and for one network address."""
    with running(sqlite, tmp_path, burst=8, per_minute=1) as inbox:
        again = [inbox.mention("https://reader.example/") for _ in range(6)]
        assert [one.status for one in again] == [201] * 5 + [429]
        assert int(again[-1].headers["retry-after"]) > 0
        others = [inbox.mention(f"https://reader{number}.example/").status for number in range(4)]
        assert others == [201, 201, 429, 429]


def test_wr_r12_the_same_pair_twice_is_looked_at_once(inbox, sources):
    """Two notices before the first look are one job."""
    source = sources.page("/a", "I read")
    first, second = inbox.mention(source), inbox.mention(source)
    assert first.headers["location"] == second.headers["location"]
    assert inbox.work() == 1
    assert len(sources.asked) == 1


def test_wr_r13_what_was_sent_comes_back_as_plain_text(inbox):
    """No error can be made a page."""
    answer = inbox.mention("<script>alert(1)</script>")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_wr_r14_no_cookie_and_no_leave_for_other_origins(inbox):
    """Nothing of the endpoint works with somebody's credentials."""
    answer = inbox.mention("https://reader.example/")
    assert "set-cookie" not in answer.headers
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_page_of_the_site_itself_is_no_mention(inbox):
    """What the parts of one site say about each other, the site shows by itself."""
    assert inbox.mention(CLOSED).status == 400


def test_wr_o02_a_blocked_host_is_refused(inbox):
    """403, and nothing stored."""
    inbox.login().decide("block", "reader.example")
    assert inbox.mention("https://reader.example/").status == 403
    assert sum(inbox.store.counts().values()) == 0


def test_what_a_source_says_waits_for_the_author(inbox, sources):
    """Title and words of the page, with the state that lets nothing out."""
    inbox.mention(sources.page("/a", "I read"))
    inbox.work()
    (one,) = inbox.store.listed(State.PENDING)
    assert one.source == f"http://{sources.host}/a"
    assert "I read" in one.words.html


def test_wr_v16_an_update_without_the_link_takes_it_back(inbox, sources):
    """The source is sent again, and links no more."""
    source = sources.page("/a", "I read")
    inbox.mention(source)
    inbox.work()
    sources.pages["/a"] = (200, "<title>t</title><p>Nothing here.</p>")
    inbox.mention(source)
    inbox.work()
    assert inbox.store.counts()[State.WITHDRAWN] == 1
