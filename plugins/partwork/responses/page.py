"""Views of a thread: what stands below a post."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from urllib.parse import quote

import msgspec
from markupsafe import Markup, escape

from partwork.model import DateView, Kind, Node, Response, Thread, Type
from partwork.responses import clean

_KIND_WORDS = {
    Kind.COMMENT: "",
    Kind.PINGBACK: "Pingback",
    Kind.TRACKBACK: "Trackback",
    Kind.WEBMENTION: "Mention",
}
_TYPE_WORDS = {
    Type.REPLY: "Reply",
    Type.LIKE: "Like",
    Type.REPOST: "Repost",
    Type.BOOKMARK: "Bookmark",
    Type.RSVP: "RSVP",
}
_PROPERTIES = {Type.LIKE: "u-like", Type.REPOST: "u-repost", Type.BOOKMARK: "u-bookmark"}
_NAMELESS = Markup("Anonymous")
_NOTHING = Markup("")
_WITHDRAWN = Markup("a response that was withdrawn")


class ResponseView(msgspec.Struct, frozen=True):
    """A response and the answers to it. `in_reply_to` is set where the nesting does not show it.

    `url` is where the name leads: to the one who said it, or else to the page that says it. `source` is that
    page where the name leads elsewhere, and empty where it is `gone`. `microformat` is the property of the
    post that the response is. One that was withdrawn says nothing, and holds the place of its answers.
    """

    id: int
    kind: str
    kind_word: str
    microformat: str
    name: Markup
    url: Markup
    source: Markup
    gone: DateView | None
    withdrawn: bool
    html: Markup
    date: DateView
    by_author: bool
    in_reply_to: Markup
    in_reply_to_id: int
    answer: Markup  # where it can be answered; empty for nowhere
    answers: "tuple[ResponseView, ...]"


class Reply(msgspec.Struct, frozen=True):
    """How a reader can answer, by the ways the site has. `form` is where a comment is sent to."""

    mailto: Markup
    own_site: bool
    form: Markup = _NOTHING
    target: Markup = _NOTHING


class ThreadView(msgspec.Struct, frozen=True):
    """The thread of a post. `heading` is "4 thoughts on “Title”", empty where there are none."""

    count: int
    heading: Markup
    responses: tuple[ResponseView, ...]
    closed: bool
    reply: Reply | None
    feed: str = ""


class Ways(msgspec.Struct, frozen=True):
    """The ways a site takes replies: a mailbox, endpoints for mentions and for comments; empty for none."""

    address: str
    mentions: str
    comments: str = ""


def heading(count: int, title: str) -> Markup:
    """Return the heading in WordPress's manner; `title` is inline HTML."""
    if not count:
        return Markup("")
    thoughts = "One thought" if count == 1 else f"{count:,} thoughts"
    return Markup(f"{thoughts} on “{title}”")  # noqa: S704 - made inline HTML by text.inline


def thread_view(
    thread: Thread,
    title: str,
    html: Callable[[Response], Markup],
    moment: Callable[[datetime], DateView],
    month: Callable[[date], DateView],
    *,
    closed: bool,
    reply: Reply | None,
    feed: str = "",
) -> ThreadView:
    """Return the view of a thread; "closed" is told only where there is something to read."""
    return ThreadView(
        count=len(thread.said),
        heading=heading(len(thread.said), title),
        responses=_nested(thread.nodes, html, moment, month, _answers(reply)),
        closed=closed and bool(thread.said),
        reply=reply,
        feed=feed,
    )


def reply(ways: Ways, title: str, url: str, *, comments_open: bool, pings_open: bool) -> Reply | None:
    """Return how to answer the post `title` (plain text) at `url`, or None where it takes no answers."""
    mailto = ""
    if comments_open and ways.address:
        mailto = f"mailto:{quote(ways.address, safe='@')}?subject={quote(f'Re: {title}', safe='')}"
    own_site = pings_open and bool(ways.mentions)
    form = ways.comments if comments_open else ""
    if not (mailto or own_site or form):
        return None
    return Reply(escape(mailto), own_site, escape(form), escape(url) if form else Markup(""))


def in_order(thread: ThreadView) -> Iterator[ResponseView]:
    """Yield the responses of a thread as a reader meets them."""
    waiting = [*reversed(thread.responses)]
    while waiting:
        response = waiting.pop()
        yield response
        waiting.extend(reversed(response.answers))


def _answers(reply: Reply | None) -> Callable[[int], Markup]:
    """Return what makes the address at which a response can be answered: the form, told which."""
    if reply is None or not reply.form:
        return lambda _: Markup("")
    begun = f"{reply.form}?target={quote(reply.target.unescape(), safe='')}&amp;reply_to="
    return lambda number: Markup(f"{begun}{number}")  # noqa: S704 - escaped or quoted, piece by piece


def _nested(
    nodes: Sequence[Node],
    html: Callable[[Response], Markup],
    moment: Callable[[datetime], DateView],
    month: Callable[[date], DateView],
    answer: Callable[[int], Markup],
) -> tuple[ResponseView, ...]:
    """Return the tree of views. Levels are few, so the list of nodes is folded from its end."""
    names = {node.response.id: _name(node.response) for node in nodes}
    waiting: dict[int, list[ResponseView]] = {}
    above = _shown_below(nodes)
    for node in reversed(nodes):
        response = node.response
        answers = tuple(reversed(waiting.pop(node.depth + 1, [])))
        hidden = node.parent is not None and node.parent != above[response.id]
        url, source = _leads_to(response)
        view = ResponseView(
            id=response.id,
            kind=_kind(response),
            kind_word=_kind_word(response),
            microformat=_PROPERTIES.get(response.type, "u-comment"),
            name=names[response.id],
            url=url,
            source=source,
            gone=month(response.gone) if response.gone else None,
            withdrawn=response.withdrawn,
            html=html(response),
            date=moment(response.published),
            by_author=response.by_author,
            in_reply_to=names[node.parent] if hidden and node.parent else Markup(""),
            in_reply_to_id=node.parent or 0,
            answer=Markup("") if response.withdrawn else answer(response.id),
            answers=answers,
        )
        waiting.setdefault(node.depth, []).append(view)
    return tuple(reversed(waiting.get(1, [])))


def _name(response: Response) -> Markup:
    return _WITHDRAWN if response.withdrawn else clean.name(response.name) or _NAMELESS


def _kind(response: Response) -> str:
    if response.kind is Kind.COMMENT or response.type is Type.MENTION:
        return response.kind.value
    return f"{response.kind.value} type-{response.type.value}"


def _kind_word(response: Response) -> str:
    if response.kind is Kind.COMMENT:
        return ""
    return _TYPE_WORDS.get(response.type) or _KIND_WORDS[response.kind]


def _leads_to(response: Response) -> tuple[Markup, Markup]:
    """Return where the name of a response leads, and where its kind does. No link leads to a dead page."""
    source = Markup("") if response.gone else clean.web_address(response.source)
    url = clean.web_address(response.url)
    return (url, source) if url and url != source else (source, Markup(""))


def _shown_below(nodes: Sequence[Node]) -> dict[int, int | None]:
    """Return, for each response, the one it is nested in."""
    above: dict[int, int | None] = {}
    latest: dict[int, int] = {}
    for node in nodes:
        above[node.response.id] = latest.get(node.depth - 1)
        latest[node.depth] = node.response.id
    return above
