"""The site: pages that announce endpoints, and the endpoints, which look at what they are told."""

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.rocks.cases import CASES
from tests.rocks.keys import Keys
from tests.rocks.progress import PASSED, Adding, Deleting, Progress, Removing, StepError
from tests.rocks.receivers import RECEIVERS
from tests.rocks.source import BadSourceError, Source, read

_BOTH = ["GET", "HEAD"]
_FORM = "application/x-www-form-urlencoded"
#: The tests with steps, and the pages that each is about.
_STEPS: Mapping[str, tuple[Callable[[tuple[str, ...]], Progress], tuple[str, ...]]] = {
    "/update/1": (Adding, ("/update/1", "/update/1/part/2")),
    "/update/2": (Removing, ("/update/2", "/update/2/part/2")),
    "/delete/1": (Deleting, ("/delete/1",)),
}
_ALIAS = re.compile(r"(.*/update/[12])/(?:part|step)/([12])")


class RefusalError(Exception):
    """An endpoint does not take what it was told."""


@dataclass(frozen=True, slots=True)
class Told:
    """A mention that was taken. `head` says that its endpoint was found by a HEAD."""

    source: str
    target: str
    head: bool = False


class Rocks:
    """One site with its memory. `loopback` lets it read sources of this machine."""

    def __init__(self, *, loopback: bool = True, clock: Callable[[], float] = time.monotonic) -> None:
        self.told: list[Told] = []
        self.wrong: list[str] = []
        self.passed: set[tuple[str, str]] = set()
        self._loopback = loopback
        self._keys = Keys(clock)
        self._progress: dict[tuple[str, str], Progress] = {}
        self._sources: dict[str, str] = {}
        self.app = Starlette(
            routes=[
                Route("/", self._index, methods=_BOTH),
                Route("/test/23", self._case_23, methods=_BOTH),
                Route("/test/23/page", self._redirect, methods=_BOTH),
                Route("/test/23/page/webmention-endpoint/{key}", self._endpoint_23, methods=["POST"]),
                Route("/test/23/page/{key}", self._page_23, methods=_BOTH),
                Route("/test/15", self._endpoint, methods=["POST"]),
                Route("/test/{n:int}", self._case, methods=_BOTH),
                Route("/test/{n:int}", self._error, methods=["POST"]),
                Route("/test/{n:int}/webmention", self._endpoint, methods=["POST"]),
                Route("/test/{n:int}/webmention/error", self._error, methods=["POST"]),
                Route("/receive/{n:int}", self._receive, methods=["POST"]),
                Route("/receive/{n:int}/{key}", self._source_page, methods=_BOTH),
                Route("/{page:path}/webmention", self._step, methods=["POST"]),
                Route("/{page:path}", self._step_page, methods=_BOTH),
            ],
            exception_handlers={RefusalError: _refused, BadSourceError: _refused, StepError: _not_passed},
        )

    # The pages to discover.

    async def _index(self, _: Request) -> Response:
        cases = "".join(f'<li><a href="/test/{n}">{n}</a> {escape(case.what)}' for n, case in CASES.items())
        steps = "".join(f'<li><a href="{path}">{path}</a>' for path in _STEPS)
        return _page(f'<ol>{cases}<li value="23"><a href="/test/23">23</a> redirect</ol><ul>{steps}</ul>')

    async def _case(self, request: Request) -> Response:
        number = request.path_params["n"]
        if number not in CASES:
            return PlainTextResponse("no such test", 404)
        case = CASES[number]
        words = {
            "{n}": str(number),
            "{site}": _site(request),
            "{head}": "?head=true" if request.method == "HEAD" else "",
        }
        heard = "".join(f"<li>{escape(told.source)}" for told in self.told if told.target == str(request.url))
        response = _page(_filled(case.body, words) + f"<ul>{heard}</ul>", _filled(case.head, words))
        for name, value in case.headers:  # as it is written: Starlette would make it lower case
            response.raw_headers.append((name.encode(), _filled(value, words).encode()))
        return response

    async def _case_23(self, _: Request) -> Response:
        return _page('<a href="/test/23/page">Link to this page</a>')

    async def _redirect(self, _: Request) -> Response:
        return RedirectResponse(f"/test/23/page/{self._keys.new('page')}", 302)

    async def _page_23(self, request: Request) -> Response:
        key = request.path_params["key"]
        if request.method == "GET" and not self._keys.use(key, "page"):
            return PlainTextResponse("This page was fetched before", 410)
        endpoint = f"webmention-endpoint/{self._keys.new('endpoint')}"
        response = _page(f'<a rel="webmention" href="{endpoint}">here</a>')
        response.headers["Link"] = f'<{endpoint}>; rel="webmention"'
        return response

    # The endpoints of discovery.

    async def _endpoint(self, request: Request) -> Response:
        number = request.path_params.get("n", 15)
        if number == 21 and "query" not in request.query_params:
            return self._failed(request, "dropped the query string")
        return await self._take(request, f"/test/{number}")

    async def _endpoint_23(self, request: Request) -> Response:
        if not self._keys.use(request.path_params["key"], "endpoint"):
            return self._failed(request, "this endpoint was used before, or never announced")
        return await self._take(request, "/test/23/page")

    async def _error(self, request: Request) -> Response:
        return self._failed(request, "this is not the endpoint of the page")

    def _failed(self, request: Request, why: str) -> Response:
        self.wrong.append(f"{request.url.path}: {why}")
        return PlainTextResponse(why, 400)

    async def _take(self, request: Request, path: str) -> Response:
        form = await _form(request)
        if "query" in form:
            return self._failed(request, "moved the query string into the body")
        target = form["target"]
        if target != _site(request) + path:
            raise RefusalError(f"invalid_target: {target} is not this test")
        source = await self._read(form["source"])
        told = Told(form["source"], target, "head" in request.query_params)
        if target in source.links:
            self.told.append(told)
            return PlainTextResponse("Congrats! The mention is listed on the page.")
        before = [one for one in self.told if (one.source, one.target) == (told.source, told.target)]
        if before and (source.gone or source.status == 200):
            self.told = [one for one in self.told if one not in before]
            return PlainTextResponse("The mention is no longer listed.")
        raise RefusalError("no_link_found: the source has no <a href> that is exactly the target")

    async def _read(self, url: str) -> Source:
        return await run_sync(lambda: read(url, loopback=self._loopback))

    # The tests with steps: their endpoints are announced for one use.

    async def _step_page(self, request: Request) -> Response:
        path = _canonical(request.url.path)
        if path not in _pages():
            return PlainTextResponse("no such page", 404)
        endpoint = f"{path}/webmention?key={self._keys.new(path)}"
        if "part" in path:
            return _page(head=f'<link rel="webmention" href="{endpoint}">')
        response = _page()
        response.headers["Link"] = f'<{endpoint}>; rel="webmention"'
        return response

    async def _step(self, request: Request) -> Response:
        path = _canonical(request.url.path.removesuffix("/webmention"))
        if path not in _pages():
            return PlainTextResponse("no such page", 404)
        if "key" not in request.query_params:
            return self._failed(request, "dropped the query string")
        if not self._keys.use(request.query_params["key"], path):
            return self._failed(request, "this endpoint was used before, and is discovered anew each time")
        form = await _form(request)
        site = _site(request)
        target = _canonical(form["target"])
        if target != site + path:
            raise RefusalError(f"invalid_target: {target} is not this page")
        source = await self._read(form["source"])
        test, kind, pages = _pages()[path]
        begun = kind(tuple(site + page for page in pages))
        progress = self._progress.setdefault((test, form["source"]), begun)
        said = progress.take(source.mapped(_canonical), target)
        if said == PASSED:
            self.passed.add((test, form["source"]))
        return PlainTextResponse(said)

    # The tests of receivers: a page of this site mentions one of theirs.

    async def _receive(self, request: Request) -> Response:
        form = await _form(request, "endpoint", "target")
        number = request.path_params["n"]
        if number not in RECEIVERS:
            return PlainTextResponse("no such test", 404)
        source = f"{_site(request)}{self.mention(number, form['target'])}"
        failures = await run_sync(lambda: RECEIVERS[number](form["endpoint"], source, form["target"]))
        return PlainTextResponse("\n".join(failures) or PASSED, 400 if failures else 200)

    def mention(self, number: int, target: str) -> str:
        """Publish a page that replies to `target`, and return its path."""
        path = f"/receive/{number}/{hashlib.md5(target.encode(), usedforsecurity=False).hexdigest()}"
        self._sources[path] = target
        return path

    async def _source_page(self, request: Request) -> Response:
        target = self._sources.get(request.url.path)
        if target is None:
            return PlainTextResponse("no such page", 404)
        reply = f'<a class="u-in-reply-to" href="{escape(target)}">In reply</a>'
        return _page(f'<div class="h-entry">{reply}<p class="e-content p-name">A reply.</p></div>')


