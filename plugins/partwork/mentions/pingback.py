"""Pingback 1.0: pinging, and what a server that is pinged reads and answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from partwork.mentions import xmlrpc
from partwork.mentions.http import Answer, FetchError, Limits, Web
from partwork.mentions.outcome import Outcome, Result, later, on_one_line, retry_after, unanswered

METHOD = "pingback.ping"
#: The fault of a server that took a ping a moment ago. WordPress takes one comment in 15 seconds from all
#: who give no e-mail address, and no ping does.
TOO_SOON = 429

_XML = "text/xml"
_LIMITS = Limits(size=xmlrpc.SIZE)
# Faults of XML-RPC itself, which the same call gets again.
_NO_PINGBACK = (xmlrpc.NO_SUCH_METHOD, xmlrpc.INVALID_PARAMETERS, xmlrpc.INVALID_XML_RPC, xmlrpc.PARSE_ERROR)


class Fault(IntEnum):
    """Why a ping was not registered."""

    GENERIC = 0
    NO_SOURCE = 16
    NO_LINK = 17
    NO_TARGET = 32
    NOT_A_TARGET = 33
    ALREADY = 48
    DENIED = 49
    UPSTREAM = 50

    @property
    def words(self) -> str:
        """What is told with the code."""
        return _WORDS[self]


_WORDS = {
    Fault.GENERIC: "",
    Fault.NO_SOURCE: "The source does not exist.",
    Fault.NO_LINK: "The source does not link to the target.",
    Fault.NO_TARGET: "The target does not exist.",
    Fault.NOT_A_TARGET: "The target takes no pingbacks.",
    Fault.ALREADY: "This pingback is registered already.",
    Fault.DENIED: "Access denied.",
    Fault.UPSTREAM: "A server that had to be asked did not answer.",
}


def masked(fault: Fault) -> Fault:
    """Return the fault that strangers are told: whether they have pinged before, and no more.

    The others would tell what answers behind this server, and which pages there are.
    """
    return fault if fault is Fault.ALREADY else Fault.GENERIC


@dataclass(frozen=True, slots=True)
class Ping:
    """What a server is told: `source` links to `target`."""

    source: str
    target: str


def read_ping(body: bytes) -> Ping:
    """Read the body of a ping. There is no other method, and no call of many calls."""
    call = xmlrpc.read_call(body)
    if call.method != METHOD:
        raise xmlrpc.XmlRpcError(xmlrpc.NO_SUCH_METHOD, "there is no such method")
    match [param.strip() for param in call.params if param is not None]:
        case [source, target] if len(call.params) == 2:
            return Ping(source, target)
    raise xmlrpc.XmlRpcError(xmlrpc.INVALID_PARAMETERS, f"{METHOD} takes two strings")


def ping(web: Web, endpoint: str, source: str, target: str, now: datetime) -> Outcome:
    """Tell the server at `endpoint` that `source` links to `target`, both as they are written there."""
    try:
        answer = web.post(endpoint, xmlrpc.call(METHOD, source, target), _XML, limits=_LIMITS)
    except FetchError as error:
        return unanswered(error, "pingback")
    if answer.status != 200:
        return _failed(answer, now, f"answers {answer.status}")
    if not answer.complete:
        return _failed(answer, now, "its answer is too long")
    try:
        said = xmlrpc.read_answer(answer.body)
    except xmlrpc.XmlRpcError as error:
        return _failed(answer, now, f"its answer is no XML-RPC: {error.why}")
    if isinstance(said, str):
        return Outcome(Result.SENT, "pingback", answer.status, words=on_one_line(said))
    result, once = _meaning(said.code)
    return Outcome(
        result, "pingback", answer.status, fault=said.code, once=once, words=on_one_line(said.text)
    )


def _failed(answer: Answer, now: datetime, why: str) -> Outcome:
    """Return the outcome where no XML-RPC was answered: what claims success without is asked once more."""
    claims_success = answer.status == 200
    result = Result.RETRY if claims_success or later(answer.status) else Result.REFUSED
    return Outcome(
        result,
        "pingback",
        answer.status,
        retry_after=retry_after(answer, now) if result is Result.RETRY else None,
        once=claims_success,
        words=on_one_line(why),
    )


def _meaning(code: int) -> tuple[Result, bool]:
    """Return what a fault means, and whether it is enough to ask once more.

    The fifth and sixth bit say whether the source or the target was at fault, in codes yet to come as well.
    WordPress answers 0 for nearly everything.
    """
    if code == Fault.ALREADY:
        return Result.SENT, False
    if code == Fault.DENIED or code in _NO_PINGBACK:
        return Result.REFUSED, False
    if code in range(16, 32):
        return Result.RETRY, True
    return (Result.REFUSED if code in range(32, 48) else Result.RETRY), False
