"""What webmention.io has kept, in JF2: a feed of entries, whole (``export.jf2``) or in pages of one.

It may be years old, and of pingbacks as well as of webmentions: little of an entry is always there. What is
private, or was deleted there, is taken for withdrawn.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from markupsafe import escape

from partwork.address import joined
from partwork.errors import Place, Problem
from partwork.mentions.dates import believed
from partwork.mentions.http import Answer, Headers
from partwork.mentions.page import Page
from partwork.mentions.quote import excerpt, plain, shown
from partwork.model import Kind, Response, Type
from partwork.responses.merge import Heard

_NAME = 200
_ABOUT = 300
_ANSWER = 20
_TYPES = {
    "in-reply-to": Type.REPLY,
    "like-of": Type.LIKE,
    "repost-of": Type.REPOST,
    "bookmark-of": Type.BOOKMARK,
    "mention-of": Type.MENTION,
    "rsvp": Type.RSVP,
}
_HTML = Headers((("Content-Type", "text/html; charset=utf-8"),))
_SAVE = "Save what https://webmention.io/api/export.jf2 answers, as it is."


class _Author(msgspec.Struct, frozen=True):
    name: str | None = None
    url: str | None = None


class _Content(msgspec.Struct, frozen=True, rename={"kind": "content-type"}):
    html: str | None = None
    text: str | None = None
    value: str | None = None
    kind: str | None = None


class _Entry(msgspec.Struct, frozen=True, rename="kebab"):
    """What is read of an entry."""

    wm_id: int | str
    wm_source: str | None = None
    wm_target: str | None = None
    wm_property: str | None = None
    wm_protocol: str | None = None
    wm_received: str | None = None
    wm_private: bool | None = None
    wm_deleted: str | None = None
    url: str | None = None
    published: str | None = None
    name: str | None = None
    author: _Author | None = None
    content: _Content | str | None = None
    summary: _Content | str | None = None
    rsvp: str | None = None


def read(file: str, content: bytes, now: datetime) -> tuple[list[Heard], list[Problem]]:
    """Return what an export says, and everything that is wrong with it."""
    try:
        document = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return [], [Problem(f"The file is not JSON: {error}.", Place(file), "", _SAVE)]
    entries = document.get("children") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        return [], [Problem('The file is no export: it has no list "children".', Place(file), "", _SAVE)]
    within = "$.children" if isinstance(document, dict) else "$"
    found = [_entry(Place(file, path=f"{within}[{index}]"), said, now) for index, said in enumerate(entries)]
    return (
        [one for one in found if isinstance(one, Heard)],
        [one for one in found if isinstance(one, Problem)],
    )


def _entry(place: Place, said: Any, now: datetime) -> Heard | Problem:  # noqa: ANN401 - JSON is anything
    try:
        entry = msgspec.convert(said, _Entry)
    except msgspec.ValidationError as error:
        what, _, inside = str(error).partition(" - at `$")
        inner = Place(place.file, path=place.path + inside.rstrip("`"))
        return Problem(f"{what}.", inner, "", "Mend the entry, or take it out.")
    name = f"wm-id {entry.wm_id}"
    # Old entries say only by their property what they link to.
    targets = [entry.wm_target, *(said.get(relation) for relation in _TYPES)]
    source, target = _first([entry.wm_source, entry.url]), _first(targets)
    if not (source and target):
        mend = "Give it wm-source and wm-target, or take it out."
        return Problem("The entry does not say which page links to which.", place, name, mend)
    received = believed([entry.wm_received, entry.wm_deleted], now)
    published = believed([entry.published], received or now) or received
    if published is None:
        return Problem("The entry has no date.", place, name, "Give it wm-received, or take it out.")
    return Heard(
        ref=f"webmention.io/{entry.wm_id}",
        target=target,
        response=_response(entry, source, target, published),
        withdrawn=bool(entry.wm_private or entry.wm_deleted),
    )


def _first(addresses: list[Any]) -> str:
    return next((one for one in addresses if isinstance(one, str) and joined("", one)), "")


def _response(entry: _Entry, source: str, target: str, published: datetime) -> Response:
    type_ = _TYPES.get(entry.wm_property or "", Type.MENTION)
    author = entry.author or _Author()
    title = plain(entry.name or "", _NAME)
    html = _html(entry.content) or _html(entry.summary)
    content = Page(Answer(source, 200, _HTML, html.encode("utf-8", "surrogatepass")))
    about = excerpt(content, target) or plain(content.text, _ABOUT) or title
    answer = plain(entry.rsvp or "", _ANSWER).capitalize() if type_ is Type.RSVP else ""
    return Response(
        id=0,
        kind=Kind.PINGBACK if entry.wm_protocol == "pingback" else Kind.WEBMENTION,
        type=type_,
        published=published,
        name=plain(author.name or "", _NAME) or title or urlsplit(source).hostname or "",
        url=author.url or "",
        source=source,
        html=shown(type_, html, about, f"{answer}." if answer else ""),
    )


def _html(content: _Content | str | None) -> str:
    """Return what was said as HTML, whatever it was said in."""
    said = _Content(text=content) if isinstance(content, str) else content or _Content()
    if html := said.html or (said.kind == "text/html" and said.value):
        return html
    paragraphs = (said.text or said.value or "").replace("\r\n", "\n").split("\n\n")
    lines = (str(escape(one.strip())).replace("\n", "<br>\n") for one in paragraphs if one.strip())
    return "\n".join(f"<p>{line}</p>" for line in lines)
