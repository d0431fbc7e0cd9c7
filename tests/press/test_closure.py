"""What a template reads, found in its syntax: never less than rendering it reads."""

# ruff: noqa: E501 - a template stands in one line

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChainableUndefined, DictLoader, Environment, pass_context
from jinja2.runtime import Context

from partwork.press.closure import Closure, closure
from partwork.press.uses import Use
from tests.builders import PROPERTY

if TYPE_CHECKING:
    from collections.abc import Mapping


def reads(source: str, **templates: str) -> Closure:
    """Return what a template reads, among others whose names are given without their ending."""
    loader = DictLoader({"page.html": source, **{f"{name}.html": text for name, text in templates.items()}})
    return closure(Environment(loader=loader), "page.html")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{{ a }}", {"a": Use(whole=True)}),
        ("{{ a.title }}", {"a": Use(frozenset({"title"}))}),
        ("{{ a['title'] }}", {"a": Use(frozenset({"title"}))}),
        ("{{ a.title }}{{ a.url }}", {"a": Use(frozenset({"title", "url"}))}),
        ("{{ a.title }}{{ a }}", {"a": Use(frozenset({"title"}), whole=True)}),
        ("{{ a[0] }}", {"a": Use(whole=True)}),
        ("{{ a|length }}", {"a": Use(whole=True)}),
        ("{{ a == b }}", {"a": Use(whole=True), "b": Use(whole=True)}),
        ("{% if a %}x{% endif %}", {"a": Use()}),
        ("{% if not a and (b or c) %}x{% endif %}", {"a": Use(), "b": Use(), "c": Use()}),
        ("{{ 'x' if a else 'y' }}", {"a": Use()}),
        ("{{ a if a else 'y' }}", {"a": Use(whole=True)}),
        ("{% if a.title %}x{% elif b %}y{% endif %}", {"a": Use(asked=frozenset({"title"})), "b": Use()}),
        ("{{ 'x' if not a.title and a.url else 'y' }}", {"a": Use(asked=frozenset({"title", "url"}))}),
        (
            "{% if a.title %}{{ a.title }}{% endif %}",
            {"a": Use(frozenset({"title"}), asked=frozenset({"title"}))},
        ),
        ("{% if a.title.text %}x{% endif %}", {"a": Use(frozenset({"title"}))}),
        ("{% if a.f() %}x{% endif %}", {"a": Use(frozenset({"f"}))}),
        ("{% if a == 1 %}x{% endif %}", {"a": Use(whole=True)}),
        ("{% if a|length %}x{% endif %}", {"a": Use(whole=True)}),
        ("{{ a or b }}", {"a": Use(whole=True), "b": Use(whole=True)}),
        ("{% if a is defined %}x{% endif %}", {"a": Use(whole=True)}),
        ("{% set b = a %}{{ b.title }}", {"a": Use(whole=True), "b": Use(frozenset({"title"}))}),
        ("{% for b in a %}{{ b.title }}{% endfor %}", {"a": Use(whole=True), "b": Use(frozenset({"title"}))}),
        ("{% for b, c in a %}{{ b }}{% endfor %}", {"a": Use(firsts=True), "b": Use(whole=True)}),
        (
            "{% for b, c in a %}{{ b }}{{ c|length }}{% endfor %}",
            {"a": Use(whole=True), "b": Use(whole=True), "c": Use(whole=True)},
        ),
        (
            "{% for b, c in a %}{{ loop.previtem }}{% endfor %}",
            {"a": Use(whole=True), "loop": Use(frozenset({"previtem"}))},
        ),
        ("{% for b, c in a %}{% include 'x' ignore missing %}{% endfor %}", {"a": Use(whole=True)}),
        ("{% for b, c in a %}{% endfor %}{{ a|length }}", {"a": Use(whole=True, firsts=True)}),
        ("{% for b in c if d %}{% endfor %}", {"c": Use(whole=True), "d": Use(whole=True)}),
        ("{% with b = a %}{% endwith %}", {"a": Use(whole=True)}),
        ("{% filter replace(a, 'x') %}{{ b }}{% endfilter %}", {"a": Use(whole=True), "b": Use(whole=True)}),
        ("{{ f(a, key=b) }}", {"f": Use(whole=True), "a": Use(whole=True), "b": Use(whole=True)}),
        ("{{ a.f(b) }}", {"a": Use(frozenset({"f"})), "b": Use(whole=True)}),
        (
            "{{ [a, {'x': b}] }}{{ a[b:c] }}",
            {"a": Use(whole=True), "b": Use(whole=True), "c": Use(whole=True)},
        ),
    ],
)
def test_names_and_what_of_them(source, names):
    """A name is read whole, by attributes, or only asked whether there is something."""
    assert reads(source).names == names


