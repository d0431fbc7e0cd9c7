"""What the pages of the inbox show of a row, cleaned and in words."""

from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from partwork.inbox.desk import Decision
from partwork.inbox.targets import Page
from partwork.inbox.words import Heard
from partwork.model import Kind, Response
from partwork.responses import clean


@dataclass(frozen=True, slots=True)
class HeardView:
    """Something heard, for the one who decides."""

    ref: str
    kind: str
    state: str
    name: Markup
    url: Markup
    source: Markup
    host: str
    target: str
    title: str
    html: Markup
    received: str
    why: str
    gone: str
    decided: bool


def heard_view(one: Heard, page: Page | None) -> HeardView:
    """Return the view of something heard about `page`."""
    words = one.words
    said = Response(
        id=0,
        kind=one.kind,
        published=datetime.fromtimestamp(one.received, UTC),
        html=words.html,
        markdown=words.markdown,
    )
    kind = words.type if one.kind is Kind.WEBMENTION and words.type != "mention" else one.kind.value
    return HeardView(
        ref=one.ref,
        kind=kind,
        state=one.state.value,
        name=clean.name(words.name) or Markup("Anonymous"),
        url=clean.web_address(words.url),
        source=clean.web_address(one.source),
        host=one.host,
        target=one.target,
        title=page.title if page else one.target,
        html=clean.Cleaner().html(said),
        received=moment(one.received),
        why=one.why,
        gone=one.gone,
        decided=one.approved is not None,
    )


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A line of the log."""

    id: int
    at: str
    who: str
    action: str
    what: str
    undone: bool


def decision_view(one: Decision) -> DecisionView:
    """Return the view of a decision."""
    return DecisionView(one.id, moment(one.at), one.who, one.action, one.what, one.undone)


def moment(seconds: int) -> str:
    """Return a time to the minute, in UTC."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
