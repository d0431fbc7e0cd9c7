"""What an author is told, and what Pelican says of the same that is left out."""

import logging
import traceback
from collections.abc import Iterable

from jinja2 import TemplateError
from pelican.generators import PelicanTemplateNotFound
from pelican.writers import FileOverwriteFailedError

from partwork.errors import PartworkError, Problem

_LOGGER = logging.getLogger("partwork")
# Pelican's own lines about files that partwork reports with their place and mend.
_TOLD_BETTER = (
    "Could not process %s",
    "Skipping %s: could not find",
    "Skipping %s: file %r would be written outside",
    "Unknown status '%s' for file",
)


def warn(problems: Iterable[Problem]) -> None:
    """Log what is odd and not wrong."""
    for problem in problems:
        _LOGGER.warning("%s", problem)


def told(error: BaseException | None) -> str | None:
    """Return what went wrong in words for the author; None for what must be a mistake in the code."""
    match error:
        case PartworkError():
            return str(error)
        case TemplateError():
            place = _template(error)
            return f"{place}The template cannot be filled.\n    value: {error}\n    mend:  Correct the theme."
        case FileOverwriteFailedError() | PelicanTemplateNotFound():
            return f"{error}.\n    mend:  See to the settings and the theme."
        case OSError():
            place = f"{error.filename}: " if error.filename else ""
            why = error.strerror or error
            return f"{place}The file system refuses: {why}.\n    mend:  See to permissions, names and space."
        case _:
            return None


def _template(error: TemplateError) -> str:
    """Return the file and line of a template that fails: the innermost of its templates that was at work."""
    if file := getattr(error, "filename", None):
        return f"{file}:{getattr(error, 'lineno', 0)}: "
    at_work = [
        frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.endswith(".py")
    ]
    return f"{at_work[-1].filename}:{at_work[-1].lineno}: " if at_work else ""


class _WithoutTraceback(logging.Filter):
    """What the author can mend is told without the way it took through the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and (words := told(record.exc_info[1])):
            record.msg, record.args, record.exc_info = "%s", (words,), None
        return True


class _ToldBetter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith(_TOLD_BETTER)


def quiet_pelican() -> None:
    """Filter Pelican's log so that each problem is told once. Calling it again changes nothing."""
    _add(logging.getLogger("pelican"), _WithoutTraceback)
    for name in ("pelican.generators", "pelican.contents"):
        _add(logging.getLogger(name), _ToldBetter)


def _add(logger: logging.Logger, kind: type[logging.Filter]) -> None:
    if not any(isinstance(existing, kind) for existing in logger.filters):
        logger.addFilter(kind())