@pytest.mark.parametrize(
    "source",
    ["{% extends 'other.html' %}", "{% include 'other.html' %}", "{% include ['none.html', 'other.html'] %}",
     "{% import 'other.html' as o %}", "{% from 'other.html' import m %}", "{% include ('other.html') %}"],
)  # fmt: skip
def test_templates_that_are_named_belong_to_it(source):
    """What is extended, included or imported is read with it, however deep, and changes its digest."""
    one = reads(
        source, other="{% macro m() %}{{ a.title }}{% endmacro %}{% include 'deep.html' %}", deep="{{ b }}"
    )
    assert {"a", "b"} <= one.names.keys()
    assert not one.volatile
    assert one.digest != reads(source, other="{% macro m() %}{% endmacro %}{% include 'deep.html' %}").digest
    assert one.digest == reads(source, other="{% macro m() %}{{ a.title }}{% endmacro %}{% include 'deep.html' %}",
                               deep="{{ b }}", unused="x").digest  # fmt: skip


def test_a_template_that_is_not_there_yet_is_noticed_when_it_appears():
    """An include that may be missing has another digest once it is there."""
    source = "{% include 'other.html' ignore missing %}"
    assert reads(source).digest != reads(source, other="").digest


@pytest.mark.parametrize(
    ("source", "whole"),
    [("{{ articles_page.object_list }}", False), ("{{ articles_paginator.object_list }}", True),
     ("{{ articles_paginator['object_list'] }}", True), ("{{ articles_paginator|attr('object_list') }}", True),
     ("{{ articles_paginator.page(2).object_list }}", True), ("{{ articles_paginator.num_pages }}", False)],
)  # fmt: skip
def test_the_list_behind_all_pages_is_read_only_where_it_is_asked_for(source, whole):
    """A page of a list depends on the posts it shows; on those of other pages only if it reaches for them."""
    assert reads(source).whole_lists == whole


def test_a_filter_that_is_given_the_context_may_read_anything():
    """Such a filter reads names that stand nowhere in the template."""
    environment = Environment(loader=DictLoader({"page": "{{ a|mine }}"}))
    environment.filters["mine"] = pass_context(lambda context, _: context["secret"])
    assert "mine" in closure(environment, "page").volatile


@pytest.mark.parametrize("source", ["{{ a|mine }}", "{% if a is mine %}{% endif %}", "{{ a|map('mine')|list }}",
                                    "{{ a|select('mine')|list }}", "{{ a|selectattr('b', 'mine')|list }}", "{{ a|map(b)|list }}"])  # fmt: skip
def test_a_filter_that_asks_elsewhere_makes_it_volatile(source):
    """A filter or test that reads a file is no more known by its code than a function that is called."""
    environment = Environment(loader=DictLoader({"page": source}))
    environment.filters["mine"] = environment.tests["mine"] = lambda name: Path(name).exists()
    assert "'mine'" in closure(environment, "page").volatile


def test_a_filter_that_is_not_called_changes_nothing():
    """What is given to other filters as a value names none."""
    environment = Environment(
        loader=DictLoader({"page": "{{ a|selectattr('b', 'equalto', c)|map(attribute='mine') }}"})
    )
    environment.filters["mine"] = lambda name: Path(name).exists()
    assert not closure(environment, "page").volatile


