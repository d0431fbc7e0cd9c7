"""What authors do to a site between two builds, drawn at random."""

# ruff: noqa: E501, ISC004 - a template or a text stands in one line

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.press.site import PressSite

NAMES = [f"{letter}{number}" for letter in "abc" for number in range(4)]
FOLDERS = ["", "", "deep/", "deep/er/"]
TAGS = ["ink", "paper", "C++ & <more>", "Ünïcode", "Ink"]
WORDS = ["Tide", "ebb & flow", '"Quoted" -- and more...', "<em>marked</em>", "Übermut", "1/2 of it", ""]
PICTURES = ["pictures/one.png", "pictures/two.png", "deep/beside.png", "deep/er/low.png"]
DATES = [f"2026-0{month}-1{day} 10:00" for month in range(1, 4) for day in range(3)] + [
    "2027-06-01",
    "2010-05-04",
]

BODIES = [
    "Plain words.",
    "# A heading\n\n## Another\n\n- a list\n- of two\n\n    code here",
    'It\'s a "quote" -- with dashes... and 1/2, AND CAPITALS.',
    "[Another]({filename}/{post}.md) post, [by name]({filename}{post}.md).",
    "[A tag]({tag}ink), [a category]({category}Tales), [the start]({index}), [who]({author}Wren Tolliver).",
    "![Attached]({attach}/{picture})",
    "![Static]({static}/{picture})",
    "![By filename]({filename}/{picture})",
    "[A page]({filename}/pages/{page}.md) and [broken]({filename}/nowhere.md).",
    "A | b\n--|--\n{ 1 | 2 }",
    "Words " * 80,
    "[Odd]({nothing}here) and [bar](|filename|/{post}.md).",
    "```python\nprint('x')\n```",
    "{{ SITENAME }} {% if %}",
    "",
]

RST_BODIES = [
    "Plain words.",
    'A heading\n---------\n\nIt\'s *marked* and "quoted" -- 1/2.',
    "`Another <{filename}/{post}.md>`_ post.",
    ".. image:: {attach}/{picture}\n   :alt: Attached",
    "A `tag <{tag}ink>`_.",
    ".. code-block:: python\n\n   print('x')",
]

HTML_BODIES = [
    "<p>Plain</p>",
    '<p><a href="{filename}/{post}.md">x</a></p>',
    '<img src="{static}/{picture}" alt="x">',
]

