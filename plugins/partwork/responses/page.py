"""Views of a thread: what stands below a post."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec
from markupsafe import Markup, escape

from partwork.model import DateView, Kind, Node, Response, Thread
from partwork.responses import clean

_KIND_WORDS = {
    Kind.COMMENT: "",
    Kind.PINGBACK: "Pingback",
    Kind.TRACKBACK: "Trackback",
    Kind.WEBMENTION: "Mention",
}
_NAMELESS = Markup("Anonymous")
_NOTHING = Markup("")


class ResponseView(msgspec.Struct, frozen=True):
    """A response and the answers to it. `in_reply_to` is set where the nesting does not show it."""

    id: int
    kind: str
    kind_word: str
    name: Markup
    url: Markup
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
    date: Callable[[datetime], DateView],
    *,
    closed: bool,
    reply: Reply | None,
    feed: str = "",
) -> ThreadView:
    """Return the view of a thread; "closed" is told only where there is something to read."""
    return ThreadView(
        count=len(thread.nodes),
        heading=heading(len(thread.nodes), title),
        responses=_nested(thread.nodes, html, date, _answers(reply)),
        closed=closed and bool(thread.nodes),
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
    date: Callable[[datetime], DateView],
    answer: Callable[[int], Markup],
) -> tuple[ResponseView, ...]:
    """Return the tree of views. Levels are few, so the list of nodes is folded from its end."""
    names = {node.response.id: clean.name(node.response.name) or _NAMELESS for node in nodes}
    waiting: dict[int, list[ResponseView]] = {}
    above = _shown_below(nodes)
    for node in reversed(nodes):
        response = node.response
        answers = tuple(reversed(waiting.pop(node.depth + 1, [])))
        hidden = node.parent is not None and node.parent != above[response.id]
        view = ResponseView(
            id=response.id,
            kind=response.kind.value,
            kind_word=_KIND_WORDS[response.kind],
            name=names[response.id],
            url=clean.web_address(response.url or response.source),
            html=html(response),
            date=date(response.published),
            by_author=response.by_author,
            in_reply_to=names[node.parent] if hidden and node.parent else Markup(""),
            in_reply_to_id=node.parent or 0,
            answer=answer(response.id),
            answers=answers,
        )
        waiting.setdefault(node.depth, []).append(view)
    return tuple(reversed(waiting.get(1, [])))


def _shown_below(nodes: Sequence[Node]) -> dict[int, int | None]:
    """Return, for each response, the one it is nested in."""
    above: dict[int, int | None] = {}
    latest: dict[int, int] = {}
    for node in nodes:
        above[node.response.id] = latest.get(node.depth - 1)
        latest[node.depth] = node.response.id
    return above
