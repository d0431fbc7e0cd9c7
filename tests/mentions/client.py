"""A small client for tests, until the guarded fetcher is there."""

from urllib.parse import urljoin

import urllib3

from partwork.mentions.http import HTML, Answer, FetchError, Headers, Limits

_LIMITS = Limits()


class Client:
    """Follows redirects as the protocols want it, and reads no more than it may."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(retries=False)

    def get(self, url: str, *, accept: str = HTML, limits: Limits = _LIMITS) -> Answer:
        """GET."""
        return self._ask("GET", url, limits, {"Accept": accept})

    def head(self, url: str, *, limits: Limits = _LIMITS) -> Answer:
        """HEAD."""
        return self._ask("HEAD", url, limits, {})

    def post(self, url: str, body: bytes, media_type: str, *, limits: Limits = _LIMITS) -> Answer:
        """POST."""
        return self._ask("POST", url, limits, {"Content-Type": media_type}, body)

    def _ask(
        self, method: str, url: str, limits: Limits, headers: dict[str, str], body: bytes | None = None
    ) -> Answer:
        followed: list[str] = []
        statuses = (307, 308) if method == "POST" else (301, 302, 303, 307, 308)
        try:
            while True:
                answer = self._pool.request(
                    method,
                    url,
                    body=body,
                    headers={"User-Agent": "test (Webmention)", **headers},
                    redirect=False,
                    preload_content=False,
                    timeout=limits.seconds,
                )
                if answer.status not in statuses or "Location" not in answer.headers:
                    break
                followed.append(url)
                url = urljoin(url, answer.headers["Location"])
                if len(followed) > limits.redirects or url in followed:
                    raise FetchError(url, "redirects too often", permanent=True)
                answer.drain_conn()
            read = answer.read(limits.size + 1, decode_content=True)
            answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise FetchError(url, str(error)) from error
        return Answer(
            url,
            answer.status,
            Headers(tuple(answer.headers.items())),
            read[: limits.size],
            len(read) <= limits.size,
            tuple(followed),
        )
