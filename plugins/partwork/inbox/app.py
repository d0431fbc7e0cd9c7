"""The application: which address does what, and what every answer carries."""

from http import HTTPStatus
from importlib.resources import files

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from partwork.inbox import moderate
from partwork.inbox.comments import comment, thanks
from partwork.inbox.export import export
from partwork.inbox.forms import Refused
from partwork.inbox.inbox import Inbox, inbox_of
from partwork.inbox.pages import page
from partwork.inbox.receive import pingback, webmention
from partwork.inbox.words import State

# OWASP Secure Headers; nothing here needs a script, a frame or anybody else's files.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with less, browsers hide the origin of our own forms from us
    "Cache-Control": "no-store",
}
_FATES = {
    State.QUEUED: "It will be looked at soon.",
    State.PENDING: "It waits for the author, who reads everything before it is shown.",
    State.REJECTED: "It waits for the author, who reads everything before it is shown.",
    State.APPROVED: "It is approved, and shown when the site is next published.",
    State.WITHDRAWN: "It was taken back.",
    State.FAILED: "It cannot be shown.",
}


def application(inbox: Inbox, *, password: str = "", token: str = "") -> Starlette:
    """Return the application of an inbox.

    `password` is the hash that ``partwork inbox password`` makes, `token` what ``partwork mentions pull``
    shows; where one is empty, what it opens is shut.
    """
    routes = [
        Route("/", home, name="home"),
        Route("/webmention", webmention, methods=["GET", "POST"]),
        Route("/comment", comment, methods=["GET", "POST"]),
        Route("/thanks", thanks, name="thanks"),
        Route("/status/{ref}", status, name="status"),
        Route("/export", export),
        Route("/style.css", style),
        *moderate.ROUTES,
    ]
    if inbox.rules.pingbacks:
        routes.append(Route("/pingback", pingback, methods=["POST"]))
    app = Starlette(
        routes=routes,
        middleware=[Middleware(_Hardened)],
        exception_handlers={Refused: _refused, HTTPException: _failed},
    )
    app.state.inbox = inbox
    app.state.password = password
    app.state.token = token
    return app


async def home(request: Request) -> Response:
    """Say what this is."""
    inbox = inbox_of(request)
    return page("home.html", site=inbox.map.targets.site)


async def status(request: Request) -> Response:
    """Tell what became of something, to people as a page and to programs as JSON."""
    inbox = inbox_of(request)
    one = inbox.store.find(request.path_params["ref"])
    if one is None:
        raise Refused(HTTPStatus.NOT_FOUND, "Nothing of this name was received.")
    words = f"{_FATES[one.state]} {one.why}" if one.state is State.FAILED else _FATES[one.state]
    if "text/html" not in request.headers.get("accept", ""):
        shown = State.PENDING if one.state is State.REJECTED else one.state
        return JSONResponse(
            {"status": shown.value, "source": one.source, "target": one.target, "words": words}
        )
    return page("status.html", heading="Received", words=words, page=inbox.map.targets.find(one.target))


async def style(request: Request) -> Response:  # noqa: ARG001 - Starlette's
    """Return the stylesheet."""
    css = files("partwork.inbox").joinpath("templates", "style.css").read_bytes()
    return Response(css, media_type="text/css")


async def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's
    assert isinstance(error, Refused)  # noqa: S101 - Starlette asks by the class
    return PlainTextResponse(f"{error.why}\n", error.status, error.headers)


async def _failed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


class _Hardened:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, hardened)
