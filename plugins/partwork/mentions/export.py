"""What an inbox hands to the site (``partwork mentions pull``), as JSON."""

from datetime import UTC, date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from partwork.mentions.dates import believed
from partwork.model import Kind, Response, Type
from partwork.responses.merge import Heard

_END_OF_TIME = 253_402_300_799  # the last second of the year 9999


class Exported(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A response as the inbox kept it: `received` in seconds since 1970. Everything said is hostile."""

    ref: str
    target: str
    kind: Kind
    received: Annotated[int, Meta(ge=0, le=_END_OF_TIME)]
    withdrawn: bool = False
    source: str = ""
    gone: str = ""
    name: str = ""
    url: str = ""
    published: str = ""
    type: str = "mention"
    html: str = ""
    markdown: str = ""
    reply_to: int = 0


class ExportPage(msgspec.Struct, frozen=True):
    """A page of an export; `next` is what to ask for the following one with, 0 at the end."""

    responses: list[Exported]
    next: int = 0


def heard(one: Exported) -> Heard:
    """Return a response of an export as what was heard."""
    received = datetime.fromtimestamp(one.received, UTC)
    return Heard(
        ref=one.ref,
        target=one.target,
        withdrawn=one.withdrawn,
        response=Response(
            id=0,
            kind=one.kind,
            type=Type(one.type) if one.type in [*Type] else Type.MENTION,
            published=believed([one.published], received) or received,
            name=one.name,
            url=one.url,
            source=one.source,
            reply_to=one.reply_to or None,
            gone=_day(one.gone),
            html=one.html,
            markdown=one.markdown,
        ),
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
