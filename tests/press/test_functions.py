"""What a function follows from beside what it is given: seen in its code, or not known."""

# ruff: noqa: F401 - what is imported is named in texts

import functools
import html
import random
import re
import time
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from markupsafe import Markup, escape

from partwork.press.digest import Volatile, digest
from partwork.press.functions import known_by

_WORD = re.compile(r"\w+")
_KNOWN = {"a": 1}
_LIMIT = 3


def _shorten(text, limit=_LIMIT):
    words = _WORD.findall(text)
    return " ".join(word.capitalize() for word in words[:limit])


def _count_down(number):
    return _count_down(number - 1) if number else _shorten("x")


def _wrapped(function):
    @functools.wraps(function)
    def inner(*arguments):
        return Markup("<b>{}</b>").format(function(*arguments))

    return inner


def _remember(text, seen=[]):  # noqa: B006 - that is what this is about
    return text in seen


def _declared(name):
    return Path(name).read_text()


_declared.press_safe = True


def _import(name):
    import os  # noqa: PLC0415 - as above

    return os.environ[name]


def _counts():
    number = 0

    def count(text):
        nonlocal number
        number += 1
        return text, number

    return count


class _Finder:
    def __call__(self, text):
        return text


@pytest.mark.parametrize(
    "source",
    """str len str.upper quote html.escape escape re.sub _shorten _count_down _declared
    lambda text: text + "x"
    lambda text: re.sub("a", "b", text)
    lambda text: html.escape(text) + quote(text)
    lambda those: sorted({one.title for one in those}, key=lambda one: one[0])
    _wrapped(_shorten)
    functools.partial(_shorten, limit=2)""".replace(" ", "\n", 9).split("\n"),
)
def test_what_only_computes_is_known(source):
    """Texts, numbers, patterns, other such functions, and what says that it is safe."""
    assert digest(known_by(_made(source))) == digest(known_by(_made(source)))


@pytest.mark.parametrize(
    "source",
    """print open random.random _remember _import _counts() _Finder() _Finder().__call__ {}.get object()
    lambda: time.time()
    lambda: datetime.now()
    lambda name: Path(name).read_text()
    lambda name: open(name).read()
    lambda name: _KNOWN[name]
    lambda text: nowhere(text)
    lambda text: eval(text)
    lambda text: hash(text)
    lambda one: setattr(one, "a", 1)
    _wrapped(_remember)
    functools.partial(_shorten, _KNOWN)""".replace(" ", "\n", 9).split("\n"),
)
def test_what_asks_elsewhere_is_not(source):
    """The clock, chance, files, the environment, whatever may be another value tomorrow."""
    with pytest.raises(Volatile):
        known_by(_made(source))


def _made(source):
    return eval(source.strip(), globals())


def test_what_it_names_is_part_of_it():
    """Two functions of one text that name other constants are two."""
    texts = ["N = 1", "N = 2", "N = 'x'", "def N(): return 1", "def N(): return 2"]
    made = []
    for text in texts:
        names = {}
        exec(f"{text}\ndef f(x): return x, N", names)
        made.append(digest(known_by(names["f"])))
    assert len({*made}) == len(texts)
