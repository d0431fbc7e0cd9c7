"""What the site takes with ``partwork mentions pull``: what is approved, and what must be taken back."""

import asyncio
import hmac
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from partwork.inbox.forms import Refused
from partwork.inbox.inbox import inbox_of
from partwork.inbox.words import Heard, State
from partwork.mentions.export import Exported, ExportPage

_MOST = 500


async def export(request: Request) -> Response:
    """Return a page of the export; ``next`` is what to ask with as ``after``, 0 at the end."""
    inbox = inbox_of(request)
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    wanted = request.app.state.token
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Refused(HTTPStatus.UNAUTHORIZED, "Give the token.", {"WWW-Authenticate": "Bearer"})
    after = request.query_params.get("after", "0")
    if not after.isdecimal():
        raise Refused(HTTPStatus.BAD_REQUEST, '"after" is not a number.')
    found = await asyncio.to_thread(inbox.store.exported, int(after), _MOST)
    following = found[-1].id if len(found) == _MOST else 0
    content = msgspec.json.encode(ExportPage([_exported(one) for one in found], following))
    return Response(content, media_type="application/json")


def _exported(one: Heard) -> Exported:
    return Exported(
        ref=one.ref,
        target=one.target,
        kind=one.kind,
        withdrawn=one.state is not State.APPROVED,
        received=one.received,
        source=one.source,
        gone=one.gone,
        name=one.words.name,
        url=one.words.url,
        published=one.words.published,
        type=one.words.type,
        html=one.words.html,
        markdown=one.words.markdown,
        reply_to=one.words.reply_to,
    )
