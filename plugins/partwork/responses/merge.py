"""What an inbox or another service has kept, written into a responses file.

The file stays its author's: every byte of it that says nothing new is kept, comments, quoting, order and line
endings included. New responses stand at its end in the order of their time, under the next free ids.

What is in the file already is found by its ``ref``, or else by its source: a page that was heard by
trackback, pingback and webmention is one response, of the kind that says most. A ``ref`` ends in a mark of
what was heard. While an inbox says the same again, nothing is touched, whatever the author has made of it; a
page that has changed is written anew, with the id, the place in the thread and the badge it had. A response
without a ``ref`` is the author's own. It is only written over by a kind that says more.

What was withdrawn leaves its id and nothing else, so that the answers to it keep their place, and the address
of one response never becomes that of another. It is written again where it is heard again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urldefrag
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from partwork.address import key
from partwork.errors import ContentError
from partwork.model import Kind, Response, Type
from partwork.responses.archive import Archive
from partwork.responses.clean import clean, web_address
from partwork.responses.edit import Edits
from partwork.responses.file import decode
from partwork.responses.write import Fields, Written, flow
from partwork.text import safe

_KINDS = (Kind.COMMENT, Kind.TRACKBACK, Kind.PINGBACK, Kind.WEBMENTION)  # those that say most at the end
_ANCHOR = re.compile(r"comment-([1-9]\d{0,17})", re.ASCII)
_BREAK = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_ORDER = "id kind type reply_to by_author name url source published gone ref html markdown".split()


class Heard(msgspec.Struct, frozen=True):
    """A response as it was kept elsewhere, under the name `ref`. Its id is 0; all that it says is hostile.

    `target` is the page that it is about, as the sender wrote it.
    """

    ref: str
    target: str
    response: Response
    withdrawn: bool = False

    @property
    def page(self) -> str:
        """What makes two of them one: the page that says it, or else the name."""
        return key(self.response.source) if self.response.source else self.ref


@dataclass(frozen=True, slots=True)
class Merged:
    """A responses file after a merge, and how many responses were new, other, withdrawn, and known."""

    text: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    known: int = 0


def merge(text: str, heard: Iterable[Heard], source: str = "") -> Merged:
    """Return the responses file `source`, of which `text` is what it says, with what was heard in it.

    Merging the same again changes nothing. Raise ContentError where the file has faults.
    """
    archive, problems = decode(source, text.encode("utf-8", "surrogatepass"), ZoneInfo("UTC"))
    if problems:
        raise ContentError(problems)
    return _Merger(text, archive).merge([_prepared(one) for one in heard])


def _prepared(heard: Heard) -> Heard:
    """Return what was heard, cleaned, without what cannot be shown or is not said.

    A comment that says nothing is none.
    """
    said = heard.response
    comment = said.kind is Kind.COMMENT
    html = "" if said.markdown.strip() else clean(_lines(said.html)).strip()
    prepared = replace(
        said,
        published=_to_the_second(said.published),
        type=Type.MENTION if comment else said.type,
        name=" ".join(safe(said.name).split()),
        url=_address(said.url),
        source=_address(said.source),
        html=html,
        markdown=safe(_lines(said.markdown)).strip("\n").rstrip(),
    )
    empty = comment and not (prepared.html or prepared.markdown)
    ref = heard.ref.replace("~", "-")  # it parts a name from its mark
    return replace(heard, ref=ref, response=prepared, withdrawn=heard.withdrawn or empty)


def _to_the_second(when: datetime) -> datetime:
    """Return a time as YAML knows it: old offsets are not of whole minutes."""
    odd = (when.utcoffset() or timedelta(0)) % timedelta(minutes=1)
    return (when.astimezone(UTC) if odd else when).replace(microsecond=0)


def _lines(text: str) -> str:
    return _BREAK.sub("\n", text)


def _address(url: str) -> str:
    url = safe(url).strip()
    return url if web_address(url) else ""


class _Merger:
    """One merge into one file."""

    def __init__(self, text: str, archive: Archive) -> None:
        self._edits = Edits(text)
        self._file = archive.responses
        self._ids = {one.id for one in self._file}
        # Of two with one name or page, the first is meant.
        backwards = range(len(self._file) - 1, -1, -1)
        self._by_ref = {_name(self._file[at].ref): at for at in backwards if self._file[at].ref}
        self._by_page = {key(self._file[at].source): at for at in backwards if self._file[at].source}

    def merge(self, heard: Sequence[Heard]) -> Merged:
        """Return the file with what was heard in it."""
        new: list[Heard] = []
        changed = removed = known = 0
        for one, at in self._places(self._once(heard)):
            if at is None:
                new += [] if one.withdrawn else [one]
                continue
            entry = self._file[at]
            if one.withdrawn and entry.ref and not entry.withdrawn:
                self._edits.rewrite(at, _stub(entry.id, self._edits.written(at, "published"), one.ref))
                removed += 1
            elif one.withdrawn or not _says_more(one, entry):
                known += 1
            else:
                self._edits.rewrite(at, self._fields(one, entry))
                changed += 1
        new.sort(key=lambda one: (one.response.published, one.ref))
        first = max(self._ids, default=0) + 1
        self._edits.append([self._fields(one, _blank(number, one)) for number, one in enumerate(new, first)])
        return Merged(self._edits.text(), len(new), changed, removed, known)

    def _once(self, heard: Sequence[Heard]) -> list[Heard]:
        """Return one of each page: what is not withdrawn, says most, is in the file, was heard first."""
        ordered = sorted(
            {one.ref: one for one in heard}.values(),
            key=lambda one: (
                one.withdrawn,
                -_KINDS.index(one.response.kind),
                one.ref not in self._by_ref,
                one.response.published,
                one.ref,
            ),
        )
        found: dict[str, Heard] = {}
        for one in ordered:
            found.setdefault(one.page, one)
        return [*found.values()]

    def _places(self, heard: Sequence[Heard]) -> list[tuple[Heard, int | None]]:
        """Return where in the file each is: a name counts before a page, and no place counts twice."""
        places = {one.ref: self._by_ref[one.ref] for one in heard if one.ref in self._by_ref}
        taken = set(places.values())
        for one in heard:
            at = self._by_page.get(one.page)
            if one.ref not in places and at is not None and at not in taken:
                places[one.ref] = at
                taken.add(at)
        return [(one, places.get(one.ref)) for one in heard]

    def _fields(self, heard: Heard, entry: Response) -> Fields:
        """Return what is written of a response; `entry` is what the file says of it."""
        said = _said(heard)
        fields = said | {
            "id": entry.id,
            "reply_to": self._answered(said.get("reply_to"), entry.id) or entry.reply_to,
            "by_author": entry.by_author,
            "ref": f"{heard.ref}~{_mark(said)}",
        }
        return {name: fields[name] for name in _ORDER if fields.get(name)}

    def _answered(self, number: int | None, own: int) -> int | None:
        return number if number in self._ids and number != own else None


def _blank(number: int, heard: Heard) -> Response:
    """Return what the file says of a response that is not in it yet."""
    return Response(number, heard.response.kind, heard.response.published)


def _stub(number: int, published: Written, ref: str) -> Fields:
    return {"id": number, "published": published, "ref": ref, "withdrawn": True}


def _says_more(heard: Heard, entry: Response) -> bool:
    """Return whether something was heard that the file does not say."""
    richer = _KINDS.index(heard.response.kind) - _KINDS.index(entry.kind)
    if not entry.ref:
        return richer > 0
    name, _, mark = entry.ref.rpartition("~")
    return mark != _mark(_said(heard)) if name == heard.ref else entry.withdrawn or richer >= 0


def _name(ref: str) -> str:
    """Return what the inbox calls a response: its ref without the mark."""
    return ref.rpartition("~")[0] or ref


def _said(heard: Heard) -> dict[str, Any]:
    """Return what was heard by the keys of a responses file, without what is empty or goes without saying."""
    said = heard.response
    anchor = _ANCHOR.fullmatch(urldefrag(heard.target).fragment)
    values = {
        "kind": None if said.kind is Kind.COMMENT else said.kind,
        "type": None if said.type is Type.MENTION else said.type,
        "reply_to": said.reply_to or (int(anchor[1]) if anchor else None),
        "name": said.name,
        "url": said.url,
        "source": said.source,
        "published": said.published,
        "gone": said.gone,
        "html": said.html,
        "markdown": said.markdown,
    }
    return {name: value for name, value in values.items() if value}


def _mark(said: Fields) -> str:
    return blake2b(flow(said).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
