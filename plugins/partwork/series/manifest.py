"""Manifests: ``content/series/<slug>.md``, a header of ``Key: value`` lines and the landing page's text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from partwork import text
from partwork.errors import Place, Problem, nearest, one_of
from partwork.model import Listed, Manifest, Numbering, Status

KEYS = ("title", "summary", "status", "numbering", "parts", "cover", "mentions", "slug", "lang", "template")

_FENCE = "---"  # a header may stand between two, as in YAML
FIELD = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
PLANNED = re.compile(r"planned\s*:\s*(?P<title>.*)", re.IGNORECASE)
_MORE = re.compile(r"(?: {4,}|\t\s*)(?P<value>\S.*)")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the header and the line it stands on."""

    text: str
    line: int


def parse(source: str, content: str, default_lang: str) -> tuple[Manifest | None, tuple[Problem, ...]]:
    """Return the manifest in the file `source`, and what is wrong with it.

    The manifest is None only where it has no title. The rest of a faulty one is still of use: other
    checks go on with it.
    """
    header, problems = _header(source, content)

    def first(key: str) -> _Value:
        return header.get(key, [_Value("", 1)])[0]

    problems += _unknown_keys(source, header)
    status, numbering = first("status"), first("numbering")
    problems += _not_one_of(source, "status", status, [*Status])
    problems += _not_one_of(source, "numbering", numbering, [*Numbering])
    problems += _not_one_of(source, "mentions", first("mentions"), ["yes", "no"])
    listed = _listed(header["parts"]) if "parts" in header else None
    problems += _faults_of_list(source, listed or ())
    if not first("title").text:
        problems.append(
            Problem("The manifest has no title.", Place(source, 1), "", 'Begin the file with "Title: ...".')
        )
        return None, tuple(problems)
    return Manifest(
        source=source,
        slug=first("slug").text or PurePosixPath(source).stem,
        lang=first("lang").text.lower() or default_lang,
        title=text.inline(first("title").text),
        summary=" ".join(value.text for value in header.get("summary", [])),
        status=Status(status.text.lower()) if status.text.lower() in [*Status] else Status.ONGOING,
        numbering=Numbering(numbering.text.lower()) if numbering.text.lower() in [*Numbering] else None,
        listed=listed,
        cover=first("cover").text,
        cover_line=first("cover").line,
        mentions=first("mentions").text.lower() != "no",
    ), tuple(problems)


def header_length(lines: Sequence[str]) -> int:
    """Return how many lines the header takes: it ends before an empty line, or at its second fence."""
    for number, line in enumerate(lines):
        if not line.strip() or line.rstrip() == "..." or (number and line.rstrip() == _FENCE):
            return number
    return len(lines)


def _header(source: str, content: str) -> tuple[dict[str, list[_Value]], list[Problem]]:
    """Return the values of the header by lower-case key, as Python-Markdown's meta extension reads them."""
    header: dict[str, list[_Value]] = {}
    problems: list[Problem] = []
    key = ""
    lines = content.lstrip("\ufeff").splitlines()
    for number, line in enumerate(lines[: header_length(lines)], 1):
        if number == 1 and line.rstrip() == _FENCE:
            continue
        if match := FIELD.fullmatch(line):
            key = match["key"].lower()
            header.setdefault(key, []).append(_Value(match["value"].strip(), number))
        elif (match := _MORE.fullmatch(line)) and key:
            header[key].append(_Value(match["value"].strip(), number))
        else:
            problems.append(
                Problem(
                    "This line belongs to no key of the header.",
                    Place(source, number),
                    line.strip(),
                    "Indent it by four spaces to go on with the line above, or put an empty line before it.",
                )
            )
            break
    return {key: [v for v in values if v.text] or values[:1] for key, values in header.items()}, problems


def _unknown_keys(source: str, header: dict[str, list[_Value]]) -> list[Problem]:
    problems = []
    for key, values in header.items():
        if key not in KEYS:
            mend = f"Take it out; {nearest(key, KEYS) or f'a manifest has {one_of(KEYS)}'}."
            if key == "date":
                mend = 'A post belongs elsewhere; or name another folder in PARTWORK["manifests"].'
            problems.append(Problem("A manifest has no such key.", Place(source, values[0].line), key, mend))
    return problems


def _not_one_of(source: str, key: str, value: _Value, known: Sequence[str]) -> list[Problem]:
    if not value.text or value.text.lower() in known:
        return []
    hint = nearest(value.text.lower(), known)
    mend = f"Write {one_of(known)}{f'; {hint}' if hint else ''}."
    return [Problem(f"Unknown {key}.", Place(source, value.line), value.text, mend)]


def _listed(values: list[_Value]) -> tuple[Listed, ...]:
    listed = []
    for value in values:
        if match := PLANNED.fullmatch(value.text):
            listed.append(Listed(match["title"].strip(), planned=True, line=value.line))
        elif value.text:
            listed.append(Listed(value.text, planned=False, line=value.line))
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
