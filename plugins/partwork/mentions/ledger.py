"""The ledger: which pages there were, and what was sent to whom. One JSON line a fact, later lines win.

It is committed with the content. Addresses are compared by their keys, so that a change from ``http`` to
``https``, or of the slash at the end, is no other page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

import msgspec

from partwork.address import key
from partwork.errors import Place, Problem
from partwork.text import shortened

_CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")


class Page(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True,
    tag="page", tag_field="fact",
):  # fmt: skip
    """A page that was published: its address, its file below the content, the hash of what it said.

    Of a page that is no more, `moved` says where its text is now, or `gone` since when it is nowhere.
    """

    url: str
    path: str = ""
    hash: str = ""
    moved: str = ""
    gone: date | None = None


class State(StrEnum):
    """How it stands with a mention."""

    SENT = "sent"
    WAITING = "waiting"  # to be sent again, when it is due
    REFUSED = "refused"
    GAVE_UP = "gave up"
    NO_ENDPOINT = "no endpoint"
    WITHDRAWN = "withdrawn"  # the target knows that the link is no more


class Mention(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True,
    tag="mention", tag_field="fact",
):  # fmt: skip
    """What became of telling `target` that the page at `url` links to it.

    `hash` is that of what the page said then, and empty where the news was that the link is no more. `held`
    says that the target has taken an earlier one, which would have to be taken back.
    """

    url: str
    target: str
    state: State
    hash: str = ""
    held: bool = False
    at: datetime
    tries: int = 0
    due: datetime | None = None
    protocol: Literal["webmention", "pingback", ""] = ""
    endpoint: str = ""
    status: int = 0
    location: str = ""
    why: str = ""


Fact = Page | Mention
_DECODER = msgspec.json.Decoder(Fact)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The facts: pages by key, and mentions by the keys of page and target."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    mentions: Mapping[tuple[str, str], Mention] = field(default_factory=dict)

    def with_facts(self, facts: Iterable[Fact]) -> "Ledger":
        """Return the ledger with more facts, which take the place of older ones."""
        pages, mentions = dict(self.pages), dict(self.mentions)
        for fact in facts:
            if isinstance(fact, Page):
                pages[key(fact.url)] = fact
            else:
                mentions[key(fact.url), key(fact.target)] = fact
        return Ledger(pages, mentions)


def decode(name: str, content: bytes) -> tuple[tuple[Fact, ...], tuple[Problem, ...]]:
    """Return the facts in the file `name` in their order, and what is wrong with its lines.

    A last line that was cut off, by a run that was killed, is none.
    """
    content = content[: whole(content)].removeprefix(b"\xef\xbb\xbf")
    try:
        return tuple(_DECODER.decode_lines(content)), ()
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    facts, problems = [], []
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            if line.strip():
                facts.append(_DECODER.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            problems.append(_unreadable(name, number, line, error))
    return tuple(facts), tuple(problems)


def whole(content: bytes) -> int:
    """Return how many bytes of a ledger are whole lines; the last may lack its line feed and be whole."""
    end = content.rfind(b"\n") + 1
    try:
        _DECODER.decode(content[end:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return end
    return len(content)


def encode(facts: Iterable[Fact]) -> bytes:
    """Return facts as lines."""
    return b"".join(msgspec.json.encode(fact) + b"\n" for fact in facts)


def in_order(ledger: Ledger) -> list[Fact]:
    """Return every fact: the pages by address, and after each what it has sent."""
    facts: list[Fact] = [*ledger.pages.values(), *ledger.mentions.values()]
    return sorted(facts, key=lambda fact: (fact.url, fact.target if isinstance(fact, Mention) else ""))


def _unreadable(name: str, number: int, line: bytes, error: Exception) -> Problem:
    mend = "Correct it, or take it out: what it says was sent is then sent again."
    if line.startswith(_CONFLICT):
        mend = "Keep the lines of both sides and take the marks out: later lines win."
    words = str(error) if isinstance(error, msgspec.DecodeError) else "It is not UTF-8"
    value = shortened(line.decode(errors="replace").strip(), 120)
    return Problem(f"A line of the ledger cannot be read: {words}.", Place(name, number), value, mend)
