"""The sites that Pelican tests itself with: the press makes of them what Pelican makes, byte for byte."""

import runpy
import shutil
from collections.abc import Callable
from pathlib import Path

import pelican
import pytest

from tests.press.site import PressSite, differences

pytestmark = pytest.mark.usefixtures("in_silence")
_SAMPLES = Path(__file__).parent / "pelican_samples"
_PELICANS_TESTS = Path(pelican.__file__).parent / "tests"
_PICTURES = ("pictures/Fat_Cat.jpg", "pictures/Sushi.jpg", "pictures/Sushi_Macro.jpg")
# French names of months where the machine has them.
_LOCALES = {"LOCALE": ["fr_FR.UTF-8", "C.UTF-8"]}


def said(file: Path) -> dict[str, object]:
    """Return the settings of a file."""
    return {name: value for name, value in runpy.run_path(str(file)).items() if name.isupper()}


_SETTINGS = {
    "basic": {},
    "custom": said(_SAMPLES / "pelican.conf.py"),
    "French": said(_SAMPLES / "pelican.conf_FR.py") | _LOCALES,
}
_OTHER_SITES = {
    "content": {
        "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2})_(?P<subtitle>.*)#(?P<mymeta>.*)-(?P<author>.*)",
        "ARTICLE_URL": "{path}.html",
        "ARTICLE_SAVE_AS": "{path}.html",
    },
    "TestPages": {"PAGE_PATHS": [""], "ARTICLE_PATHS": ["articles"]},
    "cyclic_intersite_links": {},
    "mixed_content": {
        "PAGE_PATHS": [""],
        "ARTICLE_PATHS": ["articles"],
        "STATIC_PATHS": [""],
        "OUTPUT_SOURCES": True,
    },
    "nested_content": {"PAGE_PATHS": ["maindir"], "PATH_METADATA": r"(?P<subtitle>.*)/.*"},
}


def site_of(root: Path, content: Path, **settings: object) -> PressSite:
    """Return a site of a copy of some content, with these settings and no others."""
    site = PressSite(root)
    shutil.copytree(content, site.content, dirs_exist_ok=True)
    overrides = {"THEME_TEMPLATES_OVERRIDES": [str(site.theme)]}
    site.settings = {"LOCALE": ["C.UTF-8"], "PLUGINS": [], **overrides, **settings}
    return site


def holds(site: PressSite) -> set[str]:
    """Build over what is there; the outcome is that of a clean build. Return what was made anew."""
    site.build()
    assert differences(site.files(), site.clean()) == {}
    return site.rendered()


def replace(name: str, old: str, new: str) -> Callable[[PressSite], object]:
    """Return an edit of a text of the content."""

    def edit(site: PressSite) -> None:
        file = site.content / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return edit


_EDITS: dict[str, Callable[[PressSite], object]] = {
    "a body": replace("super_article.rst", "Some content here", "*Other* content"),
    "a title": replace("article2.rst", "Second article\n##############", "Another title\n#############"),
    "a slug": replace("cat1/markdown-article.md", "Date:", "Slug: elsewhere\nDate:"),
    "a tag": replace("unbelievable.rst", ":date:", ":tags: foo, new\n:date:"),
    "the language of a translation": replace("article2-fr.rst", ":lang: fr", ":lang: de"),
    "a draft appears": replace("draft_article.rst", ":status: draft", ":status: published"),
    "a page is hidden": replace("pages/test_page.rst", ":category: test", ":status: hidden"),
    "a translation goes": lambda site: site.remove("another_super_article-fr.rst"),
    "a post and a page in other's place go": lambda site: site.remove(
        "article_tag_baz.rst", "pages/override_tag_oh.rst"
    ),
    "a picture": lambda site: site.write({_PICTURES[0]: b"another picture"}),
    "a template": lambda site: site.write_theme(
        {"article.html": "{% extends '!theme/article.html' %}{% block title %}T{% endblock %}"}
    ),
}
# A page takes the place of one that Pelican has written before it, each time anew.
_TWICE = {"tag/oh.html"}
_DELETE = {"a slug", "the language of a translation", "a draft appears", "a translation goes"}


@pytest.mark.parametrize(
    ("settings", "theme"),
    [("basic", "simple"), ("basic", "notmyidea"), ("custom", "notmyidea"), ("French", "simple")],
)
def test_the_samples(tmp_path, settings, theme):
    """Translations, drafts, hidden pages, pages in the place of others, source code; and edits of each."""
    site = site_of(tmp_path / "site", _SAMPLES / "content", **{**_SETTINGS[settings], "THEME": theme})
    site.write(dict.fromkeys(_PICTURES, b"a picture"))
    whole = holds(site)
    assert holds(site) == _TWICE
    for name, edit in _EDITS.items():
        edit(site)
        made = holds(site)
        assert 0 < len(made - _TWICE) < len(whole), name
        assert site.deleted() or name not in _DELETE, name


@pytest.mark.parametrize("folder", _OTHER_SITES)
def test_folders_of_pelicans_own_tests(tmp_path, folder):
    """Headers and texts of every kind, files that cannot be read included; some are edited, some removed."""
    settings = said(_PELICANS_TESTS / "default_conf.py") | _OTHER_SITES[folder]
    site = site_of(tmp_path / "site", _PELICANS_TESTS / folder, **settings)
    texts = [path for path in sorted(site.content.rglob("*")) if path.suffix in {".md", ".rst", ".html"}]
    assert texts
    site.write_theme({"custom.html": "{{ page.title }}", "custom/article.html": "{{ article.title }}"})
    site.post("articles/dated")  # a feed of no post tells the time it is written at
    holds(site)
    assert holds(site) == set()
    for path in texts[::2]:
        path.write_bytes(path.read_bytes() + b"\n\nMore words.\n")
    assert holds(site)
    for path in texts[::3]:
        path.unlink()
    holds(site)
    assert site.deleted()
