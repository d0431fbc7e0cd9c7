"""Which outputs an edit makes anew, exactly, and the reason that is given for each."""

# ruff: noqa: E501 - a case stands in one line

import shutil
import subprocess
import sys
from pathlib import Path

import pelican
import pytest

from partwork.theme import THEME
from tests.press.site import PressSite, differences

LISTS = {
    "index.html", "archives.html", "category/misc.html", "author/wren-tolliver.html", "authors.html", "categories.html",
}  # fmt: skip
FEEDS = {"feeds/all.atom.xml", "feeds/misc.atom.xml"}
INK = {"tag/ink.html", "tags.html"}


@pytest.fixture
def site(tmp_path):
    """Three posts of a theme of one's own, two of them with a tag, one with a link and a picture; built."""
    site = PressSite(
        tmp_path / "site", THEME=str(tmp_path / "site" / "theme"), SUMMARY_MAX_LENGTH=None,
        AUTHOR_FEED_ATOM=None, AUTHOR_FEED_RSS=None, TRANSLATION_FEED_ATOM=None, SITESUBTITLE="Sub",
        STATIC_PATHS=[],
    )  # fmt: skip
    shutil.copytree(Path(pelican.__file__).parent / "themes/simple", site.theme, dirs_exist_ok=True)
    site.write_theme({"static/style.css": "a{}", "templates/tags.html": "{{ SITESUBTITLE }}{% for tag, those in tags %}"
                      "{{ tag }} {{ those|length }}{% endfor %}"})  # fmt: skip
    site.post("one", "First.", Tags="ink", Date="2026-01-01", Summary="S")
    site.post("two", "Second.", Tags="ink", Date="2026-01-02", Summary="S")
    site.post("three", "[one]({filename}one.md) ![x]({attach}x.png)", Date="2026-01-03", Summary="S")
    site.write({"x.png": b"png", "pages/p.md": "Title: P\n\nText."})
    site.build()
    assert site.rendered() == set(site.files())
    return site


def rebuild(site: PressSite, **settings: object) -> set[str]:
    """Build again; the outcome is a clean build's; return what was made anew."""
    site.build(**settings)
    assert differences(site.files(), site.clean(**settings)) == {}
    return site.rendered()


def test_nothing(site):
    """Nothing changed, nothing is made."""
    assert rebuild(site) == set()
    assert site.deleted() == set()


def test_a_body(site):
    """The post itself, and the feeds that carry it."""
    site.post("one", "Other words.", Tags="ink", Date="2026-01-01", Summary="S")
    assert rebuild(site) == {"one.html", *FEEDS}
    assert "article" in site.why("one.html")
    assert "entries" in site.why("feeds/all.atom.xml")


def test_a_title(site):
    """The post, every list that shows it, and the feeds."""
    site.post("one", "First.", Title="Another", Tags="ink", Date="2026-01-01", Summary="S")
    assert rebuild(site) == {"one.html", *LISTS, "tag/ink.html", *FEEDS}
    assert "article" in site.why("one.html")
    assert "articles" in site.why("index.html")


def test_a_slug(site):
    """The page under its new name, all that link to it, and the old one goes."""
    site.post("one", "First.", Slug="uno", Tags="ink", Date="2026-01-01", Summary="S", Title="One")
    assert rebuild(site) == {"uno.html", "three.html", *LISTS, "tag/ink.html", *FEEDS}
    assert site.deleted() == {"one.html"}
    assert "article" in site.why("three.html")
    assert site.why("uno.html") == "new"


def test_a_tag_that_is_added(site):
    """The post, the tag's page, the list of tags and the feeds."""
    site.post(
        "three", "[one]({filename}one.md) ![x]({attach}x.png)", Tags="ink", Date="2026-01-03", Summary="S"
    )
    assert rebuild(site) == {"three.html", "tag/ink.html", "tags.html", *FEEDS}
    assert "tags" in site.why("tags.html")


