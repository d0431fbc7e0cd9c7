"""The file of what was sent: written, read, put in order, and what is wrong with it."""

import json
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partwork.mentions.ledger import Ledger, Mention, Page, State, decode, encode, in_order, whole
from tests.builders import PROPERTY
from tests.mentions.builders import NOW, SITE

PAGE = Page(url=f"{SITE}/one.html", path="one.md", hash="0123456789abcdef")
MENTION = Mention(
    url=f"{SITE}/one.html",
    target="https://elsewhere.example/ü?a=1&b=2#c",
    state=State.SENT,
    hash="0123456789abcdef",
    held=True,
    at=NOW,
    protocol="webmention",
    endpoint="https://elsewhere.example/webmention",
    status=202,
)

_words = st.text(max_size=12)
facts = st.one_of(
    st.builds(Page, url=_words, path=_words, hash=_words, moved=_words, gone=st.none() | st.dates()),
    st.builds(
        Mention,
        url=_words,
        target=_words,
        state=st.sampled_from(State),
        hash=_words,
        held=st.booleans(),
        at=st.datetimes(timezones=st.just(UTC)),
        tries=st.integers(0, 9),
        due=st.none() | st.datetimes(timezones=st.just(UTC)),
        protocol=st.sampled_from(["webmention", "pingback", ""]),
        endpoint=_words,
        status=st.integers(0, 599),
        location=_words,
        why=_words,
    ),
)


def test_a_fact_is_a_line_of_json_that_can_be_read():
    """What is as ever is left out; the page stands first, then whom it linked to and how it went."""
    assert encode([PAGE, MENTION]).decode().splitlines() == [
        '{"fact":"page","url":"https://patience.example/one.html","path":"one.md","hash":"0123456789abcdef"}',
        (
            '{"fact":"mention","url":"https://patience.example/one.html",'
            '"target":"https://elsewhere.example/ü?a=1&b=2#c","state":"sent","hash":"0123456789abcdef",'
            '"held":true,"at":"2026-11-24T12:00:00Z","protocol":"webmention",'
            '"endpoint":"https://elsewhere.example/webmention","status":202}'
        ),
    ]


@PROPERTY
@given(st.lists(facts))
def test_what_is_written_is_read(some):
    """Any facts, whatever strangers have put into them, come back as they were."""
    assert decode("mentions.jsonl", encode(some)) == (tuple(some), ())


@PROPERTY
@given(st.lists(facts, max_size=6), st.data())
def test_a_line_that_was_cut_off_is_none(some, data):
    """However much of the last line reached the disk, every line before it is read and no fault is told."""
    content = encode(some)
    cut = content[: data.draw(st.integers(content.rfind(b"\n", 0, -1) + 1 if content else 0, len(content)))]
    read, problems = decode("mentions.jsonl", cut)
    assert problems == ()
    assert read in (tuple(some), tuple(some[:-1]))
    assert whole(cut) in (len(cut), cut.rfind(b"\n") + 1)


@PROPERTY
@given(st.lists(facts))
def test_order_does_not_depend_on_what_came_when(some):
    """The same facts make the same bytes; a page stands before what it has sent."""
    ledger = Ledger().with_facts(some)
    ordered = in_order(ledger)
    again = Ledger().with_facts(reversed(ordered))
    assert encode(in_order(again)) == encode(ordered)
    assert [fact.url for fact in ordered] == sorted(fact.url for fact in ordered)


def test_later_lines_win_for_any_writing_of_an_address():
    """A fact takes the place of an older one of the same page and target."""
    later = Mention(
        url=f"{SITE.replace('https', 'http')}/one.html/",
        target="https://elsewhere.example/%C3%BC?a=1&b=2",
        state=State.REFUSED,
        at=NOW,
    )
    ledger = Ledger().with_facts([MENTION, PAGE, later, Page(url=PAGE.url, path="two.md")])
    assert [*ledger.mentions.values()] == [later]
    assert [page.path for page in ledger.pages.values()] == ["two.md"]


@pytest.mark.parametrize(
    ("line", "what", "mend"),
    [
        (b"{not json", "JSON is malformed", "take it out"),
        (b'{"fact":"page"}', "missing required field `url`", "take it out"),
        (b'{"fact":"page","url":1}', "Expected `str`, got `int` - at `$.url`", "take it out"),
        (b'{"fact":"page","url":"x","colour":"red"}', "unknown field `colour`", "take it out"),
        (b'{"fact":"letter","url":"x"}', "Invalid value 'letter' - at `$.fact`", "take it out"),
        (
            b'{"fact":"mention","url":"x","target":"y","at":"yesterday","state":"sent"}',
            "RFC3339",
            "take it out",
        ),
        (
            b'{"fact":"mention","url":"x","target":"y","at":"2026-11-24T12:00:00Z","state":"lost"}',
            "'lost'",
            "out",
        ),
        (b"<<<<<<< HEAD", "JSON is malformed", "Keep the lines of both sides"),
        (b'"\xff"', "", "take it out"),
    ],
)
def test_a_bad_line_is_told_with_its_place(line, what, mend):
    """File, line, the line itself and what to do; every bad line of the file, and the good ones are read."""
    read, problems = decode(
        "mentions.jsonl", encode([PAGE]) + line + b"\n\n" + line + b"\n" + encode([MENTION])
    )
    assert read == (PAGE, MENTION)
    assert [str(problem.where) for problem in problems] == ["mentions.jsonl:2", "mentions.jsonl:4"]
    assert what in problems[0].what
    assert problems[0].value == line.decode(errors="replace")
    assert mend in problems[0].mend


def test_lines_of_other_editors_are_read():
    """A byte order mark, carriage returns and empty lines do no harm."""
    content = b"\xef\xbb\xbf" + encode([PAGE, MENTION]).replace(b"\n", b"\r\n\r\n")
    assert decode("mentions.jsonl", content) == ((PAGE, MENTION), ())


def test_a_page_that_is_gone_says_since_when():
    """The day stands in the line."""
    line = json.loads(encode([Page(url="x", gone=date(2026, 11, 24))]))
    assert line == {"fact": "page", "url": "x", "gone": "2026-11-24"}


def test_a_hundred_thousand_facts_are_read_in_a_moment():
    """A large archive makes no run wait."""
    at = datetime(2026, 11, 24, tzinfo=UTC)
    content = encode(
        Mention(url=f"{SITE}/{n % 9999}.html", target=f"https://a.example/{n}", state=State.SENT, at=at)
        for n in range(100_000)
    )
    began = time.process_time()
    read, _ = decode("mentions.jsonl", content)
    ledger = Ledger().with_facts(read)
    ordered = encode(in_order(ledger))
    assert time.process_time() - began < 60
    assert len(ledger.mentions) == 100_000
    assert len(ordered) == len(content)
