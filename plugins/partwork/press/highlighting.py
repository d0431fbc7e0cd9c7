"""Pygments as Python-Markdown's codehilite calls it, to the byte, without its repeated work.

codehilite makes a formatter, with a stylesheet that nobody reads, for every block of code, and looks for
plugins among all packages of the machine whenever a language is unknown or is to be guessed. A formatter of
HTML formats any number of blocks; a lexer is made anew for each, as some of them remember.
"""

from collections.abc import Mapping
from types import FunctionType
from typing import cast

from markdown.extensions.codehilite import CodeHilite
from pygments import __version__ as installed
from pygments.formatter import Formatter
from pygments.formatters import HtmlFormatter, get_formatter_by_name
from pygments.lexer import Lexer
from pygments.lexers import (
    _iter_lexerclasses,
    find_lexer_class_by_name,
    get_lexer_by_name,
    guess_lexer,
)
from pygments.modeline import get_filetype_from_buffer
from pygments.util import ClassNotFound

#: The versions of Pygments that this is known to follow in every step.
KNOWN = frozenset({"2.19.2"})

_PLAIN = (str, int, bool, type(None))
_MOST_FORMATTERS = 64


class Highlighter:
    """Has codehilite's work done by a class that is codehilite's own but for what it asks of Pygments."""

    def __init__(self) -> None:
        self._formatters: dict[str, Formatter] = {}
        self._guessing: list[type[Lexer]] | None = None
        self._unknown: set[str] = set()
        hilite = given(
            cast("FunctionType", CodeHilite.hilite),
            {
                "get_lexer_by_name": self._lexer,
                "guess_lexer": self._guess,
                "get_formatter_by_name": self._formatter,
            },
        )
        self._code_hilite = type("CodeHilite", (CodeHilite,), {"hilite": hilite})

    def taken_by(self, run: FunctionType) -> FunctionType:
        """Return codehilite's or fenced_code's `run` with this to highlight for it."""
        return given(run, {"CodeHilite": self._code_hilite}) if installed in KNOWN else run

    def _formatter(self, name: str, **options: object) -> Formatter:
        # Of these kinds of value no two different ones are written in the same way.
        if name != "html" or not all(type(value) in _PLAIN or value == [] for value in options.values()):
            return get_formatter_by_name(name, **options)
        key = repr(sorted(options.items()))
        formatter = self._formatters.get(key)
        if formatter is None:
            formatter = get_formatter_by_name(name, **options)
            if type(formatter) is HtmlFormatter and len(self._formatters) < _MOST_FORMATTERS:
                self._formatters[key] = formatter
        return formatter

    def _lexer(self, name: str, **options: object) -> Lexer:
        if name in self._unknown:
            raise ClassNotFound(name)
        try:
            return get_lexer_by_name(name, **options)
        except ClassNotFound:
            self._remember(name)
            raise

    def _remember(self, name: str) -> None:
        try:
            find_lexer_class_by_name(name)  # an option of a lexer may name another that is not found
        except ClassNotFound:
            self._unknown.add(name)

    def _guess(self, text: str, **options: object) -> Lexer:
        if get_filetype_from_buffer(text) is not None:
            return guess_lexer(text, **options)
        if self._guessing is None:
            # The others have no opinion of any text.
            self._guessing = [
                lexer for lexer in _iter_lexerclasses() if lexer.analyse_text is not Lexer.analyse_text
            ]
        best, found = 0.0, None
        for lexer in self._guessing:
            likely = lexer.analyse_text(text)
            if likely == 1.0:
                return lexer(**options)
            if likely > best:
                best, found = likely, lexer
        return guess_lexer(text, **options) if found is None else found(**options)


def given(function: FunctionType, names: Mapping[str, object]) -> FunctionType:
    """Return the same function, in whose module these names mean something else."""
    return FunctionType(
        function.__code__, {**function.__globals__, **names}, function.__name__, function.__defaults__
    )