def _pages() -> Mapping[str, tuple[str, Callable[[tuple[str, ...]], Progress], tuple[str, ...]]]:
    """Return the pages of tests with steps: the test each belongs to, how its steps go, and all its pages."""
    return {page: (test, kind, pages) for test, (kind, pages) in _STEPS.items() for page in pages}


def _canonical(url: str) -> str:
    """Return the address of a page that has several."""
    found = _ALIAS.fullmatch(url)
    return url if found is None else found[1] + ("" if found[2] == "1" else "/part/2")


def _site(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def _page(body: str = "", head: str = "") -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><title>rocks</title>{head}</head><body>{body}</body></html>'
    )


async def _form(request: Request, *names: str) -> Mapping[str, str]:
    """Return the fields of a form, each of `names` (``source`` and ``target``) being there once."""
    if _FORM not in request.headers.get("Content-Type", ""):
        raise RefusalError(f"invalid_content_type: {request.headers.get('Content-Type')}")
    fields = parse_qs((await request.body()).decode(), keep_blank_values=True)
    for name in names or ("source", "target"):
        if len(fields.get(name, [])) != 1:
            raise RefusalError(f"invalid_{name}: it is there {len(fields.get(name, []))} times")
    return {name: values[0] for name, values in fields.items()}


async def _refused(_: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 400)


async def _not_passed(_: Request, error: Exception) -> Response:
    assert isinstance(error, StepError)
    return PlainTextResponse(str(error), error.status)
