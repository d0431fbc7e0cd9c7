"""The nouns of the house, as frozen values. Nothing here knows of Pelican.

They are structs, as views are: a site has them by the ten thousand, and a dataclass takes ten times as long
to make.
"""

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR, date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

#: Whether something takes more responses, as settings and files say it.
Open = Literal["open", "closed"]


def is_in_calendar(date: datetime) -> bool:
    """Return whether a date can be told in every time zone; the first and the last year cannot."""
    return MINYEAR < date.year < MAXYEAR


class Visibility(StrEnum):
    """Who gets to see a post."""

    PUBLISHED = "published"
    HIDDEN = "hidden"  # written, listed nowhere
    DRAFT = "draft"  # not yet public, or dated in the future


class Claim(msgspec.Struct, frozen=True):
    """A post's word that it belongs to a series, and as which number."""

    slug: str
    name: str
    number: float | None = None


class Post(msgspec.Struct, frozen=True):
    """What partwork knows of an article. `source` is its path below the content folder, and its identity."""

    source: str
    slug: str
    lang: str
    title: str  # inline HTML
    url: str  # below the site's address
    date: datetime
    visibility: Visibility = Visibility.PUBLISHED
    modified: datetime | None = None
    summary: str = ""  # plain text
    words: int = 0
    claims: tuple[Claim, ...] = ()
    label: str = ""
    mentions: bool = True  # whether those it links to are told


def in_time(posts: Iterable[Post]) -> list[Post]:
    """Return posts in the order of their dates; those of one date in that of their sources."""
    # Two sorts by one value each take half the time of one by both.
    return sorted(sorted(posts, key=attrgetter("source")), key=attrgetter("date"))


class Status(StrEnum):
    """How a series stands."""

    ONGOING = "ongoing"
    COMPLETE = "complete"
    PAUSED = "paused"


class Numbering(StrEnum):
    """How the parts of a series are numbered."""

    ROMAN = "roman"
    ARABIC = "arabic"
    WORDS = "words"
    NONE = "none"


class Listed(msgspec.Struct, frozen=True):
    """A line of a manifest's list: the slug of a part, or the title of a planned one."""

    text: str
    planned: bool
    line: int


class Manifest(msgspec.Struct, frozen=True):
    """The file that describes a series. `listed` is None where it leaves the order to the parts."""

    source: str
    slug: str
    lang: str
    title: str  # inline HTML
    summary: str = ""
    status: Status = Status.ONGOING
    numbering: Numbering | None = None
    listed: tuple[Listed, ...] | None = None
    cover: str = ""
    cover_line: int = 0
    mentions: bool = True


class Label(msgspec.Struct, frozen=True):
    """What a part is called. `number` is its place among the numbered parts; None where a label was given."""

    text: str
    number: int | None = None


class Part(msgspec.Struct, frozen=True):
    """A published post at its place in a series."""

    rank: int
    label: Label
    post: Post

    @property
    def source(self) -> str:
        """The source of the post."""
        return self.post.source


class Planned(msgspec.Struct, frozen=True):
    """A part that is announced and not yet to be read. `source` is set where a draft of it exists."""

    rank: int
    label: Label
    title: str  # inline HTML
    slug: str
    source: str = ""


class Series(msgspec.Struct, frozen=True):
    """An ordered set of parts under one title, in one language."""

    slug: str
    lang: str
    title: str  # inline HTML
    entries: tuple[Part | Planned, ...]
    summary: str = ""
    status: Status = Status.ONGOING
    numbering: Numbering = Numbering.ROMAN
    manifest: Manifest | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The series among all: its slug and its language."""
        return self.slug, self.lang

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that can be read, in reading order."""
        return tuple(entry for entry in self.entries if isinstance(entry, Part))

    @property
    def numbered(self) -> int:
        """How many numbered parts are announced."""
        return sum(entry.label.number is not None for entry in self.entries)

    @property
    def has_planned(self) -> bool:
        """Whether something is announced that cannot be read yet."""
        return any(isinstance(entry, Planned) for entry in self.entries)


class Kind(StrEnum):
    """How a response reached the post."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"
    WEBMENTION = "webmention"


class Type(StrEnum):
    """What the page of a mention does with the post, in the words of microformats."""

    MENTION = "mention"
    REPLY = "reply"
    LIKE = "like"
    REPOST = "repost"
    BOOKMARK = "bookmark"
    RSVP = "rsvp"


class Response(msgspec.Struct, frozen=True):
    """What somebody said about a post. Its anchor is ``#comment-<id>``, for ever.

    `ref` is what the inbox that heard it calls it. `gone` is the day on which its source was found dead.
    """

    id: int
    kind: Kind
    published: datetime
    type: Type = Type.MENTION
    name: str = ""
    url: str = ""
    source: str = ""
    reply_to: int | None = None
    by_author: bool = False
    gone: date | None = None
    ref: str = ""
    withdrawn: bool = False
    html: str = ""  # as it came: hostile until cleaned
    markdown: str = ""


class Node(msgspec.Struct, frozen=True):
    """A response at its place in a thread. `depth` counts from 1; `parent` is what it answers."""

    response: Response
    depth: int
    parent: int | None = None


class Thread(msgspec.Struct, frozen=True):
    """The responses of one post in reading order, a tree told as a list with depths.

    `said` are those there are to read: one that was withdrawn is but a node that holds its answers.
    """

    nodes: tuple[Node, ...] = ()
    said: tuple[Response, ...] = ()
    repairs: tuple[str, ...] = ()


class Site(msgspec.Struct, frozen=True):
    """What every page shares. `url` is absolute and has no slash at the end, or is empty.

    `author` is who answers for its feeds; Atom wants somebody.
    """

    name: str
    url: str
    lang: str
    timezone: ZoneInfo
    subtitle: str = ""
    author: str = ""
    home: str = ""  # what to add to the site's address to get to the home page

    def absolute(self, url: str) -> str:
        """Return `url` below the site's address; unchanged where the site has no address yet."""
        return f"{self.url}/{url}" if self.url else url


class DateView(msgspec.Struct, frozen=True):
    """A date as a page shows it: `iso` for machines, `text` for people."""

    iso: str
    text: str
