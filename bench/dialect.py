"""What Markdown and typogrify cost a post: as stock Pelican calls them, and as the press does.

``python bench/dialect.py`` writes made-up posts, checks that both give the same bytes, and prints
milliseconds of CPU a post, those of the quickest round. Exits with 1 if a byte differs.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from corpus import Corpus
from markdown import Markdown
from pelican.settings import DEFAULT_CONFIG
from pelican_site import post
from typogrify.filters import typogrify

from partwork.press.markdown import Converter
from partwork.press.typography import Typographer

MARKDOWN = {**DEFAULT_CONFIG["MARKDOWN"], "extensions": [*DEFAULT_CONFIG["MARKDOWN"]["extension_configs"]]}


def posts(count: int, seed: int) -> list[str]:
    """Return the text of made-up posts, with their metadata."""
    return [post(part, series.slug) for series in Corpus(count, seed).series() for part in series.parts]


def stock(text: str) -> tuple[str, str]:
    """Return HTML and summary as Pelican makes them, in an instance of their own."""
    md = Markdown(**MARKDOWN)
    html, summary = md.convert(text), md.Meta["summary"]
    md.preprocessors.deregister("meta")
    return html, md.reset().convert("\n".join(summary))


def shortest(work: Callable[[str], object], texts: Sequence[str], rounds: int) -> float:
    """Return milliseconds a text, of the shortest round."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        for text in texts:
            work(text)
        times.append(time.process_time() - began)
    return min(times) / len(texts) * 1_000


def main() -> int:
    """Measure, print and return the exit status."""
    parser = argparse.ArgumentParser(description="Measure what Markdown and typogrify cost a post.")
    parser.add_argument("--posts", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    texts = posts(options.posts, options.seed)
    converter, typographer = Converter(MARKDOWN), Typographer((), (), "default")

    def press(text: str) -> tuple[str, str]:
        html, metadata = converter.convert(text)
        return html, converter.formatted((metadata or {})["summary"])

    converted = [stock(text) for text in texts]
    pages = [html for html, _ in converted]
    same = [press(text) for text in texts] == converted and all(
        typographer(html) == typogrify(html) for html in pages
    )
    total_stock = total_press = 0.0
    print(f"{'':<12}{'stock':>10}{'press':>10}{'times':>8}")
    for name, old, new, given in (
        ("Markdown", stock, press, texts),
        ("typogrify", typogrify, typographer, pages),
    ):
        before, after = shortest(old, given, options.rounds), shortest(new, given, options.rounds)
        total_stock, total_press = total_stock + before, total_press + after
        print(f"{name:<12}{before:>7.2f} ms{after:>7.2f} ms{before / after:>8.1f}")
    print(f"{'together':<12}{total_stock:>7.2f} ms{total_press:>7.2f} ms{total_stock / total_press:>8.1f}")
    print(f"{len(texts)} posts; the bytes are {'the same' if same else 'NOT the same'}.")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