def test_a_tag_that_is_emptied(site):
    """Its page goes."""
    site.post("one", "First.", Date="2026-01-01", Summary="S")
    site.post("two", "Second.", Date="2026-01-02", Summary="S")
    assert rebuild(site) == {"one.html", "two.html", "tags.html", *FEEDS}
    assert site.deleted() == {"tag/ink.html"}


def test_a_category(site):
    """Menus name all categories: every page of the theme is made anew, and the feed of the new one."""
    site.post("one", "First.", Category="Tales", Tags="ink", Date="2026-01-01", Summary="S")
    made = rebuild(site)
    assert {"category/tales.html", "category/misc.html", "feeds/tales.atom.xml", "two.html"} <= made
    assert "categories" in site.why("two.html")


def test_a_post_that_is_deleted(site):
    """It goes, and the lists and feeds lose it; whoever linked to it is made anew."""
    site.remove("one.md")
    assert rebuild(site) == {"three.html", *LISTS, *INK, *FEEDS}
    assert site.deleted() == {"one.html"}


def test_a_post_that_is_new(site):
    """The page, the lists and the feeds; no other post."""
    site.post("four", "Fourth.", Date="2026-01-04", Summary="S")
    assert rebuild(site) == {"four.html", *LISTS, *FEEDS}


def test_a_template(site):
    """The pages made with it."""
    file = site.theme / "templates/page.html"
    file.write_text(file.read_text() + "<!-- -->")
    assert rebuild(site) == {"pages/p.html"}
    assert site.why("pages/p.html") == "templates"


def test_a_template_that_takes_posts_out_of_its_list(site):
    """The page after it sees the page before as it was."""
    site.write_theme({"templates/index.html": "{{ articles_page.object_list.pop().title }}{% if articles_previous_page %}"
                      " after {{ articles_previous_page.object_list|map(attribute='title')|join }}{% endif %}"})  # fmt: skip
    assert rebuild(site, DEFAULT_PAGINATION=1) >= {"index.html", "index2.html"}
    assert (site.output / "index2.html").read_text() == "Two after Three"


def test_a_base_template(site):
    """All pages that extend it, and no feed."""
    file = site.theme / "templates/base.html"
    file.write_text(file.read_text().replace("</body>", "<!-- --></body>"))
    pages = {path for path in site.files() if path.endswith(".html")} - {"tags.html"}
    assert rebuild(site) == pages
    assert {site.why(path) for path in pages} == {"templates"}


def test_a_setting_that_one_template_uses(site):
    """That page, named with the setting, and the feeds that have it too."""
    assert rebuild(site, SITESUBTITLE="Other") - FEEDS == {"tags.html", *_with_subtitle(site)}
    assert "SITESUBTITLE" in site.why("tags.html")


def _with_subtitle(site: PressSite) -> set[str]:
    """Return the pages of Pelican's theme that ask for the subtitle."""
    base = (site.theme / "templates/base.html").read_text()
    return {path for path in site.files() if path.endswith(".html")} if "SITESUBTITLE" in base else set()


def test_a_setting_that_nothing_uses(site):
    """Nothing."""
    assert rebuild(site, UNUSED="x") == set()


def test_a_stylesheet(site):
    """The file alone."""
    site.write_theme({"static/style.css": "b{color:red}"})
    assert rebuild(site) == {"theme/style.css"}
    assert site.why("theme/style.css") == "source"


def test_a_picture(site):
    """The file alone, where it was attached to."""
    site.write({"x.png": b"other"})
    assert rebuild(site) == {"x.png"}


def test_a_page(site):
    """The page, and those that show the menu with its title by templates that show a text somewhere."""
    site.write({"pages/p.md": "Title: P\n\nOther."})
    made = rebuild(site)
    assert "pages/p.html" in made
    assert not made & {*FEEDS, "tags.html", "archives.html"}


