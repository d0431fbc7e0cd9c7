"""The made-up site as Pelican reads it: ``python bench/pelican_site.py FOLDER --posts 1000 --seed 1``."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from corpus import Corpus, Part

from responses import Responses

BENCH = Path(__file__).resolve().parent
THEME = BENCH.parent / "theme"


def write(folder: Path, corpus: Corpus, responses: int = 0) -> None:
    """Write the site's content below ``folder/content``, with so many responses to each post."""
    content = folder / "content"
    said = Responses(corpus.seed, responses)
    for page in corpus.pages():
        _write(content / f"pages/{page.slug}.md", f"Title: {page.title}\nSlug: {page.slug}\n\n{page.body}")
    for series in corpus.series():
        header = [
            f"Title: {series.title}",
            f"Summary: {series.summary}",
            f"Status: {'complete' if series.complete else 'ongoing'}",
            "Parts: " + "\n    ".join(part.slug for part in series.parts),
        ]
        _write(content / f"series/{series.slug}.md", "\n".join(header) + f"\n\n{series.body}")
        for part in series.parts:
            _write(content / part.source, post(part, series.slug))
            if responses:
                _write((content / part.source).with_suffix(".responses.yaml"), said.file(part.date))


def post(part: Part, series: str) -> str:
    """Return a part's source."""
    return (
        f"Title: {part.title}\nSlug: {part.slug}\nDate: {part.date:%Y-%m-%d %H:%M}\nSeries: {series}\n"
        f"Tags: {', '.join(part.tags)}\nCategory: {part.category}\nSummary: {part.summary}\n\n{part.body}"
    )


def configure(folder: Path, plugins: Iterable[str], **more: object) -> None:
    """Write the settings file of the site in `folder`: the benchmark's own, for a site without responses."""
    common = (BENCH / "pelicanconf.py").read_text(encoding="utf-8")
    own = {
        "PATH": "content",
        "OUTPUT_PATH": "output",
        "THEME": str(THEME),
        "PLUGINS": [*plugins],
        "PARTWORK": {"comment_feed": "", "site_comment_feed": ""},
        **more,
    }
    lines = "".join(f"{name} = {value!r}\n" for name, value in own.items())
    _write(folder / "pelicanconf.py", f"{common}\n# This site's own\n{lines}")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write the site that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a made-up site to measure builds with.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--responses", type=int, default=0, help="to each post")
    parser.add_argument("--plugins", nargs="*", default=["partwork"])
    options = parser.parse_args()
    write(options.folder, Corpus(options.posts, options.seed), options.responses)
    configure(options.folder, options.plugins)


if __name__ == "__main__":
    main()
