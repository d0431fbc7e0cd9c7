"""A template is parsed once, to be looked at and to be compiled; what Jinja makes of it stays the same."""

from collections import Counter
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError
from jinja2.ext import Extension

from partwork.press.closure import closure
from partwork.press.parsed import Parsed
from tests.press.command import SETTINGS, build


class _Listening(Extension):
    """Counts how often each template is parsed."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.heard: Counter[str | None] = Counter()

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's own signature
        """Count one."""
        self.heard[name] += 1
        return source


def site(**templates: str) -> Environment:
    """Return an environment whose templates are kept, and counted."""
    environment = Environment(loader=DictLoader(templates), extensions=[_Listening])
    environment.bytecode_cache = Parsed(environment)
    return environment


def parsed(environment: Environment) -> Counter[str | None]:
    """Return how often each template was parsed."""
    (listening,) = environment.iter_extensions()
    return listening.heard


def test_what_was_looked_at_is_not_parsed_to_be_compiled():
    """Two templates that share a third are looked at, then rendered."""
    environment = site(
        a="{% extends 'c' %}{% block b %}A{% endblock %}",
        b="{% extends 'c' %}",
        c="<{% block b %}{{ d }}{% endblock %}>",
    )
    assert closure(environment, "a").templates == ("a", "c")
    assert closure(environment, "b").names.keys() == {"d"}
    assert environment.get_template("a").render() == "<A>"
    assert environment.get_template("b").render(d="D") == "<D>"
    assert parsed(environment) == {"a": 1, "b": 1, "c": 1}


def test_what_was_compiled_is_not_parsed_to_be_looked_at():
    """What compiling does to a template is not seen: a sum of numbers is no number there."""
    environment = site(a="{{ 1 + 2 }}{{ ['x', 'y']|join('-') }}{{ b.c }}")
    before = closure(Environment(loader=environment.loader), "a")
    environment.get_template("a")
    after = closure(environment, "a")
    assert (after.names, after.mentions) == (before.names, before.mentions)
    assert parsed(environment) == {"a": 1}


def test_a_template_that_has_changed_is_parsed_again():
    """What it said before counts no more."""
    templates = {"a": "{{ b }}"}
    environment = Environment(loader=DictLoader(templates))
    environment.bytecode_cache = Parsed(environment)
    assert environment.get_template("a").render(b="B") == "B"
    templates["a"] = "{{ c }}!"
    assert closure(environment, "a").names.keys() == {"c"}
    assert environment.get_template("a").render(c="C") == "C!"


@pytest.mark.parametrize("text", ["\n{% if %}", "\n{{ a|missing }}", "\n{% include %}", "{{ a }"])
def test_what_is_wrong_with_a_template_is_told_as_jinja_tells_it(text):
    """The message, the line, and what stands there; also where the template was looked at before."""
    with pytest.raises(TemplateSyntaxError) as told:
        Environment(loader=DictLoader({"a": text})).get_template("a")
    environment = site(a=text)
    for _ in range(2):
        with pytest.raises(TemplateSyntaxError) as here:
            environment.get_template("a")
        assert str(here.value) == str(told.value)


def test_an_environment_made_of_another_parses_for_itself():
    """An overlay may read the same text in another way."""
    environment = site(a="{{ b }}[[ b ]]")
    closure(environment, "a")
    overlay = environment.overlay(variable_start_string="[[", variable_end_string="]]")
    assert overlay.get_template("a").render(b="B") == "{{ b }}B"
    assert environment.get_template("a").render(b="B") == "B[[ b ]]"


_SETTINGS = f"""{SETTINGS}
PRESS = {{"workers": 2}}

from jinja2.ext import Extension

class Listening(Extension):
    def preprocess(self, source, name, filename=None):
        with open("parsed.txt", "a") as file:
            file.write(f"{{id(self.environment)}} {{name}}\\n")
        return source

JINJA_ENVIRONMENT = {{"extensions": [Listening]}}
"""


@pytest.mark.parametrize("posts", [1, 150])
def test_a_build_parses_each_template_once(tmp_path, posts):
    """Each of Pelican's environments does, whether one process renders the pages or several."""
    write(tmp_path, _SETTINGS, posts)
    said, status = build(tmp_path)
    assert status == 0, said
    heard = Counter((tmp_path / "parsed.txt").read_text(encoding="utf-8").splitlines())
    assert any(line.endswith(" article.html") for line in heard)
    assert max(heard.values()) == 1


def test_what_a_site_has_jinja_keep_is_kept(tmp_path):
    """A site's own cache of compiled templates is not pushed aside."""
    own = (
        "import jinja2\nJINJA_ENVIRONMENT = {'bytecode_cache': jinja2.FileSystemBytecodeCache('.', '%s.own')}"
    )
    write(tmp_path, f"{SETTINGS}\n{own}\n", 1)
    said, status = build(tmp_path)
    assert status == 0, said
    assert [*tmp_path.glob("*.own")]


def write(folder: Path, settings: str, posts: int) -> None:
    """Write a site."""
    (folder / "pelicanconf.py").write_text(settings, encoding="utf-8")
    (folder / "content").mkdir()
    for number in range(posts):
        (folder / f"content/{number}.md").write_text(f"Title: Post {number}\nDate: 2026-01-01\n\nWords.\n")
