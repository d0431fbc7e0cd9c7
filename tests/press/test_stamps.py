"""Stamps of contents: others wherever anything that a page may show of them is another, and only there."""

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from pelican.urlwrappers import Tag

from partwork.press.digest import Volatile
from partwork.press.seam.stamps import Stamps
from tests.press.site import PressSite

_EDITS = {
    "a text": lambda one: setattr(one, "_content", "Other words."),
    "a title": lambda one: setattr(one, "title", "Another"),
    "what its header says, and nothing else does": lambda one: one.metadata.update(mood="good"),
    "a day": lambda one: setattr(one, "date", datetime(2026, 1, 2, tzinfo=one.date.tzinfo)),
    "a tag": lambda one: setattr(one, "tags", [Tag("pencil", one.settings)]),
    "a tag's slug": lambda one: setattr(one.tags[0], "slug", "pen"),
    "a tag's own attribute": lambda one: setattr(one.tags[0], "colour", "blue"),
    "an address": lambda one: setattr(one, "override_url", "elsewhere.html"),
    "a place": lambda one: setattr(one, "override_save_as", "elsewhere.html"),
    "its status": lambda one: setattr(one, "status", "hidden"),
    "a value of a plugin": lambda one: setattr(one, "minutes", 3),
    "a value that another plugin changes": lambda one: one.facts.update(words=4),
    "its category": lambda one: setattr(one.category, "name", "Other"),
}


@pytest.fixture
def contents(tmp_path):
    """Three posts, read and linked: the first links to the second."""
    site = PressSite(tmp_path).post("one", "See [two]({filename}two.md) and [all]({tag}ink).", Tags="ink")
    site.post("two", "Second.", Tags="ink").post("three", "Third.").build()
    found = {one.slug: one for one in site.press.context["articles"]}
    for one in found.values():
        one.facts = {"words": 3}
    return found


@pytest.mark.parametrize("edit", _EDITS.values(), ids=_EDITS)
def test_whatever_is_another_makes_another_stamp(contents, edit):
    """Whatever a template can ask of a post counts, and the same post has the same stamp."""
    before = Stamps().of(contents["one"])
    assert Stamps().of(contents["one"]) == before
    edit(contents["one"])
    assert Stamps().of(contents["one"]) != before


def test_a_link_counts_by_where_it_leads(contents):
    """Another address of the post that is linked to changes the text; another title of it does not."""
    before = Stamps().of(contents["one"])
    contents["two"].title = "Another"
    assert Stamps().of(contents["one"]) == before
    contents["two"].override_url = "elsewhere.html"
    assert Stamps().of(contents["one"]) != before


def test_whatever_it_leads_to_counts_as_well(contents):
    """A template may go on from post to post, and back."""
    one, two, three = contents["one"], contents["two"], contents["three"]
    one.related, two.related, three.related = [two], [three], [one]
    before = Stamps().of(one)
    three.title = "Another"
    assert Stamps().of(one) != before


def test_a_content_that_leads_to_the_whole_site_has_none(contents):
    """A chain of posts through all of them, as some plugins make, is compared as far as templates go."""

    def chain(length):
        first = last = contents["three"]
        for _ in range(length):
            last.after = type(first)("Words.", dict(first.metadata), first.settings, "x.md", first._context)
            last = last.after
        return first

    assert Stamps().of(chain(10))
    with pytest.raises(Volatile, match="many others"):
        Stamps().of(chain(100))


def test_a_value_that_nobody_knows_has_none(contents):
    """An object of a plugin's own may be anything."""
    contents["one"].made_by_a_plugin = object()
    with pytest.raises(Volatile, match="'object'"):
        Stamps().of(contents["one"])


def test_a_property_that_a_plugin_gives_all_contents_counts(contents, monkeypatch):
    """It may ask anything; so it is asked."""
    moods = ["good"]
    monkeypatch.setattr(type(contents["one"]), "mood", property(lambda _: moods[0]), raising=False)
    before = Stamps().of(contents["one"])
    moods[0] = "bad"
    assert Stamps().of(contents["one"]) != before


def test_every_process_takes_the_same_stamps(tmp_path):
    """Nothing in them follows from where things lie in memory, or from a process's own hashes."""
    program = f"from tests.press.test_stamps import tell; tell({str(tmp_path / 'site')!r})"
    said = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        said.add(done.stdout.splitlines()[-1])
        shutil.rmtree(tmp_path / "site")
    assert len(said) == 1


def tell(root):
    """Build a site, and print the stamps of its posts (in a process of its own)."""
    site = PressSite(Path(root)).post("one", "See [two]({filename}two.md).", Tags="ink, pen").post("two")
    articles = site.build().press.context["articles"]
    print([Stamps().of(one).hex() for one in articles])
