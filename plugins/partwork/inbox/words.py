"""What was heard, as values: the states it goes through, and what was said."""

import hashlib
from enum import StrEnum

import msgspec

from partwork.model import Kind


class State(StrEnum):
    """How far something has come."""

    QUEUED = "queued"  # acknowledged; its source has not been looked at
    PENDING = "pending"  # waits for a decision
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # its source took it back
    FAILED = "failed"  # its source does not link here, or could not be had


class Words(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was said. Everything in it is a stranger's: hostile until cleaned."""

    name: str = ""
    url: str = ""
    published: str = ""  # ISO 8601; empty where the source gives none
    type: str = "mention"
    html: str = ""
    markdown: str = ""
    reply_to: int = 0


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What came in at an endpoint and waits to be stored."""

    kind: Kind
    target: str
    received: int
    source: str = ""
    host: str = ""
    peer: str = ""
    nonce: str = ""  # of a comment's form: the same form sent twice is one comment
    words: Words = Words()

    @property
    def key(self) -> str:
        """What makes two notices one: the source and the target, or a comment's form."""
        said = f"{self.source}\n{self.target}" if self.source else f"{self.nonce}\n{self.target}\ncomment"
        return hashlib.sha256(said.encode()).hexdigest()


class Receipt(msgspec.Struct, frozen=True):
    """The acknowledgement of a notice: its name for ever, and whether it was known before."""

    ref: str
    state: State
    known: bool = False


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Something the inbox has heard, as it stands in the store."""

    id: int
    ref: str
    kind: Kind
    state: State
    target: str
    source: str
    host: str
    peer: str
    asked: bool
    received: int
    leased: int
    tries: int
    verified: int | None
    approved: int | None
    gone: str
    why: str
    verdict: str
    digest: str
    words: Words
