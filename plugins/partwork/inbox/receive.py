"""The endpoints for machines: webmentions (W3C Webmention, 3.2) and pingbacks (Pingback 1.0, 3)."""

from http import HTTPStatus
from urllib.parse import urldefrag

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from partwork.inbox.forms import Refused, body, form, peer
from partwork.inbox.inbox import Inbox, inbox_of
from partwork.inbox.pages import page
from partwork.inbox.words import Notice, Receipt, State
from partwork.mentions import xmlrpc
from partwork.mentions.pingback import Fault, masked, read_ping
from partwork.mentions.verify import Verdict
from partwork.model import Kind

_FORM_SIZE = 16 << 10
_XML = frozenset({"text/xml", "application/xml"})
# What is said of a source that was looked at before, and is not looked at again for one more pingback.
_FAULTS = {
    Verdict.NO_LINK: Fault.NO_LINK,
    Verdict.MISSING: Fault.NO_SOURCE,
    Verdict.GONE: Fault.NO_SOURCE,
    Verdict.REFUSED: Fault.DENIED,
    Verdict.UNREACHABLE: Fault.UPSTREAM,
}


async def webmention(request: Request) -> Response:
    """Answer a webmention: 201 and where its fate can be read, when it is stored. It is looked at later."""
    inbox = inbox_of(request)
    if request.method in ("GET", "HEAD"):
        return page("webmention.html", target=request.query_params.get("target", ""))
    sent = await form(request, _FORM_SIZE)
    source, target = sent.one("source"), sent.one("target")
    host, found = inbox.pair(source, target)
    if found is None:
        raise Refused(HTTPStatus.BAD_REQUEST, '"target" is not a page of this site.')
    if not found.takes_pings(inbox.now):
        raise Refused(HTTPStatus.BAD_REQUEST, '"target" does not take webmentions.')
    if inbox.map.targets.is_own(source):
        raise Refused(HTTPStatus.BAD_REQUEST, '"source" is a page of this site: its links are shown without.')
    inbox.admit(peer(request), source, target)
    receipt = await inbox.accept(
        Notice(
            kind=Kind.WEBMENTION,
            source=urldefrag(source).url,
            target=target,
            host=host,
            received=inbox.now,
        )
    )
    status = str(request.url_for("status", ref=receipt.ref))
    return PlainTextResponse(f"Received; see {status}\n", HTTPStatus.CREATED, {"Location": status})


async def pingback(request: Request) -> Response:
    """Answer a pingback with one string or a fault. Nothing is fetched before the answer (PS-09)."""
    inbox = inbox_of(request)
    try:
        ping = read_ping(await body(request, _XML, xmlrpc.SIZE))
    except xmlrpc.XmlRpcError as error:
        return _xml(xmlrpc.fault(error.code, error.why))
    fault, words = await _pinged(inbox, ping.source, ping.target, peer(request))
    if fault is None:
        return _xml(xmlrpc.answer(words))
    shown = fault if inbox.rules.detailed_faults else masked(fault)
    return _xml(xmlrpc.fault(int(shown), words if shown else ""))


async def _pinged(inbox: Inbox, source: str, target: str, who: str) -> tuple[Fault | None, str]:
    """Return the fault of a ping and why, or None and what to say of it."""
    try:
        host, found = inbox.pair(source, target)
        if found is None:
            deleted = inbox.map.targets.was_deleted(target)
            return Fault.NO_TARGET if deleted else Fault.NOT_A_TARGET, "That is not a page of this site."
        if not found.takes_pings(inbox.now):
            return Fault.NOT_A_TARGET, "That page does not take pingbacks."
        if inbox.map.targets.is_own(source):
            return Fault.GENERIC, "That is a page of this site itself."
        inbox.admit(who, source, target)
        notice = Notice(
            kind=Kind.PINGBACK,
            source=urldefrag(source).url,
            target=target,
            host=host,
            peer=who,
            received=inbox.now,
        )
        receipt = await inbox.accept(notice)
    except Refused as refused:
        denied = refused.status in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
        return Fault.DENIED if denied else Fault.GENERIC, refused.why
    if not receipt.known:
        return None, f"{source} is in the queue: its link to {target} will be looked at."
    return _known(inbox, receipt)


def _known(inbox: Inbox, receipt: Receipt) -> tuple[Fault, str]:
    if receipt.state is State.FAILED and (one := inbox.store.find(receipt.ref)) and one.verdict:
        return _FAULTS.get(Verdict(one.verdict), Fault.GENERIC), one.why
    return Fault.ALREADY, "That is registered already."


def _xml(content: bytes) -> Response:
    return Response(content, media_type="text/xml")
