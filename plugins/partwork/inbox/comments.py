"""The endpoint of the reply form: a comment is looked at by its writer, sent, and waits for the author."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from partwork.inbox.forms import Form, Refused, form, peer
from partwork.inbox.inbox import Inbox, inbox_of
from partwork.inbox.pages import page
from partwork.inbox.targets import Page
from partwork.inbox.words import Notice, Words
from partwork.model import Kind
from partwork.model import Response as Said
from partwork.responses import clean

_FORM_SIZE = 64 << 10
_TEXT_LENGTH = 20_000
#: A field of the preview's form that people do not see: they leave it empty, and send it all the same.
TRAP = "website_confirmation"


async def comment(request: Request) -> Response:
    """Show the form, show a comment as it will be, or store it. No cookie is set, and no address kept."""
    inbox = inbox_of(request)
    if request.method in ("GET", "HEAD"):
        asked = request.query_params
        words, _ = _words(Form({"reply_to": (asked.get("reply_to", ""),)}))
        return _form(_page(inbox, asked.get("target", "")), words)
    sent = await form(request, _FORM_SIZE)
    found = _page(inbox, sent.one("target"))
    words, problems = _words(sent)
    if problems or sent.any("do") != "send":
        return _form(found, words, problems, preview=not problems)
    if sent.fields.get(TRAP) != ("",):
        return RedirectResponse(str(request.url_for("thanks")), HTTPStatus.SEE_OTHER)
    inbox.admit_comment(peer(request))
    notice = Notice(
        kind=Kind.COMMENT,
        target=found.url,
        received=inbox.now,
        nonce=_fingerprint(words),
        words=replace(words, published=datetime.fromtimestamp(inbox.now, UTC).isoformat()),
    )
    receipt = await inbox.accept(notice)
    return RedirectResponse(str(request.url_for("status", ref=receipt.ref)), HTTPStatus.SEE_OTHER)


def _page(inbox: Inbox, target: str) -> Page:
    """Return the page to comment on; raise Refused where there is none, or it takes no comments."""
    found = inbox.map.targets.find(target)
    if found is None:
        raise Refused(HTTPStatus.BAD_REQUEST, '"target" is not a page of this site.')
    if not found.takes_comments(inbox.now):
        raise Refused(HTTPStatus.FORBIDDEN, "Comments on this page are closed.")
    return found


async def thanks(request: Request) -> Response:  # noqa: ARG001 - Starlette's
    """Thank for what fell into the trap, so that nobody learns that it did."""
    return page("status.html", heading="Thank you", words="Your comment waits for the author.", page=None)


def _words(sent: Form) -> tuple[Words, list[str]]:
    """Return what a form says, and what its writer has to mend."""
    text = sent.any("text").replace("\r\n", "\n").strip()
    problems = []
    if not text:
        problems.append("Write something: the comment is empty.")
    if len(text) > _TEXT_LENGTH:
        problems.append(
            f"The comment has {len(text):,} characters; {_TEXT_LENGTH:,} are as many as it may have."
        )
    url = sent.any("url").strip()
    if url and not clean.web_address(url):
        problems.append(
            "Your site's address must begin with http:// or https://; leave it empty if you have none."
        )
    answered = sent.any("reply_to").strip()
    reply_to = int(answered) if answered.isascii() and answered.isdigit() and len(answered) < 16 else 0
    return Words(
        name=sent.any("name").strip(), url=url, markdown=text, type="reply", reply_to=reply_to
    ), problems


def _fingerprint(words: Words) -> str:
    said = "\n".join((words.name, words.url, words.markdown, str(words.reply_to)))
    return hashlib.sha256(said.encode()).hexdigest()


def _form(page_: Page, words: Words, problems: Sequence[str] = (), *, preview: bool = False) -> Response:
    said = Said(id=0, kind=Kind.COMMENT, published=datetime.fromtimestamp(0, UTC), markdown=words.markdown)
    return page(
        "comment.html",
        HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        page=page_,
        words=words,
        preview=preview,
        name=clean.name(words.name) or "Anonymous",
        html=clean.Cleaner().html(said) if preview else "",
        problems=problems,
        trap=TRAP,
    )
