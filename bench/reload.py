"""How soon the browser shows what was saved: ``partwork serve``, and Chromium with a part open.

A sentence is put at the end of the part's source, and timed from then until the browser has painted the page
that says it. With ``--builds`` that goes on, and each time the build that follows is waited for; what all
processes of ``partwork serve`` hold is told after ten builds, after half of them, and after all.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import machine
import pelican_site
import processes
from corpus import Corpus
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(pelican_site.BENCH.parent))
from tests import chromium

AIM = 0.3  # seconds, at 10,000 posts
_PATIENCE = 60  # seconds
_PAUSE = 0.5  # seconds between two saves, as an author would take at least
_OFTEN = 0.01  # seconds between two looks at how many builds there were
_A_BUILD = 5  # seconds, and more than a build of a small site takes
_NUMBERS = itertools.count()
# When the page with a sentence was painted, in milliseconds by the browser's clock; the driver sees it later.
_PAINTED = """sentence => document.body.textContent.includes(sentence) && performance
    .getEntriesByName("first-contentful-paint").map(paint => performance.timeOrigin + paint.startTime)[0]"""


class Served:
    """A site that is served, at an address; `builds` have ended well so far."""

    def __init__(self, site: Path) -> None:
        command = [sys.executable, "-m", "partwork", "serve", "--settings", "pelicanconf.py", "--port", "0"]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        self.builds = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self.address = next(line for line in self.process.stdout if line.startswith("Serving at ")).split()[2]

    def _listen(self) -> None:
        for line in self.process.stderr:
            self.builds += line.startswith("kept ")

    def build_after(self, builds: int) -> None:
        """Wait for a build to end after so many."""
        until = time.monotonic() + _PATIENCE
        while self.builds <= builds:
            if time.monotonic() > until:
                sys.exit("The build that was waited for did not end, or not well.")
            time.sleep(_OFTEN)

    def held(self) -> float:
        """Return the megabytes that its processes hold once all is built."""
        builds = -1
        while builds != self.builds:
            builds = self.builds
            time.sleep(_A_BUILD)
        return processes.megabytes(self.process.pid) + processes.held_below(self.process.pid)


@contextmanager
def served(site: Path) -> Iterator[Served]:
    """Give a site that is served."""
    one = Served(site)
    try:
        yield one
    finally:
        one.process.terminate()
        one.process.wait()


class Part:
    """The source of a part, and the page that shows it."""

    def __init__(self, source: Path, page: Page) -> None:
        self._source, self._page = source, page
        self._text = source.read_text(encoding="utf-8")

    def saved(self) -> float:
        """Save it with another sentence at its end; return the seconds until that is painted."""
        sentence = f"This is sentence {next(_NUMBERS)}"
        text = f"{self._text}\n{sentence} that was not here.\n"
        begun = time.time()
        self._source.write_text(text, encoding="utf-8")
        painted = self._page.wait_for_function(_PAINTED, arg=sentence, timeout=1000 * _PATIENCE).json_value()
        self._page.wait_for_load_state()
        return float(painted) / 1000 - begun


def _grown(server: Served, part: Part, builds: int) -> str:
    """Have so many builds made, one after the other, and return what memory they took."""
    held = []
    begun = server.builds
    for many in sorted({min(10, builds), builds // 2, builds}):
        while server.builds < begun + many:
            before = server.builds
            part.saved()
            server.build_after(before)
        held.append(f"{server.held():.1f} MB after {server.builds - begun} builds")
    return ", ".join(held)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--builds", type=int, default=0, help="as many more, and what they take of memory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=machine.memory())
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there, too")
    options = parser.parse_args()
    if not (browser_path := chromium.find()):
        sys.exit("There is no Chromium: `python -m tests.chromium` gets one.")
    press = ["partwork.press"] if find_spec("partwork.press") else []
    if not press:
        print("!!! WITHOUT THE PRESS: partwork.press cannot be imported !!!", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="partwork-bench-", dir=options.folder) as folder:
        site = Path(folder)
        pelican_site.write(site, Corpus(options.posts, options.seed))
        pelican_site.configure(site, [*press, "partwork"], RELATIVE_URLS=True)
        parts = sorted(site.glob("content/posts/*/*.md"))
        source = parts[len(parts) // 2]
        with served(site) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{server.address}posts/{source.stem}.html")
            part = Part(source, page)
            seconds = []
            for _ in range(options.times):
                seconds.append(part.saved())
                time.sleep(_PAUSE)
            if options.builds:
                print(_grown(server, part, options.builds))
            browser.close()
    median, worst = statistics.median(seconds), max(seconds)
    verdict = "met" if worst < AIM else "missed"
    print(
        f"{options.posts} posts, {'with' if press else 'without'} the press, {options.times} times:"
        f" median {median:.3f} s, worst {worst:.3f} s\n{verdict}: under {AIM} s at 10,000 posts"
    )
    if options.json:
        document = {"posts": options.posts, "press": bool(press), "seconds": seconds, "aim": verdict}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
