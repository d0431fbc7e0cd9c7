"""The pages where the author decides: behind a login, with forms that only these pages can send."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from partwork.errors import PartworkError
from partwork.inbox.desk import Desk, hosts
from partwork.inbox.forms import Form, Refused, form, peer
from partwork.inbox.inbox import Inbox, inbox_of
from partwork.inbox.pages import page
from partwork.inbox.sessions import LASTS, Session, Sessions, fits
from partwork.inbox.views import decision_view, heard_view
from partwork.inbox.words import State

_COOKIE = "partwork"
_FORM_SIZE = 16 << 10
_PER_PAGE = 25
_TABS = (State.PENDING, State.APPROVED, State.REJECTED, State.QUEUED, State.FAILED, State.WITHDRAWN)

Handler = Callable[[Request], Awaitable[Response]]
Inside = Callable[[Request, Session], Awaitable[Response]]


def _inside(handler: Inside) -> Handler:
    """Let only those in who are logged in, and only forms of our own pages."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        inbox = inbox_of(request)
        cookie = request.cookies.get(_COOKIE, "")
        session = await asyncio.to_thread(Sessions(inbox.store).find, cookie, inbox.now) if cookie else None
        if session is None:
            return RedirectResponse(str(request.url_for("login")), HTTPStatus.SEE_OTHER)
        return await handler(request, session)

    return guarded


async def login(request: Request) -> Response:
    """Ask for the password, or begin a session."""
    inbox = inbox_of(request)
    if request.method in ("GET", "HEAD"):
        return page("login.html", problem="")
    _same_origin(request)
    if wait := inbox.logins.wait(peer(request)):
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too many tries; come back in {wait} s.",
            {"Retry-After": str(wait)},
        )
    password = (await form(request, _FORM_SIZE)).any("password")
    kept = request.app.state.password
    if not kept or not await asyncio.to_thread(fits, password, kept):
        return page("login.html", HTTPStatus.FORBIDDEN, problem="That is not the password.")
    cookie, _ = await asyncio.to_thread(Sessions(inbox.store).begin, inbox.now)
    answer = RedirectResponse(str(request.url_for("queue")), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _COOKIE,
        cookie,
        max_age=LASTS,
        path="/moderate",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return answer


@_inside
async def logout(request: Request, session: Session) -> Response:
    """End the session."""
    await _own_form(request, session)
    inbox = inbox_of(request)
    await asyncio.to_thread(Sessions(inbox.store).end, session)
    answer = RedirectResponse(str(request.url_for("login")), HTTPStatus.SEE_OTHER)
    answer.delete_cookie(_COOKIE, path="/moderate")
    return answer


@_inside
async def queue(request: Request, session: Session) -> Response:
    """Show what is in a state, the newest first; what waits for a decision if none is asked for."""
    inbox = inbox_of(request)
    try:
        state = State(request.query_params.get("state", State.PENDING))
        before = int(request.query_params.get("before", "0"))
    except ValueError:
        raise Refused(HTTPStatus.NOT_FOUND, "There is no such list.") from None
    found, counts = await asyncio.to_thread(
        lambda: (inbox.store.listed(state, before=before, most=_PER_PAGE + 1), inbox.store.counts())
    )
    titles = inbox.map.targets
    return page(
        "queue.html",
        csrf=session.csrf,
        state=state.value,
        tabs=[(tab.value, counts[tab], tab is state) for tab in _TABS],
        heard=[heard_view(one, titles.find(one.target)) for one in found[:_PER_PAGE]],
        older=found[_PER_PAGE - 1].id if len(found) > _PER_PAGE else 0,
        done=request.query_params.get("done", ""),
    )


@_inside
async def log(request: Request, session: Session) -> Response:
    """Show what was decided, and which hosts have a rule."""
    inbox = inbox_of(request)
    decisions, ruled = await asyncio.to_thread(lambda: (_desk(inbox).log(), hosts(inbox.store)))
    return page(
        "log.html",
        csrf=session.csrf,
        decisions=[decision_view(one) for one in decisions],
        hosts=ruled,
    )


@_inside
async def decide(request: Request, session: Session) -> Response:
    """Do what a button says, and go back to the list it stood in."""
    inbox = inbox_of(request)
    sent = await _own_form(request, session)
    desk = _desk(inbox)
    actions: dict[str, Callable[[str], object]] = {
        "approve": desk.approve,
        "reject": desk.reject,
        "block": desk.block,
        "allow": desk.allow,
        "forget": desk.forget,
        "undo": lambda number: desk.undo(int(number)),
    }
    action, what = sent.one("action"), sent.one("what")
    if action not in actions:
        raise Refused(HTTPStatus.BAD_REQUEST, "There is no such action.")
    try:
        await asyncio.to_thread(actions[action], what)
    except (PartworkError, ValueError) as error:
        raise Refused(HTTPStatus.NOT_FOUND, str(error)) from None
    await asyncio.to_thread(inbox.refresh)
    back = "log" if sent.any("from") == "log" else "queue"
    where = request.url_for(back).include_query_params(done=action)
    if back == "queue" and sent.any("state") in [*State]:
        where = where.include_query_params(state=sent.any("state"))
    return RedirectResponse(str(where), HTTPStatus.SEE_OTHER)


async def _own_form(request: Request, session: Session) -> Form:
    """Return the form of a page of this session; raise Refused for any other (CSRF)."""
    _same_origin(request)
    sent = await form(request, _FORM_SIZE)
    if not hmac.compare_digest(sent.any("csrf"), session.csrf):
        raise Refused(HTTPStatus.FORBIDDEN, "This form is not of this session: load the page again.")
    return sent


def _same_origin(request: Request) -> None:
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise Refused(HTTPStatus.FORBIDDEN, "This form is of another site.")


def _desk(inbox: Inbox) -> Desk:
    return Desk(inbox.store, "page", inbox.clock)


ROUTES = (
    Route("/moderate", queue, name="queue"),
    Route("/moderate/log", log, name="log"),
    Route("/moderate/decide", decide, methods=["POST"], name="decide"),
    Route("/moderate/login", login, methods=["GET", "POST"], name="login"),
    Route("/moderate/logout", logout, methods=["POST"], name="logout"),
)
