"""Sources are read as Pelican reads them, and those that nobody has touched are not opened."""

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.contents import Content
from pelican.plugins import signals
from pelican.urlwrappers import URLWrapper
from pelican.utils import SafeDatetime, strftime

from partwork.press.seam.dates import quick_strftime
from partwork.press.seam.texts import stored
from tests.press.site import PressSite, differences

_OPENED: list[set[str]] = []
"""Where the names of opened files are taken down, of late: an audit hook cannot be taken away again."""


@pytest.fixture(scope="module", autouse=True)
def _watched():
    def hook(event, arguments):
        if event == "open" and _OPENED and isinstance(arguments[0], str):
            _OPENED[-1].add(arguments[0])

    sys.addaudithook(hook)


class Opened:
    """The files that were opened meanwhile."""

    def __enter__(self) -> set[str]:
        _OPENED.append(set())
        return _OPENED[-1]

    def __exit__(self, *error: object) -> None:
        _OPENED.pop()


@pytest.fixture
def site(tmp_path):
    """Posts and a page, built once, when they had been there for a while."""
    site = PressSite(tmp_path, FORMATTED_FIELDS=["summary", "note"])
    site.post("one", "It leads to [two]({filename}two.md).", Tags="ink, paper", Summary="*One*")
    site.post("deep/two", '![](x.png)\n\n<img src="y.png" alt="">')
    site.post("three", "It shows ![a picture]({static}x.png).", Note="A *note*")
    site.write({"x.png": b"PNG", "pages/p.md": "Title: P\n\nA page.\n"})
    return learnt(site)


def learnt(site):
    """Have a build read what is there as if it had been there for a while."""
    settled(site)
    return site.build()


def settled(site):
    """Wait until files are older than the tick of their clock."""
    time.sleep(0.15)
    return site


def opened(site):
    """Build, and return the sources and the entries of the store that were opened for it."""
    with Opened() as files:
        site.build()
    root = f"{site.root}/"
    found = {file.removeprefix(root) for file in files if file.startswith(root)}
    return {file for file in found if file.endswith(".md") or file.startswith("store/fragments")}


def test_what_was_not_touched_is_not_opened(site):
    """Neither the source nor what the store has of it; after an edit, it is the one source."""
    site.post("deep/two", "Other words.")
    assert {file for file in opened(site) if file.endswith(".md")} == {"content/deep/two.md"}
    settled(site)
    assert {file for file in opened(site) if file.endswith(".md")} == {"content/deep/two.md"}
    assert not {file for file in opened(site) if file.endswith(".md")}
    assert not differences(site.files(), site.clean())


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_pelicans_own_cache_is_left_alone(site, layer):
    """A site that has it turned on is built as any other, and its cache is that of Pelican's builds."""
    cached = {
        "CACHE_CONTENT": True,
        "LOAD_CONTENT_CACHE": True,
        "CONTENT_CACHING_LAYER": layer,
        "CACHE_PATH": str(site.root / "cache"),
    }
    site.write({"rest.rst": "Rest\n####\n\n:date: 2026-01-01\n:category: Notes\n\nWords.\n"})
    for _ in range(2):
        site.build(**cached)
        assert not (site.root / "cache").exists()
    assert not differences(site.files(), site.clean())


@pytest.mark.parametrize("harm", ["entries", "known", "both"])
def test_what_is_lost_between_builds_is_rendered(site, harm):
    """Pages that have to be made anew have the texts of their sources, whatever is left of the store."""
    if harm != "known":
        for file in (site.store / "fragments").rglob("*"):
            if file.is_file():
                file.unlink() if file.name < "8" else file.write_bytes(b"damaged")
    if harm != "entries":
        (known,) = site.store.glob("*.sources")
        known.write_bytes(known.read_bytes()[:-1] + b"?")
    site.build(SITENAME="Another")
    assert "one.html" in site.rendered()
    assert not differences(site.files(), site.clean(SITENAME="Another"))