#: What a theme may say of the site, in any template.
ANYWHERE = [
    "",
    "{{ SITENAME }} {{ SITEURL }} {{ SITESUBTITLE }}",
    "{% if tags %}tags{% endif %}{% if not drafts %}none{% endif %}",
    "{% for tag, those in tags %}{{ tag }}:{{ those|length }} {{ tag.url }}{% endfor %}",
    "{{ articles|length }} {{ pages|length }} {{ categories|length }}",
    "{% for a in articles[:3] %}{{ a.title }} {{ a.url }}{% endfor %}",
    "{{ articles|map(attribute='date')|join(' ') }}",
    "{% for c, those in articles|groupby('category') %}{{ c }}{{ those|map(attribute='slug')|join(' ') }}{% endfor %}",
    "{% set ns = namespace(last=None) %}{% for a in articles %}{% if ns.last %}{{ ns.last.title }}{% endif %}"
    "{% set ns.last = a %}{% endfor %}",
    "{% macro show(a) %}{{ a.title }}{{ a.summary }}{% endmacro %}{% for a in dates %}{{ show(a) }}{% endfor %}",
    "{% macro walk(a, n) %}{{ a.slug }}{% if n and a.next_article %}{{ walk(a.next_article, n - 1) }}{% endif %}"
    "{% endmacro %}{% if articles %}{{ walk(articles[0], 4) }}{% endif %}",
    "{% include 'snip_' ~ 'a.html' ignore missing %}",
    "{% include ['snip_none.html', 'snip_a.html'] ignore missing %}",
    "{% import 'snip_macros.html' as m %}{% for a in articles %}{{ m.card(a) }}{% endfor %}",
    "{% from 'snip_macros.html' import site with context %}{{ site() }}",
    "{{ pages|map(attribute='title')|join(' ') }}",
    "{% for a in articles recursive %}{{ a.title }}{% endfor %}",
    "{{ hidden_articles|length }} {{ drafts|map(attribute='title')|join(' ') }}",
    "{{ staticfiles|map(attribute='save_as')|sort|join(' ') }}",
    "{{ staticfiles|map(attribute='url')|sort|join(' ') }}",
    "{{ generated_content|length }} {{ generated_content.keys()|sort|join(' ') }}",
    "{% for path, c in generated_content|dictsort %}{{ path }}{{ c.title }}{% endfor %}",
    "{{ output_file }} {{ localsiteurl }} {{ page_name }}",
    "{{ (articles|first).title }} {{ (articles|last).url }}",
    "{% if articles %}{{ articles[articles|length - 1].title }}{% endif %}",
    "{{ tags|map('first')|map(attribute='url')|sort|join(' ') }}",
    "{{ articles|selectattr('status', 'equalto', 'published')|list|length }}",
    "{{ articles|map(attribute='category.name')|join(' ') }}",
    "{% for year, those in dates|groupby('date.year') %}{{ year }}:{{ those|length }}{% endfor %}",
    "{{ articles|join(' ') }} {{ pages|join(' ') }}",
    "{{ period_archives.year|length }} {{ period_archives['month']|length }}",
    "{% for one in period_archives.year %}{{ one.url }}{{ one.articles|length }}{% endfor %}",
    "{{ dict(x=articles).x|map(attribute='url')|join(' ') }}",
    "{% set all = articles + pages %}{{ all|map(attribute='title')|join(' ') }}",
    "{% filter upper %}{{ SITENAME }}{% for a in articles %}{{ a.author }}{% endfor %}{% endfilter %}",
    "{% for a in articles %}{% for t in a.translations %}{{ t.lang }}{{ t.url }}{% endfor %}{% endfor %}",
    "{% for a in articles %}{{ a.related|map(attribute='title')|join(' ') }}{% endfor %}",
    "{% for a in articles %}{{ a.metadata.items()|list|length }}{{ a.metadata['subtitle'] }}{% endfor %}",
    "{% for name, those in categories %}{% for a in those %}{{ a.locale_date }}{% endfor %}{% endfor %}",
    "{{ authors|map('last')|map('length')|join(' ') }}",
    "{% with those = articles %}{% for a in those %}{{ a.tags|map(attribute='name')|join(' ') }}{% endfor %}{% endwith %}",
    "{{ MENUITEMS }} {{ LINKS|length }} {{ SOCIAL }}",
    "{{ articles|map(attribute='content')|map('length')|join(' ') }}",
    "{{ articles|map(attribute='summary')|join(' ') }}",
    "{% for a in articles if a.subtitle is defined %}{{ a.subtitle }}{% else %}none{% endfor %}",
    "{% if articles_page %}{{ articles_page.number }} {{ articles_page.object_list|map(attribute='title')|join }}{% endif %}",
    "{% if articles_page %}{{ articles_paginator.num_pages }} {{ articles_paginator.object_list|length }}"
    "{{ articles_next_page.url }}{% endif %}",
    "{{ DEFAULT_PAGINATION + 1 if DEFAULT_PAGINATION else 0 }}",
    "{{ article.title if article }}{{ page.title if page }}{{ category }}{{ tag }}{{ author }}",
]

#: What it may say of the post that a page shows.
OF_AN_ARTICLE = [
    "",
    "{{ article.metadata.keys()|list|sort|join(' ') }}",
    "{{ article['title'] }} {{ article['subtitle'] }}",
    "{{ article.next_article.title }} {{ article.next_article.next_article.url }}",
    "{% for other in article.related %}{{ other.title }} {{ other.related|length }}{% endfor %}",
    "{{ article.content|striptags|truncate(20) }}",
    "{{ article.translations|map(attribute='lang')|join(' ') }}",
    "{{ article.source_path.split('/')[-1] }} {{ article.relative_source_path }}",
    "{% set it = article or page %}{{ it.slug }}{{ it.tags|join(' ') }}",
    "{{ article|attr('title') }} {{ [article, page]|map(attribute='subtitle')|join(' ') }}",
    "{% with x = article %}{{ x.content|length }}{{ x.next_article.content|length }}{% endwith %}",
    "{{ dict(a=article).a.title }}{{ {'a': article}['a'].url }}{{ [article][0].slug }}",
    "{{ article.get_siteurl() }} {{ article.locale_date }} {{ article.date|strftime('%A') }}",
    "{{ article.author.url }} {{ article.category.name }} {{ category.slug }} {{ category.url }}",
    "{% for k, v in article.metadata.items() %}{{ k }}={{ v }};{% endfor %}",
    "{{ article.__class__.__name__ }}",
    "{% from 'snip_macros.html' import card %}{{ card(article) }}{{ card(article.next_article) }}",
    "{{ article }} {{ article.status }} {{ article.in_default_lang }} {{ article.lang }}",
    "{{ article.get_summary('x') }} {{ article.get_content('https://other.example') }}",
    "{{ article.settings.SITENAME }} {{ article._context.SITENAME }}",
    "{{ article.summary }} {{ article.locale_modified }} {{ article.modified }}",
    "{% for a in articles if a is sameas article %}{{ loop.index }}{% endfor %}",
    "{% for a in articles if a == article %}{{ loop.index }}/{{ loop.length }}{% endfor %}",
    "{% if article in articles %}{{ articles.index(article) }}{% endif %}",
    "{% for a in articles %}{% if a.slug == article.slug %}{{ loop.previtem.title }}{{ loop.nextitem.title }}{% endif %}"
    "{% endfor %}",
    "{% set key = 'sub' ~ 'title' %}{{ article[key] }}",
    "{{ article.url_format.path }} {{ article.save_as }} {{ article.reader }}",
    "{% for tag in article.tags %}{{ tag.url }}{% for t, those in tags if t == tag %}{{ those|length }}{% endfor %}"
    "{% endfor %}",
    "{{ article.author.name }} {{ article.authors|map(attribute='slug')|join(' ') }} {{ article.date_format }}",
    "{{ article.title.upper() }} {{ article.tags.__len__() }}",
    "{% block inner scoped %}{{ article.subtitle }}{% endblock %}",
]

