"""What an author is told, and what Pelican says of the same that is left out."""

import logging
from collections.abc import Iterable

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


class _WithoutTraceback(logging.Filter):
    """A problem of the content is told without the way it took through the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], PartworkError):
            record.msg, record.args, record.exc_info = "%s", (record.exc_info[1],), None
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