def test_what_a_site_gives_to_all_templates_is_part_of_them():
    """The values of a function and of a global that a plugin has set tell one build from another."""

    def read(number, value):
        environment = Environment(loader=DictLoader({"page": "{{ a|mine }}{{ links }}"}))
        environment.filters["mine"] = lambda one: one + number
        environment.globals["links"] = value
        return closure(environment, "page")

    assert read(1, [2]).digest == read(1, [2]).digest
    assert len({read(1, [2]).digest, read(1, [3]).digest, read(2, [2]).digest}) == 3
    assert "links" in read(1, object()).volatile


def test_templates_may_include_themselves():
    """A circle ends."""
    assert "a" in reads("{{ a }}{% include 'page.html' %}").names


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("{% include 'a' ~ b %}", "computed"),
        ("{% include b %}", "computed"),
        ("{% extends b %}", "computed"),
        ("{% include ['a.html', b] %}", "computed"),
        ("{% import b as c %}", "computed"),
        ("{{ a|random }}", "random"),
        ("{{ a|map('random')|list }}", "random"),
        ("{{ lipsum() }}", "lipsum"),
        ("{{ a.__class__ }}", "__class__"),
        ("{{ a['__dict__'] }}", "__dict__"),
    ],
)
def test_what_cannot_be_told_makes_it_volatile_and_is_named(source, why):
    """Templates of computed names, chance and Python's insides leave nothing to compare."""
    assert why in reads(source).volatile


def test_a_function_of_the_site_makes_it_volatile():
    """A global that is called may give the time of day; one that is only a value is compared."""
    environment = Environment(loader=DictLoader({"a": "{{ now() }}", "b": "{{ site }}"}))
    environment.globals |= {"now": lambda: 1, "site": "x"}
    assert "now()" in closure(environment, "a").volatile
    assert not closure(environment, "b").volatile


@pytest.mark.parametrize("source", ["{{ a|mine }}", "{% if a is mine %}{% endif %}", "{{ a[b] }}", "{{ a|attr(b) }}",
                                    "{{ a|map(attribute=b)|list }}", "{{ a|map(b)|list }}", "{{ a|sort(attribute='x' ~ b) }}"])  # fmt: skip
def test_what_may_read_any_attribute_reads_everything(source):
    """Filters and tests of the site, and attributes of computed names, may look at all of a post."""
    environment = Environment(loader=DictLoader({"page": source}))
    environment.filters["mine"] = environment.tests["mine"] = str
    assert closure(environment, "page").everything


def test_a_filter_of_the_site_is_not_mistaken_for_jinjas():
    """A site's own ``length`` or ``map`` is not the one that is known."""
    environment = Environment(loader=DictLoader({"page": "{{ a|length }}", "test": "{{ a is string }}"}))
    environment.filters["length"] = lambda value: value.secret
    environment.tests["string"] = lambda value: value.secret
    assert closure(environment, "page").everything
    assert closure(environment, "test").everything


@pytest.mark.parametrize("source", ["{{ a|map(attribute='x.y')|list }}", "{{ a|sort(attribute='x,y') }}", "{{ a|attr('x') }}{{ a.y }}",
                                    "{{ a|groupby('x.y') }}", "{{ a|selectattr('x', 'equalto', 'y')|list }}", "{{ a.x.y }}"])  # fmt: skip
def test_attributes_named_in_text_are_mentioned(source):
    """Filters that take an attribute's name mention it, dotted or listed."""
    found = reads(source)
    assert {"x", "y"} <= found.attributes
    assert not found.everything