MACROS = [
    "{% macro card(a) %}{{ a.title }}{% endmacro %}{% macro site() %}{{ SITENAME }}{% endmacro %}",
    "{% macro card(a) %}{{ a.url }}{{ a.subtitle }}{% endmacro %}{% macro site() %}{{ articles|length }}{% endmacro %}",
    "{% macro card(a) %}{{ a.summary }}{{ a.next_article.slug }}{% endmacro %}{% macro site() %}{{ tags|length }}"
    "{% endmacro %}",
]

#: A theme that says whatever an edit writes to its snippets, and otherwise what Pelican's own says.
THEME = {
    "templates/base.html": "{% extends '!simple/base.html' %}"
    "{% block head %}{{ super() }}<!-- {% include 'snip_head.html' %} -->{% endblock %}",
    "templates/article.html": "{% extends '!simple/article.html' %}{% block content %}{{ super() }}"
    "<!-- {% include 'snip_article.html' %} -->{% endblock %}",
    "templates/page.html": "{% extends '!simple/page.html' %}{% block content %}{{ super() }}"
    "<!-- {% include 'snip_page.html' %} -->{% endblock %}",
    "templates/special.html": "{{ article.title if article }}{{ page.title if page }}{% include 'snip_article.html' ignore missing %}",
    "templates/index.html": "{% extends '!simple/index.html' %}{% block content %}{{ super() }}"
    "<!-- {% include 'snip_index.html' %} -->{% endblock %}",
    "templates/tag.html": "{% extends '!simple/tag.html' %}{% block content %}{{ super() }}"
    "<!-- {% include 'snip_tag.html' %} -->{% endblock %}",
    "templates/period_archives.html": "{% extends '!simple/period_archives.html' %}{% block content %}{{ super() }}"
    "<!-- {% include 'snip_tag.html' %} {{ period }} -->{% endblock %}",
    "overrides/special.html": "{{ article.title if article }}{{ page.title if page }}",
    "templates/snip_a.html": "{{ SITENAME }}",
    "templates/snip_macros.html": MACROS[0],
    "templates/snip_head.html": "",
    "templates/snip_article.html": "",
    "templates/snip_page.html": "",
    "templates/snip_index.html": "",
    "templates/snip_tag.html": "",
    "static/css/style.css": "a{}",
}

