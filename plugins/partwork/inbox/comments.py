"""The endpoint of the reply form: a comment is looked at by its writer, sent, and waits for the author."""

import hashlib
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from partwork.inbox.forms import Form, Refused, form, peer
from partwork.inbox.inbox import inbox_of
from partwork.inbox.pages import page
from partwork.inbox.targets import Page
from partwork.inbox.words import Notice, Words
from partwork.model import Kind
from partwork.model import Response as Said
from partwork.responses import clean

_FORM_SIZE = 64 << 10
_TEXT_LENGTH = 20_000
#: The field that people do not see and leave empty.
TRAP = "website_confirmation"


async def comment(request: Request) -> Response:
    """Show a comment as it will be, or store it. No cookie is set, and no address kept."""
    inbox = inbox_of(request)
    sent = await form(request, _FORM_SIZE)
    target = sent.one("target")
    found = inbox.map.targets.find(target)
    if found is None:
        raise Refused(HTTPStatus.BAD_REQUEST, '"target" is not a page of this site.')
    if not found.takes_comments(inbox.now):
        raise Refused(HTTPStatus.FORBIDDEN, "Comments on this page are closed.")
    words, problems = _words(sent)
    if problems or sent.any("do") != "send":
        return _preview(found, words, problems, reply_to=sent.any("reply_to"))
    if sent.any(TRAP):
        return RedirectResponse(str(request.url_for("thanks")), HTTPStatus.SEE_OTHER)
    inbox.admit_comment(peer(request))
    receipt = await inbox.accept(
        Notice(
            kind=Kind.COMMENT,
            target=found.url,
            received=inbox.now,
            nonce=_fingerprint(words),
            words=_dated(words, inbox.now),
        )
    )
    return RedirectResponse(str(request.url_for("status", ref=receipt.ref)), HTTPStatus.SEE_OTHER)


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


def _dated(words: Words, now: int) -> Words:
    published = datetime.fromtimestamp(now, UTC).isoformat()
    return Words(
        name=words.name,
        url=words.url,
        markdown=words.markdown,
        type=words.type,
        reply_to=words.reply_to,
        published=published,
    )


def _fingerprint(words: Words) -> str:
    said = "\n".join((words.name, words.url, words.markdown, str(words.reply_to)))
    return hashlib.sha256(said.encode()).hexdigest()


def _preview(found: Page, words: Words, problems: list[str], reply_to: str) -> Response:
    shown = Said(id=0, kind=Kind.COMMENT, published=datetime.fromtimestamp(0, UTC), markdown=words.markdown)
    return page(
        "preview.html",
        HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK,
        page=found,
        words=words,
        name=clean.name(words.name) or "Anonymous",
        html=clean.Cleaner().html(shown),
        problems=problems,
        reply_to=reply_to,
        trap=TRAP,
    )
