"""Plugins as there are many: what they do to posts, texts and templates is seen, or the page is rendered."""

# ruff: noqa: E501 - a case stands in one line

import pytest

from tests.press.site import PressSite, differences

_ARTICLE = """{% extends "!theme/article.html" %}{% block title %}{{ article.title|shout }}{% endblock %}
{% block content %}{{ article.content }}{{ article.explained }}{{ 'two'|title_of }}
{% for one in article.backlinks %}{{ one.title }}{{ one.url }}{% endfor %}{% endblock %}"""
_REGISTER = "{% for slug, start in words.items() %}{{ slug }}: {{ start }}{% endfor %}{{ all_names['two'] }}"


@pytest.fixture
def site(tmp_path):
    """A site of three posts with three plugins, built."""
    plugins = ["press_test_glossary", "press_test_backlinks", "press_test_register"]
    theme = tmp_path / "site/theme"
    site = PressSite(tmp_path / "site", PLUGINS=plugins, THEME_TEMPLATES_OVERRIDES=[str(theme)])
    site.write_theme(
        {"article.html": _ARTICLE, "register.html": _REGISTER, "tag.html": "{{ tag.name|shout }}"}
    )
    site.post("one", "Of tides and of two.", Tags="ink")
    site.post("two", "Of ebbs and of three.", Tags="ink", Date="2026-01-02")
    site.post("three", "Of neither.", Date="2026-01-03")
    site.write({"glossary.txt": "tides ebbs", "pages/p.md": "Title: P\n\nOf tides, too."})
    holds(site)
    assert b"<dfn>tides</dfn>" in site.files()["one.html"]
    assert b"TWO!" in site.files()["two.html"]
    assert b"Oneone.html" in site.files()["two.html"]
    return site


def holds(site, **settings):
    """Build over what is there; the outcome is that of a clean build. Return what was made anew."""
    site.build(**settings)
    assert differences(site.files(), site.clean(**settings)) == {}
    return site.rendered()


def test_nothing_is_touched(site):
    """Only what asks the plugin is made again: nobody knows what that says."""
    assert holds(site) == {"one.html", "two.html", "three.html"}
    assert "title_of" in site.why("one.html")


@pytest.mark.parametrize(
    ("edit", "made"),
    [
        (lambda site: site.write({"glossary.txt": "Of tides"}), {"pages/p.html", "register.html", "one.html"}),
        (lambda site: site.post("one", "Of two again.", Tags="ink"), {"one.html", "register.html"}),
        (lambda site: site.post("two", "Of three.", Title="Second", Tags="ink"), {"one.html", "register.html"}),
        (lambda site: site.post("two", "Of one.", Slug="deux", Tags="ink"), {"deux.html", "one.html"}),
        (lambda site: site.remove("two.md"), {"register.html", "one.html", "three.html"}),
        (lambda site: site.write_theme({"register.html": f"New {_REGISTER}"}), {"register.html"}),
        (lambda site: site.write_theme({"tag.html": "{{ tag.slug|shout }}"}), {"tag/ink.html"}),
    ],
    ids=["a file that a plugin reads", "a text", "a title", "a slug", "a deletion", "its template", "a filter"],
)  # fmt: skip
def test_what_plugins_make_of_an_edit_is_seen(site, edit, made):
    """In texts that are rewritten, attributes that are added, filters and globals, pages of a generator."""
    edit(site)
    assert holds(site) >= made


def test_a_plugin_that_is_taken_out(site):
    """What it has done is undone."""
    site.write_theme({"article.html": "{{ article.content }}", "tag.html": "{{ tag }}"})
    holds(site, PLUGINS=["press_test_glossary"])
    assert "register.html" not in site.files()
    holds(site, PLUGINS=[])
    assert b"dfn" not in site.files()["one.html"]
