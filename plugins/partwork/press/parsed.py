"""The templates of an environment, each of which is parsed once: to look at it, and to compile it."""

from contextlib import suppress
from typing import NamedTuple

from jinja2 import BytecodeCache, Environment, TemplateSyntaxError, nodes
from jinja2.bccache import Bucket

from partwork.press.syntax import Syntax, syntax


class Source(NamedTuple):
    """A template as a loader has it; `file` is where it lies, if anywhere."""

    name: str
    file: str | None
    text: str


class Parsed(BytecodeCache):
    """Stands where Jinja asks for what it compiled before, and compiles what was looked at.

    Nothing is kept for another environment.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._syntax: dict[Source, Syntax] = {}
        self._trees: dict[Source, nodes.Template] = {}

    def syntax(self, source: Source) -> Syntax:
        """Return what stands in a template; raises TemplateSyntaxError where that is wrong."""
        if source not in self._syntax:
            tree = self._environment.parse(source.text, source.name, source.file)
            self._syntax[source], self._trees[source] = syntax(tree), tree
        return self._syntax[source]

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return a template, compiled if it can be: what is wrong with it, Jinja is to find and tell."""
        bucket = super().get_bucket(environment, name, filename, source)
        if environment is self._environment:
            with suppress(TemplateSyntaxError):
                key = Source(name, filename, source)
                self.syntax(key)
                # Compiling changes what was parsed: it can be done once.
                if tree := self._trees.pop(key, None):
                    bucket.code = environment.compile(tree, name, filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Leave a template to `get_bucket`."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep nothing: the environment has the template."""


def parsed(environment: Environment) -> Parsed:
    """Return the templates of an environment; they are kept there if the press has put them there."""
    there = environment.bytecode_cache
    return there if isinstance(there, Parsed) else Parsed(environment)
