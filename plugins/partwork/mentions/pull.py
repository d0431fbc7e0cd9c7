"""Asking an inbox for what was approved, and for what must be taken back."""

from collections.abc import Iterator
from http import HTTPStatus

import msgspec

from partwork.errors import PartworkError
from partwork.mentions.export import Exported, ExportPage
from partwork.mentions.http import Limits, Web

_LIMITS = Limits(seconds=60, size=64 << 20, redirects=0)


def pull(web: Web, inbox: str, token: str) -> Iterator[Exported]:
    """Yield everything the inbox at the address `inbox` hands out, in the order it was heard.

    Raise FetchError where it cannot be asked, PartworkError where its answer is no export.
    """
    after = 0
    while True:
        address = f"{inbox.rstrip('/')}/export?after={after}"
        answer = web.get(address, accept="application/json", limits=_LIMITS, token=token)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise PartworkError(
                f"{inbox}: it does not take this token.\n"
                "    mend:  Give the one it was started with (--token-file)."
            )
        page = _page(answer.body) if answer.status == HTTPStatus.OK and answer.complete else None
        if page is None or (page.next and page.next <= after):
            raise PartworkError(
                f"{address}: the answer is no export of an inbox (status {answer.status}).\n"
                "    mend:  Give the address at which partwork inbox serve answers."
            )
        yield from page.responses
        if not page.next:
            return
        after = page.next


def _page(body: bytes) -> ExportPage | None:
    try:
        return msgspec.json.decode(body, type=ExportPage)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
