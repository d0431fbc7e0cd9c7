"""Manifests: ``content/series/<slug>.md``, a header of ``Key: value`` lines and the landing page's text."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from partwork import text
from partwork.errors import Place, Problem, nearest, one_of
from partwork.model import Listed, Manifest, Numbering, Status

KEYS = ("title", "summary", "status", "numbering", "parts", "cover", "mentions", "slug", "lang", "template")

_SEVERAL = frozenset({"parts", "summary"})  # the keys that may go on in more lines

_FIELD = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r" {4,}(?P<value>\S.*)")
_FENCE = re.compile(r"-{3}(?:\s.*)?")
_END = re.compile(rf"{_FENCE.pattern}|\.{{3}}(?:\s.*)?")
_LINE_END = re.compile(r"\r\n?|\n")
_STATUS = {status.value: status for status in Status}
_NUMBERING = {numbering.value: numbering for numbering in Numbering}
_PLANNED = re.compile(r"planned\s*:\s*(?P<title>.*)", re.IGNORECASE)


class HeaderLine(msgspec.Struct, frozen=True):
    """A line of a header: its number, the key it gives or goes on with (empty for none), and the value."""

    number: int
    key: str
    value: str


def header(content: str) -> Iterator[HeaderLine]:
    """Yield the lines of a manifest's header, as Python-Markdown's meta extension reads them.

    A line that belongs to no key ends it. Only line feeds and carriage returns end a line.
    """
    key = ""
    for number, raw in enumerate(_LINE_END.split(content.removeprefix("\ufeff")), 1):
        unindented = raw.lstrip(" \t")
        line = raw.removesuffix(unindented).expandtabs(4) + unindented
        if number == 1 and _FENCE.fullmatch(line):
            continue
        if not line.strip() or _END.fullmatch(line):
            return
        if match := _FIELD.fullmatch(line):
            key = match["key"].lower()
        elif not key or not (match := _MORE.fullmatch(line)):
            yield HeaderLine(number, "", line.strip())
            return
        yield HeaderLine(number, key, match["value"].strip())


def planned_title(value: str) -> str | None:
    """Return the title in a line ``planned: A title`` of a list, or None where it names a part."""
    match = _PLANNED.fullmatch(value)
    return match["title"].strip() if match else None


def parse(source: str, content: str, default_lang: str) -> tuple[Manifest | None, tuple[Problem, ...]]:
    """Return the manifest in the file `source`, and what is wrong with it.

    The manifest is None only where it has no title. The rest of a faulty one is still of use: other
    checks go on with it.
    """
    header_lines = [*header(content)]
    values = _by_key(header_lines)

    def first(key: str) -> HeaderLine:
        given = values.get(key)
        return given[0] if given else HeaderLine(1, key, "")

    problems = _faults_of_lines(source, header_lines, values)
    status, numbering = first("status"), first("numbering")
    problems += _not_one_of(source, status, _STATUS)
    problems += _not_one_of(source, numbering, _NUMBERING)
    problems += _not_one_of(source, first("mentions"), ("yes", "no"))
    listed = _listed(values["parts"]) if "parts" in values else None
    problems += _faults_of_list(source, listed or ())
    lang = first("lang")
    if lang.value and not text.is_language(lang.value):
        problems.append(
            Problem(
                "This is not the code of a language.",
                Place(source, lang.number),
                lang.value,
                'Write it as in "Lang: de" or "Lang: pt-BR".',
            )
        )
    if not first("title").value:
        problems.append(
            Problem("The manifest has no title.", Place(source, 1), "", 'Begin the file with "Title: ...".')
        )
        return None, tuple(problems)
    return Manifest(
        source=source,
        slug=first("slug").value or PurePosixPath(source).stem,
        lang=lang.value.lower() or default_lang,
        title=text.inline(first("title").value),
        summary=" ".join(line.value for line in values.get("summary", [])),
        status=_STATUS.get(status.value.lower(), Status.ONGOING),
        numbering=_NUMBERING.get(numbering.value.lower()),
        listed=listed,
        cover=first("cover").value,
        cover_line=first("cover").number,
        mentions=first("mentions").value.lower() != "no",
    ), tuple(problems)


def _by_key(lines: Sequence[HeaderLine]) -> dict[str, list[HeaderLine]]:
    """Return the lines of each key; of a key that is given nothing, the first."""
    values: dict[str, list[HeaderLine]] = {}
    for line in lines:
        if line.key:
            values.setdefault(line.key, []).append(line)
    return {key: [line for line in given if line.value] or given[:1] for key, given in values.items()}


def _faults_of_lines(
    source: str, lines: Sequence[HeaderLine], values: dict[str, list[HeaderLine]]
) -> list[Problem]:
    problems = [
        Problem(
            "This line belongs to no key of the header.",
            Place(source, line.number),
            line.value,
            "Indent it by four spaces to go on with the line above, or put an empty line before it.",
        )
        for line in lines
        if not line.key
    ]
    for key, given in values.items():
        if key not in KEYS:
            mend = f"Take it out; {nearest(key, KEYS) or f'a manifest has {one_of(KEYS)}'}."
            if key == "date":
                mend = 'A post belongs elsewhere; or name another folder in PARTWORK["manifests"].'
            problems.append(Problem("A manifest has no such key.", Place(source, given[0].number), key, mend))
        elif key not in _SEVERAL:
            problems += [
                Problem(
                    f"A second {key}; the first is in line {given[0].number}.",
                    Place(source, line.number),
                    line.value,
                    "Take one of the two lines out.",
                )
                for line in given[1:]
            ]
    return problems


def _not_one_of(source: str, line: HeaderLine, known: Collection[str]) -> list[Problem]:
    if not line.value or line.value.lower() in known:
        return []
    hint = nearest(line.value.lower(), known)
    mend = f"Write {one_of(known)}{f'; {hint}' if hint else ''}."
    return [Problem(f"Unknown {line.key}.", Place(source, line.number), line.value, mend)]


def _listed(lines: list[HeaderLine]) -> tuple[Listed, ...]:
    listed = []
    for line in lines:
        title = planned_title(line.value)
        if title is not None:
            listed.append(Listed(title, planned=True, line=line.number))
        elif line.value:
            listed.append(Listed(line.value, planned=False, line=line.number))
    return tuple(listed)


def _faults_of_list(source: str, listed: tuple[Listed, ...]) -> list[Problem]:
    problems = []
    seen: dict[tuple[str, bool], int] = {}
    for item in listed:
        key = (item.text.casefold() if item.planned else item.text, item.planned)
        if item.planned and not item.text:
            problems.append(
                Problem(
                    "A planned part has no title.",
                    Place(source, item.line),
                    "planned:",
                    'Write "planned: A title".',
                )
            )
        elif key in seen:
            problems.append(
                Problem(
                    f"This part is listed twice, first in line {seen[key]}.",
                    Place(source, item.line),
                    item.text,
                    "Take one of the two lines out.",
                )
            )
        seen.setdefault(key, item.line)
    return problems
