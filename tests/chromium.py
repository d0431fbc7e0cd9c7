"""Finds a Chromium for the browser tests, or gets one: ``python -m tests.chromium``."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def find() -> str | None:
    """Return the path of a Chromium: ``CHROMIUM``, one of the system, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only asked where the system has none

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def get() -> None:
    """Install Debian's package as root, Playwright's own browser elsewhere."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(install, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Say which Chromium the tests will use, after getting one where there is none."""
    if not find():
        get()
    path = find()
    if path:
        print(f"browser tests use {path}")
    else:
        print(
            "!!! NO CHROMIUM could be found or installed: the browser tests CANNOT RUN !!!", file=sys.stderr
        )


if __name__ == "__main__":
    main()