@pytest.mark.parametrize(
    "source",
    ["{% for a in b recursive %}{{ loop(a.x) }}{% endfor %}", "{% macro m(a) %}{{ m(a.next) }}{% endmacro %}",
     "{% set ns = namespace(a=b) %}{% for c in d %}{% set ns.a = ns.a.next %}{% endfor %}",
     "{% macro m(a) %}{{ n(a.next) }}{% endmacro %}{% macro n(a) %}{{ m(a.next) }}{% endmacro %}",
     "{% from 'page.html' import m as n %}{% macro m(a) %}{{ n(a.next) }}{% endmacro %}",
     "{% macro m(f, a) %}{{ f(f, a.next) }}{% endmacro %}{{ m(m, b) }}",
     "{% set l = [a] %}{% for i in b %}{% if l.append(l[-1].next) %}{% endif %}{% endfor %}",
     "{% set a = a.next %}{% if a %}{% include 'page.html' %}{% endif %}",
     "{% block x %}{{ a.next }}{{ self.x() }}{% endblock %}"],
)  # fmt: skip
def test_what_may_go_on_without_end_wanders(source):
    """Recursion, direct or through another macro, and values carried from turn to turn follow links for ever."""
    assert reads(source).wanders


def test_a_plain_macro_does_not_wander():
    """A macro that is called once mentions what it follows."""
    assert not reads("{% macro m(a) %}{{ a.next.title }}{% endmacro %}{{ m(b) }}").wanders


class _Told(ChainableUndefined):
    """A value that has every attribute."""


class _Listening(Context):
    """A context that takes down which names a template asks it for."""

    def resolve_or_missing(self, key: str) -> Any:
        """Return a value, and remember that it was asked for."""
        ASKED.add(key)
        return super().resolve_or_missing(key)


ASKED: set[str] = set()

_NAMES = st.sampled_from("a b c d".split())
_EXPRESSIONS = st.recursive(
    _NAMES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["title", "url"])).map(lambda two: f"{two[0]}.{two[1]}"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
        st.tuples(inner, inner, inner).map(lambda three: f"({three[0]} if {three[1]} else {three[2]})"),
        inner.map(lambda one: f"([{one}]|map(attribute='title')|list)"),
        inner.map(lambda one: f"({one}|default('x'))"),
        inner.map(lambda one: f"(not {one})"),
    ),
    max_leaves=5,
)
_TEMPLATES = st.recursive(
    _EXPRESSIONS.map(lambda one: f"{{{{ {one} }}}}"),
    lambda inner: st.one_of(
        st.tuples(_EXPRESSIONS, inner, inner).map(
            lambda o: f"{{% if {o[0]} %}}{o[1]}{{% else %}}{o[2]}{{% endif %}}"
        ),
        st.tuples(_NAMES, _EXPRESSIONS, inner).map(
            lambda o: f"{{% for {o[0]} in [{o[1]}] %}}{o[2]}{{% endfor %}}"
        ),
        st.tuples(_NAMES, _EXPRESSIONS, inner).map(lambda o: f"{{% set {o[0]} = {o[1]} %}}{o[2]}"),
        st.tuples(_NAMES, inner, _EXPRESSIONS).map(
            lambda o: f"{{% macro m({o[0]}) %}}{o[1]}{{% endmacro %}}{{{{ m({o[2]}) }}}}"
        ),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=5,
)


@PROPERTY
@given(_TEMPLATES)
def test_rendering_asks_for_no_name_that_was_not_found(source):
    """However a template is put together, every name that it asks its context for is among those found."""
    environment = Environment(loader=DictLoader({"page": source}), undefined=_Told)
    environment.context_class = _Listening
    found = closure(environment, "page")
    ASKED.clear()
    environment.get_template("page").render(a="A", b="", c="C")
    assert found.volatile or found.names.keys() >= ASKED & {"a", "b", "c", "d"}


class _Post:
    """A post that takes down which of its attributes were read."""

    def __init__(self, read: set[str]) -> None:
        self._read = read

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        if name in {"title", "url"}:
            return _Post(self._read)
        raise AttributeError(name)


@PROPERTY
@given(_TEMPLATES)
def test_rendering_reads_no_attribute_that_was_not_mentioned(source):
    """Every attribute that is read of anything is mentioned in the template."""
    environment = Environment(loader=DictLoader({"page": source}), undefined=_Told)
    read: set[str] = set()
    values: Mapping[str, Any] = {name: _Post(read) for name in "ab"}
    environment.get_template("page").render(values)
    found = closure(environment, "page")
    assert found.everything or read & {"title", "url"} <= found.attributes
