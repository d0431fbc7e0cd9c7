"""Responses files: ``<part>.responses.yaml``, read into typed values."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
import yaml
from msgspec import Meta

from partwork.errors import Place, Problem, nearest, one_of
from partwork.model import Kind, Open, Response, Type, is_in_calendar
from partwork.responses import document
from partwork.responses.archive import Archive


class _Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A response as it is written."""

    id: Annotated[int, Meta(ge=1)]
    published: datetime
    kind: Kind = Kind.COMMENT
    type: Type = Type.MENTION
    name: str = ""
    url: str = ""
    source: str = ""
    reply_to: int | None = None
    by_author: bool = False
    gone: date | None = None
    ref: str = ""
    withdrawn: bool = False
    html: str = ""
    markdown: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A responses file as it is written; each response is looked at alone, so that all faults are told."""

    comments: Open | None = None
    pings: Open | None = None
    responses: list[Any] = []


_WHOLE_MEND = "Write a whole number from 1, without quotes and leading zeros."
_OPEN_MEND = "Write open or closed."
_DATE_MEND = "Write a date with time and offset, as in 2010-05-04T10:12:00-07:00."
_LIST_MEND = 'Begin the file with "responses:" and a list below it, each response beginning with "- id: ".'
_MENDS = {
    "id": _WHOLE_MEND,
    "reply_to": _WHOLE_MEND,
    "by_author": "Write true or false.",
    "kind": f"Write {one_of([*Kind])}.",
    "type": f"Write {one_of([*Type])}.",
    "gone": "Write a day, as in 2027-03-14.",
    "withdrawn": "Write true or false.",
    "published": _DATE_MEND,
    "comments": _OPEN_MEND,
    "pings": _OPEN_MEND,
}


def decode(source: str, content: bytes, timezone: ZoneInfo) -> tuple[Archive, tuple[Problem, ...]]:
    """Return what the file `source` says, and what is wrong with it; nothing is taken from a wrong one.

    A date without an offset is read in `timezone`.
    """
    try:
        text = content.decode("utf-8-sig")
        said = document.load(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Archive(), (
            Problem(
                "The file is not UTF-8.",
                Place(source, line),
                repr(content[error.start : error.start + 1]),
                "Save it as UTF-8.",
            ),
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(source, mark.line + 1 if mark else 0)
        return Archive(), (
            Problem(
                "The file is not YAML.",
                place,
                str(error.problem),
                error.note or "Quote the value, or indent the line.",
            ),
        )
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        return Archive(), (
            Problem(
                "The file is not YAML.", Place(source, line), str(error.reason), "Take the character out."
            ),
        )
    try:
        file = msgspec.convert({} if said is None else said, _File)
    except msgspec.ValidationError as error:
        return Archive(), (_invalid(source, document.compose(text), str(error)),)
    entries, problems = _entries(source, text, file)
    problems = problems or _faults(source, text, entries)
    if problems:
        return Archive(), tuple(problems)
    responses = (_response(entry, timezone) for entry in entries)
    return Archive(tuple(responses), file.comments, file.pings), ()


def _entries(source: str, text: str, file: _File) -> tuple[list[_Entry], list[Problem]]:
    """Return the responses of a file, and those that are none, each by its first fault."""
    try:
        return msgspec.convert(file.responses, list[_Entry]), []
    except msgspec.ValidationError:
        pass  # each by itself, then: msgspec stops at the first fault
    entries: list[_Entry] = []
    wrong: list[str] = []
    for index, said in enumerate(file.responses):
        try:
            entries.append(msgspec.convert(said, _Entry))
        except msgspec.ValidationError as error:
            message, path = _parted(str(error))
            wrong.append(f"{message} - at `$.responses[{index}]{path.removeprefix('$')}`")
    if not wrong:
        return entries, []
    root = document.compose(text)
    return entries, [_invalid(source, root, message) for message in wrong]


def _response(entry: _Entry, timezone: ZoneInfo) -> Response:
    published = entry.published
    return Response(
        id=entry.id,
        kind=entry.kind,
        published=published if published.tzinfo else published.replace(tzinfo=timezone),
        type=entry.type,
        name=entry.name,
        url=entry.url,
        source=entry.source,
        reply_to=entry.reply_to,
        by_author=entry.by_author,
        gone=entry.gone,
        ref=entry.ref,
        withdrawn=entry.withdrawn,
        html=entry.html,
        markdown=entry.markdown,
    )


def _parted(complaint: str) -> tuple[str, str]:
    """Return msgspec's complaint, ``Expected `int`, got `str` - at `$.responses[3].id```, and its path."""
    match = re.fullmatch(r"(?s)(.*?)(?: - at (?:`key` in )?`(\$[^`]*)`)?", complaint)
    assert match is not None  # noqa: S101 - any text matches
    return match[1], match[2] or "$"


