"""What no build can do without, as long as each post becomes one of Pelican's contents.

``python bench/limit.py --posts 10000`` writes a made-up site and prints the seconds it takes to set Pelican
up, to ask the file system about the sources, and to make Pelican's contents of headers that are known: with
no text, no links, no series, no page looked at, and no plugin listening.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import machine
import pelican_site
import processes
from corpus import Corpus
from pelican.contents import Article
from pelican.readers import MarkdownReader, default_metadata
from pelican.settings import read_settings

from partwork.press import untouched

_SET_UP = "from partwork.glue import run; run.set_up([])[0]._get_generator_classes()"


def headers(folder: Path, reader: MarkdownReader) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the posts below a folder, and their headers as Pelican's readers give them to contents."""
    for file in sorted(folder.glob("posts/*/*.md")):
        header = file.read_text(encoding="utf-8").partition("\n\n")[0]
        pairs = (line.partition(": ") for line in header.splitlines())
        written = {
            name.lower(): reader.process_metadata(name.lower(), value.strip()) for name, _, value in pairs
        }
        yield str(file), default_metadata(reader.settings) | written


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the seconds of the shortest round."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what no build can do without.")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=machine.memory()) as name:
        folder = Path(name)
        pelican_site.write(folder, Corpus(options.posts, 1))
        pelican_site.configure(folder, ["partwork"])
        settings = read_settings(str(folder / "pelicanconf.py"))
        known = [*headers(folder / "content", MarkdownReader(settings))]

        def contents() -> list[bool]:
            made = (
                Article(content="", metadata=header, settings=settings, source_path=path, context={})
                for path, header in known
            )
            return [one.is_valid() for one in made]

        start = min(
            processes.run([sys.executable, "-c", _SET_UP], folder).seconds for _ in range(options.rounds)
        )
        asking = seconds(lambda: untouched.stamp([str(folder / "content")], time.time()), options.rounds)
        making = seconds(contents, options.rounds)
    print(f"{start:6.2f} s  to set Pelican up with partwork")
    print(f"{asking:6.2f} s  to ask about {len(known):,} posts")
    print(f"{making:6.2f} s  to make contents of their headers")
    print(f"{start + asking + making:6.2f} s")


if __name__ == "__main__":
    main()