#: What an author may set, and to what.
CHOICES: dict[str, list[Any]] = {
    "RELATIVE_URLS": [True, False],
    "SITEURL": ["https://patience.example", "", "https://other.example/blog"],
    "SITENAME": ["A Test of Patience", "Another <Name>"],
    "SITESUBTITLE": ["", "Sub"],
    "TYPOGRIFY": [True, False],
    "TYPOGRIFY_DASHES": ["default", "oldschool"],
    "DEFAULT_PAGINATION": [False, 2, 3],
    "DELETE_OUTPUT_DIRECTORY": [True, True, False],
    "SUMMARY_MAX_LENGTH": [50, 3, None],
    "SUMMARY_MAX_PARAGRAPHS": [None, 1],
    "FEED_ALL_ATOM": ["feeds/all.atom.xml", None],
    "FEED_ALL_RSS": ["feeds/all.rss.xml", None],
    "FEED_ATOM": [None, "feeds/atom.xml"],
    "FEED_RSS": [None, "feeds/rss.xml"],
    "CATEGORY_FEED_ATOM": ["feeds/{slug}.atom.xml", None],
    "TAG_FEED_ATOM": [None, "feeds/tag-{slug}.atom.xml"],
    "TAG_FEED_RSS": [None, "feeds/tag-{slug}.rss.xml"],
    "AUTHOR_FEED_RSS": ["feeds/{slug}.rss.xml", None],
    "TRANSLATION_FEED_ATOM": ["feeds/all-{lang}.atom.xml", None],
    "FEED_MAX_ITEMS": [100, 2],
    "FEED_APPEND_REF": [False, True],
    "FEED_DOMAIN": [None, "https://feeds.example"],
    "RSS_FEED_SUMMARY_ONLY": [True, False],
    "YEAR_ARCHIVE_SAVE_AS": ["", "{date:%Y}/index.html"],
    "MONTH_ARCHIVE_SAVE_AS": ["", "{date:%Y}/{date:%m}/index.html"],
    "ARTICLE_URL": ["{slug}.html", "{date:%Y}/{slug}/"],
    "ARTICLE_SAVE_AS": ["{slug}.html", "{category}/{slug}.html", "{date:%Y}/{slug}/index.html"],
    "TAG_SAVE_AS": ["tag/{slug}.html", ""],
    "AUTHOR_SAVE_AS": ["author/{slug}.html", ""],
    "DRAFT_SAVE_AS": ["drafts/{slug}.html", ""],
    "PAGE_SAVE_AS": ["pages/{slug}.html", "{slug}/index.html"],
    "ARTICLE_ORDER_BY": ["reversed-date", "title", "basename"],
    "PAGE_ORDER_BY": ["basename", "title"],
    "NEWEST_FIRST_ARCHIVES": [True, False],
    "REVERSE_CATEGORY_ORDER": [False, True],
    "WITH_FUTURE_DATES": [True, False],
    "DIRECT_TEMPLATES": [["index", "tags", "categories", "authors", "archives"], ["index", "archives"]],
    "PAGINATED_TEMPLATES": [
        {"index": None, "tag": None, "category": None, "author": None},
        {"index": 1, "archives": None, "tag": 2, "period_archives": 1},
    ],
    "TEMPLATE_PAGES": [{}, {"extra/about.html": "about/index.html"}, {"extra/about.html": "index.html"}],
    "OUTPUT_SOURCES": [False, True],
    "OUTPUT_SOURCES_EXTENSION": [".text", ".source"],
    "STATIC_PATHS": [["pictures"], ["pictures", "extra"], []],
    "STATIC_CREATE_LINKS": [False, False, True],
    "STATIC_CHECK_IF_MODIFIED": [False, True],
    "EXTRA_PATH_METADATA": [{}, {"pictures/one.png": {"path": "uno.png"}}, {"deep": {"category": "Deeper"}}],
    "DEFAULT_METADATA": [{}, {"subtitle": "By default"}],
    "FILENAME_METADATA": [r"(?P<date>\d{4}-\d{2}-\d{2}).*", r"(?P<subtitle>.*)"],
    "USE_FOLDER_AS_CATEGORY": [True, False],
    "DEFAULT_CATEGORY": ["misc", "Tales"],
    "DEFAULT_LANG": ["en", "de"],
    "ARTICLE_TRANSLATION_ID": ["slug", None],
    "DISPLAY_PAGES_ON_MENU": [True, False],
    "DISPLAY_CATEGORIES_ON_MENU": [True, False],
    "MENUITEMS": [(), (("Home", "/"),)],
    "LINKS": [(), (("Other", "https://other.example"),)],
    "DEFAULT_DATE_FORMAT": ["%-d %B %Y", "%Y-%m-%d"],
    "TIMEZONE": ["Europe/London", "UTC"],
    "SLUGIFY_SOURCE": ["title", "basename"],
    "CSS_FILE": ["main.css", "other.css"],
    "THEME_STATIC_DIR": ["theme", "assets"],
    "FORMATTED_FIELDS": [["summary"], ["summary", "subtitle"]],
    "PAGINATION_PATTERNS": [
        (
            (1, "{name}{extension}", "{name}{extension}"),
            (2, "{name}{number}{extension}", "{name}{number}{extension}"),
        ),
        ((1, "{url}", "{save_as}"), (2, "{base_name}/p/{number}/", "{base_name}/p/{number}/index.html")),
    ],
    "INDEX_SAVE_AS": ["index.html", "blog/index.html"],
    "UNUSED_BY_ANYBODY": [1, 2],
}


