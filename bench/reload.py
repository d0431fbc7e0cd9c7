"""How soon the browser shows what was saved: ``partwork serve``, and Chromium with a part open.

A sentence is appended to the part's source, and timed from then until the reloaded page shows it. With
``--saves`` that goes on, as quickly as the page shows each, and the memory is told that all processes of
``partwork serve`` hold after ten saves and after all.
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
_A_BUILD = 5  # seconds, and more than a build of a small site takes
_NUMBERS = itertools.count()
_SHOWN = "sentence => document.body.textContent.includes(sentence)"


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


def measure(page: Page, source: Path, times: int, pause: float = 0.5) -> list[float]:
    """Append a sentence so many times, and return how long each took to be shown."""
    seconds = []
    for _ in range(times):
        sentence = f"This is sentence {next(_NUMBERS)}"
        with source.open("a", encoding="utf-8") as file:
            file.write(f"\n{sentence} that was not here.\n")
        begun = time.perf_counter()
        page.wait_for_function(_SHOWN, arg=sentence, polling=5, timeout=1000 * _PATIENCE)
        seconds.append(time.perf_counter() - begun)
        page.wait_for_load_state()
        time.sleep(pause)  # as an author would, at least
    return seconds


def _grown(server: Served, page: Page, source: Path, saves: int) -> str:
    """Save so many times, and return what became of the memory, the browser's among it."""
    text = source.read_bytes()
    measure(page, source, 10, pause=0)
    source.write_bytes(text)
    before = server.held()
    for _ in range(10, saves, 10):
        measure(page, source, 9, pause=0)
        source.write_bytes(text)
        time.sleep(0.5)
    return (
        f"{saves} saves, {server.builds} builds: {before:.0f} MB after ten saves,"
        f" {server.held():.0f} MB after all"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--saves", type=int, default=0, help="as many more, and what they take of memory")
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
            seconds = measure(page, source, options.times)
            if options.saves:
                print(_grown(server, page, source, options.saves))
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