def test_a_text_is_where_it_is_kept(site):
    """A post holds its text no longer than it is asked for it, and its key is the name of that text."""
    for _ in range(2):
        site.build()
        for article in site.press.context["articles"]:
            assert not any(value is article._content for value in vars(article).values())
            assert len(article.press_key) == 16
        assert len({article.press_key for article in site.press.context["articles"]}) == 3
    known = {article.slug: not stored(article).links for article in site.press.context["articles"]}
    assert known == {"one": False, "two": True, "three": False}


def test_who_sets_a_text_sets_it(site):
    """A plugin's text is that of the post, and the key of its source is not that of the text."""

    def rewrite(content):
        if getattr(content, "slug", "") == "one":
            content._content = f"<p>Rewritten.</p>{content._content}"

    signals.content_object_init.connect(rewrite)
    try:
        for _ in range(2):
            site.build()
            (one,) = (article for article in site.press.context["articles"] if article.slug == "one")
            assert one._content.startswith("<p>Rewritten.</p><p>It leads")
            assert not hasattr(one, "press_key")
            assert not differences(site.files(), site.clean())
    finally:
        signals.content_object_init.disconnect(rewrite)


def test_a_header_cannot_pose_as_a_text(site):
    """What a header says by the names that the press uses is not taken for the press's."""
    site.post("odd", "Odd words.", Press_key="k", Press="p", _Text="t")
    for _ in range(2):
        learnt(site)
        assert not differences(site.files(), site.clean())
        assert b"Odd words." in site.files()["odd.html"]


_HEADERS = {
    "plain": "",
    "tags/many": "Tags: ink, Paper; not\nTags: second\n",
    "tags/semicolons": "Tags: a b; c, d\nKeywords: one\n    two\n",
    "folder/category": "Category: Given\nAuthor: A\n",
    "folder/none": "Authors: A, B; C\nAuthor: D\n",
    "folder/other": "Category:\nTags:\nStatus:\nSlug:\n",
    "2020-03-04-dated": "",
    "2020-03-05-dated": "Date: 2021-05-06\nModified: 2022-01-02 03:04:05\n",
    "dates/usual": "Date: 2021-05-06 07:08\nModified: 6 May 2021, 9 pm\n",
    "dates/odd": "Date: 2021_05_07\nTimezone: Asia/Tokyo\n",
    "special/epm": "",
    "special/draft": "Status: draft\nLang: de\n",
    "special/hidden": "Status: hidden\nUrl: elsewhere/\nSave_as: elsewhere/index.html\n",
    "special/skip": "Status: skip\n",
    "summary": 'Summary: A "quoted" *summary* -- here\nNote: x\n',
    "title": 'Title: A "quoted" title -- here\nTemplate: article\n',
}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"DEFAULT_DATE": "fs", "USE_FOLDER_AS_CATEGORY": False, "AUTHOR": None},
        {"DEFAULT_DATE": (2020, 1, 2), "EXTRA_PATH_METADATA": {"special": {"note": ["n"], "lang": "fr"}}},
        {"DEFAULT_METADATA": {"tags": "a, b", "status": "hidden", "l": [1]}, "DEFAULT_DATE": "2020-01-02"},
        {"PATH_METADATA": r"(?P<category>[^/]+)/(?P<slug>[^.]+).*", "FILENAME_METADATA": r"(?P<part>[a-z])"},
        {"TYPOGRIFY": True, "FORMATTED_FIELDS": ["summary", "title"]},
        {"DATE_FORMATS": {"de": ("C.UTF-8", "%d.%m.%Y"), "en": "%A, %-d"}, "WITH_FUTURE_DATES": False},
        {"ARTICLE_URL": "{date:%Y}/{category}/", "ARTICLE_SAVE_AS": "{lang}/{author}/{date.day}/{slug}.html"},
        {"ARTICLE_SAVE_AS": "{path}.{reader}.{title}.html", "ARTICLE_LANG_SAVE_AS": "{slug!r}{lang:>5}.html"},
    ],
    ids=lambda settings: "+".join(settings) or "usual",
)  # fmt: skip
def test_contents_are_those_of_pelican(tmp_path, settings):
    """Every attribute, each in its order, and every address: read anew, and known from before."""
    site = PressSite(tmp_path, **settings)
    for name, header in _HEADERS.items():
        dated = "Date" in header or "date" in name
        site.post(name, "Words.", Date="" if dated else "2026-01-01 10:00")
        file = site.content / f"{name}.md"
        file.write_text(header + file.read_text(), encoding="utf-8")
    settled(site)
    expected = facts(site.clean)
    assert len(expected) >= 14
    for _ in range(2):
        assert facts(site.build) == expected


