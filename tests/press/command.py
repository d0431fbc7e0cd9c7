"""``partwork build``, run as authors run it."""

import os
import subprocess
import sys
from pathlib import Path

SETTINGS = """\
SITENAME = "A Test of Patience"
TIMEZONE = "Europe/London"
LOCALE = ["C.UTF-8", "C"]
PATH = "content"
THEME = "simple"
PLUGINS = ["partwork.press"]
"""


def build(folder: Path, *arguments: str) -> tuple[str, int]:
    """Build the site of a folder; return what was said, in one line, and the exit status."""
    done = subprocess.run(
        [sys.executable, "-m", "partwork", "build", *arguments],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1800000000"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return " ".join((done.stdout + done.stderr).split()), done.returncode