@pytest.mark.parametrize("harm", ["remove", "edit"])
def test_what_was_done_to_the_output_by_hand_is_undone(site, harm):
    """A file that is not the one that was written is written again, whatever its kind."""
    paths = {"one.html", "feeds/all.atom.xml", "theme/style.css", "x.png"}
    for path in paths:
        if harm == "remove":
            (site.output / path).unlink()
        else:
            (site.output / path).write_bytes(b"by hand")
    assert rebuild(site) == paths
    assert {site.why(path) for path in paths} == {"the file is not the one that was written"}


def test_a_corrupt_record_costs_time(site):
    """Everything is made anew, and is right."""
    for file in site.store.glob("record-*.msgpack"):
        file.write_bytes(b"\x93nonsense")
    assert rebuild(site) == set(site.files())


def test_a_corrupt_store_costs_time(site):
    """Fragments that are damaged are rendered again."""
    for file in (site.store / "fragments").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert rebuild(site) == set()


def test_another_plugin_that_looks_at_pages_is_named(site):
    """Where a receiver waits for what is written, nothing is kept, and it is said for whom."""

    def rewriter(path: str, context: object) -> None:
        del context
        file = Path(path)
        file.write_text(file.read_text() + "<!-- rewritten -->")

    pelican.plugins.signals.content_written.connect(rewriter)
    try:
        assert rebuild(site) >= {"one.html", "index.html"}
        assert rebuild(site) >= {"one.html", "index.html"}
        assert "rewriter waits for content_written" in site.why("one.html")
        assert site.files()["one.html"].endswith(b"<!-- rewritten -->")
    finally:
        pelican.plugins.signals.content_written.disconnect(rewriter)
    assert b"rewritten" not in site.build().files()["one.html"]


@pytest.mark.parametrize("removes", [True, False])
def test_what_others_put_into_the_output(site, removes):
    """Pelican's setting decides on it; what is to be retained stays, and what is outdated of ours goes."""
    for path in ("stray.html", "deep/stray.txt", ".git/config"):
        (site.output / path).parent.mkdir(exist_ok=True)
        (site.output / path).write_text("stray")
    site.remove("two.md")
    site.build(DELETE_OUTPUT_DIRECTORY=removes, OUTPUT_RETENTION=[".git"])
    assert ("stray.html" in site.files(), "deep/stray.txt" in site.files()) == (not removes, not removes)
    assert ".git/config" in site.files()
    assert "two.html" not in site.files()


def test_three_builds_in_one_process(site):
    """``pelican -r`` runs one Pelican again and again: what it remembers of the last time is not shown."""
    running = site.pelican()
    site.run(running)
    for title in ("Uno", "Eins", "Un"):
        site.post("one", f"It is {title}.", Title=title, Tags="ink", Date="2026-01-01", Summary="S")
        site.run(running)
        assert differences(site.files(), site.clean()) == {}
        assert site.rendered() == {"one.html", *LISTS, "tag/ink.html", *FEEDS}


def test_a_build_that_failed_leaves_nothing_behind(site):
    """What it wrote before it failed is made right, or removed, by the next; in the same process, too."""
    running = site.pelican(DELETE_OUTPUT_DIRECTORY=False)
    site.post("four", "Fourth.", Category="Fleeting", Date="2026-01-04")
    template = site.theme / "templates/tags.html"
    good = template.read_text()
    template.write_text("{{ nothing.at.all }}")
    with pytest.raises(Exception, match="nothing"):
        site.run(running)
    assert "four.html" in site.files()
    template.write_text(good)
    site.remove("four.md")
    site.run(running)
    assert differences(site.files(), site.clean()) == {}


_TRIES = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


def test_a_build_that_failed_keeps_no_other_waiting(site):
    """Where its process lives on, as that of ``pelican -r``, another can build the site at once."""
    (site.theme / "templates/tags.html").write_text("{{ nothing.at.all }}")
    running = site.pelican()
    with pytest.raises(Exception, match="nothing"):
        site.run(running)
    (lock,) = site.store.glob("*.lock")
    subprocess.run([sys.executable, "-c", _TRIES, lock], check=True)
    assert running.settings, "the one that failed is still there"