def _invalid(source: str, root: yaml.Node | None, complaint: str) -> Problem:
    """Return msgspec's complaint with its place and what to do."""
    message, path = _parted(complaint)
    if unknown := re.fullmatch(r"(?s)Object contains unknown field `(.*)`", message):
        key = unknown[1]
        fields = _File.__struct_fields__ if path == "$" else _Entry.__struct_fields__
        line, _ = document.locate(root, path, key)
        hint = nearest(key, fields) or f"there are {one_of(fields)}"
        place = Place(source, line, f"{path}.{key}")
        return Problem("There is no such key.", place, key, f"Take it out; {hint}.")
    line, value = document.locate(root, path)
    field = path.rpartition(".")[2]
    if message.startswith("Invalid enum value"):
        message = "Unknown value"
    if missing := re.search(r"missing required field `(.*)`", message):
        mend = f'Add "{missing[1]}: ...".'
    elif message == "Expected `str`":
        mend = "Put every key in quotes that is a number, a date, or yes and no."
    elif message.startswith("Expected `str`, got"):
        mend = "Put the value in quotes: without them YAML reads a number, a date, or yes and no."
    else:
        mend = _MENDS.get(field, _LIST_MEND)
    return Problem(f"{message}.", Place(source, line, path), value, mend)


def _faults(source: str, text: str, entries: list[_Entry]) -> list[Problem]:
    """Return what the types cannot say: equal ids, a reply to itself, two texts or none."""
    found: list[tuple[str, str, str]] = []
    seen: dict[int, int] = {}

    def report(index: int, key: str, what: str, mend: str) -> None:
        found.append((f"$.responses[{index}]{key}", what, mend))

    for index, entry in enumerate(entries):
        if not is_in_calendar(entry.published):
            report(index, ".published", "The date is out of range.", _DATE_MEND)
        first = seen.setdefault(entry.id, index)
        if first != index:
            report(
                index,
                ".id",
                f"Two responses have the id {entry.id}; the other is $.responses[{first}].",
                "Give one of them an id of its own.",
            )
        if entry.reply_to == entry.id:
            report(index, ".reply_to", "The response is a reply to itself.", "Name the response it answers.")
        if entry.html and entry.markdown:
            report(index, ".markdown", "The response has two texts.", "Keep html or markdown.")
        if entry.kind is Kind.COMMENT and not (entry.html + entry.markdown).strip() and not entry.withdrawn:
            report(index, "", "The comment has no text.", 'Add "html: ..." or "markdown: ...".')
    return [*_placed(source, text, found)] if found else []


def _placed(source: str, text: str, found: Iterable[tuple[str, str, str]]) -> Iterator[Problem]:
    """Yield a problem for each (path, what, mend); the document is composed once for all of them."""
    root = document.compose(text)
    for path, what, mend in found:
        line, value = document.locate(root, path)
        yield Problem(what, Place(source, line, path), value, mend)