def facts(build):
    """Return what a build made of the sources, by their paths."""
    read = {}

    def take(generator):
        read.update(generator.context["generated_content"])

    signals.article_generator_finalized.connect(take)
    try:
        build()
    finally:
        signals.article_generator_finalized.disconnect(take)
    known = ("settings", "_context", "translations", "related_posts")
    return {
        path: content
        and {
            "attributes": {
                name: told(value)
                for name, value in sorted(vars(content).items())
                if name.islower() and name not in {*known, "_content"}
            },
            "metadata": [(name, told(value)) for name, value in content.metadata.items()],
            "text": content._content,
            "addresses": (content.url, content.save_as, content.get_relative_source_path()),
            "links": content.get_static_links(),
        }
        for path, content in read.items()
    }


def told(value):
    """Return a value as it can be compared."""
    if isinstance(value, URLWrapper):
        return type(value), value.name, value.slug, value.url
    if isinstance(value, dict):
        return [(name, told(one)) for name, one in value.items()]
    return [told(one) for one in value] if isinstance(value, list) else (type(value), value)


def test_no_two_posts_share_what_can_be_changed(tmp_path):
    """A plugin that changes the category or a tag of one post changes no other's."""
    site = PressSite(tmp_path, DEFAULT_METADATA={"tags": "a, b"})
    for name in ("x/one", "x/two", "y/three", "four", "five"):
        site.post(name)
    site.build()
    articles = site.press.context["articles"]
    mine = [one for article in articles for one in (article.category, article.author, *article.tags)]
    assert len({id(one) for one in mine if one is not None}) == len(mine) == 20
    assert len({id(article.tags) for article in articles}) == 5


_FORMATS = st.lists(
    st.one_of(
        st.sampled_from("aAbBcdfGHIjmMpSUuVwWxXyYzZ%").map("%{}".format),
        st.sampled_from("dHIjmMSUWyY").map("%-{}".format),
        st.sampled_from(["%Q", "%-", "é", " ", "\n", "0", "{}", "\x1f", ", "]),
    )
).map("".join)


@given(_FORMATS, st.datetimes())
def test_dates_are_written_as_pelican_writes_them(form, date):
    """Whatever the format: the same text, or the same error."""
    for one in (date, SafeDatetime.fromisoformat(date.isoformat())):
        assert outcome(quick_strftime, one, form) == outcome(strftime, one, form)


def outcome(function, *arguments):
    """Return what a function returns, or what it raises."""
    try:
        return function(*arguments)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        return type(error), str(error)


@pytest.mark.parametrize(
    "form",
    ["{slug}", "{slug}/{no}", "{slug", "{}", "{date:{slug}}", "{metadata}", "{slug.no}", "a}", 3, None],
)
def test_an_address_that_cannot_be_made_fails_as_it_does(site, form):
    """An odd setting is told as Pelican tells it."""
    (one, *_) = site.build().press.context["articles"]
    one.settings = {**one.settings, "ARTICLE_URL": form}
    assert outcome(getattr, one, "url") == outcome(Content._expand_settings, one, "url", "article")