@dataclass
class Text:
    """A post or page as it is written."""

    path: str
    header: dict[str, str]
    body: str

    def source(self) -> str:
        """Return the text of the file."""
        header = {name: value for name, value in self.header.items() if value}
        if self.path.endswith(".md"):
            return "".join(f"{name}: {value}\n" for name, value in header.items()) + f"\n{self.body}\n"
        if self.path.endswith(".rst"):
            title = header.pop("Title", "Untitled")
            fields = "".join(f":{name.lower()}: {value}\n" for name, value in header.items())
            return f"{title}\n{'#' * max(4, len(title))}\n\n{fields}\n{self.body}\n"
        metas = "".join(f'<meta name="{name.lower()}" content="{value}">' for name, value in header.items())
        return f"<html><head><title>{header.get('Title', '')}</title>{metas}</head><body>{self.body}</body></html>"


@dataclass
class Garden:
    """A site, and what stands in its files."""

    site: PressSite
    settings: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, Text] = field(default_factory=dict)
    pages: dict[str, Text] = field(default_factory=dict)

    def save(self, text: Text) -> None:
        """Write the file of a text."""
        self.site.write({text.path: text.source()})

    def drop(self, path: str) -> None:
        """Remove a file of the content, if it is there."""
        (self.site.content / path).unlink(missing_ok=True)


Edit = Callable[[Garden, Random], None]


def plant(root: Path, random: Random, **settings: Any) -> Garden:
    """Begin a site of a few posts and pages."""
    garden = Garden(PressSite(root, **settings))
    garden.site.write_theme(THEME)
    garden.settings["THEME_TEMPLATES_OVERRIDES"] = [str(garden.site.theme / "overrides")]
    garden.site.write({path: path.encode() for path in PICTURES})
    garden.site.write(
        {"extra/about.html": "{% extends 'base.html' %}{% block content %}{{ SITENAME }}{% endblock %}"}
    )
    for _ in range(5):
        add(garden, random)
    add_page(garden, random)
    return garden


def body(garden: Garden, random: Random) -> None:
    """Write another text."""
    text = _any(garden, random)
    text.body = _body(garden, random, text.path)
    garden.save(text)


def header(garden: Garden, random: Random) -> None:
    """Change, add or take out a line of a header."""
    text = _any(garden, random)
    name = random.choice([*_HEADERS])
    value = random.choice(_HEADERS[name])
    text.header[name] = value
    garden.save(text)


def add(garden: Garden, random: Random) -> None:
    """Write another post."""
    name = random.choice(NAMES)
    if name in garden.posts:
        return
    ending = random.choice([".md", ".md", ".md", ".rst", ".html"])
    path = f"{random.choice(FOLDERS)}{name}{ending}"
    number = NAMES.index(name)
    head = {"Title": f"Post {name}", "Date": f"2026-02-{number + 1:02} 10:00", "Slug": name}
    for more in random.sample([*_HEADERS], 3):
        if more not in head:
            head[more] = random.choice(_HEADERS[more])
    garden.posts[name] = Text(path, head, _body(garden, random, path))
    garden.save(garden.posts[name])


def add_page(garden: Garden, random: Random) -> None:
    """Write another page."""
    name = random.choice(["p0", "p1", "p2"])
    if name in garden.pages:
        return
    path = f"pages/{name}.{random.choice(['md', 'md', 'rst'])}"
    garden.pages[name] = Text(path, {"Title": f"Page {name}", "Slug": name}, _body(garden, random, path))
    garden.save(garden.pages[name])


def delete(garden: Garden, random: Random) -> None:
    """Remove a post or a page."""
    those = random.choice([garden.posts, garden.posts, garden.pages])
    if len(those) > 1:
        text = those.pop(random.choice([*those]))
        garden.drop(text.path)


def rename(garden: Garden, random: Random) -> None:
    """Move a post to another file."""
    name, text = random.choice([*garden.posts.items()])
    garden.drop(text.path)
    text.path = f"{random.choice(FOLDERS)}{name}{Path(text.path).suffix}"
    garden.save(text)


