"""What is sent to an endpoint: a body within its limit, of the media type that is meant, read strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"


class Refused(Exception):  # noqa: N818 - an answer, and not a fault of ours
    """A request that is answered with `status` and one line that says why."""

    def __init__(self, status: HTTPStatus, why: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.why = why
        self.headers = headers
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, each with all its values."""

    fields: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Return the value of a field that must be there once, and not empty; raise Refused."""
        values = self.fields.get(name, ())
        if len(values) != 1 or not values[0].strip():
            how = "missing" if not values else "empty" if len(values) == 1 else "there more than once"
            raise Refused(HTTPStatus.BAD_REQUEST, f'"{name}" is {how}.')
        return values[0]

    def any(self, name: str) -> str:
        """Return the first value of a field, or an empty string."""
        return next(iter(self.fields.get(name, ())), "")


async def body(request: Request, media_types: frozenset[str], most: int) -> bytes:
    """Return the body of a request, of at most `most` bytes; raise Refused."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in media_types:
        wanted = " or ".join(sorted(media_types))
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send {wanted}.")
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"That is more than {most} bytes.")
    return bytes(received)


async def form(request: Request, most: int) -> Form:
    """Return the form of a request of at most `most` bytes; raise Refused."""
    content = await body(request, frozenset({FORM}), most)
    try:
        pairs = parse_qsl(content.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "That is not a form in UTF-8.") from None
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return Form(fields)


def peer(request: Request) -> str:
    """Return the address of who asks; behind a proxy that is trusted, the one it names."""
    return request.client.host if request.client else ""