def test_broken_links_are_told_of_pages_that_are_kept(site, caplog):
    """A link to nowhere is warned of at every build, not only when its page is rendered."""
    site.post("four", "[x]({filename}nowhere.md)", Date="2026-01-04", Summary="S").build()
    caplog.clear()
    pelican.log.LimitFilter._raised_messages.clear()
    assert rebuild_only(site) == set()
    assert "nowhere.md" in caplog.text


def rebuild_only(site: PressSite) -> set[str]:
    """Build again and return what was made anew."""
    return site.build().rendered()


@pytest.fixture
def parts(tmp_path):
    """A series of two parts and one to come, and a post beside it, under partwork's theme; built."""
    site = PressSite(
        tmp_path / "parts", THEME=THEME, PLUGINS=["partwork"], USE_FOLDER_AS_CATEGORY=False,
        CATEGORY_FEED_ATOM=None, TRANSLATION_FEED_ATOM=None, AUTHOR_FEED_ATOM=None, AUTHOR_FEED_RSS=None,
    )  # fmt: skip
    said = "responses:\n- id: 1\n  published: 2026-01-02T10:00:00+00:00\n  html: x\n"
    site.write({"alone.responses.yaml": said, "p1.responses.yaml": said})
    site.post("p1", Series="w", Date="2026-01-01", Summary="S").post(
        "p2", Series="w", Date="2026-01-02", Summary="S"
    )
    site.post("alone", Date="2026-01-03", Summary="S").write({"series/w.md": _MANIFEST + "\nText.\n"})
    return site.build()


_MANIFEST = "Title: Walks\nParts: p1\n    p2\n    planned: Three\n"


def pages(made: set[str]) -> set[str]:
    """Return the pages of posts and series among outputs."""
    return {path for path in made if path.startswith(("p1", "p2", "three", "alone", "series/w"))}


def test_nothing_of_a_series(parts):
    """Nothing changed, nothing is made."""
    assert rebuild(parts) == set()


def test_a_response(parts):
    """Its post; the other parts and posts stay."""
    parts.write(
        {"p1.responses.yaml": "responses:\n- id: 1\n  published: 2026-01-02T10:00:00+00:00\n  html: y\n"}
    )
    made = pages(rebuild(parts))
    assert "p1.html" in made
    assert not made & {"p2.html", "alone.html"}


def test_a_manifests_text(parts):
    """The landing page; no part of it."""
    parts.write({"series/w.md": _MANIFEST + "\nOther words.\n"})
    made = pages(rebuild(parts))
    assert "series/w.html" in made or "series/w/index.html" in made
    assert not made & {"p1.html", "p2.html", "alone.html"}


def test_a_planned_part_that_appears(parts):
    """All of its series, which show it as a link now; a post that only asks whether there are series stays."""
    parts.post("three", Series="w", Date="2025-12-31", Summary="S")
    parts.write({"series/w.md": _MANIFEST.replace("planned: Three", "three") + "\nText.\n"})
    made = pages(rebuild(parts))
    assert {"three.html", "p1.html", "p2.html"} <= made
    assert "alone.html" not in made


def test_a_body_of_a_part(parts):
    """That part, and the feeds that carry it; its neighbours, the landing page and all lists stay."""
    parts.post("p1", "Other words, as many.", Series="w", Date="2026-01-01", Summary="S")
    made = rebuild(parts)
    assert {path for path in made if not path.startswith("feeds/")} == {"p1.html"}
    assert "feeds/all.atom.xml" in made


def test_the_page_before_in_a_list(parts):
    """A list's other pages stay where one of them shows another title."""
    rebuild(parts, DEFAULT_PAGINATION=1)
    parts.post("p1", Title="Another", Series="w", Date="2026-01-01", Summary="S")
    made = rebuild(parts, DEFAULT_PAGINATION=1)
    assert "index3.html" in made
    assert not made & {"index.html"}
