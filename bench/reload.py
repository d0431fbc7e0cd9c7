"""How soon the browser shows what was saved: ``partwork serve``, and Chromium with a part open.

A sentence is appended to the part's source, and timed from then until the reloaded page shows it.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import machine
import pelican_site
from corpus import Corpus
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(pelican_site.BENCH.parent))
from tests import chromium

AIM = 0.3  # seconds, at 10,000 posts
_PATIENCE = 60  # seconds
_SHOWN = "sentence => document.body.textContent.includes(sentence)"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Yield the address at which a site is served."""
    command = [sys.executable, "-m", "partwork", "serve", "--settings", "pelicanconf.py", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(command, cwd=site, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        lines = (line for line in server.stdout if line.startswith("Serving at "))
        yield next(lines).split()[2]
    finally:
        server.terminate()
        server.wait()


def measure(page: Page, source: Path, times: int) -> list[float]:
    """Append a sentence so many times, and return how long each took to be shown."""
    seconds = []
    for number in range(times):
        sentence = f"This is sentence {number}"
        with source.open("a", encoding="utf-8") as file:
            file.write(f"\n{sentence} that was not here.\n")
        begun = time.perf_counter()
        page.wait_for_function(_SHOWN, arg=sentence, polling=5, timeout=1000 * _PATIENCE)
        seconds.append(time.perf_counter() - begun)
        print(f"  {seconds[-1]:.3f} s", file=sys.stderr)
        page.wait_for_load_state()
        time.sleep(0.5)  # as an author would, at least
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=10)
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
        with served(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{address}posts/{source.stem}.html")
            seconds = measure(page, source, options.times)
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
