"""Where something stands: lines of headers and of settings files, for error messages."""

import re
import sys
from dataclasses import replace
from pathlib import Path

from partwork.errors import Place, Problem


def header_line(path: Path, key: str) -> int:
    """Return the line of a post's header that gives `key`, or 0."""
    return _find(path, _header(key))[0]


def header_value(path: Path, key: str) -> str:
    """Return what a post's header gives for `key`, as it is written; an empty string for nothing."""
    return _header(key).sub("", _find(path, _header(key))[1]).strip()


def in_header(problem: Problem, content: Path) -> Problem:
    """Return a problem whose place is a key of a header with the line of that key, where there is one."""
    file, line, key = problem.where.file, problem.where.line, problem.where.path
    if line or not key:
        return problem
    return replace(problem, where=Place(file, header_line(content / file, key)))


def line_with(path: Path, words: str) -> int:
    """Return the first line of a file that holds `words`, or 0."""
    return _find(path, re.compile(re.escape(words)))[0]


def _header(key: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*:?{re.escape(key)}\s*:", re.IGNORECASE)  # reStructuredText begins with a colon


def _find(path: Path, pattern: re.Pattern[str]) -> tuple[int, str]:
    """Return the number and the text of the first line that has the pattern; 0 and nothing for none."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            found = ((number, line) for number, line in enumerate(lines, 1) if pattern.search(line))
            return next(found, (0, ""))
    except OSError:
        return 0, ""


def not_utf8(source: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    """Return the problem of a file that is not UTF-8, with the line of the first wrong byte."""
    line = content.count(b"\n", 0, error.start) + 1
    value = repr(content[error.start : error.start + 1])[1:]
    return Problem("The file is not UTF-8.", Place(source, line), value, "Save it as UTF-8.")


def setting(name: str) -> Place:
    """Return the place of a setting: the settings file that Pelican has loaded and its line, or the name."""
    pattern = re.compile(rf"^\s*{re.escape(name)}\s*[=:]")
    for path in _settings_files(name):
        if line := _find(path, pattern)[0]:
            return Place(path.name, line)
    return Place(name)


def settings_folder(raw: object) -> Path | None:
    """Return the folder of the settings file that gives `raw` as ``PARTWORK``, or None where none does."""
    files = _settings_files("PARTWORK", raw)
    return files[0].parent if files else None


def in_settings_file(problem: Problem, name: str, raw: object) -> Problem:
    """Return a problem of ``name`` or ``name["key"]`` with the file and line of it, where they can be found.

    `raw` is the value of the setting.
    """
    if not (match := re.fullmatch(rf'{re.escape(name)}(?:\["(.*)"\])?', problem.where.file)):
        return problem
    words = match[1] or name
    for path in _settings_files(name, raw):
        quoted = re.compile(rf"""["']{re.escape(words)}["']|^{re.escape(words)}\s*=""")
        if line := _find(path, quoted)[0]:
            return replace(problem, where=Place(path.name, line, problem.where.file))
    return problem


def _settings_files(name: str, value: object = None) -> list[Path]:
    """Return the files of the loaded settings modules that have `name` (as `value`, if given).

    Pelican keeps settings modules in ``sys.modules`` and does not say which it read.
    """
    return [
        Path(file)
        for module in [*sys.modules.values()]
        if (file := getattr(module, "__file__", None))
        and file.endswith("conf.py")
        and name in vars(module)
        and (value is None or vars(module)[name] is value)
    ]
