"""Shortcuts: what they pass over could not have changed anything."""

import re

import pytest
from hypothesis import given, settings
from markdown import Markdown

from partwork.press import shortcuts
from tests.builders import PROPERTY
from tests.press.texts import MARKDOWN

PATTERNS = [(re.compile(pattern, re.DOTALL), signs) for pattern, signs in shortcuts._SIGNS.items()]
EXTENSIONS = [
    "extra",
    "smarty",
    "toc",
    "wikilinks",
    "nl2br",
    "meta",
    "codehilite",
    "admonition",
    "sane_lists",
]


@given(MARKDOWN)
@settings(PROPERTY, max_examples=200)
def test_no_pattern_matches_without_its_sign(text):
    """Where none of its signs is in the text, a pattern matches nowhere."""
    for pattern, signs in PATTERNS:
        if not any(sign in text for sign in signs):
            assert pattern.search(text) is None


def test_every_pattern_of_the_library_has_its_sign():
    """No pattern of Python-Markdown is tried everywhere because it is spelt differently now."""
    md = Markdown(extensions=EXTENSIONS, extension_configs={"smarty": {"smart_angled_quotes": True}})
    patterns = [*md.inlinePatterns, *md.treeprocessors["smarty"].inlinePatterns]
    assert [one.getCompiledRegExp().pattern for one in patterns if not known(one)] == []


def known(pattern):
    """Return whether the shortcuts know a sign of an inline pattern."""
    return pattern.getCompiledRegExp().pattern in shortcuts._SIGNS


def test_the_parts_keep_their_names_and_their_order():
    """Only the classes of the parts are others afterwards."""
    md, other = Markdown(extensions=EXTENSIONS), Markdown(extensions=EXTENSIONS)
    shortcuts.take(md)
    for name in ("preprocessors", "treeprocessors", "postprocessors", "inlinePatterns"):
        assert listed(getattr(md, name)) == listed(getattr(other, name))
    assert listed(md.parser.blockprocessors) == listed(other.parser.blockprocessors)


def listed(registry):
    """Return the names and priorities of a registry's parts, and of which class each is or is a kind."""
    kinds = [type(part).__mro__ for part in registry]
    return [
        (item, next(kind for kind in mro if kind.__module__.startswith("markdown.")))
        for item, mro in zip(registry._priority, kinds, strict=True)
    ]


@pytest.mark.parametrize("text", ["", "\n", "a & b\n", "&copy; &x; & &\n", "x > y\n", "a &", "&a"])
def test_text_without_html_is_what_the_parser_of_html_leaves(text):
    """Text that is not given to the parser of HTML would have come out of it as it went in."""
    md = Markdown()
    lines = text.split("\n")
    assert md.preprocessors["html_block"].run(lines) == lines
    shortcuts.take(md)
    assert md.preprocessors["html_block"].run(lines) == lines