def translate(garden: Garden, random: Random) -> None:
    """Make one post the translation of another."""
    one, other = random.choice([*garden.posts.values()]), random.choice([*garden.posts.values()])
    if one is not other:
        other.header |= {"Slug": one.header.get("Slug", ""), "Lang": random.choice(["de", "fr"])}
        garden.save(other)


def picture(garden: Garden, random: Random) -> None:
    """Change a picture, or remove it."""
    path = random.choice(PICTURES)
    if random.random() < 0.3:
        garden.drop(path)
    else:
        garden.site.write({path: random.randbytes(random.randint(1, 20))})


def setting(garden: Garden, random: Random) -> None:
    """Set something else."""
    name = random.choice([*CHOICES])
    garden.settings[name] = random.choice(CHOICES[name])


def theme(garden: Garden, random: Random) -> None:
    """Take another theme."""
    garden.settings["THEME"] = random.choice(["simple", "notmyidea", *[str(garden.site.theme)] * 3])


def template(garden: Garden, random: Random) -> None:
    """Have a theme of one's own say something else."""
    garden.settings["THEME"] = str(garden.site.theme)
    name = random.choice(["head", "page", "index", "tag", "article", "article", "article", "a", "macros"])
    choices = {"article": OF_AN_ARTICLE + ANYWHERE, "macros": MACROS}.get(name, ANYWHERE)
    text = random.choice(choices)
    if name == "a":
        text = random.choice(["", "{{ SITENAME }}", "{{ articles|length }}"])
    garden.site.write_theme({f"templates/snip_{name}.html": text})


def style(garden: Garden, random: Random) -> None:
    """Change a theme's stylesheet."""
    garden.site.write_theme({"static/css/style.css": f"a{{width:{random.randint(1, 9)}px}}"})


def plugins(garden: Garden, random: Random) -> None:
    """Take a plugin, or leave it."""
    garden.settings["PLUGINS"] = random.choice([[], ["press_test_neighbours"], ["press_test_neighbours"]])


def output(garden: Garden, random: Random) -> None:
    """Change or remove a file of the output by hand."""
    files = sorted(path for path in garden.site.output.rglob("*") if path.is_file() and not path.is_symlink())
    if files and not garden.settings.get("STATIC_CREATE_LINKS"):
        file = random.choice(files)
        if random.random() < 0.5:
            file.unlink()
        else:
            file.write_bytes(b"by hand")


def nothing(garden: Garden, random: Random) -> None:
    """Change nothing."""
    del garden, random


EDITS: tuple[Edit, ...] = (
    body, body, header, header, header, header, add, add, add_page, delete, rename, translate, picture,
    setting, setting, setting, theme, template, template, template, style, plugins, output, nothing,
)  # fmt: skip

_HEADERS: dict[str, list[str]] = {
    "Title": [f"A {word} title" for word in WORDS],
    "Slug": ["", "same", *NAMES[:4]],
    "Date": [*DATES, ""],
    "Modified": ["", "2026-05-01", "2026-05-02 10:00"],
    "Tags": ["", *TAGS, ", ".join(TAGS[:3]), ", ".join(TAGS[1:])],
    "Category": ["", "Tales", "misc", "Other & more"],
    "Author": ["", "Wren Tolliver", "Jane & Joe"],
    "Authors": ["", "Wren Tolliver, Max", "Jane & Joe; Max, M."],
    "Status": ["", "published", "draft", "hidden", "skip"],
    "Lang": ["", "de", "en", "fr"],
    "Template": ["", "special"],
    "Summary": ["", "A *short* one", "It's -- with {filename}/b1.md", "[x]({filename}/a1.md)"],
    "Subtitle": ["", "One", "Two *marked*"],
    "Save_as": ["", "override/here.html", "index.html"],
    "Url": ["", "override/here.html"],
    "Translation": ["", "true"],
}


def _any(garden: Garden, random: Random) -> Text:
    return random.choice([*garden.posts.values(), *garden.pages.values()])


def _body(garden: Garden, random: Random, path: str) -> str:
    kinds = {".rst": RST_BODIES, ".html": HTML_BODIES}.get(Path(path).suffix, BODIES)
    text = "\n\n".join(random.sample(kinds, random.randint(1, 3)))
    post = random.choice(
        [Path(one.path).with_suffix("").as_posix() for one in garden.posts.values()] or NAMES
    )
    for name, value in {
        "{post}": post,
        "{picture}": random.choice(PICTURES),
        "{page}": random.choice(["p0", "p1"]),
    }.items():
        text = text.replace(name, value)
    return text
