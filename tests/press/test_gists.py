"""What follows from a text alone is found once; a text that changed, or other code, has it found anew."""

import re

import pytest
from pelican.plugins import signals

from partwork import text
from partwork.theme import THEME
from tests.press.site import PressSite


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of two posts, built by code that took each for ten minutes long."""
    site = PressSite(tmp_path / "site", THEME=THEME, PLUGINS=["partwork"])
    site.post("one", "See [two]({filename}two.md).").post("two", "Words.", Date="2026-01-02")
    with monkeypatch.context() as patched:
        patched.setattr(text, "words", lambda _: 2300)
        site.build()
    assert minutes(site) == {"one": 10, "two": 10}
    return site


def minutes(site):
    """Return how long it takes to read each post, as the pages say."""
    pages = {name: site.files()[f"{name}.html"].decode() for name in ("one", "two")}
    return {name: int(re.search(r"(\d+)&nbsp;min", page)[1]) for name, page in pages.items()}


def test_a_text_is_not_read_again(site):
    """Of a post that is what it was, the word of the build before is taken, of another it is not."""
    site.post("two", "Other words.", Date="2026-01-02")
    site.build(SITENAME="Another name, and so other pages")
    assert minutes(site) == {"one": 10, "two": 1}


def test_other_code_reads_all_texts(site):
    """What other plugins were at work for is not taken from there."""
    site.build(PLUGINS=["partwork", "press_test_neighbours"])
    assert minutes(site) == {"one": 1, "two": 1}


def test_a_damaged_file_is_none(site):
    """What cannot be the word of a build is not taken."""
    (file,) = site.store.glob("*.facts")
    file.write_bytes(file.read_bytes()[:-1])
    site.build(SITENAME="Another name, and so other pages")
    assert minutes(site) == {"one": 1, "two": 1}


def test_a_header_that_another_has_changed_is_seen(site):
    """The beginning of a text is the summary of a post that has none, also where a plugin took it away."""
    site.post("one", "The beginning.", Summary="The summary.").build()
    assert b'content="The summary."' in site.files()["one.html"]

    def take_away(content):
        content.metadata.pop("summary", None)

    with signals.content_object_init.connected_to(take_away):
        site.build()
    assert b'content="The beginning."' in site.files()["one.html"]


def test_a_summary_that_another_has_changed_is_seen(site):
    """What a plugin has made of a summary is what the page says, each time it is another."""
    site.post("one", "The beginning.", Summary="The summary.").build()
    for number in (1, 2):

        def change(content, summary=f"The <em>summary</em> no. {number}."):
            content.metadata["summary"] = summary

        with signals.content_object_init.connected_to(change):
            site.build()
        assert f'content="The summary no. {number}."'.encode() in site.files()["one.html"]


def test_a_header_that_names_a_key_gives_none(site):
    """Pelican makes an attribute of every name in a header, and what an author writes there is no key."""
    meta = '<meta name="date" content="2026-01-03"/><meta name="press_key" content="x"/>'
    site.write({"three.html": f"<html><head><title>Three</title>{meta}</head><body>Words.</body></html>"})
    site.post("two", "Other words.", Date="2026-01-02", Press_key="x")
    site.build()
    assert "three.html" in site.files()
    assert minutes(site) == {"one": 10, "two": 1}
