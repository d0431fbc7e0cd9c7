"""Sending a webmention, as the W3C recommendation says."""

from datetime import datetime
from urllib.parse import urlencode

from partwork.address import joined
from partwork.mentions.charset import decoded
from partwork.mentions.http import Answer, FetchError, Web
from partwork.mentions.outcome import Outcome, Result, later, on_one_line, retry_after, unanswered

_FORM = "application/x-www-form-urlencoded"


def send(web: Web, endpoint: str, source: str, target: str, now: datetime) -> Outcome:
    """Tell `endpoint` that `source` links to `target`, both as they are written there."""
    body = urlencode({"source": source, "target": target}).encode()
    try:
        answer = web.post(endpoint, body, _FORM)
    except FetchError as error:
        return unanswered(error, "webmention")
    result = _result(answer.status)
    return Outcome(
        result,
        "webmention",
        answer.status,
        location=_location(answer),
        retry_after=retry_after(answer, now) if result is Result.RETRY else None,
        words=on_one_line(decoded(answer)) if answer.media_type == "text/plain" else "",
    )


def _result(status: int) -> Result:
    """Every 2xx is success; 303 says that the mention was taken, and where to read on."""
    if 200 <= status < 300 or status == 303:
        return Result.SENT
    return Result.RETRY if later(status) else Result.REFUSED


def _location(answer: Answer) -> str:
    """Return where the receiver tells what becomes of the mention."""
    reference = answer.headers.first("Location")
    return joined(answer.url, reference) or "" if reference and answer.status in (201, 303) else ""
