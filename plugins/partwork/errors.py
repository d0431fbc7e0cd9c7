"""What can be wrong, told to the author.

The exceptions::

    PartworkError            anything partwork raises on purpose; exit status 1
    ├── ContentError         the problems of one run, all of them
    └── CommandError         what the command line says cannot be done; exit status 2

A :class:`Problem` is not raised: checks collect them, and one :class:`ContentError` tells them together.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file relative to the site, a line from 1, a path inside the document."""

    file: str
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        path = f" at {self.path}" if self.path else ""
        return f"{self.file}{line}{path}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, the value as it stands, and what to do about it."""

    what: str
    where: Place
    value: str = ""
    mend: str = ""

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.what}"]
        if self.value:
            whole = len(self.value) <= _LONGEST_VALUE
            lines.append(f"    value: {self.value if whole else self.value[:_LONGEST_VALUE] + '…'}")
        if self.mend:
            lines.append(f"    mend:  {self.mend}")
        return "\n".join(map(_visible, lines))


def _visible(line: str) -> str:
    """Return a line with the signs that cannot be seen written out: a terminal obeys some of them."""
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)


class PartworkError(Exception):
    """Anything partwork raises on purpose."""

    exitcode = 1


class ContentError(PartworkError):
    """Everything that is wrong with a site, ordered by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=_by_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CommandError(PartworkError):
    """The command line names what is not there, or says what cannot be understood."""

    exitcode = 2


def _by_place(problem: Problem) -> tuple[Place, str, str, str]:
    return problem.where, problem.what, problem.value, problem.mend


def nearest(word: str, words: Iterable[str]) -> str:
    """Return ``the nearest is "…"`` for the most similar of `words`, or an empty string when none is near."""
    matches = difflib.get_close_matches(word, [*words], n=1, cutoff=0.6)
    return f'the nearest is "{matches[0]}"' if matches else ""


def one_of(words: Iterable[str]) -> str:
    """Return the words as an author reads a choice: ``a, b or c``."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
