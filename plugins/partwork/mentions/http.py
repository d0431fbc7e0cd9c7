"""What is asked and answered over HTTP, as values; ``fetch.Fetcher`` makes the requests."""

from dataclasses import dataclass
from typing import Protocol

from partwork.errors import PartworkError
from partwork.text import safe, shortened

HTML = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: `seconds` and redirects in all, `size` in bytes after decompression."""

    seconds: float = 10.0
    size: int = 1 << 20
    redirects: int = 20


@dataclass(frozen=True, slots=True)
class Headers:
    """The header fields of an answer; those of one name in the order they came."""

    pairs: tuple[tuple[str, str], ...] = ()

    def all(self, name: str) -> tuple[str, ...]:
        """Return the values of every field `name`, whatever its case."""
        return tuple(value for key, value in self.pairs if key.lower() == name.lower())

    def first(self, name: str) -> str:
        """Return the value of the first field `name`, or an empty string."""
        return next(iter(self.all(name)), "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `url` is where the last redirect led, and has no fragment.

    `redirects` are the URLs that led there, the first asked first; empty where there was none. `body` is
    decompressed; `complete` says whether it is whole, or was cut at the limit.
    """

    url: str
    status: int
    headers: Headers = Headers()
    body: bytes = b""
    complete: bool = True
    redirects: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type in lower case, without parameters; empty where none was given."""
        return self.headers.first("Content-Type").partition(";")[0].strip().lower()


class FetchError(PartworkError):
    """No answer could be had of `url`, and `why`, in a line. `permanent`: asking again would not help."""

    def __init__(self, url: str, why: str, *, permanent: bool = False) -> None:
        self.url = url
        self.why = _line(why, 300)
        self.permanent = permanent
        super().__init__(f"{_line(url, 200)}: {self.why}")


def _line(text: str, length: int) -> str:
    """Return a stranger's text on one line: it may break it, be endless, or turn a terminal's words round."""
    return shortened(" ".join(safe(text).split()), length)


class RefusedError(FetchError):
    """The guard did not let the request out."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(url, why, permanent=True)


class Web(Protocol):
    """Whoever makes requests: ``fetch.Fetcher``. Every method raises FetchError where there is no answer."""

    def get(self, url: str, *, accept: str = HTML, limits: Limits = Limits(), token: str = "") -> Answer:
        """Return the answer to a GET, redirects followed; `token` is shown to the host of `url` alone."""
        ...

    def head(self, url: str, *, limits: Limits = Limits()) -> Answer:
        """Return the answer to a HEAD, redirects followed."""
        ...

    def post(
        self,
        url: str,
        body: bytes,
        media_type: str,
        *,
        limits: Limits = Limits(),
    ) -> Answer:
        """Return the answer to a POST; 307 and 308 are followed with the body, other redirects are not."""
        ...


class Nobody:
    """A web on which nobody is asked."""

    def get(self, url: str, *, accept: str = HTML, limits: Limits = Limits(), token: str = "") -> Answer:  # noqa: ARG002 - of Web
        """Refuse."""
        raise RefusedError(url, "nobody is asked")

    def head(self, url: str, *, limits: Limits = Limits()) -> Answer:  # noqa: ARG002 - of Web
        """Refuse."""
        raise RefusedError(url, "nobody is asked")

    def post(self, url: str, body: bytes, media_type: str, *, limits: Limits = Limits()) -> Answer:  # noqa: ARG002 - of Web
        """Refuse."""
        raise RefusedError(url, "nobody is asked")
