"""What authors of series do to a site between two builds, drawn at random."""

# ruff: noqa: E501, ISC004 - a template or a text stands in one line

from pathlib import Path
from random import Random
from typing import Any

from partwork.theme import THEME
from tests.press import edits
from tests.press.edits import Edit, Garden, Text
from tests.press.site import PressSite

_SAID = [
    "responses:\n- id: 1\n  name: A. Reader\n  published: 2026-01-02T10:00:00+00:00\n  html: <p>Yes.</p>\n",
    "responses:\n- id: 1\n  published: 2026-01-02T10:00:00+00:00\n  markdown: '*No.*'\n"
    "- id: 2\n  reply_to: 1\n  by_author: true\n  published: 2026-03-02T10:00:00+00:00\n  html: <p>Oh.</p>\n",
    "comments: closed\n",
    "responses:\n- id: 4\n  kind: webmention\n  type: like\n  name: O\n  url: https://reader.example/\n"
    "  source: https://reader.example/likes\n  published: 2026-01-14T10:00:00+00:00\n",
]
_BODIES = [
    "Words.", "[On]({part}p1), [and]({part}w/p2).", "[There]({filename}/p0.md)", "# A heading\n\nMore -- words...",
    "![x]({attach}/pictures/one.png)", "[Other]({part}v/p3)",
]  # fmt: skip
_HEADERS = {
    "Title": ["One", "A <b>bold</b> & odd", "Three"],
    "Date": ["2026-01-01", "2026-02-02 10:00", "2027-01-01"],
    "Tags": ["", "ink", "ink, paper"],
    "Category": ["", "Tales"],
    "Series": ["", "w", "v"],
    "Part": ["", "1", "2"],
    "Label": ["", "Interlude"],
    "Status": ["", "draft", "hidden"],
    "Summary": ["", "Short *words*."],
    "Modified": ["", "2026-05-01"],
    "Lang": ["", "de"],
}
_CHOICES: dict[str, list[Any]] = {
    "SITENAME": ["A Test", "Another"],
    "RELATIVE_URLS": [True, False],
    "TYPOGRIFY": [True, False],
    "DEFAULT_PAGINATION": [10, 2],
    "DELETE_OUTPUT_DIRECTORY": [True, False],
    "TAG_FEED_ATOM": [None, "feeds/tag/{slug}.atom.xml"],
    "WITH_FUTURE_DATES": [True, False],
    "YEAR_ARCHIVE_SAVE_AS": ["", "{date:%Y}/index.html"],
    "PARTWORK": [{}, {"numbering": "arabic"}, {"words_per_minute": 100}],
}


def plant_parts(root: Path, random: Random) -> Garden:
    """Begin a site with a series."""
    site = PressSite(
        root, THEME=THEME, PLUGINS=["partwork"], USE_FOLDER_AS_CATEGORY=False, CATEGORY_FEED_ATOM=None,
        TRANSLATION_FEED_ATOM=None, AUTHOR_FEED_ATOM=None, AUTHOR_FEED_RSS=None,
    )  # fmt: skip
    garden = Garden(site)
    site.write({"pictures/one.png": b"one", "pages/about.md": "Title: About\n\nMe."})
    for number in range(4):
        header = {"Title": f"Part {number}", "Slug": f"p{number}", "Date": f"2026-01-0{number + 1}"}
        if number < 3:
            header["Series"] = "w"
        garden.posts[f"p{number}"] = Text(f"p{number}.md", header, random.choice(_BODIES[:1]))
        garden.save(garden.posts[f"p{number}"])
    return garden


def header(garden: Garden, random: Random) -> None:
    """Change a line of a part's header."""
    text = random.choice([*garden.posts.values()])
    name = random.choice([*_HEADERS])
    text.header[name] = random.choice(_HEADERS[name])
    garden.save(text)


def body(garden: Garden, random: Random) -> None:
    """Write another text."""
    text = random.choice([*garden.posts.values()])
    text.body = random.choice(_BODIES)
    garden.save(text)


def responses(garden: Garden, random: Random) -> None:
    """Add what was said about a part, change it, or take it away."""
    path = f"{random.choice([*garden.posts])}.responses.yaml"
    said = random.choice(["", *_SAID])
    garden.drop(path)
    if said:
        garden.site.write({path: said})


def manifest(garden: Garden, random: Random) -> None:
    """Write a series' manifest, change it, or take it away."""
    name = random.choice(["w", "w", "v"])
    if random.random() < 0.2:
        garden.drop(f"series/{name}.md")
        return
    parts = [slug for slug, text in garden.posts.items() if text.header.get("Series") == name]
    random.shuffle(parts)
    parts.insert(random.randint(0, len(parts)), "planned: " + random.choice(["Part 1", "A later one"]))
    lines = [
        "Title: " + random.choice(["Walks", "Wanderings"]),
        "Status: " + random.choice(["ongoing", "complete"]),
    ]
    lines.append("Parts: " + "\n    ".join(parts))
    garden.site.write(
        {f"series/{name}.md": "\n".join(lines) + "\n\n" + random.choice(["", "Read *this*."]) + "\n"}
    )


def add(garden: Garden, random: Random) -> None:
    """Write the next part."""
    slug = f"p{random.randint(1, 7)}"
    text = Text(
        f"{slug}.md", {"Title": f"Part {slug[1]}", "Slug": slug, "Date": "2026-03-01", "Series": "w"}, "New."
    )
    garden.posts[slug] = text
    garden.save(text)


def setting(garden: Garden, random: Random) -> None:
    """Set something else."""
    name = random.choice([*_CHOICES])
    garden.settings[name] = random.choice(_CHOICES[name])


PARTWORK_EDITS: tuple[Edit, ...] = (
    body, header, header, header, responses, responses, manifest, manifest, add, setting, setting,
    edits.delete, edits.output, edits.nothing,
)  # fmt: skip
