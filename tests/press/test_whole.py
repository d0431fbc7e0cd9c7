"""What Jinja makes of templates stays the same where each hands on what it says in one piece."""

import asyncio
import traceback

import pytest
from jinja2 import DictLoader, Environment, Template, pass_context
from jinja2.nativetypes import NativeEnvironment

from partwork.press.whole import hand_on_whole

TEMPLATES = {
    "base": "<{% block head %}base{% endblock %}|{% block body %}{{ shown }}{% endblock %}|{{ set_below }}>",
    "middle": "{% extends 'base' %}{% block head %}middle {{ super() }}{% endblock %}",
    "blocks": "{% extends 'middle' %}{% set shown = 'set' %}{% set set_below = 'below' %}"
    "{% block head %}{{ super() }}, {{ super.super() }}, {{ self.body() }}{% endblock %}",
    "part": "({{ one }}/{{ shown }}/{{ given }}{% set given = 'inside' %}/{{ given }})",
    "nested": "[{% include 'part' %}{% for one in 'yz' %}{% include 'part' %}{% endfor %}]",
    "includes": "{% set shown = 'top' %}{% for one in 'ab' %}{% set given = loop.index %}"
    "{% include 'nested' %}{% include ['missing', 'part'] %}{% include 'missing' ignore missing %}"
    "{% endfor %}{{ given }}{% include 'part' without context %}",
    "macros": "{% macro twice(one) %}{{ one }}{{ one }}{{ given }}{% endmacro %}{% set exported = 1 %}said",
    "imports": "{% import 'macros' as m %}{% from 'macros' import twice, exported with context %}"
    "{{ m.twice('a') }}{{ twice('b') }}{{ exported }}{{ m }}",
    "calls": "{% set own = 1 %}{% for inner in 'xy' %}{{ names() }}{% endfor %}"
    "{% filter upper %}{% include 'part' %}{% endfilter %}"
    "{% call twice() %}{% include 'nested' %}{% endcall %}",
    "in_loop": "{% extends 'base' %}{% block body %}{% for one in 'ab' %}{% block item scoped %}"
    "{% include 'part' %}{% endblock %}{% endfor %}{% endblock %}",
    "optional": "{% extends layout|default('base') %}{% block body %}{% include 'blocks' %}{% endblock %}",
}


@pass_context
def names(context):
    """Say what of the page's own a function is given."""
    own = context.get_all().keys() & {"own", "given"}
    return "".join(f"{name}={context[name]};" for name in sorted(own))


def site(templates=TEMPLATES, **options):
    """Return an environment with templates, and a function that asks for what they know."""
    environment = Environment(loader=DictLoader(templates), **options)
    environment.globals |= {"names": names, "twice": lambda caller: caller() * 2}
    return environment


@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_what_it_says_in_pieces(name, escaped):
    """Blocks, `super`, includes, imports, macros, and what is set on the way."""
    stock, quick = site(autoescape=escaped), site(autoescape=escaped)
    hand_on_whole(quick)
    values = {"given": "<given>", "one": 1}
    template = quick.get_template(name)
    assert template.render(values) == stock.get_template(name).render(values)
    assert "".join(template.generate(values)) == template.render(values)
    assert str(template.make_module(values)) == template.render(values)


def test_an_include_comes_in_one_piece():
    """Each piece of a page goes through the page's own template alone."""
    environment = site()
    hand_on_whole(environment)
    template = environment.get_template("nested")
    assert len([*template.root_render_func(template.new_context({}))]) == 1


def test_what_fails_is_told_where_it_stands():
    """The template and the line are those that Jinja tells."""
    environment = site({"a": "\n{% include 'b' %}", "b": "\n\n{{ 1 // nothing }}"})
    hand_on_whole(environment)
    with pytest.raises(ZeroDivisionError) as told:
        environment.get_template("a").render(nothing=0)
    frames = traceback.extract_tb(told.tb)
    assert [one.lineno for one in frames if one.name == "top-level template code"] == [2, 3]


@pytest.mark.parametrize("environment", [NativeEnvironment(), Environment(enable_async=True)])
def test_templates_of_another_kind_stay_what_they_are(environment):
    """One that gives values that are no text, or that waits."""
    before = environment.template_class
    hand_on_whole(environment)
    assert environment.template_class is before
    given = environment.from_string("{{ 1 + 1 }}")
    assert str(asyncio.run(given.render_async())) == "2" if environment.is_async else given.render() == 2
    assert isinstance(given, Template)
